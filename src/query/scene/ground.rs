//! Ground that rules are asked of, a place or a cell: one evaluator for both, so that they cannot differ.

use super::Scene;
use super::cell::{Cell, key, shape_name, zone_name};
use super::truth::Truth;
use crate::atlas::{Timeline, Whereabouts};
use crate::geometry::{Layers, Location, Position};
use crate::model::{DrawnShape, Extent, Party, Region, Setting, Status, Whose};

/// Whether a statement is what a rule asks for; none: it does not say.
pub(super) type Asked<'r> = &'r dyn Fn(Status, Option<Party>) -> Option<bool>;

/// What rules ask of ground.
pub(super) trait Ground {
    /// The region it lies in.
    fn region(&self) -> Option<&Region>;
    /// Whether what a version states of it is what is asked for.
    fn stated(&self, timeline: &Timeline, version: usize, asked: Asked<'_>) -> Truth;
    /// Whether it lies within a distance of a version's line.
    fn near_line(&self, timeline: &Timeline, version: usize, metres: f64) -> Truth;
    /// Whether it lies in a shape.
    fn inside(&self, shape: &DrawnShape) -> Truth;
}

impl Scene<'_> {
    /// Whether an extent holds on ground.
    pub(super) fn evaluate(&self, extent: &Extent, ground: &impl Ground) -> Truth {
        match extent {
            Extent::Everywhere => Truth::Yes,
            Extent::Region(ids) => Truth::from(ground.region().is_some_and(|region| ids.contains(&region.id))),
            Extent::Group(groups) => {
                Truth::from(ground.region().is_some_and(|region| region.groups.iter().any(|g| groups.contains(g))))
            }
            Extent::HeldBy(party, whose) => self.held_by(*party, whose, ground),
            Extent::Contested(whose) => self.by_statement_of(whose, ground, &|status, _| match status {
                Status::Contested => Some(true),
                Status::Held => Some(false),
                Status::Claimed | Status::Unknown => None,
            }),
            Extent::Drawn(shape) => ground.inside(shape),
            Extent::WithinDistanceOfLine { distance_m, side, whose } => {
                let near = match (self.speaking(whose), distance_m) {
                    (Err(reason), _) => Truth::Open(reason),
                    (Ok(_), Setting::Parameter(name)) => Truth::Open(format!("parameter '{name}' is not given")),
                    (Ok((timeline, version)), Setting::Given(metres)) => ground.near_line(timeline, version, *metres),
                };
                match side {
                    Some(party) => near.and(self.held_by(*party, whose, ground)),
                    None => near,
                }
            }
            Extent::And(list) => list.iter().fold(Truth::Yes, |sum, e| sum.and(self.evaluate(e, ground))),
            Extent::Or(list) => {
                list.iter().fold(Truth::No, |sum, e| sum.negated().and(self.evaluate(e, ground).negated()).negated())
            }
            Extent::Not(extent) => self.evaluate(extent, ground).negated(),
        }
    }

    fn held_by(&self, party: Party, whose: &Whose, ground: &impl Ground) -> Truth {
        self.by_statement_of(whose, ground, &|status, holder| match status {
            Status::Held => Some(holder == Some(party)),
            Status::Contested => Some(false),
            Status::Claimed | Status::Unknown => None,
        })
    }

    fn by_statement_of(&self, whose: &Whose, ground: &impl Ground, asked: Asked<'_>) -> Truth {
        match self.speaking(whose) {
            Ok((timeline, version)) => ground.stated(timeline, version, asked),
            Err(reason) => Truth::Open(reason),
        }
    }
}

/// A place.
pub(super) struct At<'s, 'a> {
    pub scene: &'s Scene<'a>,
    pub position: Position,
    pub place: &'s Whereabouts,
}

impl Ground for At<'_, '_> {
    fn region(&self) -> Option<&Region> {
        self.place.region.map(|(k, _)| &self.scene.atlas.regions()[k])
    }

    fn stated(&self, timeline: &Timeline, version: usize, asked: Asked<'_>) -> Truth {
        let statement = timeline.statement(version, self.position, self.place, self.scene.atlas.places());
        let id = &timeline.source.id;
        let Some(here) = asked(statement.status, statement.holder) else {
            return Truth::Open(statement.reason.map_or_else(|| claimed(id), |why| format!("{id}: {why}")));
        };
        match statement.other_side.map(|(status, holder)| asked(status, holder)) {
            Some(there) if there != Some(here) => Truth::Boundary,
            _ => Truth::from(here),
        }
    }

    fn near_line(&self, timeline: &Timeline, version: usize, metres: f64) -> Truth {
        let nearest = timeline.held().and_then(|held| held.nearest_on_line(version, self.position));
        Truth::from(nearest.is_some_and(|(_, distance_m)| distance_m <= metres))
    }

    fn inside(&self, shape: &DrawnShape) -> Truth {
        match Layers::from_area(&shape.area).locate_in(0, self.position) {
            Location::Interior => Truth::Yes,
            Location::Boundary => Truth::Boundary,
            Location::Exterior => Truth::No,
        }
    }
}

/// A cell that was made for the rule.
pub(super) struct On<'s, 'a> {
    pub scene: &'s Scene<'a>,
    pub region: usize,
    pub cell: &'s Cell,
}

impl On<'_, '_> {
    fn within(&self, name: &str) -> Truth {
        Truth::from(self.cell.within.get(name).is_some_and(|within| *within))
    }
}

impl Ground for On<'_, '_> {
    fn region(&self) -> Option<&Region> {
        self.scene.atlas.regions().get(self.region)
    }

    fn stated(&self, timeline: &Timeline, version: usize, asked: Asked<'_>) -> Truth {
        let id = &timeline.source.id;
        let stated = self.cell.stated.get(&key(timeline, version)).copied();
        match stated.map(|(status, holder)| (status, asked(status, holder))) {
            Some((_, Some(is))) => Truth::from(is),
            Some((Status::Claimed, None)) => Truth::Open(claimed(id)),
            _ => Truth::Open(format!("{id}: outside the source's coverage")),
        }
    }

    fn near_line(&self, timeline: &Timeline, version: usize, metres: f64) -> Truth {
        self.within(&zone_name(timeline, version, metres))
    }

    fn inside(&self, shape: &DrawnShape) -> Truth {
        self.within(&shape_name(&shape.name))
    }
}

fn claimed(id: &str) -> String {
    format!("{id} reports a claim to the ground, not control of it")
}
