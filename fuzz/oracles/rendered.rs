//! Everything that a report becomes, looked at in every way: what `gate::deliver` does, without files.

use b24_ping::testing::render::{self, Look, OUTPUTS};
use b24_ping::testing::{
    Listing, Outcome, Quote, Redactor, Report, STARS, Seal, Sealed, SealedListing, Text, snapshot, v1,
};
use serde_json::Value;

use super::sinks::Sinks;
use super::{log, markdown, outputs, secret, xml};

const NONCE: &str = "5f3a9c1e";

/// A report, ready to be rendered.
struct Ready<'r> {
    report: Sealed,
    open: Report,
    redactor: &'r Redactor,
    policy: Option<SealedListing>,
}

/// Renders in one format, looks at it in the way of that format's readers, and returns all that they are shown.
type Sink = fn(&Ready<'_>) -> Vec<String>;

const ALL: [Sink; 10] =
    [console, github, azure, summary, junit, json, sarif, outputs_file, variables, snapshots];

/// Renders the reports, or one of them, and looks at what comes out. `policy` is the policy's text, of which a
/// terminal is shown the lines at fault.
pub fn check(reports: Vec<Report>, redactor: &Redactor, policy: Option<&str>, sinks: Sinks) {
    drop(checked(reports, redactor, policy, sinks));
}

/// The same, and all that was rendered.
#[must_use]
pub fn checked(reports: Vec<Report>, redactor: &Redactor, policy: Option<&str>, sinks: Sinks) -> Vec<String> {
    let mut texts = Vec::new();
    for mut report in sinks.among(reports) {
        report.policy = Some(Text::theirs("ci/b24 scopes.yml"));
        report.source = Some(Text::theirs("https://github.example/acme/app/blob/0123abc"));
        report.documentation =
            Some(Text::theirs("https://github.example/acme/b24-ping/blob/v1/docs/reasons.md"));
        report.json_file = Some(Text::theirs("out/report.json"));
        let policy = policy.map(|policy| Listing::new(policy).seal(redactor));
        let ready = Ready { report: report.clone().sealed(redactor).0, open: report, redactor, policy };
        texts.extend(sinks.second().among(ALL.to_vec()).into_iter().flat_map(|sink| sink(&ready)));
    }
    for text in &texts {
        secret::is_absent("a rendering", text);
    }
    texts
}

fn console(ready: &Ready<'_>) -> Vec<String> {
    let policies = [None, ready.policy.as_ref()];
    let texts = policies
        .map(|policy| render::console(&ready.report, &Look { policy: policy.cloned(), ..Look::default() }));
    for text in &texts {
        log::has_no_commands("console", text);
        log::is_plain("console", text);
    }
    texts.to_vec()
}

fn github(ready: &Ready<'_>) -> Vec<String> {
    let text = render::github(&ready.report, Some("/work"));
    for annotation in super::github::annotations(&text) {
        log::is_plain("github", &annotation.data);
    }
    vec![text]
}

fn azure(ready: &Ready<'_>) -> Vec<String> {
    let summary = Text::theirs("/tmp/summary.md").seal(ready.redactor);
    let text = render::azure(&ready.report, Some("/work"), Some(&summary));
    let told = super::azure::commands(&text);
    assert_eq!(told.iter().filter(|command| command.name == "task.uploadsummary").count(), 1);
    vec![text]
}

fn summary(ready: &Ready<'_>) -> Vec<String> {
    let page = render::summary(&ready.report);
    log::is_plain("summary", &page);
    vec![markdown::shown(&page), page]
}

fn junit(ready: &Ready<'_>) -> Vec<String> {
    let text = render::junit(&ready.report);
    vec![xml::texts(&text), text]
}

fn json(ready: &Ready<'_>) -> Vec<String> {
    let text = v1::render(&ready.report);
    comes_back(&text, ready);
    vec![text]
}

fn sarif(ready: &Ready<'_>) -> Vec<String> {
    let text = render::sarif(&ready.report, Some("/work"));
    let log = structured("sarif", &text);
    assert_eq!(log["version"], "2.1.0");
    messages(&log);
    vec![text]
}

fn outputs_file(ready: &Ready<'_>) -> Vec<String> {
    let text = render::outputs(&ready.report, NONCE);
    let document = structured("json", &v1::render(&ready.report));
    same_outputs(&ready.report, &outputs::read(&text), &document);
    vec![text]
}

/// Our own words have become another's in a report that was read, so a secret that is one of them is starred.
fn says_the_same(read: &Value, first: &Value, redactor: &Redactor) -> bool {
    match (read, first) {
        (Value::String(read), Value::String(first)) => read == first || *read == *redactor.clean(first),
        (Value::Array(read), Value::Array(first)) => {
            read.len() == first.len()
                && read.iter().zip(first).all(|(read, first)| says_the_same(read, first, redactor))
        }
        (Value::Object(read), Value::Object(first)) => {
            read.len() == first.len()
                && read.iter().all(|(key, read)| {
                    first.get(key).is_some_and(|first| says_the_same(read, first, redactor))
                })
        }
        _ => read == first,
    }
}

/// A report that was read says what the first one says: a merge of shares must not lose or refuse any of it.
fn comes_back(text: &str, ready: &Ready<'_>) {
    let redactor = ready.redactor;
    let mut again = v1::parse(text.as_bytes()).unwrap_or_else(|why| panic!("{why}: {text}"));
    again.documentation.clone_from(&ready.open.documentation);
    let again = v1::render(&again.sealed(redactor).0);
    let (again, first) = (structured("json", &again), structured("json", text));
    assert!(
        says_the_same(&again, &first, redactor),
        "a report that was read says something else: {again} {first}"
    );
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

/// No message of a SARIF report has a link or a placeholder: each bracket is escaped, each brace is two, and no viewer
/// without escapes finds a link either.
fn messages(whole: &Value) {
    match whole {
        Value::Object(members) => {
            if let Some(Value::String(text)) = members.get("text") {
                let (mut rest, mut brace) = (text.chars(), None);
                while let Some(c) = rest.next() {
                    assert!(!matches!(c, '[' | ']'), "a bracket with a meaning: {text}");
                    let second = brace.take() == Some(c);
                    brace = (!second && matches!(c, '{' | '}')).then_some(c);
                    assert!(
                        brace.is_none() || rest.as_str().starts_with(c),
                        "a brace with a meaning: {text}"
                    );
                    if c == '\\' {
                        rest.next().expect("what is escaped");
                    }
                }
                assert!(!text.contains("]("), "a link for some: {text}");
            }
            members.values().for_each(messages);
        }
        Value::Array(items) => items.iter().for_each(messages),
        _ => {}
    }
}

/// Every output once, in the documentation's order, with the value that the JSON report tells.
fn same_outputs(report: &Sealed, told: &[(String, String)], json: &Value) {
    let names = told.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>();
    assert_eq!(names, OUTPUTS);
    let value = |name: &str| &told.iter().find(|(known, _)| known == name).expect("it is there").1;
    for name in ["status", "reason", "exit-code"] {
        assert_eq!(*value(name), as_text(&json[name]), "{name}");
    }
    let portals = structured("portals", value("portals"));
    let hooks = json["hooks"].as_array().expect("a list");
    assert_eq!(portals.as_array().map(Vec::len), Some(hooks.len()));
    if let (Some(hook), [_]) = (hooks.first(), hooks.as_slice()) {
        for name in &OUTPUTS[3..13] {
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
fn variables(ready: &Ready<'_>) -> Vec<String> {
    let dotenv = render::dotenv(&ready.report);
    assert!(dotenv.len() <= 5 * 1024, "{} bytes", dotenv.len());
    for line in dotenv.lines() {
        let (key, value) = line.split_once('=').unwrap_or_else(|| panic!("no variable: {line}"));
        assert!(key.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_'), "{line}");
        assert!(value.chars().all(|c| c.is_ascii_alphanumeric() || "_.:-,[]*".contains(c)), "{line}");
    }
    vec![dotenv]
}

/// A snapshot is a policy without mistakes.
fn snapshots(ready: &Ready<'_>) -> Vec<String> {
    let text = |identity| snapshot(ready.open.clone(), ready.redactor, identity).ok();
    let texts = [false, true].into_iter().filter_map(text);
    let texts = texts.collect::<Vec<_>>();
    for text in &texts {
        assert_eq!(ready.report.outcome, Outcome::Passed);
        log::is_plain("snapshot", text);
        // What is starred names nothing any more.
        if !text.contains(STARS) {
            super::policy::is_well_formed(text.as_bytes());
        }
    }
    texts
}
