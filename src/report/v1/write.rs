//! Sealed report → document, which borrows from it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::time::Duration;

use super::{
    CheckPart, Claim, Document, FindingPart, HookPart, HookValues, NAME, RepositoryPart, Tool, VERSION,
};
use crate::report::{HookReport, Sealed};
use crate::text::seal::Quote;
use crate::verdict::{Finding, Ruling};

/// Whole milliseconds.
pub(crate) fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

fn borrowed<T: Clone>(value: Option<&T>) -> Option<Cow<'_, T>> {
    value.map(Cow::Borrowed)
}

impl<'r> Document<'r, Quote> {
    pub(super) fn of(report: &'r Sealed) -> Self {
        let (findings, checks) = parts(&report.repository, report);
        let tool = Tool { name: NAME.to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() };
        Self {
            claim: Claim { version: VERSION, tool },
            command: report.command,
            run: borrowed(report.run.as_ref()),
            given: report.given,
            status: report.outcome,
            reason: report.reason,
            exit_code: report.code(),
            warn_only: report.warn_only,
            headline: Cow::Borrowed(&report.headline.text),
            policy: borrowed(report.policy.as_ref()),
            duration_ms: millis(report.elapsed),
            hooks: report.hooks.iter().map(|hook| HookPart::of(hook, report)).collect(),
            repository: RepositoryPart {
                calls: report.scanned.map(|(calls, _)| calls),
                files: report.scanned.map(|(_, files)| files),
                findings,
                checks,
            },
            policy_diff: borrowed(report.diff.as_ref()),
            problems: Cow::Borrowed(&report.problems),
            notices: Cow::Borrowed(&report.notices),
            warnings: Cow::Borrowed(&report.warnings),
            private: Cow::Borrowed(&report.private),
        }
    }
}

impl<'r> HookValues<'r, Quote> {
    #[must_use]
    pub(crate) fn of(hook: &'r HookReport<Quote>) -> Self {
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
    fn of(hook: &'r HookReport<Quote>, report: &Sealed) -> Self {
        let (findings, checks) = parts(&hook.rulings, report);
        Self {
            values: HookValues::of(hook),
            number: hook.number,
            grants_known: hook.granted.is_some(),
            unlisted_granted: hook.unlisted_granted,
            unlisted_extra: hook.unlisted_extra,
            moved_to: borrowed(hook.moved_to.as_ref()),
            findings,
            checks,
        }
    }
}

/// The findings, the most severe first, and the checks, each with the index of its finding.
fn parts<'r>(
    rulings: &'r [Ruling<Quote>],
    report: &Sealed,
) -> (Vec<FindingPart<'r, Quote>>, Vec<CheckPart<'r, Quote>>) {
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
            documentation: report.page_of(finding.reason),
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
