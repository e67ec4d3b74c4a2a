//! Machines that are full, shut, bare or odd. Whatever still works tells the verdict.

use std::fs;
use std::process::Command;
use std::thread;

use crate::gate::Gate;
use crate::outputs;
use crate::portal::Portal;

const GOOD: &str = "{required: [crm], extra: ignore}";
const BAD: &str = "required: [disk]";

/// Standard output in every bad shape, and the exit codes of a pass and of a no.
#[test]
fn a_standard_output_that_takes_nothing() {
    let gone = "mkfifo ../pipe && exec 3<>../pipe 4>../pipe 3<&- && exec \"$0\" \"$@\" >&4 4>&-";
    let rows = [
        ("nobody reads it", gone, 0),
        ("it is closed", "exec \"$0\" \"$@\" >&-", 0),
        ("all three are closed", "exec \"$0\" \"$@\" <&- >&- 2>&-", 0),
        ("it is full", "exec \"$0\" \"$@\" >/dev/full", 2),
    ];
    for (name, commands, passed) in rows {
        let portal = Portal::alive().start();
        let run = Gate::new(&portal).policy(GOOD).by_shell(commands).run();
        let told = (run.code, run.json()["exit-code"].clone());
        assert_eq!(told, (passed, passed.into()), "{name}: {run}");
        let run = Gate::new(&portal).policy(BAD).by_shell(commands).run();
        run.ends(1, "failed", "scope-missing");
    }
}

/// The runner's own files in every bad shape: told before anything is sent.
#[test]
fn files_of_the_runner_that_cannot_be_opened() {
    for name in ["GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY"] {
        for path in [".", "nowhere/file", "/proc/version/file"] {
            let portal = Portal::alive().unasked().start();
            let run = Gate::new(&portal).policy(GOOD).env(name, path).run();
            run.ends(2, "misconfigured", "config").says(&format!("{name}: the report cannot be written"));
        }
    }
}

/// The runner's own files on a disk that is full by then: a no stays a no.
#[test]
fn files_of_the_runner_that_are_full() {
    for name in ["GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY"] {
        let portal = Portal::alive().start();
        let told = format!("{name}: the report is lost: no space is left");
        Gate::new(&portal).policy(GOOD).env(name, "/dev/full").run().exit(2).says(&told);
        let run = Gate::new(&portal).policy(BAD).env(name, "/dev/full").run();
        run.ends(1, "failed", "scope-missing").says(&told);
    }
}

/// A disk with room for a part of the report.
#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_fills_up() {
    if !crate::launch::has_namespaces() {
        return;
    }
    let small = "mkdir ../reports && mount -t tmpfs -o size=64k none ../reports && \
                 head -c 61440 /dev/zero >../reports/filler";
    let long = format!("required: [crm]\nallow-extra: [{}]\nextra: ignore", allowed(400));
    let portal = Portal::alive().start();
    for (policy, code) in [(long.clone(), 2), (long.replace("[crm]", "[disk]"), 1)] {
        let run = Gate::new(&portal).policy(&policy).in_namespace(small).run();
        run.exit(code).says("the report is lost: no space is left");
    }
}

fn allowed(scopes: usize) -> String {
    (0..scopes).map(|n| format!("scope{n}")).collect::<Vec<_>>().join(", ")
}

/// A workspace that is mounted read-only is good enough unless a report is to be written there.
#[cfg(target_os = "linux")]
#[test]
fn a_workspace_that_is_read_only() {
    if !crate::launch::has_namespaces() {
        return;
    }
    let shut = "mount --bind . . && cd \"$PWD\" && mount -o remount,bind,ro .";
    let portal = Portal::alive().start();
    Gate::new(&portal).policy(GOOD).in_namespace(shut).run().ends(0, "passed", "ok");
    let inside = Gate::new(&portal).policy(GOOD).file("old.xml", b"").in_namespace(shut);
    let run = inside.input("junit-file", "old.xml").run();
    run.ends(2, "misconfigured", "config")
        .says("`junit-file`: the report cannot be written: the file system");
    let run = Gate::new(&portal).file("out", b"").env("GITHUB_OUTPUT", "out").in_namespace(shut).run();
    run.ends(2, "misconfigured", "config")
        .says("GITHUB_OUTPUT: the report cannot be written: the file system");
    assert_eq!(portal.requests().len(), 2, "only the first run asks");
}

#[test]
fn an_environment_that_is_empty() {
    let bare = "exec env -i \"$0\" \"$@\"";
    Gate::bare().by_shell(bare).run().exit(2).says("there is no webhook");
    let portal = Portal::alive().start();
    let gate = Gate::new(&portal).no_hook().policy(GOOD).file("hook", portal.hook().as_bytes());
    let roots = portal.ca_file().to_str().expect("a plain name").to_owned();
    let gate = ["--hook-file", "hook", "--ca-file", &roots]
        .iter()
        .fold(gate.by_shell(bare), |gate, arg| gate.arg(arg));
    gate.run().exit(0).says("PASSED");
}

/// Names that are no text are nobody's; values that are none are told where anything hangs on them.
#[test]
fn an_environment_that_is_no_text() {
    let portal = Portal::alive().start();
    let odd = "exec env \"$(printf 'B24_\\377')=$(printf '\\376')\" HOME=\"$(printf '\\377')\" \"$0\" \"$@\"";
    Gate::new(&portal).policy(GOOD).by_shell(odd).run().ends(0, "passed", "ok");
    let names = [
        "B24_HOOK",
        "B24_SCOPES_FILE",
        "GITHUB_OUTPUT",
        "GITHUB_STEP_SUMMARY",
        "SSL_CERT_FILE",
        "HTTPS_PROXY",
        "NO_PROXY",
    ];
    for name in names {
        let portal = Portal::alive().unasked().start();
        let odd = format!("exec env {name}=\"$(printf 'x\\377')\" \"$0\" \"$@\"");
        let run = Gate::new(&portal).policy(GOOD).by_shell(&odd).run();
        run.ends(2, "misconfigured", "config").says(&format!("{name}: the value is not UTF-8 text"));
    }
}

/// As large as GitHub lets a secret be, and of no use: the harness sees to it that none of it is told.
#[test]
fn a_secret_of_48_kilobytes() {
    let secret = "k3v9x0q2m7t4b1za".repeat(3 * 1024);
    let hook = format!("https://localhost:1/rest/17/{secret}/");
    let gate = Gate::bare().hook(&hook).secret(&secret).limited();
    gate.run().ends(2, "misconfigured", "config").says("the secret is too long");
}

/// Twenty of each portal, which is just what may be asked of it at once.
#[test]
fn a_thousand_hooks() {
    let portals = (0..50).map(|_| Portal::alive().start()).collect::<Vec<_>>();
    let hook = |n: usize| (format!("h{n}"), &portals[n % portals.len()]);
    let hooks = (0..1000).map(hook).collect::<Vec<_>>();
    let hooks = hooks.iter().map(|(name, portal)| (name.as_str(), *portal)).collect::<Vec<_>>();
    let run = Gate::several(&hooks).policy(GOOD).limited().input("timeout", "5m").run();
    run.ends(0, "passed", "ok");
    assert_eq!(run.json()["hooks"].as_array().map(Vec::len), Some(1000), "{run}");
    assert!(portals.iter().all(|portal| portal.requests().len() == 40));
}

/// What both append is whole and from both, whoever comes first.
#[test]
fn two_runs_with_the_same_files() {
    let folder = tempfile::TempDir::new().expect("a temporary folder");
    let [outputs, summary] = ["outputs", "summary.md"].map(|name| folder.path().join(name));
    let portal = Portal::alive().together(4).start();
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let path = |path: &std::path::Path| path.to_str().expect("a plain name").to_owned();
                let gate = Gate::new(&portal).policy(GOOD).env("GITHUB_OUTPUT", &path(&outputs));
                gate.env("GITHUB_STEP_SUMMARY", &path(&summary)).run().ends(0, "passed", "ok");
            });
        }
    });
    let told = outputs::read(&fs::read_to_string(&outputs).expect("the outputs"));
    let count = |name: &str| told.iter().filter(|(known, _)| known == name).count();
    assert_eq!((told.len(), count("status"), count("report")), (32, 2, 2), "{told:?}");
    let summary = fs::read_to_string(&summary).expect("the summary");
    assert_eq!(summary.matches("✅ b24-ping: ").count(), 2, "{summary}");
}

/// Nobody in particular, who owns nothing here and may not look into the folders of the one who started this.
#[cfg(target_os = "linux")]
#[test]
fn another_user() {
    let nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];
    let may = Command::new(nobody[0]).args(&nobody[1..]).arg("true").output();
    if !may.is_ok_and(|output| output.status.success()) {
        println!("skipped: only root may become somebody else");
        return;
    }
    let portal = Portal::alive().unasked().start();
    let run = Gate::new(&portal).policy(GOOD).launched(&nobody).run();
    run.exit(2).says("permission is denied");
}

/// As in the container of a self-hosted runner: what root leaves in somebody's workspace they can remove.
#[cfg(target_os = "linux")]
#[test]
fn what_root_makes_is_the_folders_owners() {
    use std::os::unix::fs::{MetadataExt, chown};
    let portal = Portal::alive().start();
    let gate = Gate::new(&portal).policy(GOOD).input("json-file", "out/deep/report.json");
    let workspace = gate.beside("workspace");
    if chown(&workspace, Some(65534), Some(65533)).is_err() {
        println!("skipped: only root may give a folder away");
        return;
    }
    let run = gate.run();
    run.ends(0, "passed", "ok");
    for made in ["workspace/out", "workspace/out/deep", "workspace/out/deep/report.json"] {
        let meta = fs::metadata(run.beside(made)).expect(made);
        assert_eq!((meta.uid(), meta.gid()), (65534, 65533), "{made}");
    }
    // What is there already stays as it is.
    let meta = fs::metadata(run.beside("workspace/.github/b24-scopes.yml")).expect("the policy");
    assert_eq!(meta.uid(), 0);
}

/// A policy that cannot be looked at is no policy that is not there: the gate would let everything pass.
#[test]
fn a_policy_that_cannot_be_looked_at() {
    for target in ["b24-scopes.yml", "gone.yml"] {
        let portal = Portal::alive().unasked().start();
        let run = Gate::new(&portal).link(".github/b24-scopes.yml", target).run();
        run.ends(2, "misconfigured", "config").says(".github/b24-scopes.yml");
    }
}
