//! Which items of a collection: by time, box, filter and equal values, in an order, page by page.

use std::cmp::Ordering;
use std::sync::Arc;

use super::filter::{Filter, Literal, compare};
use crate::wire::Rights;
use contactline_core::atlas::Atlas;
use contactline_core::model::Interval;
use contactline_core::query::items::{Collection, Item, Value, items};
use edge_timeline::{BBox, budget};

/// Positions after which a page ends before its limit: about 60 MB of GeoJSON.
pub const MAX_VERTICES: usize = 2_000_000;

/// Positions from which a page is known to take long.
const LONG_VERTICES: usize = 100_000;

/// What is asked of a collection.
#[derive(Clone, Debug)]
pub struct Selection {
    /// Items whose time meets it.
    pub when: Interval,
    /// Items that meet one of the boxes, and those without a place; none: everywhere.
    pub boxes: Option<Vec<BBox>>,
    /// Items for which all of these are true.
    pub filters: Vec<Filter>,
    /// Properties to sort by, each with whether the greatest comes first.
    pub order: Vec<(String, bool)>,
    /// Items passed over.
    pub offset: usize,
    /// Most items on the page.
    pub limit: usize,
    /// Whether their geometries will be shown, so that their size counts.
    pub with_geometry: bool,
    /// Whose geometry may be shown.
    pub rights: Rights,
}

/// The page of what matches.
#[derive(Debug)]
pub struct Selected<'c, 'a> {
    /// The collection.
    pub collection: &'c Collection<'a>,
    /// The items of this page.
    pub items: Vec<Item<'a>>,
    /// Where the items that match, on all pages, stand among those of that time, in their order.
    pub matching: Arc<[usize]>,
    /// The offset of the next page, where there is one.
    pub next: Option<usize>,
    /// Whether it takes long to write.
    pub is_long: bool,
}

/// Why nothing can be selected.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SelectError {
    /// There is no such property.
    #[error("collection '{collection}' has no property '{value}'; there are: {known}")]
    UnknownProperty {
        /// The collection.
        collection: String,
        /// As asked.
        value: String,
        /// Those it has.
        known: String,
    },
}

impl SelectError {
    /// Says which properties the collection has.
    #[must_use]
    pub fn unknown(collection: &Collection<'_>, value: &str) -> Self {
        let known = names(collection).collect::<Vec<_>>().join(", ");
        Self::UnknownProperty { collection: collection.id.clone(), value: value.into(), known }
    }
}

/// The names of a collection's properties, those of its time among them.
pub(super) fn names<'c>(collection: &'c Collection<'_>) -> impl Iterator<Item = &'c str> {
    let time: &[&str] = if collection.time.is_some() { &["start", "end"] } else { &[] };
    collection.fields.iter().map(|f| &*f.name).chain(time.iter().copied())
}

/// The page of items asked for; `known` is what matched when the same was asked for another page.
///
/// # Cost
/// Geometries are built for those items that only their geometry can tell apart: at the border of a box, in a spatial
/// filter, by a measure of their own; and for the items of the page where their size cannot be told otherwise. Only the last
/// are kept.
#[must_use]
pub fn select<'c, 'a>(
    atlas: &'a Atlas,
    collection: &'c Collection<'a>,
    selection: &Selection,
    known: Option<Arc<[usize]>>,
) -> Selected<'c, 'a> {
    let mut all = items(atlas, collection, selection.when);
    withhold(&mut all, &selection.rights);
    let matching = known.unwrap_or_else(|| selection.matching(&mut all).into());
    let mut all: Vec<Option<Item<'a>>> = all.into_iter().map(Some).collect();
    let mut page = Vec::new();
    let mut vertices = 0;
    let wanted = matching.iter().skip(selection.offset).take(selection.limit);
    for item in wanted.filter_map(|&at| all.get_mut(at)?.take()) {
        if selection.with_geometry {
            budget::check();
            vertices += item.shown_vertices();
        }
        if vertices > MAX_VERTICES && !page.is_empty() {
            break;
        }
        page.push(item);
    }
    let next = selection.offset + page.len();
    let has_next = next < matching.len() && next > selection.offset;
    Selected { collection, items: page, matching, next: has_next.then_some(next), is_long: vertices > LONG_VERTICES }
}

/// Keeps in the house what is drawn by a source whose licence does not let it be passed on.
pub fn withhold(items: &mut [Item<'_>], rights: &Rights) {
    let is_withheld = |item: &&mut Item<'_>| item.sources.iter().any(|source| !rights.permit(source));
    items.iter_mut().filter(is_withheld).for_each(Item::withhold);
}

impl Selection {
    /// The places of those that are asked for, in the order asked for. No geometry is held longer than it is looked at.
    fn matching(&self, all: &mut [Item<'_>]) -> Vec<usize> {
        let mut matching = Vec::new();
        for (at, item) in all.iter_mut().enumerate() {
            if self.holds(item) {
                let key = self.order.iter().map(|(name, _)| literal(item, name)).collect();
                matching.push((at, key));
            }
            item.forget();
        }
        matching.sort_by(|(_, a), (_, b)| self.compare(a, b));
        matching.into_iter().map(|(at, _)| at).collect()
    }

    fn holds(&self, item: &Item<'_>) -> bool {
        budget::check();
        // What has no place is in every box (OGC API - Features, Part 1, requirement 24).
        let meets = |boxes: &Vec<BBox>| boxes.iter().any(|bbox| item.meets(bbox)) || item.geometry().is_none();
        self.boxes.as_ref().is_none_or(meets) && self.filters.iter().all(|filter| filter.holds(item))
    }

    fn compare(&self, a: &Key, b: &Key) -> Ordering {
        for ((_, descending), (a, b)) in self.order.iter().zip(a.iter().zip(b)) {
            let order = match (a, b) {
                (Some(a), Some(b)) => {
                    let order = compare(a, b).unwrap_or(Ordering::Equal);
                    if *descending { order.reverse() } else { order }
                }
                // What is not known comes last either way.
                (a, b) => b.is_some().cmp(&a.is_some()),
            };
            if order != Ordering::Equal {
                return order;
            }
        }
        Ordering::Equal
    }
}

/// What an item is sorted by: the values of the properties named, none where one is not known.
type Key = Vec<Option<Literal>>;

/// The value of a property, the time's among them, for comparing; none where it is not known.
pub(super) fn literal(item: &Item<'_>, name: &str) -> Option<Literal> {
    if name == "start" || name == "end" {
        let time = item.time?;
        let last =
            |end: contactline_core::model::Moment| contactline_core::model::Moment::from_seconds(end.seconds() - 1);
        let moment = if name == "start" { time.start } else { time.end.map(last) };
        return moment.map(|m| Literal::Time(m, false));
    }
    match item.value(name) {
        Value::None | Value::Measured => None,
        Value::Text(text) => Some(Literal::Text(text.into_owned())),
        Value::Number(number) => Some(Literal::Number(number)),
        Value::Whole(number) => Some(Literal::Number(number as f64)),
        Value::Day(day) => Some(Literal::Time(day.start(), true)),
        Value::Stamp(moment) => Some(Literal::Time(moment, false)),
        Value::Words(words) => Some(Literal::Text(words.join(","))),
    }
}
