//! Which column is the longitude, the latitude, the day: by the names and first values that a table has.

use contactline_core::model::{DateFormat, WrittenDateError};

use super::cells;
use super::usual_names::{ANY_DAY, DAY_OF_EVENT, FIRST_DAY, LAST_DAY, LAT, LIKE_A_DATE, LON, PAIRS, PLACES};
use super::{RowError, RowOptions};

/// A column (or member) as the first rows show it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Seen {
    pub(super) name: String,
    /// What its first rows say; empty ones left out.
    pub(super) values: Vec<String>,
}

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

/// The column of what a name was given for; none where none was.
///
/// # Errors
/// It is missing, or several have that name.
pub(super) fn given(
    seen: &[Seen],
    given: Option<&String>,
    what: &'static str,
    option: &'static str,
    options: &RowOptions,
) -> Result<Option<usize>, RowError> {
    let Some(given) = given else { return Ok(None) };
    let column = best(seen, Some(given), &[]).ok_or_else(|| RowError::MissingColumn {
        what,
        wanted: given.clone(),
        columns: listed(seen),
        option,
        or_place: String::new(),
        skip_lines: options.words.skip_lines,
    })?;
    alone(seen, column, option)?;
    Ok(Some(column))
}

/// The columns of places, their regions and postcodes, where rows are located by them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PlaceColumns {
    pub(super) place: Option<usize>,
    pub(super) region: Option<usize>,
    pub(super) postcode: Option<usize>,
}

impl PlaceColumns {
    /// Those that were named; none where no place and no postcode was.
    ///
    /// # Errors
    /// One is missing.
    pub(super) fn of(seen: &[Seen], options: &RowOptions) -> Result<Option<Self>, RowError> {
        let words = &options.words;
        let place = given(seen, options.place_column.as_ref(), "place", words.place_column, options)?;
        let region = given(seen, options.region_column.as_ref(), "region", words.region_column, options)?;
        let postcode = given(seen, options.postcode_column.as_ref(), "postcode", words.postcode_column, options)?;
        Ok((place.is_some() || postcode.is_some()).then_some(Self { place, region, postcode }))
    }

    /// Each with what it is.
    pub(super) fn read(&self) -> impl Iterator<Item = (&'static str, usize)> {
        let named = [("the place", self.place), ("its region", self.region), ("the postcode", self.postcode)];
        named.into_iter().filter_map(|(what, column)| Some((what, column?)))
    }
}

/// Columns of longitude and latitude.
///
/// # Errors
/// Columns that are missing, or hold no degrees.
pub(super) fn place(seen: &[Seen], options: &RowOptions) -> Result<(usize, usize), RowError> {
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
        return Ok((x, y));
    }
    let missing = |what, given: &Option<String>, usual: &str, option| RowError::MissingColumn {
        what,
        wanted: given.clone().unwrap_or_else(|| usual.to_owned()),
        columns: listed(seen),
        option,
        or_place: or_place(seen, options),
        skip_lines: options.words.skip_lines,
    };
    let lon = lon.ok_or_else(|| missing("longitude", &options.lon, LON[0], options.words.lon))?;
    let lat = lat.ok_or_else(|| missing("latitude", &options.lat, LAT[0], options.words.lat))?;
    alone(seen, lon, options.words.lon)?;
    alone(seen, lat, options.words.lat)?;
    Ok((lon, lat))
}

/// How rows without longitude and latitude are located, where a column looks like their places.
fn or_place(seen: &[Seen], options: &RowOptions) -> String {
    let looks_like = |column: &&Seen| PLACES.iter().any(|name| squeezed(&column.name).contains(name));
    let column = seen.iter().find(looks_like).filter(|_| !options.words.place_column.is_empty());
    column.map_or_else(String::new, |column| {
        format!(", locate rows by the names in '{}' with {}", shown(&column.name), options.words.place_column)
    })
}

/// What the day of a row is called where it is said which columns are read.
pub(super) const DAY_READ: &str = "the day of each row";

/// Says which columns are read, each with what it is; nothing where none is.
pub(super) fn read_from(seen: &[Seen], read: impl Iterator<Item = (&'static str, usize)>) -> Option<String> {
    let mut said = String::new();
    for (k, (what, column)) in read.enumerate() {
        let joined = if k == 0 { [what, " is read from '"] } else { [what, " from '"] };
        said.push_str(if k == 0 { "" } else { ", " });
        said.push_str(&joined.concat());
        said.push_str(&shown(&seen[column].name));
        said.push('\'');
    }
    (!said.is_empty()).then_some(said)
}

/// The order of day and month in a column of dates such as `03/05/2022`, where its first values can be read in one order alone
/// and one of them shows it, with what is to be said of it.
pub(super) fn order_of(column: &Seen, options: &RowOptions) -> Option<(DateFormat, String)> {
    const ORDERS: [[&str; 2]; 2] = [["DD/MM/YYYY", "MM/DD/YYYY"], ["DD-MM-YYYY", "MM-DD-YYYY"]];
    let is_unclear = |value: &String| matches!(options.date_format.read(value), Err(WrittenDateError::Order { .. }));
    if options.date_format != DateFormat::Unambiguous || !column.values.iter().any(is_unclear) {
        return None;
    }
    ORDERS.iter().find_map(|[one, other]| {
        let [one, other]: [DateFormat; 2] = [one.parse().ok()?, other.parse().ok()?];
        let unread = |format: &DateFormat| column.values.iter().find(|value| format.read(value).is_err());
        let (format, shows) = match (unread(&one), unread(&other)) {
            (None, Some(shows)) => (one, shows),
            (Some(shows), None) => (other, shows),
            _ => return None,
        };
        let (name, option) = (shown(&column.name), options.words.date_format);
        let note = format!("dates in '{name}' are read as {format}, as '{}' shows (else {option}...)", shown(shows));
        Some((format, note))
    })
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
    cells::number(Some(value.as_bytes()), "").is_ok_and(|number| number.abs() <= most)
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
    /// A column is one, and one day was given for all rows.
    Replaced(usize),
}

/// The column of the day.
///
/// # Errors
/// A named column that is missing; or columns that look like a day, none of which is plainly the one, and no day given.
pub(super) fn day(seen: &[Seen], options: &RowOptions) -> Result<DaySource, RowError> {
    if let Some(given) = &options.date_column {
        let column = best(seen, Some(given), &[]).ok_or_else(|| RowError::MissingColumn {
            what: "date",
            wanted: given.clone(),
            columns: listed(seen),
            option: options.words.date_column,
            or_place: String::new(),
            skip_lines: options.words.skip_lines,
        })?;
        alone(seen, column, options.words.date_column)?;
        return Ok(DaySource::Column(column));
    }
    // One day that is given for all rows is meant for those with a date as well, unless their column was named.
    let found = |column| if options.moment.is_some() { DaySource::Replaced(column) } else { DaySource::Column(column) };
    if let Some(column) = best(seen, None, &["date"]) {
        if options.moment.is_none() {
            alone(seen, column, options.words.date_column)?;
        }
        return Ok(found(column));
    }
    if let Some(column) = plain_day(seen, options) {
        return Ok(found(column));
    }
    let others: Vec<usize> = (0..seen.len()).filter(|&place| may_be_date(&seen[place], options)).collect();
    if others.is_empty() {
        return Ok(DaySource::Nowhere);
    }
    if options.moment.is_some() {
        return Ok(DaySource::Given);
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
