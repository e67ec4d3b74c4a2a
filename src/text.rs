//! Text that may hold untrusted parts. It can be composed and compared, but not shown: only sealing
//! ([`Seal`](crate::text::seal::Seal)) makes a [`Quote`](crate::text::seal::Quote) of it, and only a quote can
//! be printed.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Deserializer};

/// A [`Text`] from a template of our own words; each `{}` stands for one of the values, in order. Template and
/// values are counted at compile time.
macro_rules! text {
    ($template:literal $(, $part:expr)* $(,)?) => {{
        const _: () = assert!(
            $crate::text::holes($template) == <[&str]>::len(&[$(stringify!($part)),*]),
            "a template takes as many values as it has holes"
        );
        $crate::text::Text::filled($template, &[$(&$part as &dyn $crate::text::Fragment),*])
    }};
}

pub(crate) mod listing;
pub(crate) mod names;
pub(crate) mod near;
pub(crate) mod printable;
mod private;
pub(crate) mod redactor;
pub(crate) mod seal;
pub(crate) mod visible;

/// A text of our own words and of parts that come from elsewhere.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text(Vec<Part>);

/// A piece of a text, by its author. What others wrote is shared by the copies of a text, as it may be long and
/// stand at many places.
#[cfg_attr(test, derive(Debug))]
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Part {
    /// The program's own words; never rewritten, whatever the secret is.
    Ours(Cow<'static, str>),
    /// A word or sentence of a portal, a file or a user.
    Theirs(Arc<str>),
    /// A longer foreign text, such as a sentence of another machine's report.
    Passage(Arc<str>),
    /// A code or a value that is compared: its invisible characters are shown, since they make it another one.
    Exact(Arc<str>),
    /// A host or a name.
    Private(Arc<str>),
}

impl Part {
    fn as_str(&self) -> &str {
        match self {
            Self::Ours(words) => words,
            Self::Theirs(text) | Self::Passage(text) | Self::Exact(text) | Self::Private(text) => text,
        }
    }
}

/// What a text can be made of.
pub trait Fragment {
    /// Appends it to a text.
    fn append_to(&self, text: &mut Text);
}

impl Text {
    /// The template with its `{}` replaced; what [`text!`](crate::text!) expands to.
    #[must_use]
    pub fn filled(template: &'static str, parts: &[&dyn Fragment]) -> Self {
        let mut text = Self::default();
        let mut pieces = template.split("{}");
        text.push(pieces.next().unwrap_or_default());
        for (part, piece) in parts.iter().zip(pieces) {
            part.append_to(&mut text);
            text.push(piece);
        }
        text
    }

    /// A foreign text that may be longer than a sentence.
    #[must_use]
    pub fn passage(text: impl Into<String>) -> Self {
        Self(vec![Part::Passage(text.into().into())])
    }

    /// A foreign text.
    #[must_use]
    pub fn theirs(text: impl Into<String>) -> Self {
        Self(vec![Part::Theirs(text.into().into())])
    }

    /// A code or a value that is compared, in which each character counts.
    #[must_use]
    pub fn exact(text: impl Into<String>) -> Self {
        Self(vec![Part::Exact(text.into().into())])
    }

    /// A host or a name: hidden, with all that gives it away, where reports are redacted.
    #[must_use]
    pub fn private(text: impl Into<String>) -> Self {
        Self(vec![Part::Private(text.into().into())])
    }

    /// The same, with all foreign parts private.
    #[must_use]
    pub fn kept_private(self) -> Self {
        let part = |part| match part {
            Part::Ours(words) => Part::Ours(words),
            Part::Theirs(text) | Part::Passage(text) | Part::Exact(text) | Part::Private(text) => {
                Part::Private(text)
            }
        };
        Self(self.0.into_iter().map(part).collect())
    }

    /// Only for what cannot hold a foreign word: numbers, alone or with a noun or unit.
    pub(crate) fn composed(words: &impl fmt::Display) -> Self {
        Self(vec![Part::Ours(Cow::Owned(words.to_string()))])
    }

    /// All of them, separated by `between`.
    #[must_use]
    pub fn joined(texts: impl IntoIterator<Item = Self>, between: &'static str) -> Self {
        let mut joined = Self::default();
        for (index, text) in texts.into_iter().enumerate() {
            joined.push(if index > 0 { between } else { "" });
            text.append_to(&mut joined);
        }
        joined
    }

    /// Whether it is empty, without even invisible characters.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The original text: for comparison, never to be shown.
    #[must_use]
    pub fn reveal(&self) -> String {
        self.0.iter().map(Part::as_str).collect()
    }

    /// What it takes in memory.
    #[must_use]
    pub(crate) fn bytes(&self) -> usize {
        self.0.iter().map(|part| size_of::<Part>() + part.as_str().len()).sum()
    }

    fn push(&mut self, words: &'static str) {
        if !words.is_empty() {
            self.0.push(Part::Ours(Cow::Borrowed(words)));
        }
    }
}

/// Shows only the length; a secret may be in it.
#[cfg(not(test))]
impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Text({} parts)", self.0.len())
    }
}

#[cfg(test)]
impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Text({:?})", self.reveal())
    }
}

impl From<&'static str> for Text {
    fn from(words: &'static str) -> Self {
        let mut text = Self::default();
        text.push(words);
        text
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::passage)
    }
}

impl Fragment for Text {
    fn append_to(&self, text: &mut Text) {
        text.0.extend(self.0.iter().cloned());
    }
}

impl Fragment for str {
    fn append_to(&self, text: &mut Text) {
        text.0.push(Part::Theirs(self.into()));
    }
}

impl Fragment for String {
    fn append_to(&self, text: &mut Text) {
        self.as_str().append_to(text);
    }
}

impl<S: Fragment + ?Sized> Fragment for &S {
    fn append_to(&self, text: &mut Text) {
        (**self).append_to(text);
    }
}

/// `None` adds nothing.
impl<S: Fragment> Fragment for Option<S> {
    fn append_to(&self, text: &mut Text) {
        if let Some(some) = self {
            some.append_to(text);
        }
    }
}

/// Words of the program in a variable.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ours(pub &'static str);

impl Fragment for Ours {
    fn append_to(&self, text: &mut Text) {
        text.push(self.0);
    }
}

/// A number with its noun: `1 scope`, `2 scopes`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Count(pub usize, pub &'static str);

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}{}", self.0, self.1, if self.0 == 1 { "" } else { "s" })
    }
}

macro_rules! composed {
    ($($what:ty),*) => { $(
        impl Fragment for $what {
            fn append_to(&self, text: &mut Text) {
                Text::composed(self).append_to(text);
            }
        }
    )* };
}

composed!(u8, u16, u32, u64, usize, i128, Count, humantime::FormattedDuration);

/// A message with its advice, if there is any: `it is too long – write less`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WithHelp<'t, T>(pub &'t T, pub &'t T);

impl fmt::Display for WithHelp<'_, seal::Quote> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(what, help) = self;
        if help.is_empty() { write!(f, "{what}") } else { write!(f, "{what} – {help}") }
    }
}

impl Fragment for WithHelp<'_, Text> {
    fn append_to(&self, text: &mut Text) {
        let Self(what, help) = self;
        what.append_to(text);
        if !help.is_empty() {
            text!(" – {}", help).append_to(text);
        }
    }
}

/// The number of `{}` in a template.
#[must_use]
pub(crate) const fn holes(template: &str) -> usize {
    let bytes = template.as_bytes();
    let (mut at, mut holes) = (1, 0);
    while at < bytes.len() {
        if bytes[at - 1] == b'{' && bytes[at] == b'}' {
            holes += 1;
        }
        at += 1;
    }
    holes
}

/// Fails to compile if `$type` implements the trait: two impls would then fit.
#[cfg(test)]
macro_rules! assert_lacks {
    ($type:ty, $trait:path) => {
        const _: fn() = || {
            trait Lacks<A> {
                fn proof() {}
            }
            impl<T: ?Sized> Lacks<()> for T {}
            struct Has;
            impl<T: ?Sized + $trait> Lacks<Has> for T {}
            let _ = <$type as Lacks<_>>::proof;
        };
    };
}

#[cfg(test)]
mod tests;
