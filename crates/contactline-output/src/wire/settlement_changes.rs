//! Changes of what sources state of settlements since a day, one a row.

use schemars::JsonSchema;
use serde::Serialize;

use contactline_core::atlas::Atlas;
use contactline_core::query;

use super::division::DivisionColumns;
use super::settlements::{Settlement, SettlementRow, Settlements};
use super::table;
use super::time::Day;
use super::words::Code;

/// A change of what a source states of a settlement.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct SettlementChange {
    /// Source id.
    pub source: String,
    /// The day by which it had changed: the first on which the source states what came.
    pub changed_by: Day,
    /// The last day on which it stated what was before, where only a range of days is known; null: the day before `changed_by`.
    pub changed_after: Option<Day>,
    /// Status before.
    pub from_status: &'static str,
    /// Holder before.
    pub from_holder: Option<Code>,
    /// Status that came.
    pub to_status: &'static str,
    /// Holder that came.
    pub to_holder: Option<Code>,
}

/// One row of the table of changes.
#[derive(JsonSchema, Serialize)]
struct ChangeRow<'a> {
    #[serde(flatten)]
    change: &'a SettlementChange,
    #[serde(flatten)]
    settlement: Settlement<'a>,
    #[serde(flatten)]
    divisions: DivisionColumns<'a>,
    former_names: &'a [String],
}

impl From<&query::HolderChange<'_>> for SettlementChange {
    fn from(change: &query::HolderChange<'_>) -> Self {
        let ((from_status, from_holder), (to_status, to_holder)) = (change.from, change.to);
        Self {
            source: change.source.id.clone(),
            changed_by: Day(change.on),
            changed_after: change.after.map(Day),
            from_status: from_status.as_str(),
            from_holder: from_holder.map(Code),
            to_status: to_status.as_str(),
            to_holder: to_holder.map(Code),
        }
    }
}

impl<'a> Settlements<'a> {
    /// The settlements with their changes, and with the former names that the atlas has of them.
    #[must_use]
    pub fn with_changes(mut self, found: &query::Settlements<'a>, atlas: &Atlas) -> Self {
        for (row, of) in self.settlements.iter_mut().zip(&found.rows) {
            row.changes = Some(of.changes.iter().map(SettlementChange::from).collect());
            let former = atlas.gazetteer().former_names(of.locality);
            row.former_names = Some(former.into_iter().map(str::to_owned).collect());
        }
        self.lists_changes = true;
        self
    }

    /// Every change with its settlement, in time order; none where no day was asked for.
    #[must_use]
    pub fn changes(&self) -> Option<Vec<(&SettlementChange, &SettlementRow<'a>)>> {
        let mut changes: Vec<(&SettlementChange, &SettlementRow<'a>)> = Vec::new();
        for row in &self.settlements {
            changes.extend(row.changes.iter().flatten().map(|change| (change, row)));
        }
        changes.sort_by_key(|(change, _)| change.changed_by.0);
        self.lists_changes.then_some(changes)
    }
}

/// The changes as CSV.
pub(super) fn changes_csv(changes: Vec<(&SettlementChange, &SettlementRow<'_>)>) -> Result<table::Csv, csv::Error> {
    table::csv(changes.into_iter().map(|(change, row)| ChangeRow {
        change,
        settlement: row.settlement,
        divisions: row.divisions(),
        former_names: row.former_names.as_deref().unwrap_or_default(),
    }))
}
