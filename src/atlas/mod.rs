//! Everything indexed, frozen: what the questions are asked of. Knows no files, formats or clocks.

use crate::model::{Announcement, Act, Claim, Dataset, Moment, Region, Source};

/// Everything loaded and indexed. Built once, never changed; shared by reference.
#[derive(Debug)]
pub struct Atlas {
    regions: Vec<Region>,
    sources: Vec<Source>,
}

impl Atlas {
    /// The atlas of everything loaded.
    #[must_use]
    pub fn build(dataset: Dataset) -> Self {
        Self { regions: dataset.regions, sources: dataset.sources }
    }

    /// The regions, their neighbours and the country, in that order.
    #[must_use]
    pub fn regions(&self) -> &[Region] {
        &self.regions
    }

    /// Groups of regions: id and member ids.
    #[must_use]
    pub fn groups(&self) -> Vec<(&str, Vec<&str>)> {
        todo!()
    }

    /// The sources that have data, as declared.
    #[must_use]
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// The stamps of a source's versions, in order (for a record: the days on which something changes).
    #[must_use]
    pub fn versions(&self, source: &str) -> &[Moment] {
        let _ = source;
        todo!()
    }

    /// The register of acts.
    #[must_use]
    pub fn acts(&self) -> &[Act] {
        todo!()
    }

    /// The claims.
    #[must_use]
    pub fn claims(&self) -> &[Claim] {
        todo!()
    }

    /// The announcements.
    #[must_use]
    pub fn announcements(&self) -> &[Announcement] {
        todo!()
    }
}
