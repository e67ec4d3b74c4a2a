//! Scopes and names of REST methods.

use crate::text::visible::is_visible;
use crate::text::{Fragment, Text};

/// A permission code, such as `crm` or `user.userfield`. Codes are opaque: a dotted one is no child of its
/// first part (Bitrix24's `rest` module compares whole strings).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Scope(String);

impl Scope {
    /// The longest code that a policy may name, in characters.
    pub const MAX_CHARS: usize = 64;

    /// A code as a policy writes it: `[a-z0-9_.]`, 1 to 64 characters.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        well_formed(text, Self::MAX_CHARS).then(|| Self(text.to_owned()))
    }

    /// A code as the portal sent it, trimmed; `None` if nothing visible is left. Newer portals list REST 3.0
    /// codes such as `tasks.task.get[id:title]`.
    #[must_use]
    pub fn as_sent(text: &str) -> Option<Self> {
        let code = text.trim();
        code.chars().any(is_visible).then(|| Self(code.to_owned()))
    }

    /// The code as a policy writes it: in lower case, if that makes it valid. Any other difference makes
    /// another code.
    #[must_use]
    pub fn folded(&self) -> Option<Self> {
        Self::parse(&self.0.to_ascii_lowercase()).filter(|folded| folded != self)
    }

    /// The code itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The code as a text.
    #[must_use]
    pub fn text(&self) -> Text {
        Text::exact(self.as_str())
    }

    /// Whether every hook has this scope without the portal listing it: the documentation's `basic` and its
    /// internal name `_global`.
    #[must_use]
    pub fn is_always_held(&self) -> bool {
        matches!(self.as_str(), "basic" | "_global")
    }
}

impl Fragment for Scope {
    fn append_to(&self, text: &mut Text) {
        self.text().append_to(text);
    }
}

/// A REST method's name, such as `crm.deal.list`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MethodName(String);

impl MethodName {
    /// The longest name that a policy may hold, in characters.
    pub const MAX_CHARS: usize = 128;

    /// A name as a policy writes it: `[a-z0-9_.]`, 1 to 128 characters. `method.get` knows only lower case.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        well_formed(text, Self::MAX_CHARS).then(|| Self(text.to_owned()))
    }

    /// The name itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name as a text.
    #[must_use]
    pub fn text(&self) -> Text {
        Text::theirs(self.as_str())
    }

    /// Whether the scope `task` decides on it.
    #[must_use]
    pub fn hangs_on_task(&self) -> bool {
        self.0.starts_with("tasks.")
    }
}

impl Fragment for MethodName {
    fn append_to(&self, text: &mut Text) {
        self.0.append_to(text);
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
        let scope = Scope::as_sent(" tasks.task.get[id:title]\n");
        assert_eq!(scope.unwrap().as_str(), "tasks.task.get[id:title]");
        assert!(Scope::as_sent(" \t\u{200b} ").is_none());
    }

    #[test]
    fn capitals_are_the_same_code_and_nothing_else_is() {
        let folded = |code: &str| Scope::as_sent(code).unwrap().folded();
        assert_eq!(folded("TELEPHONY"), Scope::parse("telephony"));
        for other in ["crm", "CRM\u{200b}", "ＣＲＭ", "Tasks.Task.Get[id]"] {
            assert_eq!(folded(other), None, "{other}");
        }
    }
}
