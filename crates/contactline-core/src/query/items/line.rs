//! `line-{source}`: the line of contact of each version of a source.

use super::{
    Collection, Field, FieldKind, Geometry, GeometryKind, Item, STALE_FROM, Value, field, said_of, versions, whole_time,
};
use crate::atlas::{Atlas, Timeline};
use crate::model::Interval;
use edge_timeline::{BBox, VersionSet};

const FIELDS: &[Field] = &[
    field("source", FieldKind::Text, "source id"),
    field("version", FieldKind::Stamp, "stamp of the version that draws it"),
    field("stale_from", FieldKind::Day, STALE_FROM),
    field("length_m", FieldKind::Number, "length in metres"),
];

/// None of a source that draws no held area.
pub(super) fn collection(timeline: &Timeline) -> Option<Collection<'_>> {
    let source = &timeline.source;
    let bbox = timeline.held()?.whole_bbox();
    Some(Collection {
        id: format!("line-{}", source.id),
        title: said_of(
            source,
            |name| format!("Line of contact, according to {name}"),
            |name| format!("Лінія зіткнення, за даними: {name}"),
        ),
        description: said_of(
            source,
            |name| {
                format!(
                    "The boundary of the held area, off coast and state border, in each version of {name}. It stands \
                     from its version to the next one."
                )
            },
            |name| {
                format!(
                    "Межа контрольованої території, крім берега й державного кордону, у кожній версії джерела \
                     «{name}». Діє від своєї версії до наступної."
                )
            },
        ),
        source: Some(source),
        geometry: Some(GeometryKind::Paths),
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
    let item = |(version, time): (usize, Interval)| {
        let stamp = timeline.stamps()[version];
        let alone = VersionSet::run(version..version + 1);
        let properties = vec![
            ("source", Value::text(&*timeline.source.id)),
            ("version", Value::Stamp(stamp)),
            ("stale_from", Value::Day(timeline.stale_from(version))),
            ("length_m", Value::Measured),
        ];
        let build = move || Some(held.line_paths(version)).filter(|paths| !paths.is_empty()).map(Geometry::Paths);
        Item::new(stamp.to_string(), properties).during(time).within(held.bbox(&alone), build)
    };
    versions(timeline, when).map(item).collect()
}
