//! Whether to retry, and after how long. Pure: time and chance are arguments.

use std::time::{Duration, SystemTime};

use crate::portal::failure::{Body, Failure, Network, ProxyFault, Status};

use super::codes::{self, Again};

/// The longest pause, unless `Retry-After` asks for more.
pub const MAX_PAUSE: Duration = Duration::from_secs(30);

/// The retry settings of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// Attempts for one call, the first included; at least 1.
    pub max_attempts: u32,
    /// The longest first pause; each further one may be twice as long.
    pub first_pause: Duration,
}

/// What to do after a failed attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Try again after this pause.
    After(Duration),
    /// Give up: the answer will not change, or the attempts are used up.
    Stop,
    /// Give up: this pause would outlast the run.
    TooLong(Duration),
}

impl Schedule {
    /// Decides after attempt number `attempt` (from 1) failed. `asked` is the pause of `Retry-After`, `left`
    /// the rest of the run, `chance` a number from 0 to 1.
    ///
    /// The pause is exponential with full jitter (AWS Architecture Blog, "Exponential Backoff And Jitter"), so
    /// that many gates do not return to a busy portal together; a longer one of `Retry-After` counts instead. A
    /// pause that would outlast the run is not begun.
    #[must_use]
    pub fn next(
        &self,
        attempt: u32,
        failure: &Failure,
        asked: Option<Duration>,
        left: Duration,
        chance: f64,
    ) -> Next {
        let allowed = match again(failure) {
            Again::Never => 1,
            Again::Once => self.max_attempts.min(2),
            Again::Yes => self.max_attempts,
        };
        if attempt >= allowed {
            return Next::Stop;
        }
        let doubled = self.first_pause.saturating_mul(1 << (attempt - 1).min(30));
        // Without a chance the pause is the longest one.
        let chance = if chance.is_nan() { 1.0 } else { chance.clamp(0.0, 1.0) };
        let own = doubled.min(MAX_PAUSE).mul_f64(chance);
        // A zero, or a date in the past of a clock that is ahead, must not cancel our own pause.
        let pause = asked.unwrap_or_default().max(own);
        if pause < left { Next::After(pause) } else { Next::TooLong(pause) }
    }
}

/// How often to repeat a call that failed like this.
#[must_use]
pub fn again(failure: &Failure) -> Again {
    match failure {
        Failure::Certificate(_)
        | Failure::Tls(_)
        | Failure::Redirected(_)
        | Failure::NoTime
        | Failure::Interrupted
        | Failure::Proxy(_, ProxyFault::Password | ProxyFault::Untrusted | ProxyFault::Tls)
        | Failure::Body(Body::TooLong | Body::Alien, Status { code: 200..=299, .. }) => Again::Never,
        Failure::Refused(refusal) => codes::cause(refusal).1,
        // What drops packets once drops them again, and each try costs the whole limit. A web page with status 2xx is
        // seldom temporary; an odd status of a proxy often is.
        Failure::Network(Network::NoConnection(..) | Network::NoHandshake(..) | Network::NoRoute(_))
        | Failure::Proxy(_, ProxyFault::NoConnection(_) | ProxyFault::Unreachable)
        | Failure::Body(Body::BotCheck, _)
        | Failure::Body(Body::Page | Body::Login | Body::Source, Status { code: 200..=299, .. }) => {
            Again::Once
        }
        // It says itself that it is broken, whatever else it says.
        Failure::Body(Body::Crash | Body::Mixed, _) => Again::Yes,
        Failure::Body(_, Status { code: code @ 400..=499, .. }) => codes::by_status(*code),
        Failure::Body(..)
        | Failure::Network(_)
        | Failure::Proxy(..)
        | Failure::HandshakeCut
        | Failure::Timeout(_)
        | Failure::Unanswered
        | Failure::Unclear => Again::Yes,
    }
}

/// The pause of a `Retry-After` header: seconds, or a date (RFC 9110, section 10.2.3). `None` for anything
/// else; zero for a past date.
#[must_use]
pub fn retry_after(value: &str, now: SystemTime) -> Option<Duration> {
    let value = value.trim();
    if !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit()) {
        return Some(Duration::from_secs(value.parse().unwrap_or(u64::MAX)));
    }
    let date = httpdate::parse_http_date(value).ok()?;
    Some(date.duration_since(now).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::portal::failure::{Certificate, Proxy, Refusal, Tls};

    const SCHEDULE: Schedule = Schedule { max_attempts: 4, first_pause: Duration::from_secs(1) };
    const MINUTE: Duration = Duration::from_secs(60);
    const CUT: Failure = Failure::Network(Network::Cut);

    fn refused(status: u16, code: &str) -> Failure {
        Failure::Refused(Refusal { code: code.to_owned(), text: String::new(), status: Some(status) })
    }

    fn seconds(n: u64) -> Next {
        Next::After(Duration::from_secs(n))
    }

    #[test]
    fn pauses_double_up_to_the_cap_and_shrink_by_chance() {
        let long = Schedule { max_attempts: 10, ..SCHEDULE };
        let pauses = (1..=9).map(|n| long.next(n, &CUT, None, MINUTE, 1.0)).collect::<Vec<_>>();
        assert_eq!(pauses, [1, 2, 4, 8, 16, 30, 30, 30, 30].map(seconds));
        assert_eq!(long.next(3, &CUT, None, MINUTE, 0.5), seconds(2));
        assert_eq!(long.next(3, &CUT, None, MINUTE, 0.0), seconds(0));
    }

    #[test]
    fn a_chance_that_is_no_number_leaves_the_longest_pause() {
        assert_eq!(SCHEDULE.next(3, &CUT, None, MINUTE, f64::NAN), seconds(4));
    }

    #[test]
    fn the_last_attempt_is_the_last() {
        assert_eq!(SCHEDULE.next(4, &CUT, None, MINUTE, 1.0), Next::Stop);
        let once = Schedule { max_attempts: 1, ..SCHEDULE };
        assert_eq!(once.next(1, &CUT, None, MINUTE, 1.0), Next::Stop);
    }

    #[test]
    fn the_longer_pause_counts_but_never_outlasts_the_run() {
        let asked = |n| Some(Duration::from_secs(n));
        assert_eq!(SCHEDULE.next(1, &CUT, asked(40), MINUTE, 0.1), seconds(40));
        assert_eq!(SCHEDULE.next(1, &CUT, asked(0), MINUTE, 1.0), seconds(1));
        assert_eq!(SCHEDULE.next(3, &CUT, asked(3), MINUTE, 1.0), seconds(4));
        let too_long = |n| Next::TooLong(Duration::from_secs(n));
        assert_eq!(SCHEDULE.next(1, &CUT, asked(60), MINUTE, 0.1), too_long(60));
        assert_eq!(SCHEDULE.next(1, &CUT, asked(u64::MAX), MINUTE, 0.1), too_long(u64::MAX));
        assert_eq!(SCHEDULE.next(3, &CUT, None, Duration::from_secs(4), 1.0), too_long(4));
    }

    #[test]
    fn what_will_not_change_is_not_asked_again() {
        use Again::{Never, Once, Yes};
        let proxy =
            Proxy { host: "proxy:80".to_owned(), variable: "HTTPS_PROXY", has_user: false, is_tls: false };
        let by = |fault| Failure::Proxy(proxy.clone(), fault);
        let table = [
            (Failure::Network(Network::Unresolved), Yes),
            (Failure::Network(Network::Refused), Yes),
            (Failure::HandshakeCut, Yes),
            (Failure::Timeout(MINUTE), Yes),
            (Failure::Network(Network::NoConnection(vec![], MINUTE)), Once),
            (Failure::Network(Network::NoRoute(vec![])), Once),
            (by(ProxyFault::NoConnection(MINUTE)), Once),
            (by(ProxyFault::Unreachable), Once),
            (by(ProxyFault::Refused), Yes),
            (by(ProxyFault::Denied), Yes),
            (by(ProxyFault::Password), Never),
            (by(ProxyFault::Untrusted), Never),
            (by(ProxyFault::Tls), Never),
            (Failure::Unanswered, Yes),
            (Failure::Unclear, Yes),
            (Failure::Certificate(Certificate::Expired(None)), Never),
            (Failure::Tls(Tls::Other), Never),
            (Failure::Redirected(None), Never),
            (Failure::Interrupted, Never),
            (Failure::Body(Body::Empty, 200.into()), Yes),
            (Failure::Body(Body::Garbled, 200.into()), Yes),
            (Failure::Body(Body::Page, 200.into()), Once),
            (Failure::Body(Body::Login, 200.into()), Once),
            (Failure::Body(Body::Source, 200.into()), Once),
            (Failure::Body(Body::Closed, 200.into()), Yes),
            (Failure::Body(Body::Mixed, 200.into()), Yes),
            (Failure::Body(Body::Page, 404.into()), Never),
            (Failure::Body(Body::Page, 403.into()), Never),
            (Failure::Body(Body::Page, 429.into()), Yes),
            (Failure::Body(Body::Page, 502.into()), Yes),
            (Failure::Body(Body::Empty, 500.into()), Yes),
            (Failure::Body(Body::Garbled, 408.into()), Yes),
            (Failure::Body(Body::Alien, 200.into()), Never),
            (Failure::Body(Body::TooLong, 200.into()), Never),
            (refused(503, "QUERY_LIMIT_EXCEEDED"), Yes),
            (refused(401, "INVALID_CREDENTIALS"), Never),
            (refused(429, "OPERATION_TIME_LIMIT"), Once),
        ];
        for (failure, expected) in table {
            assert_eq!(again(&failure), expected, "{failure:?}");
        }
    }

    #[test]
    fn one_more_try_is_one_more_try() {
        let limit = refused(429, "OPERATION_TIME_LIMIT");
        assert_eq!(SCHEDULE.next(1, &limit, None, MINUTE, 1.0), seconds(1));
        assert_eq!(SCHEDULE.next(2, &limit, None, MINUTE, 1.0), Next::Stop);
    }

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777);
        assert_eq!(retry_after(" 7 ", now), Some(Duration::from_secs(7)));
        assert_eq!(retry_after("Sun, 06 Nov 1994 08:49:47 GMT", now), Some(Duration::from_secs(10)));
        assert_eq!(retry_after("Sun, 06 Nov 1994 08:49:27 GMT", now), Some(Duration::ZERO));
        assert_eq!(retry_after("99999999999999999999999", now), Some(Duration::from_secs(u64::MAX)));
        for bad in ["", "-1", "soon", "1.5", "١"] {
            assert_eq!(retry_after(bad, now), None, "{bad}");
        }
    }
}
