//! Messages about failed calls.

use std::time::Duration;

use super::*;
use crate::portal::failure::Certificate;

/// Reason, message and advice on a failure of the batch.
fn trouble(failure: Failure) -> (&'static str, String, String) {
    let facts = Facts { failures: vec![(Call::Batch, failure)], ..Facts::default() };
    let verdict = judge(&label(), &Demands::default(), &facts);
    let finding = verdict.findings().next().unwrap();
    (finding.reason.id(), finding.what.reveal(), finding.advice.reveal())
}

#[test]
fn a_pause_that_was_too_long_is_reported() {
    let advice = |pause| {
        let no = refused(503, "QUERY_LIMIT_EXCEEDED", "");
        let facts = Facts { failures: vec![(Call::Batch, no)], cut_short: Some(pause), ..Facts::default() };
        let verdict = judge(&label(), &demands("[crm]"), &facts);
        verdict.findings().next().unwrap().advice.reveal()
    };
    for (seconds, shown) in [(1, "1s"), (120, "2m"), (86_400, "1day"), (u64::MAX, "1day")] {
        let end = format!("; the next try would have had to wait {shown}, longer than `timeout` leaves");
        assert!(advice(Duration::from_secs(seconds)).ends_with(&end), "{seconds}");
    }
    assert!(!advice(Duration::from_millis(900)).contains("the next try"));
}

#[test]
fn every_bad_certificate_has_its_own_words() {
    let table = [
        (Certificate::UnknownIssuer, "signed by an authority that is not trusted", "as `ca-file`; "),
        (Certificate::Expired, "has expired", "administrator renew it"),
        (Certificate::NotYetValid, "is not valid yet", "check the runner's clock"),
        (Certificate::WrongName, "is made for another name", "check the host in the hook"),
        (Certificate::Revoked, "is revoked", "administrator renew it"),
        (Certificate::Invalid, "is not acceptable", "administrator renew it"),
    ];
    for (bad, what, advice) in table {
        let found = trouble(Failure::Certificate(bad));
        assert!(found.0 == "tls" && found.1.contains(what) && found.2.contains(advice), "{found:?}");
    }
}

#[test]
fn what_is_no_portals_answer_is_reported_by_its_status_and_content() {
    let table = [
        (429, Body::Page, "rate-limited", "run again later"),
        (408, Body::Garbled, "timeout", "run again later"),
        (200, Body::Crash, "server-error", "if it stays, tell"),
        (200, Body::BotCheck, "not-a-portal", "suspects the runner's address"),
        (403, Body::BotCheck, "not-a-portal", "suspects the runner's address"),
        (503, Body::BotCheck, "server-error", "if it stays, tell"),
        (200, Body::Packed, "server-error", "heed `Accept-Encoding"),
        (402, Body::Page, "plan", "renew the portal's plan"),
        (403, Body::Page, "not-a-portal", "a firewall or proxy before the portal"),
        (404, Body::Page, "not-a-portal", "check the host in the hook"),
        (200, Body::Page, "not-a-portal", "check the host in the hook"),
        (200, Body::Alien, "not-a-portal", "check the host in the hook"),
        (200, Body::TooLong, "not-a-portal", "check the host in the hook"),
        (200, Body::Garbled, "server-error", "if it stays, tell"),
        (502, Body::Page, "server-error", "if it stays, tell"),
    ];
    for (status, body, reason, advice) in table {
        let found = trouble(Failure::Body(body, status));
        assert_eq!(found.0, reason, "{status} {body:?}");
        assert!(found.1.contains(&format!("HTTP {status}")) && found.2.contains(advice), "{found:?}");
    }
}
