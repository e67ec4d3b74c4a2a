//! The header `Retry-After`, and what the schedule makes of it.

use std::time::{Duration, SystemTime};

use b24_ping::testing::{Failure, MAX_PAUSE, Network, Next, Schedule, retry_after};

use super::parts;
use super::sinks::Sinks;

/// The end of the year 9999, the last that a date of HTTP can name, in seconds from 1970.
const LAST: u64 = 253_402_300_799;

/// Two texts: the header, and numbers: now, what is left, the attempt, the most attempts, the first pause.
pub fn check(bytes: &[u8], _: Sinks) {
    let [header, numbers] = parts::of::<2>(bytes).map(|part| parts::text(&part));
    let mut numbers = numbers.split_whitespace().map(|word| word.parse::<u64>().unwrap_or(u64::MAX));
    let mut number = move |most: u64| numbers.next().unwrap_or(7) % most.max(1);
    let now = number(LAST);
    let header = header.strip_suffix('\n').unwrap_or(&header);
    let asked = retry_after(header, SystemTime::UNIX_EPOCH + Duration::from_secs(now));
    bounded(header, now, asked);

    let left = Duration::from_millis(number(u64::MAX));
    let attempt = u32::try_from(number(100)).unwrap_or(1) + 1;
    let max_attempts = u32::try_from(number(u64::from(u32::MAX))).unwrap_or(1) + 1;
    let schedule = Schedule { max_attempts, first_pause: Duration::from_millis(number(u64::MAX)) };
    let failure = Failure::Network(Network::Cut);
    let asked_for = asked.unwrap_or_default();
    for chance in [0.0, 0.5, 1.0, f64::NAN, f64::INFINITY, -1.0] {
        match schedule.next(attempt, &failure, asked, left, chance) {
            Next::After(pause) => {
                assert!(pause < left && attempt < max_attempts);
                assert!(pause >= asked_for && pause <= MAX_PAUSE.max(asked_for), "{pause:?}");
            }
            Next::TooLong(pause) => {
                assert!(pause >= left && attempt < max_attempts);
                assert!(pause >= asked_for && pause <= MAX_PAUSE.max(asked_for), "{pause:?}");
            }
            Next::Stop => assert!(attempt >= max_attempts),
        }
    }
}

/// Seconds are what they say; a date is no further away than the calendar goes.
fn bounded(header: &str, now: u64, asked: Option<Duration>) {
    let value = header.trim();
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        let seconds = value.parse::<u128>().map_or(u64::MAX, |n| u64::try_from(n).unwrap_or(u64::MAX));
        assert_eq!(asked, Some(Duration::from_secs(seconds)), "{header}");
    } else if let Some(asked) = asked {
        assert!(value.is_ascii() && value.contains(':'), "neither seconds nor a date: {header:?}");
        assert!(asked <= Duration::from_secs(LAST - now), "{header}: {asked:?}");
    }
}
