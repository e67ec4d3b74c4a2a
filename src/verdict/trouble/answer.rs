//! Messages for answers that are no portal's.

use crate::portal::MAX_BODY;
use crate::portal::failure::{Body, Target};
use crate::reason::Reason;
use crate::text::{Ours, Text};

use super::PLAN;

pub(super) fn of_redirect(name: Ours, to: Option<&Target>) -> (Reason, Text, Text) {
    const COPY: &str =
        "if the new address is yours, copy the webhook's address from there into the CI secret";
    let (reason, to, advice) = match to {
        None => (Reason::PortalMoved, text!(" that names no host"), COPY),
        Some(Target::Host(host)) => (Reason::PortalMoved, text!(" to {}", Text::private(host)), COPY),
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
    (reason, text!("`{}` was answered with a redirect{}", name, to), advice.into())
}

pub(super) fn of_body(name: Ours, body: Body, status: u16) -> (Reason, Text, Text) {
    let content = match body {
        Body::Empty => Text::from("nothing"),
        Body::Page => Text::from("a web page"),
        Body::Garbled => Text::from("text that is not complete JSON"),
        Body::Alien => Text::from("JSON that is not a portal's"),
        Body::Crash => Text::from("the page of an error inside the portal"),
        Body::BotCheck => Text::from("a check for bots"),
        Body::Packed => Text::from("a compressed body that nobody asked for"),
        Body::TooLong => text!("more than {} KiB", MAX_BODY / 1024),
    };
    let what = text!("`{}` was answered with HTTP {} and {}", name, status, content);
    let host = "check the host in the hook; for an on-premise portal, that its proxy lets `/rest/` through";
    let (reason, advice) = match (status, body) {
        (429, _) => (Reason::RateLimited, "run again later"),
        (408, _) => (Reason::Timeout, "run again later"),
        (402, _) => (Reason::Plan, PLAN),
        (200..=299 | 403, Body::BotCheck) => (
            Reason::NotAPortal,
            "a protection in front of the portal suspects the runner's address: have it exempt that address or `/rest/`",
        ),
        (200..=299 | 500.., Body::Packed) => {
            (Reason::ServerError, "have the proxy in front of the portal heed `Accept-Encoding: identity`")
        }
        (403, _) => (
            Reason::NotAPortal,
            "a firewall or proxy before the portal may refuse this runner; check the host too",
        ),
        (400..=499, _) | (200..=299, Body::Page | Body::Alien | Body::TooLong) => (Reason::NotAPortal, host),
        _ => (Reason::ServerError, "run again later; if it stays, tell the portal's administrator"),
    };
    (reason, what, advice.into())
}
