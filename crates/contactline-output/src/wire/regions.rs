//! `regions` as it leaves the house: as a list, or as a GeoJSON feature collection of their land.

use schemars::JsonSchema;
use serde::Serialize;

use contactline_core::atlas::Atlas;
use contactline_core::model::Region;

use super::attribution::REGIONS_ATTRIBUTION;
use super::crs::CrsNote;
use super::feature::{Feature, FeatureType};
use super::table;
use contactline_store::geojson::geometry_of_area;

/// The regions and groups of them.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Regions<'a> {
    /// The regions.
    pub regions: Vec<RegionRow<'a>>,
    /// Groups of them.
    pub groups: Vec<Group<'a>>,
    /// Lines to be shown with the answer.
    pub attribution: [&'a str; 1],
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
    fn all(atlas: &'a Atlas) -> impl Iterator<Item = Self> {
        (0..atlas.regions().len()).map(|k| Self::new(atlas, k))
    }

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
    /// The regions and their groups.
    #[must_use]
    pub fn new(atlas: &'a Atlas) -> Self {
        Self {
            regions: RegionRow::all(atlas).collect(),
            groups: atlas.groups().into_iter().map(|(id, regions)| Group { id, regions }).collect(),
            attribution: [REGIONS_ATTRIBUTION],
        }
    }
}

impl Regions<'_> {
    /// The regions as CSV.
    ///
    /// # Errors
    /// None that a row can cause.
    pub fn to_csv(&self) -> Result<table::Csv, csv::Error> {
        table::csv(&self.regions)
    }
}

impl<'a> RegionsGeo<'a> {
    /// The land of the regions.
    #[must_use]
    pub fn new(atlas: &'a Atlas) -> Self {
        let feature =
            |(row, region): (RegionRow<'a>, &Region)| Feature::new(row.id, row, geometry_of_area(&region.land));
        Self {
            kind: FeatureType::FeatureCollection,
            features: RegionRow::all(atlas).zip(atlas.regions()).map(feature).collect(),
            attribution: [REGIONS_ATTRIBUTION],
            crs: None,
        }
    }
}
