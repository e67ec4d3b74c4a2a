//! Document → open report, or why it cannot be trusted.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::time::Duration;

use super::{CheckPart, Document, FindingPart, HookPart, Unusable};
use crate::host::Host;
use crate::outcome::Outcome;
use crate::reason::Reason;
use crate::report::diff::About;
use crate::report::{HookReport, PersonReport, Report};
use crate::scope::Scope;
use crate::text::Text;
use crate::text::redactor::STARS;
use crate::text::visible::is_visible;
use crate::verdict::{Aspect, Finding, Ruling, Standing, Verdict};

impl Document<'_, Text> {
    pub(super) fn report(self) -> Result<Report, Unusable> {
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
            // Anything else could end the fence around them.
            let is_line = |line: &Text| ["+ ", "- "].iter().any(|sign| line.reveal().starts_with(sign));
            let is_scope = change.about == About::Scope;
            let fits = change.scope.is_some() == is_scope && change.wanted.is_some() == is_scope;
            if fits && change.lines.iter().all(is_line) { Ok(()) } else { Err(Unusable::Unknown("changes")) }
        })?;
        let mut report = Report {
            command: self.command,
            run: self.run.map(Cow::into_owned),
            given: self.given,
            warn_only: self.warn_only,
            hooks: self.hooks.into_iter().map(HookPart::report).collect::<Result<_, _>>()?,
            repository: rulings(self.repository.findings, self.repository.checks)?,
            scanned: self.repository.calls.zip(self.repository.files),
            diff,
            problems: self.problems.into_owned(),
            warnings: self.warnings.into_owned(),
            notices: self.notices.into_owned(),
            private: self.private.iter().cloned().map(Text::kept_private).collect(),
            policy: self.policy.map(Cow::into_owned),
            elapsed: Duration::from_millis(self.duration_ms),
            ..Report::bare(outcome, self.reason, Text::default().into())
        };
        report = report.headed(self.headline.into_owned());
        // Under `warn-only` the exit code would be 0; only a lost report keeps it from being so.
        report.lost = report.warn_only && report.code() == 0 && self.exit_code != 0;
        if report.code() != self.exit_code {
            return Err(Unusable::Contradiction("its exit code"));
        }
        let of_code = judged(report.repository.clone())?.outcome();
        let worst = report.hooks.iter().map(|hook| hook.outcome).chain([of_code]).map(Outcome::rank).max();
        let has_passed = outcome.code() == 0;
        if worst > Some(outcome.rank()) || has_passed && !report.problems.is_empty() {
            return Err(Unusable::Contradiction("how it ended"));
        }
        Ok(report)
    }
}

impl HookPart<'_, Text> {
    fn report(self) -> Result<HookReport, Unusable> {
        let values = self.values;
        let verdict = judged(rulings(self.findings, self.checks)?)?;
        let is_asked = verdict.rulings.iter().any(|ruling| ruling.subject.kind == Aspect::Alive);
        if !is_asked || (verdict.outcome(), verdict.reason()) != (values.status, values.reason) {
            return Err(Unusable::Contradiction("how a webhook's check ended"));
        }
        let is_host = |portal: String| Host::parse(&portal).is_some() || portal.contains(STARS);
        if !values.portal.iter().map(|portal| portal.reveal()).all(is_host) {
            return Err(Unusable::Unknown("portal"));
        }
        let mut scopes = values.granted_scopes.iter().chain(values.extra_scopes.iter()).map(Text::reveal);
        if !scopes.all(|code| code.chars().any(is_visible)) {
            return Err(Unusable::Unknown("granted-scopes"));
        }
        let name = values.user_name.map(Cow::into_owned).filter(|name| !name.is_empty());
        let admin = values.admin;
        let told =
            |scopes: Vec<Cow<'_, Text>>| scopes.into_iter().map(Cow::into_owned).collect::<BTreeSet<_>>();
        let (missing, forbidden) = (told(values.missing_scopes), told(values.forbidden_scopes));
        let hook = HookReport {
            number: self.number,
            name: values.name.map(Cow::into_owned),
            portal: values.portal.map(Cow::into_owned),
            outcome: values.status,
            reason: values.reason,
            person: values.user_id.map(|id| PersonReport { id, name, admin }),
            license: values.license.map(Cow::into_owned),
            granted: self.grants_known.then(|| values.granted_scopes.into_owned()),
            extra: values.extra_scopes.into_owned(),
            unlisted_granted: self.unlisted_granted,
            unlisted_extra: self.unlisted_extra,
            rulings: verdict.rulings,
            moved_to: self.moved_to.map(Cow::into_owned),
            attempts: values.attempts,
            elapsed: Duration::from_millis(values.duration_ms),
            private: Vec::new(),
        };
        // These only repeat what the checks say.
        let is_repeated = values.exit_code == hook.outcome.code()
            && missing.iter().eq(hook.missing())
            && forbidden.iter().eq(hook.forbidden());
        if !is_repeated {
            return Err(Unusable::Contradiction("how a webhook's check ended"));
        }
        if !hook.rulings.iter().all(|ruling| fits(ruling, &hook)) {
            return Err(Unusable::Contradiction("what a webhook holds"));
        }
        Ok(hook)
    }
}

/// Whether somebody who knows these grants, in full or not at all, can judge so.
fn fits(ruling: &Ruling, hook: &HookReport) -> bool {
    let Ruling { subject, standing, .. } = ruling;
    let code = subject.value.as_ref();
    let is_always_held =
        code.and_then(|code| Scope::as_sent(&code.reveal())).is_some_and(|code| code.is_always_held());
    let is_starred = code.is_some_and(|code| code.reveal().contains(STARS));
    let is_granted = |granted: &BTreeSet<Text>| code.is_some_and(|code| granted.contains(code));
    match (subject.kind, standing, &hook.granted) {
        (Aspect::Required, ..) if is_always_held => true,
        (Aspect::Required | Aspect::Forbidden | Aspect::Extra, Standing::Held | Standing::Broken, None) => {
            false
        }
        (Aspect::Required, Standing::Held, Some(granted)) => is_granted(granted) || hook.unlisted_granted > 0,
        // Another code may be starred like it.
        (Aspect::Forbidden, Standing::Held, Some(granted)) => !is_granted(granted) || is_starred,
        _ => true,
    }
}

/// The verdict by the standings alone, which say what was found; a status only repeats it.
fn judged(rulings: Vec<Ruling>) -> Result<Verdict, Unusable> {
    let is_open =
        rulings.iter().any(|ruling| ruling.standing == Standing::Unknown && ruling.finding.is_none());
    let is_sound = rulings.iter().all(Ruling::is_sound);
    let verdict = Verdict { rulings };
    // What nobody could decide is never a pass: the finding that says why is another ruling's.
    if is_sound && !(is_open && verdict.outcome() == Outcome::Passed) {
        Ok(verdict)
    } else {
        Err(Unusable::Contradiction("its standings"))
    }
}

/// The checks with their findings; each finding belongs to a check.
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
