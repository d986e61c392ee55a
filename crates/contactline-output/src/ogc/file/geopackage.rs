//! Items as a GeoPackage (OGC 12-128r17, 1.3): one table, its geometries with their envelopes and an R-tree over them. Days and
//! seconds are of its types for them; the end of a stretch is its last second.

use std::io::Read as _;

use geo::BoundingRect;
use geozero::{CoordDimensions, ToWkb};
use rusqlite::types::Value;
use rusqlite::{Connection, ToSql, params, params_from_iter};
use tempfile::NamedTempFile;

use super::FileError;
use super::columns::{Cell, ColumnKind, Table};
use crate::wire::language::told;
use contactline_core::model::Moment;
use contactline_core::query::items::GeometryKind;

/// `GPKG`, and the version of the standard. Nobody else has the file, and one that is not finished is thrown away.
const KEPT: &str = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA application_id = 0x47504B47; PRAGMA user_version = 10300;";

/// The tables that every GeoPackage has, as the standard writes them down (annex C), and those of features and of the index.
const TABLES: &str = "
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL, \
    organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, \
    description TEXT DEFAULT '', last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')), \
    min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER, \
    CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, \
    srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL, \
    CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), CONSTRAINT uk_gc_table_name UNIQUE (table_name), \
    CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name), \
    CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
CREATE TABLE gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL, \
    scope TEXT NOT NULL, CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
INSERT INTO gpkg_spatial_ref_sys VALUES \
    ('Undefined Cartesian SRS', -1, 'NONE', -1, 'undefined', 'undefined Cartesian coordinate reference system'), \
    ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', 'undefined geographic coordinate reference system'), \
    ('WGS 84 geodetic', 4326, 'EPSG', 4326, 'GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\",SPHEROID[\"WGS 84\",6378137,298.257223563,\
AUTHORITY[\"EPSG\",\"7030\"]],AUTHORITY[\"EPSG\",\"6326\"]],PRIMEM[\"Greenwich\",0,AUTHORITY[\"EPSG\",\"8901\"]],\
UNIT[\"degree\",0.0174532925199433,AUTHORITY[\"EPSG\",\"9122\"]],AXIS[\"Latitude\",NORTH],AXIS[\"Longitude\",EAST],\
AUTHORITY[\"EPSG\",\"4326\"]]', 'longitude/latitude coordinates in decimal degrees on the WGS 84 spheroid');
";

/// Keeps the index true where rows are changed later (annex F.3): `{t}` is the table, `{r}` the index. Who changes rows has the
/// functions that are named.
const TRIGGERS: &str = r#"
CREATE TRIGGER "{r}_insert" AFTER INSERT ON "{t}" WHEN (new."geom" NOT NULL AND NOT ST_IsEmpty(NEW."geom"))
BEGIN INSERT OR REPLACE INTO "{r}" VALUES (NEW."fid", ST_MinX(NEW."geom"), ST_MaxX(NEW."geom"), ST_MinY(NEW."geom"), ST_MaxY(NEW."geom")); END;
CREATE TRIGGER "{r}_update1" AFTER UPDATE OF "geom" ON "{t}" WHEN OLD."fid" = NEW."fid" AND (NEW."geom" NOTNULL AND NOT ST_IsEmpty(NEW."geom"))
BEGIN INSERT OR REPLACE INTO "{r}" VALUES (NEW."fid", ST_MinX(NEW."geom"), ST_MaxX(NEW."geom"), ST_MinY(NEW."geom"), ST_MaxY(NEW."geom")); END;
CREATE TRIGGER "{r}_update2" AFTER UPDATE OF "geom" ON "{t}" WHEN OLD."fid" = NEW."fid" AND (NEW."geom" ISNULL OR ST_IsEmpty(NEW."geom"))
BEGIN DELETE FROM "{r}" WHERE id = OLD."fid"; END;
CREATE TRIGGER "{r}_update3" AFTER UPDATE ON "{t}" WHEN OLD."fid" != NEW."fid" AND (NEW."geom" NOTNULL AND NOT ST_IsEmpty(NEW."geom"))
BEGIN DELETE FROM "{r}" WHERE id = OLD."fid"; INSERT OR REPLACE INTO "{r}" VALUES (NEW."fid", ST_MinX(NEW."geom"), ST_MaxX(NEW."geom"), ST_MinY(NEW."geom"), ST_MaxY(NEW."geom")); END;
CREATE TRIGGER "{r}_update4" AFTER UPDATE ON "{t}" WHEN OLD."fid" != NEW."fid" AND (NEW."geom" ISNULL OR ST_IsEmpty(NEW."geom"))
BEGIN DELETE FROM "{r}" WHERE id IN (OLD."fid", NEW."fid"); END;
CREATE TRIGGER "{r}_delete" AFTER DELETE ON "{t}" WHEN old."geom" NOT NULL
BEGIN DELETE FROM "{r}" WHERE id = OLD."fid"; END;
"#;

pub(super) fn write(table: &Table<'_, '_, '_>) -> Result<Vec<u8>, FileError> {
    // SQLite writes files.
    let mut kept = NamedTempFile::new().map_err(FileError::of)?;
    let database = Connection::open(kept.path()).map_err(FileError::of)?;
    written(table, &database).map_err(FileError::of)?;
    database.close().map_err(|(_, error)| FileError::of(error))?;
    let mut bytes = Vec::new();
    kept.read_to_end(&mut bytes).map_err(FileError::of)?;
    Ok(bytes)
}

fn written(table: &Table<'_, '_, '_>, database: &Connection) -> rusqlite::Result<()> {
    database.execute_batch(KEPT)?;
    let begun = database.unchecked_transaction()?;
    database.execute_batch(TABLES)?;
    let name = table.collection.id.as_str();
    let index = format!("rtree_{name}_geom");
    database.execute(&created(table), ())?;
    if table.geometry.is_some() {
        database
            .execute(&format!("CREATE VIRTUAL TABLE {} USING rtree(id, minx, maxx, miny, maxy)", quoted(&index)), ())?;
    }
    let (around, changed) = insert(table, database, &index)?;
    let kind = if table.geometry.is_some() { "features" } else { "attributes" };
    let side = |k: usize| around.map(|sides| sides[k]);
    database.execute(
        "INSERT INTO gpkg_contents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        params![
            name,
            kind,
            told(&table.collection.title),
            told(&table.collection.description),
            second(changed),
            side(0),
            side(1),
            side(2),
            side(3),
            table.geometry.map(|_| SRS),
        ],
    )?;
    if let Some(kind) = table.geometry {
        let kind = type_name(kind);
        database
            .execute("INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, ?, 0, 0)", params![name, kind, SRS])?;
        database.execute(
            "INSERT INTO gpkg_extensions VALUES (?, 'geom', 'gpkg_rtree_index', \
             'http://www.geopackage.org/spec120/#extension_rtree', 'write-only')",
            params![name],
        )?;
        let inside = |name: &str| name.replace('"', "\"\"");
        database.execute_batch(&TRIGGERS.replace("{t}", &inside(name)).replace("{r}", &inside(&index)))?;
    }
    begun.commit()
}

/// WGS 84; in a GeoPackage longitude comes before latitude, whatever the system's own axes are.
const SRS: i32 = 4326;

const fn type_name(kind: GeometryKind) -> &'static str {
    match kind {
        GeometryKind::Position => "POINT",
        GeometryKind::Paths => "MULTILINESTRING",
        GeometryKind::Area => "MULTIPOLYGON",
    }
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn created(table: &Table<'_, '_, '_>) -> String {
    let geometry = table.geometry.map(|kind| format!("\"geom\" {}", type_name(kind)));
    let columns = table.columns.iter().map(|column| {
        let kind = match column.kind {
            ColumnKind::Text => "TEXT",
            ColumnKind::Number => "DOUBLE",
            ColumnKind::Whole => "INTEGER",
            ColumnKind::Day => "DATE",
            ColumnKind::Moment => "DATETIME",
        };
        format!("{} {kind}", quoted(&column.name))
    });
    let fixed = ["\"fid\" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL".to_owned()].into_iter().chain(geometry);
    let all: Vec<String> = fixed.chain(["\"id\" TEXT NOT NULL".to_owned()]).chain(columns).collect();
    format!("CREATE TABLE {} ({})", quoted(&table.collection.id), all.join(", "))
}

/// Writes the rows; what box they lie in (west, south, east, north), and when the last of them begins: the file has no clock.
fn insert(
    table: &Table<'_, '_, '_>,
    database: &Connection,
    index: &str,
) -> rusqlite::Result<(Option<[f64; 4]>, Moment)> {
    let width = 2 + usize::from(table.geometry.is_some()) + table.columns.len();
    let marks = vec!["?"; width].join(", ");
    let mut row_in = database.prepare(&format!("INSERT INTO {} VALUES ({marks})", quoted(&table.collection.id)))?;
    let mut box_in = match table.geometry {
        Some(_) => Some(database.prepare(&format!("INSERT INTO {} VALUES (?, ?, ?, ?, ?)", quoted(index)))?),
        None => None,
    };
    let (mut around, mut changed) = (None::<[f64; 4]>, Moment::from_seconds(0));
    for (fid, row) in (1_i64..).zip(table.rows()) {
        let mut values = vec![Value::Integer(fid)];
        let sides = row.geometry.as_ref().and_then(sides);
        if table.geometry.is_some() {
            values.push(match (&row.geometry, sides) {
                (Some(geometry), Some(sides)) => Value::Blob(blob(geometry, sides)?),
                _ => Value::Null,
            });
        }
        values.push(Value::Text(row.id));
        for (column, cell) in table.columns.iter().zip(&row.cells) {
            if let Cell::From(moment) = cell {
                changed = changed.max(*moment);
            }
            values.push(value(&column.name, cell));
        }
        row_in.execute(params_from_iter(values))?;
        if let (Some(statement), Some([west, south, east, north])) = (&mut box_in, sides) {
            let values: [&dyn ToSql; 5] = [&fid, &west, &east, &south, &north];
            statement.execute(values)?;
        }
        around = match (around, sides) {
            (Some(a), Some(b)) => Some([a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])]),
            (a, b) => a.or(b),
        };
    }
    Ok((around, changed))
}

fn value(name: &str, cell: &Cell) -> Value {
    match cell {
        Cell::None => Value::Null,
        Cell::Text(text) => Value::Text(text.clone()),
        Cell::Number(number) => Value::Real(*number),
        Cell::Whole(number) => Value::Integer(*number),
        Cell::Day(_) => Value::Text(cell.text(name)),
        Cell::From(moment) | Cell::To(moment) => Value::Text(second(*moment)),
    }
}

/// A second with its thousandths, as the standard has it.
fn second(moment: Moment) -> String {
    let text = moment.to_second();
    format!("{}.000Z", text.trim_end_matches('Z'))
}

/// West, south, east, north; none of what has no point.
fn sides(geometry: &geo::Geometry<f64>) -> Option<[f64; 4]> {
    let rect = geometry.bounding_rect()?;
    Some([rect.min().x, rect.min().y, rect.max().x, rect.max().y])
}

/// A geometry as a GeoPackage has it: a header with its envelope, and well-known binary.
fn blob(geometry: &geo::Geometry<f64>, [west, south, east, north]: [f64; 4]) -> rusqlite::Result<Vec<u8>> {
    /// Little-endian numbers; an envelope of west, east, south, north.
    const FLAGS: u8 = 0b0000_0011;
    let mut bytes = vec![b'G', b'P', 0, FLAGS];
    bytes.extend(SRS.to_le_bytes());
    [west, east, south, north].iter().for_each(|side| bytes.extend(side.to_le_bytes()));
    let wkb = geometry.to_wkb(CoordDimensions::xy());
    bytes.extend(wkb.map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))?);
    Ok(bytes)
}
