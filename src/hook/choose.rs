//! Selects the hooks that the input `only` names.

use std::collections::BTreeSet;

use super::Hook;
use crate::ledger::{Ledger, Origin};
use crate::text::Text;
use crate::text::near::{did_you_mean, nearest};

/// Unknown names that are reported one by one.
const MAX_SHOWN: usize = 20;

/// Known names that are listed.
const MAX_LISTED: usize = 10;

/// The named hooks in the order given, and the names of the others; all hooks if `only` is empty. An unknown
/// name is a problem: a share that checks less than it was asked to must not pass.
#[must_use]
pub(crate) fn choose(hooks: Vec<Hook>, only: &[String], ledger: &mut Ledger) -> (Vec<Hook>, Vec<String>) {
    // A missing hook is reported elsewhere.
    if only.is_empty() || hooks.is_empty() {
        return (hooks, Vec::new());
    }
    let names = hooks.iter().filter_map(Hook::name).collect::<BTreeSet<_>>();
    let unknown = only.iter().filter(|name| !names.contains(name.as_str())).collect::<Vec<_>>();
    for name in unknown.iter().take(MAX_SHOWN) {
        let what = text!("no webhook is named `{}`", **name);
        ledger.problem(Origin::input("only"), what, advice(name, &names));
    }
    if unknown.len() > MAX_SHOWN {
        let what = text!("there are no webhooks of {} more names", unknown.len() - MAX_SHOWN);
        ledger.problem(
            Origin::input("only"),
            what,
            "check the list of webhooks: was one renamed or removed?",
        );
    }
    let only = only.iter().collect::<BTreeSet<_>>();
    let (chosen, others): (Vec<_>, Vec<_>) =
        hooks.into_iter().partition(|hook| hook.name.as_ref().is_some_and(|name| only.contains(name)));
    (chosen, others.into_iter().filter_map(|hook| hook.name).collect())
}

fn advice(unknown: &str, names: &BTreeSet<&str>) -> Text {
    match nearest(unknown, names.iter().copied()) {
        Some(near) => did_you_mean(near),
        None if names.is_empty() => "a webhook's name is the text before `=` on its line".into(),
        None => {
            let listed = names.iter().take(MAX_LISTED).map(|name| text!("`{}`", *name));
            let more = Some(names.len().saturating_sub(MAX_LISTED)).filter(|more| *more > 0);
            let more = more.map(|more| text!(" and {} more", more));
            text!("the names here are {}{}", Text::joined(listed, ", "), more)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hook::{self, ReadAs};
    use zeroize::Zeroizing;

    /// Of three hooks, the last one without a name: the names of the chosen and of the others, and the problems.
    fn chosen(only: &[&str]) -> (Vec<Option<String>>, Vec<String>, Vec<String>) {
        let line = |name: &str| format!("{name}https://acme.example/rest/1/abcdefgh12345678/\n");
        let text = Zeroizing::new(["shop=", "crm=", ""].map(line).concat());
        let mut ledger = Ledger::default();
        let hooks = hook::hooks(&text, ReadAs::Value, &mut ledger);
        let only = only.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let (hooks, others) = choose(hooks, &only, &mut ledger);
        let problems = ledger.shown();
        (hooks.iter().map(|hook| hook.name().map(str::to_owned)).collect(), others, problems)
    }

    #[test]
    fn all_are_chosen_where_none_is_named() {
        let (hooks, others, problems) = chosen(&[]);
        assert_eq!((hooks.len(), others, problems), (3, vec![], vec![]));
    }

    #[test]
    fn the_named_are_chosen_in_the_order_given() {
        let (hooks, others, problems) = chosen(&["crm", "shop"]);
        assert_eq!(hooks, [Some("shop".to_owned()), Some("crm".to_owned())]);
        assert_eq!((others, problems), (vec![], vec![]));
        assert_eq!(chosen(&["crm"]).1, ["shop"]);
    }

    #[test]
    fn of_very_many_unknown_names_the_first_are_reported_and_none_takes_long() {
        let many = (0..500).map(|n| format!("{n}{}", "x".repeat(100_000))).collect::<Vec<_>>();
        let (_, _, problems) = chosen(&many.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(problems.len(), MAX_SHOWN + 1);
        assert!(problems[MAX_SHOWN].starts_with("input `only`: there are no webhooks of 480 more names"));
        assert_eq!(chosen(&["a", "b"].repeat(10)).2.len(), MAX_SHOWN);
    }

    #[test]
    fn every_unknown_name_is_reported_with_the_nearest_known() {
        let (_, _, problems) = chosen(&["shpo", "nobody"]);
        let expected = [
            "input `only`: no webhook is named `shpo` – did you mean `shop`?",
            "input `only`: no webhook is named `nobody` – the names here are `crm`, `shop`",
        ];
        assert_eq!(problems, expected);
    }

    #[test]
    fn of_many_names_ten_are_listed_and_where_there_are_none_their_place_is_named() {
        let names = (10..22).map(|n| format!("w{n}")).collect::<BTreeSet<_>>();
        let advice = |names: &BTreeSet<&str>| super::advice("nobody", names).reveal();
        let said = advice(&names.iter().map(String::as_str).collect());
        assert!(
            said.starts_with("the names here are `w10`, `w11`, ") && said.ends_with("`w19` and 2 more"),
            "{said}"
        );
        assert_eq!(advice(&BTreeSet::new()), "a webhook's name is the text before `=` on its line");
    }
}
