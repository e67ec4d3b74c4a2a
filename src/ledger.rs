//! What is wrong with what we were given, collected in full before anything stops.

use std::fmt;

use crate::text;
use crate::text::redactor::Redactor;
use crate::text::seal::{Quote, Seal, seal_fields};
use crate::text::{Say, Text, WithHelp};

/// A spot in a file of the user's.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
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

impl Say for Place {
    fn say(&self, text: &mut Text) {
        text!("{}:{}:{}", self.file, self.line, self.column).say(text);
    }
}

/// Where a rule or a problem comes from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin<T = Text> {
    /// A line of a file, most often of the policy.
    Line(Place<T>),
    /// An input, by its name in the contract.
    Input(&'static str),
    /// A file as a whole.
    File(T),
    /// The surroundings: environment variable, command line.
    Setting(T),
}

impl Seal for Origin {
    type Sealed = Origin<Quote>;

    fn seal(self, redactor: &Redactor) -> Origin<Quote> {
        match self {
            Self::Line(place) => Origin::Line(place.seal(redactor)),
            Self::Input(name) => Origin::Input(name),
            Self::File(name) => Origin::File(name.seal(redactor)),
            Self::Setting(name) => Origin::Setting(name.seal(redactor)),
        }
    }
}

impl<T> Origin<T> {
    /// The spot in a file, where there is one.
    #[must_use]
    pub fn place(&self) -> Option<&Place<T>> {
        match self {
            Self::Line(place) => Some(place),
            Self::Input(_) | Self::File(_) | Self::Setting(_) => None,
        }
    }
}

impl Origin {
    /// Something of the surroundings, by a name of ours.
    #[must_use]
    pub fn setting(name: impl Into<Text>) -> Self {
        Self::Setting(name.into())
    }

    /// A file as the user named it.
    #[must_use]
    pub fn file(name: &str) -> Self {
        Self::File(Text::theirs(name))
    }
}

impl fmt::Display for Origin<Quote> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(place) => place.fmt(f),
            Self::Input(name) => write!(f, "input `{name}`"),
            Self::File(name) | Self::Setting(name) => name.fmt(f),
        }
    }
}

impl Say for Origin {
    fn say(&self, text: &mut Text) {
        match self {
            Self::Line(place) => place.say(text),
            Self::Input(name) => text!("input `{}`", text::Ours(name)).say(text),
            Self::File(name) | Self::Setting(name) => name.say(text),
        }
    }
}

/// One thing wrong, or worth saying: where, what, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem<T = Text> {
    /// Where.
    pub origin: Origin<T>,
    /// What is the matter: a fragment in lower case, without a full stop.
    pub what: T,
    /// What to do next, in the same form; empty when `what` says it.
    pub advice: T,
}

seal_fields!(Problem { origin, what, advice });

impl Problem {
    /// What is wrong somewhere, and what to do about it.
    pub fn new(origin: Origin, what: impl Into<Text>, advice: impl Into<Text>) -> Self {
        Self { origin, what: what.into(), advice: advice.into() }
    }
}

impl Say for Problem {
    fn say(&self, text: &mut Text) {
        text!("{}: {}", self.origin, WithHelp(&self.what, &self.advice)).say(text);
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
