//! `proposals`: what each peace text would make of the ground, next to what one source states of it.

use super::{
    Collection, Field, FieldKind, GeometryKind, Item, Value, around_regions, as_of, field, id_as_of, time_of,
    time_of_sources,
};
use crate::atlas::{Atlas, Timeline};
use crate::model::{Bindings, Drawing, Interval, Moment, Proposal, Said, Source};
use crate::query::{self, Outcome, Piece};
use edge_timeline::budget;

const FIELDS: &[Field] = &[
    field("proposal", FieldKind::Text, "proposal id"),
    field("title", FieldKind::Text, "what the text is called"),
    field("title_uk", FieldKind::Text, "what the text is called in Ukrainian"),
    field("region", FieldKind::Text, "region id"),
    field("term", FieldKind::Text, "id of the term that speaks of it; none: no term does"),
    field("wording", FieldKind::Text, "the text's own words, or close to them"),
    field("wording_uk", FieldKind::Text, "the same in Ukrainian"),
    field("source", FieldKind::Text, "the source that states what is so today"),
    field("status", FieldKind::Text, "what that source states"),
    field("holder", FieldKind::Text, "who holds or claims it today: an ISO 3166-1 code"),
    field("after_status", FieldKind::Text, "what it would be; open: not settled"),
    field("after_holder", FieldKind::Text, "who would hold it"),
    field("standing", FieldKind::Text, "in what standing: de_facto, recognised or de_jure"),
    field("zone", FieldKind::Text, "what kind of zone it would be"),
    field("area_m2", FieldKind::Number, "land in square metres"),
];

pub(super) fn collection(atlas: &Atlas) -> Collection<'_> {
    Collection {
        id: "proposals".into(),
        title: Said::new("Peace proposals", "Мирні пропозиції"),
        description: Said::new(
            "What the terms of each peace text would change on land, beside what the drawn source with the newest \
             version then states at the end of the time asked (left out: today). What a text leaves to the reader \
             goes by its default, or is open. Nothing here says that a term is agreed, lawful or likely. An id names \
             its day.",
            "Що змінили б на суходолі умови кожного мирного документа, поруч із тим, що на кінець запитаного часу \
             (не задано: сьогодні) подає джерело з контурами й найновішою тоді версією. Чого документ не визначає, \
             береться типовим або лишається відкритим. Це не означає, що умову погоджено, що вона законна чи \
             ймовірна. Ідентифікатор називає день.",
        ),
        source: None,
        geometry: Some(GeometryKind::Area),
        fields: FIELDS.into(),
        time: time_of_sources(atlas),
        bbox: around_regions(atlas),
        timeline: None,
        sources: atlas.sources().filter(|source| source.drawing == Drawing::Drawn).collect(),
        is_as_of: true,
        list,
    }
}

fn list<'a>(atlas: &'a Atlas, _: Option<&'a Timeline>, when: Interval) -> Vec<Item<'a>> {
    let moment = as_of(atlas, when);
    let Some(timeline) = atlas.timeline_meant(&[moment], &[], |_| true) else { return Vec::new() };
    let source = &timeline.source;
    let texts: Vec<&'a Proposal> = atlas.proposals().iter().collect();
    let of_text = |text: &&'a Proposal| {
        let text: &'a Proposal = text;
        // Region, source and values are left to their defaults: none can be wrong.
        let evaluated = query::proposal(atlas, text, None, Some(&source.id), moment, &Bindings::new());
        let pieces = evaluated.unwrap_or_default().into_iter().flat_map(|evaluation| evaluation.pieces);
        pieces.enumerate().map(|(number, piece)| item(text, number, piece, source, moment)).collect::<Vec<_>>()
    };
    budget::map(&texts, of_text).into_iter().flatten().collect()
}

fn item<'a>(text: &'a Proposal, number: usize, piece: Piece<'a>, source: &'a Source, moment: Moment) -> Item<'a> {
    let term = piece.term.and_then(|k| text.terms.get(k));
    let ((status, holder), after) = (piece.before, piece.after);
    let (after_status, after_holder) = match after {
        Outcome::Is((status, holder)) => (status.as_str(), holder),
        Outcome::Open => ("open", None),
    };
    let properties = vec![
        ("proposal", Value::text(&*text.id)),
        ("title", Value::text(&*text.title)),
        ("title_uk", Value::text_if_any(text.title_uk.as_deref())),
        ("region", Value::text(piece.region)),
        ("term", Value::text_if_any(term.map(|t| &*t.id))),
        ("wording", Value::text_if_any(term.and_then(|t| t.wording.as_deref()))),
        ("wording_uk", Value::text_if_any(term.and_then(|t| t.wording_uk.as_deref()))),
        ("source", Value::text(&*source.id)),
        ("status", Value::text(status.as_str())),
        ("holder", Value::text_if_any(holder.map(|party| party.to_string()))),
        ("after_status", Value::text(after_status)),
        ("after_holder", Value::text_if_any(after_holder.map(|party| party.to_string()))),
        ("standing", Value::text_if_any(term.and_then(|t| t.standing).map(|standing| standing.as_str()))),
        ("zone", Value::text_if_any(term.and_then(|t| t.zone).map(|zone| zone.as_str()))),
        ("area_m2", Value::Number(piece.area_m2)),
    ];
    let id = id_as_of(&format!("{}-{number}", text.id), moment);
    Item::new(id, properties).during(time_of(moment)).covering(piece.area).drawn_by([source])
}
