//! A report that could not be written, and how a run ends that has lost one.

use super::{Report, Sealed};
use crate::ledger::Problem;
use crate::outcome::Outcome;
use crate::reason::Reason;
use crate::text::redactor::Redactor;
use crate::text::seal::Seal;

impl Report {
    /// Notes a report that could not be written. A pass becomes a mistake; a failure stays a failure.
    pub fn lose(&mut self, problem: Problem) {
        if self.is_overruled() {
            self.headline = text!("{}, but {}", self.headline.text, problem.what).into();
        }
        self.problems.push(problem);
    }
}

impl Sealed {
    /// The same for a sealed report.
    pub fn lose_sealed(&mut self, problem: Problem, redactor: &Redactor) {
        let problem = problem.seal(redactor);
        if self.is_overruled() {
            self.headline = text!("{}, but {}", self.headline.text, problem.what).seal(redactor).into();
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
}
