//! `contactline overlap`.

use std::path::PathBuf;

use clap::Args;

use crate::wire::language::spoken;
use crate::wire::{self, Rights, ask, sentence, time::Asked};
use contactline_core::atlas::Atlas;
use contactline_core::model::{Language, Source};
use contactline_core::query::{self, Overlap, Shape};
use contactline_store::geojson::{ReadShape, read_geometry};

use super::failure::{Done, Failure};
use super::form::{Form, FormArgs, print_json, print_text};
use super::place::CrsArgs;
use super::terms::tell_terms;
use super::when::WhenArgs;
use crate::read::input;
use crate::text::Table;
use crate::text::or_empty;
use crate::text::{heads, human};

/// `overlap`: a shape, sources and days.
#[derive(Debug, Args)]
pub struct OverlapArgs {
    /// GeoJSON file with areas or lines, whose crs member counts where --crs is not given; `-` reads standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Source ID (default: all sources)
    #[arg(long, value_name = "ID")]
    source: Option<String>,
    /// Give the parts themselves, in JSON
    #[arg(long)]
    pieces: bool,
    #[command(flatten)]
    when: WhenArgs,
    #[command(flatten)]
    crs: CrsArgs,
    #[command(flatten)]
    form: FormArgs,
}

impl OverlapArgs {
    /// Answers.
    pub fn run(&self, atlas: &Atlas) -> Result<Done, Failure> {
        let (shape, crs) = self.shape(atlas)?;
        let pieces = self.pieces && self.form.form() == Form::Json;
        let overlap = query::overlap(atlas, &shape, self.source.as_deref(), self.when.when()?, pieces);
        let overlap = overlap.map_err(Failure::new)?;
        ask::question_shape(atlas, &shape, &overlap).map_err(Failure::new)?;
        let wired = wire::Overlap::new(&shape, &overlap, atlas.sources(), &Rights::All);
        let wired = wire::Overlap { crs: crs.note()?, ..wired };
        if pieces {
            let is_asked = |s: &&Source| self.source.as_ref().is_none_or(|id| *id == s.id);
            tell_terms(atlas.sources().filter(is_asked));
        }
        match self.form.form() {
            Form::Json => print_json(&crs.in_it(&wired)?),
            Form::Csv => self.form.print_csv(wired.to_csv()),
            Form::Text => print_text(&text(&shape, &overlap, &wired.attribution)),
        }
    }

    /// The shape in the file, and the system its coordinates are in.
    fn shape(&self, atlas: &Atlas) -> Result<(Shape, CrsArgs), Failure> {
        let name = self.file.display();
        let text = input::text(&self.file).map_err(Failure::Told)?;
        if text.trim().is_empty() {
            return Err(Failure::new(format!("{name}: the file is empty")));
        }
        let crs = self.crs.or_of_text(&text)?;
        match read_geometry(&crs.out_of_it(atlas, &text)?) {
            Ok(ReadShape::Area(area)) => Ok((Shape::Area(area), crs)),
            Ok(ReadShape::Paths(paths)) => Ok((Shape::Paths(paths), crs)),
            Err(mut findings) => {
                findings.iter_mut().for_each(|f| f.place.file = Some(name.to_string()));
                let findings = findings.iter().map(|f| format!("\n  {f}")).collect::<String>();
                Err(Failure::new(format!("{name}: no area or line that can be measured{findings}")))
            }
        }
    }
}

fn text(shape: &Shape, overlap: &Overlap, attribution: &[&str]) -> String {
    let (unit, size): (_, fn(f64) -> String) = match shape {
        Shape::Area(_) => (heads::KM2, human::square_km),
        Shape::Paths(_) => (heads::KM, human::km),
    };
    let columns = [heads::DATE, heads::SOURCE, heads::VERSION, heads::REGION, heads::STATUS, unit, heads::PERCENT];
    let mut table = Table::new(&columns, 2).once(&[heads::DATE]).sparing(&[heads::VERSION]);
    let language = spoken();
    for row in &overlap.rows {
        table.push([
            Asked(row.moment).to_string(),
            row.source.clone(),
            or_empty(row.version),
            row.region.clone().unwrap_or_else(|| language.of("none", "немає").into()),
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
    head + &table.to_text("") + "\n" + &human::aged(&aged) + &caveats + &human::attribution(attribution)
}
