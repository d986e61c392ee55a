//! `contactline compare`: two screenings of one table, and the rows whose answers changed, each with the reason.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use clap::Args;

use crate::read::input;
use crate::rows::delimiter_of;
use contactline_core::model::told::count;

use super::failure::{Done, Failure, tell};
use super::rows_file::Output;

/// Rows among which the header is looked for.
const MAX_ROWS_BEFORE: usize = 20;

/// `compare`: an earlier and a later table of `classify`.
#[derive(Debug, Args)]
pub struct CompareArgs {
    /// Earlier output of classify (CSV)
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// Later output of classify (CSV)
    #[arg(value_name = "NEW")]
    new: PathBuf,
    /// Column that names a row in both
    #[arg(long, value_name = "NAME")]
    key: String,
    /// Prefix that classify gave to the columns it added
    #[arg(long, value_name = "TEXT", default_value = "")]
    prefix: String,
    /// Output file (CSV), written only if the run succeeds; `-` for standard output
    #[arg(short, long, value_name = "OUT", default_value = "-")]
    output: PathBuf,
}

/// A table with its rows by their keys.
struct Table {
    header: Vec<String>,
    rows: BTreeMap<String, Vec<String>>,
    /// The keys in the order of the rows.
    keys: Vec<String>,
}

/// What a row says, by the names that `classify` gives its columns.
#[derive(Clone, Copy)]
struct Row<'a> {
    header: &'a [String],
    cells: &'a [String],
    prefix: &'a str,
}

impl<'a> Row<'a> {
    fn get(&self, name: &str) -> Option<&'a str> {
        let is_meant = |own: &String| own.strip_prefix(self.prefix) == Some(name);
        let place = self.header.iter().position(is_meant)?;
        self.cells.get(place).map(String::as_str)
    }
}

impl CompareArgs {
    /// Compares.
    pub fn run(&self) -> Result<Done, Failure> {
        let (old, new) = (self.table(&self.old)?, self.table(&self.new)?);
        let names = self.compared(&old, &new)?;
        let mut output = Output::create(&self.output)?;
        let mut text = csv::Writer::from_writer(Vec::new());
        let failed = |error: csv::Error| Failure::new(format!("{}: {error}", self.output.display()));
        text.write_record([self.key.as_str(), "change", "reason"]).map_err(failed)?;
        let (mut changed, mut removed, mut added) = (0_u64, 0_u64, 0_u64);
        for key in &old.keys {
            let before = self.row(&old, key);
            let told = match new.rows.contains_key(key) {
                true => differences(before, self.row(&new, key), &names).map(|told| (told, &mut changed)),
                false => Some((("removed".into(), "the row is in the earlier table alone".into()), &mut removed)),
            };
            if let Some(((change, reason), of_kind)) = told {
                *of_kind += 1;
                text.write_record([key.as_str(), &change, &reason]).map_err(failed)?;
            }
        }
        for key in new.keys.iter().filter(|key| !old.rows.contains_key(*key)) {
            added += 1;
            text.write_record([key.as_str(), "added", "the row is in the later table alone"]).map_err(failed)?;
        }
        output.put(&text.into_inner().map_err(Failure::new)?)?;
        output.complete()?;
        let [changed, removed, added, all] = [changed, removed, added, new.rows.len() as u64];
        let told = [count(changed), count(all), count(added), count(removed)];
        let [of_changed, of_all, of_added, of_removed] = told;
        tell(&format!("{of_changed} of {of_all} rows changed; {of_added} added, {of_removed} removed"));
        Ok(if changed + removed + added == 0 { Done::Clean } else { Done::Findings })
    }

    fn row<'a>(&'a self, table: &'a Table, key: &str) -> Row<'a> {
        let cells = table.rows.get(key).map_or(&[][..], Vec::as_slice);
        Row { header: &table.header, cells, prefix: &self.prefix }
    }

    /// The columns that say what a row's answer is, in both tables.
    fn compared(&self, old: &Table, new: &Table) -> Result<Vec<String>, Failure> {
        let own = |table: &Table| -> Vec<String> {
            let names = table.header.iter().filter_map(|name| name.strip_prefix(&self.prefix).map(str::to_owned));
            names.filter(|name| is_answer(name)).collect()
        };
        let (of_old, of_new) = (own(old), own(new));
        let missing: BTreeSet<&String> = of_old
            .iter()
            .filter(|name| !of_new.contains(name))
            .chain(of_new.iter().filter(|name| !of_old.contains(name)))
            .collect();
        if !missing.is_empty() {
            let names: Vec<&str> = missing.iter().map(|name| name.as_str()).collect();
            tell(&format!("columns that are in one table alone are not compared: {}", names.join(", ")));
        }
        let both: Vec<String> = of_old.into_iter().filter(|name| of_new.contains(name)).collect();
        if both.is_empty() {
            let told = "the tables have no columns of answers in common, such as verdict, ID.status or regime.ID";
            return Err(Failure::new(format!("{told}; are they outputs of classify? (their prefix: --prefix TEXT)")));
        }
        Ok(both)
    }

    fn table(&self, path: &Path) -> Result<Table, Failure> {
        let name = path.display();
        let text = input::text(path).map_err(Failure::new)?;
        let text = text.trim_start_matches('\u{feff}');
        let line = text.lines().find(|line| line.contains(&self.key)).unwrap_or_default();
        let mut reader = csv::ReaderBuilder::new();
        let mut reader = reader
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter_of(line.as_bytes()))
            .from_reader(text.as_bytes());
        let mut table: Option<Table> = None;
        let mut key_at = 0;
        let mut seen = BTreeSet::new();
        for (number, record) in reader.records().enumerate() {
            let record = record.map_err(|error| Failure::new(format!("{name}: {error}")))?;
            let cells: Vec<String> = record.iter().map(str::to_owned).collect();
            let Some(table) = &mut table else {
                seen.extend(cells.iter().cloned());
                if let Some(place) = cells.iter().position(|cell| cell.trim() == self.key) {
                    key_at = place;
                    table = Some(Table { header: cells, rows: BTreeMap::new(), keys: Vec::new() });
                } else if number == MAX_ROWS_BEFORE {
                    break;
                }
                continue;
            };
            let key = cells.get(key_at).cloned().unwrap_or_default();
            if key.trim().is_empty() {
                return Err(Failure::new(format!("{name}: row {} has no '{}'", number + 1, self.key)));
            }
            if table.rows.insert(key.clone(), cells).is_some() {
                return Err(Failure::new(format!(
                    "{name}: '{key}' names two rows by '{}'; name a column whose values differ",
                    self.key
                )));
            }
            table.keys.push(key);
        }
        let known = || seen.iter().take(MAX_ROWS_BEFORE).cloned().collect::<Vec<_>>().join(", ");
        table.ok_or_else(|| {
            Failure::new(format!("{name}: there is no column '{}' (--key NAME); there are: {}", self.key, known()))
        })
    }
}

/// Whether a column says what the answer is: not how old or how far.
fn is_answer(name: &str) -> bool {
    matches!(name, "region" | "verdict" | "place.id" | "place.range" | "error")
        || name.ends_with(".status")
        || name.ends_with(".holder")
        || (name.starts_with("regime.") && !name.ends_with(".rests_on_stale"))
}

/// What differs between two rows, and why; none where their answers are the same.
fn differences(old: Row<'_>, new: Row<'_>, names: &[String]) -> Option<(String, String)> {
    let differs = |name: &str| old.get(name) != new.get(name);
    let changed: Vec<&str> = names.iter().map(String::as_str).filter(|name| differs(name)).collect();
    if changed.is_empty() {
        return None;
    }
    let shown = |value: Option<&str>| value.filter(|value| !value.is_empty()).unwrap_or("none").to_owned();
    let change = |name: &&str| format!("{name}: {} -> {}", shown(old.get(name)), shown(new.get(name)));
    let changes: Vec<String> = changed.iter().map(change).collect();
    let mut reasons = Vec::new();
    let is_moved = changed.contains(&"place.id");
    if is_moved {
        reasons.push("the address is resolved otherwise".to_owned());
    } else if changed.contains(&"region") {
        reasons.push("the row lies elsewhere".to_owned());
    }
    let sources: BTreeSet<&str> = changed
        .iter()
        .filter_map(|name| name.strip_suffix(".status").or_else(|| name.strip_suffix(".holder")))
        .collect();
    // Where the place is another, what is said of it tells nothing of a line.
    if reasons.is_empty() {
        reasons.extend(sources.iter().map(|source| of_source(source, old, new)));
    }
    let is_of_regimes = changed.iter().any(|name| name.starts_with("regime."));
    if is_of_regimes && reasons.is_empty() {
        reasons.push("the register of law changed, or the day that was asked about".to_owned());
    }
    if changed.contains(&"error") {
        let error = |row: Row<'_>| row.get("error").filter(|error| !error.is_empty()).map(str::to_owned);
        match (error(old), error(new)) {
            (None, Some(now)) => reasons.push(format!("no answer now: {now}")),
            (Some(before), None) => reasons.push(format!("answered now; before: {before}")),
            _ => {}
        }
    }
    if reasons.is_empty() {
        let is_range = changed.contains(&"place.range");
        reasons.push(
            if is_range { "other parts of the area are held" } else { "not told by the columns that are there" }
                .to_owned(),
        );
    }
    Some((changes.join("; "), reasons.join("; ")))
}

/// Why a source says something else.
fn of_source(source: &str, old: Row<'_>, new: Row<'_>) -> String {
    let fact = |row: Row<'_>, fact: &str| row.get(&format!("{source}.{fact}")).unwrap_or_default().to_owned();
    let [before, now] = [fact(old, "version"), fact(new, "version")];
    let [said, says] = [fact(old, "status"), fact(new, "status")];
    let is_newer = !now.is_empty() && now != before;
    let versions = if is_newer { format!("versions {before} and {now}") } else { format!("version {now}") };
    match (said.as_str(), says.as_str()) {
        (_, "unknown") => {
            let age = fact(new, "age_days");
            let age = if age.is_empty() { String::new() } else { format!(", {age} days old") };
            format!("{source} fell silent ({versions}{age})")
        }
        ("unknown", _) if is_newer => format!("{source} has a newer version ({versions})"),
        ("unknown", _) => format!("{source} speaks ({versions}): another day was asked about, or the data changed"),
        _ if is_newer => format!("the line of {source} moved ({versions})"),
        _ if now.is_empty() => format!("{source} says otherwise"),
        _ => format!(
            "{source} says otherwise in the same version ({now}): another day or place was asked about, or the data changed"
        ),
    }
}
