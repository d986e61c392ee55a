//! What is remembered between two runs, so that nothing is asked for twice. A cache: without it a run asks more, no less.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// What a server said a body can be told from others by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tag {
    /// Its `ETag`, verbatim.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    /// Its `Last-Modified`, verbatim.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_modified: Option<String>,
    /// Of a page: the offset of the page that follows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<usize>,
}

/// A body that had to be refused.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// What it can be asked by.
    #[serde(flatten)]
    pub tag: Tag,
    /// Of its bytes, where it cannot be asked by anything.
    pub sha256: String,
    /// The program's version that refused it: another may read it.
    pub by: String,
}

/// What is remembered of one source.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// The tags of bodies that were kept, by their addresses.
    #[serde(default)]
    pub tags: BTreeMap<String, Tag>,
    /// The versions last listed: seconds since 1970.
    #[serde(default)]
    pub listed: BTreeSet<i64>,
    /// Days that have no version, long enough ago that none will come.
    #[serde(default)]
    pub absent: BTreeSet<String>,
    /// Bodies that had to be refused, by their addresses: told once, and fetched again only where they changed.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub refused: BTreeMap<String, Refused>,
    /// The stamp of the state that the tags of a present state belong to.
    #[serde(default)]
    pub stamp: Option<String>,
    /// The SHA-256 of the cells that the tags of years belong to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cells: Option<String>,
}

impl State {
    /// The state in a text.
    ///
    /// # Errors
    /// Not JSON of this form.
    pub fn from_json(text: &str) -> serde_json::Result<Self> {
        serde_json::from_str(text)
    }

    /// The state as text.
    ///
    /// # Errors
    /// None that the types allow.
    pub fn to_json(&self) -> serde_json::Result<String> {
        serde_json::to_string_pretty(self).map(|text| text + "\n")
    }

    /// The tag of an address, to ask by; an empty one asks for the whole.
    #[must_use]
    pub fn tag(&self, url: &str) -> Tag {
        self.tags.get(url).cloned().unwrap_or_default()
    }
}
