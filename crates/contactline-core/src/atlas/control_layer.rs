//! All areas of one status and holder that a source states, over all its versions.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use crate::model::{Basis, ControlFeature, Party, Status, Version};
use edge_timeline::nearest::{Beyond, Lines, Rule};
use edge_timeline::prepared::PreparedArea;
use edge_timeline::series::area_series;
use edge_timeline::{Area, BBox, EdgeTimeline, Location, Position, VersionSet, budget, overlay, snap};

/// Gaps in a held area up to this width are seams between two drawings, not lines of contact, in metres.
const SEAM_M: f64 = 50.0;

/// A polygon with the versions it stands in.
#[derive(Debug)]
pub(super) struct Piece {
    pub area: Area,
    pub layers: VersionSet,
    pub basis: Basis,
    pub publisher_word: String,
    bbox: BBox,
    area_m2: OnceLock<f64>,
    vertices: usize,
}

impl Piece {
    pub(super) fn new(area: Area, layers: VersionSet, basis: Basis, publisher_word: String) -> Self {
        let (bbox, vertices) = (area.bbox(), area.vertices());
        Self { bbox, vertices, area, layers, basis, publisher_word, area_m2: OnceLock::new() }
    }
}

/// What one version states in the same words of one status and holder: its polygons, not yet joined.
#[derive(Clone, Debug)]
pub struct Group<'a> {
    /// On what it rests.
    pub basis: Basis,
    /// The publisher's word for it.
    pub publisher_word: &'a str,
    pieces: Vec<&'a Piece>,
}

impl<'a> Group<'a> {
    /// The polygons, which may share edges.
    pub fn areas(&self) -> impl Iterator<Item = &'a Area> + '_ {
        self.pieces.iter().map(|piece| &piece.area)
    }

    /// The polygons joined.
    #[must_use]
    pub fn area(&self) -> Area {
        if let [piece] = self.pieces[..] { piece.area.clone() } else { overlay::union(self.areas()) }
    }

    /// Square metres of all polygons, each measured once for all versions.
    #[must_use]
    pub fn area_m2(&self) -> f64 {
        self.pieces.iter().map(|p| *p.area_m2.get_or_init(|| p.area.area_m2())).sum()
    }

    /// How many positions describe all polygons: joined, they have no more but where they cross.
    #[must_use]
    pub fn vertices(&self) -> usize {
        self.pieces.iter().map(|piece| piece.vertices).sum()
    }

    /// The box around all polygons.
    #[must_use]
    pub fn bbox(&self) -> BBox {
        self.pieces.iter().fold(BBox::EMPTY, |all, piece| all.joined(piece.bbox))
    }
}

/// One status and holder over time.
#[derive(Debug)]
pub struct ControlLayer {
    /// What is stated.
    pub status: Status,
    /// By or for whom.
    pub holder: Option<Party>,
    layers: EdgeTimeline,
    pieces: Vec<Piece>,
    /// The index of each piece, made when its wording is first asked for.
    located: Vec<OnceLock<EdgeTimeline>>,
    /// Every piece has the same basis and publisher's word.
    one_wording: bool,
    /// What is drawn apart from the rest and too small to make a line; none where every part makes one.
    specks: Option<EdgeTimeline>,
    lines: Lines,
}

impl ControlLayer {
    /// The class without a line of contact.
    pub(super) fn build(status: Status, holder: Option<Party>, count: usize, pieces: Vec<Piece>) -> Self {
        let layers = EdgeTimeline::build(count, pieces.iter().map(|p| (&p.area, &p.layers)));
        let same = |w: &[Piece]| (w[0].basis, &w[0].publisher_word) == (w[1].basis, &w[1].publisher_word);
        let one_wording = pieces.windows(2).all(same);
        let located = pieces.iter().map(|_| OnceLock::new()).collect();
        Self { status, holder, layers, pieces, located, one_wording, specks: None, lines: Lines::default() }
    }

    /// The class with parts that go around less than so many square metres for its specks.
    pub(super) fn with_specks(self, under_m2: f64) -> Self {
        let specks = (under_m2 > 0.0).then(|| self.layers.specks(under_m2));
        Self { specks, ..self }
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
        let seam_m = if self.one_wording { 0.0 } else { SEAM_M };
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

    /// On what the statement about a place rests, and the publisher's word for it.
    #[must_use]
    pub fn wording(&self, version: usize, p: Position) -> Option<(Basis, &str)> {
        let located = |k: usize| budget::kept_in(&self.located[k], || EdgeTimeline::from_area(&self.pieces[k].area));
        let holds = |k: &usize| {
            let piece = &self.pieces[*k];
            piece.layers.contains(version)
                && piece.area.bbox().holds(p)
                && located(*k).locate_in(0, p) != Location::Exterior
        };
        let piece = if self.one_wording { Some(0) } else { (0..self.pieces.len()).find(holds) };
        piece.and_then(|k| self.pieces.get(k)).map(|piece| (piece.basis, piece.publisher_word.as_str()))
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

    /// The polygons of one version by their wording, in the order in which it draws them.
    #[must_use]
    pub fn groups(&self, version: usize) -> Vec<Group<'_>> {
        let mut groups: Vec<Group<'_>> = Vec::new();
        for piece in self.pieces.iter().filter(|p| p.layers.contains(version)) {
            let word = piece.publisher_word.as_str();
            match groups.iter_mut().find(|g| (g.basis, g.publisher_word) == (piece.basis, word)) {
                Some(group) => group.pieces.push(piece),
                None => groups.push(Group { basis: piece.basis, publisher_word: word, pieces: vec![piece] }),
            }
        }
        groups
    }

    /// The box around what stands in any of the versions.
    #[must_use]
    pub fn bbox(&self, versions: &VersionSet) -> BBox {
        let stands = |p: &&Piece| versions.iter().any(|v| p.layers.contains(v));
        self.pieces.iter().filter(stands).fold(BBox::EMPTY, |all, piece| all.joined(piece.bbox))
    }

    /// The box around what stands in one of two versions and not in the other; none where they draw the same.
    #[must_use]
    pub fn changed_bbox(&self, from: usize, to: usize) -> Option<BBox> {
        let differs = |p: &&Piece| p.layers.contains(from) != p.layers.contains(to);
        self.pieces.iter().filter(differs).map(|p| p.bbox).reduce(BBox::joined)
    }

    /// The polygons of one version, which may share edges.
    pub fn areas(&self, version: usize) -> impl Iterator<Item = &Area> {
        self.pieces.iter().filter(move |p| p.layers.contains(version)).map(|p| &p.area)
    }

    /// The area of one version.
    #[must_use]
    pub fn area(&self, version: usize) -> Area {
        overlay::union(self.areas(version))
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
        let of_version = self.pieces.iter().filter(|p| p.layers.contains(version));
        of_version.map(|p| overlay::intersection(&p.area, target).area_m2()).sum()
    }
}

/// A status and its holder.
type Stated = (Status, Option<Party>);

/// Polygons that stand in several versions become one piece with the set of those versions.
pub(super) fn classes(versions: Vec<Version>) -> Vec<ControlLayer> {
    let count = versions.len();
    let mut by_class: BTreeMap<Stated, Vec<Piece>> = BTreeMap::new();
    let mut known: HashMap<Vec<u64>, Vec<(Stated, usize)>> = HashMap::new();
    for (layer, version) in versions.into_iter().enumerate() {
        for feature in knitted(version.features) {
            let ControlFeature { status, holder, basis, publisher_word, area } = feature;
            let class = (status, holder);
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
                    pieces[*k].layers.insert(layer);
                    continue;
                }
                seen.push((class, pieces.len()));
                pieces.push(Piece::new(part, VersionSet::run(layer..layer + 1), basis, publisher_word.clone()));
            }
        }
    }
    let build = |((status, holder), pieces)| ControlLayer::build(status, holder, count, pieces);
    by_class.into_iter().map(build).collect()
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
