//! What a data directory listed before: files that others stand for now, files that are not kept any more, and which had come by when.
//!
//! A file that is replaced is kept under its SHA-256 in the folder `replaced`, and the manifest tells from when to when it stood. A
//! file that is not kept any more leaves its record: what rested on it is refused, never answered from what is left.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::manifest::{Entry, Manifest};
use contactline_core::model::Moment;

/// The folder of the files that others stand for.
pub(super) const REPLACED: &str = "replaced";

/// A file that another one stands for now, and that is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Replaced {
    /// The second (UTC) in which the other one came.
    #[serde(with = "second")]
    pub replaced_at: Moment,
    /// The file as it was listed.
    pub file: Entry,
}

/// A file that stood once and is not kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gone {
    /// The second (UTC) in which another one came in its place.
    #[serde(with = "second")]
    pub replaced_at: Moment,
    /// The second (UTC) in which it was removed, or found to be lost.
    #[serde(with = "second")]
    pub gone_at: Moment,
    /// Why it is not kept.
    pub reason: Reason,
    /// The file as it was listed.
    pub file: Entry,
}

/// Why a file is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Reason {
    /// It was removed by `prune`.
    Pruned,
    /// When another one came in its place it was lost or damaged.
    Damaged,
}

/// Why it cannot be said what had been loaded by a second.
#[derive(Clone, Debug, PartialEq)]
pub enum NotKept {
    /// It was not recorded.
    NotRecorded {
        /// The second that was asked for.
        at: Moment,
        /// From when on it is recorded; none where it is not yet.
        since: Option<Moment>,
    },
    /// It was recorded, and a file of it is not kept any more.
    Gone {
        /// The second that was asked for.
        at: Moment,
        /// The file.
        first: Box<Gone>,
        /// How many others are not kept either.
        others: usize,
    },
    /// A sealed file holds one state, and that is a later one.
    Sealed {
        /// The second that was asked for.
        at: Moment,
    },
}

impl std::error::Error for NotKept {}

impl fmt::Display for NotKept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotRecorded { at, since: None } => write!(
                f,
                "what had been loaded by {} is not known: this data directory does not record when its files were imported; the \
                 next import or sync begins to",
                at.to_second()
            ),
            Self::NotRecorded { at, since: Some(since) } => write!(
                f,
                "what had been loaded by {} is not known: what was imported when is recorded without a gap from {} on (before \
                 that it was not recorded, or files were edited by hand)",
                at.to_second(),
                since.to_second()
            ),
            Self::Gone { at, first, others } => {
                write!(f, "what had been loaded by {} is not kept: {}", at.to_second(), Named(&first.file))?;
                match first.reason {
                    Reason::Pruned => write!(f, " was pruned at {}", first.gone_at.to_second())?,
                    Reason::Damaged => write!(f, " was lost or damaged by {}", first.gone_at.to_second())?,
                }
                if *others > 0 { write!(f, ", and {others} more of that time are not kept") } else { Ok(()) }
            }
            Self::Sealed { at } => write!(
                f,
                "what had been loaded by {} is not in a sealed file, which holds the last state alone: ask the data directory",
                at.to_second()
            ),
        }
    }
}

/// A file for people: whose version it is, else its path, and when it came.
struct Named<'a>(&'a Entry);

impl fmt::Display for Named<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Entry { path, source, version, imported_at, .. } = self.0;
        match (source, version) {
            (Some(source), Some(version)) => write!(f, "version {version} of {source}")?,
            _ => f.write_str(path)?,
        }
        imported_at.map_or(Ok(()), |at| write!(f, ", imported at {},", at.to_second()))
    }
}

impl Entry {
    /// For people: whose version it is, else its path, and when it came.
    #[must_use]
    pub fn named(&self) -> impl fmt::Display {
        Named(self)
    }

    /// Whether another entry states the same of the same bytes: what a fingerprint is made of.
    pub(super) fn states_the_same(&self, other: &Self) -> bool {
        let stated = |e: &Self| {
            let Self { path, kind, source, version, licence, attribution, sha256, .. } = e.clone();
            (path, kind, source, version, licence, attribution, sha256)
        };
        stated(self) == stated(other)
    }

    /// Where its bytes are kept when another file stands in its place; none where its SHA-256 is none.
    pub(super) fn kept_path(&self) -> Option<String> {
        is_sha256(&self.sha256).then(|| format!("{REPLACED}/{}", self.sha256))
    }
}

/// Whether a text is a SHA-256 as it is written here.
pub(super) fn is_sha256(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|digit| digit.is_ascii_digit() || (b'a'..=b'f').contains(&digit))
}

impl Manifest {
    /// What it listed by the end of a second.
    ///
    /// # Errors
    /// That is not known, or a file of then is not kept.
    pub fn known_on(&self, at: Moment) -> Result<Self, NotKept> {
        let before = self.replaced.iter().map(|replaced| (&replaced.file, Some(replaced.replaced_at)));
        let all = self.files.iter().map(|file| (file, None)).chain(before);
        let is_unrecorded = all.clone().any(|(file, _)| file.imported_at.is_none());
        match self.recorded_since {
            Some(since) if at < since => return Err(NotKept::NotRecorded { at, since: Some(since) }),
            None if is_unrecorded => return Err(NotKept::NotRecorded { at, since: None }),
            _ => {}
        }
        let stood = |file: &Entry, until: Option<Moment>| {
            file.imported_at.is_none_or(|from| from <= at) && until.is_none_or(|until| at < until)
        };
        let mut gone = self.gone.iter().filter(|gone| stood(&gone.file, Some(gone.replaced_at)));
        if let Some(first) = gone.next() {
            return Err(NotKept::Gone { at, first: Box::new(first.clone()), others: gone.count() });
        }
        let mut files: Vec<Entry> =
            all.filter(|(file, until)| stood(file, *until)).map(|(file, _)| file.clone()).collect();
        // As a store lists them; a manifest that is as it was stays in its own order.
        if files != self.files {
            files.sort_by(|a, b| a.path.cmp(&b.path));
        }
        Ok(Self { files, ..Self::default() })
    }

    /// The seconds in which something came, in order.
    #[must_use]
    pub fn changed_at(&self) -> Vec<Moment> {
        let replaced = self.replaced.iter().flat_map(|r| [r.file.imported_at, Some(r.replaced_at)]);
        let gone = self.gone.iter().flat_map(|g| [g.file.imported_at, Some(g.replaced_at)]);
        let mut all: Vec<Moment> =
            self.files.iter().map(|file| file.imported_at).chain(replaced).chain(gone).flatten().collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// Whether it records what was imported when.
    pub(super) fn records_imports(&self) -> bool {
        self.recorded_since.is_some() || self.files.iter().any(|file| file.imported_at.is_some())
    }
}

/// A second as a text: `2026-11-29T14:00:00Z`.
mod second {
    use contactline_core::model::Moment;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(moment: &Moment, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&moment.to_second())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Moment, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// A second that may be left out.
pub(super) mod optional_second {
    use contactline_core::model::Moment;
    use serde::{Deserializer, Serializer};

    use super::second;

    #[expect(clippy::ref_option, reason = "serde passes a member as it is")]
    pub(in super::super) fn serialize<S: Serializer>(
        moment: &Option<Moment>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match moment {
            Some(moment) => second::serialize(moment, serializer),
            None => serializer.serialize_none(),
        }
    }

    pub(in super::super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Moment>, D::Error> {
        second::deserialize(deserializer).map(Some)
    }
}
