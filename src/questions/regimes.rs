//! `regimes`: which legal regimes cover a place on a day; without a place, the register of them.

mod register;

use std::fmt::Write;

use schemars::JsonSchema;
use serde::Serialize;

use super::description::{Context, Pace, Question};
use super::form::JsonStyle;
use super::place::{PlaceIfAny, Placed};
use super::values::Today;
use crate::request::{Code, Refusal};
use crate::text::{Table, human, place, word};
use crate::wire::language::{spoken, told};
use crate::wire::{self, titles};
use contactline_core::atlas::Atlas;
use contactline_core::model::{Date, Moment, Text, notice};
use contactline_core::query::{self, RegimeAt, Truth};

/// The question.
pub struct Regimes;

request! {
    /// What `regimes` can be asked.
    pub struct RegimesRequest {
        /// Day (2025-12-02), second (2025-12-02T10:00:00Z) or latest; default: latest, of the register every day
        date: Option<Moment>,
        /// List the register: every text with its stages, wording, days and certainty, as without a place
        list: bool,
    } with {
        /// The place.
        place: PlaceIfAny,
        /// The day, where none is named.
        today: Today,
    }
}

/// The regimes at a place, or those of the register.
#[derive(Debug)]
pub enum RegimesAnswer<'a> {
    /// At a place.
    At(Box<Placed<'a, query::Regimes<'a>>>),
    /// In the register; with a day, what is in force on it.
    Register(&'a Atlas, Option<Date>),
}

/// The answer as JSON.
#[derive(Debug, JsonSchema, Serialize)]
#[serde(untagged)]
pub enum RegimesShape<'s> {
    /// At a place.
    At(Box<wire::Regimes<'s>>),
    /// The register.
    Register(wire::RegimeRegister<'s>),
}

impl Question for Regimes {
    const NAME: &'static str = "regimes";
    const ABOUT: Text = titles::REGIMES;
    const EXAMPLES: &'static str = examples! {
        "which regimes cover a place": "contactline regimes 33.37 46.76 --date 2023-01-15",
        "the texts in force on a day": "contactline regimes --list --date 2023-01-15",
    };
    const EXAMPLE: &'static str = "lon=33.37&lat=46.76&date=2023-01-15";
    const PACE: Pace = Pace::Instant;

    type Request = RegimesRequest;
    type Answer<'a> = RegimesAnswer<'a>;
    type Shape<'s> = RegimesShape<'s>;

    fn ask<'a>(context: Context<'a>, request: RegimesRequest) -> Result<RegimesAnswer<'a>, Refusal> {
        let atlas = context.atlas;
        let Some(place) = request.place.named() else {
            return Ok(RegimesAnswer::Register(atlas, request.date.map(Moment::date)));
        };
        if request.list {
            let detail = "Use either list or a place: the register is the same everywhere";
            return Err(Refusal::new(Code::BadValue, detail).of("list"));
        }
        let moment = request.date.unwrap_or(request.today.0.end());
        let at = Placed::ask(atlas, place, |position| Ok(query::regimes(atlas, position, moment)))?;
        Ok(RegimesAnswer::At(Box::new(at)))
    }

    fn shape<'s>(_: Context<'s>, answer: &'s RegimesAnswer<'_>) -> RegimesShape<'s> {
        match answer {
            RegimesAnswer::At(at) => {
                let shape = wire::Regimes::from(&at.answer);
                RegimesShape::At(Box::new(wire::Regimes { place: at.meant(), crs: at.crs.clone(), ..shape }))
            }
            RegimesAnswer::Register(atlas, day) => {
                RegimesShape::Register(wire::RegimeRegister::new(atlas.regimes(), *day))
            }
        }
    }

    fn csv(shape: &RegimesShape<'_>) -> Result<wire::Csv, csv::Error> {
        match shape {
            RegimesShape::At(regimes) => regimes.to_csv(),
            RegimesShape::Register(register) => register.to_csv(),
        }
    }

    fn json(_: &RegimesAnswer<'_>, shape: &RegimesShape<'_>, style: JsonStyle) -> Result<Vec<u8>, Refusal> {
        match shape {
            RegimesShape::At(regimes) if style.is_compact() => regimes.to_json().map_err(Refusal::unwritten),
            shape => style.write(shape),
        }
    }

    fn text(answer: &RegimesAnswer<'_>, shape: &RegimesShape<'_>) -> String {
        match (answer, shape) {
            (RegimesAnswer::At(at), RegimesShape::At(shape)) => at.told() + &text(&at.answer, &shape.attribution),
            (_, RegimesShape::Register(register)) => register::page(register),
            (RegimesAnswer::Register(..), RegimesShape::At(_)) => String::new(),
        }
    }
}

fn text(at: &query::Regimes<'_>, attribution: &[&str]) -> String {
    let mut text = human::place_on(at.position, at.moment) + "\n";
    text += &place::region(at.region.as_ref());
    let _ = write!(text, "\n{}\n", table(&at.regimes, "", true, by_whom));
    text += &texts(&at.regimes);
    let _ = write!(text, "\n{}\n\n", notice::NOT_LEGAL_ADVICE.within(spoken()));
    text + &human::attribution(attribution)
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
        at.reason().map(|reason| told(&reason).to_owned()).unwrap_or_default()
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
            (Truth::Open(why), None) => {
                let reason = why.told();
                let reason = told(&reason);
                let reason = reason.strip_prefix(source).and_then(|reason| reason.strip_prefix(": ")).unwrap_or(reason);
                format!("{open}: {reason}")
            }
            (truth, _) => word(truth.as_str()).into_owned(),
        };
        let to_line = |m| format!(" ({} {})", human::distance(m), language.of("from the line", "до лінії"));
        let distance = by.distance_m.map(to_line).unwrap_or_default();
        let near = if by.near_line { language.of(", NEAR THE LINE", ", БІЛЯ ЛІНІЇ") } else { "" };
        let old = by.version.zip(by.age_days).filter(|_| by.stale);
        let (version, aged) = (language.of("version", "версія"), language.of("OUT OF DATE", "ЗАСТАРІЛА"));
        let stale = old.map(|(on, days)| format!(", {version} {on}{}, {aged}", human::old(days))).unwrap_or_default();
        said.push(format!("{source}: {answer}{distance}{near}{stale}"));
    }
    if said.is_empty() {
        said.extend(at.reason().map(|reason| told(&reason).to_owned()));
    }
    said.join("; ")
}
