//! What must be true of every run, whatever happened.

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::links;
use crate::run::Run;

/// Every output of the contract.
const OUTPUTS: [&str; 16] = [
    "admin",
    "attempts",
    "duration-ms",
    "exit-code",
    "extra-scopes",
    "forbidden-scopes",
    "granted-scopes",
    "license",
    "missing-scopes",
    "portal",
    "portals",
    "reason",
    "report",
    "status",
    "user-id",
    "user-name",
];

pub(crate) fn every_run(run: &Run, secrets: &[String], prints_only: bool) {
    assert!([0, 1, 2, 3, 129, 130, 143].contains(&run.code), "exit code {}: {run}", run.code);
    // A document on standard output must not be mixed with what is said about it.
    // On a slow machine a run may take long enough to say how far it is.
    let is_progress = |line: &str| {
        line.contains(" webhooks done so far")
            || line == "the webhook is being checked"
            || line.starts_with("attempt ") && line.contains(" of ")
    };
    let is_mask = |line: &str| run.github && line.starts_with("::add-mask::");
    let mut said = run.stderr.lines().skip_while(|line| is_mask(line));
    // The harness debugs, as the runner can.
    let quiet = said.all(|line| is_progress(line) || line.starts_with("debug: "));
    assert!(prints_only || quiet, "nobody is told anything else on standard error: {run}");
    assert!(!run.stdout.contains('\u{1b}'), "colours go to terminals only: {run}");
    no_secret(run, secrets);
    no_stray_command(run);
    if prints_only {
        return;
    }
    if run.github {
        every_output_once(run);
        summary(run);
    }
    if let (_, true) = run.has_reports() {
        junit_counts(run);
    }
}

/// The address of a hook holds its secret, so looking for the secret is enough.
fn no_secret(run: &Run, secrets: &[String]) {
    for (name, text) in run.leavings() {
        let text = text.to_ascii_lowercase();
        for secret in secrets {
            assert!(!text.contains(&secret.to_ascii_lowercase()), "the secret is in {name}:\n{text}");
        }
    }
}

/// GitHub's runner breaks lines at either sign, takes `::name …::` at the start of one and `##[name]` anywhere in
/// one; Azure's agent takes `##vso[name …]` anywhere in one.
fn no_stray_command(run: &Run) {
    for line in run.stdout.split(['\n', '\r']) {
        let ours = if run.azure { line.strip_prefix("##vso[task.").unwrap_or(line) } else { line };
        assert!(!ours.contains("##"), "{line}: {run}");
        if line.trim_start().starts_with("::") {
            assert!(run.github, "a command outside of GitHub: {run}");
            assert!(run.annotations().contains(&line), "not a command of ours: {line}: {run}");
            let (properties, message) = line[2..].split_once("::").expect("a command has a message");
            assert!(properties.contains("title=b24-ping") && !message.is_empty(), "{line}: {run}");
        }
    }
    assert!(run.annotations().len() <= 10, "{run}");
}

fn every_output_once(run: &Run) {
    let mut names = run.outputs.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>();
    names.sort_unstable();
    assert_eq!(names, OUTPUTS, "{run}");
    assert_eq!(run.output("exit-code"), run.code.to_string(), "{run}");
    for name in ["granted-scopes", "missing-scopes", "forbidden-scopes", "extra-scopes"] {
        let list: Vec<String> = serde_json::from_str(run.output(name)).expect("a list of scopes");
        assert!(list.is_sorted(), "{name}: {run}");
    }
    for name in ["attempts", "duration-ms"] {
        assert!(run.output(name).parse::<u64>().is_ok(), "{name}: {run}");
    }
    let portals: Vec<serde_json::Value> = serde_json::from_str(run.output("portals")).expect("a list");
    assert!(portals.iter().all(serde_json::Value::is_object), "{run}");
    if let (true, _) = run.has_reports() {
        let json = run.json();
        assert_eq!(json["status"], run.output("status"), "{run}");
        assert_eq!(json["reason"], run.output("reason"), "{run}");
        assert_eq!(json["exit-code"], run.code, "{run}");
    }
}

/// The text as a browser shows it: `&#60;` is `<`, and an empty element is nothing.
pub(crate) fn without_entities(text: &str) -> String {
    let text = text.replace("<i></i>", "");
    let mut parts = text.split("&#");
    let mut shown = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (number, rest) = part.split_once(';').expect("an entity ends");
        shown.extend(char::from_u32(number.parse().expect("entities are numbers")));
        shown.push_str(rest);
    }
    shown
}

/// Small, with whole tables and with no tags but ours.
fn summary(run: &Run) {
    assert!(!run.summary.is_empty() && run.summary.len() <= 64 * 1024, "{run}");
    let mut columns = None;
    for line in run.summary.lines() {
        let bars = line.starts_with('|').then(|| line.matches('|').count());
        assert!(bars.is_none() || columns.is_none() || bars == columns, "{line}: {run}");
        columns = bars;
    }
    let tags =
        ["code>", "/code>", "a href=\"", "/a>", "details>", "/details>", "summary>", "/summary>", "sub>"];
    links::are_ours(&run.summary);
    for tag in run.summary.replace("<i></i>", "").split('<').skip(1) {
        assert!(tag.starts_with("/sub>") || tags.iter().any(|known| tag.starts_with(known)), "<{tag}: {run}");
    }
}

/// Well-formed, and every suite counts its cases right.
fn junit_counts(run: &Run) {
    let mut reader = Reader::from_str(run.junit());
    let (mut claimed, mut found, mut open) = ([0; 4], [0; 4], 0);
    loop {
        let event = reader.read_event().unwrap_or_else(|error| panic!("{error}: {run}"));
        open += match event {
            Event::Start(_) => 1,
            Event::End(_) => -1,
            _ => 0,
        };
        match event {
            Event::Eof => break,
            Event::Start(tag) | Event::Empty(tag) => match tag.name().as_ref() {
                "testsuite" => {
                    for (sum, name) in claimed.iter_mut().zip(["tests", "failures", "errors", "skipped"]) {
                        let count = tag.try_get_attribute(name).expect("attributes").expect("a count");
                        *sum += count.value.parse::<usize>().expect("a number");
                    }
                }
                "testcase" => found[0] += 1,
                "failure" => found[1] += 1,
                "error" => found[2] += 1,
                "skipped" => found[3] += 1,
                _ => {}
            },
            _ => {}
        }
    }
    assert_eq!((claimed, open), (found, 0), "{run}");
    assert!(found[0] > 0, "a report without a case: {run}");
}
