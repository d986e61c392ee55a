//! `--report` of `at` and `regimes`, and `verify`: evidence written to a file, and asked again.

use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, value_parser};
use serde_json::{Map, Value};

use super::failure::{Done, Failure};
use super::when::{now, today};
use super::{DataArgs, form};
use crate::evidence::{self, Difference, FileUsed, SignatureState, Verified};
use crate::questions::{Context, Description, MadeLayers};
use crate::read::input;
use crate::request::{Refusal, Words};
use crate::wire::{Rights, language};
use contactline_core::model::{Language, Moment};
use contactline_store::{Entry, KnownError, Opened, fingerprint_known, known_as, listed, listed_known, open_known};

/// The flag that names the file.
pub(super) const REPORT: &str = "report";
const SIGN: &str = "sign";
/// Differences that are told; of more their number.
const SHOWN: usize = 40;
/// States before the time of asking that are looked through for the data of then.
const MAX_STATES: usize = 256;

/// The flags of a question that has evidence.
pub(super) fn args(question: &Description) -> Vec<Arg> {
    if !evidence::ASKED.contains(&question.name) {
        return Vec::new();
    }
    let path = |name: &'static str| Arg::new(name).long(name).value_parser(value_parser!(PathBuf));
    vec![
        path(REPORT).value_name("FILE").help(
            "Also write what was answered as evidence: one page to print (.html) or the document alone (.json). `verify` asks it again",
        ),
        path(SIGN).value_name("KEY").requires(REPORT).help("Sign the evidence with this Ed25519 private key (PEM, PKCS #8)"),
    ]
}

/// The file that a report is to be written to.
pub(super) fn wanted(question: &Description, matches: &ArgMatches) -> Option<PathBuf> {
    evidence::ASKED.contains(&question.name).then(|| matches.get_one(REPORT).cloned()).flatten()
}

/// Writes the evidence.
pub(super) fn write(
    path: &Path,
    context: Context<'_>,
    words: &Words,
    matches: &ArgMatches,
    data: &DataArgs,
) -> Result<(), Failure> {
    let ending = path.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    if !matches!(ending.as_str(), "html" | "json") {
        return Err(Failure::new(format!("--report {}: by its ending it is neither .html nor .json", path.display())));
    }
    let none = || Failure::new("--report: evidence is of a place; name one");
    let words = evidence::of_a_place(words).ok_or_else(none)?;
    let document = evidence::document(context, &words, now(), &files(data)?, None);
    let mut document = document.map_err(|refusal| Failure::new(refusal.told(None)))?;
    sign(&mut document, matches.get_one::<PathBuf>(SIGN).map(PathBuf::as_path))?;
    let text = if ending == "html" {
        evidence::page(&document)
    } else {
        let bytes = evidence::canonical(&document).map_err(Failure::new)?;
        String::from_utf8_lossy(&bytes).into_owned() + "\n"
    };
    std::fs::write(path, text).map_err(|e| Failure::of_io(path.display(), &e))
}

/// Signs a document, where a key is named.
pub(super) fn sign(document: &mut Map<String, Value>, key: Option<&Path>) -> Result<(), Failure> {
    let Some(key) = key else { return Ok(()) };
    let pem = input::text(key).map_err(Failure::Told)?;
    evidence::sign(document, &pem).map_err(|e| Failure::new(format!("{}: {e}", key.display())))
}

/// The files that the data were loaded from.
pub(super) fn files(data: &DataArgs) -> Result<Vec<FileUsed>, Failure> {
    let listed = match data.known_on()? {
        None => listed(data.data.as_deref()).map_err(Failure::new)?,
        Some(at) => listed_known(data.data.as_deref(), at).map_err(Failure::new)?,
    };
    Ok(listed.into_iter().map(used).collect())
}

/// A file as evidence lists it.
pub(super) fn used(entry: Entry) -> FileUsed {
    let Entry { path, sha256, source, version, licence, attribution, .. } = entry;
    FileUsed { path, sha256, source, version, licence, attribution }
}

/// Words after `contactline verify`.
#[derive(Debug, clap::Args)]
pub struct VerifyArgs {
    /// A document of evidence: a page or JSON made by `--report`
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

impl VerifyArgs {
    /// Asks again, and says what differs and why that may be. Findings where anything does.
    pub fn run(&self, data: &DataArgs) -> Result<Done, Failure> {
        let told = |refusal: Refusal| Failure::new(format!("{}: {refusal}", self.file.display()));
        let text = std::fs::read_to_string(&self.file).map_err(|e| Failure::of_io(self.file.display(), &e))?;
        let document = evidence::embedded(&text).map_err(told)?;
        let files = files(data)?;
        let verified = verified(&data.open()?, (&text, &document), &files).map_err(told)?;
        let mut said = said(&verified);
        if let (Some([then, _]), Some(directory)) = (&verified.fingerprints, data.data.as_deref())
            && data.known_on.is_none()
            && directory.is_dir()
        {
            let asked_at = document.get("asked_at").and_then(|at| at.as_str()?.parse().ok());
            if let Some(asked_at) = asked_at {
                said += &of_then(directory, then, asked_at, |opened| {
                    self::verified(opened, (&text, &document), &files).map_err(told)
                })?;
            }
        }
        form::print(&said)?;
        Ok(if verified.is_same() { Done::Clean } else { Done::Findings })
    }
}

/// The question of a document asked again, in its language.
fn verified(
    opened: &Opened,
    (text, document): (&str, &Map<String, Value>),
    files: &[FileUsed],
) -> Result<Verified, Refusal> {
    let Opened { atlas, fingerprint, .. } = opened;
    let (rights, layers) = (&Rights::All, &MadeLayers);
    let context = Context { atlas, fingerprint, rights, layers, is_indented: false };
    let spoken: Language = evidence::stated_language(document).parse().unwrap_or_default();
    language::within(spoken, || evidence::verify(context, (text, document), files, today()))
}

/// Whether the data of a document are still kept in a directory, and what they answer.
fn of_then(
    directory: &Path,
    fingerprint: &str,
    asked_at: Moment,
    ask: impl FnOnce(&Opened) -> Result<Verified, Failure>,
) -> Result<String, Failure> {
    let at = known_as(directory, fingerprint, asked_at, MAX_STATES).map_err(Failure::new)?;
    let Some(at) = at else {
        let why = match fingerprint_known(Some(directory), asked_at) {
            Err(KnownError::NotKept(why)) => why.to_string(),
            _ => {
                "this directory had loaded others by then, or they came with another version of the program".to_owned()
            }
        };
        return Ok(format!("data of then: not kept here: {why}\n"));
    };
    let verified = ask(&open_known(Some(directory), at).map_err(Failure::new)?)?;
    let second = at.to_second();
    let mut lines = vec![match verified.differences.len() {
        0 => format!("data of then: still kept; with --known-on {second} the same is answered"),
        1 => format!("data of then: still kept; with --known-on {second} 1 difference"),
        number => format!("data of then: still kept; with --known-on {second} {number} differences"),
    }];
    lines.extend(differences(&verified));
    Ok(lines.join("\n") + "\n")
}

/// The differences, each in a line.
fn differences(verified: &Verified) -> Vec<String> {
    let line = |Difference { path, stated, now }: &Difference| format!("  {path}: stated {stated}, now {now}");
    let mut lines: Vec<String> = verified.differences.iter().take(SHOWN).map(line).collect();
    if let Some(left) = verified.differences.len().checked_sub(SHOWN + 1) {
        lines.push(format!("  and {} more", left + 1));
    }
    lines
}

/// What became of the document, for people.
fn said(verified: &Verified) -> String {
    let mut lines = vec![match &verified.signature {
        SignatureState::None => "signature: none".to_owned(),
        SignatureState::Valid(key) => format!("signature: valid, by Ed25519 key {key}"),
        SignatureState::NotValid => "signature: NOT VALID: the document was changed after it was signed".to_owned(),
    }];
    let is_of_other = verified.programs.is_some();
    lines.extend(verified.page.map(|is_shown| match is_shown {
        true => "page: it shows what its document states".to_owned(),
        false if is_of_other => {
            "page: made by another version of the program: go by its document alone (.json)".to_owned()
        }
        false => "page: NOT that of its document: what it shows was changed".to_owned(),
    }));
    match verified.differences.len() {
        0 => lines.push("the same is answered now".to_owned()),
        1 => lines.push("1 difference".to_owned()),
        number => lines.push(format!("{number} differences")),
    }
    lines.extend(differences(verified));
    if let Some([then, now]) = &verified.programs {
        lines.push(format!("program: {then} then, {now} now"));
    }
    match &verified.fingerprints {
        None => lines.push("data: the same".to_owned()),
        Some([then, now]) => lines.push(format!("data: fingerprint {then} then, {now} now")),
    }
    lines.extend(verified.files.iter().map(|path| format!("  other or missing: {path}")));
    lines.join("\n") + "\n"
}
