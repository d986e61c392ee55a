//! `classify --reports`: evidence of single rows of a table, a page each.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::failure::{Failure, tell};
use super::when::{now, today};
use super::{DataArgs, report};
use crate::evidence;
use crate::questions::{Context, MadeLayers};
use crate::request::Words;
use crate::rows::{MAX_WATCHED, RowFormat, WatchFor, WatchedRow};
use crate::wire::Rights;
use contactline_core::atlas::Atlas;
use contactline_core::model::Moment;

/// What names the rows.
const KEY: &str = "--report-key COLUMN=VALUE";

/// Which rows evidence is wanted of, and where it goes.
#[derive(Debug, clap::Args)]
pub struct ReportArgs {
    /// Also write evidence of the rows that --report-key names, a page to print each (.html), into this directory; 100 at most.
    /// `verify` asks them again
    #[arg(long, value_name = "DIR", requires = "report_key")]
    reports: Option<PathBuf>,
    /// Rows to write evidence of: those with this value in this column; may be repeated
    #[arg(long, value_name = "COLUMN=VALUE", requires = "reports", value_parser = key)]
    report_key: Vec<[String; 2]>,
    /// Sign the evidence with this Ed25519 private key (PEM, PKCS #8)
    #[arg(long, value_name = "KEY", requires = "reports")]
    sign: Option<PathBuf>,
}

/// A column and a value.
fn key(text: &str) -> Result<[String; 2], String> {
    let (column, value) = text.split_once('=').ok_or_else(|| format!("'{text}' is not COLUMN=VALUE"))?;
    Ok([column.to_owned(), value.to_owned()])
}

impl ReportArgs {
    /// The rows that are watched for.
    pub fn watched(&self) -> Option<WatchFor> {
        self.reports.as_ref().map(|_| WatchFor { keys: self.report_key.clone(), option: KEY })
    }

    /// Refuses what there is no evidence of, before anything is written.
    ///
    /// # Errors
    /// Rows that are no table, or too many that are named.
    pub fn admit(&self, rows: &[WatchedRow], format: Option<RowFormat>) -> Result<(), Failure> {
        if self.reports.is_some() && format.is_some_and(|format| format != RowFormat::Csv) {
            return Err(Failure::new("--reports: evidence is of the rows of tables, and these are JSON"));
        }
        if rows.len() > MAX_WATCHED {
            let detail = format!("--reports: more than {MAX_WATCHED} rows are named; wanted {MAX_WATCHED} at most");
            return Err(Failure::new(detail));
        }
        Ok(())
    }

    /// Writes the evidence of the rows that were found, and says what was written.
    ///
    /// # Errors
    /// A file cannot be written.
    pub fn write(
        &self,
        (atlas, fingerprint): (&Atlas, &str),
        data: &DataArgs,
        table: &str,
        rows: Vec<WatchedRow>,
    ) -> Result<(), Failure> {
        let Some(directory) = &self.reports else { return Ok(()) };
        for [column, value] in &self.report_key {
            if !rows.iter().any(|row| row.key == [column.clone(), value.clone()]) {
                tell(&format!("--reports: no row has '{value}' in '{column}'"));
            }
        }
        std::fs::create_dir_all(directory).map_err(|e| Failure::of_io(directory.display(), &e))?;
        let files = report::files(data)?;
        let context = Context { atlas, fingerprint, rights: &Rights::All, layers: &MadeLayers, is_indented: false };
        let mut names = BTreeSet::new();
        for WatchedRow { number, key, read, located, asked } in rows {
            let (position, moment) = match asked {
                Ok(asked) => asked,
                Err(why) => {
                    tell(&format!("--reports: row {number} ({}={}): no page: {why}", key[0], key[1]));
                    continue;
                }
            };
            let words = [
                ("lon", position.lon().to_string()),
                ("lat", position.lat().to_string()),
                ("date", asked_text(moment)),
            ];
            let words = Words::new(words.map(|(name, value)| (name.to_owned(), value)).to_vec(), today());
            let path = directory.join(name(&key[1], number, &mut names));
            let row = json!({ "table": table, "number": number, "key": [key], "read": read, "located": located });
            let document = evidence::document(context, &words, now(), &files, Some(row));
            let mut document = document.map_err(|refusal| Failure::new(refusal.told(None)))?;
            report::sign(&mut document, self.sign.as_deref())?;
            std::fs::write(&path, evidence::page(&document)).map_err(|e| Failure::of_io(path.display(), &e))?;
        }
        let pages = names.len();
        tell(&format!("--reports: {pages} {} in {}", if pages == 1 { "page" } else { "pages" }, display(directory)));
        Ok(())
    }
}

fn display(directory: &Path) -> String {
    directory.display().to_string()
}

/// A moment as it was asked about: the day whose end it is, else the second.
fn asked_text(moment: Moment) -> String {
    if moment == moment.date().end() { moment.date().to_string() } else { moment.to_second() }
}

/// A name for the page of a row: its value as far as files may be named so, with its number where another row has it.
fn name(value: &str, number: u64, taken: &mut BTreeSet<String>) -> String {
    const MAX_CHARS: usize = 80;
    let plain = |c: char| if c.is_alphanumeric() || "-_.".contains(c) { c } else { '_' };
    let stem: String = value.trim().chars().take(MAX_CHARS).map(plain).collect();
    let stem = stem.trim_start_matches('.');
    let whole = if stem.is_empty() { format!("row-{number}.html") } else { format!("{stem}.html") };
    let whole = if taken.contains(&whole.to_lowercase()) { format!("{stem}-row-{number}.html") } else { whole };
    taken.insert(whole.to_lowercase());
    whole
}
