//! `contactline history`.

use std::fmt::Write;

use clap::Args;

use crate::wire::language::spoken;
use crate::wire::{self, sentence, time::ClosedInterval};
use contactline_core::atlas::Atlas;
use contactline_core::query::{self, History, SourceHistory};
use edge_timeline::Location;

use super::failure::{Done, Failure};
use super::form::{Form, FormArgs, print_json, print_text};
use super::place::PlaceArgs;
use super::{at, when};
use crate::text::Table;
use crate::text::human;
use crate::text::or_empty;

/// `history`: a place, and a stretch of time.
#[derive(Debug, Args)]
pub struct HistoryArgs {
    #[command(flatten)]
    place: PlaceArgs,
    /// First date (default: each source's first version)
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    /// Last date (default: each source's last version)
    #[arg(long, value_name = "DATE")]
    to: Option<String>,
    #[command(flatten)]
    form: FormArgs,
}

impl HistoryArgs {
    /// Answers.
    pub fn run(&self, atlas: &Atlas) -> Result<Done, Failure> {
        let given = self.place.given(atlas)?;
        let from = self.from.as_deref().map(when::day).transpose()?.map(|day| day.start());
        let to = self.to.as_deref().map(when::moment).transpose()?;
        let history = query::history(atlas, given.position, from, to, when::today()).map_err(Failure::new)?;
        let shape = wire::History { place: given.wired(), crs: self.place.note()?, ..wire::History::from(&history) };
        match self.form.form() {
            Form::Json => print_json(&shape),
            Form::Csv => self.form.print_csv(shape.to_csv()),
            Form::Text => print_text(&(given.told() + &text(&history, &shape.attribution))),
        }
    }
}

fn text(history: &History<'_>, attribution: &[&str]) -> String {
    let language = spoken();
    let mut text = format!("{}, {}\n", history.position.lon(), history.position.lat());
    text += &at::place(history.region.as_ref());
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
    let gap = |gap: &contactline_core::model::Interval| {
        let days = ClosedInterval::from(*gap);
        let (start, end) = (or_empty(days.start), or_empty(days.end));
        if start == end { start } else { human::span(start, end) }
    };
    source.gaps.iter().map(gap).collect::<Vec<_>>().join(", ")
}
