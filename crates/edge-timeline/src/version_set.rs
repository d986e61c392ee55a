//! Sets of versions, as bits.

/// A set of version numbers.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct VersionSet {
    words: Box<[u64]>,
}

impl VersionSet {
    /// The empty set with room for `versions` versions.
    #[must_use]
    pub fn empty(versions: usize) -> Self {
        Self { words: vec![0; versions.div_ceil(64)].into() }
    }

    /// The set of all of `versions` versions.
    #[must_use]
    pub fn full(versions: usize) -> Self {
        let mut set = Self::empty(versions);
        (0..versions).for_each(|version| set.insert(version));
        set
    }

    /// Adds a version.
    pub fn insert(&mut self, version: usize) {
        self.words[version / 64] |= 1 << (version % 64);
    }

    /// Whether the version is in the set.
    #[must_use]
    pub fn contains(&self, version: usize) -> bool {
        holds(&self.words, version)
    }

    /// Whether the set is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|w| *w == 0)
    }

    /// The versions in the set, in order.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        bits(&self.words)
    }

    pub(super) fn words(&self) -> &[u64] {
        &self.words
    }

    /// Adds the versions of another set of as many.
    pub fn unite(&mut self, other: &Self) {
        self.add(&other.words);
    }

    /// Takes out the versions of another set of as many.
    pub fn subtract(&mut self, other: &Self) {
        self.remove(&other.words);
    }

    pub(super) fn toggle(&mut self, words: &[u64]) {
        self.words.iter_mut().zip(words).for_each(|(a, b)| *a ^= b);
    }

    pub(super) fn add(&mut self, words: &[u64]) {
        self.words.iter_mut().zip(words).for_each(|(a, b)| *a |= b);
    }

    pub(super) fn remove(&mut self, words: &[u64]) {
        self.words.iter_mut().zip(words).for_each(|(a, b)| *a &= !b);
    }
}

/// Whether bit `version` is set.
pub(super) fn holds(words: &[u64], version: usize) -> bool {
    words[version / 64] >> (version % 64) & 1 == 1
}

/// The bits that are set, in order.
pub(super) fn bits(words: &[u64]) -> impl Iterator<Item = usize> + '_ {
    words.iter().enumerate().flat_map(|(k, word)| {
        let mut rest = *word;
        std::iter::from_fn(move || {
            (rest != 0).then(|| {
                let bit = rest.trailing_zeros() as usize;
                rest &= rest - 1;
                k * 64 + bit
            })
        })
    })
}
