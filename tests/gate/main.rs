//! The program as a process: real arguments, environment, files and signals, against portals on loopback.
//!
//! [`gate::Gate`] starts it in a scrubbed environment; [`run::Run`] holds what came of it, and has checked on its
//! own what must be true of every run: no secret anywhere, every output once, no command in the log but ours.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "tests are outside of the doors")]

#[path = "../portal/mod.rs"]
mod portal;

/// The runner's grammar, which the fuzz targets look through as well.
#[path = "../../fuzz/oracles/outputs.rs"]
pub mod outputs;

/// What GitHub makes a link of, likewise.
#[path = "../../fuzz/oracles/links.rs"]
pub mod links;

mod checks;
mod gate;
mod launch;
mod left;
mod limits;
mod run;
mod spellings;

mod attacks;
mod azure;
mod baseline;
mod begin;
mod cli;
mod code;
mod commands;
mod failed;
mod faults;
#[cfg(unix)]
mod files;
mod hostile;
mod leaks;
mod merge;
mod methods;
mod misconfigured;
mod open;
mod pages;
mod passed;
mod reach;
mod redacted;
mod retries;
mod rights;
mod several;
mod shapes;
mod share;
#[cfg(unix)]
mod signals;
mod sinks;
mod skipped;
mod snapshot;
mod split;
mod streams;
#[cfg(unix)]
mod surroundings;
mod unreachable;
mod webhooks;
mod words;
