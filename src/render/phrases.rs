//! Phrases that several renderers share.

use std::time::Duration;

use crate::reason::Reason;
use crate::report::HookReport;
use crate::text::Count;
use crate::text::seal::Quote;
use crate::verdict::Aspect;

/// What a verdict on the code alone leaves out.
pub(super) const HALF: &str = "the live check was skipped, as there is no webhook here";

/// As a sentence of its own.
pub(super) fn sentence(text: &str) -> String {
    let mut rest = text.chars();
    let first = rest.next().into_iter().flat_map(char::to_uppercase);
    ended(&first.chain(rest).collect::<String>())
}

/// With a full stop, unless it ends like a sentence.
pub(super) fn ended(text: &str) -> String {
    let stop = if text.ends_with(['.', '?', '!', '…']) { "" } else { "." };
    format!("{text}{stop}")
}

/// Seconds with three decimals.
pub(super) fn seconds(duration: Duration) -> String {
    format!("{:.3} s", duration.as_secs_f64())
}

pub(super) fn facts(hook: &HookReport<Quote>) -> Vec<(&'static str, String)> {
    let mut facts = vec![("portal", hook.portal.as_ref().map_or("(hidden)", Quote::as_str).to_owned())];
    if let Some(person) = &hook.person {
        let name = person.name.as_ref().map(|name| format!(", {name}")).unwrap_or_default();
        let admin = match person.admin {
            Some(true) => ", administrator",
            Some(false) => ", not an administrator",
            None => "",
        };
        facts.push(("owner", format!("user {}{name}{admin}", person.id)));
    }
    if let Some(license) = &hook.license {
        facts.push(("plan", license.to_string()));
    }
    if let Some(granted) = &hook.granted {
        facts.push(("granted", listed(granted.iter().map(ToString::to_string), hook.unlisted_granted)));
    }
    let attempts = Count(hook.attempts as usize, "attempt");
    let asks = |kind, call: &'static str| {
        if hook.rulings.iter().any(|ruling| ruling.subject.kind == kind) { call } else { "" }
    };
    let (methods, rights) = (asks(Aspect::Method, ", method.get"), asks(Aspect::Right, ", rights"));
    let calls = format!("profile, scope, app.info{methods}{rights}");
    facts.push((
        if is_unanswered(hook) { "tried" } else { "asked" },
        format!("{calls}; {attempts}, {}", seconds(hook.elapsed)),
    ));
    facts
}

/// Whether no answer of the portal came at all.
fn is_unanswered(hook: &HookReport<Quote>) -> bool {
    let is_silence = |reason| matches!(reason, Reason::Timeout | Reason::Network | Reason::Tls);
    let causes = hook.rulings.iter().filter(|ruling| !ruling.is_rule());
    let mut causes = causes.filter_map(|ruling| ruling.finding.as_ref()).map(|finding| finding.reason);
    let knows = hook.person.is_some() || hook.license.is_some() || hook.granted.is_some();
    !knows && is_silence(hook.reason) && causes.all(is_silence)
}

/// Several findings of one kind, in a line above them.
pub(super) fn several(reason: Reason, kind: Aspect, n: usize) -> String {
    match (reason, kind) {
        (Reason::MethodUnavailable, Aspect::Offered) => {
            format!("{n} methods that the code calls are missing on this portal, or not open to the webhook")
        }
        (Reason::MethodUnavailable, _) => format!("{n} methods cannot be called"),
        (Reason::MethodNotForWebhooks, _) => format!("{n} methods that no webhook can call"),
        (Reason::MethodDeprecated, _) => {
            format!("{n} methods that the code calls are superseded or stopped working")
        }
        (Reason::ScopeUndeclared, _) => format!("{n} calls need scopes that the policy does not require"),
        (Reason::ScopeUnused, _) => format!("{n} required scopes that no call in the code needs"),
        (Reason::ScopeMissing, _) => format!("{n} required scopes are not granted"),
        (Reason::ScopeForbidden, _) => format!("{n} forbidden scopes are granted"),
        (Reason::PolicyWeakened, _) => format!("the policy asks for less than its baseline in {n} places"),
        (Reason::HookInCode, _) => format!("{n} webhooks with their secrets are in the code"),
        (other, _) => format!("{n} times: {}", other.title()),
    }
}

/// Names on one line.
const MAX_LISTED: usize = 60;

/// Bytes of these names; escaping may make it five times as many.
const MAX_LISTED_BYTES: usize = 1500;

/// `a, b, c`, cut at these limits, and so many others.
fn listed(names: impl Iterator<Item = String>, others: usize) -> String {
    let mut names = names.collect::<Vec<_>>();
    let mut bytes = 0;
    let fits = |name: &&String| {
        bytes += name.len();
        bytes <= MAX_LISTED_BYTES
    };
    let shown = names.iter().take(MAX_LISTED).take_while(fits).count();
    let more = names.len() - shown + others;
    names.truncate(shown);
    match (names.is_empty(), more) {
        (true, 0) => "nothing".to_owned(),
        (true, n) => format!("{n} that are too long to show"),
        (_, 0) => names.join(", "),
        (_, n) => format!("{} and {n} more", names.join(", ")),
    }
}
