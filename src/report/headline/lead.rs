//! What the headline says in full, so that only its details are left to say.

use std::collections::BTreeSet;

use super::{Headline, NOTHING_SENT};
use crate::ledger::Problem;
use crate::outcome::Outcome;
use crate::report::Report;
use crate::text::Text;
use crate::text::redactor::Redactor;
use crate::text::seal::{Quote, Seal};
use crate::verdict::Ruling;

/// What a headline names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lead<T = Text> {
    /// The only problem.
    Problem(Problem<T>),
    /// The heaviest finding, with its ruling.
    Finding(Ruling<T>),
}

impl Seal for Lead {
    type Sealed = Lead<Quote>;

    fn seal(self, redactor: &Redactor) -> Lead<Quote> {
        match self {
            Self::Problem(problem) => Lead::Problem(problem.seal(redactor)),
            Self::Finding(ruling) => Lead::Finding(ruling.seal(redactor)),
        }
    }

    fn confide(&self, private: &mut BTreeSet<String>) {
        match self {
            Self::Problem(problem) => problem.confide(private),
            Self::Finding(ruling) => ruling.confide(private),
        }
    }
}

impl Report {
    /// With a headline that was read as a text alone. It names what this report's own headline names, if it begins like
    /// that; else nothing.
    #[must_use]
    pub(in crate::report) fn headed(self, text: Text) -> Self {
        let own = if !self.problems.is_empty() {
            Self::misconfigured(self.reason, self.problems.clone(), Vec::new())
        } else if self.hooks.is_empty() {
            // Why there is no webhook follows what the code lacks.
            Self::offline(Outcome::Skipped, Text::default(), Vec::new())
                .with_repository(self.repository.clone())
        } else {
            let signal = if let Outcome::Interrupted(signal) = self.outcome { Some(signal) } else { None };
            Self::of_hooks(self.hooks.clone(), signal, Vec::new()).with_repository(self.repository.clone())
        };
        let read = text.reveal();
        let headline = match read.strip_prefix(&own.headline.text.reveal()) {
            Some(rest) => Headline { text, lead: own.headline.lead, unsent: rest == NOTHING_SENT },
            None => text.into(),
        };
        Self { headline, ..self }
    }
}
