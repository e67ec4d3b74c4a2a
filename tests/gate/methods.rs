//! What is known of the methods that the code calls: who can call them, whether they still work, whether the portal has
//! them.

use crate::gate::Gate;
use crate::portal::Portal;
use crate::run::Run;

/// The run of a gate over this code, with this policy.
fn run(portal: &Portal, policy: &str, code: &str) -> Run {
    Gate::new(portal).policy(policy).file("a.php", code.as_bytes()).github().run()
}

const POLICY: &str = "required: [crm, im]\nextra: ignore\nscan: { paths: [a.php] }\n";

#[test]
fn what_no_webhook_can_call_is_a_warning_in_code_and_an_error_in_the_policy() {
    let portal = Portal::alive().grants(&["crm", "im"]).start();
    let code = "<?php b24('crm.item.list', 'im.notify');\nb24('placement.bind');";
    let found = run(&portal, POLICY, code);
    found.ends(0, "passed", "method-not-for-webhooks");
    found.annotation("::warning file=a.php,line=2,col=6,", "no webhook can call it");
    found.keeps_quiet_about("scope-undeclared");

    let policy = "required: [crm]\nmethods: [crm.deal.list, placement.bind]\n";
    let found = run(&portal, policy, "");
    found.ends(1, "failed", "method-not-for-webhooks");
    found.annotation(
        "::error file=.github/b24-scopes.yml,line=2,col=26,",
        "no webhook can call `placement.bind`",
    );
    let offline = Gate::command(&["lint", "p.yml"]).file("p.yml", policy.as_bytes()).run();
    offline.exit(1).says("error: no webhook can call `placement.bind`: it is for applications");
    let without_secret = Gate::bare().input("missing-hook", "skip").policy(policy).github().run();
    without_secret.ends(1, "failed", "method-not-for-webhooks");
}

#[test]
fn what_stopped_working_is_told_with_what_to_call_and_whether_the_hook_can() {
    let code = "<?php b24('task.commentitem.get', 'crm.deal.list');\nb24('crm.deal.list');";
    let policy = |level: &str| format!("required: [crm, task]\nscan: {{ paths: [a.php]{level} }}\n");
    let portal = Portal::alive().grants(&["crm", "task"]).start();
    let found = run(&portal, &policy(""), code);
    found.ends(0, "passed", "method-deprecated");
    found
        .annotation("::warning file=a.php,line=1,col=12,", "which needs `im` (the webhook does not hold it)");
    found.annotation("::notice file=a.php,line=1,col=36,", "2 calls of 1 superseded method");

    let found = run(&portal, &policy(", deprecated: fail"), code);
    found.ends(1, "failed", "method-deprecated");
    found.annotation("::error file=a.php,line=1,col=36,", "call `crm.item.list` instead");
    let found = run(&portal, &policy(", deprecated: ignore"), code);
    assert!(found.exit(0).annotations().is_empty(), "{found}");
}

#[test]
fn beside_a_checkout_of_the_base_branch_only_what_is_new_is_more_than_a_notice() {
    let portal = Portal::alive().grants(&["crm", "task"]).start();
    let policy = "required: [crm, task]\nscan: { paths: [.] }\n";
    let old = "<?php b24('task.commentitem.get', 'crm.deal.list');\n";
    let found = |baseline: &str, code: &str| {
        Gate::new(&portal)
            .policy(policy)
            .file("src/a.php", code.as_bytes())
            .file("base/src/a.php", old.as_bytes())
            .file("base/.github/b24-scopes.yml", policy.as_bytes())
            .file("base.yml", policy.as_bytes())
            .input("baseline-file", baseline)
            .github()
            .run()
    };
    let same = found("base/.github/b24-scopes.yml", old);
    same.ends(0, "passed", "ok");
    same.annotation("::notice file=src/a.php,line=1,col=12,", "stopped working");
    assert_eq!(same.json()["repository"]["calls"], 2, "what was there before is not looked through: {same}");

    let more = found("base/.github/b24-scopes.yml", &format!("{old}b24('crm.lead.list');\n"));
    more.ends(0, "passed", "method-deprecated");
    more.annotation("::warning file=src/a.php,line=2,col=6,", "`crm.lead.list` is superseded");
    more.annotation("::notice file=src/a.php,line=1,col=36,", "1 call of 1 superseded method");

    let unseen = found("base.yml", old);
    unseen.ends(0, "passed", "ok").annotation("::notice file=", "stopped working");
}

#[test]
fn the_portal_is_asked_in_the_same_requests_for_what_the_code_calls() {
    let code = "<?php b24('crm.item.list', 'im.notify.personal.add');";
    let portal = Portal::alive().grants(&["crm", "im"]).method("crm.item.list", false, false).start();
    let found = run(&portal, POLICY, code);
    found.ends(0, "passed", "method-unavailable");
    found.annotation("::warning file=a.php,line=1,col=12,", "this portal has no method `crm.item.list`");
    assert_eq!(portal.requests().len(), 2, "{found}");

    let portal = Portal::alive().grants(&["crm", "im"]).method("crm.item.list", false, false).start();
    let found = run(&portal, &POLICY.replace("[a.php]", "[a.php], ask: false"), code);
    found.ends(0, "passed", "ok");
    assert!(found.annotations().is_empty(), "{found}");
}

#[test]
fn a_method_of_tasks_is_no_false_alarm() {
    let portal = Portal::alive().grants(&["task"]).start();
    let policy = "required: [task]\nscan: { paths: [a.php] }\n";
    let found = run(&portal, policy, "<?php b24('tasks.task.add', 'tasks.task.list');");
    assert!(found.ends(0, "passed", "ok").annotations().is_empty(), "{found}");
}

#[test]
fn whose_owner_is_no_administrator_is_told_of_calls_kept_for_them() {
    let code = "<?php b24('user.add');\nb24('crm.item.list');";
    let policy = "required: [crm, user]\nscan: { paths: [a.php], ask: false }\n";
    let portal = Portal::alive().grants(&["crm", "user"]).owner(17, "Rita", "O'Hara").start();
    let found = run(&portal, policy, code);
    found.ends(0, "passed", "admin-needed");
    found.annotation("::warning file=a.php,line=1,col=12,", "user 17 is not one: `user.add` (a.php:1)");
    let portal = Portal::alive().grants(&["crm", "user"]).owner(17, "Rita", "O'Hara").admin().start();
    assert!(run(&portal, policy, code).ends(0, "passed", "ok").annotations().is_empty());
}

#[test]
fn what_stands_in_a_comment_counts_where_the_policy_says_so() {
    let portal = Portal::alive().grants(&["crm", "task"]).start();
    let code = "<?php b24('crm.item.list'); // and then b24('tasks.task.add')";
    let policy = |more: &str| {
        format!("required: [crm]\nextra: ignore\nscan: {{ paths: [a.php], ask: false{more} }}\n")
    };
    run(&portal, &policy(""), code).ends(0, "passed", "ok");
    run(&portal, &policy(", comments: true"), code).ends(1, "failed", "scope-undeclared");
}
