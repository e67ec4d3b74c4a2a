//! Several words looked for in one pass, as they are, with a capital, and in capitals.

use std::ops::Range;

use aho_corasick::{AhoCorasick, packed};

/// Looks for words. Processors with vector instructions do so many times as fast.
pub(super) struct Lookout {
    packed: Option<packed::Searcher>,
    plain: AhoCorasick,
}

impl Lookout {
    /// Each in three spellings.
    pub(super) fn new(words: &[&str]) -> Self {
        let spellings = words.iter().flat_map(|word| {
            let (first, rest) = word.split_at(1);
            [(*word).to_owned(), first.to_ascii_uppercase() + rest, word.to_ascii_uppercase()]
        });
        let spellings = spellings.collect::<Vec<_>>();
        let plain = AhoCorasick::new(&spellings).expect("a few words build");
        Self { packed: packed::Searcher::new(&spellings), plain }
    }

    /// Where they stand, in the order of the text; none overlaps the one before.
    pub(super) fn find_iter<'l>(&'l self, text: &'l [u8]) -> impl Iterator<Item = Range<usize>> + 'l {
        let packed = self.packed.as_ref().map(|packed| packed.find_iter(text).map(|found| found.range()));
        let plain = self.packed.is_none().then(|| self.plain.find_iter(text).map(|found| found.range()));
        packed.into_iter().flatten().chain(plain.into_iter().flatten())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_find_the_same() {
        let lookout = Lookout::new(&["rest", "b24", "x24"]);
        let text = "rest REST Rest reSt forest b24 B24 bx24 BX24 b24b24".repeat(3);
        let packed = lookout.find_iter(text.as_bytes()).collect::<Vec<_>>();
        let plain = Lookout { packed: None, ..lookout }.find_iter(text.as_bytes()).collect::<Vec<_>>();
        assert_eq!(packed, plain);
        assert_eq!(packed.len(), 3 * 10);
    }
}
