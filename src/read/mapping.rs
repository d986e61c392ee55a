//! Any GeoJSON, by a small file that says what its properties mean.

mod day;
mod file;

use std::collections::BTreeMap;

use geojson::Feature;
use serde_json::Value;

use super::Told;
use super::collection::collected;
use super::parts::{area, at, plausible, polygons, rings, whole};
use super::stack::{Stated, stack};
use contactline_core::model::{
    Basis, Date, DateFormat, Finding, Moment, Party, Place, Reading, Severity, Status, Version,
};

pub(super) use day::{day_of, one_day};

/// What the properties of a publisher's files mean.
#[derive(Clone, Debug)]
pub struct Mapping {
    /// The id of the source.
    pub source: String,
    /// The file in which that source is declared, beside the mapping; none where it is known.
    pub declaration: Option<String>,
    day: Day,
    rule: Rule,
    holder: Option<(String, BTreeMap<String, Party>)>,
    basis: Basis,
    other: Other,
}

/// Where the day of a file stands.
#[derive(Clone, Debug)]
enum Day {
    Property(String, Option<DateFormat>),
    Name(day::Pattern),
    Told,
}

/// What a feature states.
#[derive(Clone, Debug)]
enum Rule {
    /// Every feature the same.
    All(Meaning),
    /// By the value of a property.
    By(String, BTreeMap<String, Option<Meaning>>),
}

/// What a value means.
#[derive(Clone, Copy, Debug)]
struct Meaning {
    status: Status,
    holder: Option<Party>,
}

/// What becomes of a feature whose value the mapping does not name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
enum Other {
    /// Its ground is taken as unknown, and that is told: left out, it would read as silence.
    #[default]
    Finding,
    /// It is left out.
    Drop,
    /// The file is refused.
    Refuse,
}

impl Mapping {
    /// The mapping in a text; `file` is its name for findings.
    ///
    /// # Errors
    /// One finding: what is wrong, the line, and what is allowed there.
    pub fn from_toml(text: &str, file: &str) -> Result<Self, Box<Finding>> {
        file::mapping(text).map_err(|message| Box::new(at(Severity::Error, "bad_mapping", whole(file), message)))
    }

    /// The version in a file: where statements overlap, held counts before contested before claimed. `stamp` is the
    /// version's where neither mapping nor file tells it; in a file of several days it picks one.
    #[must_use]
    pub fn read(&self, bytes: &[u8], file: &str, stamp: Option<Moment>, today: Date) -> Reading<Version> {
        self.read_told(bytes, file, &Told { stamp, ..Told::default() }, today)
    }

    /// As [`Mapping::read`], with all that somebody told of the file.
    #[must_use]
    pub fn read_told(&self, bytes: &[u8], file: &str, told: &Told<'_>, today: Date) -> Reading<Version> {
        let collected = match collected(bytes, file, told.crs) {
            Ok(collected) => collected,
            Err(finding) => return Reading { value: None, findings: vec![*finding] },
        };
        let mut findings = collected.findings;
        let mut features: Vec<(usize, Feature)> = collected.features.into_iter().enumerate().collect();
        let stamp = self.stamp(&mut features, file, told.stamp, &mut findings);
        let stamp = stamp.and_then(|stamp| match plausible(stamp.date(), today) {
            Ok(_) => Ok(stamp),
            Err(message) => Err(("bad_date", message)),
        });
        let stamp =
            stamp.map_err(|(code, message)| findings.push(at(Severity::Error, code, whole(file), message))).ok();
        let mut stated = Vec::new();
        let mut dropped = 0;
        for (index, feature) in features {
            let place = Place { feature: Some(index), ..whole(file) };
            let (word, meaning) = match self.meaning(&feature) {
                Ok(Some(found)) => found,
                Ok(None) => {
                    dropped += 1;
                    continue;
                }
                Err((word, message)) if self.other != Other::Refuse => {
                    let message = format!("{message}: taken as unknown");
                    findings.push(at(Severity::Warning, "unknown_name", place.clone(), message));
                    (word, Meaning { status: Status::Unknown, holder: None })
                }
                Err((_, message)) => {
                    findings.push(at(Severity::Error, "unknown_name", place, message));
                    continue;
                }
            };
            let Some(geometry) = feature.geometry else {
                findings.push(at(Severity::Warning, "null_geometry", place, "the geometry is null: left out".into()));
                continue;
            };
            let kind = geometry.value.type_name();
            let polygons = polygons(geometry.value);
            if polygons.is_empty() {
                let message = format!("a {kind} where a Polygon or MultiPolygon was wanted: left out");
                findings.push(at(Severity::Warning, "wrong_type", place, message));
                continue;
            }
            match rings(&polygons, &place) {
                Ok(rings) => stated.extend(area(rings, &place, &mut findings).map(|area| Stated {
                    status: meaning.status,
                    holder: meaning.holder,
                    basis: self.basis,
                    word,
                    area,
                })),
                Err(finding) => findings.push(*finding),
            }
        }
        if dropped > 0 {
            let message = format!("{dropped} features left out as the mapping says");
            findings.push(at(Severity::Note, "left_out", whole(file), message));
        }
        // A polygon that cannot be mended would read as silence: the file is refused whole.
        if stated.iter().all(|s| s.status == Status::Unknown) && findings.iter().all(|f| f.severity < Severity::Error) {
            let message = "no polygon to which the mapping gives a status".into();
            findings.push(at(Severity::Error, "empty", whole(file), message));
        }
        if findings.iter().any(|f| f.severity == Severity::Error) {
            return Reading { value: None, findings };
        }
        stated.sort_by_key(|s| (s.status, s.holder));
        let features = stack(stated, file, &mut findings);
        Reading { value: stamp.map(|stamp| Version { source: self.source.clone(), stamp, features }), findings }
    }

    /// The stamp that a file's name tells, where the mapping says how.
    #[must_use]
    pub fn stamp_in_name(&self, file: &str) -> Option<Moment> {
        match &self.day {
            Day::Name(pattern) => pattern.day_in(file).ok().map(Date::start),
            _ => None,
        }
    }

    /// The stamp of the version. Of features of several days only those of the day told are left.
    fn stamp(
        &self,
        features: &mut Vec<(usize, Feature)>,
        file: &str,
        told: Option<Moment>,
        findings: &mut Vec<Finding>,
    ) -> Result<Moment, (&'static str, String)> {
        match &self.day {
            Day::Property(key, form) => day::day_in_property(features, key, form.as_ref(), told),
            Day::Name(pattern) => {
                told.map_or_else(|| pattern.day_in(file).map(Date::start).map_err(|message| ("bad_date", message)), Ok)
            }
            Day::Told => match told {
                Some(told) => Ok(told),
                None => {
                    let (moment, from) = day::found(features, file)?;
                    let message = format!("the mapping does not say where the day stands: {} by {from}", moment.date());
                    findings.push(at(Severity::Note, "day", whole(file), message));
                    Ok(moment)
                }
            },
        }
    }

    /// The publisher's word of a feature and what it means; none where the mapping drops it. Of a value that the mapping does
    /// not know: the word, and what it knows.
    fn meaning(&self, feature: &Feature) -> Result<Option<(String, Meaning)>, (String, String)> {
        let (word, meaning) = match &self.rule {
            Rule::All(meaning) => (meaning.status.to_string(), *meaning),
            Rule::By(key, values) => {
                let word = feature.property(key).map(text_of).unwrap_or_default();
                match values.get(word.trim()) {
                    Some(Some(meaning)) => (word, *meaning),
                    Some(None) => return Ok(None),
                    None if self.other == Other::Drop => return Ok(None),
                    None => {
                        let known = values.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
                        let message = format!("'{key}' is '{word}'; the mapping knows {known}");
                        return Err((word, message));
                    }
                }
            }
        };
        let Some((key, values)) =
            self.holder.as_ref().filter(|_| meaning.holder.is_none() && meaning.status != Status::Contested)
        else {
            return Ok(Some((word, meaning)));
        };
        let name = feature.property(key).map(text_of).unwrap_or_default();
        match values.get(name.trim()) {
            Some(holder) => Ok(Some((word, Meaning { holder: Some(*holder), ..meaning }))),
            None => {
                let known = values.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
                Err((word, format!("'{key}' is '{name}'; the mapping knows {known}")))
            }
        }
    }
}

/// A value as the mapping writes it.
fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}
