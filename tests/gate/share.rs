//! A share of the hooks: those that the input `only` names.

use crate::gate::Gate;
use crate::portal::Portal;

const POLICY: &str = "required: [crm]\nextra: ignore\n";

/// One that is asked and one that is not.
fn portals() -> (Portal, Portal) {
    (Portal::alive().token("firstsecret00001").start(), spared("secondsecret0002"))
}

fn spared(token: &str) -> Portal {
    Portal::alive().token(token).unasked().start()
}

#[test]
fn only_the_named_are_asked() {
    let (asked, spared) = portals();
    let run = Gate::several(&[("spared", &spared), ("shop", &asked)])
        .policy(POLICY)
        .input("only", " shop,\n")
        .github()
        .run();
    run.ends(0, "passed", "ok").outputs("portal", &asked.host());
    let json = run.json();
    assert_eq!(
        (&json["hooks"][0]["name"], json["hooks"].as_array().map(Vec::len)),
        (&"shop".into(), Some(1))
    );
    assert_eq!(asked.requests().len(), 2);
}

#[test]
fn the_secrets_of_the_others_are_masked_and_redacted_too() {
    let (asked, spared) = portals();
    let asked_too = Portal::alive()
        .token("thirdsecret00003")
        .refuses("secondsecret0002", "not secondsecret0002", 401)
        .start();
    let hooks = [("shop", &asked), ("spared", &spared), ("echo", &asked_too)];
    let run = Gate::several(&hooks).input("only", "shop echo").github().run();
    run.ends(1, "failed", "hook-refused").says("***");
    assert!(run.stderr.contains("::add-mask::secondsecret0002"), "{run}");
}

#[test]
fn what_the_policy_says_of_another_share_is_no_notice() {
    let (asked, spared) = portals();
    let policy = "required: [crm]\nextra: ignore\nhooks:\n  spared: { required: [im] }\n  nobody: { required: [im] }\n";
    let gate = Gate::several(&[("spared", &spared), ("shop", &asked)]).policy(policy);
    let run = gate.input("only", "shop").github().run();
    run.ends(0, "passed", "ok").annotation("::notice ", "no webhook is named `nobody`");
    assert!(!run.stdout.contains("`spared`"), "{run}");
}

#[test]
fn a_name_that_no_hook_bears_is_a_mistake_with_a_suggestion() {
    let (shop, crm) = (spared("firstsecret00001"), spared("secondsecret0002"));
    let gate = Gate::several(&[("shop", &shop), ("crm", &crm)]).policy(POLICY);
    let run = gate.input("only", "shpo,crm,nobody").github().run();
    run.ends(2, "misconfigured", "config")
        .says("input `only`: no webhook is named `shpo` – did you mean `shop`?")
        .says("no webhook is named `nobody`")
        .outputs("portals", "[]");
}

#[test]
fn a_hook_that_cannot_be_read_is_told_once() {
    let run = Gate::bare().hook("shop=ftp://x\ncrm=ftp://y").input("only", "shop").github().run();
    run.ends(2, "misconfigured", "config").says("the scheme is not https");
    assert!(!run.stdout.contains("is named"), "{run}");
}

#[test]
fn without_a_hook_there_is_nothing_to_choose_from() {
    let gate = Gate::bare().policy(POLICY).input("only", "shop").input("missing-hook", "skip");
    gate.github().run().ends(0, "skipped", "missing-hook");
}

#[test]
fn a_snapshot_is_made_of_the_named_one() {
    let (asked, spared) = portals();
    let hooks = format!("spared={}\nshop={}\n", spared.hook(), asked.hook());
    let gate = Gate::command(&["snapshot", "--only=shop"]).trusting(&asked).trusting(&spared).hook(&hooks);
    gate.run().exit(0).says("required:");
}
