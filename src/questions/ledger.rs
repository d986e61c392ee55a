//! `ledger`: how much of what a party claims it holds, and what it holds without claiming.

use super::description::{Context, Form, Question};
use super::parameter::{IdOrNone, RegionId, SourceId, TimeSelection};
use crate::request::Refusal;
use crate::wire::{self, chart, titles};
use contactline_core::model::{Party, Text};
use contactline_core::query;

/// The question.
pub struct Ledger;

request! {
    /// What `ledger` can be asked.
    pub struct LedgerRequest {
        /// Claimant: RU or UA (default: all)
        claimant: Option<Party>,
        /// Region or group (default: the six regions and all of them together)
        region: Option<RegionId>,
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
    const FORMS: &'static [Form] = &[Form::Json, Form::Csv, Form::Svg];

    type Request = LedgerRequest;
    type Answer<'a> = Vec<query::LedgerRow>;
    type Shape<'s> = wire::Ledger<'s>;

    fn ask<'a>(context: Context<'a>, request: LedgerRequest) -> Result<Vec<query::LedgerRow>, Refusal> {
        let (region, source) = (request.region.id(), request.source.id());
        Ok(query::ledger(context.atlas, request.claimant, region, source, request.when.0)?)
    }

    fn shape<'s>(context: Context<'s>, rows: &'s Vec<query::LedgerRow>) -> wire::Ledger<'s> {
        wire::Ledger::new(rows, context.atlas.sources())
    }

    fn csv(shape: &wire::Ledger<'_>) -> Result<String, csv::Error> {
        shape.to_csv()
    }

    fn svg(rows: &Vec<query::LedgerRow>, shape: &wire::Ledger<'_>) -> String {
        chart::svg(rows, &shape.attribution)
    }
}
