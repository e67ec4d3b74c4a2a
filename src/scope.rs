//! Names of the portal's world: permission codes and REST methods.

use std::fmt;

use serde::Serialize;

use crate::quote::{Quote, Redactor};

/// One permission code, such as `crm` or `user.userfield`. Codes are opaque and compared exactly: a
/// dotted one is no child of its first part (Bitrix24's `rest` module compares whole strings).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Scope(String);

impl Scope {
    /// The longest code that a policy may name, in characters.
    pub const MAX_CHARS: usize = 64;

    /// A code as a policy writes it: `[a-z0-9_.]`, 1 to 64 characters.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        well_formed(text, Self::MAX_CHARS).then(|| Self(text.to_owned()))
    }

    /// A code as the portal lists it, whatever it looks like; `None` when nothing printable is left.
    /// Newer portals list REST 3.0 codes such as `tasks.task.get[id:title]`.
    #[must_use]
    pub fn heard(text: &str, redactor: &Redactor) -> Option<Self> {
        let quote = Quote::new(text, redactor);
        (!quote.is_empty()).then(|| Self(quote.as_str().to_owned()))
    }

    /// The code itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether every hook holds this code without the portal listing it: the documentation's
    /// `basic` and its internal name `_global`.
    #[must_use]
    pub fn is_always_held(&self) -> bool {
        matches!(self.as_str(), "basic" | "_global")
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A REST method's name, such as `crm.deal.list`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Method(String);

impl Method {
    /// The longest name that a policy may hold, in characters.
    pub const MAX_CHARS: usize = 128;

    /// A name as a policy writes it: `[a-z0-9_.]`, 1 to 128 characters. `method.get` knows names in
    /// lower case only.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        well_formed(text, Self::MAX_CHARS).then(|| Self(text.to_owned()))
    }

    /// The name itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn well_formed(text: &str, max: usize) -> bool {
    (1..=max).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'_' | b'.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_may_name_codes_of_the_contracts_alphabet_only() {
        for good in ["crm", "user.userfield", "im_2", &"a".repeat(64)] {
            assert!(Scope::parse(good).is_some(), "{good}");
        }
        for bad in ["", "CRM", "a b", "a-b", "crm\u{1b}", &"a".repeat(65)] {
            assert!(Scope::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn the_portal_may_list_codes_that_no_policy_could_name() {
        let scope = Scope::heard("tasks.task.get[id:title]", &Redactor::default());
        assert_eq!(scope.unwrap().as_str(), "tasks.task.get[id:title]");
        assert!(Scope::heard(" \u{0} ", &Redactor::default()).is_none());
    }
}
