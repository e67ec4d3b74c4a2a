//! What must hold of any input: one file for each fuzz target, and one for each thing that is looked at.
//! `tests/corpus.rs` replays every kept input through the same functions, on a stable compiler.

#![allow(clippy::missing_panics_doc, reason = "an oracle speaks by panicking")]

pub mod answer;
pub mod azure;
pub mod commands;
pub mod github;
pub mod hook;
pub mod links;
pub mod log;
pub mod markdown;
pub mod outputs;
pub mod parts;
pub mod policy;
pub mod rendered;
pub mod report;
pub mod retry_after;
pub mod scan;
pub mod secret;
pub mod sinks;
pub mod xml;
