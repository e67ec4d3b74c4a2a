//! Which scope each REST method needs.
//!
//! `methods.tsv` comes from the method pages of Bitrix24's REST documentation (`bitrix24/b24restdocs` 5988ed13 of
//! 2026-08-21, MIT, and its Russian twin) and from a portal's registry of 2026-05-11, which holds where the two differ:
//! method, scope, and scope under REST 3.0. There `a|b` means that either opens it, `a+b` that both are needed, `basic`
//! that every hook may call it, and `-` that it is not offered on that path. `userfieldconfig.*` needs a further scope
//! that depends on its `moduleId`. `placement.call` and the like are functions of BX24.js, and no methods.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use crate::scope::Scope;

/// In bytes; no name in the table is longer.
pub(crate) const MAX_BYTES: usize = 128;

/// Parsed at first use, so that a run without a scan does not pay for it.
static TABLE: LazyLock<Vec<DocumentedMethod>> = LazyLock::new(|| parse(include_str!("methods.tsv")));

/// One method of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DocumentedMethod {
    /// As the documentation writes it.
    pub name: &'static str,
    scope: &'static str,
    scope_rest3: &'static str,
}

/// The two paths that a portal answers on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Generation {
    /// `/rest/<user>/<secret>/`.
    Rest2,
    /// `/rest/api/<user>/<secret>/`, and the SDK's `actions.v3`.
    Rest3,
}

/// What a hook must hold to call a method: a scope, one of several, or of each of several such groups one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Needs(&'static str);

impl Needs {
    /// By the word in the table; `None` if no method has it.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        let generations = [Generation::Rest2, Generation::Rest3];
        let all = DocumentedMethod::all()
            .iter()
            .flat_map(|method| generations.map(|generation| method.needs(generation)));
        all.into_iter().find(|needs| needs.0 == word)
    }

    /// What is needed one by one: of each a scope.
    pub fn each(self) -> impl Iterator<Item = Self> {
        self.0.split('+').map(Self)
    }

    /// The scopes of one, any of which is enough, in the documentation's order; of several, all of them.
    pub fn alternatives(self) -> impl Iterator<Item = &'static str> {
        self.0.split(['|', '+'])
    }

    /// In words.
    #[must_use]
    pub fn words(self) -> String {
        self.0.replace('|', " or ").replace('+', " and ")
    }

    /// Whether every hook may call it.
    #[must_use]
    pub fn is_nothing(self) -> bool {
        self.alternatives().any(|scope| scope == "basic")
    }

    /// Whether a hook with these scopes may call it.
    #[must_use]
    pub fn is_met_by(self, held: &BTreeSet<Scope>) -> bool {
        let is_held =
            |one: Self| one.alternatives().filter_map(Scope::parse).any(|scope| held.contains(&scope));
        self.is_nothing() || self.each().all(is_held)
    }

    /// In one word: alternatives separated by `|`, what is needed beside them by `+`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.0
    }
}

impl DocumentedMethod {
    /// The method of this name, whatever its case.
    #[must_use]
    pub fn named(name: &[u8]) -> Option<&'static Self> {
        let found = TABLE.binary_search_by(|method| lower(method.name.as_bytes()).cmp(lower(name)));
        found.ok().map(|at| &TABLE[at])
    }

    /// Every method, sorted by name without regard to case.
    #[must_use]
    pub fn all() -> &'static [Self] {
        &TABLE
    }

    /// What a call needs. A method that is not offered on the call's path is taken to be called on the other
    /// one.
    #[must_use]
    pub fn needs(&self, generation: Generation) -> Needs {
        let (this, other) = match generation {
            Generation::Rest2 => (self.scope, self.scope_rest3),
            Generation::Rest3 => (self.scope_rest3, self.scope),
        };
        Needs(if this == "-" { other } else { this })
    }

    /// Whether the path of the call changes what it needs.
    #[must_use]
    pub fn differs(&self) -> bool {
        self.needs(Generation::Rest2) != self.needs(Generation::Rest3)
    }

    /// How many words its name has.
    #[must_use]
    pub fn words(&self) -> usize {
        self.name.split('.').count()
    }

    /// Whether its name is so short that other programs use it too, such as `user.get` or `batch`.
    #[must_use]
    pub fn is_generic(&self) -> bool {
        self.words() < 3
    }
}

fn parse(table: &'static str) -> Vec<DocumentedMethod> {
    let mut methods = table.lines().skip(1).filter_map(row).collect::<Vec<_>>();
    methods.sort_unstable_by(|a, b| lower(a.name.as_bytes()).cmp(lower(b.name.as_bytes())));
    methods
}

fn row(line: &'static str) -> Option<DocumentedMethod> {
    let mut cells = line.split('\t');
    Some(DocumentedMethod { name: cells.next()?, scope: cells.next()?, scope_rest3: cells.next()? })
}

fn lower(name: &[u8]) -> impl Iterator<Item = u8> {
    name.iter().map(u8::to_ascii_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn needs(name: &str, generation: Generation) -> &'static str {
        DocumentedMethod::named(name.as_bytes()).map_or("", |method| method.needs(generation).as_str())
    }

    #[test]
    fn every_row_of_the_table_can_be_looked_up_and_names_scopes_that_a_policy_may_name() {
        let rows = include_str!("methods.tsv").lines().count() - 1;
        assert_eq!((DocumentedMethod::all().len(), rows), (1850, 1850));
        for method in DocumentedMethod::all() {
            assert_eq!(DocumentedMethod::named(method.name.to_ascii_uppercase().as_bytes()), Some(method));
            assert!(method.name.len() <= MAX_BYTES, "{}", method.name);
            for generation in [Generation::Rest2, Generation::Rest3] {
                for scope in method.needs(generation).alternatives() {
                    assert!(Scope::parse(scope).is_some(), "{} needs {scope}", method.name);
                }
            }
        }
    }

    #[test]
    fn names_are_found_in_any_case_and_as_a_whole() {
        assert_eq!(needs("CRM.Deal.LIST", Generation::Rest2), "crm");
        for no in ["crm.deal", "crm.deal.list.foo", "xcrm.deal.list", "", "method"] {
            assert!(DocumentedMethod::named(no.as_bytes()).is_none(), "{no}");
        }
    }

    #[test]
    fn the_path_of_the_call_decides_where_it_matters() {
        assert_eq!(needs("tasks.task.add", Generation::Rest2), "task");
        assert_eq!(needs("tasks.task.add", Generation::Rest3), "tasks");
        assert_eq!(needs("crm.deal.list", Generation::Rest3), "crm", "not offered there");
        assert_eq!(needs("call.followup.get", Generation::Rest2), "call", "offered there only");
    }

    #[test]
    fn the_interface_of_a_frame_is_no_method() {
        for no in ["placement.call", "placement.info", "placement.getInterface", "placement.bindEvent"] {
            assert!(DocumentedMethod::named(no.as_bytes()).is_none(), "{no}");
        }
        assert_eq!(needs("placement.bind", Generation::Rest2), "placement");
    }

    #[test]
    fn both_of_two_scopes_are_needed() {
        let both = DocumentedMethod::named(b"sign.b2e.document.send").unwrap().needs(Generation::Rest2);
        let held = |codes: &[&str]| codes.iter().filter_map(|code| Scope::parse(code)).collect();
        assert!(both.is_met_by(&held(&["crm", "sign.b2e"])));
        assert!(!both.is_met_by(&held(&["crm"])) && !both.is_met_by(&held(&["sign.b2e"])));
        assert_eq!((both.words(), both.each().count()), ("crm and sign.b2e".to_owned(), 2));
    }

    #[test]
    fn any_alternative_will_do() {
        let user = DocumentedMethod::named(b"user.get").unwrap().needs(Generation::Rest2);
        let held = |code| BTreeSet::from([Scope::parse(code).unwrap()]);
        assert!(user.is_met_by(&held("user_brief")) && user.is_met_by(&held("user")));
        assert!(!user.is_met_by(&held("crm")));
        assert!(
            DocumentedMethod::named(b"profile").unwrap().needs(Generation::Rest2).is_met_by(&BTreeSet::new())
        );
    }
}
