//! Boundaries of raions and hromadas: any GeoJSON with their codes, which stands for the ground made of cells.
//!
//! What is wrong with the topology is told with its place, and mended: of ground that two claim the first keeps it, what lies outside
//! the region is not counted, what no boundary holds stands as ground of no division.

use std::collections::BTreeMap;

use super::Import;
use super::files::{Document, finding};
use crate::ingest::IngestError;
use contactline_core::model::{Division, Finding, Level, Region, Severity};
use contactline_store::geojson::{Checking, Feature, read};
use contactline_store::{Entry, Kind, divisions_text, load, read_divisions, shipped};
use edge_timeline::validity::CHECKER;
use edge_timeline::{Area, overlay};

/// The divisions that come with the program.
const DIVISIONS: &str = "admin/divisions.geojson";
/// Overlaps, gaps and ground outside that are smaller than this are told in sum alone, in square metres.
const MIN_TOLD_M2: f64 = 100_000.0;
/// Sums of small ones below this are roundings, in square metres.
const MIN_SUM_M2: f64 = 10_000.0;
/// Most places told of one kind.
const MAX_TOLD: usize = 20;

impl Import<'_> {
    /// Reads boundaries and keeps the divisions with them; the boundaries of an earlier import are gone.
    pub(super) fn boundaries(&mut self, document: &Document) -> Result<(), IngestError> {
        let file = document.name();
        let bytes = document.bytes()?;
        let reading = read(&String::from_utf8_lossy(&bytes), Some(&file));
        self.session.findings.extend(reading.findings);
        let Some(collection) = reading.value else {
            self.session.tally.refused += 1;
            return Ok(());
        };
        let mut divisions = read_divisions(&shipped(DIVISIONS)?, DIVISIONS)?;
        let regions = load(None).map_err(|error| error.findings)?.dataset.regions;
        let mut found = Vec::new();
        for feature in collection.features {
            match coded(&feature, &divisions) {
                None => found.push(Finding {
                    severity: Severity::Warning,
                    code: "unknown_code",
                    place: feature.place(Some(&file)),
                    message: "no member is the code of a known raion or hromada; left out".into(),
                }),
                Some(k) if divisions[k].area.is_some() => found.push(Finding {
                    severity: Severity::Warning,
                    code: "duplicate_code",
                    place: feature.place(Some(&file)),
                    message: format!("{} stands twice; the first counts", divisions[k].code),
                }),
                Some(k) => match feature.into_area(Some(&file), Checking::Full) {
                    Ok(area) => divisions[k].area = Some(area),
                    Err(problems) => found.extend(problems),
                },
            }
        }
        let count = divisions.iter().filter(|division| division.area.is_some()).count();
        for region in &regions {
            for level in [Level::Raion, Level::Hromada] {
                found.extend(mended(&mut divisions, region, level, &file));
            }
        }
        if count == 0 {
            found.push(finding(
                Severity::Error,
                "no_boundaries",
                &file,
                "no boundary of a known raion or hromada".into(),
            ));
        }
        let is_refused = found.iter().any(|f| f.severity == Severity::Error);
        let findings = found.len();
        self.session.findings.extend(found);
        if is_refused {
            self.session.tally.refused += 1;
            return Ok(());
        }
        let named =
            std::path::Path::new(&file).file_name().map_or_else(|| file.clone(), |n| n.to_string_lossy().into_owned());
        let by = self.request.attribution.clone().unwrap_or_else(|| format!("{named}, imported by the operator"));
        let attribution = format!("Boundaries of {count} raions and hromadas: {by}");
        for division in divisions.iter_mut().filter(|division| division.area.is_some()) {
            division.attribution = Some(attribution.clone());
        }
        let entry = Entry {
            path: DIVISIONS.into(),
            kind: Kind::Divisions,
            source: Some("boundaries".into()),
            version: None,
            licence: "as its publisher states".into(),
            attribution,
            date: None,
            sha256: String::new(),
            checker: Some(CHECKER),
            findings,
            imported_at: None,
        };
        let puts = self.session.store.put_files(vec![(entry, divisions_text(&divisions))])?;
        self.session.tally.add(&puts);
        Ok(())
    }
}

/// The number of the division whose code a feature has as its id or in any member: whole, or as far as its settlements share it.
fn coded(feature: &Feature, divisions: &[Division]) -> Option<usize> {
    let values = feature.properties.values().filter_map(serde_json::Value::as_str);
    let texts: Vec<&str> = feature.id.as_deref().into_iter().chain(values).collect();
    let is = |division: &Division, text: &str| {
        text == division.code || Some(text) == division.code.get(..division.level.prefix_len())
    };
    // A hromada's feature may name its raion, and its region, too.
    let find = |level: Level| {
        divisions.iter().position(|division| division.level == level && texts.iter().any(|text| is(division, text)))
    };
    find(Level::Hromada).or_else(|| find(Level::Raion))
}

/// Square metres of ground that is not as it should be, what is said of it, and where it is.
type Told = (f64, String, Option<[f64; 2]>);

/// Mends the boundaries of a level of a region, and tells what was wrong and where.
fn mended(divisions: &mut [Division], region: &Region, level: Level, file: &str) -> Vec<Finding> {
    let own: Vec<usize> = (0..divisions.len())
        .filter(|k| divisions[*k].region == region.id && divisions[*k].level == level && divisions[*k].area.is_some())
        .collect();
    if own.is_empty() {
        return Vec::new();
    }
    let mut found: BTreeMap<&'static str, Vec<Told>> = BTreeMap::new();
    let mut tell = |code: &'static str, area: &Area, message: &dyn Fn(&str) -> String| {
        for part in area.parts() {
            let km2 = format!("{:.2} km²", part.area_m2() / 1e6);
            found.entry(code).or_default().push((part.area_m2(), message(&km2), part.corner()));
        }
    };
    let extent = region.extent.as_ref().unwrap_or(&region.land);
    let mut taken = Area::empty();
    for k in own {
        let Some(area) = divisions[k].area.take() else { continue };
        let code = divisions[k].code.clone();
        let outside = overlay::difference(&area, extent);
        tell("outside_region", &outside, &|km2| format!("{km2} of {code} lie outside {}; not counted", region.id));
        let twice = overlay::intersection(&area, &taken);
        tell("overlap", &twice, &|km2| format!("{km2} of {code} lie in another's boundary too; that keeps them"));
        let area = if twice.is_empty() { area } else { overlay::difference(&area, &taken) };
        taken = overlay::union([&taken, &area]);
        divisions[k].area = Some(area);
    }
    let gap = overlay::difference(&region.land, &taken);
    tell("gap", &gap, &|km2| format!("{km2} of the land of {} lie in no {level}", region.id));
    let mut findings = Vec::new();
    for (code, mut told) in found {
        told.sort_by(|a, b| b.0.total_cmp(&a.0));
        let large = told.iter().filter(|(m2, ..)| *m2 >= MIN_TOLD_M2).count().min(MAX_TOLD);
        for (_, message, coordinate) in &told[..large] {
            let mut one = finding(Severity::Warning, code, file, message.clone());
            one.place.coordinate = *coordinate;
            findings.push(one);
        }
        let rest: f64 = told[large..].iter().map(|(m2, ..)| m2).sum();
        if large < told.len() && rest >= MIN_SUM_M2 {
            let message = format!(
                "{} more places in {} ({level}), {:.3} km² together",
                told.len() - large,
                region.id,
                rest / 1e6
            );
            findings.push(finding(Severity::Note, code, file, message));
        }
    }
    findings
}
