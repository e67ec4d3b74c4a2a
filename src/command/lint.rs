//! `lint`: the policy parsed, offline.

use crate::gate::{Delivery, Gate, absent};
use crate::outcome::Outcome;
use crate::reason::Reason;
use crate::report::{Report, Writer};
use crate::start::Start;

pub(super) fn run(start: Start) -> u8 {
    let mut gate = Gate::offline(start);
    if gate.file.is_none() && gate.start.ledger.problems.is_empty() {
        absent::no_policy(&gate.elsewhere, &mut gate.start.ledger);
    }
    let delivery = Delivery::open(&mut gate.start);
    let ledger = std::mem::take(&mut gate.start.ledger);
    let report = if ledger.problems.is_empty() {
        let report = Report::offline(Outcome::Passed, absent::well_formed(&gate), ledger.notices);
        report.with_repository(gate.without_portal())
    } else {
        Report::misconfigured(Reason::Config, ledger.problems, ledger.notices)
    };
    let report = Report { command: Writer::Lint, ..report }.warned(ledger.warnings);
    delivery.deliver(report, &gate.start, gate.file.as_ref())
}
