//! Changes of `methods` and of the lists under `scan`.

use super::{About, Change, ChangeKind, Code, Pair, Part, nearest};
use crate::ledger::Origin;
use crate::policy::Rule;
use crate::text::{Fragment, Text};

struct List<'p, T> {
    about: About,
    /// The part's own list.
    own: Pair<&'p [Rule<T>]>,
    /// The list in force.
    full: Pair<&'p [Rule<T>]>,
    /// Whether the first item includes the effect of the second.
    covers: fn(&T, &T) -> bool,
    /// The effect of another item.
    more: ChangeKind,
    /// The messages for an item that came, and for one that went.
    words: [fn(&T, &Text) -> Text; 2],
}

pub(super) fn of_methods(part: &Part) -> Vec<Change> {
    let list = List {
        about: About::Hook,
        own: Pair { base: &part.own.base.methods, head: &part.own.head.methods },
        full: Pair { base: &part.full.base.methods, head: &part.full.head.methods },
        covers: PartialEq::eq,
        more: ChangeKind::Added,
        words: [
            |method, of| text!("`{}` must be callable{} from now on", method, of),
            |method, of| text!("`{}` need no longer be callable{}", method, of),
        ],
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
        more: ChangeKind::Added,
        words: [
            |path, _| text!("the calls in `{}` are compared with the policy from now on", path),
            |path, _| text!("the calls in `{}` are no longer compared with the policy", path),
        ],
    };
    let exclude = List {
        about: About::Code,
        own: exclude,
        full: exclude,
        covers: PartialEq::eq,
        more: ChangeKind::Weakened,
        words: [
            |glob, _| text!("calls in `{}` do not count from now on", glob),
            |glob, _| text!("calls in `{}` count from now on", glob),
        ],
    };
    let ignored = List {
        about: About::Code,
        own: ignored,
        full: ignored,
        covers: PartialEq::eq,
        more: ChangeKind::Weakened,
        words: [
            |method, _| text!("calls of `{}` do not count from now on", method),
            |method, _| text!("calls of `{}` count from now on", method),
        ],
    };
    let none = Text::default();
    let mut changes = paths.changes(None, &none, start, |path| text!("scan.paths: {}", path));
    changes.extend(exclude.changes(None, &none, start, |glob| text!("scan.exclude: {}", glob)));
    changes.extend(ignored.changes(None, &none, start, |method| text!("scan.ignore-methods: {}", method)));
    changes
}

impl<T: Fragment> List<'_, T> {
    fn changes(
        &self,
        hook: Option<&str>,
        of: &Text,
        start: &Origin,
        line: impl Fn(&T) -> Text,
    ) -> Vec<Change> {
        let change = |rule: &Rule<T>, is_new: bool| {
            let words = self.words[usize::from(!is_new)];
            let near = || nearest(rule, self.own, self.covers).unwrap_or_else(|| start.clone());
            let (gone, new) =
                if is_new { (None, Some(line(&rule.demand))) } else { (Some(line(&rule.demand)), None) };
            Change {
                kind: if is_new { self.more } else { self.more.reversed() },
                what: words(&rule.demand, of),
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

    /// Rules that `others` lack, each once.
    fn lacking<'r>(&self, rules: &'r [Rule<T>], others: &'r [Rule<T>]) -> impl Iterator<Item = &'r Rule<T>> {
        let covers = self.covers;
        let has = move |rules: &[Rule<T>], sought: &Rule<T>| {
            rules.iter().any(|rule| covers(&rule.demand, &sought.demand))
        };
        let lacks = move |(at, rule): &(usize, &Rule<T>)| !has(&rules[..*at], rule) && !has(others, rule);
        rules.iter().enumerate().filter(lacks).map(|(_, rule)| rule)
    }
}

/// Whether a path is the same as another or a folder above it, judged by text.
fn leads_to(one: &str, other: &str) -> bool {
    let mut other = parts(other);
    parts(one).all(|part| other.next() == Some(part))
}

fn parts(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|part| !matches!(*part, "" | "."))
}
