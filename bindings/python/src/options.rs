//! What may be said of rows, as Python says it.

use contactline::ask::question_moment;
use contactline::request::Refusal;
use contactline::rows::{OptionWords, RowOptions};
use pyo3::prelude::*;

use crate::error;

/// What the options are called here.
const WORDS: OptionWords = OptionWords {
    lon: "lon=",
    lat: "lat=",
    place_column: "",
    region_column: "",
    postcode_column: "",
    date_column: "date=",
    date_format: "date_format=",
    date: "day=",
    encoding: "encoding=",
    skip_lines: "skip_lines=",
    prefix: "prefix=",
};

/// What is said of rows.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub struct Options {
    lon: Option<String>,
    lat: Option<String>,
    date: Option<String>,
    date_format: Option<String>,
    day: Option<String>,
    sources: Option<Vec<String>>,
    regimes: bool,
    columns: Option<Vec<String>>,
    prefix: String,
}

impl Options {
    /// As the rows take them.
    ///
    /// # Errors
    /// A day or a form of dates that cannot be meant.
    pub fn read(self, py: Python<'_>) -> PyResult<RowOptions> {
        let today = contactline::http::today();
        let moment = self.day.map(|text| question_moment(&text, today)).transpose();
        let format = self.date_format.map(|word| word.parse()).transpose();
        Ok(RowOptions {
            lon: self.lon,
            lat: self.lat,
            date_column: self.date,
            date_format: format
                .map_err(|e| error::refused(py, &Refusal::from(e).of("date_format")))?
                .unwrap_or_default(),
            moment: moment.map_err(|e| error::refused(py, &Refusal::from(e).of("day")))?,
            sources: self.sources,
            regimes: self.regimes,
            columns: self.columns,
            prefix: self.prefix,
            ..RowOptions::new(today, WORDS)
        })
    }
}
