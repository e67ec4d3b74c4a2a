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

use gate::Purpose;

pub mod cli;
pub mod environment;
pub mod event;
pub mod facts;
pub mod failure;
pub mod gate;
pub mod hook;
pub mod host;
pub mod inputs;
pub mod ledger;
pub mod methods;
pub mod outcome;
pub mod policy;
pub mod portal;
pub mod quote;
pub mod reason;
pub mod report;
pub mod scan;
pub mod scope;
pub mod settings;
pub mod split;
pub mod verdict;
pub mod world;

/// Runs the program with these arguments, its own name first, and tells the exit code.
#[must_use]
pub fn run(args: impl IntoIterator<Item = OsString>) -> u8 {
    world::tell_bugs_without_secrets();
    match cli::parse(args) {
        Ok(cli::Wish::Print(text)) => world::print_or_fail(&text),
        Ok(cli::Wish::Explain(reason)) => gate::explain(reason.as_deref()),
        Ok(cli::Wish::Snapshot { flags, identity }) => gate::snapshot(&flags, identity),
        Ok(cli::Wish::Lint(file)) => gate::lint(file),
        Ok(cli::Wish::Split { shares, flags }) => gate::split(&shares, &flags),
        Ok(cli::Wish::Merge { reports, expect, flags }) => gate::merge(&reports, &expect, &flags),
        Ok(cli::Wish::Scan { paths, globs, format }) => gate::scan(&paths, &globs, format),
        Ok(cli::Wish::Check(flags)) => gate::check(&flags, None, Purpose::Gate),
        Ok(cli::Wish::Drift(flags)) => gate::check(&flags, None, Purpose::Drift),
        // The gate still reports on every channel that the environment names.
        Err(problem) => gate::check(&std::collections::BTreeMap::new(), Some(problem), Purpose::Gate),
    }
}
