//! Messages for a portal's errors.

use crate::host::Host;
use crate::portal::facts::Call;
use crate::portal::failure::Refusal;
use crate::portal::{Cause, cause};
use crate::reason::Reason;
use crate::text::{Ours, Text};

use super::{PLAN, later, of};

/// What fits in brackets: longer than any of Bitrix24's own codes, in characters.
const MAX_CODE: usize = 64;

pub(super) fn words(call: Call, refusal: &Refusal, host: &Host) -> (Reason, Text, Text) {
    let cause = cause(refusal).0;
    let (reason, advice) = of_cause(cause, host);
    let what = text!("{} ({})", Ours(meaning(cause)), code(call, cause, refusal));
    (reason, what, text!("{}{}", Ours(advice), quoted(refusal)))
}

/// The portal's own sentence, to end a help with.
pub(super) fn quoted(refusal: &Refusal) -> Option<Text> {
    let place = refusal.status.map_or_else(|| "in a batch".into(), |status| text!("HTTP {}", status));
    (!refusal.text.is_empty()).then(|| text!("; the portal says “{}” ({})", refusal.text, place))
}

/// What stands in the brackets behind the meaning. What is no code is somebody's words, and quoted.
fn code(call: Call, cause: Cause, refusal: &Refusal) -> Text {
    let is_code = |c: char| c.is_ascii_alphanumeric() || "_.-".contains(c);
    let of_status = refusal.status.map(|status| text!("HTTP {}", status));
    let code = match (refusal.code.trim(), &of_status) {
        ("", Some(status)) => text!("no code, {}", status),
        ("", None) => "no code".into(),
        (code, Some(status)) if cause == Cause::Unknown => text!("{}, {}", safe(code, is_code), status),
        (code, _) => safe(code, is_code),
    };
    text!("{}{}", of(call), code)
}

fn safe(code: &str, is_code: impl Fn(char) -> bool) -> Text {
    if code.len() <= MAX_CODE && code.chars().all(is_code) {
        Text::theirs(code)
    } else {
        text!("“{}”", code)
    }
}

/// What the portal means, in our own words.
const fn meaning(cause: Cause) -> &'static str {
    match cause {
        Cause::Credentials => "the portal no longer accepts this webhook: deleted or regenerated",
        Cause::Unseen => "the portal found no valid webhook in the address",
        Cause::Owner => "the webhook's owner is dismissed or blocked",
        Cause::Guest => "the webhook's owner is only a guest of the portal",
        Cause::PlainHttp => "the portal believes that it was asked over http",
        Cause::Overload => "Bitrix24 blocked this webhook, since it caused too much load",
        Cause::Session => "the portal saw the session of another user",
        Cause::Authorisation => "the portal could not log in the webhook's owner",
        Cause::Quota => "the portal's disk quota is used up",
        Cause::Right => "the portal denied access",
        Cause::Application => "the portal took the webhook for an application",
        Cause::ApplicationsOnly => "this call is for applications only",
        Cause::Scope => "the webhook lacks the scope for this call",
        Cause::Confirmation => "an administrator has to confirm this call first",
        Cause::Denial => "an administrator denied this call",
        Cause::Address => "the portal does not know this address",
        Cause::Plan => "the portal's plan does not include REST",
        Cause::Licence => "the portal's licence has expired or is not verified",
        Cause::LicenceBlocked => "Bitrix24 blocked the portal for its licence",
        Cause::Deleted => "the portal is deleted or closed",
        Cause::RateLimit => "the portal's request budget is used up",
        Cause::TimeLimit => "the portal's time budget for this call is used up",
        Cause::Broken => "the portal failed with an internal error",
        Cause::Slow => "the portal took too long to answer",
        Cause::Unknown => "the portal refused the webhook for an unknown reason",
    }
}

/// The reason and the advice for a refusal.
fn of_cause(cause: Cause, host: &Host) -> (Reason, &'static str) {
    const SUPPORT: &str = "write to Bitrix24's support";
    let refused = |advice| (Reason::HookRefused, advice);
    let by_host = |cloud: &'static str, other: &'static str| if host.is_cloud() { cloud } else { other };
    match cause {
        // Only here does a new webhook help.
        Cause::Credentials => refused(
            "copy the address again from the webhook's settings; if it is refused again, create a new \
             webhook and update the CI secret",
        ),
        Cause::Unseen => refused(by_host(
            "copy the address again from the webhook's settings; if it is refused again, keep the webhook and look for a proxy \
             that changes addresses on the way",
            "copy the address again from the webhook's settings; if it is refused again, keep the webhook and ask the portal's \
             administrator whether the whole address reaches it, over https",
        )),
        Cause::Owner => refused(
            "reactivate the user on the portal, or create the webhook under another one, best a technical user",
        ),
        Cause::Guest => refused("create the webhook under an employee"),
        Cause::PlainHttp => refused(by_host(
            "look for a proxy on the way that opens TLS",
            "ask the portal's administrator to pass the https header through the proxy in front of it",
        )),
        Cause::Overload => refused(SUPPORT),
        Cause::Session => {
            refused("b24-ping sends no cookies: look for a proxy on the way that adds some, and stop it")
        }
        Cause::Quota => refused("free space on the portal, or extend its disk quota; keep the webhook"),
        Cause::Authorisation => {
            refused("ask the portal's administrator or Bitrix24's support why; keep the webhook")
        }
        Cause::Right => refused(
            "the webhook's owner may lack a right, or the call may be for applications only; ask the portal's administrator",
        ),
        Cause::Application => {
            refused("check that the secret holds the address of an inbound webhook, not of an application")
        }
        Cause::ApplicationsOnly => refused("call it as an application, with OAuth"),
        Cause::Scope => refused("tick the permission in the webhook's settings"),
        Cause::Confirmation => refused("ask an administrator of the portal to confirm it, then run again"),
        Cause::Denial => refused("ask the portal's administrators why"),
        Cause::Address => refused(by_host(
            "copy the address again from the webhook's settings",
            "check the path before `/rest/` in the address, and that the portal's REST module is installed",
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
        Cause::Deleted => (
            Reason::PortalClosed,
            "open the portal again, or put a webhook of the right portal into the secret",
        ),
        Cause::RateLimit => (
            Reason::RateLimited,
            "run again later, or raise `timeout` and `max-attempts`; all programs behind this runner's address share the budget",
        ),
        Cause::TimeLimit => (Reason::RateLimited, "wait ten minutes, then run again"),
        Cause::Broken => (Reason::ServerError, later(host)),
        Cause::Slow => (Reason::Timeout, later(host)),
        Cause::Unknown => refused(
            "keep the webhook, and ask the portal's administrator or Bitrix24's support what this code means",
        ),
    }
}
