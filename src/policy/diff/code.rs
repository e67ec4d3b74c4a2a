//! Changes of the lists under `scan`.

use super::{About, Change, ChangeKind, Pair, nearest};
use crate::ledger::Origin;
use crate::policy::{Code, Deprecated, Rule};
use crate::text::{Count, Fragment, Ours, Text};

/// A list, what its items are, and whether the first of two includes the effect of the second.
struct List<'p, T> {
    rules: Pair<&'p [Rule<T>]>,
    key: &'static str,
    covers: fn(&T, &T) -> bool,
    /// The effect of an item that comes, and of one that goes.
    kinds: [ChangeKind; 2],
    words: [fn(&T) -> Text; 2],
}

/// With `named`, the run names the code itself.
pub(super) fn changes(code: Pair<&Code>, named: bool, start: &Origin) -> Vec<Change> {
    let paths = List {
        rules: code.map(|code| if named { &[] } else { &*code.paths }),
        key: "scan.paths: ",
        covers: |one, other| leads_to(one, other),
        kinds: [ChangeKind::Added, ChangeKind::Weakened],
        words: [
            |path| text!("the calls in `{}` are compared with the policy from now on", path),
            |path| text!("the calls in `{}` are no longer compared with the policy", path),
        ],
    };
    // Leaving out counts only where something was compared.
    let compares = code.map(|code| named || !code.paths.is_empty());
    let kinds = [
        if compares.base { ChangeKind::Weakened } else { ChangeKind::Other },
        if compares.head { ChangeKind::Added } else { ChangeKind::Other },
    ];
    let exclude = List {
        rules: code.map(|code| &*code.exclude),
        key: "scan.exclude: ",
        covers: PartialEq::eq,
        kinds,
        words: [
            |glob| text!("calls in `{}` do not count from now on", glob),
            |glob| text!("calls in `{}` count from now on", glob),
        ],
    };
    let ignored = List {
        rules: code.map(|code| &*code.ignore_methods),
        key: "scan.ignore-methods: ",
        covers: PartialEq::eq,
        kinds,
        words: [
            |method| text!("calls of `{}` do not count from now on", method),
            |method| text!("calls of `{}` count from now on", method),
        ],
    };
    let lists = [paths.changes(start), exclude.changes(start), ignored.changes(start)];
    let counts = if compares.base { ChangeKind::Weakened } else { ChangeKind::Other };
    let yes = |demand: bool| (u8::from(demand), if demand { "true" } else { "false" });
    let level = |demand: Deprecated| (demand as u8, demand.as_str());
    let comments = code.map(|code| value("scan.comments", code.comments.as_ref(), yes, false));
    let ask = code.map(|code| value("scan.ask", code.ask.as_ref(), yes, true));
    let deprecated =
        code.map(|code| value("scan.deprecated", code.deprecated.as_ref(), level, Deprecated::Notice));
    let values = [comments, ask, deprecated].into_iter().filter_map(|pair| changed(pair, counts, start));
    lists.into_iter().flatten().chain(values).collect()
}

/// A single value as it holds; the greater its rank, the more is complained of.
struct Single<'p> {
    key: &'static str,
    rank: u8,
    word: &'static str,
    origin: Option<&'p Origin>,
}

fn value<'p, T: Copy>(
    key: &'static str,
    rule: Option<&'p Rule<T>>,
    read: impl Fn(T) -> (u8, &'static str),
    unset: T,
) -> Single<'p> {
    let (rank, word) = read(rule.map_or(unset, |rule| rule.demand));
    Single { key, rank, word, origin: rule.map(|rule| &rule.origin) }
}

/// The change of a value, if it is another; `counts` is the effect of a lesser one.
fn changed(Pair { base, head }: Pair<Single>, counts: ChangeKind, start: &Origin) -> Option<Change> {
    let line = |single: &Single| {
        let line = text!("{}: {}", Ours(single.key), Ours(single.word));
        single.origin.map(|_| line).into_iter().collect()
    };
    (base.rank != head.rank).then(|| Change {
        kind: if head.rank < base.rank { counts } else { ChangeKind::Added },
        what: text!("`{}` is `{}` from now on, not `{}`", Ours(head.key), Ours(head.word), Ours(base.word)),
        hook: None,
        about: About::Code,
        why: None,
        origin: head.origin.unwrap_or(start).clone(),
        before: base.origin.cloned(),
        gone: line(&base),
        new: line(&head),
    })
}

/// The change that files are read no longer, whatever the keys' text says: only a file that is named itself is
/// read although it is hidden, ignored or a document. `None` if there are none.
pub(crate) fn lost(files: &[String], code: [&Code; 2], start: Origin) -> Option<Change> {
    let [base, head] = code.map(|code| &*code.paths);
    let gone = |rule: &&Rule<String>| head.iter().all(|other| !is_same(&rule.demand, &other.demand));
    let gone = base.iter().filter(gone).collect::<Vec<_>>();
    let near = || nearest(gone.first()?, Pair { base, head }, |one, other| is_same(one, other));
    Some(Change {
        kind: ChangeKind::Weakened,
        what: text!("{} no longer looked through, such as `{}`", Count(files.len(), "file"), files.first()?),
        hook: None,
        about: About::Code,
        why: None,
        origin: near().or(head.first().map(|rule| rule.origin.clone())).unwrap_or(start),
        before: gone.first().map(|rule| rule.origin.clone()),
        // Of the others there is a change each.
        gone: gone
            .iter()
            .filter(|rule| head.iter().any(|other| leads_to(&other.demand, &rule.demand)))
            .map(|rule| text!("scan.paths: {}", rule.demand))
            .collect(),
        new: Vec::new(),
    })
}

/// The changes that these paths, of which nothing is left, are named no longer. Their code may be gone, or have moved
/// where nobody looks: that is for people to see, unless no code is compared at all any more.
pub(crate) fn abandoned(paths: &[Rule<String>], head: &Code, start: &Origin) -> Vec<Change> {
    let paths =
        paths.iter().filter(|rule| head.paths.iter().all(|other| !leads_to(&other.demand, &rule.demand)));
    let kind = if head.paths.is_empty() { ChangeKind::Weakened } else { ChangeKind::Other };
    let change = |rule: &Rule<String>| Change {
        kind,
        what: text!(
            "`{}` is not there any more, and its calls are no longer compared with the policy",
            rule.demand
        ),
        hook: None,
        about: About::Code,
        why: None,
        origin: head.paths.first().map_or_else(|| start.clone(), |rule| rule.origin.clone()),
        before: Some(rule.origin.clone()),
        gone: vec![text!("scan.paths: {}", rule.demand)],
        new: Vec::new(),
    };
    paths.map(change).collect()
}

impl<T: Fragment> List<'_, T> {
    fn changes(&self, start: &Origin) -> Vec<Change> {
        let Pair { base, head } = self.rules;
        let change = |rule: &Rule<T>, is_new: bool| {
            let at = usize::from(!is_new);
            let near = || nearest(rule, self.rules, self.covers).unwrap_or_else(|| start.clone());
            let line = vec![text!("{}{}", Ours(self.key), rule.demand)];
            let (gone, new) = if is_new { (Vec::new(), line) } else { (line, Vec::new()) };
            Change {
                kind: self.kinds[at],
                what: (self.words[at])(&rule.demand),
                hook: None,
                about: About::Code,
                why: rule.why.clone(),
                origin: if is_new { rule.origin.clone() } else { near() },
                before: (!is_new).then(|| rule.origin.clone()),
                gone,
                new,
            }
        };
        let gone = self.lacking(base, head).map(|rule| change(rule, false));
        gone.chain(self.lacking(head, base).map(|rule| change(rule, true))).collect()
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

fn is_same(one: &str, other: &str) -> bool {
    parts(one).eq(parts(other))
}

/// Whether a path is the same as another or a folder above it, judged by text.
fn leads_to(one: &str, other: &str) -> bool {
    let mut other = parts(other);
    parts(one).all(|part| other.next() == Some(part))
}

fn parts(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|part| !matches!(*part, "" | "."))
}
