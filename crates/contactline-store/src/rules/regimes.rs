//! `regimes.toml`: legal regimes bound to territory.

use serde::Deserialize;

use super::super::not_recorded::{NotRecordedEntry, not_recorded};
use super::super::source::{optional_word, word};
use super::RuleFile;
use super::proposal::{DrawingEntry, drawing};
use contactline_core::model::{Certainty, Date, Finding, Particulars, Regime, Stage, Undetermined, Vocabulary};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Register {
    /// The day on which the register was last checked as a whole.
    #[serde(default, deserialize_with = "optional_word")]
    checked: Option<Date>,
    #[serde(default, rename = "drawing")]
    drawings: Vec<DrawingEntry>,
    #[serde(default, rename = "regime")]
    regimes: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    title: String,
    title_uk: Option<String>,
    authority: String,
    kind: String,
    replaced_by: Option<String>,
    note: Option<String>,
    note_uk: Option<String>,
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
    number: Option<String>,
    #[serde(default, deserialize_with = "optional_word")]
    adopted: Option<Date>,
    #[serde(default, deserialize_with = "optional_word")]
    published: Option<Date>,
    extent: String,
    #[serde(default)]
    approximate: bool,
    #[serde(default)]
    not_determined: Vec<UndeterminedEntry>,
    wording: String,
    wording_uk: Option<String>,
    citation: String,
    #[serde(deserialize_with = "word")]
    certainty: Certainty,
    #[serde(default, deserialize_with = "optional_word")]
    extent_certainty: Option<Certainty>,
    unsettled: Option<String>,
    unsettled_uk: Option<String>,
    #[serde(default)]
    not_recorded: Vec<NotRecordedEntry>,
    #[serde(default, deserialize_with = "optional_word")]
    checked: Option<Date>,
    note: Option<String>,
    note_uk: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UndeterminedEntry {
    extent: String,
    reason: String,
    reason_uk: Option<String>,
}

/// The regimes in a text; `file` is its name for findings.
pub(crate) fn regimes(text: &str, file: &str, vocabulary: &Vocabulary) -> Result<Vec<Regime>, Vec<Finding>> {
    let file = RuleFile { text, file };
    let register: Register = file.parsed()?;
    let checked = register.checked;
    let drawings = register.drawings.into_iter().map(|entry| drawing(&file, entry)).collect::<Result<_, _>>()?;
    let vocabulary = &Vocabulary { drawings, ..vocabulary.clone() };
    register.regimes.into_iter().map(|entry| regime(&file, entry, checked, vocabulary)).collect()
}

fn regime(
    file: &RuleFile<'_>,
    entry: Entry,
    checked: Option<Date>,
    vocabulary: &Vocabulary,
) -> Result<Regime, Vec<Finding>> {
    let of = format!("regime '{}'", entry.id);
    let read = |stage| self::stage(file, &of, stage, checked, vocabulary);
    let stages: Vec<Stage> = entry.stages.into_iter().map(read).collect::<Result<_, _>>()?;
    if stages.is_empty() {
        return Err(file.bad(file.at_line(&entry.id, &format!("{of} has no stage"))));
    }
    if let Some(stage) = stages.iter().find(|s| s.until.is_some_and(|until| until < s.from)) {
        let message = format!("{of}: the stage from {} ends before it begins", stage.from);
        return Err(file.bad(file.at_line(&stage.from.to_string(), &message)));
    }
    if let Some(pair) = stages.windows(2).find(|w| w[0].until.is_none_or(|until| until >= w[1].from)) {
        let message = format!("{of}: the stage from {} must end before the one from {}", pair[0].from, pair[1].from);
        return Err(file.bad(file.at_line(&pair[1].from.to_string(), &message)));
    }
    Ok(Regime {
        id: entry.id,
        title: entry.title,
        title_uk: entry.title_uk,
        authority: entry.authority,
        kind: entry.kind,
        stages,
        replaced_by: entry.replaced_by,
        note: entry.note,
        note_uk: entry.note_uk,
    })
}

fn stage(
    file: &RuleFile<'_>,
    of: &str,
    entry: StageEntry,
    checked: Option<Date>,
    vocabulary: &Vocabulary,
) -> Result<Stage, Vec<Finding>> {
    let extent = file.extent(of, &entry.extent, vocabulary)?;
    let open = |open: UndeterminedEntry| {
        let extent = file.extent(of, &open.extent, vocabulary)?;
        Ok::<_, Vec<Finding>>(Undetermined { extent, reason: open.reason, reason_uk: open.reason_uk })
    };
    let members = [
        ("number", entry.number.is_some()),
        ("adopted", entry.adopted.is_some()),
        ("published", entry.published.is_some()),
    ];
    let not_recorded = not_recorded(entry.not_recorded, &members).map_err(|e| {
        file.bad(file.at_line(&entry.from.to_string(), &format!("{of}, stage from {}: {e}", entry.from)))
    })?;
    Ok(Stage {
        from: entry.from,
        until: entry.until,
        approximate: entry.approximate || extent.is_approximate(),
        extent,
        not_determined: entry.not_determined.into_iter().map(open).collect::<Result<_, _>>()?,
        wording: entry.wording,
        wording_uk: entry.wording_uk,
        citation: entry.citation,
        certainty: entry.certainty,
        extent_certainty: entry.extent_certainty,
        particulars: Particulars {
            number: entry.number,
            adopted: entry.adopted,
            published: entry.published,
            unsettled: entry.unsettled,
            unsettled_uk: entry.unsettled_uk,
            checked: entry.checked.or(checked),
            not_recorded,
        },
        note: entry.note,
        note_uk: entry.note_uk,
    })
}
