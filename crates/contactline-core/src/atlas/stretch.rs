//! How long a source has stated the same of a place without a break.

use crate::model::{Date, Moment, Party, Status};
use edge_timeline::{Located, Location, Position};

use super::record::{Cells, period_begun_around, period_on};
use super::regions::{Regions, Whereabouts};
use super::timeline::Timeline;

/// From when a status has stood without a break.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Since {
    /// The first version that states it: the source came to it between the version before and this one.
    pub moment: Moment,
    /// It is the source's first version: the status may be older.
    pub or_earlier: bool,
    /// Of a record that knows only a range of days in which it began: the last day on which it states what was before, the
    /// moment being the range's last day.
    pub after: Option<Date>,
}

impl Timeline {
    /// From when the status and holder that a version states of a place have stood in every version, without a stretch
    /// between two of them of which its age lets the source no longer speak.
    ///
    /// # Cost
    /// One walk through each class's edge timeline, and one look at each version of the stretch; a search of
    /// the line for each one that stood for longer than the source's limit of age.
    #[must_use]
    pub fn since(&self, version: usize, p: Position, place: &Whereabouts, regions: &Regions) -> Since {
        let (first, after) = match &self.cells {
            Some(cells) => self.recorded_since(cells, version, p, place, regions),
            None => (self.drawn_since(version, p, place, regions), None),
        };
        Since { moment: self.stamps[first], or_earlier: first == 0, after }
    }

    fn drawn_since(&self, version: usize, p: Position, place: &Whereabouts, regions: &Regions) -> usize {
        let located: Vec<Located> = self.classes.iter().map(|c| c.layers().locate(p)).collect();
        let drawn = |v: usize| {
            let holds = |k: &usize| located[*k].in_version(v) != Location::Exterior;
            (0..located.len()).find(holds).map(|k| (self.classes[k].status, self.classes[k].holder))
        };
        // What silence means depends on the version only through the ground left out of it.
        let mut silences: [Option<(Status, Option<Party>)>; 2] = [None; 2];
        let mut silence = |v: usize| {
            let left_out = self.source.coverage.exceptions_on(self.stamps[v].date()).any(|e| e.holds(p));
            *silences[usize::from(left_out)].get_or_insert_with(|| {
                let absent = self.absent(self.silence(v, p, place, regions), p, place, regions);
                (absent.status, absent.holder)
            })
        };
        let mut stated = |v: usize| drawn(v).unwrap_or_else(|| silence(v));
        let now = stated(version);
        let is_unlisted = drawn(version).is_none();
        let unbroken = |v: usize| self.silent_from(v, p, is_unlisted, self.stamps[v + 1]).is_none();
        (0..version).rev().find(|&v| !unbroken(v) || stated(v) != now).map_or(0, |v| v + 1)
    }

    fn recorded_since(
        &self,
        cells: &Cells,
        version: usize,
        p: Position,
        place: &Whereabouts,
        regions: &Regions,
    ) -> (usize, Option<Date>) {
        let speaks = self.silence(version, p, place, regions).is_none();
        let Some(settlement) = cells.settlement_at(p).filter(|_| speaks).map(|k| &cells.settlements()[k]) else {
            return (0, None);
        };
        let Some(now) = period_on(settlement, self.stamps[version]) else {
            let begun = period_begun_around(settlement, self.stamps[version]).and_then(|p| p.start_earliest);
            return (begun.and_then(|day| self.as_of(day.start())).unwrap_or(0), None);
        };
        let mut first = now;
        // Periods touch, in time order: an earlier one of the same holder, on another basis, lengthens the stretch.
        let before = settlement.periods.iter().rev().skip_while(|period| *period != now);
        for period in before.take_while(|period| (period.status, period.holder) == (now.status, now.holder)) {
            first = period;
        }
        let version = first.start.and_then(|day: Date| self.as_of(day.start())).unwrap_or(0);
        (version, first.begun_between().map(|(after, _)| after))
    }
}
