//! Runs that are ended from outside.

use std::fs::File;
use std::process::Command;

use crate::gate::Gate;
use crate::portal::{Fault, Portal};

#[test]
fn a_signal_ends_the_run_with_a_report() {
    for (signal, code) in [("TERM", 143), ("INT", 130), ("HUP", 129)] {
        let portal = Portal::alive().always(Fault::NoAnswer).start();
        let gate = Gate::new(&portal).policy("- crm").github();
        let run = gate.run_until(|| portal.wait_for_requests(2), signal);
        run.ends(code, "unreachable", "interrupted")
            .says("UNREACHABLE: stopped by a signal")
            .outputs("reason", "interrupted")
            .outputs("portal", &portal.host())
            .summary_says("⚠️ b24-ping: stopped by a signal")
            .summary_says("stopped by a signal")
            .annotation("::error ", "title=b24-ping%3A interrupted::");
        assert!(run.junit().contains("type=\"interrupted\""), "{run}");
        assert_eq!(portal.requests().len(), 2, "nothing is asked again");
    }
}

/// As `nohup` starts it.
#[cfg(target_os = "linux")]
#[test]
fn a_hangup_that_is_ignored_stays_so() {
    let portal = Portal::alive().always(Fault::NoAnswer).start();
    let gate = Gate::new(&portal).launched(&["sh", "-c", "trap '' HUP; exec \"$@\"", "sh"]);
    let gate = gate.input("request-timeout", "2s").input("max-attempts", "1");
    gate.run_until(|| portal.wait_for_requests(2), "HUP").ends(3, "unreachable", "timeout");
}

#[test]
fn a_signal_ends_a_pause() {
    let portal = Portal::alive().always(Fault::retry_after(503, "50")).start();
    let run = Gate::new(&portal).github().run_until(|| portal.wait_for_requests(2), "TERM");
    run.ends(143, "unreachable", "interrupted");
    assert_eq!(portal.requests().len(), 2);
}

#[test]
fn a_signal_is_not_excused_by_warn_only() {
    let portal = Portal::alive().always(Fault::NoAnswer).start();
    let gate = Gate::new(&portal).input("warn-only", "true");
    gate.run_until(|| portal.wait_for_requests(1), "INT").ends(130, "unreachable", "interrupted");
}

#[test]
fn a_signal_keeps_what_was_learnt() {
    let portal = Portal::alive().on("batch", 1, Fault::NoAnswer).start();
    let run = Gate::new(&portal).run_until(|| portal.wait_for_requests(2), "TERM");
    run.ends(143, "unreachable", "interrupted");
    assert_eq!(portal.asked("batch"), 1);
}

/// Before anything was sent there is nothing to report: the program ends like any other. An INT may be ignored
/// here, as programs are that a shell starts in the background.
#[test]
fn a_signal_before_the_hook_is_known() {
    let portal = Portal::alive().unasked().start();
    let gate = Gate::new(&portal).no_hook();
    let pipe = gate.beside("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().expect("mkfifo is there").success());
    // Nobody ever writes to this pipe; that it opens says that the program has begun to read.
    let mut silent = None;
    let open = || silent = File::options().write(true).open(&pipe).ok();
    gate.arg("--hook-file").arg(&pipe).run_until(open, "TERM").exit(143);
    assert!(silent.is_some(), "the pipe was opened");
}

#[test]
fn a_signal_ends_a_handshake() {
    for (signal, code) in [("TERM", 143), ("INT", 130)] {
        let portal = Portal::alive().always(Fault::StallTls).start();
        let run = Gate::new(&portal).github().run_until(|| portal.wait_for_connections(1), signal);
        run.ends(code, "unreachable", "interrupted");
        assert_eq!(portal.requests().len(), 0, "{run}");
    }
}

/// More than a pipe holds, so that the program is still at it: the verdict is known by then, and all of it is told.
#[test]
fn a_signal_does_not_cut_the_report() {
    // Port 1 is nobody's on loopback, and each address is a portal of its own.
    let hook = |n| format!("hook{n}=https://127.0.{}.{}:1/rest/17/k3v9x0q2m7t4b1za/", n / 250, n % 250 + 1);
    let hooks = (0..500).map(hook).collect::<Vec<_>>().join("\n");
    for signal in ["TERM", "INT"] {
        let gate = Gate::bare().hook(&hooks).secret("k3v9x0q2m7t4b1za").input("max-attempts", "1");
        let run = gate.run_until_it_speaks(signal);
        run.ends(3, "unreachable", "network").says("hook499 (127.0.1.250:1): unreachable");
        run.says("more on this: b24-ping explain network");
        assert!(run.stdout.len() > 100_000, "too little to fill a pipe: {run}");
    }
}
