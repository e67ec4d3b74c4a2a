//! Webhooks that stand in the code or its history: told with their places, and no byte of their secrets.

use std::process::Command;

use serde_json::json;

use crate::gate::Gate;
use crate::portal::Portal;

/// Of nobody's webhook, in two parts, so that no tool that looks for secrets stumbles over it.
fn secret() -> String {
    ["h7m2xq90", "vnb3kd8w"].concat()
}

fn address() -> String {
    format!("https://crm.bitrix24.de/rest/17/{}/", secret())
}

/// git in the workspace, with nothing of the machine's own settings.
fn git(gate: &Gate, args: &[&str]) -> String {
    let mut git = Command::new("git");
    git.args(["-c", "user.name=a", "-c", "user.email=a@b.example", "-c", "commit.gpgSign=false"]).args(args);
    git.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    let output = git.current_dir(gate.beside("workspace")).output().expect("git is needed for this test");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// A repository whose history holds the address in a file that is gone.
fn with_history(gate: Gate) -> Gate {
    let gate = gate.file("old/a.php", format!("<?php\n$hook = '{}';\n", address()).as_bytes());
    git(&gate, &["init", "-q"]);
    git(&gate, &["add", "-A"]);
    git(&gate, &["commit", "-qm", "one"]);
    git(&gate, &["rm", "-qr", "old"]);
    git(&gate, &["commit", "-qm", "two"]);
    gate.secret(&secret())
}

#[test]
fn the_gate_fails_where_it_stands_in_every_report() {
    let portal = Portal::alive().grants(&["crm"]).start();
    let run = Gate::new(&portal)
        .secret(&secret())
        .policy("required: [crm]\nscan: { paths: [\".\"] }\n")
        .file("a.php", b"<?php $b24->callMethod('crm.deal.list');")
        .file("docs/README.md", format!("# How\n\ncurl {}profile\n", address()).as_bytes())
        .input("sarif-file", "b24.sarif")
        .github()
        .run();
    run.ends(1, "failed", "hook-in-code")
        .says("a webhook's address with its secret is in the code: crm.bitrix24.de, user 17")
        .says("delete this webhook on the portal and create another")
        .summary_says("a webhook's address with its secret is in the code")
        .annotation("::error file=docs/README.md,line=3,col=6,", "crm.bitrix24.de, user 17");
    assert!(run.junit().contains("hook-in-code"), "{run}");
    let report = run.json();
    let check =
        report["repository"]["checks"].as_array().unwrap().iter().find(|check| check["kind"] == "leaked");
    let check = check.unwrap_or_else(|| panic!("{run}"));
    assert_eq!((&check["kind"], &check["file"]), (&json!("leaked"), &json!("docs/README.md")), "{run}");
}

#[test]
fn the_very_webhook_that_is_checked_is_named_so_even_where_a_comment_hides_it() {
    let portal = Portal::alive().grants(&["crm"]).start();
    let line = format!("HOOK={} # b24-ping: ignore\n", portal.hook());
    let gate = Gate::new(&portal).policy("required: [crm]\nscan: { paths: [\".\"] }\n");
    gate.file(".env", line.as_bytes())
        .run()
        .ends(1, "failed", "hook-in-code")
        .says("FAILED: ")
        .says("the webhook of this very run is in the code with its secret: ");
}

#[test]
fn a_fork_without_a_hook_learns_it_as_well() {
    let gate = Gate::bare().secret(&secret()).policy("scan: { paths: [\".\"] }\nrequired: [crm]\n");
    gate.file("a.env.example", address().as_bytes()).input("missing-hook", "skip").run().ends(
        1,
        "failed",
        "hook-in-code",
    );
}

#[test]
fn a_sample_can_be_left_out_and_what_is_excluded_is_not_read() {
    let marked = format!("{} <!-- b24-ping: ignore -->", address());
    let gate =
        Gate::bare().secret(&secret()).policy("required: [crm]\nscan: { paths: [\".\"], exclude: [old] }\n");
    gate.file("README.md", marked.as_bytes())
        .file("old/b.md", address().as_bytes())
        .input("missing-hook", "skip")
        .run()
        .ends(0, "skipped", "missing-hook");
}

#[test]
fn a_redacted_report_hides_its_portal() {
    let gate = Gate::bare().secret(&secret()).policy("required: [crm]\nscan: { paths: [\".\"] }\n");
    gate.file("a.md", address().as_bytes())
        .input("missing-hook", "skip")
        .input("redact", "true")
        .run()
        .ends(1, "failed", "hook-in-code")
        .keeps_quiet_about("crm.bitrix24.de");
}

#[test]
fn scan_tells_it_in_every_format_and_fails() {
    for (format, says) in [
        ("text", "webhooks with their secrets in the code\n  .env:1:6  crm.bitrix24.de, user 17\n"),
        ("json", "\"portal\": \"crm.bitrix24.de\""),
        ("yaml", "scope: crm"),
    ] {
        let gate = Gate::command(&["scan", "--format", format]).secret(&secret());
        let gate = gate.file(".env", format!("HOOK={}\n", address()).as_bytes());
        let run = gate.file("a.php", b"<?php $b24->callMethod('crm.deal.list');").run();
        run.exit(1).says(says);
        assert_eq!(run.stderr.contains("error: .env:1:6: a webhook's address"), format == "yaml", "{run}");
    }
}

/// In names of files, beside it, twice on a line, in other findings on its line, and where a call is unknown.
#[test]
fn no_byte_of_it_is_seen_whatever_stands_beside() {
    let (secret, address) = (secret(), address());
    let code = format!(
        "b24.callMethod('{secret}.deal.list'); b24.callMethod('crm.{secret}.lst', '{address}', '{address}crm.deal.lst')\n"
    );
    for args in [&["scan"][..], &["scan", "--format=json"], &["scan", "--format=yaml"]] {
        let gate =
            Gate::command(args).secret(&secret).file(&format!("{secret}/{secret}.js"), code.as_bytes());
        gate.file("b.js", b"b24.callMethod('crm.deal.list')").run().exit(1);
    }
    let gate = Gate::bare().secret(&secret).policy("required: [im]\nscan: { paths: [\".\"] }\n");
    gate.file(&format!("{secret}/{secret}.js"), code.as_bytes())
        .input("missing-hook", "skip")
        .input("sarif-file", "b24.sarif")
        .github()
        .run()
        .ends(1, "failed", "hook-in-code");
}

#[test]
fn what_may_hold_one_is_read_although_it_is_no_code() {
    for name in [
        "README.md",
        ".env",
        ".env.example",
        "a.ipynb",
        ".github/workflows/a.yml",
        "docs/a.json",
        "package-lock.json",
        "a.csv",
        "a.min.js",
        ".vscode/settings.json",
        "app.0301e0d5.js",
        "i18n/de.json",
        "a.log",
    ] {
        let gate = Gate::command(&["scan"]).secret(&secret()).file(name, address().as_bytes());
        gate.run().exit(1).says(&format!("  {name}:1:1  crm.bitrix24.de, user 17"));
    }
    for (name, ignore) in [(".env", ".env"), ("node_modules/a.js", "node_modules"), (".venv/a.py", "x")] {
        let gate = Gate::command(&["scan"]).secret(&secret()).file(name, address().as_bytes());
        let gate = gate.file(".gitignore", ignore.as_bytes());
        git(&gate, &["init", "-q"]);
        gate.run().exit(0).keeps_quiet_about("crm.bitrix24.de");
    }
}

#[test]
fn the_history_is_looked_through_with_commit_and_file() {
    let gate = with_history(Gate::command(&["scan", "--history"]));
    let first = git(&gate, &["rev-list", "--max-parents=0", "HEAD"]);
    let says = format!("  commit {}, old/a.php:2:10  crm.bitrix24.de, user 17\n", &first[..12]);
    gate.run()
        .exit(1)
        .says("webhooks with their secrets in the history\n")
        .says(&says)
        .says("  in 2 commits\n");
    let run = with_history(Gate::command(&["scan", "--history", "--format=json"])).run();
    run.exit(1);
    let history = &serde_json::from_str::<serde_json::Value>(&run.stdout).expect("JSON")["history"];
    assert_eq!(
        (&history["commits"], &history["shallow"], &history["whole"]),
        (&json!(2), &json!(false), &json!(true))
    );
    assert_eq!(history["webhooks"][0]["still-there"], json!(false), "{run}");
    with_history(Gate::command(&["scan"])).run().exit(0);
}

#[test]
fn branches_and_messages_belong_to_the_history() {
    let gate = Gate::command(&["scan", "--history"]).secret(&secret()).file("a", b"1\n");
    git(&gate, &["init", "-q", "-b", "main"]);
    git(&gate, &["add", "-A"]);
    git(&gate, &["commit", "-qm", &format!("with {}", address())]);
    git(&gate, &["checkout", "-qb", "other"]);
    let gate = gate.file("b", address().as_bytes());
    git(&gate, &["add", "-A"]);
    git(&gate, &["commit", "-qm", "b"]);
    git(&gate, &["checkout", "-q", "main"]);
    let run = gate.run();
    // Both are of the same second, so either may stand first.
    run.exit(1).says(", b:1:1").says("the commit's message:1:6").says("; 2 commits in all");
}

#[test]
fn a_history_that_is_not_at_hand_is_a_sentence() {
    let run = Gate::command(&["scan", "--history"]).file("a", b"").run();
    run.exit(2);
    assert!(run.stderr.contains("there is no git repository here"), "{run}");
    let gate = Gate::command(&["scan", "--history"]).file("a", b"").env("PATH", "/nowhere");
    let run = gate.run();
    run.exit(2);
    assert!(run.stderr.contains("`git` is not installed"), "{run}");
    let gate = with_history(Gate::command(&["scan", "--history"]));
    git(&gate, &["clone", "-q", "--depth=1", &format!("file://{}", gate.beside("workspace")), "shallow"]);
    let gate = gate.env("GIT_DIR", "shallow/.git");
    gate.run()
        .exit(0)
        .says("the clone is shallow, and older commits are not there")
        .says("none in 1 commit\n");
}

/// Each would leave a file behind, were it run.
#[test]
#[cfg(unix)]
fn nothing_that_a_repository_configures_is_run_and_nothing_of_it_hides_a_secret() {
    let gate = with_history(Gate::command(&["scan", "--history"]));
    let trap = gate.beside("trap");
    let touch = format!("touch {trap}; cat");
    for key in [
        "core.pager",
        "core.fsmonitor",
        "core.sshCommand",
        "core.editor",
        "diff.external",
        "diff.php.command",
        "diff.php.textconv",
        "gpg.program",
        "pager.log",
        "core.askPass",
        "credential.helper",
        "alias.log",
    ] {
        git(&gate, &["config", key, &touch]);
    }
    for (key, value) in
        [("log.showSignature", "true"), ("log.showRoot", "false"), ("diff.orderFile", "/none")]
    {
        git(&gate, &["config", key, value]);
    }
    let gate = gate.file(".gitattributes", b"* diff=php -diff\n*.php binary\n");
    let said = gate.run();
    said.exit(1).says("old/a.php:2:10  crm.bitrix24.de");
    assert!(!std::path::Path::new(&trap).exists(), "{said}");
}
