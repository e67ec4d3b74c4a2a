//! Scopes and names of REST methods.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::text::{Fragment, Text};

/// What is written as `%XX` in an exact spelling: all that could be overlooked, or mean something to YAML, to a CI
/// system or to the redactor.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'_')
    .remove(b'.')
    .remove(b'-')
    .remove(b':')
    .remove(b',')
    .remove(b'[')
    .remove(b']');

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

    /// A code as the portal sent it, trimmed; `None` if nothing is left. Newer portals list REST 3.0 codes such as
    /// `tasks.task.get[id:title]`.
    #[must_use]
    pub fn as_sent(text: &str) -> Option<Self> {
        let code = text.trim();
        (!code.is_empty()).then(|| Self(code.to_owned()))
    }

    /// Any code that a portal may list, from its exact spelling: visible ASCII, and `%XX` for each byte of the rest.
    #[must_use]
    pub fn exact(text: &str) -> Option<Self> {
        let is_escaped =
            |rest: &str| rest.get(..2).is_some_and(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()));
        let is_spelling =
            text.bytes().all(|b| b.is_ascii_graphic()) && text.split('%').skip(1).all(is_escaped);
        let code = percent_decode_str(text).decode_utf8().ok().filter(|_| is_spelling)?;
        let code = Self::as_sent(&code)?;
        Some(code.folded().unwrap_or(code))
    }

    /// The exact spelling.
    #[must_use]
    pub fn spelled(&self) -> String {
        let spelled = utf8_percent_encode(&self.0, ESCAPED).to_string();
        // Two of them begin a command of a CI system.
        spelled.strip_prefix(':').map_or_else(|| spelled.clone(), |rest| format!("%3A{rest}"))
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
        assert!(Scope::as_sent(" \t\u{a0} ").is_none());
        assert!(Scope::as_sent(" \u{200b} ").is_some(), "nobody sees it, and it is granted all the same");
    }

    #[test]
    fn an_exact_spelling_gives_any_code() {
        for (code, spelled) in [
            ("tasks.task.get[id:title]", "tasks.task.get[id:title]"),
            ("crm\u{200b}", "crm%E2%80%8B"),
            ("a b%41", "a%20b%2541"),
            ("::error::x", "%3A:error::x"),
            ("##[x]", "%23%23[x]"),
            ("ＣＲＭ", "%EF%BC%A3%EF%BC%B2%EF%BC%AD"),
            ("crm", "crm"),
        ] {
            let scope = Scope::as_sent(code).unwrap();
            assert_eq!((scope.spelled().as_str(), Scope::exact(spelled)), (spelled, Some(scope)));
        }
        assert_eq!(Scope::exact("CRM"), Scope::parse("crm"));
        for bad in ["", "%", "%4", "%zz", "%FF", "a b", "ä", "%20", "crm\n"] {
            assert_eq!(Scope::exact(bad), None, "{bad}");
        }
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
