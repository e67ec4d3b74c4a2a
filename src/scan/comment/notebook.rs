//! Notebooks of Jupyter: cells as JSON, whose lines of code are texts.

use super::Lexer;

impl Lexer<'_> {
    /// What a person wrote beside the code, what was printed, and Python's comments on lines of their own.
    pub(super) fn notebook(&mut self) {
        let mut is_code = true;
        let mut printed = false;
        while self.at < self.text.len() {
            let line = self.text[self.at..self.line_end()].trim_ascii();
            if let Some(kind) = value(line, b"\"cell_type\"") {
                is_code = kind.starts_with(b"\"code\"");
                printed = false;
            } else if value(line, b"\"outputs\"").is_some_and(|list| !list.starts_with(b"[]")) {
                printed = true;
            } else if value(line, b"\"source\"").is_some() {
                printed = false;
            }
            if !is_code || printed || is_remark(line) {
                self.comment(self.line_end());
            }
            self.at = (self.line_end() + 1).min(self.text.len());
        }
    }
}

/// `"key": value`.
fn value<'l>(line: &'l [u8], key: &[u8]) -> Option<&'l [u8]> {
    let at = memchr::memmem::find(line, key)?;
    Some(line[at + key.len()..].trim_ascii_start().strip_prefix(b":")?.trim_ascii_start())
}

/// `"    # a comment\n",`.
fn is_remark(line: &[u8]) -> bool {
    line.strip_prefix(b"\"").is_some_and(|code| code.trim_ascii_start().starts_with(b"#"))
}
