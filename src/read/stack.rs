//! Statements laid one over the other: what the first says of a place, no later one says again.

use super::parts::{at, whole};
use crate::geometry::{Area, overlay};
use crate::model::{Basis, ControlFeature, Finding, Party, Severity, Status};

/// One statement of a file, in the publisher's word.
pub(super) struct Stated {
    pub status: Status,
    pub holder: Option<Party>,
    pub basis: Basis,
    pub word: String,
    pub area: Area,
}

/// Square metres below which an overlap is how two people draw one border.
const DRAWING_M2: f64 = 1e5;

/// Square metres below which nothing is cut: what was cut before keeps every bit.
const LEAST_M2: f64 = 1.0;

/// The statements without overlaps, in their order, so that what comes first counts; what was cut is told by pairs of
/// statuses.
pub(super) fn stack(stated: Vec<Stated>, file: &str, findings: &mut Vec<Finding>) -> Vec<ControlFeature> {
    let mut kept: Vec<Stated> = Vec::new();
    let mut cuts: Vec<((String, String), f64)> = Vec::new();
    for mut next in stated {
        for earlier in &kept {
            if !earlier.area.bbox().meets(&next.area.bbox()) {
                continue;
            }
            let left = overlay::difference(&next.area, &earlier.area);
            let cut_m2 = next.area.area_m2() - left.area_m2();
            if cut_m2 > LEAST_M2 {
                let pair = (said(earlier), said(&next));
                match cuts.iter_mut().find(|(p, _)| *p == pair) {
                    Some((_, m2)) => *m2 += cut_m2,
                    None => cuts.push((pair, cut_m2)),
                }
                next.area = left;
            }
        }
        if !next.area.is_empty() {
            kept.push(next);
        }
    }
    for ((first, second), m2) in cuts.into_iter().filter(|(_, m2)| *m2 >= DRAWING_M2) {
        let message = format!("{m2:.0} m² are both {first} and {second}: counted as {first}");
        findings.push(at(Severity::Note, "overlap", whole(file), message));
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
