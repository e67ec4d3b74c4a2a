//! An address in the spellings and in the pieces of source code.

use zeroize::Zeroizing;

use crate::scan::dotted::{is_opener, is_word};

/// How a slash is written in an address, in JSON, in scripts and in HTML; in lower case.
const SLASHES: [&[u8]; 10] =
    [b"/", b"\\/", b"\\\\/", b"%2f", b"%252f", b"\\u002f", b"\\x2f", b"&#x2f;", b"&#47;", b"&sol;"];

/// What puts literals together: PHP, JavaScript, Basic, Lua, SQL, Ruby; in Python and C nothing does.
const JOINERS: [&[u8]; 9] = [b"& _", b"..", b"||", b"<<", b".", b"+", b"&", b",", b"\\"];

/// The longest space between two pieces, in bytes.
const REACH: usize = 200;

/// What is before a literal's quote: `f'…'`, `"` of JSON in a string of JSON.
const BEFORE_QUOTE: &[u8] = b"frbuFRBU\\";

/// Reads an address piece by piece.
pub(super) struct Pieces<'t> {
    rest: &'t [u8],
}

impl<'t> Pieces<'t> {
    pub(super) fn new(rest: &'t [u8]) -> Self {
        Self { rest }
    }

    /// Passes any number of slashes; whether there is one.
    pub(super) fn slashes(&mut self) -> bool {
        self.gap();
        let mut is_any = false;
        while let Some(after) = slash(self.rest) {
            (self.rest, is_any) = (after, true);
        }
        if is_any {
            self.gap();
        }
        is_any
    }

    /// Passes this word, if a slash follows.
    pub(super) fn word(&mut self, word: &str) -> bool {
        let after = self.rest.strip_prefix(word.as_bytes()).filter(|after| slash(after).is_some());
        self.rest = after.unwrap_or(self.rest);
        after.is_some()
    }

    /// Passes such bytes; where they are not `enough`, those of the next literal as well, if it is put behind this one. `None`
    /// where there are none, or more than `most`.
    pub(super) fn run(
        &mut self,
        enough: usize,
        most: usize,
        is_of: fn(u8) -> bool,
    ) -> Option<Zeroizing<String>> {
        let mut run = Zeroizing::new(String::new());
        loop {
            let length = self.rest.iter().take(most + 1).take_while(|byte| is_of(**byte)).count();
            run.extend(self.rest[..length].iter().map(|byte| char::from(*byte)));
            self.rest = &self.rest[length..];
            if length == 0 || run.len() > most {
                return Some(run).filter(|run| (1..=most).contains(&run.len()));
            }
            let after = joined(self.rest).filter(|_| run.len() < enough);
            let after = after.filter(|after| after.first().is_some_and(|byte| is_of(*byte)));
            match after {
                Some(after) => self.rest = after,
                None => return Some(run),
            }
        }
    }

    /// Whether no further character of a word follows. A method may, for lack of a slash, and the end of what Markdown
    /// shows in another face.
    pub(super) fn is_over(&self) -> bool {
        match self.rest {
            [b'*', b'*', b'*', ..] => false,
            [b'.', rest @ ..] if rest.first().is_some_and(u8::is_ascii_alphanumeric) => {
                let word = rest.iter().take_while(|byte| is_word(**byte)).count();
                rest.get(word) == Some(&b'.') && is_opener(&rest[..word])
            }
            [byte, ..] => !(byte.is_ascii_alphanumeric() || b"_-".contains(byte)),
            [] => true,
        }
    }

    fn gap(&mut self) {
        let number = || {
            let quoted = self.rest.first().filter(|byte| b"'\"`".contains(byte)).map(|_| &self.rest[1..]);
            let after = quoted.and_then(joiner)?;
            after.first().is_some_and(u8::is_ascii_digit).then_some(after)
        };
        let after = joined(self.rest).or_else(number).or_else(|| literal(joiner(self.rest)?));
        self.rest = after.unwrap_or(self.rest);
    }
}

/// What follows a slash in any spelling.
fn slash(text: &[u8]) -> Option<&[u8]> {
    let spelt = SLASHES
        .iter()
        .find(|slash| text.get(..slash.len()).is_some_and(|written| written.eq_ignore_ascii_case(slash)))?;
    Some(&text[spelt.len()..])
}

/// Whether the end of an address is a slash in any spelling.
pub(super) fn is_behind_slash(text: &[u8]) -> bool {
    SLASHES.iter().any(|slash| {
        let start = text.len().checked_sub(slash.len());
        start.is_some_and(|start| text[start..].eq_ignore_ascii_case(slash))
    })
}

/// An address with plain slashes.
pub(super) fn plain(address: &[u8]) -> Vec<u8> {
    let (mut plain, mut rest) = (Vec::with_capacity(address.len()), address);
    while let [byte, after @ ..] = rest {
        let behind = slash(rest);
        plain.push(if behind.is_some() { b'/' } else { *byte });
        rest = behind.unwrap_or(after);
    }
    plain
}

/// What follows the end of a literal and the beginning of the next: `' . '`, `" +⏎ "`, `\⏎`.
fn joined(text: &[u8]) -> Option<&[u8]> {
    if let Some(next) = text.strip_prefix(b"\\\n").or_else(|| text.strip_prefix(b"\\\r\n")) {
        return Some(spaceless(next));
    }
    let text = text.strip_prefix(b"\\").unwrap_or(text);
    let end = text.first().filter(|byte| b"'\"`".contains(byte)).map(|_| &text[1..])?;
    let next = spaceless(end);
    literal(joiner(end).unwrap_or(next)).filter(|_| next.len() < end.len() || joiner(end).is_some())
}

/// What follows a joiner and the space around it.
fn joiner(text: &[u8]) -> Option<&[u8]> {
    let text = spaceless(text);
    JOINERS.iter().find_map(|joiner| text.strip_prefix(*joiner)).map(spaceless)
}

/// What follows a literal's opening quote.
fn literal(text: &[u8]) -> Option<&[u8]> {
    let prefix = text.iter().take(2).take_while(|byte| BEFORE_QUOTE.contains(byte)).count();
    let quote = text.get(prefix).filter(|byte| b"'\"`".contains(byte));
    quote.map(|_| &text[prefix + 1..])
}

fn spaceless(text: &[u8]) -> &[u8] {
    let space = text.iter().take(REACH).take_while(|byte| byte.is_ascii_whitespace()).count();
    &text[space..]
}
