//! Regions, the contact zone and announcements: our GeoJSON files about places.

use std::str::FromStr;

use serde_json::{Map, Value};

use super::geojson::{Checking, Feature, read};
use super::manifest::finding;
use contactline_core::model::{Announced, Announcement, DateKind, Finding, Place, Region, Severity};
use edge_timeline::Area;

/// Members of an object by name, typed; what is missing or wrong is a finding at `place`.
pub(super) struct Members<'a> {
    pub(super) map: &'a Map<String, Value>,
    pub(super) place: Place,
}

impl<'a> Members<'a> {
    pub(super) fn of(feature: &'a Feature, file: &str) -> Self {
        Self { map: &feature.properties, place: feature.place(Some(file)) }
    }

    pub(super) fn optional_text(&self, name: &str) -> Option<&'a str> {
        self.map.get(name).and_then(Value::as_str)
    }

    pub(super) fn text(&self, name: &str) -> Result<&'a str, Vec<Finding>> {
        self.optional_text(name).ok_or_else(|| self.wrong("missing_property", format!("no text property '{name}'")))
    }

    pub(super) fn word<T: FromStr<Err: ToString>>(&self, name: &str) -> Result<T, Vec<Finding>> {
        self.parsed(name, self.text(name)?)
    }

    pub(super) fn optional_word<T: FromStr<Err: ToString>>(&self, name: &str) -> Result<Option<T>, Vec<Finding>> {
        self.optional_text(name).map(|text| self.parsed(name, text)).transpose()
    }

    fn parsed<T: FromStr<Err: ToString>>(&self, name: &str, text: &str) -> Result<T, Vec<Finding>> {
        text.parse().map_err(|e: T::Err| self.wrong("bad_property", format!("property '{name}': {}", e.to_string())))
    }

    pub(super) fn wrong(&self, code: &'static str, message: String) -> Vec<Finding> {
        vec![Finding { severity: Severity::Error, code, place: self.place.clone(), message }]
    }
}

/// The features of one of our own files, in which nothing may be wrong.
pub(super) fn features(text: &str, file: &str) -> Result<Vec<Feature>, Vec<Finding>> {
    let reading = read(text, Some(file));
    match reading.value {
        Some(collection) if reading.findings.is_empty() => Ok(collection.features),
        _ => Err(reading.findings),
    }
}

/// A region: one feature with `part` `land`, perhaps one with `part` `extent`.
pub(super) fn region(text: &str, file: &str, checking: Checking) -> Result<Region, Vec<Finding>> {
    let (mut land, mut extent) = (None, None);
    for feature in features(text, file)? {
        let members = Members::of(&feature, file);
        match members.text("part")? {
            "land" => {
                let groups = members.map.get("groups").and_then(Value::as_array).into_iter().flatten();
                let region = Region {
                    id: members.text("region")?.into(),
                    name: members.text("name")?.into(),
                    name_uk: members.text("name_uk")?.into(),
                    role: members.word("role")?,
                    abroad: members.optional_word("abroad")?,
                    groups: groups.filter_map(Value::as_str).map(Into::into).collect(),
                    land: Area::empty(),
                    extent: None,
                };
                land = Some(Region { land: feature.into_area(Some(file), checking)?, ..region });
            }
            "extent" => extent = Some(feature.into_area(Some(file), checking)?),
            other => {
                return Err(members.wrong("bad_property", format!("part '{other}'; wanted land or extent")));
            }
        }
    }
    let region = land.ok_or_else(|| vec![finding("missing_feature", file, "no feature with part 'land'".into())])?;
    Ok(Region { extent, ..region })
}

/// The contact zone: one feature.
pub(super) fn zone(text: &str, file: &str, checking: Checking) -> Result<Area, Vec<Finding>> {
    let mut features = features(text, file)?;
    match features.len() {
        1 => features.remove(0).into_area(Some(file), checking),
        n => Err(vec![finding("missing_feature", file, format!("{n} features; wanted one"))]),
    }
}

/// The announcements, one a feature; a null geometry is a place not known.
pub(super) fn announcements(text: &str, file: &str) -> Result<Vec<Announcement>, Vec<Finding>> {
    features(text, file)?.into_iter().map(|feature| announcement(&feature, file)).collect()
}

fn announcement(feature: &Feature, file: &str) -> Result<Announcement, Vec<Finding>> {
    let members = Members::of(feature, file);
    let Some(place) = members.map.get("place").and_then(Value::as_object) else {
        return Err(members.wrong("missing_property", "no property 'place' with a name".into()));
    };
    let names = Members { map: place, place: members.place.clone() };
    let name = names.text("name")?;
    let disputed_by = members.optional_word("disputed_by")?;
    let disputed_on = members.optional_word("disputed_on")?;
    Ok(Announcement {
        id: feature.id.clone().ok_or_else(|| members.wrong("missing_member", "a feature without an id".into()))?,
        party: members.word("party")?,
        says: members.optional_word("says")?.unwrap_or(Announced::Taken),
        date: members.word("date")?,
        date_kind: members.optional_word("date_kind")?.unwrap_or(DateKind::Day),
        place: name.into(),
        place_uk: names.optional_text("name_uk").unwrap_or(name).into(),
        position: feature.shape.is_some().then(|| feature.to_position(Some(file))).transpose()?,
        region: members.text("region")?.into(),
        scope: members.word("scope")?,
        announced_by: members.text("announced_by")?.into(),
        announced_by_uk: members.optional_text("announced_by_uk").map(Into::into),
        disputed_by: disputed_by.map(|party| (party, disputed_on)),
        certainty: members.word("certainty")?,
        source: members.optional_text("source").map(Into::into),
        note: members.optional_text("note").map(Into::into),
        note_uk: members.optional_text("note_uk").map(Into::into),
    })
}
