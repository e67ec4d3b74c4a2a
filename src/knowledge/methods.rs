//! What is known of each REST method: the scope that it needs, who can call it, and whether it still works.
//!
//! `README.md` beside it says where `methods.tsv` comes from and what its columns mean.

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use super::scopes::is_for_webhooks;
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
    /// No webhook can call it, whatever it holds: the portal answers an application only.
    pub for_applications: bool,
    /// The documentation keeps it for the portal's administrators. A CRM's administrator is another thing.
    pub for_administrators: bool,
    /// Whether it still does what it did.
    pub state: State,
    successor: &'static str,
}

/// What became of a method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// In use.
    Current,
    /// It works and is developed no longer.
    Superseded,
    /// It has no effect that anybody sees.
    Inert,
    /// It stopped working: with the new task card (`tasks` 25.700.0), or with the new messenger.
    Dead,
}

/// The two paths that a portal answers on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Generation {
    /// `/rest/<user>/<secret>/`.
    Rest2,
    /// `/rest/api/<user>/<secret>/`, and the SDK's `actions.v3`.
    Rest3,
}

/// What a hook must hold to call a method: one of several scopes, or each of several.
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

    /// What is needed in any case, each on its own.
    pub fn parts(self) -> impl Iterator<Item = Self> {
        self.0.split('+').filter(|part| !part.ends_with('?')).map(Self)
    }

    /// What the call's parameters may need beside that.
    pub fn possible(self) -> impl Iterator<Item = Self> {
        self.0.split('+').filter_map(|part| part.strip_suffix('?')).map(Self)
    }

    /// Of a part: the scopes, any of which is enough, in the documentation's order.
    pub fn alternatives(self) -> impl Iterator<Item = &'static str> {
        self.0.split('|')
    }

    /// Every scope in it.
    pub(crate) fn scopes(self) -> impl Iterator<Item = &'static str> {
        self.parts().chain(self.possible()).flat_map(Self::alternatives)
    }

    /// Whether every hook may call it.
    #[must_use]
    pub fn is_nothing(self) -> bool {
        self.parts().all(|part| part.alternatives().any(|scope| scope == "basic"))
    }

    /// Whether it takes a scope that no webhook can hold.
    #[must_use]
    pub(crate) fn is_out_of_reach(self) -> bool {
        self.parts().any(|part| !part.alternatives().any(is_for_webhooks))
    }

    /// Whether a hook with these scopes may call it, whatever its parameters.
    #[must_use]
    pub fn is_met_by(self, held: &BTreeSet<Scope>) -> bool {
        let is_held =
            |scope: &str| scope == "basic" || Scope::parse(scope).is_some_and(|s| held.contains(&s));
        self.parts().all(|part| part.alternatives().any(is_held))
    }

    /// In one word, as in the table.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.0
    }
}

impl DocumentedMethod {
    /// What stands for all methods that begin with `name` up to its star, where they need the same.
    pub(super) fn of_beginning(name: &'static str, needs: Needs) -> Self {
        Self { scope: needs.0, ..row(name) }
    }

    /// The method of this name, whatever its case.
    #[must_use]
    pub fn named(name: &[u8]) -> Option<&'static Self> {
        let found = TABLE.binary_search_by(|method| lower(method.name.as_bytes()).cmp(lower(name)));
        found.ok().map(|at| &TABLE[at])
    }

    /// The method of this name in small letters with underscores, as Python spells names: `price_type` for `priceType`, and
    /// `import_` for what is a keyword. Nothing for what is private in Python, `_fields`.
    #[must_use]
    pub fn spelt(name: &[u8]) -> Option<&'static Self> {
        static SPELT: LazyLock<HashMap<Vec<u8>, &DocumentedMethod>> =
            LazyLock::new(|| TABLE.iter().map(|method| (joined(method.name.as_bytes()), method)).collect());
        let is_private = name.split(|byte| *byte == b'.').any(|word| word.starts_with(b"_"));
        let is_python = name.contains(&b'_') && !name.iter().any(u8::is_ascii_uppercase);
        if is_private || !is_python { None } else { SPELT.get(&joined(name)).copied() }
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
        Needs(if this.is_empty() { other } else { this })
    }

    /// Whether it can be called on this path at all.
    #[must_use]
    pub(crate) fn is_offered(&self, generation: Generation) -> bool {
        let scope = match generation {
            Generation::Rest2 => self.scope,
            Generation::Rest3 => self.scope_rest3,
        };
        !scope.is_empty()
    }

    /// The methods to call in its place; none where it has no successor or the documentation names a whole section.
    pub fn successors(&self) -> impl Iterator<Item = &'static Self> {
        self.successor.split(',').filter_map(|name| Self::named(name.as_bytes()))
    }

    /// What the documentation names in its place: methods, or a section of it. Empty where it names nothing.
    #[must_use]
    pub fn in_its_place(&self) -> &'static str {
        self.successor.trim_matches(['[', ']'])
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

    /// Whether its name is so short that other programs use it too, such as `user.get` or `batch`; of a beginning nobody
    /// knows how long the name is.
    #[must_use]
    pub fn is_generic(&self) -> bool {
        self.words() < 3 || self.name.ends_with('*')
    }
}

fn parse(table: &'static str) -> Vec<DocumentedMethod> {
    let mut methods = table.lines().skip(1).map(row).collect::<Vec<_>>();
    methods.sort_unstable_by(|a, b| lower(a.name.as_bytes()).cmp(lower(b.name.as_bytes())));
    methods
}

/// Cells at the end may be left out.
fn row(line: &'static str) -> DocumentedMethod {
    let mut cells = line.split('\t');
    let mut cell = || cells.next().unwrap_or_default();
    let [name, scope, scope_rest3, caller] = [cell(), cell(), cell(), cell()];
    let mut scopes = [scope, scope_rest3].into_iter().filter(|scope| !scope.is_empty()).map(Needs).peekable();
    let is_for_nobody_else = scopes.peek().is_some() && scopes.all(Needs::is_out_of_reach);
    DocumentedMethod {
        name,
        scope,
        scope_rest3,
        // Where no webhook can hold the scope, only applications are left.
        for_applications: caller == "app" || is_for_nobody_else,
        for_administrators: cell() == "admin",
        state: match cell() {
            "superseded" => State::Superseded,
            "inert" => State::Inert,
            "dead" => State::Dead,
            _ => State::Current,
        },
        successor: cell(),
    }
}

/// In small letters without underscores.
fn joined(name: &[u8]) -> Vec<u8> {
    lower(name).filter(|byte| *byte != b'_').collect()
}

fn lower(name: &[u8]) -> impl Iterator<Item = u8> {
    name.iter().map(u8::to_ascii_lowercase)
}

#[cfg(test)]
mod tests;
