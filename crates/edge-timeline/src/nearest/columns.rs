//! A line in columns, and made from them again.

use super::{Lines, Run};
use crate::version_set::runs;
use crate::{Columns, ColumnsError};

impl Lines {
    /// Its edges in columns.
    #[must_use]
    pub fn columns(&self) -> Columns {
        let mut sets: Vec<Vec<u32>> = vec![Vec::new(); self.segments.len()];
        for Run { segment, versions } in &self.runs {
            sets[*segment as usize].extend([versions.start, versions.end]);
        }
        Columns::of(self.versions, self.segments.iter().copied().zip(sets.iter().map(Vec::as_slice)))
    }

    /// The line of edges in columns.
    ///
    /// # Errors
    /// The first fault, with its place.
    pub fn from_columns(columns: &Columns) -> Result<Self, ColumnsError> {
        let mut lines = Self::of_versions(columns.versions as usize);
        for (segment, changes) in columns.checked()? {
            let number = lines.segments.len() as u32;
            let run = |run: std::ops::Range<usize>| Run { segment: number, versions: run.start as u32..run.end as u32 };
            lines.runs.extend(runs(&changes).map(run));
            lines.segments.push(segment);
        }
        Ok(lines)
    }
}
