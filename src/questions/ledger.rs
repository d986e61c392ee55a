//! `ledger`: how much of what a party claims it holds, and what it holds without claiming.

use super::description::{Context, Question};
use super::form::Form;
use super::values::{IdOrNone, RegionId, SourceId, TimeSelection};
use crate::render::chart;
use crate::request::Refusal;
use crate::text::{self, Table, heads, human, or_empty};
use crate::wire::language::spoken;
use crate::wire::time::Asked;
use crate::wire::{self, sentence, titles};
use contactline_core::model::{Level, Party, Text};
use contactline_core::query;

/// The question.
pub struct Ledger;

request! {
    /// What `ledger` can be asked.
    pub struct LedgerRequest {
        /// Claimant: RU or UA (default: all)
        claimant: Option<Party>,
        /// Region or group, or a raion or hromada by its KATOTTG code (default: the six regions and all of them together)
        region: Option<RegionId>,
        /// Part the regions into these: raion or hromada (default: not parted)
        by: Option<Level>,
        /// Source ID (default: all sources)
        source: Option<SourceId>,
    } with {
        /// The day or the days.
        when: TimeSelection,
    }
}

impl Question for Ledger {
    const NAME: &'static str = "ledger";
    const ABOUT: Text = titles::LEDGER;
    const EXAMPLES: &'static str = examples! {
        "what Russia claims, and how much of it it holds": "contactline ledger --claimant RU --date 2025-05-07",
        "the same over time, drawn": "contactline ledger --from 2022-03-01 --to 2023-01-01 --step month --chart",
    };
    const EXAMPLE: &'static str = "claimant=RU&date=2025-05-07";
    const FORMS: &'static [Form] = &[Form::Json, Form::Csv, Form::Svg, Form::Png, Form::Text, Form::Chart];

    type Request = LedgerRequest;
    type Answer<'a> = Vec<query::LedgerRow>;
    type Shape<'s> = wire::Ledger<'s>;

    fn ask<'a>(context: Context<'a>, request: LedgerRequest) -> Result<Vec<query::LedgerRow>, Refusal> {
        let (region, source) = (request.region.id(), request.source.id());
        Ok(query::ledger_by(context.atlas, request.claimant, region, request.by, source, request.when.0)?)
    }

    fn overlays(context: Context<'_>, request: &LedgerRequest) -> usize {
        query::areas_cost(context.atlas, request.region.id(), request.by, request.source.id(), request.when.0)
    }

    fn shape<'s>(context: Context<'s>, rows: &'s Vec<query::LedgerRow>) -> wire::Ledger<'s> {
        let ids = rows.iter().map(|row| row.source.as_str());
        let named = rows.iter().map(|row| wire::LedgerRow::new(row, context.atlas)).collect();
        let regions = rows.iter().map(|row| row.region.as_str());
        wire::Ledger::new(named, ids, context.atlas.sources()).with_units(context.atlas, regions)
    }

    fn csv(shape: &wire::Ledger<'_>) -> Result<wire::Csv, csv::Error> {
        shape.to_csv()
    }

    fn svg(rows: &Vec<query::LedgerRow>, shape: &wire::Ledger<'_>) -> String {
        chart::svg(rows, &shape.attribution)
    }

    fn text(rows: &Vec<query::LedgerRow>, shape: &wire::Ledger<'_>) -> String {
        text(rows, shape)
    }

    fn chart(rows: &Vec<query::LedgerRow>, shape: &wire::Ledger<'_>) -> String {
        let aged = sentence::aged(rows.iter().map(|row| (row.source.as_str(), row.version, row.age)));
        text::chart::chart(rows) + "\n" + &human::aged(&aged) + &human::attribution(&shape.attribution)
    }
}

fn text(rows: &[query::LedgerRow], shape: &wire::Ledger<'_>) -> String {
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
    for (row, named) in rows.iter().zip(&shape.rows) {
        table.push([
            Asked(row.moment).to_string(),
            named.unit.told(&row.region),
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
    table.to_text("")
        + "\n"
        + &whose(rows)
        + &human::notes(&shape.notes)
        + &human::aged(&aged)
        + &caveats
        + &human::attribution(&shape.attribution)
}

/// On what each party's figures rest: recognised borders and a claim are not the same.
fn whose(rows: &[query::LedgerRow]) -> String {
    let has = |party| rows.iter().any(|row| row.claimant == party);
    let of_ukraine = has(Party::UA).then(|| {
        spoken().of("UA: internationally recognised borders of Ukraine", "UA: міжнародно визнані кордони України")
    });
    let of_russia = has(Party::RU).then(|| spoken().of("RU: what Russia claims", "RU: те, на що претендує Росія"));
    let parts: Vec<&str> = of_ukraine.into_iter().chain(of_russia).collect();
    if parts.is_empty() { String::new() } else { format!("{}\n\n", parts.join("; ")) }
}
