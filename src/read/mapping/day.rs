//! The day of a file: in a property, or in its name.

mod file_name;

use geojson::Feature;
use serde_json::Value;

use contactline_core::model::{Date, DateFormat, Moment, WrittenDate, WrittenDateError, read_unambiguous};

pub(super) use file_name::Pattern;

/// The moment a property tells: a date or date-time as text (see [`read_unambiguous`]), eight digits `YYYYMMDD`, or seconds or
/// milliseconds since 1970.
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
            let number = || text.parse().ok().and_then(of_number);
            text.parse().ok().or_else(number).or_else(|| read_unambiguous(text).ok().map(stamp_of))
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

/// From when a version of a written day stands.
const fn stamp_of(written: WrittenDate) -> Moment {
    match written {
        WrittenDate::Day(day) => day.start(),
        WrittenDate::Second(moment) => moment,
    }
}

/// Properties that have the day of a feature in files of which nobody said.
const NAMES: [&str; 9] =
    ["date", "day", "datetime", "date_time", "timestamp", "as_of", "valid_from", "event_date", "observed_at"];

/// The one day of all features, or the day told, of which alone the features are kept then; in the property `key`, written
/// as `form` says.
///
/// # Errors
/// As [`one_day`]; and a day that could be two, which no form decides.
pub(super) fn day_in_property(
    features: &mut Vec<(usize, Feature)>,
    key: &str,
    form: Option<&DateFormat>,
    told: Option<Moment>,
) -> Result<Moment, (&'static str, String)> {
    if let Some(form) = form {
        let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let moment = |f: &Feature| form.read(&text(f.property(key)?)).ok().map(stamp_of);
        return one_day(features, moment, key, told);
    }
    let text = |f: &Feature| f.property(key).and_then(Value::as_str).map(str::to_owned);
    let unclear = features
        .iter()
        .filter_map(|(_, f)| text(f))
        .find(|text| matches!(read_unambiguous(text), Err(WrittenDateError::Order { .. })));
    if let Some(text) = unclear {
        // Told the day, it does not matter how a file of one day writes it.
        if let Some(told) =
            told.filter(|_| features.iter().all(|(_, f)| f.property(key) == features[0].1.property(key)))
        {
            return Ok(told);
        }
        let message = format!(
            "'{text}' in '{key}' may be two days: format = \"DD/MM/YYYY\" or \"MM/DD/YYYY\" under [date] in the mapping \
             says which"
        );
        return Err(("bad_date", message));
    }
    one_day(features, |f| f.property(key).and_then(day_of), key, told)
}

/// The day of features of which nobody said where it stands, and where it was found: the only property of a usual name in
/// which all that tell anything tell one day, else the file's name.
///
/// # Errors
/// It is in neither, or not one day.
pub(super) fn found(
    features: &mut Vec<(usize, Feature)>,
    file: &str,
) -> Result<(Moment, String), (&'static str, String)> {
    let named = |f: &Feature, name: &str| f.properties_iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).is_some();
    let names: Vec<&str> = NAMES.into_iter().filter(|name| features.iter().any(|(_, f)| named(f, name))).collect();
    if let [name] = names[..] {
        let key =
            features.iter().flat_map(|(_, f)| f.properties_iter()).find(|(key, _)| key.eq_ignore_ascii_case(name));
        let key = key.map_or_else(|| name.to_owned(), |(key, _)| key.clone());
        return day_in_property(features, &key, None, None).map(|moment| (moment, format!("property '{key}'")));
    }
    let in_name = crate::read::deepstate_daily::date_in_name(file);
    in_name.map(|date| (date.start(), "the file's name".to_owned())).map_err(|_| {
        ("bad_date", "the mapping does not say where the day stands, nor does the file's name; --date gives it".into())
    })
}
