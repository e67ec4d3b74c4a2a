//! Answers in every shape that portals give them, and the requests that they answer.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::gate::Gate;
use crate::portal::{Behaviour, Fault, Portal, Script};
use crate::run::Run;

fn passes(script: Script) -> Run {
    let portal = script.start();
    let run = Gate::new(&portal).policy("required: [crm, im]\nextra: ignore").github().run();
    run.ends(0, "passed", "ok");
    run
}

#[test]
fn grants_as_list_text_map_and_keys() {
    let script = || Portal::alive().grants(&["im", "crm", "task"]);
    for script in [script(), script().scope_as_text(), script().scope_as_map(), script().scope_as_keys()] {
        passes(script).outputs("granted-scopes", r#"["crm","im","task"]"#);
    }
}

#[test]
fn whole_numbers_in_time_and_byte_order_marks() {
    passes(Portal::alive().int_time().bom());
}

#[test]
fn a_batch_that_lost_its_keys() {
    passes(Portal::alive().numeric_lists()).outputs("user-name", "Rita O'Hara");
}

#[test]
fn a_person_with_null_names_and_a_numeric_id() {
    let owner = json!({ "ID": 17, "ADMIN": true, "NAME": null, "LAST_NAME": null, "NEW": [{}] });
    let run = passes(Portal::alive().owner_json(owner));
    run.outputs("user-id", "17").outputs("user-name", "").outputs("admin", "true");
    let owner = json!({ "ID": "17", "ADMIN": "N", "NAME": "", "LAST_NAME": "O'Hara" });
    passes(Portal::alive().owner_json(owner)).outputs("user-name", "O'Hara").outputs("admin", "false");
}

#[test]
fn app_info_that_is_kept_for_applications() {
    for refusal in [
        Behaviour::needs_app(),
        Behaviour::refuses(403, "WRONG_AUTH_TYPE", "Current authorization type is denied"),
        Behaviour::refuses(404, "ERROR_METHOD_NOT_FOUND", "Method not found!"),
    ] {
        passes(Portal::alive().app_info(refusal)).outputs("license", "");
    }
}

#[test]
fn app_info_without_a_plan_or_without_anything() {
    passes(Portal::alive().licence_none()).outputs("license", "");
    for nothing in [json!([]), json!({}), json!(null), json!({ "SCOPE": [], "LICENSE": null })] {
        passes(Portal::alive().app_info(Behaviour::Says(nothing))).outputs("license", "");
    }
}

#[test]
fn grants_that_only_app_info_tells() {
    let script = Portal::alive().command("scope", Behaviour::refuses(403, "ACCESS_DENIED", ""));
    passes(script.grants(&["crm", "im"])).outputs("granted-scopes", r#"["crm","im"]"#);
}

#[test]
fn empty_names_among_the_grants_are_dropped() {
    passes(Portal::alive().grants(&["", "crm", "im", ""])).outputs("granted-scopes", r#"["crm","im"]"#);
}

#[test]
fn an_error_under_status_200_and_a_nested_one() {
    let code = "BITRIX_REST_V3_EXCEPTION_ACCESSDENIEDEXCEPTION";
    let answers = [
        (200, json!({ "error": "INVALID_CREDENTIALS", "error_description": "Said by the portal" })),
        (401, json!({ "error": { "code": code, "message": "Said by the portal", "validation": [] } })),
    ];
    for (status, body) in answers {
        let portal = Portal::alive().always(Fault::json(status, &body)).start();
        let run = Gate::new(&portal).run();
        run.ends(1, "failed", "hook-refused").says("“Said by the portal”");
        assert_eq!(portal.requests().len(), 2, "{body}");
    }
    for error in [json!(""), json!(100), json!("100")] {
        let body = json!({ "error": error, "error_description": "Said by the portal" });
        let portal = Portal::alive().always(Fault::json(400, &body)).start();
        Gate::new(&portal).run().ends(3, "unreachable", "server-error").says("“Said by the portal”");
        assert_eq!(portal.requests().len(), 8, "{body}");
    }
}

#[test]
fn a_batch_of_empty_php_maps_is_no_answer() {
    let empty =
        json!({ "result": [], "result_error": [], "result_total": [], "result_next": [], "result_time": [] });
    let portal =
        Portal::alive().on("batch", 4, Fault::json(200, &json!({ "result": empty, "time": [] }))).start();
    Gate::new(&portal).run().ends(3, "unreachable", "server-error");
}

#[test]
fn many_methods_go_in_batches_of_at_most_fifty() {
    let mut policy = "required: [crm, im]\nextra: ignore\nmethods:\n".to_owned();
    let names = (0..110).map(|n| format!("crm.thing{n}.list")).collect::<Vec<_>>();
    let mut script = Portal::alive();
    for name in &names {
        writeln!(policy, "  - {name}").expect("a string takes all");
        script = script.method(name, true, true);
    }
    let portal = script.start();
    Gate::new(&portal).policy(&policy).run().ends(0, "passed", "ok");
    let batches = portal.requests().into_iter().filter(|seen| seen.called == "batch").collect::<Vec<_>>();
    let mut sizes = batches.iter().map(|seen| seen.commands.len()).collect::<Vec<_>>();
    sizes.sort_unstable();
    assert_eq!(sizes, [13, 50, 50]);
    let mut asked = batches.iter().flat_map(|seen| &seen.commands).map(|(_, call)| call).collect::<Vec<_>>();
    asked.retain(|call| call.starts_with("method.get?name="));
    asked.sort_unstable();
    asked.dedup();
    assert_eq!(asked.len(), names.len());
}

#[test]
fn the_requests_are_as_the_portal_wants_them() {
    let first = Fault::busy().header("Set-Cookie", "PHPSESSID=abc; path=/");
    let portal = Portal::alive().first(2, first).start();
    Gate::new(&portal).policy("methods: [crm.deal.list]\nextra: ignore").run().ends(0, "passed", "ok");
    let requests = portal.requests();
    assert_eq!(requests.len(), 4);
    for seen in &requests {
        assert_eq!((seen.method.as_str(), seen.query.as_str()), ("POST", ""));
        assert_eq!(seen.path, format!("/rest/17/{}/{}.json", portal.secret(), seen.called));
        assert_eq!(seen.header("user-agent"), Some(concat!("b24-ping/", env!("CARGO_PKG_VERSION"))));
        assert_eq!(seen.header("content-type"), Some("application/json"));
        for unwanted in ["cookie", "authorization", "referer"] {
            assert_eq!(seen.header(unwanted), None, "{unwanted}");
        }
    }
    let batch = requests.iter().find(|seen| seen.called == "batch").expect("a batch");
    let body: Value = serde_json::from_str(&batch.body).expect("a JSON body");
    assert_eq!(body["halt"], json!(0));
    let commands = body["cmd"].as_object().expect("named commands");
    assert!(commands.keys().all(|key| key.parse::<u64>().is_err()), "PHP makes lists of numbers");
    let mut calls = commands.values().map(|call| call.as_str().expect("a text")).collect::<Vec<_>>();
    calls.sort_unstable();
    assert_eq!(calls, ["method.get?name=crm.deal.list", "profile", "scope", "scope?full=1"]);
}

#[test]
fn a_hook_of_rest_3_is_asked_the_rest_2_way() {
    for script in [Portal::alive(), Portal::alive().without_rest3()] {
        let portal = script.start();
        let hook = portal.hook().replace("/rest/", "/rest/api/");
        Gate::new(&portal).hook(&hook).run().ends(0, "passed", "ok");
        assert!(portal.requests().iter().all(|seen| seen.path.starts_with("/rest/17/")));
    }
}
