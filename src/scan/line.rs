//! Lines and columns, and the comment that silences a line.

use super::dotted::is_word;
use crate::knowledge::methods::DocumentedMethod;

const MARK: &[u8] = b"b24-ping: ignore";

/// Walks forward through a text and counts lines; every byte is read once, however many places are asked for.
pub(super) struct Walker<'t> {
    text: &'t [u8],
    at: usize,
    line: usize,
    column: usize,
    /// Start of this line.
    start: usize,
    /// The comment on this line.
    silenced: Silenced<'t>,
}

enum Silenced<'t> {
    Nothing,
    All,
    These(Vec<&'t [u8]>),
}

impl<'t> Walker<'t> {
    pub(super) fn new(text: &'t [u8]) -> Self {
        let start = if text.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        Self { text, at: start, line: 1, column: 1, start, silenced: silenced(line(text, start)) }
    }

    /// Line and column of the byte at `to`, which must not go backwards.
    pub(super) fn go(&mut self, to: usize) -> (usize, usize) {
        let passed = &self.text[self.at..to.max(self.at)];
        let breaks = memchr::memchr_iter(b'\n', passed).count();
        if breaks > 0 {
            self.line += breaks;
            self.column = 1;
            self.start = self.at + memchr::memrchr(b'\n', passed).unwrap_or_default() + 1;
            self.at = self.start;
            self.silenced = silenced(line(self.text, self.start));
        }
        let rest = &self.text[self.at..to.max(self.at)];
        self.column += rest.iter().filter(|byte| **byte & 0xc0 != 0x80).count();
        self.at = to.max(self.at);
        (self.line, self.column)
    }

    /// Whether `name` is silenced on this line.
    pub(super) fn ignores(&self, name: &[u8]) -> bool {
        match &self.silenced {
            Silenced::Nothing => false,
            Silenced::All => true,
            Silenced::These(names) => names.iter().any(|these| these.eq_ignore_ascii_case(name)),
        }
    }
}

fn line(text: &[u8], start: usize) -> &[u8] {
    let rest = &text[start..];
    &rest[..memchr::memchr(b'\n', rest).unwrap_or(rest.len())]
}

/// Names may follow the comment; the reason after them is for people.
fn silenced(line: &[u8]) -> Silenced<'_> {
    let Some(at) = memchr::memmem::find(line, MARK) else { return Silenced::Nothing };
    let rest = &line[at + MARK.len()..];
    if rest.first().is_some_and(|byte| is_word(*byte) || *byte == b'-') {
        return Silenced::Nothing;
    }
    let words =
        rest.split(|byte| *byte == b',' || byte.is_ascii_whitespace()).filter(|word| !word.is_empty());
    let names = words.take_while(|word| is_name(word)).collect::<Vec<_>>();
    if names.is_empty() { Silenced::All } else { Silenced::These(names) }
}

fn is_name(word: &[u8]) -> bool {
    let dotted = word.contains(&b'.')
        && word
            .split(|byte| *byte == b'.')
            .all(|part| !part.is_empty() && part.iter().all(|byte| is_word(*byte)));
    dotted || DocumentedMethod::named(word).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_are_counted_in_characters() {
        let text = "a\r\nжж b\n\nc".as_bytes();
        let mut walker = Walker::new(text);
        assert_eq!(walker.go(0), (1, 1));
        assert_eq!(walker.go(3), (2, 1));
        assert_eq!(walker.go(8), (2, 4));
        assert_eq!(walker.go(8), (2, 4), "asked for twice");
        assert_eq!(walker.go(11), (4, 1));
        assert_eq!(Walker::new(b"\xef\xbb\xbfab").go(4), (1, 2), "a mark of the encoding is no character");
    }

    #[test]
    fn a_mark_silences_its_line_or_the_methods_that_it_names() {
        let ignores = |line: &str, name: &str| Walker::new(line.as_bytes()).ignores(name.as_bytes());
        for all in [
            "x // b24-ping: ignore",
            "# b24-ping: ignore, old",
            "/* b24-ping: ignore */",
            "b24-ping: ignore: x",
        ] {
            assert!(ignores(all, "crm.deal.list"), "{all}");
        }
        let these = "x # b24-ping: ignore CRM.deal.list, profile crm.lead.gte: old";
        assert!(
            ignores(these, "crm.deal.list") && ignores(these, "PROFILE") && !ignores(these, "crm.lead.get")
        );
        for no in ["b24-ping: ignored", "b24-ping", "x", "x\n// b24-ping: ignore"] {
            assert!(!ignores(no, "crm.deal.list"), "{no}");
        }
    }
}
