//! The container of a sealed file: named sections, compressed, each with its place, its length before and after, and its SHA-256.
//!
//! All numbers are little-endian. `docs/sealed.md` describes the form for readers in other languages.

use std::io::Read as _;
use std::ops::Range;

use rayon::prelude::*;
use sha2::{Digest, Sha256};

/// What a sealed file begins with.
const MAGIC: &[u8; 16] = b"contactline\0seal";

/// The only version of the form.
const FORMAT: u32 = 2;

/// The longest name of a section.
const MAX_NAME_BYTES: usize = 1_024;

/// The longest section, before it was compressed.
const MAX_SECTION_BYTES: u64 = 1 << 32;

/// The most room that is made before a section is read.
const MAX_RESERVED_BYTES: u64 = 1 << 26;

type Sha = [u8; 32];

/// Why bytes are no sealed file: what is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// The bytes do not begin as a sealed file does.
    #[error("no sealed atlas: it does not begin with '{}'", MAGIC.escape_ascii())]
    NotSealed,
    /// It is of a later form.
    #[error("sealed in form {0}; this program reads form {FORMAT}")]
    Format(u32),
    /// It is shorter or longer than it says.
    #[error("the file has {found} bytes; its head says {wanted}")]
    Length {
        /// How long it is.
        found: u64,
        /// How long it says it is.
        wanted: u64,
    },
    /// A part does not have the digest that it was written with.
    #[error("{part} was changed or damaged: its SHA-256 is not the one it was written with")]
    Digest {
        /// The head, or a section by its name.
        part: String,
    },
    /// A section that must be there is not.
    #[error("there is no section '{0}'")]
    Missing(String),
    /// What a section holds is not of its form.
    #[error("section '{section}', byte {byte}: {reason}")]
    Content {
        /// The section.
        section: String,
        /// Where in it.
        byte: usize,
        /// What is wrong.
        reason: String,
    },
}

/// How long to look for fewer bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effort {
    /// For what is written after each import.
    Quick = 3,
    /// For what is written once and passed on.
    Thorough = 19,
}

/// A file of named sections, in the order in which they were added.
#[derive(Debug, Default)]
pub(super) struct Writer {
    sections: Vec<(String, Vec<u8>)>,
}

impl Writer {
    pub(super) fn add(&mut self, name: impl Into<String>, bytes: Vec<u8>) {
        self.sections.push((name.into(), bytes));
    }

    /// The file.
    ///
    /// # Errors
    /// None that bytes in memory allow; the compressor has the last word.
    pub(super) fn finish(self, effort: Effort) -> std::io::Result<Vec<u8>> {
        let of_table: usize = self.sections.iter().map(|(name, _)| 2 + name.len() + 24 + 32).sum();
        let head = 16 + 4 + 4 + 8 + of_table + 32;
        let compressed = |(_, bytes): &(String, Vec<u8>)| zstd::bulk::compress(bytes, effort as i32);
        let compressed: Vec<Vec<u8>> = self.sections.par_iter().map(compressed).collect::<Result<_, _>>()?;
        let length = head + compressed.iter().map(Vec::len).sum::<usize>();
        let mut file = Vec::with_capacity(length);
        file.extend_from_slice(MAGIC);
        file.extend_from_slice(&FORMAT.to_le_bytes());
        file.extend_from_slice(&(self.sections.len() as u32).to_le_bytes());
        file.extend_from_slice(&(length as u64).to_le_bytes());
        let mut offset = head as u64;
        for ((name, content), bytes) in self.sections.iter().zip(&compressed) {
            file.extend_from_slice(&(name.len() as u16).to_le_bytes());
            file.extend_from_slice(name.as_bytes());
            file.extend_from_slice(&offset.to_le_bytes());
            file.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
            file.extend_from_slice(&(content.len() as u64).to_le_bytes());
            file.extend_from_slice(&sha(bytes));
            offset += bytes.len() as u64;
        }
        let digest = sha(&file);
        file.extend_from_slice(&digest);
        compressed.iter().for_each(|bytes| file.extend_from_slice(bytes));
        Ok(file)
    }
}

/// A sealed file whose head and sections were found whole.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Container {
    bytes: Vec<u8>,
    sections: Vec<Section>,
}

#[derive(Debug, PartialEq, Eq)]
struct Section {
    name: String,
    at: Range<usize>,
    /// Before it was compressed.
    length: u64,
    digest: Sha,
}

impl Container {
    pub(super) fn open(bytes: Vec<u8>) -> Result<Self, SealError> {
        let head = || SealError::Digest { part: "the head".into() };
        if bytes.get(..16) != Some(MAGIC.as_slice()) {
            return Err(SealError::NotSealed);
        }
        let mut at = 16;
        let mut take = |count: usize| {
            let taken = bytes.get(at..at + count).ok_or_else(head)?;
            at += count;
            Ok::<&[u8], SealError>(taken)
        };
        let format = u32_of(take(4)?);
        if format != FORMAT {
            return Err(SealError::Format(format));
        }
        let (count, wanted) = (u32_of(take(4)?), u64_of(take(8)?));
        let mut sections = Vec::new();
        for _ in 0..count {
            let length = usize::from(u16::from_le_bytes([take(1)?[0], take(1)?[0]]));
            if length > MAX_NAME_BYTES {
                return Err(head());
            }
            let name = String::from_utf8(take(length)?.to_vec()).map_err(|_| head())?;
            let (from, stored) = (u64_of(take(8)?) as usize, u64_of(take(8)?) as usize);
            let length = u64_of(take(8)?);
            let mut digest = Sha::default();
            digest.copy_from_slice(take(32)?);
            sections.push(Section { name, at: from..from.saturating_add(stored), length, digest });
        }
        let digest = take(32)?.to_vec();
        let end_of_head = at;
        if sha(&bytes[..end_of_head - 32])[..] != digest {
            return Err(head());
        }
        let found = bytes.len() as u64;
        let end = sections.iter().try_fold(end_of_head, |end, s| (s.at.start == end).then_some(s.at.end));
        if found != wanted || end != Some(bytes.len()) {
            return Err(SealError::Length { found, wanted });
        }
        let is_damaged = |section: &&Section| sha(&bytes[section.at.clone()]) != section.digest;
        match sections.par_iter().find_first(is_damaged) {
            Some(Section { name, .. }) => Err(SealError::Digest { part: format!("section '{name}'") }),
            None => Ok(Self { bytes, sections }),
        }
    }

    /// The names of the sections, in their order.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.sections.iter().map(|section| section.name.as_str())
    }

    /// The bytes of a section.
    ///
    /// # Errors
    /// There is no such section, or it is not as long as it says.
    pub(super) fn section(&self, name: &str) -> Result<Vec<u8>, SealError> {
        let Some(section) = self.sections.iter().find(|section| section.name == name) else {
            return Err(SealError::Missing(name.into()));
        };
        let wrong = |byte: usize, reason: String| SealError::Content { section: name.into(), byte, reason };
        if section.length > MAX_SECTION_BYTES {
            return Err(wrong(0, format!("{} bytes; at most {MAX_SECTION_BYTES} are allowed", section.length)));
        }
        // A length that is not true shall not ask for room that nothing fills.
        let mut bytes = Vec::with_capacity(section.length.min(MAX_RESERVED_BYTES) as usize);
        zstd::Decoder::with_buffer(&self.bytes[section.at.clone()])
            .and_then(|decoder| decoder.take(section.length + 1).read_to_end(&mut bytes))
            .map_err(|error| wrong(bytes.len(), error.to_string()))?;
        if bytes.len() as u64 == section.length {
            Ok(bytes)
        } else {
            Err(wrong(bytes.len(), format!("it ends here or goes on; its head says {} bytes", section.length)))
        }
    }
}

fn sha(bytes: &[u8]) -> Sha {
    Sha256::digest(bytes).into()
}

fn u32_of(bytes: &[u8]) -> u32 {
    bytes.iter().rev().fold(0, |number, byte| number << 8 | u32::from(*byte))
}

fn u64_of(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file() -> Vec<u8> {
        let mut writer = Writer::default();
        writer.add("key", b"what it was made from".to_vec());
        writer.add("empty", Vec::new());
        writer.add("drawn/a source", (0..=255).collect());
        writer.finish(Effort::Quick).unwrap()
    }

    fn open_all(bytes: Vec<u8>) -> Result<usize, SealError> {
        let container = Container::open(bytes)?;
        container.names().map(|name| container.section(name).map(|bytes| bytes.len())).sum()
    }

    #[test]
    fn sections_come_back_as_they_were_added() {
        let container = Container::open(file()).unwrap();
        assert_eq!(container.names().collect::<Vec<_>>(), ["key", "empty", "drawn/a source"]);
        assert_eq!(container.section("key").unwrap(), b"what it was made from");
        assert_eq!(container.section("drawn/a source").unwrap(), (0..=255).collect::<Vec<u8>>());
        assert_eq!(container.section("no such"), Err(SealError::Missing("no such".into())));
    }

    #[test]
    fn any_flipped_bit_is_seen_and_named() {
        let whole = file();
        assert_eq!(open_all(whole.clone()), Ok(277));
        for bit in 0..8 * whole.len() {
            let mut bytes = whole.clone();
            bytes[bit / 8] ^= 1 << (bit % 8);
            let error = open_all(bytes).unwrap_err();
            if bit / 8 >= whole.len() - 256 {
                assert_eq!(error.to_string().split(" was").next(), Some("section 'drawn/a source'"), "bit {bit}");
            }
        }
    }

    #[test]
    fn a_file_that_was_cut_or_grew_is_refused() {
        let whole = file();
        for length in 0..whole.len() {
            assert!(open_all(whole[..length].to_vec()).is_err(), "{length} bytes");
        }
        assert!(open_all([whole, vec![0]].concat()).unwrap_err().to_string().contains("its head says"));
    }
}
