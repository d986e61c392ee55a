//! The line that would result of a proposal, and that of today, among its pieces.

use crate::atlas::Atlas;
use crate::model::{Party, Source, Status};
use edge_timeline::nearest::{Beyond, Lines, Rule};
use edge_timeline::prepared::PreparedArea;
use edge_timeline::{EdgeTimeline, Location, Position, VersionSet, overlay};

use super::{Outcome, Piece};

/// Gaps up to this width between two regions' pieces are no line, in metres: regions' outlines and a mapper's are drawn
/// apart.
const MIN_GAP_M: f64 = 50.0;

/// The edge of what a party holds of these pieces, off coast and state border, not around specks, and not against ground of which nothing is known.
pub(super) fn of(
    atlas: &Atlas,
    pieces: &[Piece<'_>],
    source: &Source,
    party: Option<Party>,
    is: impl Fn(&Piece<'_>) -> Outcome,
) -> Vec<Vec<Position>> {
    let joined = |wanted: &dyn Fn(Outcome) -> bool| {
        let pieces = pieces.iter().filter(|piece| wanted(is(piece)));
        EdgeTimeline::from_area(&overlay::union(pieces.map(|piece| &piece.area).collect::<Vec<_>>()))
    };
    let held = joined(&|outcome| party.is_some_and(|party| outcome.is_held_by(party)));
    let unknown = UnknownGround(joined(&|outcome| matches!(outcome, Outcome::Is((Status::Unknown, _)))));
    let zone: Option<&PreparedArea> = atlas.places().contact_zone();
    let specks = (source.line_min_piece_m2 > 0.0).then(|| held.specks(source.line_min_piece_m2));
    let rule = Rule { zone, outline: None, seam_m: MIN_GAP_M, specks: specks.as_ref(), beyond: Some(&unknown) };
    Lines::build(&held, rule).paths(0)
}

/// Ground of which the source does not say who holds it.
#[derive(Debug)]
struct UnknownGround(EdgeTimeline);

impl Beyond for UnknownGround {
    fn unknown_in(&self, at: &dyn Fn(f64) -> Position) -> VersionSet {
        match self.0.locate_in(0, at(MIN_GAP_M)) {
            Location::Interior => VersionSet::full(1),
            Location::Boundary | Location::Exterior => VersionSet::empty(),
        }
    }
}
