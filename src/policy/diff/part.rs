//! The base of two policies, or one hook's part of them, side by side.

use std::collections::BTreeSet;

use super::force::{Force, Moves};
use super::{Change, Demand, scopes, values};
use crate::ledger::Origin;
use crate::policy::{Demands, Rule};
use crate::scope::Scope;
use crate::text::{Fragment, Ours, Text};

/// Neighbours of a removed rule that are looked for. A stranger's policy may lack a thousand.
const NEAR: usize = 16;

#[derive(Clone, Copy, PartialEq)]
pub(super) struct Pair<T> {
    pub(super) base: T,
    pub(super) head: T,
}

impl<T> Pair<T> {
    pub(super) fn map<U>(self, of: impl Fn(T) -> U) -> Pair<U> {
        Pair { base: of(self.base), head: of(self.head) }
    }

    pub(super) fn each(&self) -> Pair<&T> {
        Pair { base: &self.base, head: &self.head }
    }
}

/// Both policies' base, or both parts of one hook.
pub(super) struct Part<'p> {
    pub(super) hook: Option<&'p str>,
    /// The part's own rules.
    pub(super) own: Pair<Force<'p>>,
    /// The rules in force with it, the scopes of rights included.
    pub(super) full: Pair<Force<'p>>,
    /// Scopes that may stand elsewhere, each once, in the order of the rules.
    scopes: Vec<&'p Scope>,
    moves: Moves<'p>,
    /// The place of changes without a nearer one.
    pub(super) start: Origin,
}

impl<'p> Part<'p> {
    /// `moved` are the scopes that stand elsewhere for every hook.
    pub(super) fn new(
        hook: Option<&'p str>,
        own: Pair<&'p Demands>,
        full: Pair<&'p Demands>,
        start: Origin,
        moved: impl IntoIterator<Item = &'p Scope>,
    ) -> Self {
        let own = own.map(Force::of);
        let full = full.map(Force::of);
        let mut seen = BTreeSet::new();
        let of_rights = scopes_of_rights(own.base.demands, full.base.demands)
            .chain(scopes_of_rights(own.head.demands, full.head.demands));
        let named = own.base.scopes().chain(own.head.scopes());
        let mut scopes = named.chain(of_rights).chain(moved).collect::<Vec<_>>();
        scopes.retain(|scope| seen.insert(*scope));
        let atoms = full.each().map(|force| force.atoms(&scopes));
        let lost = full.base.beyond(&atoms.base, &atoms.head);
        let gained = full.head.beyond(&atoms.head, &atoms.base);
        Self { hook, own, full, scopes, moves: Moves { lost, gained }, start }
    }

    /// The scopes that stand elsewhere.
    pub(super) fn moved(&self) -> impl Iterator<Item = &'p Scope> + '_ {
        self.scopes.iter().copied().filter(|scope| self.standing(scope).is_some())
    }

    /// Where a scope stands in both, if these are two places.
    pub(super) fn standing(&self, scope: &Scope) -> Option<Pair<Demand>> {
        let stands = self.full.each().map(|force| force.standing(scope));
        (stands.base != stands.head).then_some(stands)
    }

    /// Without what is so for every hook.
    pub(super) fn changes(&self, every: Option<&Self>) -> Vec<Change> {
        let moves = self.moves.without(every.map(|every| &every.moves));
        let of_scope = |scope: &&Scope| {
            let same = every.is_some_and(|every| every.standing(scope) == self.standing(scope));
            scopes::changes(self, &moves, scope, same)
        };
        let mut changes = self.scopes.iter().flat_map(of_scope).collect::<Vec<_>>();
        changes.extend(values::changes(self, &moves));
        changes
    }

    /// The hook it is about, to end a clause.
    pub(super) fn of(&self) -> Text {
        self.hook.map_or_else(Text::default, |name| text!(" for the webhook `{}`", name))
    }

    pub(super) fn line(&self, key: &'static str, demand: impl Fragment) -> Text {
        match self.hook {
            None => text!("{}: {}", Ours(key), demand),
            Some(name) => text!("hooks.{}.{}: {}", name, Ours(key), demand),
        }
    }
}

/// The scopes that a part's own rights need, where they are in force.
fn scopes_of_rights<'p>(own: &'p Demands, full: &'p Demands) -> impl Iterator<Item = &'p Scope> {
    let needed = own.rights.iter().map(|rule| rule.demand.scope()).collect::<BTreeSet<_>>();
    full.required.iter().map(|rule| &rule.demand).filter(move |scope| needed.contains(*scope))
}

/// The place in `head` of a rule that only `base` has: behind its former neighbour, else at the same position,
/// else at the end.
pub(super) fn nearest<T>(
    gone: &Rule<T>,
    lists: Pair<&[Rule<T>]>,
    same: impl Fn(&T, &T) -> bool,
) -> Option<Origin> {
    let find =
        |rules: &[Rule<T>], rule: &Rule<T>| rules.iter().position(|other| same(&other.demand, &rule.demand));
    let at = find(lists.base, gone)?;
    let mut before = lists.base[..at].iter().rev().take(NEAR);
    let place = before.find_map(|rule| find(lists.head, rule)).map_or(at, |place| place + 1);
    lists.head.get(place).or(lists.head.last()).map(|rule| rule.origin.clone())
}
