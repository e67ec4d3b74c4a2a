//! A policy that is printed reads as it was, in whatever order and style.

use std::fmt::{Debug, Display, Write};

use b24_ping::ledger::Ledger;
use b24_ping::policy::{Demands, Policy, Rule, diff};
use b24_ping::quote::Redactor;
use proptest::prelude::*;

use super::{config, demands, quote};

/// Prints what is demanded, each list in one of two styles.
fn print(demands: &Demands, block: bool, indent: &str) -> String {
    fn list<T: Display>(rules: &[Rule<T>], block: bool, indent: &str) -> String {
        let items = rules.iter().map(|rule| rule.demand.to_string()).collect::<Vec<_>>();
        if block && !items.is_empty() {
            let start = format!("\n{indent}  - ");
            return start.clone() + &items.join(&start);
        }
        format!(" [{}]", items.join(", "))
    }
    let mut out = String::new();
    let mut line = |key: &str, value: String| writeln!(out, "{indent}{key}:{value}").expect("a string");
    line("required", list(&demands.required, block, indent));
    line("forbidden", list(&demands.forbidden, block, indent));
    line("allow-extra", list(&demands.allow_extra, block, indent));
    line("methods", list(&demands.methods, block, indent));
    if let Some(extra) = &demands.extra {
        line("extra", format!(" {}", extra.demand.as_str()));
    }
    if let Some(portal) = &demands.portal {
        line("portal", format!(" \"{}\"", portal.demand));
    }
    let id = demands.user_id.iter().map(|rule| format!("id: {}", rule.demand));
    let admin = demands.admin.iter().map(|rule| format!("admin: {}", rule.demand));
    line("user", format!(" {{ {} }}", id.chain(admin).collect::<Vec<_>>().join(", ")));
    out
}

fn parse(text: &str) -> (Policy, Ledger) {
    let mut ledger = Ledger::default();
    let policy = Policy::parse(text.as_bytes(), &quote("p.yml"), &Redactor::default(), &mut ledger);
    (policy, ledger)
}

/// What is demanded, without places.
fn bare(demands: &Demands) -> String {
    fn told<'r, T: Debug + 'r>(rules: impl IntoIterator<Item = &'r Rule<T>>) -> String {
        rules.into_iter().map(|rule| format!("{:?}", rule.demand)).collect::<Vec<_>>().join(" ")
    }
    let lists = [told(&demands.required), told(&demands.forbidden), told(&demands.allow_extra)];
    let values = [told(&demands.extra), told(&demands.portal), told(&demands.user_id), told(&demands.admin)];
    [&lists[..], &[told(&demands.methods)], &values].concat().join("\n")
}

/// Without contradictions, and without what no policy may forbid.
fn sensible(mut demands: Demands) -> Demands {
    let Demands { required, forbidden, allow_extra, .. } = &mut demands;
    forbidden.retain(|rule| {
        let named = required.iter().chain(allow_extra.iter()).any(|other| other.demand == rule.demand);
        !named && !rule.demand.is_always_held()
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
        prop_assert!(ledger.problems.iter().all(|problem| problem.what.contains("is forbidden here and")), "{ledger:?}");
        prop_assert_eq!(bare(&policy.base), bare(&base), "{}", &text);
        prop_assert_eq!(bare(&policy.hooks[0].demands), bare(&hook), "{}", &text);
        prop_assert_eq!(print(&policy.base, block, ""), print(&base, block, ""));
    }

    #[test]
    fn another_style_changes_nothing(demands in demands()) {
        let demands = sensible(demands);
        prop_assume!(!demands.is_empty());
        let [(one, _), (other, _)] = [true, false].map(|block| parse(&print(&demands, block, "")));
        prop_assert_eq!(diff::changes(&one, &other, &quote("p.yml")), Vec::new());
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
        let [(one, _), (other, _)] = [demands, other].map(|demands| parse(&print(&demands, true, "")));
        prop_assert_eq!(diff::changes(&one, &other, &quote("p.yml")), Vec::new());
    }
}
