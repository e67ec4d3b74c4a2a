//! Mistakes of ours, all told at once, before anything is sent.

use std::fs;

use crate::gate::Gate;
use crate::portal::Portal;
use crate::run::Run;

const SECRET: &str = "k3v9x0q2m7t4b1za";

fn told(gate: Gate, texts: &[&str]) {
    let run = mistaken(gate, texts);
    run.says("MISCONFIGURED: ").says("nothing was sent");
}

fn mistaken(gate: Gate, texts: &[&str]) -> Run {
    let run = gate.github().run();
    run.ends(2, "misconfigured", "config")
        .outputs("attempts", "0")
        .outputs("portals", "[]")
        .outputs("granted-scopes", "[]")
        .annotation("::error ", "title=b24-ping%3A config::")
        .summary_says("❌ b24-ping: ");
    for text in texts {
        run.says(text);
    }
    assert!(
        run.annotations().iter().filter(|line| line.starts_with("::error ")).count() >= texts.len(),
        "{run}"
    );
    if let (_, true) = run.has_reports() {
        assert!(run.junit().contains("<error ") && !run.junit().contains("<failure "), "{run}");
    }
    run
}

#[test]
fn every_bad_input_is_told_in_one_go() {
    let portal = Portal::alive().unasked().start();
    let gate = Gate::new(&portal)
        .input("missing-hook", "maybe")
        .input("required-scopes", "crm, no way")
        .input("forbidden-scopes", "basic")
        .input("extra-scopes", "deny")
        .input("expect-portal", "https://acme.bitrix24.com/rest")
        .input("expect-user-id", "rita");
    told(
        gate,
        &[
            "input `missing-hook`: `maybe` is not accepted – give `auto`, `fail` or `skip`",
            "input `required-scopes`: `no way` is not accepted",
            "input `forbidden-scopes`: `basic` cannot be forbidden",
            "input `extra-scopes`: `deny` is not accepted – give `ignore`, `warn` or `fail`",
            "input `expect-portal`: ",
            "input `expect-user-id`: `rita` is not accepted – give a whole number from 1",
        ],
    );
    let gate = Gate::new(&portal)
        .input("require-admin", "yes")
        .input("max-attempts", "11")
        .input("retry-delay", "-1s")
        .input("request-timeout", "fast")
        .input("timeout", "0s")
        .input("jobs", "0")
        .input("warn-only", "1")
        .input("redact", "hide")
        .input("ca-file", "nowhere.pem");
    told(
        gate,
        &[
            "input `require-admin`: `yes` is not accepted – give `true` or `false`",
            "input `max-attempts`: `11` is not accepted – give a whole number from 1 to 10",
            "input `retry-delay`: `-1s` is not accepted",
            "input `request-timeout`: `fast` is not accepted",
            "input `timeout`: zero leaves no time",
            "input `jobs`: `0` is not accepted",
            "input `warn-only`: `1` is not accepted",
            "input `redact`: `hide` is not accepted",
            "input `ca-file`: the file of trusted certificates cannot be used: there is no such file",
        ],
    );
}

#[test]
fn a_hook_that_is_none_is_refused_by_the_part_at_fault() {
    let hooks = [
        ("http://acme.bitrix24.com/rest/17/SECRET/", "the scheme is http"),
        ("ftp://acme.bitrix24.com/rest/17/SECRET/", "the scheme is not https"),
        ("acme.bitrix24.com/rest/17/SECRET/", "does not begin with `https://`"),
        ("https://user:SECRET@acme.bitrix24.com/rest/17/SECRET/", "user or password"),
        ("https:///rest/17/SECRET/", "the host is empty"),
        ("https://acme.bitrix24.com/17/SECRET/", "no `/rest/`"),
        ("https://acme.bitrix24.com/REST/17/SECRET/", "not in lower case"),
        ("https://acme.bitrix24.com/rest/", "input `hook`"),
        ("https://acme.bitrix24.com/rest/17/", "input `hook`"),
        ("https://acme.bitrix24.com/rest/SECRET/", "input `hook`"),
        ("https://acme.bitrix24.com/rest/SECRET/17/", "input `hook`"),
        ("https://acme.bitrix24.com/rest/0/SECRET/", "input `hook`"),
        ("https://acme.bitrix24.com/rest/17/SECRET/profile/more/", "input `hook`"),
        ("https://acme.bitrix24.com/rest/17/SEC RET/", "input `hook`"),
        ("https://acme.bitrix24.com/rest/17/SECRET%2F/", "input `hook`"),
        ("${{ secrets.SECRET }}", "input `hook`"),
        ("SECRET", "does not begin with `https://`"),
    ];
    for (hook, part) in hooks {
        told(Gate::bare().hook(&hook.replace("SECRET", SECRET)).secret(SECRET), &[part]);
    }
}

#[test]
fn of_several_hooks_the_bad_line_is_named() {
    let portal = Portal::alive().unasked().start();
    let text = format!("# ours\nprod={0}\n\nprod={0}\nbad name!={0}\nstage=http://x/", portal.hook());
    let gate = Gate::new(&portal).hook(&text);
    told(
        gate,
        &["line 4: this name is used twice", "line 5: the name before `=`", "line 6: the scheme is http"],
    );
}

#[test]
fn a_bad_policy_is_told_by_line_and_column_all_at_once() {
    let portal = Portal::alive().unasked().start();
    let policy = "required: [crm, im]\nforbiden: [disk]\nforbidden:\n  - crm\n  - 17\nextra: maybe\n";
    told(
        Gate::new(&portal).policy(policy),
        &[
            ".github/b24-scopes.yml:2:1: the key `forbiden` is unknown – did you mean `forbidden`?",
            ".github/b24-scopes.yml:4:5: ",
            ".github/b24-scopes.yml:5:5: ",
            ".github/b24-scopes.yml:6:8: ",
        ],
    );
    for (policy, place) in [
        (&b""[..], ".github/b24-scopes.yml"),
        (b"required: [crm\n", ".github/b24-scopes.yml:"),
        (b"- crm\n---\n- im\n", ".github/b24-scopes.yml:2:1: "),
        (b"\xff\xfe\x00", ".github/b24-scopes.yml"),
        (b"url: https://evil.example/", ".github/b24-scopes.yml:1:1: the key `url` is unknown"),
        ("#".repeat(70_000).as_bytes(), ".github/b24-scopes.yml"),
    ] {
        told(Gate::new(&portal).file(".github/b24-scopes.yml", policy), &[place]);
    }
}

#[test]
fn a_bad_policy_is_annotated_where_it_is_bad() {
    let portal = Portal::alive().unasked().start();
    let run = Gate::new(&portal).policy("required:\n  - 17\n").github().run();
    run.annotation("::error file=.github/b24-scopes.yml,line=2,col=5,", "found the number `17`");
}

#[test]
fn a_policy_that_is_named_and_not_there() {
    let portal = Portal::alive().unasked().start();
    told(Gate::new(&portal).input("scopes-file", "nowhere.yml"), &["nowhere.yml: the policy cannot be read"]);
    told(Gate::new(&portal).input("scopes-file", ".github"), &[".github: the policy cannot be read"]);
    told(
        Gate::new(&portal).input("scopes-file", "../event.json").event("push", &"x".into()),
        &["is outside"],
    );
}

#[test]
fn inputs_that_contradict_the_policy() {
    let portal = Portal::alive().unasked().start();
    told(Gate::new(&portal).policy("required: [crm]").input("forbidden-scopes", "crm"), &["crm"]);
}

#[test]
fn a_report_that_cannot_be_written() {
    let portal = Portal::alive().unasked().start();
    told(
        Gate::new(&portal).input("json-file", "/proc/nope/x.json"),
        &["input `json-file`: the report cannot be"],
    );
    told(
        Gate::new(&portal).input("junit-file", ".github").input("warn-only", "true"),
        &["input `junit-file`: "],
    );
    let gate = Gate::new(&portal).policy("- crm").input("json-file", ".github/b24-scopes.yml");
    let run = gate.run();
    run.exit(2).says("the report cannot be written: it would overwrite another file of this run");
    let policy = fs::read_to_string(run.beside("workspace/.github/b24-scopes.yml")).expect("the policy");
    assert_eq!(policy, "- crm", "it is left alone");
}

#[test]
fn two_reports_in_one_file() {
    let portal = Portal::alive().unasked().start();
    let run = Gate::new(&portal).input("json-file", "same").input("junit-file", "./same").run();
    run.exit(2).says(
        "input `junit-file`: the report cannot be written: it would overwrite another file of this run",
    );
}

#[test]
fn a_proxy_that_is_malformed() {
    let portal = Portal::alive().unasked().start();
    for (name, value) in [("HTTPS_PROXY", "http://[bad"), ("https_proxy", "gopher://user:hunter22@x:1")] {
        let gate = Gate::new(&portal).env(name, value).secret("hunter22");
        told(gate, &[&format!("{name}: the proxy cannot be used")]);
    }
}

#[test]
fn trusted_roots_that_are_none() {
    let portal = Portal::alive().unasked().start();
    for pem in
        [&b""[..], b"not a certificate", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"]
    {
        told(Gate::new(&portal).file("ca.pem", pem).input("ca-file", "ca.pem"), &["input `ca-file`: "]);
    }
    told(Gate::new(&portal).env("SSL_CERT_FILE", "/nowhere.pem"), &["SSL_CERT_FILE: "]);
}

#[test]
fn two_sources_of_the_hook() {
    let portal = Portal::alive().unasked().start();
    let gate = Gate::new(&portal).no_hook().env("B24_HOOK", &portal.hook()).env("B24_HOOK_FILE", "hook");
    told(gate, &["both B24_HOOK and B24_HOOK_FILE are set"]);
}

#[test]
fn a_hook_file_that_cannot_be_read() {
    told(
        Gate::bare().env("B24_HOOK_FILE", "nowhere"),
        &["the webhook cannot be read from `nowhere`: there is no such file"],
    );
    told(Gate::bare().file("hook", b"\xff").env("B24_HOOK_FILE", "hook"), &["it is not UTF-8 text"]);
}

#[test]
fn the_hook_as_a_flag_is_refused_and_not_repeated() {
    let portal = Portal::alive().unasked().start();
    for args in [&["--hook", &portal.hook()][..], &[&format!("--hook={}", portal.hook())], &[&portal.hook()]]
    {
        let gate = args.iter().fold(Gate::new(&portal), |gate, arg| gate.arg(arg));
        mistaken(gate, &["command line: "]);
    }
    mistaken(Gate::new(&portal).arg("--hook=x"), &["visible to every process"]);
}

#[test]
fn a_run_that_asked_nobody_does_not_say_that_the_hook_is_alive() {
    let portal = Portal::alive().unasked().start();
    let run = Gate::new(&portal).policy("required: [crm\n").github().run();
    run.exit(2).keeps_quiet_about("there is no policy").keeps_quiet_about("the hook is alive");
}

/// Whoever writes it on the command line shows it to every process.
#[test]
fn a_webhooks_address_in_place_of_a_path_is_told_from_a_path() {
    let address = format!("https://acme.bitrix24.com/rest/17/{SECRET}/");
    let not_a_path = "this is a webhook's address, not a path";
    for given in [address.as_str(), &address["https://".len()..], &format!("prod={address}")] {
        let run = Gate::bare().arg("--hook-file").arg(given).secret(SECRET).run();
        run.exit(2).says(not_a_path).says("every process can see a command line").keeps_quiet_about(SECRET);
    }
    let run = Gate::bare().env("B24_HOOK_FILE", &address).secret(SECRET).run();
    run.exit(2).says(not_a_path).keeps_quiet_about("command line").keeps_quiet_about(SECRET);
    let run = Gate::bare().arg("--hook-file").arg("secret.txt").run();
    run.exit(2).says("the webhook cannot be read from `secret.txt`: there is no such file");
    let run = Gate::bare().arg("--hook-file").arg(SECRET).secret(SECRET).run();
    run.exit(2).says("the webhook cannot be read: there is no such file").keeps_quiet_about(SECRET);
}

#[test]
fn a_policy_that_cannot_be_read_says_what_to_do() {
    let large = vec![b'#'; 70_000];
    for (at, help) in [("large.yml", "keep the policy below 64 KiB"), ("folder", "name the file in it")] {
        let gate = |gate: Gate| gate.file("large.yml", &large).file("folder/p.yml", b"- crm");
        gate(Gate::bare()).arg("lint").arg(at).run().exit(2).says(help);
        gate(Gate::bare()).arg("lint").input("scopes-file", at).run().exit(2).says(help);
    }
    let just = vec![b'#'; 65_537];
    let run = Gate::bare().file("just.yml", &just).arg("lint").arg("just.yml").run();
    run.exit(2).says("keep the policy below 64 KiB");
}
