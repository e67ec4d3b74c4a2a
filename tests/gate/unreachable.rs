//! No usable answer after every attempt.

use crate::gate::Gate;
use crate::portal::{Fault, Portal, Script};
use crate::run::Run;

fn gives_up(script: Script, reason: &str) -> Run {
    let portal = script.start();
    let run = Gate::new(&portal).policy("- crm").github().run();
    run.ends(3, "unreachable", reason)
        .says("UNREACHABLE: ")
        .annotation("::error ", &format!("title=b24-ping%3A {reason}::"))
        .summary_says("⚠️ b24-ping: ")
        .outputs("granted-scopes", "[]")
        .outputs("missing-scopes", "[]")
        .outputs("user-id", "");
    assert!(run.junit().contains("<error ") && !run.junit().contains("<failure "), "{run}");
    run
}

#[test]
fn a_portal_that_stays_busy() {
    let run = gives_up(Portal::alive().always(Fault::busy()), "rate-limited");
    run.says("QUERY_LIMIT_EXCEEDED").outputs("attempts", "4");
    gives_up(Portal::alive().always(Fault::html(429)), "rate-limited");
    let slow = Fault::error(429, "OPERATION_TIME_LIMIT", "Method is blocked due to operation time limit.");
    gives_up(Portal::alive().always(slow), "rate-limited").outputs("attempts", "2");
}

#[test]
fn a_portal_that_is_broken() {
    let answers = [
        Fault::html(500),
        Fault::html(502),
        Fault::html(503),
        Fault::empty(504),
        Fault::empty(200),
        Fault::status(200, "application/json", "{\"result\":[1"),
        Fault::error(500, "INTERNAL_SERVER_ERROR", "Internal server error"),
        Fault::error(500, "ERROR_UNEXPECTED_ANSWER", "Server returned an unexpected response"),
        Fault::error(500, "ERROR_CORE", "SQL query error!"),
    ];
    for answer in answers {
        gives_up(Portal::alive().always(answer), "server-error").outputs("attempts", "4");
    }
}

#[test]
fn without_the_portals_authority_there_is_no_trust() {
    let portal = Portal::alive().start();
    let run = Gate::bare().hook(&portal.hook()).secret(portal.secret()).run();
    run.ends(3, "unreachable", "tls").says("`ca-file`");
    assert_eq!(portal.requests().len(), 0);
}

#[test]
fn the_authority_may_come_from_the_usual_variable() {
    let portal = Portal::alive().start();
    let path = portal.ca_file().to_str().expect("a plain name");
    let gate = Gate::bare().hook(&portal.hook()).secret(portal.secret()).env("SSL_CERT_FILE", path);
    gate.run().ends(0, "passed", "ok");
}

#[test]
fn what_one_call_learnt_is_told_although_the_other_failed() {
    let portal = Portal::alive().on("batch", crate::portal::Times::Always, Fault::html(502)).start();
    let run = Gate::new(&portal).policy("required: [crm]").github().run();
    run.ends(3, "unreachable", "server-error").outputs("license", "en_std");
    assert_eq!((portal.asked("batch"), portal.asked("app.info")), (4, 1));
}
