//! The run in one sentence, and in the few words of a heading.

use super::{HookReport, Report};
use crate::outcome::Outcome;
use crate::reason::{Reason, Severity};
use crate::text::{Count, Ours, Text};
use crate::verdict::{Aspect, Finding, Ruling, Standing};

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
        let of_hooks = self.worst().filter(|worst| worst.outcome == self.outcome);
        match (self.outcome, self.hooks.as_slice(), of_hooks) {
            (Outcome::Interrupted(_), ..) => alone("stopped by a signal".to_owned()),
            (Outcome::Skipped, ..) => alone("there is no webhook here".to_owned()),
            (Outcome::Misconfigured, ..) if !self.problems.is_empty() => {
                alone(format!("{} to fix", Count(self.problems.len(), "problem")))
            }
            (Outcome::Passed, [], _) => alone("passed without a webhook".to_owned()),
            (_, [one], Some(_)) => Heading { hook: Some(one), words: words(one) },
            (Outcome::Passed, hooks, _) => alone(format!("all {} webhooks passed", hooks.len())),
            (outcome, hooks, Some(_)) => {
                let alike = hooks.iter().filter(|hook| hook.outcome == outcome).count();
                alone(format!("{alike} of {} webhooks {}", hooks.len(), outcome.word()))
            }
            _ => alone(self.reason.title().to_owned()),
        }
    }
}

/// What follows a webhook's title.
pub(crate) fn words<T>(hook: &HookReport<T>) -> String {
    let tally = hook.tally();
    match (hook.outcome, tally.rules()) {
        (Outcome::Passed, 0) => " is alive".to_owned(),
        (Outcome::Passed, 1) => " meets its rule".to_owned(),
        (Outcome::Passed, rules) => format!(" meets {}", all(tally.held, rules)),
        (Outcome::Failed, rules) if tally.causes == 0 && tally.broken > 0 => {
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

/// The run in one sentence, for a log that shows no more.
pub(super) fn of(outcome: Outcome, hooks: &[HookReport], worst: Option<&HookReport>) -> Text {
    let Some(worst) = worst else { return "there was nothing to check".into() };
    if let Outcome::Interrupted(_) = outcome {
        return "stopped by a signal before every call was answered".into();
    }
    let alike = hooks.iter().filter(|hook| hook.outcome == worst.outcome).count();
    match (hooks.len(), outcome) {
        (1, _) => of_hook(worst),
        (n, Outcome::Passed) => text!("all {} webhooks are alive and meet their rules", n),
        (n, _) => {
            let words = Text::composed(&words(worst));
            text!("{} of {} webhooks {}; {}{}", alike, n, Ours(outcome.word()), worst.title(), words)
        }
    }
}

fn of_hook(hook: &HookReport) -> Text {
    let title = hook.title();
    let complaints = hook.complaints();
    let loud = complaints.iter().filter(|(_, finding)| finding.severity > Severity::Notice);
    let loud = loud.copied().collect::<Vec<_>>();
    let tally = hook.tally();
    match (hook.outcome, loud.as_slice()) {
        (Outcome::Passed, loud) => {
            let meets = match tally.held {
                0 => Text::from("accepts the webhook"),
                n => text!("meets {}", Count(n, "rule")),
            };
            let warnings = (!loud.is_empty()).then(|| text!(", with {}", Count(loud.len(), "warning")));
            text!("{} is alive and {}{}", title, meets, warnings)
        }
        (Outcome::Failed, loud) if tally.causes == 0 && tally.broken > 0 => {
            let errors = loud.iter().filter(|(_, finding)| finding.severity == Severity::Error);
            let errors = errors.copied().collect::<Vec<_>>();
            text!("{}{}: {}", title, Text::composed(&words(hook)), briefly(&errors))
        }
        (_, [(_, first), ..]) => {
            text!("{}: {}{}", title, first.what, and_more(loud.iter().map(|(ruling, _)| *ruling)))
        }
        (outcome, []) => text!("{}: {}", title, Ours(outcome.word())),
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
