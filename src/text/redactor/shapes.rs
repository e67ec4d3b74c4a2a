//! Recognises the shape of a webhook's address.

use std::ops::Range;

use super::MIN_SECRET;
use super::decode::Seen;

/// The shortest text behind `/rest/1/` that counts as a secret outside of a URL, in characters.
const MIN_BARE_SECRET: usize = 12;

/// How far before `/rest/` a host is looked for, in characters; behind a longer address the text counts as a
/// secret.
pub(super) const MAX_ADDRESS: usize = 512;

/// Ends an address, as white space does.
const ENDS: &str = "\"'`<>()[]{},;=";

/// The secret part of every `/rest/<digits>/<secret>`.
pub(super) fn shapes(seen: &[Seen]) -> Vec<Range<usize>> {
    let (mut found, mut address) = (Vec::new(), Address::default());
    for (at, one) in seen.iter().enumerate() {
        found.extend(last_part(seen, at).filter(|part| address.has_secret(seen, part)));
        address.push(one.c);
    }
    found.into_iter().map(|part| seen[part.start].at.start..seen[part.end - 1].at.end).collect()
}

/// The part behind `rest/<digits>/`, if that begins here.
fn last_part(seen: &[Seen], at: usize) -> Option<Range<usize>> {
    let is = |at: usize, word: &str| {
        let end = at + word.len();
        seen.get(at..end)
            .is_some_and(|part| part.iter().map(|one| one.c.to_ascii_lowercase()).eq(word.chars()))
    };
    if !is(at, "rest") || at.checked_sub(1).is_some_and(|before| is_word(seen, before)) {
        return None;
    }
    let mut start = slashes(seen, at + "rest".len())?;
    if is(start, "api") {
        start = slashes(seen, start + "api".len()).unwrap_or(start);
    }
    let digits = seen[start..].iter().take_while(|one| one.c.is_ascii_digit()).count();
    let start = slashes(seen, start + digits).filter(|_| digits > 0)?;
    let length = (start..seen.len()).take_while(|place| is_word(seen, *place)).count();
    (length > 0).then_some(start..start + length)
}

/// Whether a secret may have this character.
fn is_word(seen: &[Seen], place: usize) -> bool {
    seen.get(place).is_some_and(|one| one.c.is_ascii_alphanumeric() || "-_".contains(one.c))
}

/// The end of the slashes that begin here, each perhaps after a backslash.
fn slashes(seen: &[Seen], start: usize) -> Option<usize> {
    let mut at = start;
    while seen.get(at).is_some_and(|one| matches!(one.c, '/' | '\\')) {
        at += 1;
    }
    (at > start && seen[at - 1].c == '/').then_some(at)
}

/// What stands before a place in an address. It is kept while the text is walked through, since a stranger's
/// may be full of addresses.
#[derive(Default)]
struct Address {
    length: usize,
    host: String,
    /// Of `://`.
    marks: usize,
    is_path: bool,
    /// Whether there is more than slashes.
    has_names: bool,
    /// With a scheme or a host, rather than a path such as `src/rest/2/orders.js`.
    is_web: bool,
}

impl Address {
    fn push(&mut self, c: char) {
        if c.is_whitespace() || ENDS.contains(c) {
            self.host.clear();
            *self = Self { host: std::mem::take(&mut self.host), ..Self::default() };
            return;
        }
        self.length += 1;
        self.has_names |= !matches!(c, '/' | '\\');
        self.marks = match (c, self.marks) {
            (':', _) => 1,
            ('/', 1..) => self.marks + 1,
            ('\\', marks) => marks,
            _ => 0,
        };
        self.is_web |= self.marks == "://".len() || self.length == MAX_ADDRESS;
        match c {
            '\\' => {}
            '/' if !self.is_path => {
                self.is_path = true;
                self.is_web |= is_host(&self.host);
            }
            _ if !self.is_path => self.host.push(c),
            _ => {}
        }
    }

    fn has_secret(&self, seen: &[Seen], part: &Range<usize>) -> bool {
        let (length, after) = (part.len(), &seen[part.end..]);
        let has_digit = seen[part.clone()].iter().any(|one| one.c.is_ascii_digit());
        let is_file = after.first().is_some_and(|one| one.c == '.')
            && after.get(1).is_some_and(|one| one.c.is_ascii_alphabetic());
        let is_bare = is_file || self.has_names && !self.is_web;
        if is_bare { has_digit && length >= MIN_BARE_SECRET } else { length >= MIN_SECRET }
    }
}

/// Whether it ends in what may be a top-level domain and a port; a folder such as `v1.2` does not.
fn is_host(text: &str) -> bool {
    let name = text.trim_end_matches(|c: char| c.is_ascii_digit() || c == ':');
    let is_top = |top: &str| top.starts_with(char::is_alphabetic) && top.chars().count() > 1;
    name.rsplit_once('.').is_some_and(|(name, top)| is_top(top) && name.ends_with(char::is_alphanumeric))
}
