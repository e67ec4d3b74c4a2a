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
        "UNKNOWN_ERROR",
        "ERROR",
        "SERVICE_UNAVAILABLE",
        "ETIMEDOUT",
        "[]",
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
        wants_an_application(&Refusal { code: code.to_owned(), text: text.to_owned(), status: Some(status) })
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
