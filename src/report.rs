//! The report: everything that a renderer may show. It is composed of texts, and sealed before it is rendered:
//! renderers take a [`Sealed`] one and compute nothing.

use std::collections::BTreeSet;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::ledger::Problem;
use crate::outcome::Outcome;
use crate::reason::{Reason, Severity};
use crate::text::printable::Safe;
use crate::text::redactor::Redactor;
use crate::text::seal::{Quote, Seal, seal_as_is, seal_fields};
use crate::text::{Ours, Text};
use crate::verdict::{Finding, Ruling};

pub(crate) mod diff;
pub(crate) mod headline;
mod hook;
mod loss;
pub(crate) mod matrix;
pub(crate) mod merge;
mod repository;
mod room;
#[cfg(test)]
pub(crate) mod samples;
mod tally;
pub(crate) mod v1;

use diff::Diff;
use headline::NOTHING_SENT;
pub use headline::{Headline, Lead};
use hook::complaints;
pub use hook::{HookReport, PersonReport};
pub(crate) use room::Room;
pub(crate) use tally::Tally;

/// The report of a run.
#[derive(Clone, Debug)]
pub struct Report<T = Text> {
    /// The command that wrote it.
    pub command: Writer,
    /// A word that no other run has; `None` until it is delivered.
    pub run: Option<T>,
    /// Hooks in the list that the run was given, those included that it left out; `None` where none was asked.
    pub given: Option<usize>,
    /// How it ended.
    pub outcome: Outcome,
    /// The reason that names it.
    pub reason: Reason,
    /// Whether a failure exits with 0.
    pub warn_only: bool,
    /// Whether a report could not be written.
    pub lost: bool,
    /// The run in one sentence.
    pub headline: Headline<T>,
    /// One for each hook, in the order given.
    pub hooks: Vec<HookReport<T>>,
    /// Rulings without a portal: the policy by the code and by its baseline.
    pub repository: Vec<Ruling<T>>,
    /// Calls and files that were compared with the policy, if any code was.
    pub scanned: Option<(usize, usize)>,
    /// The policy compared with its baseline, if there is one.
    pub diff: Option<Diff<T>>,
    /// Problems of inputs and policy.
    pub problems: Vec<Problem<T>>,
    /// Warnings on inputs and policy.
    pub warnings: Vec<Problem<T>>,
    /// Notices on inputs and policy.
    pub notices: Vec<Problem<T>>,
    /// The policy file, if any.
    pub policy: Option<T>,
    /// The URL of this commit's files on GitHub: `https://…/blob/<sha>`.
    pub source: Option<T>,
    /// The page that explains the reasons, an anchor each: `https://…/docs/reasons.md`.
    pub documentation: Option<T>,
    /// The JSON report's path.
    pub json_file: Option<T>,
    /// Duration of the run.
    pub elapsed: Duration,
    /// Hosts and names that its other texts may hold; none in a sealed one that hides them.
    pub private: BTreeSet<T>,
}

/// The commands that write reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Writer {
    /// `check`.
    Check,
    /// `snapshot --check`.
    Snapshot,
    /// `lint`.
    Lint,
    /// `merge`.
    Merge,
}

seal_as_is!(Writer);

impl Sealed {
    /// The address of what is known about a reason.
    #[must_use]
    pub fn page_of(&self, reason: Reason) -> Option<String> {
        self.documentation.as_ref().map(|page| format!("{page}#{}", reason.id()))
    }
}

/// A report that is safe to show.
pub type Sealed = Report<Quote>;

impl Safe for Sealed {}

seal_fields!(Report {
    command,
    run,
    given,
    outcome,
    reason,
    warn_only,
    lost,
    headline,
    hooks,
    repository,
    scanned,
    diff,
    problems,
    warnings,
    notices,
    policy,
    source,
    documentation,
    json_file,
    elapsed,
    private,
});

impl Report {
    /// A run that could not begin.
    #[must_use]
    pub fn misconfigured(reason: Reason, problems: Vec<Problem>, notices: Vec<Problem>) -> Self {
        let headline = match problems.as_slice() {
            [one] => {
                let text = text!("{}: {}", one.origin, one.what);
                Headline { lead: Some(Lead::Problem(one.clone())), ..text.into() }
            }
            many => text!("{} problems", many.len()).into(),
        };
        Self { problems, notices, ..Self::bare(Outcome::Misconfigured, reason, headline) }
    }

    /// Says that no portal was asked, where somebody might think so.
    #[must_use]
    pub fn and_nothing_sent(mut self) -> Self {
        self.headline.text = text!("{}{}", self.headline.text, Ours(NOTHING_SENT));
        self.headline.unsent = true;
        self
    }

    /// A run of the offline checks only: passed if nothing else was requested, skipped if there was no hook
    /// for the rest.
    #[must_use]
    pub fn offline(outcome: Outcome, headline: impl Into<Text>, notices: Vec<Problem>) -> Self {
        let reason = if outcome == Outcome::Skipped { Reason::MissingHook } else { Reason::Ok };
        Self { notices, ..Self::bare(outcome, reason, headline.into().into()) }
    }

    /// A run that probed its hooks; `signal` if one ended it.
    #[must_use]
    pub fn of_hooks(mut hooks: Vec<HookReport>, signal: Option<u8>, notices: Vec<Problem>) -> Self {
        if hooks.len() > 1 {
            for (index, hook) in hooks.iter_mut().enumerate() {
                hook.name.get_or_insert_with(|| text!("webhook {}", index + 1));
            }
        }
        let worst = worst(&hooks);
        let (outcome, reason) = match signal {
            Some(signal) => (Outcome::Interrupted(signal), Reason::Interrupted),
            None => worst.map_or((Outcome::Passed, Reason::Ok), |hook| (hook.outcome, hook.reason)),
        };
        let mut report = Self { hooks, notices, ..Self::bare(outcome, reason, Text::default().into()) };
        report.headline = headline::of(outcome, &report.hooks, report.worst(), report.tally());
        report
    }

    /// With these warnings.
    #[must_use]
    pub(crate) fn warned(self, warnings: Vec<Problem>) -> Self {
        let mut warned = Self { warnings, ..self };
        warned.recount();
        warned
    }

    fn bare(outcome: Outcome, reason: Reason, headline: Headline) -> Self {
        Self {
            command: Writer::Check,
            run: None,
            given: None,
            outcome,
            reason,
            warn_only: false,
            lost: false,
            headline,
            hooks: Vec::new(),
            repository: Vec::new(),
            scanned: None,
            diff: None,
            problems: Vec::new(),
            warnings: Vec::new(),
            notices: Vec::new(),
            policy: None,
            source: None,
            documentation: None,
            json_file: None,
            elapsed: Duration::ZERO,
            private: BTreeSet::new(),
        }
    }

    /// Makes it safe to show; also returns the redactor that did, for what is said beside it. What is private in one
    /// text is hidden in all of them.
    #[must_use]
    pub fn sealed(mut self, redactor: &Redactor) -> (Sealed, Redactor) {
        if redactor.hides() {
            self.hooks.iter_mut().for_each(HookReport::hide);
        }
        let redactor = redactor.hiding_lists(self.hooks.iter().flat_map(HookReport::lists));
        let mut private = BTreeSet::new();
        self.confide(&mut private);
        if !redactor.hides() {
            self.private = private.into_iter().map(Text::private).collect();
            return (self.seal(&redactor), redactor);
        }
        self.private.clear();
        let redactor = redactor.hiding(private);
        (self.seal(&redactor), redactor)
    }
}

impl<T> Report<T> {
    /// Whether a check failed without a webhook, of which nothing is known therefore.
    #[must_use]
    pub fn is_half(&self) -> bool {
        self.command == Writer::Check && self.outcome == Outcome::Failed && self.hooks.is_empty()
    }

    /// The process exit code.
    #[must_use]
    pub fn code(&self) -> u8 {
        let code = if self.warn_only { self.outcome.lenient_code() } else { self.outcome.code() };
        if self.lost && code == 0 { Outcome::Misconfigured.code() } else { code }
    }

    /// Findings without a portal, the most severe first.
    #[must_use]
    pub fn repository_complaints(&self) -> Vec<(&Ruling<T>, &Finding<T>)> {
        complaints(&self.repository)
    }

    /// The hook of the single-valued outputs: the worst, the first of equal ones.
    #[must_use]
    pub fn worst(&self) -> Option<&HookReport<T>> {
        worst(&self.hooks)
    }

    /// Each reason of a finding, once, the heaviest first.
    #[must_use]
    pub fn reasons(&self) -> BTreeSet<Reason> {
        let rulings = self.hooks.iter().flat_map(|hook| &hook.rulings).chain(&self.repository);
        let findings = rulings.filter_map(|ruling| ruling.finding.as_ref());
        let mut reasons = findings
            .filter(|finding| finding.severity > Severity::Notice)
            .map(|finding| finding.reason)
            .collect::<BTreeSet<_>>();
        // A skip's headline explains it, and there is nothing to fix.
        if self.reason != Reason::Ok && self.outcome != Outcome::Skipped {
            reasons.insert(self.reason);
        }
        reasons
    }
}

fn worst<T>(hooks: &[HookReport<T>]) -> Option<&HookReport<T>> {
    // `min_by_key` keeps the first of equal ones.
    hooks.iter().min_by_key(|hook| {
        let heaviest = hook.complaints().first().map(|(_, finding)| finding.severity);
        (std::cmp::Reverse((hook.outcome.rank(), heaviest)), hook.reason)
    })
}
