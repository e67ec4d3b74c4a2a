//! What differs between two texts, as a patch (`diff -u`).

use std::fmt::Write;

use crate::text::Text;
use crate::text::printable::Safe;
use crate::text::seal::{Quote, seal_as_is, seal_fields};

/// Lines around what differs.
const AROUND: usize = 3;

/// The difference of two texts, which have something in common at their beginnings and ends only.
#[derive(Debug)]
pub(crate) struct Patch<T = Text> {
    file: T,
    /// Of the first line that is shown, from 1.
    line: usize,
    lines: Vec<Line<T>>,
}

#[derive(Debug)]
struct Line<T> {
    side: Side,
    /// Spaces before the text.
    indent: usize,
    text: T,
    /// Whether its line end is missing.
    open: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Both,
    Old,
    New,
}

seal_as_is!(Side);
seal_fields!(Line { side, indent, text, open });
seal_fields!(Patch { file, line, lines });

impl Safe for Patch<Quote> {}

impl Patch {
    /// Of the texts of one file.
    #[must_use]
    pub(crate) fn of(file: Text, old: &str, new: &str) -> Self {
        let (old, new) = (lines(old), lines(new));
        let shorter = old.len().min(new.len());
        let head = (0..shorter).take_while(|n| old[*n] == new[*n]).count();
        let same = |n: &usize| old[old.len() - 1 - n] == new[new.len() - 1 - n];
        let tail = (0..shorter - head).take_while(same).count();
        let first = head.saturating_sub(AROUND);
        let line = |side| move |text: &&str| Line::of(side, text);
        let before = old[first..head].iter().map(line(Side::Both));
        let gone = old[head..old.len() - tail].iter().map(line(Side::Old));
        let come = new[head..new.len() - tail].iter().map(line(Side::New));
        let after = old[old.len() - tail..].iter().take(AROUND).map(line(Side::Both));
        Self { file, line: first + 1, lines: before.chain(gone).chain(come).chain(after).collect() }
    }
}

impl Line<Text> {
    fn of(side: Side, line: &str) -> Self {
        let text = line.trim_end_matches(['\r', '\n']);
        let words = text.trim_start_matches(' ');
        let (indent, open) = (text.len() - words.len(), text.len() == line.len());
        Self { side, indent, text: Text::passage(words), open }
    }
}

/// Each with its line end, which is LF, CR LF or CR.
fn lines(text: &str) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(['\n', '\r']).map_or(rest.len(), |at| at + 1);
        let end = end + usize::from(rest[..end].ends_with('\r') && rest[end..].starts_with('\n'));
        let (line, more) = rest.split_at(end);
        lines.push(line);
        rest = more;
    }
    lines
}

/// One hunk, with what stands around it.
#[must_use]
pub(crate) fn render(patch: &Patch<Quote>) -> String {
    let Patch { file, line, lines } = patch;
    let count = |other: Side| lines.iter().filter(|line| line.side != other).count();
    let (old, new) = (count(Side::New), count(Side::Old));
    let start = |count: usize| if count == 0 { line - 1 } else { *line };
    let mut out = format!("--- {file}\n+++ {file}\n@@ -{},{old} +{},{new} @@\n", start(old), start(new));
    for Line { side, indent, text, open } in lines {
        let side = match side {
            Side::Both => ' ',
            Side::Old => '-',
            Side::New => '+',
        };
        let end = if *open { "\\ No newline at end of file\n" } else { "" };
        write!(out, "{side}{:indent$}{text}\n{end}", "").unwrap_or_default();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::seal::Seal;

    fn shown(old: &str, new: &str) -> String {
        render(&Patch::of("p.yml".into(), old, new).plain())
    }

    #[test]
    fn what_is_new_stands_between_three_lines() {
        let patch = shown("a\nb\nc\n  d\ne\nf\ng\nh\n", "a\nb\nc\n  d\n  x: y\ne\nf\ng\nh\n");
        assert_eq!(patch, "--- p.yml\n+++ p.yml\n@@ -2,6 +2,7 @@\n b\n c\n   d\n+  x: y\n e\n f\n g\n");
    }

    #[test]
    fn a_line_that_changes_is_shown_twice_and_a_missing_line_end_is_told() {
        assert_eq!(
            shown("[crm]", "[crm, im]"),
            "--- p.yml\n+++ p.yml\n@@ -1,1 +1,1 @@\n-[crm]\n\\ No newline at end of file\n+[crm, im]\n\\ No newline at end of file\n"
        );
        assert_eq!(shown("", "a\r\n"), "--- p.yml\n+++ p.yml\n@@ -0,0 +1,1 @@\n+a\n");
        assert!(shown("a\rb\r", "a\rx\rb\r").ends_with("@@ -1,2 +1,3 @@\n a\n+x\n b\n"));
    }
}
