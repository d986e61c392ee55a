//! What is kept of earlier states, and its removal, with a record.

use super::history::{Gone, Reason, Replaced};
use super::save::{Store, StoreError};
use super::write::write_manifest;
use contactline_core::model::Moment;

/// Which of the replaced files go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pruning {
    /// Those that others stood for before a second: what was known from then on stays.
    Before(Moment),
    /// Of each file all but so many: those that stood last.
    AllBut(usize),
}

impl Pruning {
    /// Those that go of these, by their number.
    #[must_use]
    pub fn of(self, replaced: &[Replaced]) -> Vec<usize> {
        let goes = |k: &usize| match self {
            Self::Before(moment) => replaced[*k].replaced_at < moment,
            Self::AllBut(count) => {
                let own = (replaced[*k].replaced_at, *k);
                let is_later = |(n, other): (usize, &Replaced)| {
                    other.file.path == replaced[*k].file.path && (other.replaced_at, n) > own
                };
                replaced.iter().enumerate().filter(|(n, other)| is_later((*n, other))).count() >= count
            }
        };
        (0..replaced.len()).filter(goes).collect()
    }
}

impl Store {
    /// Removes replaced files, and records which: what rested on them is refused from then on.
    ///
    /// # Errors
    /// The system refuses; where the manifest was not written yet, all is as it was.
    pub fn prune(&mut self, pruning: Pruning) -> Result<Vec<Gone>, StoreError> {
        let gone_at = self.now();
        let goes = pruning.of(&self.manifest.replaced);
        if goes.is_empty() {
            return Ok(Vec::new());
        }
        let mut manifest = self.manifest.clone();
        let (mut stays, mut gone) = (Vec::new(), Vec::new());
        for (k, Replaced { replaced_at, file }) in manifest.replaced.into_iter().enumerate() {
            if goes.contains(&k) {
                gone.push(Gone { replaced_at, gone_at, reason: Reason::Pruned, file });
            } else {
                stays.push(Replaced { replaced_at, file });
            }
        }
        manifest.replaced = stays;
        manifest.gone.extend(gone.iter().cloned());
        // First the record: a file that nothing lists is removed by the next writer, one that is listed is never missing.
        write_manifest(&self.directory, &manifest)?;
        self.manifest = manifest;
        self.remove_unlisted()?;
        Ok(gone)
    }
}
