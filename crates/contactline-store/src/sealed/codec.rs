//! What was drawn of a source, as the bytes of a section and back.

use contactline_core::atlas::{DrawnCells, DrawnClass, DrawnSource, DrawnWording};
use contactline_core::model::Moment;
use edge_timeline::{Columns, VersionSet};

use super::container::SealError;

/// What was drawn, as bytes.
pub(super) fn encoded(drawn: &DrawnSource) -> Vec<u8> {
    let mut bytes = Bytes(Vec::new());
    bytes.text(&drawn.source);
    bytes.list(&drawn.stamps, |bytes, stamp| bytes.0.extend_from_slice(&stamp.seconds().to_le_bytes()));
    bytes.list(&drawn.classes, |bytes, class| {
        bytes.text(class.status.as_str());
        bytes.text(class.holder.as_ref().map_or("", |party| party.as_str()));
        bytes.columns(&class.layers);
        bytes.list(&class.wordings, |bytes, wording| {
            bytes.text(wording.basis.as_str());
            bytes.text(&wording.publisher_word);
            bytes.list(wording.layers.as_slice(), Bytes::columns);
            bytes.set(&wording.in_parts);
        });
        bytes.list(class.specks.as_slice(), Bytes::columns);
        bytes.columns(&class.line);
    });
    bytes.list(drawn.cells.as_slice(), |bytes, cells| {
        bytes.columns(&cells.land);
        bytes.columns(&cells.with_sea);
    });
    bytes.0
}

struct Bytes(Vec<u8>);

impl Bytes {
    fn number(&mut self, number: usize) {
        self.0.extend_from_slice(&(number as u32).to_le_bytes());
    }

    fn text(&mut self, text: &str) {
        self.number(text.len());
        self.0.extend_from_slice(text.as_bytes());
    }

    fn list<T>(&mut self, list: &[T], mut each: impl FnMut(&mut Self, &T)) {
        self.number(list.len());
        list.iter().for_each(|item| each(self, item));
    }

    fn numbers(&mut self, numbers: impl Iterator<Item = u32>) {
        numbers.for_each(|number| self.0.extend_from_slice(&number.to_le_bytes()));
    }

    fn columns(&mut self, columns: &Columns) {
        let Columns { versions, vertices, edges, runs_of, runs } = columns;
        for length in [*versions as usize, vertices.len(), edges.len(), runs.len()] {
            self.number(length);
        }
        vertices.as_flattened().iter().for_each(|degrees| self.0.extend_from_slice(&degrees.to_le_bytes()));
        self.numbers(edges.as_flattened().iter().copied());
        self.numbers(runs_of.iter().copied());
        self.numbers(runs.as_flattened().iter().copied());
    }

    fn set(&mut self, set: &VersionSet) {
        let runs: Vec<[u32; 2]> = set.runs().map(|run| [run.start as u32, run.end as u32]).collect();
        self.list(&runs, |bytes, run| bytes.numbers(run.iter().copied()));
    }
}

/// What the bytes of a section hold.
pub(super) fn decoded(section: &str, bytes: &[u8]) -> Result<DrawnSource, SealError> {
    let mut reader = Reader { section, bytes, at: 0 };
    let drawn = reader.drawn()?;
    match bytes.len() - reader.at {
        0 => Ok(drawn),
        rest => Err(reader.wrong(format!("{rest} bytes more than wanted"))),
    }
}

struct Reader<'a> {
    section: &'a str,
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn wrong(&self, reason: impl Into<String>) -> SealError {
        SealError::Content { section: self.section.into(), byte: self.at, reason: reason.into() }
    }

    fn take(&mut self, count: usize) -> Result<&'a [u8], SealError> {
        let rest = &self.bytes[self.at..];
        if count > rest.len() {
            return Err(self.wrong(format!("wanted {count} bytes more; there are {}", rest.len())));
        }
        self.at += count;
        Ok(&rest[..count])
    }

    /// So many items of so many bytes each.
    fn items<const SIZE: usize>(
        &mut self,
        count: usize,
    ) -> Result<impl Iterator<Item = [u8; SIZE]> + use<'a, SIZE>, SealError> {
        let bytes = self.take(count.saturating_mul(SIZE))?;
        Ok(bytes.as_chunks().0.iter().copied())
    }

    fn number(&mut self) -> Result<usize, SealError> {
        Ok(self.items(1)?.map(u32::from_le_bytes).sum::<u32>() as usize)
    }

    fn numbers(&mut self, count: usize) -> Result<Vec<u32>, SealError> {
        Ok(self.items(count)?.map(u32::from_le_bytes).collect())
    }

    fn pairs(&mut self, count: usize) -> Result<Vec<[u32; 2]>, SealError> {
        Ok(self.numbers(count.saturating_mul(2))?.as_chunks().0.to_vec())
    }

    fn text(&mut self) -> Result<&'a str, SealError> {
        let length = self.number()?;
        let bytes = self.take(length)?;
        std::str::from_utf8(bytes).map_err(|error| self.wrong(error.to_string()))
    }

    fn word<T: std::str::FromStr<Err: std::fmt::Display>>(&mut self) -> Result<T, SealError> {
        let word = self.text()?;
        word.parse().map_err(|error: T::Err| self.wrong(error.to_string()))
    }

    fn list<T>(&mut self, each: impl Fn(&mut Self) -> Result<T, SealError>) -> Result<Vec<T>, SealError> {
        let count = self.number()?;
        (0..count).map(|_| each(self)).collect()
    }

    /// A list of one or none.
    fn one<T>(&mut self, each: impl Fn(&mut Self) -> Result<T, SealError>) -> Result<Option<T>, SealError> {
        let mut list = self.list(each)?;
        if list.len() > 1 {
            Err(self.wrong(format!("a list of {}; wanted one or none", list.len())))
        } else {
            Ok(list.pop())
        }
    }

    fn columns(&mut self) -> Result<Columns, SealError> {
        let lengths = self.numbers(4)?;
        let [versions, vertices, edges, runs] = [0, 1, 2, 3].map(|k| lengths[k]);
        let degrees: Vec<f64> = self.items(2 * vertices as usize)?.map(f64::from_le_bytes).collect();
        Ok(Columns {
            versions,
            vertices: degrees.as_chunks().0.to_vec(),
            edges: self.pairs(edges as usize)?,
            runs_of: self.numbers(edges as usize)?,
            runs: self.pairs(runs as usize)?,
        })
    }

    fn set(&mut self) -> Result<VersionSet, SealError> {
        let count = self.number()?;
        let runs = self.pairs(count)?;
        VersionSet::from_runs(runs).map_err(|runs| self.wrong(format!("runs of versions {runs:?} do not ascend")))
    }

    fn drawn(&mut self) -> Result<DrawnSource, SealError> {
        let source = self.text()?.to_owned();
        let count = self.number()?;
        let stamps = self.items(count)?.map(i64::from_le_bytes).map(Moment::from_seconds).collect();
        let classes = self.list(Self::class)?;
        let cells = self.one(|reader| Ok(DrawnCells { land: reader.columns()?, with_sea: reader.columns()? }))?;
        Ok(DrawnSource { source, stamps, classes, cells })
    }

    fn class(&mut self) -> Result<DrawnClass, SealError> {
        let status = self.word()?;
        let holder = match self.text()? {
            "" => None,
            party => Some(party.parse().map_err(|_| self.wrong(format!("'{party}' is no party")))?),
        };
        Ok(DrawnClass {
            status,
            holder,
            layers: self.columns()?,
            wordings: self.list(|reader| {
                Ok(DrawnWording {
                    basis: reader.word()?,
                    publisher_word: reader.text()?.to_owned(),
                    layers: reader.one(Self::columns)?,
                    in_parts: reader.set()?,
                })
            })?,
            specks: self.one(Self::columns)?,
            line: self.columns()?,
        })
    }
}
