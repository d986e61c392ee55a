//! `disputes`: the pieces of land on which sources state different things.

use std::sync::Arc;

use super::{
    Collection, Field, FieldKind, GeometryKind, Item, Value, around_regions, as_of, field, id_as_of, stated, time_of,
    time_of_sources,
};
use crate::atlas::{Atlas, Timeline};
use crate::model::{Interval, Said, Status};
use crate::query;

const FIELDS: &[Field] =
    &[field("region", FieldKind::Text, "region id"), field("area_m2", FieldKind::Number, "land in square metres")];

pub(super) fn collection(atlas: &Atlas) -> Collection<'_> {
    Collection {
        id: "disputes".into(),
        title: Said::new("Where sources differ", "Де дані джерел розходяться"),
        description: Said::new(
            "The land on which two sources or more state different things at the end of the time asked (left out: \
             today), in pieces on each of which every source states one thing. An id names its day.",
            "Суходіл, про який два джерела чи більше подають різне на кінець запитаного часу (не задано: сьогодні), \
             частинами, на кожній з яких кожне джерело подає одне. Ідентифікатор називає день.",
        ),
        source: None,
        geometry: Some(GeometryKind::Area),
        fields: [stated::fields(FIELDS, atlas), stated::version_fields(atlas)].concat().into(),
        time: time_of_sources(atlas),
        bbox: around_regions(atlas),
        timeline: None,
        sources: atlas.sources().collect(),
        is_as_of: true,
        list,
    }
}

fn list<'a>(atlas: &'a Atlas, _: Option<&'a Timeline>, when: Interval) -> Vec<Item<'a>> {
    let moment = as_of(atlas, when);
    let names: Arc<[String]> =
        stated::names(atlas).iter().chain(stated::version_names(atlas).iter()).cloned().collect();
    // Every region and every source: neither can be unknown.
    let Ok(found) = query::disputes(atlas, None, &[], moment, false) else { return Vec::new() };
    let query::Disputes { sources, disputes, .. } = found;
    // Every piece says which versions it compares, and how old they are.
    let versions = stated::versions(&sources);
    let item = |(number, piece): (usize, query::Dispute<'a>)| {
        let query::Dispute { region, stated, area, area_m2, .. } = piece;
        let speaks = |(_, (status, _)): &(_, &query::Stated)| *status != Status::Unknown;
        let speaking: Vec<_> = sources.iter().zip(&stated).filter(speaks).map(|(c, _)| c.source).collect();
        let properties = vec![("region", Value::text(region)), ("area_m2", Value::Number(area_m2))];
        let versions = versions.clone();
        Item::new(id_as_of(&format!("{region}-{number}"), moment), properties)
            .during(time_of(moment))
            .covering(area)
            .drawn_by(speaking)
            .later(&names, move || stated::values(stated.iter().copied()).into_iter().chain(versions.clone()).collect())
    };
    disputes.into_iter().enumerate().map(item).collect()
}
