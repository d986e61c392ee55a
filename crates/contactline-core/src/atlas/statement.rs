//! What a version of a source states of one place; where its polygons are silent, what its coverage makes of that.

use crate::model::{Basis, Hostilities, Party, Period, Said, Settlement, Status, Text, sentences};
use edge_timeline::{Location, Position};

use super::caveat::{Caveats, beyond_coverage};
use super::record::{exact, period_begun_around, period_on};
use super::regions::{Regions, Whereabouts};
use super::timeline::Timeline;

/// What a source states of a place in one version.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Statement<'a> {
    /// What.
    pub status: Status,
    /// By or for whom.
    pub holder: Option<Party>,
    /// On what it rests.
    pub basis: Option<Basis>,
    /// The publisher's word.
    pub publisher_word: Option<&'a str>,
    /// Inside, or on a boundary.
    pub location: Location,
    /// On a boundary: the other side.
    pub other_side: Option<(Status, Option<Party>)>,
    /// Why unknown.
    pub reason: Option<Text>,
    /// What weakens the statement.
    pub caveats: Caveats<'a>,
    /// Of a record: the settlement whose cell the place is in.
    pub settlement: Option<&'a Settlement>,
    /// Of a record: fighting listed there.
    pub hostilities: Option<Hostilities>,
    /// Of a record: the period that answers; where only a range of days is known for its beginning, the one that began then.
    pub period: Option<&'a Period>,
}

impl Timeline {
    /// The versions that lack layers which could change what a statement says, from one to another, each with what it lacks.
    pub fn lacking<'a>(
        &'a self,
        statement: &Statement<'_>,
        first: usize,
        last: usize,
    ) -> impl Iterator<Item = (usize, &'a Said)> + use<'a> {
        let drawn = statement.publisher_word.map(|_| statement.status);
        let speaks = statement.status != Status::Unknown && self.cells.is_none();
        let range = if speaks && self.lacks_any { first..last + 1 } else { 0..0 };
        range.filter_map(move |version| Some((version, self.lacks_beside(version, drawn)?)))
    }

    /// What a version states of a place.
    #[must_use]
    pub fn statement(&self, version: usize, p: Position, place: &Whereabouts, regions: &Regions) -> Statement<'_> {
        match &self.cells {
            None => {
                let silence = self.silence(version, p, place, regions);
                let absent = || self.absent(silence, p, place, regions);
                let locate = |k: usize| self.classes[k].locate(version, p);
                let stated = self.drawn(absent, locate, |k| self.classes[k].wording(version, p));
                let is_in_speck = || self.held().is_some_and(|held| held.is_in_speck(version, p));
                self.weakened(version, p, stated, silence, is_in_speck, place, regions)
            }
            Some(cells) => {
                let exact = || exact(self.held().map(|held| held.locate(version, p)));
                self.recorded(version, || cells.settlement_at(p), exact, p, place, regions)
            }
        }
    }

    /// A statement with what weakens it; `silence` tells why the source's silence would mean nothing there.
    #[expect(clippy::too_many_arguments, reason = "what is known of the place, and how to learn the rest")]
    pub(super) fn weakened<'a>(
        &'a self,
        version: usize,
        p: Position,
        stated: Statement<'a>,
        silence: Option<Text>,
        is_in_speck: impl FnOnce() -> bool,
        place: &Whereabouts,
        regions: &Regions,
    ) -> Statement<'a> {
        if stated.status == Status::Unknown {
            return stated;
        }
        let is_drawn = stated.publisher_word.is_some();
        let mut caveats = stated.caveats;
        if is_drawn && silence.is_some() && self.source.absence.is_some() {
            caveats.place = Some(beyond_coverage(p, stated.holder, place, regions));
        }
        if caveats.place.is_none() && is_in_speck() {
            caveats.place = Some(sentences::SPECK);
        }
        caveats.version = self.lacks_beside(version, is_drawn.then_some(stated.status));
        Statement { caveats, ..stated }
    }

    /// What the classes draw, by where the place lies in each and how each words it; `absent` where none holds it.
    pub(super) fn drawn<'a>(
        &'a self,
        absent: impl Fn() -> Statement<'a>,
        locate: impl Fn(usize) -> Location,
        wording: impl Fn(usize) -> Option<(Basis, &'a str)>,
    ) -> Statement<'a> {
        let mut stated: Option<Statement<'_>> = None;
        for (k, class) in self.classes.iter().enumerate() {
            let location = locate(k);
            if location == Location::Exterior {
                continue;
            }
            match &mut stated {
                // On the boundary of two classes: the first, with the second on its other side.
                Some(first) => first.other_side = Some((class.status, class.holder)),
                None => {
                    let (basis, word) = wording(k).unzip();
                    let is_unknown = class.status == Status::Unknown;
                    stated = Some(Statement {
                        status: class.status,
                        holder: class.holder,
                        basis: basis.filter(|_| !is_unknown),
                        publisher_word: word,
                        location,
                        other_side: None,
                        reason: is_unknown.then_some(sentences::UNKNOWN_WORD),
                        caveats: Caveats::NONE,
                        settlement: None,
                        hostilities: None,
                        period: None,
                    });
                }
            }
        }
        match stated {
            None => absent(),
            Some(mut first) => {
                if first.location == Location::Boundary && first.other_side.is_none() {
                    let absent = absent();
                    first.other_side = Some((absent.status, absent.holder));
                }
                first
            }
        }
    }

    /// What a record states; `settlement` finds the number of the one whose cell holds the place.
    pub(super) fn recorded<'a>(
        &'a self,
        version: usize,
        settlement: impl FnOnce() -> Option<usize>,
        exact: impl FnOnce() -> Location,
        p: Position,
        place: &Whereabouts,
        regions: &Regions,
    ) -> Statement<'a> {
        if let Some(silence) = self.silence(version, p, place, regions) {
            return unknown(silence);
        }
        let known = self.cells.as_ref().and_then(|cells| Some((cells, settlement()?)));
        let Some(settlement) = known.map(|(cells, k)| &cells.settlements()[k]) else {
            return unknown(sentences::NO_CELL);
        };
        let Some(period) = period_on(settlement, self.stamps[version]) else {
            let period = period_begun_around(settlement, self.stamps[version]);
            let reason = match period {
                Some(_) => sentences::CHANGED_AROUND,
                None => sentences::NO_PERIOD,
            };
            return Statement { settlement: Some(settlement), period, ..unknown(reason) };
        };
        let location = exact();
        let other = self.held().and_then(|c| c.holder).filter(|holder| Some(*holder) != period.holder);
        let other = other.or(self.source.absence.map(|(party, _)| party)).filter(|_| location == Location::Boundary);
        Statement {
            status: period.status,
            holder: period.holder,
            basis: Some(period.basis),
            publisher_word: Some(&period.publisher_word),
            location,
            other_side: other.map(|party| (Status::Held, Some(party))),
            reason: None,
            caveats: Caveats::NONE,
            settlement: Some(settlement),
            hostilities: settlement.hostilities.filter(|_| self.lists_hostilities(version)),
            period: Some(period),
        }
    }

    /// Whether a version rests on the state of a record that tells of fighting: the one before the first gap in its coverage.
    fn lists_hostilities(&self, version: usize) -> bool {
        let day = self.stamps[version].date();
        self.source.coverage.gaps.first().is_none_or(|gap| day <= gap.last)
    }

    /// Why it tells nothing that no polygon of a version holds the place; none where somebody then holds it.
    pub(super) fn silence(&self, version: usize, p: Position, place: &Whereabouts, regions: &Regions) -> Option<Text> {
        let coverage = &self.source.coverage;
        if self.covered.leaves_out_region(place) || self.covered.excepts(coverage, self.stamps[version], p) {
            return Some(sentences::SOURCE_LEAVES_OUT);
        }
        if !self.covered.is_on_land(place) && !self.is_shore(p, place, regions) {
            let at_sea = place.region.is_some_and(|(_, on_land)| !on_land);
            return Some(if at_sea { sentences::SEA_NOT_COVERED } else { sentences::OUTSIDE_COVERAGE });
        }
        // A record speaks by its cells, whatever lies outside them.
        (self.source.absence.is_none() && self.cells.is_none()).then_some(sentences::SILENT_OUTSIDE)
    }

    /// What it means that no polygon holds the place; `silence` tells why that means nothing.
    pub(super) fn absent(
        &self,
        silence: Option<Text>,
        p: Position,
        place: &Whereabouts,
        regions: &Regions,
    ) -> Statement<'_> {
        let (None, Some((party, basis))) = (silence, self.source.absence) else {
            return unknown(silence.unwrap_or(sentences::SILENT_OUTSIDE));
        };
        Statement {
            status: Status::Held,
            holder: Some(party),
            basis: Some(basis),
            publisher_word: None,
            location: Location::Interior,
            other_side: None,
            reason: None,
            caveats: Caveats { place: self.is_rim(p, place, regions).then_some(sentences::RIM), version: None },
            settlement: None,
            hostilities: None,
            period: None,
        }
    }

    /// Whether the place lies on the strip along coast and state border, where a drawn outline is rough; cells are exact there.
    fn is_rim(&self, p: Position, place: &Whereabouts, regions: &Regions) -> bool {
        self.cells.is_none() && regions.is_rim(p, place)
    }

    /// Whether the place is a quay or a spit to a record: at sea, where the outline of the land is known to leave such out.
    /// What a publisher drew has its own coast, and beyond that it is silent.
    fn is_shore(&self, p: Position, place: &Whereabouts, regions: &Regions) -> bool {
        let Some((region, false)) = place.region.filter(|_| self.cells.is_some()) else { return false };
        self.covered.covers(region) && !regions.is_offshore(p, place)
    }
}

pub(super) fn unknown(reason: Text) -> Statement<'static> {
    Statement {
        status: Status::Unknown,
        holder: None,
        basis: None,
        publisher_word: None,
        location: Location::Interior,
        other_side: None,
        reason: Some(reason),
        caveats: Caveats::NONE,
        settlement: None,
        hostilities: None,
        period: None,
    }
}
