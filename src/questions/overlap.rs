//! `overlap`: how much of a shape of one's own lies under whose control, says each source.

use super::description::{Context, Question, SentKind};
use super::form::Form;
use super::form::JsonStyle;
use super::values::{IdOrNone, SourceId, TimeSelection};
use crate::ask;
use crate::request::{Refusal, Sent, geometry};
use crate::text::{Table, heads, human, or_empty};
use crate::wire::language::spoken;
use crate::wire::time::Asked;
use crate::wire::{self, CrsNote, sentence, titles};
use contactline_core::model::{Language, Level, Source, Text};
use contactline_core::query::{self, Shape};
use contactline_crs::Crs;
use contactline_store::geojson::{ReadShape, read_geometry};

/// A shape that works.
const SQUARE: &str = r#"{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[37.0,48.0],[37.5,48.0],[37.5,48.5],[37.0,48.5],[37.0,48.0]]]}}"#;

/// The question.
pub struct Overlap;

request! {
    /// What `overlap` can be asked.
    pub struct OverlapRequest {
        /// Source ID (default: all sources)
        source: Option<SourceId>,
        /// Part the shape further into these: raion or hromada (default: by region)
        by: Option<Level>,
        /// Give the parts themselves, in JSON
        pieces: bool,
        /// Reference system of the shape's coordinates, such as EPSG:32637; easting or longitude first (default: the shape's own crs member)
        crs: Option<Crs>,
    } with {
        /// The day or the days.
        when: TimeSelection,
        /// The shape as GeoJSON.
        sent: Sent,
    }
}

/// A shape, what it overlaps, and the system its coordinates are in.
#[derive(Debug)]
pub struct OverlapAnswer<'a> {
    shape: Shape,
    overlap: query::Overlap,
    crs: Option<Crs>,
    /// The sources whose outlines cut the parts that are given.
    cut_by: Vec<&'a Source>,
}

impl Question for Overlap {
    const NAME: &'static str = "overlap";
    const ABOUT: Text = titles::OVERLAP;
    const EXAMPLES: &'static str = examples! {
        "a shape of one's own": "contactline overlap shape.geojson --date 2025-05-07",
        "the same from a pipe, by one source": "contactline overlap - --source ua-official-list < shape.geojson",
    };
    const EXAMPLE: &'static str = "date=2025-05-07";
    const SENT: Option<SentKind> = Some(SentKind {
        about: "GeoJSON file with areas or lines, whose crs member counts where --crs is not given; `-` reads standard input",
        noun: "GeoJSON",
        media_types: &[("application/geo+json", SQUARE), ("application/json", SQUARE)],
        is_typed: true,
        // Some 100,000 vertices, twice the largest map layer seen.
        max_bytes: 4 << 20,
    });

    type Request = OverlapRequest;
    type Answer<'a> = OverlapAnswer<'a>;
    type Shape<'s> = wire::Overlap<'s>;

    fn ask<'a>(context: Context<'a>, request: OverlapRequest) -> Result<OverlapAnswer<'a>, Refusal> {
        let atlas = context.atlas;
        let (text, crs) = geometry::in_degrees(request.sent.text, request.crs, atlas)?;
        let shape = match read_geometry(&text).map_err(|findings| Refusal::of_geometry(&findings))? {
            ReadShape::Area(area) => Shape::Area(area),
            ReadShape::Paths(paths) => Shape::Paths(paths),
        };
        let source = request.source.id();
        let overlap = query::overlap_by(atlas, &shape, request.by, source, request.when.0, request.pieces)?;
        ask::question_shape(atlas, &shape, &overlap)?;
        let is_asked = |s: &&Source| request.pieces && source.is_none_or(|id| id == s.id);
        Ok(OverlapAnswer { shape, overlap, crs, cut_by: atlas.sources().filter(is_asked).collect() })
    }

    fn shape<'s>(context: Context<'s>, answer: &'s OverlapAnswer<'_>) -> wire::Overlap<'s> {
        let shape = wire::Overlap::new(&answer.shape, &answer.overlap, context.atlas, context.rights);
        wire::Overlap { crs: answer.crs.map(CrsNote::from), ..shape }
    }

    fn json(answer: &OverlapAnswer<'_>, shape: &wire::Overlap<'_>, style: JsonStyle) -> Result<Vec<u8>, Refusal> {
        style.in_system(answer.crs).write(shape)
    }

    fn csv(shape: &wire::Overlap<'_>) -> Result<wire::Csv, csv::Error> {
        shape.to_csv()
    }

    fn drawn<'s>(answer: &'s OverlapAnswer<'_>, _: Form) -> Vec<&'s Source> {
        answer.cut_by.clone()
    }

    fn text(answer: &OverlapAnswer<'_>, shape: &wire::Overlap<'_>) -> String {
        text(&answer.shape, &answer.overlap, shape)
    }
}

fn text(shape: &Shape, overlap: &query::Overlap, told: &wire::Overlap<'_>) -> String {
    let (unit, size): (_, fn(f64) -> String) = match shape {
        Shape::Area(_) => (heads::KM2, human::square_km),
        Shape::Paths(_) => (heads::KM, human::km),
    };
    let columns = [heads::DATE, heads::SOURCE, heads::VERSION, heads::REGION, heads::STATUS, unit, heads::PERCENT];
    let mut table = Table::new(&columns, 2).once(&[heads::DATE]).sparing(&[heads::VERSION]);
    let language = spoken();
    for (row, named) in overlap.rows.iter().zip(&told.rows) {
        table.push([
            Asked(row.moment).to_string(),
            row.source.clone(),
            or_empty(row.version),
            match &row.region {
                Some(region) => named.unit.told(region),
                None => language.of("none", "немає").into(),
            },
            human::stated(row.status, row.holder),
            size(row.size),
            human::percent(row.share),
        ]);
    }
    let head = match language {
        Language::English => format!("{} {unit} in all\n\n", size(overlap.size)),
        Language::Ukrainian => format!("разом {} {}\n\n", size(overlap.size), unit.within(language)),
    };
    let aged = sentence::aged(overlap.rows.iter().map(|row| (row.source.as_str(), row.version, row.age)));
    let rows = overlap.rows.iter();
    let caveats = human::caveats(rows.map(|row| (row.source.as_str(), row.version, row.caveat.as_ref())));
    head + &table.to_text("")
        + "\n"
        + &human::notes(&told.notes)
        + &human::aged(&aged)
        + &caveats
        + &human::attribution(&told.attribution)
}
