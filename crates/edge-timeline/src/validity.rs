//! What makes rings no area, and exactly where; and how to mend them.
//!
//! The rules are those of OGC Simple Features (ISO 19125-1, 6.1.11), as GEOS judges them. Edges are compared through an
//! R-tree with exact predicates, so that 57,000 vertices take milliseconds and no tolerance is needed.

mod contacts;
mod mend;
mod nesting;
mod rings;

use geo::{Coord, MultiPolygon, Polygon};

use super::area::{Area, to_polygons};
use super::budget::{TooComplex, within_limits};
use super::{measure, overlay};

pub(super) use rings::tidy;

/// The version of the check. Raised whenever rings could be judged otherwise than before: files that an older checker
/// found valid are then checked again.
pub const CHECKER: u32 = 1;

/// Polygons as read: for each its rings (exterior first), for each ring its coordinates (lon, lat degrees), closed.
pub type Rings = Vec<Vec<Vec<Coord<f64>>>>;

/// Something wrong with rings.
#[derive(Clone, Debug, PartialEq)]
pub struct Defect {
    /// What.
    pub code: DefectCode,
    /// Polygon, from 0.
    pub polygon: usize,
    /// Ring, from 0; 0 is the exterior.
    pub ring: usize,
    /// Vertex, from 0, where one is meant; of an edge, the vertex it starts from.
    pub vertex: Option<usize>,
    /// Where, in degrees.
    pub coordinate: Option<[f64; 2]>,
    /// In words: lower case, no full stop.
    pub message: String,
}

/// Kinds of defect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DefectCode {
    /// A polygon without rings.
    Empty,
    /// A number that is no longitude or latitude.
    OutOfRange,
    /// Fewer than three different vertices.
    TooFewVertices,
    /// The last vertex is not the first.
    Unclosed,
    /// The same vertex twice in a row: dropped.
    RepeatedVertex,
    /// Wound against the right-hand rule: mended by turning.
    Winding,
    /// An edge that runs back along the one before.
    Spike,
    /// Two edges of a ring cross.
    SelfCrossing,
    /// A ring comes back to a point of its own.
    SelfContact,
    /// Two edges of a ring share a stretch.
    SelfOverlap,
    /// An interior ring that is not within its exterior.
    InteriorOutside,
    /// Two interior rings that cross or share a stretch.
    InteriorsOverlap,
    /// An interior ring within another.
    NestedInterior,
    /// Interior rings that touch so often that they cut the inside in two.
    InteriorCut,
    /// Two polygons that share more than points.
    PolygonsOverlap,
    /// Edges that meet so often that they cannot be looked at one by one.
    TooComplex,
}

impl DefectCode {
    /// Whether an area cannot be made without repair.
    #[must_use]
    pub const fn is_fatal(self) -> bool {
        !matches!(self, Self::Winding | Self::RepeatedVertex)
    }

    /// Whether no repair can answer it.
    const fn is_hopeless(self) -> bool {
        matches!(self, Self::Empty | Self::OutOfRange | Self::TooFewVertices | Self::TooComplex)
    }

    /// The stable word in findings.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::OutOfRange => "out_of_range",
            Self::TooFewVertices => "too_few_vertices",
            Self::Unclosed => "unclosed",
            Self::RepeatedVertex => "repeated_vertex",
            Self::Winding => "winding",
            Self::Spike => "spike",
            Self::SelfCrossing => "self_crossing",
            Self::SelfContact => "self_contact",
            Self::SelfOverlap => "self_overlap",
            Self::InteriorOutside => "interior_outside",
            Self::InteriorsOverlap => "interiors_overlap",
            Self::NestedInterior => "nested_interior",
            Self::InteriorCut => "interior_cut",
            Self::PolygonsOverlap => "polygons_overlap",
            Self::TooComplex => "too_complex",
        }
    }
}

/// What a repair mended.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Repair {
    /// Everything that was wrong.
    pub defects: Vec<Defect>,
    /// How far the area that came out differs, in square metres, from what the rings of each polygon add up to, by what each
    /// of them is (exteriors and `parts` less holes): 0 where only winding or repeated vertices were mended, or where
    /// polygons overlap, whose common ground counts once.
    pub moved_m2: f64,
    /// Interior rings that are parts of their own, outside the exterior or within a hole: polygon and ring.
    pub parts: Vec<(usize, usize)>,
}

/// Every defect of these rings, ordered by polygon, ring, vertex and kind. Of rings with more than 10,000 meetings of
/// edges only so many are named.
///
/// # Cost
/// O(n log n) for n vertices, and as much again as edges' boxes overlap, up to a limit.
#[must_use]
pub fn defects(rings: &Rings) -> Vec<Defect> {
    within_limits(|| examine(rings)).unwrap_or_else(|e| vec![too_complex(&e)])
}

fn too_complex(error: &TooComplex) -> Defect {
    let message = error.to_string();
    Defect { code: DefectCode::TooComplex, polygon: 0, ring: 0, vertex: None, coordinate: None, message }
}

fn examine(rings: &Rings) -> Vec<Defect> {
    let mut defects = Vec::new();
    let tidied = rings::examine(rings, &mut defects);
    let contacts = contacts::find(&tidied, &mut defects);
    // Rings that meet more often than can be named are refused for that: where each lies in the others is of no use then.
    if contacts.is_complete || !defects.iter().any(|d| d.code.is_fatal()) {
        nesting::examine(&tidied, &contacts, &mut defects);
    }
    defects.sort_by(|a, b| {
        let key = |d: &Defect| (d.polygon, d.ring, d.vertex, d.code);
        key(a).cmp(&key(b)).then_with(|| a.message.cmp(&b.message))
    });
    defects
}

/// See [`Area::from_repair`].
pub(super) fn repair(rings: Rings) -> Result<(Area, Repair), Vec<Defect>> {
    within_limits(|| mended(rings)).unwrap_or_else(|e| Err(vec![too_complex(&e)]))
}

fn mended(rings: Rings) -> Result<(Area, Repair), Vec<Defect>> {
    /// Cutting rounds new vertices to the overlay's grid, which may bring edges together anew; each round has less to do.
    const ROUNDS: usize = 4;

    let defects = defects(&rings);
    if defects.iter().any(|d| d.code.is_hopeless()) {
        return Err(defects);
    }
    let fatal = defects.iter().any(|d| d.code.is_fatal());
    let mut rings = tidy(rings);
    if !fatal {
        return Ok((Area::from_valid(to_polygons(rings)), Repair { defects, ..Repair::default() }));
    }
    let mend::Mended { area, mut moved_m2, parts } = mend::mended(&rings);
    let mended_m2 = measure::area_m2(&area);
    rings = from_polygons(area.as_multi_polygon());
    let mut left = self::defects(&rings);
    for _ in 1..ROUNDS {
        if !left.iter().any(|d| d.code.is_fatal()) {
            break;
        }
        rings = from_polygons(overlay::resolve(&rings).as_multi_polygon());
        left = self::defects(&rings);
    }
    if left.iter().any(|d| d.code.is_fatal()) {
        return Err(left);
    }
    let area = Area::from_valid(to_polygons(tidy(rings)));
    moved_m2 += (measure::area_m2(&area) - mended_m2).abs();
    Ok((area, Repair { defects, moved_m2, parts }))
}

/// The rings of polygons.
pub(crate) fn from_polygons(polygons: &MultiPolygon<f64>) -> Rings {
    let rings = |p: &Polygon<f64>| std::iter::once(p.exterior()).chain(p.interiors()).map(|r| r.0.clone()).collect();
    polygons.0.iter().map(rings).collect()
}

#[cfg(test)]
mod tests;
