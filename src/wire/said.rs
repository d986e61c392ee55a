//! What parties say of a place, as it leaves the house: claims and announcements, apart from what anybody holds.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::ExtentKind;
use crate::query;

use super::time::Day;
use super::words::{Code, tenth};

/// A claim that stands at a place.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Claim<'a> {
    /// Claim id.
    pub id: &'a str,
    /// Who claims.
    pub claimant: Code,
    /// First day.
    pub since: Day,
    /// Last day, itself included; null: still claimed.
    pub until: Option<Day>,
    /// The act it rests on.
    pub act: Option<ActOfClaim<'a>>,
    /// `whole`, `approximate` or `undefined`.
    pub extent: &'static str,
    /// Its bounds were never stated, or are known roughly.
    pub approximate: bool,
    /// How sure.
    pub certainty: &'static str,
    /// Ids of acts that reject it.
    pub rejected_by: &'a [String],
    /// The same acts: whose, what and when.
    pub rejections: Vec<Rejection<'a>>,
    /// Parties that recognise it.
    pub recognised_by: Vec<Recognition<'a>>,
    /// Anything else.
    pub note: Option<&'a str>,
}

/// The act of a claim.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct ActOfClaim<'a> {
    /// Act id.
    pub id: &'a str,
    /// Title.
    pub title: &'a str,
    /// Its first day.
    pub date: Day,
    /// Where to read it.
    pub citation: &'a str,
}

/// An act that rejects a claim.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct Rejection<'a> {
    /// Whose act: a code, or a body's name.
    pub actor: &'a str,
    /// Act id.
    pub act: &'a str,
    /// Title of the act.
    pub title: &'a str,
    /// Its first day.
    pub date: Day,
}

/// A party that recognises a claim.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct Recognition<'a> {
    /// The party: a code, or a body's name.
    pub party: &'a str,
    /// Id of its act.
    pub act: &'a str,
}

impl<'a> From<&query::ClaimAt<'a>> for Claim<'a> {
    fn from(at: &query::ClaimAt<'a>) -> Self {
        let claim = at.claim;
        let act = |a: &'a crate::model::Act| ActOfClaim {
            id: &a.id,
            title: &a.title,
            date: Day(a.date),
            citation: &a.citation,
        };
        Self {
            id: &claim.id,
            claimant: Code(claim.claimant),
            since: Day(claim.since),
            until: claim.until.map(Day),
            act: at.act.map(act),
            extent: claim.extent.as_str(),
            approximate: claim.extent != ExtentKind::Whole,
            certainty: claim.certainty.as_str(),
            rejected_by: &claim.rejected_by,
            rejections: (at.rejected_by.iter())
                .map(|a| Rejection { actor: &a.actor, act: &a.id, title: &a.title, date: Day(a.date) })
                .collect(),
            recognised_by: claim.recognised_by.iter().map(|(party, act)| Recognition { party, act }).collect(),
            note: claim.note.as_deref(),
        }
    }
}

/// A party's word that it took a place.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct Announcement<'a> {
    /// Announcement id.
    pub id: &'a str,
    /// Who announced.
    pub party: Code,
    /// When.
    pub date: Day,
    /// The place, in English.
    pub place: &'a str,
    /// The place, in Ukrainian.
    pub place_uk: &'a str,
    /// `settlement` or `oblast`.
    pub scope: &'static str,
    /// Metres from the announced settlement, to a decimetre.
    pub distance_m: Option<f64>,
    /// Who said it.
    pub announced_by: &'a str,
    /// Who disputed it.
    pub disputed_by: Option<Code>,
    /// When, if known.
    pub disputed_on: Option<Day>,
    /// How sure it is that it was announced.
    pub certainty: &'static str,
    /// Anything else.
    pub note: Option<&'a str>,
}

impl<'a> From<&query::AnnouncementAt<'a>> for Announcement<'a> {
    fn from(at: &query::AnnouncementAt<'a>) -> Self {
        let said = at.announcement;
        Self {
            id: &said.id,
            party: Code(said.party),
            date: Day(said.date),
            place: &said.place,
            place_uk: &said.place_uk,
            scope: said.scope.as_str(),
            distance_m: at.distance_m.map(tenth),
            announced_by: &said.announced_by,
            disputed_by: said.disputed_by.map(|(party, _)| Code(party)),
            disputed_on: said.disputed_by.and_then(|(_, date)| date).map(Day),
            certainty: said.certainty.as_str(),
            note: said.note.as_deref(),
        }
    }
}
