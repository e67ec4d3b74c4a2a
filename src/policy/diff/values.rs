//! Changes of methods, of rights and of single values, in words.

use super::force::{Atom, Moves};
use super::{About, Change, ChangeKind, Pair, Part, nearest};
use crate::ledger::Origin;
use crate::policy::{Demands, Rule};
use crate::text::{Fragment, Ours, Text};

pub(super) fn changes(part: &Part, moves: &Moves) -> Vec<Change> {
    let of = part.of();
    let mut found = Found { part, moves, changes: Vec::new() };
    found.items(
        "methods",
        &of,
        |demands| &demands.methods,
        Atom::Calls,
        [
            |method, of| text!("`{}` need no longer be callable{}", method, of),
            |method, of| text!("`{}` must be callable{} from now on", method, of),
        ],
    );
    found.items(
        "rights",
        &of,
        |demands| &demands.rights,
        |right| Atom::May(*right),
        [
            |right, of| text!("the owner need no longer have the right `{}`{}", right, of),
            |right, of| text!("the owner must have the right `{}`{} from now on", right, of),
        ],
    );
    found.extra(&of);
    found.expected("portal", "the portal", &of, |demands| &demands.portal, Atom::Portal);
    found.expected("user.id", "the user", &of, |demands| &demands.user_id, |id| Atom::User(*id));
    found.admin(&of);
    found.grants(&of);
    found.changes
}

struct Found<'f, 'p> {
    part: &'f Part<'p>,
    moves: &'f Moves<'p>,
    changes: Vec<Change>,
}

impl<'p> Found<'_, 'p> {
    fn kind_of(&self, atom: &Atom) -> Option<ChangeKind> {
        let lost = self.moves.lost.contains(atom).then_some(ChangeKind::Weakened);
        lost.or_else(|| self.moves.gained.contains(atom).then_some(ChangeKind::Added))
    }

    /// A change of one rule or two, and its lines.
    fn push<T>(
        &mut self,
        kind: ChangeKind,
        what: Text,
        [earlier, later]: [Option<&Rule<T>>; 2],
        near: Option<Origin>,
        [gone, new]: [Option<Text>; 2],
    ) {
        self.changes.push(Change {
            kind,
            what,
            hook: self.part.hook.map(str::to_owned),
            about: About::Hook,
            // Of these only a method and a right have a reason, and they stand on one side alone.
            why: later.or(earlier).and_then(|rule| rule.why.clone()),
            origin: later.map(|rule| rule.origin.clone()).or(near).unwrap_or_else(|| self.part.start.clone()),
            before: earlier.map(|rule| rule.origin.clone()),
            gone: gone.into_iter().collect(),
            new: new.into_iter().collect(),
        });
    }

    /// The items of a list that say nothing of each other; the words are for one that goes, and for one that comes.
    fn items<T: Fragment + PartialEq>(
        &mut self,
        key: &'static str,
        of: &Text,
        pick: fn(&'p Demands) -> &'p Vec<Rule<T>>,
        atom: fn(&'p T) -> Atom<'p>,
        [goes, comes]: [fn(&T, &Text) -> Text; 2],
    ) {
        let part = self.part;
        let full = part.full.each().map(|full| pick(full.demands));
        let lists = part.own.each().map(|own| &**pick(own.demands));
        for rule in full.base.iter().chain(full.head) {
            let line = |own: &[Rule<T>]| {
                let is_own = own.iter().any(|other| other.demand == rule.demand);
                is_own.then(|| part.line(key, &rule.demand))
            };
            let Some(kind) = self.kind_of(&atom(&rule.demand)) else { continue };
            if kind == ChangeKind::Weakened {
                let near = nearest(rule, lists, PartialEq::eq);
                let lines = [line(lists.base), None];
                self.push(kind, goes(&rule.demand, of), [Some(rule), None], near, lines);
            } else {
                let lines = [None, line(lists.head)];
                self.push(kind, comes(&rule.demand, of), [None, Some(rule)], None, lines);
            }
        }
    }

    fn extra(&mut self, of: &Text) {
        let Some(kind) = self.kind_of(&Atom::Fails).or_else(|| self.kind_of(&Atom::Warns)) else { return };
        let named = |demands: &Demands| {
            let by_default = if demands.extra.is_none() { " by default" } else { "" };
            text!("`{}`{}", Ours(demands.extra_level().as_str()), Ours(by_default))
        };
        let part = self.part;
        let full = part.full.each().map(|full| full.demands);
        let what = text!("`extra` is {}{}, was {}", named(full.head), of, named(full.base));
        let line = |own: &Demands| Some(part.line("extra", Ours(own.extra.as_ref()?.demand.as_str())));
        let lines = [line(part.own.base.demands), line(part.own.head.demands)];
        self.push(kind, what, [full.base.extra.as_ref(), full.head.extra.as_ref()], None, lines);
    }

    /// Another value is a loss and a gain: who had to be refused by the earlier one may pass.
    fn expected<T: Fragment>(
        &mut self,
        key: &'static str,
        noun: &'static str,
        of: &Text,
        pick: fn(&'p Demands) -> &'p Option<Rule<T>>,
        atom: fn(&'p T) -> Atom<'p>,
    ) {
        let part = self.part;
        let [earlier, later] = [&part.full.base, &part.full.head].map(|full| pick(full.demands).as_ref());
        let line = |own: &'p Demands| Some(part.line(key, &pick(own).as_ref()?.demand));
        if let Some(rule) = earlier.filter(|rule| self.moves.lost.contains(&atom(&rule.demand))) {
            let what = text!("{} is no longer expected to be `{}`{}", Ours(noun), rule.demand, of);
            self.push(
                ChangeKind::Weakened,
                what,
                [earlier, later],
                None,
                [line(part.own.base.demands), None],
            );
        }
        if let Some(rule) = later.filter(|rule| self.moves.gained.contains(&atom(&rule.demand))) {
            let what = text!("{} is expected to be `{}`{} from now on", Ours(noun), rule.demand, of);
            self.push(ChangeKind::Added, what, [None, later], None, [None, line(part.own.head.demands)]);
        }
    }

    /// `admin: false` and no `admin` both demand nothing.
    fn admin(&mut self, of: &Text) {
        let Some(kind) = self.kind_of(&Atom::Admin) else { return };
        let what = if kind == ChangeKind::Weakened {
            text!("the user need no longer be an administrator{}", of)
        } else {
            text!("the user must be an administrator{} from now on", of)
        };
        let part = self.part;
        let line = |own: &Demands| {
            let admin = if own.admin.as_ref()?.demand { "true" } else { "false" };
            Some(part.line("user.admin", Ours(admin)))
        };
        let rules = [&part.full.base, &part.full.head].map(|full| full.demands.admin.as_ref());
        self.push(kind, what, rules, None, [line(part.own.base.demands), line(part.own.head.demands)]);
    }

    /// The last rule that could not be judged without the grants.
    fn grants(&mut self, of: &Text) {
        let Some(kind) = self.kind_of(&Atom::Grants) else { return };
        let what = if kind == ChangeKind::Weakened {
            text!("the portal need no longer say which scopes are held{}", of)
        } else {
            text!("the portal must say which scopes are held{} from now on", of)
        };
        let part = self.part;
        let rules = [&part.full.base, &part.full.head].map(|full| full.demands.extra.as_ref());
        let line = |one: &Demands, other: &Demands| {
            let level = one.extra.as_ref().filter(|_| other.extra.is_none())?.demand;
            Some(part.line("extra", Ours(level.as_str())))
        };
        let Pair { base, head } = part.own.each().map(|own| own.demands);
        self.push(kind, what, rules, None, [line(base, head), line(head, base)]);
    }
}
