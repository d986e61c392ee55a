//! The words of a question by their names: each a value that can be meant.

use crate::ask;
use crate::wire::{CrsNote, Winding};
use contactline_core::model::{Date, Moment};
use contactline_core::query::{Step, When};
use contactline_crs::Crs;

use super::{Code, Refusal};

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
    sent: Option<Sent>,
    today: Date,
}

impl Words {
    /// These words, on this day.
    #[must_use]
    pub const fn new(pairs: Vec<(String, String)>, today: Date) -> Self {
        Self { pairs, sent: None, today }
    }

    /// The same, with what was sent beside them.
    #[must_use]
    pub fn with(self, sent: Sent) -> Self {
        Self { sent: Some(sent), ..self }
    }

    /// What was sent.
    #[must_use]
    pub fn sent(&self) -> Option<&Sent> {
        self.sent.as_ref()
    }

    /// The value of a parameter; an empty one counts as left out.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.pairs.iter().find(|(n, v)| n == name && !v.is_empty()).map(|(_, v)| v.as_str())
    }

    /// Those of these names.
    #[must_use]
    pub fn only(&self, names: &[&str]) -> Self {
        let pairs = self.pairs.iter().filter(|(name, _)| names.contains(&name.as_str())).cloned();
        Self { pairs: pairs.collect(), sent: None, today: self.today }
    }

    /// The words of a parameter, parted by commas; none where it is left out.
    pub fn words(&self, name: &str) -> Vec<&str> {
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
