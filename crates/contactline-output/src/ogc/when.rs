//! `datetime` as OGC API - Features writes it (Part 1, section 7.15.4): an instant, or a stretch with its ends.

use contactline_core::model::{DateError, Interval, Moment};

/// Why a text is no `datetime`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DatetimeError {
    /// One of its parts is no date.
    #[error(transparent)]
    Date(#[from] DateError),
    /// It ends before it begins.
    #[error("'{0}' ends before it begins; wanted the earlier first")]
    Backwards(String),
    /// A duration without an end to count from.
    #[error("'{0}' has a duration and no day to count it from; wanted such as 2025-01-01/P1M or P1M/2025-01-31")]
    Lasting(String),
    /// It has more than two parts.
    #[error(
        "'{0}' has more than two parts; wanted an instant, or a stretch such as 2025-01-01/2025-01-31, ../2025-01-31"
    )]
    Parts(String),
}

/// The stretch that a `datetime` means: a date alone is the last second of that day, as everywhere here; in a stretch, days
/// count from their beginning to their end, and `..` or nothing is an open end. One end may be told by an ISO 8601 duration
/// from the other: `2025-01-01/P1M` are the 31 days of January. A day with a bare `T` behind it, as GDAL writes
/// `2025-11-30T/..` for a comparison with a day, is that day.
///
/// # Errors
/// The text, and what was wanted.
pub fn interval(text: &str) -> Result<Interval, DatetimeError> {
    // A plus that nobody escaped arrives as a space: in a date-time it can have been nothing else.
    let text = text.trim().replace(' ', "+");
    let open = |part: &str| part.is_empty() || part == "..";
    match text.split('/').map(without_bare_t).collect::<Vec<_>>()[..] {
        [instant] => Ok(Interval::of_moment(Moment::from_question(instant)?)),
        [from, to] => {
            let lasts = |part: &str| part.starts_with(['P', 'p']);
            let mut start = if open(from) || lasts(from) { None } else { Some(from.parse::<Moment>()?) };
            let mut end =
                if open(to) || lasts(to) { None } else { Interval::of_moment(Moment::from_question(to)?).end };
            match (lasts(from), lasts(to), start, end) {
                (false, false, ..) => {}
                (false, true, Some(begun), _) => end = Some(begun.plus_duration(to, 1)?),
                (true, false, _, Some(ended)) => start = Some(ended.plus_duration(from, -1)?),
                _ => return Err(DatetimeError::Lasting(text)),
            }
            if start.zip(end).is_some_and(|(start, end)| end <= start) {
                return Err(DatetimeError::Backwards(text));
            }
            Ok(Interval { start, end })
        }
        _ => Err(DatetimeError::Parts(text)),
    }
}

/// The part without a `T` that no time follows.
fn without_bare_t(part: &str) -> &str {
    part.strip_suffix(['T', 't']).filter(|day| day.ends_with(|c: char| c.is_ascii_digit())).unwrap_or(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> (Option<String>, Option<String>) {
        let stretch = interval(text).unwrap();
        (stretch.start.map(|m| m.to_string()), stretch.end.map(|m| m.to_string()))
    }

    #[test]
    fn instants_days_and_open_ends() {
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(of("2025-01-03"), (some("2025-01-03T23:59:59Z"), some("2025-01-04")));
        assert_eq!(of("2025-01-03T12:00:00Z"), (some("2025-01-03T12:00:00Z"), some("2025-01-03T12:00:01Z")));
        assert_eq!(of("2025-01-03T14:00:00 02:00"), of("2025-01-03T12:00:00Z"));
        assert_eq!(of("2025-01-01/2025-01-03"), (some("2025-01-01"), some("2025-01-04")));
        assert_eq!(of("../2025-01-03"), (None, some("2025-01-04")));
        assert_eq!(of("2025-01-03/"), (some("2025-01-03"), None));
        assert_eq!(of("2025-01-03/P2D"), (some("2025-01-03"), some("2025-01-05")));
        assert_eq!(of("2025-01-31/P1M"), (some("2025-01-31"), some("2025-02-28")));
        assert_eq!(of("P2D/2025-01-03"), (some("2025-01-02"), some("2025-01-04")));
        assert_eq!(of("2025-01-03T00:00:00Z/P1DT12H"), (some("2025-01-03"), some("2025-01-04T12:00:00Z")));
        // GDAL writes `date > '2025-11-30'` so.
        assert_eq!(of("2025-01-03T/.."), of("2025-01-03/.."));
        assert_eq!(of("../2025-01-03T"), of("../2025-01-03"));
        assert_eq!(of("2025-01-01T/2025-01-03"), of("2025-01-01/2025-01-03"));
        assert_eq!(of("2025-01-03T"), of("2025-01-03"));
        for bad in [
            "T",
            "T/..",
            "2025-01-03TT",
            "",
            "yesterday",
            "2025-02-30",
            "2025-01-03/2025-01-01",
            "a/b/c",
            "2025-01-01/2025-01-02/2025-01-03",
            "P1D/P1D",
            "../P1D",
            "P1D/",
            "2025-01-01/P",
            "2025-01-01/-P1D",
            "2025-01-01/P99999Y",
            "P1D",
        ] {
            assert!(interval(bad).is_err(), "{bad}");
        }
    }
}
