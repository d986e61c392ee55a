//! `regimes`: the ground on which each legal regime applies, and where that is not determined.

use super::{
    Collection, Field, FieldKind, GeometryKind, Item, Value, around_regions, as_of, field, id_as_of, time_of,
    time_of_sources,
};
use crate::atlas::{Atlas, Timeline};
use crate::model::{Drawing, Extent, Interval, Language, Moment, Regime, Said, Source, Stage, Status};
use crate::query::regimes::settled;
use crate::query::{Cell, RuleEvaluator, Stated, Truth, Why};
use edge_timeline::Area;

const FIELDS: &[Field] = &[
    field("regime", FieldKind::Text, "regime id"),
    field("title", FieldKind::Text, "what it is called"),
    field("title_uk", FieldKind::Text, "what it is called in Ukrainian"),
    field("authority", FieldKind::Text, "whose law"),
    field("kind", FieldKind::Text, "sanctions, occupation, or another word of the register"),
    field("applies", FieldKind::Text, "yes or not_determined"),
    field("reason", FieldKind::Text, "why it is not determined, with what was last known"),
    field("reason_uk", FieldKind::Text, "the same in Ukrainian"),
    field("region", FieldKind::Text, "region id"),
    field("source", FieldKind::Text, "the source by whose statement; none: by none"),
    field("status", FieldKind::Text, "what that source states of the piece"),
    field("holder", FieldKind::Text, "who holds the piece, according to that source: an ISO 3166-1 code"),
    field("version", FieldKind::Stamp, "the version of that source"),
    field("age_days", FieldKind::Whole, "its age in days: past the source's limit, what it states is as last known"),
    field("since", FieldKind::Day, "first day of the stage in force"),
    field("number", FieldKind::Text, "the number of the text in that stage"),
    field("adopted", FieldKind::Day, "the day that text was adopted"),
    field("published", FieldKind::Day, "the day it was published"),
    field("wording", FieldKind::Text, "the geography in the text"),
    field("wording_uk", FieldKind::Text, "the same in Ukrainian"),
    field("citation", FieldKind::Text, "where to read it"),
    field("certainty", FieldKind::Text, "high, medium or low"),
    field("extent_certainty", FieldKind::Text, "how sure it is that the ground is what the text means"),
    field("bounds", FieldKind::Text, "approximate: the ground stands for bounds not known here as the text means them"),
    field("unsettled", FieldKind::Text, "what is not settled of the stage"),
    field("unsettled_uk", FieldKind::Text, "the same in Ukrainian"),
    field("not_recorded", FieldKind::Text, "number and days that are not there, each with why"),
    field("not_recorded_uk", FieldKind::Text, "the same in Ukrainian"),
    field("checked", FieldKind::Day, "the day on which the stage was last checked against its text"),
    field("area_m2", FieldKind::Number, "land in square metres"),
];

/// Pieces up to this size come of rounding where two outlines all but coincide. In square metres.
const MIN_PIECE_M2: f64 = 1.0;

pub(super) fn collection(atlas: &Atlas) -> Collection<'_> {
    let days = atlas.regimes().iter().flat_map(|r| &r.stages).map(|s| Interval::of_days(s.from, s.until));
    Collection {
        id: "regimes".into(),
        title: Said::new("Legal regimes", "Правові режими"),
        description: Said::new(
            "The land of each region on which a legal regime applies at the end of the time asked (left out: today), \
             and where that is not determined; where it goes by control, by the drawn source with the newest version \
             then, or the one the text names. For reference only; not legal advice. An id names its day.",
            "Суходіл кожного регіону, на який правовий режим поширюється на кінець запитаного часу (не задано: \
             сьогодні), і де це не визначено; де це залежить від контролю — за джерелом із контурами й найновішою \
             тоді версією або за тим, яке називає текст. Довідковий перелік; не є юридичною консультацією. \
             Ідентифікатор називає день.",
        ),
        source: None,
        geometry: Some(GeometryKind::Area),
        fields: FIELDS.into(),
        time: super::time_around(days.chain(time_of_sources(atlas))),
        bbox: around_regions(atlas),
        timeline: None,
        sources: atlas.sources().filter(|s| atlas.regimes().iter().any(|r| goes_by(r, s))).collect(),
        is_as_of: true,
        list,
    }
}

fn list<'a>(atlas: &'a Atlas, _: Option<&'a Timeline>, when: Interval) -> Vec<Item<'a>> {
    let moment = as_of(atlas, when);
    let meant = atlas.timeline_meant(&[moment], &[], |_| true);
    let scene = RuleEvaluator::new(atlas, meant, moment);
    let is_meant = |source: &Source| meant.is_some_and(|t| t.source.id == source.id);
    let goes_by = |stage: &Stage, source: &Source| stage_goes_by(stage, source, is_meant(source));
    let mut items = Vec::new();
    for regime in atlas.regimes() {
        let Some(stage) = regime.stage_on(moment.date()) else { continue };
        let by: Vec<&Timeline> = atlas.timelines().iter().filter(|t| goes_by(stage, &t.source)).collect();
        for region in atlas.parts_of_country() {
            for (number, piece) in ground(&scene, stage, region, &by).into_iter().enumerate() {
                items.push(item(atlas, (region, number), moment, (regime, stage), piece, &by));
            }
        }
    }
    items
}

/// A piece of a region's land on which a stage applies, or of which that is not determined.
struct Ground<'a> {
    truth: Truth<'a>,
    /// What the one source states by whose line it goes.
    stated: Option<Stated>,
    area: Area,
}

/// The pieces of a region on which the stage is not known to be out of force: the whole where no line decides.
fn ground<'a>(scene: &RuleEvaluator<'a>, stage: &'a Stage, region: usize, by: &[&'a Timeline]) -> Vec<Ground<'a>> {
    let extents: Vec<&Extent> = stage.extents().collect();
    let truth = |cell: &Cell| settled(stage, |extent| scene.decide(extent, region, cell));
    let whole = scene.whole(region);
    let cells = if truth(&whole).is_open() { scene.cells(&extents, region) } else { vec![whole] };
    let piece = |cell: Cell| {
        let truth = truth(&cell);
        let counts = truth != Truth::No && cell.area.area_m2() > MIN_PIECE_M2;
        let stated = by.first().filter(|_| by.len() == 1).and_then(|timeline| scene.stated_by(&cell, timeline));
        counts.then_some(Ground { truth, stated, area: cell.area })
    };
    cells.into_iter().filter_map(piece).collect()
}

fn item<'a>(
    atlas: &'a Atlas,
    (region, number): (usize, usize),
    moment: Moment,
    (regime, stage): (&'a Regime, &'a Stage),
    Ground { truth, stated, area }: Ground<'_>,
    by: &[&'a Timeline],
) -> Item<'a> {
    let region = atlas.regions()[region].id.as_str();
    let versions = by.iter().filter(|_| stated.is_some()).filter_map(|t| Some((t, t.as_of(moment)?)));
    let version = versions.map(|(t, v)| (t.shown_stamp(v), t.age_days(v, moment))).next();
    let by: Vec<&Source> = by.iter().map(|t| &t.source).filter(|_| stated.is_some()).collect();
    let named: Vec<&str> = by.iter().map(|source| source.id.as_str()).collect();
    let (status, holder) = stated.unzip();
    let why = truth.why().map(Why::told);
    let reason = |language| why.as_ref().map(|reason| reason.within(language).to_owned());
    let particulars = &stage.particulars;
    let absent =
        |language| Value::text_if_any(particulars.not_recorded_told().map(|said| said.within(language).to_owned()));
    let properties = vec![
        ("regime", Value::text(&*regime.id)),
        ("title", Value::text(&*regime.title)),
        ("title_uk", Value::text_if_any(regime.title_uk.as_deref())),
        ("authority", Value::text(&*regime.authority)),
        ("kind", Value::text(&*regime.kind)),
        ("applies", Value::text(truth.as_str())),
        ("reason", Value::text_if_any(reason(Language::English))),
        ("reason_uk", Value::text_if_any(reason(Language::Ukrainian))),
        ("region", Value::text(region)),
        ("source", Value::text_if_any(Some(named.join(",")))),
        ("status", Value::text_if_any(status.map(Status::as_str))),
        ("holder", Value::text_if_any(holder.flatten().map(|party| party.to_string()))),
        ("version", version.map_or(Value::None, |(stamp, _)| Value::Stamp(stamp))),
        ("age_days", version.map_or(Value::None, |(_, age_days)| Value::Whole(age_days))),
        ("since", Value::Day(stage.from)),
        ("number", Value::text_if_any(particulars.number.as_deref())),
        ("adopted", Value::day_if_any(particulars.adopted)),
        ("published", Value::day_if_any(particulars.published)),
        ("wording", Value::text(&*stage.wording)),
        ("wording_uk", Value::text_if_any(stage.wording_uk.as_deref())),
        ("citation", Value::text_if_any(Some(&*stage.citation))),
        ("certainty", Value::text(stage.certainty.as_str())),
        ("extent_certainty", Value::text(stage.extent_certainty.unwrap_or(stage.certainty).as_str())),
        ("bounds", Value::text_if_any(stage.approximate.then_some("approximate"))),
        ("unsettled", Value::text_if_any(particulars.unsettled.as_deref())),
        ("unsettled_uk", Value::text_if_any(particulars.unsettled_uk.as_deref())),
        ("not_recorded", absent(Language::English)),
        ("not_recorded_uk", absent(Language::Ukrainian)),
        ("checked", Value::day_if_any(particulars.checked)),
        ("area_m2", Value::Measured),
    ];
    let id = format!("{}-{region}-{number}", regime.id);
    Item::new(id_as_of(&id, moment), properties).during(time_of(moment)).covering(area).drawn_by(by)
}

/// Whether a source's line can decide where the regime applies.
fn goes_by(regime: &Regime, source: &Source) -> bool {
    regime.stages.iter().any(|stage| stage_goes_by(stage, source, source.drawing == Drawing::Drawn))
}

/// Whether a source's line decides where the stage applies, where it is the one meant or not.
fn stage_goes_by(stage: &Stage, source: &Source, is_meant: bool) -> bool {
    let by = |extent: &Extent| {
        extent.sources().contains(&source.id.as_str()) || (is_meant && extent.depends_on_source_asked())
    };
    stage.extents().any(by)
}
