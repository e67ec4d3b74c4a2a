//! The JSON report, version 1; its schema is `schema/report.v1.json`. The version rises when a field
//! is taken away or changes its meaning, not when one is added.

use serde_json::{Map, Value, json};

use crate::ledger::{Origin, Problem};
use crate::policy::diff::Kind;
use crate::verdict::{Ruling, Standing};

use super::diff::{ChangeReport, Diff};
use super::{Report, outputs, phrases};

/// Renders the report.
#[must_use]
pub fn render(report: &Report) -> String {
    let hooks = report.hooks.iter().map(|hook| {
        let mut fields = outputs::hook(hook);
        fields
            .insert("findings".into(), hook.complaints().iter().map(|(ruling, _)| finding(ruling)).collect());
        fields.insert("checks".into(), hook.rulings.iter().map(check).collect());
        Value::Object(fields)
    });
    let whole = json!({
        "version": 1,
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
            "findings": report.repository_complaints().iter().map(|(ruling, _)| finding(ruling)).collect::<Vec<_>>(),
            "calls": report.scanned.map(|(calls, _)| calls),
            "files": report.scanned.map(|(_, files)| files),
            "checks": report.repository.iter().map(check).collect::<Vec<_>>(),
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
        let kind = match change.kind {
            Kind::Added => "added",
            Kind::Weakened => "weakened",
            Kind::Other => "changed",
        };
        let mut fields = origin(Some(&change.origin));
        fields.insert("kind".into(), kind.into());
        fields.insert("message".into(), change.what.clone().into());
        fields.insert("advice".into(), change.advice.clone().into());
        fields.insert("why".into(), json!(change.why));
        fields.insert("lines".into(), json!(change.lines));
        Value::Object(fields)
    };
    json!({ "baseline": diff.baseline, "changes": diff.changes.iter().map(change).collect::<Vec<_>>() })
}

fn check(ruling: &Ruling) -> Value {
    let standing = match ruling.standing {
        Standing::Held => "held",
        Standing::Broken => "broken",
        Standing::Unknown => "unknown",
    };
    let mut fields = origin(ruling.origin.as_ref());
    fields.insert("check".into(), phrases::check(&ruling.subject).into());
    fields.insert("standing".into(), standing.into());
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
