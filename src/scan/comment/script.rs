//! Languages with `//` and `/*`.

use super::Lexer;

/// Before a raw string of Rust, with its letters.
const MOST_HASHES: usize = 16;

/// How strings are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::scan) enum Dialect {
    /// Templates with code in them, and regular expressions.
    JavaScript,
    /// Raw strings in backticks.
    Go,
    /// Raw strings after `@`, and in three quotes.
    CSharp,
    /// Strings in three quotes.
    Triple,
    /// Raw strings after `r`, with as many `#` as it takes.
    Rust,
    Plain,
}

/// Where a script ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    OfFile,
    /// With `</script`; in a page of PHP, where PHP may come in between.
    OfElement {
        php: bool,
    },
}

impl Lexer<'_> {
    pub(super) fn script(&mut self, dialect: Dialect, end: End) {
        // For each template that is open: the braces that are open in its hole.
        let mut holes: Vec<usize> = Vec::new();
        while let Some(byte) = self.text.get(self.at) {
            match byte {
                b'<' if end != End::OfFile && self.starts(b"</script") => return,
                b'<' if end == (End::OfElement { php: true }) && self.starts(b"<?") => self.php(),
                b'/' => self.slash(dialect, end),
                b'"' if dialect == Dialect::CSharp && self.is_verbatim() => self.verbatim(),
                b'"' if matches!(dialect, Dialect::Triple | Dialect::CSharp) && self.starts(b"\"\"\"") => {
                    let quotes = self.rest().iter().take_while(|byte| **byte == b'"').count();
                    let quotes = if dialect == Dialect::CSharp { quotes } else { 3 };
                    self.pass(quotes, &vec![b'"'; quotes]);
                }
                b'"' if dialect == Dialect::Rust && self.hashes_of_raw().is_some() => {
                    let hashes = self.hashes_of_raw().unwrap_or_default();
                    self.pass(1, &[b"\"", &*vec![b'#'; hashes]].concat());
                }
                b'"' | b'\'' => self.string(true),
                b'`' if dialect == Dialect::Go => self.pass(1, b"`"),
                b'`' if dialect == Dialect::JavaScript => {
                    self.at += 1;
                    self.template(&mut holes);
                }
                b'(' => self.open(),
                b')' => self.close(),
                b'{' => {
                    if let Some(open) = holes.last_mut() {
                        *open += 1;
                    }
                    self.at += 1;
                }
                b'}' => {
                    self.at += 1;
                    match holes.last_mut() {
                        Some(0) => {
                            holes.pop();
                            self.template(&mut holes);
                        }
                        Some(open) => *open -= 1,
                        None => {}
                    }
                }
                _ => self.at += 1,
            }
        }
    }

    fn slash(&mut self, dialect: Dialect, end: End) {
        // `http://` in the text of an element.
        let address = self.text[..self.at].ends_with(b":");
        if self.starts(b"//") && !address {
            let line = self.line_end();
            let close =
                memchr::memmem::find(&self.text[self.at..line], b"</script").filter(|_| end != End::OfFile);
            self.comment(close.map_or(line, |close| self.at + close));
        } else if self.starts(b"//") {
            self.at += 2;
        } else if self.starts(b"/*") {
            self.block(2, b"*/");
        } else if dialect == Dialect::JavaScript {
            self.regex();
        } else {
            self.at += 1;
        }
    }

    /// Passes a template's text to its end, or into its next hole.
    fn template(&mut self, holes: &mut Vec<usize>) {
        while let Some(byte) = self.text.get(self.at) {
            match byte {
                b'\\' => self.at += 2,
                b'`' => {
                    self.at += 1;
                    return;
                }
                b'$' if self.starts(b"${") => {
                    self.at += 2;
                    holes.push(0);
                    return;
                }
                _ => self.at += 1,
            }
        }
    }

    /// Of a string `r#"`: how many there are.
    fn hashes_of_raw(&self) -> Option<usize> {
        let near = &self.text[self.at.saturating_sub(MOST_HASHES)..self.at];
        let hashes = near.iter().rev().take_while(|byte| **byte == b'#').count();
        near[..near.len() - hashes].ends_with(b"r").then_some(hashes)
    }

    fn is_verbatim(&self) -> bool {
        let before = &self.text[..self.at];
        before.ends_with(b"@") || before.ends_with(b"@$")
    }

    /// A quote in it is written twice.
    fn verbatim(&mut self) {
        self.at += 1;
        while let Some(found) = self.find(b"\"") {
            self.at = found + 1;
            if !self.starts(b"\"") {
                return;
            }
            self.at += 1;
        }
    }
}
