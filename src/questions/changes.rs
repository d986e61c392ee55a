//! `changes`: which ground came under a party's control between two days, and which left it.

use super::description::{Context, Question};
use super::form::Form;
use super::values::{AsOf, IdOrNone, RegionId, SourceId, region_of, source_or_meant};
use crate::render::change_bars;
use crate::request::Refusal;
use crate::text::{Table, heads, human};
use crate::wire::language::spoken;
use crate::wire::{self, CrsNote, sentence, titles};
use contactline_core::atlas::Atlas;
use contactline_core::model::{Language, Level, Moment, Party, Source, Text};
use contactline_core::query::{self, Change, ChangeStep, Step, When};
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
        /// Also in steps, from each day to the next: figures by region (default: the first day against the second alone)
        step: Option<Step>,
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
    /// Where a step was named.
    steps: Option<Vec<ChangeStep<'a>>>,
    atlas: &'a Atlas,
    crs: Option<CrsNote>,
}

impl Question for Changes {
    const NAME: &'static str = "changes";
    const ABOUT: Text = titles::CHANGES;
    const EXAMPLES: &'static str = examples! {
        "what came under and left the control of each party in two months": "contactline changes --from 2022-10-01 --to 2022-12-01",
        "the same month by month": "contactline changes --from 2022-04-01 --to 2022-12-01 --step month",
        "a chart of it": "contactline changes --from 2022-04-01 --to 2022-12-01 --step month --svg",
    };
    const EXAMPLE: &'static str = "from=2022-10-01&to=2022-12-01";
    const FORMS: &'static [Form] = &[Form::Json, Form::Csv, Form::Svg, Form::Png, Form::Text];
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
        let in_steps = |step| {
            let when = When::Series { from: from.date(), to: to.date(), step };
            query::change_steps(context.atlas, source, request.party, (region, request.by), when)
        };
        let steps = request.step.map(in_steps).transpose()?;
        Ok(ChangesAnswer { first, others, steps, atlas: context.atlas, crs: request.crs.map(CrsNote::from) })
    }

    fn overlays(_: Context<'_>, request: &ChangesRequest) -> usize {
        let when = |step| When::Series { from: request.from.date(), to: request.to.0.date(), step };
        let is_parted = request.by.is_some() || request.region.id().is_some_and(|id| id.starts_with("UA"));
        // What is parted is cut; of whole regions sums are made, of many days as much work all the same.
        const SUMS_OF_AN_OVERLAY: usize = 16;
        let steps = request.step.and_then(|step| when(step).moments().ok()).map_or(0, |moments| moments.len());
        if is_parted { steps } else { steps / SUMS_OF_AN_OVERLAY }
    }

    fn shape<'s>(context: Context<'s>, answer: &'s ChangesAnswer<'_>) -> wire::Changes<'s> {
        let shape = wire::Changes::new(&answer.first, &answer.others, context.rights, context.atlas);
        let shape = wire::Changes { crs: answer.crs.clone(), ..shape };
        match &answer.steps {
            Some(steps) => shape.in_steps(steps, context.atlas),
            None => shape,
        }
    }

    fn csv(shape: &wire::Changes<'_>) -> Result<wire::Csv, csv::Error> {
        shape.to_csv()
    }

    fn drawn<'s>(answer: &'s ChangesAnswer<'_>, form: Form) -> Vec<&'s Source> {
        // Its picture is a chart.
        if matches!(form, Form::Svg | Form::Png) { Vec::new() } else { vec![answer.first.source] }
    }

    fn svg(answer: &ChangesAnswer<'_>, shape: &wire::Changes<'_>) -> String {
        let whole = || vec![ChangeStep::from(answer.first.clone())];
        let steps = answer.steps.clone().unwrap_or_else(whole);
        change_bars::svg(&steps, answer.first.source, answer.atlas, &shape.attribution)
    }

    fn text(answer: &ChangesAnswer<'_>, shape: &wire::Changes<'_>) -> String {
        match &shape.steps {
            Some(rows) => in_steps(&answer.first, rows, shape),
            None => text(&answer.first, &answer.others, shape),
        }
    }
}

/// The steps: of each the regions where anything changed, and the whole.
fn in_steps(changes: &query::Changes<'_>, rows: &[wire::ChangeRow<'_>], shape: &wire::Changes<'_>) -> String {
    let columns = [
        heads::FROM,
        heads::TO,
        heads::VERSIONS,
        heads::PARTY,
        heads::REGION,
        heads::CAME_UNDER,
        heads::LEFT,
        heads::NET,
    ];
    let mut table = Table::new(&columns, 3).once(&[heads::PARTY]).sparing(&[heads::VERSIONS]);
    // Less is nothing as figures are written here.
    const SHOWN_M2: f64 = 500.0;
    let is_alone = changes.total.is_none() && changes.regions.len() == 1;
    let is_mirrored = mirrored(changes.party, rows, SHOWN_M2);
    let is_told = |row: &&wire::ChangeRow<'_>| {
        let is_one = is_alone || row.region == "total" || row.change.gained_m2.max(row.change.lost_m2) >= SHOWN_M2;
        is_one && !(is_mirrored && row.party.0 != changes.party)
    };
    for row in rows.iter().filter(is_told) {
        let is_new = row.has_news();
        let figure = |area_m2| if is_new { human::square_km(area_m2) } else { "-".to_owned() };
        table.push([
            row.from_date.to_string(),
            row.to_date.to_string(),
            if is_new {
                format!("{} – {}", row.from.0, row.to.0)
            } else {
                spoken().of("no newer", "немає новішої").into()
            },
            row.party.0.to_string(),
            if row.region == "total" { spoken().of("total", "разом").into() } else { row.unit.told(row.region) },
            figure(row.change.gained_m2),
            figure(row.change.lost_m2),
            figure(row.change.net_m2),
        ]);
    }
    let id = &changes.source.id;
    let head = match spoken() {
        Language::English => format!("Changes of control in steps, {}\n\n", sentence::according_to(id)),
        Language::Ukrainian => format!("Зміни контролю покроково, {}\n\n", sentence::according_to(id)),
    };
    let silence = rows.iter().any(|row| !row.has_news()).then(|| {
        let told = spoken().of(
            "-: the source has no newer version in that step, which tells nothing of the ground",
            "-: джерело не має новішої версії за цей крок; про місцевість це нічого не каже",
        );
        format!("{told}\n\n")
    });
    let caveats: String =
        shape.caveats.iter().map(|told| format!("{}: {told}\n", spoken().of("caveat", "застереження"))).collect();
    let mirror = is_mirrored.then(|| match spoken() {
        Language::English => {
            format!("What {} gained the other party lost, and the other way round.\n\n", changes.party)
        }
        Language::Ukrainian => format!("Що здобула {}, те втратила інша сторона, і навпаки.\n\n", changes.party),
    });
    head + &table.to_text("")
        + "\n"
        + &mirror.unwrap_or_default()
        + &silence.unwrap_or_default()
        + &human::notes(&shape.notes)
        + &caveats
        + &human::attribution(&shape.attribution)
}

/// Whether there is one other party, and in every row it lost what this one gained and gained what this one lost.
fn mirrored(party: Party, rows: &[wire::ChangeRow<'_>], within_m2: f64) -> bool {
    let (own, other): (Vec<_>, Vec<_>) = rows.iter().partition(|row| row.party.0 == party);
    let is_mirror = |(own, other): (&&wire::ChangeRow<'_>, &&wire::ChangeRow<'_>)| {
        let (own, other) = (own.change, other.change);
        (own.gained_m2 - other.lost_m2).abs() < within_m2 && (own.lost_m2 - other.gained_m2).abs() < within_m2
    };
    own.len() == other.len() && own.iter().zip(&other).all(is_mirror)
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
