//! The texts of every reason: a new reason is one entry here and one in the enum.

use super::Reason;

pub(super) struct Texts {
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    pub(super) help: &'static str,
}

const fn texts(id: &'static str, title: &'static str, help: &'static str) -> Texts {
    Texts { id, title, help }
}

#[expect(clippy::too_many_lines, reason = "a table: one entry for each reason")]
pub(super) const fn of(reason: Reason) -> Texts {
    match reason {
        Reason::Ok => texts(
            "ok",
            "every rule holds",
            "The webhook works, its owner is the one expected, and every rule of the policy holds. There is \
             nothing to do.",
        ),
        Reason::Interrupted => texts(
            "interrupted",
            "the run was stopped before it could finish",
            "A signal (Ctrl-C, a cancelled job, a runner that shuts down) ended the run. The exit code is 128 \
             plus the signal's number. The report has what was known by then. Run it again.",
        ),
        Reason::Config => texts(
            "config",
            "an input, the webhook's address or the policy is wrong",
            "Nothing was sent to the portal. Every mistake is listed with its input or its line of the policy. \
             Fix them and run again. `b24-ping lint` checks a policy without a webhook.",
        ),
        Reason::MissingHook => texts(
            "missing-hook",
            "there is no webhook to check",
            "The secret is empty. Usual causes: it is not defined in this repository or organisation; it belongs \
             to an environment, and the job does not name that environment; the job runs in a \
             reusable workflow that is called without `secrets: inherit`; the run belongs to \
             Dependabot, which has secrets of its own; the pull request comes from a fork, which \
             gets no secrets. With `missing-hook: skip` an empty secret always skips the check, with \
             `missing-hook: fail` never.",
        ),
        Reason::HookRefused => texts(
            "hook-refused",
            "the portal does not accept the webhook",
            "The portal answered and refused the webhook itself. INVALID_CREDENTIALS: the webhook was deleted, \
             has expired, was regenerated when an administrator edited it, was blocked because its \
             secret became public, or the address was copied wrongly. Copy the address again. If \
             that does not help, create a new webhook under Developer resources > Other > Inbound \
             webhook, with the scopes of your policy, and put its address into the CI secret. For \
             any other code keep the webhook. authorization_error: its owner is dismissed or \
             blocked. OVERLOAD_LIMIT: Bitrix24 blocked it for its load; write to Bitrix24's support. \
             Any other code: ask the portal's administrator or Bitrix24's support what it means.",
        ),
        Reason::Plan => texts(
            "plan",
            "the portal's plan does not include REST, or not what a right needs",
            "REST calls need a commercial plan (on some tariffs with a Market subscription) or a running trial. \
             An on-premise portal needs a valid licence. Renew it, and keep the webhook. A right of \
             the policy may need a larger plan than REST does; the message names it.",
        ),
        Reason::PortalClosed => texts(
            "portal-closed",
            "the portal is closed or deleted",
            "The portal answers PORTAL_DELETED: its account is gone, or the public part of an on-premise portal \
             is closed for maintenance. Open it again, or put a webhook of the right portal into the \
             secret.",
        ),
        Reason::PortalMoved => texts(
            "portal-moved",
            "the portal answers with a redirect",
            "Usually the portal was renamed, and the redirect leads to another host. Open that address in a \
             browser, check that it is yours, copy the webhook's address from there and update the \
             CI secret. A login in front of the portal or a filter on the way may redirect as well; \
             it must exempt /rest/. b24-ping never follows a redirect, since the secret is part of \
             the address.",
        ),
        Reason::NotAPortal => texts(
            "not-a-portal",
            "the address does not answer like a Bitrix24 portal",
            "Something answers there, but with a web page or with JSON of another kind. Check the host in the \
             webhook's address for typing mistakes, and that the portal still exists. On-premise, \
             check that the proxy in front of the portal lets /rest/ through. A page that asks for a \
             login, and a redirect to the same host, come from the server in front of the portal: \
             the webhook itself may be good. Bitrix24's cloud shows a page of its own for a name \
             that it does not know or has switched off; some networks get it for a living portal.",
        ),
        Reason::Identity => texts(
            "identity",
            "the webhook is not the one expected, or its owner is inactive",
            "The webhook works, but it belongs to another portal or user than expected, its owner is not the \
             administrator that the policy requires, or its owner is inactive. Most often the secret \
             holds another webhook than you think. Compare its portal and user with the policy.",
        ),
        Reason::HookInCode => texts(
            "hook-in-code",
            "a webhook's address with its secret is in the code",
            "Whoever can read the code can use the webhook with the rights of its owner, and Bitrix24 blocks \
             webhooks that become public. Delete this webhook on the portal and create another. Then \
             remove the address from the code, and read it from a secret of the CI system or from a \
             file that is not committed. The history still holds it: `b24-ping scan --history` looks \
             there. If it is a sample that no portal knows, write `b24-ping: ignore` on its line, or \
             write x in place of the secret.",
        ),
        Reason::ScopesUnknown => texts(
            "scopes-unknown",
            "the portal did not say what the webhook may do",
            "The call `scope` gave no complete list of scopes, and `app.info` gave none either, so the policy \
             could not be compared. That is never a pass. As a warning: the two calls list different \
             scopes. A scope that only one of them lists counts as forbidden or extra, but not as \
             required. Run again; if it stays, tell the portal's administrator.",
        ),
        Reason::ScopeMissing => texts(
            "scope-missing",
            "a required scope is not granted",
            "Open the webhook on the portal (Developer resources > Integrations), tick the permission and save. \
             If its owner does this, the address stays the same and the change works at once. If \
             another administrator does, the webhook gets a new secret, and the CI secret must be \
             updated. \"Unknown to this portal\" means that the portal has no such permission: a \
             typing mistake in the policy, or a module that is not installed.",
        ),
        Reason::ScopeForbidden => texts(
            "scope-forbidden",
            "a forbidden scope is granted",
            "The webhook may do something that the policy forbids. Untick the permission in the webhook's \
             settings, or change the policy if the scope is needed.",
        ),
        Reason::MethodUnavailable => texts(
            "method-unavailable",
            "a method cannot be called",
            "`method.get` says that the portal has no such method, or that the webhook's scopes do not open it. \
             Check its spelling, grant its scope, or install its module. For a method of the policy \
             this is an error; for a method that the code calls it is a warning at the first call. \
             With `scan: { ask: false }` the portal is not asked about the methods in the code.",
        ),
        Reason::MethodNotForWebhooks => texts(
            "method-not-for-webhooks",
            "no webhook can call this method",
            "Some methods are for applications only: they keep data of the application, add it to the interface, \
             or register what Bitrix24 calls back. A webhook is refused, whatever its scopes and \
             whoever owns it. Remove the method from the policy, and call it from an application, \
             such as a local one, with OAuth. If the code does so, `b24-ping: ignore` on the line \
             silences the warning.",
        ),
        Reason::AdminNeeded => texts(
            "admin-needed",
            "the code calls a method for administrators, and the webhook's owner is not one",
            "According to Bitrix24's documentation only an administrator of the portal can call these methods, \
             and the webhook's owner is not one. The calls will be refused with an error such as \
             ACCESS_DENIED. Create the webhook under an administrator, or make its owner one. \
             `require-admin` turns this into an error. If the calls run under another webhook, \
             `b24-ping: ignore` on their lines silences the warning.",
        ),
        Reason::MethodDeprecated => texts(
            "method-deprecated",
            "the code calls a method that is superseded or stopped working",
            "A method that stopped working or has no effect any more is a warning at its first call. Methods that \
             still work but are no longer developed are one notice, which names their successors and \
             whether the webhook holds the scopes for these. In the policy, `scan: { deprecated: \
             warn }` makes each of them a warning, `fail` an error, and `ignore` silences the \
             notice.",
        ),
        Reason::RightMissing => texts(
            "right-missing",
            "the webhook's owner lacks a right that the policy requires",
            "A webhook may do what its scopes open and what its owner may do. Here the scope is granted, and the \
             portal refuses the owner. Grant the right where the message says, or create the webhook \
             under somebody who has it, best a technical user. Each right is tested by a call that \
             only reads, and returns no rows.",
        ),
        Reason::ScopeUndeclared => texts(
            "scope-undeclared",
            "the code calls a method whose scope the policy does not require",
            "Add the scope to `required`, so that it is checked before a deploy, and tick it in the webhook's \
             settings. If the line is no call, write `b24-ping: ignore` on it, or list the method \
             under `ignore-methods` in the policy's `scan`.",
        ),
        Reason::PolicyWeakened => texts(
            "policy-weakened",
            "the policy asks for less than its baseline",
            "A rule was removed or loosened since the baseline, so webhooks or code can pass that failed before: \
             a scope is no longer required or forbidden, an extra scope is allowed now, an \
             expectation was removed or changed, or calls no longer count. Put the rule back, or ask \
             those who rely on it. With `fail-on-weakening` this is an error.",
        ),
        Reason::ScopeExtra => texts(
            "scope-extra",
            "a scope is granted that no rule names",
            "The webhook may do more than the policy says. Untick the permission in the webhook's settings, or \
             list it under `required` or `allow-extra`. `extra: ignore` silences this, `extra: fail` \
             makes it an error.",
        ),
        Reason::ScopeUnused => texts(
            "scope-unused",
            "no call in the code needs a required scope",
            "No call that could be read needs this scope. The message says how many calls could not be read, and \
             `b24-ping scan` lists them: one of them may need it, and so may other programs that use \
             this webhook. Keep the permission on the portal. Remove the scope from `required` only \
             if you know that nothing else needs it; if something does, add `keep: true` and a `why` \
             to it.",
        ),
        Reason::RateLimited => texts(
            "rate-limited",
            "the portal's request budget is used up",
            "Bitrix24 allows about two requests a second from one address to a portal, and bursts of fifty. It \
             counts every program behind that address, so on a shared runner it may be somebody \
             else's traffic. Run again later, or raise `timeout` and `max-attempts`.",
        ),
        Reason::Timeout => texts(
            "timeout",
            "no answer in time",
            "No attempt was answered within `request-timeout`, or the run's `timeout` ended. Check that the \
             portal is up. For a slow on-premise portal raise the two inputs.",
        ),
        Reason::Network => texts(
            "network",
            "the portal could not be reached",
            "The host name has no address, or the connection was refused, cut or never made; the message says \
             which. If nothing answers, most likely a firewall on either side blocks this runner. If \
             a proxy is at fault, it is named with its variable. Check the host in the webhook's \
             address, the runner's network and firewall, and HTTPS_PROXY and NO_PROXY if you need a \
             proxy. The webhook itself may be good.",
        ),
        Reason::Tls => texts(
            "tls",
            "no trustworthy TLS connection",
            "The certificate is not trusted, expired, issued for another name or too old, or the TLS handshake \
             failed; the message says which. For an on-premise portal with an authority of its own, \
             give the authority's certificate (PEM) as `ca-file` or in SSL_CERT_FILE; do the same \
             for a self-signed certificate. If the server lacks the intermediate certificate, its \
             administrator has to install the full chain. There is no switch to skip the check.",
        ),
        Reason::ServerError => texts(
            "server-error",
            "the portal is broken at the moment",
            "On every attempt the portal, or a proxy in front of it, answered with an error of its own, or with \
             something that could not be read. ERROR_CORE, a number or an empty code is an exception \
             inside the portal, such as a full disk or a lost database: the webhook is not at fault, \
             keep it. Run again later; if it stays, tell the portal's administrator or Bitrix24's \
             support.",
        ),
    }
}
