//! Webhooks' addresses whose secret stands in a text. The secret leaves here for the redactor and for nothing else.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::sync::LazyLock;

use memchr::memmem;
use percent_encoding::percent_decode;
use zeroize::Zeroizing;

use super::address;
use super::dotted::is_word;
use super::line::Walker;
use super::omitted::MOST;
use crate::host::Host;
use crate::ledger::Place;
use crate::reason::Reason;
use crate::text::Text;
use crate::text::redactor::Redactor;
use crate::text::seal::seal_fields;

mod real;
mod spelling;

use real::{is_real, is_reserved};
use spelling::{Pieces, is_behind_slash};

/// A webhook's address with its secret, in a file. It holds no byte of the secret.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Leak<T = Text> {
    /// Where the address begins.
    pub place: Place<T>,
    /// The portal, if it stands before the secret.
    pub portal: Option<T>,
    /// The number of the user in the address.
    pub user: u64,
    /// Whether it is a webhook that this run was given.
    pub is_given: bool,
}

seal_fields!(Leak { place, portal, user, is_given });

/// A secret that stands in code. It cannot be shown; it can be compared, and goes to the redactor.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Exposed(Zeroizing<String>);

impl Ord for Exposed {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.as_str().cmp(other.0.as_str())
    }
}

impl PartialOrd for Exposed {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// What to hide, since it stands in the code.
#[derive(Default)]
pub(crate) struct Secrets(pub(crate) BTreeSet<Exposed>);

/// What was found, out of reach until a redactor knows the secrets that stand in it: any of its texts may hold them.
#[must_use]
pub(crate) struct Exposing<T> {
    found: T,
    secrets: Secrets,
}

impl<T> Exposing<T> {
    pub(crate) fn new(found: T, secrets: Secrets) -> Self {
        Self { found, secrets }
    }

    /// What this redactor hides from now on.
    pub(crate) fn secrets(&self) -> &Secrets {
        &self.secrets
    }

    /// What was found, which the redactor may now seal.
    pub(crate) fn learn(self, redactor: &mut Redactor) -> T {
        *redactor = redactor.learning(self.secrets.0.into_iter().map(|secret| secret.0));
        self.found
    }
}

/// Whether a secret is that of a webhook that the run was given.
pub(crate) type IsGiven<'a> = &'a (dyn Fn(&str) -> bool + Sync);

/// Made once: most files are short.
static REST: LazyLock<memmem::Finder<'static>> = LazyLock::new(|| memmem::Finder::new(b"rest"));

/// Of a secret that a hook may be given with, in characters.
const MOST_SECRET: usize = 64;

/// Of one that a portal makes.
const USUAL_SECRET: usize = 16;

/// An address with a secret, in a text.
pub(crate) struct Spot {
    pub(crate) portal: Option<Host>,
    pub(crate) user: u64,
    pub(crate) secret: Exposed,
    /// Line, from 1.
    pub(crate) line: usize,
    /// Column in characters, from 1.
    pub(crate) column: usize,
    pub(crate) is_given: bool,
}

/// The spots of a text.
#[derive(Default)]
pub(crate) struct Spots {
    /// In the order of the text, each secret once a line.
    pub(crate) kept: Vec<Spot>,
    /// More of them, which are not kept.
    pub(crate) more: usize,
    /// Lines that a comment leaves out.
    pub(crate) silenced: usize,
}

impl Spots {
    /// Whether nothing was found.
    pub(crate) fn is_empty(&self) -> bool {
        self.kept.is_empty() && self.silenced == 0
    }
}

impl Spot {
    pub(crate) fn leak(&self, file: &Text) -> Leak {
        Leak {
            place: Place { file: file.clone(), line: self.line, column: self.column },
            portal: self.portal.as_ref().map(|host| Text::private(host.as_str())),
            user: self.user,
            is_given: self.is_given,
        }
    }
}

/// Finds the addresses in a text of any kind. A comment leaves none out that the run was given: it is real.
pub(crate) fn spots(text: &[u8], is_given: IsGiven) -> Spots {
    let mut spots = Spots::default();
    let (mut walker, mut silent, mut of_line) = (Walker::new(text), 0, (0, BTreeSet::new()));
    for at in REST.find_iter(text) {
        let Some((user, secret)) = behind(text, at) else { continue };
        let is_given = is_given(&secret);
        if !is_given && !is_real(&secret) {
            continue;
        }
        let start = at - written(&text[..at]).len();
        let portal = portal(&text[start..at]);
        if !is_given && portal.as_ref().is_some_and(is_reserved) {
            continue;
        }
        let (line, column) = walker.go(start);
        if of_line.0 != line {
            of_line = (line, BTreeSet::new());
        }
        if !is_given && walker.ignores(Reason::HookInCode.id().as_bytes()) {
            spots.silenced += usize::from(std::mem::replace(&mut silent, line) != line);
        } else if !of_line.1.insert(Exposed(secret.clone())) {
            // It is told already.
        } else if spots.kept.len() < MOST.of_file {
            let secret = Exposed(secret);
            spots.kept.push(Spot { portal, user, secret, line, column, is_given });
        } else {
            spots.more += 1;
        }
    }
    spots
}

/// The user and what may be a secret behind `rest` at this place.
fn behind(text: &[u8], at: usize) -> Option<(u64, Zeroizing<String>)> {
    let before = &text[..at];
    let is_apart = before.last().is_none_or(|byte| !is_word(*byte) && !b"-.%".contains(byte));
    let mut pieces = Pieces::new(&text[at + b"rest".len()..]);
    if !pieces.slashes() || !(is_apart || is_behind_slash(before)) {
        return None;
    }
    if pieces.word("api") {
        pieces.slashes().then_some(())?;
    }
    let user = pieces.run(1, 19, |byte| byte.is_ascii_digit())?.parse().ok()?;
    pieces.slashes().then_some(())?;
    let secret = pieces
        .run(USUAL_SECRET, MOST_SECRET, |byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))?;
    // `_https://…/rest/1/secret_` in Markdown.
    let secret = match secret.trim_end_matches('_') {
        plain if plain.len() == USUAL_SECRET => Zeroizing::new(plain.to_owned()),
        _ => secret,
    };
    pieces.is_over().then_some((user, secret))
}

/// An address up to its `rest`, without what it is assigned to: `HOOK=https://…`.
fn written(before: &[u8]) -> &[u8] {
    let token = address::token(before);
    let head = token.iter().take_while(|byte| !b"/\\%".contains(byte)).count();
    let sign = token[..head].iter().rposition(|byte| b"=>".contains(byte));
    &token[sign.map_or(0, |sign| sign + 1)..]
}

/// The host in an address up to its `rest`.
fn portal(address: &[u8]) -> Option<Host> {
    let plain = spelling::plain(&percent_decode(address).collect::<Vec<_>>());
    let plain = String::from_utf8_lossy(&plain);
    let (scheme, host) =
        plain.rsplit_once("://").map_or((None, &*plain), |(scheme, host)| (Some(scheme), host));
    // `B24_HOOK=acme.bitrix24.com/rest/`.
    let host = host.split('/').next()?.rsplit(['=', '@', '{', '[', '>']).next()?;
    Host::parse(host).filter(|_| scheme.is_some() || host.contains('.'))
}

/// Adds the leaks of a file, and the secrets to hide.
impl super::Scan {
    pub(crate) fn add_leaks(&mut self, file: &Text, spots: Spots, secrets: &mut Secrets) {
        self.leaks.extend(spots.kept.iter().map(|spot| spot.leak(file)));
        self.omitted.leaks += spots.more;
        self.silenced += spots.silenced;
        secrets.0.extend(spots.kept.into_iter().map(|spot| spot.secret));
        self.bound_leaks(2 * MOST.in_all);
    }

    /// Where there are more than so many, keeps the first by place.
    pub(super) fn bound_leaks(&mut self, most: usize) {
        if self.leaks.len() > most {
            self.leaks.sort();
            self.omitted.leaks += self.leaks.drain(MOST.in_all..).count();
        }
    }
}

#[cfg(test)]
mod tests;
