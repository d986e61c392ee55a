//! `announcements`: a party's word that it took, left or holds a place.

use super::{Collection, Field, FieldKind, GeometryKind, Item, Value, field, time_around};
use crate::atlas::{Atlas, Timeline};
use crate::model::{Announcement, Interval, Said};
use edge_timeline::BBox;

const FIELDS: &[Field] = &[
    field("party", FieldKind::Text, "who announced: an ISO 3166-1 code"),
    field("says", FieldKind::Text, "what it said of the place: taken, left or holds"),
    field("date", FieldKind::Day, "when"),
    field("date_kind", FieldKind::Text, "what that day is: day, the last of a week, or one by which it was announced"),
    field("place", FieldKind::Text, "the place, in English"),
    field("place_uk", FieldKind::Text, "the place, in Ukrainian"),
    field("region", FieldKind::Text, "region id"),
    field("scope", FieldKind::Text, "settlement or oblast"),
    field("announced_by", FieldKind::Text, "who said it"),
    field("announced_by_uk", FieldKind::Text, "who said it, in Ukrainian"),
    field("disputed_by", FieldKind::Text, "who disputed it"),
    field("disputed_on", FieldKind::Day, "when that was, if known"),
    field("certainty", FieldKind::Text, "how sure it is that it was announced: high, medium or low"),
    field("source", FieldKind::Text, "where to read it"),
    field("note", FieldKind::Text, "anything else"),
    field("note_uk", FieldKind::Text, "the same in Ukrainian"),
];

pub(super) fn collection(atlas: &Atlas) -> Collection<'_> {
    Collection {
        id: "announcements".into(),
        title: Said::new("Announced by the parties", "Заяви сторін"),
        description: Said::new(
            "A party's statement that it took, left or holds a place, on the day it was made. It is shown beside \
             control and never becomes it.",
            "Заява сторони, що вона взяла місце під контроль, залишила його чи контролює, за днем заяви. Її показано \
             поруч із контролем, і контролем вона ніколи не стає.",
        ),
        source: None,
        geometry: Some(GeometryKind::Position),
        fields: FIELDS.into(),
        time: time_around(atlas.announcements().iter().map(time)),
        bbox: Some(BBox::of_positions(atlas.announcements().iter().filter_map(|a| a.position))).filter(BBox::is_some),
        timeline: None,
        sources: Vec::new(),
        is_as_of: false,
        list,
    }
}

fn list<'a>(atlas: &'a Atlas, _: Option<&'a Timeline>, _: Interval) -> Vec<Item<'a>> {
    atlas.announcements().iter().map(item).collect()
}

fn item(said: &Announcement) -> Item<'_> {
    let disputed = said.disputed_by;
    let properties = vec![
        ("party", Value::text(said.party.to_string())),
        ("says", Value::text(said.says.as_str())),
        ("date", Value::Day(said.date)),
        ("date_kind", Value::text(said.date_kind.as_str())),
        ("place", Value::text(&*said.place)),
        ("place_uk", Value::text(&*said.place_uk)),
        ("region", Value::text(&*said.region)),
        ("scope", Value::text(said.scope.as_str())),
        ("announced_by", Value::text_if_any(Some(&*said.announced_by))),
        ("announced_by_uk", Value::text_if_any(said.announced_by_uk.as_deref())),
        ("disputed_by", Value::text_if_any(disputed.map(|(party, _)| party.to_string()))),
        ("disputed_on", Value::day_if_any(disputed.and_then(|(_, day)| day))),
        ("certainty", Value::text(said.certainty.as_str())),
        ("source", Value::text_if_any(said.source.as_deref())),
        ("note", Value::text_if_any(said.note.as_deref())),
        ("note_uk", Value::text_if_any(said.note_uk.as_deref())),
    ];
    Item::new(&*said.id, properties).during(time(said)).at(said.position)
}

fn time(said: &Announcement) -> Interval {
    Interval::of_days(said.date, Some(said.date))
}
