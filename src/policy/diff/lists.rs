//! Methods that must be callable, and the lists of `scan`, that have changed.

use std::fmt::Display;

use super::{About, Change, Code, Kind, Pair, Part, nearest};
use crate::ledger::Origin;
use crate::policy::Rule;
use crate::quote::{Quote, Redactor};

/// What lists of different keys differ in.
struct List<'p, T> {
    /// What its items are about.
    about: About,
    /// What the list says itself.
    own: Pair<&'p [Rule<T>]>,
    /// What is in force with it.
    full: Pair<&'p [Rule<T>]>,
    /// Whether the first item does what the second does, and perhaps more.
    covers: fn(&T, &T) -> bool,
    /// What a further item does.
    more: Kind,
    /// What a further item is called, and one fewer.
    words: [&'static str; 2],
}

pub(super) fn of_methods(part: &Part) -> Vec<Change> {
    let list = List {
        about: About::Hook,
        own: Pair { base: &part.own.base.methods, head: &part.own.head.methods },
        full: Pair { base: &part.full.base.methods, head: &part.full.head.methods },
        covers: PartialEq::eq,
        more: Kind::Added,
        words: ["`{}` must be callable{of} from now on", "`{}` need no longer be callable{of}"],
    };
    list.changes(part.hook, &part.of(), &part.start, |method| part.line("methods", method))
}

pub(super) fn of_code(code: Pair<&Code>, start: &Origin) -> Vec<Change> {
    let paths = code.map(|code| &*code.paths);
    let exclude = code.map(|code| &*code.exclude);
    let ignored = code.map(|code| &*code.ignore_methods);
    let paths = List {
        about: About::Code,
        own: paths,
        full: paths,
        covers: |one: &String, other| leads_to(one, other),
        more: Kind::Added,
        words: [
            "the calls in `{}` are compared with the policy from now on",
            "the calls in `{}` are no longer compared with the policy",
        ],
    };
    let exclude = List {
        about: About::Code,
        own: exclude,
        full: exclude,
        covers: PartialEq::eq,
        more: Kind::Weakened,
        words: ["calls in `{}` do not count from now on", "calls in `{}` count from now on"],
    };
    let ignored = List {
        about: About::Code,
        own: ignored,
        full: ignored,
        covers: PartialEq::eq,
        more: Kind::Weakened,
        words: ["calls of `{}` do not count from now on", "calls of `{}` count from now on"],
    };
    let mut changes = paths.changes(None, "", start, |path| format!("scan.paths: {path}"));
    changes.extend(exclude.changes(None, "", start, |glob| format!("scan.exclude: {glob}")));
    changes.extend(ignored.changes(None, "", start, |method| format!("scan.ignore-methods: {method}")));
    changes
}

impl<T: Display> List<'_, T> {
    fn changes(
        &self,
        hook: Option<&str>,
        of: &str,
        start: &Origin,
        line: impl Fn(&Quote) -> String,
    ) -> Vec<Change> {
        let change = |rule: &Rule<T>, is_new: bool| {
            let item = Quote::new(&rule.demand.to_string(), &Redactor::default());
            let words = self.words[usize::from(!is_new)];
            let near = || nearest(rule, self.own, self.covers).unwrap_or_else(|| start.clone());
            let (gone, new) = if is_new { (None, Some(line(&item))) } else { (Some(line(&item)), None) };
            Change {
                kind: if is_new { self.more } else { self.more.reversed() },
                what: words.replace("{of}", of).replace("{}", item.as_str()),
                hook: hook.map(str::to_owned),
                about: self.about.clone(),
                why: rule.why.clone(),
                origin: if is_new { rule.origin.clone() } else { near() },
                before: (!is_new).then(|| rule.origin.clone()),
                gone,
                new,
            }
        };
        let gone = self.lacking(self.own.base, self.full.head).map(|rule| change(rule, false));
        gone.chain(self.lacking(self.own.head, self.full.base).map(|rule| change(rule, true))).collect()
    }

    /// Those of `rules` that `others` lack, each once.
    fn lacking<'r>(&self, rules: &'r [Rule<T>], others: &'r [Rule<T>]) -> impl Iterator<Item = &'r Rule<T>> {
        let covers = self.covers;
        let has = move |rules: &[Rule<T>], sought: &Rule<T>| {
            rules.iter().any(|rule| covers(&rule.demand, &sought.demand))
        };
        let lacks = move |(at, rule): &(usize, &Rule<T>)| !has(&rules[..*at], rule) && !has(others, rule);
        rules.iter().enumerate().filter(lacks).map(|(_, rule)| rule)
    }
}

/// Whether a path leads to the same place as another, or to a folder around it, as far as their text tells.
fn leads_to(one: &str, other: &str) -> bool {
    let mut other = parts(other);
    parts(one).all(|part| other.next() == Some(part))
}

fn parts(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|part| !matches!(*part, "" | "."))
}
