//! How long, how deep and how chained a filter may be: told before any parser that calls itself reads it.
//!
//! The parsers of CQL2 and all that walks the tree they give call themselves once for every level, and the text grammar
//! reads some levels twice. What is told here is told by one pass over the text, which calls itself nowhere.

use std::num::NonZeroUsize;

use serde_json::Value;

use super::FilterError;

/// Longest text of a filter in bytes.
pub(super) const MAX_BYTES: usize = 64 << 10;
/// How deep conditions, brackets and arrays may stand in one another.
pub(super) const MAX_DEPTH: usize = 32;
/// How many operators may stand in one another: a chain `a or b or c` is a tree as deep as it is long.
const MAX_OPERATORS: usize = 512;
/// Steps the parser of text may take for one filter: 64 KiB of values in one list take about half of them.
const MAX_STEPS: NonZeroUsize = NonZeroUsize::MIN.saturating_add(4_000_000);

/// The words that join or turn what stands beside them.
const WORDS: [&str; 8] = ["and", "or", "not", "like", "in", "between", "is", "div"];

/// Operators at one depth of brackets, since the last comma.
#[derive(Clone, Copy, Default)]
struct Level {
    operators: usize,
    /// The most operators in one another inside brackets that are closed.
    inside: usize,
    /// The same of what stood before the last comma.
    before: usize,
}

impl Level {
    fn height(self) -> usize {
        self.before.max(self.operators + self.inside)
    }
}

/// Holds a filter in CQL2 text to the limits, and its parser to a number of steps.
pub(super) fn check_text(text: &str) -> Result<(), FilterError> {
    check_length(text)?;
    // A setting of the process, and always the same.
    pest::set_call_limit(Some(MAX_STEPS));
    let mut open: Vec<Level> = Vec::new();
    let mut level = Level::default();
    let mut rest = text.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        match c {
            // A doubled quotation mark ends one quotation and begins the next: the same to who counts.
            '\'' | '"' => while rest.next().is_some_and(|(_, other)| other != c) {},
            '(' | '[' | '{' => {
                open.push(level);
                level = Level::default();
            }
            ')' | ']' | '}' => {
                let inside = level.height();
                level = open.pop().unwrap_or_default();
                level.inside = level.inside.max(inside);
            }
            ',' => level = Level { before: level.height(), ..Level::default() },
            '+' | '-' | '*' | '/' | '%' | '^' | '=' | '<' | '>' | '!' => level.operators += 1,
            c if c.is_alphanumeric() => {
                let mut end = at + c.len_utf8();
                while let Some((at, c)) = rest.next_if(|(_, c)| c.is_alphanumeric() || matches!(c, '_' | '.' | ':')) {
                    end = at + c.len_utf8();
                }
                let word = &text[at..end];
                level.operators += usize::from(WORDS.iter().any(|w| w.eq_ignore_ascii_case(word)));
            }
            _ => {}
        }
        if open.len() > MAX_DEPTH {
            return Err(too_deep());
        }
        let around: usize = open.iter().map(|l| l.operators).sum();
        if around + level.height() > MAX_OPERATORS {
            return Err(FilterError(format!(
                "the filter chains more than {MAX_OPERATORS} operators (character {}); name many values in one list: id \
                 IN ('a', 'b')",
                text[..at].chars().count() + 1
            )));
        }
    }
    Ok(())
}

/// The value that a filter in CQL2 JSON is, held to the limits.
pub(super) fn checked_json(text: &str) -> Result<Value, FilterError> {
    check_length(text)?;
    // Reads to a depth of 128, and no further.
    let value: Value = serde_json::from_str(text).map_err(|e| FilterError(format!("the filter is not JSON: {e}")))?;
    check_value(&value, 0)?;
    Ok(value)
}

/// Arrays hold no arrays and no operations: the reader would try each as everything that begins with a list.
fn check_value(value: &Value, depth: usize) -> Result<(), FilterError> {
    if depth > MAX_DEPTH {
        return Err(too_deep());
    }
    match value {
        Value::Array(items) => items.iter().try_for_each(|item| match item {
            Value::Array(_) => Err(FilterError("a list stands in a list of the filter; wanted values in it".into())),
            Value::Object(members) if members.values().any(|m| m.is_array() || m.is_object()) => {
                Err(FilterError("an operation stands in a list of the filter; wanted values in it".into()))
            }
            _ => Ok(()),
        }),
        Value::Object(members) => members.iter().try_for_each(|(name, member)| match (name.as_str(), member) {
            ("args", Value::Array(args)) => args.iter().try_for_each(|arg| check_value(arg, depth + 1)),
            // Of a geometry: read as lists of lists of numbers, and as nothing else.
            ("coordinates" | "geometries", _) => Ok(()),
            (_, member) => check_value(member, depth + 1),
        }),
        _ => Ok(()),
    }
}

fn check_length(text: &str) -> Result<(), FilterError> {
    let length = text.len();
    if length > MAX_BYTES {
        return Err(FilterError(format!("the filter has {length} bytes; at most {MAX_BYTES} are read")));
    }
    Ok(())
}

pub(super) fn too_deep() -> FilterError {
    FilterError(format!("the filter is nested deeper than {MAX_DEPTH} levels"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chains_and_nests_are_refused_and_long_lists_are_not() {
        let list = |n: usize| format!("id in ({})", vec!["'a''b'"; n].join(", "));
        let joined = |n: usize| vec!["area_m2 > -1.5"; n].join(" and ");
        let ring = vec!["-37.5 -47.5"; 2_000].join(", ");
        for (text, is_read) in [
            (list(5_000), true),
            (format!("s_intersects(geometry, POLYGON(({ring})))"), true),
            (joined(150), true),
            (joined(400), false),
            (format!("1={}1", "-".repeat(2_500)), false),
            (format!("{}true", "not ".repeat(2_500)), false),
            (format!("a = {}1{}", "(".repeat(40), ")".repeat(40)), false),
            // A bracket in quotation marks closes none.
            (format!("a = {}1", "(')' ".repeat(40)), false),
            (format!("f({})", vec!["1-1"; 600].join(",")), true),
            (format!("({}) and ({})", joined(100), joined(100)), true),
            (format!("({}) and ({})", joined(100), joined(300)), false),
            (" ".repeat(70_000), false),
        ] {
            assert_eq!(check_text(&text).is_ok(), is_read, "{}", &text[..60]);
        }
    }
}
