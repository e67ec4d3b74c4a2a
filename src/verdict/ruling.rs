//! One judged rule: subject, standing, and finding.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::ledger::Origin;
use crate::reason::{Reason, Severity};
use crate::text::Text;
use crate::text::seal::{Quote, seal_as_is, seal_fields};

/// The subject of a check. Together with a hook it identifies the check in all reports.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Subject<T = Text> {
    /// The kind of check.
    pub kind: Aspect,
    /// Which one, if the kind has several.
    pub value: Option<T>,
}

seal_fields!(Subject { kind, value });

/// The kinds of checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Aspect {
    /// The portal answers and accepts the hook.
    Alive,
    /// There is an active owner.
    Owner,
    /// The portal is the expected one.
    Portal,
    /// The owner is the expected user.
    User,
    /// The owner is an administrator.
    Admin,
    /// The granted scopes are known.
    Grants,
    /// A scope must be held.
    Required,
    /// A scope must not be held.
    Forbidden,
    /// Every held scope should be named by a rule.
    Extra,
    /// A method must be callable.
    Method,
    /// The owner must have a right.
    Right,
    /// The scopes that calls need must be required; alternatives are separated by `|`.
    Declared,
    /// A required scope should be needed by a call in the code.
    Needed,
    /// A name at a call site should be a documented method.
    Documented,
    /// The hook must be able to call a method that the code calls.
    Callable,
    /// The portal should have a method that the code calls.
    Offered,
    /// The owner should be an administrator, where the code calls what is kept for them.
    Administrators,
    /// A webhook should be able to call a method that the code calls, whatever it holds.
    ForWebhooks,
    /// A method that the code calls should work.
    Current,
    /// The methods that the code calls should be developed on.
    Superseded,
    /// No webhook's address with its secret should stand in the code: a portal and user whose does.
    Leaked,
    /// The policy should demand no less than its baseline.
    Baseline,
    /// A demand that it weakens, in words.
    Weakened,
    /// In place of those that a report has no room for: what they are, in words.
    More,
}

impl Aspect {
    /// The check of `value`.
    #[must_use]
    pub fn of(self, value: impl Into<Text>) -> Subject {
        Subject { kind: self, value: Some(value.into()) }
    }

    /// Whether its place is a call in the code, and no rule.
    pub(crate) fn is_of_call(self) -> bool {
        use Aspect::{
            Administrators, Callable, Current, Declared, Documented, ForWebhooks, Offered, Superseded,
        };
        let by_hook = matches!(self, Callable | Offered | Administrators);
        by_hook || matches!(self, Declared | Documented | ForWebhooks | Current | Superseded)
    }

    /// The least severe finding on a check that does not hold.
    fn least(self) -> Severity {
        match self {
            Self::Needed | Self::Current | Self::Superseded => Severity::Notice,
            Self::Extra
            | Self::Declared
            | Self::Documented
            | Self::Offered
            | Self::Administrators
            | Self::ForWebhooks
            | Self::Baseline
            | Self::Weakened
            | Self::More => Severity::Warning,
            _ => Severity::Error,
        }
    }
}

impl<T> Ruling<T> {
    /// Whether its finding fits its standing: what does not hold is complained of, as loudly as that kind of check
    /// is, and what holds is no error.
    pub(crate) fn is_sound(&self) -> bool {
        let finding = self.finding.as_ref().map(|finding| (finding.severity, finding.reason));
        match (self.standing, finding) {
            (_, Some((_, Reason::Ok))) | (Standing::Broken, None) => false,
            (Standing::Held | Standing::Unknown, None) => true,
            (Standing::Held, Some((severity, _))) => severity < Severity::Error,
            (Standing::Broken, Some((severity, _))) => severity >= self.subject.kind.least(),
            (Standing::Unknown, Some((severity, _))) => match self.subject.kind {
                Aspect::Grants | Aspect::Baseline => severity >= Severity::Warning,
                _ => severity == Severity::Error,
            },
        }
    }
}

impl<T> Subject<T> {
    /// Whether its value fits its kind.
    pub(crate) fn is_whole(&self) -> bool {
        use Aspect::{
            Admin, Administrators, Alive, Baseline, Extra, Grants, Owner, Portal, Superseded, User,
        };
        let of_hook = matches!(self.kind, Alive | Owner | Portal | User | Admin | Grants | Extra);
        let single = of_hook || matches!(self.kind, Administrators | Superseded | Baseline);
        self.value.is_none() == single
    }
}

/// The check's name, stable enough for a test history.
impl fmt::Display for Subject<Quote> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = self.value.as_ref().map_or("", Quote::as_str);
        match self.kind {
            Aspect::Alive => f.write_str("the portal answers and accepts the webhook"),
            Aspect::Owner => f.write_str("the webhook has an active owner"),
            Aspect::Portal => f.write_str("expected portal"),
            Aspect::User => f.write_str("expected user"),
            Aspect::Admin => f.write_str("owner is an administrator"),
            Aspect::Grants => f.write_str("granted scopes are known"),
            Aspect::Required => write!(f, "required scope {value}"),
            Aspect::Forbidden => write!(f, "forbidden scope {value}"),
            Aspect::Extra => f.write_str("extra scopes"),
            Aspect::Method => write!(f, "method {value}"),
            Aspect::Right => write!(f, "right {value}"),
            Aspect::Declared => write!(f, "code needs {}", value.replace('|', " or ")),
            Aspect::Needed => write!(f, "required scope {value} is needed"),
            Aspect::Documented => write!(f, "{value} is a documented method"),
            Aspect::Callable => write!(f, "code calls {value}"),
            Aspect::Offered => write!(f, "the portal has {value}"),
            Aspect::Administrators => f.write_str("calls for administrators only"),
            Aspect::ForWebhooks => write!(f, "webhooks can call {value}"),
            Aspect::Current => write!(f, "{value} works"),
            Aspect::Superseded => f.write_str("no call of a superseded method"),
            Aspect::Leaked => write!(f, "no secret in the code: {value}"),
            Aspect::Baseline => f.write_str("the policy asks for no less than its baseline"),
            Aspect::Weakened => write!(f, "weakened: {value}"),
            Aspect::More => write!(f, "more {value}"),
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
    /// It holds.
    Held,
    /// It does not hold.
    Broken,
    /// The portal's answer was not enough to decide.
    Unknown,
}

/// One rule, judged.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ruling<T = Text> {
    /// What was looked at.
    pub subject: Subject<T>,
    /// Whether the rule holds.
    pub standing: Standing,
    /// The rule's place; `None` for checks without a rule.
    pub origin: Option<Origin<T>>,
    /// The author's reason for the rule.
    pub why: Option<T>,
    /// The finding, unless another ruling has it.
    pub finding: Option<Finding<T>>,
}

seal_fields!(Ruling { subject, standing, origin, why, finding });

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding<T = Text> {
    /// The reason.
    pub reason: Reason,
    /// The severity.
    pub severity: Severity,
    /// What happened: a fragment without a full stop.
    pub what: T,
    /// What to do next; may be empty.
    pub advice: T,
}

seal_as_is!(Aspect, Standing);
seal_fields!(Finding { reason, severity, what, advice });

impl<T> Finding<T> {
    /// The sort key for readers: the most severe first, then in the order of reasons.
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

    /// Its finding with this severity in place of the reason's.
    pub(super) fn with_severity(mut self, severity: Severity) -> Self {
        if let Some(finding) = &mut self.finding {
            finding.severity = severity;
        }
        self
    }

    pub(super) fn at(self, origin: &Origin, why: Option<&Text>) -> Self {
        Self { origin: Some(origin.clone()), why: why.cloned(), ..self }
    }
}
