//! What the table comes in: as it is, or in a zip archive.

use std::io::{BufReader, Read, Seek};

use super::{Cells, Table};
use crate::model::{Date, Reading, Severity};
use crate::read::parts::{at, whole};

/// The table in a file: CSV, CSV in a zip archive, or the derived set of changes (JSON). See [`Table::read`].
#[must_use]
pub fn read(
    mut bytes: impl Read + Seek,
    file: &str,
    column: Option<&str>,
    cells: &Cells,
    today: Date,
) -> Reading<Table> {
    let refused =
        |code, message| Reading { value: None, findings: vec![at(Severity::Error, code, whole(file), message)] };
    let mut start = [0; 4];
    let begun = bytes.read(&mut start).and_then(|_| bytes.rewind());
    if let Err(e) = begun {
        return refused("unreadable", e.to_string());
    }
    match start {
        [b'P', b'K', 3, 4] => {}
        [b'{', ..] => {
            let mut text = Vec::new();
            return match bytes.read_to_end(&mut text) {
                Ok(_) => Table::read_changes(&text, file, cells, today),
                Err(e) => refused("unreadable", e.to_string()),
            };
        }
        _ => return Table::read(BufReader::new(bytes), file, column, cells, today),
    }
    let mut archive = match zip::ZipArchive::new(BufReader::new(bytes)) {
        Ok(archive) => archive,
        Err(e) => return refused("bad_zip", e.to_string()),
    };
    let is_table = |name: &String| name.to_lowercase().ends_with(".csv") && !name.starts_with("__MACOSX");
    let names = archive.file_names().filter_map(|name| Some(name.ok()?.into_owned()));
    let tables: Vec<String> = names.filter(is_table).collect();
    let [name] = tables.as_slice() else {
        return refused("bad_zip", format!("{} files *.csv in the archive; wanted one", tables.len()));
    };
    match archive.by_name(name) {
        Ok(table) => Table::read(table, &format!("{file}/{name}"), column, cells, today),
        Err(e) => refused("bad_zip", e.to_string()),
    }
}
