//! One rule, judged: what was looked at, how it stands, and what is complained of.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::ledger::Origin;
use crate::reason::{Reason, Severity};
use crate::text::Text;
use crate::text::seal::{Quote, seal_as_is, seal_fields};

/// What was looked at. Together with a hook it names one check, for all reports.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Subject<T = Text> {
    /// The kind of check.
    pub kind: Aspect,
    /// Which one of its kind, where there are several.
    pub value: Option<T>,
}

seal_fields!(Subject { kind, value });

/// The kinds of checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Aspect {
    /// The portal answers and takes the hook.
    Alive,
    /// There is an active owner.
    Owner,
    /// The portal is the expected one.
    Portal,
    /// The owner is the expected user.
    User,
    /// The owner is an administrator.
    Admin,
    /// The grants are known at all.
    Grants,
    /// A scope must be held.
    Required,
    /// A scope must not be held.
    Forbidden,
    /// A scope is held that no rule names.
    Extra,
    /// A method must be callable.
    Method,
    /// The scopes that calls in the code need must be required; alternatives have `|` between them.
    Declared,
    /// A required scope should be needed by a call in the code.
    Needed,
    /// A name at a call site should be a method's.
    Documented,
    /// A method that the code calls must be callable with the hook.
    Callable,
    /// The policy should ask for no less than its baseline.
    Baseline,
    /// What it asks for less, in words.
    Weakened,
}

impl Aspect {
    /// The check of this kind that is about `value`.
    #[must_use]
    pub fn of(self, value: impl Into<Text>) -> Subject {
        Subject { kind: self, value: Some(value.into()) }
    }
}

impl<T> Subject<T> {
    /// Whether it has a value if and only if its kind has several.
    pub(crate) fn is_whole(&self) -> bool {
        use Aspect::{Admin, Alive, Baseline, Grants, Owner, Portal, User};
        let single = matches!(self.kind, Alive | Owner | Portal | User | Admin | Grants | Baseline);
        self.value.is_none() == single
    }
}

/// What a check is called, stable enough for a test history.
impl fmt::Display for Subject<Quote> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = self.value.as_ref().map_or("", Quote::as_str);
        match self.kind {
            Aspect::Alive => f.write_str("the portal answers and takes the hook"),
            Aspect::Owner => f.write_str("the hook has an active owner"),
            Aspect::Portal => f.write_str("expected portal"),
            Aspect::User => f.write_str("expected user"),
            Aspect::Admin => f.write_str("owner is an administrator"),
            Aspect::Grants => f.write_str("grants are known"),
            Aspect::Required => write!(f, "required scope {value}"),
            Aspect::Forbidden => write!(f, "forbidden scope {value}"),
            Aspect::Extra => write!(f, "extra scope {value}"),
            Aspect::Method => write!(f, "method {value}"),
            Aspect::Declared => write!(f, "code needs {}", value.replace('|', " or ")),
            Aspect::Needed => write!(f, "required scope {value} is needed"),
            Aspect::Documented => write!(f, "{value} is a documented method"),
            Aspect::Callable => write!(f, "code calls {value}"),
            Aspect::Baseline => f.write_str("the policy asks for no less than its baseline"),
            Aspect::Weakened => write!(f, "weakened: {value}"),
        }
    }
}

impl From<Aspect> for Subject {
    fn from(kind: Aspect) -> Self {
        Self { kind, value: None }
    }
}

/// Whether a rule holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// It does.
    Held,
    /// It does not.
    Broken,
    /// The portal gave no ground to tell.
    Unknown,
}

/// One rule, judged.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ruling<T = Text> {
    /// What was looked at.
    pub subject: Subject<T>,
    /// How it stands.
    pub standing: Standing,
    /// Where the rule stands; `None` for what is checked without being asked for.
    pub origin: Option<Origin<T>>,
    /// The author's reason for the rule.
    pub why: Option<T>,
    /// The complaint, unless another ruling's covers it.
    pub finding: Option<Finding<T>>,
}

seal_fields!(Ruling { subject, standing, origin, why, finding });

/// One judged complaint.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding<T = Text> {
    /// Its kind.
    pub reason: Reason,
    /// Its weight.
    pub severity: Severity,
    /// What is the matter: a fragment without a full stop.
    pub what: T,
    /// What to do next; may be empty.
    pub advice: T,
}

seal_as_is!(Aspect, Standing);
seal_fields!(Finding { reason, severity, what, advice });

impl<T> Finding<T> {
    /// Sorts findings as readers want them: the most severe first, then in the order of reasons.
    #[must_use]
    pub fn weight(&self) -> (std::cmp::Reverse<Severity>, Reason) {
        (std::cmp::Reverse(self.severity), self.reason)
    }
}

impl Ruling {
    pub(super) fn held(subject: impl Into<Subject>) -> Self {
        Self { subject: subject.into(), standing: Standing::Held, origin: None, why: None, finding: None }
    }

    pub(super) fn unknown(subject: impl Into<Subject>) -> Self {
        Self { standing: Standing::Unknown, ..Self::held(subject) }
    }

    pub(super) fn broken(
        subject: impl Into<Subject>,
        reason: Reason,
        what: impl Into<Text>,
        advice: impl Into<Text>,
    ) -> Self {
        let finding =
            Finding { reason, severity: reason.severity(), what: what.into(), advice: advice.into() };
        Self { standing: Standing::Broken, finding: Some(finding), ..Self::held(subject) }
    }

    pub(super) fn at(self, origin: &Origin, why: Option<&Text>) -> Self {
        Self { origin: Some(origin.clone()), why: why.cloned(), ..self }
    }
}
