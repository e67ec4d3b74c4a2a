//! No usable answer after every attempt.

use crate::gate::Gate;
use crate::portal::{Cert, Fault, Portal, Script};
use crate::run::Run;

fn gives_up(script: Script, reason: &str) -> Run {
    let portal = script.start();
    let run = Gate::new(&portal).policy("- crm").github().run();
    run.ends(3, "unreachable", reason)
        .says("UNREACHABLE: ")
        .annotation("::error ", &format!("title=b24-ping%3A {reason}::"))
        .summary_says("⚠️ b24-ping unreachable")
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
fn a_connection_that_breaks_every_time() {
    for fault in [Fault::ResetAfterRequest, Fault::CloseAfterRequest, Fault::TruncatedHead] {
        gives_up(Portal::alive().always(fault), "network");
    }
    gives_up(Portal::alive().always(Fault::Raw(b"SSH-2.0-OpenSSH_9.9\r\n".to_vec())), "network");
}

#[test]
fn an_answer_that_is_cut_short_every_time() {
    let run = gives_up(Portal::alive().always(Fault::TruncatedBody), "server-error");
    run.says("text that is no whole JSON").outputs("attempts", "4");
}

#[test]
fn nobody_listens() {
    // Port 1 is nobody's on loopback.
    let hook = "https://localhost:1/rest/17/k3v9x0q2m7t4b1za/";
    let run = Gate::bare().hook(hook).secret("k3v9x0q2m7t4b1za").github().run();
    run.ends(3, "unreachable", "network").says("the connection was refused").outputs("attempts", "4");
}

#[test]
fn a_proxy_that_is_not_there_unless_the_portal_needs_none() {
    let lonely = Portal::alive().unasked().start();
    let gate = Gate::new(&lonely).env("HTTPS_PROXY", "http://localhost:1").input("max-attempts", "1");
    gate.run().ends(3, "unreachable", "network");

    let portal = Portal::alive().start();
    let gate = Gate::new(&portal).env("HTTPS_PROXY", "http://localhost:1").env("NO_PROXY", "localhost");
    gate.run().ends(0, "passed", "ok");
}

#[test]
fn a_certificate_that_cannot_be_trusted_is_final() {
    let shown = [
        (Cert::UnknownCa, "signed by an authority that is not trusted"),
        (Cert::Expired, "the portal's certificate has expired"),
        (Cert::WrongHost, "the portal's certificate is made for another name"),
    ];
    for (certificate, told) in shown {
        let portal = Portal::alive().certificate(certificate).start();
        let run = Gate::new(&portal).github().run();
        run.ends(3, "unreachable", "tls").says(told).outputs("attempts", "1");
        assert_eq!((portal.requests().len(), portal.connections()), (0, 2), "{certificate:?}");
    }
    let portal = Portal::alive().certificate(Cert::SelfSigned).start();
    Gate::new(&portal).run().ends(3, "unreachable", "tls");
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
fn a_handshake_that_is_cut_every_time() {
    gives_up(Portal::alive().always(Fault::CloseBeforeTls), "tls").says("handshake").outputs("attempts", "4");
    gives_up(Portal::alive().always(Fault::PlainHttp), "tls").says("does not speak TLS");
}

#[test]
fn silence_ends_with_the_run() {
    let portal = Portal::alive().always(Fault::NoAnswer).start();
    let run = Gate::new(&portal).input("timeout", "800ms").github().run();
    run.ends(3, "unreachable", "timeout").says("was not answered within").outputs("attempts", "1");
    assert_eq!(portal.requests().len(), 2);
}

#[test]
fn a_handshake_that_never_comes_ends_with_the_run() {
    let portal = Portal::alive().always(Fault::StallTls).start();
    let run = Gate::new(&portal).input("timeout", "800ms").run();
    run.ends(3, "unreachable", "timeout");
    assert_eq!(portal.requests().len(), 0);
}

#[test]
fn each_attempt_has_its_own_time() {
    let portal = Portal::alive().always(Fault::NoAnswer).start();
    let gate = Gate::new(&portal).input("request-timeout", "400ms").input("max-attempts", "2");
    gate.github().run().ends(3, "unreachable", "timeout").outputs("attempts", "2");
    assert_eq!((portal.asked("batch"), portal.asked("app.info")), (2, 2));
}

#[test]
fn a_pause_beyond_the_end_of_the_run_is_not_begun() {
    for later in ["3600", "Fri, 31 Dec 2100 23:59:59 GMT", "99999999999999999999999"] {
        let portal = Portal::alive().always(Fault::retry_after(503, later)).start();
        let run = Gate::new(&portal).github().run();
        run.ends(3, "unreachable", "server-error").outputs("attempts", "1");
        assert_eq!(portal.requests().len(), 2, "{later}");
    }
}

#[test]
fn what_one_call_learnt_is_told_although_the_other_failed() {
    let portal = Portal::alive().on("batch", crate::portal::Times::Always, Fault::html(502)).start();
    let run = Gate::new(&portal).policy("required: [crm]").github().run();
    run.ends(3, "unreachable", "server-error").outputs("license", "en_std");
    assert_eq!((portal.asked("batch"), portal.asked("app.info")), (4, 1));
}
