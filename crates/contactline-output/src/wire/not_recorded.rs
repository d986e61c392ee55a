//! What an entry of a register does not have, and why, as it leaves the house.

use schemars::JsonSchema;
use serde::Serialize;

use contactline_core::model::{self, Particulars};

/// Members that an entry does not have, and why.
#[derive(Clone, Copy, Debug, JsonSchema, Serialize)]
pub struct NotRecorded<'a> {
    /// Names of the members.
    pub members: &'a [String],
    /// Why.
    pub reason: &'a str,
    /// Why, in Ukrainian.
    pub reason_uk: Option<&'a str>,
}

impl<'a> From<&'a model::NotRecorded> for NotRecorded<'a> {
    fn from(absent: &'a model::NotRecorded) -> Self {
        Self { members: &absent.members, reason: &absent.reason, reason_uk: absent.reason_uk.as_deref() }
    }
}

/// What an entry does not have, each with why.
pub(super) fn not_recorded(particulars: &Particulars) -> Vec<NotRecorded<'_>> {
    particulars.not_recorded.iter().map(NotRecorded::from).collect()
}
