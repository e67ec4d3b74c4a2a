//! "Did you mean": the nearest known word.

use super::{Fragment, Text};

/// Known words that are compared; each costs time. No table of ours is longer.
const MAX_COMPARED: usize = 4000;

/// In bytes: a longer word is no typing mistake, and slow to compare.
const MAX_WORD: usize = 128;

/// The known word nearest to `word`, ignoring case: at most a third of its letters are changed, missing or
/// swapped, or it is a prefix.
#[must_use]
pub(crate) fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    nearest_by(word, known, strsim::damerau_levenshtein)
}

fn nearest_by<'k>(
    word: &str,
    known: impl IntoIterator<Item = &'k str>,
    distance: impl Fn(&str, &str) -> usize,
) -> Option<&'k str> {
    if word.len() > MAX_WORD {
        return None;
    }
    let word = word.to_ascii_lowercase();
    let letters = Letters::of(&word);
    let mut far = (word.chars().count() / 3).max(1);
    let mut best = None;
    for known in known.into_iter().take(MAX_COMPARED) {
        let distance = match word.len() > 3 && known.starts_with(&word) {
            true => 0,
            false if known.len().abs_diff(word.len()) > far || letters.apart(known) > far => continue,
            false => distance(&known.to_ascii_lowercase(), &word),
        };
        let rank = (distance, known.len());
        if distance <= far && best.is_none_or(|(best, _)| rank < best) {
            best = Some((rank, known));
            far = distance;
        }
    }
    best.map(|(_, known)| known)
}

/// How often each letter is in a word. Most words differ so much in them that their distance need not be known, which
/// takes a hundred times as long.
struct Letters {
    counts: [i16; 128],
    all: usize,
}

impl Letters {
    fn of(word: &str) -> Self {
        let mut counts = [0; 128];
        for byte in word.bytes().filter(u8::is_ascii) {
            counts[usize::from(byte)] += 1;
        }
        Self { counts, all: word.chars().count() }
    }

    /// The letters that either word has and the other has not: so many changes at least.
    fn apart(&self, other: &str) -> usize {
        let mut left = self.counts;
        let mut is_lacking = |c: char| {
            let count = left.get_mut(c.to_ascii_lowercase() as usize)?;
            *count -= 1;
            Some(*count < 0)
        };
        let (mut all, mut lacking) = (0, 0);
        for c in other.chars() {
            all += 1;
            lacking += usize::from(is_lacking(c).unwrap_or_default());
        }
        lacking.max((lacking + self.all).saturating_sub(all))
    }
}

/// Advice for a word that is near a known one.
#[must_use]
pub(crate) fn did_you_mean(near: impl Fragment) -> Text {
    text!("did you mean `{}`?", near)
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use proptest::prelude::*;

    use super::{MAX_COMPARED, MAX_WORD, nearest, nearest_by};
    use crate::knowledge::methods::DocumentedMethod;

    #[test]
    fn a_slip_of_the_pen_is_forgiven_and_another_word_is_not() {
        let known = ["forbidden", "requires", "required", "why", "who"];
        for (word, meant) in [
            ("forbid", "forbidden"),
            ("Requird", "required"),
            ("requ", "requires"),
            ("wy", "why"),
            ("hwy", "why"),
            ("whx", "why"),
        ] {
            assert_eq!(nearest(word, known), Some(meant), "{word}");
        }
        for other in ["wx", "req", "granted", "deriuqer", "", &"required".repeat(50)] {
            assert_eq!(nearest(other, known), None, "{other}");
        }
    }

    #[test]
    fn a_long_word_is_no_typing_mistake() {
        let (longest, longer) = ("x".repeat(MAX_WORD), "x".repeat(MAX_WORD + 1));
        assert_eq!(nearest(&longest, [longest.as_str()]), Some(longest.as_str()));
        assert_eq!(nearest(&longer, [longer.as_str()]), None);
    }

    #[test]
    fn words_of_other_letters_are_not_compared() {
        let compared = |word: &str, known: &[&'static str]| {
            let times = Cell::new(0);
            let nearest = nearest_by(word, known.iter().copied(), |_, _| {
                times.set(times.get() + 1);
                1
            });
            assert_eq!(nearest.is_some(), times.get() > 0);
            times.get()
        };
        for (word, known) in [("tasks.list", "tasks.LTSI"), ("abcdef", "abcdxy"), ("abcdеf", "abcdef")] {
            assert_eq!(compared(word, &[known]), 1, "{word}");
        }
        let different = [("tasks.list", "users.get"), ("abcdef", "abcxyz"), ("abcdef", "aaaade")];
        for (word, known) in different.into_iter().chain([
            ("abcdef", "abc"),
            ("tasks.get", "tasks.list.get"),
            ("abcdefghi", "abcdxyz"),
        ]) {
            assert_eq!(compared(word, &[known]), 0, "{word}");
        }
        assert_eq!(
            compared("abcdef", &["abcdeg", "abcdxy"]),
            1,
            "the first is nearer than the second can be"
        );
        assert_eq!(compared("abcdef", &["abcdeg", "abcdxf"]), 2, "these could be as near");
    }

    #[test]
    fn every_known_method_is_compared() {
        let names = || DocumentedMethod::all().iter().map(|method| method.name);
        assert!(names().count() <= MAX_COMPARED);
        let last = names().next_back().unwrap();
        assert_eq!(nearest(&last.replacen('.', ",", 1), names()), Some(last));
    }

    /// What is meant by nearest, without a thought of how long it takes.
    fn slowly<'k>(word: &str, known: &[&'k str]) -> Option<&'k str> {
        let word = word.to_ascii_lowercase();
        let far = (word.chars().count() / 3).max(1);
        let rated = known.iter().filter_map(|known| {
            if known.len() > word.len() && word.len() > 3 && known.starts_with(&word) {
                return Some((0, *known));
            }
            let distance = strsim::damerau_levenshtein(&known.to_ascii_lowercase(), &word);
            let close = known.len().abs_diff(word.len()) <= far && distance <= far;
            close.then_some((distance, *known))
        });
        rated.min_by_key(|(distance, known)| (*distance, known.len())).map(|(_, known)| known)
    }

    proptest! {
        /// Words of few letters meet each other in every way.
        #[test]
        fn the_nearest_is_that_of_a_slow_search(
            word in "[abA.é]{0,12}",
            known in proptest::collection::vec("[abA.é]{0,12}", 0..12),
        ) {
            let known = known.iter().map(String::as_str).collect::<Vec<_>>();
            prop_assert_eq!(nearest(&word, known.iter().copied()), slowly(&word, &known));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        /// A method's name with a few letters changed, lost, doubled or swapped.
        #[test]
        fn the_nearest_method_is_that_of_a_slow_search(
            method in 0..DocumentedMethod::all().len(),
            slips in proptest::collection::vec((0..4_u8, any::<proptest::sample::Index>()), 0..9),
        ) {
            let known = DocumentedMethod::all().iter().map(|method| method.name).collect::<Vec<_>>();
            let mut word = known[method].as_bytes().to_vec();
            for (slip, place) in slips {
                let place = place.index(word.len());
                match slip {
                    0 => word[place] = b'x',
                    1 if word.len() > 1 => drop(word.remove(place)),
                    2 => word.insert(place, word[place]),
                    _ => word.swap(place, 0),
                }
            }
            let word = String::from_utf8(word).unwrap();
            prop_assert_eq!(nearest(&word, known.iter().copied()), slowly(&word, &known));
        }
    }
}
