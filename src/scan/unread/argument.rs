//! The argument of a function, and whether it could be any name.

use std::ops::Range;

use crate::knowledge::methods::DocumentedMethod;
use crate::scan::address;
use crate::scan::dotted::is_word;

/// How far an argument is looked at, in bytes.
pub(super) const REACH: usize = 256;

/// Words before a function's name that make it no definition.
const BEFORE_CALLS: [&[u8]; 14] = [
    b"return", b"await", b"yield", b"case", b"in", b"of", b"else", b"throw", b"and", b"or", b"not", b"if",
    b"try", b"echo",
];

/// Words before a name at the beginning of a line, that may be followed by a definition.
const MODIFIERS: [&[u8]; 7] =
    [b"async", b"public", b"private", b"protected", b"static", b"override", b"export"];

/// The bracket behind a function's name, perhaps after type arguments.
pub(super) fn bracket(text: &[u8], end: usize) -> Option<usize> {
    match text.get(end)? {
        b'(' => Some(end),
        b'<' => {
            let near = &text[end..text.len().min(end + REACH)];
            memchr::memmem::find(near, b">(").map(|at| end + at + 1)
        }
        _ => None,
    }
}

/// The first argument and what stands near it, from its first byte.
pub(super) fn argument(text: &[u8], open: usize) -> Range<usize> {
    let near = &text[open..text.len().min(open + REACH)];
    let blanks = near.len() - near.trim_ascii_start().len();
    let length = near[blanks..].iter().position(|byte| b")};".contains(byte)).unwrap_or(near.len() - blanks);
    open + blanks..open + blanks + length
}

/// Whether an argument could be any name: a variable, a list that is joined, or a literal that begins with a variable or
/// to which something is appended. Other lists are read elsewhere.
pub(super) fn is_unclear(argument: &[u8]) -> bool {
    match argument {
        [quote @ (b'\'' | b'"' | b'`'), rest @ ..] => {
            let close = memchr::memchr(*quote, rest).map(|close| rest[close + 1..].trim_ascii_start());
            matches!(rest, [b'$' | b'#' | b'{' | b'%', ..]) || close.is_some_and(is_continued)
        }
        [b'[', ..] => memchr::memmem::find(argument, b"].join(").is_some(),
        // `callMethod(crm.deal.list)` in a sentence.
        _ if DocumentedMethod::named(&argument[..dotted(argument)])
            .is_some_and(|method| method.words() > 1) =>
        {
            false
        }
        [first, ..] if is_word(*first) || b"$@".contains(first) => {
            let word = &argument[..argument.iter().take_while(|byte| is_word(**byte)).count()];
            ![&b"async"[..], b"function", b"f", b"r", b"b", b"null", b"undefined", b"array"].contains(&word)
                || argument.get(1).is_some_and(|quote| b"'\"".contains(quote))
                    && argument.get(2) == Some(&b'{')
        }
        _ => false,
    }
}

/// Whether a literal before this is only a part of what is given.
fn is_continued(after: &[u8]) -> bool {
    match after {
        [b'+' | b'%', ..] => true,
        [b'.', rest @ ..] => {
            b" $'\"".contains(rest.first().unwrap_or(&b'x'))
                || [&b"concat("[..], b"join(", b"format("].iter().any(|function| rest.starts_with(function))
        }
        _ => false,
    }
}

fn dotted(text: &[u8]) -> usize {
    text.iter().take_while(|byte| is_word(**byte) || **byte == b'.').count()
}

/// The variable at the beginning of a text, without its sigil; nothing if there is more to it.
pub(super) fn variable(text: &[u8]) -> &[u8] {
    let text = text.strip_prefix(b"$").unwrap_or(text);
    let (word, after) = text.split_at(text.iter().take_while(|byte| is_word(**byte)).count());
    if matches!(after.first(), Some(b'.' | b'-' | b'[' | b'(' | b':')) { b"" } else { word }
}

/// Whether the function whose name ends at `end` is defined here: after `function`, a type or `def`, or with a body.
pub(super) fn is_defined(text: &[u8], end: usize, open: usize) -> bool {
    let near = &text[end.saturating_sub(128)..end];
    let name = near.iter().rev().take_while(|byte| is_word(**byte)).count();
    let lead = &near[..near.len() - name];
    let apart = lead.last().is_none_or(u8::is_ascii_whitespace);
    if !apart {
        return false;
    }
    let line = memchr::memrchr(b'\n', lead).map_or(lead, |at| &lead[at + 1..]).trim_ascii();
    let word = &line[line.len() - line.iter().rev().take_while(|byte| is_word(**byte)).count()..];
    let begins = line.is_empty() || MODIFIERS.contains(&word);
    let is_type =
        line.ends_with(b">") && !line.ends_with(b"=>") || line.ends_with(b"]") || line.ends_with(b")");
    let is_named = !word.is_empty() && !BEFORE_CALLS.contains(&word);
    is_type || is_named || begins && has_body(&text[open..text.len().min(open + 2 * REACH)])
}

/// Whether the brackets at the beginning of a text are followed by a body or a type.
fn has_body(text: &[u8]) -> bool {
    let mut depth = 0_usize;
    let close = text.iter().position(|byte| {
        depth += usize::from(*byte == b'(');
        depth -= usize::from(*byte == b')' && depth > 0);
        depth == 0
    });
    let after = close.map(|close| text[close + 1..].trim_ascii_start());
    after.is_some_and(|after| after.starts_with(b"{") || after.starts_with(b":"))
}

/// The place of a variable named like `method` that ends an address: `${hook}/${method}`, `url + method`.
pub(super) fn appended(text: &[u8], at: usize) -> Option<usize> {
    let word = text[at.saturating_sub(64)..at].iter().rev().take_while(|byte| is_word(**byte)).count();
    let start = at - word;
    let end = at + text[at..].iter().take_while(|byte| is_word(**byte)).count();
    if text.get(end) == Some(&b'(') {
        return None;
    }
    let near = &text[start.saturating_sub(REACH)..start];
    let own = [&b"this."[..], b"self.", b"$this->"].into_iter().find_map(|own| near.strip_suffix(own));
    let near = own.unwrap_or(near);
    let hole = near.iter().rev().take_while(|byte| b"${#".contains(byte)).count();
    let lead = &near[..near.len() - hole];
    if hole > 0 && (lead.ends_with(b"/") || lead.ends_with(b"}")) {
        return address::of(lead, false).map(|_| start);
    }
    if near.ends_with(b"{") {
        return None;
    }
    // `$hook . $method`, and no attribute.
    let apart = hole > 0 || lead.ends_with(b" ");
    let lead = lead.trim_ascii_end();
    let concatenated = lead.strip_suffix(b".").filter(|_| apart);
    let lead = lead.strip_suffix(b"+").or(concatenated)?.trim_ascii_end();
    let literal = lead.strip_suffix(b"'").or_else(|| lead.strip_suffix(b"\""));
    match literal {
        Some(literal) => literal.ends_with(b"/").then_some(start),
        None => address::is_named_so(address::token(lead)).then_some(start),
    }
}
