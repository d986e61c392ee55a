//! How long to wait: as a server asks, else longer each time, with a random part so that many clients do not return at once.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use contactline_core::model::{Date, Moment};
use jiff::fmt::rfc2822;

/// No wait of our own choosing is longer.
const MAX_WAIT: Duration = Duration::from_secs(60);

/// The wait before attempt `attempt` (the second is 1): between half and the whole of `first` doubled each time.
pub(super) fn back_off(first: Duration, attempt: u32) -> Duration {
    let whole = first.saturating_mul(2_u32.saturating_pow(attempt.saturating_sub(1))).min(MAX_WAIT);
    whole.mul_f64(0.5 + fastrand::f64() / 2.0)
}

/// The wait a `Retry-After` asks for: seconds, or an HTTP date (RFC 9110, section 10.2.3); none when it is neither.
pub(super) fn retry_after(value: &str, now: SystemTime) -> Option<Duration> {
    let value = value.trim();
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = rfc2822::parse(value).ok()?.timestamp().as_second();
    let now = i64::try_from(now.duration_since(UNIX_EPOCH).ok()?.as_secs()).ok()?;
    Some(Duration::from_secs(u64::try_from(until - now).unwrap_or(0)))
}

/// The day of an HTTP date, such as that of `Last-Modified`.
#[must_use]
pub fn day(value: &str) -> Option<Date> {
    Some(Moment::from_seconds(rfc2822::parse(value.trim()).ok()?.timestamp().as_second()).date())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_end() {
        let first = Duration::from_millis(1_000);
        for (attempt, least, most) in [(1, 500, 1_000), (2, 1_000, 2_000), (4, 4_000, 8_000), (40, 30_000, 60_000)] {
            let wait = back_off(first, attempt).as_millis();
            assert!((least..=most).contains(&wait), "{attempt}: {wait} ms");
        }
    }

    #[test]
    fn a_server_asks_in_seconds_or_by_the_clock() {
        let now = UNIX_EPOCH + Duration::from_secs(784_111_777);
        for (value, wanted) in [
            ("120", Some(120)),
            ("Sun, 06 Nov 1994 08:50:07 GMT", Some(30)),
            ("Sun, 06 Nov 1994 08:00:00 GMT", Some(0)),
            ("soon", None),
            ("-5", None),
        ] {
            assert_eq!(retry_after(value, now).map(|d| d.as_secs()), wanted, "{value}");
        }
    }
}
