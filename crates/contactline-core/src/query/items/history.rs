//! `history-{source}`: what a source draws over all its versions, in pieces that each stand for one unbroken stretch of time.
//!
//! It is made whole, for files: no service lists it.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use super::{Collection, Field, FieldKind, Geometry, GeometryKind, Item, Value, field, said_of, whole_time};
use crate::atlas::{Atlas, Lasting, Timeline};
use crate::model::Interval;

const FIELDS: &[Field] = &[
    field("status", FieldKind::Text, "held, contested, claimed or unknown"),
    field("holder", FieldKind::Text, "who holds or claims it: an ISO 3166-1 code; none where contested or unknown"),
    field("source", FieldKind::Text, "source id"),
    field("first_version", FieldKind::Stamp, "stamp of the first version that draws it so"),
    field("last_version", FieldKind::Stamp, "stamp of the last version that draws it so"),
    field("area_m2", FieldKind::Number, "area in square metres, sea included where the source draws it"),
];

/// All that a source draws, over all its versions.
#[must_use]
pub fn history(timeline: &Timeline) -> Collection<'_> {
    let source = &timeline.source;
    Collection {
        id: format!("history-{}", source.id),
        title: said_of(
            source,
            |name| format!("Control over time, according to {name}"),
            |name| format!("Контроль у часі, за даними: {name}"),
        ),
        description: said_of(
            source,
            |name| {
                format!(
                    "What {name} draws over all its versions, cut into pieces: an item for each piece and each unbroken \
                     stretch of time in which it has one status and holder. What stands on a day is drawn by the items \
                     whose time holds that day. What the source leaves out is not drawn."
                )
            },
            |name| {
                format!(
                    "Що накреслено в усіх версіях джерела «{name}», розрізане на частини: запис на кожну частину й кожен \
                     безперервний проміжок часу, в якому в неї той самий статус і та сама сторона. Стан на певний день — це \
                     записи, чий час охоплює цей день. Чого джерело не позначає, того не накреслено."
                )
            },
        ),
        source: Some(source),
        geometry: Some(GeometryKind::Area),
        fields: FIELDS.into(),
        time: whole_time(timeline),
        bbox: timeline.classes().iter().map(|class| class.whole_bbox()).reduce(|all, one| all.joined(one)),
        timeline: Some(timeline),
        sources: Vec::new(),
        is_as_of: false,
        list,
    }
}

fn list<'a>(atlas: &'a Atlas, timeline: Option<&'a Timeline>, when: Interval) -> Vec<Item<'a>> {
    let Some(timeline) = timeline else { return Vec::new() };
    let arrangement = timeline.arrangement(atlas.places());
    let mut items = Vec::new();
    for lasting in arrangement.lasting(0) {
        let times: Vec<_> =
            stretches(timeline, lasting.versions.clone()).filter(|(_, time)| time.meets(&when)).collect();
        if times.is_empty() {
            continue;
        }
        for (number, part) in arrangement.noded_outline(&lasting.faces).parts().enumerate() {
            let (bbox, area_m2, part) = (part.bbox(), part.area_m2(), Arc::new(part));
            for (versions, time) in &times {
                let part = Arc::clone(&part);
                let item = item(timeline, &lasting, versions, number, area_m2).during(*time);
                items.push(item.within(bbox, move || Some(Geometry::Area(Cow::Owned((*part).clone())))));
            }
        }
    }
    items
}

/// A run of versions as stretches of time: where one of them is too old before the next one comes, nothing is said between.
fn stretches(timeline: &Timeline, versions: Range<usize>) -> impl Iterator<Item = (Range<usize>, Interval)> + '_ {
    let mut start = versions.start;
    let ends = move |version: &usize| {
        version + 1 == versions.end || timeline.validity(*version).end != timeline.validity(version + 1).start
    };
    (versions.start..versions.end).filter(ends).map(move |last| {
        let time = Interval { start: timeline.validity(start).start, end: timeline.validity(last).end };
        let run = start..last + 1;
        start = last + 1;
        (run, time)
    })
}

fn item<'a>(
    timeline: &'a Timeline,
    lasting: &Lasting,
    versions: &Range<usize>,
    number: usize,
    area_m2: f64,
) -> Item<'a> {
    let (status, holder) = lasting.stated;
    let holder = holder.map(|party| party.to_string());
    let [first, last] = [versions.start, versions.end - 1].map(|version| timeline.stamps()[version]);
    let words: Vec<&str> = [Some(status.as_str()), holder.as_deref()].into_iter().flatten().collect();
    let id = format!("{first}-{last}-{}-{}", words.join("-"), number + 1);
    let properties = vec![
        ("status", Value::text(status.as_str())),
        ("holder", Value::text_if_any(holder)),
        ("source", Value::text(&*timeline.source.id)),
        ("first_version", Value::Stamp(first)),
        ("last_version", Value::Stamp(last)),
        ("area_m2", Value::Number(area_m2)),
    ];
    Item::new(id, properties)
}
