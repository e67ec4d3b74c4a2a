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
/// one, a number, what PHP makes of a code that is none, or an SQLSTATE (ISO 9075: two characters of a class and three of
/// a subclass, such as `HY000` and `42S02`).
fn is_fault(code: &str) -> bool {
    let number = code.strip_prefix('-').unwrap_or(code);
    let is_sql = code.len() == 5
        && code.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
        && code.bytes().any(|b| b.is_ascii_digit());
    let says = |word: &&str| code.to_ascii_uppercase().contains(*word);
    number.bytes().all(|b| b.is_ascii_digit())
        || ["false", "null"].contains(&code)
        || is_sql
        || FAULTS.iter().any(|fault| fault.eq_ignore_ascii_case(code))
        || ["EXCEPTION", "INTERNAL", "SQL", "DATABASE", "DB_"].iter().any(says)
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
mod tests {
    use super::*;

    fn of(status: u16, code: &str, text: &str) -> (Cause, Again) {
        cause(&Refusal { code: code.to_owned(), text: text.to_owned(), status: Some(status) })
    }

    #[test]
    fn the_code_decides_before_the_status() {
        assert_eq!(of(401, "QUERY_LIMIT_EXCEEDED", ""), (Cause::RateLimit, Yes));
        assert_eq!(of(503, "OVERLOAD_LIMIT", ""), (Cause::Overload, Never));
        assert_eq!(of(500, "PORTAL_DELETED", ""), (Cause::Deleted, Never));
        assert_eq!(of(429, "OPERATION_TIME_LIMIT", ""), (Cause::TimeLimit, Once));
    }

    #[test]
    fn an_unknown_code_is_judged_by_its_status() {
        assert_eq!(of(502, "Bad Gateway", ""), (Cause::Broken, Yes));
        assert_eq!(of(429, "Too many", ""), (Cause::RateLimit, Yes));
        assert_eq!(of(408, "Too slow", ""), (Cause::Slow, Yes));
        assert_eq!(of(500, "ERROR_CORE", "SQL query error!").0, Cause::Broken);
        assert_eq!(of(404, "not_found", ""), (Cause::Unknown, Never));
        assert_eq!(of(400, "NEW_CODE", ""), (Cause::Unknown, Never));
    }

    #[test]
    fn an_exception_inside_the_portal_is_no_refusal() {
        let codes =
            ["ERROR_CORE", "error_core", "", " ", "0", "111", "2002", "-1", "ERROR_ARGUMENT", "NOT_FOUND"];
        for code in codes.into_iter().chain(FAULTS) {
            assert_eq!(of(400, code, "php_network_getaddresses"), (Cause::Broken, Yes), "{code}");
            assert_eq!(of(200, code, ""), (Cause::Broken, Yes), "{code}, as in a batch");
            assert_eq!(of(401, code, "Your login is blocked."), (Cause::Unknown, Never), "{code}");
        }
    }

    #[test]
    fn an_exception_has_whatever_code_its_class_has() {
        for code in [
            "HY000",
            "42S02",
            "08S01",
            "INTERNAL_ERROR",
            "DB_CONNECT_ERROR",
            "false",
            "SQLSTATE[HY000]",
            "null",
        ] {
            assert_eq!(of(400, code, ""), (Cause::Broken, Yes), "{code}");
            assert_eq!(of(403, code, ""), (Cause::Unknown, Never), "{code}");
        }
        for code in ["NEW_CODE", "EMPTY", "HELLO", "hy000", "ABCDE"] {
            assert_eq!(of(400, code, ""), (Cause::Unknown, Never), "{code}");
        }
        for status in [400, 403, 404, 405, 200] {
            assert_eq!(of(status, "ERROR_CORE", ""), (Cause::Broken, Yes), "{status}");
        }
    }

    #[test]
    fn a_secret_is_wrong_only_where_the_call_itself_was_refused() {
        let batch = |code: &str| Refusal { code: code.to_owned(), text: String::new(), status: None };
        for code in LOGINS {
            assert_eq!(cause(&batch(code)), (Cause::Broken, Yes), "{code}");
            for status in [500, 502, 503] {
                assert_eq!(of(status, code, ""), (Cause::Broken, Yes), "{code}");
            }
        }
        for status in [401, 403] {
            assert_eq!(of(status, "INVALID_CREDENTIALS", "").0, Cause::Credentials);
        }
        for status in [200, 400, 404] {
            assert_eq!(of(status, "invalid_credentials", "").0, Cause::Unseen);
        }
    }

    #[test]
    fn what_must_be_paid_is_the_plan() {
        for code in ["", "ERROR_CORE", "INVALID_CREDENTIALS", "NEW_CODE"] {
            assert_eq!(of(402, code, ""), (Cause::Plan, Never), "{code}");
        }
    }

    #[test]
    fn one_code_with_two_causes() {
        assert_eq!(of(401, "authorization_error", "Unable to authorize user").0, Cause::Owner);
        assert_eq!(of(401, "authorization_error", "").0, Cause::Owner);
        assert_eq!(of(401, "authorization_error", "Сначала выйдите").0, Cause::Session);
        assert_eq!(of(401, "authorization_error", "Please log out first").0, Cause::Session);
        assert_eq!(of(401, "authorization_error", "Bitte melden Sie sich ab (Abmelden)").0, Cause::Session);
        assert_eq!(of(401, "authorization_error", "Не удалось авторизовать пользователя").0, Cause::Owner);
        assert_eq!(of(401, "authorization_error", "Impossible d'autoriser l'utilisateur").0, Cause::Owner);
        assert_eq!(of(401, "ERROR_OAUTH", "Espace insuffisant").0, Cause::Quota);
        assert_eq!(of(401, "ERROR_OAUTH", "disk quota exceeded.").0, Cause::Quota);
        assert_eq!(of(401, "ERROR_OAUTH", "Превышена квота на диске").0, Cause::Quota);
        assert_eq!(of(401, "ERROR_OAUTH", "Application not installed").0, Cause::Authorisation);
    }

    #[test]
    fn app_info_may_be_for_applications_only() {
        let wants = |status, code: &str, text: &str| {
            wants_an_application(&Refusal {
                code: code.to_owned(),
                text: text.to_owned(),
                status: Some(status),
            })
        };
        assert!(wants(403, "access_denied", "Access denied! Application context required"));
        assert!(wants(403, "WRONG_AUTH_TYPE", "") && wants(404, "ERROR_METHOD_NOT_FOUND", ""));
        assert!(!wants(401, "ACCESS_DENIED", "REST is available only by subscription."));
        assert!(!wants(401, "INVALID_CREDENTIALS", ""));
    }

    #[test]
    fn only_what_names_another_place_is_a_redirect() {
        let redirects = (300..400).filter(|status| is_redirect(*status)).collect::<Vec<_>>();
        assert_eq!(redirects, [301, 302, 303, 307, 308]);
    }

    #[test]
    fn access_denied_is_the_plan_or_the_method() {
        assert_eq!(of(401, "ACCESS_DENIED", "REST is available only by subscription.").0, Cause::Plan);
        assert_eq!(of(401, "ACCESS_DENIED", "nur mit Abo").0, Cause::Plan);
        assert_eq!(of(200, "ACCESS_DENIED", "REST доступен только по Подписке").0, Cause::Plan);
        assert_eq!(of(200, "ACCESS_DENIED", "Доступ запрещён").0, Cause::Right);
        assert_eq!(of(403, "ACCESS_DENIED", "REST is available only on commercial plans.").0, Cause::Plan);
        assert_eq!(of(403, "ACCESS_DENIED", "Available only on extended plans").0, Cause::Plan);
        assert_eq!(of(403, "ACCESS_DENIED", "Ihr Tarif enthält REST nicht").0, Cause::Plan);
        assert_eq!(of(403, "ACCESS_DENIED", "No access to the planner").0, Cause::Right);
        let context = "Access denied! Application context required";
        assert_eq!(of(403, "ACCESS_DENIED", context).0, Cause::Right);
        assert_eq!(of(401, "ACCESS_DENIED", context).0, Cause::Right);
    }
}
