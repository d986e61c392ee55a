//! The answer to one row, before it is written in any form.

use std::collections::HashMap;
use std::sync::Arc;

use contactline_core::atlas::Atlas;
use contactline_core::model::{Date, DateFormat, Language, Moment, PostcodePrecision, Status};
use contactline_core::query::{self, Classified, ControlAt};
use edge_timeline::Position;

use super::cells::{Written, decimetres};
use super::classifier::Cell;
use super::columns::{Column, Fact, Known};
use super::places::{Located, PLACE_FACTS};
use super::{OptionWords, RowError, RowOptions, WatchedRow};
use crate::ask;
use crate::wire::language::spoken;

/// Dates of which a thread keeps how they are read: some years of days.
const MAX_DATES: usize = 4_096;
/// The longest of them in bytes.
const MAX_DATE_BYTES: usize = 64;

/// Answers rows; shared by threads.
#[derive(Debug)]
pub(super) struct Answers {
    pub(super) atlas: Arc<Atlas>,
    pub(super) date_format: DateFormat,
    /// The moment of rows without a date; none: such a row has no answer.
    pub(super) undated: Option<Moment>,
    /// One moment was given for all rows, whatever date they have.
    is_one_moment: bool,
    pub(super) max_age_days: Option<u32>,
    today: Date,
    words: OptionWords,
    /// The columns given, in their order.
    columns: Vec<Column>,
    /// The sources given, by their number in the atlas.
    sources: Vec<usize>,
    /// Their ids.
    pub(super) source_ids: Vec<String>,
    /// For each of them its versions with their texts, in time order.
    versions: Vec<Vec<(Moment, String)>>,
    regime_ids: Vec<String>,
    /// Whether some regime is given.
    has_regimes: bool,
    /// The language of reasons and caveats.
    pub(super) language: Language,
}

/// What one thread keeps between rows.
#[derive(Debug, Default)]
pub(super) struct Worker {
    /// What dates were read as: rows come with few days, in any order.
    dates: HashMap<Vec<u8>, Result<Moment, String>>,
    /// The fields of the row at hand.
    pub(super) fields: Vec<(usize, usize)>,
    /// The first and the last moment that an answered row was asked about.
    pub(super) asked: Option<[Moment; 2]>,
    /// What places were found to be: addresses repeat.
    pub(super) places: HashMap<[String; 3], Arc<Located>>,
    /// Rows that were watched for.
    pub(super) watched: Vec<WatchedRow>,
    /// What of areas is held, by id and moment.
    pub(super) ranges: HashMap<(String, Moment), Result<Arc<str>, String>>,
}

impl Worker {
    pub(super) fn note(&mut self, moment: Moment) {
        self.asked = Some(self.asked.map_or([moment; 2], |[first, last]| [first.min(moment), last.max(moment)]));
    }
}

/// The answer to one row.
#[derive(Debug)]
pub(super) struct Answer<'a> {
    /// What is answered.
    pub(super) classified: Classified<'a>,
    /// The place that was asked about.
    pub(super) position: Position,
    /// The moment that was asked about.
    pub(super) moment: Moment,
    /// What is odd about the question.
    pub(super) hint: Option<String>,
    /// How the place was found, where it was by its name.
    pub(super) located: Option<Arc<Located>>,
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
        let of_place: Vec<Column> = match (&options.place_column, &options.postcode_column) {
            (Some(_), _) => PLACE_FACTS.iter().map(|(fact, _)| Column::Place(*fact)).collect(),
            (None, Some(_)) => vec![Column::PostcodePrecision],
            (None, None) => vec![],
        };
        let columns: Vec<Column> = of_place.into_iter().chain(columns).collect();
        let has_regimes = columns.iter().any(|column| matches!(column, Column::Regime(_) | Column::RegimeOnStale(_)));
        Ok(Self {
            undated: options.moment,
            is_one_moment: options.moment.is_some() && options.date_column.is_none(),
            max_age_days: options.max_age_days,
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
        let moment = self.moment(date, worker)?;
        let answer = self.answer_at(position, moment)?;
        worker.note(moment);
        Ok(answer)
    }

    /// The moment that the date of a row tells.
    pub(super) fn moment(&self, date: Option<&[u8]>, worker: &mut Worker) -> Result<Moment, String> {
        match date.map(<[u8]>::trim_ascii) {
            Some(text) if !text.is_empty() && !self.is_one_moment => self.moment_of(text, worker),
            _ => self.moment_undated(),
        }
    }

    /// The answer at `position` as of `moment`.
    ///
    /// # Errors
    /// It rests on versions that are older than is allowed.
    pub(super) fn answer_at(&self, position: Position, moment: Moment) -> Result<Answer<'_>, String> {
        let ask = if self.has_regimes { query::screen } else { query::classify };
        let classified = ask(&self.atlas, position, moment);
        if let Some(max_age_days) = self.max_age_days {
            refuse_old(&classified.control, max_age_days)?;
        }
        let hint = if classified.region.is_none() { self.hint(position) } else { None };
        Ok(Answer { classified, position, moment, hint, located: None })
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
            Column::Place(fact) => {
                if let Some(located) = &answer.located {
                    located.say(fact, cell);
                }
                return;
            }
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
            Fact::Reason => word(stated.told_reason().as_ref().map(|reason| reason.within(self.language)), cell),
            Fact::Caveat => word(stated.caveats.told().as_ref().map(|caveat| caveat.within(self.language)), cell),
        }
    }

    /// Appends what a column says, with what must stand around a text and before tenths; what says nothing appends nothing.
    pub(super) fn write(
        &self,
        answer: &Answer<'_>,
        column: Column,
        decimal: u8,
        text: &impl Fn(&str, &mut Vec<u8>),
        out: &mut Vec<u8>,
    ) {
        self.say(answer, column, &mut Written::new(text, decimal, out));
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

/// Refuses an answer of which no source that says something has a version so young.
fn refuse_old(control: &[ControlAt<'_>], max_age_days: u32) -> Result<(), String> {
    let speaking = control.iter().filter(|stated| stated.status != Status::Unknown);
    let Some((days, youngest)) =
        speaking.filter_map(|stated| Some((stated.age_days?, stated))).min_by_key(|(days, _)| *days)
    else {
        return Ok(());
    };
    if days <= i64::from(max_age_days) {
        return Ok(());
    }
    let version = youngest.version.map(|version| version.to_string()).unwrap_or_default();
    Err(format!(
        "the newest version that says who holds this place was {days} days old by then ({}, {version}); at most \
         {max_age_days} are allowed",
        youngest.source.id
    ))
}

/// A moment as it was asked about: the day whose end it is, else the second.
pub(super) fn moment_text(moment: Moment) -> String {
    if moment == moment.date().end() { moment.date().to_string() } else { moment.to_string() }
}
