//! As much of PHP's syntax as a chain of calls needs.

use std::ops::Range;

use super::super::dotted::is_word;
use super::super::site;

/// Of blanks, comments or arguments in a chain, and of a statement before it, in bytes; so no file takes longer than its
/// bytes allow.
pub(super) const REACH: usize = 1024;

/// In bytes; no name in the tables is longer.
const LONGEST_WORD: usize = 64;

/// Words before brackets that are no function's.
const BEFORE_BRACKETS: [&[u8]; 9] =
    [b"return", b"echo", b"print", b"clone", b"yield", b"throw", b"and", b"or", b"php"];

/// A text and its comments, in order.
#[derive(Clone, Copy)]
pub(super) struct Php<'t> {
    pub(super) text: &'t [u8],
    pub(super) comments: &'t [Range<usize>],
}

impl<'t> Php<'t> {
    /// The comment around a byte.
    pub(super) fn comment(&self, at: usize) -> Option<&'t Range<usize>> {
        let after = self.comments.partition_point(|comment| comment.end <= at);
        self.comments.get(after).filter(|comment| comment.start <= at)
    }

    /// The offset behind blanks and comments.
    pub(super) fn skip(&self, at: usize) -> usize {
        let mut here = at;
        while here < at + REACH
            && let Some(byte) = self.text.get(here)
        {
            if byte.is_ascii_whitespace() {
                here += 1;
            } else if b"/#".contains(byte)
                && let Some(comment) = self.comment(here)
            {
                here = comment.end;
            } else {
                break;
            }
        }
        here.min(self.text.len())
    }

    /// The offset behind the last byte before `at` that is neither blank nor of a comment.
    pub(super) fn skip_back(&self, at: usize) -> usize {
        let mut here = at;
        while here > at.saturating_sub(REACH) {
            if let Some(comment) = self.comment(here - 1) {
                here = comment.start;
            } else if self.text[here - 1].is_ascii_whitespace() {
                here -= 1;
            } else {
                break;
            }
        }
        here
    }

    pub(super) fn word(&self, at: usize) -> Range<usize> {
        let rest = self.text.get(at..).unwrap_or_default();
        at..at + rest.iter().take(LONGEST_WORD).take_while(|byte| is_word(**byte)).count()
    }

    pub(super) fn word_before(&self, end: usize) -> Range<usize> {
        let before = &self.text[end.saturating_sub(LONGEST_WORD)..end];
        end - before.iter().rev().take_while(|byte| is_word(**byte)).count()..end
    }

    /// Whether the word at `at` belongs to an object or class.
    pub(super) fn is_member(&self, at: usize) -> bool {
        let before = &self.text[..self.skip_back(at)];
        before.ends_with(b"->") || before.ends_with(b"::")
    }

    /// The word after `->` or `?->`.
    pub(super) fn member(&self, at: usize) -> Option<Range<usize>> {
        let at = self.skip(at);
        let rest = &self.text[at..];
        let arrow = if rest.starts_with(b"?->") { 3 } else { 2 };
        let word =
            rest[..arrow.min(rest.len())].ends_with(b"->").then(|| self.word(self.skip(at + arrow)))?;
        (!word.is_empty()).then_some(word)
    }

    /// Whether a member of what ends at `at` is taken.
    pub(super) fn is_object(&self, at: usize) -> bool {
        let rest = &self.text[self.skip(at)..];
        rest.starts_with(b"->") || rest.starts_with(b"?->")
    }

    pub(super) fn is_called(&self, at: usize) -> bool {
        self.text[self.skip(at)..].starts_with(b"(")
    }

    /// The offset behind an empty list of arguments.
    pub(super) fn nothing(&self, at: usize) -> Option<usize> {
        let open = self.skip(at);
        let close = self.text[open..].starts_with(b"(").then(|| self.skip(open + 1))?;
        self.text[close..].starts_with(b")").then_some(close + 1)
    }

    /// The offset behind any list of arguments.
    pub(super) fn arguments(&self, at: usize) -> Option<usize> {
        let open = self.skip(at);
        let (mut here, mut depth) = (open, 0_usize);
        while here < open + REACH
            && let Some(byte) = self.text.get(here)
        {
            here = match byte {
                b'/' | b'#' if self.comment(here).is_some() => self.comment(here)?.end,
                b'\'' | b'"' => self.string(here),
                _ => here + 1,
            };
            match byte {
                b'(' => depth += 1,
                b')' if depth == 1 => return Some(here),
                b')' => depth = depth.checked_sub(1)?,
                _ if depth == 0 => return None,
                _ => {}
            }
        }
        None
    }

    /// Whether a function is taken for a value: `getCRMScope(...)`.
    pub(super) fn is_first_class(&self, at: usize) -> bool {
        self.text[self.skip(at)..].starts_with(b"(...)")
    }

    /// Where the expression begins whose last word does at `at`: its receivers, with their arguments.
    pub(super) fn start(&self, at: usize) -> usize {
        let mut here = at;
        while here > at.saturating_sub(REACH) {
            let arrow = self.skip_back(here);
            let before = &self.text[..arrow];
            let Some(rest) = before.strip_suffix(b"->").or_else(|| before.strip_suffix(b"::")) else { break };
            let end = self.skip_back(rest.strip_suffix(b"?").unwrap_or(rest).len());
            let near = &self.text[end.saturating_sub(REACH)..end];
            let bracket = near.strip_suffix(b")").and_then(|inner| site::opening(inner, *b"()"));
            let name = bracket.map_or(end, |inner| end - near.len() + inner.len());
            let word = self.word_before(name);
            here = word.start - usize::from(self.text[..word.start].ends_with(b"$"));
        }
        here
    }

    /// Behind and before the brackets around what ends at `after` and begins at `from`: `(new Lead($app))->getList()`.
    pub(super) fn unwrapped(&self, after: usize, from: usize) -> (usize, usize) {
        let (close, open) = (self.skip(after), self.skip_back(from));
        let is_wrapped = self.text[close..].starts_with(b")") && self.text[..open].ends_with(b"(");
        // The brackets of `add(new Lead($app))` are a call's.
        let function = open.checked_sub(1).map(|open| self.skip_back(open));
        let is_call = function.is_some_and(|end| {
            let word = self.word_before(end);
            let word = &self.text[word];
            !word.is_empty() && !BEFORE_BRACKETS.iter().any(|free| word.eq_ignore_ascii_case(free))
        });
        if is_wrapped && !is_call { (close + 1, open - 1) } else { (after, from) }
    }

    /// The offset behind the string whose quote is at `at`; at the latest the end of its line, so that whatever is
    /// misread is soon over.
    pub(super) fn string(&self, at: usize) -> usize {
        let quote = self.text[at];
        let mut here = at + 1;
        while let Some(byte) = self.text.get(here) {
            match byte {
                b'\\' => here += 1,
                b'\n' => return here,
                byte if *byte == quote => return here + 1,
                _ => {}
            }
            here += 1;
        }
        self.text.len()
    }
}
