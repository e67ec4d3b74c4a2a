//! The closed set of reasons: every complaint that b24-ping can make, with its words.

use serde::{Serialize, Serializer};

use crate::outcome::Outcome;

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; changes nothing.
    Notice,
    /// Wants attention; does not fail the run.
    Warning,
    /// Decides the outcome.
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

/// Why a run ended as it did. The order is that of weight: of several findings with the same
/// severity, the first in this order names the run.
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
        self.words().0
    }

    /// What it means, in one line.
    #[must_use]
    pub fn title(self) -> &'static str {
        self.words().1
    }

    /// What it means and how to mend it, for `explain`: paragraphs without line breaks of their own.
    #[must_use]
    pub fn help(self) -> &'static str {
        self.words().2
    }

    /// The reason with this code.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.id() == id)
    }

    /// How much a finding with this reason weighs when nothing says otherwise.
    #[must_use]
    pub fn severity(self) -> Severity {
        match self {
            Self::Ok | Self::ScopeUnused => Severity::Notice,
            Self::ScopeExtra | Self::PolicyWeakened => Severity::Warning,
            _ => Severity::Error,
        }
    }

    /// What an error with this reason makes of the run.
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

    /// Id, title and help side by side, so that a new reason is one entry.
    fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Ok => (
                "ok",
                "every rule holds",
                "The hook is alive, its owner is the one expected, and every rule of the policy holds. \
                 Nothing to do.",
            ),
            Self::Interrupted => (
                "interrupted",
                "the run was stopped before it could finish",
                "A signal (Ctrl-C, a cancelled job, a runner that shuts down) ended the run; the exit code is \
                 128 plus the signal's number. What had been learnt until then is in the report. \
                 Run it again.",
            ),
            Self::Config => (
                "config",
                "an input, the hook's shape or the policy is wrong",
                "Nothing was sent. Every mistake is listed with the input or the line of the policy that it \
                 sits on; mend them and run again. `b24-ping lint` checks a policy without a hook.",
            ),
            Self::MissingHook => (
                "missing-hook",
                "there is no hook to check",
                "The secret is empty. Usual causes: it is not defined in this repository or organisation; it is \
                 an environment's secret and the job does not name that environment; the job runs in a reusable \
                 workflow that is called without `secrets: inherit`; the run belongs to Dependabot, which has a \
                 secret store of its own; the pull request comes from a fork, which gets no secrets. \
                 `missing-hook: skip` makes an empty secret a skip everywhere, `fail` nowhere.",
            ),
            Self::HookRefused => (
                "hook-refused",
                "the portal does not accept the hook",
                "The portal answered and said no to the hook itself. INVALID_CREDENTIALS: the webhook was \
                 deleted, has expired, was regenerated by an administrator's edit, was blocked because its \
                 secret became public, or the address was copied wrongly. authorization_error: its owner is \
                 dismissed or blocked. OVERLOAD_LIMIT: Bitrix24 put it on hold, write to its support. \
                 Create a new inbound webhook under Developer resources > Other > Inbound webhook, with the \
                 scopes of your policy, and put its address into the CI secret.",
            ),
            Self::Plan => (
                "plan",
                "the portal's plan does not include REST",
                "REST calls need a commercial plan (on some tariffs with a Market subscription) or a running \
                 trial, and an on-premise portal a valid licence. Renew it; the hook itself stays as it is.",
            ),
            Self::PortalClosed => (
                "portal-closed",
                "the portal is closed or deleted",
                "The portal answers PORTAL_DELETED: its account is gone, or an on-premise portal's public part \
                 is closed for maintenance. Open it again, or point the secret to the right portal.",
            ),
            Self::PortalMoved => (
                "portal-moved",
                "the portal answers with a redirect",
                "Usually the portal was renamed. b24-ping never follows a redirect, since the secret is part of \
                 the address. Open the new address in a browser, check that it is yours, copy the webhook's \
                 address from there and update the CI secret.",
            ),
            Self::NotAPortal => (
                "not-a-portal",
                "the address does not answer like a Bitrix24 portal",
                "Something answers there, but with a web page or with JSON of another kind. Check the host in \
                 the hook for typing mistakes and for a portal that no longer exists; on-premise, check that \
                 the proxy in front of the portal lets /rest/ through.",
            ),
            Self::Identity => (
                "identity",
                "the hook is not the one expected, or its owner is gone",
                "The hook works, but it belongs to another portal or user than the policy expects, lacks the \
                 administrator's right that is asked for, or its owner is inactive. Most often the wrong secret \
                 sits in the right name. Compare the secret's portal and user with the policy.",
            ),
            Self::ScopesUnknown => (
                "scopes-unknown",
                "the portal did not say what the hook may do",
                "Neither `scope` nor `app.info` gave a list of permissions that could be read, so the policy \
                 could not be compared. That is never a pass. Run again; if it stays, look at the facts in the \
                 report and tell us.",
            ),
            Self::ScopeMissing => (
                "scope-missing",
                "a required scope is not granted",
                "Open the webhook on the portal (Developer resources > Integrations), tick the \
                 permission and save. If its owner edits it, the address stays the same and the change works \
                 at once; if another administrator does, the secret is regenerated and the CI secret must be \
                 updated. \"Unknown to this portal\" means that no such permission exists there: a typing \
                 mistake in the policy, or a module that is not installed.",
            ),
            Self::ScopeForbidden => (
                "scope-forbidden",
                "a forbidden scope is granted",
                "The hook may do something that the policy forbids. Untick the permission in the webhook's \
                 settings, or change the policy if the need is real.",
            ),
            Self::MethodUnavailable => (
                "method-unavailable",
                "a method of the policy cannot be called",
                "`method.get` says that the method does not exist on this portal, or that the hook's scopes do \
                 not open it. Check its spelling, grant its scope, or install the module it belongs to.",
            ),
            Self::ScopeUndeclared => (
                "scope-undeclared",
                "the code calls a method whose scope the policy does not require",
                "Reserved for the scan of the code, which this version does not do yet. Add the scope to \
                 `required`, so that the gate proves it before a deploy.",
            ),
            Self::PolicyWeakened => (
                "policy-weakened",
                "the policy asks for less than its baseline",
                "Reserved for the policy diff, which this version does not do yet. A rule was removed or \
                 loosened; make sure that this is meant.",
            ),
            Self::ScopeExtra => (
                "scope-extra",
                "a scope is granted that no rule names",
                "The hook may do more than the policy knows of. Untick the permission in the webhook's \
                 settings, or name it under `required` or `allow-extra`. `extra: ignore` silences this, \
                 `extra: fail` makes it an error.",
            ),
            Self::ScopeUnused => (
                "scope-unused",
                "a required scope is needed by no call in the code",
                "Reserved for the scan of the code, which this version does not do yet. Drop the scope from \
                 `required` and from the hook if nothing else needs it.",
            ),
            Self::RateLimited => (
                "rate-limited",
                "the portal's request budget is spent",
                "Bitrix24 allows a source address about two requests a second with bursts of fifty per portal, \
                 and counts every program behind that address: on a shared runner it may be somebody else's \
                 traffic. Run again later, or raise `timeout` and `max-attempts`.",
            ),
            Self::Timeout => (
                "timeout",
                "no answer in time",
                "No attempt was answered within `request-timeout`, or the run's `timeout` ended. Check that the \
                 portal is up; raise the two inputs for a slow on-premise portal.",
            ),
            Self::Network => (
                "network",
                "the portal could not be reached",
                "The name could not be resolved, or the connection was refused or cut. Check the host in the \
                 hook, the runner's network and firewall, and HTTPS_PROXY and NO_PROXY where a proxy is needed.",
            ),
            Self::Tls => (
                "tls",
                "no trustworthy TLS connection",
                "The certificate is not trusted, expired, or made for another name, or the TLS handshake broke. \
                 For an on-premise portal with a private authority give its certificate as `ca-file` (PEM) or \
                 in SSL_CERT_FILE. There is no switch to look away.",
            ),
            Self::ServerError => (
                "server-error",
                "the portal is broken at the moment",
                "The portal or a proxy before it answered with an error of its own, or with something that \
                 could not be read, on every attempt. Run again later; if it stays, tell the portal's \
                 administrator.",
            ),
        }
    }
}

impl Serialize for Reason {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id())
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
