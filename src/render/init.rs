//! The files that a repository begins with.

use serde::Serialize;

use crate::policy::{REPOSITORY, document};
use crate::scope::Scope;
use crate::text::Text;
use crate::text::printable::Safe;
use crate::text::seal::{Quote, seal_fields};

/// Also in the README, with `OWNER` for the repository's owner.
const WORKFLOW: &str = include_str!("workflow.yml");

/// A policy to begin with.
#[derive(Clone, Debug, Default)]
pub(crate) struct Draft<T = Text> {
    /// What the webhook must hold.
    pub(crate) required: Vec<Entry<T>>,
    /// What it may hold as well.
    pub(crate) allowed: Vec<Entry<T>>,
    /// Where the code is that the policy is compared with.
    pub(crate) paths: Vec<T>,
}

/// A scope and why it stands there.
#[derive(Clone, Debug)]
pub(crate) struct Entry<T = Text> {
    /// In its exact spelling.
    pub(crate) scope: T,
    pub(crate) why: T,
}

seal_fields!(Entry { scope, why });
seal_fields!(Draft { required, allowed, paths });

impl Safe for Draft<Quote> {}

impl<T> Draft<T> {
    /// Whether it demands nothing.
    #[must_use]
    pub(crate) fn is_empty(&self) -> bool {
        self.required.is_empty() && self.allowed.is_empty() && self.paths.is_empty()
    }
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Policy<'d> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    required: Vec<Rule<'d>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    allow_extra: Vec<Rule<'d>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scan: Option<Code<'d>>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Rule<'d> {
    Plain { scope: &'d Quote, why: &'d Quote },
    Exact { exact: &'d Quote, why: &'d Quote },
}

#[derive(Serialize)]
struct Code<'d> {
    paths: &'d [Quote],
}

/// The policy's text.
#[must_use]
pub(crate) fn policy(draft: &Draft<Quote>) -> String {
    document(&Policy {
        required: rules(&draft.required),
        allow_extra: rules(&draft.allowed),
        scan: (!draft.paths.is_empty()).then_some(Code { paths: &draft.paths }),
    })
}

fn rules(entries: &[Entry<Quote>]) -> Vec<Rule<'_>> {
    entries.iter().map(rule).collect()
}

fn rule(Entry { scope, why }: &Entry<Quote>) -> Rule<'_> {
    if Scope::parse(scope.as_str()).is_some() {
        Rule::Plain { scope, why }
    } else {
        Rule::Exact { exact: scope, why }
    }
}

/// A workflow that runs the gate on GitHub.
#[must_use]
pub(crate) fn workflow() -> String {
    WORKFLOW.replace("OWNER/b24-ping", REPOSITORY)
}
