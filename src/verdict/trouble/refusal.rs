//! Messages for a portal's errors.

use crate::host::Host;
use crate::outcome::Outcome;
use crate::portal::failure::Refusal;
use crate::portal::{Cause, cause};
use crate::reason::Reason;
use crate::text::{Ours, Text};

use super::{PLAN, later};

pub(super) fn words(name: Ours, refusal: &Refusal, host: &Host) -> (Reason, Text, Text) {
    let (reason, advice) = of_cause(cause(refusal).0, host);
    let code =
        if refusal.code.is_empty() { Text::from("an empty error code") } else { Text::theirs(&refusal.code) };
    let words = (!refusal.text.is_empty()).then(|| text!(": “{}”", refusal.text));
    let verb = if reason.outcome() == Outcome::Failed { "refused" } else { "answered" };
    let place = refusal.status.map_or_else(|| "in a batch".into(), |status| text!("HTTP {}", status));
    let what = text!("`{}` was {} with {}{} ({})", name, Ours(verb), code, words, place);
    (reason, what, advice.into())
}

/// The reason and the advice for a refusal.
fn of_cause(cause: Cause, host: &Host) -> (Reason, &'static str) {
    const SUPPORT: &str = "write to Bitrix24's support";
    let refused = |advice| (Reason::HookRefused, advice);
    let by_host = |cloud: &'static str, other: &'static str| if host.is_cloud() { cloud } else { other };
    match cause {
        // Only here is a new webhook the cure.
        Cause::Credentials => refused(
            "copy the address again from the webhook's settings; if it is refused again, create a new \
             webhook and update the CI secret",
        ),
        Cause::Unseen => refused(by_host(
            "copy the address again from the webhook's settings; if it is refused again, keep the webhook: the portal \
             did not say that it is wrong, and a proxy on the way may change addresses",
            "copy the address again from the webhook's settings; if it is refused again, keep the webhook: the portal's \
             administrator can tell whether the whole address reaches it, over https",
        )),
        Cause::Owner => refused(
            "the hook's owner is dismissed or blocked: reactivate the user, or create the webhook under another one",
        ),
        Cause::Guest => {
            refused("the hook's owner is a guest of the portal: create the webhook under an employee")
        }
        Cause::PlainHttp => refused(by_host(
            "the portal believes that it was asked over http: look for a proxy on the way that breaks TLS open",
            "the portal believes that it was asked over http: its administrator must pass the https header \
             through the proxy",
        )),
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
        Cause::Address => refused(by_host(
            "the portal does not know this address: copy it again from the webhook's settings",
            "the portal does not know this address: check the path before `/rest/`, or install the REST module",
        )),
        Cause::Plan => (Reason::Plan, PLAN),
        Cause::Licence => (
            Reason::Plan,
            by_host(
                "check the portal's payment, or write to Bitrix24's support",
                "on-premise, renew the portal's licence; in the cloud, check its payment or write to Bitrix24's support",
            ),
        ),
        Cause::LicenceBlocked => (Reason::Plan, SUPPORT),
        Cause::Deleted => {
            (Reason::PortalClosed, "open the portal again, or point the secret to the right one")
        }
        Cause::RateLimit => {
            (Reason::RateLimited, "run again later; other programs behind this address use the same budget")
        }
        Cause::TimeLimit => (Reason::RateLimited, "wait ten minutes, then run again"),
        Cause::Broken => (Reason::ServerError, later(host)),
        Cause::Slow => (Reason::Timeout, later(host)),
        Cause::Unknown => refused(
            "b24-ping does not know this code: the portal's administrator or Bitrix24's support can tell what it means",
        ),
    }
}
