//! Where something stands of which the parser tells another place, or none.

use granit_parser::Marker;

use super::{Reading, Spot};

impl<'t> Reading<'t> {
    /// The text before a place on its line.
    pub(super) fn before(&self, at: Marker) -> &'t str {
        last_line(at.byte_offset().and_then(|end| self.text.get(..end)).unwrap_or_default())
    }

    /// The place of a missing value: behind the `-` or the colon. The parser points at the colon, or behind a
    /// comment or the end of the line.
    pub(super) fn missing(&self, at: Marker) -> Spot {
        let (before, after) = self.split(at.byte_offset().unwrap_or_default());
        let colon = usize::from(after.starts_with(':'));
        // Between brackets there is nothing else to skip, and their one line may be long and read often.
        if !self.brackets.is_empty() {
            return Spot { column: at.col() + 1 + colon, line: at.line() };
        }
        let mut kept = before.trim_end();
        let comment = last_line(kept).trim_start_matches([' ', '\t', '-']);
        if comment.starts_with('#') {
            kept = kept[..kept.len() - comment.len()].trim_end_matches([' ', '\t']);
        }
        let spot = self.back(at, kept.len());
        Spot { column: spot.column + colon, ..spot }
    }

    /// The place of the `|` or `>` of a text, of which the parser tells the first character, or this one if there is
    /// nothing behind it.
    pub(super) fn header(&self, at: Marker, is_empty: bool) -> Spot {
        let offset = at.byte_offset().unwrap_or_default();
        let is_here = is_empty && self.split(offset).1.starts_with(['|', '>']);
        let (before, _) = self.split(offset + usize::from(is_here));
        let begins = |offset: usize| {
            let is_mark = |c: char| c == '+' || c == '-' || c.is_ascii_digit();
            let marked = before[offset + 1..].trim_start_matches(is_mark);
            let rest = marked.trim_start_matches([' ', '\t']);
            rest.is_empty()
                || rest.starts_with(['\n', '\r'])
                || rest.starts_with('#') && rest.len() < marked.len()
        };
        let header = before.rmatch_indices(['|', '>']).find(|(offset, _)| begins(*offset));
        header.map_or(spot(at), |(offset, _)| self.back(at, offset))
    }

    /// The place of an offset shortly before `at`; counted from there, since a file may hold many.
    fn back(&self, at: Marker, offset: usize) -> Spot {
        let (before, after) = self.split(offset);
        let lines = Spot::at(after, at.byte_offset().unwrap_or_default().saturating_sub(offset)).line - 1;
        Spot { line: at.line() - lines, column: last_line(before).chars().count() + 1 }
    }

    pub(super) fn split(&self, offset: usize) -> (&'t str, &'t str) {
        self.text.split_at_checked(offset).unwrap_or_default()
    }

    /// The first character of the line's text.
    pub(super) fn indent(&self, at: Marker) -> Spot {
        let before = self.before(at);
        Spot { line: at.line(), column: before.len() - before.trim_start_matches(' ').len() + 1 }
    }
}

pub(super) fn spot(at: Marker) -> Spot {
    Spot { line: at.line(), column: at.col() + 1 }
}

fn last_line(text: &str) -> &str {
    text.rsplit(['\n', '\r']).next().unwrap_or_default()
}
