//! Runs that are ended from outside.

use crate::gate::Gate;
use crate::portal::{Fault, Portal};

#[test]
fn a_signal_ends_the_run_with_a_report() {
    for (signal, code) in [("TERM", 143), ("INT", 130)] {
        let portal = Portal::alive().always(Fault::NoAnswer).start();
        let gate = Gate::new(&portal).policy("- crm").github();
        let run = gate.run_until(|| portal.wait_for_requests(2), signal);
        run.ends(code, "unreachable", "interrupted")
            .says("UNREACHABLE: stopped by a signal")
            .outputs("reason", "interrupted")
            .outputs("portal", &portal.host())
            .summary_says("⚠️ b24-ping unreachable")
            .summary_says("stopped by a signal")
            .annotation("::error ", "title=b24-ping%3A interrupted::");
        assert!(run.junit().contains("type=\"interrupted\""), "{run}");
        assert_eq!(portal.requests().len(), 2, "nothing is asked again");
    }
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
