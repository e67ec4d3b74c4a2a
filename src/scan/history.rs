//! Webhooks' addresses in the commits of a repository, read from what `git log` prints.

use std::collections::BTreeMap;

use super::leak::{self, Exposed, Exposing, IsGiven, Leak, Secrets, Spot};
use crate::ledger::Place;
use crate::text::Text;
use crate::text::printable::Safe;
use crate::text::seal::{Quote, seal_fields};
use crate::world::Depth;

/// Marks an added line, so that no line of a file looks like a head of git's.
pub(crate) const ADDED: u8 = 1;

/// Of a line that is kept in one piece, in bytes.
const MOST_LINE: usize = 64 << 10;

/// Added lines that are searched at once, in bytes.
const MOST_LINES: usize = 256 << 10;

/// What is searched again with the next lines, in bytes: no address is longer.
const OVERLAP: usize = 2 << 10;

/// Secrets that are told apart; more are only counted.
const MOST: usize = 1_000;

/// What a history holds.
#[derive(Clone, Debug)]
pub struct History<T = Text> {
    /// Each secret once, the latest first.
    pub leaks: Vec<Committed<T>>,
    /// Places of further secrets.
    pub more: usize,
    /// Commits that were read.
    pub commits: usize,
    /// Whether older commits are not there.
    pub is_shallow: bool,
    /// Whether git could read all of it.
    pub is_whole: bool,
}

/// A webhook's secret in a history.
#[derive(Clone, Debug)]
pub struct Committed<T = Text> {
    /// Where the latest commit adds it.
    pub leak: Leak<T>,
    /// The latest commit that adds it.
    pub last: T,
    /// The earliest, if that is another, and where.
    pub first: Option<(T, Place<T>)>,
    /// Commits that add it.
    pub commits: usize,
    /// Whether the code still has it, as far as that was scanned.
    pub is_there: bool,
}

seal_fields!(History { leaks, more, commits, is_shallow, is_whole });
seal_fields!(Committed { leak, last, first, commits, is_there });

impl Safe for History<Quote> {}

/// Reads the log piece by piece, in memory that does not grow with it.
pub(crate) struct Reader<'g> {
    is_given: IsGiven<'g>,
    /// The beginning of a line whose end is not there yet.
    line: Vec<u8>,
    /// Whether a part of this line is read already.
    is_open: bool,
    part: Part,
    commit: Text,
    file: Text,
    /// Added lines, one below the other in the file.
    added: Vec<u8>,
    /// The line that they begin on.
    start: usize,
    /// Each with its turn.
    found: BTreeMap<Exposed, (usize, Committed)>,
    more: usize,
    commits: usize,
}

/// What the lines are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Message,
    Head,
    Lines,
}

impl<'g> Reader<'g> {
    pub(crate) fn new(is_given: IsGiven<'g>) -> Self {
        Self {
            is_given,
            line: Vec::new(),
            is_open: false,
            part: Part::Head,
            commit: Text::default(),
            file: Text::default(),
            added: Vec::new(),
            start: 1,
            found: BTreeMap::new(),
            more: 0,
            commits: 0,
        }
    }

    /// The next bytes of the log.
    pub(crate) fn take(&mut self, mut piece: &[u8]) {
        while let Some(end) = memchr::memchr(b'\n', piece) {
            self.line.extend_from_slice(&piece[..end]);
            piece = &piece[end + 1..];
            self.end_line(true);
        }
        self.line.extend_from_slice(piece);
        if self.line.len() > MOST_LINE {
            self.end_line(false);
        }
    }

    /// All that was found, and what is to be hidden of it. `code` are the secrets that the code has.
    pub(crate) fn end(mut self, depth: &Depth, code: &Secrets) -> Exposing<History> {
        self.search(0);
        let Self { found, more, commits, .. } = self;
        let Depth { is_shallow, is_whole } = *depth;
        let mut secrets = Secrets::default();
        let mut leaks = Vec::new();
        for (secret, (turn, committed)) in found {
            leaks.push((turn, Committed { is_there: code.0.contains(&secret), ..committed }));
            secrets.0.insert(secret);
        }
        leaks.sort_by_key(|(turn, _)| *turn);
        let leaks = leaks.into_iter().map(|(_, committed)| committed).collect();
        Exposing::new(History { leaks, more, commits, is_shallow, is_whole }, secrets)
    }

    /// A line, or a part of a long one.
    fn end_line(&mut self, is_whole: bool) {
        let line = std::mem::take(&mut self.line);
        if self.is_open {
            self.go_on(&line, is_whole);
        } else {
            self.begin(&line, is_whole);
        }
        self.is_open = !is_whole;
        self.line = line;
        self.line.clear();
    }

    fn begin(&mut self, line: &[u8], is_whole: bool) {
        match (self.part, line) {
            (Part::Message, [message @ .., 0]) => {
                self.add(message, true);
                self.part_of(Part::Head);
            }
            (Part::Message, _) => self.add(line, is_whole),
            (_, [0, rest @ ..]) => self.begin_commit(rest, is_whole),
            (Part::Lines, [ADDED, rest @ ..]) => self.add(rest, is_whole),
            (_, [b'd', b'i', b'f', b'f', b' ', ..]) => self.part_of(Part::Head),
            (_, [b'@', b'@', ..]) => self.begin_lines(line),
            (Part::Head, [b'+', b'+', b'+', b' ', name @ ..]) => self.file = file(name),
            _ => {}
        }
    }

    fn go_on(&mut self, line: &[u8], is_whole: bool) {
        // What was not kept has no second part either.
        if !self.added.is_empty() && !self.added.ends_with(b"\n") {
            self.add(line, is_whole);
        }
    }

    fn part_of(&mut self, part: Part) {
        self.search(0);
        (self.part, self.start) = (part, 1);
    }

    fn begin_commit(&mut self, line: &[u8], is_whole: bool) {
        self.part_of(Part::Message);
        let id = line.split(|byte| *byte == 0).next().unwrap_or_default();
        self.commit = Text::theirs(String::from_utf8_lossy(&id[..id.len().min(SHORT)]));
        self.file = "the commit's message".into();
        self.commits += 1;
        let message = line.get(id.len() + 1..).unwrap_or_default();
        match message.strip_suffix(b"\0") {
            Some(message) => {
                self.add(message, true);
                self.part_of(Part::Head);
            }
            None => self.add(message, is_whole),
        }
    }

    /// `@@ -1,2 +3,4 @@`.
    fn begin_lines(&mut self, head: &[u8]) {
        self.part_of(Part::Lines);
        let digits = head.split(|byte| *byte == b'+').nth(1).unwrap_or_default();
        let digits = digits.iter().take_while(|byte| byte.is_ascii_digit());
        let number =
            digits.fold(0_usize, |n, byte| n.saturating_mul(10).saturating_add(usize::from(byte - b'0')));
        self.start = number.max(1);
    }

    fn add(&mut self, line: &[u8], is_whole: bool) {
        self.added.extend_from_slice(line);
        if is_whole {
            self.added.push(b'\n');
        }
        if self.added.len() > MOST_LINES {
            self.search(OVERLAP);
        }
    }

    /// Searches the added lines, and keeps the last bytes of them.
    fn search(&mut self, overlap: usize) {
        if memchr::memmem::find(&self.added, b"rest").is_some() {
            let added = std::mem::take(&mut self.added);
            let spots = leak::spots(&added, self.is_given);
            self.more += spots.more;
            for spot in spots.kept {
                self.keep(spot);
            }
            self.added = added;
        }
        let gone = self.added.len().saturating_sub(overlap);
        self.start += memchr::memchr_iter(b'\n', &self.added[..gone]).count();
        self.added.drain(..gone);
    }

    fn keep(&mut self, mut spot: Spot) {
        spot.line += self.start - 1;
        let leak = spot.leak(&self.file);
        let turn = self.found.len();
        match self.found.get_mut(&spot.secret) {
            Some((_, known)) => known.again(&self.commit, leak),
            None if turn < MOST => {
                let last = self.commit.clone();
                let committed = Committed { leak, last, first: None, commits: 1, is_there: false };
                self.found.insert(spot.secret, (turn, committed));
            }
            None => self.more += 1,
        }
    }
}

/// Of a commit's id, in digits.
const SHORT: usize = 12;

impl Committed {
    /// Adds a place in an earlier commit, or in the same.
    fn again(&mut self, commit: &Text, leak: Leak) {
        let earliest = self.first.as_ref().map_or(&self.last, |(commit, _)| commit);
        if earliest != commit {
            self.commits += 1;
            self.first = Some((commit.clone(), leak.place));
        }
    }
}

/// `b/src/a.php`; where it has odd characters, as git writes it in quotes.
fn file(name: &[u8]) -> Text {
    let name = name.strip_suffix(b"\t").unwrap_or(name);
    let name = name.strip_prefix(b"\"").map_or(name, |name| name.strip_suffix(b"\"").unwrap_or(name));
    Text::theirs(String::from_utf8_lossy(name.strip_prefix(b"b/").unwrap_or(name)))
}

#[cfg(test)]
mod tests;
