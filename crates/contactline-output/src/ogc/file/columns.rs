//! Items as rows: typed columns, and a geometry of one kind.

use geo::{Coord, LineString, MultiLineString, Point};

use super::{Selected, Shaping};
use crate::ogc::{select, text};
use crate::wire::table;
use crate::wire::time::{Asked, Day, Stamp};
use contactline_core::model::{Date, Moment};
use contactline_core::query::items::{Collection, FieldKind, Geometry, GeometryKind, Item, Value};
use edge_timeline::budget;

/// What a column's cells are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ColumnKind {
    Text,
    Number,
    Whole,
    /// A calendar day.
    Day,
    /// A second; as text a day where it begins one, or ends the stretch.
    Moment,
}

/// A column by its name.
pub(super) struct Column {
    pub name: String,
    pub kind: ColumnKind,
}

/// What stands in a row and column.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    None,
    Text(String),
    Number(f64),
    Whole(i64),
    Day(Date),
    /// The first second of a day, or one within it.
    From(Moment),
    /// The last second of a stretch.
    To(Moment),
}

/// One item: its id, its cells in the order of the columns, where it is.
pub(super) struct Row {
    pub id: String,
    pub cells: Vec<Cell>,
    pub geometry: Option<geo::Geometry<f64>>,
}

/// A collection's items as rows.
pub(super) struct Table<'s, 'c, 'a> {
    pub collection: &'c Collection<'a>,
    /// The kind of its geometries; none where there are none to show.
    pub geometry: Option<GeometryKind>,
    pub columns: Vec<Column>,
    items: &'s [Item<'a>],
}

impl<'s, 'c, 'a> Table<'s, 'c, 'a> {
    pub(super) fn new(selected: &'s Selected<'c, 'a>, shaping: &Shaping) -> Self {
        let collection = selected.collection;
        let shown = |name: &str| shaping.properties.as_ref().is_none_or(|chosen| chosen.iter().any(|c| c == name));
        let columns = select::names(collection)
            .filter(|name| shown(name))
            .map(|name| Column { name: name.to_owned(), kind: kind(collection, name) });
        let geometry = collection.geometry.filter(|_| shaping.with_geometry);
        Self { collection, geometry, columns: columns.collect(), items: &selected.items }
    }

    /// The rows one after another: of many, no more than one geometry is held at a time.
    pub(super) fn rows(&self) -> impl Iterator<Item = Row> {
        self.items.iter().map(|item| {
            budget::check();
            let geometry = if self.geometry.is_some() { item.shown_once() } else { None };
            Row {
                id: item.id.clone(),
                cells: self.columns.iter().map(|column| cell(item, &column.name)).collect(),
                geometry: geometry.map(|geometry| drawn(&geometry)),
            }
        })
    }

    /// Whether there is a row, and each has a geometry.
    pub(super) fn is_placed(&self) -> bool {
        self.geometry.is_some() && !self.items.is_empty() && self.items.iter().all(Item::is_placed)
    }
}

fn kind(collection: &Collection<'_>, name: &str) -> ColumnKind {
    match collection.fields.iter().find(|f| f.name == name).map(|f| f.kind) {
        Some(FieldKind::Number) => ColumnKind::Number,
        Some(FieldKind::Whole) => ColumnKind::Whole,
        Some(FieldKind::Day) => ColumnKind::Day,
        Some(FieldKind::Stamp) => ColumnKind::Moment,
        Some(FieldKind::Text | FieldKind::Words) => ColumnKind::Text,
        // The item's time: `start` and `end`.
        None => ColumnKind::Moment,
    }
}

fn cell(item: &Item<'_>, name: &str) -> Cell {
    match name {
        "start" => return item.time.and_then(|time| time.start).map_or(Cell::None, Cell::From),
        "end" => {
            let last = |end: Moment| Cell::To(Moment::from_seconds(end.seconds() - 1));
            return item.time.and_then(|time| time.end).map_or(Cell::None, last);
        }
        _ => {}
    }
    match item.value(name) {
        Value::Number(number) => Cell::Number(number),
        Value::Whole(number) => Cell::Whole(number),
        Value::Day(day) => Cell::Day(day),
        Value::Stamp(moment) => Cell::From(moment),
        other => text(&other).map_or(Cell::None, Cell::Text),
    }
}

/// The geometry as its collection's kind: always several parts, so that every row has the same type.
fn drawn(geometry: &Geometry<'_>) -> geo::Geometry<f64> {
    let coord = |p: &edge_timeline::Position| Coord { x: p.lon(), y: p.lat() };
    match geometry {
        Geometry::Position(p) => Point(coord(p)).into(),
        Geometry::Paths(paths) => {
            MultiLineString(paths.iter().map(|path| LineString(path.iter().map(coord).collect())).collect()).into()
        }
        Geometry::Area(area) => area.as_multi_polygon().clone().into(),
    }
}

impl Cell {
    /// The cell as text, empty where nothing is known; a number with the digits that a column of that name deserves.
    pub(super) fn text(&self, name: &str) -> String {
        match self {
            Self::None => String::new(),
            Self::Text(text) => text.clone(),
            Self::Number(number) => table::rounded(name, *number).to_string(),
            Self::Whole(number) => number.to_string(),
            Self::Day(day) => Day(*day).to_string(),
            Self::From(moment) => Stamp(*moment).to_string(),
            Self::To(moment) => Asked(*moment).to_string(),
        }
    }
}
