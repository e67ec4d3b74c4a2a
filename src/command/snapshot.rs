//! `snapshot`: a policy that matches what the hook holds now.

use crate::gate::{Gate, absent};
use crate::outcome::Outcome;
use crate::render::console::{self, Look};
use crate::render::snapshot;
use crate::start::{Hooks, Start};
use crate::text::printable::Printable;
use crate::world;

/// With `identity` portal and owner become rules. No policy is read, and nothing is demanded.
pub(super) fn run(mut start: Start, identity: bool) -> u8 {
    if let Hooks::Absent = start.hooks {
        absent::no_hook(&mut start.ledger);
    }
    let mut gate = Gate::without_policy(start);
    let (report, _) = gate.ask().sealed(&gate.start.redactor);
    match Printable::try_of((&report, identity), |(report, identity)| snapshot::render(report, identity)) {
        Ok(policy) => world::print_or_fail(policy),
        Err(why) => {
            world::warn(Printable::of((&report, why), |(report, why)| {
                format!("{}\n{why}\n", console::render(report, Look::default()))
            }));
            report.outcome.code().max(Outcome::Failed.code())
        }
    }
}
