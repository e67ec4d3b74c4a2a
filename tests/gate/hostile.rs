//! Portals, policies and inputs that mean harm. The checks of every run do most of the work here.

use serde_json::json;

use crate::gate::Gate;
use crate::portal::{Behaviour, Fault, Portal};
use crate::run::Run;

const EVIL: &str = "\r\n::error::x\n##[error]x ##vso[task.x] |a|b| <img src=x onerror=y> [l](http://e.v) `c` \
                    \u{1b}[31m\u{9b}2J\u{202e}\u{200b}\u{0}%0A::warning::z\u{2028}::notice::u";

/// Nothing of the harm is left in anything.
fn is_harmless(run: &Run) {
    for sign in ["\u{1b}", "\u{9b}", "\u{202e}", "\u{200b}", "\u{0}", "\u{2028}", "##[", "##vso"] {
        run.keeps_quiet_about(sign);
    }
    assert!(!run.stdout.contains('\r') && !run.summary.contains("<img") && !run.junit().contains("<img"));
    assert!(!run.summary.contains("](") && !run.summary.contains("|a|"), "{run}");
}

#[test]
fn a_name_that_is_full_of_commands_is_only_a_name() {
    let owner = json!({ "ID": "17", "ADMIN": false, "NAME": EVIL, "LAST_NAME": "R\nstatus=failed" });
    let portal = Portal::alive().owner_json(owner).licence(EVIL).start();
    let run = Gate::new(&portal).policy("required: [crm]\nextra: ignore").github().run();
    run.ends(0, "passed", "ok").outputs("status", "passed").summary_says("<img src=x");
    assert!(run.annotations().is_empty(), "{run}");
    assert!(!run.output("user-name").contains('\n') && run.output("user-name").contains("R status=failed"));
    is_harmless(&run);
}

#[test]
fn an_error_that_is_full_of_commands_is_only_an_error() {
    for (code, text) in
        [("INVALID_CREDENTIALS", EVIL), (EVIL, EVIL), (EVIL, ""), ("QUERY_LIMIT_EXCEEDED", EVIL)]
    {
        let portal = Portal::alive().refuses(code, text, 401).start();
        let run = Gate::new(&portal).policy("- crm").github().run();
        assert_ne!(run.code, 0, "{run}");
        assert!(run.annotations().iter().all(|line| line.contains("title=b24-ping%3A ")), "{run}");
        is_harmless(&run);
    }
}

#[test]
fn scopes_that_are_no_names_are_not_told() {
    let grants = json!(["crm", EVIL, "a b", "x".repeat(100), "IM"]);
    let portal = Portal::alive().command("scope", Behaviour::Says(grants)).start();
    let run = Gate::new(&portal).policy("- crm").github().run();
    run.exit(0);
    is_harmless(&run);
}

#[test]
fn a_value_cannot_end_its_own_output() {
    let owner = json!({ "ID": "17", "NAME": "b24_\nEOF\nstatus<<EOF", "LAST_NAME": "\nreason=evil\nb24_0" });
    let portal = Portal::alive().owner_json(owner).start();
    let runs = [(); 2].map(|()| Gate::new(&portal).github().run());
    let delimiter = |run: &Run| run.raw_outputs.lines().next().unwrap_or_default().to_owned();
    assert_ne!(delimiter(&runs[0]), delimiter(&runs[1]), "nobody can foresee the delimiter");
    runs[0].outputs("reason", "ok").outputs("user-name", "b24_ EOF status<<EOF reason=evil b24_0");
}

#[test]
fn a_portal_that_echoes_the_secret_is_not_quoted_with_it() {
    let secret = "k3v9x0q2m7t4b1za";
    let address = format!("https://localhost/rest/17/{secret}/profile.json");
    let echoes = [
        secret.to_owned(),
        secret.to_uppercase(),
        address.clone(),
        address.replace('/', "\\/"),
        address.replace('/', "%2F"),
        "k3v9\u{200b}x0q2m7t4\u{ad}b1za".to_owned(),
        format!("{}{secret}", "x".repeat(295)),
        format!("<b>{secret}</b>"),
    ];
    for echo in echoes {
        let portal = Portal::alive().token(secret).refuses(&echo, &echo, 401).start();
        Gate::new(&portal).github().run().ends(1, "failed", "hook-refused").says("***");
        let owner = json!({ "ID": "17", "NAME": echo, "LAST_NAME": echo });
        let portal =
            Portal::alive().token(secret).owner_json(owner).licence(&echo).grants(&[&echo, "crm"]).start();
        Gate::new(&portal).policy("required: [crm]").github().run().exit(0).says("***");
    }
}

#[test]
fn a_scope_that_is_the_secret_is_starred_as_well() {
    let secret = "k3v9x0q2m7t4b1za";
    let portal = Portal::alive().token(secret).grants(&["crm", secret]).start();
    Gate::new(&portal).policy("required: [crm]").github().run().ends(0, "passed", "scope-extra");
}

#[test]
fn a_redirect_that_carries_the_secret_does_not_spread_it() {
    let secret = "k3v9x0q2m7t4b1za";
    for to in
        [format!("https://{secret}.evil.example/{secret}"), format!("//u:{secret}@evil.example/?{secret}")]
    {
        let portal = Portal::alive().token(secret).always(Fault::redirect(302, &to)).start();
        Gate::new(&portal).github().run().ends(1, "failed", "portal-moved").says("evil.example");
    }
}

#[test]
fn a_policy_that_holds_the_secret_is_not_quoted_with_it() {
    let portal = Portal::alive().start();
    for policy in [
        format!("required: [{}]", portal.hook()),
        format!("{}: 1", portal.secret()),
        format!("required: [{{ scope: disk, why: \"{}\" }}]", portal.hook()),
        format!("required: [{}]", portal.secret()),
    ] {
        let run = Gate::new(&portal).policy(&policy).github().run();
        assert_ne!(run.code, 0, "{run}");
    }
}

#[test]
fn a_why_that_is_full_of_commands_is_only_a_why() {
    let why = "::error::x ##[error]x |a|b| <img src=x> %0A::warning::z";
    let portal = Portal::alive().grants(&["crm"]).start();
    let run =
        Gate::new(&portal).policy(&format!("required: [{{ scope: disk, why: '{why}' }}]")).github().run();
    run.ends(1, "failed", "scope-missing").annotation("::error ", "%250A");
    is_harmless(&run);
}

#[test]
fn what_is_not_utf8_is_read_all_the_same() {
    let portal = Portal::alive().on("app.info", 1, Fault::not_utf8()).start();
    Gate::new(&portal).github().run().ends(0, "passed", "ok");
}

#[test]
fn a_huge_report_is_cut_to_what_github_takes() {
    use std::fmt::Write as _;
    let mut policy = "required:\n".to_owned();
    for n in 0..900 {
        writeln!(policy, "  - scope: {}{n}\n    why: {}", "s".repeat(55), "x|".repeat(75)).expect("a string");
    }
    let portal = Portal::alive().start();
    policy.truncate(policy[..64 * 1024].rfind("  - scope").expect("a rule"));
    let run = Gate::new(&portal).policy(&policy).github().run();
    run.ends(1, "failed", "scope-missing").summary_says("more");
    assert!(run.summary.len() > 32 * 1024 && run.annotations().len() == 10, "{run}");
}

#[test]
fn inputs_that_are_full_of_commands_are_only_inputs() {
    let portal = Portal::alive().unasked().start();
    let evil = EVIL.replace('\0', "");
    let names = ["missing-hook", "scopes-file", "required-scopes", "expect-portal", "ca-file", "redact"];
    let run = names.iter().fold(Gate::new(&portal), |gate, name| gate.input(name, &evil)).github().run();
    run.ends(2, "misconfigured", "config");
    is_harmless(&run);
    let run = Gate::bare().hook(&format!("https://{evil}/rest/17/k3v9x0q2m7t4b1za/")).github().run();
    run.exit(2).keeps_quiet_about("k3v9x0q2m7t4b1za");
    is_harmless(&run);
    let run = Gate::bare()
        .hook("x")
        .file("##[error]x.yml", b"- 1")
        .input("scopes-file", "##[error]x.yml")
        .github()
        .run();
    run.exit(2).says("# #[error]x.yml:1:3");
}
