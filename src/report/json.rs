//! The JSON report, version 1; its schema is `schema/report.v1.json`. The version rises when a field
//! is taken away or changes its meaning, not when one is added.

//!
//! A report can be read back ([`parse`](super::parse)): what a renderer says must stand here, in words of a closed
//! set where there is one.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::ledger::{Origin, Problem};
use crate::policy::diff::About;
use crate::verdict::{Finding, Ruling};

use super::diff::{ChangeReport, Diff};
use super::{Report, outputs, phrases, words};

/// The version of the format.
pub const VERSION: u64 = 1;

/// Renders the report.
#[must_use]
pub fn render(report: &Report) -> String {
    let hooks = report.hooks.iter().map(|hook| {
        let mut fields = outputs::hook(hook);
        let complaints = hook.complaints();
        fields.insert("grants-known".into(), hook.granted.is_some().into());
        fields.insert("moved-to".into(), hook.moved_to.clone().into());
        fields.insert("findings".into(), complaints.iter().map(|(ruling, _)| finding(ruling)).collect());
        fields.insert("checks".into(), checks(&hook.rulings, &complaints));
        Value::Object(fields)
    });
    let complaints = report.repository_complaints();
    let whole = json!({
        "version": VERSION,
        "tool": { "name": "b24-ping", "version": env!("CARGO_PKG_VERSION") },
        "status": report.outcome.word(),
        "reason": report.reason.id(),
        "exit-code": report.code(),
        "warn-only": report.warn_only,
        "headline": report.headline,
        "policy": report.policy,
        "duration-ms": phrases::millis(report.elapsed),
        "hooks": hooks.collect::<Vec<_>>(),
        "repository": {
            "findings": complaints.iter().map(|(ruling, _)| finding(ruling)).collect::<Vec<_>>(),
            "calls": report.scanned.map(|(calls, _)| calls),
            "files": report.scanned.map(|(_, files)| files),
            "checks": checks(&report.repository, &complaints),
        },
        "policy-diff": report.diff.as_ref().map(diff),
        "problems": report.problems.iter().map(problem).collect::<Vec<_>>(),
        "notices": report.notices.iter().map(problem).collect::<Vec<_>>(),
    });
    format!("{whole:#}\n")
}

fn finding(ruling: &Ruling) -> Value {
    let mut fields = origin(ruling.origin.as_ref());
    if let Some(finding) = &ruling.finding {
        fields.insert("check".into(), phrases::check(&ruling.subject).into());
        fields.insert("reason".into(), finding.reason.id().into());
        fields.insert("severity".into(), finding.severity.word().into());
        fields.insert("message".into(), finding.what.clone().into());
        fields.insert("advice".into(), finding.advice.clone().into());
        fields.insert("why".into(), json!(ruling.why));
    }
    Value::Object(fields)
}

fn diff(diff: &Diff) -> Value {
    let change = |change: &ChangeReport| {
        let mut fields = origin(Some(&change.origin));
        let (scope, wanted) = match &change.about {
            About::Scope(scope, wanted) => (Some(scope.as_str()), Some(words::WANTED.word(wanted))),
            About::Hook | About::Code => (None, None),
        };
        fields.insert("kind".into(), words::KINDS.word(&change.kind).into());
        fields.insert("about".into(), words::about(&change.about).into());
        fields.insert("hook".into(), json!(change.hook));
        fields.insert("scope".into(), json!(scope));
        fields.insert("wanted".into(), json!(wanted));
        fields.insert("message".into(), change.what.clone().into());
        fields.insert("advice".into(), change.advice.clone().into());
        fields.insert("why".into(), json!(change.why));
        fields.insert("lines".into(), json!(change.lines));
        Value::Object(fields)
    };
    json!({ "baseline": diff.baseline, "changes": diff.changes.iter().map(change).collect::<Vec<_>>() })
}

/// The checks, each with the place of its finding among the findings.
fn checks(rulings: &[Ruling], complaints: &[(&Ruling, &Finding)]) -> Value {
    let places =
        complaints.iter().enumerate().map(|(place, (ruling, _))| (std::ptr::from_ref(*ruling), place));
    let places = places.collect::<BTreeMap<_, _>>();
    rulings.iter().map(|ruling| check(ruling, places.get(&std::ptr::from_ref(ruling)).copied())).collect()
}

fn check(ruling: &Ruling, finding: Option<usize>) -> Value {
    let (kind, value) = words::of_subject(&ruling.subject);
    let mut fields = origin(ruling.origin.as_ref());
    fields.insert("check".into(), phrases::check(&ruling.subject).into());
    fields.insert("kind".into(), kind.into());
    fields.insert("value".into(), json!(value));
    fields.insert("standing".into(), words::STANDINGS.word(&ruling.standing).into());
    fields.insert("why".into(), json!(ruling.why));
    fields.insert("finding".into(), json!(finding));
    Value::Object(fields)
}

fn problem(problem: &Problem) -> Value {
    let mut fields = origin(Some(&problem.origin));
    fields.insert("message".into(), problem.what.clone().into());
    fields.insert("advice".into(), problem.advice.clone().into());
    Value::Object(fields)
}

/// Where it stands: a spot in a file, an input, or something else by name.
fn origin(origin: Option<&Origin>) -> Map<String, Value> {
    let mut fields = Map::new();
    let mut put = |name: &str, value: Value| fields.insert(name.to_owned(), value);
    match origin {
        None => {}
        Some(Origin::Line(place)) => {
            put("file", place.file.as_str().into());
            put("line", place.line.into());
            put("column", place.column.into());
        }
        Some(Origin::Input(name)) => {
            put("input", (*name).into());
        }
        Some(Origin::File(file)) => {
            put("file", file.as_str().into());
        }
        Some(Origin::Setting(name)) => {
            put("setting", name.as_str().into());
        }
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;

    #[test]
    fn every_sample_reads_as_kept() {
        samples::compare("json", render);
    }
}
