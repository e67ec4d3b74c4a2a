//! How many findings and rules there are, for a line above them.

use std::ops::AddAssign;

use super::{HookReport, Report};
use crate::reason::Severity;
use crate::verdict::{Aspect, Ruling, Standing};

/// Numbers of one webhook, or of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Findings that fail it, and problems.
    pub errors: usize,
    /// Findings that do not.
    pub warnings: usize,
    /// For information.
    pub notices: usize,
    /// Rules that hold.
    pub held: usize,
    /// Rules that do not hold, which fails it.
    pub broken: usize,
    /// Rules that could not be judged.
    pub unknown: usize,
    /// Errors that no rule demanded to look for: a portal that is closed.
    pub causes: usize,
}

impl Tally {
    /// Every rule.
    #[must_use]
    pub fn rules(self) -> usize {
        self.held + self.broken + self.unknown
    }

    fn add<T>(&mut self, ruling: &Ruling<T>) {
        let severity = ruling.finding.as_ref().map(|finding| finding.severity);
        match severity {
            Some(Severity::Error) => self.errors += 1,
            Some(Severity::Warning) => self.warnings += 1,
            Some(Severity::Notice) => self.notices += 1,
            None => {}
        }
        if ruling.is_rule() {
            match (ruling.standing, severity) {
                (Standing::Held, None) => self.held += 1,
                (Standing::Unknown, _) => self.unknown += 1,
                (_, Some(Severity::Error)) => self.broken += 1,
                _ => {}
            }
        } else if severity == Some(Severity::Error) {
            self.causes += 1;
        }
    }

    fn of<'r, T: 'r>(rulings: impl IntoIterator<Item = &'r Ruling<T>>) -> Self {
        let mut tally = Self::default();
        for ruling in rulings {
            tally.add(ruling);
        }
        tally
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.errors += other.errors;
        self.warnings += other.warnings;
        self.notices += other.notices;
        self.held += other.held;
        self.broken += other.broken;
        self.unknown += other.unknown;
        self.causes += other.causes;
    }
}

impl<T> Ruling<T> {
    /// Whether a line of the policy, an input or a call in the code demanded it.
    pub(crate) fn is_rule(&self) -> bool {
        let of_code = matches!(self.subject.kind, Aspect::Declared | Aspect::Baseline);
        of_code || self.origin.is_some() && self.subject.kind != Aspect::More
    }
}

impl<T> HookReport<T> {
    /// Of this webhook.
    #[must_use]
    pub fn tally(&self) -> Tally {
        Tally::of(&self.rulings)
    }
}

impl<T> Report<T> {
    /// Of the whole run.
    #[must_use]
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::of(&self.repository);
        for hook in &self.hooks {
            tally += hook.tally();
        }
        tally.errors += self.problems.len();
        tally.warnings += self.warnings.len();
        tally.notices += self.notices.len();
        tally
    }
}
