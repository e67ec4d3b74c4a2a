//! The secret, in whatever spelling and from whatever side it comes, is in no byte that any command leaves behind.

use std::collections::{BTreeMap, BTreeSet};
use std::thread;

use serde_json::{Value, json};

use crate::gate::Gate;
use crate::left::{AROUND, Change, Left, excuse};
use crate::portal::{Behaviour, Fault, Portal, Script};
use crate::spellings::{SECRET, spellings};

/// A word that nobody has to hide: what is told of it would be told of a secret, were there no care.
const INNOCENT: &str = "zk5wq9xj2vb8tn4m";

/// What a text goes through: what it is, what kind of portal there is, and how the gate is called.
type Way = (&'static str, fn(&str) -> Script, fn(&str, Gate) -> Gate);

/// What could be read, by the way that it took: the first place of each, and how many there are.
#[derive(Default)]
struct Leaks(BTreeMap<String, Vec<String>>);

impl Leaks {
    /// Runs this gate in all surroundings, and looks for the secret in all that is left.
    fn of(&mut self, way: &str, gate: impl Fn() -> Gate) {
        for (place, around) in AROUND {
            self.look(way, place, SECRET, around(gate()));
        }
    }

    /// Runs it where most is written, for those that are many.
    fn of_one(&mut self, way: &str, secret: &str, gate: Gate) {
        self.look(way, "GitHub", secret, gate.github());
    }

    fn look(&mut self, way: &str, place: &str, secret: &str, gate: Gate) {
        let found = Left::by(gate).telling(secret);
        let found = found.into_iter().map(|leak| format!("{place}, {leak}"));
        self.0.entry(way.to_owned()).or_default().extend(found);
    }
}

impl Drop for Leaks {
    fn drop(&mut self) {
        self.0.retain(|_, leaks| !leaks.is_empty());
        if thread::panicking() || self.0.is_empty() {
            return;
        }
        let one =
            |(way, leaks): (&String, &Vec<String>)| format!("{way}: {} times: {}", leaks.len(), leaks[0]);
        let some = self.0.iter().step_by(1 + self.0.len() / 60).map(one).collect::<Vec<_>>();
        panic!("{} ways lead out, such as\n{}", self.0.len(), some.join("\n"));
    }
}

/// None of these ways leads a secret out, in any spelling and in any surroundings. That a word comes out of each which
/// is no secret is what makes sure that they are ways.
fn nothing_tells(ways: &[Way]) {
    let mut leaks = Leaks::default();
    for (name, script, gate) in ways {
        let gate = |text: &str, portal: &Portal| gate(text, Gate::new(portal));
        let portal = script(INNOCENT).token(SECRET).start();
        let control = Left::by(gate(INNOCENT, &portal).github());
        assert!(!control.telling(INNOCENT).is_empty(), "{name}: nobody repeats the word: {control}");
        excuse(&portal);
        for (spelling, text) in spellings(SECRET) {
            let portal = script(&text).token(SECRET).start();
            leaks.of(&format!("{name}, {spelling}"), || gate(&text, &portal));
            excuse(&portal);
        }
    }
}

fn alive(_: &str) -> Script {
    Portal::alive().grants(&["crm"])
}

/// As YAML and JSON both quote it.
fn quoted(text: &str) -> String {
    json!(text).to_string()
}

/// As a file's name, an argument or a variable can hold it.
fn plain(text: &str) -> String {
    text.replace('\0', "\u{200b}")
}

/// As a hook's name, and in most spellings a host, can hold it.
fn dotted(text: &str) -> String {
    text.replace(|c: char| !c.is_ascii_alphanumeric() && c != '-', ".")
}

/// A policy without mistakes.
fn good(text: &str) -> String {
    let (why, one_line) = (quoted(text), plain(text).replace(['\n', '\t'], " "));
    format!(
        "# {one_line}\nrequired: [crm, {{ scope: disk, why: {why} }}]\nforbidden: [{{ scope: im, why: {why} }}]\n\
         methods: [{{ method: crm.deal.list, why: {why} }}]\nhooks: {{ shop: {{ required: [{{ scope: task, why: {why} }}] }} }}\n"
    )
}

/// A policy with every mistake that repeats what stands in it.
fn bad(text: &str) -> String {
    let text = quoted(text);
    format!(
        "{text}: 1\nrequired: [{text}, {{ scope: {text}, why: x }}, {{ scope: crm, {text}: x }}]\nextra: {text}\nportal: {text}\n\
         methods: [{text}]\nuser: {{ id: {text}, admin: {text} }}\nscan: {{ paths: [{text}], exclude: [{text}], ignore-methods: [{text}] }}\n\
         hooks: {{ {text}: {{ {text}: 1 }}, shop: {{ {text}: 1, {text}: 2, allow-extra: [{text}] }} }}\n"
    )
}

/// Code that calls what is no method, in every way.
fn code(text: &str) -> String {
    format!(
        "<?php // {text}\n$b24->callMethod('crm.deal.list'); // {text}\n$b24->callMethod('{text}');\n$b24->callMethod('crm.{text}');\n\
         $b24->callMethod('crm.{text}.lst');\n$http->post('https://a.example/rest/1/{text}/crm.deal.lst');\n"
    )
}

fn with_code(text: &str, gate: Gate) -> Gate {
    let name = plain(text);
    gate.file(&format!("src/{name}.php"), code(text).as_bytes())
        .file(&format!("src/{name}/a.php"), code(text).as_bytes())
        .policy("required: [im]\nextra: ignore\n")
}

/// A policy with a text in it, by its name.
type Policy = (&'static str, fn(&str) -> String);

const POLICIES: [Policy; 7] = [
    ("mistakes", bad),
    ("a bare key", |text| format!("{}: 1\nrequired: [crm]\n", plain(text).replace('\n', " "))),
    ("a bare scope", |text| format!("required:\n  - {}\n", plain(text))),
    ("an alias", |text| format!("required: [crm]\nportal: *{}\n", plain(text))),
    ("a tag", |text| format!("required: [crm]\nportal: !{} x\n", plain(text))),
    ("a bracket left open", |text| format!("required: [crm, {}", quoted(text))),
    ("a path of the code", |text| format!("required: [crm]\nscan: {{ paths: [{}] }}\n", quoted(text))),
];

/// The policies of the table, given to this command.
fn refused_policies(of: fn(Gate, &str) -> Gate) {
    let mut leaks = Leaks::default();
    for (name, policy) in POLICIES {
        for (spelling, text) in spellings(SECRET) {
            let portal = alive(&text).token(SECRET).start();
            leaks.of(&format!("{name}, {spelling}"), || of(Gate::new(&portal), &policy(&text)));
            excuse(&portal);
        }
    }
}

#[test]
fn a_policy_that_is_refused_by_check() {
    refused_policies(Gate::policy);
}

#[test]
fn a_policy_that_is_refused_by_lint() {
    refused_policies(|gate, policy| gate.arg("lint").policy(policy));
}

#[test]
fn a_policy_that_is_refused_by_a_comparison() {
    refused_policies(|gate, policy| {
        gate.arg("snapshot").arg("--check").arg("was.yml").file("was.yml", policy.as_bytes())
    });
}

#[test]
fn a_policy_that_is_accepted() {
    nothing_tells(&[
        ("its words", alive, |text, gate| gate.policy(&good(text))),
        ("its words, of a snapshot", alive, |text, gate| {
            gate.arg("snapshot").arg("--check").arg("was.yml").file("was.yml", good(text).as_bytes())
        }),
        ("its file", alive, |text, gate| {
            let name = format!("{}.yml", plain(text));
            gate.file(&name, good("x").as_bytes()).input("scopes-file", &name)
        }),
        ("its file, to lint", alive, |text, gate| {
            let name = format!("{}.yml", plain(text));
            gate.arg("lint").arg(&name).file(&name, good("x").as_bytes())
        }),
        ("its file, which is not there, to lint", alive, |text, gate| gate.arg("lint").arg(&plain(text))),
        ("the name of a hook", alive, |text, gate| {
            let name = quoted(&dotted(text));
            gate.policy(&format!("required: [crm]\nhooks: {{ {name}: {{ extra: fail }} }}\n"))
        }),
    ]);
}

#[test]
fn a_baseline() {
    nothing_tells(&[
        ("its words, all gone", alive, |text, gate| {
            let gate = gate.policy("required: [crm]\n").input("baseline-file", "base.yml");
            gate.file("base.yml", good(text).as_bytes())
        }),
        ("the policy's words, all new", alive, |text, gate| {
            let gate = gate.policy(&good(text)).input("baseline-file", "base.yml");
            gate.file("base.yml", b"required: [crm]\n")
        }),
        ("its mistakes", alive, |text, gate| {
            let gate = gate.policy("required: [crm]\n").input("baseline-file", "base.yml");
            gate.file("base.yml", bad(text).as_bytes())
        }),
        ("its file", alive, |text, gate| {
            let name = format!("{}.yml", plain(text));
            let gate = gate.policy("required: [crm]\n").input("baseline-file", &name);
            gate.file(&name, good("x").as_bytes())
        }),
    ]);
}

#[test]
fn code_in_the_gate() {
    nothing_tells(&[
        ("its names and lines", alive, |text, gate| with_code(text, gate).input("scan-paths", "src")),
        ("its path", alive, |text, gate| gate.policy("required: [crm]\n").input("scan-paths", &plain(text))),
    ]);
}

#[test]
fn code_that_is_scanned() {
    nothing_tells(&[
        ("as text", alive, |text, gate| with_code(text, gate).arg("scan").arg("src")),
        ("as JSON", alive, |text, gate| with_code(text, gate).arg("scan").arg("--format=json").arg("src")),
        ("as a policy", alive, |text, gate| {
            with_code(text, gate).arg("scan").arg("--format=yaml").arg("src")
        }),
        ("a path that is not there", alive, |text, gate| gate.arg("scan").arg(&plain(text))),
        ("a path in a folder", alive, |text, gate| {
            let folder = format!("src/{}", plain(text));
            with_code(text, gate).arg("scan").arg(&folder)
        }),
    ]);
}

/// What a portal can say when all is well, and with every part of its answer refused.
#[test]
fn a_portal_that_answers() {
    let policy = |_: &str, gate: Gate| gate.policy("required: [disk]\nmethods: [crm.deal.list]\n");
    nothing_tells(&[
        ("the owner, the plan and the grants", talkative, policy),
        ("grants as a text", |text| talkative(text).scope_as_text(), policy),
        ("grants as keys", |text| talkative(text).scope_as_keys(), policy),
        ("its refusals", refusing, policy),
    ]);
}

fn talkative(text: &str) -> Script {
    let owner = json!({ "ID": "17", "ADMIN": false, "NAME": text, "LAST_NAME": text });
    let known = format!("dis{text}");
    Portal::alive().owner_json(owner).licence(text).grants(&["crm", text]).known(&["crm", text, &known])
}

fn refusing(text: &str) -> Script {
    let refuses = || Behaviour::refuses(403, text, text);
    let script = ["profile", "scope", "method.get"]
        .into_iter()
        .fold(Portal::alive(), |script, method| script.command(method, refuses()));
    script.app_info(refuses())
}

#[test]
fn a_portal_that_refuses() {
    let policy = |_: &str, gate: Gate| gate.policy("required: [crm]\n").input("max-attempts", "1");
    nothing_tells(&[
        ("its code and its words", |text| Portal::alive().refuses(text, text, 401), policy),
        ("its words", |text| Portal::alive().refuses("INVALID_CREDENTIALS", text, 401), policy),
        (
            "its words in REST 3.0",
            |text| {
                let error = json!({ "error": { "code": text, "message": text } });
                Portal::alive().always(Fault::json(403, &error))
            },
            policy,
        ),
    ]);
}

#[test]
fn a_portal_that_sends_elsewhere_or_gives_a_reason() {
    let mut leaks = Leaks::default();
    for (spelling, text) in spellings(SECRET) {
        let text = text.replace(|c: char| c.is_control(), "");
        let raw = format!("HTTP/1.1 500 {text}\r\nRetry-After: {text}\r\nContent-Length: 0\r\n\r\n");
        let page = format!("<html><title>{text}</title></html>");
        for (name, fault) in [
            ("a host", Fault::redirect(302, &format!("https://{text}.example/{text}"))),
            ("a user", Fault::redirect(302, &format!("https://u:{text}@a.example:8443/?{text}"))),
            ("a path", Fault::redirect(302, &format!("/{text}"))),
            ("a reason", Fault::Raw(raw.into_bytes())),
            ("a page", Fault::status(200, "text/html", page)),
        ] {
            let portal = Portal::alive().token(SECRET).always(fault).start();
            let gate = || Gate::new(&portal).input("max-attempts", "1");
            leaks.of(&format!("{name}, {spelling}"), gate);
        }
    }
}

#[test]
fn a_snapshot() {
    nothing_tells(&[
        ("grants and owner", talkative, |_, gate| gate.arg("snapshot").arg("--with-identity")),
        ("a refusal", |text| Portal::alive().refuses(text, text, 401), |_, gate| gate.arg("snapshot")),
        ("its file", alive, |text, gate| {
            let name = format!("{}.yml", plain(text));
            gate.arg("snapshot").arg("--check").arg(&name).file(&name, good("x").as_bytes())
        }),
        ("its file, which is not there", alive, |text, gate| {
            gate.arg("snapshot").arg("--check").arg(&plain(text))
        }),
    ]);
}

/// A value for every input that is read, as an input and as a flag.
const INPUTS: [&str; 18] = [
    "missing-hook",
    "only",
    "required-scopes",
    "forbidden-scopes",
    "extra-scopes",
    "fail-on-weakening",
    "expect-portal",
    "expect-user-id",
    "require-admin",
    "max-attempts",
    "retry-delay",
    "request-timeout",
    "timeout",
    "jobs",
    "warn-only",
    "redact",
    "scopes-file",
    "ca-file",
];

#[test]
fn inputs() {
    nothing_tells(&[
        ("all of them", alive, |text, gate| {
            let gate = INPUTS.iter().fold(gate, |gate, name| gate.input(name, &plain(text)));
            gate.env("HTTPS_PROXY", &plain(text)).env("SSL_CERT_FILE", &plain(text))
        }),
        ("all of them as flags", alive, |text, gate| {
            INPUTS.iter().fold(gate, |gate, name| gate.arg(&format!("--{name}={}", plain(text))))
        }),
        ("scopes", alive, |text, gate| gate.input("required-scopes", &dotted(text).replace('-', "."))),
        ("a host", alive, |text, gate| gate.input("expect-portal", &format!("{}.example", dotted(text)))),
        ("the paths of reports", alive, |text, gate| {
            let name = plain(text);
            let gate = gate.input("json-file", &format!("out/{name}.json"));
            gate.input("junit-file", &format!("out/{name}.xml")).policy("required: [crm]\n")
        }),
        ("the paths of reports that are folders", alive, |text, gate| {
            let name = plain(text);
            gate.file(&format!("{name}/x"), b"").input("json-file", &name).input("only", &name)
        }),
    ]);
}

/// Those that a hook may have, and those that it may not.
#[test]
fn names_of_hooks() {
    let gates: [Change; 6] = [
        ("checked", |gate| gate.policy("required: [disk]\n")),
        ("hidden", |gate| gate.policy("required: [disk]\n").input("redact", "true")),
        ("left out", |gate| gate.input("only", "other")),
        ("shared out", |gate| gate.arg("split").arg("2")),
        ("of a snapshot", |gate| gate.arg("snapshot")),
        ("not needed", |gate| gate.arg("lint").policy("required: [crm]\n")),
    ];
    let names = spellings(SECRET).into_iter().flat_map(|(_, text)| [dotted(&text), plain(&text)]);
    let portal = Portal::alive().token(SECRET).grants(&["crm"]).start();
    let mut leaks = Leaks::default();
    for name in names.collect::<BTreeSet<_>>() {
        let hooks = format!("{name}={0}\nother={0}\n", portal.hook());
        for (way, gate) in gates {
            leaks.of(&format!("{way}, {name}"), || gate(Gate::new(&portal).hook(&hooks)));
        }
    }
}

/// Each half is nothing to hide, and a list shows them side by side.
#[test]
fn in_two_items_of_a_list() {
    let secret = SECRET.to_lowercase();
    // Sorted, they stay in this order.
    let (one, other) = secret.split_at(3);
    let portal = Portal::alive().token(SECRET).grants(&["crm", one, other]).start();
    let poor = Portal::alive().token(SECRET).grants(&["crm"]).start();
    let hook = portal.hook();
    let hooks = format!("{one}={hook}\n{other}={hook}\n");
    let mut leaks = Leaks::default();
    leaks.of("granted", || Gate::new(&portal).policy("required: [crm]\n"));
    leaks.of("forbidden", || Gate::new(&portal).input("forbidden-scopes", &format!("{one}\n{other}")));
    leaks.of("missing", || Gate::new(&poor).input("required-scopes", &format!("{one}\n{other}")));
    leaks.of("shared out", || Gate::new(&portal).hook(&hooks).arg("split").arg("2"));
}

/// With a hook of nobody's, no command tells what stands in its arguments.
fn arguments_tell_nothing(secret: &str, args: fn(&str) -> Vec<Vec<String>>) {
    let line = |name: &str| format!("{name}=https://{name}.example/rest/1/{secret}/\n");
    let hooks = line("a") + &line("b");
    let mut leaks = Leaks::default();
    for (spelling, text) in spellings(secret) {
        for args in args(&plain(&text)) {
            let gate = || args.iter().fold(Gate::bare(), |gate, arg| gate.arg(arg));
            let gate = || gate().hook(&hooks).policy("required: [crm]\n").input("max-attempts", "none");
            let way = args.join(" ").replace(&plain(&text), "TEXT");
            leaks.of_one(&format!("{way}, {spelling}"), secret, gate());
        }
    }
}

fn lists(lists: &[&[&str]]) -> Vec<Vec<String>> {
    lists.iter().map(|list| list.iter().map(|&word| word.to_owned()).collect()).collect()
}

#[test]
fn arguments_that_are_understood() {
    arguments_tell_nothing(SECRET, |text| {
        let (value, glob) = (format!("--timeout={text}"), format!("[{text}"));
        lists(&[
            &[&value],
            &["check", "--only", text],
            &["--hook-file", text],
            &["lint", text],
            &["scan", "--glob", &glob],
            &["split", "3", "--only", text],
            &["split", "--", text],
            &["merge", text],
            &["merge", ".", "--expect", text],
            &["explain", text],
        ])
    });
}

/// A secret of small letters looks like a command, or like a flag.
#[test]
fn arguments_that_nobody_understands() {
    for secret in [SECRET, "qzjxvwkpyhfbgmtr"] {
        arguments_tell_nothing(secret, |text| {
            let (flag, valued) = (format!("--{text}"), format!("--{text}=1"));
            lists(&[
                &[text],
                &[&flag],
                &[&valued],
                &["--hook", text],
                &["check", text],
                &["check", &flag],
                &["lint", "a.yml", text],
                &["lint", &flag],
                &["scan", &flag],
                &["scan", "--format", text],
                &["snapshot", text],
                &["snapshot", "--check", &flag],
                &["split", "3", text],
                &["split", &flag],
                &["explain", "ok", text],
                &["completions", text],
                &["man", text],
                &["--help", text],
                &["--version", text],
            ])
        });
    }
}

#[test]
fn commands_that_only_print() {
    for args in [&["explain"][..], &["completions", "bash"], &["man"], &["--help"], &["--version"]] {
        for (_, around) in AROUND {
            let gate = args.iter().fold(Gate::bare(), |gate, arg| gate.arg(arg));
            let left = Left::by(around(gate.hook(&format!("https://a.example/rest/1/{SECRET}/")))).exits(0);
            left.keeps_quiet_about(SECRET);
        }
    }
}

/// A share's report, of a hook that lacks a scope, with all that a report can hold.
fn share() -> Value {
    let portal = Portal::alive().token("anothersecret001").grants(&["crm", "task"]).start();
    let policy = "required: [crm, { scope: disk, why: files }]\nforbidden: [task]\nmethods: [crm.deal.list]\n\
                  portal: a.example\nhooks: { nobody: { extra: fail } }\n";
    let gate = Gate::several(&[("h", &portal)]).policy(policy).input("scan-paths", "src").github();
    let gate =
        gate.file("src/a.php", b"<?php\n$b24->callMethod('im.notify');\n$b24->callMethod('crm.deal.lst');\n");
    let gate = gate
        .file("base.yml", b"required: [crm, { scope: im, why: news }]\n")
        .input("baseline-file", "base.yml");
    let left = Left::by(gate).exits(1);
    serde_json::from_str(left.sink("reports/b24.json")).expect("a report")
}

/// The place of every text in a value.
fn texts(value: &Value, at: &str, found: &mut Vec<String>) {
    let mut below = |key: &str, value: &Value| texts(value, &format!("{at}/{key}"), found);
    match value {
        Value::String(_) => found.push(at.to_owned()),
        Value::Array(items) => items.iter().enumerate().for_each(|(n, item)| below(&n.to_string(), item)),
        Value::Object(members) => members.iter().for_each(|(key, value)| below(key, value)),
        _ => {}
    }
}

/// A merge of a report that has this text in these places.
fn merge(share: &Value, places: &[&String], text: &str) -> Gate {
    let mut share = share.clone();
    for at in places {
        *share.pointer_mut(at).expect("it was found") = json!(text);
    }
    let gate =
        Gate::bare().arg("merge").arg("share.json").hook(&format!("https://a.example/rest/1/{SECRET}/"));
    gate.file("share.json", share.to_string().as_bytes())
}

/// A text in the wrong place makes a report unusable. Most places take any, some take a word, and the others none.
#[test]
fn the_report_of_a_share() {
    let (share, mut places) = (share(), Vec::new());
    texts(&share, "", &mut places);
    let tells = |places: &[&String], text: &str| {
        !Left::by(merge(&share, places, text).github()).telling(INNOCENT).is_empty()
    };
    let words = INNOCENT.split_at(8);
    let words = format!("{} {}", words.0, words.1);
    let (free, other): (Vec<_>, Vec<_>) = places.iter().partition(|at| tells(&[at], &words));
    let (shaped, none): (Vec<_>, Vec<_>) = other.into_iter().partition(|at| tells(&[at], INNOCENT));
    assert!(free.len() > 40 && tells(&free, &words), "of most places nothing is told: {free:?}");
    let mut leaks = Leaks::default();
    for (spelling, text) in spellings(SECRET) {
        leaks.of(&spelling, || merge(&share, &free, &text));
        for at in &shaped {
            leaks.of_one(&format!("{at}, {spelling}"), SECRET, merge(&share, &[at], &text));
        }
    }
    for at in none {
        leaks.of_one(at, SECRET, merge(&share, &[at], SECRET));
    }
}

#[test]
fn a_file_among_the_reports_of_shares() {
    let hook = format!("https://a.example/rest/1/{SECRET}/");
    let mut leaks = Leaks::default();
    for (spelling, text) in spellings(SECRET) {
        let name = plain(&text);
        let gate = || Gate::bare().hook(&hook).arg("merge").arg("shares").arg(&format!("{name}.json"));
        let gate = || gate().file(&format!("shares/{name}.json"), text.as_bytes());
        let gate = || gate().file(&format!("shares/{name}/x.json"), b"{\"version\":1}");
        leaks.of(&spelling, gate);
    }
}

/// Whatever stands before the secret, no cut leaves its beginning behind: not where quotes end, not where texts of the
/// portal end, not where passages end.
fn padded(unit: &str) {
    let lengths = (280..310).chain(4060..4100).chain(16_360..16_400);
    let mut units = lengths.flat_map(|length| [length, length / unit.len()]).collect::<Vec<_>>();
    units.sort_unstable();
    units.dedup();
    let mut leaks = Leaks::default();
    for n in units {
        let text = unit.repeat(n) + SECRET;
        let portal = Portal::alive().token(SECRET).refuses("INVALID_CREDENTIALS", &text, 401).start();
        let left = Left::by(Gate::new(&portal).github()).exits(1);
        leaks.0.insert(format!("{n} before it"), left.telling(&SECRET[..6]));
    }
}

#[test]
fn behind_blanks() {
    padded(" ");
}

#[test]
fn behind_tags() {
    padded("<b>");
}

#[test]
fn behind_marks_that_nobody_sees() {
    padded("\u{200b}");
}

#[test]
fn behind_letters_of_several_bytes() {
    padded("ж");
}

/// Wherever a hook stands, chosen or not, valid or not: a policy repeats its secret, and no byte tells it.
#[test]
fn a_hook_that_is_not_used_or_cannot_be_read() {
    const LETTERS: &str = "abcdefghijklmnop";
    const DIGITS: &str = "9182736450918273";
    let other = "https://b.example/rest/1/zk5wq9xj2vb8tn4m/";
    let mut leaks = Leaks::default();
    for secret in [SECRET, LETTERS, DIGITS] {
        let policy = format!("required: [crm]\n{secret}: 1\n");
        let escaped = secret.bytes().map(|byte| format!("%{byte:02x}")).collect::<Vec<_>>().concat();
        let hook = format!("https://a.example/rest/1/{secret}/");
        let broken = [
            hook.replacen("https", "http", 1),
            hook.replacen("/1/", "/x/", 1),
            hook.replacen("https://", "", 1),
            hook.replacen("/rest/1/", "/", 1),
            hook.replacen(secret, &escaped, 1),
            hook.replacen(':', "%3A", 1).replace('/', "%2F"),
            format!("{hook}, {hook}"),
            format!("x: {hook}"),
            format!("{other}\n{hook} {hook}"),
            secret.to_owned(),
        ];
        for command in ["check", "lint"] {
            let gate = || Gate::bare().arg(command).policy(&policy);
            for text in &broken {
                leaks.of(&format!("{command}, {text}"), || gate().hook(text));
            }
            let unused: [(_, &dyn Fn(Gate) -> Gate); 4] = [
                ("both variables", &|gate| gate.env("B24_HOOK", &hook).env("B24_HOOK_FILE", "nowhere")),
                ("a file beside a variable", &|gate| {
                    gate.file("hook", hook.as_bytes()).env("B24_HOOK", other).env("B24_HOOK_FILE", "hook")
                }),
                ("beaten by the action", &|gate| gate.env("INPUT_HOOK", other).env("B24_HOOK", &hook)),
                ("bytes that are no text", &|gate| {
                    gate.file("hook", &[hook.as_bytes(), b"\xff"].concat()).env("B24_HOOK_FILE", "hook")
                }),
            ];
            // The gate would ask the other hook's portal, which there is none.
            for (way, with) in unused.into_iter().filter(|_| command == "lint") {
                for (place, around) in AROUND {
                    let gate = with(around(gate()).no_hook());
                    leaks.look(&format!("{command}, {way}"), place, secret, gate);
                }
            }
        }
    }
}
