//! Languages with `#`: Ruby, shells, and files of settings.

use super::Lexer;
use crate::scan::dotted::is_word;

/// Of what ends a document in the text, in bytes.
const LONGEST_NAME: usize = 64;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Ruby,
    Shell,
    /// Strings end with their line, and there are no documents in the text.
    Line,
}

impl<'t> Lexer<'t> {
    pub(super) fn hashes(&mut self, kind: Kind) {
        let mut documents: Vec<&'t [u8]> = Vec::new();
        self.slashes.of_arguments = kind == Kind::Ruby;
        while let Some(byte) = self.text.get(self.at) {
            match byte {
                b'\\' => self.at += 2,
                b'#' if self.begins_comment(kind) => self.comment(self.line_end()),
                b'\'' if kind == Kind::Shell => self.pass(1, b"'"),
                b'"' => self.string(kind != Kind::Shell),
                b'\'' | b'`' if kind != Kind::Shell && !self.is_apostrophe() => self.string(true),
                b'/' if kind == Kind::Ruby => self.regex(),
                b'(' => self.open(),
                b')' => self.close(),
                b'<' if kind != Kind::Line && self.starts(b"<<") => documents.extend(self.document()),
                b'\n' => self.end_line(kind, &mut documents),
                _ => self.at += 1,
            }
        }
    }

    /// SQL and Lua: `--` to the end of the line, and blocks of either.
    pub(super) fn dashes(&mut self) {
        while let Some(byte) = self.text.get(self.at) {
            match byte {
                b'-' if self.starts(b"--[[") => self.block(4, b"]]"),
                b'-' if self.starts(b"--") => self.comment(self.line_end()),
                b'/' if self.starts(b"/*") => self.block(2, b"*/"),
                b'"' | b'\'' => self.string(true),
                _ => self.at += 1,
            }
        }
    }

    /// Not `$#`, `${#x}`, `a#b`, `#{x}` or `%r{#}`.
    fn begins_comment(&self, kind: Kind) -> bool {
        let after: &[u8] = if kind == Kind::Ruby { b";)]}" } else { b";&|()" };
        let before = self.text[..self.at].last();
        before.is_none_or(|byte| byte.is_ascii_whitespace() || after.contains(byte)) && !self.starts(b"#{")
    }

    /// `it's`.
    fn is_apostrophe(&self) -> bool {
        self.text[..self.at].last().is_some_and(|byte| is_word(*byte))
    }

    /// The name that ends a document that begins on the next line.
    fn document(&mut self) -> Option<&'t [u8]> {
        self.at += 2;
        let rest = self.rest();
        let head = &rest[..rest.len().min(LONGEST_NAME)];
        let marks = head.iter().take_while(|byte| b"~- '\"".contains(byte)).count();
        let head = &head[marks..];
        let name = &head[..head.iter().take_while(|byte| is_word(**byte)).count()];
        // `list << item` is none.
        name.first().is_some_and(u8::is_ascii_uppercase).then_some(name)
    }

    fn end_line(&mut self, kind: Kind, documents: &mut Vec<&'t [u8]>) {
        self.at += 1;
        for name in documents.drain(..) {
            let start = self.at;
            while self.at < self.text.len() && self.text[self.at..self.line_end()].trim_ascii() != name {
                self.at = (self.line_end() + 1).min(self.text.len());
            }
            if self.at == self.text.len() {
                self.at = start;
                self.pass_unclosed(0);
            }
        }
        if kind == Kind::Ruby && self.starts(b"=begin") {
            self.block(6, b"\n=end");
        }
    }
}
