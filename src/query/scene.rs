//! Rules evaluated: whether an extent holds at a place, and the piece of a region it cuts out. Both go by one source on one
//! day where the rule names no other, and both know what is not known.
//!
//! # Laws
//! At every place the answer is the piece it lies in; where `a` is cut out, `not a` is not; what is open stays open
//! (Kleene, *Introduction to Metamathematics*, 1952, section 64).

mod cell;
mod ground;
mod truth;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use crate::atlas::{Atlas, Share, Sheet, Timeline, Whereabouts};
use crate::geometry::{Area, Position, Shape, buffer};
use crate::model::{Date, Extent, Moment, Party, Setting, Status, Whose};

pub use cell::Cell;
use cell::{by_area, key, shape_name, zone_name};
use ground::{At, On};
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
        self.evaluate(extent, &At { scene: self, position: p, place })
    }

    /// The pieces of a region's land where the extent holds, and where that cannot be said.
    ///
    /// # Cost
    /// As [`Scene::cells`].
    #[must_use]
    pub fn cut(&self, extent: &Extent, region: usize) -> Cut {
        let (mut yes, mut open, mut reasons) = (Vec::new(), Vec::new(), BTreeSet::new());
        for cell in self.cells(&[extent], region) {
            match self.decide(extent, region, &cell) {
                Truth::Yes => yes.push(cell.area),
                Truth::Open(reason) => {
                    reasons.insert(reason);
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
        if let Ok((timeline, version)) = self.speaking(&Whose::default()) {
            cells = self.by_statement(cells, timeline, version, region);
        }
        for extent in extents.iter().flat_map(|extent| extent.walk()) {
            match extent {
                Extent::HeldBy(_, whose) | Extent::Contested(whose) => {
                    if let Ok((timeline, version)) = self.speaking(whose) {
                        cells = self.by_statement(cells, timeline, version, region);
                    }
                }
                Extent::WithinDistanceOfLine { distance_m: Setting::Given(metres), side, whose } => {
                    if let Ok((timeline, version)) = self.speaking(whose) {
                        let zone = self.zone(timeline, version, *metres);
                        cells = by_area(cells, &zone_name(timeline, version, *metres), &zone);
                        if side.is_some() {
                            cells = self.by_statement(cells, timeline, version, region);
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
    pub fn decide(&self, extent: &Extent, region: usize, cell: &Cell) -> Truth {
        self.evaluate(extent, &On { scene: self, region, cell })
    }

    /// What the source of the question states of a cell; unknown where it does not speak.
    #[must_use]
    pub fn stated_of(&self, cell: &Cell) -> (Status, Option<Party>) {
        let known = self.speaking(&Whose::default()).ok().and_then(|(t, version)| cell.stated.get(&key(t, version)));
        known.copied().unwrap_or((Status::Unknown, None))
    }

    /// The cells parted by what a version states.
    fn by_statement(&self, cells: Vec<Cell>, timeline: &'a Timeline, version: usize, region: usize) -> Vec<Cell> {
        let key = key(timeline, version);
        if cells.iter().all(|cell| cell.stated.contains_key(&key)) {
            return cells;
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
        finer
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

    fn sheet_of(&self, timeline: &'a Timeline, version: usize) -> Rc<Sheet<'a>> {
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

fn silent(timeline: &Timeline, day: Date) -> String {
    let id = &timeline.source.id;
    match timeline.as_of(day.end()) {
        None => format!("{id} has no version at or before {day}"),
        Some(_) => format!("the latest version of {id} on {day} is older than its limit"),
    }
}
