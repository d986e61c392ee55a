//! `at` as it leaves the house.

use schemars::JsonSchema;
use serde::Serialize;

use contactline_core::atlas;
use contactline_core::model::{Party, Status, notice};
use contactline_core::query;

use super::crs::CrsNote;
use super::division::DivisionAt;
use super::kept::Object;
use super::language::{spoken, told};
use super::regimes::Written;
use super::sentence;
use super::settlements::PLACES_ATTRIBUTION;
use super::time::{Asked, Day, Stamp};
use super::words::{Code, tenth};
use super::{Announcement, Claim, Meant, NearestSettlement, Regime, attribution, table};

/// Bytes that an answer as JSON usually takes at most.
const USUAL_BYTES: usize = 64 << 10;

/// Control of a place on a date, by source, with claims and announcements.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct At<'a> {
    /// Longitude in degrees.
    pub lon: f64,
    /// Latitude in degrees.
    pub lat: f64,
    /// The day or second asked about.
    pub date: Asked,
    /// Which place was meant, where it was given by name or as written coordinates.
    pub place: Option<Meant<'a>>,
    /// The region the place lies in.
    pub region: Option<Region<'a>>,
    /// The settlement nearest to it; null where none of its region is listed.
    pub nearest: Option<NearestSettlement<'a>>,
    /// The raion it lies in, on land.
    pub raion: Option<DivisionAt<'a>>,
    /// The hromada it lies in, on land.
    pub hromada: Option<DivisionAt<'a>>,
    /// One answer per source.
    pub control: Vec<Control<'a>>,
    /// What they come to, in a word.
    pub verdict: &'static str,
    /// What they come to.
    pub verdict_detail: VerdictDetail<'a>,
    /// Claims standing at that moment.
    pub claims: Vec<Claim<'a>>,
    /// Announcements up to that moment that speak of the place.
    pub announcements: Vec<Announcement<'a>>,
    /// The legal regimes of the register: which apply, by whose line; not legal advice.
    pub regimes: Vec<Regime<'a>>,
    /// What the answer does not mean, and for what it must not be used.
    pub notice: &'static str,
    /// For what the distances to lines must not be used.
    pub warning: &'static str,
    /// Lines to be shown with the answer.
    pub attribution: Vec<&'a str>,
    /// The reference system requested, if any.
    #[serde(flatten)]
    pub crs: Option<CrsNote>,
}

/// The region of a place.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct Region<'a> {
    /// Region id.
    pub id: &'a str,
    /// English name.
    pub name: &'a str,
    /// Ukrainian name.
    pub name_uk: &'a str,
    /// Role: region, neighbour or country.
    pub role: &'static str,
    /// `land` or `sea`.
    pub place: &'static str,
}

/// A status and its holder.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct Stated {
    /// Status.
    pub status: &'static str,
    /// Holder.
    pub holder: Option<Code>,
}

impl From<(Status, Option<Party>)> for Stated {
    fn from((status, holder): (Status, Option<Party>)) -> Self {
        Self { status: status.as_str(), holder: holder.map(Code) }
    }
}

/// What one source states.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Control<'a> {
    /// Source id.
    pub source: &'a str,
    /// Status.
    pub status: &'static str,
    /// Holder.
    pub holder: Option<Code>,
    /// On what it rests.
    pub basis: Option<&'static str>,
    /// The publisher's own word.
    pub publisher_word: Option<&'a str>,
    /// Stamp of the version that answers.
    pub version: Option<Stamp>,
    /// Its age in days.
    pub age_days: Option<i64>,
    /// Past the source's limit of age: it speaks only of places farther from its line than the line may have moved since.
    pub stale: bool,
    /// Distance to the source's line in metres, to a decimetre.
    pub distance_m: Option<f64>,
    /// How near to its line a place may be on the other side, in metres: as the source is precise, and as far as the line may
    /// have moved since the version.
    pub uncertain_within_m: Option<f64>,
    /// Nearer to the line than that.
    pub near_line: bool,
    /// What was last known, where the version is too old to speak of a place so near to its line.
    pub last_known: Option<LastKnown>,
    /// `interior`, `boundary` or `exterior`.
    pub location: &'static str,
    /// On a boundary: what is stated beyond it.
    pub other_side: Option<Stated>,
    /// The source's typical error in metres.
    pub precision_m: f64,
    /// Why unknown.
    pub reason: Option<String>,
    /// What weakens the statement.
    pub caveat: Option<String>,
    /// For a record by settlement: the settlement.
    pub settlement: Option<&'a str>,
    /// The same in Ukrainian.
    pub settlement_uk: Option<&'a str>,
    /// Its code in the codifier KATOTTG, where that is known.
    pub settlement_katottg: Option<&'a str>,
    /// Fighting listed there.
    pub hostilities: Option<&'static str>,
    /// For a record: the first day of the period that answers.
    pub valid_from: Option<Day>,
    /// The first day on which that period may have begun, where only a range is known and `valid_from` is its last day.
    pub valid_from_earliest: Option<Day>,
    /// The day by which the publisher had said so; null: not recorded.
    pub known_from: Option<Day>,
    /// All that in a sentence.
    pub says: String,
}

/// What a source last stated of a place of which it may not speak any more.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct LastKnown {
    /// Status.
    pub status: &'static str,
    /// Holder.
    pub holder: Option<Code>,
    /// On what that rested.
    pub basis: Option<&'static str>,
    /// Stamp of the version.
    pub version: Stamp,
    /// Its age in days.
    pub age_days: i64,
    /// How far lines moved in such a time, in metres; of a source that runs behind also before its version.
    pub reach_m: f64,
    /// Where the source did not name the place, and runs behind: for how many days.
    pub lag_days: Option<u32>,
}

impl From<atlas::LastKnown> for LastKnown {
    fn from(last: atlas::LastKnown) -> Self {
        Self {
            status: last.status.as_str(),
            holder: last.holder.map(Code),
            basis: last.basis.map(|b| b.as_str()),
            version: Stamp(last.version),
            age_days: last.age_days,
            reach_m: tenth(last.reach_m),
            lag_days: last.lag_days,
        }
    }
}

/// What the sources' answers come to.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct VerdictDetail<'a> {
    /// What they agree on, or the single one states.
    pub status: Option<&'static str>,
    /// Its holder.
    pub holder: Option<Code>,
    /// Sources behind it.
    pub sources: Vec<&'a str>,
    /// Sources that are stale.
    pub stale_sources: Vec<&'a str>,
    /// Sources that report no more than a claim to the place: a claim is not control, and takes no part.
    pub claimed_sources: Vec<&'a str>,
    /// The verdict rests on stale sources alone: it is what was last known.
    pub rests_on_stale: bool,
    /// All that in a sentence.
    pub says: String,
    /// What the sources that speak draw on: they are not independent.
    pub dependence: Vec<Dependence<'a>>,
}

/// What a source draws on.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Dependence<'a> {
    /// Source id.
    pub source: &'a str,
    /// Sources or works it draws on.
    pub depends_on: &'a [String],
}

impl<'a> From<&'a query::At<'a>> for At<'a> {
    fn from(at: &'a query::At<'a>) -> Self {
        Self {
            lon: at.position.lon(),
            lat: at.position.lat(),
            date: Asked(at.moment),
            place: None,
            region: at.region.map(Region::from),
            nearest: at.nearest.map(NearestSettlement::from),
            raion: None,
            hromada: None,
            control: at.control.iter().map(Control::from).collect(),
            verdict: at.verdict.kind.as_str(),
            verdict_detail: VerdictDetail::from(at),
            claims: at.claims.iter().map(Claim::from).collect(),
            announcements: at.announcements.iter().map(Announcement::from).collect(),
            regimes: at.regimes.iter().map(Regime::of).collect(),
            notice: notice::STATUS.within(spoken()),
            warning: notice::NO_MOVEMENT.within(spoken()),
            attribution: (at.nearest.is_some().then_some(PLACES_ATTRIBUTION).into_iter())
                .chain(attribution::lines(at.control.iter().map(|c| c.source)))
                .collect(),
            crs: None,
        }
    }
}

impl At<'_> {
    /// The answer as JSON on one line: what `Serialize` writes, with what is the same in other answers copied.
    ///
    /// # Errors
    /// None that an answer can cause.
    pub fn to_json(&self) -> serde_json::Result<Vec<u8>> {
        let Self { lon, lat, date, place, region, nearest, raion, hromada, control, verdict, verdict_detail, .. } =
            self;
        let Self { claims, announcements, regimes, notice, warning, attribution, crs, .. } = self;
        let mut json = Vec::with_capacity(USUAL_BYTES);
        let mut object = Object::begin(&mut json);
        object.member("lon", lon)?;
        object.member("lat", lat)?;
        object.member("date", date)?;
        object.member("place", place)?;
        object.member("region", region)?;
        object.member("nearest", nearest)?;
        object.member("raion", raion)?;
        object.member("hromada", hromada)?;
        object.member("control", control)?;
        object.member("verdict", verdict)?;
        object.member("verdict_detail", verdict_detail)?;
        object.list("claims", claims, Claim::write)?;
        object.member("announcements", announcements)?;
        object.list("regimes", regimes, Written::default().each())?;
        object.member("notice", notice)?;
        object.member("warning", warning)?;
        object.member("attribution", attribution)?;
        if let Some(crs) = crs {
            object.members_of(crs)?;
        }
        object.end();
        Ok(json)
    }

    /// What each source states, as CSV: one row for each.
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
            verdict: &'static str,
            verdict_rests_on_stale: bool,
            #[serde(flatten)]
            control: &'a Control<'a>,
        }
        table::csv(self.control.iter().map(|control| Row {
            lon: self.lon,
            lat: self.lat,
            date: self.date,
            region: self.region.map(|region| region.id),
            verdict: self.verdict,
            verdict_rests_on_stale: self.verdict_detail.rests_on_stale,
            control,
        }))
    }
}

impl<'a> From<query::RegionAt<'a>> for Region<'a> {
    fn from(at: query::RegionAt<'a>) -> Self {
        let region = at.region;
        Self {
            id: &region.id,
            name: &region.name,
            name_uk: &region.name_uk,
            role: region.role.as_str(),
            place: if at.on_land { "land" } else { "sea" },
        }
    }
}

impl<'a> From<&query::ControlAt<'a>> for Control<'a> {
    fn from(at: &query::ControlAt<'a>) -> Self {
        Self {
            source: &at.source.id,
            status: at.status.as_str(),
            holder: at.holder.map(Code),
            basis: at.basis.map(|b| b.as_str()),
            publisher_word: at.publisher_word,
            version: at.version.map(Stamp),
            age_days: at.age_days,
            stale: at.stale,
            distance_m: at.distance_m.map(tenth),
            uncertain_within_m: at.uncertain_within_m.map(tenth),
            near_line: at.near_line,
            last_known: at.last_known.map(LastKnown::from),
            location: at.location.as_str(),
            other_side: at.other_side.map(Stated::from),
            precision_m: at.source.precision_m,
            reason: at.told_reason().map(|reason| told(&reason).to_owned()),
            caveat: at.caveats.told().map(|caveat| told(&caveat).to_owned()),
            settlement: at.settlement.map(|settlement| settlement.name.as_str()),
            settlement_uk: at.settlement.map(|settlement| settlement.name_uk.as_str()),
            settlement_katottg: at.settlement.and_then(|settlement| settlement.katottg.as_deref()),
            hostilities: at.hostilities.map(|h| h.as_str()),
            valid_from: at.period.and_then(|p| p.start).map(Day),
            valid_from_earliest: at.period.and_then(|p| p.start_earliest).map(Day),
            known_from: at.period.and_then(|p| p.known_from).map(Day),
            says: sentence::statement(at),
        }
    }
}

impl<'a> From<&query::At<'a>> for VerdictDetail<'a> {
    fn from(at: &query::At<'a>) -> Self {
        let verdict = &at.verdict;
        let speaks = |id: &str| verdict.sources.contains(&id) || verdict.stale.contains(&id);
        let dependence = at.control.iter().map(|c| c.source).filter(|s| speaks(&s.id) && !s.depends_on.is_empty());
        Self {
            status: verdict.stated.map(|(status, _)| status.as_str()),
            holder: verdict.stated.and_then(|(_, holder)| holder).map(Code),
            sources: verdict.sources.clone(),
            stale_sources: verdict.stale.clone(),
            claimed_sources: verdict.claimed.clone(),
            rests_on_stale: verdict.rests_on_stale,
            says: sentence::verdict(verdict, &at.control),
            dependence: dependence.map(|s| Dependence { source: &s.id, depends_on: &s.depends_on }).collect(),
        }
    }
}
