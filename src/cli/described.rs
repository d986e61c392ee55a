//! The questions that are described, as commands: flags and help from their descriptions.

use clap::{Arg, ArgAction, ArgMatches, Command};

use super::failure::{Done, Failure, tell};
use super::form::{print, print_text};
use super::when::today;
use super::{DataArgs, within};
use crate::questions::{Context, Description, Form, Kind, Parameter, QUESTIONS, Reply};
use crate::request::Words;
use crate::wire::{BYTE_ORDER_MARK, Rights};
use edge_timeline::budget::Budget;

/// How many commands stand before them in the help.
const PLACE_QUESTIONS: usize = 2;

/// A command for each.
pub(super) fn commands() -> impl Iterator<Item = Command> {
    QUESTIONS.iter().map(|question| {
        Command::new(question.name)
            .about(within(question.about))
            .after_help(question.examples)
            .args(question.parameters().iter().map(flag))
            .args(forms(question))
            // After the questions about one place, which begin the list.
            .display_order(PLACE_QUESTIONS)
    })
}

/// A parameter as a flag.
fn flag(parameter: &Parameter) -> Arg {
    let flag = Arg::new(parameter.name)
        .long(parameter.name.replace('_', "-"))
        .help(parameter.about)
        .required(parameter.is_required);
    let value = match parameter.kind {
        Kind::Flag => return flag.action(ArgAction::SetTrue),
        Kind::Date => "DATE",
        Kind::Region | Kind::Source => "ID",
        Kind::Sources => "IDS",
        Kind::Party => "PARTY",
        Kind::Count => "NUMBER",
        Kind::Metres => "METRES",
        Kind::Text => "TEXT",
        Kind::Word(words) => return flag.value_name("WORD").value_parser(words.to_vec()),
    };
    flag.value_name(value).allow_hyphen_values(true)
}

/// The flags that choose the form of the answer.
fn forms(question: &Description) -> Vec<Arg> {
    let words: Vec<&str> = question.forms.iter().map(|form| form.as_str()).collect();
    let mut flags = vec![
        Arg::new("json")
            .long("json")
            .action(ArgAction::SetTrue)
            .conflicts_with("format")
            .help("Print the JSON that HTTP answers; short for `--format json`"),
        Arg::new("format")
            .long("format")
            .value_name("FORM")
            .value_parser(words)
            .default_value(Form::Text.as_str())
            .help("Form of the answer"),
    ];
    let short = |form: Form, about: &'static str| {
        let others: Vec<&str> = ["json", "format"].into_iter().collect();
        Arg::new(form.as_str()).long(form.as_str()).action(ArgAction::SetTrue).conflicts_with_all(others).help(about)
    };
    if question.forms.contains(&Form::Chart) {
        flags.push(short(Form::Chart, "Print a chart: bars for one date, lines for a series"));
    }
    if question.forms.contains(&Form::Svg) {
        flags.push(short(Form::Svg, "Print the chart as SVG"));
    }
    if question.forms.contains(&Form::Csv) {
        let about = "Begin CSV with a byte order mark, by which Excel knows UTF-8";
        flags.push(Arg::new("bom").long("bom").action(ArgAction::SetTrue).help(about));
    }
    flags
}

/// Asks a question with the words of its command.
pub(super) fn run(question: &Description, matches: &ArgMatches, data: &DataArgs) -> Result<Done, Failure> {
    let mut pairs = Vec::new();
    for parameter in question.parameters() {
        let value = match parameter.kind {
            Kind::Flag => matches.get_flag(parameter.name).then(|| "true".to_owned()),
            _ => matches.get_one::<String>(parameter.name).cloned(),
        };
        pairs.extend(value.map(|value| (parameter.name.to_owned(), value)));
    }
    let form = form(question, matches);
    let atlas = data.load()?;
    let context = Context { atlas: &atlas, rights: &Rights::All, is_indented: true };
    let words = Words::new(pairs, today());
    let answered = Budget::new(None).run(|| question.ask(context, &words, form)).map_err(Failure::new)?;
    let (reply, nothing) = answered.map_err(Failure::new)?;
    let done = match reply {
        Reply::Json(bytes) => print(&(String::from_utf8_lossy(&bytes).into_owned() + "\n"))?,
        Reply::Csv(text) => print(&(if matches.get_flag("bom") { BYTE_ORDER_MARK } else { "" }.to_owned() + &text))?,
        Reply::Svg(text) => print(&text)?,
        Reply::Text(text) => print_text(&text)?,
    };
    let Some(why) = nothing else { return Ok(done) };
    tell(&why);
    Ok(Done::Findings)
}

/// The form asked for.
fn form(question: &Description, matches: &ArgMatches) -> Form {
    let is_set = |form: &&Form| matches.try_get_one(form.as_str()).ok().flatten().is_some_and(|set: &bool| *set);
    let word = matches.get_one::<String>("format").map_or("", String::as_str);
    let named = || question.forms.iter().find(|form| form.as_str() == word);
    question.forms.iter().find(is_set).or_else(named).copied().unwrap_or(Form::Text)
}
