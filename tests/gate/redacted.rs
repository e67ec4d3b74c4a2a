//! With `redact: true`, the portal's host, the one that it moved to and the owner's name are in no byte.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::gate::Gate;
use crate::left::{AROUND, Left, excuse};
use crate::portal::{Behaviour, Cert, Fault, Portal, Script, Times};

const FIRST: &str = "Xantippe";
const LAST: &str = "Vrbnik-Quoz";
const MOVED: &str = "renamed-portal.example";

/// What nobody may read.
fn private(portal: &Portal) -> Vec<String> {
    let words = ["localhost", MOVED, FIRST, LAST].map(str::to_owned);
    words.into_iter().chain([portal.host()]).collect()
}

/// Where any of it can be read, each place once.
fn told(left: &Left, portal: &Portal) -> Vec<String> {
    let found = private(portal).iter().flat_map(|word| left.telling(word)).collect::<BTreeSet<_>>();
    found.into_iter().collect()
}

#[track_caller]
fn nothing(found: &[String]) {
    assert!(
        found.is_empty(),
        "{} places tell, such as\n{}",
        found.len(),
        found[..found.len().min(60)].join("\n")
    );
}

fn alive() -> Script {
    Portal::alive().owner(17, FIRST, LAST).grants(&["crm", "im"])
}

/// A portal, what is asked of it, and the reason that comes of it.
type Case = (&'static str, fn() -> Script, &'static str, &'static str);

fn moved(to: &str) -> Script {
    alive().always(Fault::redirect(302, to))
}

/// Every kind of finding. `HOST` in a policy is the portal's.
const CASES: [Case; 28] = [
    ("all is well", alive, "required: [crm]\nextra: ignore", "ok"),
    ("the portal is the expected one", alive, "portal: HOST", "ok"),
    ("a scope is missing", alive, "required: [disk]\nextra: ignore", "scope-missing"),
    ("a scope is forbidden", alive, "forbidden: [im]\nextra: ignore", "scope-forbidden"),
    ("a scope is extra", alive, "required: [crm]\nextra: fail", "scope-extra"),
    ("it is another portal", alive, "portal: acme.example", "identity"),
    ("it is another user", alive, "user: { id: 99 }", "identity"),
    ("it is no administrator", alive, "user: { admin: true }", "identity"),
    (
        "the owner has changed",
        || Portal::alive().owner(99, FIRST, LAST).grants(&["crm"]),
        "required: [crm]",
        "ok",
    ),
    ("the owner is gone", || alive().owner_json(json!([])), "required: [crm]\nextra: ignore", "identity"),
    (
        "it is refused",
        || alive().refuses("INVALID_CREDENTIALS", "no", 401),
        "required: [crm]",
        "hook-refused",
    ),
    (
        "it is refused in the host's name",
        || alive().refuses("localhost", "localhost: LOCALHOST does not know you", 401),
        "required: [crm]",
        "hook-refused",
    ),
    (
        "the scopes are refused in the owner's name",
        || alive().command("scope", in_their_names()).app_info(in_their_names()),
        "required: [crm]",
        "scopes-unknown",
    ),
    ("it has moved", || moved("https://renamed-portal.example/"), "required: [crm]", "portal-moved"),
    ("to a port", || moved("https://renamed-portal.example:8443/rest/"), "required: [crm]", "portal-moved"),
    ("to another port of itself", || moved("https://localhost/"), "required: [crm]", "portal-moved"),
    ("to a path of itself", || moved("/auth/?backurl=%2F"), "required: [crm]", "not-a-portal"),
    ("to plain http", || moved("http://Renamed-Portal.example/x"), "required: [crm]", "portal-moved"),
    (
        "only app.info has moved",
        || alive().on("app.info", Times::Always, Fault::redirect(302, "https://renamed-portal.example/")),
        "required: [disk]",
        "scope-missing",
    ),
    ("a certificate of another name", || alive().certificate(Cert::WrongHost), "required: [crm]", "tls"),
    ("a certificate that has expired", || alive().certificate(Cert::Expired), "required: [crm]", "tls"),
    ("a certificate of nobody", || alive().certificate(Cert::SelfSigned), "required: [crm]", "tls"),
    ("a certificate of a stranger", || alive().certificate(Cert::UnknownCa), "required: [crm]", "tls"),
    (
        "a method is not there",
        || alive().method("im.notify", false, false),
        "methods: [im.notify]",
        "method-unavailable",
    ),
    ("a method is not open", alive, "methods: [crm.deal.list, disk.file.get]", "method-unavailable"),
    ("the connection is cut", || alive().always(Fault::ResetBeforeTls), "required: [crm]", "network"),
    ("a page comes back", || alive().always(Fault::html(502)), "required: [crm]", "server-error"),
    (
        "the plan is called like them",
        || alive().licence("Xantippe Vrbnik-Quoz of LOCALHOST"),
        "required: [crm]\nextra: ignore",
        "ok",
    ),
];

fn in_their_names() -> Behaviour {
    Behaviour::refuses(
        403,
        "ACCESS_DENIED",
        "Xantippe Vrbnik-Quoz (xantippe, VRBNIK-QUOZ) may not, says localhost",
    )
}

fn gate(case: &Case, portal: &Portal) -> Gate {
    Gate::new(portal).policy(&case.2.replace("HOST", &portal.host())).input("max-attempts", "1")
}

#[test]
fn every_finding() {
    let mut found = Vec::new();
    for case in &CASES {
        for (place, around) in AROUND {
            let portal = (case.1)().start();
            let left = Left::by(around(gate(case, &portal).input("redact", "true")));
            let report: Value = serde_json::from_str(left.sink("reports/b24.json")).expect("a report");
            assert_eq!(report["reason"], case.3, "{}: {left}", case.0);
            found.extend(told(&left, &portal).iter().map(|leak| format!("{}, {place}: {leak}", case.0)));
        }
    }
    nothing(&found);
}

/// They are the portal's words, too.
#[test]
fn scopes_that_are_called_like_them() {
    let mut found = Vec::new();
    for (place, around) in AROUND {
        for args in [&["check"][..], &["snapshot"]] {
            let portal = alive().grants(&["crm", "localhost", LAST]).start();
            let gate = args.iter().fold(Gate::new(&portal), |gate, arg| gate.arg(arg));
            let left =
                Left::by(around(gate.policy("required: [crm]\nextra: fail\n").input("redact", "true")));
            found.extend(told(&left, &portal).iter().map(|leak| format!("{args:?}, {place}: {leak}")));
        }
    }
    nothing(&found);
}

/// Accounts for a service are called so, and what reports are made of is no name.
#[test]
fn words_of_bitrix24_are_told_whoever_is_called_so() {
    for (first, last) in [("CRM", "Integration"), ("Task", "disk"), ("im", "User List")] {
        let portal = Portal::alive().owner(17, first, last).grants(&["crm", "disk", "im"]).start();
        let gate = || {
            let policy = "required: [crm, task]\nextra: fail\nmethods: [user.get, crm.deal.list]\n";
            Gate::new(&portal).policy(policy).github()
        };
        let snapshot = |redact| Left::by(gate().arg("snapshot").input("redact", redact)).exits(0);
        assert_eq!(snapshot("true").stdout(), snapshot("false").stdout(), "{first} {last}");
        let open = Left::by(gate().input("redact", "false")).exits(1);
        let share = gate().no_hook().arg("merge").arg("share.json");
        let share = share.file("share.json", open.sink("reports/b24.json").as_bytes());
        for hidden in [gate(), share] {
            let left = Left::by(hidden.input("redact", "true")).exits(1);
            left.keeps_quiet_about(&format!("{first} {last}"));
            let [told, all] = [&left, &open].map(|left| {
                let report: Value = serde_json::from_str(left.sink("reports/b24.json")).expect("a report");
                let findings = report["hooks"][0]["findings"].clone();
                (report["hooks"][0]["granted-scopes"].clone(), findings)
            });
            assert_eq!(told, all, "{first} {last}: {left}");
        }
    }
}

/// Of one of two hooks, and of both.
#[test]
fn every_finding_of_several_hooks() {
    let mut found = Vec::new();
    for case in &CASES {
        let (one, other) = ((case.1)().start(), alive().start());
        let policy = case.2.replace("HOST", &one.host());
        let gate = Gate::several(&[("", &one), ("shop", &other)]).policy(&policy).input("max-attempts", "1");
        let left = Left::by(gate.input("redact", "true").github());
        found.extend(told(&left, &one).iter().map(|leak| format!("{}: {leak}", case.0)));
        found.extend(left.telling(&other.host()));
    }
    nothing(&found);
}

/// A share was not told to hide anything.
#[test]
fn every_finding_of_a_share() {
    let mut found = Vec::new();
    for case in &CASES {
        let portal = (case.1)().start();
        let share = Left::by(gate(case, &portal).github());
        assert!(!share.telling("localhost").is_empty(), "{}: there is nothing to hide: {share}", case.0);
        for (place, around) in AROUND {
            let gate = Gate::bare().arg("merge").arg("share.json").input("redact", "true");
            let gate = gate.file("share.json", share.sink("reports/b24.json").as_bytes());
            let left = Left::by(around(gate));
            found.extend(told(&left, &portal).iter().map(|leak| format!("{}, {place}: {leak}", case.0)));
        }
    }
    nothing(&found);
}

/// What one policy has and the other has not, in both directions.
const CHANGES: [(&str, &str); 8] = [
    ("required: [crm]", "required: [crm]\nportal: HOST"),
    ("required: [crm]\nportal: acme.example", "required: [crm]\nportal: HOST"),
    ("required: [crm]\nportal: \"[::1]:8443\"", "required: [crm]\nportal: HOST"),
    ("required: [crm]", "required: [crm]\nhooks: { shop: { portal: HOST } }"),
    (
        "required: [crm]\nportal: HOST",
        "required: [crm]\nportal: HOST\nhooks: { shop: { portal: acme.example } }",
    ),
    ("required: [crm]\nportal: HOST", "required: [crm, disk]\nportal: HOST"),
    ("required: [crm]\nportal: HOST\nuser: { id: 17 }", "required: [crm]\nportal: HOST\nuser: { id: 18 }"),
    ("required: [crm]\nportal: HOST", "forbidden: [im]\nextra: fail\nuser: { id: 17, admin: true }"),
];

/// Each change, there and back, with a gate that hides.
fn changed(portal: &Portal, gate: impl Fn() -> Gate) -> Vec<String> {
    let mut found = Vec::new();
    for (one, other) in CHANGES.into_iter().flat_map(|(one, other)| [(one, other), (other, one)]) {
        for (place, around) in AROUND {
            let [base, head] = [one, other].map(|policy| policy.replace("HOST", &portal.host()));
            let gate =
                gate().policy(&head).file("base.yml", base.as_bytes()).input("baseline-file", "base.yml");
            let left = Left::by(around(gate.input("redact", "true")));
            assert!(!left.sink("reports/b24.json").contains("\"policy-diff\": null"), "{left}");
            found.extend(
                told(&left, portal).iter().map(|leak| format!("{one:?} to {other:?}, {place}: {leak}")),
            );
        }
    }
    found
}

#[test]
fn every_change_of_the_policy() {
    let portal = alive().start();
    nothing(&changed(&portal, || Gate::new(&portal)));
}

#[test]
fn every_change_that_fails() {
    let portal = alive().start();
    nothing(&changed(&portal, || Gate::new(&portal).input("fail-on-weakening", "true")));
}

#[test]
fn every_change_of_the_policy_of_a_hook_with_a_name() {
    let portal = alive().start();
    nothing(&changed(&portal, || Gate::several(&[("shop", &portal)])));
}

/// Nobody knows whose the host is, and yet it is one.
#[test]
fn every_change_that_a_fork_proposes() {
    let portal = alive().unasked().start();
    nothing(&changed(&portal, || Gate::bare().input("missing-hook", "skip")));
}

/// The words of a policy, which is read with a hook at hand.
#[test]
fn what_a_policy_says_of_them() {
    let mut found = Vec::new();
    for policy in [
        "\"HOST\": 1\nrequired: [crm]",
        "required: [\"HOST\"]",
        "required: [crm]\nportal: https://HOST/rest/",
        "required: [crm]\nportal: https://renamed-portal.example/stream/?a=b",
        "required: [crm]\nportal: renamed-portal.example\nhooks: { renamed-portal.example: { a: 1 } }",
        "required: [crm]\nportal: [HOST]",
        "required: [crm]\nuser: { id: \"HOST\" }",
        "required: [crm]\nhooks: { \"HOST\": { extra: fail } }",
        "required: [crm]\nhooks: { localhost: { extra: fail } }",
        "required: [crm]\nscan: { paths: [\"HOST\"] }",
        "required: [crm, { scope: disk, why: \"for HOST\" }]",
    ] {
        for command in ["check", "lint"] {
            for (place, around) in AROUND {
                let portal = alive().start();
                let gate = Gate::new(&portal).arg(command).policy(&policy.replace("HOST", &portal.host()));
                let left = Left::by(around(gate.input("redact", "true")));
                excuse(&portal);
                found.extend(
                    told(&left, &portal).iter().map(|leak| format!("{policy}, {command}, {place}: {leak}")),
                );
            }
        }
    }
    nothing(&found);
}

#[test]
fn inputs_that_name_the_host() {
    let mut found = Vec::new();
    for (name, value) in [
        ("expect-portal", "HOST"),
        ("expect-portal", "https://HOST/rest"),
        ("expect-portal", "https://renamed-portal.example/foo?"),
        ("only", "HOST"),
        ("timeout", "HOST"),
        ("required-scopes", "HOST"),
    ] {
        for (place, around) in AROUND {
            let portal = alive().start();
            let value = value.replace("HOST", &portal.host());
            let left = Left::by(around(Gate::new(&portal).input(name, &value).input("redact", "true")));
            excuse(&portal);
            found.extend(told(&left, &portal).iter().map(|leak| format!("{name}, {place}: {leak}")));
        }
    }
    nothing(&found);
}

/// A broken baseline does not fail the run, and is quoted in its headline.
#[test]
fn a_baseline_that_names_no_host() {
    let mut found = Vec::new();
    for (place, around) in AROUND {
        let portal = alive().start();
        let gate = Gate::new(&portal).policy("required: [crm, im]").input("baseline-file", "base.yml");
        let gate = gate.file("base.yml", b"portal: https://renamed-portal.example/x\n");
        let left = Left::by(around(gate.input("redact", "true"))).exits(0);
        assert!(left.stdout().contains("its baseline has a mistake"), "{left}");
        found.extend(told(&left, &portal).iter().map(|leak| format!("{place}: {leak}")));
    }
    nothing(&found);
}

/// Shares that hide nothing, and hold hosts that no portal answers on.
#[test]
fn what_a_share_expects() {
    let policy = "required: [crm]\nportal: renamed-portal.example\n";
    let plain = |gate: Gate| gate;
    let changes: [fn(Gate) -> Gate; 4] = [
        plain,
        |gate| gate.input("baseline-file", "base.yml").file("base.yml", b"required: [crm]\n"),
        |gate| gate.input("expect-portal", "https://renamed-portal.example/foo?"),
        |gate| {
            gate.input("baseline-file", "base.yml")
                .file("base.yml", b"portal: https://renamed-portal.example/x")
        },
    ];
    let mut found = Vec::new();
    for (index, change) in changes.into_iter().enumerate() {
        let portal = alive().start();
        excuse(&portal);
        let share = Left::by(change(Gate::new(&portal).policy(policy).github()));
        assert!(!share.telling("renamed-portal.example").is_empty(), "there is nothing to hide: {share}");
        for shares in [1, 2] {
            let gate = Gate::bare().arg("merge").arg("shares").input("redact", "true").github();
            let gate = (0..shares).fold(gate, |gate, number| {
                gate.file(&format!("shares/{number}.json"), share.sink("reports/b24.json").as_bytes())
            });
            found.extend(told(&Left::by(gate), &portal).iter().map(|leak| format!("change {index}: {leak}")));
        }
    }
    nothing(&found);
}

/// A terminal is shown the lines of the policy that are wrong, and any of them may hold a host.
#[cfg(target_os = "linux")]
#[test]
fn a_terminal_is_shown_no_line_of_the_policy() {
    for (redact, shows) in [("false", true), ("true", false)] {
        let portal = alive().start();
        excuse(&portal);
        let policy = "{ required: [crm], portal: renamed-portal.example, requird: 1 }\n";
        let gate = Gate::new(&portal).policy(policy).input("redact", redact);
        let left = Left::by(gate.on_a_terminal());
        assert!(left.stdout().contains("the key `requird` is unknown"), "{left}");
        assert_eq!(left.stdout().contains("required: [crm]"), shows, "{left}");
        assert_eq!(told(&left, &portal).is_empty(), !shows, "{left}");
    }
}

#[test]
fn a_snapshot_and_what_differs_from_one() {
    let mut found = Vec::new();
    for case in &CASES {
        for (place, around) in AROUND {
            for args in
                [&["snapshot", "--with-identity"][..], &["snapshot", "--check", ".github/b24-scopes.yml"]]
            {
                let portal = (case.1)().start();
                let gate = args.iter().fold(gate(case, &portal), |gate, arg| gate.arg(arg));
                let left = Left::by(around(gate.input("redact", "true")));
                found.extend(
                    told(&left, &portal).iter().map(|leak| format!("{}, {args:?}, {place}: {leak}", case.0)),
                );
            }
        }
    }
    nothing(&found);
}
