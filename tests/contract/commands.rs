//! The command lines in the documents, as the program itself reads them.

use std::collections::BTreeSet;

use b24_ping::testing::command;

use super::{blocks, codes, for_users, read};

/// Those that begin with the program's name: in blocks up to a comment or redirection, and in backticks.
fn lines() -> Vec<(String, String)> {
    let mut lines = Vec::new();
    for path in for_users() {
        let text = read(&path);
        let prose = text.split("```").step_by(2).collect::<String>();
        let spans = codes(&prose).into_iter().map(str::to_owned).collect::<Vec<_>>();
        let blocks = blocks(&path, "console").concat();
        let blocks = blocks.lines().map(|line| line.split(" #").next().unwrap_or_default().to_owned());
        let all = blocks.chain(spans).map(|line| line.split(" > ").next().unwrap_or_default().to_owned());
        let ours = all.filter(|line| {
            line.starts_with("b24-ping ") || line.contains("=/run/secrets/b24-hook b24-ping ")
        });
        lines.extend(ours.map(|line| (path.clone(), line)));
    }
    assert!(lines.len() > 20, "{lines:?}");
    lines
}

#[test]
fn every_command_line_in_the_documents_is_accepted() {
    for (path, line) in lines() {
        let words = line
            .split_whitespace()
            .skip_while(|word| *word != "b24-ping")
            .map(|word| word.trim_matches('\''));
        if let Err(why) = command().try_get_matches_from(words) {
            assert!(!why.use_stderr(), "{path}: `{line}`: {why}");
        }
    }
}

#[test]
fn every_command_is_in_the_reference() {
    let reference = read("docs/reference.md");
    for known in command().get_subcommands().map(clap::Command::get_name) {
        assert!(reference.contains(&format!("`{known}`")), "docs/reference.md lacks `{known}`");
    }
}

/// The flags that a text speaks of, in backticks.
fn flags(text: &str) -> BTreeSet<String> {
    let quoted = text.match_indices("`--").map(|(at, _)| &text[at + 1..]);
    let name = |rest: &str| {
        let end = rest.find(|c: char| c != '-' && !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        rest[2..end].to_owned()
    };
    quoted.map(name).filter(|name| !name.is_empty()).collect()
}

#[test]
fn every_flag_in_the_documents_exists() {
    let mut command = command();
    command.build();
    let all = [&command].into_iter().chain(command.get_subcommands());
    let known =
        all.flat_map(clap::Command::get_arguments).filter_map(|arg| arg.get_long()).collect::<BTreeSet<_>>();
    let mut count = 0;
    for path in for_users() {
        // The one that is refused, since it would show the secret.
        for flag in flags(&read(&path).replace("there is no flag `--hook`", "")) {
            assert!(known.contains(flag.as_str()), "{path}: `--{flag}` is no flag");
            count += 1;
        }
    }
    assert!(count >= 10, "{count} flags");
}
