//! Python: `#`, and strings that stand as a statement of their own.

use super::Lexer;

/// Of a statement's indentation, in bytes.
const DEEPEST: usize = 256;

impl Lexer<'_> {
    pub(super) fn python(&mut self) {
        let mut open = 0_usize;
        while let Some(byte) = self.text.get(self.at) {
            match byte {
                b'#' => self.comment(self.line_end()),
                b'"' | b'\'' => self.python_string(open == 0),
                b'(' | b'[' | b'{' => {
                    open += 1;
                    self.at += 1;
                }
                b')' | b']' | b'}' => {
                    open = open.saturating_sub(1);
                    self.at += 1;
                }
                _ => self.at += 1,
            }
        }
    }

    fn python_string(&mut self, between_statements: bool) {
        let quote = self.text[self.at];
        let triple = [quote; 3];
        let alone = between_statements && self.begins_statement();
        let start = self.at;
        if self.starts(&triple) {
            self.triple(&triple);
        } else {
            self.string(true);
        }
        if alone {
            let after = self.text[self.at.min(self.text.len())..self.line_end()].trim_ascii_start();
            let ended = self.text[..self.at].ends_with(&[quote]) && self.at > start + 1;
            if ended && (after.is_empty() || after.starts_with(b"#")) {
                self.comments.push(start..self.at);
            }
        }
    }

    fn triple(&mut self, quotes: &[u8]) {
        let mut at = self.at + quotes.len();
        while let Some(found) = memchr::memmem::find(&self.text[at..], quotes) {
            let before = &self.text[self.at + quotes.len()..at + found];
            if before.iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 0 {
                self.at = at + found + quotes.len();
                return;
            }
            at += found + 1;
        }
        self.pass_unclosed(quotes.len());
    }

    /// Whether only blanks and a prefix stand before the place on its line, and no line is continued.
    fn begins_statement(&self) -> bool {
        let before = &self.text[self.at.saturating_sub(DEEPEST)..self.at];
        let line = match memchr::memrchr(b'\n', before) {
            Some(at) => at + 1,
            None if self.at <= DEEPEST => 0,
            None => return false,
        };
        let lead = before[line..].trim_ascii_start();
        let above = before[..line].trim_ascii_end();
        lead.len() <= 1 && lead.iter().all(|byte| b"rRuU".contains(byte)) && !above.ends_with(b"\\")
    }
}
