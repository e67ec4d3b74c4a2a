//! No portal is asked more than it takes, whatever comes when.

use std::time::Duration;

use b24_ping::testing::Budget;
use proptest::prelude::*;

use super::{config, vec};

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_portals_bucket_never_runs_over(
        gaps in vec((prop_oneof![Just(0), 0..3000_u64, 0..60_000_u64], 0..5000_u64), 1..200),
    ) {
        let (mut budget, mut now) = (Budget::default(), Duration::ZERO);
        // The portal's own count: two drain in a second, and the 51st is refused.
        let (mut level, mut last) = (0.0_f64, Duration::ZERO);
        for (gap, place) in gaps {
            now += Duration::from_millis(gap);
            now += budget.wait(now);
            // Another portal may hold the places for a while.
            now += Duration::from_millis(place);
            budget.spend(now);
            level = (level - 2.0 * now.saturating_sub(last).as_secs_f64()).max(0.0) + 1.0;
            last = now;
            prop_assert!(level <= 50.0, "{level}");
        }
    }
}
