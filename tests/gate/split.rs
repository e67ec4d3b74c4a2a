//! The command `split`: a matrix by names, and nothing else of any hook.

use serde_json::{Value, json};

use crate::gate::Gate;
use crate::run::Run;

const SECRET: &str = "k3v9x0q2m7t4b1za";

fn split(args: &[&str]) -> Gate {
    let command = ["split"].iter().chain(args).copied().collect::<Vec<_>>();
    Gate::command(&command).secret(SECRET)
}

/// A line of the list: a name, and a portal.
fn line(name: &str, portal: &str) -> String {
    format!("{name}https://{portal}.bitrix24.example/rest/1/{SECRET}/\n")
}

fn five() -> String {
    [("shop=", "acme"), ("crm=", "acme"), ("wiki=", "docs"), ("desk=", "help"), ("old=", "acme")]
        .map(|(name, portal)| line(name, portal))
        .concat()
}

/// The matrix, and that nothing of a hook but its name was told.
fn matrix(run: &Run) -> Value {
    assert_eq!(run.stdout.lines().count(), 1, "{run}");
    for (name, text) in run.leavings() {
        assert!(!text.contains("bitrix24"), "a host is in {name}: {run}");
    }
    serde_json::from_str(&run.stdout).expect("a matrix")
}

#[test]
fn hooks_are_shared_out_by_name_and_portals_stay_whole() {
    let run = split(&["3"]).hook(&five()).run();
    let expected = json!({ "include": [
        { "share": "1/3", "only": "shop,crm,old" },
        { "share": "2/3", "only": "wiki" },
        { "share": "3/3", "only": "desk" },
    ] });
    assert_eq!(matrix(run.exit(0)), expected);
    assert_eq!(run.stderr, "");
    let run = split(&["2"]).hook(&five()).run();
    assert_eq!(matrix(&run)["include"][1], json!({ "share": "2/2", "only": "wiki,desk" }));
}

#[test]
fn there_are_no_more_shares_than_portals() {
    let run = split(&["256", "--hook-file=hooks"]).file("hooks", five().as_bytes()).run();
    assert_eq!(matrix(run.exit(0))["include"].as_array().map(Vec::len), Some(3));
}

#[test]
fn on_github_the_matrix_and_the_names_are_outputs_and_the_secret_is_masked() {
    let run = split(&["2"]).hook(&five()).github().run();
    assert_eq!(matrix(run.exit(0)).to_string(), run.output("matrix"));
    assert_eq!(run.output("names"), "shop,crm,old,wiki,desk");
    assert_eq!(run.output("expect"), "shop#1,crm#2,old#5,wiki#3,desk#4");
    assert!(run.stderr.lines().all(|line| line.starts_with("::add-mask::")), "{run}");
    assert!(run.stderr.contains(&format!("::add-mask::{SECRET}\n")), "{run}");
    assert!(!run.stderr.contains("::add-mask::shop"), "a masked name would be dropped from the output");
}

#[test]
fn some_of_the_hooks_can_be_left_out() {
    let run = split(&["3", "--only", "wiki,shop"]).hook(&five()).run();
    let expected = json!([{ "share": "1/2", "only": "shop" }, { "share": "2/2", "only": "wiki" }]);
    assert_eq!(matrix(run.exit(0))["include"], expected);
    let run = split(&["3"]).input("only", "wikki").hook(&five()).run();
    run.exit(2);
    assert!(run.stderr.contains("did you mean `wiki`?") && run.stdout.is_empty(), "{run}");
}

#[test]
fn everything_that_is_wrong_is_told_at_once_and_no_matrix_is_made() {
    let hooks =
        [line("shop=", "acme"), line("", "acme"), line("", "docs"), line(&format!("{SECRET}="), "help")];
    let hooks = hooks.concat() + &line("HELP.bitrix24.example=", "help");
    let run = split(&["300"]).hook(&hooks).github().run();
    run.exit(2);
    assert_eq!((run.stdout.as_str(), run.outputs.len()), ("", 0), "{run}");
    for said in [
        "split: `300` is not a number of jobs: 1 to 256",
        "webhook 2: the webhook has no name",
        "webhook 3: the webhook has no name",
        "hook 4: the webhook's name contains its secret or its portal",
        "hook 5: the webhook's name contains its secret or its portal",
        "::error title=b24-ping",
    ] {
        assert!(run.stderr.contains(said), "{said}: {run}");
    }
    for (name, text) in run.leavings() {
        assert!(!text.contains("bitrix24.example"), "a host is in {name}: {run}");
    }
}

#[test]
fn the_number_is_a_number_of_jobs_that_github_makes() {
    for bad in ["0", "257", "-1", "three", SECRET, ""] {
        let run = split(&["--", bad]).hook(&five()).run();
        run.exit(2);
        assert!(run.stderr.contains(": 1 to 256") && run.stdout.is_empty(), "{run}");
    }
}

#[test]
fn without_a_hook_the_rule_of_the_gate_holds() {
    let run = split(&["3"]).github().run();
    run.exit(2);
    assert!(run.stderr.contains("there is no webhook") && run.stdout.is_empty(), "{run}");

    // One job is left, which says that the check was skipped.
    let run = split(&["3"]).input("missing-hook", "skip").github().run();
    assert_eq!(matrix(run.exit(0)), json!({ "include": [{ "share": "1/1", "only": "" }] }));
    assert_eq!(run.output("names"), "");
}

#[test]
fn settings_of_the_gate_do_not_matter() {
    let run = split(&["3"]).hook(&five()).input("timeout", "soon").input("json-file", "/nowhere/x").run();
    matrix(run.exit(0));
}

#[test]
fn outputs_that_cannot_be_written_are_a_mistake() {
    let run = split(&["3"]).hook(&five()).env("GITHUB_OUTPUT", "/nowhere/outputs").run();
    run.exit(2);
    assert!(run.stderr.contains("the outputs cannot be written"), "{run}");
}
