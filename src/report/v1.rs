//! The JSON report, version 1; its schema is `schema/report.v1.json`. The version rises when a field is taken away or
//! changes its meaning, not when one is added.
//!
//! The document is described once, to be written from a sealed report and to be read back into an open one. What a
//! renderer says must stand here. A report that comes from another machine is somebody else's text; a part that this
//! program would not have written makes the whole of it unusable, since half a report must not be taken for a pass.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::error::Category;

use super::diff::{About, Diff};
use super::{HookReport, PersonReport, Report, Sealed};
use crate::host::Host;
use crate::ledger::{Origin, Problem};
use crate::outcome::Outcome;
use crate::reason::{Reason, Severity};
use crate::scope::Scope;
use crate::text::Text;
use crate::text::redactor::STARS;
use crate::text::seal::Quote;
use crate::verdict::{Finding, Ruling, Standing, Subject, Verdict};

/// The version of the format.
pub const VERSION: u64 = 1;

const NAME: &str = "b24-ping";

/// Why a text cannot be taken for a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unusable {
    /// It breaks off.
    #[error("it breaks off in line {0}, column {1}")]
    Cut(usize, usize),
    /// It is no JSON at all.
    #[error("it is not JSON: line {0}, column {1}")]
    NotJson(usize, usize),
    /// It is something else, or of another version.
    #[error("it is no report of b24-ping in version 1 of the format")]
    NotOurs,
    /// A field is missing, of the wrong type, or holds what this program would not have written.
    #[error("it lacks something or has it in another form: line {0}, column {1}")]
    NotWhole(usize, usize),
    /// A field names something that there is not.
    #[error("its `{0}` is none that this version knows")]
    Unknown(&'static str),
    /// Two fields cannot both be right.
    #[error("it contradicts itself about {0}")]
    Contradiction(&'static str),
}

/// Enough of a document to tell whether it is one of ours.
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

/// The whole document: of quotes that it borrows where it is written, of texts of its own where it is read.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", bound(deserialize = "T: Deserialize<'de>"))]
struct Document<'r, T: Clone + Ord> {
    #[serde(flatten)]
    claim: Claim,
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
}

/// What the output `portals` and the report say of a hook alike.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", bound(deserialize = "T: Deserialize<'de>"))]
pub struct HookValues<'r, T: Clone + Ord> {
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
    grants_known: bool,
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
    /// The place of its finding among the findings.
    finding: Option<usize>,
    #[serde(flatten)]
    origin: Option<Cow<'r, Origin<T>>>,
}

/// Renders the report.
///
/// # Panics
///
/// Never: texts, numbers and lists always have a form.
#[must_use]
pub fn render(report: &Sealed) -> String {
    let document = Document::of(report);
    serde_json::to_string_pretty(&document).expect("texts, numbers and lists") + "\n"
}

/// Reads a report back. What is of the machine that reads it is left open: where the commit's files are shown, and where
/// the JSON report goes.
///
/// # Errors
///
/// Why it cannot be used; nothing of its text is repeated.
pub fn parse(bytes: &[u8]) -> Result<Report, Unusable> {
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

/// Whole milliseconds.
pub(crate) fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

fn borrowed<T: Clone>(value: Option<&T>) -> Option<Cow<'_, T>> {
    value.map(Cow::Borrowed)
}

impl<'r> Document<'r, Quote> {
    fn of(report: &'r Sealed) -> Self {
        let (findings, checks) = parts(&report.repository);
        let tool = Tool { name: NAME.to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() };
        Self {
            claim: Claim { version: VERSION, tool },
            status: report.outcome,
            reason: report.reason,
            exit_code: report.code(),
            warn_only: report.warn_only,
            headline: Cow::Borrowed(&report.headline),
            policy: borrowed(report.policy.as_ref()),
            duration_ms: millis(report.elapsed),
            hooks: report.hooks.iter().map(HookPart::of).collect(),
            repository: RepositoryPart {
                calls: report.scanned.map(|(calls, _)| calls),
                files: report.scanned.map(|(_, files)| files),
                findings,
                checks,
            },
            policy_diff: borrowed(report.diff.as_ref()),
            problems: Cow::Borrowed(&report.problems),
            notices: Cow::Borrowed(&report.notices),
        }
    }
}

impl<'r> HookValues<'r, Quote> {
    /// The values of one hook.
    #[must_use]
    pub fn of(hook: &'r HookReport<Quote>) -> Self {
        let person = hook.person.as_ref();
        Self {
            name: borrowed(hook.name.as_ref()),
            status: hook.outcome,
            reason: hook.reason,
            exit_code: hook.outcome.code(),
            portal: borrowed(hook.portal.as_ref()),
            user_id: person.map(|person| person.id),
            user_name: borrowed(person.and_then(|person| person.name.as_ref())),
            admin: person.and_then(|person| person.admin),
            license: borrowed(hook.license.as_ref()),
            granted_scopes: borrowed(hook.granted.as_ref()).unwrap_or_default(),
            missing_scopes: hook.missing().into_iter().map(Cow::Borrowed).collect(),
            forbidden_scopes: hook.forbidden().into_iter().map(Cow::Borrowed).collect(),
            extra_scopes: Cow::Borrowed(&hook.extra),
            attempts: hook.attempts,
            duration_ms: millis(hook.elapsed),
        }
    }
}

impl<'r> HookPart<'r, Quote> {
    fn of(hook: &'r HookReport<Quote>) -> Self {
        let (findings, checks) = parts(&hook.rulings);
        Self {
            values: HookValues::of(hook),
            grants_known: hook.granted.is_some(),
            moved_to: borrowed(hook.moved_to.as_ref()),
            findings,
            checks,
        }
    }
}

/// The findings, the most severe first, and the checks, each with the place of its finding.
fn parts(rulings: &[Ruling<Quote>]) -> (Vec<FindingPart<'_, Quote>>, Vec<CheckPart<'_, Quote>>) {
    let mut order = (0..rulings.len()).filter(|at| rulings[*at].finding.is_some()).collect::<Vec<_>>();
    order.sort_by_key(|at| rulings[*at].finding.as_ref().map(Finding::weight));
    let places = order.iter().enumerate().map(|(place, at)| (*at, place)).collect::<BTreeMap<_, _>>();
    let findings = order.iter().filter_map(|at| {
        let (ruling, finding) = (&rulings[*at], rulings[*at].finding.as_ref()?);
        Some(FindingPart {
            check: ruling.subject.to_string(),
            reason: finding.reason,
            severity: finding.severity,
            message: Cow::Borrowed(&finding.what),
            advice: Cow::Borrowed(&finding.advice),
            why: borrowed(ruling.why.as_ref()),
            origin: borrowed(ruling.origin.as_ref()),
        })
    });
    let checks = rulings.iter().enumerate().map(|(at, ruling)| CheckPart {
        check: ruling.subject.to_string(),
        subject: Cow::Borrowed(&ruling.subject),
        standing: ruling.standing,
        why: borrowed(ruling.why.as_ref()),
        finding: places.get(&at).copied(),
        origin: borrowed(ruling.origin.as_ref()),
    });
    (findings.collect(), checks.collect())
}

impl Document<'_, Text> {
    fn report(self) -> Result<Report, Unusable> {
        let outcome = match self.exit_code.checked_sub(128) {
            Some(signal @ 1..)
                if (self.status, self.reason) == (Outcome::Unreachable, Reason::Interrupted) =>
            {
                Outcome::Interrupted(signal)
            }
            _ => self.status,
        };
        let diff = self.policy_diff.map(Cow::into_owned);
        diff.iter().flat_map(|diff| &diff.changes).try_for_each(|change| {
            // Anything else could end the fence that they stand in.
            let is_line = |line: &Text| ["+ ", "- "].iter().any(|sign| line.reveal().starts_with(sign));
            let is_scope = change.about == About::Scope;
            let fits = change.scope.is_some() == is_scope && change.wanted.is_some() == is_scope;
            if fits && change.lines.iter().all(is_line) { Ok(()) } else { Err(Unusable::Unknown("changes")) }
        })?;
        let mut report = Report {
            warn_only: self.warn_only,
            hooks: self.hooks.into_iter().map(HookPart::report).collect::<Result<_, _>>()?,
            repository: rulings(self.repository.findings, self.repository.checks)?,
            scanned: self.repository.calls.zip(self.repository.files),
            diff,
            problems: self.problems.into_owned(),
            notices: self.notices.into_owned(),
            policy: self.policy.map(Cow::into_owned),
            elapsed: Duration::from_millis(self.duration_ms),
            ..Report::bare(outcome, self.reason, self.headline.into_owned())
        };
        // Where `warn-only` would make it a 0, only a report that was lost keeps it from being one.
        report.lost = report.warn_only && report.code() == 0 && self.exit_code != 0;
        if report.code() != self.exit_code {
            return Err(Unusable::Contradiction("its exit code"));
        }
        let of_code = Verdict { rulings: report.repository.clone() }.outcome();
        let worst = report.hooks.iter().map(|hook| hook.outcome).chain([of_code]).map(Outcome::rank).max();
        if worst > Some(outcome.rank()) {
            return Err(Unusable::Contradiction("how it ended"));
        }
        Ok(report)
    }
}

impl HookPart<'_, Text> {
    fn report(self) -> Result<HookReport, Unusable> {
        let values = self.values;
        let verdict = Verdict { rulings: rulings(self.findings, self.checks)? };
        if verdict.outcome().rank() > values.status.rank() {
            return Err(Unusable::Contradiction("how a hook's check ended"));
        }
        let is_host = |portal: String| Host::parse(&portal).is_some() || portal.contains(STARS);
        if !values.portal.iter().map(|portal| portal.reveal()).all(is_host) {
            return Err(Unusable::Unknown("portal"));
        }
        let mut scopes = values.granted_scopes.iter().chain(values.extra_scopes.iter()).map(Text::reveal);
        if !scopes.all(|code| Scope::heard(&code).is_some()) {
            return Err(Unusable::Unknown("granted-scopes"));
        }
        let name = values.user_name.map(Cow::into_owned).filter(|name| !name.is_empty());
        let admin = values.admin;
        Ok(HookReport {
            name: values.name.map(Cow::into_owned),
            portal: values.portal.map(Cow::into_owned),
            outcome: values.status,
            reason: values.reason,
            person: values.user_id.map(|id| PersonReport { id, name, admin }),
            license: values.license.map(Cow::into_owned),
            granted: self.grants_known.then(|| values.granted_scopes.into_owned()),
            extra: values.extra_scopes.into_owned(),
            rulings: verdict.rulings,
            moved_to: self.moved_to.map(Cow::into_owned),
            attempts: values.attempts,
            elapsed: Duration::from_millis(values.duration_ms),
            private: Vec::new(),
        })
    }
}

/// The checks with their findings, every one of which must be some check's.
fn rulings(
    findings: Vec<FindingPart<'_, Text>>,
    checks: Vec<CheckPart<'_, Text>>,
) -> Result<Vec<Ruling>, Unusable> {
    const FINDINGS: Unusable = Unusable::Contradiction("its findings");
    let mut left = findings.into_iter().map(Some).collect::<Vec<_>>();
    let mut rulings = Vec::new();
    for check in checks {
        let finding = match check.finding {
            Some(place) => Some(left.get_mut(place).and_then(Option::take).ok_or(FINDINGS)?),
            None => None,
        };
        if !check.subject.is_whole() {
            return Err(Unusable::Unknown("check"));
        }
        rulings.push(Ruling {
            subject: check.subject.into_owned(),
            standing: check.standing,
            origin: check.origin.map(Cow::into_owned),
            why: check.why.map(Cow::into_owned),
            finding: finding.map(|finding| Finding {
                reason: finding.reason,
                severity: finding.severity,
                what: finding.message.into_owned(),
                advice: finding.advice.into_owned(),
            }),
        });
    }
    if left.iter().all(Option::is_none) { Ok(rulings) } else { Err(FINDINGS) }
}

#[cfg(test)]
mod tests;
