//! `changes-{source}`: what was gained and lost from each version of a source to the next.

use std::borrow::Cow;

use super::{Collection, Field, FieldKind, Geometry, GeometryKind, Item, Value, field, versions, whole_time};
use crate::atlas::{Atlas, ControlLayer, Timeline};
use crate::model::Interval;
use edge_timeline::{Area, BBox, VersionSet};

const FIELDS: &[Field] = &[
    field("kind", FieldKind::Text, "gained or lost"),
    field("party", FieldKind::Text, "by whom: an ISO 3166-1 code"),
    field("source", FieldKind::Text, "source id"),
    field("from", FieldKind::Stamp, "stamp of the version before"),
    field("to", FieldKind::Stamp, "stamp of the version that shows it"),
    field("area_m2", FieldKind::Number, "area in square metres"),
];

/// None of a source that draws no held area, or has one version.
pub(super) fn collection(timeline: &Timeline) -> Option<Collection<'_>> {
    let source = &timeline.source;
    let bbox =
        timeline.held().filter(|_| timeline.stamps().len() > 1)?.bbox(&VersionSet::full(timeline.stamps().len()));
    Some(Collection {
        id: format!("changes-{}", source.id),
        title: format!("Gained and lost, says {}", source.title),
        description: format!(
            "What the party that holds gained and lost from each version of {} to the next. An item stands as long as \
             the later version; where the two draw differently and yet nothing was gained, or lost, its area is zero and \
             its geometry null.",
            source.title
        ),
        source: Some(source),
        geometry: Some(GeometryKind::Area),
        fields: FIELDS.into(),
        time: whole_time(timeline),
        bbox: Some(bbox).filter(BBox::is_some),
        timeline: Some(timeline),
        sources: Vec::new(),
        is_as_of: false,
        list,
    })
}

fn list<'a>(_: &'a Atlas, timeline: Option<&'a Timeline>, when: Interval) -> Vec<Item<'a>> {
    let Some((timeline, held)) = timeline.and_then(|t| Some((t, t.held()?))) else { return Vec::new() };
    let changed = |(version, time): (usize, Interval)| {
        let before = version.checked_sub(1)?;
        let bbox = held.changed_bbox(before, version)?;
        let item = move |kind| item(timeline, held, (before, version), kind, bbox).during(time);
        Some([item("gained"), item("lost")])
    };
    versions(timeline, when).filter_map(changed).flatten().collect()
}

fn item<'a>(
    timeline: &'a Timeline,
    held: &'a ControlLayer,
    (from, to): (usize, usize),
    kind: &'static str,
    bbox: BBox,
) -> Item<'a> {
    let stamps = timeline.stamps();
    let properties = vec![
        ("kind", Value::text(kind)),
        ("party", Value::text_if_any(held.holder.map(|party| party.to_string()))),
        ("source", Value::text(&*timeline.source.id)),
        ("from", Value::Stamp(stamps[from])),
        ("to", Value::Stamp(stamps[to])),
        ("area_m2", Value::Measured),
    ];
    let some = |area: Area| Some(area).filter(|a| !a.is_empty()).map(|area| Geometry::Area(Cow::Owned(area)));
    let build = move || some(if kind == "gained" { held.gained(from, to) } else { held.gained(to, from) });
    Item::new(format!("{}-{kind}", stamps[to]), properties).within(bbox, build)
}
