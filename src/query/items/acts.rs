//! `acts`: acts by which somebody claims, recognises or rejects something.

use super::{Collection, Field, FieldKind, Item, Value, field, time_around};
use crate::atlas::{Atlas, Timeline};
use crate::model::{Act, Interval};

const FIELDS: &[Field] = &[
    field("kind", FieldKind::Text, "what kind of act"),
    field("actor", FieldKind::Text, "who acted: a party code or a body's name"),
    field("title", FieldKind::Text, "what it is called"),
    field("date", FieldKind::Day, "its first day"),
    field("date_end", FieldKind::Day, "its last day, where it took several"),
    field("regions", FieldKind::Words, "ids of the regions it speaks of"),
    field("extent", FieldKind::Text, "whole, approximate or undefined"),
    field("extent_as_stated", FieldKind::Text, "the extent in the act's words"),
    field("citation", FieldKind::Text, "where to read it"),
    field("certainty", FieldKind::Text, "high, medium or low"),
    field("replaces", FieldKind::Words, "ids of acts it replaces"),
    field("rejects", FieldKind::Words, "ids of acts it rejects"),
    field("note", FieldKind::Text, "anything else"),
];

pub(super) fn collection(atlas: &Atlas) -> Collection<'_> {
    Collection {
        id: "acts".into(),
        title: "Acts".into(),
        description:
            "The register of acts by which somebody claims, recognises or rejects something, on the days they \
                      were done. They have no geometry."
                .into(),
        source: None,
        geometry: None,
        fields: FIELDS.into(),
        time: time_around(atlas.acts().iter().map(time)),
        bbox: None,
        timeline: None,
        sources: Vec::new(),
        is_as_of: false,
        list,
    }
}

fn list<'a>(atlas: &'a Atlas, _: Option<&'a Timeline>, _: Interval) -> Vec<Item<'a>> {
    atlas.acts().iter().map(item).collect()
}

fn item(act: &Act) -> Item<'_> {
    let properties = vec![
        ("kind", Value::text(&*act.kind)),
        ("actor", Value::text(&*act.actor)),
        ("title", Value::text(&*act.title)),
        ("date", Value::Day(act.date)),
        ("date_end", Value::day_if_any(act.date_end)),
        ("regions", Value::words(&act.regions)),
        ("extent", Value::text(act.extent.as_str())),
        ("extent_as_stated", Value::text_if_any(Some(&*act.extent_as_stated))),
        ("citation", Value::text_if_any(Some(&*act.citation))),
        ("certainty", Value::text(act.certainty.as_str())),
        ("replaces", Value::words(&act.replaces)),
        ("rejects", Value::words(&act.rejects)),
        ("note", Value::text_if_any(act.note.as_deref())),
    ];
    Item::new(&*act.id, properties).during(time(act))
}

fn time(act: &Act) -> Interval {
    Interval::of_days(act.date, Some(act.date_end.unwrap_or(act.date)))
}
