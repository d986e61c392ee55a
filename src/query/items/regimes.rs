//! `regimes`: the ground on which each legal regime applies, and where that is not determined.

use rayon::prelude::*;

use super::{
    Collection, Field, FieldKind, GeometryKind, Item, Value, around_regions, as_of, field, id_as_of, time_of,
    time_of_sources,
};
use crate::atlas::{Atlas, Timeline};
use crate::geometry::{Area, overlay};
use crate::model::{Extent, Interval, Moment, Regime, Source, Stage};
use crate::query::Scene;

const FIELDS: &[Field] = &[
    field("regime", FieldKind::Text, "regime id"),
    field("title", FieldKind::Text, "what it is called"),
    field("authority", FieldKind::Text, "whose law"),
    field("kind", FieldKind::Text, "sanctions or occupation"),
    field("applies", FieldKind::Text, "yes or not_determined"),
    field("region", FieldKind::Text, "region id"),
    field("source", FieldKind::Text, "by which sources' line; none: by no line"),
    field("since", FieldKind::Day, "first day of the stage in force"),
    field("wording", FieldKind::Text, "the geography in the text"),
    field("citation", FieldKind::Text, "where to read it"),
    field("certainty", FieldKind::Text, "high, medium or low"),
    field("area_m2", FieldKind::Number, "land in square metres"),
];

/// Pieces up to this size come of rounding where two outlines all but coincide. In square metres.
const LEAST_PIECE_M2: f64 = 1.0;

pub(super) fn collection(atlas: &Atlas) -> Collection<'_> {
    let days = atlas.regimes().iter().flat_map(|r| &r.stages).map(|s| Interval::of_days(s.from, s.until));
    Collection {
        id: "regimes".into(),
        title: "Legal regimes".into(),
        description: "The land of each region on which a legal regime applies at the end of the time asked (left out: \
                      today), and where that is not determined; where it goes by control, by the drawn source with the \
                      newest version, or the one the text names. A register of texts, no legal advice. An id names its \
                      day."
            .into(),
        source: None,
        geometry: Some(GeometryKind::Area),
        fields: FIELDS.into(),
        time: super::time_around(days.chain(time_of_sources(atlas))),
        bbox: around_regions(atlas),
        timeline: None,
        sources: atlas.sources().filter(|s| atlas.regimes().iter().any(|r| goes_by(atlas, r, s))).collect(),
        is_as_of: true,
        list,
    }
}

fn list<'a>(atlas: &'a Atlas, _: Option<&'a Timeline>, when: Interval) -> Vec<Item<'a>> {
    let moment = as_of(atlas, when);
    let in_force = |regime: &'a Regime| Some((regime, regime.stage_on(moment.date())?));
    let stages: Vec<(&Regime, &Stage)> = atlas.regimes().iter().filter_map(in_force).collect();
    let regions: Vec<usize> = atlas.parts_of_country().collect();
    let of_region = |region: &usize| {
        let scene = Scene::new(atlas, atlas.timeline_meant(), moment);
        let cut = |(regime, stage): &(&'a Regime, &'a Stage)| {
            let [yes, open] = ground(&scene, stage, *region);
            [("yes", yes), ("not_determined", open)]
                .into_iter()
                .filter(|(_, area)| area.area_m2() > LEAST_PIECE_M2)
                .map(|(applies, area)| item(atlas, *region, moment, (*regime, *stage), (applies, area)))
                .collect::<Vec<_>>()
        };
        stages.iter().flat_map(cut).collect::<Vec<_>>()
    };
    regions.par_iter().flat_map_iter(of_region).collect()
}

/// Where it applies, and where that is not determined: nobody has, or the source cannot tell.
fn ground(scene: &Scene<'_>, stage: &Stage, region: usize) -> [Area; 2] {
    let cut = scene.cut(&stage.extent, region);
    let Some(undetermined) = &stage.not_determined else { return [cut.yes, cut.open] };
    let undetermined = scene.cut(undetermined, region).yes;
    if undetermined.is_empty() {
        return [cut.yes, cut.open];
    }
    [overlay::difference(&cut.yes, &undetermined), overlay::union([&cut.open, &undetermined])]
}

fn item<'a>(
    atlas: &'a Atlas,
    region: usize,
    moment: Moment,
    (regime, stage): (&'a Regime, &'a Stage),
    (applies, area): (&'static str, Area),
) -> Item<'a> {
    let region = atlas.regions()[region].id.as_str();
    let by: Vec<&Source> = atlas.sources().filter(|source| stage_goes_by(atlas, stage, source)).collect();
    let named: Vec<&str> = by.iter().map(|source| source.id.as_str()).collect();
    let properties = vec![
        ("regime", Value::text(&*regime.id)),
        ("title", Value::text(&*regime.title)),
        ("authority", Value::text(&*regime.authority)),
        ("kind", Value::text(regime.kind.as_str())),
        ("applies", Value::text(applies)),
        ("region", Value::text(region)),
        ("source", Value::text_if_any(Some(named.join(",")))),
        ("since", Value::Day(stage.from)),
        ("wording", Value::text(&*stage.wording)),
        ("citation", Value::text_if_any(Some(&*stage.citation))),
        ("certainty", Value::text(stage.certainty.as_str())),
        ("area_m2", Value::Measured),
    ];
    let id = format!("{}-{region}-{applies}", regime.id);
    Item::new(id_as_of(&id, moment), properties).during(time_of(moment)).covering(area).drawn_by(by)
}

fn goes_by(atlas: &Atlas, regime: &Regime, source: &Source) -> bool {
    regime.stages.iter().any(|stage| stage_goes_by(atlas, stage, source))
}

/// Whether a source's line decides where the stage applies.
fn stage_goes_by(atlas: &Atlas, stage: &Stage, source: &Source) -> bool {
    let is_meant = atlas.timeline_meant().is_some_and(|t| t.source.id == source.id);
    let by = |extent: &Extent| {
        extent.sources().contains(&source.id.as_str()) || (is_meant && extent.depends_on_source_asked())
    };
    by(&stage.extent) || stage.not_determined.as_ref().is_some_and(by)
}
