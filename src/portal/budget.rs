//! The request budget of one portal. Pure: the time is an argument.

use std::time::Duration;

/// Time to drain one request: a cloud portal counts two a second (Bitrix24 REST documentation, "Limits"), for
/// all requests of one source address together.
const DRAIN: Duration = Duration::from_millis(500);

/// Requests that may come at once. The portal takes 50 on the smaller plans; ten are left for the network,
/// which can bunch up requests, and for the deploy that follows the gate.
const BURST: u32 = 40;

/// A leaky bucket: each request fills it by one, and it drains evenly.
#[derive(Clone, Copy, Debug, Default)]
pub struct Budget {
    /// When all that was sent has drained, since the start of the run.
    empty_at: Duration,
}

impl Budget {
    /// The wait at `now` until one more request may leave; both since the start of the run.
    #[must_use]
    pub fn wait(&self, now: Duration) -> Duration {
        let empty_at = self.empty_at.max(now) + DRAIN;
        empty_at.saturating_sub(DRAIN * BURST).saturating_sub(now)
    }

    /// Counts a request that leaves at `now`.
    pub fn spend(&mut self, now: Duration) {
        self.empty_at = self.empty_at.max(now) + DRAIN;
    }

    /// The wait of the last of `requests`, if all are ready at the start.
    #[must_use]
    pub fn wait_of(requests: u32) -> Duration {
        DRAIN * requests.saturating_sub(BURST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Departure times of requests that each wait for the one before; the first at `now`.
    fn sent(budget: &mut Budget, mut now: Duration, requests: usize) -> Vec<u128> {
        let mut send = || {
            now += budget.wait(now);
            budget.spend(now);
            now.as_millis()
        };
        (0..requests).map(|_| send()).collect()
    }

    #[test]
    fn a_burst_goes_at_once_and_the_rest_two_a_second() {
        let sent = sent(&mut Budget::default(), Duration::ZERO, 44);
        assert_eq!(sent[..40], [0; 40]);
        assert_eq!(sent[40..], [500, 1000, 1500, 2000]);
        assert_eq!(Budget::wait_of(44), Duration::from_secs(2));
        assert_eq!(Budget::wait_of(2), Duration::ZERO);
    }

    #[test]
    fn what_has_drained_may_be_used_again_and_no_more() {
        let mut budget = Budget::default();
        let mut burst = |now| {
            let sent = sent(&mut budget, Duration::from_secs(now), 60);
            sent.into_iter().filter(|at| *at == u128::from(now) * 1000).count()
        };
        assert_eq!(burst(0), 40);
        // The last of them left at 10 s, when 40 were still to drain.
        assert_eq!(burst(20), 20);
        assert_eq!(burst(3600), 40);
    }
}
