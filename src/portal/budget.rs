//! How many requests one portal takes. Pure: the time is handed in.

use std::time::Duration;

/// One request drains in this time: a cloud portal counts two a second (Bitrix24 REST documentation, "Limits"),
/// for all requests of one address together.
const DRAIN: Duration = Duration::from_millis(500);

/// So many requests may come at once. The portal takes 50 on the smaller plans; ten of them are left to the network,
/// which can bunch up what left in good order, and to the deploy that comes after the gate.
const BURST: u32 = 40;

/// What one portal is still to be asked, as a leaky bucket: each request fills it by one, and it drains evenly.
/// Who asks for a turn is served in that order.
#[derive(Clone, Copy, Debug, Default)]
pub struct Budget {
    /// When everything that was granted a turn has drained, from the start of the run.
    empty_at: Duration,
}

impl Budget {
    /// Takes one turn at `now`, and tells how long to wait for it. `None` when it would not come within `left`;
    /// then none is taken.
    pub fn turn(&mut self, now: Duration, left: Duration) -> Option<Duration> {
        let empty_at = self.empty_at.max(now) + DRAIN;
        let wait = empty_at.saturating_sub(DRAIN * BURST).saturating_sub(now);
        if wait > left {
            return None;
        }
        self.empty_at = empty_at;
        Some(wait)
    }

    /// How long the last of so many requests waits for its turn, if they are all there at the start.
    #[must_use]
    pub fn wait_of(requests: u32) -> Duration {
        DRAIN * requests.saturating_sub(BURST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: Duration = Duration::from_secs(60);

    #[test]
    fn a_burst_goes_at_once_and_the_rest_two_a_second() {
        let mut budget = Budget::default();
        let waits = (0..44).map(|_| budget.turn(Duration::ZERO, MINUTE).unwrap().as_millis());
        let waits = waits.collect::<Vec<_>>();
        assert_eq!(waits[..40], [0; 40]);
        assert_eq!(waits[40..], [500, 1000, 1500, 2000]);
        assert_eq!(Budget::wait_of(44), Duration::from_secs(2));
        assert_eq!(Budget::wait_of(2), Duration::ZERO);
    }

    #[test]
    fn what_has_drained_may_be_used_again_and_no_more() {
        let mut budget = Budget::default();
        let burst = |budget: &mut Budget, now| {
            let free = |_: &u32| budget.turn(now, MINUTE).is_some_and(|wait| wait.is_zero());
            (0..100).take_while(free).count()
        };
        assert_eq!(burst(&mut budget, Duration::ZERO), 40);
        // The turn that would have had to wait is taken all the same.
        assert_eq!(burst(&mut budget, Duration::from_secs(10)), 19);
        assert_eq!(burst(&mut budget, Duration::from_secs(3600)), 40);
    }

    #[test]
    fn a_turn_that_would_come_too_late_is_not_taken() {
        let mut budget = Budget::default();
        let second = Duration::from_secs(1);
        let turns = (0..100).filter_map(|_| budget.turn(Duration::ZERO, second)).count();
        assert_eq!(turns, 42);
        assert_eq!(budget.turn(second, second), Some(Duration::from_millis(500)));
    }
}
