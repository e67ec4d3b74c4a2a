//! The portal's error codes: their causes, and whether to retry.
//!
//! Codes and causes are those of Bitrix24's `rest` module (`rest.php`, `apauth/auth.php`,
//! `engine/access/loadlimiter.php`, `V3/Exception/`), its documentation (`system-errors`) and live
//! captures. The code decides before the status: one status stands for many causes, and HTTP 200
//! may carry an error.

use super::failure::Refusal;

use says::{ROOM, SESSION, has, is_about};

use Again::{Never, Once, Yes};

mod says;

/// How often a failed call is worth repeating.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Again {
    /// The answer will not change.
    Never,
    /// One more time.
    Once,
    /// As often as the inputs allow.
    Yes,
}

/// The cause of a refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    /// The portal does not know the hook.
    Credentials,
    /// The portal found no hook in the address (`NO_AUTH_FOUND`: none of its handlers took it), or does not say what
    /// it was refused for (REST 3.0 has one code for an unknown secret and for http).
    Unseen,
    /// The hook's owner is dismissed or blocked.
    Owner,
    /// The hook's owner is a guest of the portal.
    Guest,
    /// The portal believes that the request came over http.
    PlainHttp,
    /// The hook is blocked for overload.
    Overload,
    /// The request had the session of another user, though b24-ping sends no cookies.
    Session,
    /// The portal cannot authorise anybody.
    Authorisation,
    /// The portal's disk quota is exceeded.
    Quota,
    /// The owner lacks a right, or the method wants an application.
    Right,
    /// The portal takes the caller for an application.
    Application,
    /// The method is for applications only.
    ApplicationsOnly,
    /// A scope is missing.
    Scope,
    /// An administrator must confirm the call.
    Confirmation,
    /// An administrator has denied the call.
    Denial,
    /// The address is unknown.
    Address,
    /// The portal's plan has no REST.
    Plan,
    /// The portal's licence has expired.
    Licence,
    /// The portal's licence is blocked.
    LicenceBlocked,
    /// The portal is deleted.
    Deleted,
    /// The request budget is spent.
    RateLimit,
    /// The time for this method is spent, for ten minutes.
    TimeLimit,
    /// The portal is broken at the moment.
    Broken,
    /// The portal took too long.
    Slow,
    /// An unknown code.
    Unknown,
}

const CODES: &[(&str, Again, Cause)] = &[
    ("INVALID_CREDENTIALS", Never, Cause::Credentials),
    ("NO_AUTH_FOUND", Never, Cause::Unseen),
    ("authorization_error", Never, Cause::Owner),
    ("INVALID_REQUEST", Never, Cause::PlainHttp),
    ("OVERLOAD_LIMIT", Never, Cause::Overload),
    ("ERROR_OAUTH", Never, Cause::Authorisation),
    ("user_access_error", Never, Cause::Application),
    ("expired_token", Never, Cause::Application),
    ("invalid_token", Never, Cause::Application),
    ("APPLICATION_NOT_FOUND", Never, Cause::Application),
    ("NOT_INSTALLED", Never, Cause::Application),
    // The portal could not ask its authorization server.
    ("CONNECTION_ERROR", Yes, Cause::Broken),
    ("invalid_client", Never, Cause::Application),
    ("invalid_grant", Never, Cause::Application),
    ("invalid_scope", Never, Cause::Application),
    ("WRONG_CLIENT", Never, Cause::Application),
    ("insufficient_scope", Never, Cause::Scope),
    ("WRONG_AUTH_TYPE", Never, Cause::ApplicationsOnly),
    ("insufficient_auth_type", Never, Cause::ApplicationsOnly),
    ("allowed_only_intranet_user", Never, Cause::Guest),
    ("METHOD_CONFIRM_WAITING", Never, Cause::Confirmation),
    ("METHOD_CONFIRM_DENIED", Never, Cause::Denial),
    ("ERROR_METHOD_NOT_FOUND", Never, Cause::Address),
    ("PAYMENT_REQUIRED", Never, Cause::Plan),
    ("WRONG_LICENSE", Never, Cause::Plan),
    ("ACCESS_ERROR", Never, Cause::Right),
    ("verification_needed", Never, Cause::Licence),
    ("PORTAL_BLOCKED_BY_LICENSE_SCANNER", Never, Cause::LicenceBlocked),
    ("PORTAL_DELETED", Never, Cause::Deleted),
    ("QUERY_LIMIT_EXCEEDED", Yes, Cause::RateLimit),
    ("OPERATION_TIME_LIMIT", Once, Cause::TimeLimit),
    ("INTERNAL_SERVER_ERROR", Yes, Cause::Broken),
    ("ERROR_UNEXPECTED_ANSWER", Yes, Cause::Broken),
    ("INTERNAL_WRONG_TRANSPORT", Once, Cause::Broken),
    ("INTERNAL_WRONG_HANDLER_CLASS", Once, Cause::Broken),
    ("BITRIX_REST_V3_EXCEPTION_ACCESSDENIEDEXCEPTION", Never, Cause::Unseen),
    ("BITRIX_REST_V3_EXCEPTION_INSUFFICIENTSCOPEEXCEPTION", Never, Cause::Scope),
    ("BITRIX_REST_V3_EXCEPTION_METHODNOTFOUNDEXCEPTION", Never, Cause::Address),
    ("BITRIX_REST_V3_EXCEPTION_MARKETSUBSCRIPTIONREQUIREDEXCEPTION", Never, Cause::Plan),
    ("BITRIX_REST_V3_EXCEPTION_RESTUNAVAILABLEEXCEPTION", Never, Cause::Plan),
    ("BITRIX_REST_V3_EXCEPTION_RATELIMITEXCEPTION", Yes, Cause::RateLimit),
    ("BITRIX_REST_V3_EXCEPTION_INTERNAL_INTERNALEXCEPTION", Yes, Cause::Broken),
];

/// Codes that say that nobody was let in.
const LOGINS: [&str; 3] = ["INVALID_CREDENTIALS", "NO_AUTH_FOUND", "AUTHORIZATION_ERROR"];

/// Codes of a call that cannot be answered for its arguments. Ours are constant and only read, so the portal is at
/// fault; an exception inside of it has `ERROR_CORE`, a number or no code.
const FAULTS: [&str; 7] = [
    "ERROR_CORE",
    "ERROR_ARGUMENT",
    "CODE_EMPTY",
    "NOT_FOUND",
    "ERROR_NOT_FOUND",
    "INVALID_ARG_VALUE",
    "WRONG_ENCODING",
];

/// Words for that in codes that are not known.
const BROKEN: [&str; 9] =
    ["ERROR", "EXCEPTION", "INTERNAL", "UNAVAILABLE", "TIMEOUT", "TIMEDOUT", "ECONN", "SQL", "DATABASE"];

/// Cause and retry of a refusal: by its code, else by its status.
#[must_use]
pub(crate) fn cause(refusal: &Refusal) -> (Cause, Again) {
    // HTTP 402 is about payment, whatever the code.
    if refusal.status == Some(402) {
        return (Cause::Plan, Never);
    }
    let code = refusal.code.trim();
    let status = refusal.status.unwrap_or(200);
    match code.to_ascii_uppercase().as_str() {
        code if LOGINS.contains(&code) && is_contradiction(refusal) => return (Cause::Broken, Yes),
        "INVALID_CREDENTIALS" if !matches!(status, 401 | 403) => return (Cause::Unseen, Never),
        "ACCESS_DENIED" if is_about_the_plan(refusal) => return (Cause::Plan, Never),
        "ACCESS_DENIED" => return (Cause::Right, Never),
        "AUTHORIZATION_ERROR" if has(refusal, "log out") || is_about(refusal, SESSION) => {
            return (Cause::Session, Never);
        }
        "ERROR_OAUTH" if is_about(refusal, ROOM) => return (Cause::Quota, Never),
        "ERROR_CORE" if status != 401 => return (Cause::Broken, Yes),
        _ => {}
    }
    if let Some((_, again, cause)) = CODES.iter().find(|entry| entry.0.eq_ignore_ascii_case(code)) {
        return (*cause, *again);
    }
    let cause = match status {
        200..=299 | 400 if is_fault(code) => return (Cause::Broken, Yes),
        429 => Cause::RateLimit,
        408 => Cause::Slow,
        500.. => Cause::Broken,
        _ => Cause::Unknown,
    };
    (cause, by_status(status))
}

/// Whether a code stands for an exception inside of the portal, unless the status is one of authentication: a word for
/// one, a number or a mark, what PHP makes of a code that is none, or an SQLSTATE (ISO 9075: two characters of a class and three of
/// a subclass, such as `HY000` and `42S02`).
fn is_fault(code: &str) -> bool {
    let is_sql = code.len() == 5
        && code.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
        && code.bytes().any(|b| b.is_ascii_digit());
    let says = |word: &&str| code.to_ascii_uppercase().contains(*word);
    !code.contains(char::is_alphabetic)
        || ["false", "null"].contains(&code)
        || is_sql
        || FAULTS.iter().any(|fault| fault.eq_ignore_ascii_case(code))
        || BROKEN.iter().any(says)
}

/// Whether it cannot be that nobody was let in: a batch was, whose commands are answered, and at HTTP 500 and above the
/// portal says itself that it is broken.
fn is_contradiction(refusal: &Refusal) -> bool {
    refusal.status.is_none_or(|status| status >= 500)
}

/// The retry for a status without a code.
pub(super) fn by_status(status: u16) -> Again {
    match status {
        408 | 429 | 500 | 502 | 503 | 504 => Yes,
        _ => Never,
    }
}

/// Whether a status redirects. Its neighbours do not: a 304 comes from a cache that mistook us for a browser.
pub(super) fn is_redirect(status: u16) -> bool {
    matches!(status, 301 | 302 | 303 | 307 | 308)
}

/// Whether `app.info` is refused only as reserved for applications: on some builds a webhook may not call it,
/// and the hook is alive all the same.
#[must_use]
pub(crate) fn wants_an_application(refusal: &Refusal) -> bool {
    match refusal.code.trim().to_ascii_uppercase().as_str() {
        "ACCESS_DENIED" => !is_about_the_plan(refusal),
        "WRONG_AUTH_TYPE" | "INSUFFICIENT_AUTH_TYPE" | "ERROR_METHOD_NOT_FOUND" => true,
        _ => false,
    }
}

/// `ACCESS_DENIED` is about the plan at HTTP 401 and about the method at 403; inside a batch only the text
/// remains.
fn is_about_the_plan(refusal: &Refusal) -> bool {
    says::is_about_the_plan(refusal) || refusal.status == Some(401) && !has(refusal, "application context")
}

#[cfg(test)]
mod tests;
