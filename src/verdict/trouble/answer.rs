//! Messages for answers that are no portal's.

use crate::host::Host;
use crate::portal::MAX_RESULT;
use crate::portal::failure::{Body, Status, Target};
use crate::reason::Reason;
use crate::text::{Ours, Text};

use super::{PLAN, later};

pub(super) fn of_redirect(name: Ours, to: Option<&Target>, host: &Host) -> (Reason, Text, Text) {
    let copy = "if the new address is yours, copy the webhook's address from there into the CI secret; if it is a login or \
                a filter, have it exempt `/rest/`";
    let in_cloud = "look for a proxy on the way that does it, or write to Bitrix24's support; the webhook itself may be \
                    good";
    let (reason, to, advice) = match to {
        None => (Reason::PortalMoved, text!(" that names no host"), copy),
        Some(Target::Host(to)) => (Reason::PortalMoved, text!(" to {}", Text::private(to)), copy),
        Some(Target::Path) => (
            Reason::NotAPortal,
            text!(": the web server in front sends `/rest/` to another path (a login page?)"),
            "have the portal's administrator exempt `/rest/` from it; the webhook itself may be good",
        ),
        Some(Target::Http) => (
            Reason::NotAPortal,
            text!(": the web server in front sends `/rest/` to http: it does not know that it is behind TLS"),
            "have the portal's administrator pass the https header through the proxy; the webhook itself may be good",
        ),
    };
    let advice = if reason == Reason::NotAPortal && host.is_cloud() { in_cloud } else { advice };
    (reason, text!("`{}` was answered with a redirect{}", name, to), advice.into())
}

pub(super) fn of_body(name: Ours, body: Body, status: &Status, host: &Host) -> (Reason, Text, Text) {
    let content = match body {
        Body::Empty => Text::from("nothing"),
        Body::Page => Text::from("a web page"),
        Body::Garbled => Text::from("text that is not complete JSON"),
        Body::Alien => Text::from("JSON that is not a portal's"),
        Body::Crash => Text::from("the message of an error inside the portal"),
        Body::Mixed => Text::from("something else around the portal's JSON"),
        Body::Source => Text::from("the source of a PHP script, which was not run"),
        Body::Login => Text::from("a page that asks for a login"),
        Body::Closed => Text::from("a page that says that the site is closed for a while"),
        Body::BotCheck => Text::from("a check for bots"),
        Body::Packed => Text::from("a compressed body that nobody asked for"),
        Body::TooLong => text!("more than {} KiB", MAX_RESULT / 1024),
    };
    let phrase = (!status.phrase.is_empty()).then(|| text!(" “{}”", status.phrase));
    let what = text!("`{}` was answered with HTTP {}{} and {}", name, status.code, phrase, content);
    if is_unknown(body, status, host) {
        let what = text!("{}: Bitrix24 knows no portal of this name, or it is switched off", what);
        let advice = "check the host in the hook; some networks get this page for a living portal, so try another runner, \
                      too";
        return (Reason::NotAPortal, what, advice.into());
    }
    let (reason, advice) = advice(body, status.code, host);
    (reason, what, advice.into())
}

/// Whether the cloud says that it has no such portal: it answers for every name.
fn is_unknown(body: Body, status: &Status, host: &Host) -> bool {
    let says = |words| status.phrase.to_lowercase().contains(words);
    host.is_cloud() && (status.code == 404 && is_page(body) || status.code == 403 && says("missing domain"))
}

/// Whatever else is on it.
fn is_page(body: Body) -> bool {
    matches!(body, Body::Page | Body::Login | Body::Closed | Body::BotCheck)
}

fn advice(body: Body, status: u16, host: &Host) -> (Reason, &'static str) {
    let by_host = |cloud, other| (Reason::NotAPortal, if host.is_cloud() { cloud } else { other });
    match (status, body) {
        (408, _) => (Reason::Timeout, "run again later"),
        (402, _) => (Reason::Plan, PLAN),
        (_, Body::BotCheck) => by_host(
            "a protection in front of the portal suspects the runner's address: try another runner, or give Bitrix24's \
             support that address",
            "a protection in front of the portal suspects the runner's address: have it exempt that address or `/rest/`",
        ),
        (429, _) => (Reason::RateLimited, "run again later"),
        (_, Body::Packed) => {
            (Reason::ServerError, "have the proxy on the way to the portal heed `Accept-Encoding: identity`")
        }
        (_, Body::Crash | Body::Mixed | Body::Source) => broken(body, host),
        (401, _) | (200..=299 | 403, Body::Login) => by_host(
            "look for a proxy on the way that wants a login; the webhook itself may be good",
            "have the portal's administrator exempt `/rest/` from the login; the webhook itself may be good",
        ),
        // Apache from 2.4.64 on, behind an nginx that does not hand on the name (CVE-2025-23048).
        (421, _) => by_host(
            "check the host in the hook, and whether a proxy on the way answers in the portal's place",
            "check the host in the hook; a proxy in front must tell the portal's web server the name over TLS, too (nginx: \
             `proxy_ssl_server_name on`)",
        ),
        (403, _) => by_host(
            "a firewall or proxy on the way may refuse this runner; check the host too",
            "a firewall or proxy before the portal may refuse this runner; check the host too",
        ),
        (400..=499, _) | (200..=299, Body::Page | Body::Alien | Body::TooLong) => by_host(
            "check the host in the hook, and whether a proxy on the way answers in the portal's place",
            "check the host in the hook; for an on-premise portal, that its proxy lets `/rest/` through",
        ),
        _ => broken(body, host),
    }
}

fn broken(body: Body, host: &Host) -> (Reason, &'static str) {
    let advice = match body {
        Body::Mixed if !host.is_cloud() => {
            "have the portal's administrator find what prints into its answers"
        }
        Body::Source if !host.is_cloud() => {
            "have the portal's administrator look why its web server does not run PHP"
        }
        _ => later(host),
    };
    (Reason::ServerError, advice)
}
