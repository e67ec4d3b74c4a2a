//! What may be printed: the doors to output take nothing else.

use crate::text::seal::Quote;

/// A rendered text, made of sealed values and of the program's own tables only.
#[derive(Debug)]
pub(crate) struct Printable(String);

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

impl Printable {
    /// Renders a safe value, and nothing else: a function pointer captures nothing.
    #[must_use]
    pub(crate) fn of<S: Safe>(value: S, render: fn(S) -> String) -> Self {
        Self(render(value))
    }

    /// The same where rendering can fail.
    ///
    /// # Errors
    ///
    /// Those of `render`.
    pub(crate) fn try_of<S: Safe, E>(value: S, render: fn(S) -> Result<String, E>) -> Result<Self, E> {
        render(value).map(Self)
    }

    /// With another one appended.
    #[must_use]
    pub(crate) fn and(mut self, other: &Self) -> Self {
        self.0.push_str(&other.0);
        self
    }

    #[must_use]
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// A line of its own.
impl From<Quote> for Printable {
    fn from(quote: Quote) -> Self {
        Self(format!("{quote}\n"))
    }
}
