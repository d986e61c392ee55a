//! `at`: who holds a place on a day, says each source; who claims it; what was announced of it.

use crate::atlas::{Atlas, Timeline, Whereabouts};
use crate::geometry::{Location, Position, measure};
use crate::model::{
    Act, Announcement, Basis, Claim, Hostilities, Locality, Moment, Party, Region, Scope, Source, Status,
};

use super::regimes::{RegimeAt, regimes_at};

/// How far from its settlement an announcement is shown, in metres: about the span of a town, and the precision of the
/// embedded record's cells.
const ANNOUNCEMENT_REACH_M: f64 = 5_000.0;

/// The answer at one place and moment.
#[derive(Clone, Debug)]
pub struct At<'a> {
    /// The place asked about.
    pub position: Position,
    /// The moment asked about.
    pub moment: Moment,
    /// The region it lies in; none outside all of them.
    pub region: Option<RegionAt<'a>>,
    /// The settlement nearest to it; none where no settlement of its region is listed.
    pub nearest: Option<NearestAt<'a>>,
    /// One answer per source.
    pub control: Vec<ControlAt<'a>>,
    /// What the answers come to.
    pub verdict: Verdict<'a>,
    /// Claims standing at that moment.
    pub claims: Vec<ClaimAt<'a>>,
    /// Announcements up to that moment that speak of the place.
    pub announcements: Vec<AnnouncementAt<'a>>,
    /// The legal regimes that may cover it.
    pub regimes: Vec<RegimeAt<'a>>,
}

/// The region of a place.
#[derive(Clone, Copy, Debug)]
pub struct RegionAt<'a> {
    /// The region.
    pub region: &'a Region,
    /// On its land, or in the sea that belongs to it.
    pub on_land: bool,
}

/// The settlement nearest to a place.
#[derive(Clone, Copy, Debug)]
pub struct NearestAt<'a> {
    /// The settlement.
    pub locality: &'a Locality,
    /// Geodesic distance to its point in metres.
    pub distance_m: f64,
    /// Azimuth from the place to it, degrees clockwise from north, 0..360; none at its very point.
    pub bearing_deg: Option<f64>,
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
    /// What weakens the statement.
    pub caveat: Option<&'static str>,
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
    let place = atlas.places().whereabouts(position);
    let control: Vec<ControlAt<'_>> =
        atlas.timelines().iter().map(|t| control_at(atlas, t, position, moment, &place)).collect();
    At {
        position,
        moment,
        region: region_at(atlas, &place),
        nearest: nearest_at(atlas, position, &place),
        verdict: verdict(&control),
        regimes: regimes_at(atlas, position, moment, &place, &control),
        control,
        claims: claims_at(atlas, position, moment, &place),
        announcements: announcements_at(atlas, position, moment, &place),
    }
}

/// The region of a place.
pub(super) fn region_at<'a>(atlas: &'a Atlas, place: &Whereabouts) -> Option<RegionAt<'a>> {
    place.region.map(|(region, on_land)| RegionAt { region: &atlas.regions()[region], on_land })
}

/// The settlement nearest to a place, where it is known which there are.
fn nearest_at<'a>(atlas: &'a Atlas, position: Position, place: &Whereabouts) -> Option<NearestAt<'a>> {
    let gazetteer = atlas.gazetteer();
    region_at(atlas, place).filter(|at| gazetteer.lists(&at.region.id))?;
    let (locality, to) = gazetteer.nearest(position)?;
    Some(NearestAt {
        locality,
        distance_m: to.distance_m,
        bearing_deg: (to.distance_m > 0.0).then_some(to.bearing_deg),
    })
}

/// What one source states of a place as of a moment.
pub(super) fn control_at<'a>(
    atlas: &'a Atlas,
    timeline: &'a Timeline,
    position: Position,
    moment: Moment,
    place: &Whereabouts,
) -> ControlAt<'a> {
    let mut answer = ControlAt {
        source: &timeline.source,
        status: Status::Unknown,
        holder: None,
        basis: None,
        publisher_word: None,
        version: None,
        age_days: None,
        stale: false,
        location: Location::Interior,
        other_side: None,
        distance_m: None,
        near_line: false,
        reason: Some("before the source's first version"),
        caveat: None,
        settlement: None,
        hostilities: None,
    };
    let Some(version) = timeline.as_of(moment) else { return answer };
    let age_days = timeline.age_days(version, moment);
    answer.version = Some(timeline.shown_stamp(version));
    answer.age_days = Some(age_days);
    answer.stale = age_days > i64::from(timeline.source.stale_after_days);
    answer.distance_m = timeline.held().and_then(|c| c.nearest_on_line(version, position)).map(|(_, d)| d);
    if timeline.has_expired(age_days) {
        answer.reason = Some("the latest version is older than the source's limit");
        return answer;
    }
    let statement = timeline.statement(version, position, place, atlas.places());
    answer.near_line = answer.distance_m.is_some_and(|d| d < timeline.source.precision_m);
    ControlAt {
        status: statement.status,
        holder: statement.holder,
        basis: statement.basis,
        publisher_word: statement.publisher_word,
        location: statement.location,
        other_side: statement.other_side,
        reason: statement.reason,
        caveat: statement.caveat,
        settlement: statement.settlement,
        hostilities: statement.hostilities,
        ..answer
    }
}

/// What the answers come to: over the current sources; over stale ones only where no current one speaks.
pub(super) fn verdict<'a>(control: &[ControlAt<'a>]) -> Verdict<'a> {
    let speaks = |c: &&ControlAt<'_>| c.status != Status::Unknown;
    let speaking: Vec<&ControlAt<'a>> = control.iter().filter(speaks).collect();
    let stale: Vec<&str> = speaking.iter().filter(|c| c.stale).map(|c| c.source.id.as_str()).collect();
    let rests_on_stale = !speaking.is_empty() && stale.len() == speaking.len();
    let counted: Vec<&ControlAt<'a>> = speaking.into_iter().filter(|c| rests_on_stale || !c.stale).collect();
    let stated = counted.first().map(|c| (c.status, c.holder));
    let same = counted.iter().all(|c| Some((c.status, c.holder)) == stated && c.location != Location::Boundary);
    let kind = match counted.len() {
        0 => VerdictKind::Unknown,
        1 => VerdictKind::SingleSource,
        _ if same => VerdictKind::Agreed,
        _ => VerdictKind::Disputed,
    };
    Verdict {
        kind,
        stated: stated.filter(|_| kind != VerdictKind::Disputed),
        sources: counted.iter().map(|c| c.source.id.as_str()).collect(),
        stale,
        rests_on_stale,
    }
}

fn claims_at<'a>(atlas: &'a Atlas, position: Position, moment: Moment, place: &Whereabouts) -> Vec<ClaimAt<'a>> {
    let day = moment.date();
    let Some(region) = region_at(atlas, place) else { return Vec::new() };
    let stands = |claim: &&Claim| {
        claim.since <= day
            && claim.until.is_none_or(|until| day <= until)
            && claim.regions.contains(&region.region.id)
            && claim.near.is_none_or(|n| measure::geodesic(position, n.position).distance_m <= n.radius_m)
    };
    let with_act = |claim| ClaimAt { claim, act: atlas.acts().iter().find(|act| act.id == claim.act) };
    atlas.claims().iter().filter(stands).map(with_act).collect()
}

fn announcements_at<'a>(
    atlas: &'a Atlas,
    position: Position,
    moment: Moment,
    place: &Whereabouts,
) -> Vec<AnnouncementAt<'a>> {
    let region = region_at(atlas, place).map(|r| r.region.id.as_str());
    // A tenth of a degree of latitude is 11 km, twice the reach: farther places need no geodesic.
    let near = |p: &Position| (p.lat() - position.lat()).abs() < 0.1;
    let speaks = |announcement: &'a Announcement| {
        let distance_m = announcement.position.filter(near).map(|p| measure::geodesic(position, p).distance_m);
        let here = match announcement.scope {
            Scope::Oblast => region == Some(announcement.region.as_str()),
            Scope::Settlement => distance_m.is_some_and(|d| d <= ANNOUNCEMENT_REACH_M),
        };
        here.then_some(AnnouncementAt { announcement, distance_m })
    };
    atlas.announcements().iter().filter(|a| a.date <= moment.date()).filter_map(speaks).collect()
}
