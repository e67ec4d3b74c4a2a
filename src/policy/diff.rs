//! Compares a policy with an earlier one: a pull request's with its base branch's.
//!
//! ```text
//!  base ─┐  for each hook:
//!        ├─ joined with the inputs ── force: atoms ── base − head: weakened ─┐
//!  head ─┘                                            head − base: added    ─┴─ scopes, values: in words
//! ```
//!
//! Compared is what is in force for a hook: the policy's base, the hook's own part and the run's inputs. So a
//! rule that moves from a hook's part to the base is no loss for the hook. What a hook shares with all of them is
//! reported once.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Demands, HookDemands, Policy, Rule};
use crate::ledger::{Origin, Place};
use crate::scope::Scope;
use crate::text::seal::seal_as_is;
use crate::text::{Fragment, Ours, Text};

mod code;
mod force;
mod scopes;
mod values;

pub(crate) use code::{abandoned as abandoned_paths, lost as lost_files};
use force::{Force, Moves};
pub use scopes::Demand;

#[cfg(test)]
mod tests;

/// Neighbours of a removed rule that are looked for. A stranger's policy may lack a thousand.
const NEAR: usize = 16;

/// What a change does to the policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ChangeKind {
    /// More is demanded.
    Added,
    /// Less is demanded.
    Weakened,
    /// Neither: a scope is allowed that would not fail either way, for example.
    #[serde(rename = "changed")]
    Other,
}

seal_as_is!(ChangeKind, Demand);

/// What a change is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum About {
    /// A scope, and its place in the later policy.
    Scope(Scope, Demand),
    /// Anything else that is demanded of a hook.
    Hook,
    /// The code whose calls count.
    Code,
}

/// One changed demand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What it does to the policy.
    pub kind: ChangeKind,
    /// A fragment in lower case, without a full stop.
    pub what: Text,
    /// The hook's name; `None` for every hook.
    pub hook: Option<String>,
    /// What it is about.
    pub about: About,
    /// The reason of the later rule, or of the earlier one if it was removed.
    pub why: Option<Text>,
    /// The place in the later policy; of a removed rule, where it would be.
    pub origin: Origin,
    /// The place in the earlier policy.
    pub before: Option<Origin>,
    gone: Vec<Text>,
    new: Vec<Text>,
}

impl Change {
    /// Whether a scope that no rule named must be held from now on. Where extra scopes fail, those pass now who
    /// hold it; but nobody could ask for a scope otherwise.
    #[must_use]
    pub(crate) fn asks_for_more(&self) -> bool {
        matches!(self.about, About::Scope(_, Demand::Required)) && self.before.is_none()
    }

    /// The lines of a diff, such as `- extra: fail` and `+ extra: warn`; none where a hook's rule only
    /// uncovers another.
    pub fn lines(&self) -> impl Iterator<Item = Text> {
        let gone = self.gone.iter().map(|rule| text!("- {}", rule));
        gone.chain(self.new.iter().map(|rule| text!("+ {}", rule)))
    }
}

/// What a run gives to both policies.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// Its demands.
    pub demands: Demands,
    /// Whether it names the code, in place of the policies.
    pub name_code: bool,
}

/// The changes from `base` to `head`. `file`, from which `head` was read, is the place of changes without a
/// near rule. What differs in the policies and not in force, since an input decides, is neither more nor less.
#[must_use]
pub fn changes(base: &Policy, head: &Policy, inputs: &Inputs, file: &Text) -> Vec<Change> {
    let start = Origin::Line(Place { file: file.clone(), line: 1, column: 1 });
    let policies = Pair { base, head };
    let mut changes = in_force(policies, inputs, &start);
    let told = changes.iter().flat_map(Change::lines).collect::<BTreeSet<_>>();
    if inputs.name_code || !inputs.demands.is_empty() {
        let mut hidden = in_force(policies, &Inputs::default(), &start);
        hidden
            .retain(|change| change.lines().all(|line| !told.contains(&line)) && change.lines().count() > 0);
        changes.extend(hidden.into_iter().map(|change| Change {
            kind: ChangeKind::Other,
            what: text!("{}; here an input decides", change.what),
            ..change
        }));
    }
    changes
}

fn in_force(policies: Pair<&Policy>, inputs: &Inputs, start: &Origin) -> Vec<Change> {
    let own = policies.map(|policy| &policy.base);
    let full = own.map(|demands| demands.joined(&inputs.demands));
    let every = Part::new(None, own, full.each(), start.clone(), []);
    let mut changes = every.changes(None);
    changes.extend(code::changes(policies.map(|policy| &policy.code), inputs.name_code, start));

    let new = policies.head.hooks.iter().filter(|hook| named(policies.base, &hook.name).is_none());
    let nothing = Demands::default();
    for HookDemands { name, .. } in policies.base.hooks.iter().chain(new) {
        let hooks = policies.map(|policy| named(policy, name));
        let own = hooks.map(|hook| hook.map_or(&nothing, |hook| &hook.demands));
        if own.base.is_empty() && own.head.is_empty() {
            continue;
        }
        let full = Pair {
            base: policies.base.base.joined(own.base).joined(&inputs.demands),
            head: policies.head.base.joined(own.head).joined(&inputs.demands),
        };
        let start = hooks.head.map_or(start, |hook| &hook.origin);
        let part = Part::new(Some(name), own, full.each(), start.clone(), every.moved());
        changes.extend(part.changes(Some(&every)));
    }
    changes
}

fn named<'p>(policy: &'p Policy, name: &str) -> Option<&'p HookDemands> {
    policy.hooks.iter().find(|hook| hook.name == name)
}

#[derive(Clone, Copy, PartialEq)]
struct Pair<T> {
    base: T,
    head: T,
}

impl<T> Pair<T> {
    fn map<U>(self, of: impl Fn(T) -> U) -> Pair<U> {
        Pair { base: of(self.base), head: of(self.head) }
    }

    fn each(&self) -> Pair<&T> {
        Pair { base: &self.base, head: &self.head }
    }
}

/// A part of both policies: the base, or one hook's.
struct Part<'p> {
    hook: Option<&'p str>,
    /// The part's own rules.
    own: Pair<Force<'p>>,
    /// The rules in force with it.
    full: Pair<Force<'p>>,
    /// Scopes that may stand elsewhere, each once, in the order of the rules.
    scopes: Vec<&'p Scope>,
    moves: Moves<'p>,
    /// The place of changes without a nearer one.
    start: Origin,
}

impl<'p> Part<'p> {
    /// `moved` are the scopes that stand elsewhere for every hook.
    fn new(
        hook: Option<&'p str>,
        own: Pair<&'p Demands>,
        full: Pair<&'p Demands>,
        start: Origin,
        moved: impl IntoIterator<Item = &'p Scope>,
    ) -> Self {
        let own = own.map(Force::of);
        let full = full.map(Force::of);
        let mut seen = BTreeSet::new();
        let mut scopes = own.base.scopes().chain(own.head.scopes()).chain(moved).collect::<Vec<_>>();
        scopes.retain(|scope| seen.insert(*scope));
        let atoms = full.each().map(|force| force.atoms(&scopes));
        let lost = full.base.beyond(&atoms.base, &atoms.head);
        let gained = full.head.beyond(&atoms.head, &atoms.base);
        Self { hook, own, full, scopes, moves: Moves { lost, gained }, start }
    }

    /// The scopes that stand elsewhere.
    fn moved(&self) -> impl Iterator<Item = &'p Scope> + '_ {
        self.scopes.iter().copied().filter(|scope| self.standing(scope).is_some())
    }

    /// Where a scope stands in both, if these are two places.
    fn standing(&self, scope: &Scope) -> Option<Pair<Demand>> {
        let stands = self.full.each().map(|force| force.standing(scope));
        (stands.base != stands.head).then_some(stands)
    }

    /// Without what is so for every hook.
    fn changes(&self, every: Option<&Self>) -> Vec<Change> {
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
    fn of(&self) -> Text {
        self.hook.map_or_else(Text::default, |name| text!(" for the hook `{}`", name))
    }

    fn line(&self, key: &'static str, demand: impl Fragment) -> Text {
        match self.hook {
            None => text!("{}: {}", Ours(key), demand),
            Some(name) => text!("hooks.{}.{}: {}", name, Ours(key), demand),
        }
    }
}

/// The place in `head` of a rule that only `base` has: behind its former neighbour, else at the same position,
/// else at the end.
fn nearest<T>(gone: &Rule<T>, lists: Pair<&[Rule<T>]>, same: impl Fn(&T, &T) -> bool) -> Option<Origin> {
    let find =
        |rules: &[Rule<T>], rule: &Rule<T>| rules.iter().position(|other| same(&other.demand, &rule.demand));
    let at = find(lists.base, gone)?;
    let mut before = lists.base[..at].iter().rev().take(NEAR);
    let place = before.find_map(|rule| find(lists.head, rule)).map_or(at, |place| place + 1);
    lists.head.get(place).or(lists.head.last()).map(|rule| rule.origin.clone())
}
