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
        "command line: `--timeout` needs a value – write `--timeout DURATION`"
    );
    assert_eq!(command_of(&["--warn-only", "false"]), Ok(check(&[("warn-only", "false")])));
    assert_eq!(command_of(&["check", "--warn-only=false"]), Ok(check(&[("warn-only", "false")])));
    assert_eq!(command_of(&["--hook-file", "-"]), Ok(check(&[("hook-file", "-")])));
}

#[test]
fn other_commands_are_distinguished() {
    assert_eq!(
        command_of(&["lint", "a.yml"]),
        Ok(Command::Lint { files: vec!["a.yml".into()], flags: Flags::new() })
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
            .starts_with("command line: `xml` is not a format: text, json, yaml – ")
    );
    for args in [&["--help"][..], &["-V"], &["check", "--help"], &["man"], &["completions", "bash"]] {
        assert!(
            matches!(command_of(args), Ok(Command::Print(text)) if text.as_str().contains("ping")),
            "{args:?}"
        );
    }
}

#[test]
fn a_mistake_names_the_argument_and_what_is_accepted() {
    for (line, message) in [
        ("p.yml", "unexpected argument `p.yml` – for a policy write `--scopes-file p.yml`"),
        ("polices/prod-policy.yaml", "unexpected argument `polices/prod-policy.yaml` – for a policy"),
        ("lnt", "unexpected argument `lnt` – did you mean `lint`?"),
        ("check foo", "unexpected argument `foo` – see `b24-ping check --help`"),
        ("foo", "`foo` is not a command: check, lint, init, "),
        ("check p.yml", "unexpected argument `p.yml` – for a policy write `--scopes-file p.yml`, or to"),
        ("check -- p.yml", "unexpected argument `p.yml` – for a policy write `--scopes-file p.yml`, or to"),
        ("check lnt", "unexpected argument `lnt` – did you mean `lint`?"),
        (
            "snapshot p.yaml",
            "unexpected argument `p.yaml` – to compare with a snapshot write `--check p.yaml`",
        ),
        ("lint --scopes-file p.yml", "unexpected argument `--scopes-file` – write `b24-ping lint p.yml`"),
        ("lint --scopes-file=p.yml -q", "unexpected argument `--scopes-file` – write `b24-ping lint p.yml`"),
        ("lint --file", "unexpected argument `--file` – write `b24-ping lint FILE`"),
        ("lint --scopes-file -q", "unexpected argument `--scopes-file` – write `b24-ping lint FILE`"),
        ("scan --paths src", "unexpected argument `--paths` – write `b24-ping scan src`"),
        ("merge --reports=a.json b.json", "unexpected argument `--reports` – write `b24-ping merge a.json`"),
        (
            "--scope crm",
            "unexpected argument `--scope` – did you mean `--required-scopes` or, for a policy, `--scop",
        ),
        (
            "check --scopes=crm",
            "unexpected argument `--scopes` – did you mean `--required-scopes` or, for a poli",
        ),
        ("--lint", "unexpected argument `--lint` – a command has no dashes: write `b24-ping lint`"),
        ("check --version", "unexpected argument `--version` – write `b24-ping --version`"),
        ("--scopes-file", "`--scopes-file` needs a value – write `--scopes-file PATH`"),
        ("check --missing-hook", "`--missing-hook` needs a value – write `--missing-hook auto|fail|skip`"),
        ("scan --glob", "`--glob` needs a value – write `--glob GLOB`"),
        ("scan --format", "`--format` needs a value – write `--format FORMAT`"),
        ("help foo", "`foo` is not a command: "),
        ("man foo", "`foo` is not a command: check, lint, init, "),
        ("--timout 5s", "unexpected argument `--timout` – did you mean `--timeout`?"),
        ("--shcema", "unexpected argument `--shcema` – see `b24-ping --help`"),
        ("lint --fix", "unexpected argument `--fix` – it is a flag of `b24-ping scan`"),
        ("-x", "unexpected argument `-x` – "),
        ("check -qx", "unexpected argument `-x` – see `b24-ping check --help`"),
        ("--hokk=x", "unexpected argument `--hokk` – the webhook's address goes into the variable B24_HOOK"),
        ("scan --format xml", "`xml` is not a format: text, json, yaml – see `b24-ping scan --help`"),
        ("scan --format=jsno", "`jsno` is not a format: text, json, yaml – did you mean `json`?"),
        ("completions nosh", "`nosh` is not a shell: bash, elvish, fish, powershell, zsh – "),
        ("completions", "`<SHELL>` is missing – write it as in `b24-ping completions bash > "),
        ("split", "`<N>` is missing – write it as in `b24-ping split 3`"),
        ("merge", "`<REPORT>` is missing – "),
        ("--timeout=1s --timeout=2s", "`--timeout` is given twice – keep one of the two"),
        ("--timeout 5s scan", "`scan` stands after `--timeout`; the command comes first – "),
        (
            "scan --check",
            "`--check` goes with `--fix`, which is missing – write `b24-ping scan --fix --check`",
        ),
        ("scan --scopes-file p.yml", "`--scopes-file` goes with `--fix`, which is missing – "),
        ("scan --fix --format json", "`--fix` and `--format` do not go together – drop one of the two"),
        ("scan --fix --history", "`--fix` and `--history` do not go together – drop one of the two"),
    ] {
        let args = line.split(' ').collect::<Vec<_>>();
        let said = command_of(&args).expect_err(line);
        assert!(
            said.strip_prefix("command line: ").is_some_and(|said| said.starts_with(message)),
            "{line}: {said}"
        );
    }
}

#[test]
fn every_flag_that_needs_a_value_names_it() {
    let tree = command();
    for command in tree.get_subcommands() {
        for arg in command.get_arguments().filter(|arg| arg.get_action().takes_values()) {
            // A switch may stand alone.
            if arg.get_num_args().is_some_and(|range| range.min_values() == 0) {
                continue;
            }
            let (Some(flag), Some([value, ..])) = (arg.get_long(), arg.get_value_names()) else { continue };
            let expected = format!("command line: `--{flag}` needs a value – write `--{flag} {value}`");
            assert_eq!(command_of(&[command.get_name(), &format!("--{flag}")]), Err(expected));
        }
    }
}

#[test]
fn a_dash_too_long_or_too_few_and_quotes_too_many_are_named() {
    for (args, message) in [
        (
            &["\u{2014}warn-only"][..],
            "an argument begins with a long dash – write two hyphens: `--warn-only`",
        ),
        (
            &["check", "\u{2013}timeout=5s"],
            "an argument begins with a long dash – write two hyphens: `--timeout`",
        ),
        (
            &["-\u{2011}warn\u{2011}only"],
            "an argument begins with a long dash – write two hyphens: `--warn-only`",
        ),
        (&["--warn\u{2013}only"], "a long dash is in an argument – write two hyphens: `--warn-only`"),
        (
            &["scan", "\u{2014}history"],
            "an argument begins with a long dash – write two hyphens: `--history`",
        ),
        (&["\u{2014}lint"], "an argument begins with a long dash – write `lint` alone"),
        (&["\u{2013}q"], "an argument begins with a long dash – write a hyphen: `-q`"),
        (&["check --warn-only"], "one argument with a space in it begins with `check` – remove the quotes"),
        (&["lint p.yml"], "one argument with a space in it begins with `lint` – remove the quotes"),
        (&["check", "--timeout 5s"], "one argument with a space in it begins with `--timeout` – remove the"),
        (&["-q --warn-only"], "one argument with a space in it begins with `-q` – remove the quotes"),
        (&["--only=a\n--warn-only"], "one argument with a space in it begins with `--only` – remove the"),
        (&["-version"], "unexpected argument `-version` – did you mean `--version`?"),
        (&["check", "-quiet"], "unexpected argument `-quiet` – did you mean `--quiet`?"),
        (&["-verbos"], "unexpected argument `-verbos` – did you mean `--verbose`?"),
        (&["-scopes-file=p.yml"], "unexpected argument `-scopes-file` – did you mean `--scopes-file`?"),
        (&["lint", "-fix"], "unexpected argument `-fix` – it is a flag of `b24-ping scan`"),
        (&["-hook-file", "x"], "unexpected argument `-hook-file` – did you mean `--hook-file`?"),
        (
            &["-hook", "x"],
            "unexpected argument `-hook` – the webhook's address goes into the variable B24_HOOK",
        ),
    ] {
        let said = command_of(args).expect_err(message);
        let said = said.strip_prefix("command line: ").expect("the place");
        assert!(said.starts_with(message), "{args:?}: {said}");
    }
    for args in [
        &["--only", "check a"][..],
        &["--only=check a"],
        &["--scopes-file", "lint it.yml"],
        &["scan", "--", "\u{2014}history"],
        &["scan", "\u{2014}my folder"],
        &["-qv"],
        &["-help"],
    ] {
        assert!(command_of(args).is_ok(), "{args:?}");
    }
}

#[test]
fn no_argument_is_repeated_that_may_be_a_secret() {
    let secret = "k3v9x0q2m7t4b1za";
    let address = format!("https://a.example/rest/1/{secret}/");
    let (encoded, halves) = (address.replace('/', "%2F"), "k3v9x0q2-m7t4b1za");
    let bare = format!("a.example/rest/1/{secret}");
    let crumbs = "k-3-v-9-x-0-q-2-m-7-t-4-b-1-z-a";
    let pairs = "k3.v9.x0.q2.m7.t4.b1.za";
    let letters = ["qwertyuiopasdfgh", "qzjx-vwkp-yhfb-gmtr", "q.z.j.x.v.w.k.p.y.h"];
    let texts = [secret, &address, &encoded, halves, &bare, crumbs, pairs, "Qw3RtYu", "rest/1/abc"];
    for hidden in texts.into_iter().chain(letters) {
        for args in [
            vec!["--hook", hidden],
            vec![&format!("--hook={hidden}")],
            vec![hidden],
            vec![&format!("-Z{hidden}")],
            vec![&format!("--{hidden}")],
            vec![&format!("--{hidden}=x")],
            vec![&format!("prod={hidden}")],
            vec!["check", hidden],
            vec!["--hok", hidden],
            vec!["help", hidden],
            vec!["man", hidden],
            vec!["snapshot", "a", hidden],
            vec!["completions", hidden],
            vec!["scan", "--format", hidden],
            vec!["scan", "--hook", hidden],
            vec!["--timeout", "1s", hidden],
            vec![&format!("\u{2014}{hidden}")],
            vec![&format!("\u{2014}timeout={hidden}")],
            vec![&format!("\u{2014}hook={hidden}")],
            vec![&format!("-hook={hidden}")],
            vec![&format!("-timeout={hidden}")],
            vec![&format!("check --hook {hidden}")],
            vec![&format!("--hook {hidden}")],
            vec!["lint", "--scopes-file", hidden],
            vec!["scan", &format!("--path={hidden}")],
        ] {
            let message = command_of(&args).expect_err(hidden);
            let said = message.to_ascii_lowercase();
            let hidden = hidden.to_ascii_lowercase();
            assert!(!said.contains(&hidden) && !said.contains("k3v9"), "{args:?}: {message}");
            assert!(message.contains(" – "), "{message}");
        }
    }
    assert!(command_of(&["--hook=x"]).unwrap_err().contains("visible to every process"));
    assert!(command_of(&["scan", "--hook=x"]).unwrap_err().contains("visible to every process"));
}

/// As it stands in a terminal of 24 lines and more, 100 characters wide.
#[test]
fn the_short_help_fits_a_screen() {
    let mut tree = command();
    tree.build();
    let names = tree.get_subcommands().map(|command| command.get_name().to_owned()).collect::<Vec<_>>();
    let each = names.iter().map(|name| tree.find_subcommand(name).expect("a command").clone());
    for mut command in each.chain([tree.clone()]) {
        let help = command.render_help().to_string();
        let widest = help.lines().map(|line| line.chars().count()).max().unwrap_or_default();
        assert!(help.lines().count() <= 40 && widest <= 100, "{widest}\n{help}");
        let long = command.render_long_help().to_string();
        let widest = long.lines().map(|line| line.chars().count()).max().unwrap_or_default();
        assert!(widest <= 120, "{widest}\n{long}");
    }
}

#[test]
fn every_flag_stands_under_a_heading_and_every_command_has_examples() {
    let tree = command();
    for command in tree.get_subcommands().chain([&tree]) {
        let guide = guide::of(command.get_name());
        assert!(!guide.examples.is_empty() && guide.exits.len() > 1, "{}", command.get_name());
        for (line, _) in guide.examples {
            assert!(line.contains("b24-ping"), "{line}");
        }
    }
    for flag in tree.get_arguments() {
        assert!(flag.get_help_heading().is_some(), "{}", flag.get_id());
    }
    let names = tree.get_subcommands().map(clap::Command::get_name).collect::<Vec<_>>();
    assert_eq!(names, pages::NAMES);
}

#[test]
fn the_examples_parse() {
    let tree = command();
    for command in tree.get_subcommands().chain([&tree]) {
        for (line, _) in guide::of(command.get_name()).examples {
            let own = line.split('|').map(str::trim).find(|part| part.contains("b24-ping")).expect(line);
            let words = own.split(' ').skip_while(|word| *word != "b24-ping").skip(1);
            let words = words.take_while(|word| *word != ">" && !word.starts_with("2>"));
            let words = words.map(|word| word.trim_matches(['\'', '"'])).collect::<Vec<_>>();
            assert!(command_of(&words).is_ok(), "{line}: {words:?}");
        }
    }
}

#[test]
fn completions_know_what_may_stand_there_and_not_the_flag_that_is_refused() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let Ok(Command::Print(page)) = command_of(&["completions", shell]) else { panic!("{shell}") };
        let script = page.as_str();
        assert!(
            !script.contains("--hook ") && !script.contains("'--hook'") && !script.contains("l hook "),
            "{shell}"
        );
        for word in [
            "scopes-file",
            "snapshot",
            "scope-missing",
            "ignore",
            "humanresources.hcmlink",
            "yaml",
            "powershell",
        ] {
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
}

#[test]
fn every_manual_page_has_its_sections() {
    let page = |args: &[&str]| match command_of(args) {
        Ok(Command::Print(page)) => page.as_str().to_owned(),
        other => panic!("{args:?}: {other:?}"),
    };
    let all = pages::NAMES.iter().map(|name| page(&["man", name])).chain([page(&["man"])]);
    for page in all {
        for section in ["NAME", "SYNOPSIS", "OTHER", "\"EXIT STATUS\"", "ENVIRONMENT", "EXAMPLES"] {
            assert!(page.contains(&format!(".SH {section}\n")), "{section}: {page}");
        }
    }
    assert!(
        page(&["man", "snapshot"]).contains("B24_HOOK") && page(&["man"]).contains("b24\\-ping\\-lint(1)")
    );
    assert!(page(&["man", "scan"]).contains("b24\\-ping\\-scan"));
}
