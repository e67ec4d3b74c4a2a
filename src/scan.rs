//! The REST methods that a program calls, and the scopes that it needs for them.
//!
//! ```text
//!  bytes ── sign: is this file about Bitrix24? ──┐
//!    ├──── dotted: names, by their dots ─ stand: is this spot a call? ─ site: whose? ─┐
//!    └──── builder, branch: functions of SDKs ──────┤
//!                                                comment: is it code at all? ───────┤
//!                                                aside: type, prose, label? ────────┤
//!                                                ├─────────────── file: calls of one file
//!                                                unread: sites without a name   │ placing, line: where
//!                                          collect: all files, sorted ◀┘
//!  bytes ── leak: is a webhook's secret in it? ──▶ place, and the secret for the redactor
//! ```
//!
//! No file access here: [`crate::gate`] has [`crate::world`] hand over the bytes.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::knowledge::builders::Chain;
use crate::knowledge::methods::{DocumentedMethod, Needs};
use crate::ledger::{Origin, Place, Problem};
use crate::scope::Scope;
use crate::text::printable::Safe;
use crate::text::seal::{Quote, seal_as_is, seal_fields};
use crate::text::{Ours, Text};

mod address;
mod alias;
mod aside;
mod branch;
mod builder;
mod collect;
mod comment;
mod composed;
mod dotted;
mod file;
pub(crate) mod history;
pub(crate) mod leak;
mod line;
mod lookout;
mod omitted;
mod placing;
mod role;
mod sign;
mod site;
mod spot;
mod stand;
mod unread;

pub use file::{Found, calls, calls_and_comments, calls_in};
pub use history::{Committed, History};
pub use leak::Leak;
pub use omitted::Omitted;
pub use sign::SignKind;
pub(crate) use sign::is_signed;

/// The findings in a tree of files.
#[derive(Clone, Debug)]
pub struct Scan<T = Text> {
    /// Every call, by file, line and column; those of tests behind the others.
    pub calls: Vec<Sighting<T>>,
    /// Calls of generic names in files without a sign. They count if another file has one, and once sorted there are
    /// none.
    pub pending: Vec<Sighting<T>>,
    /// The first sign in any file.
    pub sign: Option<(Place<T>, Sign<T>)>,
    /// Unknown names at call sites, by place.
    pub unknown: Vec<Unknown<T>>,
    /// Call sites in product code whose method cannot be read, by place.
    pub unread: Vec<Place<T>>,
    /// Webhooks' addresses with their secrets, by place.
    pub leaks: Vec<Leak<T>>,
    /// What is in none of these.
    pub omitted: Omitted,
    /// Files that were read.
    pub files: usize,
    /// Lines on which a comment leaves out a call or a webhook's address.
    pub silenced: usize,
    /// Calls of methods that the policy leaves out.
    pub left_out: usize,
    /// Files that could not be read.
    pub notices: Vec<Problem<T>>,
}

impl Safe for Scan<Quote> {}

seal_fields!(Scan {
    calls,
    pending,
    sign,
    unknown,
    unread,
    leaks,
    omitted,
    files,
    silenced,
    left_out,
    notices
});

impl<T> Default for Scan<T> {
    fn default() -> Self {
        Self {
            calls: Vec::new(),
            pending: Vec::new(),
            sign: None,
            unknown: Vec::new(),
            unread: Vec::new(),
            leaks: Vec::new(),
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
    /// The method; `crm.deal.*` where the function of an SDK is not known.
    pub method: &'static str,
    /// The function of an SDK that calls it, where that stands there.
    pub chain: Option<Chain>,
    /// The scopes that it needs.
    pub needs: Needs,
    /// Where.
    pub place: Place<T>,
    /// For a generic name: the sign that the file is about Bitrix24.
    pub sign: Option<Sign<T>>,
    /// Whether it stands in a test.
    pub test: bool,
}

seal_as_is!(Needs, SignKind, Omitted, Chain);
seal_fields!(Sighting { method, chain, needs, place, sign, test });

/// The sign that a file, or the tree, is about Bitrix24.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sign<T = Text> {
    /// Its kind.
    pub kind: SignKind,
    /// Its text.
    pub text: T,
    /// Its line, from 1.
    pub line: usize,
    /// Its file, if that is another.
    pub file: Option<T>,
}

seal_fields!(Sign { kind, text, line, file });

/// An unknown name at a call site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown<T = Text> {
    /// The name.
    pub name: T,
    /// The nearest known method.
    pub near: Option<&'static str>,
    /// What all known methods with the same beginning need.
    pub needs: Option<Needs>,
    /// Where.
    pub place: Place<T>,
    /// The problem that is reported.
    pub problem: Problem<T>,
}

seal_fields!(Unknown { name, near, needs, place, problem });

/// The scopes in words: `user` or `user_brief`.
pub(crate) fn named(needs: Needs) -> Text {
    let either =
        |part: Needs| Text::joined(part.alternatives().map(|scope| text!("`{}`", Ours(scope))), " or ");
    Text::joined(needs.parts().map(either), " and ")
}

impl<T> Sighting<T> {
    /// Whether only the beginning of the method's name is known.
    #[must_use]
    pub fn is_beginning(&self) -> bool {
        self.method.ends_with('*')
    }

    /// What is known of the method; nothing where only its beginning is.
    #[must_use]
    pub(crate) fn documented(&self) -> Option<&'static DocumentedMethod> {
        DocumentedMethod::named(self.method.as_bytes())
    }

    /// Whether no webhook can make this call, whatever it holds, so that no scope helps.
    #[must_use]
    pub(crate) fn is_for_applications(&self) -> bool {
        self.needs.is_out_of_reach() || self.documented().is_some_and(|method| method.for_applications)
    }
}

impl Sighting {
    /// Why a policy requires what it needs.
    #[must_use]
    pub(crate) fn why(&self) -> Text {
        text!("{} in {}:{}", Ours(self.method), self.place.file, self.place.line)
    }

    /// The place, for a finding.
    #[must_use]
    pub fn origin(&self) -> Origin {
        Origin::Line(self.place.clone())
    }
}

impl<T> Scan<T> {
    /// All calls, kept or not.
    #[must_use]
    pub fn count(&self) -> usize {
        self.calls.len() + self.omitted.calls.values().sum::<usize>()
    }

    /// All call sites whose method cannot be read, kept or not.
    #[must_use]
    pub fn unread_sites(&self) -> usize {
        self.unread.len() + self.omitted.unread
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

    /// The first call of each method in product code, by the method's name.
    #[must_use]
    pub(crate) fn first_calls(&self) -> Vec<&Sighting<T>> {
        let first = self.by_method().into_values().filter_map(|calls| calls.first().copied());
        first.filter(|call| !call.test).collect()
    }

    /// The scopes that satisfy every call but those of tests and those that no webhook can make, each with the first call
    /// that needs it. Of alternatives, the one that another call needs anyway, else the first.
    #[must_use]
    pub fn scopes(&self) -> BTreeMap<&'static str, &Sighting<T>> {
        self.lacking(&BTreeSet::new(), |_| true)
    }

    /// The same beside those that are held already. Of alternatives the first that is wanted goes before others.
    #[must_use]
    pub(crate) fn lacking(
        &self,
        held: &BTreeSet<Scope>,
        is_wanted: impl Fn(&str) -> bool,
    ) -> BTreeMap<&'static str, &Sighting<T>> {
        let mut scopes = BTreeMap::<&'static str, &Sighting<T>>::new();
        let needy = self.product().flat_map(|call| call.needs.parts().map(move |part| (part, call)));
        let needy = needy.filter(|(part, _)| !part.is_nothing() && !part.is_met_by(held));
        let (open, plain): (Vec<_>, Vec<_>) = needy.partition(|(part, _)| part.alternatives().count() > 1);
        for (part, call) in plain {
            scopes.entry(part.as_str()).or_insert(call);
        }
        for (part, call) in open {
            if !part.alternatives().any(|scope| scopes.contains_key(scope)) {
                let wanted = part.alternatives().find(|scope| is_wanted(scope));
                scopes.extend(wanted.or_else(|| part.alternatives().next()).map(|scope| (scope, call)));
            }
        }
        scopes
    }

    /// The needs of all calls but those of tests and those that no webhook can make, alternatives included.
    #[must_use]
    pub fn needs(&self) -> BTreeSet<Needs> {
        parts(self.product())
    }

    /// What only tests need.
    #[must_use]
    pub fn needs_of_tests(&self) -> BTreeSet<Needs> {
        let product = self.needs();
        let all = self.calls.iter().filter(|call| !call.is_for_applications());
        parts(all).into_iter().filter(|needs| !product.contains(needs)).collect()
    }

    /// The calls in product code that a webhook could make.
    pub(crate) fn product(&self) -> impl Iterator<Item = &Sighting<T>> {
        self.calls.iter().filter(|call| !call.test && !call.is_for_applications())
    }
}

fn parts<'s, T: 's>(calls: impl Iterator<Item = &'s Sighting<T>>) -> BTreeSet<Needs> {
    calls.flat_map(|call| call.needs.parts()).filter(|needs| !needs.is_nothing()).collect()
}

impl fmt::Display for Sign<Quote> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, text, line, file } = self;
        match kind {
            SignKind::Import => write!(f, "`{text}` is imported on line {line}"),
            SignKind::Word => write!(f, "`{text}` on line {line}"),
            SignKind::Address => write!(f, "`{text}` in an address on line {line}"),
            SignKind::Call => write!(f, "`{text}` is called on line {line}"),
        }?;
        match file {
            Some(file) => write!(f, " of {file}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests;
