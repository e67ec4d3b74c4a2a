//! The code's calls against the policy.

use std::fs;
use std::path::Path;

use serde_json::json;

use crate::gate::Gate;
use crate::portal::Portal;

const CODE: &str = "<?php\n$b24->callMethod('crm.deal.list');\n  $b24->callMethod('tasks.task.add');\n";

fn fork(gate: Gate) -> Gate {
    let head = json!({ "repo": { "full_name": "rita/app" } });
    let payload =
        json!({ "pull_request": { "head": head, "base": { "repo": { "full_name": "acme/app" } } } });
    gate.event("pull_request", &payload).github()
}

#[test]
fn a_policy_that_covers_the_code_passes() {
    let portal = Portal::alive().grants(&["crm", "task"]).start();
    let run = Gate::new(&portal)
        .policy("required: [crm, task]\n")
        .file("a.php", CODE.as_bytes())
        .input("scan-paths", ".")
        .github()
        .run();
    run.ends(0, "passed", "ok").summary_says("### Policy and code").summary_says("code needs crm");
    assert_eq!(run.json()["repository"]["checks"].as_array().unwrap().len(), 3, "{run}");
    run.annotation("::notice file=a.php,line=2,col=19,", "1 call of 1 superseded method");
    assert_eq!(run.annotations().len(), 1, "{run}");
}

#[test]
fn a_call_whose_scope_is_not_required_fails_where_it_is() {
    let portal = Portal::alive().grants(&["crm", "task"]).start();
    Gate::new(&portal)
        .policy("required: [crm]\nextra: ignore\n")
        .file("a.php", CODE.as_bytes())
        .input("scan-paths", "a.php")
        .github()
        .run()
        .ends(1, "failed", "scope-undeclared")
        .says("`tasks.task.add` needs `task`, which the policy does not require – ")
        .annotation("::error file=a.php,line=3,col=21,", "`tasks.task.add` needs `task`");
}

#[test]
fn a_scope_that_is_taken_away_fails_by_the_policy_not_by_the_code() {
    let portal = Portal::alive().grants(&["crm"]).start();
    let policy = "required: [crm, task]\nscan: { paths: [a.php] }\n";
    let run = Gate::new(&portal).policy(policy).file("a.php", CODE.as_bytes()).github().run();
    run.ends(1, "failed", "scope-missing")
        .keeps_quiet_about("[scope-undeclared]")
        .annotation("::error file=.github/b24-scopes.yml,line=1,", "`task` is required and not granted")
        .annotation("::error file=a.php,line=3,col=21,", "`tasks.task.add` is called here and needs `task`");
}

#[test]
fn a_fork_without_a_hook_learns_what_its_code_lacks() {
    let gate = Gate::bare().policy("required: [crm]\nscan: { paths: [\".\"] }\n");
    fork(gate.file("a.php", CODE.as_bytes()))
        .run()
        .ends(1, "failed", "scope-undeclared")
        .annotation("::error file=a.php,line=3,col=21,", "needs `task`")
        .says("the live check was skipped");
}

#[test]
fn a_fork_whose_code_is_covered_is_skipped() {
    let gate = Gate::bare().policy("required: [crm, task]\nscan: { paths: [\".\"] }\n");
    fork(gate.file("a.php", CODE.as_bytes())).run().ends(0, "skipped", "missing-hook");
}

#[test]
fn what_no_call_needs_is_a_notice_unless_it_is_kept() {
    let portal = Portal::alive().grants(&["crm", "task", "im"]).start();
    let gate = |rule: &str| {
        let policy =
            format!("required: [crm, task, {rule}]\nscan: {{ paths: [a.php], deprecated: ignore }}\n");
        Gate::new(&portal).policy(&policy).file("a.php", CODE.as_bytes()).github().run()
    };
    gate("im")
        .exit(0)
        .annotation("::notice file=.github/b24-scopes.yml,line=1,", "no call that could be read needs it");
    let run = gate("{ scope: im, why: the intranet, keep: true }");
    assert!(run.exit(0).annotations().is_empty(), "{run}");
}

#[test]
fn what_the_policy_leaves_out_does_not_count() {
    let portal = Portal::alive().grants(&["crm"]).start();
    for scan in
        ["{ paths: [a.php], ignore-methods: [tasks.task.add] }", "{ paths: [\".\"], exclude: [\"*.php\"] }"]
    {
        let policy = format!("required: [crm]\nscan: {scan}\n");
        let run = Gate::new(&portal).policy(&policy).file("a.php", CODE.as_bytes()).run();
        run.exit(0).keeps_quiet_about("tasks.task.add");
    }
}

#[test]
fn code_that_is_not_there_or_elsewhere_is_a_mistake() {
    let portal = Portal::alive().unasked().start();
    for (path, why) in
        [("nowhere", "there is no such file or folder"), ("/etc", "it is outside the working folder")]
    {
        let run = Gate::new(&portal).policy("required: [crm]").input("scan-paths", path).run();
        run.ends(2, "misconfigured", "config").says(why);
    }
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_workspace_is_not_followed() {
    let portal = Portal::alive().unasked().start();
    let gate = Gate::new(&portal).policy("required: [crm]\nscan: { paths: [out] }\n").link("out", "/etc");
    gate.run().ends(2, "misconfigured", "config").says("it is outside the working folder");
}

#[test]
fn a_name_that_is_no_method_is_a_warning_with_the_nearest() {
    let portal = Portal::alive().grants(&["crm"]).start();
    Gate::new(&portal)
        .policy("required: [crm]\n")
        .file("a.js", b"BX24.callMethod('crm.deal.list');\nBX24.callMethod('crm.deal.lst');\n")
        .input("scan-paths", ".")
        .github()
        .run()
        .exit(0)
        .annotation("::warning file=a.js,line=2,", "did you mean `crm.deal.list`?");
}

#[test]
fn hostile_code_says_nothing_that_is_a_command() {
    let portal = Portal::alive().grants(&["crm"]).start();
    let secret = portal.secret().to_owned();
    let code =
        format!("callMethod('crm.##[error]x');\ncall('https://a.example/rest/1/{secret}/crm.deal.lst');\n");
    let run = Gate::new(&portal)
        .policy("required: [crm]\n")
        .file("##[error]::x.js", code.as_bytes())
        .file("b.js", b"a('tasks.task.add')")
        .input("scan-paths", ".")
        .github()
        .run();
    run.ends(1, "failed", "hook-in-code");
}

#[test]
fn code_scanning_gets_the_call_at_its_line() {
    let gate = Gate::bare().policy("required: [crm]\n").file("a.php", CODE.as_bytes());
    let sarif = gate.beside("b24.sarif");
    let run = fork(gate.input("scan-paths", ".").input("sarif-file", &sarif)).run();
    let text = std::fs::read_to_string(run.beside("b24.sarif")).expect("a report");
    let whole: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let result = &whole["runs"][0]["results"][0];
    let at = &result["locations"][0]["physicalLocation"];
    assert_eq!(
        (&result["ruleId"], &at["artifactLocation"]["uri"]),
        (&json!("scope-undeclared"), &json!("a.php"))
    );
    // The third line, and its twenty-first character.
    assert_eq!(at["region"], json!({ "startLine": 3, "startColumn": 21 }));
}

/// The whole way: the policy that `scan` writes is well formed, a portal that grants it passes, and one that grants
/// one scope fewer fails, shown at the calls.
#[test]
fn the_policy_that_scan_writes_is_met_until_a_scope_is_taken_away() {
    let shop = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/shop");
    let with_shop = |mut gate: Gate| {
        for file in ["php/deals.php", "py/sync.py", "js/app.js", "go/main.go"] {
            gate = gate.file(file, &fs::read(shop.join(file)).expect("a fixture"));
        }
        gate
    };
    let policy = with_shop(Gate::command(&["scan", "--format", "yaml", "."])).run().stdout.clone();
    let scopes = policy.lines().filter_map(|line| line.strip_prefix("  - scope: ")).collect::<Vec<_>>();
    assert!(scopes.len() > 5 && scopes.contains(&"crm"), "{policy}");
    let gate = |scopes: &[&str]| {
        let portal = Portal::alive().grants(scopes).start();
        with_shop(Gate::new(&portal)).policy(&policy).input("scan-paths", ".").github().run()
    };
    Gate::command(&["lint", "p.yml"]).file("p.yml", policy.as_bytes()).run().exit(0);
    gate(&scopes).exit(0).status("passed");
    let fewer = scopes.iter().copied().filter(|scope| *scope != "calendar").collect::<Vec<_>>();
    gate(&fewer).ends(1, "failed", "scope-missing").annotation(
        "::error file=py/sync.py,line=13,",
        "`calendar.event.get` is called here and needs `calendar`",
    );
}
