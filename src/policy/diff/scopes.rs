//! Changes of scopes.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{About, Change, ChangeKind, Pair, Part, nearest};
use crate::policy::{Demands, Extra, Rule};
use crate::scope::Scope;
use crate::text::Ours;

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
    /// The list's key and rules.
    fn list(self, demands: &Demands) -> (&'static str, &[Rule<Scope>]) {
        match self {
            Self::Required => ("required", &demands.required),
            Self::Forbidden => ("forbidden", &demands.forbidden),
            Self::Allowed => ("allow-extra", &demands.allow_extra),
            Self::Unnamed => ("", &[]),
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Forbidden => "forbidden",
            Self::Allowed => "allowed",
            Self::Unnamed => "an extra one",
        }
    }

    /// Whether it can fail a hook on its own.
    const fn is_firm(self) -> bool {
        matches!(self, Self::Required | Self::Forbidden)
    }

    /// The demand on a scope, with its rule.
    fn of<'d>(scope: &Scope, demands: &'d Demands) -> (Self, Option<&'d Rule<Scope>>) {
        let named = [Self::Required, Self::Forbidden, Self::Allowed].into_iter().find_map(|standing| {
            let (_, rules) = standing.list(demands);
            rules.iter().find(|rule| rule.demand == *scope).map(|rule| (standing, Some(rule)))
        });
        named.unwrap_or((Self::Unnamed, None))
    }
}

pub(super) fn changes(part: &Part) -> Vec<Change> {
    let mut seen = BTreeSet::new();
    let mut changes = Vec::new();
    for demands in [&part.own.base, &part.own.head] {
        for rule in [&demands.required, &demands.forbidden, &demands.allow_extra].into_iter().flatten() {
            if seen.insert(&rule.demand) {
                changes.extend(of_scope(part, &rule.demand));
            }
        }
    }
    changes
}

fn of_scope(part: &Part, scope: &Scope) -> Vec<Change> {
    let was = Demand::of(scope, &part.full.base).0;
    let is = Demand::of(scope, &part.full.head).0;
    if was == is {
        return kept(part, scope).into_iter().collect();
    }
    // From required to forbidden or back: less is demanded, and something else is, too.
    if was.is_firm() && is.is_firm() {
        return vec![step(part, scope, was, Demand::Unnamed), step(part, scope, Demand::Unnamed, is)];
    }
    vec![step(part, scope, was, is)]
}

fn step(part: &Part, scope: &Scope, was: Demand, is: Demand) -> Change {
    let (of, was_word, is_word) = (part.of(), Ours(was.word()), Ours(is.word()));
    let what = match (was, is) {
        (_, Demand::Unnamed) => text!("`{}` is no longer {}{}", scope, was_word, of),
        (Demand::Required | Demand::Forbidden, Demand::Allowed) => {
            text!("`{}` is {}{}, no longer {}", scope, is_word, of, was_word)
        }
        _ => text!("`{}` is {}{} from now on", scope, is_word, of),
    };
    let kind = match (was, is) {
        (_, Demand::Required | Demand::Forbidden) => ChangeKind::Added,
        (Demand::Required | Demand::Forbidden, _) => ChangeKind::Weakened,
        // Where extra scopes do not fail, allowing changes nothing.
        (_, Demand::Allowed) if part.strictest.head == Extra::Fail => ChangeKind::Weakened,
        (Demand::Allowed, _) if part.strictest.base == Extra::Fail => ChangeKind::Added,
        _ => ChangeKind::Other,
    };
    let (_, earlier) = Demand::of(scope, &part.full.base);
    let (stands, later) = Demand::of(scope, &part.full.head);
    let earlier = earlier.filter(|_| was != Demand::Unnamed);
    let why = if is == Demand::Unnamed { earlier } else { later };
    let near = || {
        let lists = Pair { base: &part.own.base, head: &part.own.head }.map(|demands| was.list(demands).1);
        nearest(earlier?, lists, Scope::eq)
    };
    // A hook may follow the base: then the part itself has no such line.
    let line = |demands: &Demands| {
        let (standing, rule) = Demand::of(scope, demands);
        rule.map(|rule| part.line(standing.list(demands).0, &rule.demand))
    };
    Change {
        kind,
        what,
        hook: part.hook.map(str::to_owned),
        about: About::Scope(scope.clone(), stands),
        why: why.and_then(|rule| rule.why.clone()),
        origin: later.map(|rule| rule.origin.clone()).or_else(near).unwrap_or_else(|| part.start.clone()),
        before: earlier.map(|rule| rule.origin.clone()),
        gone: line(&part.own.base).filter(|_| was != Demand::Unnamed),
        new: line(&part.own.head).filter(|_| is != Demand::Unnamed),
    }
}

/// A required scope whose `keep` changes: that concerns a notice only.
fn kept(part: &Part, scope: &Scope) -> Option<Change> {
    let rule = |demands| Demand::of(scope, demands).1;
    let (earlier, later) = (rule(&part.own.base)?, rule(&part.own.head)?);
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
        gone: Some(line(earlier)),
        new: Some(line(later)),
    })
}
