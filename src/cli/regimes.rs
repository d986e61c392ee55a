//! `contactline regimes`.

mod list;

use std::fmt::Write;

use clap::Args;

use crate::wire;
use crate::wire::language::{spoken, told};
use contactline_core::atlas::Atlas;
use contactline_core::model::{Moment, notice};
use contactline_core::query::{self, RegimeAt, Truth};

use super::at;
use super::closed::word;
use super::failure::{Done, Failure};
use super::form::{Form, FormArgs, print_json, print_text};
use super::place::{CrsArgs, Given};
use super::when::moment;
use crate::text::Table;
use crate::text::human;

/// `regimes`: a place and a day, or the register.
#[derive(Debug, Args)]
pub struct RegimesArgs {
    /// List the register: every text with its stages, wording, days and certainty; with --date what is in force on that day
    #[arg(long, conflicts_with_all = ["place", "region", "crs"])]
    list: bool,
    /// The place, as `at` takes it: longitude and latitude, a settlement's id or name, or written coordinates
    #[arg(value_name = "PLACE", required_unless_present = "list", num_args = 1.., allow_negative_numbers = true)]
    place: Vec<String>,
    /// Region of the settlement, where several have the name
    #[arg(long, value_name = "REGION")]
    region: Option<String>,
    #[command(flatten)]
    crs: CrsArgs,
    /// Day (2025-12-02), second (2025-12-02T10:00:00Z) or `latest`; left out: latest, with --list every day
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
    #[command(flatten)]
    form: FormArgs,
}

impl RegimesArgs {
    /// Answers.
    pub fn run(&self, atlas: &Atlas) -> Result<Done, Failure> {
        if self.list {
            return self.listed(atlas);
        }
        let words: Vec<&str> = self.place.iter().map(String::as_str).collect();
        let given = Given::read(atlas, &words, self.region.as_deref(), &self.crs)?;
        let position = given.position;
        let answer = query::regimes(atlas, position, moment(self.date.as_deref().unwrap_or("latest"))?);
        let shape = wire::Regimes { place: given.wired(), crs: self.crs.note()?, ..wire::Regimes::from(&answer) };
        match self.form.form() {
            Form::Json => print_json(&shape),
            Form::Csv => self.form.print_csv(shape.to_csv()),
            Form::Text => {
                let mut text = given.told() + &human::place_on(position, answer.moment) + "\n";
                text += &at::place(answer.region.as_ref());
                let _ = write!(text, "\n{}\n", table(&answer.regimes, "", true, by_whom));
                text += &texts(&answer.regimes);
                let _ = write!(text, "\n{}\n\n", notice::NOT_LEGAL_ADVICE.within(spoken()));
                print_text(&(text + &human::attribution(&shape.attribution)))
            }
        }
    }
}

impl RegimesArgs {
    /// The register; of a day, what is in force on it.
    fn listed(&self, atlas: &Atlas) -> Result<Done, Failure> {
        let day = self.date.as_deref().map(moment).transpose()?.map(Moment::date);
        let register = wire::RegimeRegister::new(atlas.regimes(), day);
        match self.form.form() {
            Form::Json => print_json(&register),
            Form::Csv => self.form.print_csv(register.to_csv()),
            Form::Text => print_text(&list::page(&register)),
        }
    }
}

/// What each regime is called, and where to read the stage in force.
fn texts(regimes: &[RegimeAt<'_>]) -> String {
    let one = |at: &RegimeAt<'_>| {
        let citation = at.stage.map(|stage| format!("; {}", stage.citation)).unwrap_or_default();
        format!(
            "{}: {}{citation}\n",
            at.regime.id,
            spoken().or_english(&at.regime.title, at.regime.title_uk.as_deref())
        )
    };
    regimes.iter().map(one).collect()
}

/// The regimes in force, a line each, with their sources in a word: what each says of the line stands elsewhere.
pub fn in_force(regimes: &[RegimeAt<'_>], indent: &str) -> String {
    table(regimes, indent, false, said_by)
}

fn table(regimes: &[RegimeAt<'_>], indent: &str, all: bool, by: impl Fn(&RegimeAt<'_>) -> String) -> String {
    let language = spoken();
    let mut table = Table::of_words(4);
    for at in regimes.iter().filter(|r| all || r.stage.is_some()) {
        let since = match at.stage {
            Some(stage) => format!("{} {}", language.of("since", "з"), stage.from),
            None => language.of("not in force", "не діє").into(),
        };
        let as_last_known = if at.rests_on_stale {
            language.of(", as last known", ", за останніми відомостями")
        } else {
            ""
        };
        let applies = format!("{}{as_last_known}", word(at.applies.as_str()));
        table.push([at.regime.id.clone(), applies, since, by(at)]);
    }
    table.to_text(indent)
}

/// Which sources say what: `yes: maps; no: list (stale)`.
fn said_by(at: &RegimeAt<'_>) -> String {
    let old = spoken().of(" (out of date)", " (застаріла версія)");
    let said = |truth: &'static str| {
        let by = at.by_source.iter().filter(|by| by.truth.as_str() == truth);
        let names: Vec<String> = by.map(|by| format!("{}{}", by.source, if by.stale { old } else { "" })).collect();
        (!names.is_empty()).then(|| format!("{}: {}", word(truth), names.join(", ")))
    };
    let words: Vec<String> = ["yes", "no", "boundary", "not_determined"].into_iter().filter_map(said).collect();
    if words.is_empty() {
        at.reason.as_ref().map(|reason| told(reason).to_owned()).unwrap_or_default()
    } else {
        words.join("; ")
    }
}

fn by_whom(at: &RegimeAt<'_>) -> String {
    let language = spoken();
    let open = word("not_determined");
    let mut said = Vec::new();
    for by in &at.by_source {
        let source = by.source;
        let answer = match (&by.truth, by.last_known) {
            (Truth::Open(_), Some(last_known)) => {
                said.push(format!("{source}: {open}; {}", told(&last_known.told())));
                continue;
            }
            (Truth::Open(reason), None) => {
                let reason = told(reason);
                let reason = reason.strip_prefix(source).and_then(|reason| reason.strip_prefix(": ")).unwrap_or(reason);
                format!("{open}: {reason}")
            }
            (truth, _) => word(truth.as_str()).into_owned(),
        };
        let to_line = |m| format!("; {} {}", human::distance(m), language.of("from the line", "до лінії"));
        let distance = by.distance_m.map(to_line).unwrap_or_default();
        let near = if by.near_line { language.of(", NEAR THE LINE", ", БІЛЯ ЛІНІЇ") } else { "" };
        let old = by.version.zip(by.age_days).filter(|_| by.stale);
        let (version, aged) = (language.of("version", "версія"), language.of("OUT OF DATE", "ЗАСТАРІЛА"));
        let stale = old.map(|(on, days)| format!(", {version} {on}{}, {aged}", human::old(days))).unwrap_or_default();
        said.push(format!("{source}: {answer}{distance}{near}{stale}"));
    }
    if said.is_empty() {
        said.extend(at.reason.as_ref().map(|reason| told(reason).to_owned()));
    }
    said.join("; ")
}
