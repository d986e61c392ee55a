//! What every version of a source states of one place, by runs of versions between which nothing changes there.
//!
//! # Method
//! What a version states of a place depends on where the place lies in its classes and specks, on the piece that words it, on the
//! ground left out by then, and in a record on the periods of one settlement. Each of these is located once for all versions; a
//! statement is made only where one of them changes.

use crate::model::Date;
use edge_timeline::{Located, Position, VersionSet};

use super::record::{Cells, exact};
use super::regions::{Regions, Whereabouts};
use super::statement::Statement;
use super::timeline::Timeline;

impl Timeline {
    /// What the versions state of a place, in order: statements with the first version of each, which stand up to the next one.
    /// Two that follow each other may be the same. Which layers a version lacks is told apart ([`Timeline::lacking`]).
    ///
    /// # Cost
    /// One walk through each class's edge timeline, and a statement for each run.
    #[must_use]
    pub fn statement_runs(&self, p: Position, place: &Whereabouts, regions: &Regions) -> Vec<(usize, Statement<'_>)> {
        let mut runs = match &self.cells {
            None => self.drawn_runs(p, place, regions),
            Some(cells) => self.recorded_runs(cells, p, place, regions),
        };
        runs.iter_mut().for_each(|(_, statement)| statement.caveats.version = None);
        runs
    }

    fn drawn_runs(&self, p: Position, place: &Whereabouts, regions: &Regions) -> Vec<(usize, Statement<'_>)> {
        let mut changes = self.changes_of_coverage(p);
        let located: Vec<Located> = self.classes.iter().map(|class| class.layers().locate(p)).collect();
        let worded: Vec<_> = self.classes.iter().zip(&located).map(|(class, at)| class.wordings_at(p, at)).collect();
        let in_speck = self.held().and_then(|held| held.specks_at(p));
        for of_class in located.iter().chain(&in_speck) {
            changes.extend(ends(&of_class.interior).chain(ends(&of_class.boundary)));
        }
        changes.extend(worded.iter().flat_map(|wordings| wordings.standing()).flat_map(ends));
        let statement = |version: usize| {
            let silence = self.silence(version, p, place, regions);
            let absent = || self.absent(silence, p, place, regions);
            let locate = |k: usize| located[k].in_version(version);
            let stated = self.drawn(absent, locate, |k| worded[k].on(version));
            let is_in_speck = || in_speck.as_ref().is_some_and(|specks| specks.holds(version));
            (version, self.weakened(version, p, stated, silence, is_in_speck, place, regions))
        };
        self.in_order(changes).map(statement).collect()
    }

    fn recorded_runs(
        &self,
        cells: &Cells,
        p: Position,
        place: &Whereabouts,
        regions: &Regions,
    ) -> Vec<(usize, Statement<'_>)> {
        let mut changes = self.changes_of_coverage(p);
        let settlement = cells.settlement_at(p);
        let located = self.held().map(|held| held.layers().locate(p));
        if let Some(located) = &located {
            changes.extend(ends(&located.interior).chain(ends(&located.boundary)));
        }
        let periods = settlement.iter().flat_map(|k| &cells.settlements()[*k].periods);
        let days = periods.flat_map(|p| [p.start_earliest, p.start, p.end.map(|day| day.plus_days(1))]);
        changes.extend(days.flatten().map(|day| self.first_from(day)));
        let statement = |version: usize| {
            let exact = || exact(located.as_ref().map(|located| located.in_version(version)));
            (version, self.recorded(version, || settlement, exact, p, place, regions))
        };
        self.in_order(changes).map(statement).collect()
    }

    /// The versions from which on the coverage leaves out other ground than before, where a place lies; the first among them.
    fn changes_of_coverage(&self, p: Position) -> Vec<usize> {
        let days = self.covered.holding(&self.source.coverage, p).flatten();
        std::iter::once(0).chain(days.map(|day| self.first_from(day))).collect()
    }

    /// The first version of a day or later.
    fn first_from(&self, day: Date) -> usize {
        self.stamps.partition_point(|stamp| stamp.date() < day)
    }

    /// These versions in order, each once.
    fn in_order(&self, mut versions: Vec<usize>) -> impl Iterator<Item = usize> {
        versions.sort_unstable();
        versions.dedup();
        let count = self.stamps.len();
        versions.into_iter().take_while(move |version| *version < count)
    }
}

/// The versions that a set holds and the one before does not, and the other way round.
fn ends(set: &VersionSet) -> impl Iterator<Item = usize> + '_ {
    set.runs().flat_map(|run| [run.start, run.end])
}
