//! The policy's schema is for editors: it must accept what the program accepts, and refuse what it can see.
#![allow(clippy::disallowed_methods, reason = "tests are outside of the doors")]

use std::fs;
use std::path::{Path, PathBuf};

use b24_ping::testing::{Ledger, Policy, Text, rights, scopes};
use serde_json::Value;

const PLACE: &str = "file:///schema/policy.v1.json";

/// Bad policies that fit all the same, and why.
const BEYOND: [(&str, &str); 9] = [
    ("alias-item.yml", "whoever reads YAML into values has resolved the alias"),
    ("alias-list.yml", "the same"),
    ("alias-next.yml", "the same"),
    ("contradiction.yml", "each of the two rules is right by itself"),
    ("line-separator.yml", "it stands in a comment"),
    ("right-forbidden.yml", "the scope is right by itself"),
    ("tag-list.yml", "whoever reads YAML into values has passed over the tag"),
    ("tag-root.yml", "the same"),
    ("tag-scalar.yml", "the same"),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn policies(folder: &str) -> Vec<(PathBuf, String)> {
    let folder = root().join("tests/policies").join(folder);
    let mut files = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "yml"))
        .map(|path| (path.clone(), path.file_name().unwrap().to_str().unwrap().to_owned()))
        .collect::<Vec<_>>();
    files.sort();
    files
}

/// The document as an editor sees it; nothing when it is no YAML, or not one document.
fn document(path: &Path) -> Option<Value> {
    let text = String::from_utf8(fs::read(path).unwrap()).ok()?;
    serde_yaml::from_str_with_options(&text, serde_yaml::options! { strict_booleans: true }).ok()
}

fn complaint(document: &Value) -> Option<String> {
    let text = fs::read_to_string(root().join("schema/policy.v1.json")).unwrap();
    let (mut schemas, mut compiler) = (boon::Schemas::new(), boon::Compiler::new());
    compiler.add_resource(PLACE, serde_json::from_str(&text).unwrap()).unwrap();
    let index = compiler.compile(PLACE, &mut schemas).unwrap_or_else(|why| panic!("{why:#}"));
    schemas.validate(document, index).err().map(|why| format!("{why:#}"))
}

#[test]
fn good_policies_fit() {
    for (path, name) in policies("good") {
        let document = document(&path).unwrap_or_else(|| panic!("{name} is YAML"));
        assert_eq!(complaint(&document), None, "{name}");
    }
}

/// Editors offer these. `SNAPSHOTS=overwrite` writes them into the schema again.
#[test]
fn the_schema_offers_the_scopes_of_the_table() {
    let path = root().join("schema/policy.v1.json");
    let text = fs::read_to_string(&path).unwrap();
    let (head, rest) = text.split_once("\"enum\": [\n            \"ai_").expect("the scopes");
    let (_, tail) = rest.split_once("\n          ]").expect("their end");
    let mut lines = vec![String::new()];
    for code in scopes().filter(|code| !["basic", "_global"].contains(code)) {
        let item = format!("\"{code}\"");
        match lines.last_mut() {
            Some(line) if line.is_empty() => *line = item,
            Some(line) if line.len() + item.len() + 2 <= 100 => line.extend([", ", &item]),
            _ => lines.push(item),
        }
    }
    let wanted =
        format!("{head}\"enum\": [\n            {}\n          ]{tail}", lines.join(",\n            "));
    if std::env::var("SNAPSHOTS").is_ok_and(|how| how == "overwrite") {
        fs::write(&path, &wanted).unwrap();
    } else {
        assert!(
            text == wanted,
            "the scopes differ: SNAPSHOTS=overwrite cargo test --test policy_schema, and read the diff"
        );
    }
    for code in scopes() {
        let fits = complaint(&serde_json::json!({ "required": [code] })).is_none();
        let mut ledger = Ledger::default();
        Policy::parse(format!("required: [{code}]").as_bytes(), &Text::default(), &mut ledger);
        assert_eq!(
            fits,
            ledger.problems.is_empty(),
            "{code} is refused by both or by none: see `for-applications`"
        );
    }
    assert_eq!(complaint(&serde_json::json!({ "required": ["no_such_scope"] })), None, "others fit as well");
    assert!(complaint(&serde_json::json!({ "required": ["no such scope"] })).is_some());
}

#[test]
fn bad_policies_do_not_unless_it_is_known_why() {
    let mut refused = 0;
    let mut fitting = Vec::new();
    for (path, name) in policies("bad") {
        match document(&path) {
            Some(document) if complaint(&document).is_none() => fitting.push(name),
            Some(_) => refused += 1,
            None => {}
        }
    }
    // What is no YAML, or holds a key twice, no schema gets to see.
    assert_eq!(fitting, BEYOND.map(|(name, _)| name));
    assert!(refused >= 20, "{refused} are refused");
}

#[test]
fn every_right_is_offered() {
    let text = fs::read_to_string(root().join("schema/policy.v1.json")).unwrap();
    let schema: Value = serde_json::from_str(&text).unwrap();
    let offered = schema["$defs"]["right"]["anyOf"][0]["enum"].as_array().unwrap();
    let named = rights().filter(|right| !right.ends_with('>'));
    assert_eq!(
        offered.iter().map(|right| right.as_str().unwrap()).collect::<Vec<_>>(),
        named.collect::<Vec<_>>()
    );
}

/// The files hold many mistakes each, any of which is enough to refuse them.
#[test]
fn each_mistake_alone_is_refused() {
    for text in [
        "[]",
        "{}",
        "crm",
        "extra: loud",
        "hooks: { a: { scan: { paths: [src] } }, b: { extra: fail } }",
        "hooks: { 'a b': { extra: fail } }",
        "hooks: { a: { required: [] } }",
        "portal: acme.example/rest",
        "user: { id: 0 }",
        "user: { id: '17' }",
        "user: { admin: 'true' }",
        "requires: [crm]\nrequired: [crm]",
        "required: crm",
        "required: [a b]",
        "required: [{ scope: crm, keep: true }]",
        "required: [{ scope: crm, why: '' }]",
        "required: [{ why: alone }]",
        "forbidden: [{ scope: im, why: x, keep: true }]",
        "forbidden: [basic]",
        "forbidden: [{ scope: basic }]",
        "methods: [{ scope: crm.deal.list }]",
        "rights: [crm.deals]",
        "rights: [crm.type.127]",
        "rights: [crm.type.0128]",
        "rights: ['crm.type.<number>']",
        "rights: [{ scope: crm.deal }]",
        "rights: crm.deal",
        "scan: { exclude: [x] }",
        "scan: { paths: [/etc] }",
        "scan: { paths: [a/../b] }",
        "scan: { paths: ['C:x'] }",
        "scan: { paths: [' '] }",
        "scan: { path: [src], paths: [src] }",
    ] {
        let value = serde_yaml::from_str(text).unwrap();
        assert!(complaint(&value).is_some(), "{text}");
        let mut ledger = Ledger::default();
        Policy::parse(text.as_bytes(), &Text::default(), &mut ledger);
        assert!(!ledger.problems.is_empty(), "the program refuses it, too: {text}");
    }
}
