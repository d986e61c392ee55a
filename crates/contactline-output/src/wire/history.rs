//! `history` as it leaves the house.

use schemars::JsonSchema;
use serde::Serialize;

use contactline_core::model::{self, notice};
use contactline_core::query;

use super::at::Region;
use super::crs::CrsNote;
use super::language::{spoken, told};
use super::time::{ClosedInterval, Day, Stamp};
use super::words::Code;
use super::{Meant, attribution, sentence, table};

/// What each source states of a place over time.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct History<'a> {
    /// Longitude in degrees.
    pub lon: f64,
    /// Latitude in degrees.
    pub lat: f64,
    /// Which place was meant, where it was given by name or as written coordinates.
    pub place: Option<Meant<'a>>,
    /// The region the place lies in.
    pub region: Option<Region<'a>>,
    /// One history per source.
    pub sources: Vec<SourceHistory<'a>>,
    /// Whose position the answer is not, and for what it must not be used.
    pub notice: &'static str,
    /// Lines to be shown with the answer.
    pub attribution: Vec<&'a str>,
    /// The reference system requested, if any.
    #[serde(flatten)]
    pub crs: Option<CrsNote>,
}

/// The history of a place as one source states it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SourceHistory<'a> {
    /// Source id.
    pub source: &'a str,
    /// Its first version in the period requested.
    pub first_version: Option<Stamp>,
    /// Its last version there.
    pub last_version: Option<Stamp>,
    /// What it states, in time order.
    pub intervals: Vec<Stretch>,
    /// Stretches of days without a version of their own: what the version before them states is carried on.
    pub gaps: Vec<ClosedInterval>,
    /// Versions that lack layers of their source which could change what is stated of the place.
    pub incomplete: Vec<Incomplete<'a>>,
}

/// A version that lacks layers.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct Incomplete<'a> {
    /// Its stamp.
    pub version: Stamp,
    /// What it lacks.
    pub caveat: &'a str,
}

/// A stretch of time with one statement.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Stretch {
    /// When, both ends included.
    #[serde(flatten)]
    pub interval: ClosedInterval,
    /// Status.
    pub status: &'static str,
    /// Holder.
    pub holder: Option<Code>,
    /// On what it rests.
    pub basis: Option<&'static str>,
    /// `interior`, `boundary` or `exterior`.
    pub location: &'static str,
    /// Where its age forbade a version to speak of the place: what was last known.
    pub last_known: Option<LastStated>,
    /// Of a record that knows only a range of days in which the holder changed: the last day on which it states what was before.
    pub changed_after: Option<Day>,
    /// The day by which the holder had changed.
    pub changed_by: Option<Day>,
    /// All that in a sentence.
    pub says: String,
}

/// What was last known of a place.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct LastStated {
    /// Status.
    pub status: &'static str,
    /// Holder.
    pub holder: Option<Code>,
    /// On what that rested: `inferred` where the source named nobody.
    pub basis: Option<&'static str>,
}

impl<'a> From<&query::History<'a>> for History<'a> {
    fn from(history: &query::History<'a>) -> Self {
        Self {
            lon: history.position.lon(),
            lat: history.position.lat(),
            place: None,
            region: history.region.map(Region::from),
            sources: history.sources.iter().map(SourceHistory::from).collect(),
            notice: notice::STATUS.within(spoken()),
            attribution: attribution::lines(history.sources.iter().map(|s| s.source)),
            crs: None,
        }
    }
}

impl History<'_> {
    /// What each source states over time, as CSV: one row for each stretch.
    ///
    /// # Errors
    /// None that a row can cause.
    pub fn to_csv(&self) -> Result<table::Csv, csv::Error> {
        #[derive(JsonSchema, Serialize)]
        struct Row<'a> {
            lon: f64,
            lat: f64,
            region: Option<&'a str>,
            source: &'a str,
            #[serde(flatten)]
            stretch: &'a Stretch,
        }
        let stretches = self.sources.iter().flat_map(|s| s.intervals.iter().map(|stretch| (s.source, stretch)));
        table::csv(stretches.map(|(source, stretch)| Row {
            lon: self.lon,
            lat: self.lat,
            region: self.region.map(|region| region.id),
            source,
            stretch,
        }))
    }
}

impl<'a> From<&query::SourceHistory<'a>> for SourceHistory<'a> {
    fn from(history: &query::SourceHistory<'a>) -> Self {
        Self {
            source: &history.source.id,
            first_version: history.versions.map(|(first, _)| Stamp(first)),
            last_version: history.versions.map(|(_, last)| Stamp(last)),
            intervals: history.intervals.iter().map(|stretch| Stretch::new(stretch, history.source)).collect(),
            gaps: history.gaps.iter().copied().map(ClosedInterval::from).collect(),
            incomplete: (history.incomplete.iter())
                .map(|&(version, caveat)| Incomplete { version: Stamp(version), caveat: told(caveat) })
                .collect(),
        }
    }
}

impl Stretch {
    fn new(stretch: &query::Stretch, source: &model::Source) -> Self {
        let last_known = |(status, holder, basis): (model::Status, Option<model::Party>, Option<model::Basis>)| {
            LastStated { status: status.as_str(), holder: holder.map(Code), basis: basis.map(|b| b.as_str()) }
        };
        Self {
            interval: stretch.interval.into(),
            status: stretch.status.as_str(),
            holder: stretch.holder.map(Code),
            basis: stretch.basis.map(|b| b.as_str()),
            location: stretch.location.as_str(),
            last_known: stretch.last_known.map(last_known),
            changed_after: stretch.begun.map(|begun| Day(begun.after)),
            changed_by: stretch.begun.map(|begun| Day(begun.by)),
            says: sentence::stretch(stretch, source),
        }
    }
}
