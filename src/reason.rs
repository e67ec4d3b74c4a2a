//! The closed set of reasons for findings and outcomes, with their texts.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::outcome::Outcome;
use crate::text::printable::Safe;
use crate::text::seal::seal_as_is;

mod texts;

/// The weight of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Information only.
    Notice,
    /// Does not fail the run.
    Warning,
    /// Fails the run.
    Error,
}

impl Severity {
    /// The word in reports and annotations.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Notice => "notice",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// Why a run ended as it did, the heaviest first: of several findings with the same severity, the first in
/// this order names the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// A signal ended the run.
    Interrupted,
    /// An input, the hook's shape or the policy is wrong.
    Config,
    /// There is no hook.
    MissingHook,
    /// The portal does not accept the hook.
    HookRefused,
    /// The portal's plan has no REST.
    Plan,
    /// The portal is closed or gone.
    PortalClosed,
    /// The portal has another address now.
    PortalMoved,
    /// The address is not a Bitrix24 portal's.
    NotAPortal,
    /// The hook is alive, but not the one expected.
    Identity,
    /// The portal did not say what the hook may do.
    ScopesUnknown,
    /// A required scope is not granted.
    ScopeMissing,
    /// A forbidden scope is granted.
    ScopeForbidden,
    /// A method cannot be called.
    MethodUnavailable,
    /// The code calls a method whose scope the policy does not require.
    ScopeUndeclared,
    /// The policy asks for less than its baseline.
    PolicyWeakened,
    /// A scope is granted that no rule names.
    ScopeExtra,
    /// A required scope is needed by no call in the code.
    ScopeUnused,
    /// The portal's request budget is spent.
    RateLimited,
    /// No answer in time.
    Timeout,
    /// The portal could not be reached.
    Network,
    /// The TLS connection could not be trusted or made.
    Tls,
    /// The portal is broken at the moment.
    ServerError,
    /// Nothing to complain about.
    Ok,
}

impl Reason {
    /// Every reason, the heaviest first.
    pub const ALL: [Self; 23] = [
        Self::Interrupted,
        Self::Config,
        Self::MissingHook,
        Self::HookRefused,
        Self::Plan,
        Self::PortalClosed,
        Self::PortalMoved,
        Self::NotAPortal,
        Self::Identity,
        Self::ScopesUnknown,
        Self::ScopeMissing,
        Self::ScopeForbidden,
        Self::MethodUnavailable,
        Self::ScopeUndeclared,
        Self::PolicyWeakened,
        Self::ScopeExtra,
        Self::ScopeUnused,
        Self::RateLimited,
        Self::Timeout,
        Self::Network,
        Self::Tls,
        Self::ServerError,
        Self::Ok,
    ];

    /// The stable code, as in the `reason` output.
    #[must_use]
    pub fn id(self) -> &'static str {
        texts::of(self).id
    }

    /// What it means, in one line.
    #[must_use]
    pub fn title(self) -> &'static str {
        texts::of(self).title
    }

    /// What it means and how to fix it, for `explain`: paragraphs without line breaks of their own.
    #[must_use]
    pub fn help(self) -> &'static str {
        texts::of(self).help
    }

    /// The reason with this code.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.id() == id)
    }

    /// The severity unless something else overrides it.
    #[must_use]
    pub fn severity(self) -> Severity {
        match self {
            Self::Ok | Self::ScopeUnused => Severity::Notice,
            Self::ScopeExtra | Self::PolicyWeakened => Severity::Warning,
            _ => Severity::Error,
        }
    }

    /// The outcome of a run with an error of this reason.
    #[must_use]
    pub fn outcome(self) -> Outcome {
        match self {
            Self::Ok => Outcome::Passed,
            Self::Config | Self::MissingHook => Outcome::Misconfigured,
            Self::RateLimited
            | Self::Timeout
            | Self::Network
            | Self::Tls
            | Self::ServerError
            | Self::Interrupted => Outcome::Unreachable,
            Self::HookRefused
            | Self::Plan
            | Self::PortalClosed
            | Self::PortalMoved
            | Self::NotAPortal
            | Self::Identity
            | Self::ScopesUnknown
            | Self::ScopeMissing
            | Self::ScopeForbidden
            | Self::MethodUnavailable
            | Self::ScopeUndeclared
            | Self::PolicyWeakened
            | Self::ScopeExtra
            | Self::ScopeUnused => Outcome::Failed,
        }
    }
}

seal_as_is!(Reason, Severity);

impl Safe for Reason {}

impl Serialize for Reason {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id())
    }
}

impl<'de> Deserialize<'de> for Reason {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let id = String::deserialize(deserializer)?;
        Self::from_id(&id).ok_or_else(|| serde::de::Error::custom("no reason of this version"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_set_is_closed_sorted_and_findable() {
        assert!(Reason::ALL.windows(2).all(|pair| pair[0] < pair[1]), "ALL is the order of weight");
        for reason in Reason::ALL {
            assert_eq!(Reason::from_id(reason.id()), Some(reason));
            assert!(reason.id().bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{}", reason.id());
            assert!(reason.title().len() < 80 && reason.help().len() > reason.title().len());
            assert!(!reason.help().contains("  "), "{}", reason.id());
        }
        assert_eq!(Reason::from_id("none-such"), None);
    }
}
