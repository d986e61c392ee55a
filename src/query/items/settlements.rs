//! `settlements`: cities, towns and villages, each with what every source states of its point.

use super::{Collection, Field, FieldKind, GeometryKind, Item, Value, as_of, field, stated, time_of_sources};
use crate::atlas::{Atlas, Timeline};
use crate::geometry::BBox;
use crate::model::{Interval, Locality, Moment};
use crate::query::Stated;

const FIELDS: &[Field] = &[
    field("name", FieldKind::Text, "English name"),
    field("name_uk", FieldKind::Text, "Ukrainian name"),
    field("population", FieldKind::Whole, "listed population, of no certain date"),
    field("region", FieldKind::Text, "region id"),
];

pub(super) fn collection(atlas: &Atlas) -> Collection<'_> {
    Collection {
        id: "settlements".into(),
        title: "Settlements".into(),
        description:
            "Cities, towns and villages of 500 people and more, each with what every source states of its point \
                      at the end of the time asked (left out: today)."
                .into(),
        source: None,
        geometry: Some(GeometryKind::Position),
        fields: stated::fields(FIELDS, atlas).into(),
        time: time_of_sources(atlas),
        bbox: Some(BBox::of_positions(atlas.gazetteer().list().iter().map(|l| l.position))).filter(BBox::is_some),
        timeline: None,
        sources: atlas.sources().collect(),
        is_as_of: true,
        list,
    }
}

fn list<'a>(atlas: &'a Atlas, _: Option<&'a Timeline>, when: Interval) -> Vec<Item<'a>> {
    let (moment, names) = (as_of(atlas, when), stated::names(atlas));
    let item = |locality: &'a Locality| {
        let properties = vec![
            ("name", Value::text(&*locality.name)),
            ("name_uk", Value::text(&*locality.name_uk)),
            ("population", Value::Whole(i64::from(locality.population))),
            ("region", Value::text(&*locality.region)),
        ];
        let values = move || stated::values(states(atlas, locality, moment));
        let time = super::time_of(moment);
        Item::new(&*locality.id, properties).during(time).at(Some(locality.position)).later(&names, values)
    };
    atlas.gazetteer().list().iter().map(item).collect()
}

/// What every source states of the settlement's point.
fn states(atlas: &Atlas, locality: &Locality, moment: Moment) -> Vec<Stated> {
    let place = atlas.places().whereabouts(locality.position);
    let of = |timeline: &Timeline| {
        let statement = timeline.spoken(moment, locality.position, &place, atlas.places()).statement;
        (statement.status, statement.holder)
    };
    atlas.timelines().iter().map(of).collect()
}
