//! The tessellation: one cell a place.

use std::collections::HashMap;

use serde_json::Value;

use crate::read::collection::collected;
use crate::read::parts::{area, at, polygons, rings, whole};
use contactline_core::model::{Finding, Place, Reading, Severity};
use edge_timeline::{Area, overlay};

/// Square metres by which cells may overlap altogether: how two programs round.
const ROUNDING_M2: f64 = 1e4;

/// The cells of a tessellation by the id of their place.
#[derive(Debug)]
pub struct Cells {
    key: Key,
    places: HashMap<String, usize>,
    areas: Vec<Area>,
    overlap: bool,
}

/// By what places are named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    /// GeoNames' number.
    Geonameid,
    /// Ukraine's code of administrative units.
    Kod,
}

impl Key {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Geonameid => "geonameid",
            Self::Kod => "kod",
        }
    }

    /// An id in one form, however it was written: `461727`, `461727.0` and `4.61727e+05` are the same.
    pub(super) fn id(self, text: &str) -> Option<String> {
        let text = text.trim();
        match self {
            Self::Geonameid if text.bytes().all(|b| b.is_ascii_digit()) && !text.is_empty() => {
                Some(text.trim_start_matches('0').to_owned())
            }
            Self::Geonameid => {
                let number = text.parse::<f64>().ok()?;
                (number.fract() == 0.0 && (0.0..1e15).contains(&number)).then(|| format!("{number:.0}"))
            }
            Self::Kod => (!text.is_empty()).then(|| crate::read::parts::latin(text)),
        }
    }
}

impl Cells {
    /// The cells in a GeoJSON of polygons with the property `geonameid` or `kod`.
    #[must_use]
    pub fn read(bytes: &[u8], file: &str) -> Reading<Self> {
        let collected = match collected(bytes, file, None) {
            Ok(collected) => collected,
            Err(finding) => return Reading { value: None, findings: vec![*finding] },
        };
        let has = |key: Key| collected.features.iter().any(|f| f.contains_property(key.as_str()));
        let Some(key) = [Key::Geonameid, Key::Kod].into_iter().find(|key| has(*key)) else {
            let message = "no feature has the property geonameid or kod; is this a tessellation".into();
            return Reading {
                value: None,
                findings: vec![at(Severity::Error, "missing_property", whole(file), message)],
            };
        };
        let mut findings = collected.findings;
        let mut cells = Self { key, places: HashMap::new(), areas: Vec::new(), overlap: false };
        for (index, feature) in collected.features.into_iter().enumerate() {
            let place = Place { feature: Some(index), ..whole(file) };
            let id = match feature.property(key.as_str()) {
                Some(Value::String(text)) => key.id(text),
                Some(value) => key.id(&value.to_string()),
                None => None,
            };
            let Some(id) = id else {
                let message = format!("no {} that is one: left out", key.as_str());
                findings.push(at(Severity::Warning, "missing_property", place, message));
                continue;
            };
            let Some(geometry) = feature.geometry else {
                findings.push(at(Severity::Warning, "null_geometry", place, format!("place {id} has no cell")));
                continue;
            };
            let area = match rings(&polygons(geometry.value), &place) {
                Ok(rings) => area(rings, &place, &mut findings),
                Err(finding) => {
                    findings.push(*finding);
                    None
                }
            };
            let Some(area) = area else { continue };
            match cells.places.get(&id).copied() {
                Some(known) => {
                    let message = format!("place {id} has a second cell: joined with its first");
                    findings.push(at(Severity::Warning, "duplicate", place, message));
                    cells.areas[known] = overlay::union([&cells.areas[known], &area]);
                }
                None => {
                    cells.places.insert(id, cells.areas.len());
                    cells.areas.push(area);
                }
            }
        }
        let findings = turned_together(findings, file);
        if findings.iter().any(|f| f.severity == Severity::Error) {
            return Reading { value: None, findings };
        }
        cells.look_for_overlaps(file, findings)
    }

    fn look_for_overlaps(mut self, file: &str, mut findings: Vec<Finding>) -> Reading<Self> {
        let sum_m2: f64 = self.areas.iter().map(Area::area_m2).sum();
        let shared_m2 = sum_m2 - overlay::union(&self.areas).area_m2();
        if shared_m2 > ROUNDING_M2 {
            self.overlap = true;
            let message = format!("cells overlap by {shared_m2:.0} m²: held counts before contested there");
            findings.push(at(Severity::Warning, "polygons_overlap", whole(file), message));
        }
        Reading { value: Some(self), findings }
    }

    pub(super) const fn key(&self) -> Key {
        self.key
    }

    pub(super) fn places(&self) -> &HashMap<String, usize> {
        &self.places
    }

    /// The cells.
    pub(super) fn areas(&self) -> &[Area] {
        &self.areas
    }

    pub(super) const fn overlap(&self) -> bool {
        self.overlap
    }
}

/// One finding of winding for all cells: thousands are wound alike.
fn turned_together(findings: Vec<Finding>, file: &str) -> Vec<Finding> {
    let (winding, mut others): (Vec<_>, Vec<_>) = findings.into_iter().partition(|f| f.code == "winding");
    if !winding.is_empty() {
        let message = format!("{} cells are wound against the right-hand rule: turned", winding.len());
        others.push(at(Severity::Note, "winding", whole(file), message));
    }
    others
}
