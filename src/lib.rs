//! b24-ping stops a deploy when a Bitrix24 inbound webhook is dead, belongs to the wrong portal or user, or lacks a scope
//! that is needed.
//!
//! ```text
//!   environment, flags          policy.yml             Bitrix24
//!          │ world                 │ world               ▲ │
//!          ▼                       ▼                     │ ▼  portal/wire   (network, clock, chance)
//!   start: settings,            policy ─▶ demands     portal ◀─ budget, retry, codes, answer   (pure)
//!   hooks, redactor ──▶ gate       │                     │ facts, one for each hook
//!                                  ▼                     ▼
//!                          verdict: judge(label, demands, facts)                     (pure)
//!                                        │ rulings
//!   ledger: problems, notices ───▶ report: one value, made of texts
//!                                        │ seal: the redactor makes quotes of texts
//!                                        ▼
//!                                  sealed report
//!      ┌─────────┬─────────┬───────────┬─┴───────┬─────────┬─────────┬─────────┐
//!   console   summary   outputs   annotations   json     junit     sarif    dotenv   render (pure)
//!      └─────────┴─────────┴───────────┴─┬───────┴─────────┴─────────┴─────────┘
//!                                        │ printable
//!                                        ▼
//!                          world ──▶ standard output, files, exit code
//! ```
//!
//! Start, gate, seal, render, deliver: arrows never turn back. Two doors lead outside, `world` to environment, files
//! and output, and `portal::wire` to the network; all between is pure.
//!
//! - `cli` reads the command line, `command` holds a file for each command.
//! - `start` is what every command knows first: inputs and their types, the hooks, the CI system around. It reads the
//!   hook also where the portal is not asked, since only who knows a secret can hide it.
//! - `gate` takes the steps of a check: what is demanded, the code, the baseline, the portal, delivery.
//! - `hook`, `policy`, `portal`, `verdict` and `scan` are what the program is about; `knowledge` is what it knows about
//!   Bitrix24, as tables; `host`, `scope`, `ledger`, `reason` and `outcome` are the values that they share.
//! - `text` keeps what others wrote. A text cannot be shown; sealed it becomes a quote, which can.
//! - `report` is everything that a run says, `render` the forms in which it does. `report::v1` is the JSON document, to be
//!   written and to be read.
//!
//! Many hooks may be shared out over several machines by name (`hook::shares`). The JSON reports that these write are
//! parsed back and merged into one report (`report::merge`), which goes the same way as any other.

use std::ffi::OsString;

// First, for the macro `text!`.
#[macro_use]
mod text;

mod cli;
mod command;
mod gate;
mod hook;
mod host;
mod inputs;
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
