//! Sets of versions of several maps, numbered one map after another, each kept once.

use foldhash::HashMap;

use crate::EdgeTimeline;
use crate::version_set::{combined, holds};

/// The changes of the set of versions that an edge bounds, the first version numbered `base`.
pub(super) fn of_edge(timeline: &EdgeTimeline, id: usize, base: u32) -> Vec<u32> {
    timeline.versions(id).iter().map(|change| base + change).collect()
}

/// What is in just one of two sets: its changes are what is in just one of two lists.
pub(super) fn exclusive(a: &[u32], b: &[u32]) -> Vec<u32> {
    combined(a, b, |own, other| own != other)
}

/// Sets, each kept once.
#[derive(Debug)]
pub(super) struct Pool {
    ids: HashMap<Box<[u32]>, u32>,
    sets: Sets,
}

/// Sets by number; number 0 is the empty one.
#[derive(Debug)]
pub(super) struct Sets {
    starts: Vec<u32>,
    changes: Vec<u32>,
}

impl Pool {
    pub(super) fn new() -> Self {
        let ids = std::iter::once((Vec::new().into_boxed_slice(), 0)).collect();
        Self { ids, sets: Sets { starts: vec![0, 0], changes: Vec::new() } }
    }

    /// The number of a set.
    pub(super) fn number(&mut self, set: Vec<u32>) -> u32 {
        if let Some(id) = self.ids.get(set.as_slice()) {
            return *id;
        }
        let id = self.ids.len() as u32;
        self.sets.changes.extend_from_slice(&set);
        self.sets.starts.push(self.sets.changes.len() as u32);
        self.ids.insert(set.into_boxed_slice(), id);
        id
    }

    pub(super) fn get(&self, id: u32) -> &[u32] {
        self.sets.get(id)
    }

    pub(super) fn into_sets(self) -> Sets {
        self.sets
    }
}

impl Sets {
    pub(super) fn get(&self, id: u32) -> &[u32] {
        let id = id as usize;
        &self.changes[self.starts[id] as usize..self.starts[id + 1] as usize]
    }

    /// Whether a version is in a set.
    pub(super) fn holds(&self, id: u32, version: usize) -> bool {
        holds(self.get(id), version)
    }
}
