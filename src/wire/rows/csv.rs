//! Rows of a table: fields are passed on byte for byte, the answer follows in columns of its own.

use memchr::{memchr, memchr_iter};

use super::answer::{self, Answer, Answers, Worker};
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
    date: Option<usize>,
    columns: usize,
    added: usize,
}

impl Header {
    /// Reads the header.
    ///
    /// # Errors
    /// A column that is missing, or already there.
    pub(super) fn read(line: &[u8], options: &RowOptions, answers: &Answers) -> Result<Self, RowError> {
        let (body, line_end) = without_end(line);
        let line_end = if line_end == b"\r\n" { b"\r\n".as_slice() } else { b"\n" };
        let delimiter = delimiter(body);
        let mut fields = Vec::new();
        split(body, delimiter, &mut fields);
        let text = |&(from, to): &(usize, usize)| String::from_utf8_lossy(&unquoted(&body[from..to])).trim().to_owned();
        let names: Vec<String> = fields.iter().map(text).collect();
        let find = |what, option, given: &Option<String>, usual: &[&str]| {
            let ranked = names.iter().enumerate();
            let ranked = ranked.filter_map(|(k, name)| answer::rank(name, given.as_deref(), usual).map(|r| (r, k)));
            ranked.min().map(|(_, k)| k).ok_or_else(|| RowError::MissingColumn {
                what,
                wanted: given.clone().unwrap_or_else(|| usual[0].into()),
                columns: names.join(", "),
                option,
            })
        };
        let [lon_option, lat_option, date_option] = options.options;
        let lon = find("longitude", lon_option, &options.lon, answer::LON)?;
        let lat = find("latitude", lat_option, &options.lat, answer::LAT)?;
        let date = match find("date", date_option, &options.date, answer::DATE) {
            Err(_) if options.date.is_none() => None,
            found => Some(found?),
        };
        let mut added = vec!["region".to_owned(), "verdict".to_owned()];
        for id in answers.source_ids() {
            added.extend(["status", "holder", "version", "distance_m"].map(|word| format!("{id}.{word}")));
        }
        added.extend(answers.regime_ids().map(|id| format!("regime.{id}")));
        added.push("error".to_owned());
        let mut line = body.to_vec();
        for name in &added {
            let name = format!("{}{name}", options.prefix);
            if names.contains(&name) {
                return Err(RowError::TakenColumn(name));
            }
            line.push(delimiter);
            write_field(name.as_bytes(), delimiter, &mut line);
        }
        line.extend_from_slice(line_end);
        Ok(Self { delimiter, line, line_end, lon, lat, date, columns: names.len(), added: added.len() })
    }

    /// Appends the row with its answer, or its error.
    pub(super) fn answer(&self, answers: &Answers, row: &[u8], worker: &mut Worker, out: &mut Vec<u8>) -> Kept {
        let (body, end) = without_end(row);
        let end = if end.is_empty() { self.line_end } else { end };
        let mut fields = std::mem::take(&mut worker.fields);
        let closed = split(body, self.delimiter, &mut fields);
        let answer = self.echo(body, &fields, closed, out).and_then(|()| {
            let field = |k: usize| unquoted(&body[fields[k].0..fields[k].1]);
            let comma = self.delimiter != b',';
            let lon = answer::number(Some(&field(self.lon)), "lon", comma);
            let lat = answer::number(Some(&field(self.lat)), "lat", comma);
            let date = self.date.map(field);
            answers.answer(answer::position(lon, lat)?, date.as_deref(), worker)
        });
        worker.fields = fields;
        let kept = Kept::of(&answer);
        match answer {
            Ok(answer) => self.write(answers, &answer, out),
            Err(error) => {
                out.extend(std::iter::repeat_n(self.delimiter, self.added));
                write_field(error.as_bytes(), self.delimiter, out);
            }
        }
        out.extend_from_slice(end);
        kept
    }

    /// Appends the row's own fields, as many as the header has.
    fn echo(&self, body: &[u8], fields: &[(usize, usize)], closed: bool, out: &mut Vec<u8>) -> Result<(), String> {
        if !closed {
            out.push(b'"');
            for &byte in body {
                out.extend(std::iter::repeat_n(byte, if byte == b'"' { 2 } else { 1 }));
            }
            out.push(b'"');
            out.extend(std::iter::repeat_n(self.delimiter, self.columns - 1));
            return Err("a quote is not closed".into());
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
        let delimiter = self.delimiter;
        out.push(delimiter);
        out.extend_from_slice(answer.region().unwrap_or_default().as_bytes());
        out.push(delimiter);
        out.extend_from_slice(answer.classified.verdict.kind.as_str().as_bytes());
        for (number, stated) in answers.stated(answer).enumerate() {
            out.push(delimiter);
            out.extend_from_slice(stated.status.as_str().as_bytes());
            out.push(delimiter);
            if let Some(holder) = &stated.holder {
                out.extend_from_slice(holder.as_str().as_bytes());
            }
            out.push(delimiter);
            if let Some(version) = stated.version {
                answers.write_version(number, version, out);
            }
            out.push(delimiter);
            if let Some(metres) = stated.distance_m {
                answer::write_metres(metres, out);
            }
        }
        for screened in &answer.classified.regimes {
            out.push(delimiter);
            out.extend_from_slice(screened.applies.as_str().as_bytes());
        }
        out.push(delimiter);
        if let Some(hint) = &answer.hint {
            write_field(hint.as_bytes(), delimiter, out);
        }
    }
}

/// The line and its end.
fn without_end(line: &[u8]) -> (&[u8], &[u8]) {
    let body = line.strip_suffix(b"\r\n").or_else(|| line.strip_suffix(b"\n")).unwrap_or(line);
    line.split_at(body.len())
}

/// The delimiter that stands most often outside quotes.
fn delimiter(header: &[u8]) -> u8 {
    let mut quoted = false;
    let mut counts = [(0_usize, b','), (0, b';'), (0, b'\t')];
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
fn split(row: &[u8], delimiter: u8, fields: &mut Vec<(usize, usize)>) -> bool {
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
fn unquoted(field: &[u8]) -> std::borrow::Cow<'_, [u8]> {
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
fn write_field(text: &[u8], delimiter: u8, out: &mut Vec<u8>) {
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
