//! What may be printed: the doors to output take nothing else.

use std::io::{self, Write};

use crate::text::seal::Quote;

/// A rendering of sealed values and of the program's own tables only. It is made while it is written, so that a
/// long one is never in memory as a whole.
pub(crate) struct Printable<'a>(Box<Writes<'a>>);

type Writes<'a> = dyn FnOnce(&mut dyn Write) -> io::Result<()> + 'a;

/// A value without unsealed text. Each impl is beside its type.
pub(crate) trait Safe {}

impl Safe for Quote {}
impl Safe for &'static str {}
impl Safe for usize {}
impl Safe for bool {}
impl<S: Safe> Safe for &S {}
impl<S: Safe, const N: usize> Safe for [S; N] {}
impl<S: Safe> Safe for Option<S> {}
impl<S: Safe> Safe for Vec<S> {}
impl<A: Safe, B: Safe> Safe for (A, B) {}
impl<A: Safe, B: Safe, C: Safe> Safe for (A, B, C) {}

impl<'a> Printable<'a> {
    /// Renders a safe value, and nothing else: a function pointer captures nothing.
    #[must_use]
    pub(crate) fn of<S: Safe + 'a>(value: S, render: fn(S) -> String) -> Self {
        Self(Box::new(move |out| out.write_all(render(value).as_bytes())))
    }

    /// The same piece by piece, for what may be long.
    #[must_use]
    pub(crate) fn streamed<S: Safe + 'a>(value: S, write: fn(S, &mut dyn Write) -> io::Result<()>) -> Self {
        Self(Box::new(move |out| write(value, out)))
    }

    /// The same where rendering can fail.
    ///
    /// # Errors
    ///
    /// Those of `render`.
    pub(crate) fn try_of<S: Safe, E>(value: S, render: fn(S) -> Result<String, E>) -> Result<Self, E> {
        let text = render(value)?;
        Ok(Self(Box::new(move |out| out.write_all(text.as_bytes()))))
    }

    /// With another one appended.
    #[must_use]
    pub(crate) fn and(self, other: Self) -> Self {
        Self(Box::new(move |out| {
            self.write_to(out)?;
            other.write_to(out)
        }))
    }

    /// Writes it, in many small pieces.
    ///
    /// # Errors
    ///
    /// Those of `out`.
    pub(crate) fn write_to(self, out: &mut dyn Write) -> io::Result<()> {
        (self.0)(out)
    }

    /// As a whole, where it must be written at once.
    #[must_use]
    pub(crate) fn whole(self) -> Vec<u8> {
        let mut bytes = Vec::new();
        self.write_to(&mut bytes).expect("a vector takes everything");
        bytes
    }
}

/// A line of its own.
impl From<Quote> for Printable<'_> {
    fn from(quote: Quote) -> Self {
        Self::of(quote, |quote| format!("{quote}\n"))
    }
}
