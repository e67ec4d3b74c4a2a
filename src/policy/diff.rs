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

use super::{Demands, HookDemands, Policy};
use crate::ledger::{Origin, Place};
use crate::scope::Scope;
use crate::text::Text;
use crate::text::seal::seal_as_is;

mod code;
mod force;
mod part;
mod scopes;
mod values;

pub(crate) use code::{abandoned as abandoned_paths, lost as lost_files};
use part::{Pair, Part, nearest};
pub use scopes::Demand;

#[cfg(test)]
mod tests;

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
    let known = changes.iter().flat_map(Change::lines).collect::<BTreeSet<_>>();
    if inputs.name_code || !inputs.demands.is_empty() {
        let mut hidden = in_force(policies, &Inputs::default(), &start);
        hidden
            .retain(|change| change.lines().all(|line| !known.contains(&line)) && change.lines().count() > 0);
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
    let full = own.map(|demands| whole(&demands.joined(&inputs.demands)));
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
            base: whole(&policies.base.base.joined(own.base).joined(&inputs.demands)),
            head: whole(&policies.head.base.joined(own.head).joined(&inputs.demands)),
        };
        let start = hooks.head.map_or(start, |hook| &hook.origin);
        let part = Part::new(Some(name), own, full.each(), start.clone(), every.moved());
        changes.extend(part.changes(Some(&every)));
    }
    changes
}

/// What a right requires without saying so is in force as well.
fn whole(demands: &Demands) -> Demands {
    demands.with_scopes_of_rights().into_owned()
}

fn named<'p>(policy: &'p Policy, name: &str) -> Option<&'p HookDemands> {
    policy.hooks.iter().find(|hook| hook.name == name)
}
