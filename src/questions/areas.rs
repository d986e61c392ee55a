//! `areas`: how much of each region has which status, says each source.

use super::description::{Context, Question};
use super::values::{IdOrNone, RegionId, SourceId, TimeSelection};
use crate::request::Refusal;
use crate::text::{Table, heads, human, or_empty};
use crate::wire::language::spoken;
use crate::wire::time::Asked;
use crate::wire::{self, sentence, titles};
use contactline_core::model::{Level, Status, Text};
use contactline_core::query;

/// The question.
pub struct Areas;

request! {
    /// What `areas` can be asked.
    pub struct AreasRequest {
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

impl Question for Areas {
    const NAME: &'static str = "areas";
    const ABOUT: Text = titles::AREAS;
    const EXAMPLES: &'static str = examples! {
        "all regions on a day": "contactline areas --date 2025-05-07",
        "by hromada of one region": "contactline areas --region ua-14 --by hromada --date 2025-05-07",
        "month by month, as CSV": "contactline areas --from 2022-03-01 --to 2022-12-01 --step month --format csv",
    };
    const EXAMPLE: &'static str = "date=2025-05-07";

    type Request = AreasRequest;
    type Answer<'a> = Vec<query::AreaRow>;
    type Shape<'s> = wire::Areas<'s>;

    fn ask<'a>(context: Context<'a>, request: AreasRequest) -> Result<Vec<query::AreaRow>, Refusal> {
        let (region, source) = (request.region.id(), request.source.id());
        Ok(query::areas_by(context.atlas, region, request.by, source, request.when.0)?)
    }

    fn overlays(context: Context<'_>, request: &AreasRequest) -> usize {
        query::areas_cost(context.atlas, request.region.id(), request.by, request.source.id(), request.when.0)
    }

    fn shape<'s>(context: Context<'s>, rows: &'s Vec<query::AreaRow>) -> wire::Areas<'s> {
        let ids = rows.iter().map(|row| row.source.as_str());
        let named = rows.iter().map(|row| wire::AreaRow::new(row, context.atlas)).collect();
        let regions = rows.iter().map(|row| row.region.as_str());
        wire::Areas::new(named, ids, context.atlas.sources()).with_units(context.atlas, regions)
    }

    fn csv(shape: &wire::Areas<'_>) -> Result<wire::Csv, csv::Error> {
        shape.to_csv()
    }

    fn text(rows: &Vec<query::AreaRow>, shape: &wire::Areas<'_>) -> String {
        text(rows, shape)
    }
}

/// What is stated; of ground of which the source does not say, just that, and whether only because it leaves it out.
fn said(row: &query::AreaRow) -> String {
    match row.status {
        Status::Unknown if row.age.is_some_and(|age| !age.speaks_of_all()) => spoken().of("unknown", "невідомо").into(),
        Status::Unknown => spoken().of("not covered", "не охоплено").into(),
        _ => human::stated(row.status, row.holder),
    }
}

fn text(rows: &[query::AreaRow], shape: &wire::Areas<'_>) -> String {
    let columns =
        [heads::DATE, heads::REGION, heads::SOURCE, heads::VERSION, heads::STATUS, heads::KM2, heads::PERCENT];
    let mut table = Table::new(&columns, 2).once(&[heads::DATE]).sparing(&[heads::VERSION]);
    for (row, named) in rows.iter().zip(&shape.rows) {
        table.push([
            Asked(row.moment).to_string(),
            named.unit.told(&row.region),
            row.source.clone(),
            or_empty(row.version),
            said(row),
            human::square_km(row.area_m2),
            human::percent(row.share),
        ]);
    }
    let aged = sentence::aged(rows.iter().map(|row| (row.source.as_str(), row.version, row.age)));
    let caveats = human::caveats(rows.iter().map(|row| (row.source.as_str(), row.version, row.caveat.as_ref())));
    table.to_text("")
        + "\n"
        + &human::notes(&shape.notes)
        + &human::aged(&aged)
        + &caveats
        + &human::attribution(&shape.attribution)
}
