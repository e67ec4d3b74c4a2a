//! A policy's text before and after; what else would come of it is refused.

use super::*;
use crate::text::seal::Seal;

fn additions() -> Vec<Addition> {
    let addition = |scope, why: &str| Addition { scope, why: Text::theirs(why).plain() };
    vec![addition("im", "im.notify in src/a.php:3"), addition("disk", "disk.file.get in b's, \"[x]\".js:9")]
}

/// With one scope more, or two.
fn after(text: &str, count: usize) -> Option<String> {
    let insertions = insertions(text.as_bytes(), &additions()[..count])?;
    Some(String::from_utf8(amended(text.as_bytes(), &insertions)).unwrap())
}

#[track_caller]
fn becomes(before: &str, expected: &str) {
    assert_eq!(after(before, 1).as_deref(), Some(expected), "\n{before}");
    let two = after(before, 2).expect("two fit where one does");
    let shorter = two.replace("disk", "");
    assert!(shorter.len() < two.len(), "{two}");
}

#[test]
fn a_block_list_has_more_items_behind_its_last() {
    let item = "- scope: im\n    why: im.notify in src/a.php:3\n";
    becomes("required:\n  - crm\n", &format!("required:\n  - crm\n  {item}"));
    becomes(
        "required: # these\n  - crm # sales\n  # - task, later\nforbidden: [telephony]\n",
        &format!("required: # these\n  - crm # sales\n  {item}  # - task, later\nforbidden: [telephony]\n"),
    );
    becomes(
        "required:\n  - crm\n\n\n# the rest\nextra: fail\n",
        &format!("required:\n  - crm\n  {item}\n\n# the rest\nextra: fail\n"),
    );
    becomes(
        "required:\n    - scope: crm\n      why: >\n        a long\n        reason\n\nextra: fail\n",
        "required:\n    - scope: crm\n      why: >\n        a long\n        reason\n    - scope: im\n      \
         why: im.notify in src/a.php:3\n\nextra: fail\n",
    );
}

#[test]
fn a_text_of_several_lines_keeps_its_blank_lines() {
    becomes(
        "required:\n  - scope: crm\n    why: |+\n      a\n\n\nextra: fail\n",
        "required:\n  - scope: crm\n    why: |+\n      a\n\n\n  - scope: im\n    why: im.notify in src/a.php:3\nextra: fail\n",
    );
}

#[test]
fn items_begin_where_the_others_do() {
    let item = "- scope: im\n  why: im.notify in src/a.php:3";
    becomes("- crm\n- task\n", &format!("- crm\n- task\n{item}\n"));
    becomes("required:\n- crm\nextra: fail\n", &format!("required:\n- crm\n{item}\nextra: fail\n"));
    becomes("required:\n-   crm\nextra: fail\n", &format!("required:\n-   crm\n{item}\nextra: fail\n"));
    becomes("required:\n- # the first\n  crm", &format!("required:\n- # the first\n  crm\n{item}"));
    becomes(
        "required:\n- { scope: crm, why: \"x\" } # y\n",
        &format!("required:\n- {{ scope: crm, why: \"x\" }} # y\n{item}\n"),
    );
    becomes("---\n- 'crm'\n...\n", &format!("---\n- 'crm'\n{item}\n...\n"));
    becomes(
        "  required:\n    - crm\n  extra: fail\n",
        "  required:\n    - crm\n    - scope: im\n      why: im.notify in src/a.php:3\n  extra: fail\n",
    );
}

#[test]
fn a_list_between_brackets_stays_one() {
    let item = "{ scope: im, why: \"im.notify in src/a.php:3\" }";
    becomes("required: [crm, task] # both\n", &format!("required: [crm, task, {item}] # both\n"));
    becomes("[ crm ]", &format!("[ crm, {item} ]"));
    becomes("[crm, ]", &format!("[crm, {item} ]"));
    becomes("required: []\n", &format!("required: [{item}]\n"));
    becomes("required: [ ]\n", &format!("required: [ {item} ]\n"));
    becomes("required: &a !!seq [ crm ]\n", &format!("required: &a !!seq [ crm, {item} ]\n"));
    becomes("[] # none", &format!("[{item}] # none"));
    becomes("{ extra: fail }\n", &format!("{{ extra: fail, required: [{item}] }}\n"));
    becomes("{ required: [crm], extra: fail }\n", &format!("{{ required: [crm, {item}], extra: fail }}\n"));
    becomes(
        "required: [ crm,\n  im.import ] # x, y\n",
        &format!("required: [ crm,\n  im.import,\n  {item} ] # x, y\n"),
    );
    becomes(
        "required: [{ scope: crm, why: '[,#' }]\nextra: fail\n",
        &format!("required: [{{ scope: crm, why: '[,#' }}, {item}]\nextra: fail\n"),
    );
}

#[test]
fn a_list_between_brackets_with_a_line_each_stays_one() {
    let item = "{ scope: im, why: \"im.notify in src/a.php:3\" }";
    becomes(
        "required: [\n  crm, # a, b\n  task, # c, d\n]\n",
        &format!("required: [\n  crm, # a, b\n  task, # c, d\n  {item},\n]\n"),
    );
    becomes(
        "required: [\n  crm, # a, b\n  task # c, d\n]\n",
        &format!("required: [\n  crm, # a, b\n  task, # c, d\n  {item}\n]\n"),
    );
    becomes(
        "required: [\n  crm,\n  task\n  # no more\n]\n",
        &format!("required: [\n  crm,\n  task,\n  {item}\n  # no more\n]\n"),
    );
    becomes("required: [\n  # none, yet\n]\n", &format!("required: [{item}\n  # none, yet\n]\n"));
    becomes(
        "required:\n  [\n    crm,\n    task,\n  ]\n",
        &format!("required:\n  [\n    crm,\n    task,\n    {item},\n  ]\n"),
    );
}

#[test]
fn json_stays_json() {
    for text in [
        "{\"required\": [\"crm\"], \"extra\": \"fail\"}",
        "{\"required\": []}",
        "[]",
        "[\"crm\"]",
        "{\"extra\": \"fail\"}\n",
    ] {
        let after = after(text, 2).unwrap();
        assert!(serde_json::from_str::<serde_json::Value>(&after).is_ok(), "{after}");
    }
}

#[test]
fn a_key_that_is_missing_or_has_no_value_gets_a_list() {
    let list = "required:\n  - scope: im\n    why: im.notify in src/a.php:3";
    becomes("# ours\nforbidden: [telephony]\n", &format!("# ours\nforbidden: [telephony]\n{list}\n"));
    becomes("extra: fail # strict", &format!("extra: fail # strict\n{list}"));
    becomes("extra: fail\n\n# the end\n\n", &format!("extra: fail\n\n# the end\n{list}\n\n"));
    becomes("--- # one\nextra: fail\n...\n", &format!("--- # one\nextra: fail\n{list}\n...\n"));
    becomes(
        "  extra: fail\n",
        "  extra: fail\n  required:\n    - scope: im\n      why: im.notify in src/a.php:3\n",
    );
    becomes("", &format!("{list}\n"));
    becomes("# nothing yet\n", &format!("# nothing yet\n{list}\n"));
}

#[test]
fn line_ends_the_mark_and_the_missing_last_line_end_stay() {
    for (end, mark) in [("\n", ""), ("\r\n", ""), ("\r", ""), ("\r\n", "\u{feff}"), ("\n", "\u{feff}")] {
        for text in [
            "required:\n  - crm\nextra: fail",
            "required:\n  - crm\n",
            "extra: fail\n",
            "required: [\n  crm,\n]\n",
        ] {
            let text = mark.to_owned() + &text.replace('\n', end);
            let after = after(&text, 2).unwrap_or_else(|| panic!("{text:?}"));
            let others = ["\r\n", "\n", "\r"]
                .into_iter()
                .fold(after.replace(end, "|"), |rest, end| rest.replace(end, "!"));
            assert!(!others.contains('!'), "{after:?}");
            assert_eq!(
                (after.starts_with('\u{feff}'), after.ends_with(end)),
                (!mark.is_empty(), text.ends_with(end)),
                "{after:?}"
            );
        }
    }
}

#[test]
fn what_cannot_be_amended_is_left_to_the_author() {
    for text in [
        "required: ~\nextra: fail\n",
        "? required\n: - crm\n",
        "required: crm\n",
        "requird: [crm]\n",
        "required: [crm]\nforbidden: [im]\n",
        "hooks: { a: { forbidden: [im] } }\nrequired: [crm]\n",
        "a: b: c",
        "17",
        "- crm\n---\n- im\n",
    ] {
        assert_eq!(after(text, 1), None, "{text}");
    }
}

#[test]
fn a_list_of_another_name_or_of_a_hook_is_another_list() {
    becomes(
        "hooks:\n  a:\n    required: [task]\nforbidden: [telephony]\nrequired: [crm]\n",
        "hooks:\n  a:\n    required: [task]\nforbidden: [telephony]\nrequired: [crm, { scope: im, why: \"im.notify in src/a.php:3\" }]\n",
    );
    becomes(
        "portal: required\nhooks:\n  required:\n    required: [task]\n",
        "portal: required\nhooks:\n  required:\n    required: [task]\nrequired:\n  - scope: im\n    why: im.notify in src/a.php:3\n",
    );
}
