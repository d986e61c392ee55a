//! `acts.toml`: the register of acts, and of claims that rest on them.

use serde::Deserialize;

use super::manifest::{finding, with_line};
use super::source::{optional_word, word};
use crate::geometry::Position;
use crate::model::{Act, Certainty, Claim, Date, ExtentKind, Finding, Near, Party};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Register {
    #[serde(default, rename = "act")]
    acts: Vec<ActEntry>,
    #[serde(default, rename = "claim")]
    claims: Vec<ClaimEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ActEntry {
    id: String,
    kind: String,
    actor: String,
    title: String,
    #[serde(deserialize_with = "word")]
    date: Date,
    #[serde(default, deserialize_with = "optional_word")]
    date_end: Option<Date>,
    regions: Vec<String>,
    #[serde(deserialize_with = "word")]
    extent: ExtentKind,
    extent_as_stated: String,
    citation: String,
    #[serde(deserialize_with = "word")]
    certainty: Certainty,
    #[serde(default)]
    replaces: Vec<String>,
    #[serde(default)]
    rejects: Vec<String>,
    note: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClaimEntry {
    id: String,
    #[serde(deserialize_with = "word")]
    claimant: Party,
    regions: Vec<String>,
    #[serde(deserialize_with = "word")]
    since: Date,
    #[serde(default, deserialize_with = "optional_word")]
    until: Option<Date>,
    act: String,
    #[serde(deserialize_with = "word")]
    extent: ExtentKind,
    near: Option<Circle>,
    approximate_area: Option<String>,
    #[serde(default)]
    rejected_by: Vec<String>,
    #[serde(default)]
    recognised_by: Vec<Recognition>,
    #[serde(deserialize_with = "word")]
    certainty: Certainty,
    note: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Circle {
    lon: f64,
    lat: f64,
    radius_m: f64,
    approximate: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Recognition {
    party: String,
    act: String,
}

/// The acts and claims in a text; `file` is its name for findings.
pub(super) fn register(text: &str, file: &str) -> Result<(Vec<Act>, Vec<Claim>), Vec<Finding>> {
    let bad = |message| vec![finding("bad_register", file, message)];
    let register: Register = toml::from_str(text).map_err(|e| bad(with_line(text, &e)))?;
    let acts = register.acts.into_iter().map(act).collect();
    let claims = register.claims.into_iter().map(claim).collect::<Result<_, _>>().map_err(bad)?;
    Ok((acts, claims))
}

fn act(a: ActEntry) -> Act {
    Act {
        id: a.id,
        kind: a.kind,
        actor: a.actor,
        title: a.title,
        date: a.date,
        date_end: a.date_end,
        regions: a.regions,
        extent: a.extent,
        extent_as_stated: a.extent_as_stated,
        citation: a.citation,
        certainty: a.certainty,
        replaces: a.replaces,
        rejects: a.rejects,
        note: a.note,
    }
}

fn claim(c: ClaimEntry) -> Result<Claim, String> {
    let near = c.near.map(|circle| near(&c.id, &circle)).transpose()?;
    if near.is_some() != (c.extent == ExtentKind::Undefined) {
        return Err(format!("claim {}: 'near' goes with extent 'undefined', and only with it", c.id));
    }
    let notes: Vec<String> = [c.approximate_area, c.note].into_iter().flatten().collect();
    Ok(Claim {
        id: c.id,
        claimant: c.claimant,
        regions: c.regions,
        since: c.since,
        until: c.until,
        act: c.act,
        extent: c.extent,
        near,
        rejected_by: c.rejected_by,
        recognised_by: c.recognised_by.into_iter().map(|r| (r.party, r.act)).collect(),
        certainty: c.certainty,
        note: (!notes.is_empty()).then(|| notes.join(" ")),
    })
}

fn near(id: &str, circle: &Circle) -> Result<Near, String> {
    let position = Position::from_lon_lat(circle.lon, circle.lat).map_err(|e| format!("claim {id}: {e}"))?;
    if !circle.approximate || !circle.radius_m.is_finite() || circle.radius_m <= 0.0 {
        return Err(format!("claim {id}: 'near' wants a radius in metres and approximate = true"));
    }
    Ok(Near { position, radius_m: circle.radius_m })
}
