//! `claims`: which state claims which regions, since when, on which act.

use std::borrow::Cow;

use super::{Collection, Field, FieldKind, Geometry, GeometryKind, Item, Value, field, time_around};
use crate::atlas::{Atlas, Timeline};
use crate::model::{Claim, ExtentKind, Interval, Said};
use edge_timeline::{Area, BBox, overlay};

const FIELDS: &[Field] = &[
    field("claimant", FieldKind::Text, "who claims: an ISO 3166-1 code"),
    field("regions", FieldKind::Words, "ids of the regions claimed"),
    field("since", FieldKind::Day, "first day"),
    field("until", FieldKind::Day, "last day, itself included; none: still claimed"),
    field("act", FieldKind::Text, "id of the act it rests on"),
    field("act_title", FieldKind::Text, "what that act is called"),
    field("act_title_uk", FieldKind::Text, "what that act is called in Ukrainian"),
    field("extent", FieldKind::Text, "whole, approximate or undefined"),
    field("rejected_by", FieldKind::Words, "ids of acts that reject it"),
    field("recognised_by", FieldKind::Words, "who recognises or supports it, as recorded"),
    field("certainty", FieldKind::Text, "high, medium or low"),
    field(
        "land_area_m2",
        FieldKind::Number,
        "land of the regions claimed in square metres; none where no bounds were stated",
    ),
    field("note", FieldKind::Text, "anything else"),
    field("note_uk", FieldKind::Text, "the same in Ukrainian"),
];

pub(super) fn collection(atlas: &Atlas) -> Collection<'_> {
    Collection {
        id: "claims".into(),
        title: Said::new("Sovereignty and claims", "Належність і претензії"),
        description: Said::new(
            "Internationally recognised borders of Ukraine and what Russia claims: by region, from the first day to \
             the last, by act; the land of the regions named. A claim is not control. One whose bounds were never \
             stated has no geometry.",
            "Міжнародно визнані кордони України і те, на що претендує Росія: за регіонами, від першого до останнього \
             дня, за актами; суходіл названих регіонів. Претензія не є контролем. Та, чиїх меж ніколи не було \
             визначено, геометрії не має.",
        ),
        source: None,
        geometry: Some(GeometryKind::Area),
        fields: FIELDS.into(),
        time: time_around(atlas.claims().iter().map(time)),
        bbox: atlas.claims().iter().filter_map(|claim| bbox(atlas, claim)).reduce(BBox::joined),
        timeline: None,
        sources: Vec::new(),
        is_as_of: false,
        list,
    }
}

fn list<'a>(atlas: &'a Atlas, _: Option<&'a Timeline>, when: Interval) -> Vec<Item<'a>> {
    atlas.claims().iter().filter(|claim| time(claim).meets(&when)).map(|claim| item(atlas, claim)).collect()
}

fn item<'a>(atlas: &'a Atlas, claim: &'a Claim) -> Item<'a> {
    let act = atlas.acts().iter().find(|act| act.id == claim.act);
    let lands = lands(atlas, claim);
    let land_m2 = claim.regions.iter().filter_map(|id| atlas.places().position(id)).map(|k| atlas.places().land_m2(k));
    let properties = vec![
        ("claimant", Value::text(claim.claimant.to_string())),
        ("regions", Value::words(&claim.regions)),
        ("since", Value::Day(claim.since)),
        ("until", Value::day_if_any(claim.until)),
        ("act", Value::text(&*claim.act)),
        ("act_title", Value::text_if_any(act.map(|act| &*act.title))),
        ("act_title_uk", Value::text_if_any(act.and_then(|act| act.title_uk.as_deref()))),
        ("extent", Value::text(claim.extent.as_str())),
        ("rejected_by", Value::words(&claim.rejected_by)),
        ("recognised_by", Value::Words(claim.recognised_by.iter().map(|by| by.party.as_str()).collect())),
        ("certainty", Value::text(claim.certainty.as_str())),
        ("land_area_m2", if lands.is_empty() { Value::None } else { Value::Number(land_m2.sum()) }),
        ("note", Value::text_if_any(claim.note.as_deref())),
        ("note_uk", Value::text_if_any(claim.note_uk.as_deref())),
    ];
    let item = Item::new(&*claim.id, properties).during(time(claim));
    let Some(bbox) = bbox(atlas, claim) else { return item };
    item.within(bbox, move || {
        Some(Geometry::Area(match lands[..] {
            [land] => Cow::Borrowed(land),
            _ => Cow::Owned(overlay::union(lands.iter().copied())),
        }))
    })
}

fn time(claim: &Claim) -> Interval {
    Interval::of_days(claim.since, claim.until)
}

/// The lands of the regions claimed; none where only an unstated part is.
fn lands<'a>(atlas: &'a Atlas, claim: &Claim) -> Vec<&'a Area> {
    let named = atlas.regions().iter().filter(|r| claim.regions.contains(&r.id));
    if claim.extent == ExtentKind::Undefined { Vec::new() } else { named.map(|r| &r.land).collect() }
}

fn bbox(atlas: &Atlas, claim: &Claim) -> Option<BBox> {
    let named = claim.regions.iter().filter(|_| claim.extent != ExtentKind::Undefined);
    named.filter_map(|id| atlas.places().position(id)).map(|k| atlas.places().bbox(k)).reduce(BBox::joined)
}
