//! Stars in place of secrets, however they are spelled.
//!
//! A text is read as it is written, and as its reader might read it: `%6B`, `&#107;` and `\u006b` are a `k`. In each
//! reading the letters and digits of each secret are looked for, in any case, with at most one other character between
//! two of its characters beside those that nobody sees. What has the shape of a webhook's address is starred as well: a
//! hook that was put into the wrong input, or another team's, is no known word.

use std::borrow::Cow;
use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};
use zeroize::Zeroizing;

use crate::text::visible::shown;

mod decode;
mod shapes;

use decode::{Seen, decoded};
use shapes::shapes;

/// What stands in place of a secret.
pub const STARS: &str = "***";

/// The shortest secret that is believed, in characters. Bitrix24 makes 16 (`rest` module, `apauth/password.php`) and old
/// portals differ, but hiding a very short one would eat the report.
pub(crate) const MIN_SECRET: usize = 8;

/// How often a text is decoded: `%2525` needs three times.
const ROUNDS: usize = 4;

/// A secret with fewer letters and digits is looked for as it is written.
const MIN_LETTERS: usize = 6;

/// Knows what must not be shown.
#[derive(Clone, Default)]
pub struct Redactor {
    secrets: Vec<Words>,
    private: Option<Words>,
}

/// Words that are searched for all at once.
#[derive(Clone)]
struct Words {
    finder: AhoCorasick,
    /// Each in lower case; by its place in the finder.
    all: Vec<Zeroizing<String>>,
    kind: Boundary,
}

/// How words are told from what is around them and between their letters.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Boundary {
    /// By their letters and digits alone.
    Letters,
    /// By every visible character.
    Exact,
    /// The same, where no letter stands before or behind it.
    Alone,
}

impl Redactor {
    /// A redactor for these secrets. Empty ones are ignored.
    #[must_use]
    pub fn new(secrets: Vec<Zeroizing<String>>) -> Self {
        let count = |secret: &str| secret.chars().filter(|c| c.is_alphanumeric()).count();
        let (lettered, odd): (Vec<_>, Vec<_>) =
            secrets.into_iter().partition(|secret| count(secret) >= MIN_LETTERS);
        let secrets = [Words::new(&lettered, Boundary::Letters), Words::new(&odd, Boundary::Exact)];
        Self { secrets: secrets.into_iter().flatten().collect(), private: None }
    }

    /// The same with these words hidden that are private and no secret: a host, a name. They are hidden where they
    /// stand alone, since a name may be a part of any word.
    #[must_use]
    pub fn hiding(&self, words: impl IntoIterator<Item = String>) -> Self {
        let known = self.private.iter().flat_map(|private| private.all.iter().cloned());
        let words = known.chain(words.into_iter().map(Zeroizing::new)).collect::<Vec<_>>();
        Self { secrets: self.secrets.clone(), private: Words::new(&words, Boundary::Alone) }
    }

    /// `text` with stars in place of all that it knows, and of anything that looks like a webhook's secret.
    #[must_use]
    pub fn clean<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.replaced(text, |_| STARS.to_owned())
    }

    /// The same with a star for each character but line breaks, so that lines and columns stay what they are.
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

    /// What is to be hidden, in order and apart from each other.
    pub(super) fn hidden(&self, text: &str) -> Vec<Range<usize>> {
        let mut seen =
            text.char_indices().map(|(at, c)| Seen { c, at: at..at + c.len_utf8() }).collect::<Vec<_>>();
        let mut hidden = Vec::new();
        // Every reading counts: behind a `%`, the beginning of a secret may look like a part of an escape.
        for _ in 0..=ROUNDS {
            hidden.extend(shapes(&seen));
            for words in self.secrets.iter().chain(&self.private) {
                hidden.extend(words.find(&seen));
            }
            let next = decoded(&seen);
            if next.len() == seen.len() {
                break;
            }
            seen = next;
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
}

impl Words {
    fn new(words: &[Zeroizing<String>], kind: Boundary) -> Option<Self> {
        let words = words.iter().map(|word| Zeroizing::new(word.chars().map(lower).collect::<String>()));
        let words = words.filter(|word| !word.is_empty()).collect::<Vec<_>>();
        let counts = |word: &Zeroizing<String>| word.chars().filter(|c| kind.counts(*c)).collect::<String>();
        let patterns = words.iter().map(counts).map(Zeroizing::new).collect::<Vec<_>>();
        let finder = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            // Its only limit is one of memory.
            .build(patterns.iter().map(|pattern| pattern.as_bytes()))
            .ok()?;
        (!words.is_empty()).then_some(Self { finder, all: words, kind })
    }

    /// Where the words stand.
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
    /// Whether a character belongs to what is compared.
    fn counts(self, c: char) -> bool {
        match self {
            Self::Letters => c.is_alphanumeric(),
            Self::Exact | Self::Alone => shown(c).is_some(),
        }
    }
}

fn lower(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

/// Whether there is no more than one other character between any two of a secret. What is invisible does not count, and
/// spaces count as one where nothing else is.
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
