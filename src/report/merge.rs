//! The reports of several machines → one report. Pure.

use std::collections::BTreeSet;

use crate::ledger::{Origin, Problem};
use crate::outcome::Outcome;
use crate::reason::Reason;
use crate::text::Text;

use super::diff::Diff;
use super::{Report, Writer};

mod identity;

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
                "check the job that writes it; all jobs must run the same version of b24-ping",
            )),
        }
    }
    lost.extend(identity::duplicates(&usable));
    lost.extend(identity::missing(&usable, expected));
    let mut report = match usable.len() {
        0 => Report::bare(
            Outcome::Misconfigured,
            Reason::Config,
            Text::from("no share has a usable report").into(),
        ),
        1 => usable.remove(0).1,
        _ => joined(usable),
    };
    if expected.is_empty() {
        report.notices.extend(identity::uncovered(&report));
    }
    for problem in lost {
        report.lose(problem);
    }
    report
}

/// What several shares report alike is kept once.
fn joined(usable: Vec<(Text, Report)>) -> Report {
    let given = identity::one_list(&usable);
    let mut whole = Report { given, ..Report::of_hooks(Vec::new(), None, Vec::new()) };
    let (mut hooks, mut worst, mut skipped, mut repository) = (Vec::new(), None, Vec::new(), Vec::new());
    for (file, mut report) in usable {
        // Hooks without names are counted anew: each machine counts its own.
        report.hooks.iter_mut().filter(|hook| identity::is_counted(hook)).for_each(|hook| hook.name = None);
        hooks.append(&mut report.hooks);
        add(&mut repository, std::mem::take(&mut report.repository));
        add(&mut whole.problems, std::mem::take(&mut report.problems));
        add(&mut whole.warnings, std::mem::take(&mut report.warnings));
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
            let what = text!("the share was skipped: {}", report.headline.text);
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
        whole.headline = text!("{} ({}); {}", worst.headline.text, file, whole.headline.text).into();
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

/// Whether a report is a share: what `check` has written of all the hooks that it was to ask, each with its number.
///
/// # Errors
///
/// Why it is none.
pub(crate) fn share(report: Report) -> Result<Report, &'static str> {
    let numbers = report.hooks.iter().map(|hook| hook.number).chain([report.given.map(|given| given + 1)]);
    let is_ordered =
        numbers.clone().all(|number| number > Some(0)) && numbers.is_sorted_by(|one, next| one < next);
    match (report.command, report.outcome) {
        (Writer::Lint | Writer::Merge | Writer::Snapshot, _) => Err("it is not the report of a `check`"),
        (Writer::Check, Outcome::Passed) if report.hooks.is_empty() => Err("it passed without a webhook"),
        (Writer::Check, Outcome::Skipped) if !report.hooks.is_empty() => {
            Err("it skipped webhooks that it asked")
        }
        (Writer::Check, _) if !report.hooks.is_empty() && !is_ordered => {
            Err("it does not number its webhooks")
        }
        (Writer::Check, _) => Ok(report),
    }
}

#[cfg(test)]
mod tests;
