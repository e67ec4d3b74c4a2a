//! Messages for answers that are no portal's.

use crate::host::Host;
use crate::portal::MAX_RESULT;
use crate::portal::failure::{Body, Status, Target};
use crate::reason::Reason;
use crate::text::Text;

use super::{PLAN, later};

pub(super) fn of_redirect(to: Option<&Target>, host: &Host) -> (Reason, Text, Text) {
    let copy = if host.is_cloud() {
        "if the new address is yours, copy the webhook's address from there into the CI secret; if not, look for a proxy on \
         the way that redirects"
    } else {
        "if the new address is yours, copy the webhook's address from there into the CI secret; if it is a login or a \
         filter, it must exempt `/rest/`"
    };
    let in_cloud = "look for a proxy on the way that redirects, or write to Bitrix24's support; the webhook itself may be \
                    good";
    let (reason, what, advice) = match to {
        None => (
            Reason::PortalMoved,
            Text::from("the portal redirects, but does not say where to"),
            "ask the administrator of the server in front of the portal why it redirects `/rest/`",
        ),
        Some(Target::Host(to)) => {
            (Reason::PortalMoved, text!("the portal redirects to {}: was it renamed?", Text::private(to)), copy)
        }
        Some(Target::Path) => (
            Reason::NotAPortal,
            "the server in front of the portal redirects `/rest/` to another path (a login page?)".into(),
            "ask the portal's administrator to exempt `/rest/` from it; the webhook itself may be good",
        ),
        Some(Target::Http) => (
            Reason::NotAPortal,
            "the server in front of the portal redirects `/rest/` to http: it does not know that it is behind TLS"
                .into(),
            "ask the portal's administrator to pass the https header through the proxy; the webhook itself may be good",
        ),
    };
    let advice = if reason == Reason::NotAPortal && host.is_cloud() { in_cloud } else { advice };
    (reason, what, advice.into())
}

pub(super) fn of_body(body: Body, status: &Status, host: &Host) -> (Reason, Text, Text) {
    let phrase = (!status.phrase.is_empty()).then(|| text!(" “{}”", status.phrase));
    let code = text!("HTTP {}{}", status.code, phrase);
    if is_unknown(body, status, host) {
        let what = text!("Bitrix24 knows no portal of this name, or it is switched off ({})", code);
        let advice = "check the host in the webhook's address; some networks get this page for a living portal, so try \
                      another runner, too";
        return (Reason::NotAPortal, what, advice.into());
    }
    let (reason, advice) = advice(body, status.code, host);
    (reason, text!("{} ({})", meaning(body, status.code), code), advice.into())
}

/// What came, in our own words.
fn meaning(body: Body, status: u16) -> Text {
    let what = match (status, body) {
        (_, Body::BotCheck) => "a bot check came instead of the portal's answer",
        (_, Body::Blocked) => "a firewall refused the request",
        (_, Body::Packed) => "the answer is compressed, though nobody asked for that",
        (_, Body::Crash) => "the portal answered with the message of an internal error",
        (_, Body::Mixed) => "there is something else around the portal's JSON",
        (_, Body::Source) => "the portal's web server sent the source of a PHP script instead of running it",
        (_, Body::Closed) => "a page says that the portal is closed for a while",
        (_, Body::Login) => "a page that asks for a login came instead of the portal's answer",
        (402, _) => "the portal's plan does not include REST",
        (408, _) => "the portal's web server waited too long for the request",
        (429, _) => "too many requests were sent to the portal from this address",
        (401, _) => "a server in front of the portal asks for a login",
        (_, Body::Empty) => "the answer is empty",
        (500.., Body::Page) => "a web page with an error came instead of the portal's answer",
        (_, Body::Page) => "a web page came instead of the portal's answer",
        (_, Body::Garbled) => "the answer is not complete JSON",
        (_, Body::Alien) => "the answer is JSON, but not from a portal",
        (_, Body::TooLong) => return text!("the answer is longer than {} KiB", MAX_RESULT / 1024),
    };
    what.into()
}

/// Whether the cloud says that it has no such portal: it answers for every name.
fn is_unknown(body: Body, status: &Status, host: &Host) -> bool {
    let says = |words| status.phrase.to_lowercase().contains(words);
    host.is_cloud() && (status.code == 404 && is_page(body) || status.code == 403 && says("missing domain"))
}

/// Whatever else is on it.
fn is_page(body: Body) -> bool {
    matches!(body, Body::Page | Body::Login | Body::Closed | Body::BotCheck | Body::Blocked)
}

fn advice(body: Body, status: u16, host: &Host) -> (Reason, &'static str) {
    let by_host = |cloud, other| (Reason::NotAPortal, if host.is_cloud() { cloud } else { other });
    match (status, body) {
        (408, _) => (Reason::Timeout, "run again later"),
        (402, _) => (Reason::Plan, PLAN),
        (_, Body::BotCheck | Body::Blocked) => by_host(
            "something in front of the portal blocks the runner's address: try another runner, or give Bitrix24's support that \
             address",
            "something in front of the portal blocks the runner's address: ask its administrator to exempt that address or `/rest/`",
        ),
        (429, _) => (Reason::RateLimited, "run again later"),
        (_, Body::Packed) => (
            Reason::ServerError,
            "set the proxy on the way to the portal to respect `Accept-Encoding: identity`",
        ),
        (_, Body::Crash | Body::Mixed | Body::Source | Body::Closed) => broken(body, host),
        (401, _) | (200..=299 | 403, Body::Login) => by_host(
            "look for a proxy on the way that asks for a login; the webhook itself may be good",
            "ask the portal's administrator to exempt `/rest/` from the login; the webhook itself may be good",
        ),
        // Apache from 2.4.64 on, behind an nginx that does not hand on the name (CVE-2025-23048).
        (421, _) => by_host(
            "check the host in the webhook's address, and whether a proxy on the way answers in the portal's place",
            "check the host in the webhook's address; a proxy in front must tell the portal's web server the name over TLS, too (nginx: \
             `proxy_ssl_server_name on`)",
        ),
        (403, _) => by_host(
            "a firewall or proxy on the way may refuse this runner; check the host too",
            "a firewall or proxy before the portal may refuse this runner; check the host too",
        ),
        (400..=499, _) | (200..=299, Body::Page | Body::Alien | Body::TooLong) => by_host(
            "check the host in the webhook's address, and whether a proxy on the way answers in the portal's place",
            "check the host in the webhook's address, and that the proxy in front of the portal lets `/rest/` through",
        ),
        _ => broken(body, host),
    }
}

fn broken(body: Body, host: &Host) -> (Reason, &'static str) {
    let advice = match body {
        Body::Mixed if !host.is_cloud() => {
            "ask the portal's administrator to find what prints into its answers"
        }
        Body::Source if !host.is_cloud() => {
            "ask the portal's administrator why the web server does not run PHP"
        }
        _ => later(host),
    };
    (Reason::ServerError, advice)
}
