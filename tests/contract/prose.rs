//! One word, one meaning: the words that users do not have to learn.

use std::sync::LazyLock;

use comrak::nodes::NodeValue;
use comrak::{Arena, Options, parse_document};
use regex::Regex;
use serde_json::Value;

use super::{for_users, read};

/// Words of the code and words of no field, with the one that readers know.
const WORDS: [(&str, &str); 4] = [
    ("hooks?", "webhook"),
    ("mend(?:s|ed|ing)?|cures?", "fix"),
    ("aloud", "says"),
    ("heed(?:s|ed)?", "apply"),
];

/// What is wrong with a text: each word that is to be another one. A name such as `missing-hook` may stay.
fn complaints(place: &str, text: &str) -> Vec<String> {
    static PATTERNS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
        let whole = |word| Regex::new(&format!("(?i)(?:^|[^\\w-])({word})(?:$|[^\\w-])")).expect("a pattern");
        WORDS.map(|(word, _)| whole(word)).to_vec()
    });
    let mut found = Vec::new();
    for ((_, better), pattern) in WORDS.iter().zip(PATTERNS.iter()) {
        let hits = pattern.captures_iter(text);
        found.extend(hits.map(|hit| format!("{place} says `{}`, not `{better}`: {text}", &hit[1])));
    }
    found
}

/// The text of a document without code, a piece for each node.
fn prose(text: &str) -> Vec<String> {
    let mut options = Options::default();
    options.extension.table = true;
    let arena = Arena::new();
    let root = parse_document(&arena, text, &options);
    let nodes = root.descendants().filter_map(|node| match &node.data.borrow().value {
        NodeValue::Text(text) => Some(text.to_string()),
        _ => None,
    });
    nodes.collect()
}

#[test]
fn the_documents_use_the_words_of_the_field() {
    let mut all = Vec::new();
    for path in for_users() {
        let prose = prose(&read(&path));
        all.extend(prose.iter().flat_map(|text| complaints(&path, text)));
    }
    assert!(all.is_empty(), "{}", all.join("\n"));
}

/// Descriptions of inputs and outputs, without what is in backticks.
#[test]
fn the_actions_use_the_words_of_the_field() {
    let (mut all, mut count) = (Vec::new(), 0);
    for path in ["action.yml", ".github/workflows/gate.yml"] {
        let document: Value = serde_yaml::from_str(&read(path)).expect("YAML");
        let parts = if path == "action.yml" { &document } else { &document["on"]["workflow_call"] };
        for (name, part) in
            ["inputs", "outputs"].iter().flat_map(|key| parts[key].as_object().expect("a mapping"))
        {
            let description = part["description"].as_str().expect("a description");
            let prose = description.split('`').step_by(2).collect::<Vec<_>>().join(" ");
            all.extend(complaints(&format!("{path}, `{name}`,"), &prose));
            count += 1;
        }
    }
    assert!(count > 40, "{count} descriptions");
    assert!(all.is_empty(), "{}", all.join("\n"));
}

/// Editors show those of the policy.
#[test]
fn the_schemas_use_the_words_of_the_field() {
    let mut all = Vec::new();
    for path in ["schema/policy.v1.json", "schema/report.v1.json"] {
        let text = read(path);
        let descriptions = text.split("\"description\": \"").skip(1);
        let descriptions = descriptions.map(|rest| rest.split('"').next().unwrap_or_default());
        let descriptions = descriptions.collect::<Vec<_>>();
        assert!(descriptions.len() > 20, "{path}: {descriptions:?}");
        let prose = descriptions.iter().map(|text| text.split('`').step_by(2).collect::<Vec<_>>().join(" "));
        all.extend(prose.flat_map(|text| complaints(path, &text)));
    }
    assert!(all.is_empty(), "{}", all.join("\n"));
}

#[test]
fn a_word_of_the_code_is_found() {
    assert_eq!(prose("a `hook` and\n\n```\nhook\n```\n"), ["a ", " and"]);
    assert_eq!(complaints("x", "the Hook's owner").len(), 1);
    assert!(complaints("x", "the webhook's owner, missing-hook").is_empty());
}
