//! `regions`: the six regions, their neighbours and the country.

use std::borrow::Cow;

use super::{Collection, Field, FieldKind, Geometry, GeometryKind, Item, Value, field};
use crate::atlas::{Atlas, Timeline};
use crate::model::{Interval, Said};
use edge_timeline::BBox;

const FIELDS: &[Field] = &[
    field("name", FieldKind::Text, "English name"),
    field("name_uk", FieldKind::Text, "Ukrainian name"),
    field("role", FieldKind::Text, "region, neighbour or country"),
    field("groups", FieldKind::Words, "groups it belongs to"),
    field("land_area_m2", FieldKind::Number, "land in square metres"),
];

pub(super) fn collection(atlas: &Atlas) -> Collection<'_> {
    let boxes = (0..atlas.regions().len()).map(|k| atlas.places().bbox(k));
    Collection {
        id: "regions".into(),
        title: Said::new("Regions", "Регіони"),
        description: Said::new(
            "The land of the six regions that Russia claims, of the oblasts beside them, and of the country. They \
             have no time.",
            "Суходіл шести регіонів, на які претендує Росія, сусідніх областей і країни. Часу вони не мають.",
        ),
        source: None,
        geometry: Some(GeometryKind::Area),
        fields: FIELDS.into(),
        time: None,
        bbox: boxes.reduce(BBox::joined),
        timeline: None,
        sources: Vec::new(),
        is_as_of: false,
        list,
    }
}

fn list<'a>(atlas: &'a Atlas, _: Option<&'a Timeline>, _: Interval) -> Vec<Item<'a>> {
    let item = |(k, region): (usize, &'a crate::model::Region)| {
        let properties = vec![
            ("name", Value::text(&*region.name)),
            ("name_uk", Value::text(&*region.name_uk)),
            ("role", Value::text(region.role.as_str())),
            ("groups", Value::words(&region.groups)),
            ("land_area_m2", Value::Number(atlas.places().land_m2(k))),
        ];
        let build = move || Some(Geometry::Area(Cow::Borrowed(&region.land)));
        Item::new(&*region.id, properties).within(atlas.places().bbox(k), build)
    };
    atlas.regions().iter().enumerate().map(item).collect()
}
