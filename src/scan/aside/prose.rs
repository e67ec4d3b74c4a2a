//! Sentences that name a method.

use crate::scan::comment::{Dialect, Language};
use crate::scan::dotted::is_word;

/// Words of programming languages, which do not make a sentence.
const KEYWORDS: [&[u8]; 44] = [
    b"and",
    b"as",
    b"assert",
    b"async",
    b"await",
    b"case",
    b"catch",
    b"const",
    b"default",
    b"do",
    b"echo",
    b"elif",
    b"else",
    b"export",
    b"extends",
    b"final",
    b"from",
    b"function",
    b"if",
    b"import",
    b"in",
    b"instanceof",
    b"is",
    b"let",
    b"new",
    b"not",
    b"of",
    b"or",
    b"print",
    b"private",
    b"public",
    b"raise",
    b"range",
    b"return",
    b"static",
    b"throw",
    b"to",
    b"typeof",
    b"unless",
    b"var",
    b"when",
    b"while",
    b"xor",
    b"yield",
];

/// Whether a sentence is around the quotes. `behind` the closing one, if the name ends with it.
pub(super) fn is_written(
    language: Option<Language>,
    quote: u8,
    before: &[u8],
    behind: Option<&[u8]>,
) -> bool {
    let Some(language) = language else { return false };
    let templates = match language {
        Language::Script(Dialect::JavaScript | Dialect::Go)
        | Language::Page
        | Language::Template
        | Language::Php => true,
        Language::Script(_) | Language::Python | Language::Notebook | Language::Dashes => false,
        // Where a call needs no bracket, any word may be one.
        Language::Ruby | Language::Shell | Language::Hash | Language::Data => return false,
    };
    let listed = before.ends_with(b"`/") || behind.is_some_and(|behind| behind.starts_with(b"/`"));
    let goes_on = || {
        let after = behind.unwrap_or_default();
        let word = after.trim_ascii_start();
        word.len() < after.len()
            && word.first().is_some_and(|byte| is_word(*byte))
            && !is_keyword(first_word(word))
    };
    let bracket = before.strip_suffix(b"(").filter(|lead| lead.last().is_some_and(u8::is_ascii_whitespace));
    if quote != b'`' {
        return is_prose(before) || is_word_before(before) && goes_on();
    }
    !templates
        || listed
        || is_prose(before)
        || bracket.is_some_and(is_prose)
        || is_word_before(before) && goes_on()
}

/// Whether two words that are no keywords end `text`, each with a space behind it.
fn is_prose(text: &[u8]) -> bool {
    is_word_before(text) && is_word_before(before_word(text))
}

fn is_word_before(text: &[u8]) -> bool {
    text.last().is_some_and(u8::is_ascii_whitespace) && is_natural(text)
}

/// Whether the last word of `text` is one of a sentence.
fn is_natural(text: &[u8]) -> bool {
    let word = last_word(text);
    let natural = !word.is_empty() && word.iter().all(|byte| byte.is_ascii_alphabetic() || *byte >= 0x80);
    let sign = before_word(text).last().is_some_and(|byte| b"$.@#&*-\\%".contains(byte));
    natural && !sign && !is_keyword(word)
}

pub(super) fn last_word(text: &[u8]) -> &[u8] {
    let trimmed = text.trim_ascii_end();
    &trimmed[before_word(text).len()..]
}

fn before_word(text: &[u8]) -> &[u8] {
    let trimmed = text.trim_ascii_end();
    &trimmed[..trimmed.len() - trimmed.iter().rev().take_while(|byte| is_word(**byte)).count()]
}

fn first_word(text: &[u8]) -> &[u8] {
    &text[..text.iter().take_while(|byte| is_word(**byte)).count()]
}

fn is_keyword(word: &[u8]) -> bool {
    KEYWORDS.contains(&word)
}

/// Whether a sentence names the call in which the literal stands: `see the list: CRest::call(`. A text without any sign of
/// code needs one word.
pub(super) fn names_call(before: &[u8]) -> bool {
    let sentence = without_call(before);
    let line = memchr::memrchr(b'\n', sentence).map_or(sentence, |at| &sentence[at..]);
    let open = line.iter().rposition(|byte| b"'\"`".contains(byte));
    let is_text = open.is_some_and(|open| !line[open..].iter().any(|byte| b"<{;=[(".contains(byte)));
    is_natural(sentence) && (is_text || is_word_before(before_word(sentence)))
}

/// The text before `CRest::call(`, which a sentence may name; a colon may stand before it.
fn without_call(before: &[u8]) -> &[u8] {
    let Some(open) = before.strip_suffix(b"(") else { return before };
    let length = open.iter().rev().take_while(|byte| is_word(**byte) || b":.$->".contains(byte)).count();
    let lead = &open[..open.len() - length];
    let spaced = lead.trim_ascii_end();
    spaced.strip_suffix(b":").unwrap_or(spaced)
}
