//! Items as CSV (RFC 4180): `lon` and `lat` of points, `WKT` of other geometries, by which names GDAL finds them.

use wkt::ToWkt;

use super::FileError;
use super::columns::Table;
use crate::query::items::GeometryKind;

pub(super) fn write(table: &Table<'_, '_>) -> Result<Vec<u8>, FileError> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let places: &[&str] = match table.geometry {
        None => &[],
        Some(GeometryKind::Position) => &["lon", "lat"],
        Some(_) => &["WKT"],
    };
    let header =
        std::iter::once("id").chain(table.columns.iter().map(|c| c.name.as_str())).chain(places.iter().copied());
    writer.write_record(header).map_err(FileError::of)?;
    for row in &table.rows {
        let mut record = vec![row.id.clone()];
        record.extend(row.cells.iter().map(super::columns::Cell::text));
        match (&row.geometry, places.len()) {
            (Some(geo::Geometry::Point(p)), _) => record.extend([p.x().to_string(), p.y().to_string()]),
            (Some(geometry), _) => record.push(geometry.wkt_string()),
            (None, blanks) => record.extend(vec![String::new(); blanks]),
        }
        writer.write_record(&record).map_err(FileError::of)?;
    }
    writer.into_inner().map_err(FileError::of)
}
