//! What a list says of itself: lines before its rows that begin with `#`, such as `# date: 2026-10-01` and
//! `# amendments: Orders 1151 (2025-07-15) and 1160 (2025-07-17)`.

use crate::read::collection::plain_text;
use crate::read::parts::{at, whole};
use contactline_core::model::{Date, Finding, Severity};

/// What a line that says something of the list begins with.
pub(super) const COMMENT: u8 = b'#';

/// The longest text of amendments that is shown.
const MAX_CHARS: usize = 1_000;

/// What a list says of itself before its rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heading {
    /// The day it stood so.
    pub day: Option<Date>,
    /// The amendments that are in it, in its own words.
    pub amendments: Option<String>,
}

impl Heading {
    /// The heading of a text; an empty one where the text has none, or is no text.
    ///
    /// # Errors
    /// A date that is no day of the calendar, with its line.
    pub fn read(bytes: &[u8], file: &str) -> Result<Self, Box<Finding>> {
        let mut heading = Self::default();
        let Ok(text) = plain_text(bytes, file) else { return Ok(heading) };
        for (line, (key, value)) in lines(&text).map(|line| (line, line.split_once(':').unwrap_or((line, "")))) {
            let value = value.trim();
            match key.trim().to_lowercase().as_str() {
                "date" => {
                    let day = value.parse().map_err(|_| {
                        let message = format!("'{line}' has no day; wanted one such as date: 2026-08-21");
                        Box::new(at(Severity::Error, "bad_date", whole(file), message))
                    })?;
                    heading.day = Some(day);
                }
                "amendments" if !value.is_empty() => {
                    let said = heading.amendments.take().map_or_else(String::new, |said| said + "; ");
                    heading.amendments = Some(Self::in_a_line(&(said + value)));
                }
                _ => {}
            }
        }
        Ok(heading)
    }

    /// What was said of amendments on one line, no longer than can be shown.
    #[must_use]
    pub fn in_a_line(said: &str) -> String {
        let line = said.split_whitespace().collect::<Vec<_>>().join(" ");
        match line.char_indices().nth(MAX_CHARS) {
            Some((end, _)) => format!("{}...", &line[..end]),
            None => line,
        }
    }

    /// How many lines of a text are its heading.
    pub(super) fn len(text: &str) -> usize {
        lines(text).count()
    }
}

/// The lines of a heading, without their signs.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let text = text.trim_start_matches('\u{feff}');
    text.lines().map_while(|line| line.strip_prefix(char::from(COMMENT))).map(str::trim)
}
