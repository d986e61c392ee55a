//! How the day stands in the names of files.

use contactline_core::model::Date;

/// How a file's name is written: text with `{YYYY}`, `{MM}` or `{MMM}` (JAN) and `{DD}` in it.
#[derive(Clone, Debug)]
pub(in crate::read::mapping) struct Pattern {
    text: String,
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq)]
enum Part {
    Text(String),
    Year,
    Month,
    MonthName,
    Day,
}

const MONTHS: [&str; 12] = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

impl Pattern {
    /// # Errors
    /// Another word in braces, or not each of year, month and day once.
    pub(in crate::read::mapping) fn new(text: &str) -> Result<Self, String> {
        let wanted = "wanted {YYYY}, {MM} or {MMM}, and {DD}, each once";
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let (word, after) = after.split_once('}').ok_or_else(|| format!("a brace is not closed; {wanted}"))?;
            if !before.is_empty() {
                parts.push(Part::Text(before.to_uppercase()));
            }
            parts.push(match word {
                "YYYY" => Part::Year,
                "MM" => Part::Month,
                "MMM" => Part::MonthName,
                "DD" => Part::Day,
                other => return Err(format!("'{{{other}}}' is not known; {wanted}")),
            });
            rest = after;
        }
        if !rest.is_empty() {
            parts.push(Part::Text(rest.to_uppercase()));
        }
        let count = |wanted: &[Part]| parts.iter().filter(|p| wanted.contains(p)).count();
        let each = [count(&[Part::Year]), count(&[Part::Month, Part::MonthName]), count(&[Part::Day])];
        if each == [1, 1, 1] { Ok(Self { text: text.into(), parts }) } else { Err(wanted.into()) }
    }

    /// The day in a file's name; upper and lower case are the same.
    ///
    /// # Errors
    /// The pattern is nowhere in it, or what stands there is no day of the calendar.
    pub(in crate::read::mapping) fn day_in(&self, file: &str) -> Result<Date, String> {
        let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
        let upper = name.to_uppercase();
        let found = upper.char_indices().find_map(|(start, _)| self.matched(upper.get(start..)?));
        let (year, month, day) = found
            .ok_or_else(|| format!("the file name '{name}' is not of the form {}; --date gives the day", self.text))?;
        Date::from_ymd(year, month, day)
            .ok_or_else(|| format!("{year:04}-{month:02}-{day:02} in the file name '{name}' is no day of the calendar"))
    }

    fn matched(&self, mut rest: &str) -> Option<(i16, i8, i8)> {
        let (mut year, mut month, mut day) = (0, 0, 0);
        let digits = |rest: &mut &str, count: usize| {
            let text = rest.get(..count).filter(|t| t.bytes().all(|b| b.is_ascii_digit()))?;
            *rest = &rest[count..];
            text.parse::<i16>().ok()
        };
        for part in &self.parts {
            match part {
                Part::Text(text) => rest = rest.strip_prefix(text.as_str())?,
                Part::Year => year = digits(&mut rest, 4)?,
                Part::Month => month = i8::try_from(digits(&mut rest, 2)?).ok()?,
                Part::Day => day = i8::try_from(digits(&mut rest, 2)?).ok()?,
                Part::MonthName => {
                    let name = rest.get(..3)?;
                    month = 1 + i8::try_from(MONTHS.iter().position(|m| *m == name)?).ok()?;
                    rest = &rest[3..];
                }
            }
        }
        Some((year, month, day))
    }
}
