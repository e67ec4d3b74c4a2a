//! The environment as a value, so that its readers are pure.

use std::collections::BTreeMap;
use std::ffi::OsString;

use zeroize::Zeroizing;

/// The variables at the start of the process. Never printed: the hook is among them until the start takes it out.
#[derive(Default)]
pub(crate) struct Environment(BTreeMap<OsString, OsString>);

impl Environment {
    pub(crate) fn new(variables: impl IntoIterator<Item = (OsString, OsString)>) -> Self {
        Self(variables.into_iter().collect())
    }

    /// From text.
    #[cfg(test)]
    #[must_use]
    pub(crate) fn of(pairs: &[(&str, &str)]) -> Self {
        Self(pairs.iter().map(|(name, value)| (name.into(), value.into())).collect())
    }

    /// `Err` if the value is not UTF-8.
    #[must_use]
    pub(crate) fn get(&self, name: &str) -> Option<Result<&str, ()>> {
        self.0.get(&OsString::from(name)).map(|value| value.to_str().ok_or(()))
    }

    /// The names that begin like ours, in any case of letters, or like an action's inputs.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        let is_like_ours = |name: &&str| {
            name.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("b24")) || name.starts_with("INPUT_")
        };
        self.0.keys().filter_map(|name| name.to_str()).filter(is_like_ours)
    }

    /// `None` if unset, empty or not UTF-8.
    #[must_use]
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.get(name)?.ok().filter(|value| !value.is_empty())
    }

    /// Takes a variable out, so that nobody else can read it; `None` if unset or blank.
    #[must_use]
    pub(crate) fn take(&mut self, name: &str) -> Option<Zeroizing<Vec<u8>>> {
        let value = self.0.remove(&OsString::from(name))?;
        Some(Zeroizing::new(value.into_encoded_bytes())).filter(|value| !value.trim_ascii().is_empty())
    }

    /// Whether a variable is `true`.
    #[must_use]
    pub(crate) fn says_true(&self, name: &str) -> bool {
        self.text(name) == Some("true")
    }
}
