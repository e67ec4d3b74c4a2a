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
        let (outcome, reason) = (verdict.outcome(), verdict.reason());
        // A skip has its own reason, and only a failure outranks it.
        let counts = outcome == Outcome::Failed || self.outcome == Outcome::Passed;
        if let Some(worst) = verdict.worst().filter(|_| counts) {
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
        self.repository = verdict.rulings;
        self
    }

    /// The headline beside another that says more.
    fn in_brief(&self) -> Text {
        match self.worst() {
            Some(worst) if self.headline.lead.is_some() => {
                text!("{}{}", worst.title(), Text::composed(&headline::words(worst)))
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
