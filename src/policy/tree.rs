//! YAML text → tree of nodes, or the first syntax error.
//!
//! The tree is built from the parser's events, so nothing exists of what a policy may not hold: aliases, tags,
//! a second document, entries too many or too deep. Where the parser's place is known to be off, it is looked
//! up in the text.

use granit_parser::{
    ErrorKind, Event, Marker, Parser, ScalarStyle, ScanError, Span, StrInput, StructureStyle, Tag,
};

use super::node::{Key, Node, Value};
use super::source::{Spot, Trouble};
use places::spot;
use scalar::scalar;
use words::{
    CHECK, COMMA, CONTINUED, DEPTH, DIRECTIVE, DOCUMENT, INDENTED, Message, NODES, ODD_SPACE, SEPARATE, TAG,
    VARIABLE, misplaced, words,
};

mod places;
mod scalar;
mod words;

/// Nesting of lists and mappings. The format needs five levels: the file, `hooks`, one hook, its list, an item
/// with a `why`.
const MAX_DEPTH: usize = 6;

/// Scalars, lists and mappings in a file; more than the most rules could need.
const MAX_NODES: usize = 10_000;

/// `text` may hold one document.
pub(super) fn parse(text: &str) -> Result<Node, Trouble> {
    let parser = parser(text);
    Reading { text, parser, nodes: 0, brackets: Vec::new(), scalar_line: 0 }.document()
}

/// The events of a text, each with its place.
pub(super) fn parser(text: &str) -> Parser<'_, StrInput<'_>> {
    let options = granit_parser::options! {
        block_scalar_eof_without_line_feed: true,
        emit_comments: false,
        emit_unresolved_aliases: true,
        // The parser reads ahead of its events, up to 1,024 characters between brackets, so it needs limits, too.
        block_nesting_limit: MAX_DEPTH,
        flow_nesting_limit: 2048,
    };
    Parser::new_from_str_with_options(text, options)
}

struct Reading<'t> {
    text: &'t str,
    parser: Parser<'t, StrInput<'t>>,
    nodes: usize,
    /// Places of the open brackets.
    brackets: Vec<Spot>,
    /// First line of the last scalar.
    scalar_line: usize,
}

impl<'t> Reading<'t> {
    fn document(mut self) -> Result<Node, Trouble> {
        let mut root = None;
        loop {
            match self.next()? {
                (Event::StreamEnd, _) => break,
                (Event::DocumentStart(..), at) if root.is_some() => {
                    return Err(trouble(spot(at.start), DOCUMENT));
                }
                (Event::StreamStart | Event::DocumentStart(..) | Event::DocumentEnd, _) => {}
                (event, at) => root = Some(self.node(event, at, 0)?),
            }
        }
        Ok(root.unwrap_or(Node { spot: Spot::START, value: Value::Null }))
    }

    fn next(&mut self) -> Result<(Event<'t>, Span), Trouble> {
        match self.parser.next_event() {
            Some(read) => read.map_err(|error| self.syntax(&error)),
            None => Ok((Event::StreamEnd, Span::default())),
        }
    }

    /// The node that begins with `event`, at nesting `depth`.
    fn node(&mut self, event: Event<'t>, at: Span, depth: usize) -> Result<Node, Trouble> {
        let spot = self.count(at)?;
        let value = match event {
            Event::SequenceStart(..) | Event::MappingStart(..) if depth == MAX_DEPTH => {
                return Err(trouble(spot, DEPTH));
            }
            Event::SequenceStart(style, _, tag) => {
                tagged(tag.as_deref(), "seq", at)?;
                self.inside(style, at, |reading| reading.list(depth + 1))?
            }
            Event::MappingStart(style, _, tag) => {
                tagged(tag.as_deref(), "map", at)?;
                self.inside(style, at, |reading| reading.map(depth + 1))?
            }
            Event::Scalar(text, style, _, tag) => {
                let text = self.written(&text, style, at)?;
                let spot = match style {
                    ScalarStyle::Literal | ScalarStyle::Folded => self.header(at.start, text.is_empty()),
                    _ if at.is_empty() => self.missing(at.start),
                    _ => spot,
                };
                let value = scalar(text, style == ScalarStyle::Plain, tag.as_deref());
                return Ok(Node { spot, value: value.ok_or_else(|| misfit(at))? });
            }
            other => return Err(trouble(spot, misplaced(&other))),
        };
        Ok(Node { spot, value })
    }

    fn count(&mut self, at: Span) -> Result<Spot, Trouble> {
        self.nodes += 1;
        let spot = spot(at.start);
        if self.nodes > MAX_NODES { Err(trouble(spot, NODES)) } else { Ok(spot) }
    }

    fn inside(
        &mut self,
        style: StructureStyle,
        at: Span,
        read: impl FnOnce(&mut Self) -> Result<Value, Trouble>,
    ) -> Result<Value, Trouble> {
        if style == StructureStyle::Block || at.is_empty() {
            // No bracket of its own: `[a: b]`.
            return read(self);
        }
        self.brackets.push(spot(at.start));
        let value = read(self);
        self.brackets.pop();
        value
    }

    fn list(&mut self, depth: usize) -> Result<Value, Trouble> {
        let mut items = Vec::new();
        loop {
            match self.next()? {
                (Event::SequenceEnd, _) => return Ok(Value::List(items)),
                (event, at) => items.push(self.node(event, at, depth)?),
            }
        }
    }

    fn map(&mut self, depth: usize) -> Result<Value, Trouble> {
        let mut entries = Vec::new();
        loop {
            let key = match self.next()? {
                (Event::MappingEnd, _) => return Ok(Value::Map(entries)),
                (Event::Scalar(text, style, _, tag), at) => {
                    let spot = self.count(at)?;
                    tagged(tag.as_deref(), "str", at)?;
                    Key { spot, text: self.written(&text, style, at)? }
                }
                // `{{ name }}`
                (Event::MappingStart(..), at) if self.is_variable(at.start) => {
                    return Err(trouble(spot(at.start), VARIABLE));
                }
                (other, at) => return Err(trouble(spot(at.start), misplaced(&other))),
            };
            let (event, at) = self.next()?;
            let is_list = matches!(event, Event::SequenceStart(StructureStyle::Block, ..));
            let mut value = self.node(event, at, depth)?;
            // The parser places the start of an unindented list behind its first `-`.
            if is_list && self.before(at.start).trim_start().starts_with('-') {
                value.spot = self.indent(at.start);
            }
            entries.push((key, value));
        }
    }

    /// A scalar's text. Refused if it spans lines that look like something else.
    fn written(&mut self, text: &str, style: ScalarStyle, at: Span) -> Result<String, Trouble> {
        self.scalar_line = at.start.line();
        if style != ScalarStyle::Plain {
            return Ok(text.to_owned());
        }
        // The parser writes `~` for a missing value.
        if at.is_empty() {
            return Ok(String::new());
        }
        let source = at.slice(self.text).unwrap_or_default();
        for (end, _) in source.match_indices(['\n', '\r']) {
            let line = source[end + 1..].trim_start_matches(' ');
            if line == "-" || line.starts_with("- ") || line.starts_with("-\t") {
                let end = at.byte_range().map_or(0, |range| range.end);
                return Err(trouble(Spot::at(self.text, end - line.len()), CONTINUED));
            }
        }
        Ok(text.to_owned())
    }

    /// Whether the mapping that begins there is the inner pair of braces of `{{ name }}`.
    fn is_variable(&self, at: Marker) -> bool {
        let inside = self.split(at.byte_offset().unwrap_or_default()).1.split('}').next().unwrap_or_default();
        self.before(at).ends_with('{') && !inside.contains(':')
    }

    /// Whether the line that begins there is indented with what looks like a space, and is none to YAML.
    fn is_odd(&self, line: usize) -> bool {
        let rest = self.text.get(line..).unwrap_or_default().trim_start_matches(' ');
        rest.starts_with(|c: char| c.is_whitespace() && !c.is_ascii())
    }

    fn syntax(&self, error: &ScanError) -> Trouble {
        use ErrorKind as E;
        let at = *error.marker();
        // The parser's place may lie behind the last line, where no editor can go.
        let here = spot(at).min(Spot::at(self.text, self.text.trim_end().len()));
        let (offset, before) = (at.byte_offset().unwrap_or_default(), self.before(at));
        let begins_line = before.trim_start_matches([' ', '-']).is_empty();
        if self.is_odd(offset - before.len()) {
            return trouble(Spot { column: 1, ..here }, ODD_SPACE);
        }
        let rest = self.split(offset).1;
        if rest.starts_with("{{") || before.ends_with('$') && rest.starts_with('{') {
            return trouble(here, VARIABLE);
        }
        match (error.kind(), self.brackets.last()) {
            (E::MappingValueNotAllowed, _) if self.scalar_line < at.line() => {
                trouble(self.indent(at), CONTINUED)
            }
            (E::ExpectedBlockMappingKey | E::ExpectedBlockSequenceEntry, _) if begins_line => {
                trouble(self.indent(at), INDENTED)
            }
            (_, None) if self.split(offset - before.len()).1.starts_with('%') => {
                trouble(Spot { column: 1, ..here }, DIRECTIVE)
            }
            (E::ExpectedDocumentStart, _) if self.nodes == 0 => {
                let begins_line = |(at, _): &(usize, _)| *at == 0 || self.text[..*at].ends_with(['\n', '\r']);
                let directive = self.text.match_indices('%').find(begins_line);
                trouble(Spot::at(self.text, directive.map_or(0, |(at, _)| at)), DIRECTIVE)
            }
            (
                E::UnexpectedEofFlowSequence
                | E::UnexpectedEofFlowMapping
                | E::UnexpectedEofImplicitFlowMapping,
                _,
            ) if self.split(offset).1.starts_with(',') => trouble(here, COMMA),
            (
                E::InvalidColonPlacement
                | E::BlockEntryInFlowCollection
                | E::ExpectedFlowMappingSeparator
                | E::ExpectedFlowSequenceSeparator,
                Some(bracket),
            ) if bracket.line < here.line => {
                let line = here.line;
                let what = format!("the bracket that opens here is not closed before line {line}");
                Trouble { spot: *bracket, what, advice: SEPARATE }
            }
            (kind, _) => match words(kind) {
                Some(message) => trouble(here, message),
                None => {
                    Trouble { spot: here, what: format!("this is not YAML: {}", error.info()), advice: CHECK }
                }
            },
        }
    }
}

fn trouble(spot: Spot, (what, advice): Message) -> Trouble {
    Trouble { spot, what: what.into(), advice }
}

/// A list, mapping or key may have no tag but YAML's own for `kind`.
fn tagged(tag: Option<&Tag>, kind: &str, at: Span) -> Result<(), Trouble> {
    if tag.is_none_or(|tag| tag.is_yaml_core_schema_tag(kind)) { Ok(()) } else { Err(misfit(at)) }
}

fn misfit(at: Span) -> Trouble {
    trouble(spot(at.tag_start.unwrap_or(at.start)), TAG)
}
