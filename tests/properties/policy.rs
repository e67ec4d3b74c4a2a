//! A policy that is printed reads as it was, in whatever order and style.

use std::fmt::{Debug, Write};

use b24_ping::testing::{Demands, Inputs, Ledger, MethodName, Policy, Rule, Scope, Text, changes};
use proptest::prelude::*;

use super::{config, demands};

/// Prints what is demanded, each list in one of two styles.
fn print(demands: &Demands, block: bool, indent: &str) -> String {
    let list = |items: Vec<&str>| {
        if block && !items.is_empty() {
            let start = format!("\n{indent}  - ");
            return start.clone() + &items.join(&start);
        }
        format!(" [{}]", items.join(", "))
    };
    let codes = |rules: &'_ [Rule<Scope>]| list(rules.iter().map(|rule| rule.demand.as_str()).collect());
    let names = |rules: &'_ [Rule<MethodName>]| list(rules.iter().map(|rule| rule.demand.as_str()).collect());
    let mut out = String::new();
    let mut line = |key: &str, value: String| writeln!(out, "{indent}{key}:{value}").expect("a string");
    line("required", codes(&demands.required));
    line("forbidden", codes(&demands.forbidden));
    line("allow-extra", codes(&demands.allow_extra));
    line("methods", names(&demands.methods));
    let rights = demands.rights.iter().map(|rule| rule.demand.to_string()).collect::<Vec<_>>();
    line("rights", list(rights.iter().map(String::as_str).collect()));
    if let Some(extra) = &demands.extra {
        line("extra", format!(" {}", extra.demand.as_str()));
    }
    if let Some(portal) = &demands.portal {
        line("portal", format!(" \"{}\"", portal.demand.as_str()));
    }
    let id = demands.user_id.iter().map(|rule| format!("id: {}", rule.demand));
    let admin = demands.admin.iter().map(|rule| format!("admin: {}", rule.demand));
    line("user", format!(" {{ {} }}", id.chain(admin).collect::<Vec<_>>().join(", ")));
    out
}

fn file() -> Text {
    Text::theirs("p.yml")
}

fn parse(text: &str) -> (Policy, Ledger) {
    let mut ledger = Ledger::default();
    let policy = Policy::parse(text.as_bytes(), &file(), &mut ledger);
    (policy, ledger)
}

/// What is demanded, without places.
fn bare(demands: &Demands) -> String {
    fn told<'r, T: Debug + 'r>(rules: impl IntoIterator<Item = &'r Rule<T>>) -> String {
        rules.into_iter().map(|rule| format!("{:?}", rule.demand)).collect::<Vec<_>>().join(" ")
    }
    let lists = [told(&demands.required), told(&demands.forbidden), told(&demands.allow_extra)];
    let values = [told(&demands.extra), told(&demands.portal), told(&demands.user_id), told(&demands.admin)];
    [&lists[..], &[told(&demands.methods), told(&demands.rights)], &values].concat().join("\n")
}

/// Without contradictions, and without what no policy may forbid.
fn sensible(mut demands: Demands) -> Demands {
    let of_rights = demands.rights.iter().map(|rule| rule.demand.scope()).collect::<Vec<_>>();
    let Demands { required, forbidden, allow_extra, .. } = &mut demands;
    forbidden.retain(|rule| {
        let named = required.iter().chain(allow_extra.iter()).any(|other| other.demand == rule.demand);
        !named && !of_rights.contains(&rule.demand) && !rule.demand.is_always_held()
    });
    demands
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn what_is_printed_reads_as_it_was(demands in demands(), hook in demands(), block: bool) {
        let (base, hook) = (sensible(demands), sensible(hook));
        prop_assume!(!base.is_empty());
        let text = print(&base, block, "") + "hooks:\n  staging:\n" + &print(&hook, !block, "    ");
        let (policy, ledger) = parse(&text);
        // What a hook forbids and the rest requires is a contradiction, and told; it is read all the same.
        prop_assert!(ledger.problems.iter().all(|problem| problem.what.reveal().contains("is forbidden")), "{ledger:?}");
        prop_assert_eq!(bare(&policy.base), bare(&base), "{}", &text);
        prop_assert_eq!(bare(&policy.hooks[0].demands), bare(&hook), "{}", &text);
        prop_assert_eq!(print(&policy.base, block, ""), print(&base, block, ""));
    }

    #[test]
    fn another_style_changes_nothing(demands in demands()) {
        let demands = sensible(demands);
        prop_assume!(!demands.is_empty());
        let [(one, _), (other, _)] = [true, false].map(|block| parse(&print(&demands, block, "")));
        prop_assert_eq!(changes(&one, &other, &Inputs::default(), &file()), Vec::new());
    }

    #[test]
    fn another_order_changes_nothing(demands in demands()) {
        let demands = sensible(demands);
        prop_assume!(!demands.is_empty());
        let mut other = demands.clone();
        other.required.reverse();
        other.forbidden.reverse();
        other.allow_extra.reverse();
        other.methods.reverse();
        other.rights.reverse();
        let [(one, _), (other, _)] = [demands, other].map(|demands| parse(&print(&demands, true, "")));
        prop_assert_eq!(changes(&one, &other, &Inputs::default(), &file()), Vec::new());
    }
}
