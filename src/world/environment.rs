//! The environment as a value, so that everything that reads it is pure.

use std::collections::BTreeMap;
use std::ffi::OsString;

/// The variables of the process, as they were at its start. Never printed: the hook is among them.
#[derive(Default)]
pub(crate) struct Environment(BTreeMap<OsString, OsString>);

impl Environment {
    /// Holds these variables.
    pub(crate) fn new(variables: impl IntoIterator<Item = (OsString, OsString)>) -> Self {
        Self(variables.into_iter().collect())
    }

    /// Made up, for tests.
    #[cfg(test)]
    #[must_use]
    pub(crate) fn of(pairs: &[(&str, &str)]) -> Self {
        Self(pairs.iter().map(|(name, value)| (name.into(), value.into())).collect())
    }

    /// One variable; `Err` when its value is no text.
    #[must_use]
    pub(crate) fn get(&self, name: &str) -> Option<Result<&str, ()>> {
        self.0.get(&OsString::from(name)).map(|value| value.to_str().ok_or(()))
    }

    /// One variable's text, where there is some.
    #[must_use]
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.get(name)?.ok().filter(|value| !value.is_empty())
    }

    /// Whether a variable is `true`, as runners set their flags.
    #[must_use]
    pub(crate) fn says_true(&self, name: &str) -> bool {
        self.text(name) == Some("true")
    }
}
