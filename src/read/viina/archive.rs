//! What the table comes in: as it is, in a zip archive, or as a set of changes.

use std::io::{self, Cursor, Read};

use super::{Cells, Table};
use crate::read::archive::{Archive, ZIP_START};
use crate::read::collection::{MAX_TEXT_BYTES, plain_text};
use crate::read::limit::Limited;
use crate::read::parts::{at, whole};
use contactline_core::model::{Date, Finding, Reading, Severity, foreign};

/// The table in a file: CSV, CSV in a zip archive, or the derived set of changes (JSON). See [`Table::read`].
#[must_use]
pub fn read(mut bytes: impl Read, file: &str, column: Option<&str>, cells: &Cells, today: Date) -> Reading<Table> {
    let refused = |finding: Finding| Reading { value: None, findings: vec![finding] };
    let unreadable = |e: &io::Error| refused(at(Severity::Error, "unreadable", whole(file), e.to_string()));
    let mut start = Vec::new();
    if let Err(e) = bytes.by_ref().take(4_096).read_to_end(&mut start) {
        return unreadable(&e);
    }
    let is_zip = start.starts_with(ZIP_START);
    if let Some(message) = foreign(&start).filter(|_| !is_zip) {
        return refused(at(Severity::Error, "not_a_map", whole(file), message));
    }
    // UTF-16 and JSON are read whole.
    let is_text = start.starts_with(b"{") || start.contains(&0);
    let mut bytes = Cursor::new(start).chain(bytes);
    if !is_zip && !is_text {
        return Table::read(Limited::new(bytes), file, column, cells, today);
    }
    let mut whole_file = Vec::new();
    match bytes.by_ref().take(MAX_TEXT_BYTES as u64 + 1).read_to_end(&mut whole_file) {
        Err(e) => return unreadable(&e),
        Ok(_) if is_zip => {}
        Ok(_) => {
            return match plain_text(&whole_file, file) {
                Ok(text) if text.starts_with('{') => Table::read_changes(text.as_bytes(), file, cells, today),
                Ok(text) => Table::read(Limited::new(text.as_bytes()), file, column, cells, today),
                Err(finding) => refused(*finding),
            };
        }
    }
    let archive = match Archive::open(Cursor::new(whole_file), file) {
        Ok(archive) => archive,
        Err(finding) => return refused(*finding),
    };
    let is_table = |name: &String| name.to_lowercase().ends_with(".csv");
    let tables: Vec<String> = archive.members().into_iter().filter(is_table).collect();
    let [name] = tables.as_slice() else {
        let message = format!("{} files *.csv in the archive; wanted one", tables.len());
        return refused(at(Severity::Error, "bad_zip", whole(file), message));
    };
    let reading = archive
        .with_member(name, |table| Table::read(Limited::new(table), &format!("{file}/{name}"), column, cells, today));
    reading.unwrap_or_else(|finding| refused(*finding))
}
