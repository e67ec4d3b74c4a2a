//! More rights never make a hook worse where extra ones are ignored.

use b24_ping::testing::{Extra, Listed, Outcome, judge};
use proptest::prelude::*;

use super::{SCOPES, config, demands, facts, label, rule, scope, select};

proptest! {
    #![proptest_config(config())]

    #[test]
    fn one_more_scope_breaks_no_pass(
        mut demands in demands(),
        facts in facts(),
        more in select(SCOPES.to_vec()).prop_map(scope),
    ) {
        demands.extra = Some(rule(Extra::Ignore));
        let mut richer = facts.clone();
        for listed in [&mut richer.scope, &mut richer.app_info] {
            if let Listed::Codes(codes) = listed {
                codes.insert(more.clone());
            }
        }
        let (before, after) = (judge(&label("a"), &demands, &facts), judge(&label("a"), &demands, &richer));
        let forbidden = demands.forbidden.iter().any(|rule| rule.demand == more);
        prop_assert!(forbidden || after.outcome().rank() <= before.outcome().rank(), "{before:#?}\n{after:#?}");
        prop_assert!(forbidden || before.outcome() != Outcome::Passed || after.outcome() == Outcome::Passed);
    }

    #[test]
    fn one_rule_less_breaks_no_pass(demands in demands(), facts in facts(), which in 0..SCOPES.len()) {
        let mut fewer = demands.clone();
        if which < fewer.required.len() {
            // It is allowed still, or it would be an extra one from now on.
            let gone = fewer.required.remove(which);
            fewer.allow_extra.push(gone);
        }
        let (before, after) = (judge(&label("a"), &demands, &facts), judge(&label("a"), &fewer, &facts));
        prop_assert!(after.outcome().rank() <= before.outcome().rank(), "{before:#?}\n{after:#?}");
    }
}
