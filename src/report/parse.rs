//! A JSON report, read back: text → report. A report that comes from another machine is somebody else's text, so
//! every part of it goes through the type that makes it safe, and a part that this program would not have written
//! makes the whole of it unusable: half a report must not be taken for a pass.

use std::time::Duration;

use serde_json::error::Category;

use crate::host::Host;
use crate::inputs::{HOOK, HOOK_FILE, INPUTS};
use crate::ledger::{Origin, Place, Problem};
use crate::outcome::Outcome;
use crate::policy::diff::About;
use crate::quote::{Quote, Redactor, STARS};
use crate::reason::Reason;
use crate::scope::Scope;
use crate::verdict::{Finding, Ruling, Verdict};

use super::diff::{ChangeReport, Diff};
use super::{HookReport, PersonReport, Report, json, words};

mod form;

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
    /// A field is missing or of the wrong type.
    #[error("it lacks something or has it in another form: line {0}, column {1}")]
    NotWhole(usize, usize),
    /// A field holds what this program would not have written.
    #[error("its `{0}` is none that this version knows")]
    Unknown(&'static str),
    /// Two fields cannot both be right.
    #[error("it contradicts itself about {0}")]
    Contradiction(&'static str),
}

/// Reads a report. What is of the machine that reads it is left open: where the commit's files are shown, and where
/// the JSON report goes.
///
/// # Errors
///
/// Why it cannot be used; nothing of its text is repeated.
pub fn parse(bytes: &[u8], redactor: &Redactor) -> Result<Report, Unusable> {
    let claim = serde_json::from_slice::<form::Claim>(bytes).map_err(|error| match unusable(&error) {
        Unusable::NotWhole(..) => Unusable::NotOurs,
        other => other,
    })?;
    if claim.version != json::VERSION || claim.tool.name != "b24-ping" {
        return Err(Unusable::NotOurs);
    }
    let whole = serde_json::from_slice::<form::Whole>(bytes).map_err(|error| unusable(&error))?;
    Reader { redactor }.report(whole)
}

fn unusable(error: &serde_json::Error) -> Unusable {
    let (line, column) = (error.line(), error.column());
    match error.classify() {
        Category::Eof | Category::Io => Unusable::Cut(line, column),
        Category::Syntax => Unusable::NotJson(line, column),
        Category::Data => Unusable::NotWhole(line, column),
    }
}

/// Makes values of the form's texts.
struct Reader<'r> {
    redactor: &'r Redactor,
}

impl Reader<'_> {
    fn report(&self, whole: form::Whole) -> Result<Report, Unusable> {
        let reason = Reason::from_id(&whole.reason).ok_or(Unusable::Unknown("reason"))?;
        let outcome = match (words::OUTCOMES.read(&whole.status), whole.exit_code.checked_sub(128)) {
            (Some(Outcome::Unreachable), Some(signal @ 1..)) if reason == Reason::Interrupted => {
                Outcome::Interrupted(signal)
            }
            (Some(outcome), _) => outcome,
            (None, _) => return Err(Unusable::Unknown("status")),
        };
        let form::Repository { calls, files, findings, checks } = whole.repository;
        let mut report = Report {
            warn_only: whole.warn_only,
            hooks: whole.hooks.into_iter().map(|hook| self.hook(hook)).collect::<Result<_, _>>()?,
            repository: self.rulings(findings, checks)?,
            scanned: calls.zip(files),
            diff: whole.policy_diff.map(|diff| self.diff(diff)).transpose()?,
            problems: self.problems(whole.problems)?,
            notices: self.problems(whole.notices)?,
            policy: whole.policy.map(|policy| self.quote(&policy)),
            elapsed: Duration::from_millis(whole.duration_ms),
            ..Report::bare(outcome, reason, self.passage(&whole.headline))
        };
        // Where `warn-only` would make it a 0, only a report that was lost keeps it from being one.
        report.lost = report.warn_only && report.code() == 0 && whole.exit_code != 0;
        if report.code() != whole.exit_code {
            return Err(Unusable::Contradiction("its exit code"));
        }
        let of_code = Verdict { rulings: report.repository.clone() }.outcome();
        let worst = report.hooks.iter().map(|hook| hook.outcome).chain([of_code]).map(Outcome::rank).max();
        if worst > Some(outcome.rank()) {
            return Err(Unusable::Contradiction("how it ended"));
        }
        Ok(report)
    }

    fn hook(&self, hook: form::Hook) -> Result<HookReport, Unusable> {
        let portal = match hook.portal {
            Some(portal) => Some(self.portal(&portal).ok_or(Unusable::Unknown("portal"))?),
            None => None,
        };
        let name = |name: &String| self.quote(name);
        let person = hook.user_id.map(|id| PersonReport {
            id,
            name: hook.user_name.as_ref().map(name).filter(|name| !name.is_empty()),
            admin: hook.admin,
        });
        let scopes = |codes: Vec<String>, field| {
            let heard = codes.iter().map(|code| Scope::heard(code, self.redactor));
            heard.collect::<Option<_>>().ok_or(Unusable::Unknown(field))
        };
        let outcome = words::OUTCOMES.read(&hook.status).ok_or(Unusable::Unknown("status"))?;
        let verdict = Verdict { rulings: self.rulings(hook.findings, hook.checks)? };
        if verdict.outcome().rank() > outcome.rank() {
            return Err(Unusable::Contradiction("how a hook's check ended"));
        }
        Ok(HookReport {
            name: hook.name.as_ref().map(|name| self.passage(name)),
            portal,
            outcome,
            reason: Reason::from_id(&hook.reason).ok_or(Unusable::Unknown("reason"))?,
            person,
            license: hook.license.as_ref().map(name),
            granted: hook.grants_known.then(|| scopes(hook.granted_scopes, "granted-scopes")).transpose()?,
            extra: scopes(hook.extra_scopes, "extra-scopes")?,
            rulings: verdict.rulings,
            moved_to: hook.moved_to.as_ref().map(|host| self.passage(host)),
            attempts: hook.attempts,
            elapsed: Duration::from_millis(hook.duration_ms),
            private: Vec::new(),
        })
    }

    /// A host, or what is left of one that held a secret.
    fn portal(&self, text: &str) -> Option<String> {
        match Host::parse(text) {
            Some(host) => Some(self.quote(host.as_str()).to_string()),
            None => text.contains(STARS).then(|| self.quote(text).to_string()),
        }
    }

    /// The checks with their findings, every one of which must be some check's.
    fn rulings(
        &self,
        findings: Vec<form::Finding>,
        checks: Vec<form::Check>,
    ) -> Result<Vec<Ruling>, Unusable> {
        const FINDINGS: Unusable = Unusable::Contradiction("its findings");
        let mut left = findings.into_iter().map(Some).collect::<Vec<_>>();
        let mut rulings = Vec::new();
        for check in checks {
            let finding = match check.finding {
                Some(place) => Some(left.get_mut(place).and_then(Option::take).ok_or(FINDINGS)?),
                None => None,
            };
            rulings.push(Ruling {
                subject: words::subject(&check.kind, check.value.as_deref(), self.redactor)
                    .ok_or(Unusable::Unknown("check"))?,
                standing: words::STANDINGS.read(&check.standing).ok_or(Unusable::Unknown("standing"))?,
                origin: self.origin(check.origin)?,
                why: check.why.map(|why| self.quote(&why)),
                finding: finding.map(|finding| self.finding(&finding)).transpose()?,
            });
        }
        if left.iter().all(Option::is_none) { Ok(rulings) } else { Err(FINDINGS) }
    }

    fn finding(&self, finding: &form::Finding) -> Result<Finding, Unusable> {
        Ok(Finding {
            reason: Reason::from_id(&finding.reason).ok_or(Unusable::Unknown("reason"))?,
            severity: words::SEVERITIES.read(&finding.severity).ok_or(Unusable::Unknown("severity"))?,
            what: self.passage(&finding.message),
            advice: self.passage(&finding.advice),
        })
    }

    fn diff(&self, diff: form::Diff) -> Result<Diff, Unusable> {
        let changes = diff.changes.into_iter().map(|change| self.change(change));
        Ok(Diff { baseline: self.quote(&diff.baseline), changes: changes.collect::<Result<_, _>>()? })
    }

    fn change(&self, change: form::Change) -> Result<ChangeReport, Unusable> {
        let wanted = change.wanted.as_deref().and_then(|word| words::WANTED.read(word));
        let scope = change.scope.as_deref().and_then(Scope::parse);
        let about = match (change.about.as_str(), scope, wanted) {
            ("scope", Some(scope), Some(wanted)) => About::Scope(scope, wanted),
            ("hook", None, None) => About::Hook,
            ("code", None, None) => About::Code,
            _ => return Err(Unusable::Unknown("about")),
        };
        let lines = change.lines.iter().map(|line| self.passage(line)).collect::<Vec<_>>();
        // Anything else could end the fence that they stand in.
        if !lines.iter().all(|line| line.starts_with("+ ") || line.starts_with("- ")) {
            return Err(Unusable::Unknown("lines"));
        }
        Ok(ChangeReport {
            kind: words::KINDS.read(&change.kind).ok_or(Unusable::Unknown("kind"))?,
            what: self.passage(&change.message),
            hook: change.hook.as_ref().map(|name| self.passage(name)),
            about,
            advice: self.passage(&change.advice),
            why: change.why.map(|why| self.quote(&why)),
            origin: self.origin(change.origin)?.ok_or(Unusable::Unknown("origin"))?,
            lines,
        })
    }

    fn problems(&self, problems: Vec<form::Problem>) -> Result<Vec<Problem>, Unusable> {
        let problem = |problem: form::Problem| {
            Ok(Problem {
                origin: self.origin(problem.origin)?.ok_or(Unusable::Unknown("origin"))?,
                what: self.passage(&problem.message),
                advice: self.passage(&problem.advice),
            })
        };
        problems.into_iter().map(problem).collect()
    }

    fn origin(&self, origin: form::Origin) -> Result<Option<Origin>, Unusable> {
        let form::Origin { file, line, column, input, setting } = origin;
        Ok(Some(match (file, line.zip(column), input, setting) {
            (Some(file), Some((line @ 1.., column @ 1..)), None, None) => {
                Origin::Line(Place { file: self.quote(&file), line, column })
            }
            (Some(file), None, None, None) => Origin::File(self.quote(&file)),
            (None, None, Some(input), None) => {
                let mut known = INPUTS.iter().map(|input| input.name).chain([HOOK, HOOK_FILE]);
                Origin::Input(known.find(|name| *name == input).ok_or(Unusable::Unknown("input"))?)
            }
            (None, None, None, Some(setting)) => Origin::Setting(self.quote(&setting)),
            (None, None, None, None) => return Ok(None),
            _ => return Err(Unusable::Contradiction("where something stands")),
        }))
    }

    fn quote(&self, text: &str) -> Quote {
        Quote::new(text, self.redactor)
    }

    fn passage(&self, text: &str) -> String {
        Quote::passage(text, self.redactor).to_string()
    }
}

#[cfg(test)]
mod tests;
