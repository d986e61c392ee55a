//! What is no map of any form read here, told from its first bytes: what it is, and what to do.

/// Bytes looked at.
const LOOKED_AT: usize = 4_096;

/// First bytes of binary forms, what they are, and what to do.
const BINARY: [(&[u8], &str, &str); 19] = [
    (b"PK\x03\x04", "a zip archive", UNPACK),
    (b"PK\x05\x06", "an empty zip archive", UNPACK),
    (b"\x1f\x8b", "a gzip archive", UNPACK),
    (b"BZh", "a bzip2 archive", UNPACK),
    (b"\xfd7zXZ", "an xz archive", UNPACK),
    (b"7z\xbc\xaf", "a 7-Zip archive", UNPACK),
    (b"Rar!", "a RAR archive", UNPACK),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive", UNPACK),
    (b"\x00\x00\x27\x0a", "a shapefile", CONVERT),
    (b"SQLite format 3", "a GeoPackage or another SQLite database", CONVERT),
    (b"PAR1", "a Parquet file", CONVERT),
    (b"fgb", "a FlatGeobuf file", CONVERT),
    (b"%PDF", "a PDF document", "it holds no map that can be read"),
    (b"\x89PNG", "a picture (PNG)", "it holds no map that can be read"),
    (b"\xff\xd8\xff", "a picture (JPEG)", "it holds no map that can be read"),
    (b"GIF8", "a picture (GIF)", "it holds no map that can be read"),
    (b"II*\0", "a raster (TIFF)", "it holds no polygons"),
    (b"MM\0*", "a raster (TIFF)", "it holds no polygons"),
    (b"\xd0\xcf\x11\xe0", "a document of an old Office program", "save it as CSV or GeoJSON"),
];

/// Where a tar archive has its mark.
const TAR_AT: usize = 257;

const UNPACK: &str = "unpack it first";

/// How what is no GeoJSON becomes it.
pub const CONVERT: &str = "convert it first, for instance with ogr2ogr -f GeoJSON -t_srs EPSG:4326 new.geojson FILE";

/// What bytes are that are no map, and what to do, where the first of them say so: `this is a zip archive: unpack it first`.
#[must_use]
pub fn foreign(bytes: &[u8]) -> Option<String> {
    let told = |what: &str, hint: &str| Some(format!("this is {what}: {hint}"));
    if let Some((_, what, hint)) = BINARY.iter().find(|(first, ..)| bytes.starts_with(first)) {
        return told(what, hint);
    }
    if bytes.get(TAR_AT..).is_some_and(|rest| rest.starts_with(b"ustar")) {
        return told("a tar archive", UNPACK);
    }
    let start = &bytes[..bytes.len().min(LOOKED_AT)];
    let text = String::from_utf8_lossy(start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start));
    let text = text.trim_start();
    if text.starts_with("version https://git-lfs") || text.starts_with("version https://hawser") {
        return told(
            "a pointer of Git LFS, not the file itself",
            "'git lfs pull' in its repository fetches the file; on GitHub its address begins with \
             https://media.githubusercontent.com/media/",
        );
    }
    if text.contains("/annex/objects/") && text.lines().count() <= 2 {
        return told(
            "a pointer of git-annex, not the file itself",
            "'git annex get' in its repository fetches the file",
        );
    }
    if let Some(line) = status_line(text) {
        return told(&format!("a server's error, '{line}'"), "ask it again");
    }
    if !text.starts_with('<') {
        return None;
    }
    let lower = text.to_lowercase();
    let has = |word: &str| lower.contains(word);
    if has("<!doctype html") || has("<html") || has("<head") || has("<body") {
        let page =
            title(text, &lower).map_or_else(|| "a web page (HTML)".into(), |t| format!("a web page (HTML, '{t}')"));
        return told(&page, "the address answered with a page instead of the file; download the file itself");
    }
    if has("exceptionreport") || has("serviceexception") {
        return told("the error of a map server (XML)", "ask the server again");
    }
    if has("<kml") {
        return told("KML", CONVERT);
    }
    if has("<svg") {
        return told("a picture (SVG)", "it holds no map that can be read");
    }
    told(if has("gml") || has("featurecollection") { "GML" } else { "XML" }, CONVERT)
}

/// A text that is nothing but the status of a failed request, as `404: Not Found`.
fn status_line(text: &str) -> Option<&str> {
    const MAX_BYTES: usize = 80;
    let line = text.trim_end();
    let (code, words) = line.split_at_checked(3)?;
    let is_failure = code.starts_with(['4', '5']) && code.bytes().all(|b| b.is_ascii_digit());
    let words = words.trim_start_matches([':', ' ']);
    let is_said = words.starts_with(|c: char| c.is_ascii_alphabetic()) && !words.contains([',', ';', '\t', '{']);
    (is_failure && is_said && line.len() <= MAX_BYTES && !line.contains('\n')).then_some(line)
}

/// The title of a web page, on one line and not too long.
fn title(text: &str, lower: &str) -> Option<String> {
    const SHOWN: usize = 60;
    // Lower case may be longer or shorter in bytes: only where it is not do places mean the same.
    let start = lower.find("<title>").filter(|_| lower.len() == text.len())? + "<title>".len();
    let end = start + lower.get(start..)?.find("</title>")?;
    let words = text.get(start..end)?.split_whitespace().collect::<Vec<_>>().join(" ");
    let shown: String = words.chars().filter(|c| !c.is_control()).take(SHOWN).collect();
    (!shown.is_empty()).then_some(shown)
}
