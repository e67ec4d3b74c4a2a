//! The action's outputs, in the grammar of the runner's output file: every name on every path.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::ledger::{Origin, Problem};
use crate::scope::Scope;

use super::{HookReport, Report, phrases};

/// Every output, in the order of the documentation.
pub const NAMES: [&str; 16] = [
    "status",
    "reason",
    "exit-code",
    "portal",
    "user-id",
    "user-name",
    "admin",
    "license",
    "granted-scopes",
    "missing-scopes",
    "forbidden-scopes",
    "extra-scopes",
    "attempts",
    "duration-ms",
    "portals",
    "report",
];

/// The most bytes of `portals`. All outputs of a job may take 1 MB, counted in UTF-16 (GitHub's documentation,
/// "Passing information between jobs"), which is at most twice as much; each list of scopes may have 64 KiB.
const MAX_PORTALS: usize = 300 << 10;

/// Renders all outputs.
#[must_use]
pub fn render(report: &Report, nonce: &str) -> String {
    let values = values(report);
    let mut out = String::new();
    for name in NAMES {
        out.push_str(&output(name, &values.get(name).map(text).unwrap_or_default(), nonce));
    }
    out
}

/// One output between lines of a delimiter that ends with `nonce`: a value could otherwise end its own text and
/// begin another output.
#[must_use]
pub fn output(name: &str, value: &str, nonce: &str) -> String {
    let mut delimiter = format!("b24_{nonce}");
    while value.contains(&delimiter) {
        delimiter.push('_');
    }
    format!("{name}<<{delimiter}\n{value}\n{delimiter}\n")
}

/// The values of all outputs.
pub(super) fn values(report: &Report) -> Map<String, Value> {
    let mut values = report.worst().map_or_else(empty, hook);
    values.insert("status".into(), report.outcome.word().into());
    values.insert("reason".into(), report.reason.id().into());
    values.insert("exit-code".into(), report.code().into());
    values.insert("duration-ms".into(), phrases::millis(report.elapsed).into());
    values.insert("portals".into(), portals(report).into());
    values.insert("report".into(), report.json_file.as_ref().map(ToString::to_string).into());
    values
}

/// As many hooks as there is room for, those that did not pass before others; in the order given.
fn portals(report: &Report) -> Vec<Value> {
    let mut ranked = report.hooks.iter().enumerate().collect::<Vec<_>>();
    ranked.sort_by_key(|(_, hook)| std::cmp::Reverse(hook.outcome.rank()));
    let mut bytes = 0;
    let values = ranked.into_iter().map(|(index, each)| (index, Value::Object(hook(each))));
    let mut fitting = values
        .take_while(|(_, value)| {
            bytes += value.to_string().len();
            bytes <= MAX_PORTALS
        })
        .collect::<Vec<_>>();
    fitting.sort_by_key(|(index, _)| *index);
    fitting.into_iter().map(|(_, value)| value).collect()
}

/// What to say when not every hook found room in `portals`.
#[must_use]
pub fn notice(report: &Report) -> Option<Problem> {
    let (told, all) = (portals(report).len(), report.hooks.len());
    (told < all).then(|| Problem {
        origin: Origin::setting("output `portals`"),
        what: format!("it holds {told} of {all} hooks, since a job's outputs may not be larger than 1 MB"),
        advice: "read the others from the JSON report, `json-file`".to_owned(),
    })
}

fn empty() -> Map<String, Value> {
    let lists = ["granted-scopes", "missing-scopes", "forbidden-scopes", "extra-scopes"];
    let mut values: Map<String, Value> = lists.map(|name| (name.to_owned(), json!([]))).into_iter().collect();
    values.insert("attempts".into(), 0.into());
    values
}

/// One hook's values: an element of `portals`, and of the JSON report.
pub(super) fn hook(hook: &HookReport) -> Map<String, Value> {
    let person = hook.person.as_ref();
    let none = BTreeSet::new();
    let granted = hook.granted.as_ref().unwrap_or(&none);
    let list = |scopes: &mut dyn Iterator<Item = &Scope>| -> Value { scopes.map(Scope::as_str).collect() };
    let pairs: [(&str, Value); 15] = [
        ("name", hook.name.clone().into()),
        ("status", hook.outcome.word().into()),
        ("reason", hook.reason.id().into()),
        ("exit-code", hook.outcome.code().into()),
        ("portal", hook.portal.clone().into()),
        ("user-id", person.map(|person| person.id).into()),
        ("user-name", person.and_then(|person| person.name.as_ref()).map(ToString::to_string).into()),
        ("admin", person.and_then(|person| person.admin).into()),
        ("license", hook.license.as_ref().map(ToString::to_string).into()),
        ("granted-scopes", list(&mut granted.iter())),
        ("missing-scopes", list(&mut hook.missing().into_iter())),
        ("forbidden-scopes", list(&mut hook.forbidden().into_iter())),
        ("extra-scopes", list(&mut hook.extra.iter())),
        ("attempts", hook.attempts.into()),
        ("duration-ms", phrases::millis(hook.elapsed).into()),
    ];
    pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// A value as the text of an output.
fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;
    use std::collections::BTreeMap;

    /// The runner's grammar, written from its source (actions/runner, `FileCommandManager.cs`).
    fn read(text: &str) -> BTreeMap<String, String> {
        let mut outputs = BTreeMap::new();
        let mut lines = text.split_terminator('\n');
        while let Some(line) = lines.next() {
            let (name, delimiter) = line.split_once("<<").expect("a heredoc");
            let value = lines.by_ref().take_while(|line| *line != delimiter).collect::<Vec<_>>().join("\n");
            assert!(outputs.insert(name.to_owned(), value).is_none(), "{name} twice");
        }
        outputs
    }

    #[test]
    fn every_sample_reads_as_kept() {
        samples::compare("outputs", |report| render(report, "nonce"));
    }

    #[test]
    fn every_name_is_there_on_every_path() {
        for (kind, report) in samples::all() {
            let outputs = read(&render(&report, "n"));
            assert_eq!(outputs.len(), NAMES.len(), "{kind}");
            for name in ["granted-scopes", "missing-scopes", "forbidden-scopes", "extra-scopes", "portals"] {
                assert!(serde_json::from_str::<Vec<Value>>(&outputs[name]).is_ok(), "{kind} {name}");
            }
            for name in ["exit-code", "attempts", "duration-ms"] {
                assert!(outputs[name].parse::<u64>().is_ok(), "{kind} {name}");
            }
        }
    }

    #[test]
    fn of_very_many_hooks_those_that_failed_are_told_first() {
        let mut report = samples::all().into_iter().find(|(name, _)| *name == "several").unwrap().1;
        assert_eq!(notice(&report), None);
        let passed = report.hooks.iter().find(|hook| hook.is_quiet()).unwrap().clone();
        let failed = report.hooks.iter().find(|hook| !hook.is_quiet()).unwrap().clone();
        report.hooks = std::iter::repeat_n(passed, 3000).chain([failed]).collect();
        let text = render(&report, "n");
        assert!(text.len() < MAX_PORTALS + 2000, "{}", text.len());
        let portals: Vec<Value> = serde_json::from_str(&read(&text)["portals"]).unwrap();
        assert!(portals.len() > 500 && portals.last().unwrap()["status"] != "passed");
        let told = format!("output `portals`: it holds {} of 3001 hooks", portals.len());
        assert!(notice(&report).unwrap().to_string().starts_with(&told));
    }

    #[test]
    fn a_value_that_knows_the_delimiter_cannot_end_it() {
        let (_, mut report) = samples::all().remove(0);
        report.json_file = Some(crate::quote::Quote::new("b24_n x", &crate::quote::Redactor::default()));
        let outputs = read(&render(&report, "n"));
        assert_eq!(outputs["report"], "b24_n x");
        assert_eq!(outputs.len(), NAMES.len());
    }
}
