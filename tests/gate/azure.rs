//! Azure Pipelines, whose agent reads logging commands from standard output.

use crate::gate::Gate;
use crate::portal::Portal;
use crate::run::Run;

/// The agent looks for them anywhere in a line.
fn commands(run: &Run) -> Vec<&str> {
    let lines = run.stdout.lines().filter(|line| line.starts_with("##vso[")).collect::<Vec<_>>();
    assert_eq!(run.stdout.matches("##vso[").count(), lines.len(), "{run}");
    lines
}

/// The summary's file, as the agent finds it.
fn uploaded(run: &Run) -> String {
    let line = commands(run).into_iter().find_map(|line| line.strip_prefix("##vso[task.uploadsummary]"));
    std::fs::read_to_string(line.expect("a summary is uploaded")).expect("it is there")
}

#[test]
fn a_pass_sets_variables_and_uploads_a_summary() {
    let portal = Portal::alive().start();
    let run = Gate::new(&portal).policy("required: [crm]\nextra: ignore\n").azure().run();
    run.ends(0, "passed", "ok")
        .says("\n##vso[task.setvariable variable=B24_PING_STATUS;isOutput=true]passed\n")
        .says("\n##vso[task.setvariable variable=B24_PING_MISSING_SCOPES;isOutput=true]\n")
        .keeps_quiet_about("task.logissue");
    assert!(uploaded(&run).contains("✅ b24-ping: "), "{run}");
    assert!(!uploaded(&run).contains(portal.secret()), "{run}");
}

#[test]
fn findings_are_issues_on_the_lines_of_the_policy() {
    let portal = Portal::alive().grants(&["crm", "disk"]).start();
    let policy = "required:\n  - scope: im\n    why: 100%; [calls]\nextra: warn\n";
    let run = Gate::new(&portal).policy(policy).azure().run();
    let place = "sourcepath=.github/b24-scopes.yml;linenumber=2;columnnumber=12]b24-ping: scope-missing: ";
    run.ends(1, "failed", "scope-missing")
        .says(&format!("\n##vso[task.logissue type=error;{place}"))
        .says("why: 100%AZP25%3B [calls%5D\n")
        .says("\n##vso[task.logissue type=warning")
        .says("variable=B24_PING_MISSING_SCOPES;isOutput=true]im\n");
}

#[test]
fn a_notice_is_no_issue_since_the_agent_knows_no_such_type() {
    let portal = Portal::alive().start();
    let policy = "required: [crm]\nextra: ignore\nhooks:\n  nobody:\n    allow-extra: [im]\n";
    let run = Gate::new(&portal).policy(policy).azure().run();
    run.exit(0).says("notice: ").keeps_quiet_about("task.logissue");
}

#[test]
fn where_the_agents_folder_is_not_mounted_the_summary_is_left_out_with_a_hint() {
    let portal = Portal::alive().start();
    let gate = Gate::new(&portal).policy("required: [crm]\nextra: ignore\n").azure();
    let nowhere = gate.beside("nowhere");
    gate.env("AGENT_TEMPDIRECTORY", &nowhere)
        .run()
        .exit(0)
        .says("AGENT_TEMPDIRECTORY: there is no summary: there is no such file – mount the folder")
        .keeps_quiet_about("uploadsummary");
}

#[test]
fn a_folder_of_the_agent_that_cannot_be_named_is_no_mistake_of_the_user() {
    let portal = Portal::alive().start();
    let gate = || Gate::new(&portal).policy("required: [crm]\nextra: ignore\n").azure();
    for folder in ["relative", "/tmp/a\n##vso[task.complete]"] {
        let run = gate().env("AGENT_TEMPDIRECTORY", folder).run();
        assert!(commands(&run).iter().all(|line| !line.contains("uploadsummary")), "{run}");
        run.exit(0);
    }
}

#[test]
fn what_the_portal_says_is_no_command() {
    let portal = Portal::alive().owner(17, "##vso[task.complete result=Failed;]x", "##vso[a]").start();
    let run = Gate::new(&portal).policy("required: [im]\nextra: ignore\n").azure().run();
    assert!(commands(&run).iter().all(|line| !line.contains("task.complete")), "{run}");
    run.says("# #vso[task.complete");
}

#[test]
fn the_secret_is_not_printed_not_even_to_mask_it() {
    let portal = Portal::alive().start();
    Gate::new(&portal).azure().run().keeps_quiet_about("setsecret").keeps_quiet_about("add-mask");
}
