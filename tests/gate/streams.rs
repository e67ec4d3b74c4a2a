//! What goes to which stream, and what a command has no need of and does not read.

use serde_json::Value;

use crate::gate::Gate;
use crate::left::{AROUND, Left, excuse};
use crate::portal::Portal;
use crate::spellings::SECRET;

const MASK: &str = "::add-mask::";

const CODE: &[u8] = b"<?php\n$b24->callMethod('crm.deal.list');\n$b24->callMethod('crm.deal.lst');\n";

/// Every command that knows of hooks, or could.
const COMMANDS: [&[&str]; 11] = [
    &["check"],
    &["lint"],
    &["snapshot"],
    &["snapshot", "--check", ".github/b24-scopes.yml"],
    &["scan", "src"],
    &["scan", "--format=json", "src"],
    &["scan", "--format=yaml", "src"],
    &["scan", "nowhere"],
    &["split", "2"],
    &["merge", "share.json"],
    &["check", "--nonsense"],
];

fn gate(args: &[&str], portal: &Portal) -> Gate {
    let gate =
        args.iter().fold(Gate::new(portal), |gate, arg| gate.arg(arg)).policy("required: [crm, disk]\n");
    gate.hook(&format!("shop={}", portal.hook())).file("src/a.php", CODE).file("share.json", b"{}")
}

/// A portal that need not be asked.
fn portal() -> Portal {
    let portal = Portal::alive().token(SECRET).start();
    excuse(&portal);
    portal
}

#[test]
fn on_github_masks_come_first_on_standard_error_and_nowhere_else() {
    let portal = portal();
    for args in COMMANDS {
        let left = Left::by(gate(args, &portal).github());
        let first = left.stderr().lines().take_while(|line| line.starts_with(MASK)).collect::<Vec<_>>();
        for hidden in [portal.secret(), &portal.hook(), portal.hook().trim_end_matches('/')] {
            assert!(first.contains(&format!("{MASK}{hidden}").as_str()), "{args:?}, {hidden}: {left}");
        }
        let all = left.stderr().lines().filter(|line| line.contains(MASK)).count();
        assert_eq!(all, first.len(), "{args:?}: masks come first: {left}");
        for sink in ["stdout", "outputs", "summary.md", "reports/b24.json", "reports/b24.xml"] {
            assert!(!left.sink(sink).contains("add-mask"), "{args:?}, {sink}: {left}");
        }
    }
}

#[test]
fn elsewhere_there_are_no_masks() {
    let portal = portal();
    for (_, around) in AROUND.into_iter().filter(|(place, _)| *place != "GitHub") {
        for args in COMMANDS {
            let left = Left::by(around(gate(args, &portal)));
            for stream in [left.stdout(), left.stderr()] {
                assert!(!stream.contains("mask") && !stream.contains("setsecret"), "{args:?}: {left}");
            }
            left.keeps_quiet_about(SECRET);
        }
    }
}

#[test]
fn on_github_a_snapshot_is_a_policy_and_nothing_else() {
    let portal = Portal::alive().token(SECRET).start();
    for args in [&["snapshot"][..], &["snapshot", "--with-identity"]] {
        let snapshot = Left::by(gate(args, &portal).github()).exits(0);
        let policy = snapshot.stdout();
        assert!(!policy.contains("::") && policy.contains("required:"), "{snapshot}");
        for (_, around) in AROUND {
            let lint = Gate::new(&portal).arg("lint").arg("p.yml").file("p.yml", policy.as_bytes());
            Left::by(around(lint)).exits(0);
        }
        let check =
            Gate::new(&portal).arg("snapshot").arg("--check").arg("p.yml").file("p.yml", policy.as_bytes());
        Left::by(check.github()).exits(0);
    }
}

#[test]
fn on_github_a_scan_in_json_is_json_and_nothing_else() {
    let portal = portal();
    for files in [&["a.php"][..], &["a.php", "b.php"]] {
        let gate = gate(&["scan", "--format=json", "src"], &portal).github();
        let gate = files.iter().fold(gate, |gate, file| gate.file(&format!("src/{file}"), CODE));
        let left = Left::by(gate.file("src/big.php", &vec![b' '; 5 << 20])).exits(0);
        let scan: Value =
            serde_json::from_str(left.stdout()).unwrap_or_else(|error| panic!("{error}: {left}"));
        assert!(scan.is_object(), "{left}");
    }
}

#[test]
fn on_github_a_scan_in_yaml_is_a_policy_and_nothing_else() {
    let left = Left::by(gate(&["scan", "--format=yaml", "src"], &portal()).github()).exits(0);
    assert!(!left.stdout().contains("::"), "{left}");
    let lint = Gate::bare().arg("lint").arg("p.yml").file("p.yml", left.stdout().as_bytes());
    Left::by(lint).exits(0);
}

#[test]
fn on_github_a_matrix_is_a_matrix_and_nothing_else() {
    let left = Left::by(gate(&["split", "2"], &portal()).github()).exits(0);
    let matrix: Value = serde_json::from_str(left.stdout()).unwrap_or_else(|error| panic!("{error}: {left}"));
    assert_eq!(matrix["include"][0]["only"], "shop", "{left}");
}

/// They are the same everywhere, and say nothing on standard error.
#[test]
fn what_only_prints_only_prints() {
    let (portal, hook) = (portal(), "https://acme.example/rest/17/SEC RET/");
    for args in
        [&["explain"][..], &["explain", "scope-missing"], &["completions", "bash"], &["man"], &["--help"]]
    {
        let plain = args.iter().fold(Gate::bare(), |gate, arg| gate.arg(arg));
        let plain = Left::by(plain).exits(0);
        for (place, around) in AROUND {
            for hook in [&portal.hook(), hook] {
                let left = Left::by(around(gate(args, &portal).hook(hook))).exits(0);
                assert_eq!(left.stdout(), plain.stdout(), "{args:?}, {place}");
                assert!(!left.stderr().contains("::error"), "{args:?}, {place}: {left}");
                assert!(place == "GitHub" || left.stderr().is_empty(), "{args:?}, {place}: {left}");
            }
        }
    }
}

/// Annotations may be on either stream, since the runner reads both.
#[test]
fn the_answer_is_on_standard_output() {
    let portal = Portal::alive().token(SECRET).grants(&["crm"]).start();
    let share = Left::by(gate(&["check"], &portal).github()).sink("reports/b24.json").to_owned();
    for (args, word) in [
        (&["check"][..], "FAILED"),
        (&["lint"], "PASSED"),
        (&["merge", "share.json"], "FAILED"),
        (&["snapshot", "--check", ".github/b24-scopes.yml"], "FAILED"),
        (&["lint", "bad.yml"], "MISCONFIGURED"),
    ] {
        for (place, around) in AROUND {
            let gate = gate(args, &portal).file("share.json", share.as_bytes()).file("bad.yml", b"x: 1\n");
            let left = Left::by(around(gate));
            let answer = left.stdout().lines().filter(|line| !line.starts_with("::")).collect::<Vec<_>>();
            assert!(answer.iter().any(|line| line.contains(word)), "{args:?}, {place}: {left}");
            assert!(!left.stderr().contains(word), "{args:?}, {place}: {left}");
            let said = format!("{}{}", left.stdout(), left.stderr());
            if place == "GitHub" && word != "PASSED" {
                assert!(said.lines().any(|line| line.starts_with("::error ")), "{args:?}: {left}");
            }
        }
    }
}

/// Commands that ask nobody, and how they end when all is well.
const OFFLINE: [&[&str]; 7] = [
    &["lint"],
    &["scan", "src"],
    &["scan", "--format=json", "src"],
    &["scan", "--format=yaml", "src"],
    &["split", "2"],
    &["explain"],
    &["explain", "scope-missing"],
];

#[test]
fn what_a_command_has_no_need_of_does_not_fail_it() {
    let portal = portal();
    let bad = [
        ("B24_TIMEOUT", "xx"),
        ("B24_REQUEST_TIMEOUT", "xx"),
        ("B24_MAX_ATTEMPTS", "99"),
        ("B24_RETRY_DELAY", "foo"),
        ("B24_JOBS", "0"),
        ("B24_EXPECT_PORTAL", "a/b"),
        ("B24_EXPECT_USER_ID", "rita"),
        ("B24_REQUIRE_ADMIN", "maybe"),
        ("B24_EXTRA_SCOPES", "deny"),
        ("B24_CA_FILE", "nowhere.pem"),
        ("HTTPS_PROXY", "socks5://nowhere"),
        ("SSL_CERT_FILE", "nowhere.pem"),
    ];
    let mut failed = Vec::new();
    for args in OFFLINE {
        for (name, value) in bad {
            for (place, around) in AROUND {
                let gate = around(gate(args, &portal).policy("required: [crm]\n"));
                // Under GitHub an input that is given beats the variable, and one that is empty does not.
                let gate = if name == "B24_RETRY_DELAY" { gate.input("retry-delay", "") } else { gate };
                let left = Left::by(gate.env(name, value));
                if left.code != Some(0) {
                    failed.push(format!("{args:?}, {name}={value}, {place}: {:?}", left.code));
                }
            }
        }
    }
    assert!(failed.is_empty(), "{} failed:\n{}", failed.len(), failed.join("\n"));
}

#[test]
fn a_report_that_a_command_does_not_write_does_not_fail_it() {
    let portal = portal();
    for args in OFFLINE.into_iter().filter(|args| args[0] != "lint").chain([&["man"][..], &["snapshot"]]) {
        for (place, around) in AROUND {
            let gate = around(gate(args, &portal)).input("json-file", "/proc/nowhere/b24.json");
            let left = Left::as_it_is(gate.input("junit-file", "/proc/nowhere/b24.xml"));
            assert_eq!(left.code, Some(0), "{args:?}, {place}: {left}");
        }
    }
}

#[test]
fn a_broken_hook_fails_those_who_need_one_and_is_printed_by_none() {
    for hook in [
        format!("https://acme.example/rest/0/{SECRET}/"),
        format!("https://acme.example/{SECRET}"),
        format!("http://acme.example/rest/17/{SECRET}/"),
        format!("https://acme.example/rest/17/{SECRET}/{SECRET}/x/"),
        format!("{SECRET}=https://acme.example/rest/"),
        format!("{SECRET}\n{SECRET}"),
        SECRET.to_owned(),
    ] {
        let commands = OFFLINE.into_iter().map(|args| (args, if args[0] == "split" { 2 } else { 0 }));
        for (args, code) in commands.chain([(&["check"][..], 2), (&[], 2), (&["snapshot"], 2)]) {
            for (place, around) in AROUND {
                let gate =
                    args.iter().fold(Gate::bare(), |gate, arg| gate.arg(arg)).policy("required: [crm]\n");
                let left = Left::by(around(gate.hook(&hook).file("src/a.php", CODE)));
                assert_eq!(left.code, Some(code), "{args:?}, {place}, {hook}: {left}");
                left.keeps_quiet_about(SECRET);
            }
        }
    }
}

/// A program may read the answer, so why there is none is on standard error.
#[test]
fn wrong_usage_leaves_standard_output_empty() {
    let portal = portal();
    for args in [
        &["snapshot", "--bad"][..],
        &["scan", "--format", "xml"],
        &["scan", "--format=xml"],
        &["split"],
        &["split", "x"],
        &["split", "2", "--bad"],
        &["explain", "scope-mising"],
        &["explain", "--bad"],
        &["completions", "nosh"],
        &["man", "x"],
    ] {
        for (place, around) in AROUND {
            let left = Left::by(around(gate(args, &portal))).exits(2);
            assert_eq!(left.stdout(), "", "{args:?}, {place}: {left}");
            let said = left.stderr().lines().any(|line| {
                line.contains("error") || line.contains("no such") || line.starts_with("MISCONFIGURED: ")
            });
            assert!(said, "{args:?}, {place}: {left}");
        }
    }
}

/// Standard input is another program's where no hook is needed: what is not read is not masked.
#[test]
fn a_command_without_a_hook_leaves_standard_input_alone() {
    let hook = format!("https://a.example/rest/1/{SECRET}/");
    let gate = |command: &str| Gate::bare().arg(command).policy("required: [crm]\n").stdin(&hook);
    let lint = Left::by(gate("lint").env("B24_HOOK_FILE", "-").github()).exits(0);
    assert!(!lint.stderr().contains(MASK), "{lint}");
    let split = Left::by(gate("split").arg("x").env("B24_HOOK_FILE", "-").github()).exits(2);
    assert!(split.stderr().contains(MASK), "{split}");
}

#[test]
fn a_merge_overwrites_no_hook() {
    let portal = Portal::alive().token(SECRET).grants(&["crm", "disk"]).start();
    let share = Left::by(gate(&["check"], &portal).github()).sink("reports/b24.json").to_owned();
    let merge = Gate::bare().arg("merge").arg("share.json").file("share.json", share.as_bytes());
    let merge = merge.file("hook", portal.hook().as_bytes()).env("B24_HOOK_FILE", "hook");
    Left::by(merge.input("json-file", "hook")).exits(2);
}
