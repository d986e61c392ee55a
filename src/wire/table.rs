//! Rows as CSV (RFC 4180 with a header line); empty where JSON has `null`.

use serde::Serialize;

/// The rows as CSV text, columns named as in JSON.
pub(super) fn csv<R: Serialize>(header: &[&str], rows: &[R]) -> Result<String, csv::Error> {
    let mut writer = csv::WriterBuilder::new().has_headers(false).from_writer(Vec::new());
    writer.write_record(header)?;
    for row in rows {
        writer.serialize(row)?;
    }
    let bytes = writer.into_inner().map_err(|e| std::io::Error::other(e.to_string()))?;
    String::from_utf8(bytes).map_err(|e| std::io::Error::other(e).into())
}
