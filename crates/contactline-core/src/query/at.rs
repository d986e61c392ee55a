//! `at`: who holds a place on a day, says each source; who claims it; what was announced of it.

use crate::atlas::{Atlas, Grounds, Whereabouts};
use crate::model::{Act, Announcement, Claim, Date, Locality, Moment, Recognition, Region, Scope};
use edge_timeline::{Position, measure};

use super::control::{ControlAt, Verdict, control_at, verdict};
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

/// A claim that stands at the place, with the acts done up to the day asked.
#[derive(Clone, Copy, Debug)]
pub struct ClaimAt<'a> {
    /// The claim.
    pub claim: &'a Claim,
    /// Its acts, whenever they were done.
    pub grounds: &'a Grounds,
    acts: &'a [Act],
    day: Date,
}

impl<'a> ClaimAt<'a> {
    /// The act it rests on.
    #[must_use]
    pub fn act(self) -> Option<&'a Act> {
        self.grounds.act.map(|number| &self.acts[number])
    }

    /// The acts that rejected it up to the day asked.
    pub fn rejected_by(self) -> impl Iterator<Item = &'a Act> {
        self.grounds.rejected_by.iter().map(move |number| &self.acts[*number]).filter(move |act| act.date <= self.day)
    }

    /// Who had recognised or supported it up to the day asked, each with its act.
    pub fn recognitions(self) -> impl Iterator<Item = (&'a Recognition, &'a Act)> {
        let each = self.grounds.recognised_by.iter();
        let each = each.map(move |(by, number)| (&self.claim.recognised_by[*by], &self.acts[*number]));
        each.filter(move |(_, act)| act.date <= self.day)
    }

    /// Whether all acts of the register that reject or recognise it were done by the day asked.
    #[must_use]
    pub fn is_up_to_date(self) -> bool {
        self.grounds.last_act.is_none_or(|last| last <= self.day)
    }
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
///
/// # Example
/// ```
/// use contactline_core::{example, model::{Date, Party}, query};
/// use edge_timeline::Position;
///
/// let (atlas, day) = (example::atlas(), "2025-01-01".parse::<Date>()?);
/// let at = query::at(&atlas, Position::from_lon_lat(38.25, 48.5)?, day.end());
/// assert_eq!(at.region.map(|at| at.region.id.as_str()), Some("east"));
/// // The maps draw it a day later; the others hold it for taken.
/// let holders: Vec<_> = at.control.iter().map(|c| (c.source.id.as_str(), c.holder)).collect();
/// assert_eq!(holders, [("maps", Some(Party::UA)), ("others", Some(Party::RU))]);
/// assert_eq!(at.claims.len(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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

fn claims_at<'a>(atlas: &'a Atlas, position: Position, moment: Moment, place: &Whereabouts) -> Vec<ClaimAt<'a>> {
    let day = moment.date();
    let Some((region, _)) = place.region else { return Vec::new() };
    let stands = |claim: &Claim, grounds: &Grounds| {
        claim.since <= day
            && claim.until.is_none_or(|until| day <= until)
            && grounds.regions.contains(&region)
            && claim.near.is_none_or(|n| measure::distance_m(position, n.position) <= n.radius_m)
    };
    let standing = atlas.claims_with_acts().filter(|(claim, grounds)| stands(claim, grounds));
    standing.map(|(claim, grounds)| ClaimAt { claim, grounds, acts: atlas.acts(), day }).collect()
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
        let distance_m = announcement.position.filter(near).map(|p| measure::distance_m(position, p));
        let here = match announcement.scope {
            Scope::Oblast => region == Some(announcement.region.as_str()),
            Scope::Settlement => distance_m.is_some_and(|d| d <= ANNOUNCEMENT_REACH_M),
        };
        here.then_some(AnnouncementAt { announcement, distance_m })
    };
    atlas.announcements().iter().filter(|a| a.date <= moment.date()).filter_map(speaks).collect()
}
