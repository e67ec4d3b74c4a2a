//! No portal is asked more than it takes, whatever comes when.

use std::time::Duration;

use b24_ping::portal::Budget;
use proptest::prelude::*;

use super::{config, vec};

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_portals_bucket_never_runs_over(gaps in vec(prop_oneof![Just(0), 0..3000_u64, 0..60_000_u64], 1..200)) {
        let (mut budget, mut now) = (Budget::default(), Duration::ZERO);
        let mut sent = Vec::new();
        for gap in gaps {
            now += Duration::from_millis(gap);
            sent.push(now + budget.turn(now, Duration::MAX).expect("time without end"));
        }
        prop_assert!(sent.is_sorted(), "first come, first served");
        // The portal's own count: two drain in a second, and the 51st is refused.
        let (mut level, mut last) = (0.0_f64, Duration::ZERO);
        for at in sent {
            level = (level - 2.0 * at.saturating_sub(last).as_secs_f64()).max(0.0) + 1.0;
            last = at;
            prop_assert!(level <= 50.0, "{level}");
        }
    }

    #[test]
    fn nobody_waits_past_the_time_that_is_left(gaps in vec(0..800_u64, 1..200), left in 0..30_000_u64) {
        let (mut budget, mut now) = (Budget::default(), Duration::ZERO);
        let left = Duration::from_millis(left);
        for gap in gaps {
            now += Duration::from_millis(gap);
            prop_assert!(budget.turn(now, left).is_none_or(|wait| wait <= left));
        }
    }
}
