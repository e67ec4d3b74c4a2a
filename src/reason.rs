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

/// The reasons, each with its severity unless something else overrides it, and the outcome of a run with such an error.
macro_rules! reasons {
    ($($(#[$what:meta])+ $name:ident: $severity:ident, $outcome:ident;)+) => {
        /// Why a run ended as it did, the heaviest first: of several findings with the same severity, the
        /// first in this order names the run.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Reason {
            $($(#[$what])+ $name,)+
        }

        impl Reason {
            /// Every reason, the heaviest first.
            pub const ALL: [Self; [$(Self::$name),+].len()] = [$(Self::$name),+];

            /// The severity unless something else overrides it.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self {
                    $(Self::$name => Severity::$severity,)+
                }
            }

            /// The outcome of a run with an error of this reason.
            #[must_use]
            pub fn outcome(self) -> Outcome {
                match self {
                    $(Self::$name => Outcome::$outcome,)+
                }
            }
        }
    };
}

reasons! {
    /// A signal ended the run.
    Interrupted: Error, Unreachable;
    /// An input, the hook's shape or the policy is wrong.
    Config: Error, Misconfigured;
    /// There is no hook.
    MissingHook: Error, Misconfigured;
    /// The portal does not accept the hook.
    HookRefused: Error, Failed;
    /// The portal's plan has no REST.
    Plan: Error, Failed;
    /// The portal is closed or gone.
    PortalClosed: Error, Failed;
    /// The portal has another address now.
    PortalMoved: Error, Failed;
    /// The address is not a Bitrix24 portal's.
    NotAPortal: Error, Failed;
    /// The hook is alive, but not the one expected.
    Identity: Error, Failed;
    /// A webhook's address with its secret stands in the code.
    HookInCode: Error, Failed;
    /// The portal did not say what the hook may do.
    ScopesUnknown: Error, Failed;
    /// A required scope is not granted.
    ScopeMissing: Error, Failed;
    /// A forbidden scope is granted.
    ScopeForbidden: Error, Failed;
    /// A method cannot be called.
    MethodUnavailable: Error, Failed;
    /// No webhook can call a method.
    MethodNotForWebhooks: Error, Failed;
    /// The hook's owner lacks a right.
    RightMissing: Error, Failed;
    /// The code calls a method whose scope the policy does not require.
    ScopeUndeclared: Error, Failed;
    /// The policy asks for less than its baseline.
    PolicyWeakened: Warning, Failed;
    /// The code calls a method that is kept for administrators, and the owner is none.
    AdminNeeded: Warning, Failed;
    /// The code calls a method that is superseded or stopped working.
    MethodDeprecated: Warning, Failed;
    /// A scope is granted that no rule names.
    ScopeExtra: Warning, Failed;
    /// A required scope is needed by no call in the code.
    ScopeUnused: Notice, Failed;
    /// The portal's request budget is spent.
    RateLimited: Error, Unreachable;
    /// No answer in time.
    Timeout: Error, Unreachable;
    /// The portal could not be reached.
    Network: Error, Unreachable;
    /// The TLS connection could not be trusted or made.
    Tls: Error, Unreachable;
    /// The portal is broken at the moment.
    ServerError: Error, Unreachable;
    /// Nothing to complain about.
    Ok: Notice, Passed;
}

impl Reason {
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
