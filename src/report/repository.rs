//! What is found without a portal joins the report: the policy beside the code and beside its baseline.

use super::diff::Diff;
use super::room::REPOSITORY;
use super::{Report, headline};
use crate::outcome::Outcome;
use crate::policy::diff::Change;
use crate::text::Text;
use crate::verdict::{Ruling, Verdict};

impl Report {
    /// Adds rulings without a portal. A failure there fails the run, unless something worse is the matter, or
    /// the heavier reason names it already.
    #[must_use]
    pub fn with_repository(mut self, rulings: Vec<Ruling>) -> Self {
        let verdict = Verdict { rulings }.within(REPOSITORY, "checks");
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

    /// Adds the changes since the baseline.
    #[must_use]
    pub fn with_diff(mut self, baseline: Text, changes: Vec<Change>) -> Self {
        self.diff = Some(Diff::new(baseline, changes, &self.hooks));
        self
    }
}
