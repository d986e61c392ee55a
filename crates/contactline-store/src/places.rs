//! Regions, the contact zone and announcements: our GeoJSON files about places.

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::geojson::{Checking, Own, optional_word, own_features, word};
use super::manifest::finding;
use contactline_core::model::{
    Announced, Announcement, Certainty, Date, DateKind, Finding, Party, Region, Role, Scope,
};
use edge_timeline::Area;

#[derive(Deserialize)]
#[serde(tag = "part", rename_all = "lowercase")]
enum PartOfRegion {
    Land {
        region: String,
        name: String,
        name_uk: String,
        #[serde(deserialize_with = "word")]
        role: Role,
        #[serde(default, deserialize_with = "optional_word")]
        abroad: Option<Party>,
        #[serde(default)]
        groups: Vec<String>,
    },
    Extent {},
}

/// A region: one feature with `part` `land`, perhaps one with `part` `extent`.
pub(super) fn region(text: &str, file: &str, checking: Checking) -> Result<Region, Vec<Finding>> {
    let (mut land, mut extent) = (None, None);
    for Own { feature, properties } in own_features(text, file)? {
        let area = feature.into_area(Some(file), checking)?;
        match properties {
            PartOfRegion::Land { region: id, name, name_uk, role, abroad, groups } => {
                land = Some(Region { id, name, name_uk, role, abroad, groups, land: area, extent: None });
            }
            PartOfRegion::Extent {} => extent = Some(area),
        }
    }
    let region = land.ok_or_else(|| vec![finding("missing_feature", file, "no feature with part 'land'".into())])?;
    Ok(Region { extent, ..region })
}

/// The contact zone: one feature.
pub(super) fn zone(text: &str, file: &str, checking: Checking) -> Result<Area, Vec<Finding>> {
    let mut features: Vec<Own<IgnoredAny>> = own_features(text, file)?;
    match features.len() {
        1 => features.remove(0).feature.into_area(Some(file), checking),
        n => Err(vec![finding("missing_feature", file, format!("{n} features; wanted one"))]),
    }
}

#[derive(Deserialize)]
struct AnnouncedPlace {
    name: String,
    name_uk: Option<String>,
}

#[derive(Deserialize)]
struct Properties {
    #[serde(deserialize_with = "word")]
    party: Party,
    #[serde(default, deserialize_with = "optional_word")]
    says: Option<Announced>,
    #[serde(deserialize_with = "word")]
    date: Date,
    #[serde(default, deserialize_with = "optional_word")]
    date_kind: Option<DateKind>,
    place: AnnouncedPlace,
    region: String,
    #[serde(deserialize_with = "word")]
    scope: Scope,
    announced_by: String,
    announced_by_uk: Option<String>,
    #[serde(default, deserialize_with = "optional_word")]
    disputed_by: Option<Party>,
    #[serde(default, deserialize_with = "optional_word")]
    disputed_on: Option<Date>,
    #[serde(deserialize_with = "word")]
    certainty: Certainty,
    source: Option<String>,
    note: Option<String>,
    note_uk: Option<String>,
}

/// The announcements, one a feature; a null geometry is a place not known.
pub(super) fn announcements(text: &str, file: &str) -> Result<Vec<Announcement>, Vec<Finding>> {
    own_features(text, file)?.into_iter().map(|feature| announcement(feature, file)).collect()
}

fn announcement(mut feature: Own<Properties>, file: &str) -> Result<Announcement, Vec<Finding>> {
    let id = feature.take_id(file)?;
    let Own { feature, properties: p } = feature;
    Ok(Announcement {
        id,
        party: p.party,
        says: p.says.unwrap_or(Announced::Taken),
        date: p.date,
        date_kind: p.date_kind.unwrap_or(DateKind::Day),
        place_uk: p.place.name_uk.unwrap_or_else(|| p.place.name.clone()),
        place: p.place.name,
        position: feature.shape.is_some().then(|| feature.to_position(Some(file))).transpose()?,
        region: p.region,
        scope: p.scope,
        announced_by: p.announced_by,
        announced_by_uk: p.announced_by_uk,
        disputed_by: p.disputed_by.map(|party| (party, p.disputed_on)),
        certainty: p.certainty,
        source: p.source,
        note: p.note,
        note_uk: p.note_uk,
    })
}
