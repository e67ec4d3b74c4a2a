//! Recognises the shape of a webhook's address.

use std::ops::Range;

use super::MIN_SECRET;
use super::decode::Seen;

/// The shortest text behind `/rest/1/` that counts as a secret outside of a URL, in characters.
const MIN_BARE_SECRET: usize = 12;

/// How far before `/rest/` a host is searched for, in characters. A stranger's text may be full of addresses;
/// behind a longer one the text counts as a secret.
pub(super) const MAX_ADDRESS: usize = 512;

/// The secret part of every `/rest/<digits>/<secret>`.
pub(super) fn shapes(seen: &[Seen]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for at in 0..seen.len().saturating_sub("rest/1/".len()) {
        let is = |offset: usize, c: char| seen[at + offset].c.eq_ignore_ascii_case(&c);
        if !(is(0, 'r') && is(1, 'e') && is(2, 's') && is(3, 't')) || is_word(seen, at.wrapping_sub(1)) {
            continue;
        }
        let Some(mut start) = slashes(seen, at + 4) else { continue };
        let api = seen[start..].iter().take(3).map(|one| one.c.to_ascii_lowercase()).eq("api".chars());
        if let Some(behind) = slashes(seen, start + 3).filter(|_| api) {
            start = behind;
        }
        let digits = seen[start..].iter().take_while(|one| one.c.is_ascii_digit()).count();
        let Some(start) = slashes(seen, start + digits).filter(|_| digits > 0) else { continue };
        let length = (start..seen.len()).take_while(|place| is_word(seen, *place)).count();
        if length > 0 && is_secret(&seen[..at], &seen[start..start + length], &seen[start + length..]) {
            found.push(seen[start].at.start..seen[start + length - 1].at.end);
        }
    }
    found
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

/// Whether the last part of an address is a secret, rather than of a path such as `src/rest/2/orders.js`.
fn is_secret(before: &[Seen], part: &[Seen], after: &[Seen]) -> bool {
    let stop = |one: &&Seen| !(one.c.is_whitespace() || "\"'`<>()[]{},;=".contains(one.c));
    let address = before.iter().rev().take(MAX_ADDRESS).take_while(stop).map(|one| one.c).collect::<Vec<_>>();
    let is_long = address.len() == MAX_ADDRESS;
    let address = address.into_iter().rev().collect::<String>().replace('\\', "");
    let host = address.split('/').next().unwrap_or_default();
    let is_web = is_long
        || address.contains("://")
        || address.chars().all(|c| c == '/')
        || host.split('.').filter(|label| !label.is_empty()).count() > 1;
    let has_digit = part.iter().any(|one| one.c.is_ascii_digit());
    let is_file = after.first().is_some_and(|one| one.c == '.')
        && after.get(1).is_some_and(|one| one.c.is_ascii_alphabetic());
    if is_file || !is_web { has_digit && part.len() >= MIN_BARE_SECRET } else { part.len() >= MIN_SECRET }
}
