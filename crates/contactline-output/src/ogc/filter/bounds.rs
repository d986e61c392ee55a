//! How long and how deep a filter may be, so that what calls itself for every level has room for it.

use super::FilterError;

/// Longest text of a filter in bytes.
const MAX_BYTES: usize = 64 << 10;
/// How deep conditions, brackets and lists may stand in one another.
pub(super) const MAX_DEPTH: usize = 32;
/// How many conditions of a text one `or` or `and` may join: many values are told apart sooner in a list.
pub(super) const MAX_JOINED: usize = 512;

/// Refuses a text that is too long.
pub(super) fn check_length(text: &str) -> Result<(), FilterError> {
    let length = text.len();
    if length > MAX_BYTES {
        return Err(FilterError(format!("the filter has {length} bytes; at most {MAX_BYTES} are read")));
    }
    Ok(())
}

/// Refuses what stands deeper than that many levels.
pub(super) fn check_depth(depth: usize) -> Result<(), FilterError> {
    if depth > MAX_DEPTH {
        return Err(FilterError(format!("the filter is nested deeper than {MAX_DEPTH} levels")));
    }
    Ok(())
}
