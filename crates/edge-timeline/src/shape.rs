//! A shape to cut: areas measured in square metres, or paths measured in metres.

use super::budget::hold;
use super::prepared::PreparedArea;
use super::{Area, Position, measure, overlay};

/// The longest lines that are cut within a budget, in kilometres, all of a shape together: how often lines cross borders goes by
/// their length. The roads of Ukraine are 170,000 km long.
const MAX_PATHS_KM: u64 = 10_000_000;

/// A shape to cut.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// Polygons: measured in square metres.
    Area(Area),
    /// Paths: measured in metres.
    Paths(Vec<Vec<Position>>),
}

impl Shape {
    /// Its square metres or metres.
    #[must_use]
    pub fn size(&self) -> f64 {
        match self {
            Self::Area(area) => area.area_m2(),
            Self::Paths(paths) => paths.iter().map(|path| measure::path_length_m(path)).sum(),
        }
    }

    /// Its size, as that of something to be cut: within a budget longer lines than are cut stop the question.
    #[must_use]
    pub fn size_to_cut(&self) -> f64 {
        let size = self.size();
        if matches!(self, Self::Paths(_)) {
            hold("kilometres of lines", (size / 1e3) as u64, MAX_PATHS_KM);
        }
        size
    }

    /// Its vertices.
    pub fn vertices(&self) -> impl Iterator<Item = Position> {
        let (area, paths) = match self {
            Self::Area(area) => (Some(area), None),
            Self::Paths(paths) => (None, Some(paths)),
        };
        let ends = area.into_iter().flat_map(Area::edges).filter_map(|(c, _)| Position::from_lon_lat(c.x, c.y).ok());
        ends.chain(paths.into_iter().flatten().flatten().copied())
    }

    /// The parts inside an area and outside it; `cutter` is that area prepared, asked for where paths are cut.
    #[must_use]
    pub fn split<'c>(&self, area: &Area, cutter: impl FnOnce() -> &'c PreparedArea) -> (Self, Self) {
        match self {
            Self::Area(own) => {
                (Self::Area(overlay::intersection(own, area)), Self::Area(overlay::difference(own, area)))
            }
            Self::Paths(paths) => {
                let (inside, outside) = cutter().split_paths(paths);
                (Self::Paths(inside), Self::Paths(outside))
            }
        }
    }

    /// Both shapes as one; of shapes of two kinds, the first.
    #[must_use]
    pub fn joined(self, other: Self) -> Self {
        match (self, other) {
            (Self::Area(a), Self::Area(b)) => Self::Area(overlay::union([&a, &b])),
            (Self::Paths(a), Self::Paths(b)) => Self::Paths([a, b].concat()),
            (shape, _) => shape,
        }
    }

    /// The area; of paths, nothing.
    #[must_use]
    pub fn into_area(self) -> Area {
        match self {
            Self::Area(area) => area,
            Self::Paths(_) => Area::empty(),
        }
    }
}
