//! "Did you mean": the nearest known word.

use super::{Fragment, Text};

/// Known words that are compared; each costs time.
const MAX_COMPARED: usize = 2000;

/// In bytes: a longer word is no typing mistake, and slow to compare.
const MAX_WORD: usize = 128;

/// The known word nearest to `word`, ignoring case: at most a third of its letters are changed, missing or
/// swapped, or it is a prefix.
#[must_use]
pub(crate) fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    if word.len() > MAX_WORD {
        return None;
    }
    let word = word.to_ascii_lowercase();
    let far = (word.chars().count() / 3).max(1);
    let rated = known.into_iter().take(MAX_COMPARED).filter_map(|known| {
        if known.len() > word.len() && word.len() > 3 && known.starts_with(&word) {
            return Some((0, known));
        }
        let close = known.len().abs_diff(word.len()) <= far;
        let distance = close.then(|| strsim::damerau_levenshtein(&known.to_ascii_lowercase(), &word))?;
        (distance <= far).then_some((distance, known))
    });
    rated.min_by_key(|(distance, known)| (*distance, known.len())).map(|(_, known)| known)
}

/// Advice for a word that is near a known one.
#[must_use]
pub(crate) fn did_you_mean(near: impl Fragment) -> Text {
    text!("did you mean `{}`?", near)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_of_the_pen_is_forgiven_and_another_word_is_not() {
        let known = ["forbidden", "required", "why"];
        for (word, meant) in [("forbid", "forbidden"), ("Requird", "required"), ("wy", "why"), ("hwy", "why")]
        {
            assert_eq!(nearest(word, known), Some(meant), "{word}");
        }
        for other in ["wx", "granted", "", &"required".repeat(50)] {
            assert_eq!(nearest(other, known), None, "{other}");
        }
    }
}
