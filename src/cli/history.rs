//! `contactline history`.

use std::fmt::Write;

use clap::Args;

use crate::wire::language::spoken;
use crate::wire::{self, time::ClosedInterval};
use contactline_core::atlas::Atlas;
use contactline_core::model::Drawing;
use contactline_core::query::{self, History, SourceHistory};
use edge_timeline::Location;

use super::failure::{Done, Failure};
use super::form::{Form, FormArgs, or_empty, print_json, print_text};
use super::place::PlaceArgs;
use super::table::Table;
use super::{at, human, when};

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
    let mut text = format!("{}, {}\n", history.position.lon(), history.position.lat());
    text += &at::place(history.region.as_ref());
    for source in &history.sources {
        let _ = match source.versions {
            Some((first, last)) => write!(text, "\n{}  versions {first} to {last}\n", source.source.id),
            None => write!(text, "\n{}  no version in this period\n", source.source.id),
        };
        let is_record = source.source.drawing == Drawing::Tessellated;
        let mut table = Table::of_words(4);
        for stretch in &source.intervals {
            let days = ClosedInterval::from(stretch.interval);
            let start = days.start.map_or_else(|| "no start recorded".to_owned(), |start| format!("from {start}"));
            let end = days.end.map_or_else(|| "no end recorded".to_owned(), |end| format!("to {end}"));
            let edge = if stretch.location == Location::Boundary { "on the boundary" } else { "" };
            let last_known = |(status, holder)| format!(": out of date; last known: {}", human::stated(status, holder));
            let stated = human::stated_on(stretch.status, stretch.holder, (stretch.basis, None), is_record, spoken())
                + &stretch.last_known.map(last_known).unwrap_or_default();
            table.push([start, end, stated, edge.into()]);
        }
        text += &table.to_text("  ");
        if !source.gaps.is_empty() {
            let _ = writeln!(text, "  days without a version of their own: {}", gaps(source));
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
        if start == end { start } else { format!("{start} to {end}") }
    };
    source.gaps.iter().map(gap).collect::<Vec<_>>().join(", ")
}
