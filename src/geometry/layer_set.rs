//! Sets of layers, as bits.

/// A set of layer numbers.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LayerSet {
    words: Box<[u64]>,
}

impl LayerSet {
    /// The empty set with room for `layers` layers.
    #[must_use]
    pub fn empty(layers: usize) -> Self {
        Self { words: vec![0; layers.div_ceil(64)].into() }
    }

    /// The set of all of `layers` layers.
    #[must_use]
    pub fn full(layers: usize) -> Self {
        let mut set = Self::empty(layers);
        (0..layers).for_each(|layer| set.insert(layer));
        set
    }

    /// Adds a layer.
    pub fn insert(&mut self, layer: usize) {
        self.words[layer / 64] |= 1 << (layer % 64);
    }

    /// Whether the layer is in the set.
    #[must_use]
    pub fn contains(&self, layer: usize) -> bool {
        holds(&self.words, layer)
    }

    /// Whether the set is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|w| *w == 0)
    }

    /// The layers in the set, in order.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        bits(&self.words)
    }

    pub(super) fn words(&self) -> &[u64] {
        &self.words
    }

    /// Adds the layers of another set of as many.
    pub fn unite(&mut self, other: &Self) {
        self.add(&other.words);
    }

    /// Takes out the layers of another set of as many.
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

/// Whether bit `layer` is set.
pub(super) fn holds(words: &[u64], layer: usize) -> bool {
    words[layer / 64] >> (layer % 64) & 1 == 1
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
