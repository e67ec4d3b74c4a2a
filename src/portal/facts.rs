//! What one portal answered when its hook was probed. No opinion.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use crate::knowledge::rights::Right;
use crate::portal::failure::Failure;
use crate::scope::{MethodName, Scope};

/// Everything known about one hook.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    /// The hook's owner.
    pub owner: Owner,
    /// The plan, as `<language>_<plan>`; for information only.
    pub license: Option<String>,
    /// What `scope` says that the hook holds.
    pub scope: Listed,
    /// What `app.info` says that it holds.
    pub app_info: Listed,
    /// Codes that the portal wrote in capitals, unchanged; the other fields have them in lower case.
    pub capitals: BTreeSet<Scope>,
    /// Every code that this portal knows; `None` if unknown.
    pub known: Option<BTreeSet<Scope>>,
    /// The answers of `method.get`.
    pub methods: BTreeMap<MethodName, Result<Availability, Failure>>,
    /// What the calls say that prove rights.
    pub rights: BTreeMap<Right, Result<Proof, Failure>>,
    /// Calls without a result.
    pub failures: Vec<(Call, Failure)>,
    /// The most attempts that one call took; 1 is the first.
    pub attempts: u32,
    /// A pause that was not taken, since it would have outlasted the run.
    pub cut_short: Option<Duration>,
    /// The longest that one attempt may take.
    pub attempt_limit: Duration,
    /// From the first request to the last answer, pauses included.
    pub elapsed: Duration,
}

/// What one call says that the hook holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Listed {
    /// Nothing: the call failed, or its answer is not about scopes.
    #[default]
    Nothing,
    /// A list that cannot be read in full, which may hide any code.
    Unreadable,
    /// These codes.
    Codes(BTreeSet<Scope>),
}

/// The answer of `profile`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Owner {
    /// None, since the call failed.
    #[default]
    Unknown,
    /// An empty answer, or one without an id. Bitrix24 answers so for an inactive user (`rest` module,
    /// `rest_provider.php`).
    Gone,
    /// A person. It may rightly differ from the user in the address: the hook of a dismissed employee can live
    /// on under a technical user.
    Person(Person),
}

/// The user that the hook acts as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The user id.
    pub id: u64,
    /// First and last name; may be empty.
    pub name: String,
    /// Whether the user is an administrator; `None` if unknown.
    pub admin: Option<bool>,
}

/// The answer of `method.get`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Availability {
    /// The portal has such a method.
    pub existing: bool,
    /// The hook's scopes open it, judged by the method's own scope alone.
    pub available: bool,
}

/// What the portal said about a right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// The owner has it: the call was answered.
    Held,
    /// The owner lacks it.
    Denied,
    /// The owner is a guest of the portal, who has none.
    Guest,
    /// The portal does not have what it is about: a type, or the module.
    Absent,
    /// The portal's plan does not include it.
    Plan,
    /// The hook lacks the scope, so that nobody asked for the right.
    Closed,
    /// None: the answer has another form than the method's.
    Odd,
}

/// The calls that the probe makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Call {
    /// The `batch` that carries the others.
    Batch,
    /// `profile`, inside it.
    Profile,
    /// `scope`, inside it.
    Scope,
    /// `app.info`, on its own.
    AppInfo,
}

impl Call {
    /// The method's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Batch => "batch",
            Self::Profile => "profile",
            Self::Scope => "scope",
            Self::AppInfo => "app.info",
        }
    }
}
