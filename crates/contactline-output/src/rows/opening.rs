//! From the first bytes to rows: encoding, form, columns, and the day asked about.

use std::sync::Mutex;

use contactline_core::model::{Completeness, EXCEEDED, Moment};
use contactline_crs::Crs;

use super::answer::{Answers, moment_text};
use super::csv::{HeaderRead, Names};
use super::elements::Elements;
use super::encoding::{self, MARK, Recoder};
use super::json_point;
use super::json_shape::{self, Shape};
use super::kind;
use super::lines::{LineEnd, Lines};
use super::members;
use super::names::{self, DaySource, Seen};
use super::survey::{self, Survey};
use super::{
    Answering, Expected, HEAD, Opened, Piece, Renderer, RowError, RowFormat, RowOptions, Rows, Splitter, Summary,
};

/// Lines of a table among which its header is looked for, where nobody says which it is.
const MAX_LINES_BEFORE: usize = 20;

/// The first bytes of a text, and whether they are all of it.
#[derive(Clone, Copy)]
struct Head<'a> {
    text: &'a [u8],
    whole: bool,
}

/// Rows read from here on, and how many bytes were used up.
struct Begun {
    splitter: Splitter,
    rows: Rows,
    used: usize,
}

/// Begins to answer; appends what stands before the first row.
///
/// # Errors
/// What is no rows, or rows whose columns cannot be told.
pub(super) fn open(
    mut answers: Answers,
    gathered: &[u8],
    last: bool,
    expected: Expected,
    options: &RowOptions,
    out: &mut Vec<u8>,
) -> Result<Answering, RowError> {
    kind::refuse_binary(gathered)?;
    let head_end = gathered.len().min(HEAD);
    let whole = last && head_end == gathered.len();
    let told = encoding::told(&gathered[..head_end], whole, options.encoding.as_deref())?;
    let bytes = &gathered[told.mark.min(gathered.len())..];
    let head_end = head_end - told.mark.min(head_end);
    let mut notes = Vec::new();
    let (mut pending, mut recoder) = (Vec::new(), None);
    let head_end = if let Some(encoding) = told.encoding {
        notes.push(match (encoding.name(), options.words.encoding) {
            (name, option) if told.is_guessed => format!(
                "the input is no UTF-8 and is read as {name}, by its letters; if it is another, name it with {option}; \
                 what is written is UTF-8"
            ),
            (name, _) => format!("the input is read as {name}; what is written is UTF-8"),
        });
        let recoder = recoder.insert(Recoder::new(encoding));
        recoder.decode(&bytes[..head_end], false, &mut pending)?;
        let end = pending.len();
        recoder.decode(&bytes[head_end..], false, &mut pending)?;
        end
    } else {
        refuse_other_bytes(&bytes[..head_end], whole, options)?;
        pending.extend_from_slice(bytes);
        head_end
    };
    let head = Head { text: &pending[..head_end], whole };
    let format = kind::form(head.text, whole, expected)?;
    if format == RowFormat::Csv && told.mark > 0 && !options.is_table_alone {
        out.extend_from_slice(MARK);
    }
    let begun = match format {
        RowFormat::Csv => table(head, options, &mut answers, &mut notes, out)?,
        _ => json(format, head, options, &mut answers, &mut notes)?,
    };
    pending.drain(..begun.used);
    let renderer = Renderer { format, answers, rows: begun.rows };
    let opened = Opened { format, notes };
    let splitter = begun.splitter;
    let (workers, summary) = (Mutex::default(), Summary::default());
    Ok(Answering { opened, renderer, splitter, recoder, workers, pending, summary })
}

/// Refuses bytes that are no UTF-8, but for a sign cut at the end.
fn refuse_other_bytes(head: &[u8], whole: bool, options: &RowOptions) -> Result<(), RowError> {
    match std::str::from_utf8(head) {
        Err(error) if whole || error.error_len().is_some() => {
            let before = &head[..error.valid_up_to()];
            let ends = if before.contains(&b'\n') { b'\n' } else { b'\r' };
            let line = before.iter().filter(|byte| **byte == ends).count() + 1;
            Err(RowError::NotUtf8 { line, option: options.words.encoding })
        }
        _ => Ok(()),
    }
}

/// Finds the header of a table.
fn table(
    head: Head<'_>,
    options: &RowOptions,
    answers: &mut Answers,
    notes: &mut Vec<String>,
    out: &mut Vec<u8>,
) -> Result<Begun, RowError> {
    let line_end = LineEnd::of_text(head.text);
    let (mut delimiter, mut from) = (None, 0);
    let mut lines = pieces(Splitter::Lines(Lines::of_json(line_end)), head.text, head.whole);
    if let Some(line) = lines.first().map(|line| &head.text[line.start..line.end])
        && let Some(told) = told_delimiter(line)
    {
        (delimiter, from) = (Some(told), line.len());
        notes.push(format!("the line '{}' tells the delimiter and is passed on", names::shown(text(line).trim())));
        lines.remove(0);
    }
    if let Some(skipped) = options.skip_lines.filter(|lines| *lines > 0) {
        let Some(line) = lines.get(skipped - 1) else { return Err(RowError::Empty("a header with column names")) };
        from = line.end;
    }
    let splitter = Splitter::Lines(Lines::of_csv(line_end, delimiter));
    let rows = pieces(splitter, &head.text[from..], head.whole);
    let mut candidates = rows.iter().filter(|piece| piece.row.is_some()).take(MAX_LINES_BEFORE);
    let none = if head.whole { RowError::Empty("a header with column names") } else { RowError::NoHeader(HEAD) };
    let first = candidates.next().ok_or(none)?;
    let names_in = |piece: &Piece| Names::read(&head.text[from + piece.start..from + piece.end], delimiter);
    let mut chosen = first;
    if options.skip_lines.is_none() && !names_in(first).name_a_place(options) {
        chosen = candidates.find(|piece| names_in(piece).name_a_place(options)).unwrap_or(first);
    }
    if chosen != first {
        let before = &head.text[..from + chosen.start];
        let line = pieces(Splitter::Lines(Lines::of_json(line_end)), before, true).len() + 1;
        notes.push(format!("the header is read from line {line}; what stands before it is passed on"));
    }
    let (begin, end) = (from + chosen.start, from + chosen.end);
    let names = names_in(chosen);
    let delimiter = names.delimiter();
    let splitter = || Splitter::Lines(Lines::of_csv(line_end, Some(delimiter)));
    let after = &head.text[end..];
    let sample = pieces(splitter(), after, head.whole);
    let mut sample = sample.iter().filter(|p| p.row.is_some()).map(|piece| &after[piece.start..piece.end]);
    let HeaderRead { header, day, seen, notes: of_header } = names.header(&mut sample, options, answers)?;
    notes.extend(of_header);
    settle_day(&day, &seen, options, answers, notes);
    if !options.is_table_alone {
        out.extend_from_slice(&head.text[..begin]);
    }
    out.extend_from_slice(&header.line);
    Ok(Begun { splitter: splitter(), rows: Rows::Table(header), used: end })
}

/// The delimiter in a line such as `sep=;`, which spreadsheets put before a table.
fn told_delimiter(line: &[u8]) -> Option<u8> {
    let line = line.trim_ascii_end();
    let inner = line.strip_prefix(b"\"").and_then(|line| line.strip_suffix(b"\"")).unwrap_or(line);
    let (name, sign) = inner.split_at_checked(4)?;
    let sign = if sign.is_empty() && line.len() == inner.len() { b"\t" } else { sign };
    match sign {
        [sign] if name.eq_ignore_ascii_case(b"sep=") => Some(*sign),
        _ => None,
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Finds the members that rows of JSON have.
fn json(
    format: RowFormat,
    head: Head<'_>,
    options: &RowOptions,
    answers: &mut Answers,
    notes: &mut Vec<String>,
) -> Result<Begun, RowError> {
    if options.place_column.is_some() || options.postcode_column.is_some() {
        return Err(RowError::PlacesOfTables);
    }
    let (is_crs_known, crs) = match format {
        RowFormat::FeatureCollection | RowFormat::JsonValues => {
            refuse_cut(head.text)?;
            stated_crs(head.text)?
        }
        _ => (false, None),
    };
    if let Some(crs) = crs {
        notes.push(format!("coordinates are transformed from {} ({})", crs.code(), crs.transformation()));
    }
    let splitter = || match format {
        RowFormat::JsonSeq => Splitter::Lines(Lines::of_json(LineEnd::Separator)),
        RowFormat::JsonArray => Splitter::Elements(Elements::of_array()),
        RowFormat::JsonValues => Splitter::Elements(Elements::of_values()),
        RowFormat::FeatureCollection => Splitter::Elements(Elements::of_collection(is_crs_known)),
        RowFormat::NdJson | RowFormat::Csv => Splitter::Lines(Lines::of_json(LineEnd::of_text(head.text))),
    };
    let mut survey = Survey::default();
    let sample = pieces(splitter(), head.text, head.whole);
    for piece in sample.iter().filter(|piece| piece.row.is_some()).take(survey::MAX_ROWS) {
        survey.add_json(&head.text[piece.start..piece.end]);
    }
    let seen: &[Seen] = &survey.columns;
    let place = match names::place(seen, options) {
        _ if survey.has_features => None,
        Ok(place) => Some(place),
        Err(error @ RowError::NotDegrees { .. }) => return Err(error),
        // Each row is told what it lacks.
        Err(_) => None,
    };
    let day = match &options.date_column {
        // Rows of JSON need not have the same members: one that lacks it is told.
        Some(_) => DaySource::Column(usize::MAX),
        None => names::day(seen, options)?,
    };
    let date = if let DaySource::Column(column) = day { Some(column).filter(|c| *c < seen.len()) } else { None };
    let read = place.into_iter().flat_map(|(lon, lat)| [("longitude", lon), ("latitude", lat)]);
    notes.extend(names::read_from(seen, read.chain(date.map(|date| (names::DAY_READ, date)))));
    let mut names = json_shape::Names::of(seen, place, date, options);
    let day = if survey.has_dated_array && day == DaySource::Nowhere { DaySource::Column(usize::MAX) } else { day };
    if day == DaySource::Nowhere && options.moment.is_none() {
        names.watch(seen);
    }
    if !sample.is_empty() {
        settle_day(&day, seen, options, answers, notes);
    }
    let shape = Shape::new(answers.columns(), &answers.known(), names, crs, options);
    Ok(Begun { splitter: splitter(), rows: Rows::Json(shape), used: 0 })
}

/// Whether a `crs` member is at the top of the first bytes, and the system it names where that is not WGS 84 in degrees.
fn stated_crs(head: &[u8]) -> Result<(bool, Option<Crs>), RowError> {
    let object = members::scan(head.trim_ascii_start());
    let Some(member) = object.raw("crs") else { return Ok((false, None)) };
    json_point::crs_of(member).map(|crs| (true, crs)).map_err(RowError::Crs)
}

/// Refuses a collection of which its server says, in the first bytes, that the rest is missing.
fn refuse_cut(head: &[u8]) -> Result<(), RowError> {
    let object = members::scan(head.trim_ascii_start());
    let written = |member: &[u8]| String::from_utf8_lossy(member).into_owned().into();
    // Those of a feature are its own.
    let properties = object.raw("properties").filter(|_| object.raw("features").is_some()).map(members::scan);
    let completeness = Completeness {
        exceeded: object.raw(EXCEEDED).map(written),
        exceeded_in_properties: properties.and_then(|properties| properties.raw(EXCEEDED).map(written)),
        matched: None,
    };
    if completeness.is_cut_at_limit() { Err(RowError::CutAtLimit) } else { Ok(()) }
}

/// Settles which day rows without one are asked about, and says it where nobody did.
pub(super) fn settle_day(
    day: &DaySource,
    seen: &[Seen],
    options: &RowOptions,
    answers: &mut Answers,
    notes: &mut Vec<String>,
) {
    let today: Moment = options.today.end();
    if let DaySource::Column(column) = day
        && let Some((format, note)) = seen.get(*column).and_then(|column| names::order_of(column, options))
    {
        answers.date_format = format;
        notes.push(note);
    }
    if let (DaySource::Replaced(column), Some(moment)) = (day, options.moment) {
        let (name, option) = (names::shown(&seen[*column].name), options.words.date);
        let moment = moment_text(moment);
        notes.push(format!("every row is asked about as of {moment} ({option}): what '{name}' says is not used"));
    }
    answers.undated = match (options.moment, day) {
        (Some(moment), _) => Some(moment),
        (None, DaySource::Column(_)) => None,
        (None, DaySource::Nowhere | DaySource::Given | DaySource::Replaced(_)) => {
            notes.push(format!(
                "no column is a date: every row is asked about as of today, {}; name a column with {}, or another day with {}",
                options.today, options.words.date_column, options.words.date
            ));
            Some(today)
        }
    };
}

/// The complete pieces of the first bytes.
fn pieces(mut splitter: Splitter, text: &[u8], whole: bool) -> Vec<Piece> {
    let mut pieces = Vec::new();
    // What is wrong is told when the rows are read.
    drop(splitter.split(text, whole, &mut pieces));
    pieces
}
