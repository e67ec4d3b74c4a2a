//! Which command lines parse, and which are refused without being repeated.

use super::*;

fn command_of(args: &[&str]) -> Result<Command, String> {
    let args = ["b24-ping"].iter().chain(args).map(OsString::from);
    parse(args).map_err(|misuse| crate::ledger::shown(&[misuse.problem]).concat())
}

fn check(flags: &[(&'static str, &str)]) -> Command {
    Command::Check(flags.iter().map(|(name, value)| (*name, (*value).to_owned())).collect())
}

#[test]
fn the_gate_needs_no_command() {
    command().debug_assert();
    assert_eq!(command_of(&[]), Ok(check(&[])));
    assert_eq!(
        command_of(&["--timeout", "5s", "--warn-only"]),
        Ok(check(&[("timeout", "5s"), ("warn-only", "true")]))
    );
    assert_eq!(
        command_of(&["--timeout"]).unwrap_err(),
        "command line: `--timeout` needs a value – see b24-ping --help"
    );
    assert_eq!(command_of(&["--warn-only", "false"]), Ok(check(&[("warn-only", "false")])));
    assert_eq!(command_of(&["check", "--warn-only=false"]), Ok(check(&[("warn-only", "false")])));
    assert_eq!(command_of(&["--hook-file", "-"]), Ok(check(&[("hook-file", "-")])));
}

#[test]
fn other_commands_are_distinguished() {
    assert_eq!(
        command_of(&["lint", "a.yml"]),
        Ok(Command::Lint(Flags::from([("scopes-file", "a.yml".into())])))
    );
    assert_eq!(command_of(&["explain"]), Ok(Command::Explain(None)));
    assert_eq!(
        command_of(&["split", "3", "--only=a"]),
        Ok(Command::Split { shares: "3".into(), flags: Flags::from([("only", "a".into())]) })
    );
    let reports = vec!["a.json".into(), "shares".into()];
    assert_eq!(
        command_of(&["merge", "a.json", "--expect=", "shares"]),
        Ok(Command::Merge { reports, expect: String::new(), flags: Flags::new() })
    );
    assert!(command_of(&["split"]).is_err() && command_of(&["merge"]).is_err());
    let scan = |paths: &[&str], globs: &[&str], format| {
        let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        Ok(Command::Scan { paths: owned(paths), globs: owned(globs), format, history: false })
    };
    assert_eq!(command_of(&["scan"]), scan(&["."], &[], Format::Text));
    assert_eq!(
        command_of(&["scan", "src", "--glob", "*.php", "a.md", "--format", "yaml", "--glob=!b"]),
        scan(&["src", "a.md"], &["*.php", "!b"], Format::Yaml)
    );
    assert_eq!(command_of(&["scan", "--format=json"]), scan(&["."], &[], Format::Json));
    assert!(
        command_of(&["scan", "--format", "xml"])
            .unwrap_err()
            .starts_with("command line: `--format` is not accepted")
    );
    for args in [&["--help"][..], &["-V"], &["check", "--help"], &["man"], &["completions", "bash"]] {
        assert!(
            matches!(command_of(args), Ok(Command::Print(text)) if text.as_str().contains("b24-ping")),
            "{args:?}"
        );
    }
}

#[test]
fn a_mistake_is_reported_without_repeating_a_secret() {
    let secret = "https://a.example/rest/1/k3v9x0q2m7t4b1za/";
    for args in [
        &["--hook", secret][..],
        &[secret],
        &["check", secret],
        &["--hok", secret],
        &["lint", "a", secret],
        &["completions", secret],
    ] {
        let message = command_of(args).unwrap_err();
        assert!(!message.contains("k3v9") && message.contains(" – "), "{message}");
    }
    assert!(command_of(&["--hook=x"]).unwrap_err().contains("visible to every process"));
    assert_eq!(
        command_of(&["--timout", "5s"]).unwrap_err(),
        "command line: unexpected argument `--timout` – did you mean `--timeout`?"
    );
}
