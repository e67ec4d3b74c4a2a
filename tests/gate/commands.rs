//! The other commands, and the command line itself.

use std::fs;
use std::path::Path;

use b24_ping::testing::Reason;

use crate::gate::Gate;
use crate::left::Left;
use crate::portal::Portal;

#[test]
fn every_reason_is_explained() {
    let all = Gate::command(&["explain"]).run();
    all.exit(0);
    for reason in Reason::ALL.map(Reason::id) {
        let run = Gate::command(&["explain", reason]).run();
        run.exit(0);
        assert!(run.stdout.starts_with(&format!("{reason}: ")) && run.stdout.lines().count() > 2, "{run}");
        assert!(all.stdout.lines().any(|line| line.split(' ').next() == Some(reason)), "{all}");
    }
    assert_eq!(all.stdout.lines().count(), Reason::ALL.len());
}

#[test]
fn an_unknown_reason_is_a_mistake_with_a_suggestion() {
    let left = Left::by(Gate::bare().arg("explain").arg("scope-mising")).exits(2);
    assert!(
        left.stderr()
            .contains("`scope-mising` is not a reason code\n  help: did you mean `scope-missing`?\n"),
        "{left}"
    );
}

#[test]
fn durations_are_read_as_the_reference_says() {
    for (duration, is_good) in [
        ("500ms", true),
        ("10s", true),
        ("2m", true),
        ("1m30s", true),
        ("10 sec", true),
        ("10 secs ago", false),
    ] {
        let run = Gate::bare().input("timeout", duration).run();
        assert_eq!(run.stdout.contains("input `timeout`"), !is_good, "{run}");
    }
}

#[test]
fn a_path_that_cannot_be_scanned_is_annotated_and_its_advice_is_a_line_of_its_own() {
    for (path, said) in [
        ("nowhere", "scan: `nowhere` cannot be searched: there is no such file or folder"),
        ("docs", "scan: no file of code was searched"),
    ] {
        let gate = || Gate::command(&["scan", path]).file("docs/a.md", b"text");
        let left = Left::as_it_is(gate()).exits(2);
        assert!(left.stderr().starts_with(&format!("error: {said}\n  help: ")), "{left}");
        assert!(!left.stderr().contains("::error"), "{left}");
        let left = Left::as_it_is(gate().github()).exits(2);
        let annotation = left.stderr().lines().find(|line| line.starts_with("::error"));
        assert!(annotation.is_some_and(|line| line.contains(said)), "{left}");
    }
}

#[test]
fn a_good_policy_lints() {
    let gate = Gate::bare().arg("lint").policy("required: [crm, im]\nforbidden: [disk]\n").github();
    let run = gate.run();
    run.ends(0, "passed", "ok")
        .says("the policy .github/b24-scopes.yml is well formed (scopes: 2 required, 1 forbidden)")
        .outputs("portals", "[]");
}

#[test]
fn a_bad_policy_does_not() {
    let gate =
        Gate::bare().arg("lint").arg("p.yml").file("p.yml", b"required: [crm]\nrequired: [im]\nx: 1\n");
    let run = gate.github().run();
    run.ends(2, "misconfigured", "config").says("p.yml:2:1: ").says("p.yml:3:1: the key `x` is unknown");
    run.annotation("::error file=p.yml,line=2,col=1,", "required");
}

#[test]
fn no_policy_to_lint_is_a_mistake() {
    Gate::bare().arg("lint").run().ends(2, "misconfigured", "config").says("there is no policy");
    let run = Gate::bare().arg("lint").arg("nowhere.yml").run();
    run.ends(2, "misconfigured", "config").says("nowhere.yml: the policy cannot be read");
}

#[test]
fn lint_takes_no_hook_and_asks_nobody() {
    let portal = crate::portal::Portal::alive().unasked().start();
    Gate::new(&portal).arg("lint").policy("- crm").run().ends(0, "passed", "ok");
}

/// The samples of the policy's own tests, through the whole program.
#[test]
fn every_sample_policy_lints_as_kept() {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/policies");
    for (folder, code) in [("good", 0), ("bad", 2)] {
        let entries =
            fs::read_dir(samples.join(folder)).expect("samples").flatten().map(|entry| entry.path());
        let files =
            entries.filter(|path| path.extension().is_some_and(|ext| ext == "yml")).collect::<Vec<_>>();
        assert!(files.len() > 5);
        for path in files {
            let bytes = fs::read(&path).expect("a sample");
            let gate = Gate::bare().arg("lint").arg("p.yml").file("p.yml", &bytes).github();
            let run = gate.run();
            assert_eq!(run.code, code, "{}: {run}", path.display());
        }
    }
}

#[test]
fn the_version_and_the_help_are_told() {
    let version = concat!("b24-ping ", env!("CARGO_PKG_VERSION"), "\n");
    for flag in ["--version", "-V"] {
        let run = Gate::command(&[flag]).run();
        assert_eq!((run.code, run.stdout.as_str()), (0, version));
    }
    for args in [&["--help"][..], &["check", "--help"], &["lint", "-h"]] {
        Gate::command(args).run().exit(0).says("Usage: b24-ping");
    }
}

#[test]
fn the_help_names_every_flag_and_no_hook() {
    let run = Gate::command(&["--help"]).run();
    run.says("--scopes-file").says("--hook-file").says("--json-file").says("Exit codes");
    assert!(!run.stdout.contains("--hook "), "{run}");
}

#[test]
fn completions_and_manual_are_printed() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        Gate::command(&["completions", shell]).run().exit(0).says("b24-ping").says("scopes-file");
    }
    Gate::command(&["man"]).run().exit(0).says(".TH B24\\-PING ").says("scopes\\-file");
}

#[test]
fn a_mistake_on_the_command_line_is_not_repeated() {
    let secret = "k3v9x0q2m7t4b1za";
    for args in [
        &["--hok", secret][..],
        &["--secret=k3v9x0q2m7t4b1za"],
        &["k3v9x0q2m7t4b1za"],
        &["check", secret],
        &["--timeout=1s", "--timeout=k3v9x0q2m7t4b1za"],
    ] {
        let gate = args.iter().fold(Gate::bare().secret(secret), |gate, arg| gate.arg(arg));
        let run = gate.github().run();
        run.exit(2).status("misconfigured").says("command line: ").annotation("::error ", "command line");
    }
}

#[test]
fn nor_is_it_where_an_answer_is_for_programs() {
    let secret = "k3v9x0q2m7t4b1za";
    for args in [&["explain", "ok", secret][..], &["completions", secret], &["snapshot", secret]] {
        let gate = args.iter().fold(Gate::bare(), |gate, arg| gate.arg(arg));
        let left = Left::by(gate.github()).exits(2);
        let annotated =
            left.stderr().lines().any(|line| line.starts_with("::error ") && line.contains("command line"));
        assert!(annotated && left.stdout().is_empty(), "{left}");
        left.keeps_quiet_about(secret);
    }
}

#[test]
fn a_flag_that_is_misspelt_has_a_suggestion() {
    Gate::bare().arg("--time-out=5s").run().exit(2).says("did you mean `--timeout`?");
}

#[test]
fn the_policys_other_ending_will_do_and_two_policies_will_not() {
    let portal = Portal::alive().grants(&["crm"]).start();
    let gate = || Gate::new(&portal).file(".github/b24-scopes.yaml", b"required: [crm, im]\n").github();
    gate()
        .run()
        .ends(1, "failed", "scope-missing")
        .annotation("::error file=.github/b24-scopes.yaml,line=1,col=17,", "`im` is required");
    let both = gate().policy("required: [crm]\n").run();
    both.ends(2, "misconfigured", "config")
        .says("there are two policies: this one and .github/b24-scopes.yml");
    let named = gate().policy("required: [crm]\n").input("scopes-file", ".github/b24-scopes.yml").run();
    named.ends(0, "passed", "ok");
}
