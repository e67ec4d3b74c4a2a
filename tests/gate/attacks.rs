//! Attacks that once worked, each by its name.

use serde_json::{Value, json};

use crate::gate::Gate;
use crate::portal::{Authority, Behaviour, Fault, Portal, Times};

const PUBLIC: &str = r#"{"repository":{"private":false}}"#;

/// A hidden name is taken out of values and never out of our own words: an owner who is called like one
/// of them must not break outputs, commands or JSON. (The harness reads all of them after each run.)
#[test]
fn an_owner_who_is_called_like_a_word_of_ours() {
    for name in ["Admin", "status", "true", "error", "passed", ": ", "b24", "failed"] {
        let owner = json!({ "ID": "17", "ADMIN": true, "NAME": name, "LAST_NAME": null });
        let portal = Portal::alive().owner_json(owner).start();
        let event: Value = serde_json::from_str(PUBLIC).unwrap();
        let run = Gate::new(&portal).policy("- disk").github().event("push", &event).run();
        run.ends(1, "failed", "scope-missing").outputs("admin", "true").outputs("user-name", "");
        assert_eq!(run.json()["hooks"][0]["admin"], json!(true));
    }
}

/// Grants that can only be read in part could hide the one that is forbidden.
#[test]
fn grants_that_cannot_be_read_whole() {
    for grants in [
        json!([{ "code": "telephony" }]),
        json!([["telephony"]]),
        json!([null]),
        json!({ "telephony": { "title": "x" } }),
    ] {
        let script =
            Portal::alive().command("scope", Behaviour::Says(grants)).app_info(Behaviour::needs_app());
        let portal = script.start();
        Gate::new(&portal).policy("forbidden: [telephony]").run().ends(1, "failed", "scopes-unknown");
    }
    for grants in [json!({ "telephony": 2 }), json!({ "telephony": "2026-01-01" })] {
        let portal = Portal::alive().command("scope", Behaviour::Says(grants)).start();
        Gate::new(&portal).policy("forbidden: [telephony]").run().ends(1, "failed", "scope-forbidden");
    }
}

/// A list of `scope` that cannot be read would be replaced by the one of `app.info`, which lacks the forbidden code.
#[test]
fn an_unreadable_scope_beside_a_readable_app_info() {
    let many =
        ["crm".to_owned(), "telephony".to_owned()].into_iter().chain((0..1000).map(|n| format!("s{n}")));
    let many = serde_json::to_string(&many.collect::<Vec<_>>()).unwrap();
    for list in
        [&*many, r#"[["crm","telephony"]]"#, r#"["crm","telephony","\ud800"]"#, "null", r#"{"crm":{}}"#]
    {
        let portal = listing(list, r#"["crm"]"#);
        let run = Gate::new(&portal).policy("{required: [crm], forbidden: [telephony], extra: ignore}").run();
        run.ends(1, "failed", "scopes-unknown").says("its answer to `scope` cannot be read in full");
    }
}

#[test]
fn a_scope_without_and_an_app_info_with_the_forbidden_code() {
    let policy = "{required: [crm], forbidden: [telephony], extra: ignore}";
    let (with, without) = (r#"["crm","telephony"]"#, r#"["crm"]"#);
    for (scope, info) in [(without, with), (with, without)] {
        let run = Gate::new(&listing(scope, info)).policy(policy).run();
        run.ends(1, "failed", "scope-forbidden").says("only one of `scope` and `app.info` lists `telephony`");
    }
    let run = Gate::new(&listing(r#"["im"]"#, r#"["im","crm"]"#)).policy(policy).github().run();
    run.ends(1, "failed", "scope-missing").outputs("missing-scopes", r#"["crm"]"#);
    let run = Gate::new(&listing(without, r#"[["crm","telephony"]]"#)).policy(policy).run();
    run.ends(1, "failed", "scopes-unknown").says("the scopes in `app.info` cannot be read");
}

/// The answer of a portal word for word, whatever JSON it is.
fn listing(scope: &str, info: &str) -> Portal {
    let profile = r#"{"ID":"17","ADMIN":false,"NAME":"Rita","LAST_NAME":""}"#;
    let result = format!(r#"{{"profile":{profile},"scope":{scope},"full":["crm","im","telephony"]}}"#);
    let batch = format!(r#"{{"result":{{"result":{result},"result_error":[]}}}}"#);
    let info = format!(r#"{{"result":{{"SCOPE":{info},"LICENSE":"en_std"}}}}"#);
    let json = |body: String| Fault::status(200, "application/json", body);
    Portal::alive().on("batch", Times::Always, json(batch)).on("app.info", Times::Always, json(info)).start()
}

#[test]
fn an_error_of_an_odd_kind_beside_a_result() {
    let (refused, broken) = ((1, "failed", "hook-refused"), (3, "unreachable", "server-error"));
    for (error, (code, status, reason)) in [
        (r#""error":["x"]"#, refused),
        (r#""error":true"#, refused),
        (r#""error":{}"#, broken),
        (r#""error":"","error_description":"no""#, broken),
    ] {
        let body = format!(r#"{{"result":{{"result":{{"profile":{{"ID":17}},"scope":["crm"]}}}},{error}}}"#);
        let fault = Fault::status(200, "application/json", body);
        let portal = Portal::alive().on("batch", Times::Always, fault).start();
        let run = Gate::new(&portal).policy("{required: [crm], extra: ignore}").run();
        run.ends(code, status, reason);
    }
}

#[test]
fn a_success_with_another_status_than_200() {
    for status in [203, 206, 299] {
        let body = r#"{"result":{"result":{"profile":{"ID":17},"scope":["crm"]},"result_error":[]}}"#;
        let fault = Fault::status(status, "application/json", body);
        let portal = Portal::alive().on("batch", Times::Always, fault).start();
        let run = Gate::new(&portal).policy("{required: [crm], extra: ignore}").run();
        run.ends(1, "failed", "not-a-portal").says(&format!("HTTP {status}"));
    }
}

/// An error text that takes long to clean would outlast the run's time, and the call be told as unanswered.
#[test]
fn an_error_text_that_is_all_open_tags() {
    for text in ["<".repeat(40_000), "<a".repeat(35_000), "</".repeat(30_000)] {
        let portal = Portal::alive().refuses("INVALID_CREDENTIALS", &text, 401).start();
        let run = Gate::new(&portal).input("request-timeout", "5s").input("max-attempts", "1").run();
        run.ends(1, "failed", "hook-refused");
        assert_eq!(run.json()["hooks"][0]["findings"].as_array().map(Vec::len), Some(1), "{run}");
    }
}

/// Sixteen hooks at once with bodies as large as are read, in 64 MiB.
#[test]
fn many_hooks_with_large_answers() {
    let codes = (0..30_000).map(|n| format!("s{n}")).collect::<Vec<_>>();
    for result in [json!(vec![0; 120_000]), json!(codes)] {
        let fault = Fault::json(200, &json!({ "result": result }));
        let portal = Portal::alive().on("batch", Times::Always, fault).start();
        let hooks = (0..16).map(|n| format!("h{n}={}", portal.hook())).collect::<Vec<_>>().join("\n");
        let gate = Gate::new(&portal).hook(&hooks).limited().input("max-attempts", "1");
        gate.run().ends(1, "failed", "not-a-portal");
    }
}

/// Portals that stall in the middle of a long answer, in 64 MiB: what is read ahead counts as well. Each of their eighty
/// connections could hold 0.9 MiB.
#[test]
fn portals_that_stall_behind_380_kb_of_headers_and_256_kb_of_body() {
    let authority = Authority::new();
    let stalled = [Fault::stalled(380_000, 256 << 10), Fault::stalled(15_000, 256 << 10)];
    for fault in stalled {
        let portal = || Portal::alive().always(fault.clone()).signed_by(&authority).start();
        let portals = (0..40).map(|_| portal()).collect::<Vec<_>>();
        let hooks = portals.iter().enumerate().map(|(n, portal)| format!("h{n}={}", portal.hook()));
        let gate = Gate::new(&portals[0]).hook(&hooks.collect::<Vec<_>>().join("\n")).limited();
        let run = gate.input("max-attempts", "1").input("request-timeout", "10s").run();
        run.exit(3).says("40 of 40 webhooks unreachable");
    }
}

/// A payload that became a tree would be sixteen times as large; of its long values none is held.
#[test]
fn an_event_payload_of_16_mib_of_zeros() {
    let all = 16 << 20;
    let rows = [
        format!("\"zeros\":[0{}]", ",0".repeat(all / 2)),
        format!("\"text\":\"{}\"", "x".repeat(all)),
        format!("\"{}\":0", "k".repeat(all)),
    ];
    for row in rows {
        let portal = Portal::alive().start();
        let event = format!("{{\"repository\":{{\"private\":false}},{row}}}");
        let gate = Gate::new(&portal).policy("{required: [crm], extra: ignore}").limited();
        let run = gate.payload("push", &event).run();
        run.ends(0, "passed", "ok");
        assert!(!run.stdout.contains(&portal.host()), "the repository is public: {run}");
    }
}

/// A policy that is a link to a pipe or to another file of the machine would be quoted back, or hang.
#[cfg(target_os = "linux")]
#[test]
fn a_policy_that_is_a_link_out() {
    for target in ["/dev/stdin", "/proc/self/environ", "/etc/hostname", "/dev/zero"] {
        let portal = Portal::alive().unasked().start();
        let gate = Gate::new(&portal).link(".github/b24-scopes.yml", target);
        gate.run().ends(2, "misconfigured", "config").says("outside the working folder");
    }
}

/// A report must not be written over the secret, over the policy, or through a link.
#[test]
fn a_report_over_another_file() {
    let portal = Portal::alive().unasked().start();
    let gate = Gate::new(&portal).no_hook().file("hook.txt", portal.hook().as_bytes());
    let run = gate.arg("--hook-file").arg("hook.txt").arg("--json-file").arg("./hook.txt").run();
    run.exit(2).says("would overwrite another file");

    let portal = Portal::alive().unasked().start();
    let gate = Gate::new(&portal).policy("- crm").input("json-file", ".github/../.github/b24-scopes.yml");
    gate.run().exit(2).says("would overwrite another file");

    let portal = Portal::alive().unasked().start();
    let gate = Gate::new(&portal).file("target.txt", b"kept").link("report.json", "target.txt");
    gate.input("json-file", "report.json").run().exit(2).says("it is a symbolic link");
}

/// Long grants must not push the summary over its size; the harness holds the limit.
#[test]
fn grants_that_are_long_and_full_of_marks() {
    let grants = (0..60).map(|n| format!("{n}{}", "_".repeat(280))).collect::<Vec<_>>();
    let portal = Portal::alive().command("scope", Behaviour::Says(json!(grants))).start();
    Gate::new(&portal).policy("- crm").github().run().ends(1, "failed", "scope-missing");
}

/// What is no answer to the hook's health must not stop a deploy: `app.info` would only add the plan.
#[test]
fn a_portal_whose_app_info_is_broken() {
    for fault in [Fault::empty(500), Fault::error(429, "OPERATION_TIME_LIMIT", ""), Fault::html(502)] {
        let portal = Portal::alive().on("app.info", Times::Always, fault).start();
        let run = Gate::new(&portal).policy("{required: [crm], extra: ignore}").run();
        run.exit(0).says("warning: ");
    }
}

/// The offline half looks at everything that the live half would refuse.
#[test]
fn a_fork_that_contradicts_the_inputs() {
    let event = json!({ "pull_request": {
        "head": { "repo": { "full_name": "rita/app" } }, "base": { "repo": { "full_name": "acme/app" } } } });
    let gate = Gate::bare().github().event("pull_request", &event).policy("- crm");
    gate.input("forbidden-scopes", "crm").run().ends(2, "misconfigured", "config").says("is forbidden here");
}
