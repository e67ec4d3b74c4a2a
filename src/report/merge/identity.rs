//! Which hook is which. A name may be hidden or absent, and any number of hooks may then look alike; the number of a
//! hook in its list is always told. Two reports are taken to be of one list where nothing speaks against it.

use std::collections::{BTreeMap, BTreeSet};

use crate::ledger::{Origin, Problem};
use crate::report::{HookReport, Report};
use crate::text::Text;
use crate::text::names;
use crate::text::redactor::STARS;

/// A report and its file.
type Usable = (Text, Report);

/// The name that the list has for a hook; `None` if that is hidden, or there is none.
fn name(hook: &HookReport) -> Option<String> {
    let name = hook.name.as_ref()?.reveal();
    (!name.contains(STARS) && !is_counted(hook)).then_some(name)
}

/// Whether its run gave it its number for a name. No name in a list has a space.
pub(super) fn is_counted(hook: &HookReport) -> bool {
    let counted = hook.number.map(|number| format!("webhook {number}"));
    counted.is_some() && hook.name.as_ref().map(Text::reveal) == counted
}

/// Whether a run left hooks of its list to others.
fn is_part(report: &Report) -> bool {
    report.given.is_some_and(|given| report.hooks.len() < given)
}

/// The length of the list that all hooks are of; `None` if there may be several lists.
pub(super) fn one_list(usable: &[Usable]) -> Option<usize> {
    let mut asked = usable.iter().map(|(_, report)| report).filter(|report| !report.hooks.is_empty());
    let given = asked.clone().next()?.given?;
    let mut known = BTreeSet::new();
    let is_one = asked.all(|report| {
        report.given == Some(given)
            && report.hooks.iter().all(|hook| hook.number.is_some_and(|number| known.insert(number)))
    });
    is_one.then_some(given)
}

/// Hooks in two reports: of one name, or of one number in lists of one length, unless both have names.
pub(super) fn duplicates(usable: &[Usable]) -> Vec<Problem> {
    let advice = "give each share webhooks of its own, and pass each report once";
    let (mut names, mut numbers, mut runs) = (BTreeSet::new(), BTreeMap::new(), BTreeSet::new());
    let mut problems = Vec::new();
    for (file, report) in usable {
        let mut problem = |what: Text| problems.push(Problem::new(Origin::file(file.clone()), what, advice));
        let is_new = report.run.as_ref().is_none_or(|run| runs.insert(run));
        // The hooks' names say it better, unless they are others now.
        let is_told = |hook: &HookReport| name(hook).is_some_and(|name| names.contains(&name));
        if !is_new && !report.hooks.iter().all(is_told) {
            problem("the report of this run is given twice".into());
            continue;
        }
        for hook in &report.hooks {
            let (name, is_part) = (name(hook), is_part(report));
            let is_hidden = name.is_none();
            if name.is_some_and(|name| !names.insert(name)) {
                problem(text!("the webhook `{}` is in two reports", hook.name));
            }
            let Some(number) = hook.number else { continue };
            let known = numbers.entry((report.given, number)).or_insert((false, false, 0_usize));
            if known.2 > 0 && (known.0 || is_part) && (known.1 || is_hidden) {
                problem(text!("number {} of the list of webhooks is in two reports", number));
            }
            *known = (known.0 || is_part, known.1 || is_hidden, known.2 + 1);
        }
    }
    problems
}

/// An entry of `--expect`: a name, with `#` and the number that `split` tells, or the number alone.
struct Expected<'e> {
    entry: &'e str,
    name: &'e str,
    number: Option<usize>,
}

impl<'e> From<&'e String> for Expected<'e> {
    fn from(entry: &'e String) -> Self {
        let numbered = entry.split_once('#').and_then(|(name, number)| Some((name, number.parse().ok()?)));
        let (name, number) = numbered.map_or((entry.as_str(), None), |(name, number)| (name, Some(number)));
        Self { entry, name, number }
    }
}

/// Hooks of the list that no report covers, where nobody said which are expected: `only` may have left them out.
pub(super) fn uncovered(report: &Report) -> Option<Problem> {
    let (covered, given) = (report.hooks.len(), report.given?);
    (0 < covered && covered < given).then(|| {
        let what = text!("the reports cover {} of the list's {} webhooks", covered, given);
        Problem::new(
            Origin::setting("merge"),
            what,
            "name the webhooks that must be covered, with `--expect`",
        )
    })
}

/// Hooks in no report. Each hook stands for one that is expected.
pub(super) fn missing(usable: &[Usable], expected: &[String]) -> Option<Problem> {
    let list = one_list(usable);
    let hooks = || usable.iter().flat_map(|(_, report)| &report.hooks);
    let mut by_number = hooks().filter_map(|hook| Some((hook.number?, hook))).collect::<BTreeMap<_, _>>();
    let mut by_name = BTreeMap::<_, usize>::new();
    for name in hooks().filter_map(|hook| hook.name.as_ref()) {
        *by_name.entry(name.reveal()).or_default() += 1;
    }
    let expected = expected.iter().map(Expected::from);
    // In one list a number says who it is, and the name must only not speak against it.
    let (numbered, named) =
        expected.partition::<Vec<_>, _>(|expected| list.is_some() && expected.number.is_some());
    let mut missing = Vec::new();
    for Expected { entry, name: expected, number } in numbered {
        let fits = |hook: &&HookReport| {
            expected.is_empty() || expected.contains(STARS) || name(hook).is_none_or(|name| name == expected)
        };
        match number.and_then(|number| by_number.remove(&number)).filter(fits) {
            Some(hook) => {
                let name = hook.name.as_ref().and_then(|name| by_name.get_mut(&name.reveal()));
                if let Some(left) = name {
                    *left -= 1;
                }
            }
            None => missing.push(entry),
        }
    }
    let mut open = Vec::new();
    // Of several lists a hook must have both, and then its name alone says whose list it is of.
    let is_numbered = |expected: &Expected| {
        let is_it = |hook: &HookReport| {
            hook.number == expected.number
                && hook.name.as_ref().is_some_and(|name| name.reveal() == expected.name)
        };
        expected.number.is_none() || hooks().any(is_it)
    };
    for expected in named {
        match by_name.get_mut(expected.name).filter(|left| **left > 0 && is_numbered(&expected)) {
            Some(left) => *left -= 1,
            None => open.push(expected.entry),
        }
    }
    // With every hook of the list in a report none is lost, whatever it is called there.
    let hidden = by_name.iter().filter(|(name, _)| name.contains(STARS)).map(|(_, left)| left).sum::<usize>();
    if list != Some(hooks().count()) || open.len() > hidden {
        missing.append(&mut open);
    }
    if missing.is_empty() {
        return None;
    }
    let what = text!("no report covers {}", names::named(missing));
    Some(Problem::new(Origin::setting("merge"), what, "check the jobs that should have checked them"))
}
