//! In which order rules, hooks and grants are told makes no difference.

use std::collections::BTreeSet;

use b24_ping::testing::{
    Demands, Facts, Finding, HookReport, Questions, Redactor, Reply, Report, Rule, Text, Verdict,
    facts as heard, judge,
};
use proptest::prelude::*;
use serde_json::json;

use super::{SCOPES, config, demands, facts, label, subsequence, vec};

/// The same demands with every list in another order.
fn shuffled(demands: &Demands) -> impl Strategy<Value = Demands> + use<> {
    fn any_order<T: Clone + std::fmt::Debug>(
        rules: &[Rule<T>],
    ) -> impl Strategy<Value = Vec<Rule<T>>> + use<T> {
        Just(rules.to_vec()).prop_shuffle()
    }
    let Demands { required, forbidden, allow_extra, methods, rights, .. } = demands;
    let lists = (
        any_order(required),
        any_order(forbidden),
        any_order(allow_extra),
        any_order(methods),
        any_order(rights),
    );
    let rest = demands.clone();
    lists.prop_map(move |(required, forbidden, allow_extra, methods, rights)| Demands {
        required,
        forbidden,
        allow_extra,
        methods,
        rights,
        ..rest.clone()
    })
}

fn findings(verdict: &Verdict) -> BTreeSet<&Finding> {
    verdict.findings().collect()
}

fn report(hooks: &[(usize, Demands, Facts)]) -> Report {
    let told = hooks.iter().map(|(name, demands, facts)| {
        let label = label(&format!("hook-{name}"));
        let verdict = judge(&label, demands, facts);
        HookReport::new(&label, demands, facts.clone(), verdict)
    });
    Report::of_hooks(told.collect(), None, Vec::new())
}

fn complaints(report: &Report) -> BTreeSet<(&Option<Text>, &Finding)> {
    let told = report
        .hooks
        .iter()
        .flat_map(|hook| hook.complaints().into_iter().map(|(_, finding)| (&hook.name, finding)));
    told.collect()
}

/// What a portal says that lists these scopes.
fn answered(scopes: &[&str]) -> Facts {
    let result = json!({ "profile": { "ID": 17 }, "scope": scopes, "full": scopes });
    let body = json!({ "result": { "result": result, "result_error": [] } }).to_string();
    let reply = |body| Ok(Reply { status: 200.into(), target: None, retry_after: None, body });
    heard(reply(body), reply("{}".to_owned()), Questions::default(), &Redactor::default())
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn of_rules(
        (one, other) in demands().prop_flat_map(|demands| {
            let other = shuffled(&demands);
            (Just(demands), other)
        }),
        facts in facts(),
    ) {
        let (one, other) = (judge(&label("a"), &one, &facts), judge(&label("a"), &other, &facts));
        prop_assert_eq!((one.outcome(), one.reason()), (other.outcome(), other.reason()));
        prop_assert_eq!(findings(&one), findings(&other));
    }

    #[test]
    fn of_hooks(
        (one, other) in vec((demands(), facts()), 1..5).prop_flat_map(|hooks| {
            let hooks = hooks.into_iter().enumerate().map(|(name, (demands, facts))| (name, demands, facts));
            let hooks = hooks.collect::<Vec<_>>();
            (Just(hooks.clone()), Just(hooks).prop_shuffle())
        }),
    ) {
        let (one, other) = (report(&one), report(&other));
        prop_assert_eq!((one.outcome, one.reason, one.code()), (other.outcome, other.reason, other.code()));
        prop_assert_eq!(one.reasons(), other.reasons());
        prop_assert_eq!(complaints(&one), complaints(&other));
    }

    #[test]
    fn of_grants(
        (one, other) in subsequence(SCOPES.to_vec(), 0..=SCOPES.len())
            .prop_flat_map(|scopes| (Just(scopes.clone()), Just(scopes).prop_shuffle())),
    ) {
        prop_assert_eq!(answered(&one), answered(&other));
    }
}
