//! What is written where: the style of what is there already.

use super::find::{Collection, Found, found};
use super::{Addition, Insertion};

/// Ways to write the additions into the text, the best first. Whether the outcome is right is for the caller to see.
pub(super) fn candidates(text: &str, additions: &[Addition]) -> Vec<Vec<Insertion>> {
    let style = Style::of(text);
    let whole = |indent: &str| {
        format!("{indent}required:{}{}", style.end, style.block(additions, &format!("{indent}  ")))
    };
    match found(text) {
        Some(Found::List(list)) => match list.close {
            Some(close) => vec![style.between(text, &list, close, &style.items(additions))],
            None => style.behind(text, &list, additions),
        },
        Some(Found::Valueless(end)) => {
            let indent = format!("{}  ", indent(text, end));
            let text_below = format!("{}{}", style.end, style.block(additions, &indent));
            vec![vec![Insertion { at: line_end(text, end), text: text_below }]]
        }
        Some(Found::Missing(root)) => {
            if let Some(close) = root.close {
                let key = if style.is_json { "\"required\"" } else { "required" };
                let entry = format!("{key}: [{}]", style.items(additions).join(", "));
                return vec![style.between(text, &root, close, &[entry])];
            }
            let indent = root.starts.first().map_or("", |start| indent(text, *start));
            // The second goes before an end of the document, `...`.
            let ends = [text.trim_end().len(), line_end(text, root.last)];
            ends.map(|end| style.below(text, end, &whole(indent))).to_vec()
        }
        Some(Found::Nothing) => vec![style.below(text, text.trim_end().len(), &whole(""))],
        None => Vec::new(),
    }
}

/// How the file is written.
pub(super) struct Style {
    /// How it ends its lines.
    pub(super) end: &'static str,
    /// Whether it is JSON as well.
    pub(super) is_json: bool,
}

impl Style {
    fn of(text: &str) -> Self {
        let first = text.find(['\n', '\r']).map_or("", |at| &text[at..]);
        let end = match first {
            crlf if crlf.starts_with("\r\n") => "\r\n",
            cr if cr.starts_with('\r') => "\r",
            _ => "\n",
        };
        Self { end, is_json: serde_json::from_str::<serde_json::Value>(text).is_ok() }
    }

    /// Items of a block list, without the end of the last line.
    pub(super) fn block(&self, additions: &[Addition], indent: &str) -> String {
        let item = |Addition { scope, why }: &Addition| {
            format!("{indent}- scope: {scope}{}{indent}  why: {}", self.end, scalar(why.as_str()))
        };
        additions.iter().map(item).collect::<Vec<_>>().join(self.end)
    }

    /// Items of a list between brackets.
    fn items(&self, additions: &[Addition]) -> Vec<String> {
        let item = |Addition { scope, why }: &Addition| {
            let why = quoted(why.as_str());
            if self.is_json {
                format!("{{\"scope\": \"{scope}\", \"why\": {why}}}")
            } else {
                format!("{{ scope: {scope}, why: {why} }}")
            }
        };
        additions.iter().map(item).collect()
    }

    /// Behind the last item, in its line's style.
    fn behind(&self, text: &str, list: &Collection, additions: &[Addition]) -> Vec<Vec<Insertion>> {
        let Some(indent) = list.starts.first().and_then(|start| dash(text, *start)) else {
            return Vec::new();
        };
        let items = self.block(additions, indent);
        let end = line_end(text, text[..list.last].trim_end().len());
        // Blank lines may belong to a text of several lines.
        vec![self.below(text, end, &items), self.below(text, list.last, &items)]
    }

    /// Lines below what ends at this place.
    fn below(&self, text: &str, at: usize, lines: &str) -> Vec<Insertion> {
        let begins = text[..at].is_empty() || text[..at].ends_with(['\n', '\r']);
        let text = if begins { format!("{lines}{}", self.end) } else { format!("{}{lines}", self.end) };
        vec![Insertion { at, text }]
    }

    /// Behind the last of what stands between brackets.
    fn between(&self, text: &str, inside: &Collection, close: usize, items: &[String]) -> Vec<Insertion> {
        let one = |at: usize, text: String| Insertion { at, text };
        let Some(start) = inside.starts.last().filter(|_| inside.last > inside.open.unwrap_or(0) + 1) else {
            let open = inside.open.map_or(close, |open| open + 1);
            let is_wide = text[open..close].starts_with(' ') && open + 1 == close;
            let space = if is_wide { " " } else { "" };
            return vec![one(open, format!("{space}{}", items.join(", ")))];
        };
        let comma = comma(text, inside.last, close);
        let before = line_start(text, *start);
        let indent = &text[before..*start];
        let behind = comma.map_or(inside.last, |comma| comma + 1);
        // One item a line.
        if before > inside.open.unwrap_or(0) && indent.trim().is_empty() {
            let end = line_end(text, behind);
            let at = if end > close { behind } else { end };
            let items = items.iter().map(|item| format!("{}{indent}{item}", self.end)).collect::<Vec<_>>();
            let lines = items.join(",") + if comma.is_some() { "," } else { "" };
            return match comma {
                Some(_) => vec![one(at, lines)],
                None if at == inside.last => vec![one(at, format!(",{lines}"))],
                None => vec![one(inside.last, ",".to_owned()), one(at, lines)],
            };
        }
        let comma = if comma.is_some() { " " } else { ", " };
        vec![one(behind, format!("{comma}{}", items.join(", ")))]
    }
}

/// The comma behind the last item; those in comments are none.
fn comma(text: &str, from: usize, to: usize) -> Option<usize> {
    let mut in_comment = false;
    let found = text[from..to].char_indices().find(|(_, c)| {
        in_comment = match c {
            '#' => true,
            '\n' | '\r' => false,
            _ => in_comment,
        };
        *c == ',' && !in_comment
    });
    found.map(|(offset, _)| from + offset)
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind(['\n', '\r']).map_or(0, |end| end + 1)
}

/// Before the line break.
fn line_end(text: &str, at: usize) -> usize {
    text[at..].find(['\n', '\r']).map_or(text.len(), |offset| at + offset)
}

fn indent(text: &str, at: usize) -> &str {
    let line = &text[line_start(text, at)..];
    &line[..line.len() - line.trim_start_matches(' ').len()]
}

/// The indentation of the `-` that an item stands behind, which may be on a line above.
fn dash(text: &str, mut at: usize) -> Option<&str> {
    loop {
        let start = line_start(text, at);
        let line = &text[start..line_end(text, at)];
        if line.trim_start().starts_with('-') {
            return Some(indent(text, at));
        }
        at = start.checked_sub(1)?;
    }
}

/// A text behind `why: `, plain where no reader could take it for anything else.
fn scalar(text: &str) -> String {
    let is_plain = text.starts_with(|c: char| c.is_ascii_lowercase())
        && !text.ends_with([' ', ':'])
        && !text.contains(": ")
        && text.contains(' ')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || " _./:-()".contains(c));
    if is_plain { text.to_owned() } else { quoted(text) }
}

/// In double quotes: what JSON reads, YAML reads.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}
