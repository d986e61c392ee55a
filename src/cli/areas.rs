//! `contactline areas`.

use clap::Args;

use crate::wire::language::spoken;
use crate::wire::{self, sentence, time::Asked};
use contactline_core::atlas::Atlas;
use contactline_core::model::Status;
use contactline_core::query;

use super::failure::{Done, Failure};
use super::form::{Form, FormArgs, or_empty, print_json, print_text};
use super::table::Table;
use super::when::WhenArgs;
use super::{heads, human};

/// `areas`: regions, sources and days.
#[derive(Debug, Args)]
pub struct AreasArgs {
    /// Region or group (default: the six regions and all of them together)
    #[arg(long, value_name = "ID")]
    region: Option<String>,
    /// Source ID (default: all sources)
    #[arg(long, value_name = "ID")]
    source: Option<String>,
    #[command(flatten)]
    when: WhenArgs,
    #[command(flatten)]
    form: FormArgs,
}

impl AreasArgs {
    /// Answers.
    pub fn run(&self, atlas: &Atlas) -> Result<Done, Failure> {
        let rows = query::areas(atlas, self.region.as_deref(), self.source.as_deref(), self.when.when()?)
            .map_err(Failure::new)?;
        let shape = wire::Areas::new(&rows, atlas.sources());
        match self.form.form() {
            Form::Json => print_json(&shape),
            Form::Csv => self.form.print_csv(shape.to_csv()),
            Form::Text => print_text(&text(&rows, &shape.attribution)),
        }
    }
}

/// What is stated; of ground of which the source does not say, just that.
fn said(row: &query::AreaRow) -> String {
    match row.status {
        Status::Unknown => spoken().of("not covered", "не охоплено").into(),
        _ => human::stated(row.status, row.holder),
    }
}

fn text(rows: &[query::AreaRow], attribution: &[&str]) -> String {
    let columns =
        [heads::DATE, heads::REGION, heads::SOURCE, heads::VERSION, heads::STATUS, heads::KM2, heads::PERCENT];
    let mut table = Table::new(&columns, 2).once(&[heads::DATE]).sparing(&[heads::VERSION]);
    for row in rows {
        table.push([
            Asked(row.moment).to_string(),
            row.region.clone(),
            row.source.clone(),
            or_empty(row.version),
            said(row),
            human::square_km(row.area_m2),
            human::percent(row.share),
        ]);
    }
    let aged = sentence::aged(rows.iter().map(|row| (row.source.as_str(), row.version, row.age)));
    let caveats = human::caveats(rows.iter().map(|row| (row.source.as_str(), row.version, row.caveat.as_ref())));
    table.to_text("") + "\n" + &human::aged(&aged) + &caveats + &human::attribution(attribution)
}
