//! The questions that are described, as commands: flags and help from their descriptions.

use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use super::failure::{Done, Failure, tell};
use super::form::{print, print_bytes, print_text};
use super::when::today;
use super::{DataArgs, report, within};
use crate::questions::{Context, Description, Form, Kind, MadeLayers, Parameter, QUESTIONS, Reply, asked_by};
use crate::read::input;
use crate::request::{SCALE, SCALES, Sent, Words};
use crate::wire::{BYTE_ORDER_MARK, PROVENANCE, Rights, Winding};
use contactline_store::Opened;
use edge_timeline::budget::Budget;

/// The file that is sent with a question.
const FILE: &str = "file";
/// The form that is printed where none is named.
const FORM: &str = "format";

/// A command for each, in the order they are listed in.
pub(super) fn commands() -> impl Iterator<Item = Command> {
    // Of questions with the same command the first answers it.
    let is_command =
        |(_, question): &(usize, &Description)| asked_by(question.command).is_some_and(|q| q.name == question.name);
    QUESTIONS.iter().enumerate().filter(is_command).map(|(order, question)| {
        let file = question.sent.map(|sent| {
            Arg::new(FILE).value_name("FILE").help(sent.about).required(true).value_parser(value_parser!(PathBuf))
        });
        Command::new(question.command)
            .about(within(question.about))
            .after_help(question.examples)
            .args(file)
            .args(question.parameters().iter().filter_map(arg))
            .args(forms(question))
            .args(report::args(question))
            .display_order(order)
    })
}

/// A parameter as an argument; none for those that the command line reads from the words of a place.
fn arg(parameter: &Parameter) -> Option<Arg> {
    let arg = Arg::new(parameter.name).help(parameter.about).required(parameter.is_required);
    let words = |arg: Arg, name| arg.value_name(name).num_args(1..).allow_negative_numbers(true);
    let flag = |arg: Arg| arg.long(parameter.name.replace('_', "-"));
    let value = match parameter.kind {
        Kind::Longitude | Kind::Latitude | Kind::Coordinate | Kind::Proposal => return None,
        Kind::Place { is_needed } => return Some(words(arg, "PLACE").required(is_needed)),
        Kind::Name => return Some(words(arg, "NAME")),
        Kind::Texts => return Some(arg.value_name("ID|FILE").num_args(1..)),
        Kind::Bindings => {
            let repeated = flag(arg).help(format!("{}; may be repeated", parameter.about)).action(ArgAction::Append);
            return Some(repeated.value_name("NAME=VALUE").value_parser(binding));
        }
        Kind::Near => return Some(arg.long("near").value_name("LON,LAT|NAME").allow_hyphen_values(true)),
        Kind::Flag => return Some(flag(arg).action(ArgAction::SetTrue)),
        Kind::Word(words) => return Some(flag(arg).value_name("WORD").value_parser(words.to_vec())),
        Kind::Date => "DATE",
        Kind::Region | Kind::PlaceRegion | Kind::Source => "ID",
        Kind::Sources => "IDS",
        Kind::Party => "PARTY",
        Kind::Crs => "CODE",
        Kind::Box => "WEST,SOUTH,EAST,NORTH",
        Kind::Pixels => "PIXELS",
        Kind::Count => "NUMBER",
        Kind::Metres => "METRES",
        Kind::Text => "TEXT",
    };
    Some(flag(arg).value_name(value).allow_hyphen_values(true))
}

/// A name with its value, as an address has them.
fn binding(text: &str) -> Result<String, String> {
    let (name, value) = text.split_once('=').ok_or_else(|| format!("'{text}' is not NAME=VALUE"))?;
    Ok(format!("{name}:{value}"))
}

/// The flags that choose the form of the answer.
fn forms(question: &Description) -> Vec<Arg> {
    let mut flags = Vec::new();
    let usual = usual(question);
    if question.forms.len() > 1 {
        let words: Vec<&str> = question.forms.iter().map(|form| form.as_str()).collect();
        flags.push(
            Arg::new(FORM)
                .long(FORM)
                .value_name("FORM")
                .value_parser(words)
                .default_value(usual.as_str())
                .help("Form of the answer"),
        );
        let shortened = [
            (Form::Json, "Print the JSON that HTTP answers; short for `--format json`"),
            (Form::Geojson, "Print GeoJSON; short for `--format geojson`"),
            (Form::Chart, "Print a chart: bars for one date, lines for a series"),
            (Form::Svg, "Print the chart as SVG"),
        ];
        for (form, about) in shortened.into_iter().filter(|(form, _)| question.forms.contains(form)) {
            let others = shortened.iter().map(|(other, _)| other.as_str()).filter(|other| *other != form.as_str());
            let others = others.filter(|other| question.forms.iter().any(|form| form.as_str() == *other));
            let short = Arg::new(form.as_str()).long(form.as_str()).action(ArgAction::SetTrue).help(about);
            flags.push(short.conflicts_with_all(others.chain([FORM])));
        }
    }
    if question.forms.contains(&Form::Csv) {
        let about = "Begin CSV with a byte order mark, by which Excel knows UTF-8";
        flags.push(Arg::new("bom").long("bom").action(ArgAction::SetTrue).help(about));
        let about = "State in two more columns of CSV by which program and of which data it was made";
        flags.push(Arg::new(PROVENANCE).long(PROVENANCE).action(ArgAction::SetTrue).help(about));
    }
    if question.forms.contains(&Form::Png) {
        let about = "Pixels of PNG for each of the picture's own: 2 for fine screens";
        let scale = Arg::new(SCALE).long(SCALE).value_name("NUMBER").value_parser(SCALES);
        flags.push(scale.default_value(SCALES[0]).help(about));
    }
    if question.has_geojson() {
        let about = "Direction of the rings in GeoJSON: as RFC 7946 says, or the other way, as d3-geo reads them";
        let winding = Arg::new("winding").long("winding").value_name("NAME").value_parser(Winding::WORDS);
        flags.push(winding.default_value(Winding::WORDS[0]).help(about));
    }
    flags
}

/// The form for people, or the only one there is.
fn usual(question: &Description) -> Form {
    if question.forms.contains(&Form::Text) { Form::Text } else { question.forms[0] }
}

/// Asks a question with the words of its command.
pub(super) fn run(question: &Description, matches: &ArgMatches, data: &DataArgs) -> Result<Done, Failure> {
    let form = form(question, matches);
    let mut words = with_texts(question, matches, Words::new(pairs(question, matches), today()))?;
    if let Some(file) = question.sent.and_then(|_| matches.get_one::<PathBuf>(FILE)) {
        let text = input::text(file).map_err(Failure::Told)?;
        if text.trim().is_empty() {
            return Err(Failure::new(format!("{}: the file is empty", file.display())));
        }
        words = words.with(Sent { name: Some(file.display().to_string()), text });
    }
    // The program ends with the answer: giving the atlas back piece by piece would only take time.
    let opened = ManuallyDrop::new(data.open()?);
    let Opened { atlas, fingerprint, .. } = &*opened;
    let (rights, layers) = (&Rights::All, &MadeLayers);
    let context = Context { atlas, fingerprint, rights, layers, is_indented: true };
    let answered = Budget::new(None).run(|| question.ask(context, &words, form)).map_err(Failure::new)?;
    let answered = answered.map_err(|refusal| Failure::new(refusal.told(words.sent())))?;
    if let Some(path) = report::wanted(question, matches) {
        report::write(&path, context, &words, matches, data)?;
    }
    answered.terms.iter().for_each(|terms| tell(terms));
    let done = match answered.reply {
        Reply::Json(bytes) => print(&(String::from_utf8_lossy(&bytes).into_owned() + "\n"))?,
        Reply::Csv(csv) => print(&(if matches.get_flag("bom") { BYTE_ORDER_MARK } else { "" }.to_owned() + &csv.text))?,
        Reply::Svg(text) => print(&text)?,
        Reply::Png(bytes) => print_bytes(&bytes)?,
        Reply::Text(text) => print_text(&text)?,
    };
    let Some(why) = answered.nothing else { return Ok(done) };
    tell(&why);
    Ok(Done::Findings)
}

/// The words with those that may have commas in them, and with the files that are named among the ids of proposals.
fn with_texts(question: &Description, matches: &ArgMatches, mut words: Words) -> Result<Words, Failure> {
    for Parameter { name, kind, .. } in question.parameters() {
        if !matches!(kind, Kind::Texts | Kind::Bindings) {
            continue;
        }
        let Some(named) = matches.get_many::<String>(name) else { continue };
        let named: Vec<String> = named.cloned().collect();
        let extension = |word: &str| Path::new(word).extension().map(|e| e.to_string_lossy().to_ascii_lowercase());
        let is_file =
            |word: &&String| kind == Kind::Texts && matches!(extension(word).as_deref(), Some("toml" | "json"));
        for file in named.iter().filter(is_file) {
            let text = input::text(Path::new(file)).map_err(Failure::Told)?;
            words = words.with(Sent { name: Some(file.clone()), text });
        }
        words = words.with_list(name, named);
    }
    Ok(words)
}

/// The words of a command as names with values, as after `?`.
fn pairs(question: &Description, matches: &ArgMatches) -> Vec<(String, String)> {
    let has_crs = matches.try_get_one::<String>("crs").ok().flatten().is_some();
    let mut pairs = Vec::new();
    for Parameter { name, kind, .. } in question.parameters() {
        let one = || matches.get_one::<String>(name).cloned();
        let many = || matches.get_many::<String>(name).map(|words| words.map(String::as_str).collect::<Vec<_>>());
        let mut push = |name: &str, value: String| pairs.push((name.to_owned(), value));
        match kind {
            Kind::Longitude | Kind::Latitude | Kind::Coordinate | Kind::Proposal | Kind::Texts | Kind::Bindings => {}
            Kind::Flag if matches.get_flag(name) => push(name, "true".to_owned()),
            Kind::Flag => {}
            Kind::Name => many().into_iter().for_each(|words| push(name, words.join(" "))),
            Kind::Place { .. } => {
                many().into_iter().flat_map(|words| place(name, &words, has_crs)).for_each(|(n, v)| push(n, v));
            }
            Kind::Near => {
                let split = |word: &str| place(name, &word.splitn(2, ',').map(str::trim).collect::<Vec<_>>(), has_crs);
                one()
                    .into_iter()
                    .flat_map(|word| {
                        let numbers = split(&word);
                        if numbers.len() == 2 { numbers } else { vec![(name, word)] }
                    })
                    .for_each(|(n, v)| push(n, v));
            }
            _ => one().into_iter().for_each(|value| push(name, value)),
        }
    }
    if question.forms.contains(&Form::Csv) && matches.get_flag(PROVENANCE) {
        pairs.push((PROVENANCE.to_owned(), "true".to_owned()));
    }
    if question.has_geojson() {
        pairs.extend(matches.get_one::<String>("winding").map(|winding| ("winding".to_owned(), winding.clone())));
    }
    pairs
}

/// The words of a place: two numbers are longitude and latitude, or coordinates where a reference system is named; anything
/// else is a text.
fn place<'n>(name: &'n str, words: &[&str], has_crs: bool) -> Vec<(&'n str, String)> {
    let are_numbers = words.len() == 2 && words.iter().all(|word| word.parse::<f64>().is_ok());
    let names = if has_crs { ["x", "y"] } else { ["lon", "lat"] };
    if are_numbers {
        names.into_iter().zip(words).map(|(name, word)| (name, (*word).to_owned())).collect()
    } else {
        vec![(name, words.join(" "))]
    }
}

/// The form asked for.
fn form(question: &Description, matches: &ArgMatches) -> Form {
    let is_set = |form: &&Form| matches.try_get_one(form.as_str()).ok().flatten().is_some_and(|set: &bool| *set);
    let word = matches.try_get_one::<String>(FORM).ok().flatten().map_or("", String::as_str);
    let named = || question.forms.iter().find(|form| form.as_str() == word);
    question.forms.iter().find(is_set).or_else(named).copied().unwrap_or_else(|| usual(question))
}
