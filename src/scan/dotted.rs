//! Finds dotted names that could be methods, fast.
//!
//! All but four method names have a dot, and they begin with one of some sixty words. So the dots are searched
//! for, which the processor does many bytes at a time, and the two letters before a dot almost always rule out
//! a method. That is faster than an automaton for 1,850 names.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use crate::knowledge::methods::{DocumentedMethod, MAX_BYTES};

static OPENERS: LazyLock<Openers> = LazyLock::new(Openers::new);

struct Openers {
    /// The pairs of letters that these words end with; five bits of each letter, so case does not matter.
    endings: [bool; 1024],
    words: BTreeSet<String>,
    longest: usize,
}

impl Openers {
    fn new() -> Self {
        let first = |method: &DocumentedMethod| {
            method.name.split('.').next().unwrap_or_default().to_ascii_lowercase()
        };
        let words = DocumentedMethod::all().iter().map(first).collect::<BTreeSet<_>>();
        let mut endings = [false; 1024];
        for word in words.iter().filter(|word| word.len() >= 2) {
            let tail = &word.as_bytes()[word.len() - 2..];
            endings[pair(tail[0], tail[1])] = true;
        }
        let longest = words.iter().map(String::len).max().unwrap_or_default();
        Self { endings, words, longest }
    }

    fn have(&self, word: &[u8]) -> bool {
        word.len() <= self.longest
            && std::str::from_utf8(word).is_ok_and(|word| self.words.contains(&word.to_ascii_lowercase()))
    }
}

fn pair(a: u8, b: u8) -> usize {
    usize::from(a & 31) << 5 | usize::from(b & 31)
}

/// Whether a byte can be part of an identifier in some programming language.
pub(super) fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

pub(super) fn is_opener(word: &[u8]) -> bool {
    OPENERS.have(word)
}

/// Calls `take` for every run of words and dots that begins with the first word of a method; with `all` for
/// those that begin with any word. Runs longer than every method are left out.
pub(super) fn runs(text: &[u8], all: bool, mut take: impl FnMut(Range<usize>)) {
    let openers = &*OPENERS;
    for dot in memchr::memchr_iter(b'.', text) {
        if dot < 2 || !(all || openers.endings[pair(text[dot - 2], text[dot - 1])]) {
            continue;
        }
        let before = &text[dot.saturating_sub(MAX_BYTES)..dot];
        let length = before.iter().rev().take_while(|byte| is_word(**byte)).count();
        let start = dot - length;
        if length == 0 || length == MAX_BYTES || !(all || openers.have(&text[start..dot])) {
            continue;
        }
        let after = &text[dot..text.len().min(start + MAX_BYTES + 8)];
        let end = dot + after.iter().take_while(|byte| is_word(**byte) || **byte == b'.').count();
        if end - start <= MAX_BYTES {
            take(start..end);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, all: bool) -> Vec<&str> {
        let mut found = Vec::new();
        runs(text.as_bytes(), all, |run| found.push(&text[run]));
        found
    }

    #[test]
    fn runs_begin_with_the_first_word_of_a_method() {
        assert_eq!(
            found("x 'crm.deal.list' a.b(c) client.CRM.lead.get()", false),
            ["crm.deal.list", "CRM.lead.get"]
        );
        assert_eq!(found("xcrm.deal.list crm_.deal .crm", false), <[&str; 0]>::default());
        assert_eq!(found("'crn.deal.lst' . x", true), ["crn.deal.lst", "deal.lst"]);
    }

    #[test]
    fn every_method_with_a_dot_is_found_at_both_ends_of_a_text() {
        for method in DocumentedMethod::all().iter().filter(|method| method.words() > 1) {
            assert_eq!(found(method.name, false).first(), Some(&method.name));
        }
    }

    #[test]
    fn a_chain_of_words_without_end_costs_no_time() {
        let text = "crm.".repeat(200_000);
        assert_eq!(found(&text, false).len(), 32, "only the last ones are short enough");
        runs("a".repeat(1 << 20).as_bytes(), true, |_| unreachable!());
    }
}
