//! Which column is the longitude, the latitude, the day: by the names and first values that a table has.

use contactline_core::model::WrittenDateError;

use super::answer;
use super::{RowError, RowOptions};

/// A column (or member) as the first rows show it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Seen {
    pub(super) name: String,
    /// What its first rows say; empty ones left out.
    pub(super) values: Vec<String>,
}

/// The usual names, without case, spaces and signs; the best first.
pub(super) const LON: &[&str] = &[
    "lon",
    "longitude",
    "lng",
    "long",
    "decimallongitude",
    "gpslongitude",
    "geolongitude",
    "geolon",
    "довгота",
    "долгота",
];
/// See [`LON`].
pub(super) const LAT: &[&str] =
    &["lat", "latitude", "decimallatitude", "gpslatitude", "geolatitude", "geolat", "широта"];
/// Names that plane coordinates have as often.
const PAIRS: &[(&str, &str)] = &[("x", "y"), ("pointx", "pointy"), ("xcoord", "ycoord"), ("coordx", "coordy")];

/// Names of the day on which what a row is about happened.
const DAY_OF_EVENT: &[&str] = &[
    "eventdate",
    "dateevent",
    "dateofevent",
    "eventday",
    "eventdatetime",
    "eventtime",
    "eventtimestamp",
    "acqdate",
    "acquisitiondate",
    "dateacquired",
    "observedat",
    "observedon",
    "observationdate",
    "observeddate",
    "dateobserved",
    "obsdate",
    "occurredat",
    "occurredon",
    "dateoccurred",
    "occurrencedate",
    "happenedat",
    "happenedon",
    "incidentdate",
    "dateofincident",
    "incidentdatetime",
    "transactiondate",
    "sqldate",
    "датаподії",
    "датасобытия",
];
/// Names of the first day, and of the last, of something that lasts.
const FIRST_DAY: &[&str] = &["datestart", "startdate", "datefrom", "begindate", "datebegin"];
const LAST_DAY: &[&str] = &["dateend", "enddate", "dateto", "datetill", "dateuntil"];
/// Names that say no more than that it is a time.
const ANY_DAY: &[&str] = &[
    "timestamp",
    "datetime",
    "datetimeutc",
    "dateutc",
    "utcdate",
    "day",
    "dt",
    "дата",
    "датачас",
    "датавремя",
    "день",
];
/// What the name of a time has in it.
const LIKE_A_DATE: &[&str] = &[
    "date",
    "time",
    "timestamp",
    "day",
    "when",
    "observed",
    "occurred",
    "happened",
    "created",
    "updated",
    "birth",
    "dob",
    "дата",
    "дату",
    "день",
    "час",
    "время",
    "коли",
    "когда",
    "období",
    "datum",
    "fecha",
];

/// A name without case, signs, spaces and what stands in brackets.
pub(super) fn squeezed(name: &str) -> String {
    let plain = name.split(['(', '[']).next().unwrap_or(name);
    plain.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// How well `name` is one of the names looked for: 0 is best, none is not at all.
pub(super) fn rank(name: &str, given: Option<&str>, usual: &[&str]) -> Option<usize> {
    if let Some(given) = given {
        return if given == name { Some(0) } else { given.eq_ignore_ascii_case(name).then_some(1) };
    }
    let exact = usual.iter().position(|n| *n == name);
    exact.or_else(|| {
        let name = squeezed(name);
        usual.iter().position(|n| *n == name).map(|place| usual.len() + place)
    })
}

/// The place of the best of the columns.
fn best(seen: &[Seen], given: Option<&str>, usual: &[&str]) -> Option<usize> {
    let ranked = seen.iter().enumerate();
    ranked
        .filter_map(|(place, column)| rank(&column.name, given, usual).map(|rank| (rank, place)))
        .min()
        .map(|(_, p)| p)
}

/// The column of the postcode, where one was named.
///
/// # Errors
/// It is missing.
pub(super) fn postcode(seen: &[Seen], options: &RowOptions) -> Result<Option<usize>, RowError> {
    let Some(given) = &options.postcode_column else { return Ok(None) };
    let column = best(seen, Some(given), &[]).ok_or_else(|| RowError::MissingColumn {
        what: "postcode",
        wanted: given.clone(),
        columns: listed(seen),
        option: "postcode-column",
        skip_lines: options.words.skip_lines,
    })?;
    alone(seen, column, "postcode-column")?;
    Ok(Some(column))
}

/// Columns of longitude and latitude, and a note where their names say little.
///
/// # Errors
/// Columns that are missing, or hold no degrees.
pub(super) fn place(seen: &[Seen], options: &RowOptions) -> Result<(usize, usize, Option<String>), RowError> {
    let lon = best(seen, options.lon.as_deref(), LON);
    let lat = best(seen, options.lat.as_deref(), LAT);
    if let (None, None, None, None) = (&options.lon, &options.lat, lon, lat)
        && let Some((x, y)) = pair(seen)
    {
        let (of_x, of_y) = (&seen[x], &seen[y]);
        let other = |column: &Seen, most: f64| column.values.iter().find(|v| !is_degrees(v, most)).cloned();
        if let Some(value) = other(of_x, 180.0).or_else(|| other(of_y, 90.0)) {
            let (x, y) = (of_x.name.clone(), of_y.name.clone());
            return Err(RowError::NotDegrees { x, y, value, lon: options.words.lon, lat: options.words.lat });
        }
        let note = format!("longitude is read from '{}', latitude from '{}'", of_x.name, of_y.name);
        return Ok((x, y, Some(note)));
    }
    let missing = |what, given: &Option<String>, usual: &str, option| RowError::MissingColumn {
        what,
        wanted: given.clone().unwrap_or_else(|| usual.to_owned()),
        columns: listed(seen),
        option,
        skip_lines: options.words.skip_lines,
    };
    let lon = lon.ok_or_else(|| missing("longitude", &options.lon, LON[0], options.words.lon))?;
    let lat = lat.ok_or_else(|| missing("latitude", &options.lat, LAT[0], options.words.lat))?;
    alone(seen, lon, options.words.lon)?;
    alone(seen, lat, options.words.lat)?;
    Ok((lon, lat, None))
}

/// Refuses a column whose very name another one has: which of them is meant nobody can tell.
fn alone(seen: &[Seen], column: usize, option: &'static str) -> Result<(), RowError> {
    let name = &seen[column].name;
    let places: Vec<String> = (0..seen.len()).filter(|k| seen[*k].name == *name).map(|k| (k + 1).to_string()).collect();
    match places.len() {
        0 | 1 => Ok(()),
        _ => Err(RowError::SameName { name: shown(name), places: places.join(" and "), option }),
    }
}

fn pair(seen: &[Seen]) -> Option<(usize, usize)> {
    let place = |name| seen.iter().position(|column| squeezed(&column.name) == name);
    PAIRS.iter().find_map(|(x, y)| place(*x).zip(place(*y)))
}

fn is_degrees(value: &str, most: f64) -> bool {
    answer::number(Some(value.as_bytes()), "").is_ok_and(|number| number.abs() <= most)
}

/// The columns' names for a message: a few of them, none too long.
fn listed(seen: &[Seen]) -> String {
    const MAX_SHOWN: usize = 40;
    let names = seen.iter().take(MAX_SHOWN).map(|column| shown(&column.name));
    let more = if seen.len() > MAX_SHOWN { format!(" and {} more", seen.len() - MAX_SHOWN) } else { String::new() };
    names.collect::<Vec<_>>().join(", ") + &more
}

/// A name for a message: without control characters, and cut where it is long.
pub(super) fn shown(name: &str) -> String {
    const MAX_CHARS: usize = 60;
    let clean = |c: char| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c };
    let mut text: String = name.chars().take(MAX_CHARS).map(clean).collect();
    if name.chars().nth(MAX_CHARS).is_some() {
        text.push('…');
    }
    text
}

/// Where the day of a row comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum DaySource {
    /// A column: a row without a value has no day of its own.
    Column(usize),
    /// No column looks like one.
    Nowhere,
    /// Some look like one, and one day was given for all rows.
    Given,
}

/// The column of the day, and a note where nobody named it.
///
/// # Errors
/// A named column that is missing; or columns that look like a day, none of which is plainly the one, and no day given.
pub(super) fn day(seen: &[Seen], options: &RowOptions) -> Result<(DaySource, Option<String>), RowError> {
    if let Some(given) = &options.date_column {
        let column = best(seen, Some(given), &[]).ok_or_else(|| RowError::MissingColumn {
            what: "date",
            wanted: given.clone(),
            columns: listed(seen),
            option: options.words.date_column,
            skip_lines: options.words.skip_lines,
        })?;
        alone(seen, column, options.words.date_column)?;
        return Ok((DaySource::Column(column), None));
    }
    let others: Vec<usize> = (0..seen.len()).filter(|&place| may_be_date(&seen[place], options)).collect();
    let note = |column: usize| Some(format!("the day of each row is read from '{}'", shown(&seen[column].name)));
    if let Some(column) = best(seen, None, &["date"]) {
        alone(seen, column, options.words.date_column)?;
        let note = if others.iter().any(|&other| other != column) { note(column) } else { None };
        return Ok((DaySource::Column(column), note));
    }
    if let Some(column) = plain_day(seen, options) {
        return Ok((DaySource::Column(column), note(column)));
    }
    if others.is_empty() {
        return Ok((DaySource::Nowhere, None));
    }
    if options.moment.is_some() {
        return Ok((DaySource::Given, None));
    }
    let columns: Vec<String> = others.iter().map(|&place| format!("'{}'", shown(&seen[place].name))).collect();
    Err(RowError::UnclearDate {
        columns: columns.join(", "),
        date_column: options.words.date_column,
        date: options.words.date,
    })
}

/// The one column that is plainly the day of the row.
fn plain_day(seen: &[Seen], options: &RowOptions) -> Option<usize> {
    let named = |names: &[&str]| -> Vec<usize> {
        let named = |column: &Seen| names.contains(&squeezed(&column.name).as_str()) && may_hold_dates(column, options);
        (0..seen.len()).filter(|&place| named(&seen[place])).collect()
    };
    let mut of_event = named(DAY_OF_EVENT);
    if of_event.is_empty() && named(LAST_DAY).is_empty() {
        of_event = named(FIRST_DAY);
    }
    if of_event.is_empty() && named(FIRST_DAY).is_empty() && named(LAST_DAY).is_empty() {
        of_event = named(ANY_DAY);
    }
    if let [column] = of_event[..] { Some(column) } else { None }
}

/// Whether the first values are dates, or there are none.
fn may_hold_dates(column: &Seen, options: &RowOptions) -> bool {
    let is_date = |value: &String| match options.date_format.read(value) {
        Ok(_) => true,
        // A form that must be named is told in each row.
        Err(error) => !matches!(error, WrittenDateError::NotADate(_) | WrittenDateError::OtherForm { .. }),
    };
    let dates = column.values.iter().filter(|value| is_date(value)).count();
    column.values.is_empty() || 2 * dates >= column.values.len()
}

/// Whether the name or the values look like a date.
fn may_be_date(column: &Seen, options: &RowOptions) -> bool {
    let plain = |value: &String| value.bytes().any(|b| !b.is_ascii_digit()) && options.date_format.read(value).is_ok();
    let by_values = !column.values.is_empty() && column.values.iter().all(plain);
    by_values || (is_like_date(&column.name) && may_hold_dates(column, options))
}

/// Whether a name looks like that of a date.
pub(super) fn is_like_date(name: &str) -> bool {
    let squeezed = squeezed(name);
    let words = || name.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
    LIKE_A_DATE.iter().any(|part| words().any(|word| word == *part))
        || squeezed.starts_with("date")
        || squeezed.ends_with("date")
        || squeezed.ends_with("datetime")
        || squeezed.ends_with("timestamp")
        || squeezed.starts_with("дата")
        || DAY_OF_EVENT.contains(&squeezed.as_str())
        || FIRST_DAY.contains(&squeezed.as_str())
        || LAST_DAY.contains(&squeezed.as_str())
        || ANY_DAY.contains(&squeezed.as_str())
}
