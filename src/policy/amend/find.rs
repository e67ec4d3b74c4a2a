//! Where a policy's text requires scopes. The text was read without a mistake before.

use std::ops::Range;

use granit_parser::{Event, StructureStyle};

use crate::policy::tree::parser;

/// A list or a mapping in the text; offsets are in bytes.
#[derive(Debug, Default)]
pub(super) struct Collection {
    /// Where its first bracket is; only between brackets.
    pub(super) open: Option<usize>,
    /// Where its last bracket is; only between brackets.
    pub(super) close: Option<usize>,
    /// Where its items, or its keys and values, begin.
    pub(super) starts: Vec<usize>,
    /// Where what is in it ends, comments apart.
    pub(super) last: usize,
}

#[derive(Debug)]
pub(super) enum Found {
    /// The list that is required, whether it holds anything or not.
    List(Collection),
    /// The key has no value; this is where it ends.
    Valueless(usize),
    /// The key is missing in this mapping.
    Missing(Collection),
    /// There is no document, or nothing in it.
    Nothing,
}

pub(super) fn found(text: &str) -> Option<Found> {
    let mut search = Search::default();
    for event in parser(text) {
        let (event, at) = event.ok()?;
        search.see(text, &event, &at.byte_range()?);
    }
    Some(match search {
        Search { list: Some(list), .. } => Found::List(list),
        Search { valueless: Some(end), .. } => Found::Valueless(end),
        Search { root: Some(root), .. } => Found::Missing(root),
        _ => Found::Nothing,
    })
}

#[derive(Default)]
struct Search {
    /// Of each open list or mapping: whether it is a mapping, whether it has brackets, and how many nodes it has.
    open: Vec<(bool, bool, usize)>,
    root: Option<Collection>,
    list: Option<Collection>,
    /// How deep the items of the list are.
    depth: Option<usize>,
    valueless: Option<usize>,
    /// The last key of the document and where it ends.
    key: (String, usize),
}

impl Search {
    fn see(&mut self, text: &str, event: &Event<'_>, at: &Range<usize>) {
        match event {
            Event::Scalar(word, ..) => {
                self.begin(at);
                let is_key =
                    self.open.len() == 1 && self.open.iter().all(|(is_map, _, n)| *is_map && n % 2 == 1);
                if is_key {
                    self.key = (word.to_string(), at.end);
                } else if self.is_value() && at.is_empty() {
                    self.valueless = Some(self.key.1);
                }
                self.end(at);
            }
            Event::SequenceStart(style, ..) | Event::MappingStart(style, ..) => {
                self.begin(at);
                // A mapping such as `[a: b]` has no brackets of its own.
                let has_brackets = *style == StructureStyle::Flow && !at.is_empty();
                let is_map = matches!(event, Event::MappingStart(..));
                let bracket = if is_map { '{' } else { '[' };
                let open =
                    text[at.start..].find(bracket).map(|offset| at.start + offset).filter(|_| has_brackets);
                let collection = Collection { open, last: at.end, ..Collection::default() };
                if self.list.is_none() && !is_map && (self.open.is_empty() || self.is_value()) {
                    self.list = Some(collection);
                    self.depth = Some(self.open.len() + 1);
                } else if self.open.is_empty() {
                    self.root = Some(collection);
                }
                self.open.push((is_map, has_brackets, 0));
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let Some((_, has_brackets, _)) = self.open.pop() else { return };
                let depth = self.open.len() + 1;
                if has_brackets {
                    let ends = [
                        (self.list.as_mut().filter(|_| self.depth == Some(depth))),
                        self.root.as_mut().filter(|_| depth == 1),
                    ];
                    ends.into_iter().flatten().for_each(|one| one.close = Some(at.start));
                    self.end(at);
                }
                if self.depth == Some(depth) {
                    self.depth = None;
                }
            }
            _ => {}
        }
    }

    /// Whether the node that just began is the value of `required`.
    fn is_value(&self) -> bool {
        self.key.0 == "required" && matches!(self.open[..], [(true, _, nodes)] if nodes % 2 == 0)
    }

    fn begin(&mut self, at: &Range<usize>) {
        let depth = self.open.len();
        if let Some((.., nodes)) = self.open.last_mut() {
            *nodes += 1;
        }
        if let Some(list) = self.list.as_mut().filter(|_| self.depth == Some(depth)) {
            list.starts.push(at.start);
        }
        if let Some(root) = self.root.as_mut().filter(|_| depth == 1) {
            root.starts.push(at.start);
        }
    }

    /// What ends here belongs to all that is open. A bracket at the end is no content of its own list.
    fn end(&mut self, at: &Range<usize>) {
        if at.is_empty() {
            return;
        }
        let depth = self.open.len();
        if let Some(list) = self.list.as_mut().filter(|_| self.depth.is_some_and(|least| depth >= least)) {
            list.last = at.end;
        }
        if let Some(root) = self.root.as_mut().filter(|_| depth >= 1) {
            root.last = at.end;
        }
    }
}
