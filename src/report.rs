//! The report: everything that a renderer may say, and nothing that it may not. Renderers read it and
//! compute nothing.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::time::Duration;

use crate::ledger::Problem;
use crate::outcome::Outcome;
use crate::policy::diff::Change;
use crate::quote::{Quote, Redactor};
use crate::reason::{Reason, Severity};
use crate::scan::Scan;
use crate::verdict::{self, Finding, Ruling, Verdict};

mod annotations;
pub mod azure;
pub mod console;
pub mod diff;
pub mod dotenv;
pub mod github;
mod hook;
pub mod json;
pub mod junit;
mod markdown;
pub mod merge;
pub mod outputs;
pub mod parse;
mod phrases;
pub mod sarif;
pub mod snapshot;
pub mod summary;
mod words;

#[cfg(test)]
pub(crate) mod samples;

use diff::Diff;
use hook::complaints;
pub use hook::{HookReport, PersonReport};

/// What a run has to say.
#[derive(Clone, Debug)]
pub struct Report {
    /// How it ended.
    pub outcome: Outcome,
    /// The reason that names it.
    pub reason: Reason,
    /// Whether a no exits 0.
    pub warn_only: bool,
    /// Whether a report could not be written.
    pub lost: bool,
    /// All of it in one sentence without a full stop.
    pub headline: String,
    /// One for each hook, in the order given.
    pub hooks: Vec<HookReport>,
    /// What was judged without a portal: the policy by the code.
    pub repository: Vec<Ruling>,
    /// How many calls in how many files were compared with the policy, where any code was.
    pub scanned: Option<(usize, usize)>,
    /// The policy beside its baseline, where there is one.
    pub diff: Option<Diff>,
    /// What was wrong with inputs and policy.
    pub problems: Vec<Problem>,
    /// What was read past.
    pub notices: Vec<Problem>,
    /// The policy file, where there is one.
    pub policy: Option<Quote>,
    /// Where GitHub shows the files of this commit: `https://…/blob/<sha>`.
    pub source: Option<String>,
    /// The JSON report's path.
    pub json_file: Option<Quote>,
    /// The whole run.
    pub elapsed: Duration,
}

impl Report {
    /// Adds what was judged without a portal. A no there is a no of the whole run, unless something
    /// worse is the matter, or the heavier reason names it already.
    #[must_use]
    pub fn with_repository(mut self, rulings: Vec<Ruling>) -> Self {
        let verdict = Verdict { rulings };
        let (outcome, reason) = (verdict.outcome(), verdict.reason());
        // A skip has its own reason, and only a no goes above it.
        let counts = outcome == Outcome::Failed || self.outcome == Outcome::Passed;
        if let Some(worst) = verdict.worst().filter(|_| counts) {
            let others = verdict.findings().filter(|finding| finding.severity == worst.severity).count();
            let more = if others > 1 { format!(", and {} more", others - 1) } else { String::new() };
            let headline = format!("{}{more}", worst.what);
            let heavier = self.outcome == outcome && reason < self.reason;
            let leads = self.outcome.rank() < outcome.rank() || heavier && outcome == Outcome::Failed;
            if leads || heavier {
                (self.outcome, self.reason) = (outcome, reason);
            }
            self.headline = if leads {
                format!("{headline}; {}", self.headline)
            } else {
                format!("{}; {headline}", self.headline)
            };
        }
        self.repository = verdict.rulings;
        self
    }

    /// Adds what was seen of the code: how much, and which calls fail with a hook that lacks a scope.
    #[must_use]
    pub fn with_scan(mut self, scan: &Scan) -> Self {
        self.scanned = Some((scan.calls.len(), scan.files));
        for hook in &mut self.hooks {
            if let Some(granted) = &hook.granted {
                let failing = verdict::code::failing(&hook.missing(), granted, scan);
                hook.rulings.extend(failing);
            }
        }
        self
    }

    /// Adds what the policy asks for otherwise than its baseline.
    #[must_use]
    pub fn with_diff(mut self, baseline: Quote, changes: Vec<Change>) -> Self {
        self.diff = Some(Diff::new(baseline, changes, &self.hooks));
        self
    }

    /// What was complained of without a portal, the most severe first.
    #[must_use]
    pub fn repository_complaints(&self) -> Vec<(&Ruling, &Finding)> {
        complaints(&self.repository)
    }

    /// A run that could not begin: nothing was sent.
    #[must_use]
    pub fn misconfigured(reason: Reason, problems: Vec<Problem>, notices: Vec<Problem>) -> Self {
        let headline = match problems.as_slice() {
            [one] => format!("{}; nothing was sent", one.what),
            many => format!("{} problems; nothing was sent", many.len()),
        };
        Self { problems, notices, ..Self::bare(Outcome::Misconfigured, reason, headline) }
    }

    /// A run of the offline checks only: passed when nothing else was wanted, skipped when there was no
    /// hook for the rest.
    #[must_use]
    pub fn offline(outcome: Outcome, headline: String, notices: Vec<Problem>) -> Self {
        let reason = if outcome == Outcome::Skipped { Reason::MissingHook } else { Reason::Ok };
        Self { notices, ..Self::bare(outcome, reason, headline) }
    }

    /// A run that tried its hooks; `signal` when one ended it.
    #[must_use]
    pub fn of_hooks(mut hooks: Vec<HookReport>, signal: Option<u8>, notices: Vec<Problem>) -> Self {
        if hooks.len() > 1 {
            for (index, hook) in hooks.iter_mut().enumerate() {
                hook.name.get_or_insert_with(|| format!("hook {}", index + 1));
            }
        }
        let worst = worst(&hooks);
        let (outcome, reason) = match signal {
            Some(signal) => (Outcome::Interrupted(signal), Reason::Interrupted),
            None => worst.map_or((Outcome::Passed, Reason::Ok), |hook| (hook.outcome, hook.reason)),
        };
        let headline = phrases::headline(outcome, &hooks, worst);
        Self { hooks, notices, ..Self::bare(outcome, reason, headline) }
    }

    fn bare(outcome: Outcome, reason: Reason, headline: String) -> Self {
        Self {
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
        }
    }

    /// Leaves out who and where.
    pub fn hide(&mut self) {
        self.hooks.iter_mut().for_each(HookReport::hide);
    }

    /// Takes out what nobody may read, before any renderer escapes it into another spelling. Quotes were
    /// cleaned of secrets at birth; the texts around them, and what is private, are cleaned here.
    pub fn scrub(&mut self, redactor: &Redactor) {
        let private = Redactor::of_private(self.hooks.iter().flat_map(|hook| hook.private.iter().cloned()));
        let problems = self.problems.iter_mut().chain(&mut self.notices);
        let mut texts =
            problems.flat_map(|problem| [&mut problem.what, &mut problem.advice]).collect::<Vec<_>>();
        texts.push(&mut self.headline);
        for change in self.diff.iter_mut().flat_map(|diff| &mut diff.changes) {
            texts.extend([&mut change.what, &mut change.advice]);
            texts.extend(&mut change.lines);
        }
        let mut rulings = vec![&mut self.repository];
        for hook in &mut self.hooks {
            texts.extend(&mut hook.name);
            texts.extend(&mut hook.portal);
            texts.extend(&mut hook.moved_to);
            hook.license = hook.license.take().map(|license| Quote::new(license.as_str(), &private));
            rulings.push(&mut hook.rulings);
        }
        let findings = rulings.into_iter().flatten().filter_map(|ruling| ruling.finding.as_mut());
        texts.extend(findings.flat_map(|finding| [&mut finding.what, &mut finding.advice]));
        for text in texts {
            for redactor in [redactor, &private] {
                if let Cow::Owned(clean) = redactor.clean(text) {
                    *text = clean;
                }
            }
        }
    }

    /// Takes note of a report that could not be written. A pass that cannot be told becomes a mistake;
    /// a no stays a no.
    pub fn lose(&mut self, problem: Problem) {
        if self.outcome.code() == 0 {
            (self.outcome, self.reason) = (Outcome::Misconfigured, Reason::Config);
            self.headline = format!("{}, but {}", self.headline, problem.what);
        }
        self.lost = true;
        self.problems.push(problem);
    }

    /// The process exit code.
    #[must_use]
    pub fn code(&self) -> u8 {
        let code = if self.warn_only { self.outcome.lenient_code() } else { self.outcome.code() };
        if self.lost && code == 0 { Outcome::Misconfigured.code() } else { code }
    }

    /// The hook that the single-valued outputs speak of: the worst, the first among equals.
    #[must_use]
    pub fn worst(&self) -> Option<&HookReport> {
        worst(&self.hooks)
    }

    /// Each reason that something was complained of with, once, the heaviest first.
    #[must_use]
    pub fn reasons(&self) -> BTreeSet<Reason> {
        let rulings = self.hooks.iter().flat_map(|hook| &hook.rulings).chain(&self.repository);
        let findings = rulings.filter_map(|ruling| ruling.finding.as_ref());
        let mut reasons = findings
            .filter(|finding| finding.severity > Severity::Notice)
            .map(|finding| finding.reason)
            .collect::<BTreeSet<_>>();
        // A skip is explained by its own sentence, and nothing is to be mended.
        if self.reason != Reason::Ok && self.outcome != Outcome::Skipped {
            reasons.insert(self.reason);
        }
        reasons
    }
}

fn worst(hooks: &[HookReport]) -> Option<&HookReport> {
    // `min_by_key` keeps the first of equals.
    hooks.iter().min_by_key(|hook| {
        let heaviest = hook.complaints().first().map(|(_, finding)| finding.severity);
        (std::cmp::Reverse((hook.outcome.rank(), heaviest)), hook.reason)
    })
}
