//! Ground that rules are asked of, a place or a cell: one evaluator for both, so that they cannot differ.

use super::super::control::ControlAt;
use super::super::heard::Heard;
use super::super::why::Why;
use super::RuleEvaluator;
use super::cell::{Cell, key, shape_name, zone_name};
use super::speaker::Speaker;
use super::truth::Truth;
use crate::atlas::Whereabouts;
use crate::model::{DrawnShape, Extent, Party, Region, Setting, Status, Whose, sentences};
use edge_timeline::{EdgeTimeline, Location, Position};

/// Whether a statement is what a rule asks for; none: it does not say.
pub(super) type Asked<'r> = &'r dyn Fn(Status, Option<Party>) -> Option<bool>;

/// What rules ask of ground.
pub(super) trait Ground<'a> {
    /// The region it lies in.
    fn region(&self) -> Option<&Region>;
    /// Whether it lies in the sea that belongs to its region, off quays and spits.
    fn is_at_sea(&self) -> bool;
    /// Whether what a source says of it is what is asked for.
    fn stated(&self, speaker: Speaker<'a>, asked: Asked<'_>) -> Truth<'a>;
    /// Whether it lies within a distance of a source's line.
    fn near_line(&self, speaker: Speaker<'a>, metres: f64) -> Truth<'a>;
    /// Whether it lies in a shape.
    fn inside(&self, shape: &DrawnShape) -> Truth<'a>;
}

impl<'a> RuleEvaluator<'a> {
    /// Whether an extent holds on ground.
    pub(super) fn evaluate<'e>(&self, extent: &'e Extent, ground: &impl Ground<'a>) -> Truth<'e>
    where
        'a: 'e,
    {
        match extent {
            Extent::Everywhere => Truth::Yes,
            Extent::Sea => Truth::from(ground.is_at_sea()),
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
                    (Ok(_), Setting::Parameter(name)) => Truth::Open(Why::NotSet(name)),
                    (Ok(speaker), Setting::Given(metres)) => ground.near_line(speaker, *metres),
                };
                match side {
                    Some(_) if near == Truth::No => near,
                    Some(party) => near.and(self.held_by(*party, whose, ground)),
                    None => near,
                }
            }
            // What is decided is not looked at further: a region mostly decides where sources would have to be asked.
            Extent::And(list) => list.iter().fold(Truth::Yes, |sum, e| match sum {
                Truth::No => Truth::No,
                sum => sum.and(self.evaluate(e, ground)),
            }),
            Extent::Or(list) => list.iter().fold(Truth::No, |sum, e| match sum {
                Truth::Yes => Truth::Yes,
                sum => sum.negated().and(self.evaluate(e, ground).negated()).negated(),
            }),
            Extent::Not(extent) => self.evaluate(extent, ground).negated(),
        }
    }

    fn held_by<'e>(&self, party: Party, whose: &'e Whose, ground: &impl Ground<'a>) -> Truth<'e>
    where
        'a: 'e,
    {
        self.by_statement_of(whose, ground, &|status, holder| match status {
            Status::Held => Some(holder == Some(party)),
            Status::Contested => Some(false),
            Status::Claimed | Status::Unknown => None,
        })
    }

    fn by_statement_of<'e>(&self, whose: &'e Whose, ground: &impl Ground<'a>, asked: Asked<'_>) -> Truth<'e>
    where
        'a: 'e,
    {
        match self.speaking(whose) {
            Ok(speaker) => ground.stated(speaker, asked),
            Err(reason) => Truth::Open(reason),
        }
    }
}

/// A place.
pub(super) struct At<'s, 'a> {
    pub scene: &'s RuleEvaluator<'a>,
    pub position: Position,
    pub place: &'s Whereabouts,
    /// What sources say of it, where that is asked for.
    pub heard: Option<&'s Heard<'s, 'a>>,
}

impl<'a> At<'_, 'a> {
    /// What a source says of the place as of a moment.
    fn told<T>(&self, Speaker { timeline, moment, .. }: Speaker<'a>, tell: impl FnOnce(&ControlAt<'a>) -> T) -> T {
        match self.heard {
            Some(heard) => heard.told(timeline, moment, tell),
            None => Heard::new(self.scene.atlas, self.position, self.place, moment, &[]).told(timeline, moment, tell),
        }
    }

    /// The distance of the place to a version's line, in metres.
    fn line_distance_m(&self, speaker: Speaker<'a>) -> Option<f64> {
        match self.heard {
            Some(heard) => heard.told(speaker.timeline, speaker.moment, |control| control.distance_m),
            None => speaker.timeline.line_distance_m(speaker.version, self.position),
        }
    }
}

impl<'a> Ground<'a> for At<'_, 'a> {
    fn region(&self) -> Option<&Region> {
        self.place.region.map(|(k, _)| &self.scene.atlas.regions()[k])
    }

    fn is_at_sea(&self) -> bool {
        self.scene.atlas.places().is_offshore(self.position, self.place)
    }

    fn stated(&self, speaker: Speaker<'a>, asked: Asked<'_>) -> Truth<'a> {
        let (here, beyond) = if speaker.speaks_of_all() && self.heard.is_none() {
            let Speaker { timeline, version, .. } = speaker;
            let statement = timeline.statement(version, self.position, self.place, self.scene.atlas.places());
            let id = &timeline.source.id;
            let why = || statement.reason.map_or(Why::ClaimedOnly(id), |reason| Why::Of(id, reason));
            (asked(statement.status, statement.holder).ok_or_else(why), statement.other_side)
        } else {
            self.told(speaker, |control| {
                (asked(control.status, control.holder).ok_or_else(|| control.why_open()), control.other_side)
            })
        };
        match (here, beyond.map(|(status, holder)| asked(status, holder))) {
            (Err(reason), _) => Truth::Open(reason),
            (Ok(here), Some(there)) if there != Some(here) => Truth::Boundary,
            (Ok(here), _) => Truth::from(here),
        }
    }

    fn near_line(&self, speaker: Speaker<'a>, metres: f64) -> Truth<'a> {
        let [least_m, most_m] = speaker.bounds_m(metres);
        match self.line_distance_m(speaker) {
            Some(distance_m) if distance_m <= least_m => Truth::Yes,
            Some(distance_m) if distance_m > most_m => Truth::No,
            None if speaker.speaks_of_all() => Truth::No,
            _ => speaker.moved(),
        }
    }

    fn inside(&self, shape: &DrawnShape) -> Truth<'a> {
        match EdgeTimeline::from_area(&shape.area).locate_in(0, self.position) {
            Location::Interior => Truth::Yes,
            Location::Boundary => Truth::Boundary,
            Location::Exterior => Truth::No,
        }
    }
}

/// A place of which no source tells anything.
pub(super) struct Untold<'s, 'a>(pub At<'s, 'a>);

impl<'a> Ground<'a> for Untold<'_, 'a> {
    fn region(&self) -> Option<&Region> {
        self.0.region()
    }

    fn is_at_sea(&self) -> bool {
        self.0.is_at_sea()
    }

    fn stated(&self, _: Speaker<'a>, _: Asked<'_>) -> Truth<'a> {
        Truth::Open(Why::Always(sentences::SOURCES_DECIDE))
    }

    fn near_line(&self, _: Speaker<'a>, _: f64) -> Truth<'a> {
        Truth::Open(Why::Always(sentences::SOURCES_DECIDE))
    }

    fn inside(&self, shape: &DrawnShape) -> Truth<'a> {
        self.0.inside(shape)
    }
}

/// A cell that was made for the rule.
pub(super) struct On<'s, 'a> {
    pub scene: &'s RuleEvaluator<'a>,
    pub region: usize,
    pub cell: &'s Cell,
}

impl<'a> Ground<'a> for On<'_, 'a> {
    fn region(&self) -> Option<&Region> {
        self.scene.atlas.regions().get(self.region)
    }

    fn is_at_sea(&self) -> bool {
        // Cells are cut of land.
        false
    }

    fn stated(&self, speaker: Speaker<'a>, asked: Asked<'_>) -> Truth<'a> {
        let id = &speaker.timeline.source.id;
        let stated = self.cell.stated.get(&key(speaker.timeline, speaker.version)).copied();
        let Some((status, holder)) = stated.filter(|(status, _)| *status != Status::Unknown) else {
            return Truth::Open(Why::Of(id, sentences::OUTSIDE_COVERAGE));
        };
        if self.scene.is_silent(self.cell, speaker, (status, holder)) {
            return Truth::Open(speaker.overtaken((status, holder)));
        }
        asked(status, holder).map_or(Truth::Open(Why::ClaimedOnly(id)), Truth::from)
    }

    fn near_line(&self, speaker: Speaker<'a>, metres: f64) -> Truth<'a> {
        let [least_m, most_m] = speaker.bounds_m(metres);
        let within = |distance_m| self.cell.is_within(&zone_name(speaker, distance_m));
        if within(least_m) {
            Truth::Yes
        } else if !speaker.speaks_of_all() && (within(most_m) || self.scene.zone(speaker, most_m).is_empty()) {
            speaker.moved()
        } else {
            Truth::No
        }
    }

    fn inside(&self, shape: &DrawnShape) -> Truth<'a> {
        Truth::from(self.cell.is_within(&shape_name(&shape.name)))
    }
}
