//! One version of a source laid open: what it states of any shape, piece by piece.

use std::cell::OnceCell;

use crate::model::{Moment, Party, Status};
use edge_timeline::prepared::PreparedArea;
use edge_timeline::{Area, Shape};

use super::regions::Regions;
use super::timeline::Timeline;

/// One version of a source, ready to cut with.
#[derive(Debug)]
pub struct PreparedVersion<'a> {
    timeline: &'a Timeline,
    drawn: Vec<Drawn>,
    left_out: Drawn,
}

/// A piece of a shape with what is stated of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Share {
    /// The status.
    pub status: Status,
    /// The holder.
    pub holder: Option<Party>,
    /// The piece; may be of no size.
    pub shape: Shape,
}

/// An area and what is stated of it, prepared for cutting when first needed.
#[derive(Debug)]
struct Drawn {
    status: Status,
    holder: Option<Party>,
    area: Area,
    cutter: OnceCell<PreparedArea>,
}

impl Drawn {
    fn new(status: Status, holder: Option<Party>, area: Area) -> Self {
        Self { status, holder, area, cutter: OnceCell::new() }
    }

    fn split(&self, shape: &Shape) -> (Shape, Shape) {
        shape.split(&self.area, || self.cutter.get_or_init(|| PreparedArea::from_area(&self.area)))
    }
}

impl Timeline {
    /// The version that speaks as of a moment: the latest, unless it is too old to say anything.
    #[must_use]
    pub fn speaking(&self, moment: Moment) -> Option<usize> {
        self.as_of(moment).filter(|version| !self.age(*version, moment).expired)
    }

    /// The version that is current at a moment: one that speaks and is not stale. Only such are held against each other.
    #[must_use]
    pub fn current(&self, moment: Moment) -> Option<usize> {
        let is_current = |version: &usize| !self.age(*version, moment).stale;
        self.speaking(moment).filter(is_current)
    }

    /// One version laid open.
    ///
    /// # Cost
    /// One union for each status and holder.
    #[must_use]
    pub fn sheet(&self, version: usize) -> PreparedVersion<'_> {
        let drawn = self.classes.iter().map(|c| Drawn::new(c.status, c.holder, c.area(version)));
        PreparedVersion {
            timeline: self,
            drawn: drawn.collect(),
            left_out: Drawn::new(Status::Unknown, None, self.left_out(version)),
        }
    }
}

impl PreparedVersion<'_> {
    /// The pieces of a shape, one for each status and holder; together they are the shape. `within` is the region that holds it, by
    /// which coverage is decided; none: outside the country.
    #[must_use]
    pub fn shares(&self, shape: &Shape, within: Option<&str>, regions: &Regions) -> Vec<Share> {
        let mut shares: Vec<Share> = Vec::new();
        let mut add =
            |status, holder, shape: Shape| match shares.iter_mut().find(|s| (s.status, s.holder) == (status, holder)) {
                Some(same) => same.shape = same.shape.clone().joined(shape),
                None => shares.push(Share { status, holder, shape }),
            };
        let mut rest = shape.clone();
        for drawn in &self.drawn {
            let (inside, outside) = drawn.split(&rest);
            add(drawn.status, drawn.holder, inside);
            rest = outside;
        }
        let covered = within.is_some_and(|id| self.timeline.covers(id, regions));
        match self.timeline.source.absence.filter(|_| covered) {
            None => add(Status::Unknown, None, rest),
            Some((party, _)) => {
                let (out, inside) = self.left_out.split(&rest);
                add(Status::Held, Some(party), inside);
                add(Status::Unknown, None, out);
            }
        }
        shares
    }
}
