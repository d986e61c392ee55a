//! Rules evaluated: whether an extent holds at a place, and the piece of a region it cuts out. Both go by one source on one
//! day where the rule names no other, and both know what is not known.
//!
//! # Age
//! A scene goes by what each source may say ([`Timeline::spoken`]): near the line of a stale version the answer is open, and so is
//! what a source that runs behind does not name near its line.
//! One made [as drawn](RuleEvaluator::as_drawn) takes versions as they are, however old; whoever shows it says their age.
//!
//! # Laws
//! At every place the answer is the piece it lies in; where `a` is cut out, `not a` is not; what is open stays open
//! (Kleene, *Introduction to Metamathematics*, 1952, section 64).

mod cell;
mod ground;
mod speaker;
mod truth;

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use crate::atlas::{Atlas, PreparedVersion, Restated, Share, Timeline, Whereabouts};
use crate::model::{Extent, Moment, Party, Said, Setting, Status, Whose};
use edge_timeline::prepared::PreparedArea;
use edge_timeline::{Area, Position, Shape, buffer};

use super::heard::Heard;

pub use cell::Cell;
use cell::{by_area, key, restated_name, shape_name, zone_name};
use ground::{At, On, Untold};
use speaker::Speaker;
pub use truth::Truth;

/// The piece of a region's land that an extent cuts out.
#[derive(Clone, Debug, PartialEq)]
pub struct Cut {
    /// Where it holds.
    pub yes: Area,
    /// Where it cannot be said.
    pub open: Area,
    /// Why not.
    pub reasons: BTreeSet<Said>,
}

/// What rules are evaluated on: an atlas, the source and the moment of the question. Remembers what it cut.
#[derive(Debug)]
pub struct RuleEvaluator<'a> {
    atlas: &'a Atlas,
    timeline: Option<&'a Timeline>,
    moment: Moment,
    /// Versions are taken as they are, however old.
    as_drawn: bool,
    /// By source and version.
    sheets: Known<(String, usize), PreparedVersion<'a>>,
    /// By source, version and region.
    shares: Known<(String, usize, usize), Vec<Share>>,
    /// By source, version and the bits of the distance.
    zones: Known<(String, usize, u64), Area>,
    /// By source and version, and what is stated.
    restated: Known<Class, Restated>,
}

/// A source and version of it, and what that states.
type Class = ((String, usize), (Status, Option<Party>));

/// What was made once.
type Known<K, V> = RefCell<HashMap<K, Rc<V>>>;

impl<'a> RuleEvaluator<'a> {
    /// A scene; without a source, only rules that name one wherever they go by control have an answer.
    #[must_use]
    pub fn new(atlas: &'a Atlas, timeline: Option<&'a Timeline>, moment: Moment) -> Self {
        Self {
            atlas,
            timeline,
            moment,
            as_drawn: false,
            sheets: RefCell::default(),
            shares: RefCell::default(),
            zones: RefCell::default(),
            restated: RefCell::default(),
        }
    }

    /// A scene that takes every version as it was drawn, though the line may have moved since.
    #[must_use]
    pub fn as_drawn(atlas: &'a Atlas, timeline: Option<&'a Timeline>, moment: Moment) -> Self {
        Self { as_drawn: true, ..Self::new(atlas, timeline, moment) }
    }

    /// Whether the extent holds at a place.
    #[must_use]
    pub fn holds<'e>(&self, extent: &'e Extent, p: Position, place: &Whereabouts) -> Truth<'e>
    where
        'a: 'e,
    {
        self.evaluate(extent, &At { scene: self, position: p, place, heard: None })
    }

    /// Whether the extent holds at a place of which no source tells anything: open where sources decide.
    pub(super) fn holds_untold<'e>(&self, extent: &'e Extent, p: Position, place: &Whereabouts) -> Truth<'e>
    where
        'a: 'e,
    {
        self.evaluate(extent, &Untold(At { scene: self, position: p, place, heard: None }))
    }

    /// Whether the extent holds at a place, by what sources say of it.
    pub(super) fn holds_by<'e>(&self, extent: &'e Extent, heard: &Heard<'_, 'a>) -> Truth<'e>
    where
        'a: 'e,
    {
        self.evaluate(extent, &At { scene: self, position: heard.position, place: heard.place, heard: Some(heard) })
    }

    /// The pieces of a region's land where the extent holds, and where that cannot be said.
    ///
    /// # Cost
    /// As [`RuleEvaluator::cells`].
    #[must_use]
    pub fn cut(&self, extent: &Extent, region: usize) -> Cut {
        let (mut yes, mut open, mut reasons) = (Vec::new(), Vec::new(), BTreeSet::new());
        for cell in self.cells(&[extent], region) {
            match self.decide(extent, region, &cell) {
                Truth::Yes => yes.push(cell.area),
                Truth::Open(reason) => {
                    reasons.insert(reason.told());
                    open.push(cell.area);
                }
                Truth::No | Truth::Boundary => {}
            }
        }
        Cut { yes: Area::side_by_side(yes), open: Area::side_by_side(open), reasons }
    }

    /// A region's land, of which nothing is told.
    #[must_use]
    pub fn whole(&self, region: usize) -> Cell {
        let area = self.atlas.regions()[region].land.clone();
        Cell { area, stated: BTreeMap::new(), within: BTreeMap::new() }
    }

    /// A region's land in cells on each of which all that decides these extents is one and the same, and what the source of
    /// the question states.
    ///
    /// # Cost
    /// One cut of the land for each source and day, shape and distance that the extents name; logic needs none.
    #[must_use]
    pub fn cells(&self, extents: &[&Extent], region: usize) -> Vec<Cell> {
        let mut cells = vec![self.whole(region)];
        if let Ok(speaker) = self.speaking(&Whose::default()) {
            cells = self.by_statement(cells, speaker, region);
        }
        for extent in extents.iter().flat_map(|extent| extent.walk()) {
            match extent {
                Extent::HeldBy(_, whose) | Extent::Contested(whose) => {
                    if let Ok(speaker) = self.speaking(whose) {
                        cells = self.by_statement(cells, speaker, region);
                    }
                }
                Extent::WithinDistanceOfLine { distance_m: Setting::Given(metres), side, whose } => {
                    if let Ok(speaker) = self.speaking(whose) {
                        for bound_m in speaker.bounds_m(*metres) {
                            cells = self.by_zone(cells, speaker, bound_m);
                        }
                        if side.is_some() {
                            cells = self.by_statement(cells, speaker, region);
                        }
                    }
                }
                Extent::Drawn(shape) => cells = by_area(cells, &shape_name(&shape.name), &shape.area),
                _ => {}
            }
        }
        cells
    }

    /// Whether an extent holds on a cell that was made for it.
    #[must_use]
    pub fn decide<'e>(&self, extent: &'e Extent, region: usize, cell: &Cell) -> Truth<'e>
    where
        'a: 'e,
    {
        self.evaluate(extent, &On { scene: self, region, cell })
    }

    /// What the source of the question states of a cell; unknown where it does not speak.
    #[must_use]
    pub fn stated_of(&self, cell: &Cell) -> (Status, Option<Party>) {
        self.timeline.and_then(|timeline| self.stated_by(cell, timeline)).unwrap_or((Status::Unknown, None))
    }

    /// What a source states of a cell at the moment, where that was asked; unknown where its age forbids it to speak.
    #[must_use]
    pub fn stated_by(&self, cell: &Cell, timeline: &'a Timeline) -> Option<(Status, Option<Party>)> {
        let speaker = self.speaker(timeline, self.moment).ok()?;
        let stated = cell.stated.get(&key(timeline, speaker.version)).copied()?;
        Some(if self.is_silent(cell, speaker, stated) { (Status::Unknown, None) } else { stated })
    }

    /// Whether a version does not speak of a cell of which it draws that: near its line, and everywhere where it draws none.
    fn is_silent(&self, cell: &Cell, speaker: Speaker<'a>, stated: (Status, Option<Party>)) -> bool {
        speaker.silent_within_m(stated).is_some_and(|within_m| {
            let is_restated = match *self.restated(speaker, stated) {
                Restated::Nothing => false,
                Restated::All => true,
                Restated::On(_) => cell.is_within(&restated_name(speaker)),
            };
            let is_near = || cell.is_within(&zone_name(speaker, within_m)) || self.zone(speaker, within_m).is_empty();
            !is_restated && is_near()
        })
    }

    /// What a source may say of a shape, piece by piece: what its version draws, unknown where it does not speak; more than one
    /// piece may have the same. `within` is the region that holds the shape, by which coverage is decided; none: outside the
    /// country.
    pub(super) fn shares(&self, timeline: &'a Timeline, shape: &Shape, within: Option<&str>) -> Vec<Share> {
        let unknown = |shape| Share { status: Status::Unknown, holder: None, shape };
        let Ok(speaker) = self.speaker(timeline, self.moment) else { return vec![unknown(shape.clone())] };
        let split = |shape: &Shape, area: &Area| {
            let cutter = OnceCell::new();
            shape.split(area, || cutter.get_or_init(|| PreparedArea::from_area(area)))
        };
        let mut shares = Vec::new();
        for share in self.sheet_of(timeline, speaker.version).shares(shape, within, self.atlas.places()) {
            let stated = (share.status, share.holder);
            let with = |shape| Share { shape, status: stated.0, holder: stated.1 };
            let Some(within_m) = speaker.silent_within_m(stated) else {
                shares.push(share);
                continue;
            };
            let aged = match &*self.restated(speaker, stated) {
                Restated::Nothing => share.shape,
                Restated::All => {
                    shares.push(share);
                    continue;
                }
                Restated::On(area) => {
                    let (restated, aged) = split(&share.shape, area);
                    shares.push(with(restated));
                    aged
                }
            };
            let zone = self.zone(speaker, within_m);
            if zone.is_empty() {
                shares.push(unknown(aged));
            } else {
                let (near, far) = split(&aged, &zone);
                shares.extend([with(far), unknown(near)]);
            }
        }
        shares
    }

    /// What of a class a record states of the days of a gap in its coverage after the gap too.
    fn restated(&self, speaker: Speaker<'a>, stated: (Status, Option<Party>)) -> Rc<Restated> {
        let key = (key(speaker.timeline, speaker.version), stated);
        if let Some(known) = self.restated.borrow().get(&key) {
            return known.clone();
        }
        let restated = Rc::new(speaker.timeline.restated(speaker.version, stated));
        self.restated.borrow_mut().insert(key, restated.clone());
        restated
    }

    /// So near to the line of a source that runs behind lies what it does not speak of, of ground that it does not name; none: it
    /// speaks of all of that. Empty: it draws no line, and speaks of nothing.
    pub(super) fn unlisted_zone(&self, timeline: &'a Timeline) -> Option<Rc<Area>> {
        let (party, _) = timeline.source.absence?;
        let speaker = self.speaker(timeline, self.moment).ok()?;
        let within_m = speaker.silent_within_m((Status::Held, Some(party)))?;
        Some(self.zone(speaker, within_m))
    }

    /// The cells parted by whether they lie within a distance of a version's line.
    fn by_zone(&self, cells: Vec<Cell>, speaker: Speaker<'a>, distance_m: f64) -> Vec<Cell> {
        let zone = if distance_m > 0.0 { self.zone(speaker, distance_m) } else { Rc::new(Area::empty()) };
        by_area(cells, &zone_name(speaker, distance_m), &zone)
    }

    /// The cells parted by what a version states, and by whether its age lets it speak.
    fn by_statement(&self, cells: Vec<Cell>, speaker: Speaker<'a>, region: usize) -> Vec<Cell> {
        let Speaker { timeline, version, .. } = speaker;
        let key = key(timeline, version);
        let by_age = |cells: Vec<Cell>| cells.into_iter().flat_map(|cell| self.by_age(cell, speaker, &key)).collect();
        if cells.iter().all(|cell| cell.stated.contains_key(&key)) {
            return by_age(cells);
        }
        let land = &self.atlas.regions()[region].land;
        let mut finer = Vec::new();
        for cell in cells {
            let shares = if cell.area == *land {
                self.shares_of(timeline, version, region)
            } else {
                let id = &self.atlas.regions()[region].id;
                let shape = Shape::Area(cell.area.clone());
                Rc::new(self.sheet_of(timeline, version).shares(&shape, Some(id), self.atlas.places()))
            };
            for share in shares.iter() {
                let area = share.shape.clone().into_area();
                if !area.is_empty() {
                    let mut stated = cell.stated.clone();
                    stated.insert(key.clone(), (share.status, share.holder));
                    finer.push(Cell { area, stated, within: cell.within.clone() });
                }
            }
        }
        by_age(finer)
    }

    /// A cell parted by whether a version's age lets it speak there.
    fn by_age(&self, cell: Cell, speaker: Speaker<'a>, key: &(String, usize)) -> Vec<Cell> {
        let stated = cell.stated.get(key).copied();
        let silent = stated.and_then(|stated| Some((stated, speaker.silent_within_m(stated)?)));
        let Some((stated, within_m)) = silent else { return vec![cell] };
        let name = restated_name(speaker);
        let cells = match &*self.restated(speaker, stated) {
            Restated::Nothing => vec![cell],
            Restated::All => return vec![cell],
            Restated::On(area) => by_area(vec![cell], &name, area),
        };
        let (mut restated, aged): (Vec<Cell>, Vec<Cell>) = cells.into_iter().partition(|cell| cell.is_within(&name));
        restated.extend(self.by_zone(aged, speaker, within_m));
        restated
    }

    fn zone(&self, speaker: Speaker<'a>, distance_m: f64) -> Rc<Area> {
        let Speaker { timeline, version, .. } = speaker;
        let key = (timeline.source.id.clone(), version, distance_m.to_bits());
        if let Some(zone) = self.zones.borrow().get(&key) {
            return zone.clone();
        }
        let paths = timeline.held().map_or_else(Vec::new, |held| held.line_paths(version));
        let zone = Rc::new(buffer::within_distance(&paths, distance_m));
        self.zones.borrow_mut().insert(key, zone.clone());
        zone
    }

    fn sheet_of(&self, timeline: &'a Timeline, version: usize) -> Rc<PreparedVersion<'a>> {
        let of_version = key(timeline, version);
        let sheet = self.sheets.borrow().get(&of_version).cloned();
        let sheet = sheet.unwrap_or_else(|| Rc::new(timeline.sheet(version)));
        self.sheets.borrow_mut().insert(of_version, sheet.clone());
        sheet
    }

    fn shares_of(&self, timeline: &'a Timeline, version: usize, region: usize) -> Rc<Vec<Share>> {
        let key = (timeline.source.id.clone(), version, region);
        if let Some(shares) = self.shares.borrow().get(&key) {
            return shares.clone();
        }
        let sheet = self.sheet_of(timeline, version);
        let region = &self.atlas.regions()[region];
        let shares = sheet.shares(&Shape::Area(region.land.clone()), Some(&region.id), self.atlas.places());
        let shares = Rc::new(shares);
        self.shares.borrow_mut().insert(key, shares.clone());
        shares
    }
}
