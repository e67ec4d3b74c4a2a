//! The report's schema against reports of every kind.

use std::collections::BTreeSet;
use std::time::Duration;

use b24_ping::testing::{
    Availability, Call, Certificate, Change, Demands, Facts, Failure, HOOK, HookReport, Host, Inputs, Label,
    Listed, MethodName, Origin, Outcome, Owner, Person, Problem, Reason, Redactor, Refusal, Report, Scope,
    Severity, Text, changes, judge, v1,
};
use serde_json::{Value, json};

use super::{parsed, read};

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
