//! Time as it leaves the house: days as dates, moments as date-times, intervals closed. The only file that converts.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};

use contactline_core::model::{Date, Interval, Moment};

/// What a day or date-time looks like, as the pattern of a schema.
pub(super) const TIME: &str = r"^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}Z)?$";

/// The moment a question was asked for, as the user wrote it: the last second of a day shows as that day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked(pub Moment);

/// The stamp of a version: a date when it begins a day, else a date-time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp(pub Moment);

/// A calendar day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day(pub Date);

/// The last day or second of a stretch, itself included: made from the first moment after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Last(Moment);

/// A stretch of time, both ends included; `null` is since ever, or still so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ClosedInterval {
    /// First day or second.
    pub start: Option<Stamp>,
    /// Last day or second.
    pub end: Option<Last>,
}

impl From<Interval> for ClosedInterval {
    fn from(interval: Interval) -> Self {
        Self { start: interval.start.map(Stamp), end: interval.end.map(Last) }
    }
}

impl std::fmt::Display for Asked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let date = self.0.date();
        if self.0 == date.end() { date.fmt(f) } else { self.0.fmt(f) }
    }
}

impl std::fmt::Display for Stamp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::fmt::Display for Last {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        Asked(Moment::from_seconds(self.0.seconds() - 1)).fmt(f)
    }
}

/// Serializes what displays as its text.
macro_rules! as_text {
    ($($name:ident),+) => {$(
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "string", "pattern": TIME, "description": "YYYY-MM-DD, or a date-time in UTC" })
            }
        }
    )+};
}
as_text!(Asked, Stamp, Day, Last);

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(text: &str) -> Moment {
        text.parse().unwrap()
    }

    #[test]
    fn a_day_asked_for_shows_as_that_day() {
        let asked = |text| Asked(Moment::from_question(text).unwrap()).to_string();
        assert_eq!(asked("2025-12-02"), "2025-12-02");
        assert_eq!(asked("2025-12-02T10:00:00Z"), "2025-12-02T10:00:00Z");
        assert_eq!(asked("2025-12-02T12:00:00+02:00"), "2025-12-02T10:00:00Z");
    }

    #[test]
    fn the_wire_closes_an_interval_on_the_last_day_included() {
        let json = |interval: Interval| serde_json::to_value(ClosedInterval::from(interval)).unwrap();
        let days = Interval { start: Some(moment("2022-03-01")), end: Some(moment("2022-11-11")) };
        assert_eq!(json(days), serde_json::json!({"start": "2022-03-01", "end": "2022-11-10"}));
        let open = Interval { start: None, end: None };
        assert_eq!(json(open), serde_json::json!({"start": null, "end": null}));
    }

    #[test]
    fn the_wire_closes_an_interval_on_the_last_second_where_it_ends_within_a_day() {
        let noon = Interval { start: Some(moment("2022-03-01T12:00:00Z")), end: Some(moment("2022-03-02T12:00:00Z")) };
        assert_eq!(
            serde_json::to_value(ClosedInterval::from(noon)).unwrap(),
            serde_json::json!({"start": "2022-03-01T12:00:00Z", "end": "2022-03-02T11:59:59Z"})
        );
    }
}
