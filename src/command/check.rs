//! `check`, the gate, and `snapshot --check`, which compares a hook with a snapshot.

use crate::gate::{Delivery, Gate, PolicyFile, baseline, code_scan};
use crate::ledger::Origin;
use crate::policy::{Extra, Policy, Rule};
use crate::report::{Report, Writer};
use crate::start::Start;
use crate::text::Text;
use crate::world;

pub(super) fn run(start: Start) -> u8 {
    judge(Gate::open(start, |_, _| {}), Writer::Check)
}

/// Any scope beyond the snapshot is a difference.
pub(super) fn drift(start: Start) -> u8 {
    let absent = start.settings.scopes_file.clone().filter(|path| !world::exists(path));
    let mut gate = Gate::open(start, forbid_extra);
    if let Some(path) = absent.map(Text::theirs) {
        let origin = Origin::file(path.clone());
        for problem in gate.start.ledger.problems.iter_mut().filter(|problem| problem.origin == origin) {
            problem.advice = text!("`b24-ping snapshot > {}` writes one", path);
        }
    }
    judge(gate, Writer::Snapshot)
}

fn forbid_extra(policy: &mut Policy, file: &PolicyFile) {
    let origin = Origin::file(file.name.clone());
    let rule = Rule { demand: Extra::Fail, origin, why: None, keep: false };
    policy.base.extra.get_or_insert(rule);
}

fn judge(mut gate: Gate, command: Writer) -> u8 {
    let delivery = Delivery::open(&mut gate.start);
    gate.scan = code_scan::scan(&mut gate);
    let mut comparison = baseline::compare(&mut gate);
    let report = gate.report();
    let report = Report { scanned: code_scan::counts(&gate), ..comparison.complete(report) };
    let mut repository = code_scan::rulings(&gate, comparison.before, &report);
    repository.append(&mut comparison.rulings);
    if report.hooks.is_empty() {
        repository.extend(gate.without_portal());
    }
    let report = report.with_repository(repository);
    delivery.deliver(Report { command, ..report }, &gate.start, gate.file.as_ref())
}
