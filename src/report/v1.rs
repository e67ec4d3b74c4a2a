//! The JSON report, version 1; its schema is `schema/report.v1.json`. The version rises when a field is taken away or
//! changes its meaning, not when one is added.
//!
//! The document is described once, to be written from a sealed report and to be read back into an open one. What a
//! renderer says must stand here. A report that comes from another machine is somebody else's text; a part that this
//! program would not have written makes the whole of it unusable, since half a report must not be taken for a pass.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::error::Category;

use super::diff::{ChangeReport, Diff, Topic};
use super::hook::complaints;
use super::{HookReport, PersonReport, Report, Sealed};
use crate::host::Host;
use crate::ledger::{Origin, Place, Problem};
use crate::outcome::Outcome;
use crate::policy::diff::{Demand, Kind};
use crate::reason::{Reason, Severity};
use crate::scope::Scope;
use crate::start::inputs::{HOOK, HOOK_FILE, INPUTS};
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

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Document<T> {
    #[serde(flatten)]
    claim: Claim,
    status: Outcome,
    reason: Reason,
    exit_code: u8,
    warn_only: bool,
    headline: T,
    policy: Option<T>,
    duration_ms: u64,
    hooks: Vec<HookPart<T>>,
    repository: RepositoryPart<T>,
    policy_diff: Option<DiffPart<T>>,
    problems: Vec<ProblemPart<T>>,
    notices: Vec<ProblemPart<T>>,
}

/// What the output `portals` and the report say of a hook alike.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct HookValues<T> {
    /// Its name, or its place in the list.
    pub name: Option<T>,
    /// How its check ended.
    pub status: Outcome,
    /// The reason that names it.
    pub reason: Reason,
    /// The exit code that it would have ended with alone.
    pub exit_code: u8,
    /// Where the portal answers.
    pub portal: Option<T>,
    /// Whom it acts as.
    pub user_id: Option<u64>,
    /// The person's name.
    pub user_name: Option<T>,
    /// Whether the person is an administrator.
    pub admin: Option<bool>,
    /// The plan.
    pub license: Option<T>,
    /// What it holds.
    pub granted_scopes: Vec<T>,
    /// What it lacks.
    pub missing_scopes: Vec<T>,
    /// What it must not hold and does.
    pub forbidden_scopes: Vec<T>,
    /// What it holds and no rule names.
    pub extra_scopes: Vec<T>,
    /// The most attempts that one call took.
    pub attempts: u32,
    /// How long its check took.
    pub duration_ms: u64,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct HookPart<T> {
    #[serde(flatten)]
    values: HookValues<T>,
    grants_known: bool,
    moved_to: Option<T>,
    findings: Vec<FindingPart<T>>,
    checks: Vec<CheckPart<T>>,
}

#[derive(Serialize, Deserialize)]
struct RepositoryPart<T> {
    calls: Option<usize>,
    files: Option<usize>,
    findings: Vec<FindingPart<T>>,
    checks: Vec<CheckPart<T>>,
}

#[derive(Serialize, Deserialize)]
struct DiffPart<T> {
    baseline: T,
    changes: Vec<ChangePart<T>>,
}

#[derive(Serialize, Deserialize)]
struct ChangePart<T> {
    kind: Kind,
    about: AboutPart,
    hook: Option<T>,
    scope: Option<T>,
    wanted: Option<Demand>,
    message: T,
    advice: T,
    why: Option<T>,
    lines: Vec<T>,
    #[serde(flatten)]
    origin: OriginPart<T>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum AboutPart {
    Scope,
    Hook,
    Code,
}

#[derive(Serialize, Deserialize)]
struct FindingPart<T> {
    check: String,
    reason: Reason,
    severity: Severity,
    message: T,
    advice: T,
    why: Option<T>,
    #[serde(flatten)]
    origin: OriginPart<T>,
}

#[derive(Serialize, Deserialize)]
struct CheckPart<T> {
    check: String,
    #[serde(flatten)]
    subject: Subject<T>,
    standing: Standing,
    why: Option<T>,
    /// The place of its finding among the findings.
    finding: Option<usize>,
    #[serde(flatten)]
    origin: OriginPart<T>,
}

#[derive(Serialize, Deserialize)]
struct ProblemPart<T> {
    message: T,
    advice: T,
    #[serde(flatten)]
    origin: OriginPart<T>,
}

/// Where something stands: a spot in a file, an input, or something else by name.
#[derive(Serialize, Deserialize)]
struct OriginPart<T> {
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<T>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    input: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    setting: Option<T>,
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

impl<'r> Document<&'r Quote> {
    fn of(report: &'r Sealed) -> Self {
        let (findings, checks) = parts(&report.repository);
        let tool = Tool { name: NAME.to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() };
        Self {
            claim: Claim { version: VERSION, tool },
            status: report.outcome,
            reason: report.reason,
            exit_code: report.code(),
            warn_only: report.warn_only,
            headline: &report.headline,
            policy: report.policy.as_ref(),
            duration_ms: millis(report.elapsed),
            hooks: report.hooks.iter().map(HookPart::of).collect(),
            repository: RepositoryPart {
                calls: report.scanned.map(|(calls, _)| calls),
                files: report.scanned.map(|(_, files)| files),
                findings,
                checks,
            },
            policy_diff: report.diff.as_ref().map(|diff| DiffPart {
                baseline: &diff.baseline,
                changes: diff.changes.iter().map(ChangePart::of).collect(),
            }),
            problems: report.problems.iter().map(ProblemPart::of).collect(),
            notices: report.notices.iter().map(ProblemPart::of).collect(),
        }
    }
}

impl<'r> HookValues<&'r Quote> {
    /// The values of one hook.
    #[must_use]
    pub fn of(hook: &'r HookReport<Quote>) -> Self {
        let person = hook.person.as_ref();
        Self {
            name: hook.name.as_ref(),
            status: hook.outcome,
            reason: hook.reason,
            exit_code: hook.outcome.code(),
            portal: hook.portal.as_ref(),
            user_id: person.map(|person| person.id),
            user_name: person.and_then(|person| person.name.as_ref()),
            admin: person.and_then(|person| person.admin),
            license: hook.license.as_ref(),
            granted_scopes: hook.granted.iter().flatten().collect(),
            missing_scopes: hook.missing().into_iter().collect(),
            forbidden_scopes: hook.forbidden().into_iter().collect(),
            extra_scopes: hook.extra.iter().collect(),
            attempts: hook.attempts,
            duration_ms: millis(hook.elapsed),
        }
    }
}

impl<'r> HookPart<&'r Quote> {
    fn of(hook: &'r HookReport<Quote>) -> Self {
        let (findings, checks) = parts(&hook.rulings);
        Self {
            values: HookValues::of(hook),
            grants_known: hook.granted.is_some(),
            moved_to: hook.moved_to.as_ref(),
            findings,
            checks,
        }
    }
}

/// The findings, the most severe first, and the checks, each with the place of its finding.
fn parts(rulings: &[Ruling<Quote>]) -> (Vec<FindingPart<&Quote>>, Vec<CheckPart<&Quote>>) {
    let complaints = complaints(rulings);
    let places =
        complaints.iter().enumerate().map(|(place, (_, finding))| (std::ptr::from_ref(*finding), place));
    let places = places.collect::<BTreeMap<_, _>>();
    let findings = complaints.iter().map(|(ruling, finding)| FindingPart {
        check: ruling.subject.to_string(),
        reason: finding.reason,
        severity: finding.severity,
        message: &finding.what,
        advice: &finding.advice,
        why: ruling.why.as_ref(),
        origin: OriginPart::of(ruling.origin.as_ref()),
    });
    let checks = rulings.iter().map(|ruling| CheckPart {
        check: ruling.subject.to_string(),
        subject: Subject { kind: ruling.subject.kind, value: ruling.subject.value.as_ref() },
        standing: ruling.standing,
        why: ruling.why.as_ref(),
        finding: ruling
            .finding
            .as_ref()
            .and_then(|finding| places.get(&std::ptr::from_ref(finding)).copied()),
        origin: OriginPart::of(ruling.origin.as_ref()),
    });
    (findings.collect(), checks.collect())
}

impl<'r> ChangePart<&'r Quote> {
    fn of(change: &'r ChangeReport<Quote>) -> Self {
        let (about, scope, wanted) = match &change.about {
            Topic::Scope(scope, wanted) => (AboutPart::Scope, Some(scope), Some(*wanted)),
            Topic::Hook => (AboutPart::Hook, None, None),
            Topic::Code => (AboutPart::Code, None, None),
        };
        Self {
            kind: change.kind,
            about,
            hook: change.hook.as_ref(),
            scope,
            wanted,
            message: &change.what,
            advice: &change.advice,
            why: change.why.as_ref(),
            lines: change.lines.iter().collect(),
            origin: OriginPart::of(Some(&change.origin)),
        }
    }
}

impl<'r> ProblemPart<&'r Quote> {
    fn of(problem: &'r Problem<Quote>) -> Self {
        Self {
            message: &problem.what,
            advice: &problem.advice,
            origin: OriginPart::of(Some(&problem.origin)),
        }
    }
}

impl<'r> OriginPart<&'r Quote> {
    fn of(origin: Option<&'r Origin<Quote>>) -> Self {
        let mut part = Self { file: None, line: None, column: None, input: None, setting: None };
        match origin {
            None => {}
            Some(Origin::Line(place)) => {
                (part.file, part.line, part.column) =
                    (Some(&place.file), Some(place.line), Some(place.column));
            }
            Some(Origin::Input(name)) => part.input = Some((*name).to_owned()),
            Some(Origin::File(file)) => part.file = Some(file),
            Some(Origin::Setting(name)) => part.setting = Some(name),
        }
        part
    }
}

impl Document<Text> {
    fn report(self) -> Result<Report, Unusable> {
        let outcome = match self.exit_code.checked_sub(128) {
            Some(signal @ 1..)
                if (self.status, self.reason) == (Outcome::Unreachable, Reason::Interrupted) =>
            {
                Outcome::Interrupted(signal)
            }
            _ => self.status,
        };
        let mut report = Report {
            warn_only: self.warn_only,
            hooks: self.hooks.into_iter().map(HookPart::report).collect::<Result<_, _>>()?,
            repository: rulings(self.repository.findings, self.repository.checks)?,
            scanned: self.repository.calls.zip(self.repository.files),
            diff: self.policy_diff.map(DiffPart::report).transpose()?,
            problems: self.problems.into_iter().map(ProblemPart::problem).collect::<Result<_, _>>()?,
            notices: self.notices.into_iter().map(ProblemPart::problem).collect::<Result<_, _>>()?,
            policy: self.policy,
            elapsed: Duration::from_millis(self.duration_ms),
            ..Report::bare(outcome, self.reason, self.headline)
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

impl HookPart<Text> {
    fn report(self) -> Result<HookReport, Unusable> {
        let values = self.values;
        let verdict = Verdict { rulings: rulings(self.findings, self.checks)? };
        if verdict.outcome().rank() > values.status.rank() {
            return Err(Unusable::Contradiction("how a hook's check ended"));
        }
        let is_host = |portal: &String| Host::parse(portal).is_some() || portal.contains(STARS);
        if !values.portal.as_ref().map(Text::reveal).iter().all(is_host) {
            return Err(Unusable::Unknown("portal"));
        }
        let scopes = values.granted_scopes.iter().chain(&values.extra_scopes);
        if !scopes.map(Text::reveal).all(|code| Scope::heard(&code).is_some()) {
            return Err(Unusable::Unknown("granted-scopes"));
        }
        let (name, admin) = (values.user_name.filter(|name| !name.is_empty()), values.admin);
        Ok(HookReport {
            name: values.name,
            portal: values.portal,
            outcome: values.status,
            reason: values.reason,
            person: values.user_id.map(|id| PersonReport { id, name, admin }),
            license: values.license,
            granted: self.grants_known.then(|| values.granted_scopes.into_iter().collect()),
            extra: values.extra_scopes.into_iter().collect(),
            rulings: verdict.rulings,
            moved_to: self.moved_to,
            attempts: values.attempts,
            elapsed: Duration::from_millis(values.duration_ms),
            private: Vec::new(),
        })
    }
}

/// The checks with their findings, every one of which must be some check's.
fn rulings(findings: Vec<FindingPart<Text>>, checks: Vec<CheckPart<Text>>) -> Result<Vec<Ruling>, Unusable> {
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
            subject: check.subject,
            standing: check.standing,
            origin: check.origin.origin()?,
            why: check.why,
            finding: finding.map(|finding| Finding {
                reason: finding.reason,
                severity: finding.severity,
                what: finding.message,
                advice: finding.advice,
            }),
        });
    }
    if left.iter().all(Option::is_none) { Ok(rulings) } else { Err(FINDINGS) }
}

impl DiffPart<Text> {
    fn report(self) -> Result<Diff, Unusable> {
        let changes = self.changes.into_iter().map(ChangePart::report);
        Ok(Diff { baseline: self.baseline, changes: changes.collect::<Result<_, _>>()? })
    }
}

impl ChangePart<Text> {
    fn report(self) -> Result<ChangeReport, Unusable> {
        let about = match (self.about, self.scope, self.wanted) {
            (AboutPart::Scope, Some(scope), Some(wanted)) => Topic::Scope(scope, wanted),
            (AboutPart::Hook, None, None) => Topic::Hook,
            (AboutPart::Code, None, None) => Topic::Code,
            _ => return Err(Unusable::Contradiction("what a change is about")),
        };
        // Anything else could end the fence that they stand in.
        let is_line = |line: &Text| ["+ ", "- "].iter().any(|sign| line.reveal().starts_with(sign));
        if !self.lines.iter().all(is_line) {
            return Err(Unusable::Unknown("lines"));
        }
        Ok(ChangeReport {
            kind: self.kind,
            what: self.message,
            hook: self.hook,
            about,
            advice: self.advice,
            why: self.why,
            origin: self.origin.origin()?.ok_or(Unusable::Unknown("origin"))?,
            lines: self.lines,
        })
    }
}

impl ProblemPart<Text> {
    fn problem(self) -> Result<Problem, Unusable> {
        let origin = self.origin.origin()?.ok_or(Unusable::Unknown("origin"))?;
        Ok(Problem { origin, what: self.message, advice: self.advice })
    }
}

impl OriginPart<Text> {
    fn origin(self) -> Result<Option<Origin>, Unusable> {
        let Self { file, line, column, input, setting } = self;
        Ok(Some(match (file, line.zip(column), input, setting) {
            (Some(file), Some((line @ 1.., column @ 1..)), None, None) => {
                Origin::Line(Place { file, line, column })
            }
            (Some(file), None, None, None) => Origin::File(file),
            (None, None, Some(input), None) => {
                let mut known = INPUTS.iter().map(|input| input.name).chain([HOOK, HOOK_FILE]);
                Origin::Input(known.find(|name| *name == input).ok_or(Unusable::Unknown("input"))?)
            }
            (None, None, None, Some(setting)) => Origin::Setting(setting),
            (None, None, None, None) => return Ok(None),
            _ => return Err(Unusable::Contradiction("where something stands")),
        }))
    }
}

#[cfg(test)]
mod tests;
