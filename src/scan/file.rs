//! The calls of one file, and the names that were meant to be calls.

use std::cell::LazyCell;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::address::{self, Whose};
use super::branch;
use super::builder;
use super::comment;
use super::dotted;
use super::line::Walker;
use super::omitted::{MOST, Omitted};
use super::role;
use super::sign::{self, SignKind};
use super::site;
use super::stand::{self, Stand};
use crate::knowledge::builders::Chain;
use crate::knowledge::methods::{DocumentedMethod, Generation, Needs};
use crate::scope::MethodName;

/// The calls in one file, in the order of the text.
#[derive(Debug, Default)]
pub struct Found<'t> {
    /// Whether the file is a test.
    pub test: bool,
    /// Calls of methods that the table knows.
    pub calls: Vec<Call<'t>>,
    /// Unknown names at call sites.
    pub unknown: Vec<Unknown<'t>>,
    /// What is in neither.
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
        self.unknown.retain(|unknown| counts(unknown.name));
        self.omitted.calls.retain(|(method, _), _| counts(method.as_bytes()));
        self.left_out += before - self.number();
    }

    fn number(&self) -> usize {
        self.calls.len() + self.omitted.calls.values().sum::<usize>()
    }

    /// Whether the file has neither.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.calls.is_empty() && self.unknown.is_empty()
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

/// A name where it is a call.
struct Spot {
    name: Range<usize>,
    /// `None` where the name is unknown.
    call: Option<(&'static DocumentedMethod, Generation)>,
    chain: Option<Chain>,
}

impl Spot {
    /// Whether it shows that its file is about Bitrix24.
    fn is_sign(&self) -> bool {
        match self.chain {
            Some(chain) => chain.is_whole(),
            None => self.call.is_some_and(|(method, _)| !method.is_generic()),
        }
    }

    /// Whether the same words make another call, too.
    fn is_beside(&self, other: &Self) -> bool {
        let method = |spot: &Self| spot.call.map(|(method, _)| method.name);
        self.name == other.name && method(self) != method(other)
    }
}

impl From<builder::Built> for Spot {
    fn from(built: builder::Built) -> Self {
        let builder::Built { place, method, chain } = built;
        Self { name: place, call: Some((method, Generation::Rest2)), chain: Some(chain) }
    }
}

/// Finds the REST calls in a text, in comments as well.
#[must_use]
pub fn calls(text: &[u8]) -> Found<'_> {
    calls_in("", text)
}

/// Finds the REST calls in a file; its path says what a comment is.
#[must_use]
pub fn calls_in<'t>(path: &str, text: &'t [u8]) -> Found<'t> {
    let sign = sign::first(text);
    let mut spots = Vec::new();
    dotted::runs(text, sign.is_some(), |run| spots.extend(spot(text, run, sign.is_some())));
    // Few files have a call, so few are read for their comments.
    let comments = LazyCell::new(|| comment::of(path, text));
    let is_code = |spot: &Spot| {
        let after = comments.partition_point(|comment| comment.end <= spot.name.start);
        comments.get(after).is_none_or(|comment| spot.name.start < comment.start)
    };
    if builder::may_be_in(path, text) {
        spots.extend(builder::calls(text, &comments).into_iter().map(Spot::from));
    }
    branch::calls(path, text, |name, method| {
        spots.push(Spot { name, call: Some((method, Generation::Rest2)), chain: None });
    });
    spots.retain(is_code);
    let long = spots.iter().find(|spot| spot.is_sign());
    let sign = sign.or_else(|| long.map(|spot| (SignKind::Call, spot.name.clone())));
    if sign.is_none() {
        spots.retain(|spot| spot.call.is_none());
    } else {
        undotted(text, |run| spots.extend(spot(text, run, true).filter(is_code)));
    }
    if spots.is_empty() {
        return Found { test: role::is_test(path), ..Found::default() };
    }
    spots.sort_by_key(|spot| spot.name.start);
    // `client.calendar.event.get(` also ends in `event.get`; one function may call several methods.
    spots.dedup_by(|spot, before| spot.name.end == before.name.end && !spot.is_beside(before));
    let sign = sign.map(|(kind, range)| (kind, &text[range.clone()], Walker::new(text).go(range.start).0));
    Found { test: role::is_test(path), ..located(text, &spots, sign) }
}

/// Adds lines and columns, and drops silenced lines.
fn located<'t>(text: &'t [u8], spots: &[Spot], sign: Option<(SignKind, &'t [u8], usize)>) -> Found<'t> {
    let mut found = Found::default();
    let mut walker = Walker::new(text);
    let mut seen = BTreeSet::new();
    let mut silent = 0;
    for spot in spots {
        let name = &text[spot.name.clone()];
        let (line, column) = walker.go(spot.name.start);
        let called = spot.call.map_or(name, |(method, _)| method.name.as_bytes());
        if walker.ignores(name) || walker.ignores(called) {
            found.silenced += usize::from(silent != line);
            silent = line;
            continue;
        }
        match spot.call {
            Some((method, generation)) => {
                let needs = method.needs(generation);
                if seen.insert((method.name, needs)) || found.calls.len() < MOST.of_file {
                    let (chain, written) = (spot.chain, name);
                    let sign = sign.filter(|_| method.is_generic() && chain.is_none());
                    found.calls.push(Call { method, written, chain, needs, line, column, sign });
                } else {
                    found.omitted.call(method.name, needs);
                }
            }
            None if found.unknown.len() < MOST.of_file => found.unknown.push(Unknown { name, line, column }),
            None => found.omitted.unknown += 1,
        }
    }
    found
}

/// The call in a run of words. `signed`: the file has a sign of Bitrix24.
fn spot(text: &[u8], run: Range<usize>, signed: bool) -> Option<Spot> {
    let (name, stand) = stand::of(text, run)?;
    let known = DocumentedMethod::named(&text[name.clone()]);
    let spelt = || spelt(text, &name, signed).filter(|_| stand == Stand::Attribute);
    let Some(method) = known.or_else(spelt) else {
        return is_meant(text, &name, stand, signed).then_some(Spot { name, call: None, chain: None });
    };
    let rest3 = match stand {
        Stand::Literal { query, quote } => {
            // Words like `scope` are keys of a thousand things; they are calls only as arguments.
            if method.words() == 1 && !query && site::of(&text[..quote]).is_none() {
                return None;
            }
            method.differs() && site::is_rest3(&text[..quote])
        }
        Stand::Suffixed { quote } if is_half_address(&text[..quote], signed) => false,
        Stand::Suffixed { .. } => return None,
        // `https://docs.example/scope` is a page, and `Route::get('/profile')` a page of the program's own.
        Stand::Address(address) if address.whose != Whose::Portals && method.words() == 1 => return None,
        Stand::Address(address) => address.rest3,
        // `db.batch()`, `thread.scope()`: the name alone is not enough even in a file with a sign.
        Stand::Attribute if method.words() == 1 && !site::is_clients(&text[..name.end]) => return None,
        Stand::Attribute => false,
    };
    let generation = if rest3 { Generation::Rest3 } else { Generation::Rest2 };
    Some(Spot { name, call: Some((method, generation)), chain: None })
}

/// The method of an attribute in Python's spelling: `price_type.get_fields` for `priceType.getFields`. Since fewer people
/// write methods so than have attributes, the file or the client must show that it is Bitrix24's.
fn spelt(text: &[u8], name: &Range<usize>, signed: bool) -> Option<&'static DocumentedMethod> {
    let method = DocumentedMethod::spelt(&text[name.clone()])?;
    let is_clients = || site::is_clients(&text[..name.end]);
    let counts = if method.is_generic() { signed && is_clients() } else { signed || is_clients() };
    counts.then_some(method)
}

/// Whether a literal that ends with `.json` is appended to an address or passed to a function that does so.
fn is_half_address(before: &[u8], signed: bool) -> bool {
    let lead = before.trim_ascii_end();
    let joined = lead.strip_suffix(b"+").or_else(|| lead.strip_suffix(b"."));
    joined.is_some_and(|before| !address::is_of_files(before))
        || site::of(before).is_some()
        || signed && site::is_sent(before)
}

/// Whether an unknown name was meant to be a method.
fn is_meant(text: &[u8], name: &Range<usize>, stand: Stand, signed: bool) -> bool {
    let words = text[name.clone()].split(|byte| *byte == b'.');
    let well_formed = |word: &[u8]| {
        word.first().is_some_and(u8::is_ascii_alphabetic)
            && word.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
    };
    // No method is longer, and each name is kept until the end.
    if name.len() > MethodName::MAX_CHARS || words.clone().count() < 2 || !words.clone().all(well_formed) {
        return false;
    }
    let familiar = words.clone().next().is_some_and(dotted::is_opener);
    match stand {
        Stand::Address(address) => address.hook && !is_a_file(&text[name.clone()]),
        Stand::Literal { quote, .. } | Stand::Suffixed { quote } => site::of(&text[..quote])
            .is_some_and(|site| if site.sure { familiar || signed } else { familiar && signed }),
        Stand::Attribute => false,
    }
}

/// `/rest/1/secret/index.php` names a script.
fn is_a_file(name: &[u8]) -> bool {
    [&b".php"[..], b".html", b".js", b".md", b".txt"].iter().any(|ending| name.ends_with(ending))
}

/// Calls `take` for the methods of a single word, which have no dot to be found by.
fn undotted(text: &[u8], mut take: impl FnMut(Range<usize>)) {
    static WORDS: LazyLock<AhoCorasick> = LazyLock::new(|| {
        let words =
            DocumentedMethod::all().iter().filter(|method| method.words() == 1).map(|method| method.name);
        let builder = AhoCorasick::builder()
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
