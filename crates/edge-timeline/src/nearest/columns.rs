//! A line in columns, and made from them again.

use super::Lines;
use crate::version_set::holds;
use crate::{Columns, ColumnsError, VersionSet};

impl Lines {
    /// Its edges in columns.
    #[must_use]
    pub fn columns(&self) -> Columns {
        let sets: Vec<VersionSet> = (0..self.segments.len()).map(|k| self.versions(k)).collect();
        Columns::of(self.versions, self.segments.iter().copied().zip(sets.iter().map(VersionSet::changes)))
    }

    /// The line of edges in columns.
    ///
    /// # Errors
    /// The first fault, with its place.
    pub fn from_columns(columns: &Columns) -> Result<Self, ColumnsError> {
        let mut lines = Self { versions: columns.versions as usize, ..Self::default() };
        lines.words = lines.versions.div_ceil(64);
        for (segment, changes) in columns.checked()? {
            lines.segments.push(segment);
            let stands = |version: usize| u64::from(holds(&changes, version)) << (version % 64);
            let word = |word: usize| (64 * word..(64 * word + 64).min(lines.versions)).map(stands).sum::<u64>();
            lines.masks.extend((0..lines.words).map(word));
        }
        lines.pack();
        Ok(lines)
    }

    /// The versions in which a segment stands.
    fn versions(&self, segment: usize) -> VersionSet {
        (0..self.versions).filter(|version| super::holds(self.mask(segment), *version)).collect()
    }
}
