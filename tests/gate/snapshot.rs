//! A policy made of what the hook holds, and the drift from it.

use crate::gate::Gate;
use crate::portal::{Fault, Portal};

fn snapshot(portal: &Portal, args: &[&str]) -> Gate {
    let args = [&["snapshot"], args].concat();
    Gate::command(&args).trusting(portal).hook(&portal.hook())
}

#[test]
fn a_snapshot_is_a_policy_that_the_hook_meets() {
    let portal =
        Portal::alive().grants(&["im", "crm", "user_brief"]).owner(17, "Rita", "O'Hara").admin().start();
    let run = snapshot(&portal, &["--with-identity"]).run();
    run.exit(0).says("required:\n  - crm # CRM entities").says("\n  - im # Chats");
    run.says("\nextra: fail\n")
        .says("user: {id: 17, admin: true}\n")
        .says(&format!("portal: {}\n", portal.host()));
    let policy = run.stdout.clone();
    Gate::new(&portal).policy(&policy).github().run().ends(0, "passed", "ok");
    assert!(!snapshot(&portal, &[]).run().stdout.contains("user:"), "identity is only told when asked for");
}

#[test]
fn what_no_webhook_can_hold_is_allowed_and_not_required() {
    let portal = Portal::alive().grants(&["crm", "entity"]).start();
    let policy = snapshot(&portal, &[]).run().stdout.clone();
    assert!(policy.contains("required:\n  - crm # CRM entities"), "{policy}");
    assert!(policy.contains("allow-extra:\n  - entity # "), "{policy}");
    Gate::new(&portal).policy(&policy).run().ends(0, "passed", "ok");
}

#[test]
fn a_portal_that_drifted_is_told_from_its_snapshot() {
    let before = snapshot(&Portal::alive().grants(&["crm", "im"]).start(), &[]).run().stdout.clone();
    let drift = |scopes: &[&str]| {
        let portal = Portal::alive().grants(scopes).start();
        Gate::new(&portal)
            .file("was.yml", before.as_bytes())
            .arg("snapshot")
            .arg("--check")
            .arg("was.yml")
            .run()
    };
    drift(&["im", "crm"]).ends(0, "passed", "ok");
    drift(&["crm"]).ends(1, "failed", "scope-missing").says("`im` is required and not granted");
    drift(&["crm", "im", "disk"])
        .ends(1, "failed", "scope-extra")
        .says("`disk` is granted and no rule names it");
}

/// A job's variables are for its gate, and its policy may be broken.
#[test]
fn a_snapshot_is_made_and_compared_without_what_judges() {
    let portal = Portal::alive().grants(&["crm"]).start();
    let judged = |gate: Gate| {
        gate.env("B24_REQUIRED_SCOPES", "im").env("B24_WARN_ONLY", "true").env("B24_BASELINE_FILE", "nowhere")
    };
    let run = judged(snapshot(&portal, &[])).policy("nonsense").run();
    run.exit(0).says("  - crm");
    let run = judged(snapshot(&portal, &["--check", "was.yml"])).file("was.yml", b"required: [disk]\n").run();
    run.exit(1).says("`disk` is required and not granted").keeps_quiet_about("`im`");
}

#[test]
fn what_a_snapshot_says_of_extra_scopes_counts() {
    let portal = Portal::alive().grants(&["crm", "im"]).start();
    let drift = |was: &[u8]| snapshot(&portal, &["--check", "was.yml"]).file("was.yml", was).run();
    drift(b"required: [crm]\n").exit(1).says("  rule: was.yml\n");
    drift(b"required: [crm]\nextra: warn\n").exit(0);
}

/// A code outside of the grammar of `scope` made the snapshot one that allows anything.
#[test]
fn a_new_scope_beside_a_code_with_a_field_list() {
    let odd = [
        "tasks.task.get[id:title]",
        "crm\u{7}",
        "\u{200b}",
        "ＣＲＭ",
        "a b",
        "- x",
        "#c",
        "a: b",
        "%41",
        "'\"",
        "::error::x",
        "##[x]",
        "|",
        "*a",
        "...",
        "{{x}}",
        "Im.Import[x]",
    ];
    let long = "ж".repeat(400);
    for code in odd.into_iter().chain([long.as_str()]) {
        let before =
            snapshot(&Portal::alive().grants(&["crm", code]).start(), &[]).run().exit(0).stdout.clone();
        let drift = |scopes: &[&str]| {
            let portal = Portal::alive().grants(scopes).start();
            snapshot(&portal, &["--check", "was.yml"]).file("was.yml", before.as_bytes()).run()
        };
        drift(&["crm", code]).exit(0);
        drift(&["crm", code, "disk"]).exit(1).says("`disk` is granted and no rule names it");
        drift(&["crm", code, "x[y]"]).exit(1).says("`x[y]` is granted and no rule names it");
        drift(&["crm"]).exit(1).says("is required and");
        let lint = Gate::command(&["lint", "was.yml"]).file("was.yml", before.as_bytes());
        lint.run().exit(0);
    }
}

/// A snapshot that lacked a code would pass on any other in its place.
#[test]
fn a_code_that_no_snapshot_can_hold_makes_none() {
    let many = (0..1000).map(|n| format!("{n}{}", "x[".repeat(28))).collect::<Vec<_>>();
    let secret = "k3v9x0q2m7t4b1za".to_owned();
    let far = format!("{}k3v9x0q2\u{200b}m7t4b1za", "x ".repeat(200));
    let codes = [vec![secret], vec![far], vec!["ж".repeat(20_000)], many];
    for codes in codes {
        let codes = codes.iter().map(String::as_str).collect::<Vec<_>>();
        let run = snapshot(&Portal::alive().grants(&codes).start(), &[]).run();
        run.exit(1);
        assert!(
            run.stdout.is_empty() && run.stderr.contains("there is no snapshot, since the portal lists"),
            "{run}"
        );
    }
}

/// An invisible character makes another code of it.
#[test]
fn a_code_that_only_looks_like_one_is_told_from_it() {
    let portal = Portal::alive().grants(&["crm\u{200b}", "im"]).start();
    let run = snapshot(&portal, &[]).run();
    run.exit(0).says("required:\n  - exact: crm%E2%80%8B\n  - im #").says("\nextra: fail\n");
    let check = |portal: &Portal| {
        snapshot(portal, &["--check", "was.yml"]).file("was.yml", run.stdout.as_bytes()).run()
    };
    check(&portal).exit(0);
    let run = check(&Portal::alive().grants(&["crm", "im"]).start());
    run.exit(1).says("`crm\u{fffd}` is required and").says("`crm` is granted and no rule names it");
    let run = Gate::new(&portal).policy("required: [\"crm\u{200b}\"]\n").run();
    run.ends(2, "misconfigured", "config").says("the text `crm\u{fffd}` is not the name of a scope");
}

#[test]
fn a_hidden_portal_is_told_to_be_hidden() {
    let portal = Portal::alive().start();
    let run = snapshot(&portal, &["--with-identity", "--redact", "true"]).run();
    run.exit(0).says("# The portal is hidden").keeps_quiet_about(&portal.host());
}

#[test]
fn a_hook_without_scopes_has_a_snapshot_too() {
    let portal = Portal::alive().no_grants().start();
    let policy = snapshot(&portal, &[]).run().stdout.clone();
    assert!(policy.ends_with("extra: fail\n") && !policy.contains("required"), "{policy}");
    Gate::new(&portal).policy(&policy).run().exit(0);
}

#[test]
fn what_is_not_known_is_no_snapshot() {
    let portal = Portal::alive().always(Fault::html(502)).start();
    let run = snapshot(&portal, &["--max-attempts", "1"]).run();
    assert_eq!((run.code, run.stdout.as_str()), (3, ""), "{run}");
    assert!(run.stderr.contains("there is no snapshot"), "{run}");
    let run = Gate::command(&["snapshot"]).run();
    assert!(run.code == 2 && run.stdout.is_empty() && run.stderr.contains("there is no webhook"), "{run}");
}

#[test]
fn of_several_webhooks_none_is_asked() {
    let portal = Portal::alive().unasked().start();
    let hooks = format!("prod={}\ntest={}\n", portal.hook(), portal.hook());
    let run = snapshot(&portal, &[]).hook(&hooks).run();
    assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{run}");
    assert!(run.stderr.contains("a snapshot is made of one webhook, and 2 are given"), "{run}");
    assert!(run.stderr.contains("`--only NAME`"), "{run}");
}

#[test]
fn without_a_webhook_or_a_snapshot_the_mistake_is_said_once() {
    let run = Gate::command(&["snapshot"]).run();
    run.exit(2).keeps_quiet_about("there is no snapshot");
    assert!(run.stderr.contains("there is no webhook"), "{run}");
    let portal = Portal::alive().unasked().start();
    let run = Gate::new(&portal).arg("snapshot").arg("--check").arg("old.yml").run();
    run.exit(2).says("there is no such file").says("`b24-ping snapshot > old.yml` writes one");
}
