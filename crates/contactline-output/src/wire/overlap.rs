//! `overlap` as it leaves the house.

use geojson::Geometry;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;

use contactline_core::atlas::Atlas;
use contactline_core::model::notice;
use contactline_core::query::{self, Shape};

use super::crs::CrsNote;
use super::feature::geometry_schema;
use super::language::{spoken, told};
use super::time::{Asked, Stamp};
use super::unit::{UnitName, notes};
use super::words::{Code, tenth};
use super::{Rights, attribution, table, unit};
use contactline_store::geojson::{geometry_of_area, geometry_of_paths};

/// Area of a shape by region and status, by source.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Overlap<'a> {
    /// `area_m2` for polygons, `length_m` for paths: the name of the member that has the size, here and in each row.
    pub measure: &'static str,
    /// The shape's own size.
    #[serde(flatten)]
    pub size: Measure,
    /// Its parts: for each source and day they sum to the whole.
    pub rows: Vec<OverlapRow<'a>>,
    /// What must be known of them: how approximate the ground of raions and hromadas is.
    pub notes: Vec<String>,
    /// Why pieces that were requested are null.
    pub withheld: Option<String>,
    /// Whose position the answer is not, and for what it must not be used.
    pub notice: &'static str,
    /// Lines to be shown with the answer.
    pub attribution: Vec<&'a str>,
    /// The reference system requested, if any.
    #[serde(flatten)]
    pub crs: Option<CrsNote>,
}

/// A size under the name of its unit.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub enum Measure {
    /// Square metres.
    #[serde(rename = "area_m2")]
    Area(f64),
    /// Metres.
    #[serde(rename = "length_m")]
    Length(f64),
}

/// One part of a shape.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct OverlapRow<'a> {
    /// The day or second asked about.
    pub date: Asked,
    /// Source id.
    pub source: &'a str,
    /// Stamp of the version that answers.
    pub version: Option<Stamp>,
    /// Region id; null: in no region's land. Where raions or hromadas were asked for, the code of one.
    pub region: Option<&'a str>,
    /// What it is called.
    #[serde(flatten)]
    pub unit: UnitName<'a>,
    /// Status.
    pub status: &'static str,
    /// Holder.
    pub holder: Option<Code>,
    /// The part's size.
    #[serde(flatten)]
    pub size: Measure,
    /// Its part of the shape, 0 to 1.
    pub share: f64,
    /// The version's age in days.
    pub age_days: Option<i64>,
    /// Past the source's limit of age.
    pub stale: bool,
    /// How near to its line ground may be on the other side, in metres: as the source is precise, and as far as the line may
    /// have moved since the version; null where no version speaks.
    pub uncertain_within_m: Option<f64>,
    /// What weakens all that this version states: the layers of its source that it lacks.
    pub caveat: Option<&'a str>,
    /// The part itself, present when requested; null where it is withheld.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "piece_schema")]
    pub piece: Option<Option<Geometry>>,
}

fn piece_schema(generator: &mut SchemaGenerator) -> Schema {
    let mut schema = geometry_schema(generator);
    schema.insert("nullable".into(), true.into());
    schema
}

impl Measure {
    fn of(shape: &Shape) -> fn(f64) -> Self {
        match shape {
            Shape::Area(_) => Self::Area,
            Shape::Paths(_) => Self::Length,
        }
    }

    /// The member's name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Area(_) => "area_m2",
            Self::Length(_) => "length_m",
        }
    }
}

impl<'a> Overlap<'a> {
    /// The parts of `shape`, with the pieces that `rights` let pass and the attribution of those of `sources` they name.
    #[must_use]
    pub fn new(shape: &Shape, overlap: &'a query::Overlap, atlas: &'a Atlas, rights: &Rights) -> Self {
        let (measure, sources) = (Measure::of(shape), atlas.sources());
        let size = measure(overlap.size);
        let cut = |id: &str| overlap.rows.iter().any(|r| r.source == id && r.piece.is_some());
        let withheld: Vec<&str> =
            sources.clone().filter(|s| cut(&s.id) && !rights.permit(s)).map(|s| s.id.as_str()).collect();
        let reasons = sources.clone().filter(|s| withheld.contains(&s.id.as_str())).filter_map(|s| rights.withheld(s));
        let regions = overlap.rows.iter().filter_map(|row| row.region.as_deref());
        let notes = notes(atlas, regions.clone());
        let own = attribution::lines_of_ids(overlap.rows.iter().map(|r| r.source.as_str()), sources);
        let attribution = own.into_iter().chain(unit::attribution(atlas, regions)).collect();
        Self {
            measure: size.name(),
            size,
            rows: overlap.rows.iter().map(|row| OverlapRow::new(row, measure, &withheld, atlas)).collect(),
            notes,
            withheld: (!withheld.is_empty()).then(|| reasons.collect::<Vec<_>>().join("; ")),
            notice: notice::STATUS.within(spoken()),
            attribution,
            crs: None,
        }
    }
}

impl Overlap<'_> {
    /// The parts as CSV, without their geometries.
    ///
    /// # Errors
    /// None that a row can cause.
    pub fn to_csv(&self) -> Result<table::Csv, csv::Error> {
        match self.size {
            Measure::Area(_) => table::csv(self.rows.iter().map(|row| row.as_table(|area_m2| Area { area_m2 }))),
            Measure::Length(_) => table::csv(self.rows.iter().map(|row| row.as_table(|length_m| Length { length_m }))),
        }
    }
}

#[derive(JsonSchema, Serialize)]
struct Area {
    area_m2: f64,
}

#[derive(JsonSchema, Serialize)]
struct Length {
    length_m: f64,
}

/// One row of the table.
#[derive(JsonSchema, Serialize)]
struct TableRow<'a, S> {
    date: Asked,
    source: &'a str,
    version: Option<Stamp>,
    region: Option<&'a str>,
    #[serde(flatten)]
    unit: UnitName<'a>,
    status: &'static str,
    holder: Option<Code>,
    #[serde(flatten)]
    size: S,
    share: f64,
    age_days: Option<i64>,
    stale: bool,
    uncertain_within_m: Option<f64>,
}

impl<'a> OverlapRow<'a> {
    fn as_table<S>(&self, size: fn(f64) -> S) -> TableRow<'a, S> {
        let (Measure::Area(measured) | Measure::Length(measured)) = self.size;
        TableRow {
            date: self.date,
            source: self.source,
            version: self.version,
            region: self.region,
            unit: self.unit,
            status: self.status,
            holder: self.holder,
            size: size(measured),
            share: self.share,
            age_days: self.age_days,
            stale: self.stale,
            uncertain_within_m: self.uncertain_within_m,
        }
    }

    fn new(row: &'a query::OverlapRow, measure: fn(f64) -> Measure, withheld: &[&str], atlas: &'a Atlas) -> Self {
        let geometry = |piece: &Shape| match piece {
            Shape::Area(area) => geometry_of_area(area),
            Shape::Paths(paths) => geometry_of_paths(paths),
        };
        let passes = !withheld.contains(&row.source.as_str());
        Self {
            date: Asked(row.moment),
            source: &row.source,
            version: row.version.map(Stamp),
            age_days: row.age.map(|age| age.days),
            stale: row.age.is_some_and(|age| age.stale),
            uncertain_within_m: row.age.and_then(|age| age.within_m()).map(tenth),
            region: row.region.as_deref(),
            unit: row.region.as_deref().map_or_else(UnitName::default, |region| UnitName::of(atlas, region)),
            status: row.status.as_str(),
            holder: row.holder.map(Code),
            size: measure(row.size),
            share: row.share,
            caveat: row.caveat.as_ref().map(told),
            piece: row.piece.as_ref().map(|piece| passes.then(|| geometry(piece))),
        }
    }
}
