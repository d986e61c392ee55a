//! `announcements`: what parties announced of places, and which sources came to state the same, after how many days.

use std::fmt::Write;

use super::description::{Context, Question};
use super::values::{AsOf, IdOrNone, RegionId, SourceId};
use crate::request::Refusal;
use crate::text::{Table, heads, human, word};
use crate::wire::language::spoken;
use crate::wire::{self, titles};
use contactline_core::model::{Language, Moment, Party, Text};
use contactline_core::query::{self, AnnouncementsWanted};

/// The question.
pub struct Announcements;

request! {
    /// What `announcements` can be asked.
    pub struct AnnouncementsRequest {
        /// First day of the announcements (default: the first recorded)
        from: Option<Moment>,
        /// Last day of the announcements (default: the last recorded)
        to: Option<Moment>,
        /// Day up to which sources are asked, and announcements listed (default: latest)
        date: AsOf,
        /// Region or group, or a raion or hromada by its KATOTTG code (default: all)
        region: Option<RegionId>,
        /// Who announced: RU or UA (default: all)
        party: Option<Party>,
        /// Source ID (default: all sources)
        source: Option<SourceId>,
    }
}

impl Question for Announcements {
    const NAME: &'static str = "announcements";
    const ABOUT: Text = titles::ANNOUNCEMENTS;
    const EXAMPLES: &'static str = examples! {
        "what Russia announced to have taken in a quarter, and who came to state it": "contactline announcements --party RU --from 2025-10-01 --to 2025-12-31",
        "one region, a row for each announcement and source": "contactline announcements --region ua-14 --format csv",
    };
    const EXAMPLE: &'static str = "party=RU&from=2025-10-01&to=2025-12-31&date=2026-01-31";

    type Request = AnnouncementsRequest;
    type Answer<'a> = query::Announcements<'a>;
    type Shape<'s> = wire::Announcements<'s>;

    fn ask<'a>(context: Context<'a>, request: AnnouncementsRequest) -> Result<query::Announcements<'a>, Refusal> {
        let wanted = AnnouncementsWanted {
            from: request.from,
            to: request.to,
            region: request.region.id(),
            party: request.party,
            source: request.source.id(),
        };
        Ok(query::announcements(context.atlas, request.date.0, wanted)?)
    }

    fn shape<'s>(_: Context<'s>, found: &'s query::Announcements<'_>) -> wire::Announcements<'s> {
        wire::Announcements::from(found)
    }

    fn csv(shape: &wire::Announcements<'_>) -> Result<wire::Csv, csv::Error> {
        shape.to_csv()
    }

    fn text(_: &query::Announcements<'_>, shape: &wire::Announcements<'_>) -> String {
        text(shape)
    }
}

fn text(shape: &wire::Announcements<'_>) -> String {
    let mut text = match spoken() {
        Language::English => format!("{} announcements; sources as of {}\n", shape.number_matched, shape.date),
        Language::Ukrainian => format!("заяви: {}; джерела станом на {}\n", shape.number_matched, shape.date),
    };
    if shape.number_matched > 0 {
        let _ =
            write!(text, "\n{}\n{}\n{}", tallies(&shape.totals), tallies(&shape.months), list(&shape.announcements));
    }
    format!("{text}\n{}\n\n{}", shape.caveat, human::attribution(&shape.attribution))
}

fn tallies(tallies: &[wire::Tally<'_>]) -> String {
    let columns = [
        heads::MONTH,
        heads::REGION,
        heads::PARTY,
        heads::SAYS,
        heads::SOURCE,
        heads::ANNOUNCED,
        heads::ALREADY,
        heads::CONFIRMED,
        heads::WITHIN_7,
        heads::WITHIN_30,
        heads::WITHIN_90,
        heads::WITHIN_365,
        heads::NOT_CONFIRMED,
        heads::SILENT_SINCE,
        heads::SILENT,
        heads::NOT_PLACED,
    ];
    let has_months = tallies.iter().any(|tally| tally.month.is_some());
    let skip = if has_months { 0 } else { 2 };
    let mut table = Table::new(&columns[skip..], 11).once(&[heads::PARTY, heads::SAYS, heads::SOURCE]).sparing(&[
        heads::WITHIN_7,
        heads::WITHIN_90,
        heads::WITHIN_365,
    ]);
    for tally in tallies {
        let words = [
            tally.month.clone().unwrap_or_default(),
            tally.region.unwrap_or_default().to_owned(),
            tally.party.0.to_string(),
            word(tally.says).into_owned(),
            tally.source.to_owned(),
        ];
        let counts = [
            tally.announced,
            tally.already,
            tally.confirmed,
            tally.confirmed_within_7_days,
            tally.confirmed_within_30_days,
            tally.confirmed_within_90_days,
            tally.confirmed_within_365_days,
            tally.not_confirmed,
            tally.silent_since,
            tally.silent,
            tally.not_placed,
        ];
        let counts = counts.map(|count| count.to_string());
        table.push(words.into_iter().skip(skip).chain(counts).collect::<Vec<_>>());
    }
    table.to_text("")
}

fn list(announcements: &[wire::Announced<'_>]) -> String {
    let language = spoken();
    let columns = [
        heads::DATE,
        heads::PLACE,
        heads::REGION,
        heads::PARTY,
        heads::SAYS,
        heads::DENIED,
        heads::SOURCE,
        heads::FINDING,
        heads::ADDRESS,
    ];
    let mut table = Table::new(&columns, 0)
        .once(&[heads::PARTY, heads::SAYS, heads::REGION, heads::SOURCE])
        .sparing(&[heads::ADDRESS]);
    for row in announcements {
        let said = &row.said;
        let date = match said.date_kind {
            "week" => format!("{} {}", language.of("in the week to", "за тиждень до"), said.date),
            "by" => format!("{} {}", language.of("by", "не пізніше"), said.date),
            _ => said.date.to_string(),
        };
        let denied = said.disputed_by.map(|party| match said.disputed_on {
            Some(day) => format!("{}, {day}", party.0),
            None => party.0.to_string(),
        });
        let place = language.of(said.place, said.place_uk).to_owned();
        for (k, checked) in row.sources.iter().enumerate() {
            // The announcement's own words stand once, before its first source.
            let once = |text: String| if k == 0 { text } else { String::new() };
            table.push([
                once(date.clone()),
                once(place.clone()),
                once(said.region.to_owned()),
                once(said.party.0.to_string()),
                once(word(said.says).into_owned()),
                once(denied.clone().unwrap_or_default()),
                checked.source.to_owned(),
                checked.finding.clone(),
                once(said.address.unwrap_or_default().to_owned()),
            ]);
        }
    }
    table.to_text("")
}
