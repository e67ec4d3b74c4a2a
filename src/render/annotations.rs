//! Annotations on the policy's lines or on top of a run, the most severe first. Their syntax is in
//! [`github`](super::github) and [`azure`](super::azure).

use std::ptr;

use crate::ledger::{Origin, Problem};
use crate::outcome::Outcome;
use crate::policy::diff::ChangeKind;
use crate::reason::Severity;
use crate::text::WithHelp;
use crate::text::seal::Quote;

use crate::report::Sealed;
use crate::report::diff::ChangeReport;
use crate::verdict::{Finding, Ruling};

/// The runner keeps ten of each level a step (actions/runner, `ExecutionContext.cs`); readers want no more in
/// all.
const MAX: usize = 10;

pub(crate) struct Annotation<'r> {
    pub severity: Severity,
    pub origin: Option<Origin<Quote>>,
    pub title: String,
    pub message: String,
    /// What it is about; `None` for the run.
    pub item: Option<Item<'r>>,
}

/// A part of a report.
#[derive(Clone, Copy)]
pub(crate) enum Item<'r> {
    Problem(&'r Problem<Quote>),
    Finding(&'r Ruling<Quote>),
    Change(&'r ChangeReport<Quote>),
}

impl Item<'_> {
    /// Whether both are the same part, and not only alike.
    pub(super) fn is(self, other: Item<'_>) -> bool {
        match (self, other) {
            (Self::Problem(one), Item::Problem(other)) => ptr::eq(one, other),
            (Self::Finding(one), Item::Finding(other)) => ptr::eq(one, other),
            (Self::Change(one), Item::Change(other)) => ptr::eq(one, other),
            _ => false,
        }
    }
}

/// At most [`MAX`]; the last one counts the omitted ones.
pub(crate) fn of(report: &Sealed) -> Vec<Annotation<'_>> {
    let (mut loudest, mut all) = (Vec::<Annotation<'_>>::new(), 0);
    each(report, |annotation| {
        all += 1;
        let place = loudest.partition_point(|other| other.severity >= annotation.severity);
        loudest.insert(place, annotation);
        loudest.truncate(MAX);
    });
    if all > MAX {
        let severity = loudest[MAX - 1].severity;
        loudest.truncate(MAX - 1);
        let message = format!("{} more are in the step summary and in the log", all - (MAX - 1));
        loudest.push(Annotation {
            severity,
            origin: None,
            title: "b24-ping".to_owned(),
            message,
            item: None,
        });
    }
    loudest
}

/// What those are about that are at least so severe.
pub(super) fn items(report: &Sealed, least: Severity) -> Vec<Item<'_>> {
    let shown = of(report).into_iter().filter(|annotation| annotation.severity >= least);
    shown.filter_map(|annotation| annotation.item).collect()
}

/// Of a finding; `name` is its webhook's where there are several.
fn message(name: Option<&str>, ruling: &Ruling<Quote>, finding: &Finding<Quote>) -> String {
    let name = name.map(|name| format!("{name}: ")).unwrap_or_default();
    let why = ruling.why.as_ref().map(|why| format!(" – why: {why}")).unwrap_or_default();
    format!("{name}{}{why}", WithHelp(&finding.what, &finding.advice))
}

/// One after the other, since there may be very many.
fn each<'r>(report: &'r Sealed, mut take: impl FnMut(Annotation<'r>)) {
    let title = |what: &str| format!("b24-ping: {what}");
    let of_problem = |problem: &'r Problem<Quote>, severity, what: &str| Annotation {
        severity,
        origin: Some(problem.origin.clone()),
        title: title(what),
        message: problem.to_string(),
        item: Some(Item::Problem(problem)),
    };
    report.problems.iter().for_each(|p| take(of_problem(p, Severity::Error, report.reason.id())));
    let several = report.hooks.len() > 1;
    let named = report.hooks.iter().map(|hook| (several.then(|| hook.title()), hook.complaints()));
    for (name, complaints) in [(None, report.repository_complaints())].into_iter().chain(named) {
        for (ruling, finding) in complaints {
            let message = message(name.as_deref(), ruling, finding);
            let (severity, origin) = (finding.severity, ruling.origin.clone());
            let item = Some(Item::Finding(ruling));
            take(Annotation { severity, origin, title: title(finding.reason.id()), message, item });
        }
    }
    for change in
        report.diff.iter().flat_map(|diff| &diff.changes).filter(|change| change.kind != ChangeKind::Weakened)
    {
        let message = WithHelp(&change.what, &change.advice).to_string();
        let origin = Some(change.origin.clone());
        let item = Some(Item::Change(change));
        take(Annotation { severity: Severity::Notice, origin, title: title("policy"), message, item });
    }
    match report.outcome {
        Outcome::Skipped => take(Annotation {
            severity: Severity::Notice,
            origin: None,
            title: title("skipped"),
            message: report.headline.text.to_string(),
            item: None,
        }),
        Outcome::Interrupted(_) => take(Annotation {
            severity: Severity::Error,
            origin: None,
            title: title(report.reason.id()),
            message: report.headline.text.to_string(),
            item: None,
        }),
        _ => {}
    }
    report.warnings.iter().for_each(|p| take(of_problem(p, Severity::Warning, "warning")));
    // A skip is one notice; other notices stay in the log.
    if report.outcome != Outcome::Skipped {
        report.notices.iter().for_each(|p| take(of_problem(p, Severity::Notice, "notice")));
    }
}

/// A path in its repository: `workspace` is cut off absolute paths.
pub(super) fn relative<'a>(file: &'a str, workspace: Option<&str>) -> &'a str {
    let inside = workspace.and_then(|root| file.strip_prefix(root.trim_end_matches('/'))?.strip_prefix('/'));
    inside.unwrap_or(file.strip_prefix("./").unwrap_or(file))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::samples;

    #[test]
    fn there_are_at_most_ten_and_the_tenth_counts_the_rest() {
        let (_, report) = samples::sealed().into_iter().find(|(name, _)| *name == "misconfigured").unwrap();
        let annotations = of(&report);
        assert_eq!(annotations.len(), MAX);
        // Fourteen problems and a notice; nine are shown.
        assert_eq!(annotations[9].message, "6 more are in the step summary and in the log");
        assert_eq!(annotations[9].severity, Severity::Error);
    }

    #[test]
    fn paths_are_those_of_the_repository() {
        assert_eq!(relative("/github/workspace/.github/p.yml", Some("/github/workspace")), ".github/p.yml");
        assert_eq!(
            relative("/github/workspace2/p.yml", Some("/github/workspace")),
            "/github/workspace2/p.yml"
        );
        assert_eq!(relative("./p.yml", None), "p.yml");
    }
}
