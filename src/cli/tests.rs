//! What is understood, and what is refused without repeating it.

use super::*;

fn wish(args: &[&str]) -> Result<Wish, String> {
    let args = ["b24-ping"].iter().chain(args).map(OsString::from);
    parse(args).map_err(|problem| problem.to_string())
}

fn check(flags: &[(&'static str, &str)]) -> Wish {
    Wish::Check(flags.iter().map(|(name, value)| (*name, (*value).to_owned())).collect())
}

#[test]
fn the_gate_needs_no_command() {
    command().debug_assert();
    assert_eq!(wish(&[]), Ok(check(&[])));
    assert_eq!(
        wish(&["--timeout", "5s", "--warn-only"]),
        Ok(check(&[("timeout", "5s"), ("warn-only", "true")]))
    );
    assert_eq!(
        wish(&["--timeout"]).unwrap_err(),
        "command line: `--timeout` needs a value – see b24-ping --help"
    );
    assert_eq!(wish(&["--warn-only", "false"]), Ok(check(&[("warn-only", "false")])));
    assert_eq!(wish(&["check", "--warn-only=false"]), Ok(check(&[("warn-only", "false")])));
    assert_eq!(wish(&["--hook-file", "-"]), Ok(check(&[("hook-file", "-")])));
}

#[test]
fn other_commands_are_told_apart() {
    assert_eq!(wish(&["lint", "a.yml"]), Ok(Wish::Lint(Some("a.yml".into()))));
    assert_eq!(wish(&["explain"]), Ok(Wish::Explain(None)));
    assert_eq!(
        wish(&["split", "3", "--only=a"]),
        Ok(Wish::Split { shares: "3".into(), flags: BTreeMap::from([("only", "a".into())]) })
    );
    let reports = vec!["a.json".into(), "shares".into()];
    assert_eq!(
        wish(&["merge", "a.json", "--expect=", "shares"]),
        Ok(Wish::Merge { reports, expect: String::new(), flags: BTreeMap::new() })
    );
    assert!(wish(&["split"]).is_err() && wish(&["merge"]).is_err());
    let scan = |paths: &[&str], globs: &[&str], format| {
        let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        Ok(Wish::Scan { paths: owned(paths), globs: owned(globs), format })
    };
    assert_eq!(wish(&["scan"]), scan(&["."], &[], Format::Text));
    assert_eq!(
        wish(&["scan", "src", "--glob", "*.php", "a.md", "--format", "yaml", "--glob=!b"]),
        scan(&["src", "a.md"], &["*.php", "!b"], Format::Yaml)
    );
    assert_eq!(wish(&["scan", "--format=json"]), scan(&["."], &[], Format::Json));
    assert!(
        wish(&["scan", "--format", "xml"])
            .unwrap_err()
            .starts_with("command line: `--format` is not accepted")
    );
    for args in [&["--help"][..], &["-V"], &["check", "--help"], &["man"], &["completions", "bash"]] {
        assert!(matches!(wish(args), Ok(Wish::Print(text)) if text.contains("b24-ping")), "{args:?}");
    }
}

#[test]
fn a_mistake_is_told_without_repeating_a_secret() {
    let secret = "https://a.example/rest/1/k3v9x0q2m7t4b1za/";
    for args in [
        &["--hook", secret][..],
        &[secret],
        &["check", secret],
        &["--hok", secret],
        &["lint", "a", secret],
        &["completions", secret],
    ] {
        let told = wish(args).unwrap_err();
        assert!(!told.contains("k3v9") && told.contains(" – "), "{told}");
    }
    assert!(wish(&["--hook=x"]).unwrap_err().contains("visible to every process"));
    assert_eq!(
        wish(&["--timout", "5s"]).unwrap_err(),
        "command line: `--timout` is not known here – did you mean `--timeout`?"
    );
}
