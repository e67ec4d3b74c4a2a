//! Hooks that can be relied on.

use crate::gate::Gate;
use crate::portal::Portal;

const POLICY: &str = "required: [crm, im]\nforbidden: [telephony]\nallow-extra: [user_brief, task]\n";

#[test]
fn a_hook_that_meets_every_rule_passes() {
    let portal = Portal::alive().admin().start();
    let policy = format!("{POLICY}portal: {}\nuser: {{ id: 17, admin: true }}\n", portal.host());
    let run = Gate::new(&portal).policy(&policy).github().run();
    run.ends(0, "passed", "ok")
        .says("PASSED: ")
        .says("meets 6 rules")
        .outputs("portal", &portal.host())
        .outputs("user-id", "17")
        .outputs("user-name", "Rita O'Hara")
        .outputs("admin", "true")
        .outputs("license", "en_std")
        .outputs("granted-scopes", r#"["crm","im","task","user_brief"]"#)
        .outputs("missing-scopes", "[]")
        .outputs("forbidden-scopes", "[]")
        .outputs("extra-scopes", "[]")
        .outputs("attempts", "1")
        .summary_says("✅ b24-ping: ");
    assert!(run.annotations().is_empty(), "{run}");
    assert_eq!((portal.asked("batch"), portal.asked("app.info")), (1, 1));
}

#[test]
fn without_a_policy_a_living_hook_passes_with_a_warning() {
    let portal = Portal::alive().start();
    let run = Gate::new(&portal).github().run();
    run.ends(0, "passed", "ok")
        .says("is alive")
        .annotation("::warning ", "nothing but the webhook itself is checked")
        .outputs("extra-scopes", "[]");
}

#[test]
fn a_bare_list_is_a_policy() {
    let portal = Portal::alive().grants(&["crm"]).start();
    Gate::new(&portal).policy("- crm\n- basic\n").run().ends(0, "passed", "ok").says("meets 2 rules");
}

#[test]
fn inputs_are_rules_beside_those_of_the_file() {
    let portal = Portal::alive().grants(&["crm", "im"]).start();
    let gate = Gate::new(&portal).policy("[crm]").input("required-scopes", "im\nbasic");
    gate.input("forbidden-scopes", "telephony, disk").run().ends(0, "passed", "ok").says("meets 5 rules");
}

#[test]
fn a_policy_under_another_name_is_read_from_there() {
    let portal = Portal::alive().grants(&["crm"]).start();
    let gate = Gate::new(&portal).policy("- telephony").file("other.yml", b"- crm");
    gate.input("scopes-file", "other.yml").run().ends(0, "passed", "ok");
}

#[test]
fn an_extra_scope_is_a_warning_by_default() {
    let portal = Portal::alive().grants(&["crm", "disk"]).start();
    let run = Gate::new(&portal).policy("required: [crm]").github().run();
    run.ends(0, "passed", "scope-extra")
        .outputs("extra-scopes", r#"["disk"]"#)
        .annotation("::warning ", "`disk` is granted and no rule names it");
}

#[test]
fn an_extra_scope_may_be_ignored() {
    let portal = Portal::alive().grants(&["crm", "disk"]).start();
    let run = Gate::new(&portal).policy("required: [crm]\nextra: ignore").github().run();
    run.ends(0, "passed", "ok").outputs("extra-scopes", r#"["disk"]"#);
    assert!(run.annotations().is_empty(), "{run}");
}

#[test]
fn callable_methods_pass() {
    let portal = Portal::alive().grants(&["crm", "user_brief"]).start();
    let policy = "required: [crm, user_brief]\nmethods: [crm.deal.list, user.get, profile]";
    Gate::new(&portal).policy(policy).run().ends(0, "passed", "ok");
}

#[test]
fn the_portals_false_denial_of_task_methods_is_no_alarm() {
    let portal = Portal::alive().grants(&["task"]).start();
    let policy = "required: [task]\nmethods: [tasks.task.list, tasks.task.add, task.item.list]";
    Gate::new(&portal).policy(policy).run().ends(0, "passed", "ok");
}

#[test]
fn a_flag_beats_the_action_and_the_variable() {
    let portal = Portal::alive().grants(&["crm"]).start();
    let gate = Gate::new(&portal).github().input("required-scopes", "im").env("B24_REQUIRED_SCOPES", "disk");
    gate.arg("--required-scopes=crm").run().ends(0, "passed", "ok");
}

#[test]
fn the_hook_is_read_from_a_mounted_file() {
    let portal = Portal::alive().start();
    let gate = Gate::new(&portal).no_hook().file("hook", format!("{}\n", portal.hook()).as_bytes());
    let run = gate.env("B24_HOOK_FILE", "hook").run();
    run.ends(0, "passed", "ok").keeps_quiet_about("spaces or line breaks");
}

#[test]
fn what_people_paste_is_read_with_a_notice() {
    let paste = [
        (" HOOK\n", "there are spaces or line breaks around the address"),
        ("'HOOK'", "there are quotes around the address"),
        ("B24_URL=HOOK", "looks like a variable of an env file"),
        ("HOOKprofile.json", "input `hook`"),
        ("HOOK?x=1#y", "the text after `?` or `#` in the address is ignored"),
    ];
    for (pasted, notice) in paste {
        let portal = Portal::alive().start();
        let run = Gate::new(&portal).hook(&pasted.replace("HOOK", &portal.hook())).run();
        run.ends(0, "passed", "ok").says("notice: ").says(notice);
        assert_eq!(portal.asked("batch"), 1);
    }
    let portal = Portal::alive().start();
    let run = Gate::new(&portal).hook(&portal.hook().replace("https", "HTTPS")).run();
    run.ends(0, "passed", "ok").says("the scheme is not in lower case");
}

#[test]
fn a_missing_slash_is_no_matter() {
    let portal = Portal::alive().start();
    Gate::new(&portal).hook(portal.hook().trim_end_matches('/')).run().ends(0, "passed", "ok");
}

#[test]
fn the_hook_is_read_from_standard_input() {
    let portal = Portal::alive().start();
    let gate = Gate::new(&portal).no_hook().stdin(&format!("{}\n", portal.hook()));
    gate.arg("--hook-file").arg("-").run().ends(0, "passed", "ok");
}
