//! `contactline settlements`.

use std::fmt::Write;

use clap::{Args, ValueEnum};

use crate::wire::language::{spoken, told};
use crate::wire::{self, sentence, time::Asked};
use contactline_core::atlas::{Atlas, Since};
use contactline_core::model::{Language, Party, Status};
use contactline_core::query::{self, ControlAt, SettlementRow, Settlements, Wanted};

use super::failure::{Done, Failure};
use super::form::{MarkArgs, print_json, print_text};
use super::place::{CrsArgs, Given};
use super::when::DateArgs;
use crate::text::Table;
use crate::text::{heads, human};

/// `settlements`: a day, and which settlements.
#[derive(Debug, Args)]
pub struct SettlementsArgs {
    /// A name, alone or with its region, or a part of one; in English, Ukrainian or Russian, old names too
    #[arg(value_name = "NAME", num_args = 0..)]
    name: Vec<String>,
    #[command(flatten)]
    date: DateArgs,
    /// Region or group (default: all)
    #[arg(long, value_name = "ID")]
    region: Option<String>,
    /// The nearest to this place come first
    #[arg(long, value_name = "LON,LAT|NAME", allow_hyphen_values = true)]
    near: Option<String>,
    /// Maximum number of results
    #[arg(long, value_name = "NUMBER")]
    limit: Option<usize>,
    /// Source ID (default: all sources)
    #[arg(long, value_name = "ID")]
    source: Option<String>,
    /// Only settlements with this status in some source: held, contested, claimed or unknown
    #[arg(long, value_name = "STATUS")]
    status: Option<Status>,
    /// Only settlements with this holder in some source
    #[arg(long, value_name = "PARTY")]
    holder: Option<Party>,
    #[command(flatten)]
    crs: CrsArgs,
    /// Print the same JSON as the HTTP API; short for `--format json`
    #[arg(long, conflicts_with = "format")]
    json: bool,
    /// Form of the answer
    #[arg(long, value_enum, default_value_t = PointsForm::Text)]
    format: PointsForm,
    #[command(flatten)]
    mark: MarkArgs,
}

/// A form of an answer that is a table of points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum PointsForm {
    /// For people
    Text,
    /// As HTTP answers
    Json,
    /// One row per settlement and source
    Csv,
    /// Points
    Geojson,
}

impl SettlementsArgs {
    /// Answers.
    pub fn run(&self, atlas: &Atlas) -> Result<Done, Failure> {
        let given = self.near.as_deref().map(|near| Given::of_word(atlas, near, &self.crs)).transpose()?;
        let name = self.name.join(" ");
        let wanted = Wanted {
            region: self.region.as_deref(),
            source: self.source.as_deref(),
            name: (!self.name.is_empty()).then_some(name.as_str()),
            near: given.as_ref().map(|g| g.position),
            status: self.status,
            holder: self.holder,
            limit: self.limit,
        };
        let found = query::settlements(atlas, self.date.moment()?, wanted).map_err(Failure::new)?;
        let place = given.as_ref().and_then(Given::wired);
        let shape = wire::Settlements::new(&found, atlas.sources());
        let shape = wire::Settlements { place, crs: self.crs.note()?, ..shape };
        match if self.json { PointsForm::Json } else { self.format } {
            PointsForm::Json => print_json(&shape),
            PointsForm::Geojson => print_json(&self.crs.in_it(&shape.into_geo())?),
            PointsForm::Csv => self.mark.print_csv(shape.to_csv()),
            PointsForm::Text => print_text(&(given.map_or_else(String::new, |g| g.told()) + &text(&found, &shape))),
        }
    }
}

fn text(found: &Settlements<'_>, shape: &wire::Settlements<'_>) -> String {
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
                once(human::count(row.locality.population.into())),
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
    since.map_or_else(String::new, |since| {
        format!(
            "{}{}",
            if since.or_earlier { spoken().of("at least ", "щонайменше з ") } else { "" },
            wire::time::Stamp(since.moment)
        )
    })
}

fn remarks(control: &ControlAt<'_>) -> String {
    let as_of = control.version.filter(|_| control.status != Status::Unknown);
    let as_of = as_of.map(|version| format!(", {}", sentence::as_last_known(version.date()))).unwrap_or_default();
    let stale = control.stale.then(|| format!("{}{as_of}", spoken().of("OUT OF DATE", "ЗАСТАРІЛА")));
    let near = control.near_line.then(|| spoken().of("NEAR THE LINE", "БІЛЯ ЛІНІЇ").to_owned());
    let last_known = control.last_known.map(|last| told(&last.told()).to_owned());
    let why = last_known.or_else(|| control.reason.map(|reason| reason.within(spoken()).to_owned()));
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
