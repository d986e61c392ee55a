//! Workbooks (xlsx, ods): a sheet as a table of text, row by row, within limits of what is unpacked and of how many cells
//! there are. A workbook of a few kilobytes can hold a table of gigabytes.

use std::io::{self, BufReader, Read, Seek};

use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx};
use zip::ZipArchive;

use super::RowError;
use super::csv::write_field;

mod ods;

/// The most bytes of a workbook once it is unpacked.
const MAX_UNPACKED_BYTES: u64 = 512 << 20;
/// The most of them that are held at a time: words that cells share, and styles.
const MAX_HELD_BYTES: u64 = 128 << 20;
/// The most files in one.
const MAX_FILES: usize = 10_000;
/// The most cells of a sheet, with the blank ones before others of their row.
const MAX_CELLS: u64 = 50_000_000;
/// The most columns of a sheet, as spreadsheets have them.
const MAX_COLUMNS: usize = 16_384;
/// Rows that tell how many columns the table has.
const ROWS_OF_WIDTH: usize = 100;
/// Bytes of text that are given on at a time.
const PIECE: usize = 1 << 20;
/// What is between fields of the text.
const DELIMITER: u8 = b',';

/// A workbook whose sheets are known.
pub struct Workbook<R: Read + Seek> {
    book: Book<R>,
    sheets: Vec<Sheet>,
}

enum Book<R: Read + Seek> {
    Xlsx(Box<Xlsx<R>>),
    Ods(ZipArchive<R>),
}

/// A sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Sheet {
    name: String,
    is_visible: bool,
}

fn unread(error: impl std::fmt::Display) -> RowError {
    RowError::Workbook(format!("the workbook cannot be read: {error}"))
}

impl<R: Read + Seek> Workbook<R> {
    /// Opens a workbook.
    ///
    /// # Errors
    /// It is none, or more than is read.
    pub fn open(mut file: R) -> Result<Self, RowError> {
        let is_ods = within_limits(&mut file)?;
        file.rewind().map_err(unread)?;
        if is_ods {
            let mut archive = ZipArchive::new(file).map_err(unread)?;
            let names = ods::sheets(content(&mut archive)?)?;
            let sheets = names.into_iter().map(|name| Sheet { name, is_visible: true }).collect();
            return Ok(Self { book: Book::Ods(archive), sheets });
        }
        let book = Xlsx::new(file).map_err(unread)?;
        let is_sheet = |sheet: &&calamine::Sheet| sheet.typ == SheetType::WorkSheet;
        let sheet = |sheet: &calamine::Sheet| Sheet {
            name: sheet.name.clone(),
            is_visible: sheet.visible == SheetVisible::Visible,
        };
        let sheets = book.sheets_metadata().iter().filter(is_sheet).map(sheet).collect();
        Ok(Self { book: Book::Xlsx(Box::new(book)), sheets })
    }

    /// The sheet of a name; else the first that is visible, with what is to be said of it where there are others. `option`
    /// names a sheet.
    ///
    /// # Errors
    /// There is no such sheet.
    pub fn choose(&self, name: Option<&str>, option: &str) -> Result<(String, Option<String>), RowError> {
        let names = |sheets: &mut dyn Iterator<Item = &Sheet>| {
            sheets.map(|sheet| format!("'{}'", super::names::shown(&sheet.name))).collect::<Vec<_>>().join(", ")
        };
        if let Some(name) = name {
            let found = self.sheets.iter().find(|sheet| sheet.name == name);
            let found = found.or_else(|| self.sheets.iter().find(|s| s.name.to_lowercase() == name.to_lowercase()));
            let all = || names(&mut self.sheets.iter());
            let none = || RowError::Workbook(format!("there is no sheet '{name}'; there are: {}", all()));
            return found.map(|sheet| (sheet.name.clone(), None)).ok_or_else(none);
        }
        let first = self.sheets.iter().find(|sheet| sheet.is_visible).or_else(|| self.sheets.first());
        let first = first.ok_or_else(|| RowError::Workbook("the workbook has no sheets".into()))?;
        let others = names(&mut self.sheets.iter().filter(|sheet| sheet.name != first.name));
        let of_first = super::names::shown(&first.name);
        let note = format!("sheet '{of_first}' is read, the first; others ({option}): {others}");
        Ok((first.name.clone(), (!others.is_empty()).then_some(note)))
    }

    /// Gives on the rows of a sheet as a table of text in UTF-8, with commas between its fields: pieces of whole rows. Blank
    /// rows are left out. Days are written `2022-03-05`.
    ///
    /// # Errors
    /// What cannot be read, more cells than are read, or what `sink` says.
    pub fn rows<E: From<RowError>>(
        &mut self,
        sheet: &str,
        sink: &mut dyn FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut text = TableText::default();
        match &mut self.book {
            Book::Xlsx(book) => {
                let mut cells = book.worksheet_cells_reader(sheet).map_err(unread)?;
                let (mut at, mut row) = (0, Vec::new());
                while let Some(cell) = cells.next_cell().map_err(unread)? {
                    let (of_row, column) = cell.get_position();
                    if of_row != at {
                        text.add(&row, 1, sink)?;
                        row.clear();
                        at = of_row;
                    }
                    put(&mut row, column, text_of(cell.get_value()))?;
                }
                text.add(&row, 1, sink)?;
            }
            Book::Ods(archive) => ods::rows(content(archive)?, sheet, &mut |row, times| text.add(row, times, sink))?,
        }
        text.finish(sink)
    }
}

/// Sets a cell of a row.
fn put(row: &mut Vec<String>, column: u32, value: String) -> Result<(), RowError> {
    let column = usize::try_from(column).unwrap_or(usize::MAX);
    if column >= MAX_COLUMNS {
        return Err(RowError::Workbook(format!(
            "the sheet has more than {MAX_COLUMNS} columns, the most that are read"
        )));
    }
    if row.len() <= column {
        row.resize(column + 1, String::new());
    }
    row[column] = value;
    Ok(())
}

/// The document of an ods.
fn content<R: Read + Seek>(archive: &mut ZipArchive<R>) -> Result<impl io::BufRead + '_, RowError> {
    archive.by_name("content.xml").map(BufReader::new).map_err(unread)
}

/// Unpacks everything once, to be counted: what the archive says of its sizes need not be true. Gives back whether it is an
/// ods.
///
/// # Errors
/// More than is read, or no workbook.
fn within_limits<R: Read + Seek>(file: &mut R) -> Result<bool, RowError> {
    let mut archive = ZipArchive::new(file).map_err(unread)?;
    let has = |name: &str| archive.file_names().flatten().any(|own| own.eq_ignore_ascii_case(name));
    let (is_ods, is_xlsx) = (has("content.xml"), has("[Content_Types].xml") && !has("word/document.xml"));
    if !(is_ods || is_xlsx) {
        return Err(RowError::NotRows { found: "a zip archive without a workbook".into(), advice: "unpack it first" });
    }
    let too_large = |bytes: u64, what: &str| {
        let megabytes = bytes >> 20;
        RowError::Workbook(format!(
            "the workbook is too large: {what} more than {megabytes} MB once unpacked, the most that is read; save the sheet \
             as CSV in UTF-8"
        ))
    };
    if archive.len() > MAX_FILES {
        return Err(RowError::Workbook(format!(
            "the workbook has more than {MAX_FILES} files, the most that are read"
        )));
    }
    let (mut all, mut held) = (0, 0);
    for number in 0..archive.len() {
        let packed = archive.by_index(number).map_err(unread)?;
        let name = packed.name().map(|name| name.into_owned()).unwrap_or_default();
        let is_read_by_rows = name.contains("worksheets/") || name == "content.xml";
        let bytes = io::copy(&mut packed.take(MAX_UNPACKED_BYTES + 1 - all), &mut io::sink()).map_err(unread)?;
        all += bytes;
        held += if is_read_by_rows { 0 } else { bytes };
        if all > MAX_UNPACKED_BYTES {
            return Err(too_large(MAX_UNPACKED_BYTES, "it has"));
        }
        if held > MAX_HELD_BYTES {
            return Err(too_large(MAX_HELD_BYTES, "its texts and styles have"));
        }
    }
    Ok(is_ods)
}

/// What a cell says, as text.
fn text_of(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(flag) => flag.to_string(),
        DataRef::DateTime(moment) => text_of_moment(moment),
        DataRef::Error(error) => error.to_string(),
    }
}

/// A day, a day with its time, or a time alone; of a length of time the number of days.
fn text_of_moment(moment: &ExcelDateTime) -> String {
    if moment.is_duration() {
        return moment.as_f64().to_string();
    }
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let time = format!("{hour:02}:{minute:02}:{second:02}");
    match (moment.as_f64() < 1.0, time.as_str()) {
        (true, _) => time,
        (_, "00:00:00") => format!("{year:04}-{month:02}-{day:02}"),
        _ => format!("{year:04}-{month:02}-{day:02} {time}"),
    }
}

/// Rows on their way into text.
#[derive(Default)]
struct TableText {
    /// The first rows, until the number of columns is known.
    first: Vec<Vec<String>>,
    width: Option<usize>,
    text: Vec<u8>,
    cells: u64,
}

impl TableText {
    /// Adds a row, so many times; a blank one is left out.
    fn add<E: From<RowError>>(
        &mut self,
        row: &[String],
        times: usize,
        sink: &mut dyn FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        let Some(last) = row.iter().rposition(|cell| !cell.is_empty()) else { return Ok(()) };
        let row = &row[..=last];
        for _ in 0..times {
            self.cells += row.len() as u64;
            if self.cells > MAX_CELLS {
                let most = MAX_CELLS / 1_000_000;
                let told =
                    format!("the sheet has more than {most} million cells, the most that are read; save it as CSV");
                return Err(RowError::Workbook(told).into());
            }
            match self.width {
                Some(width) => self.write(row, width),
                None => {
                    self.first.push(row.to_vec());
                    if self.first.len() == ROWS_OF_WIDTH {
                        self.settle();
                    }
                }
            }
            if self.text.len() >= PIECE {
                sink(&self.text)?;
                self.text.clear();
            }
        }
        Ok(())
    }

    /// The table has as many columns as the longest of its first rows.
    fn settle(&mut self) {
        let first = std::mem::take(&mut self.first);
        let width = first.iter().map(Vec::len).max().unwrap_or(0);
        self.width = Some(width);
        first.iter().for_each(|row| self.write(row, width));
    }

    fn write(&mut self, row: &[String], width: usize) {
        for column in 0..width.max(row.len()) {
            if column > 0 {
                self.text.push(DELIMITER);
            }
            write_field(row.get(column).map_or(&[], |cell| cell.as_bytes()), DELIMITER, &mut self.text);
        }
        self.text.push(b'\n');
    }

    fn finish<E>(mut self, sink: &mut dyn FnMut(&[u8]) -> Result<(), E>) -> Result<(), E> {
        if self.width.is_none() {
            self.settle();
        }
        sink(&self.text)
    }
}
