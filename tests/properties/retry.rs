//! A run never waits past its deadline, and never less than it was asked to.

use std::time::Duration;

use b24_ping::testing::{Again, Body, Certificate, Failure, MAX_PAUSE, Network, Next, Schedule, again};
use proptest::prelude::*;

use super::{config, option, select, vec};

/// What one attempt came to: how, after how long, and which pause was asked for.
type Attempt = (Failure, Duration, Option<Duration>, f64);

fn attempt() -> impl Strategy<Value = Attempt> {
    let failures = vec![
        Failure::Network(Network::Cut),
        Failure::HandshakeCut,
        Failure::Timeout(Duration::from_secs(3)),
        Failure::Body(Body::Garbled, 502.into()),
        Failure::Body(Body::Page, 200.into()),
        Failure::Certificate(Certificate::Expired(None)),
        Failure::Unanswered,
    ];
    let millis = |most| (0..most).prop_map(Duration::from_millis);
    (select(failures), millis(5000_u64), option::weighted(0.4, millis(90_000)), 0.0..=1.0)
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn no_run_outlasts_its_deadline(
        attempts in vec(attempt(), 1..40),
        (max_attempts, first, deadline) in (1..30_u32, 0..40_000_u64, 0..300_000_u64),
    ) {
        let schedule = Schedule { max_attempts, first_pause: Duration::from_millis(first) };
        let deadline = Duration::from_millis(deadline);
        let mut now = Duration::ZERO;
        for (number, (failure, took, asked, chance)) in (1..).zip(&attempts) {
            // The wire ends an attempt at the deadline.
            now = (now + *took).min(deadline);
            let left = deadline.saturating_sub(now);
            match schedule.next(number, failure, *asked, left, *chance) {
                Next::After(pause) => {
                    prop_assert!(number < max_attempts && again(failure) != Again::Never);
                    prop_assert!(asked.is_none_or(|asked| pause >= asked));
                    prop_assert!(pause <= MAX_PAUSE.max(asked.unwrap_or_default()));
                    now += pause;
                    prop_assert!(now < deadline);
                }
                Next::TooLong(pause) => {
                    prop_assert!(now + pause >= deadline);
                    break;
                }
                Next::Stop => break,
            }
            prop_assert!(number < max_attempts, "one try too many");
        }
    }

    #[test]
    fn the_longer_pause_counts((_, _, asked, chance) in attempt(), left in 0..90_000_u64) {
        let first_pause = Duration::from_secs(1);
        let schedule = Schedule { max_attempts: 4, first_pause };
        let left = Duration::from_millis(left);
        let next = schedule.next(1, &Failure::Unanswered, asked, left, chance);
        let pause = first_pause.mul_f64(chance).max(asked.unwrap_or_default());
        prop_assert_eq!(next, if pause < left { Next::After(pause) } else { Next::TooLong(pause) });
    }
}
