//! Runs without a hook: an excuse, or a mistake.

use serde_json::{Value, json};

use crate::gate::Gate;
use crate::run::Run;

fn pull_request(head: &Value) -> Value {
    json!({ "pull_request": { "head": { "repo": head }, "base": { "repo": { "full_name": "acme/app" } } } })
}

fn fork() -> Value {
    pull_request(&json!({ "full_name": "rita/app" }))
}

fn own() -> Value {
    pull_request(&json!({ "full_name": "acme/app" }))
}

fn is_skipped(gate: Gate) -> Run {
    let run = gate.github().run();
    run.ends(0, "skipped", "missing-hook")
        .says("SKIPPED: ")
        .outputs("portals", "[]")
        .outputs("attempts", "0")
        .summary_says("⏭️ b24-ping: skipped, ");
    assert_eq!(run.annotations().len(), 1, "one notice: {run}");
    assert!(run.junit().contains("<skipped "), "{run}");
    run
}

fn is_missing(gate: Gate) -> Run {
    let run = gate.github().run();
    run.ends(2, "misconfigured", "missing-hook")
        .says("is the secret defined?")
        .says("secrets: inherit")
        .annotation("::error ", "there is no webhook")
        .summary_says("❌ b24-ping: 1 problem to fix")
        .outputs("portals", "[]");
    run
}

#[test]
fn a_pull_request_from_a_fork() {
    let run = is_skipped(Gate::bare().policy("- crm").event("pull_request", &fork()));
    run.annotation("::notice ", "a pull request from a fork gets no secrets")
        .says("a maintainer can run it by pushing the branch")
        .says("the policy .github/b24-scopes.yml is well formed");
    is_skipped(Gate::bare().event("pull_request", &pull_request(&Value::Null)));
}

#[test]
fn a_pull_request_by_dependabot() {
    let gate = Gate::bare().event("pull_request", &own()).env("GITHUB_ACTOR", "dependabot[bot]");
    is_skipped(gate).annotation("::notice ", "add the webhook to the Dependabot secrets");
}

#[test]
fn an_input_that_allows_it() {
    is_skipped(Gate::bare().input("missing-hook", "skip").event("push", &json!({})))
        .says("`missing-hook` is `skip`");
    is_skipped(Gate::bare().input("missing-hook", "skip").hook(" \n# nothing\n"));
}

#[test]
fn everywhere_else_it_is_a_mistake() {
    is_missing(Gate::bare());
    is_missing(Gate::bare().hook("  \n"));
    is_missing(Gate::bare().policy("- crm").event("push", &json!({})));
    is_missing(Gate::bare().event("pull_request", &own()));
    is_missing(Gate::bare().event("pull_request", &json!({})));
    is_missing(Gate::bare().event("pull_request_target", &fork()));
    is_missing(Gate::bare().event("push", &fork()).env("GITHUB_ACTOR", "dependabot[bot]"));
    is_missing(Gate::bare().event("workflow_dispatch", &fork()));
}

#[test]
fn an_input_that_forbids_it() {
    is_missing(Gate::bare().input("missing-hook", "fail").event("pull_request", &fork()));
}

#[test]
fn warn_only_does_not_excuse_it() {
    is_missing(Gate::bare().input("warn-only", "true"));
}

#[test]
fn an_event_that_cannot_be_read_excuses_nothing() {
    let gate = Gate::bare().env("GITHUB_EVENT_NAME", "pull_request");
    is_missing(gate.env("GITHUB_EVENT_PATH", "/nowhere/event.json"));
}

#[test]
fn a_bad_policy_is_no_skip() {
    let run = Gate::bare().policy("required: 17").event("pull_request", &fork()).github().run();
    run.ends(2, "misconfigured", "config")
        .annotation("::error file=.github/b24-scopes.yml,line=1,", "required");
}

#[test]
fn a_missing_hook_and_a_bad_policy_are_told_together() {
    let run = Gate::bare().policy("required: 17").github().run();
    run.ends(2, "misconfigured", "config").says("there is no webhook").says(".github/b24-scopes.yml:1:11");
}

#[test]
fn an_empty_hook_file_is_a_missing_hook() {
    let gate = Gate::bare().file("hook", b"\n").env("B24_HOOK_FILE", "hook");
    is_missing(gate);
}
