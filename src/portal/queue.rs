//! The requests to one portal: within its budget, and within the run's limit of open requests.

use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Duration;

use tokio::sync::{Semaphore, SemaphorePermit};
use zeroize::Zeroizing;

use crate::portal::failure::Failure;

use super::budget::Budget;
use super::watch::Way;
use super::wire::{Reading, Reply, Wire};

/// Open requests of one hook: they are sent together.
const OF_ONE_HOOK: usize = 2;

/// All hooks of one portal share a queue.
pub(crate) struct Queue<'w> {
    pub(super) wire: &'w Wire,
    budget: Mutex<Budget>,
    /// First come, first served, one at a time.
    turns: Semaphore,
    /// Places for one hook until the portal has answered, then for half of the run: a silent portal holds next
    /// to nothing, and a slow one leaves the rest to the others.
    open: Semaphore,
    answered: OnceLock<()>,
}

/// Permission to send one request, while it is held.
pub(super) struct Turn<'l> {
    queue: &'l Queue<'l>,
    _open: [SemaphorePermit<'l>; 2],
}

impl<'w> Queue<'w> {
    /// An empty queue.
    #[must_use]
    pub(crate) fn new(wire: &'w Wire) -> Self {
        Self {
            wire,
            budget: Mutex::default(),
            turns: Semaphore::new(1),
            open: Semaphore::new(OF_ONE_HOOK),
            answered: OnceLock::new(),
        }
    }

    /// Waits until one more request may leave. The budget is waited for first, since that takes no place from
    /// others, and spent last: a late request counts from then.
    pub(super) async fn turn(&self) -> Result<Turn<'_>, Failure> {
        let _first = self.wire.acquire(&self.turns).await?;
        let wait = self.budget(|budget, now| budget.wait(now));
        if wait > self.wire.left() {
            return Err(Failure::NoTime);
        }
        self.wire.pause(wait).await;
        let open = [self.wire.acquire(&self.open).await?, self.wire.acquire(&self.wire.open).await?];
        self.budget(Budget::spend);
        Ok(Turn { queue: self, _open: open })
    }

    fn budget<T>(&self, ask: impl FnOnce(&mut Budget, Duration) -> T) -> T {
        let mut budget = self.budget.lock().unwrap_or_else(PoisonError::into_inner);
        ask(&mut budget, self.wire.elapsed())
    }

    /// Gives the portal more places on its first answer.
    fn widen(&self) {
        if self.answered.set(()).is_ok() {
            self.open.add_permits((self.wire.at_once() / 2).saturating_sub(OF_ONE_HOOK));
        }
    }
}

impl Turn<'_> {
    pub(super) async fn post(
        self,
        address: &Zeroizing<String>,
        json: String,
        reading: Reading,
    ) -> (Result<Reply, Failure>, Way) {
        let (reply, way) = self.queue.wire.post(address, json, reading).await;
        if reply.is_ok() {
            self.queue.widen();
        }
        (reply, way)
    }
}
