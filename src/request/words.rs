//! The words of a question by their names: each a value that can be meant.

use crate::ask;
use crate::wire::{CrsNote, Winding};
use contactline_core::model::{Date, Moment};
use contactline_core::query::{Step, When};
use contactline_crs::Crs;

use super::{Code, Refusal};

/// The parameter that says how many pixels of PNG stand for one of a picture's own.
pub const SCALE: &str = "scale";

/// What it can be, the usual first.
pub const SCALES: [&str; 3] = ["1", "2", "3"];

/// What was sent with a question: a text, and what it is called where something is wrong with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sent {
    /// What it is called: a file's name.
    pub name: Option<String>,
    /// The text.
    pub text: String,
}

/// The parameters of one question: names with values as they were written.
#[derive(Clone, Debug)]
pub struct Words {
    pairs: Vec<(String, String)>,
    lists: Vec<(String, Vec<String>)>,
    sent: Vec<Sent>,
    today: Date,
}

impl Words {
    /// These words, on this day.
    #[must_use]
    pub const fn new(pairs: Vec<(String, String)>, today: Date) -> Self {
        Self { pairs, lists: Vec::new(), sent: Vec::new(), today }
    }

    /// The same, with what was sent beside them.
    #[must_use]
    pub fn with(mut self, sent: Sent) -> Self {
        self.sent.push(sent);
        self
    }

    /// The same, with one more parameter.
    #[must_use]
    pub fn with_pair(mut self, name: &str, value: &str) -> Self {
        self.pairs.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The same, with the words of a parameter, which may have commas in them.
    #[must_use]
    pub fn with_list(mut self, name: &str, words: Vec<String>) -> Self {
        self.lists.push((name.to_owned(), words));
        self
    }

    /// What was sent: of several texts the first.
    #[must_use]
    pub fn sent(&self) -> Option<&Sent> {
        self.sent.first()
    }

    /// The text that was sent under a name.
    #[must_use]
    pub fn sent_as(&self, name: &str) -> Option<&Sent> {
        self.sent.iter().find(|sent| sent.name.as_deref() == Some(name))
    }

    /// The value of a parameter; an empty one counts as left out.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.pairs.iter().find(|(n, v)| n == name && !v.is_empty()).map(|(_, v)| v.as_str())
    }

    /// Those of these names.
    #[must_use]
    pub fn only(&self, names: &[&str]) -> Self {
        let pairs = self.pairs.iter().filter(|(name, _)| names.contains(&name.as_str())).cloned();
        Self::new(pairs.collect(), self.today)
    }

    /// The words of a parameter: a list of them, or a text parted by commas; none where it is left out.
    pub fn words(&self, name: &str) -> Vec<&str> {
        if let Some((_, words)) = self.lists.iter().find(|(n, _)| n == name) {
            return words.iter().map(String::as_str).collect();
        }
        let text = self.text(name).unwrap_or_default();
        text.split(',').map(str::trim).filter(|word| !word.is_empty()).collect()
    }

    /// The value of a parameter, read as `T`.
    pub fn parsed<T: std::str::FromStr<Err: Into<Refusal>>>(&self, name: &str) -> Result<Option<T>, Refusal> {
        self.text(name).map(str::parse).transpose().map_err(|e: T::Err| e.into().of(name))
    }

    /// `true` or `false`; left out is false.
    pub fn flag(&self, name: &str) -> Result<bool, Refusal> {
        match self.text(name) {
            None | Some("false") => Ok(false),
            Some("true") => Ok(true),
            Some(other) => {
                let detail = format!("'{other}' is not a value of '{name}'; allowed: true false");
                Err(Refusal::new(Code::BadValue, detail).of(name))
            }
        }
    }

    /// One of a few words; left out is the first.
    pub fn one_of<'w>(&self, name: &str, words: &[&'w str]) -> Result<&'w str, Refusal> {
        let Some(text) = self.text(name) else { return Ok(words[0]) };
        words.iter().find(|w| **w == text).copied().ok_or_else(|| {
            let detail = format!("'{text}' is not a value of '{name}'; allowed: {}", words.join(" "));
            Refusal::new(Code::BadValue, detail).of(name)
        })
    }

    /// The direction of rings that `winding` names.
    pub fn winding(&self) -> Result<Winding, Refusal> {
        self.one_of("winding", &Winding::WORDS).map(Winding::of_word)
    }

    /// How many pixels of PNG stand for one of a picture's own.
    pub fn scale(&self) -> Result<u32, Refusal> {
        let scale = self.one_of(SCALE, &SCALES)?;
        Ok(SCALES.iter().zip(1..).find(|(word, _)| **word == scale).map_or(1, |(_, pixels)| pixels))
    }

    /// A count, at least 1.
    pub fn count(&self, name: &str) -> Result<Option<usize>, Refusal> {
        let Some(text) = self.text(name) else { return Ok(None) };
        match text.parse() {
            Ok(number) if number > 0 => Ok(Some(number)),
            _ => {
                let detail = format!("'{text}' is not a value of '{name}'; allowed: whole numbers from 1");
                Err(Refusal::new(Code::BadValue, detail).of(name))
            }
        }
    }

    /// Metres, from 0.
    pub fn metres(&self, name: &str) -> Result<Option<f64>, Refusal> {
        let Some(text) = self.text(name) else { return Ok(None) };
        match text.trim().parse::<f64>() {
            Ok(metres) if metres >= 0.0 && metres.is_finite() => Ok(Some(metres)),
            _ => {
                let detail = format!("'{text}' is not a value of '{name}'; allowed: metres from 0, such as 5000");
                Err(Refusal::new(Code::BadValue, detail).of(name))
            }
        }
    }

    /// A count of pixels.
    pub fn pixels(&self, name: &str) -> Result<Option<u32>, Refusal> {
        let count = self.count(name)?;
        Ok(count.map(|count| u32::try_from(count).unwrap_or(u32::MAX)))
    }

    pub(super) fn number(&self, name: &str) -> Result<Option<f64>, Refusal> {
        let Some(text) = self.text(name) else { return Ok(None) };
        let wrong =
            |why: &str| Refusal::new(Code::BadValue, format!("'{text}' is not a number for '{name}': {why}")).of(name);
        let number: f64 = text.trim().parse().map_err(|_| {
            wrong(if text.contains(',') { "use a decimal point, 37.5" } else { "use decimal degrees such as 37.5" })
        })?;
        if number.is_finite() { Ok(Some(number)) } else { Err(wrong("it is not finite")) }
    }

    /// The reference system of `crs`.
    pub fn crs(&self) -> Result<Option<Crs>, Refusal> {
        let read =
            |code: &str| Crs::from_code(code).map_err(|e| Refusal::new(Code::UnknownCrs, e.to_string()).of("crs"));
        self.text("crs").map(read).transpose()
    }

    /// What an answer says of the reference system, where one was named.
    pub fn crs_note(&self) -> Result<Option<CrsNote>, Refusal> {
        Ok(self.crs()?.map(CrsNote::from))
    }

    /// The moment of `date`; left out, it is today.
    pub fn moment(&self) -> Result<Moment, Refusal> {
        self.moment_of("date").map(|m| m.unwrap_or(self.today.end()))
    }

    /// The moment of a parameter.
    pub fn moment_of(&self, name: &str) -> Result<Option<Moment>, Refusal> {
        // A plus that nobody escaped arrives as a space: in a date-time it can have been nothing else.
        let read = |text: &str| {
            ask::question_moment(&text.replace(' ', "+"), self.today).map_err(|e| Refusal::from(e).of(name))
        };
        self.text(name).map(read).transpose()
    }

    /// The value of a parameter that must be given.
    pub fn needed(&self, name: &str) -> Result<&str, Refusal> {
        self.text(name).ok_or_else(|| missing(name))
    }

    /// The moment of a parameter that must be given.
    pub fn moment_needed(&self, name: &str) -> Result<Moment, Refusal> {
        self.moment_of(name)?.ok_or_else(|| missing(name))
    }

    /// `date`, or `from` and `to` with a `step` (left out: a day).
    pub fn when(&self) -> Result<When, Refusal> {
        let day = |name: &str| self.moment_of(name).map(|m| m.map(Moment::date));
        match (day("from")?, day("to")?) {
            (None, None) if self.text("step").is_some() => Err(missing("from")),
            (None, None) => self.moment().map(When::At),
            (Some(from), Some(to)) if self.text("date").is_none() => {
                Ok(When::Series { from, to, step: self.parsed("step")?.unwrap_or(Step::Day) })
            }
            (Some(_), Some(_)) => {
                let detail = "Use either date, or from and to";
                Err(Refusal::new(Code::BadValue, detail).of("date"))
            }
            (None, _) => Err(missing("from")),
            (_, None) => Err(missing("to")),
        }
    }

    /// Whether the answer cannot change with the calendar: its last day is named and past.
    pub fn is_of_the_past(&self) -> bool {
        let name = ["to", "datetime"].into_iter().find(|name| self.text(name).is_some()).unwrap_or("date");
        let named = self.text(name).filter(|text| *text != "latest");
        named.is_some() && self.moment_of(name).is_ok_and(|m| m.is_some_and(|m| m.date() < self.today))
    }

    /// The day of the question.
    #[must_use]
    pub const fn today(&self) -> Date {
        self.today
    }
}

pub(super) fn missing(name: &str) -> Refusal {
    Refusal::new(Code::MissingParameter, format!("Parameter '{name}' is missing")).of(name)
}
