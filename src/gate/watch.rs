//! What a person sees while a portal is asked: what is waited for, and with `--verbose` a line for each attempt.

use std::cell::RefCell;
use std::net::IpAddr;
use std::time::Duration;

use crate::hook::Hook;
use crate::portal::Next;
use crate::portal::failure::{Failure, Network, ProxyFault};
use crate::portal::watch::{Ending, Observer, Request, Step, Way};
use crate::text::redactor::Redactor;
use crate::text::seal::Seal;
use crate::text::{Count, Ours, Text};
use crate::world::{Progress, Wait};

/// All hooks of a run.
pub(super) struct Watch<'w> {
    pub progress: &'w Progress,
    pub redactor: &'w Redactor,
    pub verbose: bool,
    /// Whether a line must say which hook it is about.
    pub several: bool,
    /// By call, the oldest first, which is shown.
    pub waits: RefCell<Vec<(Call, Wait)>>,
}

/// The number of a hook, and that of its call.
type Call = (usize, usize);

impl Watch<'_> {
    /// `None` if nothing of the call is waited for any more.
    fn waits_for(&self, call: Call, wait: Option<Wait>) {
        let mut waits = self.waits.borrow_mut();
        let known = waits.iter().position(|(known, _)| *known == call);
        match (known, wait) {
            (Some(known), Some(wait)) => waits[known].1 = wait,
            (None, Some(wait)) => waits.push((call, wait)),
            (Some(known), None) => drop(waits.remove(known)),
            (None, None) => {}
        }
        self.show(&waits);
    }

    fn show(&self, waits: &[(Call, Wait)]) {
        self.progress.waits_for(waits.first().map(|(_, oldest)| oldest.clone()));
    }
}

/// One of them.
pub(super) struct OfHook<'w> {
    pub watch: &'w Watch<'w>,
    pub hook: &'w Hook,
}

impl Observer for OfHook<'_> {
    fn see(&self, request: Request, step: Step<'_>) {
        let Watch { progress, redactor, verbose, .. } = self.watch;
        let call = (self.hook.number(), request.call);
        let attempt = text!("{}attempt {} of {}", self.name(), request.attempt, request.most);
        match step {
            Step::Sent => {
                let what = text!("{}: waiting for the answer", attempt);
                self.watch.waits_for(call, Some(Wait::new(what.seal(redactor), None)));
            }
            Step::Ended(ending) => {
                let wait = if let Some(Next::After(pause)) = ending.next {
                    let why = ending.failure.map(|(failure, _)| short(failure)).unwrap_or_default();
                    Some(Wait::new(attempt.seal(redactor), Some((pause, why.seal(redactor)))))
                } else {
                    None
                };
                self.watch.waits_for(call, wait);
                if *verbose {
                    progress.say(line(self.name().as_ref(), request, &ending).seal(redactor));
                }
            }
        }
    }
}

impl OfHook<'_> {
    /// All is answered, or given up: a pause may have been cut short.
    pub(super) fn done(&self) {
        let mut waits = self.watch.waits.borrow_mut();
        waits.retain(|((hook, _), _)| *hook != self.hook.number());
        self.watch.show(&waits);
        self.watch.progress.advance();
    }

    /// Nothing where there is only one.
    fn name(&self) -> Option<Text> {
        let unnamed = || text!("webhook {}: ", self.hook.number());
        let named = || self.hook.name().map_or_else(unnamed, |name| text!("{}: ", Text::theirs(name)));
        self.watch.several.then(named)
    }
}

/// Without the address of the hook; what the portal said is a text of others.
fn line(name: Option<&Text>, request: Request, ending: &Ending<'_>) -> Text {
    let Ending { way, status, failure, commands, took, next } = ending;
    let result = match failure {
        None => "ok".into(),
        Some((failure, _)) if *commands == 1 => short(failure),
        Some((failure, count)) => text!("{} ({} of {})", short(failure), *count, Count(*commands, "command")),
    };
    let status = status.map(|status| text!("HTTP {}, ", status));
    let next = match next {
        None => "done".into(),
        Some(Next::After(pause)) => text!("again in {}", seconds(*pause)),
        Some(Next::Stop) => "no further attempt".into(),
        Some(Next::TooLong(pause)) => {
            text!("no further attempt: a pause of {} would outlast the run", seconds(*pause))
        }
    };
    let Request { method, attempt, most, .. } = request;
    let took = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    text!(
        "debug: {}{}, attempt {} of {}: {}, {}{}, {} ms – {}",
        name,
        Ours(method),
        attempt,
        most,
        via(way),
        status,
        result,
        took,
        next
    )
}

fn via(way: &Way) -> Text {
    if let Some(proxy) = &way.proxy {
        return text!("proxy {} ({})", Text::private(proxy.host.clone()), Ours(proxy.variable));
    }
    let shown = way.addresses.iter().map(|address| match address {
        IpAddr::V4(address) => text!("IPv4 {}", Text::private(address.to_string())),
        // In brackets, as in an address of the web: two colons could begin a command of a runner.
        IpAddr::V6(address) => text!("IPv6 {}", Text::private(format!("[{address}]"))),
    });
    if way.addresses.is_empty() { "no address yet".into() } else { Text::joined(shown, " or ") }
}

/// A failure in a few words; the report has the sentence.
fn short(failure: &Failure) -> Text {
    match failure {
        Failure::Refused(refusal) if refusal.code.is_empty() => "an error without a code".into(),
        Failure::Refused(refusal) => Text::exact(refusal.code.clone()),
        Failure::Timeout(within) => text!("no answer within {}", seconds(*within)),
        Failure::Network(network) => of_network(network).into(),
        Failure::Proxy(_, fault) => of_proxy(*fault).into(),
        Failure::Certificate(_) => "a certificate that is not trusted".into(),
        Failure::HandshakeCut => "the TLS handshake was cut off".into(),
        Failure::Tls(_) => "no common TLS".into(),
        Failure::NoTime => "the run's time was over".into(),
        Failure::Redirected(_) => "a redirect".into(),
        Failure::Body(..) => "no answer of a portal".into(),
        Failure::Unanswered => "left out of the answer".into(),
        Failure::Unclear => "answered twice".into(),
        Failure::Interrupted => "stopped by a signal".into(),
    }
}

fn of_proxy(fault: ProxyFault) -> &'static str {
    match fault {
        ProxyFault::Unresolved => "the proxy's name has no address",
        ProxyFault::Refused => "the proxy refused the connection",
        ProxyFault::NoConnection(_) => "no connection through the proxy",
        ProxyFault::Silent(_) => "nothing answered through the proxy",
        ProxyFault::Unreachable => "the proxy could not be reached",
        ProxyFault::Password => "the proxy asks for a password",
        ProxyFault::Denied => "the proxy did not let it through",
        ProxyFault::Cut => "the proxy cut the connection",
        ProxyFault::Lost => "connection cut behind the proxy",
        ProxyFault::Untrusted => "a certificate of the proxy that is not trusted",
        ProxyFault::Tls => "the proxy does not speak TLS",
    }
}

fn of_network(network: &Network) -> &'static str {
    match network {
        Network::Unresolved => "the name has no address",
        Network::Refused => "connection refused",
        Network::Cut => "connection cut",
        Network::NoConnection(..) => "no connection",
        Network::NoHandshake(..) => "no TLS handshake",
        Network::NoRoute(_) => "no route",
        Network::Unreachable => "a network error",
        Network::NotHttp => "no HTTP",
        Network::LongHead => "headers of more than 16 KiB",
    }
}

/// Below a minute with one decimal.
fn seconds(duration: Duration) -> Text {
    let tenths = u64::try_from(duration.as_millis().div_ceil(100)).unwrap_or(u64::MAX);
    text!("{}.{} s", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests;
