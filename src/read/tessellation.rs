//! Cells around the settlements of a record: from points with holders to areas with holders.

use crate::geometry::{Area, Position, tessellation};
use crate::model::Settlement;

/// The regions that the Dnipro runs through: opposite banks have had different holders since 2022-11-11, so no cell may
/// cross the river.
const ON_THE_DNIPRO: [&str; 2] = ["ua-65", "ua-23"];

/// A settlement of a region that was not given.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("settlement {settlement} is in region '{region}', whose outline is not among those given: {given}")]
pub struct MissingRegion {
    /// Its id.
    pub settlement: String,
    /// Its region.
    pub region: String,
    /// The regions given.
    pub given: String,
}

/// The cell of each settlement, in their order: the part of its region nearer to it than to any other of the region, on
/// its own side of `midline` where the region is one that the Dnipro runs through. A later settlement at the same
/// position gets an empty cell.
///
/// # Errors
/// Names the first settlement whose region is not among `regions`.
pub fn cells(
    regions: &[(String, Area)],
    settlements: &[Settlement],
    midline: &[Position],
) -> Result<Vec<Area>, MissingRegion> {
    let is_given = |s: &&Settlement| regions.iter().any(|(id, _)| *id == s.region);
    if let Some(s) = settlements.iter().find(|s| !is_given(s)) {
        let given = regions.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>().join(", ");
        return Err(MissingRegion { settlement: s.id.clone(), region: s.region.clone(), given });
    }
    let mut all = vec![Area::empty(); settlements.len()];
    for (id, extent) in regions {
        let own: Vec<usize> = (0..settlements.len()).filter(|&k| settlements[k].region == *id).collect();
        let sites: Vec<Position> = own.iter().map(|&k| settlements[k].position).collect();
        let line = if ON_THE_DNIPRO.contains(&id.as_str()) { midline } else { &[] };
        for (k, cell) in own.into_iter().zip(tessellation::cells_beside(extent, line, &sites)) {
            all[k] = cell;
        }
    }
    Ok(all)
}
