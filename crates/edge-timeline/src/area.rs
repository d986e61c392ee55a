//! The one polygon type above this room: valid, wound by the right-hand rule, made only by checking.

use geo::{Coord, Intersects, LineString, MultiPolygon, Polygon};

use super::validity::{self, Defect, Repair, Rings};
use super::{BBox, Position, measure, outline};

/// A valid multipolygon: closed rings without crossings, exteriors counter-clockwise, interiors clockwise
/// ([RFC 7946], section 3.1.6), polygons whose insides do not meet.
///
/// Edges are straight in degrees, as RFC 7946 (section 3.1.1) draws them.
///
/// [RFC 7946]: https://www.rfc-editor.org/rfc/rfc7946#section-3.1.6
#[derive(Clone, Debug, PartialEq)]
pub struct Area {
    polygons: MultiPolygon<f64>,
}

impl Area {
    /// The area these rings bound, rewound where they were wound the other way.
    ///
    /// # Errors
    /// Every defect, each with its polygon, ring, vertex and coordinate; wrong winding and
    /// vertices repeated in a row alone are none.
    pub fn from_rings(rings: Rings) -> Result<Self, Vec<Defect>> {
        let defects = validity::defects(&rings);
        if defects.iter().any(|d| d.code.is_fatal()) {
            return Err(defects);
        }
        Ok(Self::from_checked(rings))
    }

    /// The area these rings mean (non-zero winding: overlaps count once), with what was mended.
    ///
    /// # Errors
    /// The defects that no repair can answer: too few vertices, numbers that are no coordinates.
    pub fn from_repair(rings: Rings) -> Result<(Self, Repair), Vec<Defect>> {
        validity::repair(rings)
    }

    /// The area of rings that a check of this version found valid before.
    pub fn from_checked(rings: Rings) -> Self {
        Self::from_valid(to_polygons(validity::tidy(rings)))
    }

    /// Wraps polygons that are valid but for their winding.
    pub(crate) fn from_valid(mut polygons: MultiPolygon<f64>) -> Self {
        for polygon in &mut polygons.0 {
            polygon.exterior_mut(|ring| wind(ring, true));
            polygon.interiors_mut(|rings| rings.iter_mut().for_each(|ring| wind(ring, false)));
        }
        Self { polygons }
    }

    /// The area of nothing.
    #[must_use]
    pub const fn empty() -> Self {
        Self { polygons: MultiPolygon(Vec::new()) }
    }

    /// The box itself as an area.
    #[must_use]
    pub fn from_bbox(b: BBox) -> Self {
        let ring = [(b.west, b.south), (b.east, b.south), (b.east, b.north), (b.west, b.north), (b.west, b.south)];
        Self::from_valid(MultiPolygon(vec![Polygon::new(LineString::from(ring.to_vec()), vec![])]))
    }

    /// Areas whose insides do not meet, as one. Edges that two of them have in common, vertex for vertex, are in no outline of it:
    /// polygons that share an edge make no valid multipolygon (OGC 06-103r4, 6.1.14). Where they touch otherwise, they stay apart.
    #[must_use]
    pub fn side_by_side(areas: impl IntoIterator<Item = Self>) -> Self {
        outline::without_common_edges(Self { polygons: areas.into_iter().flat_map(|area| area.polygons.0).collect() })
    }

    /// The polygons, wound by the right-hand rule.
    #[must_use]
    pub const fn as_multi_polygon(&self) -> &MultiPolygon<f64> {
        &self.polygons
    }

    /// The polygons of the area, each an area.
    pub fn parts(&self) -> impl Iterator<Item = Self> + '_ {
        self.polygons.0.iter().map(|p| Self { polygons: MultiPolygon(vec![p.clone()]) })
    }

    /// Whether nothing is inside.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.polygons.0.is_empty()
    }

    /// The box around the area.
    #[must_use]
    pub fn bbox(&self) -> BBox {
        BBox::around(self.polygons.0.iter().flat_map(|p| p.exterior().0.iter()))
    }

    /// Whether a place lies in the area or on its edge.
    ///
    /// # Cost
    /// In proportion to its vertices: for areas of a few. [`super::EdgeTimeline`] is the index for others.
    #[must_use]
    pub fn holds(&self, p: Position) -> bool {
        self.polygons.intersects(&p.coord())
    }

    /// A vertex of the area, longitude and latitude: where to look for it. None where nothing is inside.
    #[must_use]
    pub fn corner(&self) -> Option<[f64; 2]> {
        self.polygons.0.first()?.exterior().0.first().map(|c| [c.x, c.y])
    }

    /// The area in square metres on the WGS 84 ellipsoid ([`measure::area_m2`]).
    #[must_use]
    pub fn area_m2(&self) -> f64 {
        measure::area_m2(self)
    }

    /// How many positions its rings have.
    #[must_use]
    pub fn vertices(&self) -> usize {
        self.rings().map(|ring| ring.0.len()).sum()
    }

    /// Every ring, exteriors and interiors.
    pub fn rings(&self) -> impl Iterator<Item = &LineString<f64>> {
        self.polygons.0.iter().flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()))
    }

    /// Every edge in its direction: the inside lies to the left.
    pub fn edges(&self) -> impl Iterator<Item = (Coord<f64>, Coord<f64>)> + '_ {
        self.rings().flat_map(|r| r.0.windows(2).map(|w| (w[0], w[1])))
    }
}

/// Rings already checked, as polygons.
pub(crate) fn to_polygons(rings: Rings) -> MultiPolygon<f64> {
    let polygon = |rings: Vec<Vec<Coord<f64>>>| {
        let mut rings = rings.into_iter().map(LineString);
        let exterior = rings.next().unwrap_or_else(|| LineString(Vec::new()));
        Polygon::new(exterior, rings.collect())
    };
    MultiPolygon(rings.into_iter().map(polygon).collect())
}

/// Twice the signed area of a ring in square degrees; positive is counter-clockwise. Measured from the first vertex,
/// so that rings far from the origin lose no digits.
pub(crate) fn signed_double_area(ring: &[Coord<f64>]) -> f64 {
    let Some(o) = ring.first() else { return 0.0 };
    ring.windows(2).map(|w| (w[0].x - o.x) * (w[1].y - o.y) - (w[1].x - o.x) * (w[0].y - o.y)).sum()
}

fn wind(ring: &mut LineString<f64>, counter_clockwise: bool) {
    if (signed_double_area(&ring.0) > 0.0) != counter_clockwise {
        ring.0.reverse();
    }
}
