//! Names in a sentence.

use super::{Fragment, Text};

/// How many are written out.
const MOST: usize = 20;

/// Each in backticks: `a`, `b` and 3 more.
#[must_use]
pub(crate) fn named<F: Fragment>(names: impl IntoIterator<Item = F, IntoIter: ExactSizeIterator>) -> Text {
    let names = names.into_iter();
    let more = names.len().checked_sub(MOST).filter(|more| *more > 0);
    let quoted = names.take(MOST).map(|name| text!("`{}`", name));
    text!("{}{}", Text::joined(quoted, ", "), more.map(|more| text!(" and {} more", more)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_written_out_is_counted() {
        let text = |count: usize| named((0..count).map(|n| format!("s{n}"))).reveal();
        assert_eq!(text(0), "");
        assert_eq!(text(2), "`s0`, `s1`");
        assert!(text(MOST).ends_with("`s19`"), "{}", text(MOST));
        assert!(text(MOST + 2).ends_with("`s19` and 2 more"), "{}", text(MOST + 2));
    }
}
