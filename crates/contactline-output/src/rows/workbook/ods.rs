//! OpenDocument spreadsheets: the cells of a table, a row at a time, so that what a row repeats is never held.

use std::io::BufRead;

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use super::{MAX_COLUMNS, put, unread};
use crate::rows::RowError;

/// The most rows of a sheet, as spreadsheets have them.
const MAX_ROWS: usize = 1 << 20;

/// The names of the tables of a document.
pub(super) fn sheets(document: impl BufRead) -> Result<Vec<String>, RowError> {
    let (mut reader, mut buffer, mut names) = (Reader::from_reader(document), Vec::new(), Vec::new());
    loop {
        match reader.read_event_into(&mut buffer).map_err(unread)? {
            Event::Start(element) if element.name().0 == "table:table" => {
                names.extend(attribute(&element, "table:name")?)
            }
            Event::Eof => return Ok(names),
            _ => {}
        }
        buffer.clear();
    }
}

/// A cell that is being read.
#[derive(Debug, Default)]
struct Cell {
    /// What its attributes say it holds.
    value: Option<String>,
    text: String,
    paragraphs: usize,
    times: usize,
}

/// What is read of a table.
#[derive(Debug, Default)]
struct Table {
    row: Vec<String>,
    column: usize,
    row_times: usize,
    cell: Option<Cell>,
    /// Within a note on a cell.
    is_note: bool,
}

/// Takes a row, and how many times it stands there.
type Each<'e, E> = dyn FnMut(&[String], usize) -> Result<(), E> + 'e;

/// Gives on the rows of the table of that name, each with how many times it stands there.
pub(super) fn rows<E: From<RowError>>(document: impl BufRead, sheet: &str, each: &mut Each<'_, E>) -> Result<(), E> {
    let (mut reader, mut buffer) = (Reader::from_reader(document), Vec::new());
    let mut table: Option<Table> = None;
    loop {
        let event = reader.read_event_into(&mut buffer).map_err(unread)?;
        match (&event, &mut table) {
            (Event::Eof, _) => return Ok(()),
            (Event::Start(element), None) if element.name().0 == "table:table" => {
                table = (attribute(element, "table:name")?.as_deref() == Some(sheet)).then(Table::default);
            }
            (Event::End(element), Some(_)) if element.name().0 == "table:table" => return Ok(()),
            (Event::Start(element), Some(table)) => table.start(element)?,
            (Event::Empty(element), Some(table)) => {
                table.start(element)?;
                table.end(element.name().0, each)?;
            }
            (Event::End(element), Some(table)) => table.end(element.name().0, each)?,
            (Event::Text(text), Some(table)) => table.text(&text.xml10_content()),
            (Event::CData(text), Some(table)) => table.text(&text.xml10_content()),
            (Event::GeneralRef(reference), Some(table)) => {
                let sign = reference.resolve_char_ref().map_err(unread)?;
                match (sign, reference.xml10_content().as_ref()) {
                    (Some(sign), _) => table.text(sign.encode_utf8(&mut [0; 4])),
                    (None, name) => table.text(quick_xml::escape::resolve_predefined_entity(name).unwrap_or_default()),
                }
            }
            _ => {}
        }
        buffer.clear();
    }
}

impl Table {
    fn start(&mut self, element: &BytesStart<'_>) -> Result<(), RowError> {
        let repeats = |name: &str| -> Result<usize, RowError> {
            Ok(attribute(element, name)?.and_then(|times| times.parse().ok()).unwrap_or(1))
        };
        match element.name().0 {
            "table:table-row" => {
                (self.column, self.row_times) = (0, repeats("table:number-rows-repeated")?.min(MAX_ROWS));
                self.row.clear();
            }
            "table:table-cell" | "table:covered-table-cell" => {
                let times = repeats("table:number-columns-repeated")?;
                self.cell = Some(Cell { value: value(element)?, times, ..Cell::default() });
            }
            "office:annotation" => self.is_note = true,
            "text:p" => {
                if let Some(cell) = self.cell.as_mut().filter(|_| !self.is_note) {
                    cell.text.push_str(if cell.paragraphs > 0 { "\n" } else { "" });
                    cell.paragraphs += 1;
                }
            }
            "text:s" => {
                let blanks = attribute(element, "text:c")?.and_then(|count| count.parse().ok()).unwrap_or(1_usize);
                self.text(&" ".repeat(blanks.min(MAX_COLUMNS)));
            }
            "text:tab" => self.text("\t"),
            "text:line-break" => self.text("\n"),
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if let Some(cell) = self.cell.as_mut().filter(|cell| cell.paragraphs > 0 && !self.is_note) {
            cell.text.push_str(text);
        }
    }

    fn end<E: From<RowError>>(&mut self, element: &str, each: &mut Each<'_, E>) -> Result<(), E> {
        match element {
            "table:table-cell" | "table:covered-table-cell" => {
                let Some(cell) = self.cell.take() else { return Ok(()) };
                let value = cell.value.unwrap_or(cell.text);
                let from = self.column;
                self.column = from.saturating_add(cell.times);
                if !value.is_empty() {
                    for column in from..self.column {
                        put(&mut self.row, u32::try_from(column).unwrap_or(u32::MAX), value.clone())?;
                    }
                }
                Ok(())
            }
            "table:table-row" => each(&self.row, self.row_times),
            "office:annotation" => {
                self.is_note = false;
                Ok(())
            }
            _ => Ok(()),
        }
    }
}

/// What a cell's attributes say that it holds; none where its text does.
fn value(element: &BytesStart<'_>) -> Result<Option<String>, RowError> {
    Ok(match attribute(element, "office:value-type")?.as_deref() {
        Some("float" | "percentage" | "currency") => attribute(element, "office:value")?,
        Some("boolean") => attribute(element, "office:boolean-value")?,
        Some("date") => {
            let day = attribute(element, "office:date-value")?;
            day.map(|day| day.strip_suffix("T00:00:00").unwrap_or(&day).to_owned())
        }
        Some("string") => attribute(element, "office:string-value")?,
        _ => None,
    })
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Result<Option<String>, RowError> {
    for attribute in element.attributes() {
        let attribute = attribute.map_err(unread)?;
        if attribute.key.0 == name {
            return Ok(Some(attribute.normalized_value(XmlVersion::Implicit1_0).map_err(unread)?.into_owned()));
        }
    }
    Ok(None)
}
