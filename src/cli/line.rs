//! `contactline line`.

use std::fmt::Write;

use clap::Args;

use crate::wire::language::spoken;
use crate::wire::{self, Rights};
use contactline_core::atlas::Atlas;
use contactline_core::model::{Language, notice, told, ukrainian_form};
use contactline_core::query;

use super::changes::source_or_meant;
use super::failure::{Done, Failure};
use super::form::{Form, FormArgs, print_json, print_text};
use super::place::{CrsArgs, Given};
use super::terms::tell_terms;
use super::when::DateArgs;
use crate::text::human;

/// `line`: a day, a source, and a place to measure from.
#[derive(Debug, Args)]
pub struct LineArgs {
    #[command(flatten)]
    date: DateArgs,
    /// Source ID (default: the source with outlines that covers most of the land, then the newest)
    #[arg(long, value_name = "ID")]
    source: Option<String>,
    /// Place for which to find the nearest point of the line
    #[arg(long, value_name = "LON,LAT|NAME", allow_hyphen_values = true)]
    near: Option<String>,
    #[command(flatten)]
    crs: CrsArgs,
    #[command(flatten)]
    form: FormArgs,
}

impl LineArgs {
    /// Answers.
    pub fn run(&self, atlas: &Atlas) -> Result<Done, Failure> {
        let given = self.near.as_deref().map(|near| Given::of_word(atlas, near, &self.crs)).transpose()?;
        let moment = self.date.moment()?;
        let source = source_or_meant(atlas, self.source.as_deref(), &[moment], None)?;
        let line = query::line(atlas, source, moment, given.as_ref().map(|g| g.position)).map_err(Failure::new)?;
        let place = given.as_ref().and_then(Given::wired);
        let shape = wire::Line { place, crs: self.crs.note()?, ..wire::Line::new(&line, moment, &Rights::All) };
        match self.form.form() {
            Form::Json => {
                tell_terms([line.source]);
                print_json(&self.crs.in_it(&shape)?)
            }
            Form::Csv => self.form.print_csv(shape.to_csv()),
            Form::Text => {
                print_text(&(given.map_or_else(String::new, |g| g.told()) + &text(&line, &shape.attribution)))
            }
        }
    }
}

fn text(line: &query::Line<'_>, attribution: &[&str]) -> String {
    let language = spoken();
    let age = match (line.age_days, line.stale) {
        (days, true) => {
            let within = human::distance(line.source.uncertain_within_m(days));
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
