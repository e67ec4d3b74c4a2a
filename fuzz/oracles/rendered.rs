//! Everything that a report becomes, looked at in every way: what `gate::deliver` does, without files.

use b24_ping::outcome::Outcome;
use b24_ping::quote::{Quote, Redactor, STARS};
use b24_ping::report::console::Look;
use b24_ping::report::{
    Report, azure, console, dotenv, github, json, junit, outputs, parse, sarif, snapshot, summary,
};
use serde_json::Value;

use super::{log, markdown, secret, xml};

const NONCE: &str = "5f3a9c1e";

/// Renders the report in every format and looks at each. `policy` is the policy's text, of which a terminal
/// is shown the lines at fault.
pub fn check(mut report: Report, redactor: &Redactor, policy: Option<&str>) {
    report.policy = Some(Quote::new("ci/b24 scopes.yml", redactor));
    report.source = Some("https://github.example/acme/app/blob/0123abc".to_owned());
    report.json_file = Some(Quote::new("out/report.json", redactor));
    report.scrub(redactor);
    let clean = |name: &str, text: String| {
        let clean = redactor.clean(&text).into_owned();
        secret::is_absent(name, &clean);
        clean
    };
    for look in [Look::default(), Look { colour: false, policy }] {
        let text = clean("console", console::render(&report, look));
        log::has_no_commands("console", &text);
        log::is_plain("console", &text);
    }
    let commands = clean("github", github::render(&report, Some("/work")));
    for annotation in super::github::annotations(&commands) {
        log::is_plain("github", &annotation.data);
    }
    let commands = clean("azure", azure::render(&report, Some("/work"), Some("/tmp/summary.md")));
    let told = super::azure::commands(&commands);
    assert_eq!(told.iter().filter(|command| command.name == "task.uploadsummary").count(), 1);
    let page = clean("summary", summary::render(&report));
    log::is_plain("summary", &page);
    secret::is_absent("summary, shown", &markdown::shown(&page));
    secret::is_absent("junit, read", &xml::texts(&clean("junit", junit::render(&report))));
    let text = clean("json", json::render(&report));
    comes_back(&text, redactor);
    let json = structured("json", &text);
    let scan = structured("sarif", &clean("sarif", sarif::render(&report, Some("/work"))));
    assert_eq!(scan["version"], "2.1.0");
    let told = clean("outputs", outputs::render(&report, NONCE));
    same_outputs(&report, &super::outputs::read(&told), &json);
    variables(&clean("dotenv", dotenv::render(&report)));
    reads_back(&report, redactor);
}

/// A report that was read says what the first one says: a merge of shares must not lose or refuse any of it.
fn comes_back(text: &str, redactor: &Redactor) {
    let again = parse::parse(text.as_bytes(), redactor).unwrap_or_else(|why| panic!("{why}: {text}"));
    let (first, again) = (structured("json", text), structured("json", &json::render(&again)));
    assert_eq!(words(again), words(first), "a report that was read says something else");
}

/// The same with one blank between the words of every text, as a quote has it.
fn words(value: Value) -> Value {
    match value {
        Value::String(text) => text.split_whitespace().collect::<Vec<_>>().join(" ").into(),
        Value::Array(items) => items.into_iter().map(words).collect(),
        Value::Object(members) => members.into_iter().map(|(key, value)| (key, words(value))).collect(),
        other => other,
    }
}

/// The JSON of a text, in which no string holds the secret.
fn structured(name: &str, text: &str) -> Value {
    let value = serde_json::from_str(text).unwrap_or_else(|error| panic!("{error} in {name}: {text}"));
    let mut open = vec![&value];
    while let Some(value) = open.pop() {
        match value {
            Value::String(text) => secret::is_absent(name, text),
            Value::Array(items) => open.extend(items),
            Value::Object(members) => open.extend(members.values()),
            _ => {}
        }
    }
    value
}

/// Every output once, in the documentation's order, with the value that the JSON report tells.
fn same_outputs(report: &Report, told: &[(String, String)], json: &Value) {
    let names = told.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>();
    assert_eq!(names, outputs::NAMES);
    let value = |name: &str| &told.iter().find(|(known, _)| known == name).expect("it is there").1;
    for name in ["status", "reason", "exit-code"] {
        assert_eq!(*value(name), as_text(&json[name]), "{name}");
    }
    let portals = structured("portals", value("portals"));
    let hooks = json["hooks"].as_array().expect("a list");
    assert_eq!(portals.as_array().map(Vec::len), Some(hooks.len()));
    if let (Some(hook), [_]) = (hooks.first(), hooks.as_slice()) {
        for name in &outputs::NAMES[3..13] {
            assert_eq!(*value(name), as_text(&hook[*name]), "{name}");
        }
        assert_eq!(portals[0]["granted-scopes"], hook["granted-scopes"]);
    }
    assert_eq!(value("report"), report.json_file.as_ref().map_or("", Quote::as_str));
}

fn as_text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Lines that GitLab and a shell read alike, in the 5 KB that GitLab takes.
fn variables(dotenv: &str) {
    assert!(dotenv.len() <= 5 * 1024, "{} bytes", dotenv.len());
    for line in dotenv.lines() {
        let (key, value) = line.split_once('=').unwrap_or_else(|| panic!("no variable: {line}"));
        assert!(key.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_'), "{line}");
        assert!(value.chars().all(|c| c.is_ascii_alphanumeric() || "_.:-,[]*".contains(c)), "{line}");
    }
}

/// A snapshot is a policy without mistakes, and says no secret.
fn reads_back(report: &Report, redactor: &Redactor) {
    for identity in [false, true] {
        let Ok(text) = snapshot::render(report, identity) else { continue };
        assert_eq!(report.outcome, Outcome::Passed);
        let text = redactor.clean(&text);
        secret::is_absent("snapshot", &text);
        log::is_plain("snapshot", &text);
        // What is starred names nothing any more.
        if !text.contains(STARS) {
            super::policy::is_well_formed(text.as_bytes(), redactor);
        }
    }
}
