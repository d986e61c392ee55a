//! The register of regimes: every text with its stages.

use schemars::JsonSchema;
use serde::Serialize;

use crate::wire::language::spoken;
use contactline_core::model::{Date, Regime, Said, Stage, notice, sentences};

use super::super::not_recorded::{NotRecorded, not_recorded};
use super::super::table;
use super::super::time::Day;

/// The register of regimes.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct RegimeRegister<'a> {
    /// The date requested: only what is in force on it is listed; null: all.
    pub date: Option<Day>,
    /// Every regime.
    pub regimes: Vec<RegisteredRegime<'a>>,
    /// What the register is not.
    pub notice: &'static str,
}

/// A regime over time.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct RegisteredRegime<'a> {
    /// Regime id.
    pub id: &'a str,
    /// What it is called.
    pub title: &'a str,
    /// What it is called in Ukrainian.
    pub title_uk: Option<&'a str>,
    /// Whose law.
    pub authority: &'a str,
    /// `sanctions`, `occupation`, or another word of the register.
    pub kind: &'a str,
    /// Its stages, in order; where a date is requested, the one in force on it.
    pub stages: Vec<RegimeStage<'a>>,
    /// The regime that took its place when it ended.
    pub replaced_by: Option<&'a str>,
    /// Anything else.
    pub note: Option<&'a str>,
    /// The same in Ukrainian.
    pub note_uk: Option<&'a str>,
}

/// A stretch of days in which a regime has one extent.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct RegimeStage<'a> {
    /// First day in force.
    pub from: Day,
    /// Last day, itself included; null: still in force.
    pub until: Option<Day>,
    /// The number of the text.
    pub number: Option<&'a str>,
    /// The day it was adopted; null: not recorded.
    pub adopted: Option<Day>,
    /// The day it was published; null: not recorded.
    pub published: Option<Day>,
    /// The number of the text of the next stage, or the id of the regime that took its place.
    pub replaced_by: Option<&'a str>,
    /// The rule by which its ground is found.
    pub extent: String,
    /// The ground stands for bounds that are not known here as the text means them.
    pub approximate: bool,
    /// Where it is not determined whether it applies, each ground with its reason.
    pub not_determined: Vec<NotDetermined<'a>>,
    /// The geography in the text.
    pub wording: &'a str,
    /// The same in Ukrainian.
    pub wording_uk: Option<&'a str>,
    /// Where to read it.
    pub citation: &'a str,
    /// How sure the text and its days are.
    pub certainty: &'static str,
    /// How sure it is that the ground is what the text means.
    pub extent_certainty: &'static str,
    /// Whether its ground moves with the line of contact; null: not determined.
    pub moves_with_the_line: Option<bool>,
    /// What is not settled of it.
    pub unsettled: Option<&'a str>,
    /// The same in Ukrainian.
    pub unsettled_uk: Option<&'a str>,
    /// Number and days that are not there, each with why.
    pub not_recorded: Vec<NotRecorded<'a>>,
    /// The day on which it was last checked against its text.
    pub checked: Option<Day>,
    /// Anything else.
    pub note: Option<&'a str>,
    /// The same in Ukrainian.
    pub note_uk: Option<&'a str>,
}

/// Ground of which it is not determined whether a regime applies.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct NotDetermined<'a> {
    /// The rule by which it is found.
    pub extent: String,
    /// Why.
    pub reason: &'a str,
    /// Why, in Ukrainian.
    pub reason_uk: Option<&'a str>,
}

/// What takes the place of a stage: the text of the next one, or another regime.
pub(super) fn replaced_by<'a>(regime: &'a Regime, stage: &Stage) -> Option<&'a str> {
    match regime.stage_after(stage) {
        Some(next) => next.particulars.number.as_deref(),
        None => regime.replaced_by.as_deref(),
    }
}

/// Why a regime has no stage in force on a day.
pub(super) fn not_in_force(regime: &Regime, day: Date) -> Option<Said> {
    let (first, last) = (regime.stages.first()?, regime.stages.last()?);
    Some(match last.until.filter(|until| *until < day) {
        None => sentences::not_in_force_before(first.from),
        Some(until) => sentences::in_force_until(until, regime.replaced_by.as_deref()),
    })
}

impl<'a> From<(&'a Regime, &'a Stage)> for RegimeStage<'a> {
    fn from((regime, stage): (&'a Regime, &'a Stage)) -> Self {
        let particulars = &stage.particulars;
        let open = |open: &'a contactline_core::model::Undetermined| NotDetermined {
            extent: open.extent.to_string(),
            reason: &open.reason,
            reason_uk: open.reason_uk.as_deref(),
        };
        Self {
            from: Day(stage.from),
            until: stage.until.map(Day),
            number: particulars.number.as_deref(),
            adopted: particulars.adopted.map(Day),
            published: particulars.published.map(Day),
            replaced_by: replaced_by(regime, stage),
            extent: stage.extent.to_string(),
            approximate: stage.approximate,
            not_determined: stage.not_determined.iter().map(open).collect(),
            wording: &stage.wording,
            wording_uk: stage.wording_uk.as_deref(),
            citation: &stage.citation,
            certainty: stage.certainty.as_str(),
            extent_certainty: stage.extent_certainty.unwrap_or(stage.certainty).as_str(),
            moves_with_the_line: stage.moves_with_the_line(),
            unsettled: particulars.unsettled.as_deref(),
            unsettled_uk: particulars.unsettled_uk.as_deref(),
            not_recorded: not_recorded(particulars),
            checked: particulars.checked.map(Day),
            note: stage.note.as_deref(),
            note_uk: stage.note_uk.as_deref(),
        }
    }
}

impl<'a> RegimeRegister<'a> {
    /// The register; of a day, what is in force on it.
    #[must_use]
    pub fn new(regimes: &'a [Regime], day: Option<Date>) -> Self {
        let in_force =
            |stage: &Stage| day.is_none_or(|day| stage.from <= day && stage.until.is_none_or(|until| day <= until));
        let regime = |regime: &'a Regime| RegisteredRegime {
            id: &regime.id,
            title: &regime.title,
            title_uk: regime.title_uk.as_deref(),
            authority: &regime.authority,
            kind: &regime.kind,
            stages: (regime.stages.iter().filter(|stage| in_force(stage)))
                .map(|stage| RegimeStage::from((regime, stage)))
                .collect(),
            replaced_by: regime.replaced_by.as_deref(),
            note: regime.note.as_deref(),
            note_uk: regime.note_uk.as_deref(),
        };
        let regimes = regimes.iter().map(regime).filter(|regime| !regime.stages.is_empty()).collect();
        Self { date: day.map(Day), regimes, notice: notice::NOT_LEGAL_ADVICE.within(spoken()) }
    }
}

impl RegimeRegister<'_> {
    /// The register as CSV: one row for each stage of a regime.
    ///
    /// # Errors
    /// None that a row can cause.
    pub fn to_csv(&self) -> Result<table::Csv, csv::Error> {
        #[derive(JsonSchema, Serialize)]
        struct Row<'a> {
            regime: &'a str,
            title: &'a str,
            title_uk: Option<&'a str>,
            authority: &'a str,
            kind: &'a str,
            #[serde(flatten)]
            stage: &'a RegimeStage<'a>,
        }
        let stages = self.regimes.iter().flat_map(|regime| regime.stages.iter().map(move |stage| (regime, stage)));
        table::csv(stages.map(|(regime, stage)| Row {
            regime: regime.id,
            title: regime.title,
            title_uk: regime.title_uk,
            authority: regime.authority,
            kind: regime.kind,
            stage,
        }))
    }
}
