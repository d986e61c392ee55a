//! The text of a regime in the stage in force: the same wherever it is answered.

use schemars::JsonSchema;
use serde::Serialize;

use contactline_core::model::{Regime, Stage};

use super::super::not_recorded::{NotRecorded, not_recorded};
use super::super::time::Day;
use super::register;

/// The text of a regime in force on a day.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct StageText<'a> {
    /// In force on that day.
    pub in_force: bool,
    /// First day of the stage in force.
    pub since: Option<Day>,
    /// Last day of the stage, itself included; null: still in force as far as the register knows.
    pub until: Option<Day>,
    /// The number of the text in that stage.
    pub number: Option<&'a str>,
    /// The day that text was adopted; null: not recorded.
    pub adopted: Option<Day>,
    /// The day it was published; null: not recorded.
    pub published: Option<Day>,
    /// The number of the text of the next stage, or the id of the regime that took its place.
    pub replaced_by: Option<&'a str>,
    /// The geography in the text.
    pub wording: Option<&'a str>,
    /// The same in Ukrainian.
    pub wording_uk: Option<&'a str>,
    /// Where to read it.
    pub citation: Option<&'a str>,
    /// How sure the text and its days are.
    pub certainty: Option<&'static str>,
    /// How sure it is that the ground is what the text means.
    pub extent_certainty: Option<&'static str>,
    /// The ground stands for bounds that are not known here as the text means them.
    pub approximate: bool,
    /// What is not settled of the stage.
    pub unsettled: Option<&'a str>,
    /// The same in Ukrainian.
    pub unsettled_uk: Option<&'a str>,
    /// Number and days of the text that are not there, each with why.
    pub not_recorded: Vec<NotRecorded<'a>>,
    /// The day on which the stage was last checked against its text.
    pub checked: Option<Day>,
    /// Whether its ground moves with the line of contact; null: not in force, or not determined.
    pub moves_with_the_line: Option<bool>,
    /// Anything else.
    pub note: Vec<&'a str>,
    /// The same in Ukrainian.
    pub note_uk: Vec<&'a str>,
}

impl<'a> StageText<'a> {
    pub(super) fn new(regime: &'a Regime, stage: Option<&'a Stage>) -> Self {
        let particulars = stage.map(|s| &s.particulars);
        let notes = [regime.note.as_deref(), stage.and_then(|s| s.note.as_deref())];
        let notes_uk = [regime.note_uk.as_deref(), stage.and_then(|s| s.note_uk.as_deref())];
        Self {
            in_force: stage.is_some(),
            since: stage.map(|s| Day(s.from)),
            until: stage.and_then(|s| s.until).map(Day),
            number: particulars.and_then(|p| p.number.as_deref()),
            adopted: particulars.and_then(|p| p.adopted).map(Day),
            published: particulars.and_then(|p| p.published).map(Day),
            replaced_by: stage.and_then(|s| register::replaced_by(regime, s)),
            wording: stage.map(|s| s.wording.as_str()),
            wording_uk: stage.and_then(|s| s.wording_uk.as_deref()),
            citation: stage.map(|s| s.citation.as_str()),
            certainty: stage.map(|s| s.certainty.as_str()),
            extent_certainty: stage.map(|s| s.extent_certainty.unwrap_or(s.certainty).as_str()),
            approximate: stage.is_some_and(|s| s.approximate),
            unsettled: particulars.and_then(|p| p.unsettled.as_deref()),
            unsettled_uk: particulars.and_then(|p| p.unsettled_uk.as_deref()),
            not_recorded: particulars.map(not_recorded).unwrap_or_default(),
            checked: particulars.and_then(|p| p.checked).map(Day),
            moves_with_the_line: stage.and_then(Stage::moves_with_the_line),
            note: notes.into_iter().flatten().collect(),
            note_uk: notes_uk.into_iter().flatten().collect(),
        }
    }
}
