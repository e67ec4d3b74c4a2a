//! A text as a reader may decode it: without the escapes of URLs, HTML and JSON.

use std::ops::Range;

/// The longest escape, in characters: `&CounterClockwiseContourIntegral;`.
const MAX_ESCAPE: usize = 33;

/// Stands for a character that has a name and is neither a letter nor a digit.
const APART: char = '\n';

/// A decoded character and its place.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    pub(super) c: char,
    /// Byte range in the text.
    pub(super) at: Range<usize>,
}

/// Decodes every escape once.
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

/// The character and the length of an escape of URLs, HTML or JSON.
fn escape(seen: &[Seen]) -> Option<(char, usize)> {
    if !matches!(seen.first()?.c, '%' | '&' | '\\') {
        return None;
    }
    // Nothing else can be in an escape, and a text may be full of them.
    let mut near = [0; MAX_ESCAPE];
    for (byte, one) in near.iter_mut().zip(seen).filter(|(_, one)| one.c.is_ascii()) {
        *byte = one.c.to_ascii_lowercase() as u8;
    }
    let near = str::from_utf8(&near).ok()?;
    if near.starts_with("&amp;") {
        return Some(('&', "&amp;".len()));
    }
    if near.starts_with("\\\\") {
        return Some(('\\', 2));
    }
    if ["\\n", "\\r", "\\t", "\\b", "\\f"].iter().any(|escape| near.starts_with(escape)) {
        return Some((APART, 2));
    }
    // A named character of HTML: none is an ASCII letter or digit.
    if let Some((name, _)) = near.strip_prefix('&').and_then(|name| name.split_once(';'))
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
    {
        return Some((APART, name.len() + 2));
    }
    // Prefix, radix, most digits, and closing character.
    let forms = [
        ("%", 16, 2, ""),
        ("\\x", 16, 2, ""),
        ("&#x", 16, 8, ";"),
        ("&#", 10, 8, ";"),
        ("\\u{", 16, 6, "}"),
        ("\\u", 16, 4, ""),
    ];
    forms.into_iter().find_map(|(prefix, radix, most, end)| {
        let number = near.strip_prefix(prefix)?;
        let digits = number.chars().take(most).take_while(|c| c.is_digit(radix)).count();
        let c = char::from_u32(u32::from_str_radix(&number[..digits], radix).ok()?)?;
        let whole = digits == most || !end.is_empty();
        let closing = if number[digits..].starts_with(end) { end.len() } else { 0 };
        // A byte beyond ASCII is only part of a character.
        (whole && (prefix != "%" || c.is_ascii())).then_some((c, prefix.len() + digits + closing))
    })
}
