//! Changes of single values: `extra`, `portal`, `user`.

use std::cmp::Ordering;

use super::{About, Change, ChangeKind, Pair, Part};
use crate::policy::{Demands, Extra, Rule};
use crate::text::{Fragment, Ours, Text};

pub(super) fn changes(part: &Part) -> impl Iterator<Item = Change> {
    let portal = expected(part, "portal", "the portal", |demands| demands.portal.as_ref());
    let user = expected(part, "user.id", "the user", |demands| demands.user_id.as_ref());
    [extra(part), portal, user, admin(part)].into_iter().flatten()
}

/// One key's value in both policies: the part's own, and the one in force.
struct Value<'p, T> {
    part: &'p Part<'p>,
    key: &'static str,
    own: Pair<Option<&'p Rule<T>>>,
    full: Pair<Option<&'p Rule<T>>>,
}

impl<'p, T> Value<'p, T> {
    /// `None` if the part only inherits it.
    fn of(
        part: &'p Part,
        key: &'static str,
        pick: impl Fn(&'p Demands) -> Option<&'p Rule<T>>,
    ) -> Option<Self> {
        let own = Pair { base: &part.own.base, head: &part.own.head }.map(&pick);
        let full = Pair { base: &part.full.base, head: &part.full.head }.map(&pick);
        own.base.or(own.head)?;
        Some(Self { part, key, own, full })
    }

    fn change(&self, kind: ChangeKind, what: Text, text: impl Fn(&T) -> Text) -> Change {
        let Self { part, key, own, full } = self;
        let line = |rule: &Rule<T>| part.line(key, text(&rule.demand));
        Change {
            kind,
            what,
            hook: part.hook.map(str::to_owned),
            about: About::Hook,
            why: full.head.or(full.base).and_then(|rule| rule.why.clone()),
            origin: full.head.map_or_else(|| part.start.clone(), |rule| rule.origin.clone()),
            before: full.base.map(|rule| rule.origin.clone()),
            gone: own.base.map(line),
            new: own.head.map(line),
        }
    }
}

fn extra(part: &Part) -> Option<Change> {
    let value = Value::of(part, "extra", |demands| demands.extra.as_ref())?;
    let (was, is) = (part.full.base.extra_level(), part.full.head.extra_level());
    let kind = match is.cmp(&was) {
        Ordering::Equal => return None,
        Ordering::Greater => ChangeKind::Added,
        Ordering::Less => ChangeKind::Weakened,
    };
    let named = |level: Extra, rule: Option<&Rule<Extra>>| {
        text!("`{}`{}", Ours(level.as_str()), Ours(if rule.is_none() { " by default" } else { "" }))
    };
    let (was, is) = (named(was, value.full.base), named(is, value.full.head));
    let what = text!("`extra` is {}{}, was {}", is, part.of(), was);
    Some(value.change(kind, what, |level| level.as_str().into()))
}

fn expected<'p, T: Fragment + PartialEq + 'p>(
    part: &'p Part,
    key: &'static str,
    noun: &'static str,
    pick: impl Fn(&'p Demands) -> Option<&'p Rule<T>>,
) -> Option<Change> {
    let value = Value::of(part, key, pick)?;
    let (noun, of) = (Ours(noun), part.of());
    let (was, is) = (value.full.base.map(|rule| &rule.demand), value.full.head.map(|rule| &rule.demand));
    let (kind, what) = match (was, is) {
        _ if was == is => return None,
        (Some(was), Some(is)) => (
            ChangeKind::Other,
            text!("{} is expected to be `{}`{}, was expected to be `{}`", noun, is, of, was),
        ),
        (None, Some(is)) => {
            (ChangeKind::Added, text!("{} is expected to be `{}`{} from now on", noun, is, of))
        }
        (Some(was), None) => {
            (ChangeKind::Weakened, text!("{} is no longer expected to be `{}`{}", noun, was, of))
        }
        (None, None) => return None,
    };
    Some(value.change(kind, what, |value| text!("{}", value)))
}

/// `admin: false` and no `admin` both demand nothing.
fn admin(part: &Part) -> Option<Change> {
    let value = Value::of(part, "user.admin", |demands| demands.admin.as_ref())?;
    let must = |rule: Option<&Rule<bool>>| rule.is_some_and(|rule| rule.demand);
    let of = part.of();
    let (kind, what) = match (must(value.full.base), must(value.full.head)) {
        (false, true) => (ChangeKind::Added, text!("the user must be an administrator{} from now on", of)),
        (true, false) => (ChangeKind::Weakened, text!("the user need no longer be an administrator{}", of)),
        _ => return None,
    };
    Some(value.change(kind, what, |admin| Text::from(if *admin { "true" } else { "false" })))
}
