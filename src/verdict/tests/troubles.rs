//! Messages about failed calls.

use std::time::Duration;

use super::*;
use crate::portal::failure::{Certificate, Network, Proxy, ProxyFault, Status, Target, Tls};

/// Reason, message and advice on a failure of the batch, of an on-premise portal.
fn trouble(failure: Failure) -> (&'static str, String, String) {
    trouble_of("b24.acme.example", failure)
}

fn trouble_of(host: &str, failure: Failure) -> (&'static str, String, String) {
    let facts = Facts { failures: vec![(Call::Batch, failure)], ..Facts::default() };
    let label = Label { host: Host::parse(host).unwrap(), ..label() };
    let verdict = judge(&label, &Demands::default(), &facts);
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
        let end = format!("; the next attempt was due in {shown}, after the end of `timeout`");
        assert!(advice(Duration::from_secs(seconds)).ends_with(&end), "{seconds}");
    }
    assert!(!advice(Duration::from_millis(900)).contains("the next try"));
}

#[test]
fn every_bad_certificate_has_its_own_words() {
    let names = ["a.example", "b.example"].map(str::to_owned).to_vec();
    let table = [
        (Certificate::UnknownIssuer, "signed by an authority that is not trusted", "as `ca-file`; "),
        (Certificate::Replaced, "another key than the one that is trusted", "give the new one as `ca-file`"),
        (Certificate::NotForServers, "is not issued for servers", "serverAuth"),
        (Certificate::Alone, "came without its issuer's certificate", "fullchain.pem"),
        (Certificate::SelfSigned, "is self-signed", "give it as `ca-file`"),
        (Certificate::Expired(None), "certificate has expired", "administrator to renew it"),
        (Certificate::Expired(Some(1_577_836_799)), "has expired on 2019-12-31", "administrator to renew it"),
        (Certificate::NotYetValid(None), "is not valid yet", "check the runner's clock"),
        (Certificate::NotYetValid(Some(0)), "is not valid yet, only from 1970-01-01", "the runner's clock"),
        (
            Certificate::WrongName(vec![]),
            "is issued for another name",
            "check the host in the webhook's address",
        ),
        (Certificate::WrongName(names), "is issued for another name: a.example, b.example", "check the host"),
        (Certificate::Nameless, "no subjectAltName", "with the host as subjectAltName"),
        (Certificate::OldVersion, "X.509 v1", "in X.509 v3"),
        (Certificate::ShortKey, "a key that is too short", "2048 bits"),
        (Certificate::OldSignature, "such as SHA-1", "signed with SHA-256"),
        (Certificate::Wanted, "asks for a client certificate", "exempt `/rest/`"),
        (Certificate::Revoked, "is revoked", "administrator to renew it"),
        (Certificate::Invalid, "certificate is not valid", "administrator to renew it"),
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
        (401, Body::Crash, "server-error", "if it stays, tell"),
        (200, Body::Mixed, "server-error", "what prints into its answers"),
        (401, Body::Mixed, "server-error", "what prints into its answers"),
        (200, Body::Source, "server-error", "does not run PHP"),
        (200, Body::Login, "not-a-portal", "from the login"),
        (403, Body::Login, "not-a-portal", "from the login"),
        (404, Body::Login, "not-a-portal", "check the host in the webhook's address"),
        (503, Body::Login, "server-error", "if it stays, tell"),
        (401, Body::Page, "not-a-portal", "from the login"),
        (401, Body::Empty, "not-a-portal", "from the login"),
        (200, Body::Closed, "server-error", "if it stays, tell"),
        (200, Body::BotCheck, "not-a-portal", "blocks the runner's address"),
        (403, Body::BotCheck, "not-a-portal", "blocks the runner's address"),
        (200, Body::Blocked, "not-a-portal", "blocks the runner's address"),
        (403, Body::Closed, "server-error", "if it stays, tell"),
        (503, Body::BotCheck, "not-a-portal", "blocks the runner's address"),
        (429, Body::BotCheck, "not-a-portal", "blocks the runner's address"),
        (200, Body::Packed, "server-error", "respect `Accept-Encoding"),
        (401, Body::Packed, "server-error", "respect `Accept-Encoding"),
        (402, Body::Page, "plan", "renew the portal's plan"),
        (421, Body::Page, "not-a-portal", "proxy_ssl_server_name"),
        (403, Body::Page, "not-a-portal", "a firewall or proxy before the portal"),
        (404, Body::Page, "not-a-portal", "check the host in the webhook's address"),
        (200, Body::Page, "not-a-portal", "check the host in the webhook's address"),
        (200, Body::Alien, "not-a-portal", "check the host in the webhook's address"),
        (200, Body::TooLong, "not-a-portal", "check the host in the webhook's address"),
        (200, Body::Garbled, "server-error", "if it stays, tell"),
        (502, Body::Page, "server-error", "if it stays, tell"),
    ];
    for (status, body, reason, advice) in table {
        let found = trouble(Failure::Body(body, status.into()));
        assert_eq!(found.0, reason, "{status} {body:?}");
        assert!(found.1.contains(&format!("HTTP {status}")) && found.2.contains(advice), "{found:?}");
    }
}

/// Its customers have no web server, no proxy and no licence that they could mend.
#[test]
fn advice_on_premise_is_not_given_for_bitrix24s_own_hosts() {
    let code = |status, code: &str| refused(status, code, "");
    let failures = [
        Failure::Body(Body::Page, 200.into()),
        Failure::Body(Body::Page, 403.into()),
        Failure::Body(Body::Page, 405.into()),
        Failure::Body(Body::Page, 502.into()),
        Failure::Body(Body::BotCheck, 403.into()),
        Failure::Body(Body::Packed, 200.into()),
        Failure::Body(Body::Crash, 200.into()),
        Failure::Body(Body::Mixed, 200.into()),
        Failure::Body(Body::Source, 200.into()),
        Failure::Body(Body::Login, 200.into()),
        Failure::Body(Body::Closed, 200.into()),
        Failure::Body(Body::Page, 401.into()),
        Failure::Body(Body::Page, 421.into()),
        Failure::Certificate(Certificate::UnknownIssuer),
        Failure::Certificate(Certificate::Alone),
        Failure::Tls(Tls::Version),
        Failure::Redirected(Some(Target::Path)),
        Failure::Redirected(Some(Target::Http)),
        code(401, "INVALID_REQUEST"),
        code(401, "NO_AUTH_FOUND"),
        code(401, "verification_needed"),
        code(404, "ERROR_METHOD_NOT_FOUND"),
        code(400, "ERROR_CORE"),
        code(500, "INTERNAL_SERVER_ERROR"),
        code(408, "X"),
    ];
    let words = [
        "on-premise",
        "its administrator",
        "portal's administrator",
        "exempt",
        "install",
        "licence",
        "before `/rest/`",
    ];
    let says = |advice: &str| words.iter().any(|words| advice.contains(words));
    for failure in failures {
        let (cloud, other) = (trouble_of("acme.bitrix24.com", failure.clone()), trouble(failure));
        assert_eq!((cloud.0, &cloud.1), (other.0, &other.1));
        assert!(!says(&cloud.2), "{cloud:?}");
    }
}

#[test]
fn the_clouds_page_for_an_unknown_name_is_no_on_premise_trouble() {
    let missing = Status { code: 403, phrase: "Access Denied by Missing Domain Name".to_owned() };
    for failure in [
        Failure::Body(Body::Page, 404.into()),
        Failure::Body(Body::Page, missing.clone()),
        Failure::Body(Body::Empty, missing.clone()),
    ] {
        let (reason, what, advice) = trouble_of("acme.bitrix24.com", failure.clone());
        assert!(what.contains("Bitrix24 knows no portal of this name, or it is switched off"), "{what}");
        assert!(advice.contains("some networks get this page for a living portal"), "{advice}");
        assert_eq!(reason, "not-a-portal");
        assert!(!trouble(failure).1.contains("knows no portal"));
    }
}

#[test]
fn a_reason_phrase_that_says_more_than_the_code_is_shown() {
    let closed = Status { code: 503, phrase: "Backup until 5".to_owned() };
    let what = trouble(Failure::Body(Body::Page, closed)).1;
    assert_eq!(
        what,
        "a web page with an error came instead of the portal's answer (HTTP 503 “Backup until 5”)"
    );
}

#[test]
fn addresses_that_nothing_answered_at_are_told_up_to_three() {
    let what = |addresses: &[&str]| {
        let addresses = addresses.iter().map(|address| address.parse().unwrap()).collect();
        trouble(Failure::Network(Network::NoConnection(addresses, Duration::from_secs(5)))).1
    };
    let end = "in 5 s";
    assert_eq!(what(&["203.0.113.7"]), format!("no connection to 203.0.113.7 {end}"));
    assert_eq!(
        what(&["::1", "10.0.0.1", "10.0.0.2"]),
        format!("no connection to [::1], 10.0.0.1, 10.0.0.2 {end}")
    );
    assert_eq!(
        what(&["10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4"]),
        format!("no connection to 10.0.0.1, 10.0.0.2, 10.0.0.3 and 1 more {end}")
    );
}

/// That of one attempt, or what is left of the run's.
#[test]
fn times_are_told_as_people_say_them() {
    for (millis, told) in
        [(5000, "5 s"), (2995, "3 s"), (2910, "3 s"), (2500, "2.5 s"), (2401, "2.5 s"), (400, "0.4 s")]
    {
        let after = Duration::from_millis(millis);
        let silent = Network::NoHandshake(vec!["203.0.113.7".parse().unwrap()], after);
        let (reason, what, _) = trouble(Failure::Network(silent));
        let expected =
            format!("203.0.113.7 accepted the connection, but did not answer the TLS handshake in {told}");
        assert!(reason == "timeout" && what.starts_with(&expected), "{what}");
    }
    assert_eq!(trouble(Failure::Timeout(Duration::from_millis(9995))).1, "no answer in 10 s");
    assert_eq!(trouble(Failure::Timeout(Duration::from_millis(250))).1, "no answer in 0.3 s");
}

#[test]
fn a_timeout_says_how_long_and_how_often_was_waited() {
    let what = |attempts, after, elapsed| {
        let [after, elapsed] = [after, elapsed].map(Duration::from_millis);
        let failures = vec![(Call::Batch, Failure::Timeout(after)), (Call::AppInfo, Failure::Timeout(after))];
        let attempt_limit = Duration::from_secs(3);
        let facts = Facts { failures, attempts, attempt_limit, elapsed, ..Facts::default() };
        let verdict = judge(&label(), &Demands::default(), &facts);
        let found = verdict.findings().map(|finding| finding.what.reveal()).collect::<Vec<_>>();
        assert_eq!(found.len(), 1, "{found:?}");
        found[0].clone()
    };
    assert_eq!(what(4, 3000, 14_820), "no answer in 15 s (4 attempts of up to 3 s each)");
    assert_eq!(what(2, 3000, 7_120), "no answer in 7.2 s (2 attempts of up to 3 s each)");
    // The end of `timeout` cut the last one short.
    assert_eq!(what(4, 497, 9_400), "no answer in 9.4 s (4 attempts of up to 3 s each)");
    assert_eq!(what(1, 3000, 3_001), "no answer in 3 s");
}

/// The meaning, then the code; the portal's own sentence comes later, and is no part of what we say.
#[test]
fn every_refusal_says_what_it_means_before_its_code() {
    let table = [
        (401, "INVALID_CREDENTIALS", "the portal no longer accepts this webhook: deleted or regenerated"),
        (401, "invalid_credentials", "the portal no longer accepts this webhook: deleted or regenerated"),
        (401, "NO_AUTH_FOUND", "the portal found no valid webhook in the address"),
        (401, "authorization_error", "the webhook's owner is dismissed or blocked"),
        (403, "allowed_only_intranet_user", "the webhook's owner is only a guest of the portal"),
        (403, "INVALID_REQUEST", "the portal believes that it was asked over http"),
        (503, "OVERLOAD_LIMIT", "Bitrix24 blocked this webhook, since it caused too much load"),
        (401, "ERROR_OAUTH", "the portal could not log in the webhook's owner"),
        (403, "ACCESS_DENIED", "the portal denied access"),
        (401, "ACCESS_DENIED", "the portal's plan does not include REST"),
        (402, "PAYMENT_REQUIRED", "the portal's plan does not include REST"),
        (401, "expired_token", "the portal took the webhook for an application"),
        (403, "insufficient_scope", "the webhook lacks the scope for this call"),
        (404, "ERROR_METHOD_NOT_FOUND", "the portal does not know this address"),
        (401, "verification_needed", "the portal's licence has expired or is not verified"),
        (403, "PORTAL_DELETED", "the portal is deleted or closed"),
        (503, "QUERY_LIMIT_EXCEEDED", "the portal's request budget is used up"),
        (429, "OPERATION_TIME_LIMIT", "the portal's time budget for this call is used up"),
        (500, "INTERNAL_SERVER_ERROR", "the portal failed with an internal error"),
    ];
    for (status, code, meaning) in table {
        let (_, what, advice) = trouble(refused(status, code, "Words of the portal"));
        assert_eq!(what, format!("{meaning} ({code})"));
        assert!(
            advice.ends_with(&format!("; the portal says “Words of the portal” (HTTP {status})")),
            "{advice}"
        );
        assert!(!trouble(refused(status, code, "")).2.contains("the portal says"));
    }
    let what = |status, code: &str| trouble(refused(status, code, "")).1;
    assert_eq!(
        what(403, "NEW_CODE"),
        "the portal refused the webhook for an unknown reason (NEW_CODE, HTTP 403)"
    );
    assert_eq!(what(500, ""), "the portal failed with an internal error (no code, HTTP 500)");
    let words = "the portal refused the webhook for an unknown reason (“all is well) go on”, HTTP 403)";
    assert_eq!(what(403, "all is well) go on"), words);
}

#[test]
fn a_call_beside_the_batch_is_named() {
    let facts = Facts { failures: vec![(Call::Profile, refused(200, "ERROR_CORE", ""))], ..Facts::default() };
    let verdict = judge(&label(), &Demands::default(), &facts);
    let what = verdict.findings().next().unwrap().what.reveal();
    assert_eq!(what, "the portal failed with an internal error (`profile`: ERROR_CORE)");
}

#[test]
fn where_there_is_no_route_the_addresses_are_told() {
    let (reason, what, _) = trouble(Failure::Network(Network::NoRoute(vec!["203.0.113.7".parse().unwrap()])));
    assert_eq!((reason, what.as_str()), ("network", "the network has no route to 203.0.113.7"));
}

/// What to do about a proxy that did this.
fn help(fault: ProxyFault, has_user: bool, is_tls: bool) -> String {
    let proxy = Proxy { host: "proxy.acme.example:3128".to_owned(), variable: "ALL_PROXY", has_user, is_tls };
    let (reason, what, advice) = trouble(Failure::Proxy(proxy, fault));
    assert_eq!(reason, "network");
    assert!(what.starts_with("the proxy proxy.acme.example:3128 (ALL_PROXY) "), "{what}");
    advice
}

#[test]
fn who_has_given_a_password_is_not_told_to_give_one() {
    assert!(help(ProxyFault::Password, false, false).starts_with("write them into ALL_PROXY"));
    assert_eq!(help(ProxyFault::Password, true, false), "correct the user and password in ALL_PROXY");
    for fault in [ProxyFault::Denied, ProxyFault::Lost, ProxyFault::Silent(Duration::from_secs(10))] {
        let (with, without) = (help(fault, true, false), help(fault, false, false));
        assert!(
            with.contains("; check the user and password in ALL_PROXY, too") && !without.contains("password")
        );
        assert!(
            with.starts_with("ask the proxy's operator to allow")
                && without.starts_with("ask the proxy's operator to allow")
        );
    }
}

#[test]
fn a_proxy_over_tls_may_be_one_that_speaks_none() {
    let silent = ProxyFault::NoConnection(Duration::from_secs(5));
    let http = "try `http://` in ALL_PROXY unless it is asked over TLS; check that the proxy runs";
    assert!(help(silent, false, true).starts_with(http));
    assert!(help(silent, false, false).starts_with("check that the proxy runs"));
    assert!(help(ProxyFault::Tls, false, true).contains("write `http://` in ALL_PROXY instead"));
}
