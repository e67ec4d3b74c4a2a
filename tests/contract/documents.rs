//! What else the documents promise.

use std::fs;
use std::path::{Path, PathBuf};

use super::{codes, read, root, tables};

#[test]
fn the_readme_is_short() {
    let readme = read("README.md");
    let (lines, words) = (readme.lines().count(), readme.split_whitespace().count());
    assert!(lines <= 220 && words <= 1500, "README.md has {lines} lines and {words} words");
}

#[test]
fn the_readmes_say_how_to_try_it_here() {
    for path in ["README.md", "README.ru.md"] {
        for line in ["cargo run --example demo", "cargo test"] {
            assert!(read(path).lines().any(|found| found == line), "{path} lacks `{line}`");
        }
    }
}

#[test]
fn the_badges_are_true() {
    let (readme, manifest) = (read("README.md"), read("Cargo.toml"));
    let value = |key: &str| {
        let rest = manifest.split_once(&format!("\n{key} = \"")).expect(key).1;
        rest.split_once('"').expect(key).0
    };
    let rust = format!("/badge/rust-{}%2B-", value("rust-version"));
    let licence = format!("/badge/licence-{}-", value("license").replace('-', "--").replace(' ', "%20"));
    for badge in [rust, licence] {
        assert!(readme.contains(&badge), "README.md lacks `{badge}`");
    }
}

#[test]
fn the_messages_under_troubleshooting_are_those_of_the_code() {
    let sources = sources(&root().join("src"));
    let rows = tables("docs/troubleshooting.md", "# Troubleshooting").concat();
    assert!(rows.len() >= 10);
    for row in rows {
        let message = row[0].trim_matches('`').trim();
        // The code puts some together, always at a colon.
        for part in message.split(": ") {
            assert!(sources.contains(part), "docs/troubleshooting.md: nothing says `{part}`");
        }
    }
}

/// All sources in one text, with string literals that go on in the next line put together.
fn sources(folder: &Path) -> String {
    let mut all = String::new();
    let paths = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let (folders, files): (Vec<PathBuf>, Vec<PathBuf>) = paths.partition(|path| path.is_dir());
    for file in files {
        let text = fs::read_to_string(file).expect("a source");
        let mut parts = text.split("\\\n");
        all.push_str(parts.next().unwrap_or_default());
        parts.for_each(|part| all.push_str(part.trim_start()));
    }
    all + &folders.iter().map(|folder| sources(folder)).collect::<String>()
}

#[test]
fn the_section_that_a_message_names_is_in_the_readme() {
    let sources = sources(&root().join("src"));
    let named = sources.split("the README says under \\\"").skip(1);
    let named = named.map(|rest| rest.split("\\\"").next().unwrap_or_default()).collect::<Vec<_>>();
    assert!(!named.is_empty());
    for section in named {
        let heading = format!("## {section}");
        assert!(read("README.md").lines().any(|line| line == heading), "README.md lacks `{heading}`");
    }
}

#[test]
fn every_path_that_a_contributor_is_sent_to_exists() {
    let folders =
        ["src/", "tests/", "docs/", "benches/", "examples/", "fuzz/", "schema/", "native/", ".github/"];
    for document in ["CONTRIBUTING.md", "docs/development.md"] {
        let text = read(document);
        let prose = text.split("```").step_by(2).collect::<String>();
        let paths =
            codes(&prose).into_iter().filter(|code| folders.iter().any(|folder| code.starts_with(folder)));
        // `fuzz/crashes/TARGET/` and patterns stand for several.
        let single = paths.filter(|path| !path.contains([' ', '*']) && !path.contains("TARGET"));
        let single = single.collect::<Vec<_>>();
        assert!(single.len() > 5, "{document}: {single:?}");
        for path in single {
            assert!(root().join(path).exists(), "{document}: there is no `{path}`");
        }
    }
}
