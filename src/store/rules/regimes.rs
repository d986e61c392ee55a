//! `regimes.toml`: legal regimes bound to territory.

use serde::Deserialize;

use super::super::source::{optional_word, word};
use super::RuleFile;
use crate::model::{Certainty, Date, Finding, Regime, RegimeKind, Stage, Vocabulary};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Register {
    #[serde(default, rename = "regime")]
    regimes: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    title: String,
    authority: String,
    #[serde(deserialize_with = "word")]
    kind: RegimeKind,
    note: Option<String>,
    #[serde(rename = "stage")]
    stages: Vec<StageEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StageEntry {
    #[serde(deserialize_with = "word")]
    from: Date,
    #[serde(default, deserialize_with = "optional_word")]
    until: Option<Date>,
    extent: String,
    not_determined: Option<String>,
    wording: String,
    citation: String,
    #[serde(deserialize_with = "word")]
    certainty: Certainty,
    note: Option<String>,
}

/// The regimes in a text; `file` is its name for findings.
pub(in crate::store) fn regimes(text: &str, file: &str, vocabulary: &Vocabulary) -> Result<Vec<Regime>, Vec<Finding>> {
    let file = RuleFile { text, file };
    let register: Register = file.parsed()?;
    register.regimes.into_iter().map(|entry| regime(&file, entry, vocabulary)).collect()
}

fn regime(file: &RuleFile<'_>, entry: Entry, vocabulary: &Vocabulary) -> Result<Regime, Vec<Finding>> {
    let of = format!("regime '{}'", entry.id);
    let stages: Vec<Stage> =
        entry.stages.into_iter().map(|stage| self::stage(file, &of, stage, vocabulary)).collect::<Result<_, _>>()?;
    if stages.is_empty() {
        return Err(file.bad(file.at_line(&entry.id, &format!("{of} has no stage"))));
    }
    if let Some(pair) = stages.windows(2).find(|w| w[0].until.is_none_or(|until| until >= w[1].from)) {
        let message = format!("{of}: the stage from {} must end before the one from {}", pair[0].from, pair[1].from);
        return Err(file.bad(file.at_line(&pair[1].from.to_string(), &message)));
    }
    Ok(Regime {
        id: entry.id,
        title: entry.title,
        authority: entry.authority,
        kind: entry.kind,
        stages,
        note: entry.note,
    })
}

fn stage(file: &RuleFile<'_>, of: &str, entry: StageEntry, vocabulary: &Vocabulary) -> Result<Stage, Vec<Finding>> {
    let extent = file.extent(of, &entry.extent, vocabulary)?;
    let not_determined = entry.not_determined.map(|rule| file.extent(of, &rule, vocabulary)).transpose()?;
    Ok(Stage {
        from: entry.from,
        until: entry.until,
        extent,
        not_determined,
        wording: entry.wording,
        citation: entry.citation,
        certainty: entry.certainty,
        note: entry.note,
    })
}
