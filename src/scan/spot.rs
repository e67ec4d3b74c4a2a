//! What a run of words is where it stands.

use std::ops::Range;

use super::address::{self, Whose};
use super::builder;
use super::composed;
use super::dotted;
use super::site;
use super::stand::{self, Stand};
use crate::knowledge::beginnings;
use crate::knowledge::builders::Chain;
use crate::knowledge::methods::{DocumentedMethod, Generation};
use crate::scope::MethodName;

/// A place that is a call or was meant to be one.
pub(super) struct Spot {
    pub(super) name: Range<usize>,
    pub(super) what: What,
    /// How certain a call of a generic name is in a file without a sign.
    pub(super) weight: Weight,
}

/// What stands at a place.
#[derive(Clone, Copy, Debug)]
pub(super) enum What {
    /// A call of a method, perhaps by the function of an SDK.
    Call(&'static DocumentedMethod, Generation, Option<Chain>),
    /// A name that nobody documents.
    Unknown,
    /// A call whose method cannot be read: what it needs nobody can tell.
    Unread,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weight {
    /// None at all.
    Light,
    /// If another file has a sign.
    Pending,
    /// `callMethod(`: the function is a sign itself.
    Own,
}

impl Spot {
    /// A call site that is not read; it begins at `at`.
    pub(super) fn unread(at: usize) -> Self {
        Self { name: at..at, what: What::Unread, weight: Weight::Light }
    }

    /// Whether it shows that its file is about Bitrix24.
    pub(super) fn is_sign(&self) -> bool {
        match self.what {
            What::Call(_, _, Some(chain)) => chain.has_service(),
            What::Call(method, _, None) => self.weight == Weight::Own || !method.is_generic(),
            What::Unknown | What::Unread => false,
        }
    }

    /// Whether it may count in a file without a sign.
    pub(super) fn needs_no_sign(&self) -> bool {
        match self.what {
            What::Call(..) => self.weight == Weight::Pending,
            What::Unknown => true,
            What::Unread => false,
        }
    }

    /// Whether the same words make another call, too.
    pub(super) fn is_beside(&self, other: &Self) -> bool {
        self.name == other.name && self.method() != other.method()
    }

    fn method(&self) -> Option<&'static str> {
        match self.what {
            What::Call(method, ..) => Some(method.name),
            What::Unknown | What::Unread => None,
        }
    }
}

impl From<builder::Built> for Spot {
    fn from(built: builder::Built) -> Self {
        let Some((method, chain)) = built.meaning else { return Self::unread(built.place.start) };
        let what = What::Call(method, Generation::Rest2, Some(chain));
        // A getter alone is little of a sign.
        let weight = if chain.is_whole() { Weight::Light } else { Weight::Pending };
        Self { name: built.place, what, weight }
    }
}

/// The call in a run of words. `signed`: the file has a sign of Bitrix24.
pub(super) fn of(text: &[u8], run: Range<usize>, signed: bool) -> Option<Spot> {
    let stood = stand::of(text, run.clone());
    let known = stood.as_ref().and_then(|(name, stand)| {
        let spelt = || spelt(text, name, signed).filter(|_| *stand == Stand::Attribute);
        DocumentedMethod::named(&text[name.clone()]).or_else(spelt)
    });
    let Some(method) = known else {
        let meant = |(name, stand)| {
            let meant = is_meant(text, &name, stand, signed);
            meant.then_some(Spot { name, what: What::Unknown, weight: Weight::Light })
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
    Some(Spot { name, what: What::Call(method, generation, None), weight })
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
        None => Weight::Light,
    };
    let what = all.map_or(What::Unread, |all| What::Call(all, found.generation, None));
    Some(Spot { name: found.name, what, weight })
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
