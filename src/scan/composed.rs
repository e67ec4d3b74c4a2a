//! Names that are put together at run time and begin with a constant: `'crm.' + kind + '.list'`.

use std::ops::Range;

use super::address::{self, Whose};
use super::dotted::is_word;
use super::site;
use crate::knowledge::beginnings;
use crate::knowledge::methods::Generation;

/// How far behind the beginning is looked, in bytes.
const REACH: usize = 200;

/// A beginning where it is one of a call.
pub(super) struct Composed {
    /// The constant beginning, with its last dot.
    pub(super) name: Range<usize>,
    /// The last word, where that is constant as well.
    pub(super) last: Option<Range<usize>>,
    pub(super) generation: Generation,
    /// Whether nobody but Bitrix24 has such a site.
    pub(super) sure: bool,
}

/// The beginning of the name of which `run` is a part; `signed`: the file has a sign of Bitrix24. Without one a name
/// counts at a site that nobody else has, or if its end is one of a method as well.
pub(super) fn of(text: &[u8], run: &Range<usize>, signed: bool) -> Option<Composed> {
    let before = *text[..run.start].last()?;
    let after = &text[run.end..text.len().min(run.end + REACH)];
    let dot = text[run.clone()].iter().rposition(|byte| *byte == b'.')?;
    let name = run.start..run.start + dot + 1;
    let quoted = b"'\"`".contains(&before);
    let quote = if quoted { before } else { *after.first()? };
    let is_open = is_hole(after) || is_joined(after, quote);
    if !is_open || !beginnings::is_one(&text[name.clone()]) {
        return None;
    }
    let last = ending(after, quote).map(|last| run.end + last.start..run.end + last.end);
    let ends_so =
        last.as_ref().is_some_and(|last| beginnings::can_end(&text[name.clone()], &text[last.clone()]));
    let composed = |rest3, sure| {
        let generation = if rest3 { Generation::Rest3 } else { Generation::Rest2 };
        Some(Composed { name: name.clone(), last: last.clone(), generation, sure })
    };
    if b"/}".contains(&before) {
        let address = address::of(&text[..run.start], false)?;
        let portals = address.whose == Whose::Portals;
        let counts = portals || address.whose == Whose::Somebodys && signed;
        return composed(address.rest3, portals).filter(|_| counts);
    }
    if !quoted {
        return None;
    }
    let lead = without_format(&text[..run.start - 1]);
    let site = site::of(lead);
    let sure = site.is_some_and(|site| site.sure) || address::is_appended(lead);
    let is_whole = || {
        let words = text[name.clone()].split(|byte| *byte == b'.').count() - 1;
        // Not `crm.deal.list_$page`.
        let is_word = name.end == run.end && last.is_none();
        is_word && (words > 1 || is_of_bitrix(&text[name.clone()]) && is_two_holes(after, quote))
    };
    let counts = sure || ends_so || signed && (site.is_some() || is_methods(lead) || is_whole());
    composed(site.is_some_and(|site| site.rest3) || site::is_rest3(lead), sure).filter(|_| counts)
}

/// `${x}`, `#{x}`, `{x}`, `$x`, `%s`, `\(x)`.
fn is_hole(after: &[u8]) -> bool {
    match after {
        [b'$' | b'#', b'{', ..] | [b'{', ..] | [b'\\', b'(', ..] | [b'%', b's' | b'v' | b'(', ..] => true,
        [b'$', next, ..] => is_word(*next),
        _ => false,
    }
}

/// The literal ends here, and something is appended to it.
fn is_joined(after: &[u8], quote: u8) -> bool {
    let Some(rest) = after.strip_prefix(&[quote]).filter(|_| b"'\"`".contains(&quote)) else { return false };
    match rest.trim_ascii_start() {
        [b'+', ..] | [b'<', b'<', ..] | [b'&', b' ', ..] => true,
        [b'.', rest @ ..] if rest.starts_with(b"concat(") => true,
        // Not `'crm.'.length`.
        [b'.', next, ..] => b" $('\"\t\n".contains(next),
        _ => false,
    }
}

/// The text before `sprintf(` and a literal's prefix, so that the call around it is seen.
fn without_format(lead: &[u8]) -> &[u8] {
    let prefix = lead.strip_suffix(b"f").or_else(|| lead.strip_suffix(b"$"));
    let lead = prefix.filter(|lead| lead.last().is_none_or(|byte| !is_word(*byte))).unwrap_or(lead);
    let names = [&b"fmt.Sprintf("[..], b"sprintf(", b"String.format(", b"string.Format("];
    names.into_iter().find_map(|name| lead.strip_suffix(name)).unwrap_or(lead)
}

/// Whether a variable or key for a method takes the literal: `const method = `.
fn is_methods(lead: &[u8]) -> bool {
    let lead = lead.trim_ascii_end();
    let named = [&b"=>"[..], b":=", b"=", b":"].into_iter().find_map(|mark| lead.strip_suffix(mark));
    named.is_some_and(|name| {
        let name = name.trim_ascii_end();
        let name = name.strip_suffix(b"'").or_else(|| name.strip_suffix(b"\"")).unwrap_or(name);
        let length = name.iter().rev().take_while(|byte| is_word(**byte)).count();
        String::from_utf8_lossy(&name[name.len() - length..]).to_ascii_lowercase().contains("method")
    })
}

/// Whether no other program is likely to have names that begin with this word.
fn is_of_bitrix(beginning: &[u8]) -> bool {
    [&b"crm."[..], b"tasks.", b"bizproc.", b"imopenlines.", b"imbot.", b"telephony."]
        .iter()
        .any(|own| beginning.eq_ignore_ascii_case(own))
}

/// Whether all that follows are two words that are not constant: `crm.$entity.$verb`.
fn is_two_holes(after: &[u8], quote: u8) -> bool {
    if after.first() == Some(&quote) {
        return memchr::memmem::find(statement(after), &[quote, b'.', quote]).is_some();
    }
    let mut rest = Some(after);
    for between in [&b""[..], b"."] {
        let hole = rest.and_then(|rest| rest.strip_prefix(between)).filter(|rest| is_hole(rest));
        rest = hole.and_then(behind_hole);
    }
    rest.and_then(<[u8]>::first).is_some_and(|end| b"'\"`?".contains(end))
}

/// Where the last word of a name stands, if that is constant as well, up to the end of its literal or to a query.
fn ending(after: &[u8], quote: u8) -> Option<Range<usize>> {
    let line = statement(after);
    if line.first() == Some(&quote) {
        let literals = memchr::memchr_iter(quote, line).skip(1);
        return literals.map(|at| at + 1).find_map(|at| last_word(line, at));
    }
    last_word(line, 0)
}

/// The beginning of a text up to the end of its line, or of the last line that something is appended to.
fn statement(after: &[u8]) -> &[u8] {
    let goes_on = |at: &usize| {
        let (before, rest) = (after[..*at].trim_ascii_end(), after[*at..].trim_ascii_start());
        let member =
            rest.strip_prefix(b".").is_some_and(|rest| b" $'\"".contains(rest.first().unwrap_or(&b'x')));
        before.ends_with(b"+") || before.ends_with(b".") || rest.starts_with(b"+") || member
    };
    let end = memchr::memchr_iter(b'\n', after).find(|at| !goes_on(at));
    &after[..end.unwrap_or(after.len())]
}

/// The same of words and holes that begin at `at`.
fn last_word(line: &[u8], mut at: usize) -> Option<Range<usize>> {
    let mut last = None;
    loop {
        let rest = &line[at..];
        if let Some(word) = rest.strip_prefix(b".") {
            let length = word.iter().take_while(|byte| is_word(**byte)).count();
            last = (length > 0).then_some(at + 1..at + 1 + length);
            at += 1 + length;
        } else if is_hole(rest) {
            last = None;
            at = line.len() - behind_hole(rest)?.len();
        } else {
            return last.filter(|_| matches!(rest.first(), Some(b'?' | b'\'' | b'"' | b'`')));
        }
    }
}

fn behind_hole(text: &[u8]) -> Option<&[u8]> {
    let close = |open: u8, close: u8| {
        let mut depth = 0_usize;
        let end = text.iter().position(|byte| {
            depth += usize::from(*byte == open);
            depth -= usize::from(*byte == close && depth > 0);
            *byte == close && depth == 0
        });
        end.map(|end| &text[end + 1..])
    };
    match text {
        [b'$' | b'#', b'{', ..] | [b'{', ..] => close(b'{', b'}'),
        [b'\\', ..] => close(b'(', b')'),
        [b'%', b'(', ..] => close(b'(', b')').and_then(|rest| rest.get(1..)),
        [b'%', _, rest @ ..] => Some(rest),
        [_, rest @ ..] => Some(&rest[rest.iter().take_while(|byte| is_word(**byte)).count()..]),
        [] => None,
    }
}

#[cfg(test)]
mod tests;
