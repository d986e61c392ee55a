//! `at`: who holds a place on a day, says each source; who claims it; what was announced of it.

use crate::atlas::Atlas;
use crate::geometry::{Location, Position};
use crate::model::{Act, Announcement, Basis, Claim, Hostilities, Moment, Party, Region, Source, Status};

/// The answer at one place and moment.
#[derive(Clone, Debug)]
pub struct At<'a> {
    /// The place asked about.
    pub position: Position,
    /// The moment asked about.
    pub moment: Moment,
    /// The region it lies in; none outside all of them.
    pub region: Option<RegionAt<'a>>,
    /// One answer per source.
    pub control: Vec<ControlAt<'a>>,
    /// What the answers come to.
    pub verdict: Verdict<'a>,
    /// Claims standing at that moment.
    pub claims: Vec<ClaimAt<'a>>,
    /// Announcements up to that moment that speak of the place.
    pub announcements: Vec<AnnouncementAt<'a>>,
}

/// The region of a place.
#[derive(Clone, Copy, Debug)]
pub struct RegionAt<'a> {
    /// The region.
    pub region: &'a Region,
    /// On its land, or in the sea that belongs to it.
    pub on_land: bool,
}

/// What one source states of the place.
#[derive(Clone, Debug)]
pub struct ControlAt<'a> {
    /// The source.
    pub source: &'a Source,
    /// What it states.
    pub status: Status,
    /// Who holds or claims it.
    pub holder: Option<Party>,
    /// On what that rests; none when unknown.
    pub basis: Option<Basis>,
    /// The publisher's own word, where it has one for this place.
    pub publisher_word: Option<&'a str>,
    /// The stamp of the version that answers; none when there is none yet.
    pub version: Option<Moment>,
    /// Days from the version (for a record: from the end of its coverage) to the moment asked.
    pub age_days: Option<i64>,
    /// Older than the source's limit.
    pub stale: bool,
    /// Inside, or exactly on a boundary between two statuses.
    pub location: Location,
    /// On a boundary: what is stated on its other side.
    pub other_side: Option<(Status, Option<Party>)>,
    /// Distance to the source's line of contact on that day, in metres; none when it has no line.
    pub distance_m: Option<f64>,
    /// Nearer to the line than the source is precise.
    pub near_line: bool,
    /// Why unknown.
    pub reason: Option<&'static str>,
    /// For a record by settlement: whose cell the place is in.
    pub settlement: Option<&'a str>,
    /// For a record: fighting listed at that settlement at the end of its coverage.
    pub hostilities: Option<Hostilities>,
}

/// What the sources' answers come to; never a vote.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict<'a> {
    /// The word.
    pub kind: VerdictKind,
    /// What the sources agree on, or the single one states.
    pub stated: Option<(Status, Option<Party>)>,
    /// Sources behind it.
    pub sources: Vec<&'a str>,
    /// Sources that are stale: they count only where no current one speaks.
    pub stale: Vec<&'a str>,
    /// The verdict rests on stale sources alone.
    pub rests_on_stale: bool,
}

/// The words of a verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VerdictKind {
    /// Two or more sources state the same.
    Agreed,
    /// They state different things.
    Disputed,
    /// Only one speaks.
    SingleSource,
    /// None speaks.
    Unknown,
}

impl VerdictKind {
    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Agreed => "agreed",
            Self::Disputed => "disputed",
            Self::SingleSource => "single_source",
            Self::Unknown => "unknown",
        }
    }
}

/// A claim that stands at the place, with its act.
#[derive(Clone, Copy, Debug)]
pub struct ClaimAt<'a> {
    /// The claim.
    pub claim: &'a Claim,
    /// The act it rests on.
    pub act: Option<&'a Act>,
}

/// An announcement that speaks of the place.
#[derive(Clone, Copy, Debug)]
pub struct AnnouncementAt<'a> {
    /// The announcement.
    pub announcement: &'a Announcement,
    /// Distance from the announced settlement, in metres; none for a whole region.
    pub distance_m: Option<f64>,
}

/// What every source states of `position` as of `moment`.
#[must_use]
pub fn at(atlas: &Atlas, position: Position, moment: Moment) -> At<'_> {
    let _ = (atlas, position, moment);
    todo!()
}
