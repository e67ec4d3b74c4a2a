//! b24-ping says, in a pipeline, whether a Bitrix24 inbound webhook can be relied on.
//!
//! ```text
//!  environment, flags       policy.yml                     Bitrix24
//!         │ world              │ world                      ▲ │
//!         ▼                    ▼                            │ ▼  portal/wire   (network, clock)
//!   inputs, settings    policy ─ demands ─┐               portal ◀─ retry, codes, answer (pure)
//!         └── hook ───────────────────────┼──────────────────┘ │ facts, one for each hook
//!                                         ▼                    ▼
//!                                  verdict: judge(label, demands, facts)   (pure)
//!                                              │
//!         ledger: problems, notices ────▶ report: one value, safe to print
//!      ┌─────────┬─────────┬────────────┬──────┴──┬────────┐
//!   console   summary   outputs    annotations   json    junit             (pure)
//!      │         │         │      github, azure   │       │
//!      └─────────┴─────────┴──────┬─────┴─────────┴────────┘
//!                              world ──▶ files, standard output, exit code
//! ```
//!
//! Arrows never turn back. Two doors lead outside: `world` to environment, files and output, and the
//! portal's wire to network and clock; all between is pure. `gate` has the steps in order.
//!
//! Many hooks may be distributed over several machines by name (`split`). Their JSON reports are parsed and
//! merged into one (`report::merge`), which is rendered like any other.

use std::ffi::OsString;

// First, for the macro `text!`.
#[macro_use]
mod text;

mod cli;
mod command;
mod gate;
mod hook;
mod host;
mod knowledge;
mod ledger;
mod outcome;
mod policy;
mod portal;
mod reason;
mod render;
mod report;
mod scan;
mod scope;
mod start;
#[doc(hidden)]
pub mod testing;
mod verdict;
mod world;

/// Runs the program with these arguments, its own name first, and returns the exit code.
#[must_use]
pub fn run(args: impl IntoIterator<Item = OsString>) -> u8 {
    world::report_panics_without_secrets();
    command::run(cli::parse(args))
}
