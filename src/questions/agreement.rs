//! `agreement`: how far every two sources agree, by region, over time.

use super::description::{Context, Question};
use super::parameter::{IdOrNone, RegionId, SourceId, TimeSelection};
use crate::request::Refusal;
use crate::wire::{self, titles};
use contactline_core::model::Text;
use contactline_core::query;

/// The question.
pub struct Agreement;

request! {
    /// What `agreement` can be asked.
    pub struct AgreementRequest {
        /// Region or group (default: every region and neighbour)
        region: Option<RegionId>,
        /// Comma-separated source IDs, at most 16 (default: all). Sources past their age limit count as silent
        sources: Vec<SourceId>,
    } with {
        /// The day or the days.
        when: TimeSelection,
    }
}

impl AgreementRequest {
    fn sources(&self) -> Vec<&str> {
        self.sources.iter().map(|source| source.0.as_str()).collect()
    }
}

impl Question for Agreement {
    const NAME: &'static str = "agreement";
    const ABOUT: Text = titles::AGREEMENT;
    const EXAMPLES: &'static str = examples! {
        "agreement of every two sources": "contactline agreement --data store --date 2025-05-07",
    };
    const EXAMPLE: &'static str = "date=2025-05-07";

    type Request = AgreementRequest;
    type Answer<'a> = Vec<query::AgreementRow<'a>>;
    type Shape<'s> = wire::Agreement<'s>;

    fn ask<'a>(context: Context<'a>, request: AgreementRequest) -> Result<Self::Answer<'a>, Refusal> {
        let rows = query::agreement(context.atlas, request.region.id(), &request.sources(), request.when.0);
        // What is wrong with a source is wrong with the list of them.
        rows.map_err(|error| Refusal::from(error).renamed("source", "sources"))
    }

    fn overlays(context: Context<'_>, request: &AgreementRequest) -> usize {
        query::agreement_cost(context.atlas, request.region.id(), &request.sources(), request.when.0)
    }

    fn shape<'s>(context: Context<'s>, rows: &'s Self::Answer<'_>) -> wire::Agreement<'s> {
        wire::Agreement::new(rows, context.atlas.sources())
    }

    fn csv(shape: &wire::Agreement<'_>) -> Result<String, csv::Error> {
        shape.to_csv()
    }
}
