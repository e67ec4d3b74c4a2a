//! Compares a policy with an earlier one: a pull request's with its base branch's.
//!
//! Rules are compared by demand, not by place or reason, and by what is in force: a rule that moves from a
//! hook's own part to the base is no loss for the hook, and a scope that moves from one list to another is one
//! change.

use serde::{Deserialize, Serialize};

use super::{Code, Demands, Extra, HookDemands, Policy, Rule};
use crate::ledger::{Origin, Place};
use crate::scope::Scope;
use crate::text::seal::seal_as_is;
use crate::text::{Fragment, Ours, Text};

mod lists;
mod scopes;
mod values;

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
    /// Neither: another portal is expected, for example.
    #[serde(rename = "changed")]
    Other,
}

impl ChangeKind {
    /// The kind of the reverse change.
    const fn reversed(self) -> Self {
        match self {
            Self::Added => Self::Weakened,
            Self::Weakened => Self::Added,
            Self::Other => Self::Other,
        }
    }
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
    gone: Option<Text>,
    new: Option<Text>,
}

impl Change {
    /// The lines of a diff, such as `- extra: fail` and `+ extra: warn`; none where a hook's rule only
    /// uncovers another.
    pub fn lines(&self) -> impl Iterator<Item = Text> {
        let gone = self.gone.iter().map(|rule| text!("- {}", rule));
        gone.chain(self.new.iter().map(|rule| text!("+ {}", rule)))
    }
}

/// The changes from `base` to `head`. `file`, from which `head` was read, is the place of changes without a
/// near rule.
#[must_use]
pub fn changes(base: &Policy, head: &Policy, file: &Text) -> Vec<Change> {
    let start = Origin::Line(Place { file: file.clone(), line: 1, column: 1 });
    let policies = Pair { base, head };
    let mut changes = Part::whole(policies, start.clone()).changes();
    changes.extend(lists::of_code(policies.map(|policy| &policy.code), &start));
    let new = head.hooks.iter().filter(|hook| named(base, &hook.name).is_none());
    for HookDemands { name, .. } in base.hooks.iter().chain(new) {
        changes.extend(Part::of_hook(name, policies, start.clone()).changes());
    }
    changes
}

fn named<'p>(policy: &'p Policy, name: &str) -> Option<&'p HookDemands> {
    policy.hooks.iter().find(|hook| hook.name == name)
}

#[derive(Clone, Copy)]
struct Pair<T> {
    base: T,
    head: T,
}

impl<T: Copy> Pair<T> {
    fn map<U>(self, of: impl Fn(T) -> U) -> Pair<U> {
        Pair { base: of(self.base), head: of(self.head) }
    }
}

/// A part of both policies: the base, or one hook's.
struct Part<'p> {
    hook: Option<&'p str>,
    /// The part's own rules; only what either side has is compared.
    own: Pair<Demands>,
    /// The rules in force with it.
    full: Pair<Demands>,
    /// The strictest `extra` where the part is in force.
    strictest: Pair<Extra>,
    /// The place of changes without a nearer one.
    start: Origin,
}

impl<'p> Part<'p> {
    fn whole(policies: Pair<&Policy>, start: Origin) -> Self {
        let own = policies.map(|policy| policy.base.clone());
        // What the base allows is allowed also for hooks where extra scopes fail.
        let strictest = policies.map(|policy| {
            let of_hooks = policy.hooks.iter().filter_map(|hook| Some(hook.demands.extra.as_ref()?.demand));
            of_hooks.fold(policy.base.extra_level(), Extra::max)
        });
        Self { hook: None, full: own.clone(), own, strictest, start }
    }

    fn of_hook(name: &'p str, policies: Pair<&Policy>, start: Origin) -> Self {
        let hooks = policies.map(|policy| named(policy, name));
        let own = hooks.map(|hook| hook.map(|hook| hook.demands.clone()).unwrap_or_default());
        let full =
            Pair { base: policies.base.base.joined(&own.base), head: policies.head.base.joined(&own.head) };
        let strictest = Pair { base: full.base.extra_level(), head: full.head.extra_level() };
        let start = hooks.head.map_or(start, |hook| hook.origin.clone());
        Self { hook: Some(name), own, full, strictest, start }
    }

    fn changes(&self) -> Vec<Change> {
        let mut changes = scopes::changes(self);
        changes.extend(lists::of_methods(self));
        changes.extend(values::changes(self));
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
