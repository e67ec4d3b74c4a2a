//! The first steps: `init`, `scan --fix` and `scopes`.

use std::fs;
use std::path::Path;

use crate::gate::Gate;
use crate::left::Left;
use crate::portal::{Fault, Portal};

const CODE: &str = "<?php\n$b24->callMethod('crm.item.list');\n  $b24->callMethod('tasks.task.add');\n";

const POLICY: &str = "workspace/.github/b24-scopes.yml";

const WORKFLOW: &str = "workspace/.github/workflows/b24-ping.yml";

fn init(args: &[&str]) -> Gate {
    Gate::command(&[&["init"], args].concat())
}

fn fix(policy: &str, args: &[&str]) -> Gate {
    Gate::command(&[&["scan", "--fix"], args].concat()).policy(policy).file("a.php", CODE.as_bytes())
}

#[test]
fn a_first_policy_is_one_that_the_gate_passes() {
    let left = Left::as_it_is(init(&["--workflow"]).file("src/a.php", CODE.as_bytes())).exits(0);
    let policy = left.sink(POLICY);
    assert!(policy.contains("  - scope: crm\n    why: crm.item.list in src/a.php:2\n"), "{left}");
    assert!(policy.contains("  - scope: task\n    why: tasks.task.add in src/a.php:3\n"), "{left}");
    for said in [
        "2 calls of 2 methods in 1 file",
        "tick crm, task there",
        "wrote .github/b24-scopes.yml\n",
        "B24_HOOK",
    ] {
        assert!(left.stdout().contains(said), "{said}: {left}");
    }
    assert!(left.sink(WORKFLOW).contains("${{ secrets.B24_HOOK }}"), "{left}");
    let portal = Portal::alive().grants(&["crm", "task"]).start();
    let run = Gate::new(&portal).policy(policy).file("src/a.php", CODE.as_bytes()).github().run();
    run.ends(0, "passed", "ok");
    assert!(run.annotations().is_empty(), "{run}");
}

#[test]
fn what_the_webhook_holds_beside_is_allowed_and_what_it_lacks_is_said() {
    let portal = Portal::alive().grants(&["task", "im", "entity", "x[y]"]).start();
    let gate = init(&[]).trusting(&portal).hook(&portal.hook()).file("a.php", CODE.as_bytes());
    let left = Left::as_it_is(gate).exits(0);
    let policy = left.sink(POLICY);
    let allowed = policy.split_once("allow-extra:\n").expect("what is allowed").1;
    for scope in ["scope: im\n", "scope: entity\n", "exact: x[y]\n"] {
        assert!(allowed.contains(scope), "{policy}");
    }
    assert!(left.stdout().contains("it lacks crm") && left.stdout().contains("1. read"), "{left}");
    assert!(left.stdout().contains("tick crm in the webhook's settings"), "{left}");
    let ticked = Portal::alive().grants(&["task", "im", "entity", "x[y]", "crm"]).start();
    let run = Gate::new(&ticked).policy(policy).file("a.php", CODE.as_bytes()).github().run();
    run.ends(0, "passed", "ok");
    assert!(run.annotations().is_empty(), "{run}");
}

#[test]
fn of_scopes_any_of_which_will_do_the_one_is_taken_that_the_webhook_holds() {
    let portal = Portal::alive().grants(&["user_brief"]).start();
    let code = b"$b24->callMethod('user.get'); // Bitrix24".as_slice();
    let gate = init(&[]).trusting(&portal).hook(&portal.hook()).file("a.php", code);
    let left = Left::as_it_is(gate).exits(0);
    assert!(left.sink(POLICY).contains("required:\n  - scope: user_brief\n"), "{left}");
}

#[test]
fn without_a_call_the_webhook_itself_says_what_is_required() {
    let portal = Portal::alive().grants(&["crm", "im"]).start();
    let left = Left::as_it_is(init(&[]).trusting(&portal).hook(&portal.hook())).exits(0);
    let policy = left.sink(POLICY);
    assert!(policy.contains("required:\n  - scope: crm\n    why: the webhook holds it"), "{left}");
    Gate::new(&portal).policy(policy).run().ends(0, "passed", "ok");
    Gate::new(&Portal::alive().grants(&["crm"]).start()).policy(policy).run().exit(1);
}

#[test]
fn without_a_call_and_a_webhook_it_says_where_to_begin() {
    let left = Left::as_it_is(init(&["--workflow"]).file("a.py", b"nothing = 1")).exits(1);
    assert_eq!(left.sink(POLICY), "", "a policy that demands nothing is a mistake");
    for said in ["no REST call was found in 1 file", "required: [crm]", "set B24_HOOK", "b24-ping scopes"] {
        assert!(left.stdout().contains(said), "{said}: {left}");
    }
    let left = Left::as_it_is(init(&[]).file("a.js", b"BX24.callMethod(method);")).exits(1);
    assert!(left.stdout().contains("  a.js:1:") && left.stdout().contains("call sites above"), "{left}");
}

#[test]
fn what_is_found_and_does_not_come_into_the_policy_is_said() {
    let code =
        "callMethod('crm.item.list'); callMethod('crm.deal.lst'); callMethod(m); callMethod('event.bind');";
    let gate = init(&[]).file("a.js", code.as_bytes()).file("tests/b.js", b"callMethod('disk.file.get')");
    let left = Left::as_it_is(gate).exits(0);
    for said in [
        "Bitrix24 documents no method `crm.deal.lst`",
        "  a.js:1:",
        "  event.bind in a.js:1\n",
        "only tests need",
        "  disk\n",
    ] {
        assert!(left.stdout().contains(said), "{said}: {left}");
    }
    assert!(!left.sink(POLICY).contains("disk") && !left.sink(POLICY).contains("event"), "{left}");
}

#[test]
fn nothing_that_is_there_is_overwritten() {
    let portal = Portal::alive().unasked().start();
    let there = |gate: Gate| gate.trusting(&portal).hook(&portal.hook()).file("a.php", CODE.as_bytes());
    let workflow = ".github/workflows/b24-ping.yml";
    let left = Left::as_it_is(there(init(&["--workflow"])).policy("mine").file(workflow, b"mine")).exits(0);
    assert_eq!((left.sink(POLICY), left.sink(WORKFLOW)), ("", ""), "nothing is new: {left}");
    assert!(left.stdout().contains("left .github/b24-scopes.yml as it is"), "{left}");
    let left = Left::as_it_is(there(init(&["--workflow"])).policy("mine")).exits(0);
    assert!(left.sink(POLICY).is_empty() && !left.sink(WORKFLOW).is_empty(), "{left}");
    let left = Left::as_it_is(there(init(&[])).file(".github/b24-scopes.yaml", b"mine")).exits(0);
    assert!(
        left.sink(POLICY).is_empty() && left.stdout().contains("see what .github/b24-scopes.yaml lacks"),
        "{left}"
    );
}

#[test]
fn a_webhook_that_does_not_say_what_it_holds_begins_no_policy() {
    let portal = Portal::alive().refuses("INVALID_CREDENTIALS", "Invalid request credentials", 401).start();
    let gate = |portal: &Portal| init(&["--max-attempts", "1"]).trusting(portal).hook(&portal.hook());
    let left = Left::as_it_is(gate(&portal).file("a.php", CODE.as_bytes())).exits(1);
    assert!(left.sink(POLICY).is_empty() && left.stderr().contains("nothing was written"), "{left}");
    let portal = Portal::alive().always(Fault::html(502)).start();
    Left::as_it_is(gate(&portal)).exits(3);
    let left = Left::as_it_is(init(&[]).hook("https://a.example/rest/1/")).exits(2);
    assert!(left.sink(POLICY).is_empty(), "{left}");
    let portal = Portal::alive().unasked().start();
    let two = format!("a={0}\nb={0}", portal.hook());
    let left = Left::as_it_is(init(&[]).trusting(&portal).hook(&two)).exits(2);
    assert!(left.stderr().contains("--only"), "{left}");
}

#[cfg(unix)]
#[test]
fn no_link_leads_a_first_policy_elsewhere() {
    let gate = Gate::command(&["init", "--workflow"]).file("a.php", CODE.as_bytes());
    let outside = gate.beside("outside");
    fs::create_dir(&outside).expect("room for a folder");
    let gate = gate.link(".github/workflows", &outside);
    let left = Left::as_it_is(gate).exits(2);
    assert!(left.sink(POLICY).is_empty() && left.sink("outside/b24-ping.yml").is_empty(), "{left}");
}

#[test]
fn a_secret_in_the_name_of_a_file_is_not_written_into_the_policy() {
    let secret = "k3v9x0q2m7t4b1za";
    let file = format!("src/{secret}.php");
    let hook = format!("https://a.example/rest/1/{secret}/");
    let gate = fix("required: [crm]\n", &[]).hook(&hook).file(&file, b"<?php callMethod('im.notify');");
    let left = Left::as_it_is(gate).exits(0);
    left.keeps_quiet_about(secret);
    assert!(left.sink(POLICY).contains("why: \"im.notify in src/***.php:1\""), "{left}");
}

#[test]
fn what_calls_need_and_the_policy_lacks_is_added() {
    let policy = "# ours\nrequired:\n  - crm # sales\n\nextra: ignore\n";
    let patch = "--- .github/b24-scopes.yml\n+++ .github/b24-scopes.yml\n@@ -1,5 +1,7 @@\n # ours\n required:\n   - crm # sales\n\
                 +  - scope: task\n+    why: tasks.task.add in a.php:3\n \n extra: ignore\n";
    let check = Left::as_it_is(fix(policy, &["--check"])).exits(1);
    assert_eq!((check.stdout(), check.sink(POLICY)), (patch, ""), "{check}");
    let left = Left::as_it_is(fix(policy, &[])).exits(0);
    assert_eq!(left.stdout(), patch, "{left}");
    let fixed = left.sink(POLICY).to_owned();
    assert_eq!(
        fixed,
        policy.replace("sales\n", "sales\n  - scope: task\n    why: tasks.task.add in a.php:3\n")
    );
    let again = Left::as_it_is(fix(&fixed, &[])).exits(0);
    assert_eq!((again.stdout(), again.sink(POLICY)), ("", ""), "{again}");
    assert!(again.stderr().contains("nothing to add (2 calls in 1 file)"), "{again}");
    Left::as_it_is(fix(&fixed, &["--check"])).exits(0);
}

#[test]
fn what_the_gate_does_not_compare_is_not_added() {
    let scan = "scan: { paths: [b.php], exclude: [c.php], ignore-methods: [im.notify] }\n";
    let policy = "required: [crm]\nhooks: { a: { required: [task] } }\n".to_owned() + scan;
    let more =
        |gate: Gate| gate.file("b.php", b"<?php callMethod('im.notify'); callMethod('crm.item.list');");
    let nothing = |gate: Gate| {
        let left = Left::as_it_is(more(gate)).exits(0);
        assert!(left.stdout().is_empty() && left.sink(POLICY).is_empty(), "{left}");
    };
    nothing(fix(&policy, &[]));
    nothing(fix(&policy, &["."]));
    nothing(fix(&policy, &["--glob", "!a.php", "."]));
    nothing(fix("required: [crm]\n", &["a.php"]).env("B24_REQUIRED_SCOPES", "task"));
    nothing(
        fix("required: [crm]\n", &["a.php"])
            .env("B24_SCAN_PATHS", "nowhere")
            .env("B24_REQUIRED_SCOPES", "task"),
    );
    for code in ["callMethod('event.bind');", "callMethod('like.list');", "callMethod('placement.' + x);"] {
        let code = format!("<?php // Bitrix24\nBX24.{code} BX24.callMethod('crm.item.list');");
        let left = Left::as_it_is(fix("required: [crm]\n", &[]).file("a.php", code.as_bytes())).exits(0);
        assert!(left.stdout().is_empty(), "no policy can require it: {left}");
        let left = Left::as_it_is(init(&[]).file("a.php", code.as_bytes())).exits(0);
        assert!(left.stdout().contains("no webhook can call, whatever it holds"), "{left}");
        let portal = Portal::alive().grants(&["crm"]).start();
        let run = Gate::new(&portal).policy(left.sink(POLICY)).file("a.php", code.as_bytes()).run();
        run.ends(0, "passed", "method-not-for-webhooks").keeps_quiet_about("[scope-undeclared]");
    }
}

#[test]
fn what_is_forbidden_and_called_is_for_a_person_to_decide() {
    let left = Left::as_it_is(fix("forbidden: [task]\n", &[])).exits(1);
    assert!(
        left.sink(POLICY)
            .ends_with("forbidden: [task]\nrequired:\n  - scope: crm\n    why: crm.item.list in a.php:2\n"),
        "{left}"
    );
    assert!(
        left.stderr().contains(
            "error: a.php:3:21: `tasks.task.add` needs `task`, which .github/b24-scopes.yml:1:13 forbids"
        ),
        "{left}"
    );
    let left = Left::as_it_is(fix("required: [crm]\nhooks: { a: { forbidden: [task] } }\n", &[])).exits(1);
    assert!(left.sink(POLICY).is_empty(), "{left}");
}

#[test]
fn a_policy_that_cannot_be_amended_stays_and_the_items_are_shown() {
    let left = Left::as_it_is(fix("? required\n: - crm\n", &[])).exits(2);
    assert!(left.sink(POLICY).is_empty() && left.stdout().is_empty(), "{left}");
    assert!(left.stderr().ends_with("  - scope: task\n    why: tasks.task.add in a.php:3\n"), "{left}");
    let left = Left::as_it_is(fix("requird: [crm]\n", &[])).exits(2);
    assert!(left.stderr().contains("did you mean `required`?") && left.sink(POLICY).is_empty(), "{left}");
    let left = Left::as_it_is(Gate::command(&["scan", "--fix"]).file("a.php", CODE.as_bytes())).exits(2);
    assert!(left.stderr().contains("`b24-ping init` writes one"), "{left}");
    let left = Left::as_it_is(fix("required: []\n", &[])).exits(0);
    assert!(left.sink(POLICY).contains("scope: crm") && left.sink(POLICY).contains("scope: task"), "{left}");
    let left = Left::as_it_is(fix("required: [crm]\n", &["nowhere"])).exits(2);
    assert!(left.sink(POLICY).is_empty(), "{left}");
}

#[cfg(unix)]
#[test]
fn a_policy_that_is_a_link_is_not_written_through() {
    let gate = Gate::command(&["scan", "--fix", "a.php"]).file("a.php", CODE.as_bytes());
    let gate = gate.file("theirs.yml", b"required: [crm]\n").link(".github/b24-scopes.yml", "../theirs.yml");
    let left = Left::as_it_is(gate).exits(2);
    assert!(
        left.sink("workspace/theirs.yml").is_empty() && left.stderr().contains("cannot be written"),
        "{left}"
    );
}

/// The samples of the policy's own tests, through the whole program.
#[test]
fn every_good_policy_can_be_amended() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/policies/good");
    let code = b"<?php callMethod('vote.AttachedVote.vote'); callMethod('mailservice.add');".as_slice();
    let mut amended = 0;
    for path in fs::read_dir(folder).expect("samples").flatten().map(|entry| entry.path()) {
        if path.extension().is_none_or(|ext| ext != "yml") {
            continue;
        }
        let bytes = fs::read(&path).expect("a sample");
        let run = |bytes: &[u8]| {
            let gate = Gate::command(&["scan", "--fix", "--scopes-file", "p.yml", "a.php"]);
            Left::as_it_is(gate.file("p.yml", bytes).file("a.php", code))
        };
        let left = run(&bytes);
        assert_eq!(left.code, Some(0), "{}: {left}", path.display());
        let after = left.sink("workspace/p.yml").to_owned();
        assert!(after.contains("vote") && after.contains("mailservice"), "{}: {left}", path.display());
        assert!(run(after.as_bytes()).exits(0).stdout().is_empty(), "{}", path.display());
        amended += 1;
    }
    assert!(amended >= 10, "{amended}");
}

#[test]
fn scopes_are_listed_and_what_they_open() {
    let all = Gate::command(&["scopes"]).run();
    all.exit(0).says("crm  ").says("entity  ").says("(no webhook can hold it)");
    let run = Gate::command(&["scopes", "CRM"]).run();
    run.exit(0).says("crm: CRM entities").says("\n  crm.deal.list").says("superseded: crm.item.list");
    Gate::command(&["scopes", "user"]).run().exit(0).says("or by user_brief or user_basic");
    Gate::command(&["scopes", "tasks"]).run().exit(0).says("REST 3.0");
    for (code, said) in [
        (
            "telefony",
            "error: scopes: `telefony` is not a scope that is known\n  help: did you mean `telephony`?",
        ),
        (
            "crm.item.list",
            "error: scopes: `crm.item.list` is a method, not a scope\n  help: it needs `crm`\n",
        ),
        ("profile", "every webhook may call it"),
        ("k3v9x0q2m7t4b1za", "this is not a scope that is known"),
    ] {
        let left = Left::as_it_is(Gate::command(&["scopes", code])).exits(2);
        assert!(left.stderr().contains(said) && left.stdout().is_empty(), "{left}");
    }
}

#[test]
fn a_patch_hides_the_portal_where_reports_do() {
    let policy = "portal: acme.bitrix24.com\nrequired: [crm]\n";
    let left = Left::as_it_is(fix(policy, &["--check"]).env("B24_REDACT", "true")).exits(1);
    assert!(left.stdout().contains(" portal: ***\n"), "{left}");
    let left = Left::as_it_is(fix(policy, &["--check"])).exits(1);
    assert!(left.stdout().contains(" portal: acme.bitrix24.com\n"), "{left}");
}

#[test]
fn a_webhook_in_the_code_is_the_first_thing_to_see_to() {
    let secret = ["k3v9x0q2", "m7t4b1za"].concat();
    let readme = format!("curl https://acme.bitrix24.ru/rest/17/{secret}/profile\n");
    let left =
        Left::as_it_is(init(&[]).file("src/a.php", CODE.as_bytes()).file("README.md", readme.as_bytes()));
    let left = left.exits(0);
    assert!(left.stdout().contains("README.md:1:6: acme.bitrix24.ru, user 17"), "{left}");
    assert!(left.stdout().contains("1. delete this webhook on the portal and create another"), "{left}");
    assert!(!left.stdout().contains(&secret), "{left}");
    let fixed = fix("required: [crm]\n", &[]).file("README.md", readme.as_bytes()).run();
    let warns = "warning: README.md:1:6: a webhook's address with its secret is in the code";
    assert!(fixed.exit(0).stderr.contains(warns), "{fixed}");
}

#[test]
fn the_history_is_looked_through_by_a_scan_of_its_own() {
    fix("required: [crm]\n", &["--history"]).run().exit(2);
}
