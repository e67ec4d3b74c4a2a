//! How large a report may be, before any of it is read. A document that is larger costs its own bytes and no more.

use super::Unusable;
use crate::text::seal::MAX_PASSAGE;

/// The longest text, in bytes: as many characters as a sealed one has, each written as two escapes of JSON.
const MAX_TEXT: usize = 12 * MAX_PASSAGE;

/// The most values. Ours take some twenty bytes each, and a file has at most 64 MiB.
const MAX_VALUES: usize = 4 << 20;

/// Refuses what is larger. What is not JSON is refused later.
pub(super) fn check(bytes: &[u8]) -> Result<(), Unusable> {
    let (mut values, mut rest) = (0, bytes);
    while let Some(quote) = rest.iter().position(|byte| *byte == b'"') {
        let (between, text) = rest.split_at(quote);
        values += of(between);
        let length = length(&text[1..]);
        if length > MAX_TEXT || values > MAX_VALUES {
            return Err(Unusable::TooLarge);
        }
        rest = text.get(length + 2..).unwrap_or_default();
    }
    if values + of(rest) > MAX_VALUES { Err(Unusable::TooLarge) } else { Ok(()) }
}

/// Values that begin outside of texts: each follows another or opens a list or a map.
fn of(between: &[u8]) -> usize {
    between.iter().filter(|byte| matches!(byte, b',' | b'[' | b'{')).count()
}

/// The length of the text that begins here, up to the quote that ends it.
fn length(text: &[u8]) -> usize {
    let mut is_escaped = false;
    let ends = |byte: &u8| {
        let ends = *byte == b'"' && !is_escaped;
        is_escaped = *byte == b'\\' && !is_escaped;
        ends
    };
    text.iter().position(ends).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_and_a_list_have_an_end() {
        let text = |n| format!("{{\"a\": [\"\\\"{}\", 1]}}", "x".repeat(n));
        assert_eq!(check(text(MAX_TEXT - 2).as_bytes()), Ok(()));
        assert_eq!(check(text(MAX_TEXT - 1).as_bytes()), Err(Unusable::TooLarge));
        let endless = format!("{{\"a\": \"{}", "\\\"".repeat(MAX_TEXT));
        assert_eq!(check(endless.as_bytes()), Err(Unusable::TooLarge));
        let list = |n| format!("[{}0]", "0,".repeat(n));
        assert_eq!(check(list(MAX_VALUES - 1).as_bytes()), Ok(()));
        assert_eq!(check(list(MAX_VALUES).as_bytes()), Err(Unusable::TooLarge));
    }
}
