//! Rows that are columns already: numbers and days in, the answers cell by cell. The columns, their names and what they say
//! are those of a table of text.

use std::sync::Arc;

use contactline_core::atlas::Atlas;
use contactline_core::model::Moment;

use super::answer::{Answer, Answers, Worker};
use super::cells;
use super::columns::{Column, Fact};
use super::names::{self, DaySource};
use super::opening::settle_day;
use super::survey::{self, Survey};
use super::{Kept, RowError, RowOptions};

/// What a column says of one row is told to a cell: by one call, or by none where it says nothing.
pub trait Cell {
    /// A word or sentence.
    fn text(&mut self, text: &str);
    /// Yes or no.
    fn flag(&mut self, flag: bool);
    /// A whole number.
    fn whole(&mut self, number: u64);
    /// Metres, in tenths.
    fn decimetres(&mut self, tenths: u64);
    /// A moment, and its text.
    fn moment(&mut self, moment: Moment, text: &str);
}

/// What a column's cells are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellKind {
    /// Words or sentences.
    Text,
    /// Yes or no.
    Flag,
    /// Whole numbers.
    Whole,
    /// Metres.
    Metres,
    /// Moments that each begin a day.
    Day,
    /// Moments of any second.
    Moment,
    /// The moment that was asked about.
    Asked,
}

/// A column of answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerColumn {
    /// Its name, with the prefix.
    pub name: String,
    /// The source that it is about, if it is about one.
    pub source: Option<String>,
    /// What it says: its name without source and prefix.
    pub fact: String,
    /// What its cells are told.
    pub kind: CellKind,
}

/// The day of a row.
#[derive(Clone, Copy, Debug)]
pub enum RowDay<'a> {
    /// None is given.
    None,
    /// As of a moment.
    At(Moment),
    /// As it is written.
    Written(&'a [u8]),
    /// One that nobody can mean, and why.
    Wrong(&'a str),
}

/// Where a table of columns has what is read, by their numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableColumns {
    /// Longitude.
    pub lon: usize,
    /// Latitude.
    pub lat: usize,
    /// The day.
    pub date: Option<usize>,
    /// What was decided that nobody had said, a sentence each.
    pub notes: Vec<String>,
}

/// What one thread keeps between rows.
#[derive(Debug, Default)]
pub struct Memory(Worker);

/// Answers rows one by one; shared by threads.
#[derive(Debug)]
pub struct Classifier {
    answers: Answers,
    prefix: String,
}

impl Classifier {
    /// A classifier of rows whose columns are known; `is_dated` says whether they come with a day each.
    ///
    /// # Errors
    /// An unknown source or column.
    pub fn new(atlas: Arc<Atlas>, options: &RowOptions, is_dated: bool) -> Result<Self, RowError> {
        let mut answers = Answers::new(atlas, options)?;
        let day = if is_dated { DaySource::Column(0) } else { DaySource::Nowhere };
        settle_day(&day, &[], options, &mut answers, &mut Vec::new());
        Ok(Self { answers, prefix: options.prefix.clone() })
    }

    /// A classifier of a table with columns of these names, of which each `sample` shows the first values as text. Which of
    /// them are read is told as for a table of text.
    ///
    /// # Errors
    /// An unknown source or column to add; a column that is missing, already there, or that cannot be told from another.
    pub fn of_table(
        atlas: Arc<Atlas>,
        options: &RowOptions,
        names: &[String],
        samples: &[Vec<String>],
    ) -> Result<(Self, TableColumns), RowError> {
        let mut answers = Answers::new(atlas, options)?;
        let mut survey = Survey::of_header(names);
        for (column, values) in samples.iter().enumerate() {
            values.iter().take(survey::MAX_ROWS).for_each(|value| survey.add(column, value));
        }
        let seen = &survey.columns;
        let (lon, lat) = names::place(seen, options)?;
        let day = names::day(seen, options)?;
        let date = if let DaySource::Column(column) = day { Some(column) } else { None };
        let read = [("longitude", lon), ("latitude", lat)].into_iter();
        let read = names::read_from(seen, read.chain(date.map(|date| (names::DAY_READ, date))));
        let mut notes: Vec<String> = read.into_iter().collect();
        settle_day(&day, seen, options, &mut answers, &mut notes);
        let classifier = Self { answers, prefix: options.prefix.clone() };
        classifier.refuse_taken(options, names)?;
        Ok((classifier, TableColumns { lon, lat, date, notes }))
    }

    /// Refuses names that would stand twice.
    ///
    /// # Errors
    /// A column that is there already.
    pub fn refuse_taken(&self, options: &RowOptions, names: &[String]) -> Result<(), RowError> {
        match self.columns().into_iter().find(|column| names.contains(&column.name)) {
            Some(column) => Err(options.taken(&column.name)),
            None => Ok(()),
        }
    }

    /// The columns given, in order.
    #[must_use]
    pub fn columns(&self) -> Vec<AnswerColumn> {
        described(&self.answers, &self.prefix)
    }

    /// Tells the cells, one for each of [`columns`](Self::columns), what is known of a row; of one that has no answer what is
    /// wrong with it. Gives back whether it has an answer.
    pub fn classify<C: Cell>(
        &self,
        place: [Option<f64>; 2],
        day: RowDay<'_>,
        memory: &mut Memory,
        cells: &mut [C],
    ) -> bool {
        let answer = self.answer(place, day, memory);
        match &answer {
            Ok(answer) => {
                for (&column, cell) in self.answers.columns().iter().zip(cells) {
                    self.answers.say(answer, column, cell);
                }
            }
            Err(error) => {
                let errors = self.answers.columns().iter().zip(cells).filter(|(column, _)| **column == Column::Error);
                errors.for_each(|(_, cell)| cell.text(error));
            }
        }
        Kept::of(&answer) != Kept::Refused
    }

    fn answer(&self, [lon, lat]: [Option<f64>; 2], day: RowDay<'_>, memory: &mut Memory) -> Result<Answer<'_>, String> {
        let number = |number: Option<f64>, what: &str| number.ok_or_else(|| cells::missing(what));
        let position = cells::position(number(lon, "lon"), number(lat, "lat"))?;
        let moment = match day {
            RowDay::None => self.answers.moment_undated()?,
            RowDay::At(moment) => self.answers.askable(moment)?,
            RowDay::Written(text) if text.trim_ascii().is_empty() => self.answers.moment_undated()?,
            RowDay::Written(text) => self.answers.moment_of(text.trim_ascii(), &mut memory.0)?,
            RowDay::Wrong(why) => return Err(why.to_owned()),
        };
        self.answers.answer_at(position, moment)
    }
}

/// The columns that answers give, in order, named with a prefix.
pub(super) fn described(answers: &Answers, prefix: &str) -> Vec<AnswerColumn> {
    let known = answers.known();
    let described = |&column: &Column| {
        let name = known.name(column);
        let (source, fact) = match column {
            Column::Source(source, fact) => (Some(known.sources[source].clone()), fact.name().to_owned()),
            _ => (None, name.clone()),
        };
        AnswerColumn { name: format!("{prefix}{name}"), source, fact, kind: kind(answers, column) }
    };
    answers.columns().iter().map(described).collect()
}

/// What a column's cells are told.
fn kind(answers: &Answers, column: Column) -> CellKind {
    match column {
        Column::AsOf => CellKind::Asked,
        Column::RestsOnStale | Column::RegimeOnStale(_) => CellKind::Flag,
        Column::Region
        | Column::Place(_)
        | Column::PostcodePrecision
        | Column::Verdict
        | Column::Regime(_)
        | Column::Error => CellKind::Text,
        Column::Source(source, fact) => match fact {
            Fact::Version if answers.has_days_alone(source) => CellKind::Day,
            Fact::Version => CellKind::Moment,
            Fact::AgeDays => CellKind::Whole,
            Fact::Stale | Fact::NearLine => CellKind::Flag,
            Fact::DistanceM | Fact::UncertainWithinM => CellKind::Metres,
            Fact::Status | Fact::Holder | Fact::LastKnownStatus | Fact::LastKnownHolder => CellKind::Text,
            Fact::Basis | Fact::Reason | Fact::Caveat => CellKind::Text,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Expected, OptionWords, RowStream};
    use super::*;
    use contactline_core::example;
    use contactline_core::model::Date;

    /// What a cell is told, as a table of text has it.
    #[derive(Default)]
    struct Text(String);

    impl Cell for Text {
        fn text(&mut self, text: &str) {
            self.0 += text;
        }

        fn flag(&mut self, flag: bool) {
            self.0 += &flag.to_string();
        }

        fn whole(&mut self, number: u64) {
            self.0 += &number.to_string();
        }

        fn decimetres(&mut self, tenths: u64) {
            self.0 += &format!("{}.{}", tenths / 10, tenths % 10);
        }

        fn moment(&mut self, _: Moment, text: &str) {
            self.0 += text;
        }
    }

    #[test]
    fn cells_are_told_what_stands_in_a_table_of_text() {
        let columns = ["region", "as_of", "status", "version", "age_days", "stale", "distance_m", "reason", "regimes"];
        let columns = Some(columns.map(str::to_owned).to_vec());
        let options = RowOptions { columns, regimes: true, ..RowOptions::new("2026-01-01".parse().unwrap(), WORDS) };
        let rows = [
            (Some(38.25), Some(48.5), "2025-01-03"),
            (Some(37.5), Some(48.5), "2025-01-01T12:00:00Z"),
            (Some(30.0), Some(50.0), "2024-01-01"),
            (Some(-999.0), Some(48.5), "2025-01-03"),
            (None, Some(48.5), "2025-01-03"),
            (Some(38.25), Some(48.5), ""),
            (Some(38.25), Some(48.5), "2027-01-01"),
        ];
        let atlas = Arc::new(example::atlas());
        let number = |number: Option<f64>| number.map_or_else(String::new, |number| number.to_string());
        let table = rows.map(|(lon, lat, day)| format!("{};{};{day}\n", number(lon), number(lat))).concat();
        let mut stream = RowStream::new(Arc::clone(&atlas), Expected::Table, options.clone()).unwrap();
        let mut told = Vec::new();
        stream.push(format!("lon;lat;date\n{table}").as_bytes(), &mut told).unwrap();
        stream.finish(&mut told).unwrap();
        let told = String::from_utf8(told).unwrap();
        let classifier = Classifier::new(atlas, &options, true).unwrap();
        let mut memory = Memory::default();
        for ((lon, lat, day), line) in rows.into_iter().zip(told.lines().skip(1)) {
            let answer = |day: RowDay<'_>, memory: &mut Memory| {
                let mut cells: Vec<Text> = classifier.columns().iter().map(|_| Text::default()).collect();
                let is_answered = classifier.classify([lon, lat], day, memory, &mut cells);
                let cells: Vec<String> = cells.into_iter().map(|cell| cell.0).collect();
                assert_eq!(is_answered, cells.last().is_some_and(String::is_empty));
                cells.join(";")
            };
            let expected = line.splitn(4, ';').nth(3).unwrap().replace('"', "");
            assert_eq!(answer(RowDay::Written(day.as_bytes()), &mut memory), expected);
            if let Ok(day) = day.parse::<Date>() {
                assert_eq!(answer(RowDay::At(day.end()), &mut memory), expected);
            }
        }
    }

    const WORDS: OptionWords = OptionWords {
        lon: "",
        lat: "",
        place_column: "",
        region_column: "",
        postcode_column: "",
        date_column: "",
        date_format: "",
        date: "DATE",
        encoding: "",
        skip_lines: "",
        prefix: "",
    };
}
