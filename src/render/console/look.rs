//! How the console looks.

use console::Style;

use crate::outcome::Outcome;
use crate::reason::Severity;
use crate::text::listing::SealedListing;
use crate::text::printable::Safe;

/// How to render it.
#[derive(Clone, Debug, Default)]
pub struct Look {
    /// Whether to use colours.
    pub colour: bool,
    /// The policy's text, to show the lines at fault: on a terminal only, since logs are read by programs as
    /// well.
    pub policy: Option<SealedListing>,
    /// The least severe findings that the CI system is given as annotations. Those stand in the log, too, so that
    /// they are left out here.
    pub annotated: Option<Severity>,
}

impl Safe for Look {}

impl Look {
    pub(super) fn paint(&self, word: &str, severity: Severity) -> String {
        let colours = match severity {
            Severity::Error => Style::new().red(),
            Severity::Warning => Style::new().yellow(),
            Severity::Notice => Style::new().green(),
        };
        if self.colour {
            colours.bold().force_styling(true).apply_to(word).to_string()
        } else {
            word.to_owned()
        }
    }

    pub(super) fn of_outcome(&self, word: &str, outcome: Outcome) -> String {
        let is_well = matches!(outcome, Outcome::Passed | Outcome::Skipped);
        self.paint(word, if is_well { Severity::Notice } else { Severity::Error })
    }
}
