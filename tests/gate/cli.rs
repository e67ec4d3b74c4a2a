//! What the command line asks for beside a check: one line, each attempt, a report on standard output, any policy.

use serde_json::Value;

use crate::gate::Gate;
use crate::left::{AROUND, Left};
use crate::portal::{Fault, Portal};
use crate::spellings::SECRET;

const NONE: &str = "";

/// Without report files of its own.
fn plain(gate: Gate) -> Gate {
    gate.input("json-file", NONE).input("junit-file", NONE)
}

#[test]
fn quiet_prints_the_verdict_and_no_other_line() {
    let portal = Portal::alive().token(SECRET).grants(&["crm"]).start();
    for (args, code, word) in [
        (&["check", "-q"][..], 1, "FAILED: "),
        (&["--quiet"], 1, "FAILED: "),
        (&["lint", "-q"], 0, "PASSED: "),
    ] {
        for (place, around) in AROUND {
            let gate = args.iter().fold(Gate::new(&portal), |gate, arg| gate.arg(arg));
            let left = Left::by(around(gate.policy("required: [crm, im]\n"))).exits(code);
            let is_command = |line: &&str| line.starts_with("::") || line.starts_with("##vso[");
            let (commands, lines): (Vec<_>, Vec<_>) = left.stdout().lines().partition(is_command);
            assert!(lines.len() == 1 && lines[0].starts_with(word), "{args:?}, {place}: {left}");
            assert_eq!(
                commands.is_empty(),
                place == "outside of CI" || code == 0 && place != "Azure",
                "{args:?}, {place}: {left}"
            );
            assert!(left.sink("reports/b24.json").contains("\"headline\""), "{args:?}, {place}: {left}");
        }
    }
}

#[test]
fn verbose_says_what_each_attempt_met_and_what_comes_next() {
    let limit = || Fault::error(503, "QUERY_LIMIT_EXCEEDED", "Too many requests");
    let portal =
        Portal::alive().token(SECRET).on("batch", 1, limit()).on("app.info", 1, Fault::html(502)).start();
    for (place, around) in AROUND {
        let left = Left::by(around(
            Gate::new(&portal).env("RUNNER_DEBUG", "0").arg("-v").input("max-attempts", "3"),
        ));
        let lines = left.stderr().lines().filter(|line| line.starts_with("debug: ")).collect::<Vec<_>>();
        let one = |start: &str| {
            lines.iter().find(|line| line.starts_with(start)).unwrap_or_else(|| panic!("{start}: {left}"))
        };
        assert!(one("debug: batch, attempt 1 of 3: IPv4 127.0.0.1, HTTP ").contains(", "), "{place}: {left}");
        assert!(
            one("debug: app.info, attempt 1 of 3: IPv4 127.0.0.1, HTTP ").contains(" ms – "),
            "{place}: {left}"
        );
        left.keeps_quiet_about(SECRET);
        assert!(!lines.iter().any(|line| line.contains("/rest/")), "{left}");
        if place == "outside of CI" {
            assert!(
                one("debug: batch, attempt 1 of 3")
                    .contains("HTTP 503, QUERY_LIMIT_EXCEEDED (3 of 3 commands), "),
                "{left}"
            );
            assert!(one("debug: batch, attempt 1 of 3").contains(" – again in 0."), "{left}");
            assert!(one("debug: batch, attempt 2 of 3").contains("HTTP 200, ok, "), "{left}");
            assert!(one("debug: batch, attempt 2 of 3").ends_with(" – done"), "{left}");
            assert!(
                one("debug: app.info, attempt 1 of 3").contains("HTTP 502, no answer of a portal, "),
                "{left}"
            );
        }
    }
}

#[test]
fn without_it_nothing_is_said_of_attempts() {
    let portal = Portal::alive().token(SECRET).start();
    let left = Left::by(Gate::new(&portal).env("RUNNER_DEBUG", "0")).exits(0);
    assert!(!left.stderr().contains("attempt"), "{left}");
}

/// What the portal calls its error is a text of others, and an address is private.
#[test]
fn verbose_repeats_no_secret_and_where_reports_hide_no_address() {
    let echo = Fault::error(400, &format!("CODE_{SECRET}"), "::error::x");
    let portal = Portal::alive().token(SECRET).on("batch", 1, echo).start();
    let left = Left::by(Gate::new(&portal).arg("-v").input("redact", "true"));
    assert!(left.stderr().contains("debug: batch, attempt 1 of 4: IPv4 ***, HTTP 400, CODE_***"), "{left}");
    assert!(!left.stderr().contains("127.0.0.1"), "{left}");
    left.keeps_quiet_about(SECRET);
}

#[test]
fn a_report_may_go_to_standard_output() {
    let portal = Portal::alive().token(SECRET).grants(&["crm"]).start();
    for (place, around) in AROUND {
        let gate = around(plain(Gate::new(&portal)).policy("required: [crm, im]\n"));
        let left = Left::as_it_is(gate.arg("--json-file").arg("-")).exits(1);
        let report: Value =
            serde_json::from_str(left.stdout()).unwrap_or_else(|error| panic!("{error}, {place}: {left}"));
        assert_eq!(report["reason"], "scope-missing", "{left}");
        assert!(left.stderr().contains("FAILED: "), "{place}: {left}");
        assert_eq!(left.stderr().contains("::error "), place == "GitHub", "{left}");
        assert!(!left.sink("outputs").contains("report=-"), "{place}: {left}");
    }
    for (flag, start) in [("junit-file", "<?xml"), ("sarif-file", "{"), ("dotenv-file", "B24_")] {
        let left = Left::as_it_is(plain(Gate::new(&portal)).input(flag, "-"));
        assert!(left.stdout().starts_with(start) && left.stderr().contains("PASSED: "), "{flag}: {left}");
    }
    let merge = Gate::bare().arg("merge").arg("r.json").arg("--json-file=-");
    let left = Left::as_it_is(plain(merge).file("r.json", b"{}")).exits(2);
    assert!(serde_json::from_str::<Value>(left.stdout()).is_ok(), "{left}");
}

#[test]
fn two_reports_do_not_share_standard_output() {
    let portal = Portal::alive().unasked().start();
    let gate = plain(Gate::new(&portal)).arg("--json-file=-").arg("--sarif-file=-");
    let left = Left::as_it_is(gate).exits(2);
    assert!(left.stderr().contains("`json-file` is `-` and `sarif-file`, too"), "{left}");
    assert!(serde_json::from_str::<Value>(left.stdout()).is_ok(), "{left}");
    let left = Left::as_it_is(plain(Gate::new(&portal)).arg("--json-file=-").arg("--bad")).exits(2);
    assert!(left.stdout().is_empty() && left.stderr().contains("unexpected argument `--bad`"), "{left}");
}

#[test]
fn lint_takes_several_files_from_anywhere_and_standard_input() {
    let good = || {
        Gate::bare().arg("lint").file("a.yml", b"required: [crm]\n").file("sub/b.yml", b"forbidden: [im]\n")
    };
    good().arg("a.yml").arg("sub/b.yml").run().ends(0, "passed", "ok").says("2 policies are well formed");
    let one = good().arg("a.yml").run();
    one.ends(0, "passed", "ok").says("the policy a.yml is well formed (scopes: 1 required)");
    let bad = good().file("c.yml", b"x: 1\n").arg("a.yml").arg("c.yml").arg("nowhere.yml").run();
    bad.ends(2, "misconfigured", "config").says("c.yml:1:1: ").says("nowhere.yml: the policy cannot be read");
    assert!(!bad.stdout.contains("nothing was sent") && !bad.stdout.contains("checked out"), "{bad}");
    let input = Gate::bare().arg("lint").arg("-").stdin("required: [crm\n").run();
    input.ends(2, "misconfigured", "config").says("<stdin>:1:");
    let run = Gate::bare().arg("lint").arg("-").arg("-").stdin("required: [crm\n").github().run();
    run.ends(2, "misconfigured", "config").annotation("::error title=", "<stdin>:1:");
    assert_eq!(run.annotations().len(), 1, "what is named twice is read once: {run}");
    let gate = Gate::bare();
    let outside = gate.beside("p.yml");
    std::fs::write(&outside, "required: [crm]\n").expect("room for a file");
    gate.arg("lint").arg("../p.yml").arg(&outside).run().ends(0, "passed", "ok");
}

/// A hook of git lints what a stranger committed, and a mistake is shown with its line.
#[cfg(unix)]
#[test]
fn lint_follows_no_link_out_of_the_folder() {
    let gate = Gate::bare();
    let outside = gate.beside("private.yml");
    std::fs::write(&outside, "a-password: [\n").expect("room for a file");
    let run = gate.link("p.yml", &outside).arg("lint").arg("p.yml").run();
    run.ends(2, "misconfigured", "config").says("p.yml: the policy is outside the working folder");
    assert!(!format!("{run}").contains("a-password"), "{run}");
}

/// A report of `lint` never overwrites what it reads.
#[test]
fn lint_writes_no_report_over_a_policy() {
    let gate =
        Gate::bare().arg("lint").arg("a.yml").file("a.yml", b"required: [crm]\n").input("json-file", "a.yml");
    let left = Left::as_it_is(gate).exits(2);
    assert!(left.stdout().contains("it would overwrite another file"), "{left}");
}

#[test]
fn help_of_a_command_is_its_own() {
    for (args, start) in [
        (&["help"][..], "Checks that"),
        (&["help", "scan"], "Find REST calls"),
        (&["help", "lint"], "Check policies"),
    ] {
        let run = Gate::command(args).run();
        assert!(run.code == 0 && run.stdout.starts_with(start) && run.stdout.contains("Examples:"), "{run}");
    }
}
