//! Where a run tells what it found, and how.

use serde_json::{Value, json};

use crate::gate::Gate;
use crate::portal::{Fault, Portal};
use crate::run::Run;

const BLOB: &str = "https://github.com/acme/app/blob/0123456789abcdef0123456789abcdef01234567";

fn event(private: bool) -> Value {
    json!({ "repository": { "private": private, "visibility": if private { "private" } else { "public" } } })
}

#[test]
fn masks_come_first_under_github() {
    let portal = Portal::alive().start();
    let run = Gate::new(&portal).github().run();
    let masks = run.stderr.lines().take_while(|line| line.starts_with("::add-mask::")).collect::<Vec<_>>();
    for hidden in [portal.secret(), &portal.hook(), portal.hook().trim_end_matches('/')] {
        assert!(masks.contains(&format!("::add-mask::{hidden}").as_str()), "{hidden}: {masks:?}");
    }
}

#[test]
fn masks_come_first_even_when_all_else_is_wrong() {
    let portal = Portal::alive().unasked().start();
    let run = Gate::new(&portal).policy("x: 1").input("timeout", "x").github().run();
    run.exit(2);
    assert!(run.stderr.starts_with(&format!("::add-mask::{}\n", portal.secret())), "{run}");
}

#[test]
fn outside_of_github_nothing_prints_the_secret() {
    let portal = Portal::alive().start();
    let run = Gate::new(&portal).run();
    assert!(run.stdout.starts_with("PASSED: "), "{run}");
}

#[test]
fn rules_are_linked_to_their_lines_and_annotated_there() {
    let portal = Portal::alive().grants(&["crm"]).start();
    let policy = "required:\n  - crm\n  - scope: telephony\n    why: calls\n";
    let run = Gate::new(&portal).policy(policy).github().run();
    run.summary_says(&format!("<a href=\"{BLOB}/.github/b24-scopes.yml#L3\">"))
        .summary_says(&format!("<a href=\"{BLOB}/.github/b24-scopes.yml#L2\">"))
        .annotation("::error file=.github/b24-scopes.yml,line=3,", "title=b24-ping%3A scope-missing::");
}

#[test]
fn an_absolute_path_inside_the_workspace_is_annotated_as_the_runner_wants_it() {
    let portal = Portal::alive().grants(&["crm"]).start();
    let gate = Gate::new(&portal).file("p.yml", b"- im\n");
    let path = gate.beside("workspace/p.yml");
    gate.input("scopes-file", &path)
        .github()
        .run()
        .annotation("::error file=p.yml,line=1,", "`im` is required");
}

#[test]
fn ten_annotations_at_most_and_the_tenth_sums_up() {
    let portal = Portal::alive().grants(&[]).start();
    let scopes = (0..15).map(|n| format!("scope{n}")).collect::<Vec<_>>().join(", ");
    let run = Gate::new(&portal).policy(&format!("required: [{scopes}]")).github().run();
    let annotations = run.annotations();
    assert_eq!(annotations.len(), 10, "{run}");
    assert!(annotations[9].ends_with("::6 more are in the step summary and in the log"), "{run}");
    run.says("`scope14` is required").summary_says("<code>scope14</code>");
}

#[test]
fn junit_keeps_failures_and_errors_apart() {
    let portal = Portal::alive().grants(&["crm"]).start();
    let run = Gate::new(&portal).policy("required: [crm, im]\nforbidden: [disk]\n").run();
    let junit = run.junit();
    assert!(junit.contains("<testcase name=\"required scope crm\""), "{run}");
    assert!(junit.contains("failures=\"1\" errors=\"0\"") && junit.contains("<failure "), "{run}");
    let portal = Portal::alive().always(Fault::html(502)).start();
    let junit = Gate::new(&portal).policy("required: [crm]\n").run();
    assert!(junit.junit().contains("failures=\"0\" errors=\"2\""), "{junit}");
}

#[test]
fn the_json_report_tells_all() {
    let portal = Portal::alive().grants(&["crm", "disk"]).start();
    let policy = "required:\n  - crm\n  - { scope: im, why: news }\nforbidden: [disk]\n";
    let json = Gate::new(&portal).policy(policy).run().json();
    assert_eq!(json["version"], 1);
    assert_eq!(json["tool"]["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!((&json["policy"], &json["exit-code"]), (&json!(".github/b24-scopes.yml"), &json!(1)));
    let hook = &json["hooks"][0];
    assert_eq!(hook["granted-scopes"], json!(["crm", "disk"]));
    assert_eq!((&hook["user-id"], &hook["admin"]), (&json!(17), &json!(false)));
    assert_eq!(hook["findings"].as_array().map(Vec::len), Some(2));
    let finding = &hook["findings"][0];
    assert_eq!((&finding["reason"], &finding["severity"]), (&json!("scope-missing"), &json!("error")));
    assert_eq!((&finding["file"], &finding["line"]), (&json!(".github/b24-scopes.yml"), &json!(3)));
    assert_eq!(finding["why"], "news");
    let standing = hook["checks"].as_array().expect("checks").iter().map(|check| &check["standing"]);
    assert_eq!(standing.filter(|standing| **standing == "broken").count(), 2);
}

#[test]
fn the_report_output_is_the_path_as_given() {
    let portal = Portal::alive().start();
    let run = Gate::new(&portal).input("json-file", "out/deep/b24.json").github().run();
    run.outputs("report", "out/deep/b24.json");
    assert!(run.beside("workspace/out/deep/b24.json").is_file());
    let run = Gate::new(&portal).input("json-file", "").input("junit-file", "").github().run();
    run.exit(0).outputs("report", "");
}

#[test]
fn an_old_and_longer_report_is_replaced() {
    let portal = Portal::alive().start();
    let old = "x".repeat(1 << 20);
    let gate = Gate::new(&portal).file("b24.json", old.as_bytes()).file("b24.xml", old.as_bytes());
    gate.input("json-file", "b24.json").input("junit-file", "b24.xml").run().ends(0, "passed", "ok");
}

#[test]
fn warn_only_changes_the_exit_code_and_nothing_else() {
    let no = Portal::alive().grants(&[]).start();
    let run = Gate::new(&no).policy("- crm").input("warn-only", "true").github().run();
    run.ends(0, "failed", "scope-missing")
        .outputs("exit-code", "0")
        .says("the exit code is 0 where it would be 1");
    let down = Portal::alive().always(Fault::busy()).start();
    let run = Gate::new(&down).arg("--warn-only").run();
    run.ends(0, "unreachable", "rate-limited").says("where it would be 3");
    let unasked = Portal::alive().unasked().start();
    Gate::new(&unasked).policy("x: 1").input("warn-only", "true").run().ends(2, "misconfigured", "config");
}

fn hides(run: &Run, portal: &Portal) {
    run.keeps_quiet_about(&portal.host()).keeps_quiet_about("localhost");
    run.keeps_quiet_about("Rita").outputs("portal", "").outputs("user-name", "");
}

#[test]
fn redact_hides_host_and_name_everywhere() {
    let portal = Portal::alive().start();
    let run = Gate::new(&portal).policy("- crm").input("redact", "true").github().run();
    run.exit(0).says("(hidden)").outputs("user-id", "17");
    hides(&run, &portal);
    let policy = "portal: acme.bitrix24.com\nuser: { id: 99, admin: true }";
    let run = Gate::new(&portal).policy(policy).input("redact", "true").github().run();
    run.ends(1, "failed", "identity");
    hides(&run, &portal);
}

#[test]
fn redact_hides_what_the_portal_says_of_itself() {
    let host = "newname.bitrix24.com";
    let portal = Portal::alive().always(Fault::redirect(302, &format!("https://{host}/"))).start();
    let run = Gate::new(&portal).input("redact", "true").github().run();
    run.ends(1, "failed", "portal-moved").keeps_quiet_about(host);
    hides(&run, &portal);
    let portal = Portal::alive().refuses("INVALID_CREDENTIALS", "localhost does not know you", 401).start();
    let run = Gate::new(&portal).input("redact", "true").github().run();
    run.ends(1, "failed", "hook-refused").keeps_quiet_about(&portal.host());
}

#[test]
fn redact_auto_hides_in_public_repositories_only() {
    let portal = Portal::alive().start();
    let run = Gate::new(&portal).event("push", &event(false)).github().run();
    hides(&run, &portal);
    for gate in [
        Gate::new(&portal).event("push", &event(true)),
        Gate::new(&portal).event("push", &event(false)).input("redact", "false"),
        Gate::new(&portal),
    ] {
        gate.github()
            .run()
            .outputs("portal", &portal.host())
            .outputs("user-name", "Rita O'Hara")
            .says("O'Hara");
    }
}

#[test]
fn redact_hides_named_hooks_of_several_as_well() {
    let (one, two) = (Portal::alive().start(), Portal::alive().grants(&[]).start());
    let gate = Gate::several(&[("prod", &one), ("", &two)]).policy("- crm").input("redact", "true");
    let run = gate.github().run();
    run.ends(1, "failed", "scope-missing").says("prod").says("webhook 2");
    hides(&run, &one);
    hides(&run, &two);
}

#[test]
fn a_runner_whose_files_cannot_be_written() {
    let portal = Portal::alive().unasked().start();
    for name in ["GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY"] {
        let run = Gate::new(&portal).env(name, "/proc/nope/file").run();
        run.ends(2, "misconfigured", "config").says(&format!("{name}: the report cannot be written"));
    }
}

#[test]
fn a_report_that_gets_lost_turns_a_pass_into_a_mistake() {
    let portal = Portal::alive().start();
    let run = Gate::new(&portal).input("junit-file", "/dev/full").run();
    run.exit(2).says("error: input `junit-file`: the report is lost: no space is left");
    let run = Gate::new(&portal).policy("- disk").input("junit-file", "/dev/full").run();
    run.ends(1, "failed", "scope-missing").says("the report is lost");
}

#[test]
fn a_report_that_gets_lost_is_told_in_the_outputs() {
    let portal = Portal::alive().start();
    Gate::new(&portal).input("junit-file", "/dev/full").github().run().exit(2);
}

#[test]
fn gitlab_gets_its_variables() {
    let portal = Portal::alive().grants(&["crm"]).start();
    let run = Gate::new(&portal).policy("- disk").input("dotenv-file", "b24.env").run();
    run.ends(1, "failed", "scope-missing");
    let text = std::fs::read_to_string(run.beside("workspace/b24.env")).unwrap();
    assert!(
        text.starts_with("B24_PING_STATUS=failed\nB24_PING_REASON=scope-missing\nB24_PING_EXIT_CODE=1\n"),
        "{text}"
    );
    assert!(text.contains("B24_PING_MISSING_SCOPES=disk\n") && !text.contains(portal.secret()), "{text}");
}

#[test]
fn the_summary_as_a_file_is_what_the_page_shows() {
    let portal = Portal::alive().grants(&["crm", "disk"]).start();
    let gate = Gate::new(&portal).policy("required: [crm, im]").github().input("markdown-file", "out/b24.md");
    let run = gate.run();
    run.ends(1, "failed", "scope-missing");
    let file = std::fs::read_to_string(run.beside("workspace/out/b24.md")).expect("a file");
    assert_eq!(file, run.summary, "{run}");
    assert!(file.len() < 65_536 && file.starts_with("## ❌ b24-ping: "), "{file}");
}

/// The runner shows annotations in the log, so that a finding that has one needs no words beside it.
#[test]
fn the_log_on_github_says_each_finding_once() {
    let policy =
        "{required: [crm, im, tasks], forbidden: [{scope: disk, why: no files}], portal: acme.bitrix24.com}";
    let portal = Portal::alive().grants(&["crm", "disk", "sale"]).start();
    let run = Gate::new(&portal).policy(policy).github().run();
    run.exit(1);
    let many = (0..14).map(|n| format!("scope{n}")).collect::<Vec<_>>().join(", ");
    let portal = Portal::alive().grants(&["crm"]).start();
    let more = Gate::new(&portal).policy(&format!("required: [{many}]")).github().run();
    let refused = Portal::alive().refuses("INVALID_CREDENTIALS", "Invalid request credentials", 401).start();
    let refused = Gate::new(&refused).policy("- crm").github().run();
    let wrong = Gate::bare().github().policy("{reqired: [crm], forbiden: [im]}").run();
    for run in [run, more, refused, wrong] {
        let report = run.json();
        let hooks = report["hooks"].as_array().expect("a list").iter();
        let findings = hooks.flat_map(|hook| hook["findings"].as_array().expect("a list"));
        let findings = findings.chain(report["problems"].as_array().expect("a list")).collect::<Vec<_>>();
        assert!(!findings.is_empty(), "{run}");
        for finding in findings {
            let what = finding["message"].as_str().expect("a text");
            // The first line says the cause, where that is short.
            let (_, after) = run.stdout.split_once('\n').expect("lines");
            assert_eq!(after.matches(what).count(), 1, "{what}: {run}");
        }
        // Where to read on follows them.
        let (_, after) = run.stdout.rsplit_once("\n::error ").expect("an annotation");
        assert!(!run.stdout.contains("more on this: ") || after.contains("\nmore on this: "), "{run}");
    }
}

/// In a terminal, too.
#[test]
fn the_log_elsewhere_says_each_finding_once() {
    let good = Portal::alive().grants(&["crm", "disk"]).start();
    let refused = Portal::alive().refuses("INVALID_CREDENTIALS", "Invalid request credentials", 401).start();
    for run in [
        Gate::new(&good).policy("{required: [crm, im], forbidden: [disk]}").run(),
        Gate::new(&refused).policy("- crm").run(),
        Gate::bare().policy("{reqired: [crm]}").run(),
    ] {
        let report = run.json();
        let hooks = report["hooks"].as_array().expect("a list").iter();
        let findings = hooks.flat_map(|hook| hook["findings"].as_array().expect("a list"));
        for finding in findings.chain(report["problems"].as_array().expect("a list")) {
            let what = finding["message"].as_str().expect("a text");
            assert_eq!(run.stdout.matches(what).count(), 1, "{what}: {run}");
        }
    }
}

#[test]
fn findings_carry_the_address_of_their_page() {
    let portal = Portal::alive().grants(&["crm"]).start();
    let gate = Gate::new(&portal).policy("- im").github().input("sarif-file", "b24.sarif");
    let run = gate.env("GITHUB_ACTION_REPOSITORY", "acme/b24-ping").env("GITHUB_ACTION_REF", "v1").run();
    let page = "https://github.com/acme/b24-ping/blob/v1/docs/reasons.md#scope-missing";
    run.exit(1).says(&format!("more on this: {page}")).summary_says(&format!("<a href=\"{page}\">"));
    assert_eq!(run.json()["hooks"][0]["findings"][0]["documentation"], page);
    assert!(run.junit().contains(page), "{run}");
    let sarif = std::fs::read_to_string(run.beside("workspace/b24.sarif")).expect("a file");
    assert!(sarif.contains(&format!("\"helpUri\": \"{page}\"")), "{sarif}");
}
