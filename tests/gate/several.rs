//! Several hooks in one run.

use serde_json::Value;

use crate::gate::Gate;
use crate::portal::{Fault, Portal};
use crate::run::Run;

const POLICY: &str = "required: [crm]\nextra: ignore\n";

/// A field of every element of `portals`.
fn each(run: &Run, field: &str) -> Vec<String> {
    let portals: Vec<Value> = serde_json::from_str(run.output("portals")).expect("a list");
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    portals.iter().map(|portal| text(&portal[field])).collect()
}

#[test]
fn all_pass() {
    let one = Portal::alive().token("firstsecret00001").start();
    let two = Portal::alive().token("secondsecret0002").start();
    let run = Gate::several(&[("prod", &one), ("", &two)]).policy(POLICY).github().run();
    run.ends(0, "passed", "ok").says("all 2 webhooks are alive and meet their rules");
    assert_eq!(each(&run, "name"), ["prod", "webhook 2"]);
    assert_eq!(each(&run, "portal"), [one.host(), two.host()]);
    assert_eq!(run.output("portal"), one.host(), "the first among equals");
    assert_eq!((one.requests().len(), two.requests().len()), (2, 2));
}

#[test]
fn the_worst_decides_and_fills_the_outputs() {
    let good = Portal::alive().token("firstsecret00001").start();
    let down = Portal::alive().token("secondsecret0002").always(Fault::busy()).start();
    let poor = Portal::alive().token("thirdsecret00003").grants(&["im"]).owner(18, "Ann", "Lee").start();
    let gate = Gate::several(&[("good", &good), ("down", &down), ("poor", &poor)]).policy(POLICY);
    let run = gate.github().run();
    run.ends(1, "failed", "scope-missing")
        .outputs("user-id", "18")
        .outputs("portal", &poor.host())
        .outputs("missing-scopes", r#"["crm"]"#)
        .says("1 of 3 webhooks failed; poor (")
        .says("down (")
        .annotation("::error ", "poor (");
    assert_eq!(each(&run, "status"), ["passed", "unreachable", "failed"], "in the order given");
    assert_eq!(each(&run, "reason"), ["ok", "rate-limited", "scope-missing"]);
    assert_eq!(each(&run, "attempts"), ["1", "4", "1"]);
    assert_eq!(run.junit().matches("<testsuite ").count(), 3);
}

#[test]
fn unreachable_outranks_passed() {
    let down = Portal::alive().token("firstsecret00001").always(Fault::html(502)).start();
    let good = Portal::alive().token("secondsecret0002").start();
    let run = Gate::several(&[("", &good), ("", &down)]).policy(POLICY).github().run();
    run.ends(3, "unreachable", "server-error").outputs("portal", &down.host());
}

#[test]
fn the_policy_speaks_to_hooks_by_name() {
    let prod = Portal::alive().token("firstsecret00001").grants(&["crm"]).start();
    let stage = Portal::alive().token("secondsecret0002").grants(&["crm", "telephony"]).start();
    let hooks = [("prod", &prod), ("staging", &stage)];
    let host = stage.host();
    let policy = format!(
        "required: [crm]\nextra: fail\nhooks:\n  staging: {{ portal: '{host}', allow-extra: [telephony] }}\n"
    );
    Gate::several(&hooks).policy(&policy).run().ends(0, "passed", "ok");
    let policy = "required: [crm]\nextra: fail\nhooks:\n  prod: { allow-extra: [telephony] }\n";
    let run = Gate::several(&hooks).policy(policy).github().run();
    run.ends(1, "failed", "scope-extra");
    assert_eq!(each(&run, "status"), ["passed", "failed"]);
}

#[test]
fn a_name_that_no_hook_bears_is_a_notice_where_they_have_names() {
    let portal = Portal::alive().start();
    let policy = "required: [crm]\nextra: ignore\nhooks:\n  nobody: { required: [im] }\n";
    let run = Gate::several(&[("prod", &portal)]).policy(policy).github().run();
    run.ends(0, "passed", "ok")
        .annotation("::notice file=.github/b24-scopes.yml,line=4,", "no webhook is named `nobody`");
}

/// The first hook of a portal goes ahead: one that is silent must not hold more than that.
#[test]
fn they_are_tried_at_once() {
    let portal = Portal::alive().together_after(2, 4).start();
    let run = Gate::several(&[("a", &portal), ("b", &portal), ("c", &portal)]).run();
    run.ends(0, "passed", "ok");
    assert_eq!(portal.peak_parallel(), 4);
}

#[test]
fn as_many_at_once_as_the_input_says() {
    let portal = Portal::alive().together(2).start();
    let run = Gate::several(&[("a", &portal), ("b", &portal), ("c", &portal)]).input("jobs", "1").run();
    run.ends(0, "passed", "ok");
    assert_eq!((portal.peak_parallel(), portal.requests().len()), (2, 6));
}

/// The hooks of the two silent ones would need all places for as long as the run lasts.
#[test]
fn portals_that_are_silent_keep_nobody_waiting() {
    let silent = Portal::alive().token("firstsecret00001").always(Fault::NoAnswer).start();
    let good = Portal::alive().token("secondsecret0002").start();
    let dumb = Portal::alive().token("thirdsecret00003").always(Fault::NoAnswer).start();
    let hooks = [("a", &silent), ("b", &silent), ("c", &dumb), ("d", &dumb), ("e", &good), ("f", &good)];
    let gate = Gate::several(&hooks).policy(POLICY).github().input("jobs", "3");
    let run = gate.input("timeout", "2s").input("request-timeout", "2s").run();
    run.ends(3, "unreachable", "timeout");
    let [no, yes] = ["unreachable", "passed"];
    assert_eq!(each(&run, "status"), [no, no, no, no, yes, yes]);
}

#[test]
fn more_hooks_of_one_portal_than_it_takes_at_once_have_their_turns() {
    let portal = Portal::alive().start();
    let names = (0..21).map(|n| format!("h{n}")).collect::<Vec<_>>();
    let hooks = names.iter().map(|name| (name.as_str(), &portal)).collect::<Vec<_>>();
    let run = Gate::several(&hooks).policy(POLICY).input("timeout", "1s").run();
    run.ends(2, "misconfigured", "config")
        .says("21 webhooks of one portal take at least 1s, at two requests");
    assert_eq!(portal.requests().len(), 0);
    Gate::several(&hooks).policy(POLICY).run().ends(0, "passed", "ok");
    assert_eq!(portal.requests().len(), 42);
}

#[test]
fn a_file_of_hooks_may_have_comments() {
    let portal = Portal::alive().start();
    let text = format!("# the hooks of acme\n\n one = {0} \n{0}\n", portal.hook());
    let run =
        Gate::new(&portal).no_hook().file("hooks", text.as_bytes()).arg("--hook-file=hooks").github().run();
    run.ends(0, "passed", "ok");
    assert_eq!(each(&run, "name"), ["one", "webhook 2"]);
}

#[test]
fn no_secret_of_any_hook_is_told_by_another_portal() {
    let one = Portal::alive().token("firstsecret00001").start();
    let two = Portal::alive()
        .token("secondsecret0002")
        .refuses("firstsecret00001", "not firstsecret00001", 401)
        .start();
    Gate::several(&[("", &one), ("", &two)]).github().run().ends(1, "failed", "hook-refused").says("***");
}
