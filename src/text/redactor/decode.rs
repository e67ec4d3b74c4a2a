//! A text as its readers may take it: without the escapes of addresses, HTML and JSON.

use std::ops::Range;

/// The length of the longest escape that is decoded, in characters.
const MAX_ESCAPE: usize = 12;

/// A character as a reader takes it, and where it is written.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    /// The character.
    pub(super) c: char,
    /// Its bytes in the text.
    pub(super) at: Range<usize>,
}

/// The same with every escape undone once.
pub(super) fn decoded(seen: &[Seen]) -> Vec<Seen> {
    let (mut next, mut rest) = (Vec::with_capacity(seen.len()), seen);
    while let [one, ..] = rest {
        let (c, length) = escape(rest).unwrap_or((one.c, 1));
        let (escape, after) = rest.split_at(length);
        next.push(Seen { c, at: one.at.start..escape.last().map_or(one.at.end, |last| last.at.end) });
        rest = after;
    }
    next
}

/// The character that an escape stands for, and the escape's length: of an address, of HTML, of JSON.
fn escape(seen: &[Seen]) -> Option<(char, usize)> {
    if !matches!(seen.first()?.c, '%' | '&' | '\\') {
        return None;
    }
    let near = seen.iter().take(MAX_ESCAPE).map(|one| one.c.to_ascii_lowercase()).collect::<String>();
    if near.starts_with("&amp;") {
        return Some(('&', "&amp;".len()));
    }
    // Where the number begins, its radix, its most digits, and what may close it.
    let forms =
        [("%", 16, 2, ""), ("&#x", 16, 8, ";"), ("&#", 10, 8, ";"), ("\\u{", 16, 6, "}"), ("\\u", 16, 4, "")];
    forms.into_iter().find_map(|(prefix, radix, most, end)| {
        let number = near.strip_prefix(prefix)?;
        let digits = number.chars().take(most).take_while(|c| c.is_digit(radix)).count();
        let c = char::from_u32(u32::from_str_radix(&number[..digits], radix).ok()?)?;
        let whole = digits == most || !end.is_empty();
        let closing = if number[digits..].starts_with(end) { end.len() } else { 0 };
        // A byte beyond ASCII is only a part of a character.
        (whole && (prefix != "%" || c.is_ascii())).then_some((c, prefix.len() + digits + closing))
    })
}
