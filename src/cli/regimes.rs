//! `contactline regimes`.

use std::fmt::Write;

use clap::Args;

use crate::atlas::Atlas;
use crate::query::{self, RegimeAt, Truth};
use crate::wire::{self, NO_LEGAL_ADVICE, time::Asked};

use super::failure::{Done, Failure};
use super::form::{Form, FormArgs, or_empty, print, print_csv, print_json};
use super::place::PlaceArgs;
use super::table::Table;
use super::when::DateArgs;
use super::{at, human};

/// `regimes`: a place and a day.
#[derive(Debug, Args)]
pub struct RegimesArgs {
    #[command(flatten)]
    place: PlaceArgs,
    #[command(flatten)]
    date: DateArgs,
    #[command(flatten)]
    form: FormArgs,
}

impl RegimesArgs {
    /// Answers.
    pub fn run(&self, atlas: &Atlas) -> Result<Done, Failure> {
        let given = self.place.given(atlas)?;
        let position = given.position;
        let answer = query::regimes(atlas, position, self.date.moment()?);
        let shape = wire::Regimes { place: given.wired(), crs: self.place.note()?, ..wire::Regimes::from(&answer) };
        match self.form.form() {
            Form::Json => print_json(&shape),
            Form::Csv => csv(&shape),
            Form::Text => {
                let mut text =
                    given.told() + &format!("{}, {} on {}\n", position.lon(), position.lat(), Asked(answer.moment));
                text += &at::place(answer.region.as_ref());
                let _ = write!(text, "\n{}\n", table(&answer.regimes, "", true, by_whom));
                text += &texts(&answer.regimes);
                let _ = write!(text, "\n{NO_LEGAL_ADVICE}\n\n");
                print(&(text + &human::attribution(&shape.attribution)))
            }
        }
    }
}

fn csv(shape: &wire::Regimes<'_>) -> Result<Done, Failure> {
    let header = ["regime", "authority", "kind", "applies", "reason", "source", "by_source", "distance_m", "near_line"];
    let mut rows = Vec::new();
    for regime in &shape.regimes {
        let head = [regime.id, regime.authority, regime.kind, regime.applies].map(str::to_owned);
        let [id, authority, kind, applies] = head;
        let reason = regime.reason.clone().unwrap_or_default();
        let mut row = |source: &str, by: &str, distance_m: Option<f64>, near: Option<bool>| {
            let head = [id.clone(), authority.clone(), kind.clone(), applies.clone(), reason.clone()];
            let rest = [source.to_owned(), by.to_owned(), or_empty(distance_m), or_empty(near)];
            let mut cells = head.into_iter().chain(rest);
            rows.push(std::array::from_fn::<String, 9, _>(|_| cells.next().unwrap_or_default()));
        };
        if regime.by_source.is_empty() {
            row("", "", None, None);
        }
        regime.by_source.iter().for_each(|by| row(by.source, by.applies, by.distance_m, Some(by.near_line)));
    }
    print_csv(header, rows)
}

/// What each regime is called, and where to read the stage in force.
fn texts(regimes: &[RegimeAt<'_>]) -> String {
    let one = |at: &RegimeAt<'_>| {
        let citation = at.stage.map(|stage| format!("; {}", stage.citation)).unwrap_or_default();
        format!("{}: {}{citation}\n", at.regime.id, at.regime.title)
    };
    regimes.iter().map(one).collect()
}

/// The regimes in force, a line each, with their sources in a word: what each says of the line stands elsewhere.
pub fn in_force(regimes: &[RegimeAt<'_>], indent: &str) -> String {
    table(regimes, indent, false, said_by)
}

fn table(regimes: &[RegimeAt<'_>], indent: &str, all: bool, by: impl Fn(&RegimeAt<'_>) -> String) -> String {
    let mut table = Table::of_words(4);
    for at in regimes.iter().filter(|r| all || r.stage.is_some()) {
        let since = match at.stage {
            Some(stage) => format!("since {}", stage.from),
            None => "not in force".into(),
        };
        table.push([at.regime.id.clone(), at.applies.as_str().replace('_', " "), since, by(at)]);
    }
    table.to_text(indent)
}

/// Which sources say what: `yes: maps; no: list (stale)`.
fn said_by(at: &RegimeAt<'_>) -> String {
    let said = |word: &'static str| {
        let by = at.by_source.iter().filter(|by| by.truth.as_str() == word);
        let names: Vec<String> =
            by.map(|by| format!("{}{}", by.source, if by.stale { " (stale)" } else { "" })).collect();
        (!names.is_empty()).then(|| format!("{}: {}", word.replace('_', " "), names.join(", ")))
    };
    let words: Vec<String> = ["yes", "no", "boundary", "not_determined"].into_iter().filter_map(said).collect();
    if words.is_empty() { at.reason.clone().unwrap_or_default() } else { words.join("; ") }
}

fn by_whom(at: &RegimeAt<'_>) -> String {
    let mut said = Vec::new();
    for by in &at.by_source {
        let answer = match &by.truth {
            Truth::Open(reason) => format!("not determined: {reason}"),
            truth => truth.as_str().into(),
        };
        let distance = by.distance_m.map(|m| format!(", {} from its line", human::distance(m))).unwrap_or_default();
        let near = if by.near_line { ", NEAR LINE" } else { "" };
        let stale = if by.stale { ", STALE" } else { "" };
        said.push(format!("{}: {answer}{distance}{near}{stale}", by.source));
    }
    if said.is_empty() {
        said.extend(at.reason.clone());
    }
    said.join("; ")
}
