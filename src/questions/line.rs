//! `line`: the line of contact on a day, its length, and its point nearest to a place.

use std::fmt::Write;

use super::description::{Context, Question};
use super::form::Form;
use super::place::{NearPlace, Placed};
use super::values::{AsOf, IdOrNone, SourceId, source_or_meant};
use crate::request::Refusal;
use crate::text::human;
use crate::wire::language::spoken;
use crate::wire::{self, titles};
use contactline_core::model::{Language, Moment, Source, Text, notice, told, ukrainian_form};
use contactline_core::query;

/// The question.
pub struct Line;

request! {
    /// What `line` can be asked.
    pub struct LineRequest {
        /// Day (2025-12-02), second (2025-12-02T10:00:00Z) or latest (default: latest)
        date: AsOf,
        /// Source ID (default: the source with outlines that covers most of the land, then the newest)
        source: Option<SourceId>,
    } with {
        /// The place whose nearest point is sought.
        near: NearPlace,
    }
}

impl Question for Line {
    const NAME: &'static str = "line";
    const ABOUT: Text = titles::LINE;
    const EXAMPLES: &'static str = examples! {
        "its length on a day, and its point nearest to a place": "contactline line --date 2025-05-07 --near Kherson",
    };
    const EXAMPLE: &'static str = "lon=32.6&lat=46.6&date=2025-05-07";
    const IS_GEOJSON: bool = true;

    type Request = LineRequest;
    type Answer<'a> = Placed<'a, (query::Line<'a>, Moment)>;
    type Shape<'s> = wire::Line<'s>;

    fn ask<'a>(context: Context<'a>, request: LineRequest) -> Result<Self::Answer<'a>, Refusal> {
        let (atlas, moment) = (context.atlas, request.date.0);
        let place = request.near.find(atlas)?;
        let source = source_or_meant(atlas, request.source.id(), &[moment], None)?;
        let line = query::line(atlas, source, moment, place.as_ref().map(|place| place.position))?;
        Ok(Placed { answer: (line, moment), place, crs: request.near.crs()? })
    }

    fn shape<'s>(context: Context<'s>, line: &'s Self::Answer<'_>) -> wire::Line<'s> {
        let shape = wire::Line::new(&line.answer.0, line.answer.1, context.rights);
        wire::Line { place: line.meant(), crs: line.crs.clone(), ..shape }
    }

    fn csv(shape: &wire::Line<'_>) -> Result<wire::Csv, csv::Error> {
        shape.to_csv()
    }

    fn drawn<'s>(line: &'s Self::Answer<'_>, _: Form) -> Vec<&'s Source> {
        vec![line.answer.0.source]
    }

    fn text(line: &Self::Answer<'_>, shape: &wire::Line<'_>) -> String {
        line.told() + &text(&line.answer.0, &shape.attribution)
    }
}

fn text(line: &query::Line<'_>, attribution: &[&str]) -> String {
    let language = spoken();
    let age = match (line.age.days, line.age.stale) {
        (days, true) => {
            let within = human::distance(line.age.within_m().unwrap_or(line.age.uncertain_within_m));
            match language {
                Language::English => {
                    format!("{}, OUT OF DATE: the line may have moved up to {within} since", human::old(days))
                }
                Language::Ukrainian => {
                    format!("{}, ЗАСТАРІЛА: відтоді лінія могла пересунутися на {within}", human::old(days))
                }
            }
        }
        (days @ 1.., false) => human::old(days),
        _ => String::new(),
    };
    let head = language.of("line of contact according to", "лінія зіткнення за даними");
    let version = language.of("version", "версія");
    let mut text = format!("{head} {}, {version} {}{age}\n", line.source.id, line.version);
    let (km, count) = (human::km(line.length_m), line.paths.len());
    let _ = match language {
        Language::English => {
            let pieces = if count == 1 { "piece" } else { "pieces" };
            writeln!(text, "length   {km} km in {count} {pieces}")
        }
        Language::Ukrainian => {
            let pieces = ukrainian_form(count as u64, ["частина", "частини", "частин"]);
            writeln!(text, "довжина     {km} км, {count} {pieces}")
        }
    };
    if let Some(nearest) = line.nearest {
        let (lon, lat) = (nearest.position.lon(), nearest.position.lat());
        let (distance, bearing) = (human::distance(nearest.distance_m), nearest.bearing_deg);
        let _ = match language {
            Language::English => {
                writeln!(text, "nearest  {lon:.6}, {lat:.6}: {distance} away, bearing {bearing:.1}°")
            }
            Language::Ukrainian => {
                let bearing = told::grouped_in(bearing, 1, language);
                writeln!(text, "найближча   {lon:.6}, {lat:.6}: на відстані {distance}, азимут {bearing}°")
            }
        };
    }
    if line.nearest.is_some() {
        let _ = writeln!(text, "{}", notice::NO_MOVEMENT.within(spoken()));
    }
    text + "\n" + &human::attribution(attribution)
}
