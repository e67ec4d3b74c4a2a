//! The policy file: what is demanded of a hook.
//!
//! The file may come from a stranger's pull request: it names scopes, methods and a portal to compare with,
//! and nothing that would be called, opened or expanded.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::host::Host;
use crate::knowledge::rights::Right;
use crate::knowledge::scopes;
use crate::ledger::{Ledger, Origin, Problem};
use crate::scope::{MethodName, Scope};
use crate::text;
use crate::text::{Count, Text};

pub(crate) mod amend;
pub(crate) mod diff;
mod effect;
mod found;
mod list;
mod meant;
mod node;
mod read;
mod reader;
mod scan_key;
mod source;
mod tree;

pub(crate) mod write;

pub use effect::{Deprecated, Extra};
pub(crate) use source::MAX_BYTES;
pub(crate) use write::{REPOSITORY, document};

#[cfg(test)]
mod tests;

/// The default policy file.
pub(crate) const DEFAULT_POLICY: &str = ".github/b24-scopes.yml";

/// What is read in its place where it is absent.
pub(crate) const OTHER_POLICY: &str = ".github/b24-scopes.yaml";

/// Problems of one file that are shown; the rest is only counted.
const MAX_SHOWN: usize = 50;

/// One demand, with its place and its author's reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule<T> {
    /// What is demanded.
    pub demand: T,
    /// Where.
    pub origin: Origin,
    /// The author's reason.
    pub why: Option<Text>,
    /// Whether it is kept although no call in the code needs it.
    pub keep: bool,
}

/// All demands on one hook.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Demands {
    /// Scopes that it must hold.
    pub required: Vec<Rule<Scope>>,
    /// Scopes that it must not hold.
    pub forbidden: Vec<Rule<Scope>>,
    /// Scopes that it may hold.
    pub allow_extra: Vec<Rule<Scope>>,
    /// Methods that it must be able to call.
    pub methods: Vec<Rule<MethodName>>,
    /// Rights that its owner must have; each requires its scope as well.
    pub rights: Vec<Rule<Right>>,
    /// The effect of any other scope.
    pub extra: Option<Rule<Extra>>,
    /// The portal that it must belong to.
    pub portal: Option<Rule<Host>>,
    /// The user who must own it.
    pub user_id: Option<Rule<u64>>,
    /// Whether that user must be an administrator.
    pub admin: Option<Rule<bool>>,
}

/// Further demands on the hook of one name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HookDemands {
    /// The hook's name.
    pub name: String,
    /// The place of the name.
    pub origin: Origin,
    /// The further demands.
    pub demands: Demands,
}

/// The code whose calls are compared with the policy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Code {
    /// Files and folders, relative to the working folder.
    pub paths: Vec<Rule<String>>,
    /// Patterns of excluded files, as in `.gitignore`.
    pub exclude: Vec<Rule<String>>,
    /// Methods whose calls do not count.
    pub ignore_methods: Vec<Rule<MethodName>>,
    /// Whether calls in comments count, too.
    pub comments: Option<Rule<bool>>,
    /// Whether the portal is asked for the methods that the code calls.
    pub ask: Option<Rule<bool>>,
    /// The effect of superseded methods.
    pub deprecated: Option<Rule<Deprecated>>,
}

impl Code {
    /// Whether calls in comments count; no unless given.
    #[must_use]
    pub fn reads_comments(&self) -> bool {
        self.comments.as_ref().is_some_and(|rule| rule.demand)
    }

    /// Whether the portal is asked for the code's methods; yes unless given.
    #[must_use]
    pub fn asks(&self) -> bool {
        self.ask.as_ref().is_none_or(|rule| rule.demand)
    }

    /// The effect of superseded methods; a notice unless given.
    #[must_use]
    pub fn deprecated_level(&self) -> Deprecated {
        self.deprecated.as_ref().map_or(Deprecated::Notice, |rule| rule.demand)
    }

    /// Whether the same paths and patterns are given, in the same order.
    #[must_use]
    pub fn reads_as(&self, other: &Self) -> bool {
        let same = |one: &[Rule<String>], other: &[Rule<String>]| {
            one.iter().map(|rule| &rule.demand).eq(other.iter().map(|rule| &rule.demand))
        };
        same(&self.paths, &other.paths) && same(&self.exclude, &other.exclude)
    }
}

/// A policy file's whole content.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    /// Demands on every hook.
    pub base: Demands,
    /// Further demands on single hooks.
    pub hooks: Vec<HookDemands>,
    /// Where the code is.
    pub code: Code,
}

impl Policy {
    /// Parses the file named `file`. Problems go to `ledger`, sorted by line; what is returned then holds the
    /// rest.
    pub fn parse(bytes: &[u8], file: &Text, ledger: &mut Ledger) -> Self {
        let mut found = Ledger::default();
        let policy = read::policy(bytes, file, &mut found);
        policy.check(&mut found);
        ledger.problems.extend(sorted(found.problems, "more problem", file));
        ledger.warnings.extend(sorted(found.warnings, "more warning", file));
        ledger.notices.extend(sorted(found.notices, "more notice", file));
        policy
    }

    /// The hosts that any hook is expected to belong to.
    pub fn portals(&self) -> impl Iterator<Item = Text> {
        self.all().flat_map(Demands::portals)
    }

    /// The demands on every hook, then those on single ones.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Demands> {
        [&self.base].into_iter().chain(self.hooks.iter().map(|hook| &hook.demands))
    }

    /// Contradictions in the base, and those that a hook's own demands add.
    fn check(&self, ledger: &mut Ledger) {
        self.base.check(ledger);
        for hook in self.hooks.iter().filter(|hook| !hook.demands.is_empty()) {
            let mut more = Ledger::default();
            self.base.joined(&hook.demands).check(&mut more);
            more.problems.retain(|problem| !ledger.problems.contains(problem));
            ledger.problems.append(&mut more.problems);
        }
    }
}

/// Sorted by line, at most [`MAX_SHOWN`].
fn sorted(mut problems: Vec<Problem>, noun: &'static str, file: &Text) -> Vec<Problem> {
    problems.sort_by_key(|problem| problem.origin.place().map(|place| (place.line, place.column)));
    let rest = problems.len().saturating_sub(MAX_SHOWN);
    if rest > 0 {
        problems.truncate(MAX_SHOWN);
        let what = text!("{}", Count(rest, noun));
        problems.push(Problem::new(Origin::file(file.clone()), what, "fix those above first"));
    }
    problems
}

impl Demands {
    /// `over` on top of these: lists are added, single values override. A rule in both stays as it is here. A
    /// scope that `over` allows is no longer forbidden, or a single hook could never be excepted.
    #[must_use]
    pub fn joined(&self, over: &Self) -> Self {
        let allowed = demanded(&over.allow_extra);
        let stays = |rule: &&Rule<Scope>| !allowed.contains(&rule.demand);
        let forbidden = self.forbidden.iter().filter(stays).cloned().collect::<Vec<_>>();
        Self {
            required: added(&self.required, &over.required),
            forbidden: added(&forbidden, &over.forbidden),
            allow_extra: added(&self.allow_extra, &over.allow_extra),
            methods: added(&self.methods, &over.methods),
            rights: added(&self.rights, &over.rights),
            extra: over.extra.clone().or_else(|| self.extra.clone()),
            portal: over.portal.clone().or_else(|| self.portal.clone()),
            user_id: over.user_id.clone().or_else(|| self.user_id.clone()),
            admin: over.admin.clone().or_else(|| self.admin.clone()),
        }
    }

    /// With the scopes of the rights under `required`, each at the place of the first right that needs it.
    #[must_use]
    pub fn with_scopes_of_rights(&self) -> Cow<'_, Self> {
        let mut whole = Cow::Borrowed(self);
        for rule in &self.rights {
            let scope = rule.demand.scope();
            if whole.required.iter().all(|known| known.demand != scope) {
                let (origin, why) = (rule.origin.clone(), rule.why.clone());
                whole.to_mut().required.push(Rule { demand: scope, origin, why, keep: true });
            }
        }
        whole
    }

    /// Adds a problem for every scope that is forbidden and also required, allowed or needed by a right, and for every one
    /// that is required and that no webhook can hold.
    pub fn check(&self, ledger: &mut Ledger) {
        for Rule { demand, origin, .. } in &self.required {
            if !scopes::is_for_webhooks(demand.as_str()) {
                let what = text!("no webhook can hold `{}`: Bitrix24 grants it to applications only", demand);
                let advice = "remove it; only an application, with OAuth, can have it";
                ledger.problem(origin.clone(), what, advice);
            }
        }
        let named = |rules: &'_ [Rule<Scope>]| -> BTreeMap<Scope, Origin> {
            rules.iter().map(|rule| (rule.demand.clone(), rule.origin.clone())).collect()
        };
        let (required, allowed) = (named(&self.required), named(&self.allow_extra));
        for Rule { demand, origin, .. } in &self.forbidden {
            for (others, verb) in [(&required, "required"), (&allowed, "allowed")] {
                if let Some(other) = others.get(demand) {
                    let what = text!("`{}` is forbidden here and {} by {}", demand, text::Ours(verb), other);
                    ledger.problem(origin.clone(), what, "remove one of the two");
                }
            }
        }
        let forbidden = named(&self.forbidden);
        for Rule { demand, origin, .. } in &self.rights {
            let scope = demand.scope();
            if let Some(other) = forbidden.get(&scope) {
                let what = text!(
                    "the right `{}` needs the scope `{}`, which is forbidden by {}",
                    demand,
                    scope,
                    other
                );
                ledger.problem(origin.clone(), what, "remove one of the two");
            }
        }
    }

    /// What a scope means that no rule names.
    #[must_use]
    pub fn extra_level(&self) -> Extra {
        self.extra.as_ref().map_or(Extra::Warn, |rule| rule.demand)
    }

    /// Whether they cannot be judged without the list of granted scopes.
    #[must_use]
    pub fn needs_grants(&self) -> bool {
        let names_extra = self.extra.is_some() || !self.allow_extra.is_empty();
        !self.required.is_empty()
            || !self.forbidden.is_empty()
            || names_extra && self.extra_level() != Extra::Ignore
            || self.methods.iter().any(|rule| rule.demand.hangs_on_task())
    }

    /// The expected host.
    pub fn portals(&self) -> impl Iterator<Item = Text> {
        self.portal.iter().map(|rule| Text::private(rule.demand.as_str()))
    }

    /// Whether no answer of a living webhook could break them: what is allowed forbids nothing by itself.
    pub(crate) fn are_idle(&self) -> bool {
        let Self { required, forbidden, methods, rights, portal, user_id, .. } = self;
        let lists_nothing =
            required.is_empty() && forbidden.is_empty() && methods.is_empty() && rights.is_empty();
        let names_extra = self.extra.is_some() || !self.allow_extra.is_empty();
        let minds_extra = names_extra && self.extra_level() != Extra::Ignore;
        let wants_admin = self.admin.as_ref().is_some_and(|rule| rule.demand);
        lists_nothing && portal.is_none() && user_id.is_none() && !minds_extra && !wants_admin
    }

    /// Whether nothing at all is demanded.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

fn added<T: Clone + Ord>(rules: &[Rule<T>], over: &[Rule<T>]) -> Vec<Rule<T>> {
    let known = demanded(rules);
    let new = |rule: &&Rule<T>| !known.contains(&rule.demand);
    rules.iter().chain(over.iter().filter(new)).cloned().collect()
}

fn demanded<T: Ord>(rules: &[Rule<T>]) -> BTreeSet<&T> {
    rules.iter().map(|rule| &rule.demand).collect()
}
