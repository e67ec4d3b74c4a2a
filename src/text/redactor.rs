//! Replaces secrets by stars, in any spelling.
//!
//! A text is searched as written, and as a reader may decode it: `%6B`, `&#107;` and `\u006b` are a `k`. In
//! each reading the letters and digits of each secret are searched for, in any case and form, with at most one other
//! visible character between any two. What has the shape of a webhook's address is starred as well: a hook in
//! the wrong input, or another team's, is no known secret.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use zeroize::Zeroizing;

use crate::text::private::words_of;
use crate::text::visible::shown;

mod decode;
mod shapes;

use decode::{Seen, decoded};
use shapes::shapes;

/// The replacement of a secret.
pub const STARS: &str = "***";

/// The shortest secret, in characters. Bitrix24 makes 16 (`rest` module, `apauth/password.php`), old portals
/// differ; hiding a very short one would destroy the report.
pub(crate) const MIN_SECRET: usize = 8;

/// Between two items of a list; no search sees it.
const UNSEEN: &str = "\u{200b}";

/// Rounds of decoding: `%2525` needs three.
const ROUNDS: usize = 4;

/// Bytes that are searched at once, so that a long text takes no more memory than a short one.
const PIECE: usize = 512 * 1024;

/// Bytes before and behind a piece that are searched as well: what decides there fits into them, in any escapes.
const AROUND: usize = 64 * 1024;

/// A secret with fewer letters and digits is searched for as written.
const MIN_LETTERS: usize = 6;

/// Hides what must not be shown.
#[derive(Clone, Default)]
pub struct Redactor {
    secrets: Vec<Arc<Words>>,
    private: Option<Arc<Words>>,
    hides: bool,
    is_of_paths: bool,
}

struct Words {
    finder: AhoCorasick,
    /// In lower case; by index in the finder.
    all: Vec<Zeroizing<String>>,
    kind: Boundary,
}

/// How the ends of a word are recognised.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Boundary {
    /// Only letters and digits count.
    Letters,
    /// Every visible character counts.
    Exact,
    /// The same, with no letter before or behind it.
    Alone,
}

impl Redactor {
    /// For these secrets. Empty ones are ignored.
    #[must_use]
    pub fn new(secrets: Vec<Zeroizing<String>>) -> Self {
        let count = |secret: &str| secret.chars().filter(|c| c.is_alphanumeric()).count();
        let (lettered, odd): (Vec<_>, Vec<_>) =
            secrets.into_iter().partition(|secret| count(secret) >= MIN_LETTERS);
        let secrets = [Words::new(&lettered, Boundary::Letters), Words::new(&odd, Boundary::Exact)];
        Self { secrets: secrets.into_iter().flatten().collect(), ..Self::default() }
    }

    /// With hosts and names, which are private and not secret. Their words are hidden where they stand alone, since a
    /// name may be part of any word.
    #[must_use]
    pub fn hiding(&self, private: impl IntoIterator<Item = String>) -> Self {
        let words = private.into_iter().flat_map(|private| words_of(&private)).collect();
        Self { hides: true, ..self.with(words) }
    }

    fn with(&self, words: Vec<String>) -> Self {
        let known = self.private.iter().flat_map(|private| private.all.iter().cloned());
        let words = known.chain(words.into_iter().map(Zeroizing::new)).collect::<Vec<_>>();
        Self { private: Words::new(&words, Boundary::Alone), ..self.clone() }
    }

    /// With the items of these lists that spell a word only together, wherever they stand. A list is shown in
    /// one line, and any mark may be between its items.
    #[must_use]
    pub fn hiding_lists(&self, lists: impl IntoIterator<Item = Vec<String>>) -> Self {
        self.with(lists.into_iter().flat_map(|items| self.spelling_together(&items)).collect())
    }

    fn spelling_together(&self, items: &[String]) -> Vec<String> {
        let hidden = self.hidden(&items.join(UNSEEN));
        let (mut start, mut ranges) = (0, hidden.as_slice());
        let mut is_part = |item: &String| {
            let end = start + item.len();
            ranges = &ranges[ranges.partition_point(|range| range.end <= start)..];
            let within = ranges.iter().take_while(|range| range.start < end);
            let is_part = within.into_iter().any(|range| range.start < start || range.end > end);
            start = end + UNSEEN.len();
            is_part
        };
        let parts = items.iter().filter(|item| is_part(item));
        parts.map(|item| item.chars().filter_map(shown).collect()).collect()
    }

    /// With secrets that were found later.
    #[must_use]
    pub(crate) fn learning(&self, secrets: impl IntoIterator<Item = Zeroizing<String>>) -> Self {
        let learnt = Self::new(secrets.into_iter().collect());
        Self { secrets: self.secrets.iter().cloned().chain(learnt.secrets).collect(), ..self.clone() }
    }

    /// For the path of a file that was opened: whatever it looks like, it is no address.
    #[must_use]
    pub(crate) fn of_paths(&self) -> Self {
        Self { is_of_paths: true, ..self.clone() }
    }

    /// Whether what is private is hidden.
    #[must_use]
    pub fn hides(&self) -> bool {
        self.hides
    }

    /// Replaces all known words by stars, and anything that looks like a webhook's secret.
    #[must_use]
    pub fn clean<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.replaced(text, |_| STARS.to_owned())
    }

    /// The same with a star for each character except line breaks, so that places stay right.
    #[must_use]
    pub fn masked<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.replaced(text, |hidden| hidden.chars().map(|c| if c == '\n' { c } else { '*' }).collect())
    }

    fn replaced<'t>(&self, text: &'t str, stars: impl Fn(&str) -> String) -> Cow<'t, str> {
        let hidden = self.hidden(text);
        if hidden.is_empty() {
            return Cow::Borrowed(text);
        }
        let (mut out, mut done) = (String::with_capacity(text.len()), 0);
        for range in hidden {
            out.push_str(&text[done..range.start]);
            out.push_str(&stars(&text[range.clone()]));
            done = range.end;
        }
        out.push_str(&text[done..]);
        Cow::Owned(out)
    }

    /// The ranges to hide, sorted and disjoint. A long text is searched in pieces, each with what is around it.
    pub(super) fn hidden(&self, text: &str) -> Vec<Range<usize>> {
        let boundary =
            |from: usize| (from..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
        let mut hidden = Vec::new();
        for start in (0..text.len()).step_by(PIECE) {
            let around = boundary(start.saturating_sub(AROUND))..boundary(start + PIECE + AROUND);
            let found = self.found(&text[around.clone()]).into_iter();
            let found = found.map(|range| around.start + range.start..around.start + range.end);
            hidden.extend(found.filter(|range| (start..start + PIECE).contains(&range.start)));
        }
        hidden.sort_by_key(|range| range.start);
        let mut apart: Vec<Range<usize>> = Vec::new();
        for range in hidden {
            match apart.last_mut().filter(|last| range.start < last.end) {
                Some(last) => last.end = last.end.max(range.end),
                None => apart.push(range),
            }
        }
        apart
    }

    fn found(&self, text: &str) -> Vec<Range<usize>> {
        let mut seen =
            text.char_indices().map(|(at, c)| Seen { c, at: at..at + c.len_utf8() }).collect::<Vec<_>>();
        let mut found = Vec::new();
        // Every reading counts: after a `%`, the beginning of a secret may look like part of an escape.
        for _ in 0..=ROUNDS {
            if !self.is_of_paths {
                found.extend(shapes(&seen));
            }
            for words in self.secrets.iter().chain(&self.private) {
                found.extend(words.find(&seen));
            }
            let next = decoded(&seen);
            if next.len() == seen.len() {
                break;
            }
            seen = next;
        }
        found
    }
}

impl Words {
    fn new(words: &[Zeroizing<String>], kind: Boundary) -> Option<Arc<Self>> {
        let words = words.iter().map(|word| Zeroizing::new(word.chars().map(lower).collect::<String>()));
        let words = words.filter(|word| !word.is_empty()).collect::<Vec<_>>();
        if words.is_empty() {
            return None;
        }
        let counts = |word: &Zeroizing<String>| word.chars().filter(|c| kind.counts(*c)).collect::<String>();
        let patterns = words.iter().map(counts).map(Zeroizing::new).collect::<Vec<_>>();
        let finder = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            // The crate's automaton for few words takes a square of the time to build where one repeats itself.
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(patterns.iter().map(|pattern| pattern.as_bytes()))
            .ok()?;
        Some(Arc::new(Self { finder, all: words, kind }))
    }

    fn find(&self, seen: &[Seen]) -> Vec<Range<usize>> {
        let (mut plain, mut places) = (String::new(), Vec::new());
        for (index, one) in seen.iter().enumerate().filter(|(_, one)| self.kind.counts(one.c)) {
            let c = lower(one.c);
            plain.push(c);
            places.extend(std::iter::repeat_n(index, c.len_utf8()));
        }
        let found = self.finder.find_overlapping_iter(plain.as_bytes()).filter_map(|found| {
            let at = &places[found.range()];
            let (first, last) = (*at.first()?, *at.last()?);
            let fits = match self.kind {
                Boundary::Letters => fits(&self.all[found.pattern()], seen, at),
                Boundary::Exact => true,
                Boundary::Alone => stands_alone(seen, first, last),
            };
            fits.then(|| seen[first].at.start..seen[last].at.end)
        });
        found.collect()
    }
}

impl Boundary {
    fn counts(self, c: char) -> bool {
        match self {
            Self::Letters => c.is_alphanumeric(),
            Self::Exact | Self::Alone => shown(c).is_some(),
        }
    }
}

/// An ASCII character where it is one in another form: full-width, circled, of mathematics (UnicodeData.txt). The tables of
/// a crate for all of them would not fit into the program's size.
fn plain(c: char) -> char {
    let letter = |from: char, place: u32| char::from_u32(u32::from(from) + place).unwrap_or(c);
    match u32::from(c) {
        wide @ 0xff01..=0xff5e => letter('!', wide - 0xff01),
        circled @ 0x24b6..=0x24cf => letter('a', circled - 0x24b6),
        circled @ 0x24d0..=0x24e9 => letter('a', circled - 0x24d0),
        circled @ 0x2460..=0x2468 => letter('1', circled - 0x2460),
        // Thirteen alphabets in both cases, and five rows of digits.
        alphabets @ 0x1d400..=0x1d6a3 => letter('a', (alphabets - 0x1d400) % 26),
        digits @ 0x1d7ce..=0x1d7ff => letter('0', (digits - 0x1d7ce) % 10),
        _ => c,
    }
}

/// In lower case and in its plain form.
fn lower(c: char) -> char {
    let c = plain(c);
    c.to_lowercase().next().unwrap_or(c)
}

/// Whether any two characters of a secret have at most one other between them. Invisible ones do not count,
/// and spaces count as one where nothing else is.
fn fits(secret: &str, seen: &[Seen], at: &[usize]) -> bool {
    let own = secret.trim_matches(|c: char| !c.is_alphanumeric());
    let mut own = own.char_indices().filter(|(_, c)| c.is_alphanumeric()).map(|(index, _)| index);
    let mut last = own.next().unwrap_or_default();
    at.windows(2).filter(|pair| pair[0] != pair[1]).all(|pair| {
        let next = own.next().unwrap_or(last + 1);
        let marks = next - std::mem::replace(&mut last, next) - 1;
        let between = seen[pair[0] + 1..pair[1]].iter().filter_map(|one| shown(one.c));
        let (spaces, others): (Vec<_>, Vec<_>) = between.partition(|c| *c == ' ');
        others.len().max(usize::from(!spaces.is_empty())) <= 2 * marks + 1
    })
}

fn stands_alone(seen: &[Seen], first: usize, last: usize) -> bool {
    let before = first.checked_sub(1).and_then(|before| seen.get(before));
    [before, seen.get(last + 1)].into_iter().flatten().all(|one| !one.c.is_alphanumeric())
}

#[cfg(test)]
mod tests;
