//! What would become of each settlement: by the point that stands for it.

use crate::atlas::{Atlas, Timeline};
use crate::model::{Locality, Moment, Status, Term};
use edge_timeline::budget;

use super::super::disputes::Stated;
use super::super::scene::RuleEvaluator;
use super::{Active, Outcome, outcome};

/// A settlement, with what would become of it.
#[derive(Clone, Copy, Debug)]
pub struct Transfer<'a> {
    /// The settlement.
    pub locality: &'a Locality,
    /// Region id.
    pub region: &'a str,
    /// Number of the term in the proposal; none: no term speaks of it.
    pub term: Option<usize>,
    /// What the source states of it today.
    pub before: Stated,
    /// What it would be.
    pub after: Outcome,
}

/// The settlements of these regions, in the order of the gazetteer.
pub(super) fn moving<'a>(
    atlas: &'a Atlas,
    scene: &RuleEvaluator<'a>,
    timeline: &'a Timeline,
    active: &[Active<'_>],
    number: impl Fn(&Term) -> Option<usize>,
    regions: &[usize],
    moment: Moment,
) -> Vec<Transfer<'a>> {
    let version = timeline.speaking(moment);
    let one = |locality: &'a Locality| {
        let region = regions.iter().map(|k| &atlas.regions()[*k]).find(|r| r.id == locality.region)?;
        budget::check();
        let place = atlas.places().whereabouts(locality.position);
        let before = version.map_or((Status::Unknown, None), |v| {
            let stated = timeline.statement(v, locality.position, &place, atlas.places());
            (stated.status, stated.holder)
        });
        let (term, after, _) = outcome(active, before, |extent| scene.holds(extent, locality.position, &place));
        let term = term.and_then(&number);
        Some(Transfer { locality, region: &region.id, term, before, after })
    };
    atlas.gazetteer().list().iter().filter_map(one).collect()
}
