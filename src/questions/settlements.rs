//! `settlements`: which settlements there are, and what each source states of them.

use std::fmt::Write;

use schemars::Schema;
use schemars::generate::SchemaGenerator;

use super::description::{Context, Question};
use super::form::{Form, JsonStyle};
use super::place::{Near, Placed};
use super::values::{AsOf, IdOrNone, Name, RegionId, SourceId};
use crate::request::Refusal;
use crate::text::{Table, heads, human};
use crate::wire::language::{spoken, told};
use crate::wire::time::Asked;
use crate::wire::{self, sentence, titles};
use contactline_core::atlas::Since;
use contactline_core::model::{Language, Moment, Party, Status, Text};
use contactline_core::query::{self, ControlAt, SettlementRow, Wanted};

/// The question.
pub struct Settlements;

request! {
    /// What `settlements` can be asked.
    pub struct SettlementsRequest {
        /// A name, alone or with its region, or a part of one; in English, Ukrainian or Russian, old names too
        q: Option<Name>,
        /// Day (2025-12-02), second (2025-12-02T10:00:00Z) or latest (default: latest)
        date: AsOf,
        /// Region or group, or a raion or hromada by its KATOTTG code (default: all)
        region: Option<RegionId>,
        /// Source ID (default: all sources)
        source: Option<SourceId>,
        /// Only settlements with this status in some source
        status: Option<Status>,
        /// Only settlements with this holder in some source
        holder: Option<Party>,
        /// Only settlements of which some source states another status or holder since this day; the answer lists the changes
        since: Option<Moment>,
        /// Maximum number of results (default: all)
        limit: Option<usize>,
    } with {
        /// The place to which the nearest come first.
        near: Near,
    }
}

impl Question for Settlements {
    const NAME: &'static str = "settlements";
    const ABOUT: Text = titles::SETTLEMENTS;
    const EXAMPLES: &'static str = examples! {
        "by a part of their name": "contactline settlements pokrovsk --date 2025-05-07",
        "which changed holder since a day, when, by which source": "contactline settlements --since 2025-05-01 --region ua-14",
        "the nearest to a place, as points": "contactline settlements --near 37.177,48.280 --limit 5 --format geojson",
    };
    const EXAMPLE: &'static str = "q=pokrovsk&date=2025-05-07";
    const FORMS: &'static [Form] = &[Form::Json, Form::Csv, Form::Geojson, Form::Text];

    type Request = SettlementsRequest;
    type Answer<'a> = Placed<'a, query::Settlements<'a>>;
    type Shape<'s> = wire::Settlements<'s>;

    fn ask<'a>(context: Context<'a>, request: SettlementsRequest) -> Result<Self::Answer<'a>, Refusal> {
        let place = request.near.find(context.atlas)?;
        let wanted = Wanted {
            region: request.region.id(),
            source: request.source.id(),
            name: request.q.as_ref().map(|name| name.0.as_str()),
            near: place.as_ref().map(|place| place.position),
            status: request.status,
            holder: request.holder,
            since: request.since.map(Moment::date),
            limit: request.limit,
        };
        let found = query::settlements(context.atlas, request.date.0, wanted)?;
        Ok(Placed { answer: found, place, crs: request.near.crs()? })
    }

    fn shape<'s>(context: Context<'s>, found: &'s Self::Answer<'_>) -> wire::Settlements<'s> {
        let shape = wire::Settlements::new(&found.answer, context.atlas);
        let shape = if found.answer.since.is_some() { shape.with_changes(&found.answer, context.atlas) } else { shape };
        wire::Settlements { place: found.meant(), crs: found.crs.clone(), ..shape }
    }

    fn csv(shape: &wire::Settlements<'_>) -> Result<wire::Csv, csv::Error> {
        shape.to_csv()
    }

    fn geojson(_: &Self::Answer<'_>, shape: &wire::Settlements<'_>, style: JsonStyle) -> Result<Vec<u8>, Refusal> {
        style.write(&shape.clone().into_geo())
    }

    fn geojson_schema(generator: &mut SchemaGenerator) -> Schema {
        generator.subschema_for::<wire::SettlementsGeo<'static>>()
    }

    fn text(found: &Self::Answer<'_>, shape: &wire::Settlements<'_>) -> String {
        found.told() + &text(&found.answer, shape)
    }
}

/// The changes since a day, one a line, in time order.
fn timeline(changes: &[(&wire::SettlementChange, &wire::SettlementRow<'_>)]) -> String {
    let columns = [
        heads::CHANGED,
        heads::SETTLEMENT,
        heads::NO_HEAD,
        heads::FORMER,
        heads::ID,
        heads::REGION,
        heads::SOURCE,
        heads::BEFORE,
        heads::AFTER,
    ];
    let mut table = Table::new(&columns, 0).once(&[heads::REGION, heads::SOURCE]).sparing(&[heads::ID, heads::FORMER]);
    for (change, row) in changes {
        let settlement = row.settlement;
        let language = spoken();
        let stated = |status: &str, holder: Option<wire::Code>| {
            status.parse().map_or_else(|_| status.to_owned(), |status| human::stated(status, holder.map(|code| code.0)))
        };
        table.push([
            match change.changed_after {
                Some(after) => sentence::between(after.0, change.changed_by.0),
                None => change.changed_by.to_string(),
            },
            language.of(settlement.name, settlement.name_uk).to_owned(),
            language.of(settlement.name_uk, settlement.name).to_owned(),
            row.former_names.iter().flatten().cloned().collect::<Vec<_>>().join(", "),
            settlement.id.to_owned(),
            settlement.region.to_owned(),
            change.source.clone(),
            stated(change.from_status, change.from_holder),
            stated(change.to_status, change.to_holder),
        ]);
    }
    table.to_text("")
}

fn text(found: &query::Settlements<'_>, shape: &wire::Settlements<'_>) -> String {
    if let Some(changes) = shape.changes() {
        let (since, on) = (found.since.map(|day| day.to_string()).unwrap_or_default(), Asked(found.moment));
        let (changes, count, matched) = (timeline(&changes), changes.len(), found.matched);
        let head = match spoken() {
            Language::English => format!("{count} changes of {matched} settlements since {since}, up to {on}\n"),
            Language::Ukrainian => format!("зміни: {count}, населені пункти: {matched}; від {since} до {on}\n"),
        };
        let notes: String = shape.notes.iter().map(|note| format!("{note}\n")).collect();
        return format!("{head}{notes}\n{changes}\n{}", human::attribution(&shape.attribution));
    }
    let language = spoken();
    let columns = [
        heads::SETTLEMENT,
        heads::NO_HEAD,
        heads::ID,
        heads::REGION,
        heads::SOURCE,
        heads::STATUS,
        heads::SINCE,
        heads::NO_HEAD,
        heads::POPULATION,
        heads::DISTANCE,
    ];
    let mut table =
        Table::new(&columns, 2).once(&[heads::REGION, heads::SOURCE]).sparing(&[heads::ID, heads::POPULATION]);
    for row in &found.rows {
        let [name, other] = human::names(row.locality);
        for (k, (control, since)) in row.control.iter().enumerate() {
            // The settlement's own words stand once, before its first source.
            let once = |text: String| if k == 0 { text } else { String::new() };
            table.push([
                once(format!("{name}{}", known_as(row))),
                once(other.to_owned()),
                once(row.locality.id.clone()),
                once(row.locality.region.clone()),
                control.source.id.clone(),
                sentence::stated(control),
                since_words(*since),
                remarks(control),
                once(row.locality.listed_population().map_or_else(String::new, |people| human::count(people.into()))),
                once(away(row)),
            ]);
        }
    }
    let (shown, all, on) = (found.rows.len(), found.matched, Asked(found.moment));
    let mut text = match language {
        Language::English => format!("{shown} of {all} settlements on {on}\n"),
        Language::Ukrainian => format!("населені пункти: {shown} із {all}; {on}\n"),
    };
    if found.has_name == Some(false) && !found.rows.is_empty() {
        text += language.of(
            "no settlement with this exact name; names that begin with it or contain it:\n",
            "точно такої назви немає; назви, що так починаються або це містять:\n",
        );
    }
    shape.notes.iter().for_each(|note| text += &format!("{note}\n"));
    if !found.rows.is_empty() {
        let _ = write!(text, "\n{}\n{}\n", table.to_text(""), shape.population_caveat);
    }
    text + "\n" + &human::attribution(&shape.attribution)
}

fn since_words(since: Option<Since>) -> String {
    since.map_or_else(String::new, |since| match since.after {
        Some(after) => sentence::between(after, since.moment.date()),
        None if since.or_earlier => {
            format!("{}{}", spoken().of("at least ", "щонайменше з "), wire::time::Stamp(since.moment))
        }
        None => wire::time::Stamp(since.moment).to_string(),
    })
}

fn remarks(control: &ControlAt<'_>) -> String {
    let as_of = control.version.filter(|_| control.status != Status::Unknown);
    let as_of = as_of.map(|version| format!(", {}", sentence::as_last_known(version.date()))).unwrap_or_default();
    let stale = control.stale.then(|| format!("{}{as_of}", spoken().of("OUT OF DATE", "ЗАСТАРІЛА")));
    let near = control.near_line.then(|| spoken().of("NEAR THE LINE", "БІЛЯ ЛІНІЇ").to_owned());
    let last_known = control.last_known.map(|last| told(&last.told()).to_owned());
    let why = last_known.or_else(|| control.told_reason().map(|reason| told(&reason).to_owned()));
    stale.into_iter().chain(near).chain(why).collect::<Vec<_>>().join(", ")
}

/// By which other name it was found, and the city that it is a part of: ` (until 2016: Artemivsk)`.
fn known_as(row: &SettlementRow<'_>) -> String {
    let by = row.found_by.and_then(|found| found.name).map(|other| told(&other.told()).to_owned());
    let part_of = row.locality.part_of.as_ref().map(|id| format!("{} {id}", spoken().of("part of", "частина")));
    by.into_iter().chain(part_of).map(|said| format!(" ({said})")).collect()
}

fn away(row: &SettlementRow<'_>) -> String {
    row.from_near.map_or_else(String::new, |to| human::distance(to.distance_m))
}
