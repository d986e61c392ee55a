//! `items`: everything that has a place or a time of its own, as collections of items: what is listed, drawn and exported.
//!
//! Geometry is built when it is asked for, so that thousands of items can be counted, filtered and paged through.
//! A further collection is a file here and a line in [`collections`].
//!
//! Some collections are computed as of one moment, the end of the time asked: what they hold changes with every version of a
//! source, and their items stand for that day alone.

mod acts;
mod announcements;
mod changes;
mod claims;
mod control;
mod disputes;
mod history;
mod item;
mod line;
mod proposals;
mod regimes;
mod regions;
mod settlements;
mod stated;

pub use history::history;
pub use item::{Geometry, Item, Value};

use std::borrow::Cow;

use crate::atlas::{Atlas, Timeline};
use crate::model::{Interval, Language, Moment, Said, Source};
use edge_timeline::BBox;

/// What a version's item says of its age.
const STALE_FROM: &str =
    "first day on which the version is past the source's limit of age: near its line it may have changed";

/// A named list of items that have the same properties.
#[derive(Clone, Debug)]
pub struct Collection<'a> {
    /// Stable id, as in URLs: `regions`, `control-deepstate`.
    pub id: String,
    /// What it is called.
    pub title: Said,
    /// What it holds, and what its time means.
    pub description: Said,
    /// The source that says so; none where no source's geometry is in it.
    pub source: Option<&'a Source>,
    /// Of what kind its geometries are; none: it has none.
    pub geometry: Option<GeometryKind>,
    /// The properties of its items, in their order.
    pub fields: Cow<'static, [Field]>,
    /// From its first item to its last; none: its items have no time.
    pub time: Option<Interval>,
    /// A box around its geometries.
    pub bbox: Option<BBox>,
    /// The sources its items are computed from, where they are several or not the publisher's own shapes.
    pub sources: Vec<&'a Source>,
    /// Its items are computed as of one moment: the end of the time asked.
    pub is_as_of: bool,
    timeline: Option<&'a Timeline>,
    list: List<'a>,
}

/// A text about a source in both languages, by the name that the source has in each.
fn said_of(source: &Source, en: impl FnOnce(&str) -> String, uk: impl FnOnce(&str) -> String) -> Said {
    let title_uk = source.in_ukrainian.title.as_deref();
    Said::new(en(&source.title), uk(Language::Ukrainian.or_english(&source.title, title_uk)))
}

/// The items of a collection whose time meets the interval.
type List<'a> = fn(&'a Atlas, Option<&'a Timeline>, Interval) -> Vec<Item<'a>>;

/// The dimension of geometries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GeometryKind {
    /// Points.
    Position,
    /// Lines.
    Paths,
    /// Polygons.
    Area,
}

/// A property that every item of a collection has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name; a unit stands last in it.
    pub name: Cow<'static, str>,
    /// What its values are.
    pub kind: FieldKind,
    /// What it says, in a sentence.
    pub about: &'static str,
}

/// What a property's values are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// Text.
    Text,
    /// A number.
    Number,
    /// A whole number.
    Whole,
    /// A calendar day.
    Day,
    /// The stamp of a version: a day, or a second.
    Stamp,
    /// Several words.
    Words,
}

const fn field(name: &'static str, kind: FieldKind, about: &'static str) -> Field {
    Field { name: Cow::Borrowed(name), kind, about }
}

/// Describes one collection.
type Describe = for<'a> fn(&'a Atlas) -> Collection<'a>;

/// The collections that are of no one source, by their ids.
const OF_ALL: [(&str, Describe); 8] = [
    ("regions", regions::collection),
    ("claims", claims::collection),
    ("announcements", announcements::collection),
    ("acts", acts::collection),
    ("settlements", settlements::collection),
    ("disputes", disputes::collection),
    ("regimes", regimes::collection),
    ("proposals", proposals::collection),
];

/// Every collection there is, in the order in which they are listed.
#[must_use]
pub fn collections(atlas: &Atlas) -> Vec<Collection<'_>> {
    let mut all: Vec<Collection<'_>> = OF_ALL.iter().map(|(_, describe)| describe(atlas)).collect();
    for timeline in atlas.timelines() {
        all.push(control::collection(atlas, timeline));
        all.extend(line::collection(timeline));
        all.extend(changes::collection(timeline));
    }
    all
}

/// The collection with that id: no other is described for it.
#[must_use]
pub fn collection<'a>(atlas: &'a Atlas, id: &str) -> Option<Collection<'a>> {
    if let Some((_, describe)) = OF_ALL.iter().find(|(own, _)| *own == id) {
        return Some(describe(atlas));
    }
    let (kind, source) = id.split_once('-')?;
    let timeline = atlas.timelines().iter().find(|timeline| timeline.source.id == source)?;
    match kind {
        "control" => Some(control::collection(atlas, timeline)),
        "line" => line::collection(timeline),
        "changes" => changes::collection(timeline),
        _ => None,
    }
}

/// The items of a collection whose time meets `when`, in a stable order. Items without a time meet every time.
///
/// # Time
/// [`Interval::of_moment`] gives what stands as of a moment, [`Interval::ALWAYS`] everything. An item drawn by a source
/// stands from its version to the next one, or until it is too old to say anything. A collection as of one moment is made
/// as of the end of `when`; where that is open, as of the day of the newest version of all.
#[must_use]
pub fn items<'a>(atlas: &'a Atlas, collection: &Collection<'a>, when: Interval) -> Vec<Item<'a>> {
    let mut items = (collection.list)(atlas, collection.timeline, when);
    items.retain(|item| item.time.is_none_or(|time| time.meets(&when)));
    items
}

/// The versions of a source that stand at some moment of `when`, each with its time.
fn versions(timeline: &Timeline, when: Interval) -> impl Iterator<Item = (usize, Interval)> + '_ {
    let all = (0..timeline.stamps().len()).map(|v| (v, timeline.validity(v)));
    all.filter(move |(_, time)| time.meets(&when))
}

/// From a source's first version to its last.
fn whole_time(timeline: &Timeline) -> Option<Interval> {
    let last = timeline.stamps().len().checked_sub(1)?;
    Some(timeline.validity(0).joined(&timeline.validity(last)))
}

/// The time around all of them; none of nothing.
fn time_around(times: impl Iterator<Item = Interval>) -> Option<Interval> {
    times.reduce(|a, b| a.joined(&b))
}

/// The moment at which a collection as of one moment is made.
fn as_of(atlas: &Atlas, when: Interval) -> Moment {
    let newest = || atlas.timelines().iter().filter_map(|t| t.stamps().last()).max().map(|m| m.date().end());
    let last = when.end.map(|end| Moment::from_seconds(end.seconds() - 1));
    last.or_else(newest).unwrap_or(Moment::from_seconds(0))
}

/// The time of an item made as of a moment: that day, or that second.
fn time_of(moment: Moment) -> Interval {
    let date = moment.date();
    if moment == date.end() { Interval::of_days(date, Some(date)) } else { Interval::of_moment(moment) }
}

/// The id of an item made as of a moment, which names the moment: `ua-14-0@2025-05-07`.
fn id_as_of(id: &str, moment: Moment) -> String {
    let date = moment.date();
    if moment == date.end() { format!("{id}@{date}") } else { format!("{id}@{moment}") }
}

/// The time around all that sources state.
fn time_of_sources(atlas: &Atlas) -> Option<Interval> {
    time_around(atlas.timelines().iter().filter_map(whole_time))
}

/// The box around the regions and their neighbours.
fn around_regions(atlas: &Atlas) -> Option<BBox> {
    atlas.parts_of_country().map(|k| atlas.places().bbox(k)).reduce(BBox::joined)
}
