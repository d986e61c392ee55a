//! What is stated in the same words: over time, at a place, in one version. Its polygons are traced along their edges.

use std::sync::OnceLock;

use crate::model::Basis;
use edge_timeline::{Area, BBox, EdgeTimeline, VersionSet, overlay};

/// What is stated in the same words, on the same basis. Its polygons are not kept: they are traced along their edges.
#[derive(Debug)]
pub(super) struct Wording {
    pub basis: Basis,
    pub publisher_word: String,
    /// The edges of what is stated so; none where that is the whole class.
    pub layers: Option<EdgeTimeline>,
    /// The versions in which several features are stated so: they may overlap by a rounding.
    pub in_parts: VersionSet,
    areas_m2: OnceLock<Vec<f64>>,
    extents: OnceLock<Vec<(BBox, usize)>>,
}

impl Wording {
    pub(super) fn new(
        basis: Basis,
        publisher_word: String,
        layers: Option<EdgeTimeline>,
        in_parts: VersionSet,
    ) -> Self {
        let (areas_m2, extents) = (OnceLock::new(), OnceLock::new());
        Self { basis, publisher_word, layers, in_parts, areas_m2, extents }
    }

    pub(super) fn words(&self) -> (Basis, &str) {
        (self.basis, &self.publisher_word)
    }
}

/// The wordings that may word what is stated of a place, each with the versions in which it does; none: in all of them.
#[derive(Debug)]
pub(super) struct Wordings<'a>(pub(super) Vec<(&'a Wording, Option<VersionSet>)>);

impl<'a> Wordings<'a> {
    /// The wording of one version.
    pub(super) fn on(&self, version: usize) -> Option<(Basis, &'a str)> {
        let stands = |(_, versions): &&(&Wording, Option<VersionSet>)| {
            versions.as_ref().is_none_or(|versions| versions.contains(version))
        };
        self.0.iter().find(stands).map(|(wording, _)| wording.words())
    }

    /// In which versions each stands, where it depends on that which of them words it.
    pub(super) fn standing(&self) -> impl Iterator<Item = &VersionSet> {
        self.0.iter().filter_map(|(_, versions)| versions.as_ref())
    }
}

/// What one version states in the same words of one status and holder.
#[derive(Clone, Copy, Debug)]
pub struct Group<'a> {
    pub(super) wording: &'a Wording,
    pub(super) layers: &'a EdgeTimeline,
    pub(super) version: usize,
}

impl<'a> Group<'a> {
    /// On what it rests.
    #[must_use]
    pub const fn basis(&self) -> Basis {
        self.wording.basis
    }

    /// The publisher's word for it.
    #[must_use]
    pub fn publisher_word(&self) -> &'a str {
        &self.wording.publisher_word
    }

    /// The edges that bound it, of all versions.
    #[must_use]
    pub const fn layers(&self) -> &'a EdgeTimeline {
        self.layers
    }

    /// Its area.
    #[must_use]
    pub fn area(&self) -> Area {
        outline(self.layers, self.version, &self.wording.in_parts)
    }

    /// Square metres of it, measured once for all versions.
    #[must_use]
    pub fn area_m2(&self) -> f64 {
        self.wording.areas_m2.get_or_init(|| self.layers.areas_m2())[self.version]
    }

    /// How many edges bound it.
    #[must_use]
    pub fn edges(&self) -> usize {
        self.extent().1
    }

    /// The box around it.
    #[must_use]
    pub fn bbox(&self) -> BBox {
        self.extent().0
    }

    fn extent(&self) -> (BBox, usize) {
        self.wording.extents.get_or_init(|| self.layers.extents())[self.version]
    }
}

/// The outline of a version; joined where it may overlap itself.
pub(super) fn outline(layers: &EdgeTimeline, version: usize, in_parts: &VersionSet) -> Area {
    let outline = layers.outline(version);
    if in_parts.contains(version) { overlay::union([&outline]) } else { outline }
}
