//! Items as CSV (RFC 4180): `lon` and `lat` of points, `WKT` of other geometries, by which names GDAL finds them;
//! coordinates with seven decimals, as in GeoJSON.

use geo::MapCoords;
use wkt::ToWkt;

use super::FileError;
use super::columns::Table;
use crate::wire::table;
use contactline_core::query::items::GeometryKind;

pub(super) fn write(items: &Table<'_, '_, '_>) -> Result<Vec<u8>, FileError> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let places: &[&str] = match items.geometry {
        None => &[],
        Some(GeometryKind::Position) => &["lon", "lat"],
        Some(_) => &["WKT"],
    };
    let header =
        std::iter::once("id").chain(items.columns.iter().map(|c| c.name.as_str())).chain(places.iter().copied());
    writer.write_record(header).map_err(FileError::of)?;
    for row in items.rows() {
        let mut record = vec![row.id];
        record.extend(items.columns.iter().zip(&row.cells).map(|(column, cell)| cell.text(&column.name)));
        let degrees = |degrees: f64| table::rounded("lon", degrees);
        let geometry = row.geometry.as_ref().map(|g| g.map_coords(|c| (degrees(c.x), degrees(c.y)).into()));
        match (&geometry, places.len()) {
            (Some(geo::Geometry::Point(p)), _) => record.extend([p.x().to_string(), p.y().to_string()]),
            (Some(geometry), _) => record.push(geometry.wkt_string()),
            (None, blanks) => record.extend(vec![String::new(); blanks]),
        }
        writer.write_record(&record).map_err(FileError::of)?;
    }
    writer.into_inner().map_err(FileError::of)
}
