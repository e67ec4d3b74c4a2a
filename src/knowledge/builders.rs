//! What the SDKs for PHP call the methods: `getCRMScope()->deal()->update(…)` and `Bitrix24\CRM\Lead` with `getList(…)`.
//!
//! `builders.tsv` comes from the attributes of the official SDK's classes (bitrix24/b24phpsdk 32027b2, of 2025-12-10, MIT;
//! six slips of theirs corrected): getter, service, function and method. The getter's name is not always the scope's.
//! `classes.tsv` comes from the calls in the classes of the SDK before that (mesilov/bitrix24-php-sdk 8695780, of
//! 2024-04-07, the branch 1.x, MIT), without methods that are documented no more: class, function and method.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::LazyLock;

use super::methods::{DocumentedMethod, Generation};
use crate::text::printable::Safe;

/// A function of an SDK, or a part of the SDK whose function is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Chain {
    /// A getter or a class.
    root: &'static str,
    /// Empty for a class, and where it is not known.
    service: &'static str,
    /// Empty where it is not known.
    function: &'static str,
}

/// What `countByFilter` of a service calls: the first of them that the service has. It has no attribute of its own.
const COUNTED: [&str; 3] = ["list", "search", "get"];

/// The methods that a chain with these names calls, or some of which it calls.
pub(crate) type Meaning = (&'static DocumentedMethod, Chain);

/// What a getter gives.
#[derive(Debug, Default)]
pub(crate) struct Scope {
    services: BTreeMap<String, Service>,
    /// Of an unknown service: what all of them need.
    any: Option<Meaning>,
    /// Whether they need nothing.
    free: bool,
}

/// A service, or a class of the SDK before that.
#[derive(Debug, Default)]
pub(crate) struct Service {
    functions: BTreeMap<String, Meaning>,
    /// Of an unknown function: what all of them need.
    any: Option<Meaning>,
    /// Whether they need nothing.
    free: bool,
}

/// Names in small letters, as PHP compares them; parsed at first use.
static SCOPES: LazyLock<BTreeMap<String, Scope>> = LazyLock::new(|| {
    let mut scopes = BTreeMap::<String, Scope>::new();
    for [root, service, function, method] in rows(include_str!("builders.tsv")) {
        let services = &mut scopes.entry(root.to_ascii_lowercase()).or_default().services;
        let known = services.entry(service.to_ascii_lowercase()).or_default();
        known.add(Chain { root, service, function }, method);
    }
    for scope in scopes.values_mut() {
        scope.services.values_mut().for_each(Service::close);
        let all = scope.services.values().flat_map(|service| service.functions.values()).copied();
        scope.free = scope.services.values().all(|service| service.free);
        scope.any = shared(all, |chain| Chain { service: "", function: "", ..chain });
    }
    scopes
});

static CLASSES: LazyLock<BTreeMap<String, Service>> = LazyLock::new(|| {
    let mut classes = BTreeMap::<String, Service>::new();
    for [root, function, method] in rows(include_str!("classes.tsv")) {
        let class = classes.entry(root.to_ascii_lowercase()).or_default();
        class.add(Chain { root, service: "", function }, method);
    }
    classes.values_mut().for_each(Service::close);
    classes
});

/// What the getter of this name gives.
#[must_use]
pub(crate) fn scope(getter: &[u8]) -> Option<&'static Scope> {
    SCOPES.get(&lower(getter)?)
}

/// The class of this name, with its namespace.
#[must_use]
pub(crate) fn class(name: &[u8]) -> Option<&'static Service> {
    CLASSES.get(&lower(name)?)
}

impl Scope {
    #[must_use]
    pub(crate) fn service(&self, name: &[u8]) -> Option<&Service> {
        self.services.get(&lower(name)?)
    }

    /// Whether nothing that is known of it needs a scope.
    #[must_use]
    pub(crate) fn is_free(&self) -> bool {
        self.free
    }

    /// What is needed whatever the service, unless services differ.
    #[must_use]
    pub(crate) fn any(&self) -> Option<Meaning> {
        self.any
    }
}

impl Service {
    /// The method of a function, `batch->add` for one in a batch; of an unknown one what is needed whatever it is.
    #[must_use]
    pub(crate) fn function(&self, name: &[u8]) -> Option<Meaning> {
        let name = lower(name)?;
        let counted = COUNTED.iter().filter(|_| name == "countbyfilter");
        let mut known =
            std::iter::once(&*name).chain(counted.copied()).filter_map(|name| self.functions.get(name));
        known.next().copied().or(self.any)
    }

    /// Whether nothing that is known of it needs a scope.
    #[must_use]
    pub(crate) fn is_free(&self) -> bool {
        self.free
    }

    /// What is needed whatever the function, unless functions differ.
    #[must_use]
    pub(crate) fn any(&self) -> Option<Meaning> {
        self.any
    }

    fn add(&mut self, chain: Chain, method: &str) {
        if let Some(method) = DocumentedMethod::named(method.as_bytes()) {
            self.functions.insert(chain.function.to_ascii_lowercase(), (method, chain));
        }
    }

    fn close(&mut self) {
        let mut all = self.functions.values();
        self.free = all.all(|(method, _)| method.needs(Generation::Rest2).is_nothing());
        self.any = shared(self.functions.values().copied(), |chain| Chain { function: "", ..chain });
    }
}

impl Chain {
    /// Whether a service is known, whose name and getter nobody else has.
    #[must_use]
    pub(crate) fn has_service(self) -> bool {
        !self.service.is_empty()
    }

    /// Whether the function is known, and so the method.
    #[must_use]
    pub fn is_whole(self) -> bool {
        !self.function.is_empty()
    }
}

impl fmt::Display for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { root, service, function } = self;
        let is_class = root.contains('\\');
        write!(f, "{root}{}", if is_class { "" } else { "()" })?;
        if !service.is_empty() {
            write!(f, "->{service}()")?;
        }
        if !function.is_empty() {
            write!(f, "{}{function}()", if is_class { "::" } else { "->" })?;
        }
        Ok(())
    }
}

impl Safe for Chain {}

/// What stands for all of these methods, if they need the same and more than nothing.
#[expect(clippy::disallowed_methods, reason = "the text comes from the tables alone")]
fn shared(all: impl Iterator<Item = Meaning>, chain: impl Fn(Chain) -> Chain) -> Option<Meaning> {
    let all = all.collect::<Vec<_>>();
    let needs = all.iter().map(|(method, _)| method.needs(Generation::Rest2)).collect::<BTreeSet<_>>();
    let needs = needs.first().copied().filter(|only| needs.len() == 1 && !only.is_nothing())?;
    let beginning = beginning(all.iter().map(|(method, _)| method.name));
    let name = if beginning.is_empty() { format!("{}.*", needs.as_str()) } else { format!("{beginning}*") };
    // Some hundred names and methods, made once.
    let method = DocumentedMethod::of_beginning(Box::leak(name.into_boxed_str()), needs);
    Some((Box::leak(Box::new(method)), chain(all.first()?.1)))
}

/// The words that all of the names begin with, with the dot behind them.
fn beginning<'n>(names: impl Iterator<Item = &'n str>) -> String {
    let common = |a: &'n str, b: &'n str| {
        let same = a.bytes().zip(b.bytes()).take_while(|(a, b)| a.eq_ignore_ascii_case(b)).count();
        &a[..same]
    };
    let same = names.reduce(common).unwrap_or_default();
    same.rfind('.').map_or_else(String::new, |dot| same[..=dot].to_owned())
}

/// An empty cell stands for the one above.
fn rows<const N: usize>(table: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    let lines = table.lines().skip(1);
    let cells = lines.filter_map(|line| line.split('\t').collect::<Vec<_>>().try_into().ok());
    cells.scan([""; N], |above, mut row: [&str; N]| {
        for (cell, above) in row.iter_mut().zip(&*above) {
            if cell.is_empty() {
                *cell = above;
            }
        }
        *above = row;
        Some(row)
    })
}

fn lower(name: &[u8]) -> Option<String> {
    std::str::from_utf8(name).ok().map(str::to_ascii_lowercase)
}

#[cfg(test)]
mod tests;
