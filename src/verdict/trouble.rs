//! Messages for failed calls.

use std::time::Duration;

use crate::host::Host;
use crate::portal::facts::{Call, Facts};
use crate::portal::failure::Failure;
use crate::reason::Reason;
use crate::text::{Ours, Text};

mod answer;
mod network;
mod refusal;
mod tls;

const PLAN: &str = "renew the portal's plan or Market subscription";

/// About a fault inside the portal.
pub(super) fn later(host: &Host) -> &'static str {
    if host.is_cloud() {
        "run again later; if it stays, write to Bitrix24's support"
    } else {
        "run again later; if it stays, tell the portal's administrator"
    }
}

/// The reason, what happened, and what to do next: the meaning in our own words, then the code in brackets. Bitrix24's
/// cloud has no proxy or licence that its customers could fix, so the advice depends on the host.
pub(super) fn words(call: Call, failure: &Failure, host: &Host, facts: &Facts) -> (Reason, Text, Text) {
    let (reason, what, advice) = match failure {
        Failure::Refused(refusal) => return refusal::words(call, refusal, host),
        Failure::Network(network) => network::words(network, host),
        Failure::Proxy(proxy, fault) => network::of_proxy(proxy, *fault, host),
        Failure::Certificate(bad) => tls::of_certificate(bad, host),
        Failure::HandshakeCut => ours(
            Reason::Tls,
            "the TLS handshake with the portal was cut off",
            "run again; if it stays, a proxy or firewall on the way may cut it",
        ),
        Failure::Tls(tls) => tls::of_protocol(*tls, host),
        Failure::Unanswered => {
            ours(Reason::ServerError, "the portal left this call out of its answer", "run again later")
        }
        Failure::Unclear => {
            ours(Reason::ServerError, "the portal gave two answers to this call", "run again later")
        }
        Failure::Interrupted => {
            ours(Reason::Interrupted, "a signal stopped the run before the portal answered", "run again")
        }
        Failure::Timeout(after) => (
            Reason::Timeout,
            text!("no answer in {}", waited(*after, facts)),
            "check that the portal is up; if it is only slow, raise `request-timeout` and `timeout`".into(),
        ),
        Failure::NoTime => ours(
            Reason::Timeout,
            "`timeout` ended before the portal could be asked",
            "raise `timeout`, or check fewer webhooks in one run",
        ),
        Failure::Redirected(to) => answer::of_redirect(to.as_ref(), host),
        Failure::Body(body, status) => answer::of_body(*body, status, host),
    };
    (reason, text!("{}{}", of(call), what), advice)
}

fn ours(reason: Reason, what: &'static str, advice: &'static str) -> (Reason, Text, Text) {
    (reason, what.into(), advice.into())
}

/// The call's name, unless it is the one that carries the others.
fn of(call: Call) -> Option<Text> {
    (call != Call::Batch).then(|| text!("`{}`: ", Ours(call.name())))
}

/// The portal's own sentence, to end a help with.
pub(super) fn quoted(failure: &Failure) -> Option<Text> {
    if let Failure::Refused(refusal) = failure { refusal::quoted(refusal) } else { None }
}

/// How long a call waited in vain: with all its attempts, where there were several.
fn waited(after: Duration, facts: &Facts) -> Text {
    if facts.attempts > 1 && facts.elapsed > after {
        let each = after.max(facts.attempt_limit);
        text!("{} ({} attempts of up to {} each)", seconds(facts.elapsed), facts.attempts, seconds(each))
    } else {
        seconds(after)
    }
}

/// To a tenth, from ten seconds on to a whole one; rounded up.
fn seconds(time: Duration) -> Text {
    let tenths = u64::try_from(time.as_millis().div_ceil(100)).unwrap_or(u64::MAX);
    if tenths >= 100 {
        return text!("{} s", tenths.div_ceil(10));
    }
    let part = (tenths % 10 > 0).then(|| text!(".{}", tenths % 10));
    text!("{}{} s", tenths / 10, part)
}

/// In milliseconds, from a second on rounded up to a tenth, with units.
pub(super) fn short(duration: Duration) -> Text {
    let millis = u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
    let millis = if millis < 1000 { millis } else { millis.div_ceil(100).saturating_mul(100) };
    text!("{}", humantime::format_duration(Duration::from_millis(millis)))
}
