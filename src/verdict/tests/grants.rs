//! Two calls list scopes, and may not agree.

use super::*;

#[test]
fn a_list_of_scope_that_cannot_be_read_is_not_replaced_by_another() {
    let mut facts = facts(&[]);
    facts.scope = Listed::Unreadable;
    facts.app_info = Listed::Codes(codes(&["crm"]));
    assert_eq!(ends("[crm]", &facts), ("failed", "scopes-unknown"));
    assert_eq!(ends("forbidden: [im]", &facts), ("failed", "scopes-unknown"));
    assert_eq!(ends("portal: acme.bitrix24.com", &facts), ("passed", "ok"));
    // Where the call itself failed, the other stands in.
    facts.scope = Listed::Nothing;
    facts.failures = vec![(Call::Scope, refused(200, "ERROR_CORE", "x"))];
    assert_eq!(ends("[crm]", &facts), ("passed", "ok"));
    assert_eq!(ends("forbidden: [crm]", &facts), ("failed", "scope-forbidden"));
}

#[test]
fn where_two_lists_differ_the_worse_of_both_counts() {
    let mut facts = facts(&["crm", "im"]);
    facts.app_info = Listed::Codes(codes(&["crm", "telephony"]));
    let doubt = "warning scopes-unknown only one of `scope` and `app.info` lists `im`, `telephony`: \
                 they count as forbidden or extra, not as required";
    assert_eq!(findings("{required: [crm], extra: ignore}", &facts), [doubt]);
    let missing = "error scope-missing `im` is required, but only one of `scope` and `app.info` lists it";
    assert_eq!(findings("{required: [im], extra: ignore}", &facts), [doubt, missing]);
    for code in ["im", "telephony"] {
        let yaml = format!("forbidden: [{code}]");
        assert!(
            findings(&yaml, &facts)
                .contains(&format!("error scope-forbidden `{code}` is forbidden and granted"))
        );
    }
    assert_eq!(ends("{required: [crm], allow-extra: [im], extra: fail}", &facts), ("failed", "scope-extra"));
}

/// `basic` and its like are never listed in full.
#[test]
fn honest_lists_do_not_differ() {
    let mut facts = facts(&["crm", "im"]);
    facts.app_info = Listed::Codes(codes(&["im", "basic", "crm"]));
    assert_eq!(findings("{required: [crm, im, basic], extra: fail}", &facts), [""; 0]);
}

/// Nobody knows whether the second list names what is forbidden.
#[test]
fn a_second_list_that_cannot_be_read_rules_nothing_out() {
    let mut facts = facts(&["crm"]);
    facts.app_info = Listed::Unreadable;
    assert_eq!(ends("[crm]", &facts), ("passed", "scopes-unknown"));
    for yaml in ["{required: [crm], forbidden: [im]}", "{required: [crm], extra: fail}"] {
        assert_eq!(ends(yaml, &facts), ("failed", "scopes-unknown"), "{yaml}");
    }
}
