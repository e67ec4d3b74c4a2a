//! Judges the methods that the code calls by what is known of them: whether a webhook can call them at all, and whether
//! they still work. That needs no portal.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::{Aspect, Ruling};
use crate::knowledge::methods::{DocumentedMethod, Generation, Needs, State};
use crate::policy::Deprecated;
use crate::reason::{Reason, Severity};
use crate::scan::{Scan, Sighting, named};
use crate::scope::Scope;
use crate::text::{Count, Ours, Text};

/// Methods that one finding names.
const NAMED: usize = 5;

/// What is to be said of superseded methods.
#[derive(Debug, Default)]
pub(crate) struct Outdated {
    /// The policy's word.
    pub level: Option<Deprecated>,
    /// What was there before.
    pub before: Before,
    /// What each hook holds that was asked and said so.
    pub held: Vec<BTreeSet<Scope>>,
}

/// The code before the change that is looked at. What stood there is a notice at most.
#[derive(Debug, Default)]
pub(crate) enum Before {
    /// There is no change to look at: everything counts.
    #[default]
    Nothing,
    /// It is not at hand, and so nothing is known to be new.
    Unseen,
    /// Its calls.
    Calls(Calls),
}

/// How many calls of a method each file has.
pub(crate) type Calls = BTreeMap<&'static str, BTreeMap<Text, usize>>;

/// One ruling for each method that no webhook can call, for each that stopped working, and one for all superseded ones,
/// unless these are to be more than a notice.
#[must_use]
pub(crate) fn rulings(scan: &Scan, outdated: &Outdated) -> Vec<Ruling> {
    let mut rulings = scan.first_calls().into_iter().filter_map(for_applications).collect::<Vec<_>>();
    let level = outdated.level.unwrap_or(Deprecated::Notice);
    if level == Deprecated::Ignore {
        return rulings;
    }
    let mut folded = Vec::new();
    for ((name, _), calls) in scan.by_method() {
        let calls = calls.into_iter().filter(|call| !call.test).collect::<Vec<_>>();
        let method = DocumentedMethod::named(name.as_bytes()).filter(|method| method.state != State::Current);
        let (Some(method), Some(first)) = (method, calls.first()) else { continue };
        let new = outdated.before.first_new(name, &calls);
        let is_superseded = method.state == State::Superseded;
        let severity = match (level, new) {
            (Deprecated::Fail, Some(_)) => Severity::Error,
            (_, None) => Severity::Notice,
            // That it is new makes it worth a warning, unless the policy says otherwise.
            (Deprecated::Notice, Some(_)) if is_superseded => {
                let stays = outdated.level.is_some() || !matches!(outdated.before, Before::Calls(_));
                if stays { Severity::Notice } else { Severity::Warning }
            }
            _ => Severity::Warning,
        };
        if is_superseded && severity == Severity::Notice {
            folded.push((method, *first, calls.len()));
        } else {
            rulings.push(deprecated(method, new.unwrap_or(first), severity, &outdated.held));
        }
    }
    rulings.extend(superseded(folded, &outdated.held));
    rulings
}

impl Before {
    fn first_new<'s>(&self, method: &str, calls: &[&'s Sighting]) -> Option<&'s Sighting> {
        let Self::Calls(before) = self else {
            return calls.first().copied().filter(|_| matches!(self, Self::Nothing));
        };
        let Some(files) = before.get(method) else { return calls.first().copied() };
        // Code that only moved is not new.
        if calls.len() <= files.values().sum() {
            return None;
        }
        let mut seen = BTreeMap::<_, usize>::new();
        calls.iter().copied().find(|call| {
            let count = seen.entry(&call.place.file).or_default();
            *count += 1;
            *count > files.get(&call.place.file).copied().unwrap_or_default()
        })
    }
}

fn for_applications(call: &Sighting) -> Option<Ruling> {
    if !call.is_for_applications() {
        return None;
    }
    let what = text!("`{}` is for applications: no webhook can call it", Ours(call.method));
    let advice =
        "call it as an application, with OAuth; if the code does so, write `b24-ping: ignore` on the line";
    let subject = Aspect::ForWebhooks.of(call.method);
    let ruling = Ruling::broken(subject, Reason::MethodNotForWebhooks, what, advice);
    Some(ruling.with_severity(Severity::Warning).at(&call.origin(), None))
}

fn deprecated(
    method: &'static DocumentedMethod,
    call: &Sighting,
    severity: Severity,
    held: &[BTreeSet<Scope>],
) -> Ruling {
    let now = match method.state {
        State::Dead => "stopped working on current portals, and the code calls it",
        State::Inert => "has no effect on current portals any more, and the code calls it",
        State::Superseded | State::Current => "is superseded: it works, but is no longer developed",
    };
    let what = text!("`{}` {}", Ours(method.name), Ours(now));
    let mut advice = in_its_place(method);
    let needs = method.successors().map(needs).filter(|needs| !needs.is_nothing()).collect::<BTreeSet<_>>();
    for needs in needs {
        advice = text!("{}, which needs {}{}", advice, named(needs), holds(needs, held));
    }
    let ruling = Ruling::broken(Aspect::Current.of(method.name), Reason::MethodDeprecated, what, advice);
    ruling.with_severity(severity).at(&call.origin(), None)
}

/// What to call instead.
pub(crate) fn in_its_place(method: &'static DocumentedMethod) -> Text {
    if method.in_its_place().is_empty() {
        return "Bitrix24's documentation names no successor".into();
    }
    let names = method.successors().map(|next| text!("`{}`", Ours(next.name))).collect::<Vec<_>>();
    if names.is_empty() {
        return text!("see \u{201c}{}\u{201d} in Bitrix24's documentation", Ours(method.in_its_place()));
    }
    text!("call {} instead", Text::joined(names, " or "))
}

fn needs(method: &DocumentedMethod) -> Needs {
    method.needs(Generation::Rest2)
}

/// Whether the hooks that were asked hold it; nothing where none was.
fn holds(needs: Needs, held: &[BTreeSet<Scope>]) -> Text {
    let lacking = held.iter().filter(|held| !needs.is_met_by(held)).count();
    match (held.len(), lacking) {
        (0, _) => Text::default(),
        (1, 0) => " (the webhook holds it)".into(),
        (_, 0) => " (all webhooks hold it)".into(),
        (1, _) => " (the webhook does not hold it)".into(),
        (all, lacking) => text!(" (of {} webhooks, {} lack it)", all, lacking),
    }
}

/// One for all of them, at the first call of the method that is called most.
fn superseded(
    mut methods: Vec<(&'static DocumentedMethod, &Sighting, usize)>,
    held: &[BTreeSet<Scope>],
) -> Option<Ruling> {
    methods.sort_by_key(|(method, _, calls)| (Reverse(*calls), method.name));
    let (_, first, _) = *methods.first()?;
    let calls = methods.iter().map(|(_, _, calls)| calls).sum();
    let what = text!("{} of {}", Count(calls, "call"), Count(methods.len(), "superseded method"));
    let pair = |(method, _, calls): &(&'static DocumentedMethod, _, usize)| {
        let next = method.successors().map(|next| text!("`{}`", Ours(next.name))).collect::<Vec<_>>();
        let next = match (next.is_empty(), method.in_its_place()) {
            (true, "") => Text::default(),
            (true, section) => text!(" \u{2192} {}", Ours(section)),
            _ => text!(" \u{2192} {}", Text::joined(next, " or ")),
        };
        text!("`{}` ({}){}", Ours(method.name), *calls, next)
    };
    let pairs = Text::joined(methods.iter().take(NAMED).map(pair), ", ");
    let rest = methods.len().saturating_sub(NAMED);
    let rest = (rest > 0).then(|| text!(" and {} more, which `b24-ping scan` lists", rest));
    let next = methods.iter().flat_map(|(method, ..)| method.successors().map(needs));
    let next = next.filter(|needs| held.iter().any(|held| !needs.is_met_by(held))).collect::<BTreeSet<_>>();
    let lacking = next.into_iter().map(|needs| text!("; they need {}{}", named(needs), holds(needs, held)));
    let lacking = Text::joined(lacking, "");
    let advice = text!("they work, but are no longer developed: {}{}{}", pairs, rest, lacking);
    let ruling = Ruling::broken(Aspect::Superseded, Reason::MethodDeprecated, what, advice);
    Some(ruling.with_severity(Severity::Notice).at(&first.origin(), None))
}

#[cfg(test)]
mod tests;
