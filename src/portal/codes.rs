//! The portal's error codes: whether another try is worth it, and what each means.
//!
//! Codes and causes are those of Bitrix24's `rest` module (`rest.php`, `apauth/auth.php`,
//! `engine/access/loadlimiter.php`, `V3/Exception/`), its documentation (`system-errors`) and live
//! captures. The code decides before the status: one status stands for many causes, and HTTP 200
//! may carry an error.

use crate::failure::Refusal;
use crate::reason::Reason;

/// How often a failed call is worth repeating.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Again {
    /// Never: the answer will not change.
    Never,
    /// One more time.
    Once,
    /// As often as the inputs allow.
    Yes,
}

/// What a refusal means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meaning {
    /// Whether to try again.
    pub again: Again,
    /// The reason that users see.
    pub reason: Reason,
    /// What to do about it; empty when the reason's own help says it.
    pub advice: &'static str,
}

const NEW_HOOK: &str = "copy the address from the webhook's settings anew; if it is refused again, create a new \
                        webhook and update the CI secret";
const NOT_A_HOOK: &str = "this is an answer to an application, not to a webhook: check that the secret holds an \
                          inbound webhook's address";
const SUPPORT: &str = "write to Bitrix24's support";

/// The codes that are known, with whether to ask again, the reason, and the advice.
const CODES: &[(&str, Again, Reason, &str)] = &[
    ("INVALID_CREDENTIALS", Again::Never, Reason::HookRefused, NEW_HOOK),
    ("NO_AUTH_FOUND", Again::Never, Reason::HookRefused, NEW_HOOK),
    (
        "authorization_error",
        Again::Never,
        Reason::HookRefused,
        "the hook's owner is dismissed or blocked: reactivate the user, or create the webhook under another one",
    ),
    (
        "INVALID_REQUEST",
        Again::Never,
        Reason::HookRefused,
        "the portal believes that it was asked over http: its administrator must pass the https header through the proxy",
    ),
    ("OVERLOAD_LIMIT", Again::Never, Reason::HookRefused, SUPPORT),
    (
        "ERROR_OAUTH",
        Again::Never,
        Reason::HookRefused,
        "read the portal's own words; its disk quota may be exceeded",
    ),
    ("user_access_error", Again::Never, Reason::HookRefused, NOT_A_HOOK),
    ("expired_token", Again::Never, Reason::HookRefused, NOT_A_HOOK),
    ("invalid_token", Again::Never, Reason::HookRefused, NOT_A_HOOK),
    ("APPLICATION_NOT_FOUND", Again::Never, Reason::HookRefused, NOT_A_HOOK),
    ("NOT_INSTALLED", Again::Never, Reason::HookRefused, NOT_A_HOOK),
    ("CONNECTION_ERROR", Again::Never, Reason::HookRefused, NOT_A_HOOK),
    ("invalid_client", Again::Never, Reason::HookRefused, NOT_A_HOOK),
    ("invalid_grant", Again::Never, Reason::HookRefused, NOT_A_HOOK),
    (
        "insufficient_scope",
        Again::Never,
        Reason::HookRefused,
        "tick the permission in the webhook's settings",
    ),
    ("WRONG_AUTH_TYPE", Again::Never, Reason::HookRefused, "this method is for applications only"),
    ("insufficient_auth_type", Again::Never, Reason::HookRefused, "this method is for applications only"),
    (
        "allowed_only_intranet_user",
        Again::Never,
        Reason::HookRefused,
        "the hook's owner is a guest of the portal: create the webhook under an employee",
    ),
    ("METHOD_CONFIRM_WAITING", Again::Never, Reason::HookRefused, "an administrator must confirm the call"),
    ("METHOD_CONFIRM_DENIED", Again::Never, Reason::HookRefused, "an administrator denied the call"),
    (
        "ERROR_METHOD_NOT_FOUND",
        Again::Never,
        Reason::HookRefused,
        "the portal does not know this address: check the path before `/rest/`, or install the REST module",
    ),
    ("PAYMENT_REQUIRED", Again::Never, Reason::Plan, ""),
    ("WRONG_LICENSE", Again::Never, Reason::Plan, ""),
    ("verification_needed", Again::Never, Reason::Plan, "renew the on-premise portal's licence"),
    ("PORTAL_BLOCKED_BY_LICENSE_SCANNER", Again::Never, Reason::Plan, SUPPORT),
    ("PORTAL_DELETED", Again::Never, Reason::PortalClosed, ""),
    ("QUERY_LIMIT_EXCEEDED", Again::Yes, Reason::RateLimited, ""),
    ("OPERATION_TIME_LIMIT", Again::Once, Reason::RateLimited, "wait ten minutes, then run again"),
    ("INTERNAL_SERVER_ERROR", Again::Yes, Reason::ServerError, ""),
    ("ERROR_UNEXPECTED_ANSWER", Again::Yes, Reason::ServerError, ""),
    ("BITRIX_REST_V3_EXCEPTION_ACCESSDENIEDEXCEPTION", Again::Never, Reason::HookRefused, NEW_HOOK),
    ("BITRIX_REST_V3_EXCEPTION_INSUFFICIENTSCOPEEXCEPTION", Again::Never, Reason::HookRefused, ""),
    ("BITRIX_REST_V3_EXCEPTION_METHODNOTFOUNDEXCEPTION", Again::Never, Reason::HookRefused, ""),
    ("BITRIX_REST_V3_EXCEPTION_MARKETSUBSCRIPTIONREQUIREDEXCEPTION", Again::Never, Reason::Plan, ""),
    ("BITRIX_REST_V3_EXCEPTION_RESTUNAVAILABLEEXCEPTION", Again::Never, Reason::Plan, ""),
    ("BITRIX_REST_V3_EXCEPTION_RATELIMITEXCEPTION", Again::Yes, Reason::RateLimited, ""),
    ("BITRIX_REST_V3_EXCEPTION_INTERNAL_INTERNALEXCEPTION", Again::Yes, Reason::ServerError, ""),
];

/// What a refusal means: by its code, else by its status.
#[must_use]
pub fn meaning(refusal: &Refusal) -> Meaning {
    let code = refusal.code.trim();
    if code.eq_ignore_ascii_case("ACCESS_DENIED") {
        let reason = if is_about_the_plan(refusal) { Reason::Plan } else { Reason::HookRefused };
        return Meaning { again: Again::Never, reason, advice: "" };
    }
    if let Some((_, again, reason, advice)) = CODES.iter().find(|entry| entry.0.eq_ignore_ascii_case(code)) {
        return Meaning { again: *again, reason: *reason, advice };
    }
    let reason = match refusal.status {
        429 => Reason::RateLimited,
        408 => Reason::Timeout,
        500.. => Reason::ServerError,
        _ => Reason::HookRefused,
    };
    Meaning { again: by_status(refusal.status), reason, advice: "" }
}

/// Whether a bare status says "later".
pub(super) fn by_status(status: u16) -> Again {
    match status {
        408 | 429 | 500 | 502 | 503 | 504 => Again::Yes,
        _ => Again::Never,
    }
}

/// Whether a status sends elsewhere. Its neighbours do not: a 304 comes from a cache that mistook us for a reader.
pub(super) fn is_redirect(status: u16) -> bool {
    matches!(status, 301 | 302 | 303 | 307 | 308)
}

/// Whether this refusal of `app.info` says no more than that it is for applications: on some builds
/// a webhook may not call it, and the hook is alive all the same.
#[must_use]
pub fn wants_an_application(refusal: &Refusal) -> bool {
    match refusal.code.to_ascii_uppercase().as_str() {
        "ACCESS_DENIED" => !is_about_the_plan(refusal),
        "WRONG_AUTH_TYPE" | "INSUFFICIENT_AUTH_TYPE" | "ERROR_METHOD_NOT_FOUND" => true,
        _ => false,
    }
}

/// `ACCESS_DENIED` is the plan's at HTTP 401 and the method's own at 403; inside a batch only the
/// text is left.
fn is_about_the_plan(refusal: &Refusal) -> bool {
    let text = refusal.text.to_ascii_lowercase();
    let says_so = ["subscription", "commercial plan"].iter().any(|words| text.contains(words));
    says_so || (refusal.status == 401 && !text.contains("application context"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(status: u16, code: &str, text: &str) -> Meaning {
        meaning(&Refusal { code: code.to_owned(), text: text.to_owned(), status })
    }

    #[test]
    fn the_code_decides_before_the_status() {
        assert_eq!(of(401, "QUERY_LIMIT_EXCEEDED", "").again, Again::Yes);
        assert_eq!(of(503, "OVERLOAD_LIMIT", "").again, Again::Never);
        assert_eq!(of(500, "PORTAL_DELETED", "").reason, Reason::PortalClosed);
        assert_eq!(of(429, "OPERATION_TIME_LIMIT", "").again, Again::Once);
    }

    #[test]
    fn an_unknown_code_is_judged_by_its_status() {
        assert_eq!(of(502, "Bad Gateway", "").again, Again::Yes);
        assert_eq!(of(500, "ERROR_CORE", "SQL query error!").reason, Reason::ServerError);
        assert_eq!(of(400, "ERROR_CORE", "").again, Again::Never);
        assert_eq!(of(400, "", "Not found").reason, Reason::HookRefused);
        assert_eq!(of(200, "WRONG_ENCODING", "").again, Again::Never);
    }

    #[test]
    fn only_what_names_another_place_is_a_redirect() {
        let redirects = (300..400).filter(|status| is_redirect(*status)).collect::<Vec<_>>();
        assert_eq!(redirects, [301, 302, 303, 307, 308]);
    }

    #[test]
    fn access_denied_is_the_plan_or_the_method() {
        assert_eq!(of(401, "ACCESS_DENIED", "REST is available only by subscription.").reason, Reason::Plan);
        assert_eq!(of(401, "ACCESS_DENIED", "nur mit Abo").reason, Reason::Plan);
        assert_eq!(
            of(403, "ACCESS_DENIED", "REST is available only on commercial plans.").reason,
            Reason::Plan
        );
        let context = "Access denied! Application context required";
        assert_eq!(of(403, "ACCESS_DENIED", context).reason, Reason::HookRefused);
    }
}
