//! What one portal did and said when its hook was tried. No opinion.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use crate::portal::failure::Failure;
use crate::scope::{MethodName, Scope};

/// Everything learnt about one hook.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    /// Whose the hook is.
    pub owner: Owner,
    /// The plan, as `<language>_<plan>`; information only.
    pub license: Option<String>,
    /// What the hook may do; `None` when no source said.
    pub granted: Option<BTreeSet<Scope>>,
    /// Codes that the portal wrote in capitals, as it did; in the other fields they are in lower case.
    pub capitals: BTreeSet<Scope>,
    /// Every code that this portal knows; `None` when it did not say.
    pub known: Option<BTreeSet<Scope>>,
    /// What `method.get` said of each method asked for.
    pub methods: BTreeMap<MethodName, Result<Availability, Failure>>,
    /// Calls that gave no result.
    pub failures: Vec<(Call, Failure)>,
    /// The most attempts that one call took; 1 is the first.
    pub attempts: u32,
    /// A pause before another try that was not taken, since it would have outlasted the run.
    pub cut_short: Option<Duration>,
    /// From the first request to the last answer, pauses included.
    pub elapsed: Duration,
}

/// What `profile` said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Owner {
    /// Nothing, since the call failed.
    #[default]
    Unknown,
    /// Nobody: an empty answer, or one without an id. Bitrix24 answers so for an inactive user
    /// (`rest` module, `rest_provider.php`).
    Gone,
    /// A person. It may rightly be another one than the address names: the hook of somebody
    /// dismissed can live on under a technical user.
    Person(Person),
}

/// The user whom the hook acts as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The user id.
    pub id: u64,
    /// First and last name; may be empty.
    pub name: String,
    /// Whether the user may configure the portal; `None` when the portal did not say.
    pub admin: Option<bool>,
}

/// What `method.get` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Availability {
    /// The portal has such a method.
    pub existing: bool,
    /// The hook's scopes open it, by a plain look at the method's own scope.
    pub available: bool,
}

/// The calls that the probe makes, by the name a user knows.
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
