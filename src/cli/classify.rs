//! `contactline classify`.

use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, ValueEnum};

use crate::rows::{Expected, OptionWords, RowError, RowOptions, RowStream, Summary};
use contactline_core::model::DateFormat;
use contactline_core::model::told::count;

use super::failure::{Done, Failure, tell};
use super::rows_file::{Input, Output};
use super::{DataArgs, when};

/// `classify`: rows in, rows out.
#[derive(Debug, Args)]
pub struct ClassifyArgs {
    /// File of rows; `-` reads standard input
    #[arg(value_name = "IN")]
    input: PathBuf,
    /// Output file, written only if the run succeeds; `-` for standard output
    #[arg(short, long, value_name = "OUT", default_value = "-")]
    output: PathBuf,
    /// Format of the rows (default: detected from the content, whatever the file name)
    #[arg(long, value_enum)]
    format: Option<RowForm>,
    /// Column or member with the longitude (default: by name: lon, longitude, lng, x with y, Довгота and others)
    #[arg(long, value_name = "NAME")]
    lon: Option<String>,
    /// Column or member with the latitude (default: by name)
    #[arg(long, value_name = "NAME")]
    lat: Option<String>,
    /// Column of a table with a postcode, by which rows are located in place of longitude and latitude: at the one settlement
    /// that has it, never at an address. Adds postcode_precision: located, area_only or unknown
    #[arg(long, value_name = "NAME", conflicts_with_all = ["lon", "lat"])]
    postcode_column: Option<String>,
    /// Column or member with the date (default: date, or another that clearly is the row's date, such as event_date). If
    /// none is clear, the run stops
    #[arg(long, value_name = "NAME")]
    date_column: Option<String>,
    /// Date format: MM/DD/YYYY, DD/MM/YYYY or another order, epoch-ms, epoch-s (default: every form that has one
    /// reading only)
    #[arg(long, value_name = "FORM", default_value = "auto")]
    date_format: DateFormat,
    /// Date of rows that have none (default: such a row gets an error; today if no row has a date)
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
    /// Encoding of the rows, such as windows-1251 (default: UTF-8, or UTF-16 if the bytes show it). Output is UTF-8
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
        let options = self.options()?;
        let mut input = Input::open(&self.input)?;
        let atlas = Arc::new(data.load()?);
        let mut stream = RowStream::new(atlas, self.expected(), options).map_err(Failure::new)?;
        let mut output = Output::create(&self.output)?;
        let mut answered = Vec::new();
        let mut is_noted = false;
        let mut note = |stream: &RowStream| {
            if let Some(opened) = stream.opened().filter(|_| !is_noted) {
                opened.notes.iter().for_each(|note| tell(&format!("{}: {note}", self.name())));
                is_noted = true;
            }
        };
        while let Some(bytes) = input.next()? {
            let pushed = stream.push(bytes, &mut answered);
            note(&stream);
            output.write(&answered)?;
            answered.clear();
            pushed.map_err(|e| self.told(&e))?;
        }
        let finished = stream.finish(&mut answered);
        note(&stream);
        output.write(&answered)?;
        let summary = finished.map_err(|e| self.told(&e))?;
        output.complete()?;
        input.done();
        Ok(self.judge(summary))
    }

    fn options(&self) -> Result<RowOptions, Failure> {
        Ok(RowOptions {
            lon: self.lon.clone(),
            lat: self.lat.clone(),
            postcode_column: self.postcode_column.clone(),
            date_column: self.date_column.clone(),
            date_format: self.date_format.clone(),
            moment: self.date.as_deref().map(when::moment).transpose()?,
            encoding: self.encoding.clone(),
            skip_lines: self.skip_lines,
            sources: (!self.sources.is_empty()).then(|| self.sources.clone()),
            regimes: self.regimes,
            columns: self.columns.clone(),
            prefix: self.prefix.clone(),
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

    fn name(&self) -> String {
        let input = self.input.display().to_string();
        if input == "-" { "standard input".into() } else { input }
    }

    /// An error of the input with its name.
    fn told(&self, error: &RowError) -> Failure {
        Failure::new(format!("{}: {error}", self.name()))
    }
}
