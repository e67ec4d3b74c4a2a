//! What is asked again, and how often.

use crate::gate::Gate;
use crate::portal::{Behaviour, Fault, Portal, Times};

/// How often the batch is sent when this fault strikes once.
fn batches_after_one(fault: Fault) -> (usize, i32) {
    let portal = Portal::alive().on("batch", 1, fault).start();
    let run = Gate::new(&portal).run();
    assert_eq!(portal.asked("app.info"), 1, "only what failed is asked again: {run}");
    (portal.asked("batch"), run.code)
}

#[test]
fn what_may_pass_is_asked_again() {
    let faults = [
        Fault::busy(),
        Fault::error(401, "QUERY_LIMIT_EXCEEDED", "Rate limit exceeded."),
        Fault::error(200, "QUERY_LIMIT_EXCEEDED", "Too many requests"),
        Fault::error(429, "OPERATION_TIME_LIMIT", "Method is blocked due to operation time limit."),
        Fault::error(500, "INTERNAL_SERVER_ERROR", "Internal server error"),
        Fault::error(500, "ERROR_UNEXPECTED_ANSWER", "Server returned an unexpected response"),
        Fault::error(502, "Bad Gateway", ""),
        Fault::html(200),
        Fault::html(408),
        Fault::html(429),
        Fault::html(500),
        Fault::html(502),
        Fault::html(503),
        Fault::html(504),
        Fault::empty(200),
        Fault::empty(500),
        Fault::status(200, "application/json", "{\"result\":{\"result\":"),
        Fault::TruncatedBody,
        Fault::TruncatedHead,
        Fault::ResetAfterRequest,
        Fault::CloseAfterRequest,
    ];
    for fault in faults {
        let told = format!("{fault:?}");
        assert_eq!(batches_after_one(fault), (2, 0), "{told}");
    }
}

#[test]
fn what_will_not_change_is_not_asked_again() {
    let faults = [
        Fault::error(401, "INVALID_CREDENTIALS", "Invalid request credentials"),
        Fault::error(401, "OVERLOAD_LIMIT", "REST API is blocked due to overload."),
        Fault::error(503, "OVERLOAD_LIMIT", "REST API is blocked due to overload"),
        Fault::error(403, "PORTAL_DELETED", "Portal was deleted"),
        Fault::error(500, "PORTAL_DELETED", "Portal was deleted"),
        Fault::error(401, "ACCESS_DENIED", "REST is available only by subscription."),
        Fault::error(400, "NEW_CODE", "no"),
        Fault::error(200, "insufficient_scope", "no"),
        Fault::html(403),
        Fault::html(404),
        Fault::redirect(302, "https://newname.bitrix24.com/"),
    ];
    for fault in faults {
        let told = format!("{fault:?}");
        assert_eq!(batches_after_one(fault), (1, 1), "{told}");
    }
}

#[test]
fn connections_that_fail_before_tls_are_made_anew() {
    for fault in [Fault::ResetBeforeTls, Fault::CloseBeforeTls] {
        let portal = Portal::alive().first(1, fault).start();
        let run = Gate::new(&portal).github().run();
        run.ends(0, "passed", "ok");
        // The call that lost its connection tries again, or goes over the other's if that is free by then.
        assert!(portal.connections() >= 2, "{run}");
        assert_eq!(portal.requests().len(), 2, "{run}");
    }
}

#[test]
fn the_last_attempt_may_be_the_one() {
    let portal = Portal::alive().on("batch", 3, Fault::busy()).start();
    let run = Gate::new(&portal).github().run();
    run.ends(0, "passed", "ok").outputs("attempts", "4");
    assert_eq!((portal.asked("batch"), portal.asked("app.info")), (4, 1));
}

#[test]
fn both_calls_count_their_attempts_alone() {
    let portal = Portal::alive().on("app.info", 2, Fault::html(502)).on("batch", 1, Fault::busy()).start();
    let run = Gate::new(&portal).github().run();
    run.ends(0, "passed", "ok").outputs("attempts", "3");
    assert_eq!((portal.asked("batch"), portal.asked("app.info")), (2, 3));
}

#[test]
fn the_number_of_attempts_is_an_input() {
    for attempts in [1, 2, 10] {
        let portal = Portal::alive().on("batch", Times::Always, Fault::busy()).start();
        let run = Gate::new(&portal).input("max-attempts", &attempts.to_string()).run();
        run.ends(3, "unreachable", "rate-limited");
        assert_eq!(portal.asked("batch"), attempts);
    }
}

#[test]
fn an_operation_limit_or_a_page_gets_one_more_try() {
    for fault in [Fault::error(429, "OPERATION_TIME_LIMIT", "blocked"), Fault::html(200)] {
        let portal = Portal::alive().on("batch", Times::Always, fault).start();
        let run = Gate::new(&portal).run();
        assert_ne!(run.code, 0);
        assert_eq!(portal.asked("batch"), 2, "{run}");
    }
}

#[test]
fn inside_a_batch_only_the_command_that_failed_is_asked_again() {
    let limit = Behaviour::refuses(429, "OPERATION_TIME_LIMIT", "Method is blocked.");
    let portal = Portal::alive().command("method.get", limit).start();
    let run = Gate::new(&portal).policy("methods: [crm.deal.list]").run();
    assert_ne!(run.code, 0, "{run}");
    let asked = portal.requests().into_iter().filter(|seen| seen.called == "batch");
    let calls = asked.map(|seen| seen.commands.into_iter().map(|(_, call)| call).collect::<Vec<_>>());
    let calls = calls.collect::<Vec<_>>();
    assert_eq!(calls.len(), 2);
    assert!(calls[0].contains(&"profile".to_owned()) && calls[0].len() == 4);
    assert_eq!(calls[1], ["method.get?name=crm.deal.list"]);
}

#[test]
fn a_retry_after_of_nothing_does_not_cancel_the_pause() {
    for now in ["0", "Sun, 06 Nov 1994 08:49:37 GMT"] {
        let portal = Portal::alive().always(Fault::retry_after(503, now)).start();
        // By chance a pause of up to 30 s may fit into half a second, but hardly three of them do.
        let run = Gate::new(&portal).input("retry-delay", "24h").input("timeout", "500ms").run();
        assert!(run.code == 3 && portal.asked("batch") < 4, "{run}");
    }
}

#[test]
fn a_retry_after_that_says_nothing_is_ignored() {
    let portal = Portal::alive().on("batch", 1, Fault::retry_after(503, "soon")).start();
    Gate::new(&portal).run().ends(0, "passed", "ok");
    assert_eq!(portal.asked("batch"), 2);
}

#[test]
fn the_two_requests_leave_together() {
    let portal = Portal::alive().together(2).start();
    Gate::new(&portal).run().ends(0, "passed", "ok");
    assert_eq!(portal.connections(), 2);
}
