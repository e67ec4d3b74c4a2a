//! The reports of several machines → one report. Pure.

use std::collections::BTreeSet;

use crate::ledger::{Origin, Problem};
use crate::outcome::Outcome;
use crate::reason::Reason;
use crate::text::Text;
use crate::text::names::named;
use crate::text::redactor::STARS;

use super::diff::Diff;
use super::{HookReport, Report};

/// The report of one machine.
pub(crate) struct Share {
    /// The report's file.
    pub file: Text,
    /// The report, or why there is none.
    pub report: Result<Report, Text>,
}

/// Merges the reports, the hooks in the order given. An unusable share, or a hook of `expected` that no share
/// covers, turns a pass into a mistake: a lost job must not pass.
#[must_use]
pub(crate) fn merge(shares: Vec<Share>, expected: &[String]) -> Report {
    let mut lost = Vec::new();
    let mut usable = Vec::new();
    for Share { file, report } in shares {
        match report {
            Ok(report) => usable.push((file, report)),
            Err(why) => lost.push(Problem::new(
                Origin::file(file),
                text!("the share's report cannot be used: {}", why),
                "look at the job that was to write it; all of them must run the same version",
            )),
        }
    }
    lost.extend(duplicates(&usable));
    lost.extend(missing(&usable, expected));
    let mut report = match usable.len() {
        0 => Report::bare(Outcome::Misconfigured, Reason::Config, "no share has a usable report".into()),
        1 => usable.remove(0).1,
        _ => joined(usable),
    };
    for problem in lost {
        report.lose(problem);
    }
    report
}

/// What several shares report alike is kept once.
fn joined(usable: Vec<(Text, Report)>) -> Report {
    let mut whole = Report::of_hooks(Vec::new(), None, Vec::new());
    let (mut hooks, mut worst, mut skipped, mut repository) = (Vec::new(), None, Vec::new(), Vec::new());
    for (file, mut report) in usable {
        hooks.append(&mut report.hooks);
        add(&mut repository, std::mem::take(&mut report.repository));
        add(&mut whole.problems, std::mem::take(&mut report.problems));
        add(&mut whole.notices, std::mem::take(&mut report.notices));
        whole.private.append(&mut report.private);
        match (&mut whole.diff, report.diff.take()) {
            (Some(whole), Some(diff)) => add_changes(whole, diff),
            (whole, diff) => *whole = whole.take().or(diff),
        }
        whole.scanned = whole.scanned.or(report.scanned);
        whole.policy = whole.policy.take().or(report.policy.take());
        whole.elapsed = whole.elapsed.max(report.elapsed);
        whole.lost |= report.lost;
        if report.outcome == Outcome::Skipped {
            let what = text!("the share was skipped: {}", report.headline);
            skipped.push(Problem::new(Origin::file(file.clone()), what, ""));
        }
        // The first of equal ones.
        if worst
            .as_ref()
            .is_none_or(|(_, worst): &(Text, Report)| report.outcome.rank() > worst.outcome.rank())
        {
            worst = Some((file, report));
        }
    }
    if let Some(diff) = &mut whole.diff {
        diff.advise(&hooks);
    }
    let Some((file, worst)) = worst else { return whole };
    if hooks.is_empty() {
        // No portal was asked, so the shares differ by their problems.
        let Report { outcome, reason, headline, .. } = worst;
        return Report { outcome, reason, headline, repository, ..whole };
    }
    let signal = if let Outcome::Interrupted(signal) = worst.outcome { Some(signal) } else { None };
    let Report { outcome, reason, headline, hooks, .. } = Report::of_hooks(hooks, signal, Vec::new());
    let mut whole = Report { outcome, reason, headline, hooks, ..whole }.with_repository(repository);
    if worst.outcome.rank() > whole.outcome.rank() && worst.outcome != Outcome::Skipped {
        (whole.outcome, whole.reason) = (worst.outcome, worst.reason);
        whole.headline = text!("{} ({}); {}", worst.headline, file, whole.headline);
    }
    whole.notices.append(&mut skipped);
    whole
}

/// Adds what no earlier share has reported. What one share reports twice stays twice.
fn add<T: Ord>(all: &mut Vec<T>, more: Vec<T>) {
    let known = all.iter().collect::<BTreeSet<_>>();
    let is_new = more.iter().map(|item| !known.contains(item)).collect::<Vec<_>>();
    all.extend(more.into_iter().zip(is_new).filter(|(_, is_new)| *is_new).map(|(item, _)| item));
}

/// The same for changes, whose advice is about each share's own hooks.
fn add_changes(whole: &mut Diff, more: Diff) {
    let without_advice = |mut diff: Diff| {
        diff.advise(&[]);
        diff.changes
    };
    let mut changes =
        without_advice(std::mem::replace(whole, Diff { baseline: more.baseline.clone(), changes: vec![] }));
    add(&mut changes, without_advice(more));
    whole.changes = changes;
}

/// Hooks in two reports. One that is starred could be any.
fn duplicates(usable: &[(Text, Report)]) -> Vec<Problem> {
    let mut known = BTreeSet::new();
    let named = usable.iter().flat_map(|(file, report)| report.hooks.iter().map(move |hook| (file, hook)));
    let twice = named.filter_map(|(file, hook)| {
        let name = hook.name.as_ref().filter(|_| !is_starred(hook))?;
        (!known.insert(name)).then(|| {
            let what = text!("the webhook `{}` is in two reports", name);
            let advice = "give each share hooks of its own, and each report once";
            Problem::new(Origin::file(file.clone()), what, advice)
        })
    });
    twice.collect()
}

/// Hooks in no report. Each that is starred may be one of them.
fn missing(usable: &[(Text, Report)], expected: &[String]) -> Option<Problem> {
    let hooks = || usable.iter().flat_map(|(_, report)| &report.hooks);
    let names = hooks().filter_map(|hook| Some(hook.name.as_ref()?.reveal())).collect::<BTreeSet<_>>();
    let missing = expected.iter().filter(|name| !names.contains(*name)).collect::<Vec<_>>();
    if missing.len() <= hooks().filter(|hook| is_starred(hook)).count() {
        return None;
    }
    let what = text!("no report covers {}", named(missing));
    Some(Problem::new(Origin::setting("merge"), what, "look at the jobs that were to check them"))
}

fn is_starred(hook: &HookReport) -> bool {
    hook.name.as_ref().is_some_and(|name| name.reveal().contains(STARS))
}

#[cfg(test)]
mod tests;
