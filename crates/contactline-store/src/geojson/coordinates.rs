//! The `coordinates` member: lists in lists, told apart only by how deep they go.

use std::fmt;

use geo::Coord;
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::error;
use contactline_core::model::{Finding, Place};
use edge_timeline::validity::Rings;

/// What stood in a list of coordinates.
pub(super) enum Nest {
    Number(f64),
    /// Two numbers or more: the first two.
    Position(Coord<f64>),
    /// A list of one number.
    Short(f64),
    List(Vec<Nest>),
    /// Anything that is no coordinate: what it is.
    Other(&'static str),
}

impl<'de> Deserialize<'de> for Nest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NestVisitor)
    }
}

struct NestVisitor;

impl<'de> Visitor<'de> for NestVisitor {
    type Value = Nest;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("coordinates")
    }

    fn visit_f64<E>(self, v: f64) -> Result<Nest, E> {
        Ok(Nest::Number(v))
    }

    fn visit_i64<E>(self, v: i64) -> Result<Nest, E> {
        Ok(Nest::Number(v as f64))
    }

    fn visit_u64<E>(self, v: u64) -> Result<Nest, E> {
        Ok(Nest::Number(v as f64))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Nest, E> {
        Ok(Nest::Other("a boolean"))
    }

    fn visit_str<E>(self, _: &str) -> Result<Nest, E> {
        Ok(Nest::Other("a text"))
    }

    fn visit_unit<E>(self) -> Result<Nest, E> {
        Ok(Nest::Other("null"))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Nest, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Nest::Other("an object"))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Nest, A::Error> {
        let mut numbers = [0.0; 2];
        let mut count = 0;
        let mut list = Vec::new();
        while let Some(item) = seq.next_element()? {
            match item {
                Nest::Number(number) => {
                    if let Some(slot) = numbers.get_mut(count) {
                        *slot = number;
                    }
                    count += 1;
                }
                other => list.push(other),
            }
        }
        Ok(match (count, list.is_empty()) {
            (0, _) => Nest::List(list),
            (_, false) => Nest::Other("a mixture of numbers and other things"),
            (1, true) => Nest::Short(numbers[0]),
            (_, true) => Nest::Position(Coord { x: numbers[0], y: numbers[1] }),
        })
    }
}

/// A problem whose place is filled in on the way up.
type Misplaced = Box<Finding>;

impl Nest {
    /// A position.
    pub(super) fn into_position(self) -> Result<Coord<f64>, Misplaced> {
        let found: String = match self {
            Self::Position(c) => return Ok(c),
            Self::Short(number) => return Err(misplaced("short_position", format!("{number} alone; {WANTED}"))),
            Self::List(list) if list.is_empty() => {
                return Err(misplaced("short_position", format!("no numbers; {WANTED}")));
            }
            Self::Number(number) => format!("the number {number}"),
            Self::List(_) => "a list nested too deep".into(),
            Self::Other(what) => what.into(),
        };
        Err(misplaced("bad_coordinates", format!("{found} where a position was wanted")))
    }

    /// A list of positions.
    pub(super) fn into_path(self) -> Result<Vec<Coord<f64>>, Misplaced> {
        each(self.into_list("a list of positions")?, Self::into_position, |place| &mut place.vertex)
    }

    /// The rings of a polygon.
    pub(super) fn into_rings(self) -> Result<Vec<Vec<Coord<f64>>>, Misplaced> {
        each(self.into_list("a list of rings")?, Self::into_ring, |place| &mut place.ring)
    }

    /// A ring: a list of positions that is not empty. What else a ring must be is for the validity check.
    fn into_ring(self) -> Result<Vec<Coord<f64>>, Misplaced> {
        match self.into_path()? {
            empty if empty.is_empty() => {
                Err(misplaced("too_few_vertices", "the ring is empty; wanted four positions or more".into()))
            }
            ring => Ok(ring),
        }
    }

    /// The polygons of a multipolygon.
    pub(super) fn into_polygons(self) -> Result<Rings, Misplaced> {
        each(self.into_list("a list of polygons")?, Self::into_rings, |place| &mut place.polygon)
    }

    /// The lines of a multi-line.
    pub(super) fn into_paths(self) -> Result<Vec<Vec<Coord<f64>>>, Misplaced> {
        self.into_list("a list of lines")?.into_iter().map(Self::into_path).collect()
    }

    fn into_list(self, wanted: &str) -> Result<Vec<Self>, Misplaced> {
        let found = match self {
            Self::List(list) => return Ok(list),
            Self::Number(_) => "a number",
            Self::Position(_) | Self::Short(_) => "a position",
            Self::Other(what) => what,
        };
        Err(misplaced("bad_coordinates", format!("{found} where {wanted} was wanted")))
    }
}

const WANTED: &str = "wanted longitude and latitude";

fn misplaced(code: &'static str, message: String) -> Misplaced {
    Box::new(error(code, Place::default(), message))
}

/// Every item read; the number of the first that could not be is written where `level` says.
fn each<T>(
    list: Vec<Nest>,
    read: impl Fn(Nest) -> Result<T, Misplaced>,
    level: impl Fn(&mut Place) -> &mut Option<usize>,
) -> Result<Vec<T>, Misplaced> {
    let item = |(number, nest)| {
        read(nest).map_err(|mut finding| {
            *level(&mut finding.place) = Some(number);
            finding
        })
    };
    list.into_iter().enumerate().map(item).collect()
}
