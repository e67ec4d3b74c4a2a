//! The words that stand in the JSON report for values of a closed set, to be written and to be read.

use crate::methods::{self, Needs};
use crate::outcome::Outcome;
use crate::policy::diff::{About, Kind, Standing as Wanted};
use crate::quote::{Quote, Redactor};
use crate::reason::Severity;
use crate::scope::{Method, Scope};
use crate::verdict::{Standing, Subject};

/// Every value with its word.
pub(super) struct Words<T: 'static>(&'static [(&'static str, T)]);

/// How a rule stands.
pub(super) const STANDINGS: Words<Standing> =
    Words(&[("held", Standing::Held), ("broken", Standing::Broken), ("unknown", Standing::Unknown)]);

/// What a change does to the policy.
pub(super) const KINDS: Words<Kind> =
    Words(&[("added", Kind::Added), ("weakened", Kind::Weakened), ("changed", Kind::Other)]);

/// What a policy says of a scope.
pub(super) const WANTED: Words<Wanted> = Words(&[
    ("required", Wanted::Required),
    ("forbidden", Wanted::Forbidden),
    ("allowed", Wanted::Allowed),
    ("unnamed", Wanted::Unnamed),
]);

/// How much a finding weighs.
pub(super) const SEVERITIES: Words<Severity> =
    Words(&[("notice", Severity::Notice), ("warning", Severity::Warning), ("error", Severity::Error)]);

/// How a run ended that no signal ended.
pub(super) const OUTCOMES: Words<Outcome> = Words(&[
    ("passed", Outcome::Passed),
    ("skipped", Outcome::Skipped),
    ("unreachable", Outcome::Unreachable),
    ("failed", Outcome::Failed),
    ("misconfigured", Outcome::Misconfigured),
]);

impl<T: Copy + PartialEq> Words<T> {
    /// The word for a value.
    pub(super) fn word(&self, value: &T) -> &'static str {
        self.0.iter().find(|(_, known)| known == value).map_or("", |(word, _)| word)
    }

    /// The value that a word stands for.
    pub(super) fn read(&self, word: &str) -> Option<T> {
        self.0.iter().find(|(known, _)| *known == word).map(|(_, value)| *value)
    }
}

/// What a change is about.
pub(super) fn about(about: &About) -> &'static str {
    match about {
        About::Scope(..) => "scope",
        About::Hook => "hook",
        About::Code => "code",
    }
}

/// What was looked at: its kind, and which one of that kind.
pub(super) fn of_subject(subject: &Subject) -> (&'static str, Option<&str>) {
    match subject {
        Subject::Alive => ("alive", None),
        Subject::Owner => ("owner", None),
        Subject::Portal => ("portal", None),
        Subject::User => ("user", None),
        Subject::Admin => ("admin", None),
        Subject::Grants => ("grants", None),
        Subject::Required(scope) => ("required", Some(scope.as_str())),
        Subject::Forbidden(scope) => ("forbidden", Some(scope.as_str())),
        Subject::Extra(scope) => ("extra", Some(scope.as_str())),
        Subject::Method(method) => ("method", Some(method.as_str())),
        Subject::Declared(needs) => ("declared", Some(needs.as_str())),
        Subject::Needed(scope) => ("needed", Some(scope.as_str())),
        Subject::Documented(name) => ("documented", Some(name.as_str())),
        Subject::Callable(method) => ("callable", Some(method)),
        Subject::Baseline => ("baseline", None),
        Subject::Weakened(what) => ("weakened", Some(what)),
    }
}

/// The same, read; `None` for what this program never looks at.
pub(super) fn subject(kind: &str, value: Option<&str>, redactor: &Redactor) -> Option<Subject> {
    let subject = match (kind, value) {
        ("alive", None) => Subject::Alive,
        ("owner", None) => Subject::Owner,
        ("portal", None) => Subject::Portal,
        ("user", None) => Subject::User,
        ("admin", None) => Subject::Admin,
        ("grants", None) => Subject::Grants,
        ("required", Some(scope)) => Subject::Required(Scope::parse(scope)?),
        ("forbidden", Some(scope)) => Subject::Forbidden(Scope::parse(scope)?),
        ("extra", Some(scope)) => Subject::Extra(Scope::heard(scope, redactor)?),
        ("method", Some(method)) => Subject::Method(Method::parse(method)?),
        ("declared", Some(needs)) => Subject::Declared(Needs::named(needs)?),
        ("needed", Some(scope)) => Subject::Needed(Scope::parse(scope)?),
        ("documented", Some(name)) => Subject::Documented(Quote::new(name, redactor)),
        ("callable", Some(method)) => Subject::Callable(methods::Method::named(method.as_bytes())?.name),
        ("baseline", None) => Subject::Baseline,
        ("weakened", Some(what)) => Subject::Weakened(Quote::passage(what, redactor).to_string()),
        _ => return None,
    };
    Some(subject)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_those_of_the_types() {
        for severity in [Severity::Notice, Severity::Warning, Severity::Error] {
            assert_eq!(SEVERITIES.word(&severity), severity.word());
        }
        for (word, outcome) in OUTCOMES.0 {
            assert_eq!(*word, outcome.word());
        }
    }

    #[test]
    fn what_is_looked_at_is_read_as_it_is_written() {
        let scope = || Scope::parse("crm").unwrap();
        let method = Method::parse("crm.deal.list").unwrap();
        let subjects = [
            Subject::Alive,
            Subject::Owner,
            Subject::Portal,
            Subject::User,
            Subject::Admin,
            Subject::Grants,
            Subject::Required(scope()),
            Subject::Forbidden(scope()),
            Subject::Extra(Scope::heard("tasks.task.get[id:title]", &Redactor::default()).unwrap()),
            Subject::Method(method),
            Subject::Declared(Needs::named("crm").unwrap()),
            Subject::Needed(scope()),
            Subject::Documented(Quote::new("crm.deal.lst", &Redactor::default())),
            Subject::Callable("user.get"),
            Subject::Baseline,
            Subject::Weakened("`crm` is no longer required".to_owned()),
        ];
        for subject in subjects {
            let (kind, value) = of_subject(&subject);
            assert_eq!(super::subject(kind, value, &Redactor::default()), Some(subject));
        }
    }

    #[test]
    fn what_nobody_looks_at_is_not_read() {
        let no = [
            ("alive", Some("x")),
            ("required", None),
            ("required", Some("A B")),
            ("extra", Some("\u{202e}")),
            ("method", Some("::error::x")),
            ("declared", Some("everything")),
            ("callable", Some("no.such.method")),
            ("mood", None),
        ];
        for (kind, value) in no {
            assert_eq!(subject(kind, value, &Redactor::default()), None, "{kind} {value:?}");
        }
    }
}
