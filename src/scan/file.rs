//! The calls of one file, and the names that were meant to be calls.

use std::cell::LazyCell;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use super::alias;
use super::aside;
use super::branch;
use super::builder;
use super::comment::{self, Language};
use super::dotted;
use super::line::Walker;
use super::omitted::Omitted;
use super::placing;
use super::role;
use super::sign::{self, SignKind};
use super::spot::{self, Spot, Weight, What};
use super::unread;
use crate::knowledge::builders::Chain;
use crate::knowledge::methods::{DocumentedMethod, Generation, Needs};

/// The calls in one file, in the order of the text.
#[derive(Debug, Default)]
pub struct Found<'t> {
    /// Whether the file is a test.
    pub test: bool,
    /// Calls of methods that the table knows.
    pub calls: Vec<Call<'t>>,
    /// Calls that count if any file of the tree has a sign; this one has none.
    pub pending: Vec<Call<'t>>,
    /// The first sign that the file is about Bitrix24: its kind, text and line.
    pub sign: Option<(SignKind, &'t [u8], usize)>,
    /// Unknown names at call sites.
    pub unknown: Vec<Unknown<'t>>,
    /// Lines and columns of call sites whose method cannot be read.
    pub unread: Vec<(usize, usize)>,
    /// What is in none of these.
    pub omitted: Omitted,
    /// Lines on which a comment leaves out one of either.
    pub silenced: usize,
    /// Calls that do not count.
    pub left_out: usize,
}

impl Found<'_> {
    /// Leaves out the methods and names that do not count.
    pub fn retain(&mut self, counts: impl Fn(&[u8]) -> bool) {
        let before = self.number();
        self.calls.retain(|call| counts(call.method.name.as_bytes()));
        self.pending.retain(|call| counts(call.method.name.as_bytes()));
        self.unknown.retain(|unknown| counts(unknown.name));
        self.omitted.calls.retain(|(method, _), _| counts(method.as_bytes()));
        self.left_out += before - self.number();
    }

    fn number(&self) -> usize {
        self.calls.len() + self.omitted.calls.values().sum::<usize>()
    }

    /// Whether nothing in the file has a place.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.calls.is_empty() && self.pending.is_empty() && self.unknown.is_empty() && self.sign.is_none()
    }
}

#[derive(Debug)]
pub struct Call<'t> {
    /// The method; where the function of an SDK is not known, what stands for all that it may call.
    pub method: &'static DocumentedMethod,
    /// What stands there.
    pub written: &'t [u8],
    /// The function of an SDK that calls it.
    pub chain: Option<Chain>,
    /// The scopes that it needs on its path.
    pub needs: Needs,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// For a generic name the sign that the file is about Bitrix24: its kind, text and line.
    pub sign: Option<(SignKind, &'t [u8], usize)>,
}

/// An unknown name where a method is expected.
#[derive(Debug)]
pub struct Unknown<'t> {
    /// The name.
    pub name: &'t [u8],
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// Finds the REST calls in a text, in comments as well.
#[must_use]
pub fn calls(text: &[u8]) -> Found<'_> {
    calls_in("", text)
}

/// Finds the REST calls in a file; its path says what a comment is.
#[must_use]
pub fn calls_in<'t>(path: &str, text: &'t [u8]) -> Found<'t> {
    find(path, text, comment::of)
}

/// Finds the REST calls in a file and in its comments.
#[must_use]
pub fn calls_and_comments<'t>(path: &str, text: &'t [u8]) -> Found<'t> {
    find(path, text, |_, _| Vec::new())
}

fn find<'t>(
    path: &str,
    text: &'t [u8],
    comments: impl Fn(Option<Language>, &[u8]) -> Vec<Range<usize>>,
) -> Found<'t> {
    if role::is_report(path, text) {
        return Found::default();
    }
    let sign = sign::first(text);
    let mut spots = Vec::new();
    dotted::runs(text, sign.is_some(), |run| spots.extend(spot::of(text, run, sign.is_some())));
    // Few files have a call, so few are read for their comments.
    let language = comment::language(path);
    let comments = LazyCell::new(|| comments(language, text));
    let is_code = |spot: &Spot| {
        let after = comments.partition_point(|comment| comment.end <= spot.name.start);
        comments.get(after).is_none_or(|comment| spot.name.start < comment.start)
            && !aside::is(language, text, &spot.name)
    };
    if builder::may_be_in(path, text) {
        spots.extend(builder::calls(text, &comments).into_iter().map(Spot::from));
    }
    branch::calls(path, text, |name, method| {
        spots.push(Spot { name, what: What::Call(method, Generation::Rest2, None), weight: Weight::Light });
    });
    if sign.is_some() {
        alias::calls(path, text, |name, method| {
            spots.push(Spot {
                name,
                what: What::Call(method, Generation::Rest2, None),
                weight: Weight::Light,
            });
        });
    }
    spots.retain(is_code);
    let called = spots.iter().find(|spot| spot.is_sign()).map(|spot| (SignKind::Call, spot.name.clone()));
    let sign = sign.or(called);
    if sign.is_none() {
        spots.retain(Spot::needs_no_sign);
    } else {
        undotted(text, |run| spots.extend(spot::of(text, run, true).filter(is_code)));
    }
    spots.sort_by_key(|spot| spot.name.start);
    let is_test = role::is_test(path);
    if is_test {
        spots.retain(|spot| !matches!(spot.what, What::Unread));
    }
    if sign.is_some() && !is_test {
        let unread = unread(text, &spots);
        spots.extend(unread.into_iter().filter(is_code));
        spots.sort_by_key(|spot| spot.name.start);
    }
    let sign = sign.map(|(kind, range)| (kind, &text[range.clone()], Walker::new(text).go(range.start).0));
    if spots.is_empty() {
        return Found { test: is_test, sign, ..Found::default() };
    }
    // `client.calendar.event.get(` also ends in `event.get`; one function may call several methods.
    spots.dedup_by(|spot, before| spot.name.end == before.name.end && !spot.is_beside(before));
    Found { test: is_test, sign, ..placing::located(text, &spots, sign) }
}

/// The call sites whose method cannot be read; `spots`, in the order of the text, are those where it can.
fn unread(text: &[u8], spots: &[Spot]) -> Vec<Spot> {
    let mut known = unread::Known::default();
    for spot in spots {
        known.add(text, spot.name.start);
    }
    let is_read = |range: Range<usize>| {
        let after = spots.partition_point(|spot| spot.name.start < range.start);
        spots.get(after).is_some_and(|spot| spot.name.start < range.end)
    };
    let mut sites = BTreeSet::new();
    unread::sites(text, &known, is_read, |at| {
        sites.insert(at);
    });
    sites.into_iter().map(Spot::unread).collect()
}

/// Calls `take` for the methods of a single word, which have no dot to be found by.
fn undotted(text: &[u8], mut take: impl FnMut(Range<usize>)) {
    static WORDS: LazyLock<AhoCorasick> = LazyLock::new(|| {
        let words =
            DocumentedMethod::all().iter().filter(|method| method.words() == 1).map(|method| method.name);
        let builder = AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::DFA))
            .ascii_case_insensitive(true)
            .match_kind(aho_corasick::MatchKind::LeftmostLongest)
            .build(words);
        builder.expect("a few words build")
    });
    for found in WORDS.find_iter(text) {
        let alone = |byte: Option<&u8>| byte.is_none_or(|byte| !dotted::is_word(*byte));
        let after = text.get(found.end());
        // Followed by a dot, it was found already.
        if alone(text[..found.start()].last()) && alone(after) && after != Some(&b'.') {
            take(found.range());
        }
    }
}
