//! The form of dates as somebody names it.

use std::fmt;
use std::str::FromStr;

use super::scan::{Scan, day, with_time};
use super::{WrittenDate, WrittenDateError, months, read_unambiguous};
use crate::model::time::Moment;

/// The form in which dates are written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum DateFormat {
    /// Any that can mean one day only.
    #[default]
    Unambiguous,
    /// Seconds since 1970.
    EpochSeconds,
    /// Milliseconds since 1970.
    EpochMilliseconds,
    /// Year, month and day in an order that is told.
    Pattern(Pattern),
}

/// An order of year, month and day with what stands between them, such as `MM/DD/YYYY`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    text: String,
    tokens: Vec<Token>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token {
    /// With its number of digits.
    Year(usize),
    Month,
    Day,
    Sign(char),
}

/// Why a text names no form of dates.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is no form of dates; allowed: auto, epoch-ms, epoch-s, or an order such as MM/DD/YYYY or DD/MM/YYYY")]
pub struct DateFormatError(String);

impl DateFormat {
    /// The date that a text of this form tells. A time of day may follow in any of them.
    ///
    /// # Errors
    /// What is wrong with it, or which form must be named.
    pub fn read(&self, text: &str) -> Result<WrittenDate, WrittenDateError> {
        let text = text.trim();
        match self {
            Self::Unambiguous => read_unambiguous(text),
            Self::EpochSeconds => self.counted(text, 1),
            Self::EpochMilliseconds => self.counted(text, 1_000),
            Self::Pattern(pattern) => {
                pattern.read(text).ok_or_else(|| self.other(text)).and_then(|(day, rest)| with_time(day, rest, text))
            }
        }
    }

    fn counted(&self, text: &str, per_second: i64) -> Result<WrittenDate, WrittenDateError> {
        let whole = text.split_once('.').filter(|(_, rest)| rest.bytes().all(|b| b == b'0')).map_or(text, |(n, _)| n);
        let count = whole.parse::<i64>().map_err(|_| self.other(text))?;
        let moment = Moment::from_seconds(count.div_euclid(per_second));
        // What counts whole days means them.
        let day = moment.date();
        Ok(if count == day.start().seconds() * per_second {
            WrittenDate::Day(day)
        } else {
            WrittenDate::Second(moment)
        })
    }

    fn other(&self, text: &str) -> WrittenDateError {
        WrittenDateError::OtherForm { value: text.to_owned(), format: self.to_string() }
    }
}

impl fmt::Display for DateFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unambiguous => "auto",
            Self::EpochSeconds => "epoch-s",
            Self::EpochMilliseconds => "epoch-ms",
            Self::Pattern(pattern) => &pattern.text,
        })
    }
}

impl FromStr for DateFormat {
    type Err = DateFormatError;

    fn from_str(text: &str) -> Result<Self, DateFormatError> {
        match text {
            "auto" => Ok(Self::Unambiguous),
            "epoch-s" => Ok(Self::EpochSeconds),
            "epoch-ms" => Ok(Self::EpochMilliseconds),
            _ => Pattern::parse(text).map(Self::Pattern).ok_or_else(|| DateFormatError(text.to_owned())),
        }
    }
}

impl Pattern {
    /// Reads `DD.MM.YYYY`, `yyyy-mm-dd`, `%d/%m/%Y`; what follows for the time of day is left out, as times are read in any
    /// form.
    fn parse(text: &str) -> Option<Self> {
        let plain = text.replace("%Y", "YYYY").replace("%m", "MM").replace("%d", "DD").replace("%y", "YY");
        let date = plain.split(['h', 'H', '%']).next().unwrap_or_default().trim_end_matches(['T', ' ', ',']);
        let mut tokens = Vec::new();
        let mut rest = date;
        while let Some(first) = rest.chars().next() {
            let same = rest.chars().take_while(|c| c.eq_ignore_ascii_case(&first)).count();
            let token = match (first.to_ascii_uppercase(), same) {
                ('Y', 2 | 4) => Token::Year(same),
                ('M', 1 | 2) => Token::Month,
                ('D', 1 | 2) => Token::Day,
                (sign, 1) if !sign.is_alphanumeric() => Token::Sign(sign),
                _ => return None,
            };
            tokens.push(token);
            rest = &rest[if matches!(token, Token::Sign(_)) { first.len_utf8() } else { same }..];
        }
        let count = |is: fn(&Token) -> bool| tokens.iter().filter(|token| is(token)).count();
        let once = count(|t| matches!(t, Token::Year(_))) == 1
            && count(|t| *t == Token::Month) == 1
            && count(|t| *t == Token::Day) == 1;
        once.then(|| Self { text: text.to_owned(), tokens })
    }

    /// The day at the beginning of a text, and what follows it.
    fn read<'a>(&self, text: &'a str) -> Option<(crate::model::Date, &'a str)> {
        let mut scan = Scan { rest: text };
        let [mut year, mut month, mut of_month] = [0, 0, 0];
        for (place, token) in self.tokens.iter().enumerate() {
            // Digits that run into the next number are as many as the form has.
            let tight = !matches!(self.tokens.get(place + 1), None | Some(Token::Sign(_)));
            match *token {
                Token::Sign(sign) => scan.rest = scan.rest.strip_prefix(sign)?,
                Token::Year(digits) => {
                    year = scan.digits(digits, true)?;
                    if digits == 2 {
                        year += if year < 69 { 2_000 } else { 1_900 };
                    }
                }
                Token::Month => match scan.word() {
                    Some(word) => month = i32::from(months::month(word)?),
                    None => month = scan.digits(2, tight)?,
                },
                Token::Day => of_month = scan.digits(2, tight)?,
            }
        }
        let ended = !scan.rest.starts_with(|c: char| c.is_alphanumeric() && !c.eq_ignore_ascii_case(&'t'));
        Some((day(year, month, of_month).filter(|_| ended)?, scan.rest))
    }
}

impl<'a> Scan<'a> {
    /// At most so many digits, or exactly.
    fn digits(&mut self, most: usize, exactly: bool) -> Option<i32> {
        let count = self.rest.bytes().take(most).take_while(u8::is_ascii_digit).count();
        if count == 0 || (exactly && count < most) {
            return None;
        }
        let (digits, rest) = self.rest.split_at(count);
        self.rest = rest;
        digits.parse().ok()
    }

    fn word(&mut self) -> Option<&'a str> {
        let end = self.rest.find(|c: char| !c.is_alphabetic()).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        if !word.is_empty() {
            self.rest = rest;
        }
        (!word.is_empty()).then_some(word)
    }
}
