//! Words that several renderers share.

use std::time::Duration;

use crate::ledger::Origin;
use crate::outcome::Outcome;
use crate::reason::Severity;
use crate::verdict::{Ruling, Standing, Subject};

use super::HookReport;

/// `1 scope`, `2 scopes`.
pub(super) fn count(n: usize, noun: &str) -> String {
    if n == 1 { format!("1 {noun}") } else { format!("{n} {noun}s") }
}

/// Seconds with three decimals.
pub(super) fn seconds(duration: Duration) -> String {
    format!("{:.3} s", duration.as_secs_f64())
}

/// Whole milliseconds.
pub(super) fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

/// The run in one sentence.
pub(super) fn headline(outcome: Outcome, hooks: &[HookReport], worst: Option<&HookReport>) -> String {
    let Some(worst) = worst else { return "there was nothing to check".to_owned() };
    if let Outcome::Interrupted(_) = outcome {
        return "stopped by a signal before every call was answered".to_owned();
    }
    let text = of_hook(worst);
    let alike = hooks.iter().filter(|hook| hook.outcome == worst.outcome).count();
    match (hooks.len(), outcome) {
        (1, _) => text,
        (n, Outcome::Passed) => format!("all {n} hooks hold what is asked of them"),
        (n, _) => format!("{alike} of {n} hooks {outcome}; {text}"),
    }
}

fn of_hook(hook: &HookReport) -> String {
    let title = hook.title();
    let complaints = hook.complaints();
    let loud =
        complaints.iter().filter(|(_, finding)| finding.severity > Severity::Notice).collect::<Vec<_>>();
    match (hook.outcome, loud.as_slice()) {
        (Outcome::Passed, loud) => {
            let rules =
                hook.rulings.iter().filter(|r| r.origin.is_some() && r.standing == Standing::Held).count();
            let meets = match rules {
                0 => "takes the hook".to_owned(),
                n => format!("meets {}", count(n, "rule")),
            };
            let warnings = match loud.len() {
                0 => String::new(),
                n => format!(", with {}", count(n, "warning")),
            };
            format!("{title} is alive and {meets}{warnings}")
        }
        (_, [(_, first)]) => format!("{title}: {}", first.what),
        (_, [(_, first), more @ ..]) => format!("{title}: {}, and {} more", first.what, more.len()),
        (outcome, []) => format!("{title}: {outcome}"),
    }
}

/// The facts of one hook, as label and value.
pub(super) fn facts(hook: &HookReport) -> Vec<(&'static str, String)> {
    let mut facts = vec![("portal", hook.portal.clone().unwrap_or_else(|| "(hidden)".to_owned()))];
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
        facts.push(("granted", listed(granted.iter().map(ToString::to_string))));
    }
    let attempts = count(hook.attempts as usize, "attempt");
    let methods = hook.rulings.iter().any(|ruling| matches!(ruling.subject, Subject::Method(_)));
    let calls = if methods { "profile, scope, app.info, method.get" } else { "profile, scope, app.info" };
    facts.push(("asked", format!("{calls}; {attempts}, {}", seconds(hook.elapsed))));
    facts
}

/// The most names that one line lists.
const MAX_LISTED: usize = 60;

/// The most bytes of them; escaped they may become five times as many.
const MAX_LISTED_BYTES: usize = 1500;

/// `a, b, c`, cut where nobody reads on.
fn listed(names: impl Iterator<Item = String>) -> String {
    let mut names = names.collect::<Vec<_>>();
    let mut bytes = 0;
    let fits = |name: &&String| {
        bytes += name.len();
        bytes <= MAX_LISTED_BYTES
    };
    let shown = names.iter().take(MAX_LISTED).take_while(fits).count();
    let more = names.len() - shown;
    names.truncate(shown);
    match (names.is_empty(), more) {
        (true, 0) => "nothing".to_owned(),
        (true, n) => format!("{n} that are too long to show"),
        (_, 0) => names.join(", "),
        (_, n) => format!("{} and {n} more", names.join(", ")),
    }
}

/// What a check is called, stable enough for a test history.
pub(super) fn check(subject: &Subject) -> String {
    match subject {
        Subject::Alive => "the portal answers and takes the hook".to_owned(),
        Subject::Owner => "the hook has an active owner".to_owned(),
        Subject::Portal => "expected portal".to_owned(),
        Subject::User => "expected user".to_owned(),
        Subject::Admin => "owner is an administrator".to_owned(),
        Subject::Grants => "grants are known".to_owned(),
        Subject::Required(scope) => format!("required scope {scope}"),
        Subject::Forbidden(scope) => format!("forbidden scope {scope}"),
        Subject::Extra(scope) => format!("extra scope {scope}"),
        Subject::Method(method) => format!("method {method}"),
        Subject::Declared(needs) => format!("code needs {}", needs.as_str().replace('|', " or ")),
        Subject::Needed(scope) => format!("required scope {scope} is needed"),
        Subject::Documented(name) => format!("{name} is a documented method"),
        Subject::Callable(method) => format!("code calls {method}"),
        Subject::Baseline => "the policy asks for no less than its baseline".to_owned(),
        Subject::Weakened(what) => format!("weakened: {what}"),
    }
}

/// How a ruling stands, in one word of a table.
pub(super) fn standing(ruling: &Ruling) -> &'static str {
    match (ruling.standing, &ruling.subject) {
        (Standing::Unknown, _) => "unknown",
        (Standing::Held, Subject::Required(_)) => "granted",
        (Standing::Held, Subject::Forbidden(_)) => "not granted",
        (Standing::Held, _) => "holds",
        (Standing::Broken, Subject::Required(_) | Subject::Callable(_)) => "missing",
        (Standing::Broken, Subject::Forbidden(_)) => "forbidden",
        (Standing::Broken, Subject::Extra(_)) => "extra",
        (Standing::Broken, Subject::Method(_)) => "unavailable",
        (Standing::Broken, Subject::Declared(_)) => "undeclared",
        (Standing::Broken, Subject::Documented(_)) => "no method",
        (Standing::Broken, Subject::Needed(_)) => "unused",
        (Standing::Broken, Subject::Weakened(_)) => "weakened",
        (Standing::Broken, _) => "fails",
    }
}

/// Where a rule stands, for a parenthesis.
pub(super) fn origin(origin: Option<&Origin>) -> Option<String> {
    origin.map(ToString::to_string)
}
