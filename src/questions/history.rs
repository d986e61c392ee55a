//! `history`: what each source has stated of a place, stretch by stretch.

use std::fmt::Write;

use super::description::{Context, Question};
use super::place::{PlaceSelection, Placed};
use super::values::Today;
use crate::request::Refusal;
use crate::text::{Table, human, or_empty, place};
use crate::wire::language::spoken;
use crate::wire::time::ClosedInterval;
use crate::wire::{self, sentence, titles};
use contactline_core::model::{Interval, Moment, Text};
use contactline_core::query::{self, SourceHistory};
use edge_timeline::Location;

/// The question.
pub struct History;

request! {
    /// What `history` can be asked.
    pub struct HistoryRequest {
        /// First day (default: each source's first version)
        from: Option<Moment>,
        /// Last day (default: each source's last version)
        to: Option<Moment>,
    } with {
        /// The place.
        place: PlaceSelection,
        /// Until when what is current goes on.
        today: Today,
    }
}

impl Question for History {
    const NAME: &'static str = "history";
    const ABOUT: Text = titles::HISTORY;
    const EXAMPLES: &'static str = examples! {
        "every source, all its days": "contactline history 37.177 48.280",
        "a town since a day, for Excel": "contactline history Kherson --from 2022-02-24 --format csv --bom",
    };
    const EXAMPLE: &'static str = "lon=37.177&lat=48.280";

    type Request = HistoryRequest;
    type Answer<'a> = Placed<'a, query::History<'a>>;
    type Shape<'s> = wire::History<'s>;

    fn ask<'a>(context: Context<'a>, request: HistoryRequest) -> Result<Self::Answer<'a>, Refusal> {
        // Stretches begin with whole days.
        let from = request.from.map(|moment| moment.date().start());
        Placed::ask(context.atlas, &request.place, |position| {
            Ok(query::history(context.atlas, position, from, request.to, request.today.0)?)
        })
    }

    fn shape<'s>(_: Context<'s>, history: &'s Self::Answer<'_>) -> wire::History<'s> {
        wire::History { place: history.meant(), crs: history.crs.clone(), ..wire::History::from(&history.answer) }
    }

    fn csv(shape: &wire::History<'_>) -> Result<wire::Csv, csv::Error> {
        shape.to_csv()
    }

    fn text(history: &Self::Answer<'_>, shape: &wire::History<'_>) -> String {
        history.told() + &text(&history.answer, &shape.attribution)
    }
}

fn text(history: &query::History<'_>, attribution: &[&str]) -> String {
    let language = spoken();
    let mut text = format!("{}, {}\n", history.position.lon(), history.position.lat());
    text += &place::region(history.region.as_ref());
    for source in &history.sources {
        let _ = match source.versions {
            Some((first, last)) => {
                let words = language.of("versions", "версії");
                write!(text, "\n{}  {words} {}\n", source.source.id, human::span(first, last))
            }
            None => {
                let words = language.of("no version in this period", "за цей період версій немає");
                write!(text, "\n{}  {words}\n", source.source.id)
            }
        };
        let mut table = Table::of_words(4);
        for stretch in &source.intervals {
            let days = ClosedInterval::from(stretch.interval);
            let start = days.start.map_or_else(
                || language.of("no start recorded", "початок не зазначено").to_owned(),
                |start| format!("{} {start}", language.of("from", "з")),
            );
            let end = days.end.map_or_else(
                || language.of("no end recorded", "кінець не зазначено").to_owned(),
                |end| format!("{} {end}", language.of("to", "до")),
            );
            let edge = if stretch.location == Location::Boundary {
                language.of("on the boundary", "на межі")
            } else {
                ""
            };
            table.push([start, end, sentence::stretch(stretch, source.source), edge.into()]);
        }
        text += &table.to_text("  ");
        if !source.gaps.is_empty() {
            let _ = writeln!(
                text,
                "  {}: {}",
                language.of("days without a version of their own", "дні без власної версії"),
                gaps(source)
            );
        }
        let incomplete = source.incomplete.iter();
        text += &human::caveats(
            incomplete.map(|&(version, lacks)| (source.source.id.as_str(), Some(version), Some(lacks))),
        );
    }
    text + "\n" + &human::attribution(attribution)
}

fn gaps(source: &SourceHistory<'_>) -> String {
    let gap = |gap: &Interval| {
        let days = ClosedInterval::from(*gap);
        let (start, end) = (or_empty(days.start), or_empty(days.end));
        if start == end { start } else { human::span(start, end) }
    };
    source.gaps.iter().map(gap).collect::<Vec<_>>().join(", ")
}
