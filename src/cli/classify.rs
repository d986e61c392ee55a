//! `contactline classify`.

use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, ValueEnum};

use crate::rows::{Expected, OptionWords, RowOptions, RowStream, Summary};
use contactline_core::atlas::Atlas;
use contactline_core::model::told::count;
use contactline_core::model::{DateFormat, Moment};
use contactline_store::Opened;

use super::classify_reports::ReportArgs;
use super::failure::{Done, Failure, tell};
use super::table_file::{Given, Sink, Stopped};
use super::{DataArgs, when};

/// `classify`: rows in, rows out.
#[derive(Debug, Args)]
pub struct ClassifyArgs {
    /// File of rows: a table of text, a workbook (xlsx, ods), Parquet, or JSON; `-` reads text from standard input
    #[arg(value_name = "IN")]
    input: PathBuf,
    /// Output file, written only if the run succeeds; Parquet if its name ends in .parquet; `-` for standard output
    #[arg(short, long, value_name = "OUT", default_value = "-")]
    output: PathBuf,
    /// Format of the rows (default: detected from the content, whatever the file name)
    #[arg(long, value_enum)]
    format: Option<RowForm>,
    /// Sheet of a workbook (default: the first)
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// Column or member with the longitude (default: by name: lon, longitude, lng, x with y, Довгота and others)
    #[arg(long, value_name = "NAME")]
    lon: Option<String>,
    /// Column or member with the latitude (default: by name)
    #[arg(long, value_name = "NAME")]
    lat: Option<String>,
    /// Column of a table with an address or the name of a place, by which rows are located in place of longitude and latitude:
    /// at the settlement, never at the house. Names as `at` reads them; of an oblast or raion the parts that are held. Adds
    /// place.name, place.id, place.resolved_by, place.precision, place.range, place.candidates, place.note. Nothing is sent anywhere
    #[arg(long, value_name = "NAME", conflicts_with_all = ["lon", "lat"])]
    place: Option<String>,
    /// Column with the oblast or region of the place
    #[arg(long, value_name = "NAME", requires = "place")]
    region_column: Option<String>,
    /// Column of a table with a postcode, by which rows are located in place of longitude and latitude: at the one settlement
    /// that has it, never at an address. Adds postcode_precision: located, area_only or unknown. With --place it tells places
    /// of one name apart
    #[arg(long, value_name = "NAME", conflicts_with_all = ["lon", "lat"])]
    postcode_column: Option<String>,
    /// Column or member with the date (default: date, or another that clearly is the row's date, such as event_date). If
    /// none is clear, the run stops
    #[arg(long, value_name = "NAME")]
    date_column: Option<String>,
    /// Date format: MM/DD/YYYY, DD/MM/YYYY or another order, epoch-ms, epoch-s (default: every form that has one
    /// reading only; of 03/05/2022 the order that other dates of the column show)
    #[arg(long, value_name = "FORM", default_value = "auto")]
    date_format: DateFormat,
    /// Date of every row, whatever date it has; with --date-column, of rows that have none (default: a row without its date
    /// gets an error; today if no row has a date)
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
    /// Give no answer where the newest version that says who holds the place was older than this on the date asked
    #[arg(long, value_name = "DAYS")]
    max_age: Option<u32>,
    /// Encoding of the rows, such as windows-1251 (default: UTF-8, or what the bytes show). Output is UTF-8
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    /// Number of lines before the table header, copied to the output (default: detected)
    #[arg(long, value_name = "N")]
    skip_lines: Option<usize>,
    /// Source ID to include; may be repeated (default: all). The verdict always uses all sources
    #[arg(long = "source", value_name = "ID")]
    sources: Vec<String>,
    /// Add a column (member) for each legal regime: yes, no, disputed or not_determined. Not legal advice
    #[arg(long)]
    regimes: bool,
    /// Columns or members to add, in this order: region, verdict, verdict.rests_on_stale, as_of, regimes, regime.ID,
    /// regimes.rests_on_stale; of every source status, holder, version, age_days, stale, distance_m, near_line,
    /// uncertain_within_m, last_known_status, last_known_holder, basis, reason, caveat; of one ID.status and so on; error is always added. Else region, verdict, verdict.rests_on_stale and of every source status to near_line
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    columns: Option<Vec<String>>,
    /// Prefix for the added columns or members
    #[arg(long, value_name = "TEXT", default_value = "")]
    prefix: String,
    #[command(flatten)]
    reports: ReportArgs,
    /// Do not say on standard error which columns were read and what was answered
    #[arg(short, long)]
    quiet: bool,
}

/// A form of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum RowForm {
    /// A table with a header, delimited by comma, semicolon, tab or bar
    Csv,
    /// A JSON object or GeoJSON point on every line, or after every record separator
    Ndjson,
    /// A JSON array, or any of the GeoJSON forms
    Json,
    /// A GeoJSON feature collection of points, a feature, or a sequence of them
    Geojson,
}

/// What the options are called here.
const WORDS: OptionWords = OptionWords {
    lon: "--lon NAME",
    lat: "--lat NAME",
    place_column: "--place NAME",
    region_column: "--region-column NAME",
    postcode_column: "--postcode-column NAME",
    date_column: "--date-column NAME",
    date_format: "--date-format ",
    date: "--date DATE",
    encoding: "--encoding NAME",
    skip_lines: "--skip-lines N",
    prefix: "--prefix TEXT",
};

impl ClassifyArgs {
    /// Answers.
    pub fn run(&self, data: &DataArgs) -> Result<Done, Failure> {
        self.answer(data).map_err(|stopped| match stopped {
            Stopped::Rows(error) => Failure::new(format!("{}: {error}", self.name())),
            Stopped::Told(failure) => failure,
        })
    }

    fn answer(&self, data: &DataArgs) -> Result<Done, Stopped> {
        let mut options = self.options()?;
        let mut given = Given::open(&self.input, self.sheet.as_deref(), "--sheet NAME")?;
        let Opened { atlas, fingerprint, .. } = data.open()?;
        let atlas = Arc::new(atlas);
        let expected = if given.is_table() { Expected::Table } else { self.expected() };
        // What cannot be answered at all is told before a file is begun.
        RowStream::new(Arc::clone(&atlas), expected, options.clone()).map_err(Failure::new)?;
        let mut sink = Sink::create(&self.output, given.own_columns())?;
        options.is_table_alone = sink.is_table_alone();
        let mut stream = RowStream::new(Arc::clone(&atlas), expected, options).map_err(Failure::new)?;
        given.note().iter().for_each(|note| self.say(note));
        let mut answered = Vec::new();
        let mut is_noted = false;
        let mut pass_on = |stream: &RowStream, answered: &mut Vec<u8>| {
            if let Some(opened) = stream.opened().filter(|_| !is_noted) {
                opened.notes.iter().for_each(|note| self.say(note));
                is_noted = true;
            }
            let put = sink.put(answered, stream.delimiter().zip(stream.columns()));
            answered.clear();
            put
        };
        given.rows(&mut |bytes| {
            let pushed = stream.push(bytes, &mut answered);
            pass_on(&stream, &mut answered)?;
            Ok(pushed?)
        })?;
        let finished = stream.finish(&mut answered);
        pass_on(&stream, &mut answered)?;
        let summary = finished?;
        let watched = stream.watched();
        self.reports.admit(&watched, stream.opened().map(|opened| opened.format))?;
        sink.complete()?;
        self.summarise(&atlas, summary, stream.asked());
        self.reports.write((&atlas, &fingerprint), data, &self.name(), watched)?;
        Ok(self.judge(summary))
    }

    fn options(&self) -> Result<RowOptions, Failure> {
        Ok(RowOptions {
            lon: self.lon.clone(),
            lat: self.lat.clone(),
            place_column: self.place.clone(),
            region_column: self.region_column.clone(),
            postcode_column: self.postcode_column.clone(),
            date_column: self.date_column.clone(),
            date_format: self.date_format.clone(),
            moment: self.date.as_deref().map(when::moment).transpose()?,
            max_age_days: self.max_age,
            encoding: self.encoding.clone(),
            skip_lines: self.skip_lines,
            sources: (!self.sources.is_empty()).then(|| self.sources.clone()),
            regimes: self.regimes,
            columns: self.columns.clone(),
            prefix: self.prefix.clone(),
            watched: self.reports.watched(),
            ..RowOptions::new(when::today(), WORDS)
        })
    }

    const fn expected(&self) -> Expected {
        match self.format {
            None => Expected::Any,
            Some(RowForm::Csv) => Expected::Table,
            Some(RowForm::Ndjson) => Expected::Lines,
            Some(RowForm::Json | RowForm::Geojson) => Expected::Json,
        }
    }

    /// Says how many rows were answered, as of which days, and how old the newest versions were by then.
    fn summarise(&self, atlas: &Atlas, summary: Summary, asked: Option<[Moment; 2]>) {
        let Some([first, last]) = asked else { return };
        let [from, to] = [first.date().to_string(), last.date().to_string()];
        let days = if from == to { from } else { format!("{from} to {to}") };
        let (answered, rows) = (count(summary.rows - summary.errors), count(summary.rows));
        self.say(&format!("{answered} of {rows} rows are answered, as of {days}"));
        if summary.areas > 0 {
            self.say(&format!("{} of them name an area: what of it is held is in 'place.range'", count(summary.areas)));
        }
        let is_wanted = |id: &String| self.sources.is_empty() || self.sources.contains(id);
        let newest = atlas.timelines().iter().filter(|timeline| is_wanted(&timeline.source.id)).map(|timeline| {
            let id = &timeline.source.id;
            let Some(version) = timeline.as_of(last) else { return format!("{id} none") };
            let days = count(timeline.age(version, last).days.max(0).unsigned_abs());
            format!("{id} {} ({days} days old)", timeline.shown_stamp(version))
        });
        let newest: Vec<String> = newest.collect();
        self.say(&format!("the newest versions by {}: {}", last.date(), newest.join(", ")));
    }

    fn judge(&self, summary: Summary) -> Done {
        if summary.errors + summary.hints == 0 {
            return Done::Clean;
        }
        let (errors, rows) = (count(summary.errors), count(summary.rows));
        let hints = match summary.hints {
            0 => String::new(),
            hints => format!(", {} more seem to have lon and lat exchanged", count(hints)),
        };
        tell(&format!("{errors} of {rows} rows have no answer{hints}: see '{}error' in each", self.prefix));
        Done::Findings
    }

    fn say(&self, note: &str) {
        if !self.quiet {
            tell(&format!("{}: {note}", self.name()));
        }
    }

    fn name(&self) -> String {
        let input = self.input.display().to_string();
        if input == "-" { "standard input".into() } else { input }
    }
}
