//! `regimes` as it leaves the house.

mod register;

use schemars::JsonSchema;
use serde::Serialize;

use contactline_core::model::{Language, notice};
use contactline_core::query::{self, Why};

use super::at::{Control, LastKnown, Region};
use super::crs::CrsNote;
use super::kept::{Json, Kept, json};
use super::language::{spoken, told};
use super::not_recorded::{NotRecorded, not_recorded};
use super::place::Meant;
use super::time::{Asked, Day, Stamp};
use super::words::tenth;
use super::{attribution, table};

pub use register::{RegimeRegister, RegimeStage, RegisteredRegime};

/// Which legal regimes cover a place on a day, by which source's line.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct Regimes<'a> {
    /// Longitude in degrees.
    pub lon: f64,
    /// Latitude in degrees.
    pub lat: f64,
    /// Which place was meant, where it was given by name or as written coordinates.
    pub place: Option<Meant<'a>>,
    /// The day or second asked about.
    pub date: Asked,
    /// The region the place lies in.
    pub region: Option<Region<'a>>,
    /// Every regime of the register.
    pub regimes: Vec<Regime<'a>>,
    /// What each source states of the place.
    pub control: Vec<Control<'a>>,
    /// What the answer is not.
    pub notice: &'static str,
    /// For what the distances to lines must not be used.
    pub warning: &'static str,
    /// Lines to be shown with the answer.
    pub attribution: Vec<&'a str>,
    /// The reference system requested, if any.
    #[serde(flatten)]
    pub crs: Option<CrsNote>,
}

/// One regime at a place.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct Regime<'a> {
    /// Regime id.
    pub id: &'a str,
    /// What it is called.
    pub title: Kept<'a, &'a str>,
    /// What it is called in Ukrainian.
    pub title_uk: Kept<'a, Option<&'a str>>,
    /// Whose law.
    pub authority: &'a str,
    /// `sanctions`, `occupation`, or another word of the register.
    pub kind: &'a str,
    /// `yes`, `no`, `disputed` or `not_determined`.
    pub applies: &'static str,
    /// It applies, or does not, by stale sources alone: as last known.
    pub rests_on_stale: bool,
    /// Why not determined, or why not.
    pub reason: Option<String>,
    /// The same in Ukrainian, where the register words it.
    pub reason_uk: Option<String>,
    /// In force on that day.
    pub in_force: bool,
    /// First day of the stage in force.
    pub since: Option<Day>,
    /// Last day of the stage, itself included; null: still in force as far as the register knows.
    pub until: Option<Day>,
    /// The number of the text in that stage.
    pub number: Option<&'a str>,
    /// The day that text was adopted; null: not recorded.
    pub adopted: Option<Day>,
    /// The day it was published; null: not recorded.
    pub published: Option<Day>,
    /// The number of the text of the next stage, or the id of the regime that took its place.
    pub replaced_by: Option<&'a str>,
    /// The geography in the text.
    pub wording: Kept<'a, Option<&'a str>>,
    /// The same in Ukrainian.
    pub wording_uk: Kept<'a, Option<&'a str>>,
    /// Where to read it.
    pub citation: Kept<'a, Option<&'a str>>,
    /// How sure the text and its days are.
    pub certainty: Option<&'static str>,
    /// How sure it is that the ground is what the text means.
    pub extent_certainty: Option<&'static str>,
    /// The ground stands for bounds that are not known here as the text means them.
    pub approximate: bool,
    /// What is not settled of the stage.
    pub unsettled: Kept<'a, Option<&'a str>>,
    /// The same in Ukrainian.
    pub unsettled_uk: Kept<'a, Option<&'a str>>,
    /// Number and days of the text that are not there, each with why.
    pub not_recorded: Vec<NotRecorded<'a>>,
    /// The day on which the stage was last checked against its text.
    pub checked: Option<Day>,
    /// Whether its ground moves with the line of contact; null: not in force, or not determined.
    pub moves_with_the_line: Option<bool>,
    /// Anything else.
    pub note: Vec<Kept<'a, &'a str>>,
    /// The same in Ukrainian.
    pub note_uk: Vec<Kept<'a, &'a str>>,
    /// The answer by each source on which it depends, one that the text names too; empty where it depends on none.
    pub by_source: Vec<RegimeBySource<'a>>,
}

/// The answer by one source's line.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct RegimeBySource<'a> {
    /// Source id.
    pub source: &'a str,
    /// `yes`, `no`, `boundary` or `not_determined`.
    pub applies: &'static str,
    /// Why not determined.
    pub reason: Option<String>,
    /// Stamp of the version that answers.
    pub version: Option<Stamp>,
    /// Its age in days.
    pub age_days: Option<i64>,
    /// Past the source's limit of age.
    pub stale: bool,
    /// Distance to the source's line in metres, to a decimetre.
    pub distance_m: Option<f64>,
    /// How near to its line a place may be on the other side, in metres.
    pub uncertain_within_m: Option<f64>,
    /// Nearer to the line than that.
    pub near_line: bool,
    /// What was last known, where the version is too old to speak of a place so near to its line.
    pub last_known: Option<LastKnown>,
}

impl<'a> From<&query::Regimes<'a>> for Regimes<'a> {
    fn from(at: &query::Regimes<'a>) -> Self {
        Self {
            lon: at.position.lon(),
            lat: at.position.lat(),
            place: None,
            date: Asked(at.moment),
            region: at.region.map(Region::from),
            regimes: at.regimes.iter().map(Regime::from).collect(),
            control: at.control.iter().map(Control::from).collect(),
            notice: notice::NOT_LEGAL_ADVICE.within(spoken()),
            warning: notice::NO_MOVEMENT.within(spoken()),
            attribution: attribution::lines(at.control.iter().map(|c| c.source)),
            crs: None,
        }
    }
}

impl Regimes<'_> {
    /// The regimes as CSV: one row for each and each source by whose line it is answered; one without a source where it depends
    /// on no line.
    ///
    /// # Errors
    /// None that a row can cause.
    pub fn to_csv(&self) -> Result<String, csv::Error> {
        #[derive(JsonSchema, Serialize)]
        struct Row<'a> {
            lon: f64,
            lat: f64,
            date: Asked,
            region: Option<&'a str>,
            regime: &'a str,
            title: &'a str,
            authority: &'a str,
            kind: &'a str,
            applies: &'static str,
            rests_on_stale: bool,
            reason: Option<&'a str>,
            since: Option<Day>,
            citation: Option<&'a str>,
            by: Option<&'a RegimeBySource<'a>>,
        }
        let rows = self.regimes.iter().flat_map(|regime| {
            let alone = regime.by_source.is_empty().then_some(None);
            let by = regime.by_source.iter().map(Some).chain(alone);
            by.map(|by| Row {
                lon: self.lon,
                lat: self.lat,
                date: self.date,
                region: self.region.map(|region| region.id),
                regime: regime.id,
                title: *regime.title,
                authority: regime.authority,
                kind: regime.kind,
                applies: regime.applies,
                rests_on_stale: regime.rests_on_stale,
                reason: regime.reason.as_deref(),
                since: regime.since,
                citation: *regime.citation,
                by,
            })
        });
        table::csv(rows)
    }
}

/// The texts of a regime in a stage, which are the same in every answer, or the JSON of each.
struct Texts<One, May, Many> {
    title: One,
    title_uk: May,
    wording: May,
    wording_uk: May,
    citation: May,
    unsettled: May,
    unsettled_uk: May,
    note: Many,
    note_uk: Many,
}

impl Texts<&str, Option<&str>, Vec<&str>> {
    fn to_json(&self) -> Texts<Json, Json, Vec<Json>> {
        Texts {
            title: json(&self.title),
            title_uk: json(&self.title_uk),
            wording: json(&self.wording),
            wording_uk: json(&self.wording_uk),
            citation: json(&self.citation),
            unsettled: json(&self.unsettled),
            unsettled_uk: json(&self.unsettled_uk),
            note: self.note.iter().map(json).collect(),
            note_uk: self.note_uk.iter().map(json).collect(),
        }
    }
}

/// Each of some texts, with its JSON.
fn each<'a>(texts: Vec<&'a str>, made: Option<&'a [Json]>) -> Vec<Kept<'a, &'a str>> {
    let json = |k: usize| made.and_then(|made| made.get(k)?.as_deref());
    texts.into_iter().enumerate().map(|(k, text)| Kept::new(text, json(k))).collect()
}

impl<'a> From<&query::RegimeAt<'a>> for Regime<'a> {
    fn from(at: &query::RegimeAt<'a>) -> Self {
        let (regime, stage) = (at.regime, at.stage);
        let not_in_force = || stage.is_none().then(|| register::not_in_force(regime, at.day)).flatten();
        let reason = at.reason().or_else(not_in_force);
        let notes = [regime.note.as_deref(), stage.and_then(|s| s.note.as_deref())];
        let notes_uk = [regime.note_uk.as_deref(), stage.and_then(|s| s.note_uk.as_deref())];
        let particulars = stage.map(|s| &s.particulars);
        let texts = Texts {
            title: regime.title.as_str(),
            title_uk: regime.title_uk.as_deref(),
            wording: stage.map(|s| s.wording.as_str()),
            wording_uk: stage.and_then(|s| s.wording_uk.as_deref()),
            citation: stage.map(|s| s.citation.as_str()),
            unsettled: particulars.and_then(|p| p.unsettled.as_deref()),
            unsettled_uk: particulars.and_then(|p| p.unsettled_uk.as_deref()),
            note: notes.into_iter().flatten().collect(),
            note_uk: notes_uk.into_iter().flatten().collect(),
        };
        let made = at.staged.and_then(|staged| staged.beside.kept(|| texts.to_json()));
        Self {
            id: &regime.id,
            title: Kept::new(texts.title, made.and_then(|made| made.title.as_deref())),
            title_uk: Kept::new(texts.title_uk, made.and_then(|made| made.title_uk.as_deref())),
            authority: &regime.authority,
            kind: &regime.kind,
            applies: at.applies.as_str(),
            rests_on_stale: at.rests_on_stale,
            reason: reason.as_ref().map(|reason| told(reason).to_owned()),
            reason_uk: reason.as_ref().map(|reason| reason.within(Language::Ukrainian).to_owned()),
            in_force: stage.is_some(),
            since: stage.map(|s| Day(s.from)),
            until: stage.and_then(|s| s.until).map(Day),
            number: particulars.and_then(|p| p.number.as_deref()),
            adopted: particulars.and_then(|p| p.adopted).map(Day),
            published: particulars.and_then(|p| p.published).map(Day),
            replaced_by: stage.and_then(|s| register::replaced_by(regime, s)),
            wording: Kept::new(texts.wording, made.and_then(|made| made.wording.as_deref())),
            wording_uk: Kept::new(texts.wording_uk, made.and_then(|made| made.wording_uk.as_deref())),
            citation: Kept::new(texts.citation, made.and_then(|made| made.citation.as_deref())),
            certainty: stage.map(|s| s.certainty.as_str()),
            extent_certainty: stage.map(|s| s.extent_certainty.unwrap_or(s.certainty).as_str()),
            approximate: stage.is_some_and(|s| s.approximate),
            unsettled: Kept::new(texts.unsettled, made.and_then(|made| made.unsettled.as_deref())),
            unsettled_uk: Kept::new(texts.unsettled_uk, made.and_then(|made| made.unsettled_uk.as_deref())),
            not_recorded: particulars.map(not_recorded).unwrap_or_default(),
            checked: particulars.and_then(|p| p.checked).map(Day),
            moves_with_the_line: stage.and_then(contactline_core::model::Stage::moves_with_the_line),
            note: each(texts.note, made.map(|made| made.note.as_slice())),
            note_uk: each(texts.note_uk, made.map(|made| made.note_uk.as_slice())),
            by_source: at.by_source.iter().map(RegimeBySource::from).collect(),
        }
    }
}

impl<'a> From<&query::RegimeBy<'a>> for RegimeBySource<'a> {
    fn from(by: &query::RegimeBy<'a>) -> Self {
        Self {
            source: by.source,
            applies: by.truth.as_str(),
            reason: by.truth.why().map(Why::told).map(|reason| told(&reason).to_owned()),
            version: by.version.map(Stamp),
            age_days: by.age_days,
            stale: by.stale,
            distance_m: by.distance_m.map(tenth),
            uncertain_within_m: by.uncertain_within_m.map(tenth),
            near_line: by.near_line,
            last_known: by.last_known.map(LastKnown::from),
        }
    }
}
