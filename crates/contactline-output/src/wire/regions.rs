//! `regions` as it leaves the house: as a list, or as a GeoJSON feature collection of their land.

use schemars::JsonSchema;
use serde::Serialize;

use contactline_core::atlas::{Atlas, DivisionGround};
use contactline_core::query::ListedDivision;

use super::attribution::REGIONS_ATTRIBUTION;
use super::crs::CrsNote;
use super::feature::{Feature, FeatureType};
use super::table;
use super::time::Day;
use super::unit::{attribution, notes};
use contactline_store::geojson::geometry_of_area;

/// The regions and groups of them.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Regions<'a> {
    /// The regions.
    pub regions: Vec<RegionRow<'a>>,
    /// Groups of them.
    pub groups: Vec<Group<'a>>,
    /// The raions or hromadas asked for; null where none were.
    pub divisions: Option<Vec<DivisionRow<'a>>>,
    /// What must be known of them: how approximate their ground is.
    pub notes: Vec<String>,
    /// Lines to be shown with the answer.
    pub attribution: Vec<&'a str>,
}

/// A raion or hromada.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct DivisionRow<'a> {
    /// Its code in the codifier KATOTTG.
    pub code: &'a str,
    /// `raion` or `hromada`.
    pub level: &'static str,
    /// English name.
    pub name: &'a str,
    /// Ukrainian name.
    pub name_uk: &'a str,
    /// Region id.
    pub region: &'a str,
    /// Of a hromada the code of its raion.
    pub within: Option<&'a str>,
    /// How many settlements it has; null: not recorded.
    pub settlements: Option<u32>,
    /// Land in square metres as it is measured here; null: no settlement of it is listed.
    pub land_area_m2: Option<f64>,
    /// It is made of the cells around its settlements.
    pub approximate: bool,
    /// Its area as others state it, in square metres; null: not known.
    pub stated_area_m2: Option<f64>,
    /// Its population; null: not known. Of a raion the sum of its hromadas, where all have one.
    pub population: Option<u32>,
    /// The day of that population.
    pub population_on: Option<Day>,
}

/// The divisions as GeoJSON.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DivisionsGeo<'a> {
    /// `FeatureCollection`.
    #[serde(rename = "type")]
    pub kind: FeatureType,
    /// One feature per division: its ground on land.
    pub features: Vec<Feature<DivisionRow<'a>>>,
    /// What must be known of them: how approximate their ground is.
    pub notes: Vec<String>,
    /// Lines to be shown with the answer.
    pub attribution: Vec<&'a str>,
}

impl<'a> DivisionsGeo<'a> {
    /// The ground of the divisions.
    #[must_use]
    pub fn new(shape: &Regions<'a>, divisions: &[ListedDivision<'a>]) -> Self {
        let rows = shape.divisions.iter().flatten().zip(divisions);
        let feature = |(row, listed): (&DivisionRow<'a>, &ListedDivision<'a>)| {
            Some(Feature::new(row.code, *row, geometry_of_area(&listed.ground?.area)))
        };
        Self {
            kind: FeatureType::FeatureCollection,
            features: rows.filter_map(feature).collect(),
            notes: shape.notes.clone(),
            attribution: shape.attribution.clone(),
        }
    }
}

/// One region.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RegionRow<'a> {
    /// Region id.
    pub id: &'a str,
    /// English name.
    pub name: &'a str,
    /// Ukrainian name.
    pub name_uk: &'a str,
    /// `region`, `neighbour` or `country`.
    pub role: &'static str,
    /// Groups it belongs to.
    pub groups: &'a [String],
    /// Its land in square metres.
    pub land_area_m2: f64,
    /// West, south, east, north of its land in degrees.
    pub bbox: [f64; 4],
}

/// A group of regions.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Group<'a> {
    /// Group id.
    pub id: &'a str,
    /// Ids of its regions.
    pub regions: Vec<&'a str>,
}

/// The regions as GeoJSON.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RegionsGeo<'a> {
    /// `FeatureCollection`.
    #[serde(rename = "type")]
    pub kind: FeatureType,
    /// One feature per region: its land.
    pub features: Vec<Feature<RegionRow<'a>>>,
    /// Lines to be shown with the answer.
    pub attribution: [&'a str; 1],
    /// The reference system requested, if any.
    #[serde(flatten)]
    pub crs: Option<CrsNote>,
}

impl<'a> RegionRow<'a> {
    fn new(atlas: &'a Atlas, k: usize) -> Self {
        let (region, b) = (&atlas.regions()[k], atlas.places().bbox(k));
        Self {
            id: &region.id,
            name: &region.name,
            name_uk: &region.name_uk,
            role: region.role.as_str(),
            groups: &region.groups,
            land_area_m2: atlas.places().land_m2(k),
            bbox: [b.west, b.south, b.east, b.north],
        }
    }
}

impl<'a> Regions<'a> {
    /// Regions by their numbers, and the groups of all.
    #[must_use]
    pub fn new(atlas: &'a Atlas, regions: &[usize]) -> Self {
        Self {
            regions: regions.iter().map(|k| RegionRow::new(atlas, *k)).collect(),
            groups: atlas.groups().into_iter().map(|(id, regions)| Group { id, regions }).collect(),
            divisions: None,
            notes: Vec::new(),
            attribution: vec![REGIONS_ATTRIBUTION],
        }
    }

    /// The regions with divisions of them.
    #[must_use]
    pub fn with_divisions(mut self, atlas: &'a Atlas, divisions: &[ListedDivision<'a>]) -> Self {
        let row = |listed: &ListedDivision<'a>| {
            let division = listed.division;
            DivisionRow {
                code: &division.code,
                level: division.level.as_str(),
                name: &division.name,
                name_uk: &division.name_uk,
                region: &division.region,
                within: division.within.as_deref(),
                settlements: listed.settlements,
                land_area_m2: listed.ground.map(DivisionGround::area_m2),
                approximate: listed.approximate,
                stated_area_m2: listed.stated_area_m2,
                population: listed.population.map(|(people, _)| people),
                population_on: listed.population.and_then(|(_, day)| day).map(Day),
            }
        };
        self.divisions = Some(divisions.iter().map(row).collect());
        let codes = divisions.iter().map(|listed| listed.division.code.as_str());
        self.notes = notes(atlas, codes.clone());
        self.attribution.extend(attribution(atlas, codes));
        self
    }
}

impl Regions<'_> {
    /// The regions, or the divisions asked for, as CSV.
    ///
    /// # Errors
    /// None that a row can cause.
    pub fn to_csv(&self) -> Result<table::Csv, csv::Error> {
        match &self.divisions {
            Some(divisions) => table::csv(divisions),
            None => table::csv(&self.regions),
        }
    }
}

impl<'a> RegionsGeo<'a> {
    /// The land of regions by their numbers.
    #[must_use]
    pub fn new(atlas: &'a Atlas, regions: &[usize]) -> Self {
        let feature = |k: &usize| {
            let region = &atlas.regions()[*k];
            Feature::new(&region.id, RegionRow::new(atlas, *k), geometry_of_area(&region.land))
        };
        Self {
            kind: FeatureType::FeatureCollection,
            features: regions.iter().map(feature).collect(),
            attribution: [REGIONS_ATTRIBUTION],
            crs: None,
        }
    }
}
