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
//! Arrows never turn back. Two doors lead outside: [`world`] to environment, files and output, and the
//! portal's wire to network and clock; all between is pure. [`gate`] tells the whole plot.
//!
//! Many hooks may be shared out over several machines by name ([`split`]). The JSON reports that these write
//! are parsed back into reports and merged into one ([`report::merge`]), which is told like any other.

use std::ffi::OsString;

pub mod cli;
pub mod command;
pub mod dialect;
pub mod environment;
pub mod event;
pub mod facts;
pub mod failure;
pub mod gate;
pub mod hook;
pub mod host;
pub mod inputs;
pub mod ledger;
pub mod listing;
pub mod methods;
pub mod near;
pub mod outcome;
pub mod policy;
pub mod portal;
pub mod printable;
pub mod reason;
pub mod redactor;
pub mod render;
pub mod report;
pub mod scan;
pub mod scope;
pub mod seal;
pub mod settings;
pub mod split;
pub mod start;
#[doc(hidden)]
pub mod testing;
pub mod text;
pub mod verdict;
pub mod visible;
pub mod world;

/// Runs the program with these arguments, its own name first, and returns the exit code.
#[must_use]
pub fn run(args: impl IntoIterator<Item = OsString>) -> u8 {
    world::report_panics_without_secrets();
    command::run(cli::parse(args))
}
