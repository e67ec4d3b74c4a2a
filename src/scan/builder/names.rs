//! Scopes, services and objects that are kept under a name, and the calls through it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::super::dotted::is_word;
use super::php::REACH;
use super::{Chains, Link};

mod bodies;

use bodies::Bodies;

/// Names that are followed through a file; each costs a search.
const MOST_NAMES: usize = 64;

/// Links that are kept, and places of a name that are looked at; of real files none has as many.
const MOST_KEPT: usize = 256;
const MOST_USES: usize = 4096;

/// A link under a name.
pub(super) struct Kept<'t> {
    name: Name<'t>,
    /// Where it is assigned, or the function that returns it is.
    at: usize,
    link: Link,
    /// The last word of what is known of it.
    place: Range<usize>,
    used: bool,
    /// By the type of a parameter or property, from `at` on where nothing is assigned.
    declared: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Name<'t> {
    /// `$crm` or `$object->crm`, in its function.
    Variable(&'t [u8]),
    /// `$this->crm` or `::$crm`, in its class.
    Property(&'t [u8]),
    /// `crm()`, in the file.
    Function(&'t [u8]),
}

impl<'t> Name<'t> {
    /// By what is assigned to.
    fn of(target: &'t [u8]) -> Option<Self> {
        let dollar = target.iter().rposition(|byte| *byte == b'$')?;
        if target.starts_with(b"$this->") {
            return Some(Self::Property(target));
        }
        if dollar > 2 && target[..dollar].ends_with(b"::") {
            return Some(Self::Property(&target[dollar - 2..]));
        }
        (dollar == 0 && target.len() > 1).then_some(Self::Variable(target))
    }

    fn bytes(self) -> &'t [u8] {
        match self {
            Self::Variable(name) | Self::Property(name) | Self::Function(name) => name,
        }
    }
}

impl Chains<'_> {
    /// Keeps a link under what the statement around `from` assigns it to. Where that is nothing, or too much, it counts
    /// for all that may be called.
    pub(super) fn keep(&mut self, link: Link, place: Range<usize>, from: usize) {
        let names = if self.kept.len() < MOST_KEPT { keepers(self, from) } else { Vec::new() };
        if names.is_empty() {
            self.add_any(link, place.clone());
        }
        for (name, at) in names {
            let is_same = |kept: &Kept<'_>| kept.name == name && kept.at == at && kept.place == place;
            if !self.kept.iter().any(is_same) {
                self.kept.push(Kept { name, at, link, place: place.clone(), used: false, declared: false });
            }
        }
    }
}

impl Chains<'_> {
    /// Keeps what a parameter of this type is, or a property, of which one use is known. `scope` is a place in the
    /// function or class that has it.
    pub(super) fn declare(
        &mut self,
        link: Link,
        variable: Range<usize>,
        scope: usize,
        property: Option<Range<usize>>,
    ) {
        if self.kept.len() >= MOST_KEPT {
            return self.add(variable, None);
        }
        let text = self.php.text;
        let name = property.map_or_else(
            || Name::Variable(&text[variable.clone()]),
            |property| Name::Property(&text[property]),
        );
        self.kept.push(Kept { name, at: scope, link, place: variable, used: false, declared: true });
    }
}

/// Adds the calls through names, and for what has none all that may be called.
pub(super) fn calls(chains: &mut Chains<'_>) {
    if chains.kept.is_empty() {
        return;
    }
    let bodies = Bodies::of(chains.php);
    let mut next = 0;
    let mut followed = BTreeMap::new();
    // A chain through one name may be kept under another.
    while next < chains.kept.len() {
        let name = chains.kept[next].name;
        next += 1;
        let known = chains.kept.iter().filter(|kept| kept.name == name).count();
        if followed.len() < MOST_NAMES && followed.insert(name, known) != Some(known) {
            uses(chains, name, &bodies);
        }
    }
    let used =
        chains.kept.iter().filter(|kept| kept.used).map(|kept| kept.place.start).collect::<BTreeSet<_>>();
    for kept in std::mem::take(&mut chains.kept) {
        if used.contains(&kept.place.start) {
            continue;
        }
        if kept.declared {
            chains.add(kept.place, None);
        } else {
            chains.add_any(kept.link, kept.place);
        }
    }
}

/// Follows the chains that begin with a name.
fn uses<'t>(chains: &mut Chains<'t>, name: Name<'t>, bodies: &Bodies) {
    let places = memchr::memmem::find_iter(chains.php.text, name.bytes());
    let places = places.filter(|at| is_whole(chains, name, *at)).take(MOST_USES);
    let (assigned, used) = places.partition::<Vec<_>, _>(|at| is_assigned(chains, *at + name.bytes().len()));
    for at in used {
        let end = at + name.bytes().len();
        let after = if let Name::Function(_) = name { chains.php.arguments(end) } else { Some(end) };
        let Some(after) = after else { continue };
        let is_chain = chains.php.member(after).is_some();
        if !is_chain && !is_moved(chains, at, after) {
            continue;
        }
        let Some(valid) = valid(chains, name, at, &assigned, bodies) else { continue };
        let links = chains.kept.iter_mut().filter(|kept| kept.name == name && kept.at == valid);
        let links = links.map(|kept| {
            kept.used |= is_chain;
            (kept.link, kept.place.clone())
        });
        for (link, place) in links.collect::<Vec<_>>() {
            chains.follow(link, place, after, at);
        }
    }
}

/// Whether a name is all that is assigned or returned.
fn is_moved(chains: &Chains<'_>, at: usize, after: usize) -> bool {
    let before = &chains.php.text[..chains.php.skip_back(at)];
    let is_whole = chains.php.text[chains.php.skip(after)..].starts_with(b";");
    is_whole && (before.ends_with(b"=") || before.ends_with(b"return"))
}

/// The place of the assignment that holds at `at`.
fn valid<'t>(
    chains: &Chains<'t>,
    name: Name<'t>,
    at: usize,
    assigned: &[usize],
    bodies: &Bodies,
) -> Option<usize> {
    let (before, after) = assigned.split_at(assigned.partition_point(|place| *place < at));
    let is_kept = |place: usize| chains.kept.iter().any(|kept| kept.name == name && kept.at == place);
    let declared = |shares: &dyn Fn(usize) -> bool| {
        let mut own = chains.kept.iter().filter(|kept| kept.name == name && kept.declared);
        own.find(|kept| shares(kept.at)).map(|kept| kept.at)
    };
    match name {
        Name::Function(_) => {
            let mut own = chains.kept.iter().filter(|kept| kept.name == name);
            own.find(|kept| bodies.share_class(kept.at, at)).map(|kept| kept.at)
        }
        Name::Variable(_) => {
            let mut nearest = before.iter().rev().take(MOST_NAMES);
            let assigned = nearest.find(|place| bodies.share_function(**place, at)).copied();
            assigned.or_else(|| declared(&|place| bodies.share_function(place, at)))
        }
        Name::Property(_) => {
            let is_its = |place: &&usize| bodies.share_class(**place, at) && is_kept(**place);
            let mut nearest = before.iter().rev().take(MOST_NAMES).chain(after.iter().take(MOST_NAMES));
            let assigned = nearest.find(is_its).copied();
            assigned.or_else(|| declared(&|place| bodies.share_class(place, at)))
        }
    }
}

fn is_whole(chains: &Chains<'_>, name: Name<'_>, at: usize) -> bool {
    let text = chains.php.text;
    let before = &text[..at];
    let free = |byte: Option<&u8>| byte.is_none_or(|byte| !is_word(*byte));
    let ended = free(text.get(at + name.bytes().len())) && chains.php.comment(at).is_none();
    ended
        && match name {
            Name::Variable(_) => !before.ends_with(b"$") && !before.ends_with(b"::"),
            Name::Property(_) => name.bytes().starts_with(b"::") || !before.ends_with(b"$"),
            Name::Function(_) => {
                let own = [&b"$this->"[..], b"self::", b"static::"].iter().any(|own| before.ends_with(own));
                let plain = free(before.last()) && !before.ends_with(b">") && !before.ends_with(b":");
                let declared = before[..chains.php.skip_back(at)].ends_with(b"function");
                (own || plain) && !declared && !before.ends_with(b"$")
            }
        }
}

/// Whether something is assigned to the name that ends at `end`.
fn is_assigned(chains: &Chains<'_>, end: usize) -> bool {
    let rest = &chains.php.text[chains.php.skip(end)..];
    let rest = rest.strip_prefix(b"??").unwrap_or(rest);
    rest.starts_with(b"=") && !rest.starts_with(b"==") && !rest.starts_with(b"=>")
}

/// The names that the statement around `from` gives its value to: what it is assigned to, and the function that returns
/// it, with their places.
fn keepers<'t>(chains: &Chains<'t>, from: usize) -> Vec<(Name<'t>, usize)> {
    let php = chains.php;
    let (mut names, mut depth, mut here) = (Vec::new(), 0_usize, from);
    while here > from.saturating_sub(REACH) {
        here -= 1;
        if let Some(comment) = php.comment(here) {
            here = comment.start;
            continue;
        }
        match php.text[here] {
            b')' | b']' => depth += 1,
            b'(' | b'[' if depth > 0 => depth -= 1,
            _ if depth > 0 => {}
            b'(' | b',' | b'[' => return names,
            b';' | b'{' | b'}' => {
                names.extend(returned(chains, here + 1));
                return names;
            }
            b'=' if is_assignment(php.text, here) => names.extend(target(chains, here)),
            _ => {}
        }
    }
    names
}

/// Whether the sign at `at` is no part of `==`, `=>` or `<=`.
fn is_assignment(text: &[u8], at: usize) -> bool {
    let free = |byte: Option<&u8>| byte.is_none_or(|byte| !b"=<>!".contains(byte));
    free(text.get(at + 1)) && free(text[..at].last())
}

/// What is assigned to by the sign at `equals`.
fn target<'t>(chains: &Chains<'t>, equals: usize) -> Option<(Name<'t>, usize)> {
    let php = chains.php;
    let end = php.skip_back(equals);
    let end = if php.text[..end].ends_with(b"??") { php.skip_back(end - 2) } else { end };
    let near = &php.text[end.saturating_sub(128)..end];
    let length = near.iter().rev().take_while(|byte| is_word(**byte) || b"$->:".contains(byte)).count();
    let name = Name::of(&php.text[end - length..end])?;
    Some((name, end - name.bytes().len()))
}

/// The function whose statement at `start` returns its value.
fn returned<'t>(chains: &Chains<'t>, start: usize) -> Option<(Name<'t>, usize)> {
    let php = chains.php;
    let statement = php.word(php.skip(start));
    if !php.text[statement].eq_ignore_ascii_case(b"return") {
        return None;
    }
    let near = start.saturating_sub(REACH);
    let at = near + memchr::memmem::rfind(&php.text[near..start], b"function ")? + b"function ".len();
    let name = php.word(php.skip(at));
    (!name.is_empty()).then(|| (Name::Function(&php.text[name.clone()]), name.start))
}
