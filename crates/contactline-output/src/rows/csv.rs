//! Rows of a table: fields are passed on byte for byte, the answer follows in columns of its own.

use std::sync::Arc;

use contactline_core::model::PostcodePrecision;
use memchr::{memchr, memchr_iter};

use super::answer::{Answer, Answers, Worker, moment_text};
use super::cells;
use super::columns::Column;
use super::names::{self, DaySource, PlaceColumns, Seen};
use super::placed::{OfArea, Placed};
use super::places::Located;
use super::survey::{self, Survey};
use super::watched::Watch;
use super::{Kept, RowError, RowOptions};

/// What the header tells.
#[derive(Debug)]
pub(super) struct Header {
    /// Between fields.
    pub(super) delimiter: u8,
    /// The header with the added columns, and its line end.
    pub(super) line: Vec<u8>,
    line_end: &'static [u8],
    lon: usize,
    lat: usize,
    /// By which the row is located in place of them.
    place: Option<PlaceColumns>,
    date: Option<usize>,
    watch: Watch,
    columns: usize,
    /// Between the whole and the tenths of a number that is added: as the table writes its own.
    decimal: u8,
}

/// A header, where a day comes from, and what is to be said of them.
#[derive(Debug)]
pub(super) struct HeaderRead {
    pub(super) header: Header,
    pub(super) day: DaySource,
    pub(super) seen: Vec<Seen>,
    pub(super) notes: Vec<String>,
}

/// The names in a line that may be a header.
pub(super) struct Names<'a> {
    body: &'a [u8],
    end: &'a [u8],
    delimiter: u8,
    names: Vec<String>,
}

impl<'a> Names<'a> {
    /// Reads a line; `delimiter` is the one told, if any.
    pub(super) fn read(line: &'a [u8], told: Option<u8>) -> Self {
        let (body, end) = without_end(line);
        let delimiter = told.unwrap_or_else(|| delimiter_of(body));
        let mut fields = Vec::new();
        split(body, delimiter, &mut fields);
        let text = |&(from, to): &(usize, usize)| String::from_utf8_lossy(&unquoted(&body[from..to])).trim().to_owned();
        Self { body, end, delimiter, names: fields.iter().map(text).collect() }
    }

    /// What stands between them.
    pub(super) const fn delimiter(&self) -> u8 {
        self.delimiter
    }

    /// Whether there are columns for longitude and latitude.
    pub(super) fn name_a_place(&self, options: &RowOptions) -> bool {
        let seen = Survey::of_header(&self.names).columns;
        match PlaceColumns::of(&seen, options) {
            Ok(None) => names::place(&seen, options).is_ok(),
            columns => columns.is_ok(),
        }
    }

    /// The header they make, above the first of its rows.
    ///
    /// # Errors
    /// A column that is missing, already there, or that cannot be told from another.
    pub(super) fn header(
        self,
        rows: &mut dyn Iterator<Item = &[u8]>,
        options: &RowOptions,
        answers: &Answers,
    ) -> Result<HeaderRead, RowError> {
        let Self { body, end, delimiter, names } = self;
        let mut survey = Survey::of_header(&names);
        let mut fields = Vec::new();
        for row in rows.take(survey::MAX_ROWS) {
            let (row, _) = without_end(row);
            split(row, delimiter, &mut fields);
            for (column, &(from, to)) in fields.iter().enumerate() {
                survey.add(column, &String::from_utf8_lossy(&unquoted(&row[from..to])));
            }
        }
        let seen = survey.columns;
        let place = PlaceColumns::of(&seen, options)?;
        let (lon, lat) = match place {
            Some(_) => (0, 0),
            None => names::place(&seen, options)?,
        };
        let day = names::day(&seen, options)?;
        let date = if let DaySource::Column(column) = day { Some(column) } else { None };
        let read: Vec<_> = match &place {
            Some(columns) => columns.read().collect(),
            None => vec![("longitude", lon), ("latitude", lat)],
        };
        let columns: Vec<usize> = read.iter().map(|(_, column)| *column).chain(date).collect();
        let watch = Watch::of(&seen, &columns, options)?;
        let of_columns = names::read_from(&seen, read.into_iter().chain(date.map(|date| (names::DAY_READ, date))));
        let commas = |column: usize| seen[column].values.first().is_some_and(|value| value.contains(','));
        let has_commas = if place.is_none() { commas(lon) && commas(lat) } else { writes_commas(&seen) };
        let decimal = if has_commas { b',' } else { b'.' };
        let of_commas = (delimiter == b',' && place.is_none() && has_commas)
            .then(|| "a comma in a coordinate is read as its decimal point".into());
        let line_end: &[u8] = match end {
            b"\r\n" => b"\r\n",
            b"\r" => b"\r",
            _ => b"\n",
        };
        let mut line = body.to_vec();
        for &column in answers.columns() {
            let name = format!("{}{}", options.prefix, answers.known().name(column));
            if names.contains(&name) {
                return Err(options.taken(&name));
            }
            line.push(delimiter);
            write_field(name.as_bytes(), delimiter, &mut line);
        }
        line.extend_from_slice(line_end);
        let header = Header { delimiter, line, line_end, lon, lat, place, date, watch, columns: names.len(), decimal };
        Ok(HeaderRead { header, day, seen, notes: [of_columns, of_commas].into_iter().flatten().collect() })
    }
}

impl Header {
    /// Appends the row with its answer, or its error.
    pub(super) fn answer(
        &self,
        answers: &Answers,
        (number, row): (u64, &[u8]),
        worker: &mut Worker,
        out: &mut Vec<u8>,
    ) -> Kept {
        let (body, end) = without_end(row);
        let end = if end.is_empty() { self.line_end } else { end };
        if std::str::from_utf8(body).is_err() {
            self.refuse_bytes(answers, body, out);
            out.extend_from_slice(end);
            return Kept::Refused;
        }
        let mut fields = std::mem::take(&mut worker.fields);
        let closed = split(body, self.delimiter, &mut fields);
        let mut found = Found::default();
        let answer = self.echo(body, &fields, closed, out).and_then(|()| {
            let field = |k: usize| unquoted(&body[fields[k].0..fields[k].1]);
            let date = self.date.map(field);
            let position = match &self.place {
                Some(PlaceColumns { place: Some(place), region, postcode }) => {
                    let text = |column: Option<usize>| {
                        column.map_or_else(String::new, |column| String::from_utf8_lossy(&field(column)).into_owned())
                    };
                    let located = answers.located([text(Some(*place)), text(*region), text(*postcode)], worker);
                    return answers.placed(found.located.insert(located), date.as_deref(), worker);
                }
                Some(PlaceColumns { postcode, .. }) => {
                    answers.at_postcode(&field(postcode.unwrap_or(0))).map_err(|(of_code, why)| {
                        found.precision = Some(of_code);
                        why
                    })?
                }
                None => {
                    let lon = cells::number(Some(&field(self.lon)), "lon");
                    let lat = cells::number(Some(&field(self.lat)), "lat");
                    cells::position(lon, lat)?
                }
            };
            answers.answer(position, date.as_deref(), worker).map(Placed::At)
        });
        worker.fields = fields;
        let asked = || match &answer {
            Ok(Placed::At(answer)) => Ok((answer.position, answer.moment)),
            Ok(Placed::Area(area)) => Err(format!("it names an area: {}", area.range)),
            Err(error) => Err(error.clone()),
        };
        self.watch.note((number, body, self.delimiter), found.located.as_deref(), asked, &mut worker.watched);
        let kept = match answer {
            Ok(Placed::At(answer)) => {
                self.write(answers, &answer, out);
                if answer.hint.is_some() { Kept::Hinted } else { Kept::Answered }
            }
            Ok(Placed::Area(area)) => {
                self.write_found(answers, &found, Some(&area), "", out);
                Kept::OfArea
            }
            Err(error) => {
                self.write_found(answers, &found, None, &error, out);
                Kept::Refused
            }
        };
        out.extend_from_slice(end);
        kept
    }

    /// Appends a row that is not UTF-8, with a sign for what cannot be read: what is written is UTF-8.
    fn refuse_bytes(&self, answers: &Answers, body: &[u8], out: &mut Vec<u8>) {
        let text = String::from_utf8_lossy(body);
        let mut fields = Vec::new();
        let closed = split(text.as_bytes(), self.delimiter, &mut fields);
        // That it is not UTF-8 is what to tell of it.
        drop(self.echo(text.as_bytes(), &fields, closed, out));
        self.write_found(answers, &Found::default(), None, &answers.not_utf8(), out);
    }

    /// Appends the row's own fields, as many as the header has.
    fn echo(&self, body: &[u8], fields: &[(usize, usize)], closed: bool, out: &mut Vec<u8>) -> Result<(), String> {
        let broken = if !closed {
            Some("a quote is not closed")
        } else if has_bare_return(body) {
            Some("a carriage return stands within the row: quote its field, or end every line alike")
        } else {
            None
        };
        if let Some(error) = broken {
            // As one field: no reader takes it for anything else.
            out.push(b'"');
            for &byte in body {
                out.extend(std::iter::repeat_n(byte, if byte == b'"' { 2 } else { 1 }));
            }
            out.push(b'"');
            out.extend(std::iter::repeat_n(self.delimiter, self.columns - 1));
            return Err(error.into());
        }
        if fields.len() == self.columns {
            out.extend_from_slice(body);
            return Ok(());
        }
        let kept = fields.len().min(self.columns);
        out.extend_from_slice(&body[..fields[kept - 1].1]);
        out.extend(std::iter::repeat_n(self.delimiter, self.columns - kept));
        let mut error = format!("the row has {} fields, the header {}", fields.len(), self.columns);
        if let Some(&(from, _)) = fields.get(kept) {
            error = format!("{error}; left out: {}", String::from_utf8_lossy(&body[from..]));
        }
        Err(error)
    }

    fn write(&self, answers: &Answers, answer: &Answer<'_>, out: &mut Vec<u8>) {
        let text = |text: &str, out: &mut Vec<u8>| write_field(text.as_bytes(), self.delimiter, out);
        for &column in answers.columns() {
            out.push(self.delimiter);
            answers.write(answer, column, self.decimal, &text, out);
        }
    }

    /// Writes what was found of a row without an answer at a place: of one that means an area, and of one that has none at all.
    fn write_found(&self, answers: &Answers, found: &Found, area: Option<&OfArea>, error: &str, out: &mut Vec<u8>) {
        let region = area.and(found.located.as_deref()).and_then(|located| answers.region_of(located));
        for &column in answers.columns() {
            out.push(self.delimiter);
            let moment;
            let text = match column {
                Column::PostcodePrecision => found.precision.map_or("", PostcodePrecision::as_str),
                Column::Place(fact) => {
                    let range = area.map_or("", |area| &*area.range);
                    found.located.as_deref().map_or("", |located| located.fact(fact, range))
                }
                Column::Region => region.as_deref().unwrap_or(""),
                Column::AsOf => {
                    moment = area.map_or_else(String::new, |area| moment_text(area.moment));
                    &moment
                }
                Column::Error => error,
                _ => "",
            };
            write_field(text.as_bytes(), self.delimiter, out);
        }
    }
}

/// What was found of where a row is.
#[derive(Default)]
struct Found {
    located: Option<Arc<Located>>,
    precision: Option<PostcodePrecision>,
}

/// Whether the first numbers of a table that are no whole ones have a decimal comma, all of them.
fn writes_commas(seen: &[Seen]) -> bool {
    let has = |value: &str, sign: char| {
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        value.trim_start_matches('-').split_once(sign).is_some_and(|(whole, part)| digits(whole) && digits(part))
    };
    let values = || seen.iter().flat_map(|column| &column.values);
    values().any(|value| has(value, ',')) && !values().any(|value| has(value, '.'))
}

/// The line and its end.
fn without_end(line: &[u8]) -> (&[u8], &[u8]) {
    let body = line.strip_suffix(b"\n").unwrap_or(line);
    let body = body.strip_suffix(b"\r").unwrap_or(body);
    line.split_at(body.len())
}

/// Whether a carriage return stands outside quotes within a row: some programs read two rows there.
fn has_bare_return(row: &[u8]) -> bool {
    let mut quoted = false;
    memchr(b'\r', row).is_some()
        && row.iter().any(|byte| {
            quoted ^= *byte == b'"';
            *byte == b'\r' && !quoted
        })
}

/// The delimiter of a table by its header: comma, semicolon, tab or bar, whichever stands most often outside quotes.
#[must_use]
pub fn delimiter_of(header: &[u8]) -> u8 {
    let mut quoted = false;
    let mut counts = [(0_usize, b','), (0, b';'), (0, b'\t'), (0, b'|')];
    for &byte in header {
        quoted ^= byte == b'"';
        if let Some(count) = counts.iter_mut().find(|c| c.1 == byte && !quoted) {
            count.0 += 1;
        }
    }
    // The first of equals.
    counts.iter().rev().max_by_key(|c| c.0).map_or(b',', |c| c.1)
}

/// Finds the fields of a row; false when a quote is not closed.
pub(super) fn split(row: &[u8], delimiter: u8, fields: &mut Vec<(usize, usize)>) -> bool {
    fields.clear();
    let mut from = 0;
    if memchr(b'"', row).is_none() {
        for place in memchr_iter(delimiter, row) {
            fields.push((from, place));
            from = place + 1;
        }
        fields.push((from, row.len()));
        return true;
    }
    loop {
        let mut at = from;
        if row.get(at) == Some(&b'"') {
            at += 1;
            loop {
                let Some(quote) = memchr(b'"', &row[at..]) else { return false };
                at += quote + 1;
                if row.get(at) != Some(&b'"') {
                    break;
                }
                at += 1;
            }
        }
        let Some(found) = memchr(delimiter, &row[at..]) else { break };
        fields.push((from, at + found));
        from = at + found + 1;
    }
    fields.push((from, row.len()));
    true
}

/// What a field says.
pub(super) fn unquoted(field: &[u8]) -> std::borrow::Cow<'_, [u8]> {
    let Some(rest) = field.strip_prefix(b"\"") else { return field.into() };
    let inner = rest.strip_suffix(b"\"").unwrap_or(rest);
    if memchr(b'"', inner).is_none() {
        return inner.into();
    }
    let mut said = Vec::with_capacity(inner.len());
    let mut bytes = inner.iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        if byte == b'"' {
            bytes.next_if_eq(&b'"');
        }
        said.push(byte);
    }
    said.into()
}

/// Appends a field, quoted where it must be ([RFC 4180](https://www.rfc-editor.org/rfc/rfc4180)).
pub(super) fn write_field(text: &[u8], delimiter: u8, out: &mut Vec<u8>) {
    if !text.iter().any(|b| *b == delimiter || matches!(b, b'"' | b'\n' | b'\r')) {
        out.extend_from_slice(text);
        return;
    }
    out.push(b'"');
    for &byte in text {
        out.extend(std::iter::repeat_n(byte, if byte == b'"' { 2 } else { 1 }));
    }
    out.push(b'"');
}
