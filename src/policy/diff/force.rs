//! What is in force, taken apart: each atom can fail a hook on its own, and the more there are, the fewer hooks pass.

use std::collections::{BTreeMap, BTreeSet};

use super::Demand;
use crate::host::Host;
use crate::knowledge::rights::Right;
use crate::policy::{Demands, Extra, Rule};
use crate::scope::{MethodName, Scope};

/// The smallest demand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Atom<'p> {
    /// This scope must be held.
    Holds(&'p Scope),
    /// This scope must not be held: it is forbidden, or named nowhere where extra ones fail.
    Lacks(&'p Scope),
    /// This method must be callable.
    Calls(&'p MethodName),
    /// The owner must have this right.
    May(Right),
    /// Extra scopes are complained of.
    Warns,
    /// They fail.
    Fails,
    Portal(&'p Host),
    User(u64),
    Admin,
    /// The portal must say which scopes are held.
    Grants,
}

/// What one side has beyond the other.
#[derive(Default)]
pub(super) struct Moves<'p> {
    /// In force no longer.
    pub(super) lost: BTreeSet<Atom<'p>>,
    /// In force only now.
    pub(super) gained: BTreeSet<Atom<'p>>,
}

impl Moves<'_> {
    /// Without those of every hook.
    pub(super) fn without(&self, others: Option<&Self>) -> Self {
        let alone = |all: &BTreeSet<_>, of: fn(&Self) -> &BTreeSet<_>| {
            let mut all = others.map_or_else(|| all.clone(), |others| all - of(others));
            // It follows from any other.
            if all.len() > 1 {
                all.remove(&Atom::Grants);
            }
            all
        };
        Self {
            lost: alone(&self.lost, |moves| &moves.lost),
            gained: alone(&self.gained, |moves| &moves.gained),
        }
    }
}

/// Demands, with the rules on each scope.
pub(super) struct Force<'p> {
    pub(super) demands: &'p Demands,
    named: BTreeMap<&'p Scope, [Option<&'p Rule<Scope>>; 3]>,
}

impl<'p> Force<'p> {
    pub(super) fn of(demands: &'p Demands) -> Self {
        let mut named = BTreeMap::<_, [Option<_>; 3]>::new();
        for (at, standing) in Demand::NAMED.into_iter().enumerate() {
            for rule in standing.list(demands).1 {
                named.entry(&rule.demand).or_default()[at].get_or_insert(rule);
            }
        }
        Self { demands, named }
    }

    /// All that are named, in the order of the rules.
    pub(super) fn scopes(&self) -> impl Iterator<Item = &'p Scope> + use<'p> {
        let demands = self.demands;
        Demand::NAMED.into_iter().flat_map(|standing| standing.list(demands).1).map(|rule| &rule.demand)
    }

    /// The first rule on a scope.
    pub(super) fn rule(&self, scope: &Scope) -> Option<(Demand, &'p Rule<Scope>)> {
        let rules = self.named.get(scope)?;
        Demand::NAMED.into_iter().zip(rules).find_map(|(standing, rule)| Some((standing, (*rule)?)))
    }

    pub(super) fn standing(&self, scope: &Scope) -> Demand {
        self.rule(scope).map_or(Demand::Unnamed, |(standing, _)| standing)
    }

    /// Of further scopes only these are looked at.
    pub(super) fn atoms(&self, scopes: &[&'p Scope]) -> BTreeSet<Atom<'p>> {
        let demands = self.demands;
        let level = demands.extra_level();
        let of_scope = |scope: &&'p Scope| {
            let fails = level == Extra::Fail && !scope.is_always_held();
            let [holds, lacks] = match self.named.get(*scope) {
                Some([required, forbidden, _]) => {
                    [required.is_some() && !scope.is_always_held(), forbidden.is_some()]
                }
                None => [false, fails],
            };
            [holds.then_some(Atom::Holds(scope)), lacks.then_some(Atom::Lacks(scope))]
        };
        let single = [
            (level >= Extra::Warn).then_some(Atom::Warns),
            (level >= Extra::Fail).then_some(Atom::Fails),
            demands.portal.as_ref().map(|rule| Atom::Portal(&rule.demand)),
            demands.user_id.as_ref().map(|rule| Atom::User(rule.demand)),
            demands.admin.as_ref().filter(|rule| rule.demand).map(|_| Atom::Admin),
            demands.needs_grants().then_some(Atom::Grants),
        ];
        let methods = demands.methods.iter().map(|rule| Some(Atom::Calls(&rule.demand)));
        let rights = demands.rights.iter().map(|rule| Some(Atom::May(rule.demand)));
        scopes.iter().flat_map(of_scope).chain(methods).chain(rights).chain(single).flatten().collect()
    }

    /// The atoms that another side does not have. Where it lets extra scopes pass, that says all about those
    /// which this side does not name.
    pub(super) fn beyond(
        &self,
        atoms: &BTreeSet<Atom<'p>>,
        others: &BTreeSet<Atom<'p>>,
    ) -> BTreeSet<Atom<'p>> {
        let mut beyond = atoms - others;
        if beyond.contains(&Atom::Fails) {
            beyond.retain(|atom| !matches!(atom, Atom::Lacks(scope) if !self.named.contains_key(*scope)));
        }
        beyond
    }
}
