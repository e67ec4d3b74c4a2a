//! The calls of one file, and the names that were meant to be calls.

use std::cell::LazyCell;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::address::{self, Whose};
use super::aside;
use super::branch;
use super::builder;
use super::comment::{self, Language};
use super::composed;
use super::dotted;
use super::line::Walker;
use super::omitted::{MOST, Omitted};
use super::role;
use super::sign::{self, SignKind};
use super::site;
use super::stand::{self, Stand};
use super::unread;
use crate::knowledge::beginnings;
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

/// A name where it is a call.
struct Spot {
    name: Range<usize>,
    /// `None` where the name is unknown.
    call: Option<(&'static DocumentedMethod, Generation)>,
    /// How certain a call of a generic name is in a file without a sign.
    weight: Weight,
    chain: Option<Chain>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Weight {
    /// None at all.
    Light,
    /// If another file has a sign.
    Pending,
    /// `callMethod(`: the function is a sign itself.
    Own,
    /// No call that could be read: what it needs nobody can tell.
    Unread,
}

impl Spot {
    /// Whether it shows that its file is about Bitrix24.
    fn is_sign(&self) -> bool {
        match self.chain {
            Some(chain) => chain.is_whole(),
            None => self.weight == Weight::Own || self.call.is_some_and(|(method, _)| !method.is_generic()),
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
        let call = Some((method, Generation::Rest2));
        Self { name: place, call, weight: Weight::Light, chain: Some(chain) }
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
    let sign = sign::first(text);
    let mut spots = Vec::new();
    dotted::runs(text, sign.is_some(), |run| spots.extend(spot(text, run, sign.is_some())));
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
        spots.push(Spot {
            name,
            call: Some((method, Generation::Rest2)),
            weight: Weight::Light,
            chain: None,
        });
    });
    spots.retain(is_code);
    let called = spots.iter().find(|spot| spot.is_sign()).map(|spot| (SignKind::Call, spot.name.clone()));
    let sign = sign.or(called);
    if sign.is_none() {
        spots.retain(|spot| match spot.call {
            Some(_) => spot.weight == Weight::Pending,
            None => spot.weight != Weight::Unread,
        });
    } else {
        undotted(text, |run| spots.extend(spot(text, run, true).filter(is_code)));
    }
    spots.sort_by_key(|spot| spot.name.start);
    let is_test = role::is_test(path);
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
    Found { test: is_test, sign, ..located(text, &spots, sign) }
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
    sites
        .into_iter()
        .map(|at| Spot { name: at..at, call: None, weight: Weight::Unread, chain: None })
        .collect()
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
                let chain = spot.chain;
                let pending = sign.is_none() && method.is_generic();
                let calls = if pending { &mut found.pending } else { &mut found.calls };
                if seen.insert((method.name, needs)) || calls.len() < MOST.of_file {
                    let sign = sign.filter(|_| method.is_generic() && chain.is_none());
                    calls.push(Call { method, written: name, chain, needs, line, column, sign });
                } else if !pending {
                    found.omitted.call(method.name, needs);
                }
            }
            None if spot.weight == Weight::Unread && found.unread.len() < MOST.of_file => {
                found.unread.push((line, column));
            }
            None if spot.weight == Weight::Unread => found.omitted.unread += 1,
            None if found.unknown.len() < MOST.of_file => found.unknown.push(Unknown { name, line, column }),
            None => found.omitted.unknown += 1,
        }
    }
    found
}

/// The call in a run of words. `signed`: the file has a sign of Bitrix24.
fn spot(text: &[u8], run: Range<usize>, signed: bool) -> Option<Spot> {
    let stood = stand::of(text, run.clone());
    let known = stood.as_ref().and_then(|(name, stand)| {
        let spelt = || spelt(text, name, signed).filter(|_| *stand == Stand::Attribute);
        DocumentedMethod::named(&text[name.clone()]).or_else(spelt)
    });
    let Some(method) = known else {
        let meant = |(name, stand)| {
            let meant = is_meant(text, &name, stand, signed);
            meant.then_some(Spot { name, call: None, weight: Weight::Light, chain: None })
        };
        return composed(text, &run, signed).or_else(|| stood.and_then(meant));
    };
    let (name, stand) = stood?;
    let rest3 = match stand {
        Stand::Literal { query, quote } => {
            // Words like `scope` are keys of a thousand things; they are calls only as arguments.
            let before = &text[..quote];
            let based = || {
                site::is_web_address(before) && address::is_based(&text[name.end + 1..])
                    || address::is_appended(before)
            };
            if method.words() == 1 && !query && site::of(before).is_none() && !based() {
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
    let weight = weight(text, method, stand);
    Some(Spot { name, call: Some((method, generation)), weight, chain: None })
}

/// The method of an attribute in Python's spelling: `price_type.get_fields` for `priceType.getFields`. Since fewer people
/// write methods so than have attributes, the file or the client must show that it is Bitrix24's.
fn spelt(text: &[u8], name: &Range<usize>, signed: bool) -> Option<&'static DocumentedMethod> {
    let method = DocumentedMethod::spelt(&text[name.clone()])?;
    let is_clients = || site::is_clients(&text[..name.end]);
    let counts = if method.is_generic() { signed && is_clients() } else { signed || is_clients() };
    counts.then_some(method)
}

/// The call of a name that is put together at run time.
fn composed(text: &[u8], run: &Range<usize>, signed: bool) -> Option<Spot> {
    let found = composed::of(text, run, signed)?;
    let last = found.last.map(|last| &text[last]);
    let all = beginnings::of(&text[found.name.clone()], last, found.generation);
    let weight = match all {
        Some(_) if found.sure => Weight::Own,
        Some(_) => Weight::Pending,
        None => Weight::Unread,
    };
    Some(Spot { name: found.name, call: all.map(|all| (all, found.generation)), weight, chain: None })
}

fn weight(text: &[u8], method: &DocumentedMethod, stand: Stand) -> Weight {
    match stand {
        Stand::Literal { quote, .. } | Stand::Suffixed { quote } if method.words() > 1 => {
            let sure = site::of(&text[..quote]).is_some_and(|site| site.sure);
            if sure { Weight::Own } else { Weight::Pending }
        }
        Stand::Address(address) if address.whose == Whose::Portals => Weight::Pending,
        _ => Weight::Light,
    }
}

/// Whether a literal that ends with `.json` is appended to an address, passed to a function that does so, or kept for
/// one.
fn is_half_address(before: &[u8], signed: bool) -> bool {
    let lead = before.trim_ascii_end();
    let joined = lead.strip_suffix(b"+").or_else(|| lead.strip_suffix(b"."));
    joined.is_some_and(|before| !address::is_of_files(before))
        || site::of(before).is_some()
        || signed
            && (site::is_sent(before)
                || (is_assigned(lead) || is_later_argument(lead)) && !address::is_of_files(lead))
}

/// `post(url(base), `: not the first, and not of a function that reads files.
fn is_later_argument(lead: &[u8]) -> bool {
    let open = lead.strip_suffix(b",").and_then(|lead| site::opening(lead, *b"()"));
    open.map(site::chain).is_some_and(|chain| {
        !["join", "resolve", "open", "read", "load", "require", "asset", "fixture", "file"]
            .iter()
            .any(|word| site::last_word(&chain).contains(word))
    })
}

/// `ADD_METHOD = `, `query: `, `return `.
fn is_assigned(lead: &[u8]) -> bool {
    [&b"="[..], b":", b"=>", b"?", b" return"].iter().any(|mark| lead.ends_with(mark))
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
