//! Messages for failed calls.

use std::time::Duration;

use crate::outcome::Outcome;
use crate::portal::facts::Call;
use crate::portal::failure::{Body, Certificate, Failure, Network, Refusal, Target};
use crate::portal::{Cause, MAX_BODY, cause};
use crate::reason::Reason;
use crate::text::{Ours, Text};

const PLAN: &str = "renew the portal's plan or Market subscription";

/// The reason, what happened, and what to do next.
pub(super) fn words(call: Call, failure: &Failure) -> (Reason, Text, Text) {
    let name = Ours(call.name());
    let (reason, what, advice) = match failure {
        Failure::Network(network) => (Reason::Network, of_network(*network), of_network_advice(*network)),
        Failure::Certificate(bad) => (Reason::Tls, of_certificate(*bad), of_certificate_advice(*bad)),
        Failure::HandshakeCut => {
            (Reason::Tls, "the TLS handshake was cut off", "run again; a proxy or firewall may be in the way")
        }
        Failure::TlsProtocol => (
            Reason::Tls,
            "the other side does not speak TLS 1.2 or 1.3 with us",
            "check the host and port in the hook, and the portal's TLS settings",
        ),
        Failure::Unanswered => {
            (Reason::ServerError, "the portal left the call out of its answer", "run again later")
        }
        Failure::Unclear => {
            (Reason::ServerError, "the portal's answer says two things about the call", "run again later")
        }
        Failure::Interrupted => (Reason::Interrupted, "the call was stopped by a signal", "run again"),
        Failure::Timeout(after) => {
            let what = text!("`{}` was not answered within {}", name, short(*after));
            let advice = "raise `request-timeout` and `timeout` if the portal is only slow";
            return (Reason::Timeout, what, advice.into());
        }
        Failure::NoTime => {
            let what = text!("the run's `timeout` was over before `{}` could be asked", name);
            return (Reason::Timeout, what, "raise `timeout`".into());
        }
        Failure::Redirected(to) => return of_redirect(name, to.as_ref()),
        Failure::Body(body, status) => return of_body(name, *body, *status),
        Failure::Refused(refusal) => return of_refusal(name, refusal),
    };
    (reason, text!("{} (`{}`)", Ours(what), name), advice.into())
}

/// In whole milliseconds, with units.
pub(super) fn short(duration: Duration) -> Text {
    let millis = u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
    text!("{}", humantime::format_duration(Duration::from_millis(millis)))
}

fn of_network(network: Network) -> &'static str {
    match network {
        Network::Unresolved => "the portal's name has no address",
        Network::Refused => "the connection was refused",
        Network::Cut => "the connection was cut",
        Network::ProxyPassword => "the proxy asks for a user and password",
        Network::ProxyRefused => "the proxy does not let the connection through",
        Network::Unreachable => "the portal could not be reached",
        Network::NotHttp => "what came back was not HTTP",
        Network::LongHead => "the answer has more than 16 KiB of headers",
    }
}

fn of_network_advice(network: Network) -> &'static str {
    match network {
        Network::Unresolved => "check the host in the hook for typing mistakes, and the runner's DNS",
        Network::Refused | Network::Unreachable | Network::NotHttp | Network::LongHead => {
            "check the host and port in the hook, and the runner's network"
        }
        Network::Cut => "run again; a proxy or firewall may be in the way",
        Network::ProxyPassword | Network::ProxyRefused => "check HTTPS_PROXY and NO_PROXY",
    }
}

fn of_certificate(bad: Certificate) -> &'static str {
    match bad {
        Certificate::UnknownIssuer => {
            "the portal's certificate is signed by an authority that is not trusted"
        }
        Certificate::Expired => "the portal's certificate has expired",
        Certificate::NotYetValid => "the portal's certificate is not valid yet",
        Certificate::WrongName => "the portal's certificate is made for another name",
        Certificate::Revoked => "the portal's certificate is revoked",
        Certificate::Invalid => "the portal's certificate is not acceptable",
    }
}

fn of_certificate_advice(bad: Certificate) -> &'static str {
    match bad {
        Certificate::UnknownIssuer => {
            "for an on-premise portal give its authority's certificate as `ca-file`; \
             otherwise somebody may be listening in"
        }
        Certificate::Expired | Certificate::Revoked | Certificate::Invalid => {
            "have the portal's administrator renew it"
        }
        Certificate::NotYetValid => "check the runner's clock, then the certificate",
        Certificate::WrongName => "check the host in the hook",
    }
}

fn of_redirect(name: Ours, to: Option<&Target>) -> (Reason, Text, Text) {
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

fn of_body(name: Ours, body: Body, status: u16) -> (Reason, Text, Text) {
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

fn of_refusal(name: Ours, refusal: &Refusal) -> (Reason, Text, Text) {
    let (reason, advice) = of_cause(cause(refusal).0);
    let code =
        if refusal.code.is_empty() { Text::from("an empty error code") } else { Text::theirs(&refusal.code) };
    let words = (!refusal.text.is_empty()).then(|| text!(": “{}”", refusal.text));
    let verb = if reason.outcome() == Outcome::Failed { "refused" } else { "answered" };
    let what = text!("`{}` was {} with {}{} (HTTP {})", name, Ours(verb), code, words, refusal.status);
    (reason, what, advice.into())
}

/// The reason and the advice for a refusal.
fn of_cause(cause: Cause) -> (Reason, &'static str) {
    const SUPPORT: &str = "write to Bitrix24's support";
    const LATER: &str = "run again later; if it stays, tell the portal's administrator";
    let refused = |advice| (Reason::HookRefused, advice);
    match cause {
        // Only here is a new webhook the cure.
        Cause::Credentials => refused(
            "copy the address again from the webhook's settings; if it is refused again, create a new \
             webhook and update the CI secret",
        ),
        Cause::Owner => refused(
            "the hook's owner is dismissed or blocked: reactivate the user, or create the webhook under another one",
        ),
        Cause::Guest => {
            refused("the hook's owner is a guest of the portal: create the webhook under an employee")
        }
        Cause::PlainHttp => refused(
            "the portal believes that it was asked over http: its administrator must pass the https header \
             through the proxy",
        ),
        Cause::Overload => refused(SUPPORT),
        Cause::Session => refused(
            "the portal saw another user's session: a proxy on the way seems to add cookies, and must not",
        ),
        Cause::Quota => {
            refused("free space on the portal, or extend its disk quota; the webhook may stay as it is")
        }
        Cause::Authorisation => refused(
            "the portal cannot log in the webhook's owner; its administrator or Bitrix24's support can tell why",
        ),
        Cause::Right => refused(
            "the webhook's owner lacks a right, or the call wants an application; the portal's administrator \
             can tell which",
        ),
        Cause::Application => refused(
            "this is an answer to an application, not to a webhook: check that the secret holds an \
             inbound webhook's address",
        ),
        Cause::ApplicationsOnly => refused("this method is for applications only"),
        Cause::Scope => refused("tick the permission in the webhook's settings"),
        Cause::Confirmation => refused("an administrator must confirm the call"),
        Cause::Denial => refused("an administrator denied the call"),
        Cause::Address => refused(
            "the portal does not know this address: check the path before `/rest/`, or install the REST module",
        ),
        Cause::Plan => (Reason::Plan, PLAN),
        Cause::Licence => (
            Reason::Plan,
            "on-premise, renew the portal's licence; in the cloud, check its payment or write to Bitrix24's support",
        ),
        Cause::LicenceBlocked => (Reason::Plan, SUPPORT),
        Cause::Deleted => {
            (Reason::PortalClosed, "open the portal again, or point the secret to the right one")
        }
        Cause::RateLimit => {
            (Reason::RateLimited, "run again later; other programs behind this address use the same budget")
        }
        Cause::TimeLimit => (Reason::RateLimited, "wait ten minutes, then run again"),
        Cause::Broken => (Reason::ServerError, LATER),
        Cause::Slow => (Reason::Timeout, LATER),
        Cause::Unknown => refused(
            "b24-ping does not know this code: the portal's administrator or Bitrix24's support can tell what it means",
        ),
    }
}
