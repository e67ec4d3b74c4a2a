//! Signs that a file is about Bitrix24, without which a name like `user.get` could be anybody's.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::packed;

use super::address;
use super::dotted::is_word;

/// The kind of sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignKind {
    /// An SDK is imported.
    Import,
    /// A name of Bitrix24, such as `B24Hook`.
    Word,
    /// An address with `rest/` in it.
    Address,
    /// A call of a method with a longer name.
    Call,
}

impl SignKind {
    /// Whether a sign of this kind and text is enough for other files, too. A list of website builders names `bitrix`.
    pub(super) fn is_strong(self, text: &[u8]) -> bool {
        self != Self::Word || !text.eq_ignore_ascii_case(b"bitrix")
    }
}

/// Letters in every sign; short, and none a prefix of another, so that one pass finds them all.
const LETTERS: [&[u8]; 9] =
    [b"b24", b"B24", b"x24", b"X24", b"itrix", b"ITRIX", b"rest/", b"rest\\/", b"CRest"];

/// `None` on processors without vector instructions, which use the plain search.
static LOOKOUT: LazyLock<Option<packed::Searcher>> = LazyLock::new(|| packed::Searcher::new(LETTERS));

/// The first sign in a file, except calls.
pub(super) fn first(text: &[u8]) -> Option<(SignKind, Range<usize>)> {
    match &*LOOKOUT {
        Some(lookout) => lookout.find_iter(text).find_map(|found| sign(text, found.start())),
        None => LETTERS
            .iter()
            .filter_map(|letters| memchr::memmem::find_iter(text, letters).find_map(|at| sign(text, at)))
            .min_by_key(|(_, range)| range.start),
    }
}

/// Whether a file is about Bitrix24, by more than a word that others have as well.
pub(crate) fn is_signed(text: &[u8]) -> bool {
    first(text).is_some_and(|(kind, range)| kind.is_strong(&text[range]))
}

/// The sign around the letters at `at`.
fn sign(text: &[u8], at: usize) -> Option<(SignKind, Range<usize>)> {
    let letters = &text[at..];
    if letters.starts_with(b"rest") {
        let token = address::token(&text[..at]);
        let alone = text[..at].last().is_none_or(|byte| !is_word(*byte) && *byte != b'-');
        let slash = memchr::memchr(b'/', letters)?;
        let counts = address::is_hook(&letters[slash + 1..]) || address::is_web(token);
        return (alone && counts).then_some((SignKind::Address, at..at + slash + 1));
    }
    // The needles lack the first letter of those words.
    let back = usize::from(b"xXiI".contains(&letters[0]));
    let start = at.checked_sub(back)?;
    let head = text[start];
    if back == 1 && !head.eq_ignore_ascii_case(&b'b') || !begins_word(text, start) {
        return None;
    }
    let length = text[start..].iter().take(40).take_while(|byte| is_word(**byte)).count();
    let kind = if is_imported(text, start) { SignKind::Import } else { SignKind::Word };
    Some((kind, start..start + length))
}

/// Whether a word begins here, or a part of a compound name.
fn begins_word(text: &[u8], start: usize) -> bool {
    text[..start].last().is_none_or(|before| {
        !before.is_ascii_alphanumeric() && *before < 0x80
            || before.is_ascii_lowercase() && text[start].is_ascii_uppercase()
    })
}

/// Whether the line is an import.
fn is_imported(text: &[u8], at: usize) -> bool {
    const BEGINNINGS: [&[u8]; 8] =
        [b"import", b"from ", b"use ", b"using ", b"require", b"include", b"gem ", b"#include"];
    let start = memchr::memrchr(b'\n', &text[at.saturating_sub(256)..at])
        .map_or(at.saturating_sub(256), |end| at.saturating_sub(256) + end + 1);
    let line = text[start..at].trim_ascii_start();
    BEGINNINGS.iter().any(|beginning| line.starts_with(beginning))
        || [&b"require("[..], b"import(", b" from "]
            .iter()
            .any(|word| memchr::memmem::find(line, word).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<(SignKind, &str)> {
        first(text.as_bytes()).map(|(kind, range)| (kind, &text[range]))
    }

    #[test]
    fn words_imports_and_addresses_are_signs() {
        for (text, kind, word) in [
            ("new B24Hook()", SignKind::Word, "B24Hook"),
            ("$b24->x", SignKind::Word, "b24"),
            ("BX24.init()", SignKind::Word, "BX24"),
            ("$obB24App", SignKind::Word, "B24App"),
            ("a BITRIX b", SignKind::Word, "BITRIX"),
            ("fast_bitrix24", SignKind::Word, "bitrix24"),
            ("import { X } from '@bitrix24/b24jssdk'", SignKind::Import, "bitrix24"),
            ("from b24pysdk import Client", SignKind::Import, "b24pysdk"),
            ("const x = require(\"bitrix24-sdk\")", SignKind::Import, "bitrix24"),
            ("require_once 'x/CRest.php'", SignKind::Import, "CRest"),
            ("post('/rest/17/x/')", SignKind::Address, "rest/"),
            (r"https:\/\/a.example\/rest\/", SignKind::Address, r"rest\/"),
        ] {
            assert_eq!(found(text), Some((kind, word)), "{text}");
        }
    }

    #[test]
    fn parts_of_other_words_are_not() {
        for text in
            ["ab24c", "0xb24", "web24", "x24", "matrix", "the rest/other", "forest/1/2", "arbitrixx", "ix24"]
        {
            assert_eq!(found(text), None, "{text}");
        }
    }

    #[test]
    fn the_first_one_counts() {
        assert_eq!(found("x24 ab24 bitrix B24"), Some((SignKind::Word, "bitrix")));
    }
}
