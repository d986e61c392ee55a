//! `contactline classify`.

use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, ValueEnum};

use crate::wire::rows::{RowError, RowFormat, RowOptions, RowStream, Summary};

use super::failure::{Done, Failure, tell};
use super::rows_file::{Input, Output};
use super::{DataArgs, human, when};

/// `classify`: rows in, rows out.
#[derive(Debug, Args)]
pub struct ClassifyArgs {
    /// File of rows; `-` reads standard input
    #[arg(value_name = "IN")]
    input: PathBuf,
    /// Where the answered rows go, whole or not at all; `-` is standard output
    #[arg(short, long, value_name = "OUT", default_value = "-")]
    output: PathBuf,
    /// Form of the rows; else by the file's name, or its first bytes
    #[arg(long, value_enum)]
    format: Option<RowForm>,
    /// Column or member with the longitude; else lon, longitude, lng or long
    #[arg(long, value_name = "NAME")]
    lon: Option<String>,
    /// Column or member with the latitude; else lat or latitude
    #[arg(long, value_name = "NAME")]
    lat: Option<String>,
    /// Column or member with the date; else date, where there is one
    #[arg(long, value_name = "NAME")]
    date_column: Option<String>,
    /// Day of rows without a date of their own
    #[arg(long, value_name = "DATE", default_value = "latest")]
    date: String,
    /// Source to give; may be repeated; else every one. The verdict always rests on all
    #[arg(long = "source", value_name = "ID")]
    sources: Vec<String>,
    /// Add a column (member) for each legal regime: yes, no, disputed or not_determined. No legal advice
    #[arg(long)]
    regimes: bool,
    /// Put before the names of the columns or members that are added
    #[arg(long, value_name = "TEXT", default_value = "")]
    prefix: String,
}

/// A form of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum RowForm {
    /// A table with a header, delimited by comma, semicolon or tab
    Csv,
    /// A JSON object on every line
    Ndjson,
    /// A JSON array, or a GeoJSON feature collection
    Json,
    /// A GeoJSON feature collection of points
    Geojson,
}

impl ClassifyArgs {
    /// Answers.
    pub fn run(&self, data: &DataArgs) -> Result<Done, Failure> {
        let options = self.options()?;
        let mut input = Input::open(&self.input)?;
        let format = self.format(input.head()?);
        let atlas = Arc::new(data.load()?);
        let mut stream = RowStream::new(atlas, format, options).map_err(Failure::new)?;
        let mut output = Output::create(&self.output)?;
        let mut answered = Vec::new();
        while let Some(bytes) = input.next()? {
            let pushed = stream.push(bytes, &mut answered);
            output.write(&answered)?;
            answered.clear();
            pushed.map_err(|e| self.told(&e))?;
        }
        let finished = stream.finish(&mut answered);
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
            date: self.date_column.clone(),
            options: ["--lon NAME", "--lat NAME", "--date-column NAME"],
            moment: when::moment(&self.date)?,
            today: when::today(),
            sources: (!self.sources.is_empty()).then(|| self.sources.clone()),
            regimes: self.regimes,
            prefix: self.prefix.clone(),
        })
    }

    /// The form told, or the one of the file's name, or the one its first bytes look like.
    fn format(&self, head: &[u8]) -> RowFormat {
        let extension = self.input.extension().map(|e| e.to_string_lossy().to_ascii_lowercase());
        let by_name = match extension.as_deref() {
            Some("csv" | "tsv") => Some(RowForm::Csv),
            Some("ndjson" | "jsonl" | "geojsonl" | "ndgeojson" | "geojsonseq") => Some(RowForm::Ndjson),
            Some("json") => Some(RowForm::Json),
            Some("geojson") => Some(RowForm::Geojson),
            _ => None,
        };
        match self.format.or(by_name) {
            Some(RowForm::Csv) => RowFormat::Csv,
            Some(RowForm::Ndjson) => RowFormat::NdJson,
            Some(RowForm::Geojson) => RowFormat::FeatureCollection,
            Some(RowForm::Json) if first_byte(head) == Some(b'{') => RowFormat::FeatureCollection,
            Some(RowForm::Json) => RowFormat::JsonArray,
            None => RowFormat::from_head(head),
        }
    }

    fn judge(&self, summary: Summary) -> Done {
        if summary.errors + summary.hints == 0 {
            return Done::Clean;
        }
        let (errors, rows) = (human::count(summary.errors), human::count(summary.rows));
        let hints = match summary.hints {
            0 => String::new(),
            hints => format!(", {} more seem to have lon and lat exchanged", human::count(hints)),
        };
        tell(&format!("{errors} of {rows} rows have no answer{hints}: see '{}error' in each", self.prefix));
        Done::Findings
    }

    /// An error of the input with its name, and the words to type where there are some.
    fn told(&self, error: &RowError) -> Failure {
        let input = self.input.display().to_string();
        let name = if input == "-" { "standard input" } else { &input };
        let flag = if matches!(error, RowError::TakenColumn(_)) { " (--prefix TEXT)" } else { "" };
        Failure::new(format!("{name}: {error}{flag}"))
    }
}

fn first_byte(head: &[u8]) -> Option<u8> {
    head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start().first().copied()
}
