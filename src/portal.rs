//! Requests to the portal, their answers, and retries.

mod answer;
mod budget;
mod codes;
pub mod facts;
pub(crate) mod failure;
mod json;
mod page;
mod probe;
mod proof;
pub(crate) mod proxy;
mod queue;
mod retry;
mod status;
pub(crate) mod trust;
pub(crate) mod watch;
mod wire;

pub(crate) use answer::MAX_RESULT;
pub use budget::Budget;
pub use codes::Again;
pub(crate) use codes::{Cause, cause, wants_an_application};
pub use probe::{Questions, facts};
pub(crate) use probe::{probe, requests};
pub(crate) use queue::Queue;
pub use retry::{MAX_PAUSE, Next, Schedule, again, retry_after};
pub use wire::Reply;
pub(crate) use wire::{Setting, Stop, Wire, reporting};
