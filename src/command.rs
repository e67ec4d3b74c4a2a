//! One file for each command.

use crate::cli::{Command, Misuse};
use crate::ledger::Ledger;
use crate::reason::Reason;
use crate::render::console::{self, Look};
use crate::report::Report;
use crate::start::Start;
use crate::start::given::Flags;
use crate::text::printable::Printable;
use crate::text::redactor::Redactor;
use crate::world;

mod check;
mod explain;
mod fix;
mod init;
mod lint;
mod merge;
mod scan;
mod scopes;
mod snapshot;
mod split;

/// Returns the exit code. A command line that does not parse ends as the gate does, reported on every channel
/// that the environment names; where a program may read the answer, only on standard error.
#[must_use]
pub(crate) fn run(command: Result<Command, Misuse>) -> u8 {
    let (command, usage) = match command {
        Ok(command) => (command, None),
        Err(Misuse { problem, answers: true }) => {
            let command = Command::Explain(None);
            let mut start = Start::of(world::environment(), &command.needs(), Some(problem));
            let ledger = std::mem::take(&mut start.ledger);
            return refuse(&start, ledger);
        }
        Err(Misuse { problem, answers: false }) => (Command::Check(Flags::new()), Some(problem)),
    };
    let start = |command: &Command| Start::of(world::environment(), &command.needs(), usage);
    match &command {
        Command::Print(page) => world::print_or_fail(Printable::of(page, |page| page.as_str().to_owned())),
        Command::Explain(reason) => explain::run(reason.as_deref()),
        Command::Check(_) => check::run(start(&command)),
        Command::Drift(_) => check::drift(start(&command)),
        Command::Lint { files, .. } => lint::run(start(&command), files),
        Command::Scan { paths, globs, format, history } => {
            scan::run(&start(&command), paths, globs, *format, *history)
        }
        Command::Fix { paths, globs, check, .. } => fix::run(start(&command), paths, globs, *check),
        Command::Init { workflow, .. } => init::run(start(&command), *workflow),
        Command::Scopes(code) => scopes::run(code.as_deref()),
        Command::Snapshot { identity, .. } => snapshot::run(start(&command), *identity),
        Command::Split { shares, .. } => split::run(start(&command), shares),
        Command::Merge { reports, expect, .. } => merge::run(start(&command), reports, expect),
    }
}

/// Reports why a command does not answer on standard error, where GitHub's runner looks for annotations, too: standard
/// output is for the answer.
fn refuse(start: &Start, ledger: Ledger) -> u8 {
    refuse_redacted(start, ledger, &start.redactor)
}

/// The same with a redactor that knows more than the start.
fn refuse_redacted(start: &Start, ledger: Ledger, redactor: &Redactor) -> u8 {
    let (report, redactor) = misconfigured(ledger).sealed(redactor);
    let look = Look { annotated: start.dialect.annotates(), ..Look::default() };
    let text = Printable::of((&report, look), |(report, look)| console::problems(report, &look));
    world::warn(text.and(start.dialect.commands(&report, false, &redactor)));
    report.code()
}

/// Prints the same without annotations.
fn tell(ledger: Ledger, redactor: &Redactor) -> u8 {
    let (report, _) = misconfigured(ledger).sealed(redactor);
    world::warn(Printable::of(&report, |report| console::problems(report, &Look::default())));
    report.code()
}

fn misconfigured(Ledger { problems, warnings, notices }: Ledger) -> Report {
    Report::misconfigured(Reason::Config, problems, notices).warned(warnings)
}

/// The same for all that is wrong so far.
fn refused(mut start: Start) -> u8 {
    let ledger = std::mem::take(&mut start.ledger);
    refuse(&start, ledger)
}
