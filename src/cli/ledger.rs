//! `contactline ledger`.

use clap::Args;

use crate::wire::{self, chart::svg, sentence, time::Asked};
use contactline_core::atlas::Atlas;
use contactline_core::model::Party;
use contactline_core::query;

use super::chart::chart;
use super::failure::{Done, Failure};
use super::form::{Form, FormArgs, or_empty, print, print_json, print_text};
use super::table::Table;
use super::when::WhenArgs;
use super::{heads, human};

/// `ledger`: claimants, regions, sources and days.
#[derive(Debug, Args)]
pub struct LedgerArgs {
    /// Claimant: RU or UA (default: all)
    #[arg(long, value_name = "PARTY")]
    claimant: Option<Party>,
    /// Region or group (default: the six regions and all of them together)
    #[arg(long, value_name = "ID")]
    region: Option<String>,
    /// Source ID (default: all sources)
    #[arg(long, value_name = "ID")]
    source: Option<String>,
    /// Print a chart: bars for one date, lines for a series
    #[arg(long, conflicts_with_all = ["json", "format"])]
    chart: bool,
    /// Print the chart as SVG
    #[arg(long, conflicts_with_all = ["json", "format", "chart"])]
    svg: bool,
    #[command(flatten)]
    when: WhenArgs,
    #[command(flatten)]
    form: FormArgs,
}

impl LedgerArgs {
    /// Answers.
    pub fn run(&self, atlas: &Atlas) -> Result<Done, Failure> {
        let (region, source) = (self.region.as_deref(), self.source.as_deref());
        let rows = query::ledger(atlas, self.claimant, region, source, self.when.when()?).map_err(Failure::new)?;
        let shape = wire::Ledger::new(&rows, atlas.sources());
        if self.svg {
            return print(&svg(&rows, &shape.attribution));
        }
        if self.chart {
            let aged = sentence::aged(rows.iter().map(|row| (row.source.as_str(), row.version, row.age)));
            return print_text(&(chart(&rows) + "\n" + &human::aged(&aged) + &human::attribution(&shape.attribution)));
        }
        match self.form.form() {
            Form::Json => print_json(&shape),
            Form::Csv => self.form.print_csv(shape.to_csv()),
            Form::Text => print_text(&text(&rows, &shape.attribution)),
        }
    }
}

fn text(rows: &[query::LedgerRow], attribution: &[&str]) -> String {
    let columns = [
        heads::DATE,
        heads::REGION,
        heads::SOURCE,
        heads::VERSION,
        heads::CLAIMANT,
        heads::REGION_KM2,
        heads::CLAIMED,
        heads::CLAIMED_AND_HELD,
        heads::CLAIMED_NOT_HELD,
        heads::CONTESTED,
        heads::UNKNOWN,
        heads::HELD_NOT_CLAIMED,
    ];
    let mut table = Table::new(&columns, 7).once(&[heads::DATE, heads::CLAIMANT, heads::SOURCE]).sparing(&[
        heads::HELD_NOT_CLAIMED,
        heads::REGION_KM2,
        heads::VERSION,
        heads::CONTESTED,
        heads::CLAIMED_NOT_HELD,
    ]);
    for row in rows {
        table.push([
            Asked(row.moment).to_string(),
            row.region.clone(),
            row.source.clone(),
            or_empty(row.version),
            row.claimant.to_string(),
            human::square_km(row.region_m2),
            human::square_km(row.claimed_m2),
            human::square_km(row.claimed_held_m2),
            human::square_km(row.claimed_not_held_m2),
            human::square_km(row.contested_m2),
            human::square_km(row.unknown_m2),
            human::square_km(row.held_not_claimed_m2),
        ]);
    }
    let aged = sentence::aged(rows.iter().map(|row| (row.source.as_str(), row.version, row.age)));
    let caveats = human::caveats(rows.iter().map(|row| (row.source.as_str(), row.version, row.caveat.as_ref())));
    table.to_text("") + "\n" + &human::aged(&aged) + &caveats + &human::attribution(attribution)
}
