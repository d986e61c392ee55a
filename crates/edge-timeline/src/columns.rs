//! Edges with their versions, laid out in columns: what a file keeps of a map, and what it is made from again.

use foldhash::{HashMap, HashMapExt};
use geo::Coord;

use super::edge::Edge;
use super::version_set::runs;
use super::{EdgeTimeline, Position, VersionSet};

/// Edges with the versions of each.
///
/// # Example
/// ```
/// use edge_timeline::{Area, BBox, EdgeTimeline, Location, Position};
///
/// let square = Area::from_bbox(BBox { west: 37.0, south: 48.0, east: 38.0, north: 49.0 });
/// let columns = EdgeTimeline::from_area(&square).columns();
/// assert_eq!((columns.vertices.len(), columns.edges.len()), (4, 4));
///
/// let again = EdgeTimeline::from_columns(&columns)?;
/// assert_eq!(again.locate_in(0, Position::from_lon_lat(37.5, 48.5)?), Location::Interior);
/// assert_eq!(again.outline(0), square);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Columns {
    /// How many versions there are.
    pub versions: u32,
    /// Every vertex once, longitude and latitude in degrees.
    pub vertices: Vec<[f64; 2]>,
    /// Every edge: its begin and its end, as numbers of vertices. The inside lies to the left.
    pub edges: Vec<[u32; 2]>,
    /// Of every edge the number of unbroken runs of versions that it bounds.
    pub runs_of: Vec<u32>,
    /// These runs, one edge's after another's: the first version, and the first one after the last.
    pub runs: Vec<[u32; 2]>,
}

/// Why columns are no map: what is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ColumnsError {
    /// A vertex is no place.
    #[error("vertex {vertex}: {reason}")]
    Vertex {
        /// Its number.
        vertex: usize,
        /// Why not.
        reason: String,
    },
    /// An edge does not join two vertices.
    #[error("edge {edge}: joins vertices {ends:?}; wanted two different numbers below {vertices}")]
    Edge {
        /// Its number.
        edge: usize,
        /// What it is said to join.
        ends: [u32; 2],
        /// How many vertices there are.
        vertices: usize,
    },
    /// The runs of an edge are not in order, or not of the versions there are.
    #[error(
        "edge {edge}: its runs of versions {runs:?} are not ascending within 0..{versions}, each apart from the next"
    )]
    Runs {
        /// The edge's number.
        edge: usize,
        /// The runs.
        runs: Vec<[u32; 2]>,
        /// How many versions there are.
        versions: u32,
    },
    /// One column is not as long as another tells.
    #[error("{column} has {found} entries; wanted {wanted}")]
    Length {
        /// The column.
        column: &'static str,
        /// Its length.
        found: usize,
        /// The length that the others tell.
        wanted: usize,
    },
}

impl EdgeTimeline {
    /// Its edges in columns.
    #[must_use]
    pub fn columns(&self) -> Columns {
        let edges = self.edges().iter().enumerate().map(|(id, edge)| (*edge, self.versions(id)));
        Columns::of(self.count(), edges)
    }

    /// The map of edges in columns.
    ///
    /// # Errors
    /// The first fault, with its place. That the edges of a version close is not looked at.
    pub fn from_columns(columns: &Columns) -> Result<Self, ColumnsError> {
        Ok(Self::from_edges(columns.versions as usize, columns.checked()?))
    }
}

impl Columns {
    /// Edges with their versions, of so many.
    pub(super) fn of<'a>(count: usize, bounding: impl Iterator<Item = (Edge, &'a [u32])>) -> Self {
        let mut numbers: HashMap<[u64; 2], u32> = HashMap::new();
        let mut columns = Self { versions: count as u32, ..Self::default() };
        for (edge, versions) in bounding {
            let ends = [edge.a, edge.b].map(|c| {
                *numbers.entry([c.x.to_bits(), c.y.to_bits()]).or_insert_with(|| {
                    columns.vertices.push([c.x, c.y]);
                    columns.vertices.len() as u32 - 1
                })
            });
            columns.edges.push(ends);
            let of_edge = runs(versions).map(|run| [run.start as u32, run.end as u32]);
            let before = columns.runs.len();
            columns.runs.extend(of_edge);
            columns.runs_of.push((columns.runs.len() - before) as u32);
        }
        columns
    }

    /// The edges with their versions, each looked at.
    pub(super) fn checked(&self) -> Result<Vec<(Edge, Vec<u32>)>, ColumnsError> {
        let length = |column, found, wanted| match found == wanted {
            true => Ok(()),
            false => Err(ColumnsError::Length { column, found, wanted }),
        };
        length("runs_of", self.runs_of.len(), self.edges.len())?;
        length("runs", self.runs.len(), self.runs_of.iter().map(|runs| *runs as usize).sum())?;
        for (vertex, [lon, lat]) in self.vertices.iter().enumerate() {
            Position::from_lon_lat(*lon, *lat)
                .map_err(|error| ColumnsError::Vertex { vertex, reason: error.to_string() })?;
        }
        let mut from = 0;
        let mut bounding = Vec::with_capacity(self.edges.len());
        for (edge, (ends, runs_of)) in self.edges.iter().zip(&self.runs_of).enumerate() {
            let vertices = self.vertices.len();
            let [Some(a), Some(b)] = ends.map(|end| self.vertices.get(end as usize)) else {
                return Err(ColumnsError::Edge { edge, ends: *ends, vertices });
            };
            if a == b {
                return Err(ColumnsError::Edge { edge, ends: *ends, vertices });
            }
            let runs = &self.runs[from..from + *runs_of as usize];
            from += *runs_of as usize;
            let ascends = runs.as_flattened().windows(2).all(|w| w[0] < w[1]);
            if !ascends || runs.last().is_none_or(|run| run[1] > self.versions) {
                return Err(ColumnsError::Runs { edge, runs: runs.to_vec(), versions: self.versions });
            }
            let [a, b] = [a, b].map(|[x, y]| Coord { x: *x, y: *y });
            bounding.push((Edge { a, b }, runs.as_flattened().to_vec()));
        }
        Ok(bounding)
    }
}

impl VersionSet {
    /// The set of these runs.
    ///
    /// # Errors
    /// They are not in ascending order, each apart from the next: gives them back.
    pub fn from_runs(runs: Vec<[u32; 2]>) -> Result<Self, Vec<[u32; 2]>> {
        let ascends = runs.as_flattened().windows(2).all(|w| w[0] < w[1]);
        if ascends { Ok(Self::from_changes(runs.as_flattened())) } else { Err(runs) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Area, BBox, Location};

    fn map() -> Columns {
        let square = |east| Area::from_bbox(BBox { west: 36.0, south: 48.0, east, north: 49.0 });
        let (first, again) = (square(37.0), [0, 1, 4].into_iter().collect::<VersionSet>());
        EdgeTimeline::build(6, [(&first, &again), (&square(38.0), &VersionSet::run(2..3))]).columns()
    }

    #[test]
    fn columns_make_the_map_again() {
        let columns = map();
        assert_eq!((columns.vertices.len(), columns.edges.len(), columns.runs.len()), (6, 7, 11));
        let timeline = EdgeTimeline::from_columns(&columns).unwrap();
        assert_eq!(timeline.columns(), columns);
        let p = Position::from_lon_lat(37.5, 48.5).unwrap();
        let inside: Vec<usize> = (0..6).filter(|v| timeline.locate_in(*v, p) == Location::Interior).collect();
        assert_eq!(inside, [2]);
    }

    #[test]
    fn what_is_no_map_is_refused_with_its_place() {
        let told = |change: &dyn Fn(&mut Columns)| {
            let mut columns = map();
            change(&mut columns);
            EdgeTimeline::from_columns(&columns).unwrap_err().to_string()
        };
        assert!(told(&|c| c.vertices[3][1] = f64::NAN).starts_with("vertex 3: latitude NaN"));
        assert!(told(&|c| c.edges[2] = [0, 99]).starts_with("edge 2: joins vertices [0, 99]"));
        assert!(told(&|c| c.edges[1] = [2, 2]).starts_with("edge 1: joins vertices [2, 2]"));
        assert!(told(&|c| c.runs[1] = [1, 4]).starts_with("edge 0: its runs"));
        assert!(told(&|c| c.versions = 4).contains("within 0..4"));
        assert!(told(&|c| c.runs.truncate(10)).starts_with("runs has 10 entries; wanted 11"));
        assert!(told(&|c| c.runs_of.push(0)).starts_with("runs_of has 8 entries; wanted 7"));
        assert!(told(&|c| (c.runs_of[0], c.runs_of[1]) = (0, 4)).starts_with("edge 0: its runs of versions []"));
    }

    #[test]
    fn runs_that_are_no_set_are_given_back() {
        assert_eq!(VersionSet::from_runs(vec![[0, 2], [3, 4]]), Ok([0, 1, 3].into_iter().collect()));
        for wrong in [vec![[2, 2]], vec![[0, 2], [2, 3]], vec![[3, 4], [0, 1]]] {
            assert_eq!(VersionSet::from_runs(wrong.clone()), Err(wrong));
        }
    }
}
