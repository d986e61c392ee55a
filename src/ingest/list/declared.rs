//! What is declared of the official list after a state of it was taken in: its last day, the days of which it has no data, and what
//! its note and attribution say of its states.

use contactline_core::model::{CoverageGap, Date, Language};

/// A state of the list that was taken in.
pub(super) struct Taken<'a> {
    /// The day it stood so.
    pub day: Date,
    /// The day up to which the list was known before, which this state goes on with; none: it stands for all before it.
    pub known_before: Option<Date>,
    /// The amendments that are in it.
    pub amendments: Option<&'a str>,
}

impl Taken<'_> {
    /// The text of a declaration with this state as the last. Of a list with its days there is no gap; codes alone leave one
    /// after the day up to which the list was known before.
    pub(super) fn declared(&self, text: &str, gaps: &[CoverageGap]) -> String {
        let line = |line: &str| match line.split(" = ").next() {
            Some("coverage_end") => {
                format!("coverage_end = \"{}\"\ncoverage_gaps = [{}]\n", self.day, self.gaps(gaps))
            }
            Some("coverage_gaps") => String::new(),
            Some("attribution") => self.attribution(line),
            Some("note") => self.noted(line, Language::English),
            Some("note_uk") => self.noted(line, Language::Ukrainian),
            _ => format!("{line}\n"),
        };
        text.lines().map(line).collect()
    }

    fn gaps(&self, gaps: &[CoverageGap]) -> String {
        let own =
            self.known_before.map(|known| CoverageGap { first: known.plus_days(1), last: self.day.plus_days(-1) });
        let before = gaps.iter().filter(|_| self.known_before.is_some());
        let own = own.as_ref().filter(|gap| gap.first <= gap.last);
        let written = |gap: &CoverageGap| format!("{{ from = \"{}\", until = \"{}\" }}", gap.first, gap.last);
        before.chain(own).map(written).collect::<Vec<_>>().join(", ")
    }

    fn attribution(&self, line: &str) -> String {
        let day = self.day;
        match (line.find(", state"), line.find(". Contains")) {
            (Some(from), Some(to)) if from < to => {
                let states = match self.known_before {
                    Some(_) => {
                        let before = line[from + 2..to].replace(" and ", ", ").replacen("state of", "states of", 1);
                        format!(", {before} and {day}")
                    }
                    None => format!(", state of {day}"),
                };
                format!("{}{states}{}\n", &line[..from], &line[to..])
            }
            _ => format!("{line}\n"),
        }
    }

    /// A line `note = "..."` with what was taken in here at its end. What an earlier import said stays where this one goes on
    /// with it.
    fn noted(&self, line: &str, language: Language) -> String {
        let read = toml::from_str::<toml::Table>(line).ok().and_then(|table| table.into_iter().next());
        let Some((key, toml::Value::String(note))) = read else { return format!("{line}\n") };
        let begins = match language {
            Language::English => " Imported here: ",
            Language::Ukrainian => " Імпортовано тут: ",
        };
        let (note, before) = note.split_once(begins).unwrap_or((&note, ""));
        let before = match self.known_before {
            Some(_) if !before.is_empty() => format!("{}; ", before.trim_end_matches('.')),
            _ => String::new(),
        };
        let own = self.said(language);
        let value = toml::Value::String(format!("{note}{begins}{before}{own}."));
        format!("{key} = {value}\n")
    }

    /// The state in words: `the state of 2026-10-01, by its codes alone; amendments included: Order 1389`.
    fn said(&self, language: Language) -> String {
        let day = self.day;
        let (state, amendments) = match language {
            Language::English => (
                match self.known_before {
                    Some(_) => format!("the state of {day}, by its codes alone"),
                    None => format!("the list of {day} with its days, which stands for the states named before"),
                },
                match self.amendments {
                    Some(amendments) => format!("amendments included: {amendments}"),
                    None => "which amendments it includes is not said".into(),
                },
            ),
            Language::Ukrainian => (
                match self.known_before {
                    Some(_) => format!("стан на {day}, лише за кодами"),
                    None => format!("перелік станом на {day} з датами, який заступає названі вище стани"),
                },
                match self.amendments {
                    Some(amendments) => format!("враховані зміни: {amendments}"),
                    None => "які зміни враховано, не зазначено".into(),
                },
            ),
        };
        format!("{state} ({amendments})")
    }
}
