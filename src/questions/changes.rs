//! `changes`: which ground came under a party's control between two days, and which left it.

use super::description::{Context, Question};
use super::values::{AsOf, IdOrNone, RegionId, SourceId, region_of, source_or_meant};
use crate::request::Refusal;
use crate::text::{Table, heads, human};
use crate::wire::language::spoken;
use crate::wire::{self, CrsNote, sentence, titles};
use contactline_core::model::{Language, Level, Moment, Party, Source, Text};
use contactline_core::query::{self, Change};
use contactline_crs::Crs;

/// The question.
pub struct Changes;

request! {
    /// What `changes` can be asked.
    pub struct ChangesRequest {
        /// First day
        from: Moment,
        /// Second day (default: latest)
        to: AsOf,
        /// Source ID (default: the source with outlines that covers most of the land, then the newest)
        source: Option<SourceId>,
        /// Region, or a raion or hromada by its KATOTTG code (default: every region, and the whole map)
        region: Option<RegionId>,
        /// Part the regions into these: raion or hromada (default: not parted)
        by: Option<Level>,
        /// Party whose area of control is compared (default: RU, with each other that the source tells apart beside it)
        party: Option<Party>,
        /// Reference system of the answer's geometries, such as EPSG:32637
        crs: Option<Crs>,
    }
}

/// The changes of a party, those of the others, and the reference system asked for.
#[derive(Clone, Debug)]
pub struct ChangesAnswer<'a> {
    first: query::Changes<'a>,
    others: Vec<query::Changes<'a>>,
    crs: Option<CrsNote>,
}

impl Question for Changes {
    const NAME: &'static str = "changes";
    const ABOUT: Text = titles::CHANGES;
    const EXAMPLES: &'static str = examples! {
        "what came under and left the control of each party in two months": "contactline changes --from 2022-10-01 --to 2022-12-01",
    };
    const EXAMPLE: &'static str = "from=2022-10-01&to=2022-12-01";
    const IS_GEOJSON: bool = true;

    type Request = ChangesRequest;
    type Answer<'a> = ChangesAnswer<'a>;
    type Shape<'s> = wire::Changes<'s>;

    fn ask<'a>(context: Context<'a>, request: ChangesRequest) -> Result<ChangesAnswer<'a>, Refusal> {
        let (from, to, region) = (request.from, request.to.0, request.region.id());
        let within = region_of(context.atlas, region);
        let source = source_or_meant(context.atlas, request.source.id(), &[from, to], within)?;
        let (first, others) =
            query::changes_of_by(context.atlas, source, request.party, (region, request.by), from, to)?;
        Ok(ChangesAnswer { first, others, crs: request.crs.map(CrsNote::from) })
    }

    fn shape<'s>(context: Context<'s>, answer: &'s ChangesAnswer<'_>) -> wire::Changes<'s> {
        let shape = wire::Changes::new(&answer.first, &answer.others, context.rights, context.atlas);
        wire::Changes { crs: answer.crs.clone(), ..shape }
    }

    fn csv(shape: &wire::Changes<'_>) -> Result<wire::Csv, csv::Error> {
        shape.to_csv()
    }

    fn drawn<'s>(answer: &'s ChangesAnswer<'_>) -> Vec<&'s Source> {
        vec![answer.first.source]
    }

    fn text(answer: &ChangesAnswer<'_>, shape: &wire::Changes<'_>) -> String {
        text(&answer.first, &answer.others, shape)
    }
}

/// The regions, and the whole last.
fn rows<'a>(changes: &'a query::Changes<'_>) -> impl Iterator<Item = (&'a str, Change)> {
    let regions = changes.regions.iter().map(|&(region, change)| (region, change));
    regions.chain(changes.total.map(|total| ("total", total)))
}

fn text(changes: &query::Changes<'_>, others: &[query::Changes<'_>], shape: &wire::Changes<'_>) -> String {
    let named = std::iter::once(&shape.regions).chain(shape.others.iter().map(|other| &other.regions));
    let tables = std::iter::once(changes)
        .chain(others)
        .zip(named)
        .map(|(changes, named)| of_party(changes, named))
        .collect::<Vec<_>>()
        .join("\n");
    // The versions are the same for every party.
    let versions = [changes.from, changes.to].into_iter().zip(changes.caveats);
    let caveats = human::caveats(versions.map(|(version, caveat)| (changes.source.id.as_str(), Some(version), caveat)));
    tables + "\n" + &human::notes(&shape.notes) + &caveats + &human::attribution(&shape.attribution)
}

/// One party's table, under what it is of.
fn of_party(changes: &query::Changes<'_>, named: &[wire::RegionChange<'_>]) -> String {
    let query::Changes { source, party, from, to, ages_days: [from_days, to_days], .. } = changes;
    let language = spoken();
    let age = |days: &i64| match language {
        Language::English if *days > 0 => format!(" ({} old)", human::days(*days)),
        Language::Ukrainian if *days > 0 => format!(" (давність {})", human::days(*days)),
        _ => String::new(),
    };
    let (from_age, to_age, party) = (age(from_days), age(to_days), party.name(language));
    let according_to = sentence::according_to(&source.id);
    let head = match language {
        Language::English => format!(
            "Area controlled by {party}: change from version {from}{from_age} to version {to}{to_age}, {according_to}\n\n"
        ),
        Language::Ukrainian => format!(
            "{party}: зміни площі під контролем від версії {from}{from_age} до версії {to}{to_age}, {according_to}\n\n"
        ),
    };
    let mut table = Table::new(&[heads::REGION, heads::CAME_UNDER, heads::LEFT, heads::NET], 3);
    for (region, change) in rows(changes) {
        let named = named.iter().find(|named| named.region == region);
        let region = match named {
            Some(named) => named.unit.told(region),
            None => language.of("total", "разом").to_owned(),
        };
        table.push([
            region,
            human::square_km(change.gained_m2),
            human::square_km(change.lost_m2),
            human::square_km(change.gained_m2 - change.lost_m2),
        ]);
    }
    head + &table.to_text("")
}
