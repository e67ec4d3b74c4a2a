//! `lint`: policies parsed, offline.

use crate::gate::{Delivery, Gate, absent};
use crate::ledger::Problem;
use crate::outcome::Outcome;
use crate::reason::Reason;
use crate::report::{Report, Writer};
use crate::start::Start;
use crate::text::{Count, Text};

/// Of these files, wherever they are; else of the one that the gate reads.
pub(super) fn run(mut start: Start, files: &[String]) -> u8 {
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
        Report::offline(Outcome::Passed, headline(texts), ledger.notices).with_repository(rulings)
    } else {
        let headline = mistakes(&ledger.problems);
        let report = Report::misconfigured(Reason::Config, ledger.problems, ledger.notices);
        Report { headline, ..report }
    };
    let report = Report { command: Writer::Lint, ..report }.warned(ledger.warnings);
    // Of several nobody knows which one is shown.
    let file = gate.file.as_ref().filter(|_| files.len() < 2);
    delivery.deliver(report, &gate.start, file)
}

fn headline(mut texts: Vec<Text>) -> Text {
    match texts.pop() {
        Some(one) if texts.is_empty() => one,
        _ => text!("{} policies are well formed", texts.len() + 1),
    }
}

/// Nobody expects `lint` to send anything.
fn mistakes(problems: &[Problem]) -> Text {
    match problems {
        [one] => one.what.clone(),
        many => text!("{}", Count(many.len(), "mistake")),
    }
}
