//! `sources/*.toml`: what is declared about a source of control.

use std::fmt::Display;
use std::str::FromStr;

use geo::Coord;
use serde::{Deserialize, Deserializer};

use super::manifest::{finding, with_line};
use contactline_core::model::{
    AbsenceLag, Basis, Coverage, CoverageGap, Date, Drawing, Exception, Finding, InUkrainian, Layer,
    MAX_UNKNOWN_AFTER_DAYS, Method, Party, Reach, Source, Status,
};
use edge_timeline::validity::Defect;
use edge_timeline::{Area, Position};

/// Any of our words in a TOML text.
pub(super) fn word<'de, D: Deserializer<'de>, T: FromStr<Err: Display>>(deserializer: D) -> Result<T, D::Error> {
    String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
}

/// A word that may be left out.
pub(super) fn optional_word<'de, D: Deserializer<'de>, T: FromStr<Err: Display>>(d: D) -> Result<Option<T>, D::Error> {
    word(d).map(Some)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Declared {
    id: String,
    title: String,
    title_uk: Option<String>,
    publisher: String,
    publisher_uk: Option<String>,
    #[serde(deserialize_with = "word")]
    method: Method,
    #[serde(deserialize_with = "word")]
    geometry: Drawing,
    url: Option<String>,
    licence: String,
    licence_terms: Option<String>,
    licence_terms_uk: Option<String>,
    attribution: String,
    geometry_may_be_passed_on: bool,
    coverage: DeclaredCoverage,
    #[serde(default, deserialize_with = "optional_word")]
    coverage_start: Option<Date>,
    #[serde(default, deserialize_with = "optional_word")]
    coverage_end: Option<Date>,
    #[serde(default)]
    coverage_gaps: Vec<DeclaredGap>,
    lag_days: Option<u32>,
    lag_note: Option<String>,
    lag_note_uk: Option<String>,
    precision_m: f64,
    precision_95_m: Option<f64>,
    precision_note: Option<String>,
    precision_note_uk: Option<String>,
    #[serde(default)]
    line_min_piece_m2: f64,
    stale_after_days: u32,
    unknown_after_days: Option<u32>,
    line_reach: Option<Vec<ReachRow>>,
    depends_on: Vec<String>,
    absence: Option<Absence>,
    #[serde(default)]
    layers: Vec<DeclaredLayer>,
    note: Option<String>,
    note_uk: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DeclaredCoverage {
    regions: Vec<String>,
    #[serde(default)]
    except_regions: Vec<String>,
    #[serde(default)]
    except: Vec<Except>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Except {
    name: String,
    name_uk: Option<String>,
    west: Option<f64>,
    south: Option<f64>,
    east: Option<f64>,
    north: Option<f64>,
    outline: Option<Vec<[f64; 2]>>,
    #[serde(default, deserialize_with = "optional_word")]
    from: Option<Date>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DeclaredGap {
    #[serde(deserialize_with = "word")]
    from: Date,
    #[serde(deserialize_with = "word")]
    until: Date,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReachRow {
    age_days: u32,
    distance_m: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DeclaredLayer {
    name: String,
    #[serde(deserialize_with = "word")]
    status: Status,
    #[serde(default, deserialize_with = "optional_word")]
    holder: Option<Party>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Absence {
    #[serde(deserialize_with = "word")]
    holder: Party,
    #[serde(deserialize_with = "word")]
    basis: Basis,
    lag_days: Option<u32>,
    within_m: Option<f64>,
}

impl Absence {
    /// How far the source runs behind: both its days and its distance are declared, or neither.
    fn lag(&self) -> Result<Option<AbsenceLag>, String> {
        match (self.lag_days, self.within_m) {
            (None, None) => Ok(None),
            (Some(days), Some(within_m)) if days > 0 && within_m.is_finite() && within_m > 0.0 => {
                Ok(Some(AbsenceLag { days, within_m }))
            }
            _ => Err("absence: wanted lag_days and within_m together, both above 0, or neither".into()),
        }
    }
}

/// The source a text declares; `file` is its name for findings.
pub(super) fn source(text: &str, file: &str) -> Result<Source, Vec<Finding>> {
    let bad = |message| vec![finding("bad_source", file, message)];
    let declared: Declared = toml::from_str(text).map_err(|e| bad(with_line(text, &e)))?;
    let except = declared.coverage.except.into_iter().map(exception).collect::<Result<_, _>>().map_err(bad)?;
    let gaps = gaps(&declared.coverage_gaps, declared.coverage_start, declared.coverage_end).map_err(bad)?;
    let positive = |metres: f64| metres.is_finite() && metres >= 0.0;
    if !positive(declared.precision_m) || declared.precision_95_m.is_some_and(|m| !positive(m)) {
        return Err(bad("a precision that is no number of metres".into()));
    }
    let absence_lag = declared.absence.as_ref().map_or(Ok(None), Absence::lag).map_err(bad)?;
    let line_min_piece_m2 = declared.line_min_piece_m2;
    if !positive(line_min_piece_m2) {
        return Err(bad(format!("line_min_piece_m2 = {line_min_piece_m2} is no number of square metres")));
    }
    let unknown_after_days = declared.unknown_after_days.unwrap_or(MAX_UNKNOWN_AFTER_DAYS);
    if unknown_after_days > MAX_UNKNOWN_AFTER_DAYS {
        return Err(bad(format!(
            "unknown_after_days = {unknown_after_days} is too many; allowed: up to {MAX_UNKNOWN_AFTER_DAYS}, three years"
        )));
    }
    let rows = |rows: Vec<ReachRow>| rows.into_iter().map(|row| (row.age_days, row.distance_m)).collect();
    let line_reach = declared.line_reach.map(|declared| Reach::from_rows(rows(declared))).transpose();
    let line_reach = line_reach.map_err(|why| bad(format!("line_reach: {why}")))?.unwrap_or_default();
    Ok(Source {
        id: declared.id,
        title: declared.title,
        publisher: declared.publisher,
        url: declared.url,
        method: declared.method,
        drawing: declared.geometry,
        licence: declared.licence,
        licence_terms: declared.licence_terms,
        attribution: declared.attribution,
        geometry_may_be_passed_on: declared.geometry_may_be_passed_on,
        coverage: Coverage {
            regions: declared.coverage.regions,
            except_regions: declared.coverage.except_regions,
            except,
            start: declared.coverage_start,
            end: declared.coverage_end,
            gaps,
        },
        lag_days: declared.lag_days,
        lag_note: declared.lag_note,
        precision_m: declared.precision_m,
        precision_95_m: declared.precision_95_m,
        precision_note: declared.precision_note,
        line_min_piece_m2,
        stale_after_days: declared.stale_after_days,
        unknown_after_days,
        line_reach,
        depends_on: declared.depends_on,
        layers: declared
            .layers
            .into_iter()
            .map(|l| Layer { name: l.name, status: l.status, holder: l.holder })
            .collect(),
        absence: declared.absence.map(|a| (a.holder, a.basis)),
        absence_lag,
        note: declared.note,
        in_ukrainian: InUkrainian {
            title: declared.title_uk,
            publisher: declared.publisher_uk,
            licence_terms: declared.licence_terms_uk,
            lag_note: declared.lag_note_uk,
            precision_note: declared.precision_note_uk,
            note: declared.note_uk,
        },
    })
}

/// The gaps in a coverage, in order: between its first day and its last, apart from each other.
fn gaps(declared: &[DeclaredGap], start: Option<Date>, end: Option<Date>) -> Result<Vec<CoverageGap>, String> {
    let mut known = start;
    let gap = |gap: &DeclaredGap| {
        let DeclaredGap { from: first, until: last } = *gap;
        let is_within = known.is_none_or(|known| known < first) && end.is_none_or(|end| last < end);
        if last < first || !is_within {
            return Err(format!(
                "coverage_gaps: {first} to {last} is no gap; wanted days between coverage_start and coverage_end, in order, \
                 with a day that is known between two gaps"
            ));
        }
        known = Some(last.plus_days(1));
        Ok(CoverageGap { first, last })
    };
    declared.iter().map(gap).collect()
}

fn exception(e: Except) -> Result<Exception, String> {
    let corners = match (&e.outline, [e.west, e.south, e.east, e.north]) {
        (Some(outline), [None, None, None, None]) => outline.clone(),
        (None, [Some(west), Some(south), Some(east), Some(north)]) => {
            if west >= east || south >= north {
                return Err(format!("box '{}': west and south must be less than east and north", e.name));
            }
            vec![[west, south], [east, south], [east, north], [west, north]]
        }
        _ => return Err(format!("'{}': wanted either west, south, east and north, or an outline", e.name)),
    };
    let corner = |[lon, lat]: [f64; 2]| {
        let position = Position::from_lon_lat(lon, lat).map_err(|error| format!("'{}': {error}", e.name))?;
        Ok(Coord { x: position.lon(), y: position.lat() })
    };
    let mut ring = corners.into_iter().map(corner).collect::<Result<Vec<_>, String>>()?;
    ring.extend(ring.first().copied());
    let wrong = |defects: Vec<Defect>| {
        let message = defects.first().map_or_else(String::new, |defect| defect.message.clone());
        format!("'{}': its outline is no polygon: {message}", e.name)
    };
    let area = Area::from_rings(vec![vec![ring]]).map_err(wrong)?;
    Ok(Exception { name: e.name, name_uk: e.name_uk, area, from: e.from })
}
