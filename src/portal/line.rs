//! The way to one portal: so many requests as it takes, and no more at once than the run may have open.

use std::sync::{Mutex, PoisonError};

use tokio::sync::{Semaphore, SemaphorePermit};
use zeroize::Zeroizing;

use crate::failure::Failure;

use super::budget::Budget;
use super::wire::{Reply, Wire};

/// One portal's share of the wire. Hooks of one portal use the same line.
pub struct Line<'w> {
    pub(super) wire: &'w Wire,
    budget: Mutex<Budget>,
    /// Half of what the run may have open: a portal that does not answer leaves the rest to the others.
    open: Semaphore,
}

/// Leave to send one request, while it is held.
pub(super) struct Turn<'l> {
    wire: &'l Wire,
    _open: [SemaphorePermit<'l>; 2],
}

impl<'w> Line<'w> {
    /// A line that nothing was sent on so far.
    #[must_use]
    pub fn new(wire: &'w Wire) -> Self {
        // One hook's two requests leave together.
        let open = (wire.at_once() / 2).max(2);
        Self { wire, budget: Mutex::default(), open: Semaphore::new(open) }
    }

    /// Waits until one more request may leave.
    pub(super) async fn turn(&self) -> Result<Turn<'_>, Failure> {
        let wait = {
            let mut budget = self.budget.lock().unwrap_or_else(PoisonError::into_inner);
            budget.turn(self.wire.elapsed(), self.wire.left()).ok_or(Failure::NoTime)?
        };
        self.wire.pause(wait).await;
        let open = [self.wire.acquire(&self.open).await?, self.wire.acquire(&self.wire.open).await?];
        Ok(Turn { wire: self.wire, _open: open })
    }
}

impl Turn<'_> {
    /// Posts one JSON body and reads the answer.
    pub(super) async fn post(self, address: &Zeroizing<String>, json: String) -> Result<Reply, Failure> {
        self.wire.post(address, json).await
    }
}
