//! How days are written: in properties, and in the names of files.

use serde_json::Value;

use crate::model::{Date, Moment};

/// What a text says as a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Written {
    /// This one.
    Day(Date),
    /// One of two: nobody can say whether day or month comes first.
    Ambiguous,
    /// None that is known.
    NoDay,
}

/// Names of months by their first letters: English, Ukrainian, Russian.
const MONTH_NAMES: [[&str; 3]; 12] = [
    ["jan", "січ", "янв"],
    ["feb", "лют", "фев"],
    ["mar", "бер", "мар"],
    ["apr", "кві", "апр"],
    ["may", "тра", "мая"],
    ["jun", "чер", "июн"],
    ["jul", "лип", "июл"],
    ["aug", "сер", "авг"],
    ["sep", "вер", "сен"],
    ["oct", "жов", "окт"],
    ["nov", "лис", "ноя"],
    ["dec", "гру", "дек"],
];

/// The day a text says, whatever time follows it: year first (`2024/05/01`), day first with dots (`01.05.2024`), with the
/// name of the month (`1 May 2024`, `May 1, 2024`, `01-MAY-2024`), or with day and month in an order that only one reading
/// allows (`25/05/2024`).
pub(super) fn written(text: &str) -> Written {
    let words = |c: char| c.is_whitespace() || matches!(c, '.' | '/' | '-' | ',');
    let text = text.trim();
    let parts: Vec<&str> = text.split(words).filter(|part| !part.is_empty()).take(3).collect();
    let [first, second, third] = parts[..] else { return Written::NoDay };
    // A time may follow the last number.
    let third = third.split(['T', 't', 'Z']).next().unwrap_or(third);
    let number = |part: &str| part.parse::<i16>().ok().filter(|_| part.bytes().all(|b| b.is_ascii_digit()));
    let small = |n: i16| i8::try_from(n).ok();
    let day = |year: i16, month: i16, day: i16| {
        let date = small(month).zip(small(day)).and_then(|(month, day)| Date::from_ymd(year, month, day));
        date.map_or(Written::NoDay, Written::Day)
    };
    let is_year = |part: &str| part.len() == 4;
    match (number(first), number(second), number(third)) {
        (Some(y), Some(m), Some(d)) if is_year(first) && third.len() <= 2 => day(y, m, d),
        (Some(a), Some(b), Some(y)) if is_year(third) && first.len() <= 2 && second.len() <= 2 => {
            let by_dots = text.contains('.') && !text.contains('/');
            match (a > 12, b > 12) {
                _ if by_dots || a == b => day(y, b, a),
                (true, false) => day(y, b, a),
                (false, true) => day(y, a, b),
                (false, false) => Written::Ambiguous,
                (true, true) => Written::NoDay,
            }
        }
        (Some(a), None, Some(c)) => match (month(second), is_year(first)) {
            (Some(m), true) if third.len() <= 2 => day(a, m, c),
            (Some(m), false) if is_year(third) => day(c, m, a),
            _ => Written::NoDay,
        },
        (None, Some(d), Some(y)) if is_year(third) => month(first).map_or(Written::NoDay, |m| day(y, m, d)),
        _ => Written::NoDay,
    }
}

/// The number of a month's name.
fn month(name: &str) -> Option<i16> {
    let name = name.to_lowercase();
    let begins = |names: &[&str; 3]| names.iter().any(|start| name.starts_with(start));
    MONTH_NAMES.iter().position(begins).and_then(|k| i16::try_from(k + 1).ok())
}

/// How a property writes its day: `MM/DD/YYYY`; what follows the day (a time) is not looked at.
#[derive(Clone, Debug)]
pub(in crate::read::mapping) struct Form {
    pattern: Pattern,
}

impl Form {
    /// # Errors
    /// Not each of year, month and day once.
    pub(in crate::read::mapping) fn new(text: &str) -> Result<Self, String> {
        const WORDS: [(&str, &str); 6] =
            [("YYYY", "{YYYY}"), ("MMM", "{MMM}"), ("MM", "{MM}"), ("DD", "{DD}"), ("M", "{MM}"), ("D", "{DD}")];
        let wanted = "wanted YYYY, MM (or MMM for its name) and DD, each once, such as \"MM/DD/YYYY\"";
        let text = text.to_uppercase();
        let (mut rest, mut braced) = (text.as_str(), String::new());
        while let Some(next) = rest.chars().next() {
            match WORDS.iter().find(|(word, _)| rest.starts_with(word)) {
                Some((word, meant)) => {
                    braced += meant;
                    rest = &rest[word.len()..];
                }
                None => {
                    braced.extend(Some(next).filter(|c| !matches!(c, '{' | '}')));
                    rest = &rest[next.len_utf8()..];
                }
            }
        }
        Pattern::new(&braced).map(|pattern| Self { pattern }).map_err(|_| wanted.into())
    }

    /// The moment a value tells.
    pub(super) fn day_of(&self, value: &Value) -> Option<Moment> {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_uppercase);
        let (year, month, day) = self.pattern.matched(text.trim(), 1)?;
        Date::from_ymd(year, month, day).map(Date::start)
    }
}

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
        let found = upper.char_indices().find_map(|(start, _)| self.matched(upper.get(start..)?, 2));
        let (year, month, day) = found
            .ok_or_else(|| format!("the file name '{name}' is not of the form {}; --date gives the day", self.text))?;
        Date::from_ymd(year, month, day)
            .ok_or_else(|| format!("{year:04}-{month:02}-{day:02} in the file name '{name}' is no day of the calendar"))
    }

    /// Year, month and day of a text that begins so; months and days have `min_digits` digits or two.
    fn matched(&self, mut rest: &str, min_digits: usize) -> Option<(i16, i8, i8)> {
        let (mut year, mut month, mut day) = (0, 0, 0);
        let digits = |rest: &mut &str, count: usize| {
            let least = min_digits.min(count);
            let there = rest.bytes().take(count).take_while(u8::is_ascii_digit).count();
            let (text, after) =
                rest.split_at_checked(there).filter(|_| there >= least && (count == 2 || there == count))?;
            *rest = after;
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
