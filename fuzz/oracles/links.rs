//! No link in a step summary is somebody else's: asked of comrak, which reads GitHub's markdown as GitHub does, and of
//! ourselves, for those who find addresses in whatever is shown.

#![allow(clippy::missing_panics_doc, reason = "an oracle speaks by panicking")]

use comrak::nodes::NodeValue;
use comrak::{Arena, Options, parse_document};

/// Our own links are tags, so the markdown has none.
pub fn are_ours(page: &str) {
    let arena = Arena::new();
    let mut options = Options::default();
    options.extension.autolink = true;
    options.extension.footnotes = true;
    options.extension.strikethrough = true;
    options.extension.table = true;
    options.extension.tasklist = true;
    for node in parse_document(&arena, page, &options).descendants() {
        match &node.data.borrow().value {
            NodeValue::Link(link) | NodeValue::Image(link) => panic!("a link to {}:\n{page}", link.url),
            NodeValue::FootnoteReference(_) | NodeValue::TaskItem(_) => {
                panic!("a mark of somebody else's:\n{page}")
            }
            NodeValue::Text(text) => assert!(!could_be_live(text), "a link for some: {text}\n{page}"),
            _ => {}
        }
    }
}

/// Whether a piece of text, shown as one, holds an address, a mention or the number of an issue.
fn could_be_live(text: &str) -> bool {
    let text = text.to_lowercase();
    let between = |mark: &str, before: fn(char) -> bool, after: fn(char) -> bool| {
        text.match_indices(mark).any(|(at, _)| {
            text[..at].chars().next_back().is_some_and(before)
                && text[at + mark.len()..].chars().next().is_some_and(after)
        })
    };
    let follows = |mark: &str, after: fn(char) -> bool| {
        text.match_indices(mark).any(|(at, _)| text[at + mark.len()..].chars().next().is_some_and(after))
    };
    text.contains("www.")
        || between(".", char::is_alphabetic, char::is_alphabetic)
        || follows("//", |c| !c.is_whitespace() && c != '/')
        || follows("@", char::is_alphanumeric)
        || follows("#", |c| c.is_ascii_digit())
        || follows("gh-", |c| c.is_ascii_digit())
}
