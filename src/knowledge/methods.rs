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
mod tests {
    use std::collections::BTreeMap;

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
                for scope in method.needs(generation).scopes() {
                    assert!(Scope::parse(scope).is_some(), "{} needs {scope}", method.name);
                }
            }
        }
    }

    #[test]
    fn the_table_is_sorted_and_says_nothing_that_no_column_knows() {
        let words =
            [["", "app"].as_slice(), &["", "admin", "crm-admin"], &["", "superseded", "inert", "dead"]];
        let mut last = String::new();
        for line in include_str!("methods.tsv").lines().skip(1) {
            let cells = line.split('\t').collect::<Vec<_>>();
            let name = cells[0].to_ascii_lowercase();
            assert!(last < name, "{name} stands after {last}");
            last = name;
            assert!(cells.len() <= 7 && !line.ends_with('\t'), "{line}");
            for (cell, words) in cells.iter().skip(3).zip(words) {
                assert!(words.contains(cell), "{line}");
            }
        }
    }

    #[test]
    fn a_successor_is_a_method_that_works_or_is_marked_as_a_section() {
        let mut of = BTreeMap::<_, usize>::new();
        for method in DocumentedMethod::all() {
            *of.entry((method.state, method.for_applications)).or_default() += 1;
            if method.successor.is_empty() {
                continue;
            }
            assert_ne!(method.state, State::Current, "{}", method.name);
            let is_section = method.successor.starts_with('[') && method.successor.ends_with(']');
            let names = method.successor.split(',').count();
            assert!(is_section || method.successors().count() == names, "{}", method.name);
            assert!(method.successors().all(|next| next.state == State::Current), "{}", method.name);
        }
        let of = |state, app| of.get(&(state, app)).copied().unwrap_or_default();
        assert_eq!(
            (of(State::Superseded, false), of(State::Dead, false), of(State::Inert, false)),
            (227, 9, 3)
        );
        // With `like.list` and `like.reactions`, whose scope is the reason.
        assert_eq!(of(State::Current, true), 98);
    }

    #[test]
    fn names_are_found_in_any_case_and_as_a_whole() {
        assert_eq!(needs("CRM.Deal.LIST", Generation::Rest2), "crm");
        for no in ["crm.deal", "crm.deal.list.foo", "xcrm.deal.list", "", "method"] {
            assert!(DocumentedMethod::named(no.as_bytes()).is_none(), "{no}");
        }
    }

    #[test]
    fn every_name_is_found_as_python_spells_it_and_is_no_others() {
        let mut names = BTreeSet::new();
        for method in DocumentedMethod::all() {
            assert!(names.insert(joined(method.name.as_bytes())), "{} is spelt like another", method.name);
            let mut spelt = String::new();
            for c in method.name.chars() {
                if c.is_ascii_uppercase() && !spelt.ends_with('.') && !spelt.is_empty() {
                    spelt.push('_');
                }
                spelt.push(c.to_ascii_lowercase());
            }
            if spelt.contains('_') {
                assert_eq!(DocumentedMethod::spelt(spelt.as_bytes()), Some(method), "{spelt}");
            }
        }
        let name = |spelt: &str| DocumentedMethod::spelt(spelt.as_bytes()).map(|method| method.name);
        assert_eq!(name("crm.item.import_"), Some("crm.item.import"));
        for no in
            ["crm.deal.list", "department._fields", "crm.deal.no_such", "CRM.Price_Type.get", "user_.get.x"]
        {
            assert_eq!(name(no), None, "{no}");
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
    fn the_registry_of_the_portal_outranks_its_documentation() {
        assert_eq!(needs("sale.delivery.handler.add", Generation::Rest2), "delivery");
        assert_eq!(needs("voximplant.callback.start", Generation::Rest2), "call");
        for of_frames in ["placement.call", "placement.info", "placement.getInterface", "placement.bindEvent"]
        {
            assert!(DocumentedMethod::named(of_frames.as_bytes()).is_none(), "{of_frames}");
        }
    }

    #[test]
    fn what_is_needed_together_is_met_together_and_what_parameters_decide_is_apart() {
        let held =
            |codes: &[&str]| codes.iter().map(|code| Scope::parse(code).unwrap()).collect::<BTreeSet<_>>();
        let list = |needs: &mut dyn Iterator<Item = Needs>| needs.map(Needs::as_str).collect::<Vec<_>>();
        let both = DocumentedMethod::named(b"sign.b2e.document.get").unwrap().needs(Generation::Rest2);
        assert_eq!(list(&mut both.parts()), ["crm", "sign.b2e"]);
        assert!(both.is_met_by(&held(&["crm", "sign.b2e"])));
        assert!(!both.is_met_by(&held(&["crm"])) && !both.is_met_by(&held(&["sign.b2e"])));
        let fields = DocumentedMethod::named(b"userfieldconfig.list").unwrap().needs(Generation::Rest2);
        assert_eq!(
            (list(&mut fields.parts()), list(&mut fields.possible())),
            (vec!["userfieldconfig"], vec!["crm"])
        );
        assert!(fields.is_met_by(&held(&["userfieldconfig"])) && !fields.is_met_by(&held(&["crm"])));
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
