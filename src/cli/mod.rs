//! The words a person types, and what is printed. The only reader of flags, environment and clock; decides nothing.
//!
//! Every question is asked by its word. Answers go to standard output: as text for people, as the JSON that HTTP answers
//! (`--json`), or as a table (`--format csv`). Exit codes: 0 done, 1 findings, 2 could not, told on standard error. Findings are
//! rows without an answer and warnings and errors in data, of `import` and `check` alike; notes are none.

mod check;
mod classify;
mod classify_reports;
mod compare;
mod described;
mod examples;
mod export;
mod failure;
mod findings;
mod form;
mod health;
mod import;
mod mcp;
mod past;
mod progress;
mod prune;
mod report;
mod rows_file;
mod seal;
mod serve;
mod sync;
mod table_file;
mod terminal;
mod when;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{ArgMatches, CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::ask;
use crate::questions::{QUESTIONS, asked_by, expect};
use crate::text;
use crate::wire::{language, titles};
use contactline_core::atlas::Atlas;
use contactline_core::model::{Language, Moment, Text, notice};
use contactline_store::{Opened, open_known};

pub use failure::{Done, Failure};

/// The command line.
#[derive(Debug, Parser)]
#[command(name = "contactline", version, max_term_width = 100, about = within(titles::SERVICE), long_about = None, after_help = within(notice::STATUS))]
struct Cli {
    #[command(flatten)]
    data: DataArgs,
    /// Language of sentences and titles in answers: en or uk
    #[arg(long, global = true, value_name = "LANGUAGE", default_value = "en")]
    lang: Language,
    #[command(subcommand)]
    command: Command,
}

/// Help is in English.
const fn within(title: Text) -> &'static str {
    title.within(Language::English)
}

/// Where the data is.
#[derive(Clone, Debug, clap::Args)]
pub struct DataArgs {
    /// Directory created by `import`, its data is used in addition to the built-in data; or a file created by `seal`, used alone
    #[arg(long, global = true, env = "CONTACTLINE_DATA", value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Fingerprint of the data that are meant, or 8 digits of it and more: of other data nothing is answered
    #[arg(long, global = true, value_name = "FINGERPRINT")]
    pub expect: Option<String>,
    /// Answer with what had been loaded into the data directory by then: by the end of a date, or by a second such as
    /// 2026-11-29T14:00:00Z
    #[arg(long, global = true, value_name = "DATE")]
    pub known_on: Option<String>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run `at` on every row of a file and add the results as columns
    ///
    /// Do not use the distances for evacuation or movement decisions.
    #[command(after_help = examples::CLASSIFY)]
    Classify(Box<classify::ClassifyArgs>),
    /// Compare two outputs of classify: the rows whose answers changed, each with the reason
    #[command(after_help = examples::COMPARE)]
    Compare(compare::CompareArgs),
    /// Start the HTTP service and the map page
    #[command(after_help = examples::SERVE)]
    Serve(serve::ServeArgs),
    /// Import files of a publisher's map into the data directory
    #[command(after_help = examples::IMPORT)]
    Import(import::ImportArgs),
    /// Download a source's new versions into the data directory
    #[command(after_help = examples::SYNC)]
    Sync(sync::SyncArgs),
    /// Check every file of a data directory against its manifest, and every outline for validity
    #[command(after_help = examples::CHECK)]
    Check(check::CheckArgs),
    /// List the replaced files that --known-on answers from, or remove older ones
    #[command(after_help = examples::PRUNE)]
    Prune(prune::PruneArgs),
    /// Write everything that the questions need into one file, which opens at once
    #[command(after_help = examples::SEAL)]
    Seal(seal::SealArgs),
    /// Write what a source draws as a file: all its history in pieces, or one day; or as a map that plays from any web server
    #[command(after_help = examples::EXPORT)]
    Export(export::ExportArgs),
    /// Answer an assistant over standard input and output (Model Context Protocol); `serve` does the same at /mcp
    #[command(after_help = examples::MCP)]
    Mcp,
    /// Ask the question of a document of evidence again, and say what is answered otherwise and why
    #[command(after_help = examples::VERIFY)]
    Verify(report::VerifyArgs),
    /// Check that a running server is healthy
    #[command(after_help = examples::HEALTH)]
    Health(health::HealthArgs),
}

/// Runs the program with these words, the first of them its name.
#[must_use]
pub fn run(words: impl IntoIterator<Item = OsString>) -> ExitCode {
    ExitCode::from(exit_code(words))
}

/// The same for a program that this one is a part of: the exit code is a number.
#[must_use]
pub fn exit_code(words: impl IntoIterator<Item = OsString>) -> u8 {
    let matches = match command().try_get_matches_from(words) {
        Ok(matches) => matches,
        Err(error) => return failure::exit_of_words(&error),
    };
    let language = matches.get_one("lang").copied().unwrap_or_default();
    failure::exit(language::within(language, || text::within(terminal::width(), || answer(&matches))))
}

/// The commands: those of the questions that are described, and after them the others.
fn command() -> clap::Command {
    let mut order = QUESTIONS.len();
    let others = Cli::command().mut_subcommands(|command| {
        order += 1;
        command.display_order(order)
    });
    others.subcommands(described::commands())
}

fn answer(matches: &ArgMatches) -> Result<Done, Failure> {
    let described = matches.subcommand().and_then(|(name, words)| Some((asked_by(name)?, words)));
    match described {
        Some((question, words)) => {
            described::run(question, words, &DataArgs::from_arg_matches(words).map_err(Failure::new)?)
        }
        None => other(&Cli::from_arg_matches(matches).map_err(Failure::new)?),
    }
}

fn other(cli: &Cli) -> Result<Done, Failure> {
    let data = &cli.data;
    let asks = matches!(cli.command, Command::Classify(_) | Command::Export(_) | Command::Mcp | Command::Verify(_));
    if data.known_on.is_some() && !asks {
        return Err(Failure::new("--known-on is for what answers from the data; a server takes it with each question"));
    }
    match &cli.command {
        Command::Classify(args) => args.run(data),
        Command::Compare(args) => args.run(),
        Command::Serve(args) => args.run(data),
        Command::Import(args) => {
            let needed = || Failure::new("import requires a data directory: use --data DIR");
            let directory = data.data.as_deref().ok_or_else(needed)?;
            findings::answer(|out| import::run(args, directory, out))
        }
        Command::Sync(args) => args.run(data),
        Command::Check(args) => findings::answer(|out| check::run(args, data.data.as_deref(), out)),
        Command::Prune(args) => {
            let needed = || Failure::new("prune requires a data directory: use --data DIR");
            args.run(data.data.as_deref().ok_or_else(needed)?)
        }
        Command::Seal(args) => args.run(data.data.as_deref()),
        Command::Export(args) => args.run(data),
        Command::Mcp => mcp::run(data),
        Command::Verify(args) => args.run(data),
        Command::Health(args) => args.run(),
    }
}

impl DataArgs {
    /// What the data directory holds.
    ///
    /// # Errors
    /// A directory that cannot be read, a file in it that had to be refused, or other data than were expected.
    pub fn open(&self) -> Result<Opened, Failure> {
        let opened = match self.known_on()? {
            None => contactline_store::open(self.data.as_deref()).map_err(Failure::new)?,
            Some(at) => {
                let opened = open_known(self.data.as_deref(), at);
                past::caveat(at).iter().for_each(|caveat| failure::tell(&format!("--known-on: {caveat}")));
                opened.map_err(|error| Failure::new(format!("--known-on: {error}")))?
            }
        };
        self.admit(&opened.fingerprint)?;
        Ok(opened)
    }

    /// The second by which what is answered with had been loaded; none: now.
    ///
    /// # Errors
    /// No second, or one still to come.
    pub(super) fn known_on(&self) -> Result<Option<Moment>, Failure> {
        let read = |text: &String| {
            ask::question_moment(text, when::today()).map_err(|e| Failure::new(format!("--known-on: {e}")))
        };
        self.known_on.as_ref().map(read).transpose()
    }

    /// Refuses data of another fingerprint than was expected.
    ///
    /// # Errors
    /// They are others.
    pub fn admit(&self, fingerprint: &str) -> Result<(), Failure> {
        let expected = self.expect.as_deref().map_or(Ok(()), |expected| expect(expected, fingerprint));
        expected.map_err(|refusal| Failure::new(format!("--expect: {refusal}")))
    }

    /// The atlas of the data directory.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn load(&self) -> Result<Atlas, Failure> {
        self.open().map(|opened| opened.atlas)
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_words_are_in_order() {
        super::command().debug_assert();
    }
}
