//! `agreement`: how far every two sources agree, by region, over time.

use super::description::{Context, Question};
use super::values::{IdOrNone, RegionId, SourceId, TimeSelection, ids};
use crate::request::Refusal;
use crate::text::{Table, heads, human};
use crate::wire::language::spoken;
use crate::wire::time::Asked;
use crate::wire::{self, titles};
use contactline_core::model::Text;
use contactline_core::query::{self, AgreementRow};

/// The question.
pub struct Agreement;

request! {
    /// What `agreement` can be asked.
    pub struct AgreementRequest {
        /// Region or group (default: every region and neighbour, and all)
        region: Option<RegionId>,
        /// Comma-separated source IDs, at most 16 (default: all). Sources past their age limit count as silent
        sources: Vec<SourceId>,
        /// Take in sources past their age limit: the line may have moved since, so differences need not be disagreement
        with_stale: bool,
    } with {
        /// The day or the days.
        when: TimeSelection,
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
        let AgreementRequest { region, sources, with_stale, when } = request;
        let rows = query::agreement(context.atlas, region.id(), &ids(&sources), when.0, with_stale);
        // What is wrong with a source is wrong with the list of them.
        rows.map_err(|error| Refusal::from(error).renamed("source", "sources"))
    }

    fn overlays(context: Context<'_>, request: &AgreementRequest) -> usize {
        query::agreement_cost(context.atlas, request.region.id(), &ids(&request.sources), request.when.0)
    }

    fn shape<'s>(context: Context<'s>, rows: &'s Self::Answer<'_>) -> wire::Agreement<'s> {
        let ids = rows.iter().flat_map(|row| row.sources.iter().map(|compared| compared.source.id.as_str()));
        wire::Agreement::new(rows.iter().map(wire::AgreementRow::from).collect(), ids, context.atlas.sources())
    }

    fn csv(shape: &wire::Agreement<'_>) -> Result<wire::Csv, csv::Error> {
        shape.to_csv()
    }

    fn text(rows: &Self::Answer<'_>, shape: &wire::Agreement<'_>) -> String {
        if rows.is_empty() { String::new() } else { text(rows, &shape.attribution) }
    }

    fn nothing(context: Context<'_>, rows: &Self::Answer<'_>) -> Option<String> {
        let known = || context.atlas.sources().map(|source| source.id.as_str()).collect::<Vec<_>>().join(", ");
        rows.is_empty().then(|| format!("agreement requires at least two sources. Available: {}", known()))
    }
}

fn text(rows: &[AgreementRow<'_>], attribution: &[&str]) -> String {
    let columns = [
        heads::DATE,
        heads::REGION,
        heads::SOURCES,
        heads::VERSIONS,
        heads::AGE_DAYS,
        heads::AGREED,
        heads::OTHER_HOLDER,
        heads::OTHER_STATUS,
        heads::NO_DATA,
        heads::AGREED_PERCENT,
    ];
    let mut table = Table::new(&columns, 5)
        .once(&[heads::DATE, heads::SOURCES, heads::VERSIONS, heads::AGE_DAYS])
        .sparing(&[heads::NO_DATA, heads::OTHER_STATUS]);
    let none = spoken().of("none", "немає");
    for row in rows {
        let spoken_m2 = row.agreed_m2 + row.differs_m2;
        let percent = if spoken_m2 > 0.0 { human::percent(row.agreed_m2 / spoken_m2) } else { String::new() };
        table.push([
            Asked(row.moment).to_string(),
            row.region.clone(),
            row.sources.map(|c| c.source.id.clone()).join(", "),
            row.sources.map(|c| c.version.map_or_else(|| none.to_owned(), |v| v.to_string())).join(", "),
            row.sources.map(days_old).join(", "),
            human::square_km(row.agreed_m2),
            human::square_km(row.other_holder_m2),
            human::square_km(row.other_status_m2),
            human::square_km(row.not_stated_m2),
            percent,
        ]);
    }
    let compared = rows.iter().flat_map(|row| &row.sources);
    let caveats = human::caveats(compared.map(|c| (c.source.id.as_str(), c.version, c.caveat)));
    table.to_text("") + "\n" + &caveats + &human::attribution(attribution)
}

fn days_old(compared: query::Compared<'_>) -> String {
    let age = compared.age_days.map_or_else(|| "-".to_owned(), |days| days.to_string());
    if compared.stale { age + spoken().of(" out of date", " застаріла") } else { age }
}
