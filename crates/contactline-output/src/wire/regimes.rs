//! `regimes` as it leaves the house.

mod register;
mod stage_text;
mod written;

use schemars::JsonSchema;
use serde::Serialize;

use contactline_core::model::{self, Language, notice};
use contactline_core::query::{self, Why};

use super::at::{Control, LastKnown, Region};
use super::crs::CrsNote;
use super::kept::{Object, written_as};
use super::language::{spoken, told};
use super::place::Meant;
use super::time::{Asked, Day, Stamp};
use super::words::tenth;
use super::{attribution, table};

pub use register::{RegimeRegister, RegimeStage, RegisteredRegime};
pub use stage_text::StageText;
pub(super) use written::Written;

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

/// A regime at a place, written as a [`RegimeText`], which is made only then.
#[derive(Clone, Copy, Debug)]
pub struct Regime<'a>(&'a query::RegimeAt<'a>);

/// One regime at a place.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[schemars(rename = "Regime")]
pub struct RegimeText<'a> {
    /// What it is.
    #[serde(flatten)]
    pub name: RegimeName<'a>,
    /// `yes`, `no`, `disputed` or `not_determined`.
    pub applies: &'static str,
    /// It applies, or does not, by stale sources alone: as last known.
    pub rests_on_stale: bool,
    /// Why, where that is told.
    #[serde(flatten)]
    pub reasons: RegimeReasons,
    /// The text in force on that day.
    #[serde(flatten)]
    pub text: StageText<'a>,
    /// The answer by each source on which it depends, one that the text names too; empty where it depends on none.
    pub by_source: Vec<RegimeBySource<'a>>,
}

/// A regime by its names.
#[derive(Clone, Copy, Debug, JsonSchema, Serialize)]
pub struct RegimeName<'a> {
    /// Regime id.
    pub id: &'a str,
    /// What it is called.
    pub title: &'a str,
    /// What it is called in Ukrainian.
    pub title_uk: Option<&'a str>,
    /// Whose law.
    pub authority: &'a str,
    /// `sanctions`, `occupation`, or another word of the register.
    pub kind: &'a str,
}

/// Why a regime is not determined, or does not apply.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct RegimeReasons {
    /// Why not determined, or why not.
    pub reason: Option<String>,
    /// The same in Ukrainian, where the register words it.
    pub reason_uk: Option<String>,
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

impl<'a> From<&'a query::Regimes<'a>> for Regimes<'a> {
    fn from(at: &'a query::Regimes<'a>) -> Self {
        Self {
            lon: at.position.lon(),
            lat: at.position.lat(),
            place: None,
            date: Asked(at.moment),
            region: at.region.map(Region::from),
            regimes: at.regimes.iter().map(Regime::of).collect(),
            control: at.control.iter().map(Control::from).collect(),
            notice: notice::NOT_LEGAL_ADVICE.within(spoken()),
            warning: notice::NO_MOVEMENT.within(spoken()),
            attribution: attribution::lines(at.control.iter().map(|c| c.source)),
            crs: None,
        }
    }
}

impl Regimes<'_> {
    /// The answer as JSON on one line: what `Serialize` writes, with what is the same in other answers copied.
    ///
    /// # Errors
    /// None that an answer can cause.
    pub fn to_json(&self) -> serde_json::Result<Vec<u8>> {
        let Self { lon, lat, place, date, region, regimes, control, notice, warning, attribution, crs } = self;
        let mut json = Vec::new();
        let mut object = Object::begin(&mut json);
        object.member("lon", lon)?;
        object.member("lat", lat)?;
        object.member("place", place)?;
        object.member("date", date)?;
        object.member("region", region)?;
        object.list("regimes", regimes, Written::default().each())?;
        object.member("control", control)?;
        object.member("notice", notice)?;
        object.member("warning", warning)?;
        object.member("attribution", attribution)?;
        if let Some(crs) = crs {
            object.members_of(crs)?;
        }
        object.end();
        Ok(json)
    }

    /// The regimes as CSV: one row for each and each source by whose line it is answered; one without a source where it depends
    /// on no line.
    ///
    /// # Errors
    /// None that a row can cause.
    pub fn to_csv(&self) -> Result<table::Csv, csv::Error> {
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
        let regimes: Vec<RegimeText<'_>> = self.regimes.iter().map(|regime| regime.text()).collect();
        let rows = regimes.iter().flat_map(|regime| {
            let alone = regime.by_source.is_empty().then_some(None);
            let by = regime.by_source.iter().map(Some).chain(alone);
            by.map(|by| Row {
                lon: self.lon,
                lat: self.lat,
                date: self.date,
                region: self.region.map(|region| region.id),
                regime: regime.name.id,
                title: regime.name.title,
                authority: regime.name.authority,
                kind: regime.name.kind,
                applies: regime.applies,
                rests_on_stale: regime.rests_on_stale,
                reason: regime.reasons.reason.as_deref(),
                since: regime.text.since,
                citation: regime.text.citation,
                by,
            })
        });
        table::csv(rows)
    }
}

impl<'a> Regime<'a> {
    pub(super) const fn of(at: &'a query::RegimeAt<'a>) -> Self {
        Self(at)
    }

    /// The regime in full.
    #[must_use]
    pub fn text(self) -> RegimeText<'a> {
        let Self(at) = self;
        RegimeText {
            name: RegimeName::from(at.regime),
            applies: at.applies.as_str(),
            rests_on_stale: at.rests_on_stale,
            reasons: RegimeReasons::of(at),
            text: StageText::new(at.regime, at.stage),
            by_source: at.by_source.iter().map(RegimeBySource::from).collect(),
        }
    }
}

written_as!(Regime, RegimeText);

impl RegimeReasons {
    fn of(at: &query::RegimeAt<'_>) -> Self {
        let not_in_force = || at.stage.is_none().then(|| register::not_in_force(at.regime, at.day)).flatten();
        let reason = at.reason().or_else(not_in_force);
        Self {
            reason: reason.as_ref().map(|reason| told(reason).to_owned()),
            reason_uk: reason.as_ref().map(|reason| reason.within(Language::Ukrainian).to_owned()),
        }
    }
}

impl<'a> From<&'a model::Regime> for RegimeName<'a> {
    fn from(regime: &'a model::Regime) -> Self {
        Self {
            id: &regime.id,
            title: &regime.title,
            title_uk: regime.title_uk.as_deref(),
            authority: &regime.authority,
            kind: &regime.kind,
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
