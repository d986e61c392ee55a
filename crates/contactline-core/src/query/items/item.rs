//! One item: what is said of it at once, its geometry when asked for.

use std::borrow::Cow;
use std::fmt;
use std::sync::{Arc, OnceLock};

use crate::model::{Date, Interval, Moment, Source};
use edge_timeline::tile::Outline;
use edge_timeline::{Area, BBox, Position, area_meets, measure, paths_meet};

/// One thing in a collection.
pub struct Item<'a> {
    /// Stable within its collection, whatever else is loaded.
    pub id: String,
    /// When it stands; none: it has no time.
    pub time: Option<Interval>,
    /// A box that holds its geometry (it may be wider); none: it has no geometry.
    pub bbox: Option<BBox>,
    properties: Vec<(&'static str, Value<'a>)>,
    /// Properties worked out when one of them is asked for.
    later: Option<Later<'a>>,
    /// The sources whose geometry its own is made of, where its collection does not name them for all.
    pub sources: Vec<&'a Source>,
    withheld: bool,
    build: Build<'a>,
    built: OnceLock<Option<Geometry<'a>>>,
    /// Its edges, where they are known without building an area.
    outline: Option<Box<dyn Fn() -> Outline + Send + Sync + 'a>>,
    /// The geometry was given, and nothing builds it again.
    is_given: bool,
    /// About how many positions describe a geometry that is always there, where that is known before it is built.
    likely_vertices: Option<usize>,
}

/// Names, and what makes their values.
struct Later<'a> {
    names: Arc<[String]>,
    build: Box<dyn Fn() -> Vec<Value<'a>> + Send + Sync + 'a>,
    built: OnceLock<Vec<Value<'a>>>,
}

type Build<'a> = Box<dyn Fn() -> Option<Geometry<'a>> + Send + Sync + 'a>;

/// Where an item is.
#[derive(Clone, Debug, PartialEq)]
pub enum Geometry<'a> {
    /// A point.
    Position(Position),
    /// Lines, each of two positions or more.
    Paths(Vec<Vec<Position>>),
    /// Polygons.
    Area(Cow<'a, Area>),
}

/// The value of a property.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// Not known, or there is none.
    None,
    /// Text.
    Text(Cow<'a, str>),
    /// A number.
    Number(f64),
    /// A whole number.
    Whole(i64),
    /// A calendar day.
    Day(Date),
    /// The stamp of a version.
    Stamp(Moment),
    /// Several words.
    Words(Vec<&'a str>),
    /// The measure of the geometry, taken when asked for: square metres of an area, metres of lines.
    Measured,
}

impl<'a> Item<'a> {
    /// An item without geometry.
    pub(super) fn new(id: impl Into<String>, properties: Vec<(&'static str, Value<'a>)>) -> Self {
        Self {
            id: id.into(),
            time: None,
            bbox: None,
            properties,
            later: None,
            sources: Vec::new(),
            withheld: false,
            build: Box::new(|| None),
            built: OnceLock::new(),
            outline: None,
            is_given: false,
            likely_vertices: None,
        }
    }

    pub(super) fn during(mut self, time: Interval) -> Self {
        self.time = Some(time);
        self
    }

    /// Gives it a geometry that lies in `bbox`, built when first asked for.
    pub(super) fn within(mut self, bbox: BBox, build: impl Fn() -> Option<Geometry<'a>> + Send + Sync + 'a) -> Self {
        self.bbox = Some(bbox);
        self.build = Box::new(build);
        self
    }

    /// Says before it is built that there is a geometry, of about so many positions.
    pub(super) const fn of_vertices(mut self, count: usize) -> Self {
        self.likely_vertices = Some(count);
        self
    }

    /// Says of an area which edges bound it, for who draws it.
    pub(super) fn outlined(mut self, outline: impl Fn() -> Outline + Send + Sync + 'a) -> Self {
        self.outline = Some(Box::new(outline));
        self
    }

    pub(super) fn at(self, position: Option<Position>) -> Self {
        match position {
            Some(p) => self.within(BBox::of_positions([p]), move || Some(Geometry::Position(p))),
            None => self,
        }
    }

    /// Gives it further properties, worked out when one of them is first asked for.
    pub(super) fn later(
        mut self,
        names: &Arc<[String]>,
        build: impl Fn() -> Vec<Value<'a>> + Send + Sync + 'a,
    ) -> Self {
        self.later = Some(Later { names: names.clone(), build: Box::new(build), built: OnceLock::new() });
        self
    }

    /// Gives it a geometry that is there already.
    pub(super) fn covering(mut self, area: Area) -> Self {
        self.bbox = Some(area.bbox());
        self.built = OnceLock::from(Some(Geometry::Area(Cow::Owned(area))));
        self.is_given = true;
        self
    }

    pub(super) fn drawn_by(mut self, sources: impl IntoIterator<Item = &'a Source>) -> Self {
        self.sources.extend(sources);
        self
    }

    /// Keeps its geometry in the house: it may be measured and asked about, and is not shown.
    pub const fn withhold(&mut self) {
        self.withheld = true;
    }

    /// Its geometry, where it may be shown.
    #[must_use]
    pub fn shown(&self) -> Option<&Geometry<'a>> {
        if self.withheld { None } else { self.geometry() }
    }

    /// Where it is: none when it has no place, and of a change when nothing changed.
    ///
    /// # Cost
    /// The first call may join or cut polygons.
    #[must_use]
    pub fn geometry(&self) -> Option<&Geometry<'a>> {
        self.built.get_or_init(|| (self.build)()).as_ref()
    }

    /// Its geometry, where it may be shown: built for this once where nothing asked for it before, so that of many items no
    /// more than one geometry is held at a time.
    #[must_use]
    pub fn shown_once(&self) -> Option<Cow<'_, Geometry<'a>>> {
        match self.built.get() {
            _ if self.withheld => None,
            Some(built) => built.as_ref().map(Cow::Borrowed),
            None => (self.build)().map(Cow::Owned),
        }
    }

    /// The edges of its area, where it may be shown and they are known without building it.
    #[must_use]
    pub fn shown_outline(&self) -> Option<Outline> {
        self.outline.as_ref().filter(|_| !self.withheld).map(|outline| outline())
    }

    /// Whether it has a geometry that may be shown.
    #[must_use]
    pub fn is_placed(&self) -> bool {
        !self.withheld && (self.likely_vertices.is_some() || self.geometry().is_some())
    }

    /// About how many positions describe the geometry that is shown.
    ///
    /// # Cost
    /// Builds it where it cannot be told before.
    #[must_use]
    pub fn shown_vertices(&self) -> usize {
        match self.likely_vertices {
            _ if self.withheld => 0,
            Some(count) => count,
            None => self.geometry().map_or(0, Geometry::vertices),
        }
    }

    /// Gives back the memory of a geometry that can be built again.
    pub fn forget(&mut self) {
        if !self.is_given {
            self.built.take();
        }
    }

    /// Whether its geometry and the box share a point. One without geometry meets none.
    #[must_use]
    pub fn meets(&self, bbox: &BBox) -> bool {
        self.bbox.is_some_and(|own| own.meets(bbox)) && self.geometry().is_some_and(|geometry| geometry.meets(bbox))
    }

    /// The names of its properties, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let later = self.later.iter().flat_map(|later| later.names.iter().map(String::as_str));
        self.properties.iter().map(|(name, _)| *name).chain(later)
    }

    /// The value of a property, its geometry measured where need be.
    #[must_use]
    pub fn value(&self, name: &str) -> Value<'a> {
        match self.properties.iter().find(|(n, _)| *n == name) {
            None => self.later.as_ref().and_then(|later| later.value(name)).unwrap_or(Value::None),
            Some((_, Value::Measured)) => Value::Number(self.geometry().map_or(0.0, Geometry::measure)),
            Some((_, value)) => value.clone(),
        }
    }
}

impl<'a> Later<'a> {
    fn value(&self, name: &str) -> Option<Value<'a>> {
        let at = self.names.iter().position(|n| n == name)?;
        self.built.get_or_init(|| (self.build)()).get(at).cloned()
    }
}

impl Geometry<'_> {
    /// Whether it shares a point with the box.
    #[must_use]
    pub fn meets(&self, bbox: &BBox) -> bool {
        match self {
            Self::Position(p) => bbox.holds(*p),
            Self::Paths(paths) => paths_meet(paths, bbox),
            Self::Area(area) => area_meets(area, bbox),
        }
    }

    /// The smallest box around it.
    #[must_use]
    pub fn bbox(&self) -> BBox {
        match self {
            Self::Position(p) => BBox::of_positions([*p]),
            Self::Paths(paths) => BBox::of_positions(paths.iter().flatten().copied()),
            Self::Area(area) => area.bbox(),
        }
    }

    /// Square metres of an area, metres of lines, zero of a point.
    #[must_use]
    pub fn measure(&self) -> f64 {
        match self {
            Self::Position(_) => 0.0,
            Self::Paths(paths) => paths.iter().map(|path| measure::path_length_m(path)).sum(),
            Self::Area(area) => area.area_m2(),
        }
    }

    /// How many positions describe it.
    #[must_use]
    pub fn vertices(&self) -> usize {
        match self {
            Self::Position(_) => 1,
            Self::Paths(paths) => paths.iter().map(Vec::len).sum(),
            Self::Area(area) => area.vertices(),
        }
    }
}

impl<'a> Value<'a> {
    pub(super) fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self::Text(text.into())
    }

    /// The text, or none of nothing or of an empty one.
    pub(super) fn text_if_any(text: Option<impl Into<Cow<'a, str>>>) -> Self {
        text.map(Into::into).filter(|text| !text.is_empty()).map_or(Self::None, Self::Text)
    }

    pub(super) fn words(words: &'a [String]) -> Self {
        Self::Words(words.iter().map(String::as_str).collect())
    }

    pub(super) fn day_if_any(day: Option<Date>) -> Self {
        day.map_or(Self::None, Self::Day)
    }
}

impl fmt::Debug for Item<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Item").field("id", &self.id).field("properties", &self.properties).finish_non_exhaustive()
    }
}
