//! The action's outputs in the runner's file format: every name on every path.

use serde_json::{Map, Value, json};

use crate::ledger::{Origin, Problem};
use crate::report::v1::{HookValues, millis};

use crate::report::{HookReport, Sealed};
use crate::text::seal::Quote;

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

/// Bytes of `portals`. All outputs of a job may take 1 MB, counted in UTF-16 (GitHub's documentation, "Passing
/// information between jobs"), which is at most twice as much; each list of scopes may have 64 KiB.
const MAX_PORTALS: usize = 300 << 10;

/// Renders all outputs.
#[must_use]
pub fn render(report: &Sealed, nonce: &str) -> String {
    let values = values(report);
    let mut out = String::new();
    for name in NAMES {
        out.push_str(&output(name, &values.get(name).map(text).unwrap_or_default(), nonce));
    }
    out
}

/// One output between lines of a delimiter that ends with `nonce`: a value could otherwise end its own text
/// and begin another output.
#[must_use]
pub(crate) fn output(name: &str, value: &str, nonce: &str) -> String {
    let mut delimiter = format!("b24_{nonce}");
    while value.contains(&delimiter) {
        delimiter.push('_');
    }
    format!("{name}<<{delimiter}\n{value}\n{delimiter}\n")
}

pub(super) fn values(report: &Sealed) -> Map<String, Value> {
    let mut values = report.worst().map_or_else(empty, hook);
    values.insert("status".into(), report.outcome.word().into());
    values.insert("reason".into(), report.reason.id().into());
    values.insert("exit-code".into(), report.code().into());
    values.insert("duration-ms".into(), millis(report.elapsed).into());
    values.insert("portals".into(), portals(report).into());
    values.insert("report".into(), json!(report.json_file));
    values
}

fn hook(hook: &HookReport<Quote>) -> Map<String, Value> {
    match json!(HookValues::of(hook)) {
        Value::Object(values) => values,
        _ => Map::new(),
    }
}

/// As many hooks as fit, failed ones first; in the order given.
fn portals(report: &Sealed) -> Vec<Value> {
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

/// The notice if not every hook fits into `portals`.
#[must_use]
pub(crate) fn notice(report: &Sealed) -> Option<Problem> {
    let (shown, all) = (portals(report).len(), report.hooks.len());
    (shown < all).then(|| {
        let what = text!(
            "it holds {} of {} webhooks, since a job's outputs may not be larger than 1 MB",
            shown,
            all
        );
        let advice = "read the others from the JSON report, `json-file`";
        Problem::new(Origin::setting("output `portals`"), what, advice)
    })
}

fn empty() -> Map<String, Value> {
    let lists = ["granted-scopes", "missing-scopes", "forbidden-scopes", "extra-scopes"];
    let mut values: Map<String, Value> = lists.map(|name| (name.to_owned(), json!([]))).into_iter().collect();
    values.insert("attempts".into(), 0.into());
    values
}

/// A value as output text.
fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::samples;
    use std::collections::BTreeMap;

    use crate::text::Text;
    use crate::text::redactor::Redactor;
    use crate::text::seal::Seal;

    /// The runner's parser, after its source (actions/runner, `FileCommandManager.cs`).
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
        for (kind, report) in samples::sealed() {
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
    fn of_very_many_hooks_those_that_failed_are_reported_first() {
        let mut report = samples::sealed().into_iter().find(|(name, _)| *name == "several").unwrap().1;
        assert_eq!(notice(&report), None);
        let passed = report.hooks.iter().find(|hook| hook.is_quiet()).unwrap().clone();
        let failed = report.hooks.iter().find(|hook| !hook.is_quiet()).unwrap().clone();
        report.hooks = std::iter::repeat_n(passed, 3000).chain([failed]).collect();
        let text = render(&report, "n");
        assert!(text.len() < MAX_PORTALS + 2000, "{}", text.len());
        let portals: Vec<Value> = serde_json::from_str(&read(&text)["portals"]).unwrap();
        assert!(portals.len() > 500 && portals.last().unwrap()["status"] != "passed");
        let start = format!("output `portals`: it holds {} of 3001 webhooks", portals.len());
        let notice = notice(&report).unwrap().seal(&Redactor::default()).to_string();
        assert!(notice.starts_with(&start), "{notice}");
    }

    #[test]
    fn a_value_that_knows_the_delimiter_cannot_end_it() {
        let (_, mut report) = samples::sealed().remove(0);
        report.json_file = Some(Text::theirs("b24_n x").seal(&Redactor::default()));
        let outputs = read(&render(&report, "n"));
        assert_eq!(outputs["report"], "b24_n x");
        assert_eq!(outputs.len(), NAMES.len());
    }
}
