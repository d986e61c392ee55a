//! Maps of one moment: each file, or the files of one day together, to a version.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::Import;
use super::files::Document;
use crate::ingest::IngestError;
use crate::ingest::session::Read;
use crate::read::{Format, Mapping, Told};
use contactline_core::model::{Date, Moment, Reading};

/// Files read, and kept, at a time: a killed import loses no more than these.
const BATCH: usize = 32;

/// By what files are read.
pub(super) enum Reader {
    /// One of the known formats.
    Format(Format),
    /// What a file says of the properties.
    Mapping(Box<Mapping>),
}

impl Reader {
    fn source(&self) -> &str {
        match self {
            Self::Format(format) => format.source(),
            Self::Mapping(mapping) => &mapping.source,
        }
    }

    fn stamp_in_name(&self, file: &str) -> Option<Moment> {
        match self {
            Self::Format(format) => format.stamp_in_name(file),
            Self::Mapping(mapping) => mapping.stamp_in_name(file),
        }
    }

    fn comes_in_parts(&self) -> bool {
        match self {
            Self::Format(format) => format.comes_in_parts(),
            Self::Mapping(_) => false,
        }
    }

    fn read(&self, document: &Document, told: &Told<'_>, today: Date) -> Read {
        let file = document.name();
        let reading = match document.bytes() {
            Ok(bytes) => match self {
                Self::Format(format) => format.read_told(&bytes, &file, told, today),
                Self::Mapping(mapping) => mapping.read_told(&bytes, &file, told, today),
            },
            Err(finding) => Reading { value: None, findings: vec![*finding] },
        };
        (file, reading)
    }
}

impl Import<'_> {
    /// Reads the files and keeps their versions.
    pub(super) fn maps(&mut self, reader: &Reader, files: Vec<Document>) -> Result<(), IngestError> {
        let mut ingest = self.session.of_source(self.source(reader.source()), reader.comes_in_parts())?;
        let (date, today) = (self.request.date, self.session.today);
        let told = Told { stamp: date, layer: self.request.layer.as_deref(), crs: self.crs };
        let progress = Arc::clone(&self.session.progress);
        progress.begin(files.len(), "files");
        for batch in groups(reader, files, date).chunks(BATCH) {
            let read: Vec<Vec<Read>> = batch
                .par_iter()
                .map(|group| {
                    group
                        .iter()
                        .map(|document| reader.read(document, &told, today))
                        .inspect(|_| progress.advance(1))
                        .collect()
                })
                .collect();
            self.session.keep(&mut ingest, read.into_iter().flat_map(by_stamp).collect())?;
        }
        progress.end();
        Ok(())
    }
}

/// Files read, by the stamps of their versions: those whose names tell none were read together.
fn by_stamp(group: Vec<Read>) -> Vec<Vec<Read>> {
    let mut stamps: BTreeMap<Option<Moment>, Vec<Read>> = BTreeMap::new();
    for (file, reading) in group {
        let stamp = reading.value.as_ref().map(|version| version.stamp);
        stamps.entry(stamp).or_default().push((file, reading));
    }
    stamps.into_values().collect()
}

/// By stamp, so that each version can be compared with the one before, by name where that tells none; together the files
/// that are parts of one version.
fn groups(reader: &Reader, mut files: Vec<Document>, stamp: Option<Moment>) -> Vec<Vec<Document>> {
    let of = |document: &Document| stamp.or_else(|| reader.stamp_in_name(&document.name()));
    files.sort_by_cached_key(|document| (of(document), document.name()));
    let parts = |a: &Document, b: &Document| reader.comes_in_parts() && of(a) == of(b);
    files.chunk_by(parts).map(<[Document]>::to_vec).collect()
}
