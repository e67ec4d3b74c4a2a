use super::*;

fn none() -> Redactor {
    Redactor::default()
}

fn listed(json: &str) -> Option<Vec<String>> {
    Some(scopes(json)?.iter().map(|scope| scope.as_str().to_owned()).collect())
}

fn refused(status: u16, body: &str) -> (String, String) {
    match result(status, body, &none()) {
        Err(Failure::Refused(refusal)) => (refusal.code, refusal.text),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_result_is_found_behind_byte_order_marks_blanks_and_unknown_keys() {
    let body = "\u{feff}\r\n {\"x\":{\"y\":[]},\"result\":[1],\"time\":{\"start\":1,\"finish\":1.5}} ";
    assert_eq!(result(200, body, &none()), Ok("[1]".to_owned()));
    assert_eq!(result(200, "{\"result\":null}", &none()), Ok("null".to_owned()));
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
    assert_eq!(result(200, r#"{"error":0,"result":true}"#, &none()), Ok("true".to_owned()));
    assert_eq!(refused(500, r#"{"error":"0","result":true}"#).0, "0");
    assert_eq!(
        refused(401, r#"{"error":"E","error_description":"Disk quota exceeded.<br>a < b"}"#).1,
        "Disk quota exceeded. a < b"
    );
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
    let kind = |status, body: &str| match result(status, body, &none()) {
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
    assert!(result(200, &long(65_534), &none()).is_ok());
}

#[test]
fn a_batch_is_split_whatever_php_made_of_its_maps() {
    let json = r#"{"result":{"who":{"ID":"17"},"have":null},"result_error":[],"result_time":[]}"#;
    let split = batch(json, &["who", "have", "gone"], &none());
    assert_eq!(split, [Ok("{\"ID\":\"17\"}".into()), Ok("null".into()), Err(Failure::Unanswered)]);

    let json = r#"{"result":[],"result_error":{"who":{"error":"ACCESS_DENIED","error_description":""}}}"#;
    let split = batch(json, &["who"], &none());
    assert!(matches!(&split[0], Err(Failure::Refused(r)) if r.code == "ACCESS_DENIED" && r.status == 200));

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
    for unreadable in
        [r#"[{"code":"crm"}]"#, r#"[["crm"]]"#, "[null]", r#"["crm",true]"#, r#"{"crm":{"x":1}}"#]
    {
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
    let (scopes, license) = app_info(r#"{"SCOPE":["crm"],"LICENSE":"en_std"}"#, &none());
    assert_eq!((scopes.unwrap().len(), license.unwrap()), (1, "en_std".to_owned()));
    assert_eq!(app_info("[]", &none()), (None, None));
}
