//! `control-{source}`: what each version of a source states, as it draws it.

use std::borrow::Cow;

use super::{
    Collection, Field, FieldKind, Geometry, GeometryKind, Item, STALE_FROM, Value, field, versions, whole_time,
};
use crate::atlas::{Atlas, ControlLayer, Group, Timeline};
use crate::model::{Interval, Language, Moment};
use edge_timeline::{BBox, VersionSet};

const FIELDS: &[Field] = &[
    field("status", FieldKind::Text, "held, contested, claimed or unknown"),
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

pub(super) fn collection(timeline: &Timeline) -> Collection<'_> {
    let source = &timeline.source;
    let all = VersionSet::full(timeline.stamps().len());
    let around = timeline.classes().iter().fold(BBox::EMPTY, |around, class| around.joined(class.bbox(&all)));
    Collection {
        id: format!("control-{}", source.id),
        title: format!("Control, says {}", source.title),
        description: format!(
            "What each version of {} states: an item for each status, holder and wording. An item stands from its \
             version to the next one. What the source leaves out inside its coverage is not drawn.",
            source.title
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

fn list<'a>(_: &'a Atlas, timeline: Option<&'a Timeline>, when: Interval) -> Vec<Item<'a>> {
    let Some(timeline) = timeline else { return Vec::new() };
    let of_version = |(version, time): (usize, Interval)| {
        let of_class = move |class: &'a ControlLayer| {
            let groups = class.groups(version).into_iter().enumerate();
            groups.map(move |(number, group)| item(timeline, version, class, number, group).during(time))
        };
        timeline.classes().iter().flat_map(of_class)
    };
    versions(timeline, when).flat_map(of_version).collect()
}

fn item<'a>(timeline: &'a Timeline, version: usize, class: &ControlLayer, number: usize, group: Group<'a>) -> Item<'a> {
    let (stamp, lacks) = (timeline.stamps()[version], timeline.lacks(version));
    let holder = class.holder.map(|party| party.to_string());
    let properties = vec![
        ("status", Value::text(class.status.as_str())),
        ("holder", Value::text_if_any(holder.clone())),
        ("basis", Value::text(group.basis.as_str())),
        ("publisher_word", Value::text_if_any(Some(group.publisher_word))),
        ("source", Value::text(&*timeline.source.id)),
        ("version", Value::Stamp(stamp)),
        ("stale_from", Value::Day(timeline.stale_from(version))),
        ("caveat", Value::text_if_any(lacks.map(|said| said.within(Language::English)))),
        ("caveat_uk", Value::text_if_any(lacks.map(|said| said.within(Language::Ukrainian)))),
        ("area_m2", Value::Number(group.area_m2())),
    ];
    let id = id(stamp, class.status.as_str(), holder.as_deref(), number);
    let (bbox, vertices) = (group.bbox(), group.vertices());
    Item::new(id, properties).within(bbox, move || Some(Geometry::Area(Cow::Owned(group.area())))).of_vertices(vertices)
}

/// `2025-11-03-held-RU-1`.
fn id(stamp: Moment, status: &str, holder: Option<&str>, number: usize) -> String {
    let words = [Some(status), holder];
    let words = words.into_iter().flatten().collect::<Vec<_>>().join("-");
    format!("{stamp}-{words}-{}", number + 1)
}
