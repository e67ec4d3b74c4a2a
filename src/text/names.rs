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
