//! Sealing: the only way to make text safe to show.
//!
//! A sealed value holds [`Quote`]s where the open one holds [`Text`]s. A quote is safe in a terminal, a
//! runner's log, a table or a file: it has no known secret, no control character, no invisible or
//! direction-changing one, and nothing that a CI system takes for a command.

use std::collections::BTreeSet;
use std::fmt;
use std::ops::Range;
use std::time::Duration;

use serde::Serialize;

use crate::text::redactor::{Redactor, STARS};
use crate::text::visible::shown;
use crate::text::{Fragment, Part, Text};

/// The longest foreign quote, in characters; a cut is marked by an ellipsis.
pub const MAX_CHARS: usize = 300;

/// The longest whole text, in characters: a sentence of ours with a list of foreign words.
pub const MAX_PASSAGE: usize = 16_384;

/// Passes over a text.
const MAX_LOOKS: usize = 8;

/// Text that is safe for every sink. Only sealing makes one.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Quote(String);

impl Quote {
    /// The safe text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether nothing is left to show.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Quote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A value that can be sealed. Not implemented for `String`, so a field with foreign text cannot get into a
/// report unsealed.
pub trait Seal {
    /// The same type with quotes instead of texts.
    type Sealed;

    /// Makes it safe to show. Secrets are removed first, since later steps could leave part of one.
    fn seal(self, redactor: &Redactor) -> Self::Sealed;

    /// Adds the private parts of all its texts.
    fn confide(&self, private: &mut BTreeSet<String>);

    /// Sealed without secrets.
    #[cfg(test)]
    fn plain(self) -> Self::Sealed
    where
        Self: Sized,
    {
        self.seal(&Redactor::default())
    }
}

impl Seal for Text {
    type Sealed = Quote;

    fn seal(self, redactor: &Redactor) -> Quote {
        let (mut whole, mut theirs) = (String::new(), Vec::new());
        for part in &self.0 {
            let shown = match part {
                Part::Ours(words) => {
                    whole.push_str(words);
                    continue;
                }
                Part::Passage(text) => settled(visible(text), MAX_PASSAGE, redactor),
                Part::Exact(text) => settled(exact(text, redactor), MAX_CHARS, redactor),
                Part::Private(_) if redactor.hides() => STARS.to_owned(),
                Part::Theirs(text) | Part::Private(text) => settled(visible(text), MAX_CHARS, redactor),
            };
            let start = whole.len();
            whole.push_str(&shown);
            theirs.push(start..whole.len());
        }
        if theirs.len() > 1 {
            whole = starred(&whole, &theirs, redactor);
        }
        Quote(cut(&tidy(&whole), MAX_PASSAGE))
    }

    fn confide(&self, private: &mut BTreeSet<String>) {
        let parts = self.0.iter().filter_map(|part| match part {
            Part::Private(text) => Some(text.to_string()),
            Part::Ours(_) | Part::Theirs(_) | Part::Passage(_) | Part::Exact(_) => None,
        });
        private.extend(parts);
    }
}

/// A quote can be part of a text again, and stays as it is.
impl Fragment for Quote {
    fn append_to(&self, text: &mut Text) {
        Text::passage(self.as_str()).append_to(text);
    }
}

impl<S: Seal> Seal for Option<S> {
    type Sealed = Option<S::Sealed>;

    fn seal(self, redactor: &Redactor) -> Self::Sealed {
        self.map(|value| value.seal(redactor))
    }

    fn confide(&self, private: &mut BTreeSet<String>) {
        if let Some(value) = self {
            value.confide(private);
        }
    }
}

impl<S: Seal> Seal for Vec<S> {
    type Sealed = Vec<S::Sealed>;

    fn seal(self, redactor: &Redactor) -> Self::Sealed {
        self.into_iter().map(|value| value.seal(redactor)).collect()
    }

    fn confide(&self, private: &mut BTreeSet<String>) {
        for value in self {
            value.confide(private);
        }
    }
}

impl<S: Seal<Sealed: Ord>> Seal for BTreeSet<S> {
    type Sealed = BTreeSet<S::Sealed>;

    fn seal(self, redactor: &Redactor) -> Self::Sealed {
        self.into_iter().map(|value| value.seal(redactor)).collect()
    }

    fn confide(&self, private: &mut BTreeSet<String>) {
        for value in self {
            value.confide(private);
        }
    }
}

impl<A: Seal, B: Seal> Seal for (A, B) {
    type Sealed = (A::Sealed, B::Sealed);

    fn seal(self, redactor: &Redactor) -> Self::Sealed {
        (self.0.seal(redactor), self.1.seal(redactor))
    }

    fn confide(&self, private: &mut BTreeSet<String>) {
        self.0.confide(private);
        self.1.confide(private);
    }
}

/// For types without foreign text.
macro_rules! seal_as_is {
    ($($type:ty),* $(,)?) => { $(
        impl $crate::text::seal::Seal for $type {
            type Sealed = Self;

            fn seal(self, _: &$crate::text::redactor::Redactor) -> Self {
                self
            }

            fn confide(&self, _: &mut std::collections::BTreeSet<String>) {}
        }
    )* };
}

/// Seals a struct field by field: one that is left out, or of a type that cannot be sealed, does not compile.
macro_rules! seal_fields {
    ($type:ident { $($field:ident),* $(,)? }) => {
        impl $crate::text::seal::Seal for $type<$crate::text::Text> {
            type Sealed = $type<$crate::text::seal::Quote>;

            fn seal(self, redactor: &$crate::text::redactor::Redactor) -> Self::Sealed {
                let Self { $($field),* } = self;
                $type { $($field: $crate::text::seal::Seal::seal($field, redactor)),* }
            }

            fn confide(&self, private: &mut std::collections::BTreeSet<String>) {
                let Self { $($field),* } = self;
                $($crate::text::seal::Seal::confide($field, private);)*
            }
        }
    };
}

pub(crate) use {seal_as_is, seal_fields};

seal_as_is!(bool, u8, u16, u32, u64, usize, Duration, &'static str);

fn visible(text: &str) -> String {
    text.chars().filter_map(shown).collect()
}

/// With a mark for each invisible character, unless something must be hidden: marks could spell it in a way that only a
/// reader sees through.
fn exact(text: &str, redactor: &Redactor) -> String {
    let visible = visible(text);
    let is_open = redactor.hidden(&visible).is_empty();
    if is_open { text.chars().map(|c| shown(c).unwrap_or('\u{fffd}')).collect() } else { visible }
}

/// A visible foreign text, made safe. Removing something may isolate a private word or change what looks like an
/// address, so it is repeated until nothing changes; a few passes are always enough.
fn settled(mut text: String, max: usize, redactor: &Redactor) -> String {
    for _ in 0..MAX_LOOKS {
        let next = cut(&tidy(&redactor.clean(&text)), max);
        if next == text {
            break;
        }
        text = next;
    }
    text
}

/// Several foreign parts of a sentence could together spell a secret. Our own words between them stay.
fn starred(whole: &str, theirs: &[Range<usize>], redactor: &Redactor) -> String {
    let (mut out, mut done) = (String::with_capacity(whole.len()), 0);
    for hidden in redactor.hidden(whole) {
        for part in theirs {
            let (start, end) = (hidden.start.max(part.start), hidden.end.min(part.end));
            if start < end {
                out.push_str(&whole[done..start]);
                out.push_str(STARS);
                done = end;
            }
        }
    }
    out + &whole[done..]
}

/// Single spaces between words, and no CI command. GitHub's runner reads `::name::` at the start of a line and
/// `##[name]` anywhere in it (actions/runner, `ActionCommand.cs`); Azure and `TeamCity` read `##vso[` and
/// `##teamcity[`.
fn tidy(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for (index, word) in text.split(' ').filter(|word| !word.is_empty()).enumerate() {
        if index > 0 {
            safe.push(' ');
        }
        for c in word.chars() {
            if safe.ends_with('#') && c == '#' || safe == ":" && c == ':' {
                safe.push(' ');
            }
            safe.push(c);
        }
    }
    safe
}

/// At most `max` characters, including the ellipsis.
fn cut(text: &str, max: usize) -> String {
    if text.chars().nth(max).is_none() {
        return text.to_owned();
    }
    let end = text.char_indices().nth(max - 1).map_or(0, |(end, _)| end);
    // A space before the ellipsis would be lost when the quote is sealed again.
    format!("{}…", text[..end].trim_end())
}
