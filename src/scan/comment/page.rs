//! Pages with scripts in them, and PHP.

use super::Lexer;
use super::script::{Dialect, End};
use crate::scan::dotted::is_word;

/// Of what ends a document in the text, in bytes.
const LONGEST_NAME: usize = 64;

/// What stands between the elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Markup {
    Page,
    /// PHP between its marks.
    Php,
    /// What one of the languages for templates makes a page of.
    Template,
}

/// Comments of templates: of Twig and its kin, Smarty, Handlebars, ERB, ASP and Razor.
const OF_TEMPLATES: [(&[u8], &[u8]); 6] =
    [(b"{#", b"#}"), (b"{*", b"*}"), (b"{{!", b"}}"), (b"<%#", b"%>"), (b"<%--", b"--%>"), (b"@*", b"*@")];

impl Lexer<'_> {
    /// HTML and the like.
    pub(super) fn page(&mut self, markup: Markup) {
        let php = markup == Markup::Php;
        while let Some(found) = memchr::memchr3(b'<', b'{', b'@', self.rest()) {
            self.at += found;
            let mark = OF_TEMPLATES.iter().find(|(open, _)| markup == Markup::Template && self.starts(open));
            if let Some((open, close)) = mark {
                self.block(open.len(), close);
            } else if php && self.starts(b"<?") {
                self.php();
            } else if self.starts(b"<!--") {
                self.markup_comment(php);
            } else if php && self.starts(b"{{--") {
                self.block(4, b"--}}");
            } else if self.starts(b"<script") {
                self.at = self.find(b">").map_or(self.text.len(), |open| open + 1);
                self.script(Dialect::JavaScript, End::OfElement { php });
            } else {
                self.at += 1;
            }
        }
    }

    /// PHP in a comment of the page runs all the same.
    fn markup_comment(&mut self, php: bool) {
        let (start, unclosed) = (self.at, self.unclosed);
        self.block(4, b"-->");
        if php
            && self.unclosed == unclosed
            && let Some(runs) = memchr::memmem::find(&self.text[start..self.at], b"<?")
        {
            self.comments.pop();
            self.at = start + runs;
        }
    }

    /// From `<?` to `?>`.
    pub(super) fn php(&mut self) {
        self.at += 2;
        while let Some(byte) = self.text.get(self.at) {
            match byte {
                b'?' if self.starts(b"?>") => {
                    self.at += 2;
                    return;
                }
                b'#' if !self.starts(b"#[") => self.php_line(),
                b'/' if self.starts(b"//") => self.php_line(),
                b'/' if self.starts(b"/*") => self.block(2, b"*/"),
                b'"' | b'\'' | b'`' => self.string(false),
                b'<' if self.starts(b"<<<") => self.heredoc(),
                _ => self.at += 1,
            }
        }
    }

    fn php_line(&mut self) {
        let line = self.line_end();
        let close = memchr::memmem::find(&self.text[self.at..line], b"?>");
        self.comment(close.map_or(line, |close| self.at + close));
    }

    fn heredoc(&mut self) {
        let head = self.text[self.at + 3..].iter().copied().skip_while(|byte| b" '\"".contains(byte));
        let name = head.take(LONGEST_NAME).take_while(|byte| is_word(*byte)).collect::<Vec<_>>();
        if name.is_empty() {
            self.at += 3;
            return;
        }
        let start = self.at;
        self.at = self.line_end();
        while self.at < self.text.len() {
            self.at += 1;
            let line = &self.text[self.at..self.line_end()];
            let closes = line.trim_ascii_start().strip_prefix(&*name);
            if closes.is_some_and(|after| after.first().is_none_or(|byte| !is_word(*byte))) {
                let blanks = line.len() - line.trim_ascii_start().len();
                self.at += blanks + name.len();
                return;
            }
            self.at = self.line_end();
        }
        self.at = start;
        self.pass_unclosed(3);
    }
}
