//! Sources with one address of the present version: fetched whole, kept as the version of the moment that it says itself.

use super::{Asked, Fetched, Sync};
use crate::fetch::{FetchError, Tag, history};
use crate::ingest::IngestError;
use crate::ingest::session::finding;
use crate::read::Input;
use contactline_core::model::{Moment, Severity};

impl Sync {
    /// Fetches the present version, and keeps it unless it is what was kept last.
    ///
    /// # Errors
    /// Why the run had to end; the store is as before.
    pub(super) fn last(&mut self, url: &str) -> Result<(), IngestError> {
        let stamp: Option<Moment> = self.state.stamp.as_ref().and_then(|stamp| stamp.parse().ok());
        let is_kept = stamp.is_some_and(|stamp| self.session.store.stamps(self.source()).contains(&stamp));
        let known = if is_kept { self.state.tag(url) } else { Tag::default() };
        match self.ask(url, url, known) {
            Ok(Asked::New(fetched)) => self.version(url, fetched),
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

    /// Keeps a version, or remembers that it had to be refused.
    fn version(&mut self, url: &str, fetched: Fetched) -> Result<(), IngestError> {
        let Input::Map(format) = self.input else { return Ok(()) };
        let mut reading = format.read(&fetched.bytes, url, None, self.session.today);
        if let (None, Some(lacks)) = (&reading.value, history::lacks_id(&fetched.bytes)) {
            let of_name = reading.findings.iter_mut().filter(|found| found.code == "bad_date");
            of_name.for_each(|found| found.message.clone_from(&lacks));
        }
        let stamp = reading.value.as_ref().map(|version| version.stamp);
        if let Some(stamp) = stamp.filter(|stamp| !self.days.hold(stamp.date())) {
            let message = format!("the present version, of {stamp}, is not of the days asked for: left out");
            self.session.findings.push(finding(Severity::Note, "other_day", url, message));
            return Ok(());
        }
        let refused = self.session.tally.refused;
        self.session.keep(&mut self.ingest, vec![vec![(url.to_owned(), reading)]])?;
        match stamp.filter(|_| self.session.tally.refused == refused) {
            Some(stamp) => {
                self.state.refused.remove(url);
                self.state.tags.insert(url.into(), fetched.tag);
                self.state.stamp = Some(stamp.to_string());
            }
            None => self.remember_refused(url, fetched),
        }
        self.remember()
    }
}
