//! `snapshot`: a policy that matches what the hook holds now.

use crate::gate::{Gate, absent};
use crate::outcome::Outcome;
use crate::render::console::{self, Look};
use crate::render::snapshot;
use crate::start::{Hooks, Start};
use crate::text::printable::Printable;
use crate::text::seal::Seal;
use crate::world;

/// With `identity` portal and owner become rules. No policy is read, and nothing is demanded.
pub(super) fn run(mut start: Start, identity: bool) -> u8 {
    if let Hooks::Absent = start.hooks {
        let mut ledger = std::mem::take(&mut start.ledger);
        absent::no_hook(&start, &mut ledger);
        start.ledger = ledger;
    }
    let mut gate = Gate::of_one(start);
    let report = gate.ask();
    let scopes = snapshot::spellings(&report);
    let (report, redactor) = report.sealed(&gate.start.redactor);
    let scopes = scopes.seal(&redactor);
    let policy = Printable::try_of((&report, &scopes, identity), |(report, scopes, identity)| {
        snapshot::render(report, scopes, identity)
    });
    match policy {
        Ok(policy) => world::print_or_fail(policy),
        Err(_) if !report.problems.is_empty() => {
            world::warn(Printable::of(&report, |report| console::render(report, &Look::default())));
            report.outcome.code()
        }
        Err(why) => {
            world::warn(Printable::of((&report, why), |(report, why)| {
                format!("{}\n{why}\n", console::render(report, &Look::default()))
            }));
            report.outcome.code().max(Outcome::Failed.code())
        }
    }
}
