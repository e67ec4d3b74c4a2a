//! Problems, warnings and notices, collected in full before anything stops.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::inputs::InputName;
use crate::text;
use crate::text::redactor::Redactor;
use crate::text::seal::{Quote, Seal, seal_fields};
use crate::text::{Fragment, Text, WithHelp};

/// A place in a user's file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place<T = Text> {
    /// The file as the user named it.
    pub file: T,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl Seal for Place {
    fn confide(&self, private: &mut BTreeSet<String>) {
        self.file.confide(private);
    }

    type Sealed = Place<Quote>;

    fn seal(self, redactor: &Redactor) -> Place<Quote> {
        let Self { file, line, column } = self;
        Place { file: file.seal(&redactor.of_paths()), line, column }
    }
}

impl fmt::Display for Place<Quote> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

impl Fragment for Place {
    fn append_to(&self, text: &mut Text) {
        text!("{}:{}:{}", self.file, self.line, self.column).append_to(text);
    }
}

/// Where a rule or a problem comes from; each kind has its own JSON fields.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Origin<T = Text> {
    /// Most often a line of the policy.
    Line(Place<T>),
    /// An input, by its name in the contract.
    Input {
        /// The name.
        input: InputName,
    },
    /// A file as a whole.
    File {
        /// The file as the user named it.
        file: T,
    },
    /// An environment variable or the command line.
    Setting {
        /// The user's name for it.
        setting: T,
    },
}

impl Seal for Origin {
    type Sealed = Origin<Quote>;

    fn seal(self, redactor: &Redactor) -> Origin<Quote> {
        match self {
            Self::Line(place) => Origin::Line(place.seal(redactor)),
            Self::Input { input } => Origin::Input { input },
            Self::File { file } => Origin::File { file: file.seal(redactor) },
            Self::Setting { setting } => Origin::Setting { setting: setting.seal(redactor) },
        }
    }

    fn confide(&self, private: &mut BTreeSet<String>) {
        match self {
            Self::Line(place) => place.confide(private),
            Self::Input { .. } => {}
            Self::File { file: name } | Self::Setting { setting: name } => name.confide(private),
        }
    }
}

impl<T> Origin<T> {
    /// The place in a file, if it is one.
    #[must_use]
    pub fn place(&self) -> Option<&Place<T>> {
        match self {
            Self::Line(place) => Some(place),
            Self::Input { .. } | Self::File { .. } | Self::Setting { .. } => None,
        }
    }
}

/// How standard input is shown where a file's name would stand.
pub(crate) const STANDARD_INPUT: &str = "<stdin>";

impl Origin<Quote> {
    /// The place, if it is in a file that a reader can open.
    #[must_use]
    pub(crate) fn spot(&self) -> Option<&Place<Quote>> {
        self.place().filter(|place| place.file.as_str() != STANDARD_INPUT)
    }
}

impl Origin {
    /// An input, by its name in the contract.
    #[must_use]
    pub fn input(input: &'static str) -> Self {
        Self::Input { input: InputName(input) }
    }

    /// An environment variable or the command line.
    #[must_use]
    pub fn setting(name: impl Into<Text>) -> Self {
        Self::Setting { setting: name.into() }
    }

    /// A file as a whole.
    #[must_use]
    pub fn file(file: Text) -> Self {
        Self::File { file }
    }
}

impl fmt::Display for Origin<Quote> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(place) => place.fmt(f),
            Self::Input { input } => write!(f, "input `{}`", input.0),
            Self::File { file: name } | Self::Setting { setting: name } => name.fmt(f),
        }
    }
}

impl Fragment for Origin {
    fn append_to(&self, text: &mut Text) {
        match self {
            Self::Line(place) => place.append_to(text),
            Self::Input { input } => text!("input `{}`", text::Ours(input.0)).append_to(text),
            Self::File { file: name } | Self::Setting { setting: name } => name.append_to(text),
        }
    }
}

/// A problem, a warning or a notice: where, what happened, and what to do next.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Problem<T = Text> {
    /// What happened: a fragment in lower case, without a full stop.
    #[serde(rename = "message")]
    pub what: T,
    /// What to do next, in the same form; empty when `what` says it.
    pub advice: T,
    /// Where.
    #[serde(flatten)]
    pub origin: Origin<T>,
}

seal_fields!(Problem { origin, what, advice });

impl Problem {
    /// See the fields.
    pub fn new(origin: Origin, what: impl Into<Text>, advice: impl Into<Text>) -> Self {
        Self { origin, what: what.into(), advice: advice.into() }
    }
}

impl Fragment for Problem {
    fn append_to(&self, text: &mut Text) {
        text!("{}: {}", self.origin, WithHelp(&self.what, &self.advice)).append_to(text);
    }
}

impl fmt::Display for Problem<Quote> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.origin, WithHelp(&self.what, &self.advice))
    }
}

/// Collects problems, which stop the run, and warnings and notices, which do not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    /// What stops the run before anything is sent.
    pub problems: Vec<Problem>,
    /// Most likely a mistake, which leaves something unchecked.
    pub warnings: Vec<Problem>,
    /// Accepted, but worth fixing.
    pub notices: Vec<Problem>,
}

impl Ledger {
    /// Adds a problem.
    pub fn problem(&mut self, origin: Origin, what: impl Into<Text>, advice: impl Into<Text>) {
        self.problems.push(Problem::new(origin, what, advice));
    }

    /// Adds a warning.
    pub fn warning(&mut self, origin: Origin, what: impl Into<Text>, advice: impl Into<Text>) {
        self.warnings.push(Problem::new(origin, what, advice));
    }

    /// Adds a notice.
    pub fn notice(&mut self, origin: Origin, what: impl Into<Text>, advice: impl Into<Text>) {
        self.notices.push(Problem::new(origin, what, advice));
    }

    /// Adds what another has collected.
    pub(crate) fn append(&mut self, mut other: Self) {
        self.problems.append(&mut other.problems);
        self.warnings.append(&mut other.warnings);
        self.notices.append(&mut other.notices);
    }

    /// The problems unredacted.
    #[cfg(test)]
    pub(crate) fn shown(&self) -> Vec<String> {
        shown(&self.problems)
    }
}

/// Unredacted.
#[cfg(test)]
pub(crate) fn shown(problems: &[Problem]) -> Vec<String> {
    problems.iter().map(|problem| problem.clone().seal(&Redactor::default()).to_string()).collect()
}
