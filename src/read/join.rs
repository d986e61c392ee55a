//! Versions that come in parts, a layer a file: joined to one.

use super::parts::{at, whole};
use super::stack::{DRAWING_M2, restacked};
use contactline_core::model::{ControlFeature, Finding, Place, Severity, Version};
use edge_timeline::overlay;

/// One version of what was kept of it earlier and of parts read now: what a part states again, in the same publisher's word,
/// replaces what was stated before; what is left keeps to its order, held before contested before claimed. All parts count whole: only what was kept is as it was
/// cut then, so ground that a layer read again gave up may be missing from layers that are not read again; that is told.
#[must_use]
pub fn joined_parts(kept: Option<Version>, parts: Vec<Version>, file: &str) -> Option<(Version, Vec<Finding>)> {
    let last = parts.last()?.clone();
    let mut features: Vec<ControlFeature> = Vec::new();
    for part in parts {
        features.retain(|f| !part.features.iter().any(|new| new.publisher_word == f.publisher_word));
        features.extend(part.features);
    }
    let mut findings = Vec::new();
    if let Some(kept) = kept {
        let again = |f: &ControlFeature| features.iter().any(|new| new.publisher_word == f.publisher_word);
        let (replaced, left): (Vec<_>, Vec<_>) = kept.features.into_iter().partition(again);
        findings.extend(replaced.iter().filter_map(|old| given_up(old, &features, &left, file)));
        features.extend(left);
    }
    features.sort_by(|a, b| (a.status, a.holder, &a.publisher_word).cmp(&(b.status, b.holder, &b.publisher_word)));
    Some((Version { features: restacked(features), ..last }, findings))
}

/// Ground that a layer no longer has, where a layer behind it that is not read again was cut by it.
fn given_up(old: &ControlFeature, new: &[ControlFeature], left: &[ControlFeature], file: &str) -> Option<Finding> {
    left.iter().find(|other| (other.status, other.holder) >= (old.status, old.holder))?;
    let lost = new
        .iter()
        .filter(|f| f.publisher_word == old.publisher_word)
        .fold(old.area.clone(), |lost, f| overlay::difference(&lost, &f.area));
    let lost_m2 = lost.area_m2();
    let coordinate = lost.corner()?;
    let message = format!(
        "'{}' no longer has {lost_m2:.0} m²; layers of that day kept earlier were cut there: import their files again",
        old.publisher_word
    );
    let place = Place { coordinate: Some(coordinate), ..whole(file) };
    (lost_m2 >= DRAWING_M2).then(|| at(Severity::Warning, "given_up", place, message))
}
