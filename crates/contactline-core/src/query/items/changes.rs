//! `changes-{source}`: what came under and left the control of each party from one version of a source to the next.

use std::borrow::Cow;

use super::super::changes::{parties, shifted};
use super::{Collection, Field, FieldKind, Geometry, GeometryKind, Item, Value, field, said_of, versions, whole_time};
use crate::atlas::{Atlas, Timeline};
use crate::model::{Interval, Party, Status};
use edge_timeline::{Area, BBox};

const FIELDS: &[Field] = &[
    field("kind", FieldKind::Text, "gained: came under the party's control; lost: left it"),
    field("party", FieldKind::Text, "whose control: an ISO 3166-1 code"),
    field("source", FieldKind::Text, "source id"),
    field("from", FieldKind::Stamp, "stamp of the version before"),
    field("to", FieldKind::Stamp, "stamp of the version that shows it"),
    field("area_m2", FieldKind::Number, "area in square metres"),
];

/// None of a source that draws no held area, or has one version.
pub(super) fn collection(timeline: &Timeline) -> Option<Collection<'_>> {
    let source = &timeline.source;
    let bbox = timeline.held().filter(|_| timeline.stamps().len() > 1)?.whole_bbox();
    Some(Collection {
        id: format!("changes-{}", source.id),
        title: said_of(
            source,
            |name| format!("Changes of control, according to {name}"),
            |name| format!("Зміни контролю, за даними: {name}"),
        ),
        description: said_of(
            source,
            |name| {
                format!(
                    "What came under the control of each party and what left it, from each version of {name} to the \
                     next. Ground that leaves one party's control comes under another's only where the source shows \
                     it; it may be unclear instead. An item stands as long as the later version; where the two draw \
                     differently and yet nothing came under the party's control, or left it, its area is zero and \
                     its geometry null."
                )
            },
            |name| {
                format!(
                    "Що перейшло під контроль кожної сторони й що вийшло з-під нього від кожної версії джерела \
                     «{name}» до наступної. Те, що вийшло з-під контролю однієї сторони, переходить під контроль \
                     іншої лише там, де це показує джерело; контроль може бути й неясним. Запис діє стільки, скільки \
                     пізніша версія; де версії накреслено по-різному, а під контроль сторони нічого не перейшло або \
                     з-під нього не вийшло, площа нульова, а геометрії немає."
                )
            },
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

fn list<'a>(atlas: &'a Atlas, timeline: Option<&'a Timeline>, when: Interval) -> Vec<Item<'a>> {
    let Some(timeline) = timeline.filter(|t| t.held().is_some()) else { return Vec::new() };
    // The Russian one first, as in the answer to `changes`.
    let mut parties = parties(timeline);
    parties.sort_by_key(|party| *party != Party::RU);
    let changed = |(version, time): (usize, Interval)| {
        let before = version.checked_sub(1)?;
        let of = |party: &Party| {
            let bbox = changed_bbox(timeline, *party, (before, version))?;
            let item = |kind| item(atlas, timeline, *party, (before, version), kind, bbox).during(time);
            Some([item("gained"), item("lost")])
        };
        Some(parties.iter().filter_map(of).flatten().collect::<Vec<_>>())
    };
    versions(timeline, when).filter_map(changed).flatten().collect()
}

/// The box of all that may have changed for a party: of its own area where the source draws it, else of everything drawn.
fn changed_bbox(timeline: &Timeline, party: Party, (from, to): (usize, usize)) -> Option<BBox> {
    let is_its_own = |status, holder| (status, holder) == (Status::Held, Some(party));
    let is_drawn = timeline.source.absence.is_none_or(|(absent, _)| absent != party);
    let classes = timeline.classes().iter().filter(|c| is_its_own(c.status, c.holder) == is_drawn);
    classes.filter_map(|class| class.changed_bbox(from, to)).reduce(BBox::joined)
}

fn item<'a>(
    atlas: &'a Atlas,
    timeline: &'a Timeline,
    party: Party,
    (from, to): (usize, usize),
    kind: &'static str,
    bbox: BBox,
) -> Item<'a> {
    let stamps = timeline.stamps();
    let properties = vec![
        ("kind", Value::text(kind)),
        ("party", Value::text(party.to_string())),
        ("source", Value::text(&*timeline.source.id)),
        ("from", Value::Stamp(stamps[from])),
        ("to", Value::Stamp(stamps[to])),
        ("area_m2", Value::Measured),
    ];
    let some = |area: Area| Some(area).filter(|a| !a.is_empty()).map(|area| Geometry::Area(Cow::Owned(area)));
    let build = move || {
        let shifted = shifted(atlas, timeline, party, [from, to]).ok()?;
        some(if kind == "gained" { shifted.gained(None) } else { shifted.lost(None) })
    };
    Item::new(format!("{}-{kind}-{party}", stamps[to]), properties).within(bbox, build)
}
