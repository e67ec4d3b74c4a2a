//! What holds of every value, tried on some hundred of each. The seed is fixed: a run that fails, fails again.

use std::collections::BTreeSet;

use proptest::collection::{btree_set, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::test_runner::RngSeed;

/// What GitHub makes a link of.
#[path = "../fuzz/oracles/links.rs"]
pub mod links;

#[path = "properties/amend.rs"]
mod amend;
#[path = "properties/budget.rs"]
mod budget;
#[path = "properties/diff.rs"]
mod diff;
#[path = "properties/order.rs"]
mod order;
#[path = "properties/patterns.rs"]
mod patterns;
#[path = "properties/policy.rs"]
mod policy;
#[path = "properties/report.rs"]
mod report;
#[path = "properties/retry.rs"]
mod retry;
#[path = "properties/seal.rs"]
mod seal;
#[path = "properties/snapshot.rs"]
mod snapshot;
#[path = "properties/split.rs"]
mod split;
#[path = "properties/verdict.rs"]
mod verdict;

use b24_ping::testing::{
    Availability, Demands, Extra, Facts, Failure, Host, Label, Listed, MethodName, Origin, Owner, Person,
    Proof, Right, Rule, Scope,
};

/// Few enough to meet again; with those that mean something of their own.
const SCOPES: [&str; 9] = ["basic", "crm", "disk", "im", "task", "tasks", "telephony", "user", "user_brief"];
const RIGHTS: [&str; 4] = ["crm.deal", "crm.type.1032", "lists", "sale"];
const METHODS: [&str; 5] = ["crm.deal.list", "disk.folder.get", "im.notify", "tasks.task.get", "no.such"];

fn config() -> ProptestConfig {
    ProptestConfig {
        cases: 300,
        rng_seed: RngSeed::Fixed(0xb24),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

fn rule<T>(demand: T) -> Rule<T> {
    Rule { demand, origin: Origin::setting("here"), why: None, keep: false }
}

fn label(name: &str) -> Label {
    let host = Host::parse("acme.example").expect("a host");
    Label { name: Some(name.to_owned()), host, user: 17 }
}

fn scope(code: &str) -> Scope {
    Scope::parse(code).expect("a code")
}

/// Some of the scopes, in any order.
fn some_scopes() -> impl Strategy<Value = Vec<Rule<Scope>>> {
    let some = subsequence(SCOPES.to_vec(), 0..=SCOPES.len()).prop_shuffle();
    some.prop_map(|codes| codes.into_iter().map(|code| rule(scope(code))).collect())
}

fn some_methods() -> impl Strategy<Value = Vec<Rule<MethodName>>> {
    let some = subsequence(METHODS.to_vec(), 0..=METHODS.len()).prop_shuffle();
    some.prop_map(|names| {
        names.into_iter().map(|name| rule(MethodName::parse(name).expect("a name"))).collect()
    })
}

fn right(name: &str) -> Right {
    Right::parse(name).expect("a right")
}

fn some_rights() -> impl Strategy<Value = Vec<Rule<Right>>> {
    let some = subsequence(RIGHTS.to_vec(), 0..=2).prop_shuffle();
    some.prop_map(|names| names.into_iter().map(|name| rule(right(name))).collect())
}

/// What a portal may have said of a right.
fn proof() -> impl Strategy<Value = Result<Proof, Failure>> {
    use Proof::{Absent, Closed, Denied, Guest, Held, Odd, Plan};
    prop_oneof![
        4 => Just(Ok(Held)),
        2 => select(vec![Denied, Guest, Absent, Plan, Closed, Odd]).prop_map(Ok),
        1 => Just(Err(Failure::Unanswered)),
    ]
}

/// What a policy may demand of a hook, whether it makes sense or not.
fn demands() -> impl Strategy<Value = Demands> {
    let lists = (some_scopes(), some_scopes(), some_scopes(), some_methods(), some_rights());
    let portal = option::of(select(vec!["acme.example", "other.example:8443"]));
    let values =
        (option::of(select(Extra::ALL.to_vec())), portal, option::of(16..19_u64), any::<Option<bool>>());
    (lists, values).prop_map(
        |((required, forbidden, allow_extra, methods, rights), (extra, portal, user, admin))| Demands {
            required,
            forbidden,
            allow_extra,
            methods,
            rights,
            extra: extra.map(rule),
            portal: portal.and_then(Host::parse).map(rule),
            user_id: user.map(rule),
            admin: admin.map(rule),
        },
    )
}

fn granted() -> impl Strategy<Value = BTreeSet<Scope>> {
    btree_set(select(SCOPES.to_vec()).prop_map(scope), 0..SCOPES.len())
}

/// What one of two calls may have said of them.
fn listed() -> impl Strategy<Value = Listed> {
    prop_oneof![
        1 => Just(Listed::Nothing),
        1 => Just(Listed::Unreadable),
        8 => granted().prop_map(Listed::Codes),
    ]
}

/// What a portal that answered may have said.
fn facts() -> impl Strategy<Value = Facts> {
    let owner = prop_oneof![
        1 => Just(Owner::Gone),
        1 => Just(Owner::Unknown),
        6 => (16..19_u64, any::<Option<bool>>())
            .prop_map(|(id, admin)| Owner::Person(Person { id, name: "Rita".to_owned(), admin })),
    ];
    let told = vec((any::<bool>(), prop::bool::weighted(0.8)), METHODS.len());
    let proofs = vec(proof(), RIGHTS.len());
    (owner, listed(), listed(), option::of(granted()), told, proofs).prop_map(
        |(owner, scope, app_info, known, told, proofs)| Facts {
            owner,
            scope,
            app_info,
            known,
            methods: METHODS
                .iter()
                .zip(told)
                .map(|(name, (available, existing))| {
                    (MethodName::parse(name).expect("a name"), Ok(Availability { existing, available }))
                })
                .collect(),
            rights: RIGHTS.iter().map(|name| right(name)).zip(proofs).collect(),
            attempts: 1,
            ..Facts::default()
        },
    )
}
