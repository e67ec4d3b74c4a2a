//! The way to one portal: so many requests as it takes, and no more at once than the run may have open.

use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Duration;

use tokio::sync::{Semaphore, SemaphorePermit};
use zeroize::Zeroizing;

use crate::portal::failure::Failure;

use super::budget::Budget;
use super::wire::{Reply, Wire};

/// What one hook's check has open: its requests leave together.
const OF_ONE_HOOK: usize = 2;

/// One portal's share of the wire. Hooks of one portal stand in the same queue.
pub(crate) struct Queue<'w> {
    pub(super) wire: &'w Wire,
    budget: Mutex<Budget>,
    /// Who comes first is served first, one at a time.
    turns: Semaphore,
    /// Places for one hook, and for half of the run once the portal has answered: one that is silent holds next to
    /// nothing, and one that is slow leaves the rest to the others.
    open: Semaphore,
    answered: OnceLock<()>,
}

/// Leave to send one request, while it is held.
pub(super) struct Turn<'l> {
    queue: &'l Queue<'l>,
    _open: [SemaphorePermit<'l>; 2],
}

impl<'w> Queue<'w> {
    /// A queue that nothing was sent on so far.
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

    /// Waits until one more request may leave. The budget is waited for first, since that keeps no place from others,
    /// and spent last: what leaves late counts from then.
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

    /// Gives the portal more places, the first time that it answers.
    fn widen(&self) {
        if self.answered.set(()).is_ok() {
            self.open.add_permits((self.wire.at_once() / 2).saturating_sub(OF_ONE_HOOK));
        }
    }
}

impl Turn<'_> {
    /// Posts one JSON body and reads the answer.
    pub(super) async fn post(self, address: &Zeroizing<String>, json: String) -> Result<Reply, Failure> {
        let reply = self.queue.wire.post(address, json).await;
        if reply.is_ok() {
            self.queue.widen();
        }
        reply
    }
}
