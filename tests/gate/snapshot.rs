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

/// An invisible character makes another code of it, and a policy cannot name that one.
#[test]
fn a_code_that_only_looks_like_one_is_told_from_it() {
    let portal = Portal::alive().grants(&["crm\u{200b}", "im"]).start();
    let run = snapshot(&portal, &[]).run();
    run.exit(0).says("required:\n  - im #").says("\nextra: warn\n").says("can name: crm\u{fffd}\n");
    let check = snapshot(&portal, &["--check", "was.yml"]).file("was.yml", run.stdout.as_bytes()).run();
    check.exit(0).says("`crm\u{fffd}` is granted and no rule names it").keeps_quiet_about("`crm`");
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
    assert!(run.code == 2 && run.stdout.is_empty() && run.stderr.contains("the secret is empty"), "{run}");
}
