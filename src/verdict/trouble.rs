//! Messages for failed calls.

use std::time::Duration;

use crate::host::Host;
use crate::portal::facts::Call;
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

/// The reason, what happened, and what to do next. Bitrix24's cloud has no proxy or licence that its customers could
/// mend, so the advice depends on the host.
pub(super) fn words(call: Call, failure: &Failure, host: &Host) -> (Reason, Text, Text) {
    let name = Ours(call.name());
    let (reason, what, advice) = match failure {
        Failure::Network(network) => return network::words(name, network, host),
        Failure::Proxy(proxy, fault) => return network::of_proxy(name, proxy, *fault, host),
        Failure::Certificate(bad) => return tls::of_certificate(name, bad, host),
        Failure::HandshakeCut => {
            (Reason::Tls, "the TLS handshake was cut off", "run again; a proxy or firewall may be in the way")
        }
        Failure::Tls(tls) => return tls::of_protocol(name, *tls, host),
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
        Failure::Redirected(to) => return answer::of_redirect(name, to.as_ref(), host),
        Failure::Body(body, status) => return answer::of_body(name, *body, status, host),
        Failure::Refused(refusal) => return refusal::words(name, refusal, host),
    };
    (reason, text!("{} (`{}`)", Ours(what), name), advice.into())
}

/// In milliseconds, from a second on rounded up to a tenth, with units.
pub(super) fn short(duration: Duration) -> Text {
    let millis = u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
    let millis = if millis < 1000 { millis } else { millis.div_ceil(100).saturating_mul(100) };
    text!("{}", humantime::format_duration(Duration::from_millis(millis)))
}
