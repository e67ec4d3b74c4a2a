//! Nothing fails open: what was to be demanded and is not read is a mistake, or said aloud.

use std::fs;

use serde_json::json;

use crate::gate::Gate;
use crate::portal::{Fault, Portal};
use crate::run::Run;

const POLICY: &str = ".github/b24-scopes.yml";

/// The warnings of the JSON report, each in one line.
fn warnings(run: &Run) -> Vec<String> {
    let all = run.json()["warnings"].as_array().expect("a list").clone();
    all.iter().map(|one| format!("{} – {}", one["message"], one["advice"]).replace('"', "")).collect()
}

#[test]
fn a_variable_that_is_almost_a_demand_is_a_mistake() {
    for (name, meant) in [
        ("B24_REQUIRED_SCOPE", "B24_REQUIRED_SCOPES"),
        ("B24_SCOPES", "B24_SCOPES_FILE"),
        ("B24_EXPECT_USER", "B24_EXPECT_USER_ID"),
        ("b24_forbidden_scopes", "B24_FORBIDDEN_SCOPES"),
        ("B24_BASELINE-FILE", "B24_BASELINE_FILE"),
    ] {
        let portal = Portal::alive().unasked().start();
        let gate = Gate::new(&portal).policy("- crm").env(name, "shibboleth").secret("shibboleth");
        let run = gate.github().run();
        run.ends(2, "misconfigured", "config").says(name).says(&format!("did you mean `{meant}`?"));
        run.annotation("::error ", name);
    }
}

#[test]
fn an_input_that_is_almost_a_demand_is_a_mistake_in_a_workflow() {
    for (variable, name, meant) in [
        ("INPUT_REQUIRED-SCOPE", "required-scope", "required-scopes"),
        ("INPUT_EXPECTED_PORTAL", "expected_portal", "expect-portal"),
    ] {
        let portal = Portal::alive().unasked().start();
        let run = Gate::new(&portal).policy("- crm").env(variable, "bizproc").github().run();
        run.ends(2, "misconfigured", "config").says(&format!("the action has no input `{name}`"));
        run.says(&format!("did you mean `{meant}`?"));
    }
    let portal = Portal::alive().grants(&["crm"]).start();
    Gate::new(&portal).policy("- crm").env("INPUT_REQUIRED-SCOPE", "bizproc").run().exit(0);
}

#[test]
fn a_webhook_under_the_name_that_others_use_is_named_and_hidden() {
    let hook = "https://acme.bitrix24.com/rest/17/k3v9x0q2m7t4b1za/";
    for name in ["B24_WEBHOOK", "B24_WEBHOOK_URL", "B24_URL", "BITRIX24_WEBHOOK", "BITRIX_WEBHOOK_URL"] {
        let run = Gate::bare().env(name, hook).env("B24_REDACT", "k3v9x0q2m7t4b1za").run();
        run.exit(2).says(&format!("`{name}` is set and is not read: rename it to B24_HOOK"));
        run.says("`***` is not accepted").keeps_quiet_about("k3v9x0q2m7t4b1za");
    }
    let run = Gate::bare().env("INPUT_WEBHOOK", hook).github().run();
    run.exit(2).says("the input `webhook` is set and is not read: rename it to `hook`");
    let run = Gate::bare().env("B24_URL", hook).input("missing-hook", "skip").run();
    run.exit(0).says("`B24_URL` is set and is not read");
    let portal = Portal::alive().start();
    Gate::new(&portal).env("B24_WEBHOOK", hook).run().exit(0).keeps_quiet_about("is not read");
}

#[test]
fn a_variable_that_is_almost_another_input_is_a_warning() {
    let portal = Portal::alive().grants(&["crm"]).start();
    let run = Gate::new(&portal)
        .policy("- crm")
        .env("B24_MAX_ATTEMPT", "1")
        .env("B24_HOOK_PROD", "x")
        .github()
        .run();
    run.ends(0, "passed", "ok").annotation("::warning ", "did you mean `B24_MAX_ATTEMPTS`?");
    assert_eq!(warnings(&run).len(), 1, "{run}");
}

#[test]
fn a_webhook_in_a_variable_that_is_almost_the_right_one_is_named_where_there_is_none() {
    let portal = Portal::alive().unasked().start();
    let run = Gate::bare().trusting(&portal).env("B24_HOOKS", &portal.hook()).run();
    run.exit(2).says("`B24_HOOKS`").says("did you mean `B24_HOOK`?");
}

#[test]
fn a_command_minds_its_own_variables_only() {
    Gate::bare().policy("- crm").arg("lint").env("B24_REQUIRED_SCOPE", "crm").run().exit(0);
    Gate::bare().policy("- crm").arg("lint").env("B24_SCOPES", "crm").run().exit(2).says("B24_SCOPES_FILE");
}

/// Once, and on GitHub as a warning, where nobody reads the log of a pass.
#[test]
fn a_pass_that_checked_nothing_but_the_webhook_itself_says_so() {
    let portal = Portal::alive().start();
    let run = Gate::new(&portal).github().run();
    run.ends(0, "passed", "ok").annotation("::warning ", "nothing but the webhook itself is checked");
    assert_eq!(run.annotations().len(), 1, "{run}");
    run.says("b24-ping init");
    let run = Gate::new(&portal).run();
    run.ends(0, "passed", "ok").says("notice: input `scopes-file`: there is no policy");
    assert_eq!(warnings(&run), [""; 0], "{run}");
    for (input, value, is_idle) in [
        ("extra-scopes", "ignore", true),
        ("require-admin", "false", true),
        ("extra-scopes", "warn", false),
        ("required-scopes", "crm", false),
        ("expect-user-id", "17", false),
    ] {
        let run = Gate::new(&portal).input(input, value).github().run();
        assert_eq!(!warnings(&run).is_empty(), is_idle, "{input}: {run}");
    }
    let run = Gate::new(&portal).policy("extra: ignore").github().run();
    run.annotation("::warning ", "demands nothing of the webhooks given").says("add a rule");
    let run = Gate::new(&portal).input("scan-paths", ".").file("a.php", b"<?php").github().run();
    run.keeps_quiet_about("nothing but the webhook itself");
}

#[test]
fn rules_under_a_name_that_no_webhook_has_are_not_checked_in_silence() {
    let portal = Portal::alive().start();
    let policy = "hooks: { prod: { forbidden: [crm] } }";
    let run = Gate::new(&portal).policy(policy).github().run();
    run.ends(0, "passed", "ok").annotation("::warning ", "no webhook is named `prod`");
    run.annotation("::warning ", "demands nothing of the webhooks given");
    let run = Gate::several(&[("prdo", &portal)]).policy(policy).github().run();
    run.annotation("::warning ", "no webhook is named `prod`");
    let run = Gate::several(&[("stage", &portal)])
        .policy("{required: [crm], hooks: {prod: {forbidden: [crm]}}}")
        .github()
        .run();
    run.annotation("::notice ", "no webhook is named `prod`");
}

#[test]
fn a_policy_that_lies_elsewhere_is_found_and_named() {
    for path in [
        "app/.github/b24-scopes.yml",
        "b24-scopes.yml",
        "config/b24-scopes.yaml",
        ".github/b24_scopes.yml",
        ".github/b24-scope.yml",
        ".github/B24-Scopes.yml",
        "a/b/c/d/b24-scopes.yml",
    ] {
        let portal = Portal::alive().start();
        let run = Gate::new(&portal).file(path, b"forbidden: [crm]").github().run();
        run.ends(0, "passed", "ok").annotation("::warning ", &format!("set `scopes-file: {path}`"));
        run.says("nothing but the webhook itself is checked");
        assert_eq!(warnings(&run).len(), 1, "{run}");
        let run = Gate::new(&portal).file(path, b"forbidden: [crm]").input("scopes-file", path).run();
        run.ends(1, "failed", "scope-forbidden");
    }
    let run = Gate::bare().arg("lint").file("app/.github/b24-scopes.yml", b"- crm").run();
    run.exit(2).says("b24-ping lint app/.github/b24-scopes.yml");
}

#[test]
fn what_is_not_the_projects_own_policy_is_passed_by() {
    for path in [
        "node_modules/x/b24-scopes.yml",
        "vendor/x/.github/b24-scopes.yml",
        "tests/b24-scopes.yml",
        ".git/b24-scopes.yml",
        "a/b/c/d/e/b24-scopes.yml",
        ".github/workflows/b24-ping.yml",
        "b24-scopes.md",
        "scopes.yml",
    ] {
        let portal = Portal::alive().start();
        let run = Gate::new(&portal).file(path, b"forbidden: [crm]").run();
        assert_eq!(warnings(&run), [""; 0], "{path}: {run}");
    }
    let portal = Portal::alive().start();
    let baseline = "base/.github/b24-scopes.yml";
    let run = Gate::new(&portal).file(baseline, b"- crm").input("baseline-file", baseline).run();
    run.keeps_quiet_about("is not read");
}

#[cfg(unix)]
#[test]
fn a_link_is_not_followed_to_a_policy() {
    let portal = Portal::alive().start();
    let gate = Gate::new(&portal).file("../outside/b24-scopes.yml", b"- crm");
    let run = gate.link("linked", "../outside").link("b24-scopes.yml", "../outside/b24-scopes.yml").run();
    assert_eq!(warnings(&run), [""; 0], "{run}");
}

/// `defaults.run.working-directory` puts the run below the folder with the policy.
#[test]
fn a_policy_above_the_working_folder_is_named_by_its_absolute_path() {
    let portal = Portal::alive().start();
    let gate = Gate::new(&portal).policy("forbidden: [crm]").file("sub/a.txt", b"").file(".git/HEAD", b"");
    let run = gate.by_shell("cd sub && exec \"$0\" \"$@\"").run();
    let path = fs::canonicalize(run.beside("workspace")).expect("a folder").join(POLICY);
    run.ends(0, "passed", "ok").says(&format!("give `--scopes-file {}`", path.display()));
    // Without a repository the folder above is somebody else's.
    let gate = Gate::new(&portal).policy("forbidden: [crm]").file("sub/a.txt", b"");
    let run = gate.by_shell("cd sub && exec \"$0\" \"$@\"").run();
    assert_eq!(warnings(&run), [""; 0], "{run}");
}

#[test]
fn a_pull_request_without_secrets_hears_of_the_policy_elsewhere() {
    let repo = |name: &str| json!({ "repo": { "full_name": name } });
    let fork = json!({ "pull_request": { "head": repo("rita/app"), "base": repo("acme/app") } });
    let gate = Gate::bare().file("app/.github/b24-scopes.yml", b"- crm").event("pull_request", &fork);
    let run = gate.github().run();
    run.ends(0, "skipped", "missing-hook").annotation("::warning ", "app/.github/b24-scopes.yml");
}

#[test]
fn a_name_in_no_table_is_a_warning_with_the_nearest_and_never_an_error() {
    let policy = "required: [crm, crm.deal.list]\nforbidden: [telefony]\nallow-extra: [zzzzzz]\nmethods: [crm.deal.lst, im]\n\
                  hooks: { prod: { forbidden: [sonet] } }\nscan: { ignore-methods: [crm.deal.gett, acme.do.it, disk] }\n";
    let run = Gate::bare().arg("lint").policy(policy).github().run();
    run.ends(0, "passed", "ok");
    let warnings = warnings(&run);
    for said in [
        "`crm.deal.list` is a method, not a scope – name the scope that the method needs: `crm`",
        "no scope `telefony` – did you mean `telephony`?",
        "no scope `zzzzzz` – check its spelling",
        "no method `crm.deal.lst` – did you mean `crm.deal.list`?",
        "`im` is a scope, not a method – name a method, as listed by `b24-ping scopes im`, or put the scope under `required`",
        "`disk` is a scope, not a method – ",
        "no scope `sonet` – did you mean `sonet_group`?",
        "no method `crm.deal.gett` – did you mean `crm.deal.get`?",
    ] {
        assert!(warnings.iter().any(|warning| warning.contains(said)), "{said}: {run}");
    }
    assert_eq!(warnings.len(), 8, "{run}");
    run.annotation("::warning file=.github/b24-scopes.yml,line=2,", "telephony").summary_says("### Warnings");
}

#[test]
fn the_inputs_know_the_tables_as_well() {
    let portal = Portal::alive().grants(&[]).start();
    let run = Gate::new(&portal).input("forbidden-scopes", "telefony").github().run();
    run.ends(0, "passed", "ok").annotation("::warning ", "did you mean `telephony`?");
    run.says("input `forbidden-scopes`");
}

/// A portal that knows the code has the last word, and what a finding says is not said again.
#[test]
fn the_portal_s_word_counts_more_than_the_tables() {
    let portal =
        Portal::alive().grants(&["crm", "acme.module"]).known(&["crm", "acme.module", "telephony"]).start();
    let run = Gate::new(&portal)
        .policy("{required: [crm], forbidden: [telefony], allow-extra: [acme.module]}")
        .run();
    run.exit(0);
    assert_eq!(warnings(&run).len(), 1, "{run}");
    let run = Gate::new(&portal).policy("required: [acme.module, telefony]\nextra: ignore").run();
    run.ends(1, "failed", "scope-missing").says("unknown to this portal");
    assert_eq!(warnings(&run), [""; 0], "{run}");
}

/// What the portal did not say leaves the tables.
#[test]
fn without_the_portal_s_word_the_tables_have_theirs() {
    let portal = Portal::alive().always(Fault::busy()).start();
    let run = Gate::new(&portal).policy("required: [telefony]").input("max-attempts", "1").run();
    run.exit(3);
    assert_eq!(warnings(&run).len(), 1, "{run}");
}

#[test]
fn a_method_that_does_nothing_any_more_is_no_demand_worth_having() {
    let run = Gate::bare().arg("lint").policy("methods: [im.search.last.get]").run();
    run.exit(0).says("has no effect on current portals");
}

#[test]
fn what_opens_no_method_of_rest_2_is_said_by_lint() {
    let run = Gate::bare().arg("lint").policy("required: [tasks]").run();
    run.exit(0).says("for tasks.* on /rest/ require `task`");
    Gate::bare().arg("lint").policy("required: [tasks, task]").run().keeps_quiet_about("on /rest/");
}

#[test]
fn thousands_of_unknown_names_are_counted() {
    let policy =
        format!("required: [{}]", (0..900).map(|n| format!("zz{n}q")).collect::<Vec<_>>().join(", "));
    let run = Gate::bare().arg("lint").policy(&policy).run();
    run.exit(0).says("880 more names that Bitrix24 does not document");
}

#[test]
fn a_key_without_a_value_is_a_mistake_wherever_it_stands() {
    for policy in [
        "required:",
        "forbidden:",
        "allow-extra:",
        "methods:",
        "rights:",
        "extra:",
        "portal:",
        "user:",
        "hooks:",
        "scan:",
        "user: { id: }",
        "user: { admin: }",
        "hooks: { prod: }",
        "hooks: { prod: { required: } }",
        "scan: { paths: }",
        "scan: { exclude: }",
        "scan: { ask: }",
        "scan: { comments: }",
        "scan: { deprecated: }",
        "scan: { ignore-methods: }",
        "required: [{ scope: }]",
        "required: [{ scope: im, why: }]",
        "required: [{ scope: im, why: x, keep: }]",
        "required: [{ exact: }]",
        "required: [im, ~]",
        "required:\n  -\n",
        "methods: [{ method: }]",
        "rights: [{ right: }]",
    ] {
        let run = Gate::bare()
            .arg("lint")
            .policy(
                &format!("allow-extra: [crm]\n{policy}\n")
                    .replace("allow-extra: [crm]\nallow-extra", "allow-extra"),
            )
            .run();
        run.ends(2, "misconfigured", "config").says("found nothing");
    }
    Gate::bare().arg("lint").policy("required: []\nforbidden: [im]").run().exit(0);
}

#[test]
fn two_policies_with_both_endings_are_a_mistake() {
    let gate = Gate::bare().policy("- crm").file(".github/b24-scopes.yaml", b"- im");
    gate.arg("lint").run().exit(2).says("there are two policies");
}

#[test]
fn what_follows_the_secret_is_a_method_or_a_mistake() {
    let portal = Portal::alive().unasked().start();
    for tail in ["x".repeat(48_000), "x/".repeat(24_000), "a".repeat(30), "crm.deal.list/x".to_owned()] {
        Gate::new(&portal).hook(&format!("{}{tail}", portal.hook())).run().ends(2, "misconfigured", "config");
    }
    let portal = Portal::alive().grants(&["crm"]).start();
    let hook = format!("{}crm.deal.list.json?x=1", portal.hook());
    Gate::new(&portal).hook(&hook).policy("- crm").run().ends(0, "passed", "ok").says("a method is appended");
}

/// Of whichever command reads the policy; a placeholder is none.
#[test]
fn a_webhook_with_its_secret_in_the_policy_is_a_mistake_and_never_shown() {
    let secret = "k3v9x0q2m7t4b1za";
    let address = format!("https://acme.bitrix24.com/rest/17/{secret}/");
    let portal = Portal::alive().unasked().start();
    for (policy, line) in [
        (format!("required: [crm]\nhook: {address}\n"), 2),
        (format!("required:\n  - crm: {address}\n"), 2),
        (format!("# {address}\nrequired: [crm]\n"), 1),
        (format!("hooks:\n  prod:\n    portal: {address}\n"), 3),
    ] {
        for gate in [
            Gate::new(&portal).policy(&policy),
            Gate::new(&portal).policy(&policy).github(),
            Gate::bare().policy(&policy).arg("lint"),
            Gate::bare().file("p.yml", policy.as_bytes()).arg("lint").arg("p.yml"),
        ] {
            let run = gate.secret(secret).run();
            run.exit(2)
                .says(&format!("yml:{line}:"))
                .says("a webhook's address with its secret is in the policy");
            run.says("delete this webhook on the portal and create another").keeps_quiet_about(secret);
        }
    }
    let sample = "# https://acme.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/\nrequired: [crm]\n";
    Gate::bare().policy(sample).arg("lint").run().exit(0).keeps_quiet_about("its secret");
    let own = format!("# {}\nrequired: [crm]\n", portal.hook());
    Gate::new(&portal)
        .policy(&own)
        .run()
        .exit(2)
        .says("a webhook's address with its secret is in the policy");
}

#[test]
fn weakening_that_is_not_compared_is_a_warning() {
    let portal = Portal::alive().grants(&["crm"]).start();
    let run = Gate::new(&portal).policy("- crm").input("fail-on-weakening", "true").github().run();
    run.ends(0, "passed", "ok").annotation("::warning ", "nothing is compared: `baseline-file` is not set");
}

#[test]
fn rules_under_a_name_near_to_a_webhooks_are_a_warning() {
    for (given, named, is_near) in [
        ("prod", "production", true),
        ("production", "Prod", true),
        ("prdo", "prod", true),
        ("pr", "production", false),
        ("stage", "production", false),
    ] {
        let portal = Portal::alive().start();
        let policy = format!("{{required: [crm], hooks: {{{named}: {{forbidden: [im]}}}}}}");
        let run = Gate::several(&[(given, &portal)]).policy(&policy).github().run();
        let level = if is_near { "::warning " } else { "::notice " };
        run.annotation(level, &format!("no webhook is named `{named}`"));
        assert_eq!(run.stdout.contains(&format!("did you mean `{given}`?")), is_near, "{run}");
    }
}

/// The change that takes it out must pass, and not show it.
#[test]
fn a_webhook_with_its_secret_in_the_baseline_is_hidden_and_no_mistake() {
    let secret = "k3v9x0q2m7t4b1za";
    let base = format!("- scope: crm\n  why: https://acme.bitrix24.com/rest/17/{secret}/\n- im\n");
    let portal = Portal::alive().grants(&["crm", "im"]).start();
    let gate = Gate::new(&portal).policy("[crm, im]").file("base.yml", base.as_bytes()).secret(secret);
    let run = gate.input("baseline-file", "base.yml").github().run();
    run.ends(0, "passed", "ok").keeps_quiet_about(secret);
}
