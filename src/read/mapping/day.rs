//! The day of a file: in a property, or in its name.

use geojson::Feature;
use serde_json::Value;

use crate::model::{Date, Moment};

/// The moment a property tells: a date or date-time as text, eight digits `YYYYMMDD`, or seconds or milliseconds since 1970.
pub(in crate::read) fn day_of(value: &Value) -> Option<Moment> {
    /// Numbers from here on are milliseconds: as seconds they would lie after the year 5000.
    const MILLISECONDS: i64 = 100_000_000_000;
    /// Numbers from here on are seconds (2001); smaller ones of eight digits are days.
    const SECONDS: i64 = 1_000_000_000;

    let of_number = |n: i64| match n {
        MILLISECONDS.. => Some(Moment::from_seconds(n.div_euclid(1_000))),
        SECONDS.. => Some(Moment::from_seconds(n)),
        10_000_000..=99_999_999 => {
            let part = |n: i64| i8::try_from(n % 100).ok();
            Date::from_ymd(i16::try_from(n / 10_000).ok()?, part(n / 100)?, part(n)?).map(Date::start)
        }
        _ => None,
    };
    match value {
        Value::Number(number) => number.as_i64().or_else(|| number.as_f64().map(|f| f as i64)).and_then(of_number),
        Value::String(text) => {
            let text = text.trim();
            text.parse().ok().or_else(|| text.parse().ok().and_then(of_number))
        }
        _ => None,
    }
}

/// The one day of all features, or the day told, of which alone the features are kept then.
///
/// # Errors
/// A code and a message: no feature tells a day and none was told, they tell several, or none is of the day told.
pub(in crate::read) fn one_day(
    features: &mut Vec<(usize, Feature)>,
    moment_of: impl Fn(&Feature) -> Option<Moment>,
    key: &str,
    told: Option<Moment>,
) -> Result<Moment, (&'static str, String)> {
    let mut days: Vec<Date> = features.iter().filter_map(|(_, f)| moment_of(f)).map(Moment::date).collect();
    days.sort_unstable();
    days.dedup();
    match (days.as_slice(), told) {
        ([], Some(told)) => Ok(told),
        ([], None) => Err(("bad_date", format!("no feature tells a day in '{key}'; --date gives it"))),
        ([_], Some(told)) => Ok(told),
        ([day], None) => Ok(day.start()),
        ([first, .., last], None) => {
            let message = format!("features of {} days, {first} to {last}, in '{key}'; --date picks one", days.len());
            Err(("several_days", message))
        }
        (several, Some(told)) => {
            if !several.contains(&told.date()) {
                return Err(("bad_date", format!("no feature is of {} in '{key}'", told.date())));
            }
            features.retain(|(_, f)| moment_of(f).is_none_or(|m| m.date() == told.date()));
            Ok(told)
        }
    }
}

/// How a file's name is written: text with `{YYYY}`, `{MM}` or `{MMM}` (JAN) and `{DD}` in it.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    text: String,
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq)]
enum Part {
    Text(String),
    Year,
    Month,
    MonthName,
    Day,
}

const MONTHS: [&str; 12] = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

impl Pattern {
    /// # Errors
    /// Another word in braces, or not each of year, month and day once.
    pub(super) fn new(text: &str) -> Result<Self, String> {
        let wanted = "wanted {YYYY}, {MM} or {MMM}, and {DD}, each once";
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let (word, after) = after.split_once('}').ok_or_else(|| format!("a brace is not closed; {wanted}"))?;
            if !before.is_empty() {
                parts.push(Part::Text(before.to_uppercase()));
            }
            parts.push(match word {
                "YYYY" => Part::Year,
                "MM" => Part::Month,
                "MMM" => Part::MonthName,
                "DD" => Part::Day,
                other => return Err(format!("'{{{other}}}' is not known; {wanted}")),
            });
            rest = after;
        }
        if !rest.is_empty() {
            parts.push(Part::Text(rest.to_uppercase()));
        }
        let count = |wanted: &[Part]| parts.iter().filter(|p| wanted.contains(p)).count();
        let each = [count(&[Part::Year]), count(&[Part::Month, Part::MonthName]), count(&[Part::Day])];
        if each == [1, 1, 1] { Ok(Self { text: text.into(), parts }) } else { Err(wanted.into()) }
    }

    /// The day in a file's name; upper and lower case are the same.
    ///
    /// # Errors
    /// The pattern is nowhere in it, or what stands there is no day of the calendar.
    pub(super) fn day_in(&self, file: &str) -> Result<Date, String> {
        let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
        let upper = name.to_uppercase();
        let found = upper.char_indices().find_map(|(start, _)| self.matched(upper.get(start..)?));
        let (year, month, day) = found
            .ok_or_else(|| format!("the file name '{name}' is not of the form {}; --date gives the day", self.text))?;
        Date::from_ymd(year, month, day)
            .ok_or_else(|| format!("{year:04}-{month:02}-{day:02} in the file name '{name}' is no day of the calendar"))
    }

    fn matched(&self, mut rest: &str) -> Option<(i16, i8, i8)> {
        let (mut year, mut month, mut day) = (0, 0, 0);
        let digits = |rest: &mut &str, count: usize| {
            let text = rest.get(..count).filter(|t| t.bytes().all(|b| b.is_ascii_digit()))?;
            *rest = &rest[count..];
            text.parse::<i16>().ok()
        };
        for part in &self.parts {
            match part {
                Part::Text(text) => rest = rest.strip_prefix(text.as_str())?,
                Part::Year => year = digits(&mut rest, 4)?,
                Part::Month => month = i8::try_from(digits(&mut rest, 2)?).ok()?,
                Part::Day => day = i8::try_from(digits(&mut rest, 2)?).ok()?,
                Part::MonthName => {
                    let name = rest.get(..3)?;
                    month = 1 + i8::try_from(MONTHS.iter().position(|m| *m == name)?).ok()?;
                    rest = &rest[3..];
                }
            }
        }
        Some((year, month, day))
    }
}
