//! The report: everything that a renderer may show. It is composed of texts, and sealed before it is rendered:
//! renderers take a [`Sealed`] one and compute nothing.

use std::collections::BTreeSet;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::ledger::Problem;
use crate::outcome::Outcome;
use crate::policy::diff::Change;
use crate::reason::{Reason, Severity};
use crate::scan::Scan;
use crate::scope::Scope;
use crate::text::Text;
use crate::text::printable::Safe;
use crate::text::redactor::Redactor;
use crate::text::seal::{Quote, Seal, seal_as_is, seal_fields};
use crate::verdict::{self, Finding, Ruling, Verdict};

pub(crate) mod diff;
mod headline;
mod hook;
pub(crate) mod merge;
mod room;
#[cfg(test)]
pub(crate) mod samples;
pub(crate) mod v1;

use diff::Diff;
use hook::complaints;
pub use hook::{HookReport, PersonReport};
pub(crate) use room::Room;

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
    /// One sentence without a full stop.
    pub headline: T,
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
    /// Notices on inputs and policy.
    pub notices: Vec<Problem<T>>,
    /// The policy file, if any.
    pub policy: Option<T>,
    /// The URL of this commit's files on GitHub: `https://…/blob/<sha>`.
    pub source: Option<T>,
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
    notices,
    policy,
    source,
    json_file,
    elapsed,
    private,
});

impl Report {
    /// Adds rulings without a portal. A failure there fails the run, unless something worse is the matter, or
    /// the heavier reason names it already.
    #[must_use]
    pub fn with_repository(mut self, rulings: Vec<Ruling>) -> Self {
        let verdict = Verdict { rulings }.within(room::REPOSITORY, "checks");
        let (outcome, reason) = (verdict.outcome(), verdict.reason());
        // A skip has its own reason, and only a failure outranks it.
        let counts = outcome == Outcome::Failed || self.outcome == Outcome::Passed;
        if let Some(worst) = verdict.worst().filter(|_| counts) {
            let alike = verdict.rulings.iter().filter(|ruling| {
                ruling.finding.as_ref().is_some_and(|finding| finding.severity == worst.severity)
            });
            let headline = text!("{}{}", worst.what, headline::and_more(alike));
            let heavier = self.outcome == outcome && reason < self.reason;
            let leads = self.outcome.rank() < outcome.rank() || heavier && outcome == Outcome::Failed;
            if leads || heavier {
                (self.outcome, self.reason) = (outcome, reason);
            }
            let (first, second) =
                if leads { (&headline, &self.headline) } else { (&self.headline, &headline) };
            self.headline = text!("{}; {}", first, second);
        }
        self.repository = verdict.rulings;
        self
    }

    /// Adds the counts of calls and files, and the calls that a missing scope breaks.
    #[must_use]
    pub fn with_scan(mut self, scan: &Scan) -> Self {
        self.scanned = Some((scan.count(), scan.files));
        let room = Room::of(self.hooks.len()).calls;
        for hook in &mut self.hooks {
            if let Some(granted) = &hook.granted {
                let scopes = |texts: &mut dyn Iterator<Item = &Text>| -> BTreeSet<Scope> {
                    texts.filter_map(|text| Scope::as_sent(&text.reveal())).collect()
                };
                let (missing, granted) =
                    (scopes(&mut hook.missing().into_iter()), scopes(&mut granted.iter()));
                // One may be both, where the portal's answers disagree.
                let rulings = verdict::calls::failing(&missing, &(&granted - &missing), scan);
                hook.rulings.extend(Verdict { rulings }.within(room, "calls that fail").rulings);
            }
        }
        self
    }

    /// Adds the changes since the baseline.
    #[must_use]
    pub fn with_diff(mut self, baseline: Text, changes: Vec<Change>) -> Self {
        self.diff = Some(Diff::new(baseline, changes, &self.hooks));
        self
    }

    /// A run that could not begin: nothing was sent.
    #[must_use]
    pub fn misconfigured(reason: Reason, problems: Vec<Problem>, notices: Vec<Problem>) -> Self {
        let headline = match problems.as_slice() {
            [one] => text!("{}; nothing was sent", one.what),
            many => text!("{} problems; nothing was sent", many.len()),
        };
        Self { problems, notices, ..Self::bare(Outcome::Misconfigured, reason, headline) }
    }

    /// A run of the offline checks only: passed if nothing else was requested, skipped if there was no hook
    /// for the rest.
    #[must_use]
    pub fn offline(outcome: Outcome, headline: impl Into<Text>, notices: Vec<Problem>) -> Self {
        let reason = if outcome == Outcome::Skipped { Reason::MissingHook } else { Reason::Ok };
        Self { notices, ..Self::bare(outcome, reason, headline.into()) }
    }

    /// A run that probed its hooks; `signal` if one ended it.
    #[must_use]
    pub fn of_hooks(mut hooks: Vec<HookReport>, signal: Option<u8>, notices: Vec<Problem>) -> Self {
        if hooks.len() > 1 {
            for (index, hook) in hooks.iter_mut().enumerate() {
                hook.name.get_or_insert_with(|| text!("hook {}", index + 1));
            }
        }
        let worst = worst(&hooks);
        let (outcome, reason) = match signal {
            Some(signal) => (Outcome::Interrupted(signal), Reason::Interrupted),
            None => worst.map_or((Outcome::Passed, Reason::Ok), |hook| (hook.outcome, hook.reason)),
        };
        let headline = headline::of(outcome, &hooks, worst);
        Self { hooks, notices, ..Self::bare(outcome, reason, headline) }
    }

    fn bare(outcome: Outcome, reason: Reason, headline: Text) -> Self {
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
            notices: Vec::new(),
            policy: None,
            source: None,
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

    /// Notes a report that could not be written. A pass becomes a mistake; a failure stays a failure.
    pub fn lose(&mut self, problem: Problem) {
        if self.is_overruled() {
            self.headline = text!("{}, but {}", self.headline, problem.what);
        }
        self.problems.push(problem);
    }
}

impl Sealed {
    /// The same for a sealed report.
    pub fn lose_sealed(&mut self, problem: Problem, redactor: &Redactor) {
        let problem = problem.seal(redactor);
        if self.is_overruled() {
            self.headline = text!("{}, but {}", self.headline, problem.what).seal(redactor);
        }
        self.problems.push(problem);
    }
}

impl<T> Report<T> {
    /// Notes a lost report; whether that turns a pass into a mistake.
    fn is_overruled(&mut self) -> bool {
        self.lost = true;
        let passed = self.outcome.code() == 0;
        if passed {
            (self.outcome, self.reason) = (Outcome::Misconfigured, Reason::Config);
        }
        passed
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
