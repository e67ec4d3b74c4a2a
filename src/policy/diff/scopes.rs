//! Changes of scopes, in words.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::force::{Atom, Force, Moves};
use super::{About, Change, ChangeKind, Part, nearest};
use crate::policy::{Demands, Rule};
use crate::scope::Scope;
use crate::text::{Ours, Text};

/// What a policy demands of a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Demand {
    /// It must be held.
    Required,
    /// It must not be held.
    Forbidden,
    /// It may be held.
    Allowed,
    /// No rule: it is an extra one.
    Unnamed,
}

impl Demand {
    /// Those that have a list.
    pub(super) const NAMED: [Self; 3] = [Self::Required, Self::Forbidden, Self::Allowed];

    /// The list's key and rules.
    pub(super) fn list(self, demands: &Demands) -> (&'static str, &[Rule<Scope>]) {
        match self {
            Self::Required => ("required", &demands.required),
            Self::Forbidden => ("forbidden", &demands.forbidden),
            Self::Allowed => ("allow-extra", &demands.allow_extra),
            Self::Unnamed => ("", &[]),
        }
    }

    /// Whether a webhook can break it.
    pub(crate) const fn is_strict(self) -> bool {
        matches!(self, Self::Required | Self::Forbidden)
    }

    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Forbidden => "forbidden",
            Self::Allowed => "allowed",
            Self::Unnamed => "an extra one",
        }
    }
}

/// A scope that must be held where it must not, or the other way round, is a loss and a gain. `same`: it moves
/// like that for every hook.
pub(super) fn changes(part: &Part, moves: &Moves, scope: &Scope, same: bool) -> Vec<Change> {
    let has =
        |atoms: &BTreeSet<Atom>| atoms.contains(&Atom::Holds(scope)) || atoms.contains(&Atom::Lacks(scope));
    match (has(&moves.lost), has(&moves.gained)) {
        (true, true) => vec![
            Change { new: Vec::new(), ..change(part, scope, ChangeKind::Weakened) },
            Change { gone: Vec::new(), before: None, ..change(part, scope, ChangeKind::Added) },
        ],
        (true, false) => vec![change(part, scope, ChangeKind::Weakened)],
        (false, true) => vec![change(part, scope, ChangeKind::Added)],
        (false, false) if part.standing(scope).is_none() => kept(part, scope).into_iter().collect(),
        (false, false) if same => Vec::new(),
        (false, false) => vec![change(part, scope, ChangeKind::Other)],
    }
}

fn change(part: &Part, scope: &Scope, kind: ChangeKind) -> Change {
    let (earlier, later) = (part.full.base.rule(scope), part.full.head.rule(scope));
    let [was, is] = [earlier, later].map(|rule| rule.map_or(Demand::Unnamed, |(standing, _)| standing));
    let near = || {
        let lists = part.own.each().map(|own| was.list(own.demands).1);
        nearest(earlier?.1, lists, Scope::eq)
    };
    // A hook may follow the base: then the part itself has no such line.
    let line = |own: &Force, full: Demand| {
        let (standing, _) = own.rule(scope).filter(|_| full != Demand::Unnamed)?;
        Some(part.line(standing.list(own.demands).0, scope))
    };
    let lost = kind == ChangeKind::Weakened && is != Demand::Allowed;
    let deciding = if is == Demand::Unnamed || lost { earlier.or(later) } else { later };
    Change {
        kind,
        what: words(kind, scope, was, is, &part.of()),
        hook: part.hook.map(str::to_owned),
        about: About::Scope(scope.clone(), is),
        why: deciding.and_then(|(_, rule)| rule.why.clone()),
        origin: later
            .map(|(_, rule)| rule.origin.clone())
            .or_else(near)
            .unwrap_or_else(|| part.start.clone()),
        before: earlier.map(|(_, rule)| rule.origin.clone()),
        gone: line(&part.own.base, was).into_iter().collect(),
        new: line(&part.own.head, is).into_iter().collect(),
    }
}

fn words(kind: ChangeKind, scope: &Scope, was: Demand, is: Demand, of: &Text) -> Text {
    use Demand::{Allowed, Forbidden, Required, Unnamed};
    let [earlier, later] = [was, is].map(|demand| Ours(demand.word()));
    match (kind, was, is) {
        (ChangeKind::Weakened | ChangeKind::Other, Required | Forbidden, Allowed) => {
            text!("`{}` is {}{}, no longer {}", scope, later, of, earlier)
        }
        (ChangeKind::Weakened, Required | Forbidden, _)
        | (_, Allowed, Unnamed)
        | (ChangeKind::Other, _, Unnamed) => {
            text!("`{}` is no longer {}{}", scope, earlier, of)
        }
        (ChangeKind::Added, _, Unnamed) => text!("`{}` must not be held{} any more", scope, of),
        (ChangeKind::Weakened, _, Required | Forbidden | Unnamed) => {
            text!("`{}` may be held{} from now on", scope, of)
        }
        _ => text!("`{}` is {}{} from now on", scope, later, of),
    }
}

/// A required scope whose `keep` changes: that concerns a notice only.
fn kept(part: &Part, scope: &Scope) -> Option<Change> {
    let (_, earlier) = part.own.base.rule(scope)?;
    let (_, later) = part.own.head.rule(scope)?;
    if earlier.keep == later.keep {
        return None;
    }
    let of = part.of();
    let what = if later.keep {
        text!("`{}` is kept{} from now on, whether a call needs it or not", scope, of)
    } else {
        text!("`{}` is no longer kept{} when no call needs it", scope, of)
    };
    let line = |rule: &Rule<Scope>| {
        part.line("required", text!("{}{}", scope, Ours(if rule.keep { " (keep)" } else { "" })))
    };
    Some(Change {
        kind: ChangeKind::Other,
        what,
        hook: part.hook.map(str::to_owned),
        about: About::Scope(scope.clone(), Demand::Required),
        why: later.why.clone().or_else(|| earlier.why.clone()),
        origin: later.origin.clone(),
        before: Some(earlier.origin.clone()),
        gone: vec![line(earlier)],
        new: vec![line(later)],
    })
}
