//! `not_recorded` of an entry: members that it does not have, each with why.

use serde::Deserialize;

use contactline_core::model::NotRecorded;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NotRecordedEntry {
    members: Vec<String>,
    reason: String,
    reason_uk: Option<String>,
}

/// The members said to be missing; `members` are those that may be, each with whether the entry has it.
///
/// # Errors
/// A member that no such entry has, or one that this entry does have.
pub(super) fn not_recorded(
    entries: Vec<NotRecordedEntry>,
    members: &[(&str, bool)],
) -> Result<Vec<NotRecorded>, String> {
    for name in entries.iter().flat_map(|entry| &entry.members) {
        match members.iter().find(|(member, _)| member == name) {
            None => {
                let allowed: Vec<&str> = members.iter().map(|(member, _)| *member).collect();
                return Err(format!("not_recorded names '{name}'; allowed are {}", allowed.join(", ")));
            }
            Some((_, true)) => return Err(format!("not_recorded names '{name}', which the entry has")),
            Some((_, false)) => {}
        }
    }
    let read = |e: NotRecordedEntry| NotRecorded { members: e.members, reason: e.reason, reason_uk: e.reason_uk };
    Ok(entries.into_iter().map(read).collect())
}
