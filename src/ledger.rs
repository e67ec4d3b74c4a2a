//! What is wrong with what we were given, collected in full before anything stops.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::start::inputs::InputName;
use crate::text;
use crate::text::redactor::Redactor;
use crate::text::seal::{Quote, Seal, seal_fields};
use crate::text::{Fragment, Text, WithHelp};

/// A spot in a file of the user's.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place<T = Text> {
    /// The file as the user named it.
    pub file: T,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

seal_fields!(Place { file, line, column });

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

/// Where a rule or a problem comes from. Each has fields of its own in a JSON report.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Origin<T = Text> {
    /// A line of a file, most often of the policy.
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
    /// The surroundings: environment variable, command line.
    Setting {
        /// What a user calls it.
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
}

impl<T> Origin<T> {
    /// The spot in a file, where there is one.
    #[must_use]
    pub fn place(&self) -> Option<&Place<T>> {
        match self {
            Self::Line(place) => Some(place),
            Self::Input { .. } | Self::File { .. } | Self::Setting { .. } => None,
        }
    }
}

impl Origin {
    /// An input, by its name in the contract.
    #[must_use]
    pub fn input(input: &'static str) -> Self {
        Self::Input { input: InputName(input) }
    }

    /// Something of the surroundings, by a name of ours.
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

/// One thing wrong, or worth saying: where, what, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Problem<T = Text> {
    /// What is the matter: a fragment in lower case, without a full stop.
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
    /// What is wrong somewhere, and what to do about it.
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

/// Collects problems, which stop the run, and notices, which do not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    /// What stops the run before anything is sent.
    pub problems: Vec<Problem>,
    /// What was read past, and should be fixed all the same.
    pub notices: Vec<Problem>,
}

impl Ledger {
    /// Notes something that stops the run.
    pub fn problem(&mut self, origin: Origin, what: impl Into<Text>, advice: impl Into<Text>) {
        self.problems.push(Problem::new(origin, what, advice));
    }

    /// Notes something that does not.
    pub fn notice(&mut self, origin: Origin, what: impl Into<Text>, advice: impl Into<Text>) {
        self.notices.push(Problem::new(origin, what, advice));
    }

    /// The problems as they are shown where nothing is secret; for tests.
    #[cfg(test)]
    pub(crate) fn shown(&self) -> Vec<String> {
        shown(&self.problems)
    }
}

/// Problems as they are shown where nothing is secret.
#[cfg(test)]
pub(crate) fn shown(problems: &[Problem]) -> Vec<String> {
    problems.iter().map(|problem| problem.clone().seal(&Redactor::default()).to_string()).collect()
}
