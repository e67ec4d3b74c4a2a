//! Text in the step summary, without a meaning in markdown or HTML.

use std::fmt::Write;

use url::Url;

use crate::ledger::Origin;
use crate::text::seal::Quote;

/// A place; on GitHub a link to the line.
pub(super) fn origin(place: &Origin<Quote>, source: Option<&Quote>) -> String {
    linked(place, source, &code(&place.to_string()))
}

/// The same with another text, which is safe already.
pub(super) fn linked(origin: &Origin<Quote>, source: Option<&Quote>, text: &str) -> String {
    let (Some(place), Some(source)) = (origin.spot(), source) else { return text.to_owned() };
    let address = Url::parse(source.as_str()).ok().and_then(|mut url| {
        let file = place.file.as_str();
        let inside = !file.starts_with('/') && file.split('/').all(|part| part != "..");
        let parts = file.split('/').filter(|part| !part.is_empty() && *part != ".");
        url.path_segments_mut().ok().filter(|_| inside)?.extend(parts);
        url.set_fragment(Some(&format!("L{}", place.line)));
        Some(url)
    });
    match address {
        Some(url) => link(url.as_str(), text),
        None => text.to_owned(),
    }
}

/// A link to an address of ours; the text is safe already.
pub(super) fn link(address: &str, text: &str) -> String {
    format!("<a href=\"{}\">{text}</a>", attribute(address))
}

/// Our text with quotes of others: what is between backticks becomes code, and no character keeps a meaning in
/// markdown or HTML.
pub(super) fn markdown(text: &str) -> String {
    let mut out = String::new();
    let parts = text.split('`').collect::<Vec<_>>();
    for (index, part) in parts.iter().enumerate() {
        out.push_str(&match index % 2 {
            // Two texts that only backticks part must not be read as one: it could be a secret's.
            _ if part.is_empty() && 0 < index && index + 1 < parts.len() => {
                entities(if index > 1 && parts[index - 1].is_empty() { "`" } else { "``" })
            }
            0 => entities(part),
            _ => code(part),
        });
    }
    out
}

/// Code that cannot be closed from inside.
pub(super) fn code(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("<code>{}</code>", entities(text)) }
}

/// A URL as an attribute. The URL standard does not escape these; HTML and tables need it.
fn attribute(url: &str) -> String {
    let escapes =
        [('&', "&#38;"), ('"', "&#34;"), ('\'', "&#39;"), ('<', "&#60;"), ('>', "&#62;"), ('|', "%7C")];
    escapes.iter().fold(url.to_owned(), |url, (from, to)| url.replace(*from, to))
}

/// Shows nothing, and ends the text before it.
const GAP: &str = "<i></i>";

/// Punctuation as HTML entities, but for a few harmless marks: prevents tables, links, emphasis and tags. Entities are
/// read before anybody looks for addresses, mentions and numbers of issues; those are looked for in one text at a
/// time, so a gap stands in each.
fn entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut before, mut rest) = (' ', text.chars().peekable());
    while let Some(c) = rest.next() {
        if is_live(before, c, rest.peek().copied()) {
            out.push_str(GAP);
        }
        if c.is_ascii_punctuation() && !"-.,;/?=+%()".contains(c) {
            write!(out, "&#{};", u32::from(c)).expect("a string takes all");
        } else {
            out.push(c);
        }
        before = c;
    }
    out
}

/// Whether what stands before the character could become a link together with it and what follows: of `www.a.b`,
/// `a@b.c`, `https://a`, `@a`, `#1` and `GH-1`.
fn is_live(before: char, c: char, after: Option<char>) -> bool {
    match (before, c) {
        ('@', c) => !c.is_whitespace() && c != '@',
        // GitHub makes a link of `www.` alone.
        ('w' | 'W', '.') => true,
        ('.' | '/' | ' ', '.') => false,
        (_, '.') => after.is_some_and(|after| !after.is_whitespace() && !after.is_ascii_digit()),
        ('/', '/') => after != Some('/'),
        ('#' | '-', c) => c.is_ascii_digit(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::Place;
    use crate::text::Text;
    use crate::text::redactor::Redactor;
    use crate::text::seal::Seal;

    #[test]
    fn what_only_backticks_part_is_not_read_as_one() {
        for (text, shown) in [
            ("`a` b", "<code>a</code> b"),
            ("a``b", "a&#96;&#96;b"),
            ("`a``b`", "<code>a</code>&#96;&#96;<code>b</code>"),
            ("a````b", "a&#96;&#96;&#96;&#96;b"),
            ("a```b`", "a&#96;&#96;&#96;<code>b</code>"),
            ("``", "&#96;&#96;"),
            ("`", ""),
            ("a`", "a"),
            ("", ""),
        ] {
            assert_eq!(markdown(text), shown, "{text}");
        }
    }

    #[test]
    fn only_files_of_the_repository_are_linked() {
        let linked = |file: &str| {
            let place = Place { file: Text::theirs(file), line: 3, column: 1 };
            let source = Text::theirs("https://github.example/acme/app/blob/0a").seal(&Redactor::default());
            origin(&Origin::Line(place).seal(&Redactor::default()), Some(&source))
        };
        assert!(linked("./ci//b24 scopes.yml").contains("/acme/app/blob/0a/ci/b24%20scopes.yml#L3"));
        for outside in ["/etc/b24.yml", "../b24.yml", "ci/../../b24.yml"] {
            assert!(!linked(outside).contains("<a "), "{outside}");
        }
    }
}
