//! `disputes`: where sources differ on a day.

use super::description::{Context, Question};
use super::form::Form;
use super::values::{AsOf, IdOrNone, RegionId, SourceId, ids};
use crate::request::Refusal;
use crate::text::{Table, heads, human, or_empty};
use crate::wire::language::spoken;
use crate::wire::{self, titles};
use contactline_core::model::{Source, Text};
use contactline_core::query;

/// The question.
pub struct Disputes;

request! {
    /// What `disputes` can be asked.
    pub struct DisputesRequest {
        /// Day (2025-12-02), second (2025-12-02T10:00:00Z) or latest (default: latest)
        date: AsOf,
        /// Region or group (default: every region and neighbour)
        region: Option<RegionId>,
        /// Comma-separated source IDs, at most 16 (default: all). Sources past their age limit count as silent
        sources: Vec<SourceId>,
        /// Take in sources past their age limit: the line may have moved since, so differences need not be disagreement
        with_stale: bool,
    }
}

impl Question for Disputes {
    const NAME: &'static str = "disputes";
    const ABOUT: Text = titles::DISPUTES;
    const EXAMPLES: &'static str = examples! {
        "where sources differ in one region": "contactline disputes --date 2025-05-07 --region ua-14",
    };
    const EXAMPLE: &'static str = "date=2025-05-07&region=ua-14";
    const IS_GEOJSON: bool = true;

    type Request = DisputesRequest;
    type Answer<'a> = query::Disputes<'a>;
    type Shape<'s> = wire::Disputes<'s>;

    fn ask<'a>(context: Context<'a>, request: DisputesRequest) -> Result<query::Disputes<'a>, Refusal> {
        let DisputesRequest { date, region, sources, with_stale } = request;
        let found = query::disputes(context.atlas, region.id(), &ids(&sources), date.0, with_stale);
        // What is wrong with a source is wrong with the list of them.
        found.map_err(|error| Refusal::from(error).renamed("source", "sources"))
    }

    fn overlays(context: Context<'_>, request: &DisputesRequest) -> usize {
        query::disputes_cost(context.atlas, request.region.id(), &ids(&request.sources))
    }

    fn shape<'s>(context: Context<'s>, disputes: &'s query::Disputes<'_>) -> wire::Disputes<'s> {
        wire::Disputes::new(disputes, context.rights)
    }

    fn csv(shape: &wire::Disputes<'_>) -> Result<wire::Csv, csv::Error> {
        shape.to_csv()
    }

    fn drawn<'s>(disputes: &'s query::Disputes<'_>, _: Form) -> Vec<&'s Source> {
        disputes.sources.iter().map(|compared| compared.source).collect()
    }

    fn text(disputes: &query::Disputes<'_>, shape: &wire::Disputes<'_>) -> String {
        text(disputes, &shape.attribution)
    }
}

fn text(disputes: &query::Disputes<'_>, attribution: &[&str]) -> String {
    let mut sources = Table::new(&[heads::SOURCE, heads::VERSION, heads::AGE_DAYS], 1);
    for compared in &disputes.sources {
        let age = compared
            .age_days
            .map(|age| format!("{age}{}", if compared.stale { spoken().of(" out of date", " застаріла") } else { "" }));
        sources.push([compared.source.id.clone(), or_empty(compared.version), or_empty(age)]);
    }
    let columns =
        [heads::REGION, heads::AGREED, heads::OTHER_HOLDER, heads::OTHER_STATUS, heads::ONE_SOURCE, heads::UNKNOWN_KM2];
    let mut regions = Table::new(&columns, 5).sparing(&[heads::OTHER_STATUS]);
    for row in disputes.regions.iter().chain(&disputes.all) {
        let figures = [row.agreed_m2, row.other_holder_m2, row.other_status_m2, row.single_source_m2, row.unknown_m2];
        let [agreed, holder, status, single, unknown] = figures.map(human::square_km);
        regions.push([row.region.to_owned(), agreed, holder, status, single, unknown]);
    }
    let mut pieces = Table::new(&[heads::REGION, heads::SOURCES_AND_HOLDERS, heads::KM2], 1);
    for piece in &disputes.disputes {
        let by = disputes.sources.iter().zip(&piece.stated);
        let said = by.map(|(c, (status, holder))| format!("{}: {}", c.source.id, human::stated(*status, *holder)));
        let said = said.collect::<Vec<_>>().join("; ");
        pieces.push([piece.region.to_owned(), said, human::square_km(piece.area_m2)]);
    }
    let caveats = human::caveats(disputes.sources.iter().map(|c| (c.source.id.as_str(), c.version, c.caveat)));
    let foot = caveats + &human::attribution(attribution);
    let parts = [sources.to_text(""), regions.to_text(""), pieces.to_text(""), foot];
    parts.join("\n")
}
