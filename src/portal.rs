//! The portal: asked, read, and asked again where that is worth it.

mod answer;
mod budget;
mod codes;
pub mod facts;
pub mod failure;
mod json;
mod probe;
pub mod proxy;
mod queue;
mod retry;
pub mod trust;
mod wire;

pub use budget::Budget;
pub use codes::{Again, Cause, cause, wants_an_application};
pub use probe::{facts, probe, requests};
pub use queue::Queue;
pub use retry::{MAX_PAUSE, Next, Schedule, again, retry_after};
pub use wire::{MAX_BODY, Reply, Setting, Stop, Wire, telling};
