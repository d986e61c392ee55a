//! All areas of one status and holder that a source states, over all its versions.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use crate::model::{Basis, ControlFeature, Party, Status, Version};
use edge_timeline::nearest::{Beyond, Lines, Rule};
use edge_timeline::prepared::PreparedArea;
use edge_timeline::series::area_series;
use edge_timeline::{Area, BBox, EdgeTimeline, Located, Location, Position, VersionSet, budget, overlay, snap};

use super::wording::{Group, Wording, Wordings, outline};

/// Gaps in a held area up to this width are seams between two drawings, not lines of contact, in metres.
const SEAM_M: f64 = 50.0;

/// A polygon as a source draws it, with the versions it stands in.
#[derive(Debug)]
pub(super) struct Piece {
    pub area: Area,
    pub versions: VersionSet,
    pub basis: Basis,
    pub publisher_word: String,
}

/// One status and holder over time.
#[derive(Debug)]
pub struct ControlLayer {
    /// What is stated.
    pub status: Status,
    /// By or for whom.
    pub holder: Option<Party>,
    layers: EdgeTimeline,
    /// In the order in which its source came to them.
    wordings: Vec<Wording>,
    /// The versions drawn in several features, or in several words.
    in_parts: VersionSet,
    /// What is drawn apart from the rest and too small to make a line; none where every part makes one.
    specks: Option<EdgeTimeline>,
    lines: Lines,
    whole_bbox: OnceLock<BBox>,
}

impl ControlLayer {
    /// The class without a line of contact; `in_parts` tells of each wording the versions in which several features have it.
    pub(super) fn build(
        status: Status,
        holder: Option<Party>,
        count: usize,
        pieces: &[Piece],
        in_parts: impl Fn(Basis, &str) -> VersionSet,
    ) -> Self {
        let layers =
            |of: &dyn Fn(&&Piece) -> bool| drawn_together(count, &pieces.iter().filter(of).collect::<Vec<_>>());
        let mut words: Vec<(Basis, &str)> = Vec::new();
        for piece in pieces {
            let word = (piece.basis, piece.publisher_word.as_str());
            if !words.contains(&word) {
                words.push(word);
            }
        }
        let is_one = words.len() <= 1;
        let wording = |(basis, word): (Basis, &str)| {
            let own = |piece: &&Piece| (piece.basis, piece.publisher_word.as_str()) == (basis, word);
            Wording::new(basis, word.to_owned(), (!is_one).then(|| layers(&own)), in_parts(basis, word))
        };
        Self::from_wordings(status, holder, layers(&|_| true), words.into_iter().map(wording).collect())
    }

    /// The class of these wordings, without a line of contact.
    pub(super) fn from_wordings(
        status: Status,
        holder: Option<Party>,
        layers: EdgeTimeline,
        wordings: Vec<Wording>,
    ) -> Self {
        let (mut in_parts, mut drawn) = (VersionSet::empty(), VersionSet::empty());
        for wording in &wordings {
            in_parts.unite(&wording.in_parts);
            let own = wording.layers.as_ref().map_or_else(VersionSet::empty, EdgeTimeline::drawn);
            let mut both = drawn.clone();
            both.subtract(&own);
            let mut again = drawn.clone();
            again.subtract(&both);
            in_parts.unite(&again);
            drawn.unite(&own);
        }
        let (specks, lines, whole_bbox) = (None, Lines::default(), OnceLock::new());
        Self { status, holder, layers, wordings, in_parts, specks, lines, whole_bbox }
    }

    /// The class with parts that go around less than so many square metres for its specks.
    pub(super) fn with_specks(self, under_m2: f64) -> Self {
        let specks = (under_m2 > 0.0).then(|| self.layers.specks(under_m2));
        Self { specks, ..self }
    }

    /// The class with these specks.
    pub(super) fn with_drawn_specks(self, specks: Option<EdgeTimeline>) -> Self {
        Self { specks, ..self }
    }

    pub(super) const fn specks(&self) -> Option<&EdgeTimeline> {
        self.specks.as_ref()
    }

    pub(super) const fn line(&self) -> &Lines {
        &self.lines
    }

    pub(super) fn wordings(&self) -> &[Wording] {
        &self.wordings
    }

    /// Its edges that are lines of contact: off coast and state border, not `outline`, where cells end, not around specks, and
    /// not against ground of which nothing is known.
    pub(super) fn lines(
        &self,
        zone: Option<&PreparedArea>,
        outline: Option<&EdgeTimeline>,
        beyond: Option<&dyn Beyond>,
    ) -> Lines {
        // Only what was drawn in several parts has seams between them.
        let seam_m = if self.wordings.len() <= 1 { 0.0 } else { SEAM_M };
        Lines::build(&self.layers, Rule { zone, outline, seam_m, specks: self.specks.as_ref(), beyond })
    }

    /// The class with these lines of contact.
    pub(super) fn with_lines(self, lines: Lines) -> Self {
        Self { lines, ..self }
    }

    /// The edge timeline: layer `k` is version `k`.
    #[must_use]
    pub const fn layers(&self) -> &EdgeTimeline {
        &self.layers
    }

    /// Where a place lies in one version.
    #[must_use]
    pub fn locate(&self, version: usize, p: Position) -> Location {
        self.layers.locate_in(version, p)
    }

    /// Whether a place lies in a speck of one version, be it drawn there or left out: its edge makes no line.
    #[must_use]
    pub fn is_in_speck(&self, version: usize, p: Position) -> bool {
        self.specks.as_ref().is_some_and(|specks| specks.locate_in(version, p) != Location::Exterior)
    }

    /// Where a place lies in the specks of every version.
    pub(super) fn specks_at(&self, p: Position) -> Option<Located> {
        self.specks.as_ref().map(|specks| specks.locate(p))
    }

    /// On what the statement about a place rests, and the publisher's word for it.
    #[must_use]
    pub fn wording(&self, version: usize, p: Position) -> Option<(Basis, &str)> {
        let holds = |wording: &&Wording| {
            wording.layers.as_ref().is_none_or(|layers| layers.locate_in(version, p) != Location::Exterior)
        };
        self.wordings.iter().find(holds).map(Wording::words)
    }

    /// The wordings of every version, of a place that lies in the class as located.
    pub(super) fn wordings_at(&self, p: Position, located: &Located) -> Wordings<'_> {
        let is_apart = located.interior.is_empty() && located.boundary.is_empty();
        let held = |wording: &Wording| {
            wording.layers.as_ref().map(|layers| {
                let mut held = layers.locate(p);
                held.interior.unite(&held.boundary);
                held.interior
            })
        };
        let of_place = self.wordings.iter().filter(|wording| !is_apart || wording.layers.is_none());
        Wordings(of_place.map(|wording| (wording, held(wording))).collect())
    }

    /// The line of contact: the boundary off coast and state border, against ground of which the source speaks.
    #[must_use]
    pub fn line_paths(&self, version: usize) -> Vec<Vec<Position>> {
        self.lines.paths(version)
    }

    /// The point of the line of contact nearest to a place, and its distance in metres.
    #[must_use]
    pub fn nearest_on_line(&self, version: usize, p: Position) -> Option<(Position, f64)> {
        self.lines.nearest(version, p)
    }

    /// What one version states, by wording.
    pub fn groups(&self, version: usize) -> impl Iterator<Item = Group<'_>> {
        let group = move |wording| Group { wording, layers: self.layers_of(wording), version };
        self.wordings.iter().map(group).filter(|group| group.edges() > 0)
    }

    fn layers_of<'a>(&'a self, wording: &'a Wording) -> &'a EdgeTimeline {
        wording.layers.as_ref().unwrap_or(&self.layers)
    }

    /// The versions that state anything of this class.
    #[must_use]
    pub fn drawn(&self) -> VersionSet {
        self.layers.drawn()
    }

    /// The box around what stands in any version.
    #[must_use]
    pub fn whole_bbox(&self) -> BBox {
        *self.whole_bbox.get_or_init(|| self.layers.bbox())
    }

    /// The box around what stands in any of the versions.
    #[must_use]
    pub fn bbox(&self, versions: &VersionSet) -> BBox {
        let boxes = versions.iter().flat_map(|version| self.groups(version)).map(|group| group.bbox());
        boxes.fold(BBox::EMPTY, BBox::joined)
    }

    /// The box around what bounds one of two versions and not the other; none where they draw the same.
    #[must_use]
    pub fn changed_bbox(&self, from: usize, to: usize) -> Option<BBox> {
        self.layers.changed_bbox(from, to)
    }

    /// The area of one version.
    #[must_use]
    pub fn area(&self, version: usize) -> Area {
        outline(&self.layers, version, &self.in_parts)
    }

    /// How much of the target each version holds, in square metres; of versions not asked for, nothing that counts.
    ///
    /// # Cost
    /// One sum for all versions, and an overlay for each one asked for whose borders all but coincide with the target's.
    #[must_use]
    pub fn areas_m2(&self, target: &Area, cutter: &PreparedArea, asked: &VersionSet) -> Vec<f64> {
        let series = area_series(&self.layers, cutter);
        let mut areas_m2 = series.areas_m2;
        let open: Vec<usize> = series.open.iter().filter(|version| asked.contains(*version)).collect();
        let overlaid: Vec<f64> = budget::map(&open, |version| self.area_m2(*version, target));
        open.into_iter().zip(overlaid).for_each(|(version, m2)| areas_m2[version] = m2);
        areas_m2
    }

    /// How much of the target one version holds, in square metres, by overlay.
    #[must_use]
    pub fn area_m2(&self, version: usize, target: &Area) -> f64 {
        overlay::intersection(&self.area(version), target).area_m2()
    }
}

/// A status and its holder.
type Stated = (Status, Option<Party>);

/// The classes of versions: polygons that stand in several of them become one piece with the set of those versions.
pub(super) fn classes(versions: Vec<Version>) -> Vec<ControlLayer> {
    let count = versions.len();
    let mut by_class: BTreeMap<Stated, Vec<Piece>> = BTreeMap::new();
    let mut known: HashMap<Vec<u64>, Vec<(Stated, usize)>> = HashMap::new();
    // Of each wording of each class the versions in which one feature has it, and those in which several do.
    let mut features: HashMap<(Stated, Basis, String), [VersionSet; 2]> = HashMap::new();
    for (number, version) in versions.into_iter().enumerate() {
        let only = VersionSet::run(number..number + 1);
        for feature in knitted(version.features) {
            let ControlFeature { status, holder, basis, publisher_word, area } = feature;
            let class = (status, holder);
            let [one, several] = features.entry((class, basis, publisher_word.clone())).or_default();
            if one.contains(number) {
                several.unite(&only)
            } else {
                one.unite(&only)
            }
            for part in area.parts() {
                let pieces = by_class.entry(class).or_default();
                let seen = known.entry(fingerprint(&part)).or_default();
                let same = |(of, k): &&(Stated, usize)| {
                    *of == class
                        && pieces[*k].area == part
                        && pieces[*k].basis == basis
                        && pieces[*k].publisher_word == publisher_word
                };
                if let Some((_, k)) = seen.iter().find(same) {
                    pieces[*k].versions.insert(number);
                    continue;
                }
                seen.push((class, pieces.len()));
                let publisher_word = publisher_word.clone();
                pieces.push(Piece { area: part, versions: only.clone(), basis, publisher_word });
            }
        }
    }
    let build = |((status, holder), pieces): (Stated, Vec<Piece>)| {
        let in_parts = |basis, word: &str| {
            let key = ((status, holder), basis, word.to_owned());
            features.get(&key).map_or_else(VersionSet::empty, |[_, several]| several.clone())
        };
        ControlLayer::build(status, holder, count, &pieces, in_parts)
    };
    by_class.into_iter().map(build).collect()
}

/// The pieces as one timeline. Where pieces of a version overlap, which an outline of its own for what was gained does by a rounding,
/// their union stands for them.
fn drawn_together(count: usize, pieces: &[&Piece]) -> EdgeTimeline {
    let drawn = EdgeTimeline::build(count, pieces.iter().map(|piece| (&piece.area, &piece.versions)));
    let open = drawn.open();
    if open.is_empty() {
        return drawn;
    }
    // Versions of the same pieces share their union.
    let mut by_pieces: BTreeMap<Vec<usize>, VersionSet> = BTreeMap::new();
    for version in open.iter() {
        let of_version = (0..pieces.len()).filter(|k| pieces[*k].versions.contains(version)).collect();
        by_pieces.entry(of_version).or_default().insert(version);
    }
    let united: Vec<(Area, VersionSet)> = by_pieces
        .into_iter()
        .map(|(of_version, versions)| (overlay::union(of_version.iter().map(|k| &pieces[*k].area)), versions))
        .collect();
    let rest = |piece: &&Piece| {
        let mut versions = piece.versions.clone();
        versions.subtract(&open);
        versions
    };
    let rest: Vec<VersionSet> = pieces.iter().map(rest).collect();
    let closed = pieces.iter().map(|piece| &piece.area).zip(&rest);
    EdgeTimeline::build(count, closed.chain(united.iter().map(|(area, versions)| (area, versions))))
}

/// Features that touch share their edges from here on, so that a border between two of one class is inside it.
fn knitted(mut features: Vec<ControlFeature>) -> Vec<ControlFeature> {
    if features.len() > 1 {
        let areas: Vec<Area> = features.iter().map(|f| f.area.clone()).collect();
        features.iter_mut().zip(snap(&areas)).for_each(|(feature, area)| feature.area = area);
    }
    features
}

/// Some of a polygon's numbers, enough to tell most apart.
fn fingerprint(part: &Area) -> Vec<u64> {
    let b = part.bbox();
    let vertices = part.edges().count() as u64;
    let mut numbers = [b.west, b.south, b.east, b.north].map(f64::to_bits).to_vec();
    numbers.push(vertices);
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area(west: f64, south: f64, east: f64, north: f64) -> Area {
        Area::from_bbox(BBox { west, south, east, north })
    }

    fn version(areas: &[Area]) -> Version {
        let feature = |area: &Area| ControlFeature {
            status: Status::Held,
            holder: Some(Party::RU),
            basis: Basis::Mapped,
            publisher_word: "drawn".into(),
            area: area.clone(),
        };
        let stamp = "2025-01-01".parse().unwrap();
        Version { source: "maps".into(), stamp, features: areas.iter().map(feature).collect() }
    }

    /// One mapper draws what was gained as an outline of its own, which overlaps the rest by a rounding: at a place where both have an
    /// edge in the same direction the walk around the ground did not close, and all of it was lost.
    #[test]
    fn features_that_overlap_along_an_edge_hold_what_they_cover_together() {
        let (whole, gained) = (area(38.0, 47.0, 39.0, 48.0), area(38.5, 47.0, 39.0, 48.0));
        let beside = area(40.0, 47.0, 41.0, 48.0);
        let apart = [whole.clone(), area(39.0, 47.0, 39.5, 48.0)];
        let overlapping = [whole.clone(), gained, beside.clone()];
        let class = classes(vec![version(&apart), version(&overlapping), version(&overlapping)]).remove(0);
        assert!(class.layers.open().is_empty());
        let target = area(37.0, 46.0, 42.0, 49.0);
        let measured = class.areas_m2(&target, &PreparedArea::from_area(&target), &VersionSet::full(3));
        let wanted = [whole.area_m2() * 1.5, whole.area_m2() + beside.area_m2()];
        for (version, wanted) in [(0, wanted[0]), (1, wanted[1]), (2, wanted[1])] {
            assert!((class.area(version).area_m2() - wanted).abs() < 1.0, "version {version}");
            assert!((measured[version] - wanted).abs() < 1.0, "version {version}: {measured:?}");
            assert_eq!(class.locate(version, Position::from_lon_lat(38.75, 47.5).unwrap()), Location::Interior);
        }
    }
}
