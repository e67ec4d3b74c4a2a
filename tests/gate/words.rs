//! Secrets that are words of ours, scopes that are spelled otherwise, and paths that look like a hook's: what is starred
//! is a secret, and nothing else.

use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::{Value, json};

use crate::gate::Gate;
use crate::left::{AROUND, Left, excuse};
use crate::outputs;
use crate::portal::{Behaviour, Fault, Portal, Script};
use crate::spellings::SECRET;

/// Secrets as a portal could make them, each of which stands in a report, in a document or in a command.
const WORDS: [&str; 14] = [
    "testcase",
    "testsuite",
    "classname",
    "findings",
    "severity",
    "required",
    "forbidden",
    "granted-scopes",
    "duration-ms",
    "scope-missing",
    "hook-refused",
    "b24-ping",
    "B24_PING_STATUS",
    "physicalLocation",
];

/// A kind of portal, by its name.
type Kind = (&'static str, fn() -> Script);

const POLICY: &str = "required:\n  - crm\n  - { scope: disk, why: files }\nforbidden: [im]\nextra: fail\n";

const KEYS: [&str; 12] = [
    "B24_PING_STATUS",
    "B24_PING_REASON",
    "B24_PING_EXIT_CODE",
    "B24_PING_PORTAL",
    "B24_PING_USER_ID",
    "B24_PING_ADMIN",
    "B24_PING_GRANTED_SCOPES",
    "B24_PING_MISSING_SCOPES",
    "B24_PING_FORBIDDEN_SCOPES",
    "B24_PING_EXTRA_SCOPES",
    "B24_PING_ATTEMPTS",
    "B24_PING_DURATION_MS",
];

fn json(text: &str) -> Result<Value, String> {
    serde_json::from_str(text).map_err(|error| format!("it is no JSON: {error}"))
}

fn fits_the_schema(text: &str) -> Result<(), String> {
    const PLACE: &str = "file:///schema/report.v1.json";
    let schema = json(include_str!("../../schema/report.v1.json"))?;
    let (mut schemas, mut compiler) = (boon::Schemas::new(), boon::Compiler::new());
    compiler.add_resource(PLACE, schema).expect("the schema is a resource");
    let index = compiler.compile(PLACE, &mut schemas).expect("the schema holds");
    schemas.validate(&json(text)?, index).map_err(|why| format!("{why:#}"))
}

fn has_tags_of_junit(text: &str) -> Result<(), String> {
    let known = ["testsuites", "testsuite", "testcase", "failure", "error", "skipped", "system-out"];
    let (mut reader, mut cases, mut open) = (Reader::from_str(text), 0, 0);
    loop {
        let event = reader.read_event().map_err(|error| error.to_string())?;
        match &event {
            Event::Eof if cases > 0 && open == 0 => return Ok(()),
            Event::Eof => return Err(format!("{cases} cases, {open} tags left open")),
            Event::End(_) => open -= 1,
            Event::Start(tag) | Event::Empty(tag) => {
                let name = tag.name().as_ref().to_owned();
                open += i32::from(matches!(event, Event::Start(_)));
                cases += i32::from(name == "testcase");
                let attributes = tag.attributes().map(|pair| pair.map_err(|error| error.to_string()));
                let attributes = attributes.collect::<Result<Vec<_>, _>>()?;
                let has = |key: &str| attributes.iter().any(|pair| pair.key.as_ref() == key);
                if !known.contains(&&*name) || name == "testcase" && !(has("name") && has("classname")) {
                    return Err(format!("<{name}>"));
                }
            }
            _ => {}
        }
    }
}

fn has_members_of_sarif(text: &str) -> Result<(), String> {
    let run = &json(text)?["runs"][0];
    let results = run["results"].as_array().ok_or("there are no results")?;
    let whole = |result: &&Value| {
        let at = &result["locations"][0]["physicalLocation"];
        result["ruleId"].is_string() && at["artifactLocation"]["uri"].is_string()
    };
    let whole = run["tool"]["driver"]["name"] == "b24-ping" && results.iter().all(|result| whole(&result));
    if whole { Ok(()) } else { Err(run.to_string()) }
}

fn has_keys<'t>(found: impl Iterator<Item = &'t str>) -> Result<(), String> {
    let found = found.collect::<Vec<_>>();
    if found == KEYS { Ok(()) } else { Err(format!("{found:?}")) }
}

fn has_all_outputs(text: &str) -> Result<(), String> {
    let names = outputs::read(text).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
    let plain = |name: &String| name.chars().all(|c| c.is_ascii_lowercase() || c == '-');
    if names.len() == 16 && names.iter().all(plain) { Ok(()) } else { Err(format!("{names:?}")) }
}

fn has_variables_of_azure(text: &str) -> Result<(), String> {
    let command = "##vso[task.setvariable variable=";
    has_keys(text.lines().filter_map(|line| line.strip_prefix(command)?.split(';').next()))
}

/// What is broken in what a run left behind.
fn broken(left: &Left, place: &str) -> Vec<String> {
    let dotenv = left.sink("reports/b24.env").lines().filter_map(|line| line.split('=').next());
    let mut looked_at = vec![
        ("json", fits_the_schema(left.sink("reports/b24.json"))),
        ("junit", has_tags_of_junit(left.sink("reports/b24.xml"))),
        ("sarif", has_members_of_sarif(left.sink("reports/b24.sarif"))),
        ("dotenv", has_keys(dotenv)),
    ];
    match place {
        "GitHub" => looked_at.push(("outputs", has_all_outputs(left.sink("outputs")))),
        "Azure" => looked_at.push(("variables", has_variables_of_azure(left.stdout()))),
        _ => {}
    }
    let short = |why: String| why.chars().take(300).collect::<String>();
    let tell = |(sink, found): (_, Result<(), String>)| Some(format!("{sink}: {}", short(found.err()?)));
    looked_at.into_iter().filter_map(tell).collect()
}

#[test]
fn a_secret_that_is_a_word_of_ours_breaks_no_report() {
    let scripts: [Kind; 4] = [
        ("passes", || Portal::alive().grants(&["crm", "disk"])),
        ("fails", || Portal::alive().grants(&["crm", "im", "task"])),
        ("is refused", || Portal::alive().refuses("INVALID_CREDENTIALS", "no", 401)),
        ("is down", || Portal::alive().always(Fault::html(502))),
    ];
    let mut found = Vec::new();
    for word in WORDS {
        for (kind, script) in scripts {
            let portal = script().token(word).start();
            for (place, around) in AROUND {
                let gate = Gate::new(&portal).policy(POLICY).input("max-attempts", "1");
                let left = Left::by(around(gate));
                found.extend(
                    broken(&left, place).iter().map(|what| format!("{word}, {kind}, {place}, {what}")),
                );
            }
        }
        let portal = Portal::alive().token(word).unasked().start();
        for (place, around) in AROUND {
            let gate = Gate::new(&portal).policy("x: 1\n").input("timeout", "none");
            let left = Left::by(around(gate)).exits(2);
            found.extend(broken(&left, place).iter().map(|what| format!("{word}, {place}, {what}")));
        }
    }
    assert!(found.is_empty(), "{} are broken:\n{}", found.len(), found.join("\n"));
}

#[test]
fn a_secret_that_is_a_word_of_ours_breaks_no_annotation() {
    for word in WORDS {
        let portal = Portal::alive().token(word).grants(&["crm", "im"]).start();
        let left = Left::by(Gate::new(&portal).policy(POLICY).github());
        let said = format!("{}{}", left.stdout(), left.stderr());
        let place = "::error file=.github/b24-scopes.yml,line=3,";
        assert!(
            said.lines().any(|line| line.starts_with(place) && line.contains("title=b24-ping")),
            "{word}: {left}"
        );
    }
}

/// What other programs read: a policy, a matrix, JSON.
#[test]
fn a_secret_that_is_a_word_of_ours_breaks_no_document() {
    let (mut found, code) =
        (Vec::new(), b"<?php\n$b24->callMethod('tasks.task.add');\n$b24->callMethod('crm.deal.lst');\n");
    for word in WORDS.into_iter().chain(["include1", "required-scopes", "ignore-methods", "versions"]) {
        let portal = Portal::alive().token(word).start();
        let document = |args: &[&str]| {
            let gate = args.iter().fold(Gate::new(&portal), |gate, arg| gate.arg(arg));
            let hooks = format!("shop={}", portal.hook());
            Left::by(gate.hook(&hooks).file("src/a.php", code)).exits(0).stdout().to_owned()
        };
        for args in [&["snapshot", "--with-identity"][..], &["scan", "--format=yaml", "src"]] {
            let policy = document(args);
            let lint = Left::by(Gate::bare().arg("lint").arg("p.yml").file("p.yml", policy.as_bytes()));
            if lint.code != Some(0) || policy.contains("***:") {
                found.push(format!("{word}, {args:?}:\n{policy}"));
            }
        }
        let scan = json(&document(&["scan", "--format=json", "src"]));
        if !scan.as_ref().is_ok_and(|scan| !scan.to_string().contains("***")) {
            found.push(format!("{word}, scan: {scan:?}"));
        }
        let matrix = json(&document(&["split", "1"]));
        if !matrix.as_ref().is_ok_and(|matrix| matrix["include"][0]["only"] == "shop") {
            found.push(format!("{word}, split: {matrix:?}"));
        }
    }
    assert!(found.is_empty(), "{} are broken:\n{}", found.len(), found.join("\n"));
}

/// The reason of a run in which the portal says that it grants this.
fn judged(secret: &str, grants: &[&str], gate: impl Fn(Gate) -> Gate) -> (Left, String) {
    let portal = Portal::alive().token(secret).command("scope", Behaviour::Says(json!(grants)));
    let portal = portal.app_info(Behaviour::needs_app()).start();
    let left = Left::by(gate(Gate::new(&portal)));
    let report = json(left.sink("reports/b24.json")).unwrap_or_default();
    let reason = report["reason"].as_str().unwrap_or_default().to_owned();
    excuse(&portal);
    (left, reason)
}

#[test]
fn what_is_compared_is_what_was_sent() {
    let rows: [(&str, &str, &str, (i32, &str)); 14] = [
        (SECRET, "crm", "required: [crm]", (0, "ok")),
        (SECRET, " crm ", "required: [crm]", (0, "ok")),
        (SECRET, " telephony ", "forbidden: [telephony]", (1, "scope-forbidden")),
        (SECRET, "cr\u{200b}m", "required: [crm]", (1, "scope-missing")),
        (SECRET, "cr\u{ad}m", "required: [crm]", (1, "scope-missing")),
        (SECRET, "\u{0}crm", "required: [crm]", (1, "scope-missing")),
        (SECRET, "cr\u{202e}m", "required: [crm]", (1, "scope-missing")),
        (SECRET, "TELEPHONY", "forbidden: [telephony]", (1, "scope-forbidden")),
        (SECRET, "TELEPHONY", "required: [telephony]", (0, "ok")),
        ("telephony", "telephony", "forbidden: [telephony]", (1, "scope-forbidden")),
        ("telephony", "TELEPHONY", "forbidden: [telephony]", (1, "scope-forbidden")),
        ("telephony", "telephony", "required: [telephony]", (0, "ok")),
        ("telephony", "crm", "required: [telephony]", (1, "scope-missing")),
        ("telephony", "telephony", "required: [crm]\nextra: fail", (1, "scope-missing")),
    ];
    let mut wrong = Vec::new();
    for (secret, grant, policy, (code, reason)) in rows {
        let policy =
            if policy.contains("extra") { policy.to_owned() } else { format!("{policy}\nextra: ignore") };
        let (left, told) = judged(secret, &[grant, "im"], |gate| gate.policy(&policy));
        if (left.code, told.as_str()) != (Some(code), reason) {
            wrong.push(format!(
                "{secret}: {grant:?} by `{policy}`: {:?}, {told} for {code}, {reason}",
                left.code
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_forbidden_scope_that_is_the_secret_is_found_by_an_input_too() {
    let forbid = |gate: Gate| gate.input("forbidden-scopes", "telephony").input("extra-scopes", "ignore");
    let (left, reason) = judged("telephony", &["crm", "telephony"], forbid);
    assert_eq!((left.code, reason.as_str()), (Some(1), "scope-forbidden"), "{left}");
    left.keeps_quiet_about("telephony");
}

/// Two that would be one, were they compared as they are shown.
#[test]
fn scopes_that_look_alike_are_no_less_than_they_are() {
    for (secret, grants) in [(SECRET, ["cr\u{200b}m", "crm"]), ("telephony", ["telephony", "crm"])] {
        let (left, reason) = judged(secret, &grants, |gate| gate.policy("required: [crm]\nextra: fail\n"));
        assert_eq!((left.code, reason.as_str()), (Some(1), "scope-extra"), "{left}");
    }
}

#[test]
fn capitals_in_what_is_granted_are_read_past_with_a_notice() {
    let policy = |gate: Gate| gate.policy("required: [telephony]\nextra: ignore\n");
    let (left, reason) = judged(SECRET, &["TELEPHONY"], policy);
    assert_eq!((left.code, reason.as_str()), (Some(0), "ok"), "{left}");
    let said = left.stdout().to_ascii_lowercase();
    assert!(said.lines().any(|line| line.contains("notice") && line.contains("telephony")), "{left}");
}

const PATH: &str = "src/rest/2/orders.js";

const CODE: &[u8] = b"BX24.callMethod('tasks.task.add');\nBX24.callMethod('tasks.task.ad');\n";

#[test]
fn a_path_that_looks_like_a_hook_stays_a_path_in_every_report() {
    for (place, around) in AROUND {
        let portal = Portal::alive().grants(&["crm"]).start();
        let gate = Gate::new(&portal).policy("required: [crm]\nextra: ignore\n").file(PATH, CODE);
        let left = Left::by(around(gate.input("scan-paths", "src"))).exits(1);
        for sink in ["stdout", "reports/b24.json", "reports/b24.xml", "reports/b24.sarif"] {
            assert!(left.sink(sink).contains(PATH), "{place}, {sink}: {left}");
        }
        let said = format!("{}{}", left.stdout(), left.stderr());
        if place == "GitHub" {
            assert!(said.contains(&format!("::error file={PATH},line=1,")), "{left}");
            assert!(left.sink("summary.md").contains(&format!("/{PATH}#L1")), "{left}");
        }
        if place == "Azure" {
            assert!(said.contains(&format!("sourcepath={PATH};linenumber=1;")), "{left}");
        }
        for sink in ["stdout", "stderr", "summary.md", "reports/b24.json", "reports/b24.sarif"] {
            assert!(!left.sink(sink).contains("***"), "{place}, {sink}: {left}");
        }
    }
}

#[test]
fn a_path_that_looks_like_a_hook_stays_a_path_in_a_scan() {
    for format in ["text", "json", "yaml"] {
        for (place, around) in AROUND {
            let gate = Gate::bare().arg("scan").arg("--format").arg(format).arg("src").file(PATH, CODE);
            let left = Left::by(around(gate)).exits(0);
            let said = format!("{}{}", left.stdout(), left.stderr());
            assert!(said.contains(PATH) && !said.contains("***"), "{format}, {place}: {left}");
        }
    }
}

#[test]
fn a_policy_whose_path_looks_like_a_hook_is_named() {
    let path = "deploy/rest/17/production.yml";
    let portal = Portal::alive().grants(&["crm"]).start();
    let gate = Gate::new(&portal).file(path, b"required: [disk]\n").input("scopes-file", path).github();
    let left = Left::by(gate).exits(1);
    for sink in ["stdout", "summary.md", "reports/b24.json", "reports/b24.xml", "reports/b24.sarif"] {
        assert!(left.sink(sink).contains(path), "{sink}: {left}");
    }
    let left = Left::by(Gate::bare().arg("lint").arg(path).file(path, b"required: [disk]\n")).exits(0);
    assert!(left.stdout().contains(path), "{left}");
}

/// Whoever's it is, and wherever it stands.
#[test]
fn the_address_of_a_hook_is_starred_in_any_text() {
    for start in ["https://x.example/rest/2/", "https:\\/\\/x.example\\/rest\\/2\\/", "x.example/REST/api/2/"]
    {
        let (text, quoted) =
            (format!("see {start}{SECRET}/ there"), json!(format!("see {start}{SECRET}/ there")));
        let refusing = Portal::alive().refuses(&text, &text, 401).start();
        let owner = json!({ "ID": "17", "NAME": text, "LAST_NAME": null });
        let talking = Portal::alive().owner_json(owner).licence(&text).grants(&["crm", &text]).start();
        let policy = format!("required: [crm, {{ scope: disk, why: {quoted} }}]\n");
        let bad = format!("{quoted}: 1\nrequired: [{quoted}]\nportal: {quoted}\n");
        let code =
            format!("BX24.callMethod('crm.{text}');\nBX24.callMethod('{start}{SECRET}/crm.deal.lst');\n");
        for gate in [
            Gate::new(&refusing).policy(&policy),
            Gate::new(&talking).policy(&policy),
            Gate::bare().arg("lint").policy(&bad),
            Gate::bare().hook("x").policy(&bad).input("timeout", &text).input("only", &text),
            Gate::bare().arg("scan").arg("src").file("src/a.js", code.as_bytes()),
            Gate::bare().arg("explain").arg(&text),
            Gate::bare().arg(&text),
        ] {
            Left::by(gate.github()).keeps_quiet_about(SECRET);
        }
    }
}
