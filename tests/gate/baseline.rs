//! The policy beside its baseline.

use serde_json::{Value, json};

use crate::gate::Gate;
use crate::portal::Portal;

const BASE: &str = "required:\n  - crm\n  - im\nextra: fail\n";

/// `im` and the strictness gone, `task` come.
const HEAD: &str = "required:\n  - crm\n  - scope: task\n    why: nightly tasks\n";

fn gate(portal: &Portal, head: &str, base: &str) -> Gate {
    Gate::new(portal)
        .policy(head)
        .file("base.yml", base.as_bytes())
        .input("baseline-file", "base.yml")
        .github()
}

/// A pull request from another repository, without the secret.
fn fork(head: &str, base: &str) -> Gate {
    let repo = |name: &str| json!({ "repo": { "full_name": name } });
    let request = json!({ "head": repo("rita/app"), "base": repo("acme/app") });
    let payload = json!({ "pull_request": request, "repository": { "private": true } });
    let gate = Gate::bare().policy(head).file("base.yml", base.as_bytes()).input("baseline-file", "base.yml");
    gate.event("pull_request", &payload).github()
}

#[test]
fn what_the_policy_asks_for_less_is_a_warning_on_its_line() {
    let portal = Portal::alive().grants(&["crm", "task"]).start();
    let run = gate(&portal, HEAD, BASE).run();
    run.exit(0)
        .status("passed")
        .says("it was at `base.yml:3:5`")
        .annotation("::warning file=.github/b24-scopes.yml,line=3,", "`im` is no longer required")
        .annotation(
            "::warning file=.github/b24-scopes.yml,line=1,",
            "`extra` is `warn` by default, was `fail`",
        );
}

#[test]
fn what_is_weaker_fails_when_the_input_says_so_whatever_the_hook_holds() {
    let portal = Portal::alive().grants(&["crm", "task"]).start();
    gate(&portal, HEAD, BASE)
        .input("fail-on-weakening", "true")
        .run()
        .ends(1, "failed", "policy-weakened")
        .annotation("::error file=.github/b24-scopes.yml,line=3,", "`im` is no longer required")
        .says("FAILED: `im` is no longer required, and 1 more; localhost:");
}

#[test]
fn what_is_asked_for_now_is_a_notice_that_says_whether_the_hook_holds_it() {
    let holds = Portal::alive().grants(&["crm", "im", "task"]).start();
    let head = "required: [crm, im, task]\nextra: fail\n";
    gate(&holds, head, BASE)
        .input("fail-on-weakening", "true")
        .run()
        .ends(0, "passed", "policy-weakened")
        .annotation("::warning file=.github/b24-scopes.yml,line=1,", "`task` may be held from now on")
        .annotation("::notice file=.github/b24-scopes.yml,line=1,", "the webhook holds it already");

    let lacks = Portal::alive().grants(&["crm", "im"]).start();
    let run = gate(&lacks, head, BASE).run();
    run.ends(1, "failed", "scope-missing").says("tick it before this is merged");
    run.annotation("::notice file=.github/b24-scopes.yml,line=1,", "`task` is required from now on");
}

#[test]
fn the_summary_shows_the_difference_and_the_report_holds_it() {
    let portal = Portal::alive().grants(&["crm", "task"]).start();
    let run = gate(&portal, HEAD, BASE).run();
    run.summary_says("### The policy compared with <code>base.yml</code>")
        .summary_says("1 added, 2 weakened.")
        .summary_says("```diff\n- required: im\n+ required: task\n- extra: fail\n```");
    let diff = &run.json()["policy-diff"];
    assert_eq!(diff["baseline"], "base.yml", "{run}");
    let kinds = diff["changes"].as_array().unwrap().iter().map(|change| change["kind"].clone());
    assert_eq!(kinds.collect::<Vec<_>>(), ["weakened", "added", "weakened"], "{run}");
    assert_eq!(diff["changes"][1]["why"], "nightly tasks", "{run}");
}

#[test]
fn a_policy_that_asks_for_the_same_is_one_check_that_holds() {
    let portal = Portal::alive().grants(&["crm", "im"]).start();
    let run = gate(&portal, "# only moved\nextra: fail\nrequired: [im, crm]\n", BASE)
        .input("fail-on-weakening", "true")
        .run();
    run.ends(0, "passed", "ok").summary_says("It asks for the same.");
    assert!(run.junit().contains("the policy asks for no less than its baseline"), "{run}");
    assert!(run.annotations().is_empty(), "{run}");
}

#[test]
fn a_fork_without_a_hook_learns_what_its_policy_lacks() {
    fork(HEAD, BASE)
        .input("fail-on-weakening", "true")
        .run()
        .ends(1, "failed", "policy-weakened")
        .annotation("::error file=.github/b24-scopes.yml,line=3,", "`im` is no longer required")
        .annotation(
            "::notice file=.github/b24-scopes.yml,line=3,",
            "the webhook must hold it before this is merged",
        )
        .says("the live check was skipped");
    let run = fork(HEAD, BASE).run();
    run.ends(0, "skipped", "missing-hook").annotation("::warning ", "`im` is no longer required");
}

#[test]
fn a_fork_hears_of_its_policy_and_of_its_code_at_once() {
    let run = fork("required: [crm]\nscan: { paths: [a.php] }\n", "required: [crm, im]\n")
        .file("a.php", b"<?php\n$b24->callMethod('tasks.task.add');\n")
        .run();
    run.ends(1, "failed", "scope-undeclared")
        .annotation("::error file=a.php,line=2,", "`tasks.task.add` needs `task`")
        .annotation("::warning file=.github/b24-scopes.yml,line=1,", "`im` is no longer required");
}

#[test]
fn a_policy_that_is_deleted_is_weaker_in_everything() {
    let portal = Portal::alive().grants(&["crm"]).start();
    Gate::new(&portal)
        .file("base.yml", b"required: [crm]\n")
        .input("baseline-file", "base.yml")
        .input("fail-on-weakening", "true")
        .run()
        .ends(1, "failed", "policy-weakened")
        .says("`crm` is no longer required");
}

#[test]
fn the_first_policy_of_a_pull_request_has_no_baseline() {
    let portal = Portal::alive().grants(&["crm"]).start();
    let first = |base: Option<&str>| {
        let gate = Gate::new(&portal).policy("required: [crm]\n").input("baseline-file", "base.yml");
        let gate = if let Some(base) = base { gate.file("base.yml", base.as_bytes()) } else { gate };
        gate.input("fail-on-weakening", "true").event("pull_request", &Value::Null).github().run()
    };
    // The second is what `git show … >` leaves behind when there is nothing to show.
    for run in [first(None), first(Some("\n"))] {
        run.ends(0, "passed", "ok").says("there is no baseline: the policy is new");
    }
}

#[test]
fn a_baseline_that_is_not_there_is_a_mistake_elsewhere() {
    let portal = Portal::alive().unasked().start();
    let gate = |event: &str, path: &str| {
        let gate = Gate::new(&portal).policy("required: [crm]\n").input("baseline-file", path);
        gate.event(event, &Value::Null).github().run()
    };
    gate("push", "nowhere.yml").ends(2, "misconfigured", "config").says("the baseline cannot be used");
    gate("pull_request", ".").ends(2, "misconfigured", "config").says("the baseline cannot be used");
}

#[test]
fn a_broken_baseline_does_not_stop_who_mends_it() {
    let portal = Portal::alive().grants(&["crm"]).start();
    gate(&portal, "required: [crm]\n", "requierd: [crm]\n")
        .input("fail-on-weakening", "true")
        .run()
        .ends(0, "passed", "policy-weakened")
        .says("the policy is not compared, since its baseline has a mistake: the key `requierd` is unknown")
        .annotation("::warning file=base.yml,line=1,", "the policy is not compared");
}

/// A pull request can put a link where the step before the gate writes, or in the place of the policy.
#[cfg(unix)]
#[test]
fn a_baseline_that_is_a_link_or_the_policy_itself_is_refused() {
    let portal = Portal::alive().unasked().start();
    let gate = |target: &str| {
        let gate = Gate::new(&portal).policy("required: [crm]\n").input("baseline-file", "base.yml");
        gate.link("base.yml", target).event("pull_request", &Value::Null).github()
    };
    for target in ["nowhere", ".github/b24-scopes.yml", "/etc/passwd", "/proc/self/environ"] {
        let run = gate(target).run();
        run.ends(2, "misconfigured", "config").says("it is a symbolic link").keeps_quiet_about("root:");
    }
    let base = Gate::new(&portal).file("base.yml", b"required: [crm]\n").input("baseline-file", "base.yml");
    let run = base.link(".github/b24-scopes.yml", "../base.yml").run();
    run.ends(2, "misconfigured", "config").says("it is the policy itself");
}

#[test]
fn an_empty_baseline_is_a_mistake_where_nobody_proposes_anything() {
    let portal = Portal::alive().unasked().start();
    gate(&portal, HEAD, "\n").run().ends(2, "misconfigured", "config").says("it is empty");
}

#[test]
fn another_user_or_portal_in_the_place_of_the_expected_one_is_weaker() {
    for (base, head, lost, gained) in [
        ("user: { id: 17 }\n", "user: { id: 18 }\n", "no longer expected to be `17`", "expected to be `18`"),
        (
            "portal: acme.example\n",
            "portal: other.example\n",
            "no longer expected to be `acme.example`",
            "expected to be `other.example` from now on",
        ),
    ] {
        let run = fork(head, base).input("fail-on-weakening", "true").run();
        run.ends(1, "failed", "policy-weakened")
            .annotation("::error file=.github/b24-scopes.yml,line=1,", lost)
            .annotation("::notice file=.github/b24-scopes.yml,line=1,", gained);
    }
}

/// The hook fails by the base branch's policy, and passes by the pull request's.
#[test]
fn a_scope_that_is_allowed_where_the_input_fails_extra_ones_is_weaker() {
    let portal = Portal::alive().grants(&["crm", "telephony"]).start();
    let base = "required: [crm]\n";
    Gate::new(&portal).policy(base).input("extra-scopes", "fail").run().ends(1, "failed", "scope-extra");
    let strict = |head: &str| {
        gate(&portal, head, base).input("extra-scopes", "fail").input("fail-on-weakening", "true").run()
    };
    strict("required: [crm]\nallow-extra: [telephony]\n")
        .ends(1, "failed", "policy-weakened")
        .annotation("::error file=.github/b24-scopes.yml,line=2,", "`telephony` is allowed from now on");
    // Who asks for a scope has to let it be held: that is said, and fails nobody.
    strict("required: [crm, telephony]\n")
        .ends(0, "passed", "policy-weakened")
        .annotation("::warning file=.github/b24-scopes.yml,line=1,", "`telephony` may be held from now on");
}

#[test]
fn the_last_rule_on_scopes_that_goes_lets_a_portal_pass_that_lists_none() {
    let portal = Portal::alive().grants(&["crm"]).start();
    for rule in ["extra: warn", "allow-extra: [crm]"] {
        let base = format!("user: {{ id: 17 }}\n{rule}\n");
        gate(&portal, "user: { id: 17 }\n", &base)
            .input("fail-on-weakening", "true")
            .run()
            .says("the portal need no longer say which scopes are held");
    }
}

#[test]
fn what_an_input_demands_anyway_is_no_loss() {
    let portal = Portal::alive().grants(&["crm", "im"]).start();
    gate(&portal, "required: [crm]\n", BASE)
        .input("extra-scopes", "fail")
        .input("required-scopes", "im")
        .input("fail-on-weakening", "true")
        .run()
        .ends(0, "passed", "ok")
        .annotation("::notice ", "`im` is no longer required; here an input decides");
}

#[test]
fn the_baseline_and_the_reports_are_no_code() {
    let portal = Portal::alive().grants(&["crm"]).start();
    let run = Gate::new(&portal)
        .policy("required: [crm]\n")
        .file("base.yml", b"methods: [\"disk.file.get\"]\nrequired: [crm]\n")
        .file("b24.json", b"{\"b24\": \"tasks.task.add\"}")
        .file("a.php", b"<?php\n$b24->callMethod('crm.deal.list');\n")
        .input("baseline-file", "base.yml")
        .input("sarif-file", "b24.json")
        .input("scan-paths", ".")
        .run();
    run.exit(0).says("  code     1 call in 1 file\n").keeps_quiet_about("scope-undeclared");
}

#[test]
fn strictness_without_a_baseline_says_that_nothing_is_compared() {
    let portal = Portal::alive().grants(&["crm"]).start();
    let run = Gate::new(&portal).policy("required: [crm]\n").input("fail-on-weakening", "true").run();
    run.ends(0, "passed", "ok").says("input `fail-on-weakening`: nothing is compared");
}

#[test]
fn no_report_is_written_over_the_baseline() {
    let portal = Portal::alive().unasked().start();
    let gate = Gate::new(&portal).file("base.yml", BASE.as_bytes()).input("baseline-file", "base.yml");
    gate.input("json-file", "base.yml").run().exit(2).says("it would overwrite another file of this run");
}

#[test]
fn what_differs_names_no_portal_in_a_public_repository() {
    let portal = Portal::alive().grants(&["crm"]).start();
    let head = format!("required: [crm]\nportal: {}\n", portal.host());
    let run = gate(&portal, &head, "required: [crm]\n").input("redact", "true").run();
    run.exit(0).keeps_quiet_about(&portal.host());
}
