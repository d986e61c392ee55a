//! What sources state over time, cut with each other and with the land of the regions into faces: on each of them every
//! version of every source states one thing.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::model::{Party, Status};
use edge_timeline::faces::Faces;
use edge_timeline::{Area, budget};

/// A status and its holder.
pub type Stated = (Status, Option<Party>);

/// What one says that says nothing.
const SILENT: Stated = (Status::Unknown, None);

/// The map of the regions' land: each region is a version of it.
pub(super) const LANDS: usize = 0;

/// What has vertices: a map of the faces and a version of it.
pub type Drawn = (usize, usize);

/// The faces that came under the control of a party from one version to another, and those that left it.
#[derive(Clone, Debug)]
pub struct Shift {
    /// What came.
    pub gained: Vec<usize>,
    /// What left.
    pub lost: Vec<usize>,
    /// What was not compared: one of the versions draws nothing there and leaves it out of its coverage.
    pub not_compared: Vec<usize>,
    /// What was compared.
    pub drawn: Vec<Drawn>,
}

/// Ground of which a source draws one thing in one unbroken run of its versions, before and after it another or nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lasting {
    /// What it draws.
    pub stated: Stated,
    /// The versions, by their numbers.
    pub versions: Range<usize>,
    /// The faces.
    pub faces: Vec<usize>,
}

/// Sources over time, cut into faces.
#[derive(Debug)]
pub struct Arrangement {
    pub(super) faces: Faces,
    pub(super) sources: Vec<Layers>,
    /// For each face the regions on whose land it lies.
    pub(super) regions: Vec<Vec<usize>>,
}

/// One source in an arrangement.
#[derive(Debug)]
pub(super) struct Layers {
    /// What its classes state, in the order in which they speak.
    pub(super) classes: Vec<Stated>,
    /// The map of its first class; the others follow.
    pub(super) first: usize,
    /// The map of what its coverage leaves out: each exception is a version of it.
    pub(super) left_out: usize,
    /// For each version how many of the exceptions, in the order of that map, stand.
    pub(super) standing: Vec<usize>,
    /// Who holds what it leaves out.
    pub(super) absent: Option<Party>,
    /// For each region whether the source covers it.
    pub(super) covers: Vec<bool>,
}

impl Arrangement {
    /// The area of faces in square metres, on the land of a region or wherever they lie.
    #[must_use]
    pub fn area_m2(&self, faces: &[usize], region: Option<usize>) -> f64 {
        let counted = faces.iter().filter(|face| region.is_none_or(|region| self.is_on(**face, region)));
        counted.map(|face| self.faces.area_m2(*face)).fold(0.0, |sum, m2| sum + m2)
    }

    /// Whether a face lies on the land of a region.
    #[must_use]
    pub fn is_on(&self, face: usize, region: usize) -> bool {
        self.regions[face].contains(&region)
    }

    /// The area that faces make up. Where its outline goes straight on, it has the vertices of `drawn` alone.
    #[must_use]
    pub fn outline(&self, faces: &[usize], drawn: &[Drawn]) -> Area {
        self.faces.outline(faces, drawn)
    }

    /// The area that faces make up, with the same edges as others of this arrangement beside it.
    #[must_use]
    pub fn noded_outline(&self, faces: &[usize]) -> Area {
        self.faces.noded_outline(faces)
    }

    /// All that a source ever draws, by what that is and by the run of versions, in the order of these.
    #[must_use]
    pub fn lasting(&self, source: usize) -> Vec<Lasting> {
        let Layers { classes, first, .. } = &self.sources[source];
        let of_class = |(map, stated): (usize, &Stated)| {
            let mut by_run: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
            for face in self.faces.iter() {
                budget::tick();
                for run in self.faces.runs(face, map) {
                    by_run.entry((run.start, run.end)).or_default().push(face);
                }
            }
            let stated = *stated;
            by_run.into_iter().map(move |((start, end), faces)| Lasting { stated, versions: start..end, faces })
        };
        (*first..).zip(classes).flat_map(of_class).collect()
    }

    /// What a region's land has for vertices.
    #[must_use]
    pub const fn drawn_of_land(region: usize) -> Drawn {
        (LANDS, region)
    }

    /// What versions of sources have for vertices.
    #[must_use]
    pub fn drawn_in(&self, versions: &[(usize, Option<usize>)]) -> Vec<Drawn> {
        let mut drawn = Vec::new();
        for (source, version) in versions {
            let Some(version) = *version else { continue };
            let Layers { classes, first, left_out, standing, .. } = &self.sources[*source];
            drawn.extend((0..classes.len()).map(|k| (first + k, version)));
            drawn.extend((0..standing[version]).map(|exception| (*left_out, exception)));
        }
        drawn
    }

    /// What a source draws as held by a party in one version and not in another. Ground on which one of them draws nothing and which
    /// it leaves out of its coverage is not compared: there the source fell silent, or begins to speak. None of a party that it does
    /// not draw.
    #[must_use]
    pub fn shifted(&self, source: usize, party: Party, [from, to]: [usize; 2]) -> Option<Shift> {
        let layers = &self.sources[source];
        let map = layers.first + layers.classes.iter().position(|class| *class == (Status::Held, Some(party)))?;
        let is_silent = |face: usize, version: usize| {
            let drawn =
                (layers.first..layers.first + layers.classes.len()).any(|map| self.faces.is_in(face, map, version));
            !drawn && self.is_left_out(source, face, version)
        };
        let changed = self.faces.changed(map, [from, to]).into_iter();
        let (not_compared, compared): (Vec<usize>, Vec<usize>) =
            changed.partition(|face| is_silent(*face, from) || is_silent(*face, to));
        let (lost, gained) = compared.into_iter().partition(|face| self.faces.is_in(*face, map, from));
        let mut drawn = vec![(map, from), (map, to)];
        if !not_compared.is_empty() {
            let standing = layers.standing[from].max(layers.standing[to]);
            drawn.extend((0..standing).map(|exception| (layers.left_out, exception)));
        }
        Some(Shift { gained, lost, not_compared, drawn })
    }

    /// The same of the party that holds what a source leaves out: what is drawn otherwise and no longer is, and the other way
    /// round, on the land of these regions as far as the source covers it. Ground that either version leaves out of its coverage
    /// is not compared.
    #[must_use]
    pub fn shifted_by_absence(&self, source: usize, party: Party, versions: [usize; 2], parts: &[usize]) -> Shift {
        let layers = &self.sources[source];
        let others =
            || (layers.first..).zip(&layers.classes).filter(|(_, class)| **class != (Status::Held, Some(party)));
        let mut changed: Vec<usize> = others().flat_map(|(map, _)| self.faces.changed(map, versions)).collect();
        changed.sort_unstable();
        changed.dedup();
        let is_drawn = |face: usize, version: usize| others().any(|(map, _)| self.faces.is_in(face, map, version));
        let is_covered = |face: &usize| {
            parts.iter().any(|region| layers.covers[*region] && self.is_on(*face, *region))
                && versions.iter().all(|version| !self.is_left_out(source, *face, *version))
        };
        let (mut gained, mut lost) = (Vec::new(), Vec::new());
        for face in changed.into_iter().filter(is_covered) {
            match versions.map(|version| is_drawn(face, version)) {
                [true, false] => gained.push(face),
                [false, true] => lost.push(face),
                _ => {}
            }
        }
        let mut drawn = self.drawn_in(&versions.map(|version| (source, Some(version))));
        drawn.extend(parts.iter().map(|region| Self::drawn_of_land(*region)));
        Shift { gained, lost, not_compared: Vec::new(), drawn }
    }

    /// The faces on the land of a region by what these versions of the sources state there, of one that is none: unknown; each
    /// with its square metres.
    #[must_use]
    pub fn parted(
        &self,
        region: usize,
        versions: &[(usize, Option<usize>)],
    ) -> BTreeMap<Vec<Stated>, (Vec<usize>, f64)> {
        let mut parted: BTreeMap<Vec<Stated>, (Vec<usize>, f64)> = BTreeMap::new();
        for face in self.faces.iter().filter(|face| self.is_on(*face, region)) {
            budget::tick();
            let stated = |(source, version): &(usize, Option<usize>)| {
                version.map_or(SILENT, |version| self.stated(*source, face, version, region))
            };
            let part = parted.entry(versions.iter().map(stated).collect()).or_default();
            part.0.push(face);
            part.1 += self.faces.area_m2(face);
        }
        parted
    }

    /// For each step of a series, given by the versions of two sources that answer then, how much of the land of a region has
    /// what both state there, in square metres.
    ///
    /// # Cost
    /// In proportion to how often what is stated of a face changes.
    #[must_use]
    pub fn crossed(
        &self,
        sources: [usize; 2],
        steps: &[[Option<usize>; 2]],
        region: usize,
    ) -> Vec<BTreeMap<[Stated; 2], f64>> {
        // Where a source is silent, its last version goes on, and what comes of it is put together in the end.
        let last = |k: usize| {
            steps.iter().scan(0, move |last, step| {
                *last = step[k].unwrap_or(*last);
                Some(*last)
            })
        };
        let versions: [Vec<usize>; 2] = [last(0).collect(), last(1).collect()];
        let mut added: BTreeMap<[Stated; 2], Vec<f64>> = BTreeMap::new();
        for face in self.faces.iter().filter(|face| self.is_on(*face, region)) {
            budget::tick();
            let mut starts = vec![0];
            for k in 0..2 {
                let turns = self.turns(sources[k], face);
                starts.extend(turns.map(|turn| versions[k].partition_point(|version| *version < turn)));
            }
            starts.sort_unstable();
            starts.dedup();
            starts.retain(|start| *start < steps.len());
            for (k, start) in starts.iter().enumerate() {
                let stated = |of: usize| self.stated(sources[of], face, versions[of][*start], region);
                let sums = added.entry([stated(0), stated(1)]).or_insert_with(|| vec![0.0; steps.len() + 1]);
                sums[*start] += self.faces.area_m2(face);
                sums[starts.get(k + 1).copied().unwrap_or(steps.len())] -= self.faces.area_m2(face);
            }
        }
        let mut crossed: Vec<BTreeMap<[Stated; 2], f64>> = vec![BTreeMap::new(); steps.len()];
        for (stated, sums) in added {
            let mut m2 = 0.0;
            for (k, step) in steps.iter().enumerate() {
                m2 += sums[k];
                let said = [0, 1].map(|of| if step[of].is_some() { stated[of] } else { SILENT });
                *crossed[k].entry(said).or_default() += m2;
            }
        }
        crossed
    }

    /// What a version of a source states of a face on the land of a region.
    fn stated(&self, source: usize, face: usize, version: usize, region: usize) -> Stated {
        let layers = &self.sources[source];
        let drawn = (layers.first..).zip(&layers.classes).find(|(map, _)| self.faces.is_in(face, *map, version));
        match (drawn, layers.absent.filter(|_| layers.covers[region])) {
            (Some((_, class)), _) => *class,
            (None, Some(party)) if !self.is_left_out(source, face, version) => (Status::Held, Some(party)),
            (None, _) => SILENT,
        }
    }

    fn is_left_out(&self, source: usize, face: usize, version: usize) -> bool {
        let layers = &self.sources[source];
        (0..layers.standing[version]).any(|exception| self.faces.is_in(face, layers.left_out, exception))
    }

    /// The versions from which a source may state another thing of a face than before.
    fn turns(&self, source: usize, face: usize) -> impl Iterator<Item = usize> + '_ {
        let Layers { classes, first, left_out, standing, .. } = &self.sources[source];
        let drawn = (0..classes.len()).flat_map(move |k| self.faces.runs(face, first + k));
        let drawn = drawn.flat_map(|run| [run.start, run.end]);
        let left_out = self.faces.runs(face, *left_out).flatten();
        drawn.chain(left_out.map(|exception| standing.partition_point(|count| *count <= exception)))
    }
}
