//! The JSON report, version 1; its schema is `schema/report.v1.json`. The version rises when a field is taken away or
//! changes its meaning, not when one is added.
//!
//! The document is described once: written from a sealed report, and read back into an open one. What a
//! renderer shows must be in it. A report from another machine is untrusted; any part that this program would
//! not have written makes all of it unusable, since half a report must not be taken for a pass.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::{self, Write};

use serde::{Deserialize, Serialize};
use serde_json::error::Category;

use super::diff::Diff;
use super::{Report, Sealed, Writer};
use crate::ledger::{Origin, Problem};
use crate::outcome::Outcome;
use crate::reason::{Reason, Severity};
use crate::text::Text;
use crate::verdict::{Standing, Subject};

/// The version of the format.
pub(crate) const VERSION: u64 = 1;

const NAME: &str = "b24-ping";

/// Why a text is not a usable report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unusable {
    /// It is cut off.
    #[error("it ends too early, in line {0}, column {1}")]
    Cut(usize, usize),
    /// It is not JSON.
    #[error("this is not a JSON report of b24-ping: line {0}, column {1}")]
    NotJson(usize, usize),
    /// Another document or version.
    #[error("it is not a b24-ping report in version 1 of the format")]
    NotOurs,
    /// A field is missing or malformed.
    #[error("a field is missing or has another form: line {0}, column {1}")]
    NotWhole(usize, usize),
    /// A field has an unknown value.
    #[error("its `{0}` is not known to this version")]
    Unknown(&'static str),
    /// Two fields contradict each other.
    #[error("it contradicts itself about {0}")]
    Contradiction(&'static str),
    /// A text is longer than any that this program writes, or there are more values.
    #[error("it is larger than any report")]
    TooLarge,
}

/// Enough of a document to recognise it.
#[derive(Serialize, Deserialize)]
struct Claim {
    version: u64,
    tool: Tool,
}

#[derive(Serialize, Deserialize)]
struct Tool {
    name: String,
    #[serde(default)]
    version: String,
}

/// The whole document: of borrowed quotes when written, of owned texts when read.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", bound(deserialize = "T: Deserialize<'de>"))]
struct Document<'r, T: Clone + Ord> {
    #[serde(flatten)]
    claim: Claim,
    command: Writer,
    run: Option<Cow<'r, T>>,
    given: Option<usize>,
    status: Outcome,
    reason: Reason,
    exit_code: u8,
    warn_only: bool,
    headline: Cow<'r, T>,
    policy: Option<Cow<'r, T>>,
    duration_ms: u64,
    hooks: Vec<HookPart<'r, T>>,
    repository: RepositoryPart<'r, T>,
    policy_diff: Option<Cow<'r, Diff<T>>>,
    problems: Cow<'r, [Problem<T>]>,
    notices: Cow<'r, [Problem<T>]>,
    // Always written; a report without them is still read.
    #[serde(default)]
    warnings: Cow<'r, [Problem<T>]>,
    #[serde(default)]
    private: Cow<'r, BTreeSet<T>>,
}

/// The part of a hook that the output `portals` has, too.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", bound(deserialize = "T: Deserialize<'de>"))]
pub(crate) struct HookValues<'r, T: Clone + Ord> {
    name: Option<Cow<'r, T>>,
    status: Outcome,
    reason: Reason,
    exit_code: u8,
    portal: Option<Cow<'r, T>>,
    user_id: Option<u64>,
    user_name: Option<Cow<'r, T>>,
    admin: Option<bool>,
    license: Option<Cow<'r, T>>,
    granted_scopes: Cow<'r, BTreeSet<T>>,
    missing_scopes: Vec<Cow<'r, T>>,
    forbidden_scopes: Vec<Cow<'r, T>>,
    extra_scopes: Cow<'r, BTreeSet<T>>,
    attempts: u32,
    duration_ms: u64,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", bound(deserialize = "T: Deserialize<'de>"))]
struct HookPart<'r, T: Clone + Ord> {
    #[serde(flatten)]
    values: HookValues<'r, T>,
    number: Option<usize>,
    grants_known: bool,
    // Always written; a report without them is still read.
    #[serde(default)]
    unlisted_granted: usize,
    #[serde(default)]
    unlisted_extra: usize,
    moved_to: Option<Cow<'r, T>>,
    findings: Vec<FindingPart<'r, T>>,
    checks: Vec<CheckPart<'r, T>>,
}

#[derive(Serialize, Deserialize)]
#[serde(bound(deserialize = "T: Deserialize<'de>"))]
struct RepositoryPart<'r, T: Clone> {
    calls: Option<usize>,
    files: Option<usize>,
    findings: Vec<FindingPart<'r, T>>,
    checks: Vec<CheckPart<'r, T>>,
}

#[derive(Serialize, Deserialize)]
#[serde(bound(deserialize = "T: Deserialize<'de>"))]
struct FindingPart<'r, T: Clone> {
    check: String,
    reason: Reason,
    severity: Severity,
    message: Cow<'r, T>,
    advice: Cow<'r, T>,
    /// Where the reason is explained. Who reads the report knows a page of their own.
    #[serde(skip_deserializing)]
    documentation: Option<String>,
    why: Option<Cow<'r, T>>,
    #[serde(flatten)]
    origin: Option<Cow<'r, Origin<T>>>,
}

#[derive(Serialize, Deserialize)]
#[serde(bound(deserialize = "T: Deserialize<'de>"))]
struct CheckPart<'r, T: Clone> {
    check: String,
    #[serde(flatten)]
    subject: Cow<'r, Subject<T>>,
    standing: Standing,
    why: Option<Cow<'r, T>>,
    /// Index into the findings.
    finding: Option<usize>,
    #[serde(flatten)]
    origin: Option<Cow<'r, Origin<T>>>,
}

/// Writes the report.
///
/// # Errors
///
/// Those of `out`: texts, numbers and lists always serialise.
pub fn write(report: &Sealed, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &Document::of(report))?;
    writeln!(out)
}

/// Reads a report back, without what belongs to the reading machine: the URLs of the commit and of the documentation, and
/// the path of the JSON report.
///
/// # Errors
///
/// Why it cannot be used, without repeating any of its text.
pub fn parse(bytes: &[u8]) -> Result<Report, Unusable> {
    size::check(bytes)?;
    let claim = serde_json::from_slice::<Claim>(bytes).map_err(|error| match unusable(&error) {
        Unusable::NotWhole(..) => Unusable::NotOurs,
        other => other,
    })?;
    if claim.version != VERSION || claim.tool.name != NAME {
        return Err(Unusable::NotOurs);
    }
    serde_json::from_slice::<Document<Text>>(bytes).map_err(|error| unusable(&error))?.report()
}

fn unusable(error: &serde_json::Error) -> Unusable {
    let (line, column) = (error.line(), error.column());
    match error.classify() {
        Category::Eof | Category::Io => Unusable::Cut(line, column),
        Category::Syntax => Unusable::NotJson(line, column),
        Category::Data => Unusable::NotWhole(line, column),
    }
}

mod read;
mod size;
mod write;

pub(crate) use self::write::millis;

#[cfg(test)]
mod tests;
