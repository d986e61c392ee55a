//! Statements laid one over the other: what the first says of a place, no later one says again.

use super::parts::{at, whole};
use contactline_core::model::{Basis, ControlFeature, Finding, Party, Place, Severity, Status};
use edge_timeline::{Area, overlay};

/// One statement of a file, in the publisher's word.
pub(super) struct Stated {
    pub status: Status,
    pub holder: Option<Party>,
    pub basis: Basis,
    pub word: String,
    pub area: Area,
}

/// Square metres below which an overlap is how two people draw one border.
pub(super) const DRAWING_M2: f64 = 1e5;

/// Square metres below which nothing is cut: what was cut before keeps every bit.
const MIN_M2: f64 = 1.0;

/// What was cut of one status by another.
struct Cut {
    m2: f64,
    largest_m2: f64,
    /// A vertex of the largest piece.
    corner: Option<[f64; 2]>,
}

/// The statements without overlaps, in their order, so that what comes first counts; what was cut is told by pairs of
/// statuses.
pub(super) fn stack(stated: Vec<Stated>, file: &str, findings: &mut Vec<Finding>) -> Vec<ControlFeature> {
    let mut kept: Vec<Stated> = Vec::new();
    let mut cuts: Vec<((String, String), Cut)> = Vec::new();
    for mut next in stated {
        for earlier in &kept {
            if !earlier.area.bbox().meets(&next.area.bbox()) {
                continue;
            }
            let left = overlay::difference(&next.area, &earlier.area);
            let cut_m2 = next.area.area_m2() - left.area_m2();
            if cut_m2 > MIN_M2 {
                let pair = (said(earlier), said(&next));
                let corner = || overlay::intersection(&next.area, &earlier.area).corner();
                match cuts.iter_mut().find(|(p, _)| *p == pair) {
                    Some((_, cut)) => {
                        // The place told is in the largest of them.
                        if cut_m2 > cut.largest_m2 {
                            (cut.largest_m2, cut.corner) = (cut_m2, corner());
                        }
                        cut.m2 += cut_m2;
                    }
                    None => cuts.push((pair, Cut { m2: cut_m2, largest_m2: cut_m2, corner: corner() })),
                }
                next.area = left;
            }
        }
        if !next.area.is_empty() {
            kept.push(next);
        }
    }
    for ((first, second), Cut { m2, corner, .. }) in cuts.into_iter().filter(|(_, cut)| cut.m2 >= DRAWING_M2) {
        let message = format!("{m2:.0} m² are both {first} and {second}: counted as {first}");
        let place = Place { coordinate: corner, ..whole(file) };
        findings.push(at(Severity::Note, "overlap", place, message));
    }
    let feature = |stated: Stated| ControlFeature {
        status: stated.status,
        holder: stated.holder,
        basis: stated.basis,
        publisher_word: stated.word,
        area: stated.area,
    };
    kept.into_iter().map(feature).collect()
}

/// Features without overlaps, in their order.
pub(super) fn restacked(features: Vec<ControlFeature>) -> Vec<ControlFeature> {
    let stated = features.into_iter().map(|f| Stated {
        status: f.status,
        holder: f.holder,
        basis: f.basis,
        word: f.publisher_word,
        area: f.area,
    });
    stack(stated.collect(), "", &mut Vec::new())
}

fn said(stated: &Stated) -> String {
    match stated.holder {
        Some(holder) => format!("{} by {holder}", stated.status),
        None => stated.status.to_string(),
    }
}
