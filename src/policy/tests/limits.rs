//! Places and limits, to the item.

use super::*;

#[test]
fn places_are_counted_whatever_ends_a_line() {
    for end in ["\n", "\r\n", "\r"] {
        let text = format!("required: [crm]{end}{end}# \u{1}");
        assert!(problems(&text).starts_with("p.yml:3:3: there is a control character"), "{end:?}");
    }
}

#[test]
fn a_tab_behind_a_word_is_no_indentation() {
    assert_eq!(problems("required: [crm]\t# why\n"), "");
    assert!(problems("required:\n\t- crm\n").starts_with("p.yml:2:1: a tab is used for indentation"));
}

#[test]
fn a_second_document_begins_at_its_marker() {
    for text in ["required: [crm]\n---\n[im]", "extra:\n---\n[im]"] {
        assert!(problems(text).starts_with("p.yml:2:1: a second document begins here"), "{}", problems(text));
    }
}

#[test]
fn the_name_of_a_hook_has_64_characters_at_most() {
    let named = |n| problems(&format!("required: [crm]\nhooks: {{ {}: {{ extra: fail }} }}", "n".repeat(n)));
    assert_eq!(named(64), "");
    assert!(named(65).contains("is not the name of a webhook"));
}

#[test]
fn a_list_of_paths_may_be_empty() {
    assert_eq!(problems("required: [crm]\nscan: { paths: [], exclude: [] }"), "");
    for scan in ["{ paths: }", "{ paths: [], exclude: ~ }", ""] {
        let text = format!("required: [crm]\nscan: {scan}");
        assert!(problems(&text).contains("found nothing"), "{text}");
    }
    assert!(problems("scan: { paths: src }").contains("`paths`"));
}

#[test]
fn limits_hold_to_the_item() {
    let list = |head: &str, count: usize| {
        (0..count).fold(format!("{head}:\n"), |text, n| text + &format!("- s{n}\n"))
    };
    assert_eq!(problems(&list("required", 1000)), "");
    assert!(problems(&list("required", 1200)).starts_with("p.yml:1002:3: there are more than 1,000 rules"));
    assert_eq!(problems(&list("methods", 500)), "");
    assert!(problems(&list("methods", 501)).starts_with("p.yml:502:3: there are more than 500 methods"));
    let comment = |size: usize| "required: [crm]\n#".to_owned() + &"x".repeat(size - 17);
    assert_eq!(problems(&comment(65_536)), "");
    assert!(
        problems(&comment(65_537))
            .starts_with("p.yml:1:1: the policy is too large: 65537 bytes, more than 64 KiB")
    );
}
