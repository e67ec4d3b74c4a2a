//! Objects that name a method under a key: `{ method: name, params: {} }`.

use std::ops::Range;

use crate::scan::dotted::is_word;

/// How far an object or an argument list is read, in bytes.
const REACH: usize = 2048;

/// Behind the bracket of `actions.v2.call.make(` that begins at `at`, perhaps over several lines.
pub(super) fn made(text: &[u8], at: usize) -> Option<usize> {
    let mut here = at + b"actions".len();
    let (mut name, mut words) = (&text[..0], 0);
    let near = &text[..text.len().min(at + REACH / 4)];
    loop {
        here += blanks(&near[here..]);
        match near.get(here)? {
            b'.' => {
                here += 1;
                here += blanks(&near[here..]);
                let length = near[here..].iter().take_while(|byte| is_word(**byte)).count();
                name = &near[here..here + length];
                here += length;
                words += 1;
                // The version comes first.
                if words == 1 && !name.starts_with(b"v") {
                    return None;
                }
            }
            b'?' => here += 1,
            b'<' => here += memchr::memmem::find(&near[here..], b">(")? + 1,
            b'(' => return (name == b"make").then_some(here + 1),
            _ => return None,
        }
    }
}

/// The value of the key `method` of the object or array that begins at `at`, `method` itself where it stands for its
/// value; empty where there is no such key, and `None` where there is no object.
pub(super) fn method(text: &[u8], at: usize) -> Option<Range<usize>> {
    let open = opened(text, at)?;
    Some(value(text, open, b"method").unwrap_or(open..open))
}

/// The first of several elements of the list that begins at `at`, if that is a variable: `[name, {}]`.
pub(super) fn first(text: &[u8], at: usize) -> Option<Range<usize>> {
    let start = at + 1 + blanks(text.get(at + 1..)?);
    let length = text[start..].iter().take_while(|byte| is_word(**byte) || b"$.".contains(byte)).count();
    let rest = &text[start + length..];
    let more = rest.strip_prefix(b",").map(|rest| &rest[blanks(rest)..])?;
    let is_call = text[at] == b'[' && length > 0 && matches!(more.first(), Some(b'{' | b'['));
    is_call.then_some(start..start + length)
}

/// Where the value of the key `calls` begins.
pub(super) fn calls(text: &[u8], at: usize) -> Option<usize> {
    value(text, opened(text, at)?, b"calls").map(|value| value.start)
}

fn opened(text: &[u8], at: usize) -> Option<usize> {
    let open = [&b"{"[..], b"[", b"array("].into_iter().find(|open| text[at..].starts_with(open))?;
    Some(at + open.len())
}

fn value(text: &[u8], open: usize, key: &[u8]) -> Option<Range<usize>> {
    for word in (Tokens { text, here: open, depth: 0, end: text.len().min(open + REACH) }) {
        if &text[word.clone()] != key {
            continue;
        }
        let quoted = usize::from(matches!(text.get(word.end), Some(b'\'' | b'"')));
        let after = word.end + quoted + blanks(&text[word.end + quoted..]);
        let mark = [&b"=>"[..], b":"].into_iter().find(|mark| text[after..].starts_with(mark));
        match (mark, text.get(after)) {
            (Some(mark), _) => return Some(argument(text, after + mark.len())),
            (None, Some(b',' | b'}')) if quoted == 0 => return Some(word),
            _ => {}
        }
    }
    None
}

fn argument(text: &[u8], at: usize) -> Range<usize> {
    let found = super::argument::argument(text, at);
    let comma = memchr::memchr(b',', &text[found.clone()]);
    found.start..comma.map_or(found.end, |comma| found.start + comma)
}

/// The end of the brackets that are open at `at`.
pub(super) fn close(text: &[u8], at: usize) -> usize {
    let mut tokens = Tokens { text, here: at, depth: 0, end: text.len().min(at + REACH) };
    while tokens.next().is_some() {}
    tokens.here
}

fn blanks(text: &[u8]) -> usize {
    text.iter().take_while(|byte| byte.is_ascii_whitespace()).count()
}

/// The words of an object that are in no brackets of its own, with keys in quotes.
struct Tokens<'t> {
    text: &'t [u8],
    here: usize,
    depth: usize,
    end: usize,
}

impl Iterator for Tokens<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        while self.here < self.end {
            let here = self.here;
            let rest = &self.text[here..self.end];
            self.here += 1;
            match rest[0] {
                b'(' | b'[' | b'{' => self.depth += 1,
                b')' | b']' | b'}' if self.depth == 0 => {
                    self.here = here;
                    return None;
                }
                b')' | b']' | b'}' => self.depth -= 1,
                quote @ (b'\'' | b'"' | b'`') => {
                    let line = &rest[1..memchr::memchr(b'\n', rest).unwrap_or(rest.len()).max(1)];
                    let close = memchr::memchr(quote, line).unwrap_or(line.len());
                    self.here = (here + close + 2).min(self.end);
                    if self.depth == 0 {
                        return Some(here + 1..here + 1 + close);
                    }
                }
                byte if is_word(byte) => {
                    let length = rest.iter().take_while(|byte| is_word(**byte)).count();
                    self.here = here + length;
                    if self.depth == 0 {
                        return Some(here..here + length);
                    }
                }
                _ => {}
            }
        }
        None
    }
}
