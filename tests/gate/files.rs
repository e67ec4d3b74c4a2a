//! Attacks by names of files: whatever a checkout holds, a report goes where its input says, and over nothing else.

use std::fs;
use std::os::unix::fs::{MetadataExt, symlink};
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::gate::Gate;
use crate::portal::Portal;
use crate::run::Run;

const GOOD: &str = "{required: [crm], extra: ignore}";

/// Refused before anything is sent, by the name of the input.
fn refused(gate: impl FnOnce(&Portal) -> Gate, input: &str, why: &str) -> Run {
    let portal = Portal::alive().unasked().start();
    let run = gate(&portal).run();
    run.exit(2).says(&format!("input `{input}`: the report cannot be written: {why}"));
    run
}

/// Every path below a folder, links not followed.
fn below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() && !path.is_symlink() {
            found.extend(below(&path));
        }
        found.push(path);
    }
    found
}

fn hard_link(gate: &Gate, from: &str, to: &str) {
    fs::hard_link(gate.beside(from), gate.beside(to)).expect("room for another name");
}

#[test]
fn a_folder_of_reports_that_is_a_link_to_elsewhere() {
    let why = "its folder cannot be created: a part of the path is a symbolic link";
    let ways = [
        "reports/x.json",
        "./reports/x.json",
        "new/../reports/x.json",
        "reports/new/x.json",
        "reports/../x.json",
    ];
    for target in ["../elsewhere", "../nowhere", ".", "inside", "/proc/self/cwd/../elsewhere"] {
        for way in ways {
            let run = refused(
                |portal| {
                    let gate = Gate::new(portal).policy(GOOD).link("reports", target).input("json-file", way);
                    fs::create_dir(gate.beside("elsewhere")).expect("room for a folder");
                    fs::create_dir(gate.beside("workspace/inside")).expect("room for a folder");
                    gate
                },
                "json-file",
                why,
            );
            assert!(below(&run.beside("elsewhere")).is_empty() && !run.beside("nowhere").exists(), "{run}");
            assert!(below(&run.beside("workspace/inside")).is_empty(), "{run}");
            assert!(
                !run.beside("workspace/new").exists(),
                "what was made for a refused report is left: {run}"
            );
        }
    }
}

/// The same by its whole name, and from a folder below the workspace.
#[test]
fn a_folder_of_reports_that_is_a_link_to_elsewhere_by_its_whole_name() {
    let why = "its folder cannot be created: a part of the path is a symbolic link";
    let linked = |portal: &Portal| {
        let gate = Gate::new(portal).policy(GOOD).file("deep/reports", b"").link("reports", "../elsewhere");
        fs::create_dir(gate.beside("elsewhere")).expect("room for a folder");
        let way = gate.beside("workspace/reports/x.xml");
        gate.input("junit-file", &way)
    };
    let run = refused(linked, "junit-file", why);
    assert!(below(&run.beside("elsewhere")).is_empty(), "{run}");
    for way in
        ["workspace/reports/x.xml", "workspace/deep/../reports/x.xml", "gone/../workspace/reports/x.xml"]
    {
        let deep = |portal: &Portal| {
            let gate = linked(portal);
            let (way, policy) = (gate.beside(way), gate.beside("workspace/.github/b24-scopes.yml"));
            let gate = gate.azure().by_shell("mkdir -p below && cd below && exec \"$0\" \"$@\"");
            gate.input("junit-file", &way).input("scopes-file", &policy)
        };
        let run = refused(deep, "junit-file", why);
        assert!(below(&run.beside("elsewhere")).is_empty() && !run.beside("gone").exists(), "{run}");
    }
}

/// The same where no CI system says which folder was checked out.
#[test]
fn a_folder_of_reports_that_is_a_link_in_the_repository_around() {
    for way in ["../reports/x.sarif", "%/reports/x.sarif"] {
        let gate = |portal: &Portal| {
            let gate = Gate::new(portal).policy(GOOD).file(".git/HEAD", b"").link("reports", "../elsewhere");
            fs::create_dir(gate.beside("elsewhere")).expect("room for a folder");
            let gate = gate.by_shell("mkdir below && cd below && exec \"$0\" \"$@\"");
            let way = way.replace('%', &gate.beside("workspace"));
            gate.input("sarif-file", &way)
        };
        let why = "its folder cannot be created: a part of the path is a symbolic link";
        assert!(below(&refused(gate, "sarif-file", why).beside("elsewhere")).is_empty());
    }
}

#[test]
fn a_report_that_is_a_link() {
    for target in ["target.txt", "../nowhere.txt", "/dev/null"] {
        let gate = |portal: &Portal| {
            let gate = Gate::new(portal).policy(GOOD).file("target.txt", b"kept").file("out/x", b"");
            gate.link("out/report.xml", target).input("junit-file", "out/report.xml")
        };
        let run = refused(gate, "junit-file", "it is a symbolic link");
        assert!(!run.beside("nowhere.txt").exists(), "{run}");
    }
}

/// One report would be lost, and nobody would be told.
#[test]
fn two_reports_that_are_one_file_in_a_folder_yet_to_be_made() {
    let twice =
        [("out/r", "out/r"), ("new/x", "new/../new/x"), ("new/../new/x", "new/x"), ("a/b/../r", "./a/r")];
    for (json, junit) in twice {
        let portal = Portal::alive().unasked().start();
        let gate = Gate::new(&portal).policy(GOOD).input("json-file", json).input("junit-file", junit);
        let run = gate.run();
        run.exit(2).says("input `junit-file`: the report cannot be written: it would overwrite another file");
        let report =
            fs::read_to_string(run.beside("workspace").join(json)).expect("the first one is written");
        assert!(report.contains("\"misconfigured\""), "{report}");
    }
}

#[test]
fn a_report_that_is_another_name_of_a_file_that_is_read() {
    let event = serde_json::json!({ "repository": { "private": true } });
    let files = [".github/b24-scopes.yml", "hook.txt", "base.yml", "ca.pem", "../event.json"];
    for file in files {
        let portal = Portal::alive().unasked().start();
        let gate = Gate::new(&portal).no_hook().policy(GOOD).file("base.yml", GOOD.as_bytes());
        let gate = gate.file("hook.txt", portal.hook().as_bytes()).file("ca.pem", portal.ca_pem().as_bytes());
        let gate = gate.event("push", &event).arg("--hook-file").arg("hook.txt");
        let gate = gate.input("baseline-file", "base.yml").input("ca-file", "ca.pem");
        let path = format!("workspace/{file}");
        hard_link(&gate, &path, "workspace/report.sarif");
        let before = fs::read(gate.beside(&path)).expect("the file");
        let run = gate.input("sarif-file", "report.sarif").run();
        run.exit(2)
            .says("`sarif-file`: the report cannot be written: it would overwrite another file of this run");
        assert_eq!(fs::read(run.beside(&path)).expect("the file"), before, "{file}");
    }
}

/// Whatever else the file is: nobody who names a report means the other name.
#[test]
fn a_report_that_is_another_name_of_any_file() {
    let gate = |portal: &Portal| {
        let gate = Gate::new(portal).policy(GOOD).input("sarif-file", "report.sarif");
        fs::write(gate.beside("precious"), "kept").expect("room for a file");
        hard_link(&gate, "precious", "workspace/report.sarif");
        gate
    };
    let run = refused(gate, "sarif-file", "it is a hard link: the file has other names, too");
    assert_eq!(fs::read_to_string(run.beside("precious")).expect("the file"), "kept");
}

#[test]
fn a_report_that_is_a_file_of_the_runner() {
    for name in ["GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY"] {
        let gate = |portal: &Portal| {
            let gate = Gate::new(portal).policy(GOOD).input("sarif-file", "report.sarif");
            let file = gate.beside("lent");
            fs::write(&file, "").expect("room for a file");
            hard_link(&gate, "lent", "workspace/report.sarif");
            gate.env(name, &file)
        };
        refused(gate, "sarif-file", "it would overwrite another file of this run");
    }
}

/// What standard input is read from, or standard output goes to.
#[test]
fn a_report_that_is_a_stream_of_the_run() {
    let portal = Portal::alive().unasked().start();
    let gate = Gate::new(&portal).no_hook().policy(GOOD).stdin(&portal.hook());
    let way = gate.beside("stdin");
    let run = gate.arg("--hook-file").arg("-").input("sarif-file", &way).run();
    run.exit(2).says("would overwrite another file of this run");
    assert_eq!(fs::read_to_string(run.beside("stdin")).expect("the hook"), portal.hook());

    let portal = Portal::alive().unasked().start();
    let gate = Gate::new(&portal).policy(GOOD).by_shell("exec \"$0\" \"$@\" >log.txt");
    let run = gate.input("sarif-file", "log.txt").run();
    let log = fs::read_to_string(run.beside("workspace/log.txt")).expect("the log");
    assert!(run.code == 2 && log.contains("would overwrite another file of this run"), "{log}");
}

/// Some let the runner's outputs be printed; that overwrites nothing.
#[test]
fn outputs_that_go_to_standard_output() {
    for shell in ["exec \"$0\" \"$@\" >>log.txt", "exec \"$0\" \"$@\" | cat >>log.txt"] {
        let portal = Portal::alive().start();
        let run = Gate::new(&portal).policy(GOOD).env("GITHUB_OUTPUT", "/dev/stdout").by_shell(shell).run();
        let log = fs::read_to_string(run.beside("workspace/log.txt")).expect("the log");
        assert!(run.code == 0 && log.contains("PASSED") && log.contains("status<<"), "{log}");
    }
}

/// Nothing is overwritten where both are appended to.
#[test]
fn outputs_and_summary_in_one_file() {
    let portal = Portal::alive().start();
    let gate = Gate::new(&portal).policy(GOOD);
    let file = gate.beside("lent");
    let run = gate.env("GITHUB_OUTPUT", &file).env("GITHUB_STEP_SUMMARY", &file).run();
    run.exit(0);
    let lent = fs::read_to_string(&file).expect("it is there");
    assert!(lent.contains("status<<") && lent.contains("✅ b24-ping: "), "{lent}");
}

/// The name alone would tell, to everybody who may list the folder.
#[test]
fn a_report_that_is_named_like_the_secret() {
    let secret = Portal::alive().unasked().start();
    for way in ["%.json", "%/b24.json", "out/b24-%/x/b24.json", "https%3A%2F%2Fx%2Frest%2F1%2F%.json"] {
        let portal = &secret;
        let run =
            Gate::new(portal).policy(GOOD).input("sarif-file", &way.replace('%', portal.secret())).run();
        run.exit(2).says(
            "input `sarif-file`: the report cannot be written: the path holds the secret or another hidden value",
        );
        let left = below(&run.beside("workspace"));
        assert!(left.iter().all(|path| !path.to_string_lossy().contains(portal.secret())), "{left:?}");
        assert!(!run.beside("workspace/out").exists(), "{left:?}");
    }
}

/// Where nobody may know the portal, no file is called after it.
#[test]
fn a_report_that_is_named_like_a_hidden_portal() {
    let portal = Portal::alive().unasked().start();
    let gate = Gate::new(&portal).policy("portal: acme.bitrix24.com").input("redact", "true");
    let run = gate.input("sarif-file", "acme.bitrix24.com.sarif").run();
    run.exit(2).says("the path holds the secret or another hidden value");
    assert!(!run.beside("workspace/acme.bitrix24.com.sarif").exists(), "{run}");
}

#[test]
fn a_report_that_is_a_pipe() {
    for shell in ["", "exec 3<>report.xml && "] {
        let gate = |portal: &Portal| {
            let gate = Gate::new(portal).policy(GOOD).input("junit-file", "report.xml");
            gate.by_shell(&format!("mkfifo report.xml && {shell}exec \"$0\" \"$@\""))
        };
        refused(gate, "junit-file", "it is a pipe");
    }
}

/// The path would be another one than the input says.
#[test]
fn a_report_that_is_named_like_a_folder() {
    for way in ["out/", "out/x.xml/", "out/.", "./out//", "out/x/..", ".", "/"] {
        let gate = |portal: &Portal| Gate::new(portal).policy(GOOD).input("junit-file", way);
        let run = refused(gate, "junit-file", "it is a directory");
        assert!(!run.beside("workspace/out").exists(), "{way}: {run}");
    }
}

#[test]
fn a_report_that_is_a_socket() {
    let gate = |portal: &Portal| {
        let gate = Gate::new(portal).policy(GOOD).input("junit-file", "report.xml");
        UnixListener::bind(gate.beside("workspace/report.xml")).expect("room for a socket");
        gate
    };
    refused(gate, "junit-file", "it is a pipe or a socket");
}

#[test]
fn all_refused_reports_are_told_at_once() {
    let portal = Portal::alive().unasked().start();
    let gate = Gate::new(&portal).policy(GOOD).link("reports", "..").link("x.sarif", "y.sarif");
    let gate = gate.input("json-file", "reports/x.json").input("junit-file", "made/too/x.xml/");
    let gate = gate.input("sarif-file", "x.sarif").input("dotenv-file", ".github/b24-scopes.yml");
    let run = gate.file("made/too/x.xml/file", b"").run();
    for name in ["json-file", "junit-file", "sarif-file", "dotenv-file"] {
        run.exit(2).says(&format!("input `{name}`: the report cannot be written: "));
    }
    assert_eq!(fs::read_to_string(run.beside("workspace/.github/b24-scopes.yml")).expect("it"), GOOD);
}

/// What the user names outside of the checkout is the user's, links and all.
#[test]
fn reports_elsewhere_that_are_meant() {
    let portal = Portal::alive().start();
    let gate = Gate::new(&portal).policy(GOOD);
    fs::create_dir(gate.beside("disk")).expect("room for a folder");
    symlink("disk", gate.beside("linked")).expect("room for a link");
    let way = gate.beside("linked/deep/x.sarif");
    let gate = gate
        .input("sarif-file", &way)
        .input("json-file", "../linked/b24.json")
        .input("dotenv-file", "../deep/b24.env")
        .input("junit-file", "/dev/null");
    let run = gate.run();
    run.exit(0);
    assert!(run.beside("disk/deep/x.sarif").metadata().expect("it is there").size() > 0, "{run}");
    assert!(run.beside("disk/b24.json").metadata().expect("it is there").size() > 0, "{run}");
    assert!(run.beside("deep/b24.env").metadata().expect("it is there").size() > 0, "{run}");
}

/// A baseline that is the policy, by whatever name, has nothing against it.
#[test]
fn a_baseline_that_is_another_name_of_the_policy() {
    let portal = Portal::alive().unasked().start();
    let gate = Gate::new(&portal).policy(GOOD).input("baseline-file", "base.yml");
    hard_link(&gate, "workspace/.github/b24-scopes.yml", "workspace/base.yml");
    gate.run().exit(2).says("the baseline cannot be used: it is the policy itself");
}

/// Pipes in the place of every file that is read: none is waited for, and each is told.
#[test]
fn a_pipe_in_the_place_of_a_file() {
    let portal = Portal::alive().unasked().start();
    for (name, what) in [
        ("scopes-file", "the policy cannot be read: it is not a regular file"),
        ("baseline-file", "the baseline cannot be used: it is not a regular file"),
        ("ca-file", "the file of trusted certificates cannot be used: it is not a regular file"),
    ] {
        let gate = Gate::new(&portal).policy(GOOD).input(name, "pipe");
        assert!(
            Command::new("mkfifo").arg(gate.beside("workspace/pipe")).status().expect("mkfifo").success()
        );
        gate.run().exit(2).says(what);
    }
    let gate = Gate::new(&portal).policy(GOOD).input("scopes-file", "gone.yml").input("scan-paths", "pipe");
    assert!(Command::new("mkfifo").arg(gate.beside("workspace/pipe")).status().expect("mkfifo").success());
    gate.env("GITHUB_EVENT_PATH", "pipe").run().exit(2);
}

#[test]
fn a_file_that_a_report_would_overwrite_is_named_and_is_no_report() {
    let portal = &Portal::alive().unasked().start();
    let taken = "it would overwrite another file of this run";
    let policy = ".github/b24-scopes.yml";
    let gate = Gate::new(portal).policy(GOOD).input("markdown-file", policy);
    gate.run().exit(2).says(&format!("{taken}, the policy"));
    let run = Gate::new(portal).input("json-file", policy).github().run();
    run.exit(2).says(&format!("{taken}, the policy"));
    run.outputs("report", "");
    assert!(!run.summary.contains("· report "), "{run}");
    let gate = Gate::new(portal).policy(GOOD).input("junit-file", "one.xml").input("sarif-file", "one.xml");
    gate.run().exit(2).says(&format!("{taken}, another report (`junit-file`)"));
    let gate = Gate::bare().file("hook.txt", portal.hook().as_bytes()).env("B24_HOOK_FILE", "hook.txt");
    gate.input("markdown-file", "./hook.txt")
        .run()
        .exit(2)
        .says(&format!("{taken}, the file of the webhook"));
}

/// Programs read their settings from a file of this name.
#[test]
fn variables_of_others_are_not_overwritten() {
    for (name, text, code) in [
        (".env", "DATABASE=x\n", 2),
        (".env.local", "# mine\n", 2),
        (".env", "B24_PING_STATUS=passed\n", 0),
        (".env", "", 0),
        ("b24.env", "DATABASE=x\n", 0),
    ] {
        let portal = Portal::alive().grants(&["crm"]);
        let portal = if code == 0 { portal } else { portal.unasked() }.start();
        let gate = Gate::new(&portal).policy(GOOD).file(name, text.as_bytes()).input("dotenv-file", name);
        let run = gate.run();
        assert_eq!(run.code, code, "{name}: {run}");
        let left = fs::read_to_string(run.beside(&format!("workspace/{name}"))).expect("a file");
        assert_eq!(left.starts_with("B24_PING_"), code == 0, "{left}");
    }
    let portal = Portal::alive().grants(&["crm"]).start();
    Gate::new(&portal).policy(GOOD).input("dotenv-file", ".env").run().exit(0);
}
