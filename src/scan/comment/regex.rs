//! Regular expressions: what stands before a slash says whether one begins there.

use super::Lexer;
use crate::scan::dotted::is_word;

/// In bytes.
const LONGEST: usize = 1024;

/// Words before a regular expression.
const KEYWORDS: [&[u8]; 18] = [
    b"return", b"typeof", b"case", b"in", b"of", b"when", b"else", b"do", b"void", b"delete", b"throw",
    b"new", b"yield", b"await", b"and", b"or", b"not", b"default",
];

/// Words before a condition, behind whose bracket a statement begins.
const CONDITIONS: [&[u8]; 4] = [b"if", b"while", b"for", b"with"];

/// The brackets before a slash.
#[derive(Default)]
pub(super) struct Slashes {
    /// Of each that is open: whether a condition stands in it.
    open: Vec<bool>,
    /// Whether the last that was closed held a condition.
    condition: bool,
    /// Whether a word may be a function that is given one without brackets, `split /,/`.
    pub(super) of_arguments: bool,
}

impl Lexer<'_> {
    /// Passes an opening bracket.
    pub(super) fn open(&mut self) {
        let word = last_word(&self.text[self.at.saturating_sub(64)..self.at]);
        self.slashes.open.push(CONDITIONS.contains(&word) || word == b"await");
        self.at += 1;
    }

    /// Passes a closing bracket.
    pub(super) fn close(&mut self) {
        self.slashes.condition = self.slashes.open.pop().unwrap_or(true);
        self.at += 1;
    }

    /// Passes a regular expression, if one can begin at this slash and ends on its line. In doubt one does: misread as
    /// a division it could open a comment.
    pub(super) fn regex(&mut self) {
        let begins = self.can_begin();
        let (mut at, mut in_set) = (self.at + 1, false);
        while begins
            && at < self.at + LONGEST
            && let Some(byte) = self.text.get(at)
        {
            match byte {
                b'\n' => break,
                b'\\' => at += 1,
                b'[' => in_set = true,
                b']' => in_set = false,
                b'/' if !in_set => {
                    self.at = at + 1;
                    return;
                }
                _ => {}
            }
            at += 1;
        }
        self.at += 1;
    }

    fn can_begin(&self) -> bool {
        let before = self.code_before();
        let Some(last) = before.last() else { return true };
        // `<a b={c} />` and `<a b={c}/>`.
        let element = self.starts(b"/>");
        match last {
            b')' => self.slashes.condition,
            b'}' => !element,
            // Of a comment that is none, or of another regular expression.
            b'/' => true,
            last if is_word(*last) => {
                let spaced = before.len() < self.at && self.text[self.at - 1] == b' ';
                let close = self.text.get(self.at + 1).is_some_and(|byte| !byte.is_ascii_whitespace());
                KEYWORDS.contains(&last_word(before)) || self.slashes.of_arguments && spaced && close
            }
            last => b"(,=:[!&|?{;+-*%^~>".contains(last),
        }
    }

    /// The text before the place, without spaces and comments at its end.
    fn code_before(&self) -> &[u8] {
        let mut comments = self.comments.iter().rev();
        let mut end = self.at;
        loop {
            end = self.text[..end].trim_ascii_end().len();
            match comments.next() {
                Some(comment) if comment.end == end && comment.start < end => end = comment.start,
                _ => return &self.text[..end],
            }
        }
    }
}

/// Nothing where it is an attribute's name.
fn last_word(text: &[u8]) -> &[u8] {
    let text = text.trim_ascii_end();
    let length = text.iter().rev().take_while(|byte| is_word(**byte)).count();
    let (before, word) = text.split_at(text.len() - length);
    if before.ends_with(b".") { b"" } else { word }
}
