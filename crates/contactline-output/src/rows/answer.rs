//! The answer to one row, before it is written in any form.

use std::collections::HashMap;
use std::sync::Arc;

use contactline_core::atlas::Atlas;
use contactline_core::model::{Date, DateFormat, Language, Moment, PostcodePlace, PostcodePrecision};
use contactline_core::query::{self, Classified, ControlAt};
use edge_timeline::Position;

use super::classifier::Cell;
use super::columns::{Column, Fact, Known};
use super::{OptionWords, RowError, RowOptions};
use crate::ask;
use crate::wire::language::spoken;

/// Dates of which a thread keeps how they are read: some years of days.
const MAX_DATES: usize = 4_096;
/// The longest of them in bytes.
const MAX_DATE_BYTES: usize = 64;

/// Answers rows; shared by threads.
#[derive(Debug)]
pub(super) struct Answers {
    atlas: Arc<Atlas>,
    date_format: DateFormat,
    /// The moment of rows without a date; none: such a row has no answer.
    pub(super) undated: Option<Moment>,
    today: Date,
    words: OptionWords,
    /// The columns given, in their order.
    columns: Vec<Column>,
    /// The sources given, by their number in the atlas.
    sources: Vec<usize>,
    /// Their ids.
    source_ids: Vec<String>,
    /// For each of them its versions with their texts, in time order.
    versions: Vec<Vec<(Moment, String)>>,
    regime_ids: Vec<String>,
    /// Whether some regime is given.
    has_regimes: bool,
    /// The language of reasons and caveats.
    language: Language,
}

/// What one thread keeps between rows.
#[derive(Debug, Default)]
pub(super) struct Worker {
    /// What dates were read as: rows come with few days, in any order.
    dates: HashMap<Vec<u8>, Result<Moment, String>>,
    /// The fields of the row at hand.
    pub(super) fields: Vec<(usize, usize)>,
}

/// The answer to one row.
#[derive(Debug)]
pub(super) struct Answer<'a> {
    /// What is answered.
    pub(super) classified: Classified<'a>,
    /// The moment that was asked about.
    moment: Moment,
    /// What is odd about the question.
    pub(super) hint: Option<String>,
}

impl Answer<'_> {
    /// Id of the region the place is in.
    pub(super) fn region(&self) -> Option<&str> {
        self.classified.region.map(|r| r.region.id.as_str())
    }
}

impl Answers {
    pub(super) fn new(atlas: Arc<Atlas>, options: &RowOptions) -> Result<Self, RowError> {
        let known = || atlas.sources().map(|s| s.id.as_str());
        if let Some(value) = options.sources.iter().flatten().find(|id| !known().any(|k| k == *id)) {
            let known = known().collect::<Vec<_>>().join(", ");
            return Err(RowError::UnknownSource { value: value.clone(), known });
        }
        let wanted = |id: &String| options.sources.as_ref().is_none_or(|sources| sources.contains(id));
        let given = || atlas.sources().enumerate().filter(|(_, source)| wanted(&source.id));
        let sources: Vec<usize> = given().map(|(number, _)| number).collect();
        let source_ids: Vec<String> = given().map(|(_, source)| source.id.clone()).collect();
        let text = |m: &Moment| (*m, m.to_string());
        let versions = source_ids.iter().map(|id| atlas.versions(id).iter().map(text).collect()).collect();
        let regime_ids: Vec<String> = atlas.regimes().iter().map(|regime| regime.id.clone()).collect();
        let known = Known { sources: &source_ids, regimes: &regime_ids };
        let columns = match &options.columns {
            Some(words) => known.chosen(words, options.regimes)?,
            None => known.usual(options.regimes),
        };
        let of_postcode = options.postcode_column.iter().map(|_| Column::PostcodePrecision);
        let columns: Vec<Column> = of_postcode.chain(columns).collect();
        let has_regimes = columns.iter().any(|column| matches!(column, Column::Regime(_) | Column::RegimeOnStale(_)));
        Ok(Self {
            undated: options.moment,
            date_format: options.date_format.clone(),
            today: options.today,
            words: options.words,
            columns,
            sources,
            source_ids,
            versions,
            regime_ids,
            has_regimes,
            language: spoken(),
            atlas,
        })
    }

    /// What is wrong with a row that is not UTF-8.
    pub(super) fn not_utf8(&self) -> String {
        format!("the row is not UTF-8 text; name the encoding of the input with {}", self.words.encoding)
    }

    /// The columns given, in order.
    pub(super) fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The sources and regimes that columns are named by.
    pub(super) fn known(&self) -> Known<'_> {
        Known { sources: &self.source_ids, regimes: &self.regime_ids }
    }

    /// The answer at `position`, on the day `date` tells.
    ///
    /// # Errors
    /// What is wrong with the row.
    pub(super) fn answer(
        &self,
        position: Position,
        date: Option<&[u8]>,
        worker: &mut Worker,
    ) -> Result<Answer<'_>, String> {
        let moment = match date.map(<[u8]>::trim_ascii) {
            None | Some(b"") => self.moment_undated()?,
            Some(text) => self.moment_of(text, worker)?,
        };
        Ok(self.answer_at(position, moment))
    }

    /// The position of a postcode; else how well it tells where it is, and why that is not enough.
    pub(super) fn at_postcode(&self, code: &[u8]) -> Result<Position, (PostcodePrecision, String)> {
        let code = String::from_utf8_lossy(code.trim_ascii());
        let (precision, places) = self.atlas.postcodes().find(&code);
        match (precision, places.as_slice()) {
            (PostcodePrecision::Located, [PostcodePlace { position: Some(position), .. }]) => Ok(*position),
            (PostcodePrecision::Unknown, _) if code.is_empty() => Err((precision, "no postcode".into())),
            (PostcodePrecision::Unknown, _) => Err((precision, format!("postcode {code} is not listed"))),
            (_, places) => {
                let mut regions: Vec<&str> = places.iter().map(|place| place.region.as_str()).collect();
                regions.dedup();
                let regions = regions.join(", ");
                Err((precision, format!("postcode {code} locates no settlement: an area in {regions}")))
            }
        }
    }

    /// The answer at `position` as of `moment`.
    pub(super) fn answer_at(&self, position: Position, moment: Moment) -> Answer<'_> {
        let ask = if self.has_regimes { query::screen } else { query::classify };
        let classified = ask(&self.atlas, position, moment);
        let hint = if classified.region.is_none() { self.hint(position) } else { None };
        Answer { classified, moment, hint }
    }

    /// The moment of a row without a date.
    ///
    /// # Errors
    /// None was given for such rows.
    pub(super) fn moment_undated(&self) -> Result<Moment, String> {
        let none = || format!("there is no date; give the day of rows without one with {}", self.words.date);
        self.undated.ok_or_else(none)
    }

    /// The moment of a row whose date is `moment`.
    ///
    /// # Errors
    /// One that cannot be asked about.
    pub(super) fn askable(&self, moment: Moment) -> Result<Moment, String> {
        if moment.date() <= self.today && moment.date() >= ask::FIRST_DAY {
            return Ok(moment);
        }
        ask::askable(moment, &moment_text(moment), self.today).map_err(|e| e.to_string())
    }

    pub(super) fn moment_of(&self, text: &[u8], worker: &mut Worker) -> Result<Moment, String> {
        if let Some(moment) = worker.dates.get(text) {
            return moment.clone();
        }
        let moment = self.read_moment(text);
        if worker.dates.len() >= MAX_DATES {
            worker.dates.clear();
        }
        if text.len() <= MAX_DATE_BYTES {
            worker.dates.insert(text.to_vec(), moment.clone());
        }
        moment
    }

    fn read_moment(&self, text: &[u8]) -> Result<Moment, String> {
        let text = std::str::from_utf8(text).map_err(|_| "the date is not UTF-8 text".to_owned())?;
        if text == "latest" {
            return Ok(self.today.end());
        }
        let written = self.date_format.read(text).map_err(|error| match error.format_to_name() {
            Some(format) => format!("{error}; name the form, such as {}{format}", self.words.date_format),
            None => error.to_string(),
        })?;
        ask::askable(written.asked(), text, self.today).map_err(|e| e.to_string())
    }

    /// Asks whether the two numbers were exchanged: when the place is nowhere near and would be in a region.
    fn hint(&self, position: Position) -> Option<String> {
        ask::question_place(&self.atlas, position).err().map(|error| error.to_string())
    }

    /// What the `number`th source given states.
    pub(super) fn stated<'c>(&self, answer: &'c Answer<'_>, number: usize) -> &'c ControlAt<'c> {
        &answer.classified.control[self.sources[number]]
    }

    /// Tells `cell` what a column says: once, or not at all where it says nothing.
    pub(super) fn say(&self, answer: &Answer<'_>, column: Column, cell: &mut impl Cell) {
        let (source, fact) = match column {
            Column::Region => return word(answer.region(), cell),
            Column::PostcodePrecision => return word(Some(PostcodePrecision::Located.as_str()), cell),
            Column::AsOf => return cell.moment(answer.moment, &moment_text(answer.moment)),
            Column::Verdict => return word(Some(answer.classified.verdict.kind.as_str()), cell),
            Column::RestsOnStale => return cell.flag(answer.classified.verdict.rests_on_stale),
            Column::Regime(regime) => {
                return word(answer.classified.regimes.get(regime).map(|screened| screened.applies.as_str()), cell);
            }
            Column::RegimeOnStale(regime) => {
                if let Some(screened) = answer.classified.regimes.get(regime) {
                    cell.flag(screened.rests_on_stale);
                }
                return;
            }
            Column::Error => return word(answer.hint.as_deref(), cell),
            Column::Source(source, fact) => (source, fact),
        };
        let stated = self.stated(answer, source);
        match fact {
            Fact::Status => word(Some(stated.status.as_str()), cell),
            Fact::Holder => word(stated.holder.as_ref().map(|holder| holder.as_str()), cell),
            Fact::Version => {
                if let Some(version) = stated.version {
                    self.say_version(source, version, cell);
                }
            }
            // A version answers from its own moment on: no age is below zero.
            Fact::AgeDays => drop(stated.age_days.map(|days| cell.whole(days.max(0).unsigned_abs()))),
            Fact::Stale if stated.version.is_some() => cell.flag(stated.stale),
            Fact::NearLine if stated.version.is_some() => cell.flag(stated.near_line),
            Fact::Stale | Fact::NearLine => {}
            Fact::DistanceM => drop(stated.distance_m.map(|metres| cell.decimetres(decimetres(metres)))),
            Fact::UncertainWithinM => drop(stated.uncertain_within_m.map(|metres| cell.decimetres(decimetres(metres)))),
            Fact::LastKnownStatus => word(stated.last_known.map(|last| last.status.as_str()), cell),
            Fact::LastKnownHolder => {
                let holder = stated.last_known.as_ref().and_then(|last| last.holder.as_ref());
                word(holder.map(|holder| holder.as_str()), cell);
            }
            Fact::Basis => word(stated.basis.map(|basis| basis.as_str()), cell),
            Fact::Reason => word(stated.reason.map(|reason| reason.within(self.language)), cell),
            Fact::Caveat => word(stated.caveats.told().as_ref().map(|caveat| caveat.within(self.language)), cell),
        }
    }

    /// Appends what a column says, with what must stand around a text; what says nothing appends nothing.
    pub(super) fn write(
        &self,
        answer: &Answer<'_>,
        column: Column,
        text: &impl Fn(&str, &mut Vec<u8>),
        out: &mut Vec<u8>,
    ) {
        self.say(answer, column, &mut Written { text, out });
    }

    /// Says a version of the `number`th source given.
    fn say_version(&self, number: usize, version: Moment, cell: &mut impl Cell) {
        let known = &self.versions[number];
        match known.binary_search_by_key(&version, |v| v.0) {
            Ok(place) => cell.moment(version, &known[place].1),
            Err(_) => cell.moment(version, &version.to_string()),
        }
    }

    /// Whether every version of the `number`th source given begins a day.
    pub(super) fn has_days_alone(&self, number: usize) -> bool {
        self.versions[number].iter().all(|(version, _)| *version == version.date().start())
    }
}

fn word(word: Option<&str>, cell: &mut impl Cell) {
    if let Some(word) = word {
        cell.text(word);
    }
}

/// A cell written as bytes, with what must stand around a text.
struct Written<'o, T> {
    text: &'o T,
    out: &'o mut Vec<u8>,
}

impl<T: Fn(&str, &mut Vec<u8>)> Cell for Written<'_, T> {
    fn text(&mut self, text: &str) {
        (self.text)(text, self.out);
    }

    fn flag(&mut self, flag: bool) {
        self.out.extend_from_slice(if flag { b"true" } else { b"false" });
    }

    fn whole(&mut self, number: u64) {
        write_whole(number, self.out);
    }

    fn decimetres(&mut self, tenths: u64) {
        write_tenths(tenths, self.out);
    }

    fn moment(&mut self, _: Moment, text: &str) {
        (self.text)(text, self.out);
    }
}

/// A moment as it was asked about: the day whose end it is, else the second.
fn moment_text(moment: Moment) -> String {
    if moment == moment.date().end() { moment.date().to_string() } else { moment.to_string() }
}

/// The position two texts tell.
///
/// # Errors
/// What is wrong with them.
pub(super) fn position(lon: Result<f64, String>, lat: Result<f64, String>) -> Result<Position, String> {
    Position::from_lon_lat(lon?, lat?).map_err(|e| e.to_string())
}

/// What is wrong with a row that lacks a number.
pub(super) fn missing(what: &str) -> String {
    format!("there is no {what}")
}

/// The number a text tells, with a decimal point or a decimal comma; `what` it is to be.
///
/// # Errors
/// When it tells none.
pub(super) fn number(text: Option<&[u8]>, what: &str) -> Result<f64, String> {
    let text = text.map(<[u8]>::trim_ascii).unwrap_or_default();
    if text.is_empty() {
        return Err(missing(what));
    }
    let read = |text: &str| text.parse::<f64>().ok();
    // Web pages and spreadsheets put blanks around a number that are none of ASCII, and a sign for degrees behind it.
    let bare = |text: &'_ str| text.trim().trim_end_matches('°').trim_end().replacen(',', ".", 1);
    let number = std::str::from_utf8(text).ok().and_then(|text| read(text).or_else(|| read(&bare(text))));
    number.ok_or_else(|| format!("{what} '{}' is not a number", String::from_utf8_lossy(text).escape_debug()))
}

/// Metres as whole tenths.
pub(super) fn decimetres(metres: f64) -> u64 {
    // Distances on the Earth are below 2e7 m: tenths fit exactly.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "rounded, never negative, below 2^53")]
    let tenths = (metres * 10.0).round() as u64;
    tenths
}

/// Appends metres given in tenths.
pub(super) fn write_tenths(tenths: u64, out: &mut Vec<u8>) {
    write_whole(tenths / 10, out);
    out.push(b'.');
    out.push(b'0' + (tenths % 10) as u8);
}

/// Appends a whole number.
fn write_whole(number: u64, out: &mut Vec<u8>) {
    let mut digits = [0_u8; 20];
    let mut place = digits.len();
    let mut rest = number;
    loop {
        place -= 1;
        digits[place] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    out.extend_from_slice(&digits[place..]);
}
