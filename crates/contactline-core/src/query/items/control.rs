//! `control-{source}`: what each version of a source states, as it draws it.

use std::borrow::Cow;

use super::{
    Collection, Field, FieldKind, Geometry, GeometryKind, Item, STALE_FROM, Value, field, said_of, versions, whole_time,
};
use crate::atlas::{Atlas, ControlLayer, Group, Timeline};
use crate::model::{Date, Interval, Language, Moment, Role};
use edge_timeline::tile::Outline;
use edge_timeline::{Area, BBox};

/// The status of ground that a source's coverage leaves out.
const NOT_COVERED: &str = "not_covered";

const FIELDS: &[Field] = &[
    field(
        "status",
        FieldKind::Text,
        "held, contested, claimed or unknown; not_covered: land of the regions or their neighbours that the source's coverage leaves out",
    ),
    field("holder", FieldKind::Text, "who holds or claims it: an ISO 3166-1 code; none where contested"),
    field("basis", FieldKind::Text, "on what the statement rests"),
    field("publisher_word", FieldKind::Text, "the publisher's own word"),
    field("source", FieldKind::Text, "source id"),
    field("version", FieldKind::Stamp, "stamp of the version that states it"),
    field("stale_from", FieldKind::Day, STALE_FROM),
    field(
        "caveat",
        FieldKind::Text,
        "what weakens all that the version states: the layers of its source that it lacks",
    ),
    field("caveat_uk", FieldKind::Text, "the same in Ukrainian"),
    field("area_m2", FieldKind::Number, "area in square metres, sea included where the source draws it"),
];

pub(super) fn collection<'a>(atlas: &'a Atlas, timeline: &'a Timeline) -> Collection<'a> {
    let source = &timeline.source;
    let uncovered = around(&left_out(atlas, timeline, None));
    let around = timeline.classes().iter().fold(uncovered, |around, class| around.joined(class.whole_bbox()));
    Collection {
        id: format!("control-{}", source.id),
        title: said_of(
            source,
            |name| format!("Control, according to {name}"),
            |name| format!("Контроль, за даними: {name}"),
        ),
        description: said_of(
            source,
            |name| {
                format!(
                    "What each version of {name} states: an item for each status, holder and wording. An item stands \
                     from its version to the next one. What the source leaves out inside its coverage is not drawn; \
                     land of the six regions and their neighbours outside its coverage is an item with status \
                     not_covered: who controls it the source does not state."
                )
            },
            |name| {
                format!(
                    "Що подає кожна версія джерела «{name}»: запис на кожен статус, сторону та формулювання. Запис \
                     діє від своєї версії до наступної. Чого джерело не позначає в межах свого охоплення, того не \
                     накреслено; суходіл шести регіонів і сусідніх областей поза охопленням — запис зі статусом \
                     not_covered: хто його контролює, джерело не подає."
                )
            },
        ),
        source: Some(source),
        geometry: Some(GeometryKind::Area),
        fields: FIELDS.into(),
        time: whole_time(timeline),
        bbox: Some(around).filter(BBox::is_some),
        timeline: Some(timeline),
        sources: Vec::new(),
        is_as_of: false,
        list,
    }
}

fn list<'a>(atlas: &'a Atlas, timeline: Option<&'a Timeline>, when: Interval) -> Vec<Item<'a>> {
    let Some(timeline) = timeline else { return Vec::new() };
    let of_version = |(version, time): (usize, Interval)| {
        let of_class = move |class: &'a ControlLayer| {
            class.groups(version).enumerate().map(move |(number, group)| {
                let item = item(timeline, version, class, number, group).during(time);
                item.outlined(move || Outline::of_version(group.layers(), version))
            })
        };
        let not_covered = not_covered(atlas, timeline, version).map(|item| item.during(time));
        timeline.classes().iter().flat_map(of_class).chain(not_covered)
    };
    versions(timeline, when).flat_map(of_version).collect()
}

/// A region or neighbour of which a source's coverage leaves something out, and the box in which that lies.
struct LeftOut {
    region: usize,
    bbox: BBox,
    is_whole: bool,
}

/// The regions and their neighbours that the coverage leaves out on some day, whole or in part; none: on any.
fn left_out(atlas: &Atlas, timeline: &Timeline, day: Option<Date>) -> Vec<LeftOut> {
    let (list, places, coverage) = (atlas.regions(), atlas.places(), &timeline.source.coverage);
    let exceptions: Vec<BBox> = match day {
        Some(day) => coverage.exceptions_on(day).map(|exception| exception.area.bbox()).collect(),
        None => coverage.except.iter().map(|exception| exception.area.bbox()).collect(),
    };
    let of_region = |region: usize| {
        let land = places.bbox(region);
        let is_whole = !timeline.covers(&list[region].id, places);
        let parts = exceptions.iter().filter(|bbox| bbox.meets(&land));
        let bbox = if is_whole { land } else { parts.fold(BBox::EMPTY, |all, part| all.joined(*part)) };
        Some(LeftOut { region, bbox, is_whole }).filter(|left_out| left_out.bbox.is_some())
    };
    (0..list.len()).filter(|region| list[*region].role != Role::Country).filter_map(of_region).collect()
}

fn around(left_out: &[LeftOut]) -> BBox {
    left_out.iter().fold(BBox::EMPTY, |all, one| all.joined(one.bbox))
}

/// The land of the regions and their neighbours of which a version's coverage says nothing: without it that land looks like
/// ground that the other party holds. None where the coverage leaves nothing out.
fn not_covered<'a>(atlas: &'a Atlas, timeline: &'a Timeline, version: usize) -> Option<Item<'a>> {
    let (stamp, places) = (timeline.stamps()[version], atlas.places());
    let left_out = left_out(atlas, timeline, Some(stamp.date()));
    if left_out.is_empty() {
        return None;
    }
    let lacks = timeline.lacks(version);
    let properties = vec![
        ("status", Value::text(NOT_COVERED)),
        ("holder", Value::None),
        ("basis", Value::None),
        ("publisher_word", Value::None),
        ("source", Value::text(&*timeline.source.id)),
        ("version", Value::Stamp(stamp)),
        ("stale_from", Value::Day(timeline.stale_from(version))),
        ("caveat", Value::text_if_any(lacks.map(|said| said.within(Language::English)))),
        ("caveat_uk", Value::text_if_any(lacks.map(|said| said.within(Language::Ukrainian)))),
        ("area_m2", Value::Measured),
    ];
    let whole = left_out.iter().filter(|one| one.is_whole);
    let vertices: usize = whole.map(|one| atlas.regions()[one.region].land.vertices()).sum();
    let bbox = around(&left_out);
    let silent = move || {
        let pieces = left_out.iter().map(|one| timeline.silent_of(version, one.region, places).clone());
        Some(Area::side_by_side(pieces)).filter(|area| !area.is_empty()).map(|area| Geometry::Area(Cow::Owned(area)))
    };
    let item = Item::new(format!("{stamp}-{NOT_COVERED}"), properties).within(bbox, silent);
    // Of excepted places it cannot be told before they are cut whether the version draws them all the same.
    Some(if vertices == 0 { item } else { item.of_vertices(vertices) })
}

fn item<'a>(timeline: &'a Timeline, version: usize, class: &ControlLayer, number: usize, group: Group<'a>) -> Item<'a> {
    let (stamp, lacks) = (timeline.stamps()[version], timeline.lacks(version));
    let holder = class.holder.map(|party| party.to_string());
    let properties = vec![
        ("status", Value::text(class.status.as_str())),
        ("holder", Value::text_if_any(holder.clone())),
        ("basis", Value::text(group.basis().as_str())),
        ("publisher_word", Value::text_if_any(Some(group.publisher_word()))),
        ("source", Value::text(&*timeline.source.id)),
        ("version", Value::Stamp(stamp)),
        ("stale_from", Value::Day(timeline.stale_from(version))),
        ("caveat", Value::text_if_any(lacks.map(|said| said.within(Language::English)))),
        ("caveat_uk", Value::text_if_any(lacks.map(|said| said.within(Language::Ukrainian)))),
        ("area_m2", Value::Number(group.area_m2())),
    ];
    let id = id(stamp, class.status.as_str(), holder.as_deref(), number);
    let (bbox, edges) = (group.bbox(), group.edges());
    Item::new(id, properties).within(bbox, move || Some(Geometry::Area(Cow::Owned(group.area())))).of_vertices(edges)
}

/// `2025-11-03-held-RU-1`.
fn id(stamp: Moment, status: &str, holder: Option<&str>, number: usize) -> String {
    let words = [Some(status), holder];
    let words = words.into_iter().flatten().collect::<Vec<_>>().join("-");
    format!("{stamp}-{words}-{}", number + 1)
}
