//! The REST methods that a program calls, and the scopes that it needs for them.
//!
//! ```text
//!  bytes ── sign: is this file about Bitrix24? ──┐
//!    └──── dotted: names, by their dots ─ stand: is this spot a call? ─ site: whose? ─┐
//!                                                └─────────────── file: calls of one file
//!                                                                      │ line: where
//!                                             scan: all files, sorted ◀┘
//! ```
//!
//! No file access here: [`crate::gate`] has [`crate::world`] hand over the bytes.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::knowledge::methods::{DocumentedMethod, Needs};
use crate::ledger::{Origin, Place, Problem};
use crate::text::near::{did_you_mean, nearest};
use crate::text::printable::Safe;
use crate::text::seal::{Quote, seal_as_is, seal_fields};
use crate::text::{Ours, Text};

mod address;
mod dotted;
mod file;
mod line;
mod omitted;
mod sign;
mod site;
mod stand;

pub use file::{Found, calls};
use omitted::MOST;
pub use omitted::Omitted;
pub use sign::SignKind;

/// Unknown names that are compared with the table; a file could be full of them.
const COMPARED: usize = 100;

/// The findings in a tree of files.
#[derive(Clone, Debug)]
pub struct Scan<T = Text> {
    /// Every call, by file, line and column.
    pub calls: Vec<Sighting<T>>,
    /// Unknown names at call sites, by place.
    pub unknown: Vec<Unknown<T>>,
    /// What is in neither.
    pub omitted: Omitted,
    /// Files that were read.
    pub files: usize,
    /// Lines on which a comment leaves out a call.
    pub silenced: usize,
    /// Calls of methods that the policy leaves out.
    pub left_out: usize,
    /// Files that could not be read.
    pub notices: Vec<Problem<T>>,
}

impl Safe for Scan<Quote> {}

seal_fields!(Scan { calls, unknown, omitted, files, silenced, left_out, notices });

impl<T> Default for Scan<T> {
    fn default() -> Self {
        Self {
            calls: Vec::new(),
            unknown: Vec::new(),
            omitted: Omitted::default(),
            files: 0,
            silenced: 0,
            left_out: 0,
            notices: Vec::new(),
        }
    }
}

/// A call in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sighting<T = Text> {
    /// The method.
    pub method: &'static str,
    /// The scopes that it needs.
    pub needs: Needs,
    /// Where.
    pub place: Place<T>,
    /// For a generic name: the sign that the file is about Bitrix24.
    pub sign: Option<Sign<T>>,
}

seal_as_is!(Needs, SignKind, Omitted);
seal_fields!(Sighting { method, needs, place, sign });

/// The sign that a file is about Bitrix24.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sign<T = Text> {
    /// Its kind.
    pub kind: SignKind,
    /// Its text.
    pub text: T,
    /// Its line, from 1.
    pub line: usize,
}

seal_fields!(Sign { kind, text, line });

/// An unknown name at a call site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown<T = Text> {
    /// The name.
    pub name: T,
    /// The nearest known method.
    pub near: Option<&'static str>,
    /// Where.
    pub place: Place<T>,
    /// The problem that is reported.
    pub problem: Problem<T>,
}

seal_fields!(Unknown { name, near, place, problem });

impl Unknown {
    fn new(name: Text, place: Place) -> Self {
        let what = text!("`{}` is no method that Bitrix24 documents", name);
        let advice = "check its name; `b24-ping: ignore` on the line silences this";
        let problem = Problem::new(Origin::Line(place.clone()), what, advice);
        Self { name, near: None, place, problem }
    }

    fn meant(&mut self, near: Option<&'static str>) {
        self.near = near;
        if let Some(near) = near {
            self.problem.advice = did_you_mean(Ours(near));
        }
    }
}

impl Sighting {
    /// The place, for a finding.
    #[must_use]
    pub fn origin(&self) -> Origin {
        Origin::Line(self.place.clone())
    }
}

impl Scan {
    /// Adds the calls of a file.
    pub fn add(&mut self, file: &Text, found: &Found<'_>) {
        let place = |line, column| Place { file: file.clone(), line, column };
        let quote = |bytes: &[u8]| Text::theirs(String::from_utf8_lossy(bytes));
        self.calls.extend(found.calls.iter().map(|call| Sighting {
            method: call.method.name,
            needs: call.needs,
            place: place(call.line, call.column),
            sign: call.sign.map(|(kind, text, line)| Sign { kind, text: quote(text), line }),
        }));
        let unknown = found.unknown.iter();
        self.unknown.extend(
            unknown.map(|unknown| Unknown::new(quote(unknown.name), place(unknown.line, unknown.column))),
        );
        self.omitted.join(&found.omitted);
        self.files += 1;
        self.silenced += found.silenced;
        self.left_out += found.left_out;
        self.bound(2 * MOST.in_all);
    }

    /// Adds the calls that another thread found.
    pub fn join(&mut self, other: Self) {
        self.calls.extend(other.calls);
        self.unknown.extend(other.unknown);
        self.omitted.join(&other.omitted);
        self.notices.extend(other.notices);
        self.files += other.files;
        self.silenced += other.silenced;
        self.left_out += other.left_out;
        self.bound(2 * MOST.in_all);
    }

    /// Where there are more than so many, keeps the first by place. That the first call of each method stays makes it
    /// the same ones, however threads share the files out, and hides no scope.
    fn bound(&mut self, most: usize) {
        if self.calls.len() > most {
            self.calls.sort_by(|a, b| a.place.cmp(&b.place));
            let (mut seen, mut place, omitted) = (BTreeSet::new(), 0, &mut self.omitted);
            self.calls.retain(|call| {
                place += 1;
                let stays = seen.insert((call.method, call.needs)) || place <= MOST.in_all;
                if !stays {
                    omitted.call(call.method, call.needs);
                }
                stays
            });
        }
        if self.unknown.len() > most {
            self.unknown.sort_by(|a, b| a.place.cmp(&b.place));
            self.omitted.unknown += self.unknown.drain(MOST.in_all..).count();
        }
    }

    /// Sorts everything, so that threads do not affect the order, and compares unknown names with known ones.
    #[must_use]
    pub fn sorted(mut self) -> Self {
        self.bound(MOST.in_all);
        self.calls.sort_by(|a, b| a.place.cmp(&b.place));
        self.unknown.sort_by(|a, b| a.place.cmp(&b.place));
        self.notices.sort();
        let mut compared = BTreeMap::new();
        for unknown in &mut self.unknown {
            if compared.len() < COMPARED || compared.contains_key(&unknown.name) {
                let known = || DocumentedMethod::all().iter().map(|method| method.name);
                let near = compared.entry(unknown.name.clone());
                let near = *near.or_insert_with(|| nearest(&unknown.name.reveal(), known()));
                unknown.meant(near);
            }
        }
        self
    }
}

impl<T> Scan<T> {
    /// All calls, kept or not.
    #[must_use]
    pub fn count(&self) -> usize {
        self.calls.len() + self.omitted.calls.values().sum::<usize>()
    }

    /// The calls by method, sorted by its name.
    #[must_use]
    pub fn by_method(&self) -> BTreeMap<(&'static str, Needs), Vec<&Sighting<T>>> {
        let mut methods = BTreeMap::<_, Vec<_>>::new();
        for call in &self.calls {
            methods.entry((call.method, call.needs)).or_default().push(call);
        }
        methods
    }

    /// The scopes that satisfy every call, each with the first call that needs it. Of alternatives, the one
    /// that another call needs anyway, else the first.
    #[must_use]
    pub fn scopes(&self) -> BTreeMap<&'static str, &Sighting<T>> {
        let mut scopes = BTreeMap::<&'static str, &Sighting<T>>::new();
        let needy = || self.calls.iter().filter(|call| !call.needs.is_nothing());
        let (open, plain): (Vec<_>, Vec<_>) = needy().partition(|call| call.needs.alternatives().count() > 1);
        for call in plain {
            scopes.entry(call.needs.as_str()).or_insert(call);
        }
        for call in open {
            if !call.needs.alternatives().any(|scope| scopes.contains_key(scope)) {
                scopes.extend(call.needs.alternatives().next().map(|scope| (scope, call)));
            }
        }
        scopes
    }

    /// The needs of all calls, alternatives included.
    #[must_use]
    pub fn needs(&self) -> BTreeSet<Needs> {
        self.calls.iter().map(|call| call.needs).filter(|needs| !needs.is_nothing()).collect()
    }
}

impl fmt::Display for Sign<Quote> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, text, line } = self;
        match kind {
            SignKind::Import => write!(f, "`{text}` is imported on line {line}"),
            SignKind::Word => write!(f, "`{text}` on line {line}"),
            SignKind::Address => write!(f, "`{text}` in an address on line {line}"),
            SignKind::Call => write!(f, "`{text}` is called on line {line}"),
        }
    }
}

#[cfg(test)]
mod tests;
