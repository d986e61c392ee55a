//! Rules evaluated: whether an extent holds at a place, and the piece of a region it cuts out. Both go by one source on one
//! day where the rule names no other, and both know what is not known.
//!
//! # Laws
//! At every place the answer is the piece it lies in; where `a` is cut out, `not a` is not; what is open stays open
//! (Kleene, *Introduction to Metamathematics*, 1952, section 64).

mod part;
mod truth;

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use crate::atlas::{Atlas, Share, Sheet, Timeline, Whereabouts};
use crate::geometry::{Area, Location, Position, Shape, buffer, overlay};
use crate::model::{Date, Extent, Moment, Party, Setting, Status, Whose};

use part::{Part, both, negated};
pub use truth::Truth;

/// The piece of a region's land that an extent cuts out.
#[derive(Clone, Debug, PartialEq)]
pub struct Cut {
    /// Where it holds.
    pub yes: Area,
    /// Where it cannot be said.
    pub open: Area,
    /// Why not.
    pub reasons: BTreeSet<String>,
}

/// What rules are evaluated on: an atlas, the source and the moment of the question. Remembers what it cut.
#[derive(Debug)]
pub struct Scene<'a> {
    atlas: &'a Atlas,
    timeline: Option<&'a Timeline>,
    moment: Moment,
    /// By source and version.
    sheets: Known<(String, usize), Sheet<'a>>,
    /// By source, version and region.
    shares: Known<(String, usize, usize), Vec<Share>>,
    /// By source, version and the bits of the distance.
    zones: Known<(String, usize, u64), Area>,
}

/// What was made once.
type Known<K, V> = RefCell<HashMap<K, Rc<V>>>;

/// A version that speaks, or why none does.
type Speaking<'a> = Result<(&'a Timeline, usize), String>;

impl<'a> Scene<'a> {
    /// A scene; without a source, only rules that name one wherever they go by control have an answer.
    #[must_use]
    pub fn new(atlas: &'a Atlas, timeline: Option<&'a Timeline>, moment: Moment) -> Self {
        Self {
            atlas,
            timeline,
            moment,
            sheets: RefCell::default(),
            shares: RefCell::default(),
            zones: RefCell::default(),
        }
    }

    /// Whether the extent holds at a place.
    #[must_use]
    pub fn holds(&self, extent: &Extent, p: Position, place: &Whereabouts) -> Truth {
        match extent {
            Extent::Everywhere => Truth::Yes,
            Extent::Region(ids) => Truth::from(self.region_of(place).is_some_and(|id| ids.iter().any(|i| i == id))),
            Extent::Group(groups) => Truth::from(self.is_in_group(place, groups)),
            Extent::HeldBy(party, whose) => self.stated(whose, p, place, |status, holder| match status {
                Status::Held => Truth::from(holder == Some(*party)),
                Status::Contested => Truth::No,
                Status::Claimed | Status::Unknown => Truth::Open(String::new()),
            }),
            Extent::Contested(whose) => self.stated(whose, p, place, |status, _| match status {
                Status::Contested => Truth::Yes,
                Status::Held => Truth::No,
                Status::Claimed | Status::Unknown => Truth::Open(String::new()),
            }),
            Extent::Drawn(drawn) => match crate::geometry::Layers::from_area(&drawn.area).locate_in(0, p) {
                Location::Interior => Truth::Yes,
                Location::Boundary => Truth::Boundary,
                Location::Exterior => Truth::No,
            },
            Extent::WithinDistanceOfLine { distance_m, side, whose } => {
                let near = self.near(distance_m, whose, p);
                match side {
                    Some(party) => near.and(self.holds(&Extent::HeldBy(*party, whose.clone()), p, place)),
                    None => near,
                }
            }
            Extent::And(list) => list.iter().fold(Truth::Yes, |sum, e| sum.and(self.holds(e, p, place))),
            Extent::Or(list) => {
                list.iter().fold(Truth::No, |sum, e| sum.negated().and(self.holds(e, p, place).negated()).negated())
            }
            Extent::Not(extent) => self.holds(extent, p, place).negated(),
        }
    }

    /// The pieces of a region's land where the extent holds, and where that cannot be said.
    ///
    /// # Cost
    /// Overlays, for rules that go by control, shape or distance; the same piece is cut once.
    #[must_use]
    pub fn cut(&self, extent: &Extent, region: usize) -> Cut {
        let mut reasons = BTreeSet::new();
        let (yes, open) = self.parts(extent, region, &mut reasons);
        let land = &self.atlas.regions()[region].land;
        let open = open.into_area(land);
        if open.is_empty() {
            reasons.clear();
        }
        Cut { yes: yes.into_area(land), open, reasons }
    }

    /// The pieces of a region's land by what the source of the question states; none where it does not speak.
    #[must_use]
    pub fn statements(&self, region: usize) -> Option<Rc<Vec<Share>>> {
        let (timeline, version) = self.speaking(&Whose::default()).ok()?;
        Some(self.shares_of(timeline, version, region))
    }

    fn region_of(&self, place: &Whereabouts) -> Option<&'a str> {
        place.region.map(|(k, _)| self.atlas.regions()[k].id.as_str())
    }

    fn is_in_group(&self, place: &Whereabouts, groups: &[String]) -> bool {
        let region = place.region.map(|(k, _)| &self.atlas.regions()[k]);
        region.is_some_and(|r| r.groups.iter().any(|g| groups.contains(g)))
    }

    /// The version a rule goes by.
    fn speaking(&self, whose: &Whose) -> Speaking<'a> {
        let missing = |name: &str| format!("parameter '{name}' is not given");
        let timeline = match &whose.source {
            None => self.timeline.ok_or_else(|| "no source is named".to_owned())?,
            Some(Setting::Parameter(name)) => return Err(missing(name)),
            Some(Setting::Given(id)) => {
                let found = self.atlas.timelines().iter().find(|t| t.source.id == *id);
                found.ok_or_else(|| format!("source '{id}' is not loaded"))?
            }
        };
        let moment = match &whose.on {
            None => self.moment,
            Some(Setting::Parameter(name)) => return Err(missing(name)),
            Some(Setting::Given(day)) => day.end(),
        };
        let speaking = timeline.speaking(moment).map(|version| (timeline, version));
        speaking.ok_or_else(|| silent(timeline, moment.date()))
    }

    fn stated(
        &self,
        whose: &Whose,
        p: Position,
        place: &Whereabouts,
        truth: impl Fn(Status, Option<Party>) -> Truth,
    ) -> Truth {
        let (timeline, version) = match self.speaking(whose) {
            Ok(speaking) => speaking,
            Err(reason) => return Truth::Open(reason),
        };
        let statement = timeline.statement(version, p, place, self.atlas.places());
        let id = &timeline.source.id;
        match truth(statement.status, statement.holder) {
            Truth::Open(_) => Truth::Open(statement.reason.map_or_else(|| claimed(id), |why| format!("{id}: {why}"))),
            here => match statement.other_side.map(|(status, holder)| truth(status, holder)) {
                Some(there) if there != here => Truth::Boundary,
                _ => here,
            },
        }
    }

    fn near(&self, distance_m: &Setting<f64>, whose: &Whose, p: Position) -> Truth {
        let (timeline, version) = match self.speaking(whose) {
            Ok(speaking) => speaking,
            Err(reason) => return Truth::Open(reason),
        };
        let distance_m = match distance_m {
            Setting::Given(metres) => *metres,
            Setting::Parameter(name) => return Truth::Open(format!("parameter '{name}' is not given")),
        };
        let nearest = timeline.held().and_then(|held| held.nearest_on_line(version, p));
        Truth::from(nearest.is_some_and(|(_, metres)| metres <= distance_m))
    }

    /// Where it holds, and where that is open.
    fn parts(&self, extent: &Extent, region: usize, reasons: &mut BTreeSet<String>) -> (Part, Part) {
        let here = &self.atlas.regions()[region];
        match extent {
            Extent::Everywhere => (Part::All, Part::Nothing),
            Extent::Region(ids) => (Part::from(ids.contains(&here.id)), Part::Nothing),
            Extent::Group(groups) => (Part::from(here.groups.iter().any(|g| groups.contains(g))), Part::Nothing),
            Extent::HeldBy(party, whose) => self.stated_parts(whose, region, reasons, (Status::Held, Some(*party))),
            Extent::Contested(whose) => self.stated_parts(whose, region, reasons, (Status::Contested, None)),
            Extent::Drawn(drawn) => (Part::Some(overlay::intersection(&here.land, &drawn.area)), Part::Nothing),
            Extent::WithinDistanceOfLine { distance_m, side, whose } => {
                let near = self.near_parts(distance_m, whose, region, reasons);
                match side {
                    Some(party) => {
                        let held = self.parts(&Extent::HeldBy(*party, whose.clone()), region, reasons);
                        both(near, held, &here.land)
                    }
                    None => near,
                }
            }
            Extent::And(list) => list.iter().fold((Part::All, Part::Nothing), |sum, e| {
                if matches!(sum, (Part::Nothing, Part::Nothing)) {
                    return sum;
                }
                both(sum, self.parts(e, region, reasons), &here.land)
            }),
            Extent::Or(list) => {
                let none = (Part::All, Part::Nothing);
                let neither = list
                    .iter()
                    .fold(none, |sum, e| both(sum, negated(self.parts(e, region, reasons), &here.land), &here.land));
                negated(neither, &here.land)
            }
            Extent::Not(extent) => negated(self.parts(extent, region, reasons), &here.land),
        }
    }

    fn stated_parts(
        &self,
        whose: &Whose,
        region: usize,
        reasons: &mut BTreeSet<String>,
        wanted: (Status, Option<Party>),
    ) -> (Part, Part) {
        let (timeline, version) = match self.speaking(whose) {
            Ok(speaking) => speaking,
            Err(reason) => {
                reasons.insert(reason);
                return (Part::Nothing, Part::All);
            }
        };
        let (mut yes, mut open) = (Area::empty(), Vec::new());
        for share in self.shares_of(timeline, version, region).iter() {
            let area = share.shape.clone().into_area();
            if (share.status, share.holder) == wanted {
                yes = area;
            } else if matches!(share.status, Status::Claimed | Status::Unknown) && !area.is_empty() {
                let id = &timeline.source.id;
                let outside = format!("{id}: outside the source's coverage");
                reasons.insert(if share.status == Status::Claimed { claimed(id) } else { outside });
                open.push(area);
            }
        }
        (Part::Some(yes), Part::Some(overlay::union(&open)))
    }

    fn near_parts(
        &self,
        distance_m: &Setting<f64>,
        whose: &Whose,
        region: usize,
        reasons: &mut BTreeSet<String>,
    ) -> (Part, Part) {
        let spoken = match (self.speaking(whose), distance_m) {
            (Err(reason), _) => Err(reason),
            (Ok(_), Setting::Parameter(name)) => Err(format!("parameter '{name}' is not given")),
            (Ok((timeline, version)), Setting::Given(metres)) => Ok(self.zone(timeline, version, *metres)),
        };
        match spoken {
            Err(reason) => {
                reasons.insert(reason);
                (Part::Nothing, Part::All)
            }
            Ok(zone) => (Part::Some(overlay::intersection(&self.atlas.regions()[region].land, &zone)), Part::Nothing),
        }
    }

    fn zone(&self, timeline: &'a Timeline, version: usize, distance_m: f64) -> Rc<Area> {
        let key = (timeline.source.id.clone(), version, distance_m.to_bits());
        if let Some(zone) = self.zones.borrow().get(&key) {
            return zone.clone();
        }
        let paths = timeline.held().map_or_else(Vec::new, |held| held.line_paths(version));
        let zone = Rc::new(buffer::within_distance(&paths, distance_m));
        self.zones.borrow_mut().insert(key, zone.clone());
        zone
    }

    fn shares_of(&self, timeline: &'a Timeline, version: usize, region: usize) -> Rc<Vec<Share>> {
        let key = (timeline.source.id.clone(), version, region);
        if let Some(shares) = self.shares.borrow().get(&key) {
            return shares.clone();
        }
        let of_version = (key.0.clone(), version);
        let sheet = self.sheets.borrow().get(&of_version).cloned();
        let sheet = sheet.unwrap_or_else(|| Rc::new(timeline.sheet(version)));
        self.sheets.borrow_mut().insert(of_version, sheet.clone());
        let region = &self.atlas.regions()[region];
        let shares = sheet.shares(&Shape::Area(region.land.clone()), Some(&region.id), self.atlas.places());
        let shares = Rc::new(shares);
        self.shares.borrow_mut().insert(key, shares.clone());
        shares
    }
}

fn silent(timeline: &Timeline, day: Date) -> String {
    let id = &timeline.source.id;
    match timeline.as_of(day.end()) {
        None => format!("{id} has no version at or before {day}"),
        Some(_) => format!("the latest version of {id} on {day} is older than its limit"),
    }
}

fn claimed(id: &str) -> String {
    format!("{id} reports a claim to the ground, not control of it")
}
