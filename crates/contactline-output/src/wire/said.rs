//! What parties say of a place, as it leaves the house: claims and announcements, apart from what anybody holds.

use schemars::JsonSchema;
use serde::Serialize;

use contactline_core::model::{self, ExtentKind};
use contactline_core::query;

use super::kept::{Members, Object, written_as};
use super::time::Day;
use super::words::{Code, tenth};

/// A claim at a place, written as a [`ClaimText`], which is made only then.
#[derive(Clone, Copy, Debug)]
pub struct Claim<'a>(query::ClaimAt<'a>);

/// A claim that stands at a place.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "Claim")]
pub struct ClaimText<'a> {
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
    /// The acts of them done up to the moment asked: whose, what and when.
    pub rejections: Vec<Rejection<'a>>,
    /// Parties that recognised or supported it up to the moment asked, as each worded it; null: not recorded, which is not
    /// that there are none.
    pub recognised_by: Option<Vec<Recognition<'a>>>,
    /// Anything else.
    pub note: Option<&'a str>,
    /// The same in Ukrainian.
    pub note_uk: Option<&'a str>,
}

/// The act of a claim.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct ActOfClaim<'a> {
    /// Act id.
    pub id: &'a str,
    /// Who acted: a party code or a body's name.
    pub actor: &'a str,
    /// Title.
    pub title: &'a str,
    /// What it is called in Ukrainian.
    pub title_uk: Option<&'a str>,
    /// Its number.
    pub number: Option<&'a str>,
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
    /// The same in Ukrainian.
    pub title_uk: Option<&'a str>,
    /// Its number.
    pub number: Option<&'a str>,
    /// Its first day.
    pub date: Day,
}

impl<'a> From<&'a model::Act> for Rejection<'a> {
    fn from(act: &'a model::Act) -> Self {
        Self {
            actor: &act.actor,
            act: &act.id,
            title: &act.title,
            title_uk: act.title_uk.as_deref(),
            number: act.particulars.number.as_deref(),
            date: Day(act.date),
        }
    }
}

/// A party that recognises a claim.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct Recognition<'a> {
    /// The party: a code, or a body's name.
    pub party: &'a str,
    /// Id of its act.
    pub act: &'a str,
    /// What it did: `recognition`, `support`, `statement`, `resolution` or `treaty`.
    pub how: &'a str,
    /// The day of the act.
    pub date: Day,
    /// Last day on which the act was in force; null: it still is as far as the register knows, or it is not such an act.
    pub until: Option<Day>,
    /// What the act is called.
    pub title: &'a str,
    /// What it is called in Ukrainian.
    pub title_uk: Option<&'a str>,
}

impl<'a> From<&'a model::Act> for ActOfClaim<'a> {
    fn from(act: &'a model::Act) -> Self {
        Self {
            id: &act.id,
            actor: &act.actor,
            title: &act.title,
            title_uk: act.title_uk.as_deref(),
            number: act.particulars.number.as_deref(),
            date: Day(act.date),
            citation: &act.citation,
        }
    }
}

impl<'a> From<&query::ClaimAt<'a>> for Claim<'a> {
    fn from(at: &query::ClaimAt<'a>) -> Self {
        Self(*at)
    }
}

impl<'a> Claim<'a> {
    /// The claim in full.
    #[must_use]
    pub fn text(self) -> ClaimText<'a> {
        let Self(at) = self;
        let claim = at.claim;
        let recognition = |(by, act): (&'a model::Recognition, &'a model::Act)| Recognition {
            party: &by.party,
            act: &by.act,
            how: &by.how,
            date: Day(act.date),
            until: act.in_force_until.map(Day),
            title: &act.title,
            title_uk: act.title_uk.as_deref(),
        };
        let recognised: Vec<Recognition<'a>> = at.recognitions().map(recognition).collect();
        ClaimText {
            id: &claim.id,
            claimant: Code(claim.claimant),
            since: Day(claim.since),
            until: claim.until.map(Day),
            act: at.act().map(ActOfClaim::from),
            extent: claim.extent.as_str(),
            approximate: claim.extent != ExtentKind::Whole,
            certainty: claim.certainty.as_str(),
            rejected_by: &claim.rejected_by,
            rejections: at.rejected_by().map(Rejection::from).collect(),
            recognised_by: (!recognised.is_empty()).then_some(recognised),
            note: claim.note.as_deref(),
            note_uk: claim.note_uk.as_deref(),
        }
    }

    /// Writes what `Serialize` does, where it was made before from that.
    pub(super) fn write(&self, out: &mut Vec<u8>) -> serde_json::Result<()> {
        let made = |at: query::ClaimAt<'a>| at.grounds.beside.kept(|| Members::of(self).ok())?.as_ref();
        let mut object = Object::begin(out);
        match Some(self.0).filter(|at| at.is_up_to_date()).and_then(made) {
            Some(made) => object.members(made),
            None => object.members_of(self)?,
        }
        object.end();
        Ok(())
    }
}

written_as!(Claim, ClaimText);

/// A party's word that it took a place.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct Announcement<'a> {
    /// Announcement id.
    pub id: &'a str,
    /// Who announced.
    pub party: Code,
    /// What it said of the place: `taken`, `left` or `holds`.
    pub says: &'static str,
    /// When.
    pub date: Day,
    /// What that day is: `day`, that of the announcement; `week`, the last of the week in which it was made; `by`, one by which it
    /// had been made.
    pub date_kind: &'static str,
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
    /// Who said it, in Ukrainian.
    pub announced_by_uk: Option<&'a str>,
    /// Who disputed it.
    pub disputed_by: Option<Code>,
    /// When, if known.
    pub disputed_on: Option<Day>,
    /// How sure it is that it was announced.
    pub certainty: &'static str,
    /// Where to read it.
    pub source: Option<&'a str>,
    /// Anything else.
    pub note: Option<&'a str>,
    /// The same in Ukrainian.
    pub note_uk: Option<&'a str>,
}

impl<'a> From<&query::AnnouncementAt<'a>> for Announcement<'a> {
    fn from(at: &query::AnnouncementAt<'a>) -> Self {
        let said = at.announcement;
        Self {
            id: &said.id,
            party: Code(said.party),
            says: said.says.as_str(),
            date: Day(said.date),
            date_kind: said.date_kind.as_str(),
            place: &said.place,
            place_uk: &said.place_uk,
            scope: said.scope.as_str(),
            distance_m: at.distance_m.map(tenth),
            announced_by: &said.announced_by,
            announced_by_uk: said.announced_by_uk.as_deref(),
            disputed_by: said.disputed_by.map(|(party, _)| Code(party)),
            disputed_on: said.disputed_by.and_then(|(_, date)| date).map(Day),
            certainty: said.certainty.as_str(),
            source: said.source.as_deref(),
            note: said.note.as_deref(),
            note_uk: said.note_uk.as_deref(),
        }
    }
}
