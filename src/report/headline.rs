//! The run in one sentence, and in the few words of a heading.

use std::collections::BTreeMap;

use super::{HookReport, Report, Sealed, Tally};
use crate::outcome::Outcome;
use crate::reason::{Reason, Severity};
use crate::text::seal::{Quote, seal_fields};
use crate::text::{Count, Ours, Text};
use crate::verdict::{Aspect, Finding, Ruling, Standing};

mod lead;

pub use lead::Lead;

/// The end of the headline of a run that stopped before it asked anybody.
pub(crate) const NOTHING_SENT: &str = "; nothing was sent";

/// The run in one sentence.
#[derive(Clone, Debug)]
pub struct Headline<T = Text> {
    /// Without a full stop.
    pub text: T,
    /// What it says in full, if anything.
    pub lead: Option<Lead<T>>,
    /// Whether it says that nothing was sent.
    pub unsent: bool,
}

seal_fields!(Headline { text, lead, unsent });

impl<T> From<T> for Headline<T> {
    fn from(text: T) -> Self {
        Self { text, lead: None, unsent: false }
    }
}

/// What a heading says: of which webhook, if of one, and our own words.
pub(crate) struct Heading<'r, T> {
    pub hook: Option<&'r HookReport<T>>,
    /// What follows the webhook's title, with the sign or space between.
    pub words: String,
}

impl<T> Report<T> {
    /// The verdict in a line that is never long.
    pub(crate) fn heading(&self) -> Heading<'_, T> {
        let alone = |words: String| Heading { hook: None, words };
        let code = if self.outcome == Outcome::Failed { of_code(&self.repository) } else { None };
        let fails = |worst: &&HookReport<T>| {
            worst.outcome == self.outcome || code.is_some() && worst.outcome.code() != 0
        };
        let of_hooks = self.worst().filter(fails);
        let code = code.as_ref().map(|code| format!("; {code}")).unwrap_or_default();
        match (self.outcome, self.hooks.as_slice(), of_hooks) {
            (Outcome::Interrupted(_), ..) => alone("stopped by a signal".to_owned()),
            (Outcome::Skipped, ..) => alone("there is no webhook here".to_owned()),
            (Outcome::Misconfigured, ..) if !self.problems.is_empty() => {
                alone(format!("{} to fix", Count(self.problems.len(), "problem")))
            }
            (Outcome::Passed, [], _) => alone("passed without a webhook".to_owned()),
            (_, [one], Some(_)) => {
                Heading { hook: Some(one), words: words(one, self.tally_beside(one)) + &code }
            }
            (Outcome::Passed, hooks, _) => alone(format!("all {} webhooks passed", hooks.len())),
            (_, hooks, Some(worst)) => {
                let alike = hooks.iter().filter(|hook| hook.outcome == worst.outcome).count();
                alone(format!("{alike} of {} webhooks {}{code}", hooks.len(), worst.outcome.word()))
            }
            _ => alone(self.reason.title().to_owned()),
        }
    }

    /// The rules that a sentence on this webhook counts: those of the code as well, where it is the only one.
    pub(super) fn tally_beside(&self, hook: &HookReport<T>) -> Tally {
        if self.hooks.len() == 1 { self.tally() } else { hook.tally() }
    }
}

impl Sealed {
    /// The heading with what is wrong, where both have at most so many characters; else without.
    pub(crate) fn opening(&self, most: usize) -> Heading<'_, Quote> {
        let heading = self.heading();
        let is_named = matches!(self.outcome, Outcome::Failed | Outcome::Unreachable);
        if !is_named || self.hooks.is_empty() {
            return heading;
        }
        let title = heading.hook.map(HookReport::<Quote>::title).unwrap_or_default();
        match self.headline.text.as_str().strip_prefix(title.as_str()) {
            Some(words) if title.chars().count() + words.chars().count() <= most => {
                Heading { words: words.to_owned(), ..heading }
            }
            _ => heading,
        }
    }
}

/// What follows a webhook's title; `tally` is of the rules to count.
pub(crate) fn words<T>(hook: &HookReport<T>, tally: Tally) -> String {
    let is_of_rules = hook.tally().causes == 0 && hook.tally().broken > 0;
    match (hook.outcome, tally.rules()) {
        (Outcome::Passed, 0) => " is alive".to_owned(),
        (Outcome::Passed, 1) => " meets its rule".to_owned(),
        (Outcome::Passed, rules) => format!(" meets {}", all(tally.held, rules)),
        (Outcome::Failed, rules) if is_of_rules => {
            format!(" fails {} of {}", tally.broken, Count(rules, "rule"))
        }
        _ => format!(": {}", title(hook)),
    }
}

/// One reason has two causes.
fn title<T>(hook: &HookReport<T>) -> &'static str {
    let is_gone =
        |ruling: &Ruling<T>| ruling.subject.kind == Aspect::Owner && ruling.standing == Standing::Broken;
    match hook.reason {
        Reason::Identity if hook.rulings.iter().any(is_gone) => "the webhook's owner is inactive",
        Reason::Identity => "the webhook is not the one expected",
        reason => reason.title(),
    }
}

/// A rule with a warning neither holds nor fails.
fn all(held: usize, rules: usize) -> String {
    if held == rules { format!("all {rules} rules") } else { format!("{held} of {rules} rules") }
}

/// How the code and the baseline fail: `1 call undeclared`, `more than 2 rules weakened`.
pub(super) fn of_code<T>(rulings: &[Ruling<T>]) -> Option<String> {
    let mut counts = BTreeMap::<_, (usize, bool)>::new();
    for ruling in rulings {
        let Some(finding) = &ruling.finding else { continue };
        if finding.severity == Severity::Error {
            let (count, more) = counts.entry(finding.reason).or_default();
            let is_more = ruling.subject.kind == Aspect::More;
            *count += usize::from(!is_more);
            *more |= is_more;
        }
    }
    let brief = |(reason, (count, more)): (Reason, (usize, bool))| {
        let than = if more { "more than " } else { "" };
        match reason {
            Reason::ScopeUndeclared => format!("{than}{} undeclared", Count(count, "call")),
            Reason::PolicyWeakened => format!("{than}{} weakened", Count(count, "rule")),
            Reason::HookInCode => format!("{than}{} in the code", Count(count, "webhook")),
            other => other.title().to_owned(),
        }
    };
    let parts = counts.into_iter().map(brief).collect::<Vec<_>>();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// The run in one sentence, for a log that shows no more.
pub(super) fn of(
    outcome: Outcome,
    hooks: &[HookReport],
    worst: Option<&HookReport>,
    tally: Tally,
) -> Headline {
    if let ([one], false) = (hooks, matches!(outcome, Outcome::Interrupted(_))) {
        return of_hook(one, tally);
    }
    of_run(outcome, hooks, worst, tally).into()
}

fn of_run(outcome: Outcome, hooks: &[HookReport], worst: Option<&HookReport>, tally: Tally) -> Text {
    let Some(worst) = worst else { return "there was nothing to check".into() };
    if let Outcome::Interrupted(_) = outcome {
        return "stopped by a signal before every call was answered".into();
    }
    let alike = hooks.iter().filter(|hook| hook.outcome == worst.outcome).count();
    match (hooks.len(), outcome) {
        (n, Outcome::Passed) => {
            text!("all {} webhooks are alive and meet their rules{}", n, with_warnings(tally))
        }
        (n, _) => {
            let words = Text::composed(&words(worst, worst.tally()));
            text!("{} of {} webhooks {}; {}{}", alike, n, Ours(outcome.word()), worst.title(), words)
        }
    }
}

/// `, with 2 warnings`.
pub(super) fn with_warnings(tally: Tally) -> Option<Text> {
    (tally.warnings > 0).then(|| text!(", with {}", Count(tally.warnings, "warning")))
}

fn of_hook(hook: &HookReport, tally: Tally) -> Headline {
    let title = hook.title();
    let complaints = hook.complaints();
    let loud = complaints.iter().filter(|(_, finding)| finding.severity > Severity::Notice);
    let loud = loud.copied().collect::<Vec<_>>();
    let own = hook.tally();
    match (hook.outcome, loud.as_slice()) {
        (Outcome::Passed, _) => {
            let meets = (tally.held > 0).then(|| text!(" and meets {}", Count(tally.held, "rule")));
            text!("{} is alive{}{}", title, meets, with_warnings(tally)).into()
        }
        (Outcome::Failed, loud) if own.causes == 0 && own.broken > 0 => {
            let errors = loud.iter().filter(|(_, finding)| finding.severity == Severity::Error);
            let errors = errors.copied().collect::<Vec<_>>();
            text!("{}{}: {}", title, Text::composed(&words(hook, tally)), briefly(&errors)).into()
        }
        (_, [(ruling, first), ..]) => {
            let more = and_more(loud.iter().map(|(ruling, _)| *ruling));
            let text = text!("{}: {}{}", title, first.what, more);
            Headline { lead: Some(Lead::Finding((*ruling).clone())), ..text.into() }
        }
        (outcome, []) => text!("{}: {}", title, Ours(outcome.word())).into(),
    }
}

/// Findings that a sentence names.
const NAMED: usize = 3;

/// What is wrong, without the sentences that follow anyway: `im` missing, `telephony` forbidden.
fn briefly(errors: &[(&Ruling, &Finding)]) -> Text {
    let name = |(ruling, finding): &(&Ruling, &Finding)| match (&ruling.subject.value, finding.reason) {
        (Some(scope), Reason::ScopeMissing) => text!("`{}` missing", scope),
        (Some(scope), Reason::ScopeForbidden) => text!("`{}` forbidden", scope),
        (_, Reason::Identity) if errors.len() == 1 => finding.what.clone(),
        (_, reason) => Text::from(reason.id()),
    };
    let mut names = errors.iter().take(NAMED).map(name).collect::<Vec<_>>();
    names.dedup();
    let more = errors.len().saturating_sub(NAMED);
    let more = (more > 0).then(|| text!(" and {} more", more));
    text!("{}{}", Text::joined(names, ", "), more)
}

/// How many there are beside the first.
pub(super) fn and_more<'r>(rulings: impl Iterator<Item = &'r Ruling>) -> Option<Text> {
    let (cut, others) = rulings.fold((false, 0), |(cut, all), ruling| {
        let is_more = ruling.subject.kind == Aspect::More;
        (cut || is_more, all + usize::from(!is_more))
    });
    let than = if cut { "more than " } else { "" };
    (others > 1).then(|| text!(", and {}{} more", Ours(than), others - 1))
}
