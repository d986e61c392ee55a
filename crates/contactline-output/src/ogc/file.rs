//! Items as files: CSV, FlatGeobuf, GeoPackage, KML and GeoParquet, always in longitude and latitude on WGS 84.

mod columns;
mod csv;
mod flatgeobuf;
mod geopackage;
mod kml;
mod parquet;

use super::{Selected, Shaping};

/// The forms of files beside GeoJSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileForm {
    /// Rows with a header line: a point's longitude and latitude as columns, other geometries as well-known text.
    Csv,
    /// FlatGeobuf with its index.
    FlatGeobuf,
    /// GeoPackage 1.3 with its index.
    GeoPackage,
    /// KML 2.2.
    Kml,
    /// GeoParquet 1.1 with a box for each row.
    Parquet,
}

impl FileForm {
    /// All of them, in the order they are listed in.
    pub const ALL: [Self; 5] = [Self::Csv, Self::FlatGeobuf, Self::GeoPackage, Self::Kml, Self::Parquet];

    /// Its word for `f`, and the ending of its files.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::FlatGeobuf => "fgb",
            Self::GeoPackage => "gpkg",
            Self::Kml => "kml",
            Self::Parquet => "parquet",
        }
    }

    /// Its media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::FlatGeobuf => "application/vnd.flatgeobuf",
            Self::GeoPackage => "application/geopackage+sqlite3",
            Self::Kml => "application/vnd.google-earth.kml+xml",
            Self::Parquet => "application/vnd.apache.parquet",
        }
    }

    /// What a link to it says.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Csv => "as CSV",
            Self::FlatGeobuf => "as FlatGeobuf",
            Self::GeoPackage => "as GeoPackage",
            Self::Kml => "as KML",
            Self::Parquet => "as GeoParquet",
        }
    }
}

/// Why a file could not be written: a fault of ours.
#[derive(Debug, thiserror::Error)]
#[error("the file could not be written: {0}")]
pub struct FileError(String);

impl FileError {
    fn of(error: impl std::fmt::Display) -> Self {
        Self(error.to_string())
    }
}

/// The items as a file.
///
/// # Errors
/// A fault of the writer.
pub fn file(selected: &Selected<'_, '_>, shaping: &Shaping, form: FileForm) -> Result<Vec<u8>, FileError> {
    let table = columns::Table::new(selected, shaping);
    match form {
        FileForm::Csv => csv::write(&table),
        FileForm::FlatGeobuf => flatgeobuf::write(&table),
        FileForm::GeoPackage => geopackage::write(&table),
        FileForm::Kml => kml::write(&table),
        FileForm::Parquet => parquet::write(&table),
    }
}
