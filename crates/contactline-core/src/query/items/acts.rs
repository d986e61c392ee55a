//! `acts`: acts by which somebody claims, recognises or rejects something.

use super::{Collection, Field, FieldKind, Item, Value, field, time_around};
use crate::atlas::{Atlas, Timeline};
use crate::model::{Act, Interval, Language, Said};

const FIELDS: &[Field] = &[
    field("kind", FieldKind::Text, "what kind of act"),
    field("actor", FieldKind::Text, "who acted: a party code or a body's name"),
    field("title", FieldKind::Text, "what it is called"),
    field("title_uk", FieldKind::Text, "what it is called in Ukrainian"),
    field("number", FieldKind::Text, "its number"),
    field("date", FieldKind::Day, "its first day"),
    field("date_end", FieldKind::Day, "its last day, where it took several"),
    field("published", FieldKind::Day, "the day it was published: from when on it could be known"),
    field("in_force", FieldKind::Day, "first day in force, of an act that comes into force"),
    field("in_force_until", FieldKind::Day, "last day in force; none: in force as far as is known, or no such act"),
    field("regions", FieldKind::Words, "ids of the regions it speaks of"),
    field("extent", FieldKind::Text, "whole, approximate or undefined"),
    field("extent_as_stated", FieldKind::Text, "the extent in the act's words"),
    field("extent_as_stated_uk", FieldKind::Text, "the same in Ukrainian"),
    field("citation", FieldKind::Text, "where to read it"),
    field("certainty", FieldKind::Text, "high, medium or low"),
    field("replaces", FieldKind::Words, "ids of acts it replaces"),
    field("replaced_by", FieldKind::Words, "ids of acts that replace it"),
    field("rejects", FieldKind::Words, "ids of acts it rejects"),
    field("unsettled", FieldKind::Text, "what is not settled of it"),
    field("unsettled_uk", FieldKind::Text, "the same in Ukrainian"),
    field("not_recorded", FieldKind::Text, "number and days that are not there, each with why"),
    field("not_recorded_uk", FieldKind::Text, "the same in Ukrainian"),
    field("checked", FieldKind::Day, "the day on which it was last checked against its text"),
    field("note", FieldKind::Text, "anything else"),
    field("note_uk", FieldKind::Text, "the same in Ukrainian"),
];

pub(super) fn collection(atlas: &Atlas) -> Collection<'_> {
    Collection {
        id: "acts".into(),
        title: Said::new("Acts", "Акти"),
        description: Said::new(
            "The register of acts by which somebody claims, recognises or rejects something, on the days they were \
             done. They have no geometry.",
            "Реєстр актів, якими хтось заявляє претензію, визнає чи відкидає щось, за днями. Геометрії вони не \
             мають.",
        ),
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
    atlas.acts().iter().map(|act| item(atlas, act)).collect()
}

fn item<'a>(atlas: &'a Atlas, act: &'a Act) -> Item<'a> {
    let particulars = &act.particulars;
    let replacing = atlas.acts().iter().filter(|other| other.replaces.contains(&act.id));
    let absent =
        |language| Value::text_if_any(particulars.not_recorded_told().map(|said| said.within(language).to_owned()));
    let properties = vec![
        ("kind", Value::text(&*act.kind)),
        ("actor", Value::text(&*act.actor)),
        ("title", Value::text(&*act.title)),
        ("title_uk", Value::text_if_any(act.title_uk.as_deref())),
        ("number", Value::text_if_any(particulars.number.as_deref())),
        ("date", Value::Day(act.date)),
        ("date_end", Value::day_if_any(act.date_end)),
        ("published", Value::day_if_any(particulars.published)),
        ("in_force", Value::day_if_any(act.in_force)),
        ("in_force_until", Value::day_if_any(act.in_force_until)),
        ("regions", Value::words(&act.regions)),
        ("extent", Value::text(act.extent.as_str())),
        ("extent_as_stated", Value::text_if_any(Some(&*act.extent_as_stated))),
        ("extent_as_stated_uk", Value::text_if_any(act.extent_as_stated_uk.as_deref())),
        ("citation", Value::text_if_any(Some(&*act.citation))),
        ("certainty", Value::text(act.certainty.as_str())),
        ("replaces", Value::words(&act.replaces)),
        ("replaced_by", Value::Words(replacing.map(|other| other.id.as_str()).collect())),
        ("rejects", Value::words(&act.rejects)),
        ("unsettled", Value::text_if_any(particulars.unsettled.as_deref())),
        ("unsettled_uk", Value::text_if_any(particulars.unsettled_uk.as_deref())),
        ("not_recorded", absent(Language::English)),
        ("not_recorded_uk", absent(Language::Ukrainian)),
        ("checked", Value::day_if_any(particulars.checked)),
        ("note", Value::text_if_any(act.note.as_deref())),
        ("note_uk", Value::text_if_any(act.note_uk.as_deref())),
    ];
    Item::new(&*act.id, properties).during(time(act))
}

fn time(act: &Act) -> Interval {
    Interval::of_days(act.date, Some(act.date_end.unwrap_or(act.date)))
}
