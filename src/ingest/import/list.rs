//! The official list in a file.

use super::Import;
use super::files::{Document, single};
use crate::ingest::IngestError;
use crate::ingest::list::Wording;
use crate::read::deepstate_daily::date_in_name;
use crate::read::official_list::{Heading, SOURCE};

impl Import<'_> {
    /// Reads the list of the day that was told, else that its heading or its file's name gives, and keeps its record.
    pub(super) fn list(&mut self, document: &Document) -> Result<(), IngestError> {
        let file = document.name();
        let bytes = document.bytes()?;
        let heading = Heading::read(&bytes, &file)?;
        let told = self.request.date.map(|date| date.date());
        let day = match told.or(heading.day) {
            Some(day) => day,
            None => date_in_name(&file).map_err(|e| IngestError::Named(format!("{e}: the day the list stood so")))?,
        };
        let places = self.request.settlements.as_deref().map(single).transpose()?;
        let places = places.map(|places| Ok::<_, IngestError>((places.bytes()?, places.name()))).transpose()?;
        let amendments = self.request.amendments.as_deref().map(Heading::in_a_line).or(heading.amendments);
        let source = self.source(SOURCE).to_owned();
        let list = Wording { bytes: &bytes, file: &file, day, source: &source, places, amendments, is_fetched: false };
        self.session.list(&list)
    }
}
