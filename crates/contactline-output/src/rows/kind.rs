//! What the first bytes are: a form of rows, or something else by its name.

use memchr::memmem;

use super::members::{self, Object};
use super::{Expected, RowError, RowFormat};

const AS_TABLE: &str = "save it as CSV in UTF-8, with a header that names longitude and latitude";
const AS_WORKBOOK: &str = "save it as xlsx, ods or CSV in UTF-8, without a password, with a header";
const AS_FILE: &str = "give the file itself to contactline classify, or save it as CSV in UTF-8, with a header";
const UNPACK: &str = "unpack it first";
const AS_ROWS: &str = "wanted rows: CSV with a header, lines or an array of JSON, or GeoJSON points";
const AS_GEOJSON: &str = "ask the server for GeoJSON (f=geojson)";

/// Beginnings of files that are no text.
const BINARY: &[(&[u8], &str, &str)] = &[
    (
        b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
        "an Excel workbook of the old kind (xls), or one with a password",
        AS_WORKBOOK,
    ),
    (b"PAR1", "a Parquet file", AS_FILE),
    (b"\x1F\x8B", "compressed with gzip", UNPACK),
    (b"\x28\xB5\x2F\xFD", "compressed with Zstandard", UNPACK),
    (b"BZh", "compressed with bzip2", UNPACK),
    (b"\xFD7zXZ\0", "compressed with xz", UNPACK),
    (b"7z\xBC\xAF\x27\x1C", "a 7z archive", UNPACK),
    (b"Rar!", "a RAR archive", UNPACK),
    (b"fgb\x03", "a FlatGeobuf file", AS_ROWS),
    (b"SQLite format 3\0", "an SQLite database (GeoPackage)", AS_ROWS),
    (b"\x00\x00\x27\x0A", "a shapefile", AS_ROWS),
    (b"ARROW1", "an Arrow file", AS_TABLE),
    (b"%PDF", "a PDF document", AS_TABLE),
    (b"\x89PNG", "a picture (PNG)", AS_ROWS),
    (b"\xFF\xD8\xFF", "a picture (JPEG)", AS_ROWS),
];

/// Beginnings of texts, in lower case, that are no rows.
const TEXTS: &[(&[u8], &str, &str)] = &[
    (b"<!doctype html", "an HTML page", AS_ROWS),
    (b"<html", "an HTML page", AS_ROWS),
    (b"version https://git-lfs.github.com/", "a Git LFS pointer", "fetch the file itself (git lfs pull)"),
    (b"{\\rtf", "a rich text document", AS_TABLE),
];

/// Refuses bytes that are no text.
///
/// # Errors
/// What they are.
pub(super) fn refuse_binary(head: &[u8]) -> Result<(), RowError> {
    let not_rows = |found: &str, advice| Err(RowError::NotRows { found: found.to_owned(), advice });
    if head.starts_with(b"PK\x03\x04") {
        let has = |name: &str| memmem::find(head, name.as_bytes()).is_some();
        return match () {
            () if has("xl/") || has("[Content_Types].xml") => not_rows("an Excel workbook (xlsx)", AS_FILE),
            () if has("opendocument.spreadsheet") => not_rows("a spreadsheet (ods)", AS_FILE),
            () => not_rows("a zip archive", UNPACK),
        };
    }
    match BINARY.iter().find(|(begin, ..)| head.starts_with(begin)) {
        Some((_, found, advice)) => not_rows(found, advice),
        None => Ok(()),
    }
}

/// The form of a text in UTF-8, of which `whole` says whether it is all there is.
///
/// # Errors
/// What it is instead of rows, or of rows as expected.
pub(super) fn form(head: &[u8], whole: bool, expected: Expected) -> Result<RowFormat, RowError> {
    let text = head.trim_ascii_start();
    let found = match text.first() {
        _ if memchr::memchr(0, head).is_some() => {
            return Err(RowError::NotRows { found: "no text: it has zero bytes".into(), advice: AS_ROWS });
        }
        Some(b'{') if text.starts_with(b"{\\rtf") => None,
        Some(b'{') => Some(of_object(text, whole, expected)?),
        Some(b'[') => Some(of_bracket(text)),
        Some(0x1E) => Some(RowFormat::JsonSeq),
        _ => None,
    };
    match (expected, found) {
        (Expected::Table, Some(_)) if !is_header(text) => {
            Err(RowError::OtherForm { found: "JSON".into(), wanted: "a table with a header" })
        }
        (Expected::Any | Expected::Json | Expected::Lines, Some(found)) => Ok(found),
        (Expected::Json, None) if text.is_empty() => Err(RowError::Empty("JSON")),
        // Nothing at all is no lines.
        (Expected::Lines, None) if text.is_empty() => Ok(RowFormat::NdJson),
        _ => {
            refuse_text(text)?;
            if matches!(expected, Expected::Any | Expected::Table) {
                return Ok(RowFormat::Csv);
            }
            let begins = String::from_utf8_lossy(&text[..text.len().min(20)]);
            let found = format!("'{}'", begins.lines().next().unwrap_or_default().escape_debug());
            Err(RowError::OtherForm { found, wanted: "JSON" })
        }
    }
}

/// Whether a line that begins like JSON is a header all the same, as `[id],lon,lat`.
fn is_header(text: &[u8]) -> bool {
    text.first() == Some(&b'[') && text.get(1).is_some_and(u8::is_ascii_alphabetic)
}

fn refuse_text(text: &[u8]) -> Result<(), RowError> {
    let begin = text[..text.len().min(64)].to_ascii_lowercase();
    let not_rows = |found: &str, advice| Err(RowError::NotRows { found: found.to_owned(), advice });
    if let Some((_, found, advice)) = TEXTS.iter().find(|(text, ..)| begin.starts_with(text)) {
        return not_rows(found, advice);
    }
    if !begin.starts_with(b"<") {
        return Ok(());
    }
    let has = |word: &str| memmem::find(text, word.as_bytes()).is_some();
    match () {
        () if has("<kml") => not_rows("KML", AS_ROWS),
        () if has("<gpx") => not_rows("GPX", AS_ROWS),
        () if has("<html") => not_rows("an HTML page", AS_ROWS),
        () => not_rows("XML", AS_ROWS),
    }
}

/// `[37.1, 48.2]` is a row, `[[37.1, 48.2]]` an array of them.
fn of_bracket(text: &[u8]) -> RowFormat {
    match text[1..].trim_ascii_start().first() {
        None | Some(b'[' | b'{' | b']') => RowFormat::JsonArray,
        Some(_) => RowFormat::NdJson,
    }
}

fn of_object(text: &[u8], whole: bool, expected: Expected) -> Result<RowFormat, RowError> {
    let object = members::scan(text);
    let not_rows = |found: &str, advice| Err(RowError::NotRows { found: found.to_owned(), advice });
    if object.text("type") == Some("Topology") {
        return not_rows("TopoJSON", AS_ROWS);
    }
    let is_collection = object.text("type") == Some("FeatureCollection");
    if let Some(features) = object.raw("features").filter(|features| features.starts_with(b"[")) {
        let first = features[1..].trim_ascii_start();
        let of_esri = ["geometryType", "spatialReference", "displayFieldName", "fieldAliases", "objectIdFieldName"];
        let is_esri = !is_collection
            && (of_esri.iter().any(|name| object.raw(name).is_some())
                || members::scan(first).raw("attributes").is_some());
        return if is_esri { not_rows("Esri JSON", AS_GEOJSON) } else { Ok(RowFormat::FeatureCollection) };
    }
    if is_collection {
        return Ok(RowFormat::FeatureCollection);
    }
    refuse_error(&object)?;
    let Some(end) = object.end else {
        return Ok(if of_one_line(text) { RowFormat::NdJson } else { RowFormat::JsonValues });
    };
    let is_all = whole && text[end..].trim_ascii().is_empty();
    let is_one = is_all && expected != Expected::Lines;
    Ok(if is_one || !of_one_line(&text[..end]) { RowFormat::JsonValues } else { RowFormat::NdJson })
}

fn of_one_line(text: &[u8]) -> bool {
    memchr::memchr2(b'\n', b'\r', text).is_none()
}

/// Refuses what a server says when it has no answer.
fn refuse_error(object: &Object<'_>) -> Result<(), RowError> {
    let Some(error) = object.raw("error").filter(|error| error.starts_with(b"{")) else { return Ok(()) };
    let error = members::scan(error);
    if error.raw("code").is_none() && error.raw("message").is_none() {
        return Ok(());
    }
    let said = error.text("message").map(|message| format!(": '{message}'")).unwrap_or_default();
    Err(RowError::NotRows { found: format!("an error that a server answered{said}"), advice: "fetch it anew" })
}
