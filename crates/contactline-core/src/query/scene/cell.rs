//! Cells: pieces of land on which everything that decides some rules is one and the same, so that logic needs no overlay.

use std::collections::BTreeMap;

use super::speaker::Speaker;
use crate::atlas::Timeline;
use crate::model::{Party, Status};
use edge_timeline::{Area, overlay};

/// A piece of a region's land on which all that decides some rules is one and the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// The land.
    pub area: Area,
    /// What versions state of it, by source and version.
    pub(super) stated: BTreeMap<(String, usize), (Status, Option<Party>)>,
    /// Whether it lies within shapes and distances, by their names.
    pub(super) within: BTreeMap<String, bool>,
}

impl Cell {
    /// Whether it lies within what has that name; not where that was not asked.
    pub(super) fn is_within(&self, name: &str) -> bool {
        self.within.get(name).is_some_and(|within| *within)
    }
}

pub(super) fn key(timeline: &Timeline, version: usize) -> (String, usize) {
    (timeline.source.id.clone(), version)
}

pub(super) fn shape_name(name: &str) -> String {
    format!("shape {name}")
}

pub(super) fn zone_name(speaker: Speaker<'_>, distance_m: f64) -> String {
    format!("{distance_m} m of {} {}", speaker.timeline.source.id, speaker.version)
}

pub(super) fn restated_name(speaker: Speaker<'_>) -> String {
    format!("restated by {} {}", speaker.timeline.source.id, speaker.version)
}

/// The cells parted by whether they lie in an area.
pub(super) fn by_area(cells: Vec<Cell>, name: &str, area: &Area) -> Vec<Cell> {
    let part = |cell: Cell| {
        if cell.within.contains_key(name) {
            return vec![cell];
        }
        let pieces = [(true, overlay::intersection(&cell.area, area)), (false, overlay::difference(&cell.area, area))];
        let with = |(is, area): (bool, Area)| {
            let mut within = cell.within.clone();
            within.insert(name.to_owned(), is);
            Cell { area, stated: cell.stated.clone(), within }
        };
        pieces.into_iter().filter(|(_, area)| !area.is_empty()).map(with).collect()
    };
    cells.into_iter().flat_map(part).collect()
}
