//! The contract is written down in several places: README, the documents, the actions, the changelog, the
//! report's schema and the code. These tests read them all, and where two disagree they name the word.
#![allow(clippy::disallowed_methods, reason = "tests are outside of the doors")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use b24_ping::testing::{HOOK, INPUTS, Ledger, Policy, Text};

mod action;
mod commands;
mod documents;
mod links;
mod prose;
mod reference;
mod report;
mod yaml;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|why| panic!("{path}: {why}"))
}

/// The files below a folder of the repository, by their paths in the repository; with an extension, only those.
fn files(folder: &str, extension: Option<&str>) -> Vec<String> {
    let (mut folders, mut found) = (vec![root().join(folder)], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap_or_else(|why| panic!("{}: {why}", folder.display())) {
            let path: PathBuf = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if extension.is_none_or(|wanted| path.extension().is_some_and(|found| found == wanted)) {
                let inside = path.strip_prefix(root()).expect("below the root");
                found.push(inside.to_str().expect("UTF-8").replace('\\', "/"));
            }
        }
    }
    found.sort();
    found
}

/// What a user reads: not what is about changing the program.
fn for_users() -> Vec<String> {
    let others = ["docs/development.md", "docs/releasing.md"];
    let pages = files("docs", Some("md")).into_iter().filter(|path| !others.contains(&path.as_str()));
    ["README.md", "README.ru.md", "SECURITY.md"].map(str::to_owned).into_iter().chain(pages).collect()
}

/// Every input with its default, as the code has it; the hook comes first.
fn inputs() -> Vec<(String, String)> {
    let others = INPUTS.iter().map(|input| (input.name.to_owned(), input.default.to_owned()));
    [(HOOK.to_owned(), String::new())].into_iter().chain(others).collect()
}

/// What stands between single backticks.
fn codes(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

/// The rows of all tables below a heading, up to the next of its level, without headers: each cell as it is written.
fn tables(path: &str, heading: &str) -> Vec<Vec<Vec<String>>> {
    let text = read(path);
    let below = text.lines().skip_while(|line| *line != heading).skip(1);
    let level = heading.split_inclusive(' ').next().unwrap_or_default();
    let lines = below.take_while(|line| !line.starts_with(level)).collect::<Vec<_>>();
    let cells = |line: &&str| line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect();
    let parts = lines.split(|line| !line.starts_with('|')).filter(|part| !part.is_empty());
    let tables = parts.map(|part| part.iter().skip(2).map(cells).collect::<Vec<Vec<String>>>());
    let tables = tables.collect::<Vec<_>>();
    assert!(!tables.is_empty(), "{path} lacks a table below `{heading}`");
    for row in tables.iter().flatten() {
        assert_eq!(row.len(), tables[0][0].len(), "{path}, below `{heading}`: {row:?}");
    }
    tables
}

/// The fenced blocks of one language, unindented.
fn blocks(path: &str, language: &str) -> Vec<String> {
    let text = read(path);
    let (mut blocks, mut lines) = (Vec::new(), text.lines());
    while let Some(line) = lines.next() {
        let indent = line.len() - line.trim_start().len();
        let Some(found) = line.trim_start().strip_prefix("```") else { continue };
        let inside = lines.by_ref().take_while(|line| line.trim_start() != "```");
        let block = inside.map(|line| format!("{}\n", line.get(indent..).unwrap_or_default()));
        let block = block.collect::<String>();
        if found == language {
            blocks.push(block);
        }
    }
    blocks
}

/// What one place lacks, has too much or has twice, a line each; nothing if both have the same words.
fn differences(place: &str, found: &[String], expected: &[String]) -> Vec<String> {
    let lacking = expected.iter().filter(|word| !found.contains(word));
    let lacking = lacking.map(|word| format!("{place} lacks `{word}`"));
    let unknown = found.iter().filter(|word| !expected.contains(word));
    let unknown = unknown.map(|word| format!("{place} has `{word}`, which is nowhere else"));
    let mut seen = BTreeSet::new();
    let twice = found.iter().filter(|word| !seen.insert(*word));
    lacking.chain(unknown).chain(twice.map(|word| format!("{place} has `{word}` twice"))).collect()
}

/// The same, and the order as well.
fn assert_same(place: &str, found: &[String], expected: &[String]) {
    let differences = differences(place, found, expected);
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    for (found, expected) in found.iter().zip(expected) {
        assert_eq!(found, expected, "{place} has `{found}` where `{expected}` is due");
    }
}

/// A policy in which nothing is wrong.
fn parsed(text: &str) -> Policy {
    let mut ledger = Ledger::default();
    let policy = Policy::parse(text.as_bytes(), &Text::theirs(".github/b24-scopes.yml"), &mut ledger);
    assert_eq!(ledger, Ledger::default(), "{text}");
    policy
}

#[test]
fn a_difference_names_the_word() {
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let found = differences("README", &words(&["crm", "im", "im"]), &words(&["crm", "im", "task"]));
    assert_eq!(found, ["README lacks `task`", "README has `im` twice"]);
    let found = differences("README", &words(&["crm", "disk"]), &words(&["crm"]));
    assert_eq!(found, ["README has `disk`, which is nowhere else"]);
}

#[test]
fn the_changelog_knows_this_version() {
    let changelog = read("CHANGELOG.md");
    let entry = format!("## [{}]", env!("CARGO_PKG_VERSION"));
    assert!(changelog.lines().any(|line| line.starts_with(&entry) || line.starts_with("## [Unreleased]")));
}
