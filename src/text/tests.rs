use serde::Serialize;

use super::seal::{Quote, Seal};
use super::*;
use crate::ledger::{Ledger, Problem};
use crate::report::Report;
use crate::scan::Scan;

// What holds foreign text cannot be shown, and a field with it cannot be sealed as it is.
assert_lacks!(Text, fmt::Display);
assert_lacks!(Text, Serialize);
assert_lacks!(Text, AsRef<str>);
assert_lacks!(Text, std::ops::Deref);
assert_lacks!(Problem, fmt::Display);
assert_lacks!(Problem, Serialize);
assert_lacks!(Report, Serialize);
assert_lacks!(Ledger, fmt::Display);
assert_lacks!(String, Seal);
assert_lacks!(Box<str>, Seal);
assert_lacks!(Vec<u8>, printable::Safe);
assert_lacks!(String, printable::Safe);
assert_lacks!(Report, printable::Safe);
assert_lacks!(Scan, printable::Safe);
// Only sealing makes a quote.
assert_lacks!(Quote, From<String>);
assert_lacks!(Quote, From<&'static str>);
assert_lacks!(Quote, serde::de::DeserializeOwned);

#[test]
fn a_template_is_filled_in_order() {
    let text = text!("`{}` is on line {}", "crm", 3_usize);
    let parts = vec![
        Part::Ours("`".into()),
        Part::Theirs("crm".into()),
        Part::Ours("` is on line ".into()),
        Part::Ours("3".into()),
    ];
    assert_eq!(text.0, parts);
    assert_eq!(text.reveal(), "`crm` is on line 3");
}

#[test]
fn holes_are_counted() {
    assert_eq!([holes(""), holes("{}"), holes("a {} b {}"), holes("{ }")], [0, 1, 2, 0]);
}

#[test]
fn a_text_takes_what_it_holds_and_something_for_each_part() {
    let part = size_of::<Part>();
    assert_eq!(Text::default().bytes(), 0);
    assert_eq!(Text::theirs("crm").bytes(), part + 3);
    assert_eq!(text!("`{}`", Text::theirs("crm")).bytes(), 3 * part + 5);
}
