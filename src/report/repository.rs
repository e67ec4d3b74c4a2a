//! What is found without a portal joins the report: the policy compared with the code and with its baseline.

use super::diff::Diff;
use super::room::REPOSITORY;
use super::{Headline, Lead, Report, headline};
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
        self.repository.clone_from(&verdict.rulings);
        self.recount();
        let (outcome, reason) = (verdict.outcome(), verdict.reason());
        if self.outcome == Outcome::Passed && self.hooks.is_empty() && outcome == Outcome::Passed {
            let warnings = headline::with_warnings(self.tally());
            self.headline.text = text!("{}{}", self.headline.text, warnings);
        }
        // Warnings are counted, and a skip has its own reason, which only a failure outranks.
        if let Some(worst) = verdict.worst().filter(|_| outcome == Outcome::Failed) {
            let alike = verdict.rulings.iter().filter(|ruling| {
                ruling.finding.as_ref().is_some_and(|finding| finding.severity == worst.severity)
            });
            let sentence = text!("{}{}", worst.what, headline::and_more(alike));
            let heavier = self.outcome == outcome && reason < self.reason;
            let leads = self.outcome.rank() < outcome.rank() || heavier && outcome == Outcome::Failed;
            self.headline = if leads {
                let lead = verdict.rulings.iter().find(|ruling| ruling.finding.as_ref() == Some(worst));
                let lead = lead.cloned().map(Lead::Finding);
                let text = text!("{}; {}", sentence, self.in_brief());
                Headline { text, lead, ..self.headline }
            } else {
                let brief = headline::of_code(&verdict.rulings).map(|code| Text::composed(&code));
                Headline {
                    text: text!("{}; {}", self.headline.text, brief.unwrap_or(sentence)),
                    ..self.headline
                }
            };
            if leads || heavier {
                (self.outcome, self.reason) = (outcome, reason);
            }
        }
        self
    }

    /// Says anew how many rules and warnings there are.
    pub(super) fn recount(&mut self) {
        if !self.hooks.is_empty() {
            self.headline = headline::of(self.outcome, &self.hooks, self.worst(), self.tally());
        }
    }

    /// The headline beside another that says more.
    fn in_brief(&self) -> Text {
        match self.worst() {
            Some(worst) if self.headline.lead.is_some() => {
                let words = headline::words(worst, self.tally_beside(worst));
                text!("{}{}", worst.title(), Text::composed(&words))
            }
            _ => self.headline.text.clone(),
        }
    }

    /// Adds the changes since the baseline.
    #[must_use]
    pub fn with_diff(mut self, baseline: Text, changes: Vec<Change>) -> Self {
        self.diff = Some(Diff::new(baseline, changes, &self.hooks));
        self
    }
}
