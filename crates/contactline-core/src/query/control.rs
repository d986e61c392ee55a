//! What one source says of a place, and what the answers of all come to; never a vote.

use crate::atlas::{Atlas, Caveats, LastKnown, Spoken, Timeline, Whereabouts};
use crate::model::{
    Basis, Hostilities, Moment, Party, Period, Region, Said, Settlement, Source, Status, Text, sentences,
};
use edge_timeline::{Location, Position};

use super::why::Why;

/// What one source states of the place.
#[derive(Clone, Debug)]
pub struct ControlAt<'a> {
    /// The source.
    pub source: &'a Source,
    /// What it states.
    pub status: Status,
    /// Who holds or claims it.
    pub holder: Option<Party>,
    /// On what that rests; none when unknown.
    pub basis: Option<Basis>,
    /// The publisher's own word, where it has one for this place.
    pub publisher_word: Option<&'a str>,
    /// The stamp of the version that answers; none when there is none yet.
    pub version: Option<Moment>,
    /// Days from the version (for a record: from the end of its coverage) to the moment asked.
    pub age_days: Option<i64>,
    /// Past the source's limit of age: it speaks only of places farther from its line than the line may have moved.
    pub stale: bool,
    /// Inside, or exactly on a boundary between two statuses.
    pub location: Location,
    /// On a boundary: what is stated on its other side.
    pub other_side: Option<(Status, Option<Party>)>,
    /// Distance to the source's line of contact on that day, in metres; none when it has no line.
    pub distance_m: Option<f64>,
    /// How near to its line a place may be on the other side, in metres: as the source is precise, and as far as the line may
    /// have moved since the version; none where no version speaks.
    pub uncertain_within_m: Option<f64>,
    /// Nearer to the line than that.
    pub near_line: bool,
    /// Where age makes it unknown: what was last known.
    pub last_known: Option<LastKnown>,
    /// Why unknown.
    pub reason: Option<Text>,
    /// Where it is unknown because the source's coverage leaves its region out: the region.
    pub not_covered: Option<&'a Region>,
    /// What weakens the statement.
    pub caveats: Caveats<'a>,
    /// For a record by settlement: whose cell the place is in.
    pub settlement: Option<&'a Settlement>,
    /// For a record: fighting listed at that settlement at the end of its coverage.
    pub hostilities: Option<Hostilities>,
    /// For a record: the period that answers, with the day from which it holds and the one on which that became known.
    pub period: Option<&'a Period>,
}

/// What the sources' answers come to; never a vote.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict<'a> {
    /// The word.
    pub kind: VerdictKind,
    /// What the sources agree on, or the single one states.
    pub stated: Option<(Status, Option<Party>)>,
    /// Sources behind it.
    pub sources: Vec<&'a str>,
    /// Sources that are stale: they count only where no current one speaks.
    pub stale: Vec<&'a str>,
    /// Sources that report no more than a claim to the place: a claim is not control, and takes no part.
    pub claimed: Vec<&'a str>,
    /// The verdict rests on stale sources alone.
    pub rests_on_stale: bool,
}

/// The words of a verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VerdictKind {
    /// Two or more sources state the same.
    Agreed,
    /// They state different things.
    Disputed,
    /// Only one speaks.
    SingleSource,
    /// None speaks.
    Unknown,
}

impl VerdictKind {
    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Agreed => "agreed",
            Self::Disputed => "disputed",
            Self::SingleSource => "single_source",
            Self::Unknown => "unknown",
        }
    }
}

/// What one source says of a place as of a moment.
pub(super) fn control_at<'a>(
    atlas: &'a Atlas,
    timeline: &'a Timeline,
    position: Position,
    moment: Moment,
    place: &Whereabouts,
) -> ControlAt<'a> {
    let Spoken { statement, stamp, age, distance_m, last_known, .. } =
        timeline.spoken(moment, position, place, atlas.places());
    let (status, holder, basis) = last_known
        .map_or((statement.status, statement.holder, statement.basis), |last| (last.status, last.holder, last.basis));
    let is_unlisted = timeline.source.is_by_absence(status, holder, basis);
    let uncertain_within_m = age.and_then(|age| age.within_of_m(is_unlisted));
    ControlAt {
        source: &timeline.source,
        status: statement.status,
        holder: statement.holder,
        basis: statement.basis,
        publisher_word: statement.publisher_word,
        version: stamp,
        age_days: age.map(|age| age.days),
        stale: age.is_some_and(|age| age.stale),
        location: statement.location,
        other_side: statement.other_side,
        distance_m,
        uncertain_within_m,
        near_line: distance_m.zip(uncertain_within_m).is_some_and(|(distance_m, within_m)| distance_m < within_m),
        last_known,
        reason: statement.reason,
        not_covered: place
            .region
            .filter(|_| statement.reason == Some(sentences::OUTSIDE_COVERAGE))
            .map(|(region, _)| &atlas.regions()[region]),
        caveats: statement.caveats,
        settlement: statement.settlement,
        hostilities: statement.hostilities,
        period: statement.period,
    }
}

/// What the answers come to: over the current sources; over stale ones only where no current one speaks.
pub(super) fn verdict<'a>(control: &[ControlAt<'a>]) -> Verdict<'a> {
    let ids = |of: &dyn Fn(&ControlAt<'a>) -> bool| -> Vec<&'a str> {
        control.iter().filter(|c| of(c)).map(|c| c.source.id.as_str()).collect()
    };
    let speaks = |c: &ControlAt<'_>| c.status.is_of_control();
    let rests_on_stale = control.iter().any(speaks) && control.iter().filter(|c| speaks(c)).all(|c| c.stale);
    let counts = |c: &ControlAt<'_>| speaks(c) && (rests_on_stale || !c.stale);
    let counted = || control.iter().filter(|c| counts(c));
    let stated = counted().next().map(|c| (c.status, c.holder));
    let same = counted().all(|c| Some((c.status, c.holder)) == stated && c.location != Location::Boundary);
    let kind = match counted().count() {
        0 => VerdictKind::Unknown,
        1 => VerdictKind::SingleSource,
        _ if same => VerdictKind::Agreed,
        _ => VerdictKind::Disputed,
    };
    Verdict {
        kind,
        stated: stated.filter(|_| kind != VerdictKind::Disputed),
        sources: ids(&counts),
        stale: ids(&|c| c.stale && speaks(c)),
        claimed: ids(&|c| c.status == Status::Claimed),
        rests_on_stale,
    }
}

impl<'a> ControlAt<'a> {
    /// Why unknown, in words: where its region is not covered, which is.
    #[must_use]
    pub fn told_reason(&self) -> Option<Said> {
        let reason = self.reason?;
        let covered = |region: &Region| {
            sentences::region_not_covered(self.regions_covered(region), &region.name, &region.name_uk)
        };
        Some(self.not_covered.map_or_else(|| reason.into(), covered))
    }

    /// How many regions the source covers, of which this is none; none: all but some, of which it is one.
    fn regions_covered(&self, region: &Region) -> Option<usize> {
        let coverage = &self.source.coverage;
        (!coverage.except_regions.contains(&region.id)).then_some(coverage.regions.len())
    }

    /// Why the source does not tell who holds the place, with what was last known.
    pub(super) fn why_open(&self) -> Why<'a> {
        let id = &self.source.id;
        match (self.last_known, self.reason, self.not_covered) {
            (Some(last_known), ..) => Why::LastKnown(id, last_known),
            (None, Some(_), Some(region)) => Why::NotCovered {
                source: id,
                covered: self.regions_covered(region),
                region: [&region.name, &region.name_uk],
            },
            (None, Some(reason), None) => Why::Of(id, reason),
            (None, None, _) => Why::ClaimedOnly(id),
        }
    }
}
