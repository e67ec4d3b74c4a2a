use super::*;
use crate::portal::probe::{Questions, facts};
use crate::portal::wire::Reply;

fn none() -> Redactor {
    Redactor::default()
}

fn listed(json: &str) -> Option<Vec<String>> {
    Some(scopes(json)?.iter().map(|scope| scope.as_str().to_owned()).collect())
}

fn refused(status: u16, body: &str) -> (String, String) {
    match result(&status.into(), body, &none()) {
        Err(Failure::Refused(refusal)) => (refusal.code, refusal.text),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_result_is_found_behind_byte_order_marks_blanks_and_unknown_keys() {
    let body = "\u{feff}\r\n {\"x\":{\"y\":[]},\"result\":[1],\"time\":{\"start\":1,\"finish\":1.5}} ";
    assert_eq!(result(&200.into(), body, &none()), Ok("[1]".to_owned()));
    assert_eq!(result(&200.into(), "{\"result\":null}", &none()), Ok("null".to_owned()));
}

#[test]
fn an_error_is_found_under_any_status_and_in_any_shape() {
    let body = r#"{"error":"insufficient_scope","error_description":"no"}"#;
    assert_eq!(refused(200, body), ("insufficient_scope".into(), "no".into()));
    assert_eq!(refused(401, body).0, "insufficient_scope");
    let nested = r#"{"error":{"code":"BITRIX_REST_V3_X","message":"Access denied","validation":[]}}"#;
    assert_eq!(refused(401, nested), ("BITRIX_REST_V3_X".into(), "Access denied".into()));
    assert_eq!(refused(400, r#"{"error":"","error_description":"Not found"}"#).1, "Not found");
    assert_eq!(refused(200, r#"{"error":100}"#).0, "100");
    assert_eq!(result(&200.into(), r#"{"error":0,"result":true}"#, &none()), Ok("true".to_owned()));
    for status in [400, 500] {
        assert_eq!(refused(status, r#"{"error":"0","result":true}"#).0, "0", "{status}");
    }
    assert_eq!(
        refused(401, r#"{"error":"E","error_description":"Disk quota exceeded.<br>a < b"}"#).1,
        "Disk quota exceeded. a < b"
    );
}

#[test]
fn an_error_of_any_kind_beside_a_result_is_an_error() {
    for error in [
        r#""error":["INVALID_CREDENTIALS"]"#,
        r#""error":[]"#,
        r#""error":{}"#,
        r#""error":true"#,
        r#""error":false"#,
        r#""error":0.0"#,
        r#""error":-1"#,
        r#""error":"\ud800""#,
        r#""error":"","error_description":"no""#,
        r#""error":0,"error_description":"no""#,
        r#""error":null,"error_description":"no""#,
        r#""error_description":["no"]"#,
        r#""Error":"INVALID_CREDENTIALS""#,
        r#"" ERROR ":"INVALID_CREDENTIALS""#,
        r#""error":"INVALID_CREDENTIALS","Error":0"#,
    ] {
        let body = format!(r#"{{"result":["crm"],{error}}}"#);
        assert!(matches!(result(&200.into(), &body, &none()), Err(Failure::Refused(_))), "{body}");
    }
    for success in
        [r#""error":"""#, r#""error":"0","error_description":"""#, r#""error":null,"error_description":null"#]
    {
        let body = format!(r#"{{"result":["crm"],{success}}}"#);
        assert_eq!(result(&200.into(), &body, &none()), Ok(r#"["crm"]"#.to_owned()), "{body}");
    }
}

/// As a map of scopes it would be two of them.
#[test]
fn a_result_that_is_an_error_itself_is_no_result() {
    let error = r#"{"error":"insufficient_scope","error_description":""}"#;
    assert_eq!(refused(200, &format!(r#"{{"result":{error}}}"#)).0, "insufficient_scope");
    let split = batch(&format!(r#"{{"result":{{"scope":{error}}},"result_error":[]}}"#), &["scope"], &none());
    assert!(matches!(&split[0], Err(Failure::Refused(r)) if r.code == "insufficient_scope"), "{split:?}");
}

#[test]
fn no_status_but_200_is_a_success() {
    for status in [100, 201, 202, 203, 204, 205, 206, 207, 226, 299, 300, 304] {
        let found = result(&status.into(), r#"{"result":["crm"]}"#, &none());
        assert_eq!(found, Err(Failure::Body(Body::Alien, status.into())));
    }
}

#[test]
fn of_two_results_none_counts() {
    assert!(result(&200.into(), r#"{"result":["crm","im"],"result":["crm"]}"#, &none()).is_err());
    let split = batch(r#"{"result":{"a":1,"b":2,"a":3},"result_error":[]}"#, &["a", "b"], &none());
    assert_eq!(split, [Err(Failure::Unclear), Ok("2".to_owned())]);
    assert_eq!(listed(r#"{"crm":true,"telephony":true,"telephony":false}"#), None);
}

#[test]
fn of_two_errors_under_one_key_any_may_be_meant() {
    for error in [
        r#""error":"INVALID_CREDENTIALS","error":null"#,
        r#""error":"INVALID_CREDENTIALS","error":"0""#,
        r#""error":"0","error_description":"no","error_description":null"#,
    ] {
        let body = format!(r#"{{"result":["crm"],{error}}}"#);
        assert!(matches!(result(&200.into(), &body, &none()), Err(Failure::Refused(_))), "{body}");
    }
}

fn reply(body: impl Into<String>) -> Reply {
    Reply { status: 200.into(), retry_after: None, target: None, body: body.into() }
}

fn codes(codes: &[&str]) -> Listed {
    Listed::Codes(codes.iter().filter_map(|code| Scope::parse(code)).collect())
}

#[test]
fn a_scope_that_is_answered_in_two_ways_is_not_replaced_by_app_info() {
    let held = |scope: &str, errors: &str| {
        let parts = format!(r#""result":{{"profile":{{"ID":"1"}},{scope}}},"result_error":{errors}"#);
        let info = reply(r#"{"result":{"SCOPE":["crm"]}}"#);
        let facts =
            facts(Ok(reply(format!(r#"{{"result":{{{parts}}}}}"#))), Ok(info), Questions::default(), &none());
        assert_eq!(facts.app_info, codes(&["crm"]));
        facts.scope
    };
    assert_eq!(held(r#""scope":["crm"]"#, "[]"), codes(&["crm"]));
    for scope in [
        r#""scope":["crm","telephony"],"scope":["crm"]"#,
        r#""scope":["crm"],"scope":["crm","telephony"]"#,
        r#""scope":{"crm":true,"telephony":true,"error":"x"}"#,
        r#""scope":{"crm":true,"telephony":true,"error_description":true}"#,
    ] {
        assert_eq!(held(scope, "[]"), Listed::Unreadable, "{scope}");
    }
    for error in ["null", "true", r#"{"error":"ERROR_CORE","error_description":"x"}"#] {
        let errors = format!(r#"{{"scope":{error}}}"#);
        assert_eq!(held(r#""scope":["crm","telephony"]"#, &errors), Listed::Unreadable, "{errors}");
        assert_eq!(held(r#""full":[]"#, &errors), Listed::Nothing, "{errors}");
    }
}

#[test]
fn an_app_info_that_is_too_long_or_says_two_things_may_name_any_scope() {
    let info = |body: String| {
        facts(Err(Failure::Unanswered), Ok(reply(body)), Questions::default(), &none()).app_info
    };
    assert_eq!(info(r#"{"result":{"SCOPE":["crm"]}}"#.to_owned()), codes(&["crm"]));
    let long = format!(r#"{{"result":{{"SCOPE":["crm","telephony","{}"]}}}}"#, "x".repeat(MAX_RESULT));
    for body in [long, r#"{"result":{"SCOPE":["crm"],"error":"x"}}"#.to_owned()] {
        assert_eq!(info(body), Listed::Unreadable);
    }
}

#[test]
fn a_batch_whose_errors_cannot_be_told_apart_has_no_results() {
    for errors in [r#"["x"]"#, r#""x""#, "true", "7", r#"{"a":{"error":"x"}},"result_error":[]"#] {
        let json = format!(r#"{{"result":{{"a":1}},"result_error":{errors}}}"#);
        assert_eq!(batch(&json, &["a"], &none()), [Err(Failure::Unanswered)], "{errors}");
    }
    for none_failed in ["[]", "{}", "null"] {
        let json = format!(r#"{{"result":{{"a":1}},"result_error":{none_failed}}}"#);
        assert_eq!(batch(&json, &["a"], &none()), [Ok("1".to_owned())], "{none_failed}");
    }
}

#[test]
fn of_a_description_only_its_tags_are_taken_out() {
    assert_eq!(without_tags("<b>no</b> way<br>"), " no  way ");
    for text in ["1 < 2, 3 > 2", "a <> b", "<1>", "<", "a <b"] {
        assert_eq!(without_tags(text), text);
    }
}

#[test]
fn what_is_no_envelope_is_distinguished() {
    let kind = |status: u16, body: &str| match result(&status.into(), body, &none()) {
        Err(Failure::Body(kind, _)) => kind,
        other => panic!("{other:?}"),
    };
    assert_eq!(kind(200, ""), Body::Empty);
    assert_eq!(kind(200, "\u{feff} "), Body::Empty);
    assert_eq!(kind(502, "<html>"), Body::Page);
    assert_eq!(kind(200, "{\"result\":[1"), Body::Garbled);
    assert_eq!(kind(200, "pong"), Body::Garbled);
    assert_eq!(kind(200, "[1]"), Body::Alien);
    assert_eq!(kind(200, "{\"ok\":true}"), Body::Alien);
    assert_eq!(kind(500, "{\"result\":1}"), Body::Alien);
    // The quotes count.
    let long = |n| format!("{{\"result\":\"{}\"}}", "x".repeat(n));
    assert_eq!(kind(200, &long(65_535)), Body::TooLong);
    assert!(result(&200.into(), &long(65_534), &none()).is_ok());
}

#[test]
fn a_status_in_words_is_no_code_of_a_portal() {
    let found = |status: u16, body: &str| result(&status.into(), body, &none());
    let alien = |status: u16| Err(Failure::Body(Body::Alien, status.into()));
    let spring = r#"{"timestamp":"2026","status":404,"error":"Not Found","path":"/rest/"}"#;
    assert_eq!(found(404, spring), alien(404));
    for (status, error) in
        [(401, "Unauthorized"), (403, "forbidden"), (404, "not_found"), (502, "Bad Gateway")]
    {
        assert_eq!(
            found(status, &format!(r#"{{"error":"{error}","message":"x"}}"#)),
            alien(status),
            "{error}"
        );
    }
    for (status, body) in [
        (404, r#"{"error":"NOT_FOUND","error_description":"x"}"#),
        (404, r#"{"error":"ERROR_METHOD_NOT_FOUND"}"#),
        (401, r#"{"error":"Forbidden"}"#),
        (404, r#"{"error":""}"#),
        (599, r#"{"error":""}"#),
        (200, r#"{"error":"OK"}"#),
    ] {
        assert!(matches!(found(status, body), Err(Failure::Refused(_))), "{status} {body}");
    }
}

#[test]
fn a_batch_is_split_whatever_php_made_of_its_maps() {
    let json = r#"{"result":{"who":{"ID":"17"},"have":null},"result_error":[],"result_time":[]}"#;
    let split = batch(json, &["who", "have", "gone"], &none());
    assert_eq!(split, [Ok("{\"ID\":\"17\"}".into()), Ok("null".into()), Err(Failure::Unanswered)]);

    let json = r#"{"result":[],"result_error":{"who":{"error":"ACCESS_DENIED","error_description":""}}}"#;
    let split = batch(json, &["who"], &none());
    assert!(matches!(&split[0], Err(Failure::Refused(r)) if r.code == "ACCESS_DENIED" && r.status.is_none()));

    let split = batch(r#"{"result":["a","b"],"result_error":[]}"#, &["x", "y"], &none());
    assert_eq!(split, [Ok("\"a\"".into()), Ok("\"b\"".into())]);
    let split = batch(r#"{"result":["a"],"result_error":[]}"#, &["x", "y"], &none());
    assert_eq!(split, [Err(Failure::Unanswered), Err(Failure::Unanswered)]);
}

#[test]
fn grants_come_as_array_text_or_map() {
    let both = Some(vec!["crm".to_owned(), "im".to_owned()]);
    assert_eq!(listed(r#"["im","crm","crm"," im ",""]"#), both);
    assert_eq!(listed(r#""crm, im,""#), both);
    assert_eq!(listed(r#"{"0":"crm","2":"im"}"#), both);
    assert_eq!(listed(r#"{"crm":true,"im":"Y","task":false}"#), both);
    assert_eq!(listed(r#"[""]"#), Some(vec![]));
    assert_eq!(listed("[]"), Some(vec![]));
    assert_eq!(listed(r#"{"crm":"2026-01-01","im":2,"task":null,"disk":""}"#), both);
    for unreadable in [
        r#"[{"code":"crm"}]"#,
        r#"[["crm"]]"#,
        r#"["crm","\ud800"]"#,
        "[null]",
        r#"["crm",true]"#,
        r#"{"crm":{"x":1}}"#,
        r#"["crm,telephony"]"#,
        r#"{"0":"crm,telephony"}"#,
        r#"{"crm,telephony":true}"#,
    ] {
        assert_eq!(listed(unreadable), None, "{unreadable}");
    }
    assert_eq!(listed("null"), None);
    assert_eq!(listed("true"), None);
    assert_eq!(listed("12"), None);
    let many = format!("[{}]", (0..=MAX_SCOPES).map(|n| format!("\"s{n}\"")).collect::<Vec<_>>().join(","));
    assert_eq!(listed(&many), None);
}

#[test]
fn a_method_is_there_or_not_and_callable_or_not() {
    let read = |json| availability(json).map(|found| (found.existing, found.available));
    assert_eq!(read(r#"{"isExisting":true,"isAvailable":false}"#), Some((true, false)));
    assert_eq!(read(r#"{"isExisting":false,"isAvailable":true}"#), Some((false, true)));
    for unclear in ["[]", r#"{"isExisting":true}"#, r#"{"isExisting":true,"isAvailable":null}"#] {
        assert_eq!(read(unclear), None, "{unclear}");
    }
}

#[test]
fn an_owner_without_an_id_is_gone() {
    for json in ["[]", "{}", "null", r#"{"NAME":"Rita"}"#, r#"{"ID":null}"#, r#"{"ID":"0"}"#, r#"{"ID":"x"}"#]
    {
        assert_eq!(owner(json, &none()), Owner::Gone, "{json}");
    }
}

#[test]
fn an_owner_is_read_with_null_names_and_any_kind_of_id() {
    for id in ["17", "\"17\""] {
        let json = format!(r#"{{"ID":{id},"ADMIN":true,"NAME":"Rita","LAST_NAME":null}}"#);
        let Owner::Person(person) = owner(&json, &none()) else { panic!("{json}") };
        assert_eq!((person.id, &*person.name, person.admin), (17, "Rita", Some(true)));
    }
}

#[test]
fn app_info_gives_what_it_has() {
    let crm = Listed::Codes(BTreeSet::from([Scope::parse("crm").unwrap()]));
    let plan = Some("en_std".to_owned());
    assert_eq!(app_info(r#"{"SCOPE":["crm"],"LICENSE":"en_std"}"#, &none()), (crm, plan));
    for silent in ["[]", "{}", r#"{"SCOPE":null}"#, r#"{"SCOPE":[]}"#, "true"] {
        assert_eq!(app_info(silent, &none()), (Listed::Nothing, None), "{silent}");
    }
    for unreadable in [r#"{"SCOPE":[["crm"]]}"#, r#"{"SCOPE":true}"#, r#"{"SCOPE":["crm"],"SCOPE":["im"]}"#] {
        assert_eq!(app_info(unreadable, &none()), (Listed::Unreadable, None), "{unreadable}");
    }
}
