//! The contract is written down in several places: README, action.yml, the changelog, the report's
//! schema and the code. These tests read them all and fail where two of them disagree.
#![allow(clippy::disallowed_methods, reason = "tests are outside of the doors")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use b24_ping::testing::{
    Availability, Call, Certificate, Change, Demands, Facts, Failure, HOOK, HookReport, Host, INPUTS, Inputs,
    Label, Ledger, Listed, MethodName, Origin, Outcome, Owner, Person, Policy, Problem, Reason, Redactor,
    Refusal, Report, Scope, Severity, Text, changes, command, judge, render, v1,
};
use indexmap::IndexMap;
use serde_json::{Value, json};

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|why| panic!("{}: {why}", path.display()))
}

/// The action's mappings, in their order.
#[derive(serde::Deserialize)]
struct Action {
    inputs: IndexMap<String, IndexMap<String, String>>,
    outputs: IndexMap<String, IndexMap<String, String>>,
    /// Texts, neither `args` nor `env`.
    runs: IndexMap<String, String>,
}

fn action() -> Action {
    serde_yaml::from_str(&read("action.yml")).expect("action.yml is YAML")
}

/// The rows of the first table below a heading, without the header: each cell as it is written.
fn table(text: &str, heading: &str) -> Vec<Vec<String>> {
    let below = text.lines().skip_while(|line| *line != heading).skip(1);
    let section = below.take_while(|line| !line.starts_with("## "));
    let lines = section.skip_while(|line| !line.starts_with('|')).take_while(|line| line.starts_with('|'));
    let cells = |line: &str| line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect();
    let rows = lines.skip(2).map(cells).collect::<Vec<Vec<String>>>();
    assert!(!rows.is_empty(), "there is a table below `{heading}`");
    assert!(rows.iter().all(|row| row.len() == rows[0].len()), "the table below `{heading}` is whole");
    rows
}

/// The text of a cell without the marks of code.
fn bare(cell: &str) -> String {
    cell.replace('`', "")
}

/// What stands between single backticks.
fn codes(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

/// The fenced blocks of one language, unindented.
fn blocks(text: &str, language: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let indent = line.len() - line.trim_start().len();
        let Some(found) = line.trim_start().strip_prefix("```") else { continue };
        let inside = lines.by_ref().take_while(|line| line.trim_start() != "```");
        let block = inside.map(|line| format!("{}\n", line.get(indent..).unwrap_or_default()));
        let block = block.collect::<String>();
        if found == language {
            blocks.push(block);
        }
    }
    assert!(!blocks.is_empty(), "there is a block of {language}");
    blocks
}

/// Every input with its default, as the code has it; the hook comes first.
fn inputs() -> Vec<(String, String)> {
    let others = INPUTS.iter().map(|input| (input.name.to_owned(), input.default.to_owned()));
    [(HOOK.to_owned(), String::new())].into_iter().chain(others).collect()
}

#[test]
fn the_readme_lists_the_inputs_of_the_code() {
    let rows = table(&read("README.md"), "## Inputs");
    let listed = rows.iter().map(|row| (bare(&row[0]), bare(&row[1]).replace('–', "")));
    assert_eq!(listed.collect::<Vec<_>>(), inputs());
    for row in rows {
        assert!(row[2].len() > 10, "{} says what it means", row[0]);
    }
}

#[test]
fn the_action_takes_the_inputs_of_the_code() {
    let listed = action().inputs.into_iter().map(|(name, input)| {
        let description = &input["description"];
        let default = description.rsplit_once("Default: ").map(|(_, rest)| bare(rest.trim_end_matches('.')));
        let default = default.unwrap_or_else(|| panic!("`{name}` tells its default"));
        (name, if default == "none" { String::new() } else { default })
    });
    assert_eq!(listed.collect::<Vec<_>>(), inputs());
}

#[test]
fn the_action_leaves_everything_to_the_program() {
    let action = action();
    for (name, input) in action.inputs {
        assert!(input.keys().eq(["description"]), "{name}");
    }
    let expected = [("using", "docker"), ("image", "Dockerfile"), ("entrypoint", "/b24-ping")];
    assert_eq!(action.runs, expected.map(|(key, value)| (key.to_owned(), value.to_owned())).into());
}

#[test]
fn the_outputs_are_the_same_everywhere() {
    let names = render::OUTPUTS.map(str::to_owned).to_vec();
    let rows = table(&read("README.md"), "## Outputs");
    assert_eq!(rows.iter().map(|row| bare(&row[0])).collect::<Vec<_>>(), names);
    let action = action().outputs;
    assert!(action.keys().eq(&names));
    assert!(action.values().all(|output| output["description"].len() > 10));
}

#[test]
fn the_readme_lists_the_reasons_of_the_code() {
    let rows = table(&read("README.md"), "## Reasons");
    let listed = rows.iter().map(|row| (row[0].clone(), row[2].clone())).collect::<Vec<_>>();
    let expected =
        Reason::ALL.map(|reason| (format!("`{}`", reason.id()), format!("`{}`", reason.outcome().word())));
    assert_eq!(listed, expected);
}

#[test]
fn the_readme_lists_the_exit_codes_of_the_code() {
    const OUTCOMES: [Outcome; 5] =
        [Outcome::Passed, Outcome::Skipped, Outcome::Failed, Outcome::Misconfigured, Outcome::Unreachable];
    let rows = table(&read("README.md"), "## Exit codes");
    let listed = rows.iter().map(|row| row[0].as_str()).collect::<Vec<_>>();
    assert_eq!(listed, ["0", "1", "2", "3", "4", "128 + n"]);
    for row in &rows {
        let words = OUTCOMES.into_iter().filter(|outcome| outcome.code().to_string() == row[0]);
        let mut words = words.map(Outcome::word).collect::<Vec<_>>();
        if row[0] == "128 + n" {
            assert_eq!(Outcome::Interrupted(15).code(), 128 + 15);
            words.push(Outcome::Interrupted(15).word());
        }
        assert_eq!(codes(&row[1]), words, "exit code {}", row[0]);
    }
}

#[test]
fn every_policy_of_the_readme_is_well_formed() {
    let blocks = blocks(&read("README.md"), "yaml");
    let policies = blocks.iter().filter(|block| block.starts_with("# .github/b24-scopes.yml\n"));
    let mut count = 0;
    for policy in policies {
        parsed(policy);
        count += 1;
    }
    assert!(count >= 3, "{count} policies");
}

#[test]
fn the_readme_shows_the_workflow_that_init_writes() {
    let workflow = format!("# .github/workflows/b24-ping.yml\n{}", read("src/render/workflow.yml"));
    assert!(
        blocks(&read("README.md"), "yaml").contains(&workflow),
        "the README shows src/render/workflow.yml"
    );
}

#[test]
fn every_yaml_block_of_the_readme_is_yaml_and_uses_inputs_that_exist() {
    for block in blocks(&read("README.md"), "yaml") {
        let document: Value = serde_yaml::from_str(&block).unwrap_or_else(|why| panic!("{why}\n{block}"));
        let jobs = document.get("jobs").and_then(Value::as_object);
        let steps = jobs.into_iter().flatten().flat_map(|(_, job)| job["steps"].as_array().expect("steps"));
        for step in steps.filter(|step| step["uses"].as_str().is_some_and(|uses| uses.contains("/b24-ping@")))
        {
            for name in step["with"].as_object().expect("inputs").keys() {
                assert!(inputs().iter().any(|(input, _)| input == name), "`{name}` is an input");
            }
        }
    }
}

/// The flags that a text speaks of: in backticks, or behind the program's name in a block.
fn flags(text: &str) -> BTreeSet<String> {
    let quoted = text.match_indices("`--").map(|(at, _)| &text[at + 1..]);
    let commands = text.lines().filter_map(|line| Some(line.rsplit_once("b24-ping ")?.1));
    let given =
        commands.flat_map(|arguments| arguments.match_indices("--").map(move |(at, _)| &arguments[at..]));
    let name = |rest: &str| {
        let end = rest.find(|c: char| c != '-' && !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        rest[2..end].to_owned()
    };
    quoted.chain(given).map(name).filter(|name| !name.is_empty()).collect()
}

#[test]
fn every_flag_and_command_of_the_readme_exists() {
    let mut command = command();
    command.build();
    let all = [&command].into_iter().chain(command.get_subcommands());
    let known =
        all.flat_map(clap::Command::get_arguments).filter_map(|arg| arg.get_long()).collect::<BTreeSet<_>>();
    let readme = read("README.md");
    let flags = flags(&readme);
    assert!(flags.len() >= 5, "{flags:?}");
    for flag in &flags {
        assert!(known.contains(flag.as_str()), "`--{flag}` is a flag");
    }
    let commands = command.get_subcommands().map(clap::Command::get_name).collect::<BTreeSet<_>>();
    let spans = codes(&readme).into_iter().chain(readme.lines());
    let mut count = 0;
    for word in spans.filter_map(|span| span.strip_prefix("b24-ping ")?.split(' ').next()) {
        if word.bytes().all(|b| b.is_ascii_lowercase()) {
            assert!(commands.contains(word), "`b24-ping {word}` is a command");
            count += 1;
        }
    }
    assert!(count >= 4, "{count} commands");
}

#[test]
fn the_messages_under_troubleshooting_are_those_of_the_code() {
    let sources = sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    let rows = table(&read("README.md"), "## Troubleshooting");
    assert!(rows.len() >= 10);
    for row in rows {
        let message = row[0].trim_matches('`').trim();
        // The code puts some together, always at a colon.
        let mut parts = message.split(": ");
        assert!(parts.all(|part| sources.contains(part)), "`{message}` is said somewhere");
    }
}

/// All sources in one text, with string literals that go on in the next line put together.
fn sources(folder: &Path) -> String {
    let mut all = String::new();
    let mut paths = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let (folders, files): (Vec<PathBuf>, Vec<PathBuf>) = paths.by_ref().partition(|path| path.is_dir());
    for file in files {
        let text = fs::read_to_string(file).expect("a source");
        let mut parts = text.split("\\\n");
        all.push_str(parts.next().unwrap_or_default());
        parts.for_each(|part| all.push_str(part.trim_start()));
    }
    all + &folders.iter().map(|folder| sources(folder)).collect::<String>()
}

#[test]
fn the_links_of_the_documents_lead_somewhere() {
    for name in ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"] {
        let text = read(name);
        let headings = text.lines().filter_map(|line| line.strip_prefix("## "));
        let anchors = headings
            .map(|heading| heading.to_lowercase().replace(' ', "-").replace('\'', ""))
            .collect::<BTreeSet<_>>();
        let links = text.match_indices("](").filter_map(|(at, _)| text[at + 2..].split(')').next());
        for link in links.filter(|link| !link.contains("://")) {
            match link.strip_prefix('#') {
                Some(anchor) => assert!(anchors.contains(anchor), "{name}: {link}"),
                None => assert!(!read(link).is_empty(), "{name}: {link}"),
            }
        }
    }
}

#[test]
fn the_changelog_knows_this_version() {
    let changelog = read("CHANGELOG.md");
    let entry = format!("## [{}]", env!("CARGO_PKG_VERSION"));
    assert!(changelog.lines().any(|line| line.starts_with(&entry) || line.starts_with("## [Unreleased]")));
}

/// A policy in which nothing is wrong.
fn parsed(text: &str) -> Policy {
    let mut ledger = Ledger::default();
    let policy = Policy::parse(text.as_bytes(), &Text::theirs(".github/b24-scopes.yml"), &mut ledger);
    assert_eq!(ledger, Ledger::default(), "{text}");
    policy
}

fn scopes(codes: &[&str]) -> BTreeSet<Scope> {
    codes.iter().map(|code| Scope::parse(code).expect("a code")).collect()
}

/// The demands of a policy that has something of everything.
fn demands() -> Demands {
    const POLICY: &str = "\
required: [crm, tasks, { scope: im, why: deploy notifications }]
forbidden: [telephony]
extra: warn
methods: [crm.deal.list, im.notify.send]
portal: acme.bitrix24.com
user: { id: 17, admin: true }
";
    parsed(POLICY).base
}

fn label(host: &str, name: Option<&str>) -> Label {
    Label { name: name.map(str::to_owned), host: Host::parse(host).expect("a host"), user: 17 }
}

fn hook(label: &Label, facts: Facts) -> HookReport {
    let demands = demands();
    let verdict = judge(label, &demands, &facts);
    HookReport::new(label, &demands, facts, verdict)
}

fn facts(granted: &[&str]) -> Facts {
    let method = |name: &str, existing, available| {
        (MethodName::parse(name).expect("a method"), Ok(Availability { existing, available }))
    };
    let person = Person { id: 17, name: "Rita".to_owned(), admin: Some(true) };
    Facts {
        owner: Owner::Person(person),
        license: Some("en_std".to_owned()),
        scope: Listed::Codes(scopes(granted)),
        known: Some(scopes(&["crm", "disk", "im", "task", "telephony"])),
        methods: [method("crm.deal.list", true, true), method("im.notify.send", false, false)].into(),
        attempts: 2,
        elapsed: Duration::from_millis(217),
        ..Facts::default()
    }
}

fn failing(failure: Failure) -> Facts {
    Facts { failures: vec![(Call::Batch, failure)], attempts: 1, ..Facts::default() }
}

/// A report of each kind, with a word on what it is.
fn reports() -> Vec<(&'static str, Report)> {
    let problem = |origin| Problem::new(origin, "something", "");
    let origins = || {
        vec![
            problem(Origin::input(HOOK)),
            problem(Origin::setting("HTTPS_PROXY")),
            problem(Origin::file("a.yml".into())),
            problem(demands().required[0].origin.clone()),
        ]
    };
    let (acme, other) = (label("acme.bitrix24.com", None), label("stage.example:8443", Some("staging")));
    let refusal =
        Refusal { code: "INVALID_CREDENTIALS".to_owned(), text: "no".to_owned(), status: Some(401) };
    let gone = Facts { owner: Owner::Gone, scope: Listed::Nothing, ..facts(&[]) };
    let mut several = vec![
        hook(&acme, facts(&["crm", "im", "task"])),
        hook(&other, facts(&["crm", "disk", "telephony"])),
        hook(&other, failing(Failure::Refused(refusal))),
        hook(&acme, failing(Failure::Certificate(Certificate::Expired(None)))),
        hook(&acme, gone),
    ];
    several[1].hide();
    let mut lenient = Report::of_hooks(several.clone(), None, origins());
    lenient.warn_only = true;
    lenient.policy = Some(Text::theirs(".github/b24-scopes.yml"));
    vec![
        ("misconfigured", Report::misconfigured(Reason::Config, origins(), origins())),
        ("missing hook", Report::misconfigured(Reason::MissingHook, origins(), Vec::new())),
        ("skipped", Report::offline(Outcome::Skipped, "the live check was skipped", origins())),
        ("one hook", Report::of_hooks(vec![several[0].clone()], None, Vec::new())),
        ("interrupted", Report::of_hooks(several, Some(15), Vec::new())),
        ("warn-only", lenient.with_diff(Text::theirs("base.yml"), some_changes())),
    ]
}

/// One change of each kind.
fn some_changes() -> Vec<Change> {
    let (base, head) = ("required: [crm]\nuser: { id: 1 }\n", "required: [im]\nuser: { id: 2 }\n");
    changes(&parsed(base), &parsed(head), &Inputs::default(), &Text::theirs("p.yml"))
}

fn schema() -> Value {
    serde_json::from_str(&read("schema/report.v1.json")).expect("the schema is JSON")
}

/// What the schema says against a document; nothing when it fits.
fn complaint(document: &Value) -> Option<String> {
    const PLACE: &str = "file:///schema/report.v1.json";
    let (mut schemas, mut compiler) = (boon::Schemas::new(), boon::Compiler::new());
    compiler.add_resource(PLACE, schema()).expect("the schema is a resource");
    let index =
        compiler.compile(PLACE, &mut schemas).unwrap_or_else(|why| panic!("the schema holds: {why:#}"));
    schemas.validate(document, index).err().map(|why| format!("{why:#}"))
}

fn rendered(report: Report) -> Value {
    serde_json::from_str(&v1::render(&report.sealed(&Redactor::default()).0)).expect("the report is JSON")
}

#[test]
fn every_report_fits_the_schema() {
    for (kind, report) in reports() {
        assert_eq!(complaint(&rendered(report)), None, "{kind}");
    }
}

/// Additional fields are allowed, so the schema alone would not notice a field that it does not know.
#[test]
fn the_schema_names_every_field_and_no_more() {
    let schema = schema();
    let told = |keys: &[&str]| -> BTreeSet<String> { keys.iter().map(|key| (*key).to_owned()).collect() };
    let fields = |value: &Value| -> BTreeSet<String> {
        value.as_object().expect("an object").keys().cloned().collect()
    };
    let required = |value: &Value| -> BTreeSet<String> {
        value["required"]
            .as_array()
            .expect("a list")
            .iter()
            .filter_map(|key| Some(key.as_str()?.to_owned()))
            .collect()
    };
    let (defs, report) = (&schema["$defs"], rendered(reports().pop().expect("a report").1));
    let hook = &report["hooks"][1];
    assert_eq!((required(&schema), fields(&schema["properties"])), (fields(&report), fields(&report)));
    assert_eq!((required(&defs["hook"]), fields(&defs["hook"]["properties"])), (fields(hook), fields(hook)));
    let places = told(&["file", "line", "column", "input", "setting"]);
    assert_eq!(fields(&defs["origin"]["properties"]), places);
    let change = &report["policy-diff"]["changes"][0];
    for (def, element) in [
        ("finding", &hook["findings"][0]),
        ("check", &hook["checks"][0]),
        ("problem", &report["notices"][0]),
        ("change", change),
    ] {
        let own = fields(element).difference(&places).cloned().collect::<BTreeSet<_>>();
        assert_eq!((required(&defs[def]), fields(&defs[def]["properties"])), (own.clone(), own), "{def}");
    }
}

#[test]
fn the_schema_knows_the_words_of_the_code() {
    let defs = &schema()["$defs"];
    assert_eq!(defs["reason"]["enum"], json!(Reason::ALL.map(Reason::id)));
    let severities = [Severity::Notice, Severity::Warning, Severity::Error];
    assert_eq!(defs["severity"]["enum"], json!(severities.map(Severity::word)));
    let statuses =
        [Outcome::Passed, Outcome::Failed, Outcome::Unreachable, Outcome::Misconfigured, Outcome::Skipped];
    assert_eq!(defs["status"]["enum"], json!(statuses.map(Outcome::word)));
}

/// One change of a document.
type Harm = fn(&mut Value);

#[test]
fn a_broken_document_is_refused() {
    let harms: [(&str, Harm); 8] = [
        ("another version", |report| report["version"] = json!(2)),
        ("an unknown status", |report| report["status"] = json!("fine")),
        ("an unknown reason", |report| report["hooks"][0]["reason"] = json!("bad-luck")),
        ("a text for a number", |report| report["duration-ms"] = json!("230")),
        ("an exit code that cannot be", |report| report["exit-code"] = json!(64)),
        ("a field that is gone", |report| drop(report.as_object_mut().expect("an object").remove("tool"))),
        ("a line without a file", |report| report["hooks"][0]["checks"][0]["line"] = json!(3)),
        ("a notice from nowhere", |report| report["notices"] = json!([{ "message": "x", "advice": "" }])),
    ];
    let whole = rendered(reports().pop().expect("a report").1);
    assert_eq!(complaint(&whole), None);
    for (what, harm) in harms {
        let mut broken = whole.clone();
        harm(&mut broken);
        assert!(complaint(&broken).is_some(), "{what} is refused");
    }
    let mut grown = whole;
    grown["hooks"][0]["new-in-a-later-release"] = json!(1);
    assert_eq!(complaint(&grown), None, "a new field is not refused");
}
