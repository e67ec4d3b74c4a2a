//! The command `merge`: shares that were checked apart, told as one run.

use serde_json::{Value, json};

use crate::gate::Gate;
use crate::portal::{Fault, Portal};
use crate::run::Run;

const POLICY: &str = "required: [crm]\nextra: ignore\n";
const SECRET: &str = "firstsecret00001";

fn alive() -> Portal {
    Portal::alive().token(SECRET).start()
}

fn poor() -> Portal {
    Portal::alive().token(SECRET).grants(&["im"]).owner(18, "Ann", "Lee").start()
}

fn down() -> Portal {
    Portal::alive().token(SECRET).always(Fault::busy()).start()
}

/// The JSON report of a share with this one hook.
fn share(name: &str, portal: &Portal) -> Value {
    Gate::several(&[(name, portal)]).policy(POLICY).github().run().json()
}

/// A merge of these reports, which lie in a folder each, as downloaded artifacts do.
fn merge(reports: &[&Value]) -> Gate {
    let gate = Gate::bare().arg("merge").arg("shares").secret(SECRET).github();
    reports.iter().enumerate().fold(gate, |gate, (index, report)| {
        gate.file(&format!("shares/share-{index}/report.json"), report.to_string().as_bytes())
    })
}

fn names(run: &Run) -> Vec<String> {
    let hooks = run.json()["hooks"].as_array().expect("hooks").clone();
    hooks.iter().map(|hook| hook["name"].as_str().expect("a name").to_owned()).collect()
}

#[test]
fn shares_that_hold_are_one_run_that_holds() {
    let (shop, crm) = (alive(), alive());
    let run = merge(&[&share("shop", &shop), &share("crm", &crm)]).arg("--expect=crm,shop").run();
    run.ends(0, "passed", "ok")
        .says("PASSED: all 2 webhooks are alive and meet their rules")
        .summary_says("shop (")
        .outputs("portal", &shop.host());
    assert_eq!(names(&run), ["shop", "crm"]);
    assert_eq!(run.junit().matches("<testsuite ").count(), 2);
}

#[test]
fn what_is_said_is_what_one_machine_would_have_said() {
    let (shop, crm) = (alive(), poor());
    let both = Gate::several(&[("shop", &shop), ("crm", &crm)]).policy(POLICY).github().run();
    let both_given = || Gate::several(&[("shop", &shop), ("crm", &crm)]).policy(POLICY).github();
    let shares = ["shop", "crm"].map(|name| both_given().input("only", name).run().json());
    let run = merge(&shares.each_ref()).run();
    run.ends(1, "failed", "scope-missing");
    let without_time = |run: &Run| {
        let mut report = run.json();
        for key in ["duration-ms", "command", "run"] {
            report[key] = json!(0);
        }
        for hook in report["hooks"].as_array_mut().expect("hooks") {
            hook["duration-ms"] = json!(0);
        }
        report
    };
    assert_eq!(without_time(&run), without_time(&both));
    assert_eq!(run.annotations(), both.annotations());
    for name in ["portal", "user-id", "missing-scopes", "granted-scopes"] {
        assert_eq!(run.output(name), both.output(name), "{name}");
    }
}

#[test]
fn the_worst_share_decides() {
    let (shop, crm, wiki) = (alive(), down(), poor());
    let (good, busy, bad) = (share("shop", &shop), share("crm", &crm), share("wiki", &wiki));
    merge(&[&good, &busy]).run().ends(3, "unreachable", "rate-limited");
    let run = merge(&[&good, &busy, &bad]).run();
    run.ends(1, "failed", "scope-missing").says("1 of 3 webhooks failed").outputs("user-id", "18");
    let run = merge(&[&good, &busy, &bad]).input("warn-only", "true").run();
    run.exit(0).status("failed");
}

#[test]
fn a_lost_share_does_not_pass() {
    let portal = alive();
    let good = share("shop", &portal);
    let run = merge(&[&good]).arg("shares/share-1/report.json").run();
    run.ends(2, "misconfigured", "config")
        .says(
            "shares/share-1/report.json: the share's report cannot be used: there is no such file or folder",
        )
        .annotation("::error ", "there is no such file");

    let run = merge(&[&good]).arg("--expect").arg("shop,crm").run();
    run.ends(2, "misconfigured", "config").says("merge: no report covers `crm`");

    let run = Gate::bare().arg("merge").arg(".github").github().run();
    run.ends(2, "misconfigured", "config").says("there is no report in the folder");

    let portal = poor();
    let run = merge(&[&share("shop", &portal)]).arg(".github").run();
    run.ends(1, "failed", "scope-missing").says("there is no report in the folder");
}

#[test]
fn what_is_no_report_is_refused_and_not_repeated() {
    let portal = alive();
    let good = share("shop", &portal);
    let (mut newer, mut torn) = (good.clone(), good.to_string());
    newer["version"] = json!(2);
    torn.truncate(torn.len() / 2);
    for (text, said) in [
        (newer.to_string(), "it is not a b24-ping report in version 1"),
        (torn, "it ends too early, in line 1"),
        ("::error::pwned".to_owned(), "this is not a JSON report of b24-ping: line 1, column 1"),
        ("required: [crm]\n".to_owned(), "this is not a JSON report of b24-ping"),
        (String::new(), "it ends too early, in line 1"),
    ] {
        let run = merge(&[&good]).file("shares/x.json", text.as_bytes()).run();
        run.ends(2, "misconfigured", "config").says(said).keeps_quiet_about("pwned");
    }
}

#[test]
fn the_same_share_twice_is_a_mistake() {
    let portal = alive();
    let good = share("shop", &portal);
    let run = merge(&[&good]).arg("./shares/share-0/report.json").run();
    run.ends(2, "misconfigured", "config").says("it is given twice");
    let run = merge(&[&good, &good]).run();
    run.ends(2, "misconfigured", "config").says("the webhook `shop` is in two reports");
}

#[test]
fn a_no_is_not_forgotten_when_another_share_is_lost() {
    let portal = poor();
    let run = merge(&[&share("shop", &portal)]).arg("lost.json").run();
    run.ends(1, "failed", "scope-missing").says("lost.json: the share's report cannot be used");
    let run = merge(&[&share("shop", &portal)]).arg("lost.json").input("warn-only", "true").run();
    run.exit(2).status("failed");
}

#[test]
fn skipped_is_the_whole_only_when_every_share_was() {
    let skipped = Gate::bare().policy(POLICY).input("missing-hook", "skip").github().run().json();
    merge(&[&skipped, &skipped]).run().ends(0, "skipped", "missing-hook");
    let portal = alive();
    let run = merge(&[&skipped, &share("shop", &portal)]).run();
    run.ends(0, "passed", "ok").says("the share was skipped: ");
}

#[test]
fn a_share_that_was_misconfigured_makes_the_whole_so_and_says_why_once() {
    let broken = Gate::bare().policy("required: [crm]\nx: 1\n").hook("a=b").github().run().json();
    let portal = poor();
    let run = merge(&[&share("shop", &portal), &broken, &broken]).run();
    run.ends(2, "misconfigured", "config").says("the key `x` is unknown");
    assert_eq!(run.stdout.matches(".github/b24-scopes.yml:2:1").count(), 1, "{run}");
}

#[test]
fn a_merge_can_hide_what_the_shares_told() {
    let (shop, crm) = (alive(), poor());
    let run = merge(&[&share("shop", &shop), &share("crm", &crm)]).input("redact", "true").run();
    run.ends(1, "failed", "scope-missing").keeps_quiet_about("Ann").keeps_quiet_about(&crm.host());
}

#[test]
fn a_merge_can_hide_where_a_portal_has_moved() {
    let moved = Portal::alive().always(Fault::redirect(302, "https://renamed.bitrix24.example/"));
    let run = merge(&[&share("shop", &moved.start())]).input("redact", "true").run();
    run.ends(1, "failed", "portal-moved").keeps_quiet_about("renamed.bitrix24.example");
}

#[test]
fn a_report_is_not_written_over_one_that_is_read() {
    let portal = alive();
    let good = share("shop", &portal);
    let run = merge(&[&good]).input("dotenv-file", "shares/share-0/report.json").run();
    run.ends(2, "misconfigured", "config").says("it would overwrite another file of this run");
}

#[test]
fn settings_of_the_shares_do_not_matter() {
    let portal = alive();
    let run =
        merge(&[&share("shop", &portal)]).input("timeout", "soon").input("scopes-file", "none.yml").run();
    run.ends(0, "passed", "ok");
}

#[test]
fn a_report_can_hold_no_command_no_secret_and_no_table_end() {
    let portal = poor();
    let mut report = share("shop", &portal);
    let attack = format!("::error::x ##[error]y | z <img> https://a.example/rest/1/{SECRET}/ \u{202e}");
    report["headline"] = json!(attack);
    report["hooks"][0]["user-name"] = json!(attack);
    report["hooks"][0]["findings"][0]["message"] = json!(attack);
    report["notices"] = json!([{ "setting": attack, "message": attack, "advice": attack }]);
    merge(&[&report, &share("crm", &alive())]).run().ends(1, "failed", "scope-missing");
}

/// Each is of an attack that passed.
#[test]
fn a_share_that_is_none_does_not_pass() {
    let portal = alive();
    let good = share("shop", &portal);
    let changed = |change: fn(&mut Value)| {
        let mut report = share("crm", &alive());
        change(&mut report);
        report
    };
    let lint = Gate::bare().policy(POLICY).arg("lint").input("json-file", "out.json").run().json();
    let merged = merge(&[&good]).run().json();
    for (bad, said) in [
        (json!({ "hooks": [] }), "it is not a b24-ping report"),
        (changed(|report| report["hooks"] = json!([])), "it passed without a webhook"),
        (lint, "it is not the report of a `check`"),
        (merged, "it is not the report of a `check`"),
        (changed(|report| report["hooks"][0]["checks"][2]["standing"] = json!("broken")), "its standings"),
        (
            changed(|report| report["problems"] = json!([{ "setting": "x", "message": "y", "advice": "" }])),
            "how it ended",
        ),
        (changed(|report| report["hooks"][0]["number"] = json!(2)), "it does not number its webhooks"),
        (changed(|report| report["headline"] = json!("x".repeat(1 << 20))), "it is larger than any report"),
    ] {
        merge(&[&good, &bad]).run().ends(2, "misconfigured", "config").says(said);
    }
}

#[test]
fn a_report_with_its_ending_in_capitals_is_read() {
    let (good, bad) = (share("shop", &alive()), share("crm", &poor()));
    let gate = merge(&[&good]).file("shares/2.JSON", bad.to_string().as_bytes());
    gate.run().ends(1, "failed", "scope-missing");
}

#[test]
fn shares_of_hooks_without_names() {
    let two = || {
        let (one, other) = (alive(), alive());
        let hooks = format!("{}\n{}\n", one.hook(), other.hook());
        Gate::new(&one).trusting(&other).hook(&hooks).policy(POLICY).github().run().json()
    };
    let run = merge(&[&two(), &two()]).run();
    run.ends(0, "passed", "ok");
    assert_eq!(names(&run), ["webhook 1", "webhook 2", "webhook 3", "webhook 4"]);
    let same = two();
    merge(&[&same, &same]).run().ends(2, "misconfigured", "config").says("is given twice");
}

/// The owner's name hides the hook's, of which two stood for a third as well.
#[test]
fn starred_hooks_do_not_cover_a_lost_one() {
    let portals =
        ["Rita", "Ann", "Lee"].map(|name| Portal::alive().token(SECRET).owner(17, name, "X").start());
    let given = ["rita", "ann", "lee"].into_iter().zip(&portals).collect::<Vec<_>>();
    let check = |name: &str| {
        let gate = Gate::several(&given).policy(POLICY).github().input("redact", "true");
        gate.input("only", name).run().json()
    };
    let shares = ["rita", "ann", "lee"].map(check);
    assert!(shares.iter().all(|share| share["hooks"][0]["name"] == "***"), "{shares:?}");
    for expect in ["rita,ann,lee", "rita#1,ann#2,lee#3"] {
        let all = merge(&shares.each_ref()).arg("--expect").arg(expect).run();
        all.ends(0, "passed", "ok");
        let lost = merge(&[&shares[0], &shares[1]]).arg("--expect").arg(expect).run();
        lost.ends(2, "misconfigured", "config").says("no report covers");
    }
    let twice =
        merge(&[&shares[0], &shares[1], &check("ann")]).arg("--expect").arg("rita#1,ann#2,lee#3").run();
    twice.ends(2, "misconfigured", "config").says("number 2 of the list of webhooks is in two reports");
}

#[test]
fn without_a_report_the_command_line_is_wrong() {
    Gate::bare().arg("merge").run().ends(2, "misconfigured", "config").says("command line: ");
}
