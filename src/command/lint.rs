//! `lint`: policies parsed, offline.

use std::collections::BTreeSet;

use crate::gate::{Delivery, Gate, absent};
use crate::outcome::Outcome;
use crate::reason::Reason;
use crate::report::{Report, Writer};
use crate::start::Start;
use crate::text::Text;

/// Of these files, wherever they are; else of the one that the gate reads.
pub(super) fn run(mut start: Start, files: &[String]) -> u8 {
    let files = &once(files)[..];
    start.read.extend_from_slice(files);
    let (mut gate, texts, rulings) = match files {
        [] => {
            let mut gate = Gate::offline(start);
            if gate.file.is_none() && gate.start.ledger.problems.is_empty() {
                absent::no_policy(&gate.elsewhere, &mut gate.start.ledger);
            }
            let rulings = gate.without_portal();
            let text = absent::well_formed(&gate);
            (gate, vec![text], rulings)
        }
        files => {
            let mut gate = Gate::blank(start);
            let (mut texts, mut rulings) = (Vec::new(), Vec::new());
            for file in files {
                gate.read_anywhere(file);
                texts.push(absent::well_formed(&gate));
                rulings.extend(gate.without_portal());
            }
            (gate, texts, rulings)
        }
    };
    let delivery = Delivery::open(&mut gate.start);
    let ledger = std::mem::take(&mut gate.start.ledger);
    let report = if ledger.problems.is_empty() {
        Report::offline(Outcome::Passed, headline(texts), ledger.notices)
            .warned(ledger.warnings)
            .with_repository(rulings)
    } else {
        Report::misconfigured(Reason::Config, ledger.problems, ledger.notices).warned(ledger.warnings)
    };
    let report = Report { command: Writer::Lint, ..report };
    // Of several nobody knows which one is shown.
    let file = gate.file.as_ref().filter(|_| files.len() < 2);
    delivery.deliver(report, &gate.start, file)
}

/// What is named twice is read once: standard input has no second time.
fn once(files: &[String]) -> Vec<String> {
    let mut seen = BTreeSet::new();
    files.iter().filter(|file| seen.insert(*file)).cloned().collect()
}

fn headline(mut texts: Vec<Text>) -> Text {
    match texts.pop() {
        Some(one) if texts.is_empty() => one,
        _ => text!("{} policies are well formed", texts.len() + 1),
    }
}
