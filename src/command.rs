//! One file for each command.

use crate::cli::Command;
use crate::ledger::Problem;
use crate::start::Start;
use crate::start::given::Flags;
use crate::text::printable::Printable;
use crate::world;

mod check;
mod explain;
mod lint;
mod merge;
mod scan;
mod snapshot;
mod split;

/// Returns the exit code. A command line that does not parse ends as the gate does, reported on every channel
/// that the environment names.
#[must_use]
pub(crate) fn run(command: Result<Command, Problem>) -> u8 {
    let (command, usage) = match command {
        Ok(command) => (command, None),
        Err(problem) => (Command::Check(Flags::new()), Some(problem)),
    };
    let start = |command: &Command| Start::of(world::environment(), &command.needs(), usage);
    match &command {
        Command::Print(page) => world::print_or_fail(&Printable::of(&page, |page| page.as_str().to_owned())),
        Command::Explain(reason) => explain::run(reason.as_deref()),
        Command::Check(_) => check::run(start(&command)),
        Command::Drift(_) => check::drift(start(&command)),
        Command::Lint(_) => lint::run(start(&command)),
        Command::Scan { paths, globs, format } => scan::run(&start(&command), paths, globs, *format),
        Command::Snapshot { identity, .. } => snapshot::run(start(&command), *identity),
        Command::Split { shares, .. } => split::run(start(&command), shares),
        Command::Merge { reports, expect, .. } => merge::run(start(&command), reports, expect),
    }
}
