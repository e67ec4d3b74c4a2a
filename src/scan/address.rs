//! Addresses: what comes before a name and makes it the last part of one.

use super::dotted::is_word;

/// How far back an address is followed, in bytes.
const REACH: usize = 512;

/// An address that a method's name may end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Address {
    /// Whether it is one of REST 3.0.
    pub(super) rest3: bool,
    /// Whether a hook's user and secret stand in it.
    pub(super) hook: bool,
    /// Whether it could be any page of the web.
    pub(super) vague: bool,
}

/// The address that `before`, which ends with `/` or `}`, is. With `suffixed` the name may be that of a
/// file, `crm.deal.list.json`, just as well.
pub(super) fn of(before: &[u8], suffixed: bool) -> Option<Address> {
    let token = token(before);
    let plain = token.iter().copied().filter(|byte| *byte != b'\\').collect::<Vec<_>>();
    let rest = rest_at(&plain).map(|at| &plain[at..]);
    let rest3 = rest.is_some_and(|rest| rest.starts_with(b"api/"));
    let hook = rest.is_some_and(is_hook);
    let vague =
        rest.is_none() && !begins_literal(before, &plain, suffixed) && !is_filled_in(before, suffixed);
    (!vague || is_web(&plain)).then_some(Address { rest3, hook, vague })
}

/// Whether an address ends where `after` begins.
pub(super) fn is_over(after: &[u8]) -> bool {
    let ends = |byte: Option<&u8>| byte.is_none_or(|byte| !is_word(*byte) && !b"/-.:=@~+%*${".contains(byte));
    match after {
        [b'/', rest @ ..] => ends(rest.first()),
        _ => ends(after.first()),
    }
}

/// Whether an address names how it is to be fetched, other than from a disk.
pub(super) fn is_web(address: &[u8]) -> bool {
    ["://", ":\\/\\/"].iter().any(|mark| {
        memchr::memmem::find(address, mark.as_bytes()).is_some_and(|at| !address[..at].ends_with(b"file"))
    })
}

/// What follows `rest/` in an address, if that is a part of it and no end of another word.
pub(super) fn rest_at(address: &[u8]) -> Option<usize> {
    let found = memchr::memmem::find_iter(address, b"rest/").find(|at| {
        let before = address[..*at].last();
        before.is_none_or(|byte| !is_word(*byte) && *byte != b'-')
    });
    found.map(|at| at + b"rest/".len())
}

/// Whether a user's number follows, as in a hook.
pub(super) fn is_hook(rest: &[u8]) -> bool {
    let rest = rest.strip_prefix(b"api/").unwrap_or(rest);
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    digits > 0 && rest[digits..].starts_with(b"/")
}

/// The part of an address that ends `before`.
pub(super) fn token(before: &[u8]) -> &[u8] {
    let near = &before[before.len().saturating_sub(REACH)..];
    let length = near
        .iter()
        .rev()
        .take_while(|byte| !byte.is_ascii_whitespace() && !b"'\"`()<>,;|".contains(byte))
        .count();
    &near[near.len() - length..]
}

/// `'/crm.deal.list'` and `'/1/secret/crm.deal.list'`, for clients that know the portal themselves. With
/// folders before it, it is a file.
fn begins_literal(before: &[u8], token: &[u8], suffixed: bool) -> bool {
    let escapes = before.len() - before.strip_suffix(b"\\/").map_or(before.len(), |rest| rest.len() + 1);
    let opening = before.len().checked_sub(token.len() + escapes + 1).and_then(|at| before.get(at));
    let parts = token.split(|byte| *byte == b'/').collect::<Vec<_>>();
    let own = match parts[..] {
        [b"", b""] => !suffixed || !is_of_files(before_quote(before, token)),
        [b"", user, _, b""] => !user.is_empty() && user.iter().all(u8::is_ascii_digit),
        _ => false,
    };
    own && opening.is_some_and(|byte| b"'\"`".contains(byte))
}

/// What stands before the quote that opens a literal.
fn before_quote<'t>(before: &'t [u8], token: &[u8]) -> &'t [u8] {
    &before[..before.len().saturating_sub(token.len() + 1)]
}

/// `${HOOK}/crm.deal.list`, `{hook}crm.deal.list`, `$HOOK/crm.deal.list`, `%s/crm.deal.list`.
fn is_filled_in(before: &[u8], suffixed: bool) -> bool {
    let stem = before.strip_suffix(b"/").unwrap_or(before);
    let near = &stem[stem.len().saturating_sub(120)..];
    if stem.ends_with(b"}") {
        let Some(open) = memchr::memrchr(b'{', near) else { return false };
        return !(near[open..].contains(&b'\n') || suffixed && is_of_files(&near[open..]));
    }
    let word = near.len() - near.iter().rev().take_while(|byte| is_word(**byte)).count();
    let name = &near[word..];
    match near[..word].last() {
        Some(b'$') => !(name.is_empty() || suffixed && is_of_files(name)),
        Some(b'%') => name == b"s" || name == b"v",
        _ => false,
    }
}

/// Whether the end of `text` speaks of files rather than of a portal.
pub(super) fn is_of_files(text: &[u8]) -> bool {
    const WORDS: [&str; 6] = ["dir", "path", "folder", "fixture", "file", "mock"];
    let near = &text[text.len().saturating_sub(40)..];
    let line = memchr::memrchr(b'\n', near).map_or(near, |at| &near[at..]);
    let line =
        String::from_utf8_lossy(line).to_ascii_lowercase().replace("profile", "").replace("redirect", "");
    WORDS.iter().any(|word| line.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_address(before: &str) -> bool {
        of(before.as_bytes(), true).is_some()
    }

    #[test]
    fn what_looks_like_an_address_is_one() {
        for yes in [
            "https://a.example/rest/1/secret/",
            r"https:\/\/a.example\/rest\/1\/secret\/",
            "curl -s /rest/",
            "\"$HOOK/",
            "`${hook}",
            "`${ base }/",
            "f'{hook}/",
            "\"#{hook}/",
            "'%s/",
            "url: '/",
            "'/17/secret/",
            "$B24/",
        ] {
            assert!(is_address(yes), "{yes}");
        }
    }

    #[test]
    fn a_path_of_files_is_none() {
        for no in [
            "fixtures/",
            "'fixtures/",
            "'/fixtures/",
            "./",
            "../",
            "forest/",
            "the-rest/",
            "file:///tmp/",
            "`${__dirname}/",
            "$FIXTURES_DIR/",
            "$dir/a/",
            "__DIR__ . '/",
            "{\n}",
            "a }",
            "/",
        ] {
            assert!(!is_address(no), "{no}");
        }
    }

    #[test]
    fn generation_and_hook_are_reported() {
        let address = |rest3, hook, vague| Some(Address { rest3, hook, vague });
        assert_eq!(of(b"https://a.b/rest/api/1/x/", false), address(true, true, false));
        assert_eq!(of(b"https://a.b/rest/1/x/", false), address(false, true, false));
        assert_eq!(of(b"https://a.b/rest/", false), address(false, false, false));
        assert_eq!(of(b"https://a.b/c/", false), address(false, false, true));
    }
}
