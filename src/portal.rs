//! The portal: asked, read, and asked again where that is worth it.

mod answer;
mod budget;
mod codes;
mod json;
mod queue;
mod probe;
pub mod proxy;
mod retry;
pub mod trust;
mod wire;

pub use budget::Budget;
pub use codes::{Again, Meaning, meaning, wants_an_application};
pub use queue::Queue;
pub use probe::{facts, probe, requests};
pub use retry::{MAX_PAUSE, Next, Schedule, again, retry_after};
pub use wire::{MAX_BODY, Reply, Setting, Stop, Wire, telling};
