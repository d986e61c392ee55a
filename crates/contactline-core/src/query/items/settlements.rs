//! `settlements`: cities, towns and villages, each with what every source states of its point.

use std::sync::Arc;

use super::{Collection, Field, FieldKind, GeometryKind, Item, Value, as_of, field, stated, time_of_sources};
use crate::atlas::{Atlas, Spoken, Timeline};
use crate::model::{Interval, Locality, Moment, Said, Status};
use edge_timeline::BBox;

const FIELDS: &[Field] = &[
    field("name", FieldKind::Text, "English name"),
    field("name_uk", FieldKind::Text, "Ukrainian name"),
    field("population", FieldKind::Whole, "listed population, of no certain date"),
    field("region", FieldKind::Text, "region id"),
];

pub(super) fn collection(atlas: &Atlas) -> Collection<'_> {
    Collection {
        id: "settlements".into(),
        title: Said::new("Settlements", "Населені пункти"),
        description: Said::new(
            "Cities, towns and villages of 500 people and more, each with what every source states of its point at \
             the end of the time asked (left out: today); where a version is too old to speak of it, unknown with \
             what was last known.",
            "Міста, селища й села від 500 мешканців: про точку кожного — що подає кожне джерело на кінець запитаного \
             часу (не задано: сьогодні); де версія надто давня, щоб про неї судити, — невідомо, з останніми \
             відомостями.",
        ),
        source: None,
        geometry: Some(GeometryKind::Position),
        fields: [stated::fields(FIELDS, atlas), stated::age_fields(atlas)].concat().into(),
        time: time_of_sources(atlas),
        bbox: Some(atlas.gazetteer().bbox()).filter(BBox::is_some),
        timeline: None,
        sources: atlas.sources().collect(),
        is_as_of: true,
        list,
    }
}

fn list<'a>(atlas: &'a Atlas, _: Option<&'a Timeline>, when: Interval) -> Vec<Item<'a>> {
    let moment = as_of(atlas, when);
    let names: Arc<[String]> = stated::names(atlas).iter().chain(stated::age_names(atlas).iter()).cloned().collect();
    let item = |locality: &'a Locality| {
        let properties = vec![
            ("name", Value::text(&*locality.name)),
            ("name_uk", Value::text(&*locality.name_uk)),
            ("population", locality.listed_population().map_or(Value::None, |people| Value::Whole(i64::from(people)))),
            ("region", Value::text(&*locality.region)),
        ];
        let values = move || values(atlas, locality, moment);
        let time = super::time_of(moment);
        Item::new(&*locality.id, properties).during(time).at(Some(locality.position)).later(&names, values)
    };
    atlas.gazetteer().list().iter().map(item).collect()
}

/// What every source says of the settlement's point, then how old that is and what was last known.
fn values<'a>(atlas: &'a Atlas, locality: &Locality, moment: Moment) -> Vec<Value<'a>> {
    let place = atlas.places().whereabouts(locality.position);
    let said = |timeline: &'a Timeline| timeline.spoken(moment, locality.position, &place, atlas.places());
    let said: Vec<Spoken<'a>> = atlas.timelines().iter().map(said).collect();
    let ages = said.iter().flat_map(|said| {
        let (status, holder) = said.last_known.map(|last| (last.status, last.holder)).unzip();
        [
            said.age.map_or(Value::None, |age| Value::Whole(age.days)),
            Value::text_if_any(status.map(Status::as_str)),
            Value::text_if_any(holder.flatten().map(|party| party.to_string())),
        ]
    });
    let stated = said.iter().map(|said| (said.statement.status, said.statement.holder));
    stated::values(stated).into_iter().chain(ages).collect()
}
