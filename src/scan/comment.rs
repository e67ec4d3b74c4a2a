//! Comments and docstrings, in which a name is no call.
//!
//! Not a parser: just enough of each family of languages to tell comments from strings. In doubt it is code, since a
//! call that is missed does more harm than one too many. Strings of most languages end with their line here, so that
//! whatever is misread is soon over; nothing recurses, so that no nesting takes a stack, and nothing is looked for to
//! the end of the file more than a few times, so that no file takes longer than its bytes.

use std::ops::Range;

mod hash;
mod notebook;
mod page;
mod python;
mod regex;
mod script;

use page::Markup;
use regex::Slashes;
pub(super) use script::Dialect;

/// Openings without an end, after which the rest of a file is code.
const MOST_UNCLOSED: usize = 16;

/// A family of languages with the same comments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    /// `//` and `/*`.
    Script(Dialect),
    /// PHP between its marks in a page.
    Php,
    /// HTML with scripts in it, Vue and the like.
    Page,
    /// HTML that a language for templates makes.
    Template,
    /// Cells as JSON.
    Notebook,
    /// `--`.
    Dashes,
    Python,
    Ruby,
    Shell,
    /// `#`, and strings that end with their line.
    Hash,
    /// No comments.
    Data,
}

/// By the file's ending or name; `None` where nothing is known of comments.
pub(super) fn language(path: &str) -> Option<Language> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    Some(match &*ending {
        "js" | "jsx" | "ts" | "tsx" | "mjs" | "cjs" | "mts" | "cts" => Language::Script(Dialect::JavaScript),
        "go" => Language::Script(Dialect::Go),
        "cs" => Language::Script(Dialect::CSharp),
        "java" | "kt" | "kts" | "scala" | "swift" | "dart" | "groovy" | "gradle" => {
            Language::Script(Dialect::Triple)
        }
        "rs" => Language::Script(Dialect::Rust),
        // The last two are 1C's.
        "c" | "h" | "cc" | "cpp" | "hpp" | "m" | "bsl" | "os" => Language::Script(Dialect::Plain),
        "php" | "phtml" | "inc" => Language::Php,
        "html" | "htm" | "vue" | "svelte" | "xml" | "astro" => Language::Page,
        "twig" | "jinja" | "jinja2" | "j2" | "njk" | "liquid" | "latte" | "tpl" | "hbs" | "handlebars"
        | "mustache" | "ejs" | "erb" | "cshtml" | "razor" | "aspx" => Language::Template,
        "ipynb" => Language::Notebook,
        "sql" | "lua" => Language::Dashes,
        "py" | "pyi" | "pyw" => Language::Python,
        "rb" | "rake" => Language::Ruby,
        "sh" | "bash" | "zsh" => Language::Shell,
        "yml" | "yaml" | "toml" | "conf" | "properties" | "env" | "pl" | "r" | "ex" | "exs" | "ps1"
        | "psm1" => Language::Hash,
        "json" | "jsonc" | "json5" => Language::Data,
        _ if ["Dockerfile", "Makefile", "Gemfile", "Rakefile"].contains(&name) => Language::Hash,
        _ => return None,
    })
}

/// The comments of a file, in the order of its text.
pub(super) fn of(language: Option<Language>, text: &[u8]) -> Vec<Range<usize>> {
    let mut lexer = Lexer { text, at: 0, comments: Vec::new(), unclosed: 0, slashes: Slashes::default() };
    match language {
        None | Some(Language::Data) => {}
        Some(Language::Script(dialect)) => lexer.script(dialect, script::End::OfFile),
        Some(Language::Php) => lexer.page(Markup::Php),
        Some(Language::Page) => lexer.page(Markup::Page),
        Some(Language::Template) => lexer.page(Markup::Template),
        Some(Language::Notebook) => lexer.notebook(),
        Some(Language::Dashes) => lexer.dashes(),
        Some(Language::Python) => lexer.python(),
        Some(Language::Ruby) => lexer.hashes(hash::Kind::Ruby),
        Some(Language::Shell) => lexer.hashes(hash::Kind::Shell),
        Some(Language::Hash) => lexer.hashes(hash::Kind::Line),
    }
    lexer.comments
}

struct Lexer<'t> {
    text: &'t [u8],
    at: usize,
    comments: Vec<Range<usize>>,
    unclosed: usize,
    slashes: Slashes,
}

impl<'t> Lexer<'t> {
    fn rest(&self) -> &'t [u8] {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn starts(&self, mark: &[u8]) -> bool {
        self.rest().starts_with(mark)
    }

    fn find(&self, mark: &[u8]) -> Option<usize> {
        memchr::memmem::find(self.rest(), mark).map(|found| self.at + found)
    }

    /// Passes a mark that opens what never ends.
    fn pass_unclosed(&mut self, open: usize) {
        self.unclosed += 1;
        self.at = if self.unclosed > MOST_UNCLOSED { self.text.len() } else { self.at + open };
    }

    /// Passes what ends with `close`.
    fn pass(&mut self, open: usize, close: &[u8]) {
        let found = memchr::memmem::find(self.text.get(self.at + open..).unwrap_or_default(), close);
        match found {
            Some(found) => self.at += open + found + close.len(),
            None => self.pass_unclosed(open),
        }
    }

    /// The end of this line.
    fn line_end(&self) -> usize {
        memchr::memchr(b'\n', self.rest()).map_or(self.text.len(), |found| self.at + found)
    }

    /// Takes what comes before `end` as a comment.
    fn comment(&mut self, end: usize) {
        self.comments.push(self.at..end);
        self.at = end;
    }

    /// A comment from an opening to a closing mark. What is never closed was not opened, and where it is opened again
    /// in between, the first opening may have been something else, such as a part of a regular expression.
    fn block(&mut self, open: usize, close: &[u8]) {
        let (start, unclosed) = (self.at, self.unclosed);
        self.pass(open, close);
        if self.unclosed == unclosed {
            let inner = &self.text[start + open..self.at - close.len()];
            let again = memchr::memmem::rfind(inner, &self.text[start..start + open]);
            let again = again.filter(|again| !is_starred(&inner[..*again]));
            self.comments.push(again.map_or(start, |again| start + open + again)..self.at);
        }
    }

    /// Passes a string whose quote is at the place. What is not closed, on its line where `one_line`, is none.
    fn string(&mut self, one_line: bool) {
        let quote = self.text[self.at];
        let mut at = self.at + 1;
        while let Some(byte) = self.text.get(at) {
            match byte {
                b'\\' => at += 1,
                b'\n' if one_line => {
                    self.at = at;
                    return;
                }
                byte if *byte == quote => {
                    self.at = at + 1;
                    return;
                }
                _ => {}
            }
            at += 1;
        }
        self.pass_unclosed(1);
    }
}

/// Whether every line but the first begins with a star, as in a comment that documents something.
fn is_starred(text: &[u8]) -> bool {
    let mut lines = text.split(|byte| *byte == b'\n').skip(1).peekable();
    lines.peek().is_some() && lines.all(|line| line.trim_ascii_start().starts_with(b"*"))
}

#[cfg(test)]
mod tests;
