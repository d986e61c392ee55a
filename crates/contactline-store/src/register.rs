//! `acts.toml`: the register of acts, and of claims that rest on them.

use serde::Deserialize;

use super::manifest::{finding, with_line};
use super::not_recorded::{NotRecordedEntry, not_recorded};
use super::source::{optional_word, word};
use contactline_core::model::{
    Act, Certainty, Claim, Date, ExtentKind, Finding, Near, Particulars, Party, Recognition,
};
use edge_timeline::Position;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Register {
    /// The day on which the register was last checked as a whole.
    #[serde(default, deserialize_with = "optional_word")]
    checked: Option<Date>,
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
    title_uk: Option<String>,
    number: Option<String>,
    #[serde(deserialize_with = "word")]
    date: Date,
    #[serde(default, deserialize_with = "optional_word")]
    date_end: Option<Date>,
    #[serde(default, deserialize_with = "optional_word")]
    published: Option<Date>,
    #[serde(default, deserialize_with = "optional_word")]
    in_force: Option<Date>,
    #[serde(default, deserialize_with = "optional_word")]
    in_force_until: Option<Date>,
    regions: Vec<String>,
    #[serde(deserialize_with = "word")]
    extent: ExtentKind,
    extent_as_stated: String,
    extent_as_stated_uk: Option<String>,
    citation: String,
    #[serde(deserialize_with = "word")]
    certainty: Certainty,
    #[serde(default)]
    replaces: Vec<String>,
    #[serde(default)]
    rejects: Vec<String>,
    unsettled: Option<String>,
    unsettled_uk: Option<String>,
    #[serde(default)]
    not_recorded: Vec<NotRecordedEntry>,
    #[serde(default, deserialize_with = "optional_word")]
    checked: Option<Date>,
    note: Option<String>,
    note_uk: Option<String>,
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
    approximate_area_uk: Option<String>,
    #[serde(default)]
    rejected_by: Vec<String>,
    recognised_by: Option<Vec<RecognitionEntry>>,
    #[serde(deserialize_with = "word")]
    certainty: Certainty,
    note: Option<String>,
    note_uk: Option<String>,
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
struct RecognitionEntry {
    party: String,
    act: String,
    how: String,
}

/// The acts and claims in a text; `file` is its name for findings.
pub(super) fn register(text: &str, file: &str) -> Result<(Vec<Act>, Vec<Claim>), Vec<Finding>> {
    let bad = |message| vec![finding("bad_register", file, message)];
    let register: Register = toml::from_str(text).map_err(|e| bad(with_line(text, &e)))?;
    let checked = register.checked;
    let acts = register.acts.into_iter().map(|entry| act(entry, checked)).collect::<Result<_, _>>().map_err(bad)?;
    let claims = register.claims.into_iter().map(claim).collect::<Result<_, _>>().map_err(bad)?;
    Ok((acts, claims))
}

fn act(a: ActEntry, checked: Option<Date>) -> Result<Act, String> {
    let members =
        [("number", a.number.is_some()), ("published", a.published.is_some()), ("in_force", a.in_force.is_some())];
    let not_recorded = not_recorded(a.not_recorded, &members).map_err(|e| format!("act {}: {e}", a.id))?;
    Ok(Act {
        id: a.id,
        kind: a.kind,
        actor: a.actor,
        title: a.title,
        title_uk: a.title_uk,
        date: a.date,
        date_end: a.date_end,
        in_force: a.in_force,
        in_force_until: a.in_force_until,
        regions: a.regions,
        extent: a.extent,
        extent_as_stated: a.extent_as_stated,
        extent_as_stated_uk: a.extent_as_stated_uk,
        citation: a.citation,
        certainty: a.certainty,
        replaces: a.replaces,
        rejects: a.rejects,
        particulars: Particulars {
            number: a.number,
            adopted: Some(a.date),
            published: a.published,
            unsettled: a.unsettled,
            unsettled_uk: a.unsettled_uk,
            checked: a.checked.or(checked),
            not_recorded,
        },
        note: a.note,
        note_uk: a.note_uk,
    })
}

fn claim(c: ClaimEntry) -> Result<Claim, String> {
    let near = c.near.map(|circle| near(&c.id, &circle)).transpose()?;
    if near.is_some() != (c.extent == ExtentKind::Undefined) {
        return Err(format!("claim {}: 'near' goes with extent 'undefined', and only with it", c.id));
    }
    if c.recognised_by.as_ref().is_some_and(Vec::is_empty) {
        return Err(format!("claim {}: an empty 'recognised_by' reads as 'nobody'; leave it out: not recorded", c.id));
    }
    let joined = |parts: [Option<String>; 2]| {
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    };
    let recognition = |r: RecognitionEntry| Recognition { party: r.party, act: r.act, how: r.how };
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
        recognised_by: c.recognised_by.into_iter().flatten().map(recognition).collect(),
        certainty: c.certainty,
        note: joined([c.approximate_area, c.note]),
        note_uk: joined([c.approximate_area_uk, c.note_uk]),
    })
}

fn near(id: &str, circle: &Circle) -> Result<Near, String> {
    let position = Position::from_lon_lat(circle.lon, circle.lat).map_err(|e| format!("claim {id}: {e}"))?;
    if !circle.approximate || !circle.radius_m.is_finite() || circle.radius_m <= 0.0 {
        return Err(format!("claim {id}: 'near' wants a radius in metres and approximate = true"));
    }
    Ok(Near { position, radius_m: circle.radius_m })
}
