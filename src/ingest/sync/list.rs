//! The official list as it stands at one address: taken in as a state of the day that it says itself, or that its name or the
//! server tells.

use super::{Asked, Fetched, Sync};
use crate::fetch::{FetchError, Tag, wait};
use crate::ingest::IngestError;
use crate::ingest::list::Wording;
use crate::ingest::session::finding;
use crate::read::deepstate_daily::date_in_name;
use crate::read::official_list::{Heading, SOURCE};
use contactline_core::model::{Date, Severity};

impl Sync {
    /// Fetches the list, and takes it in unless it is what was taken in last.
    ///
    /// # Errors
    /// Why the run had to end; the store is as before.
    pub(super) fn list(&mut self, url: &str) -> Result<(), IngestError> {
        let until = self.session.store.source(SOURCE)?.coverage.end;
        let taken: Option<Date> = self.state.stamp.as_ref().and_then(|day| day.parse().ok());
        let is_kept = taken.zip(until).is_some_and(|(taken, until)| taken <= until);
        let known = if is_kept { self.state.tag(url) } else { Tag::default() };
        match self.ask(url, url, known) {
            Ok(Asked::New(fetched)) => self.wording(url, fetched),
            Ok(Asked::Same) => {
                self.session.tally.unchanged += 1;
                Ok(())
            }
            Ok(Asked::RefusedBefore) => {
                self.refused_before += 1;
                Ok(())
            }
            Ok(Asked::Absent) => Err(IngestError::Answer(format!("{url}: there is nothing at this address"))),
            Err(error @ FetchError::TooLong { .. }) => self.failed(url, error),
            Err(error) => Err(error.into()),
        }
    }

    /// Takes a wording in, or remembers that it had to be refused.
    fn wording(&mut self, url: &str, fetched: Fetched) -> Result<(), IngestError> {
        let refused = self.session.tally.refused;
        let Heading { day, amendments } = match Heading::read(&fetched.bytes, url) {
            Ok(heading) => heading,
            Err(found) => {
                self.session.findings.push(*found);
                self.session.tally.refused += 1;
                self.remember_refused(url, fetched);
                return self.remember();
            }
        };
        let by_server = || fetched.tag.last_modified.as_deref().and_then(wait::day);
        let day = day.or_else(|| date_in_name(url.split('?').next().unwrap_or(url)).ok()).or_else(by_server);
        let Some(day) = day else {
            let message = "no day of this state is known: neither a line '# date: 2026-08-21' at its beginning, nor its \
                 name, nor the server (Last-Modified) has one";
            self.refuse(url, "bad_date", message.into())?;
            self.remember_refused(url, fetched);
            return self.remember();
        };
        if !self.days.hold(day) {
            let message = format!("the present state, of {day}, is not of the days asked for: left out");
            self.session.findings.push(finding(Severity::Note, "other_day", url, message));
            return Ok(());
        }
        let list = Wording {
            bytes: &fetched.bytes,
            file: url,
            day,
            source: SOURCE,
            places: None,
            amendments,
            is_fetched: true,
        };
        self.session.list(&list)?;
        if self.session.tally.refused == refused {
            self.state.refused.remove(url);
            self.state.tags.insert(url.into(), fetched.tag);
            self.state.stamp = Some(day.to_string());
        } else {
            self.remember_refused(url, fetched);
        }
        self.remember()
    }
}
