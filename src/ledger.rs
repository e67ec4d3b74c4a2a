//! What is wrong with what we were given, collected in full before anything stops.

use std::fmt;

use crate::quote::{Quote, Redactor};

/// A spot in a file of the user's.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file as the user named it.
    pub file: Quote,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// Where a rule or a problem comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A line of a file, most often of the policy.
    Line(Place),
    /// An input, by its name in the contract.
    Input(&'static str),
    /// A file as a whole.
    File(Quote),
    /// The surroundings: environment variable, command line.
    Setting(Quote),
}

impl Origin {
    /// Something of the surroundings, by a name of ours.
    #[must_use]
    pub fn setting(name: &str) -> Self {
        Self::Setting(Quote::new(name, &Redactor::default()))
    }

    /// The spot in a file, where there is one.
    #[must_use]
    pub fn place(&self) -> Option<&Place> {
        match self {
            Self::Line(place) => Some(place),
            Self::Input(_) | Self::File(_) | Self::Setting(_) => None,
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(place) => place.fmt(f),
            Self::Input(name) => write!(f, "input `{name}`"),
            Self::File(name) | Self::Setting(name) => name.fmt(f),
        }
    }
}

/// One thing wrong, or worth saying: where, what, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub origin: Origin,
    /// What is the matter: a fragment in lower case, without a full stop.
    pub what: String,
    /// What to do next, in the same form; empty when `what` says it.
    pub advice: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.origin, self.what)?;
        if !self.advice.is_empty() {
            write!(f, " – {}", self.advice)?;
        }
        Ok(())
    }
}

/// Collects problems, which stop the run, and notices, which do not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    /// What stops the run before anything is sent.
    pub problems: Vec<Problem>,
    /// What was read past, and should be mended all the same.
    pub notices: Vec<Problem>,
}

impl Ledger {
    /// Notes something that stops the run.
    pub fn problem(&mut self, origin: Origin, what: impl Into<String>, advice: impl Into<String>) {
        self.problems.push(Problem { origin, what: what.into(), advice: advice.into() });
    }

    /// Notes something that does not.
    pub fn notice(&mut self, origin: Origin, what: impl Into<String>, advice: impl Into<String>) {
        self.notices.push(Problem { origin, what: what.into(), advice: advice.into() });
    }
}
