//! Shapes at one zoom level, and what of them lies in each tile.

use geo::{Geometry, MapCoords, MultiPoint, MultiPolygon, Point, Polygon};

use super::arcs::{Arcs, Figure};
use super::{GridBox, GridPoint, TileId, Window, clip, noding, simplify};
use crate::{budget, overlay};

/// Shapes as they are drawn at one zoom.
#[derive(Debug)]
pub struct Level {
    z: u8,
    drawn: Vec<Drawn>,
}

/// A shape on the grid, each part with the box around it.
#[derive(Debug)]
enum Drawn {
    Area(Vec<(Polygon<i32>, GridBox)>),
    Paths(Vec<(Vec<GridPoint>, GridBox)>),
    Places(Vec<GridPoint>),
}

/// What of a shape lies in a tile.
#[derive(Clone, Debug)]
pub struct Cut {
    /// The number of the shape among those the level was built of.
    pub shape: usize,
    /// Its part in the tile: a multipolygon, multi-line or multipoint in the tile's units from its upper left corner, valid,
    /// exteriors clockwise as seen.
    pub drawing: Drawing,
}

/// A geometry in a tile's units, y south.
pub type Drawing = Geometry<i32>;

impl Level {
    /// The shapes at zoom `z` (at most [`MAX_ZOOM`](super::MAX_ZOOM)).
    ///
    /// # Cost
    /// In proportion to all their vertices.
    #[must_use]
    pub fn build(chains: &Arcs, z: u8) -> Self {
        let simplified = |chain| {
            budget::tick();
            simplify::chain(chain, z)
        };
        let mut lines: Vec<Vec<GridPoint>> = chains.chains.iter().map(simplified).collect();
        budget::check();
        noding::node(&mut lines);
        let ring = |links: &Vec<(usize, bool)>| {
            let mut ring: Vec<GridPoint> = Vec::new();
            for (chain, forward) in links {
                let line = lines[*chain].iter().copied();
                if *forward { ring.extend(line) } else { ring.extend(line.rev()) }
            }
            ring.dedup();
            ring
        };
        let drawn = |figure: &Figure| match figure {
            Figure::Area(rings) => {
                let rings: Vec<Vec<GridPoint>> = rings.iter().map(ring).filter(|r| r.len() > 3).collect();
                let framed = |p: Polygon<i32>| {
                    let frame = GridBox::around(&p.exterior().0);
                    (p, frame)
                };
                Drawn::Area(overlay::positive(&rings).into_iter().map(framed).collect())
            }
            Figure::Paths(paths) => {
                let paths = paths.iter().map(|p| simplify::path(p, z)).filter(|p| !p.is_empty());
                Drawn::Paths(paths.map(|p| (GridBox::around(&p), p)).map(|(f, p)| (p, f)).collect())
            }
            Figure::Places(places) => Drawn::Places(places.iter().map(|p| simplify::place(p, z)).collect()),
        };
        Self { z, drawn: chains.figures.iter().map(drawn).collect() }
    }

    /// What lies in a tile, with its buffer; of shapes that do not reach it, nothing. None of a tile of another zoom.
    #[must_use]
    pub fn cut(&self, tile: TileId) -> Vec<Cut> {
        if tile.z() == self.z { self.within(&tile.frame(), tile.origin()) } else { Vec::new() }
    }

    /// What lies in a window, from the window's frame on, a little beyond its upper left corner
    /// ([`Window::corner_units`]). None of a window of another zoom.
    #[must_use]
    pub fn cut_window(&self, window: &Window) -> Vec<Cut> {
        let frame = window.frame();
        let origin = GridPoint { x: frame.west, y: frame.north };
        if window.z() == self.z { self.within(frame, origin) } else { Vec::new() }
    }

    fn within(&self, frame: &GridBox, origin: GridPoint) -> Vec<Cut> {
        let cut = |(shape, drawn): (usize, &Drawn)| {
            let drawing = drawn.within(frame)?.map_coords(|c| c - origin);
            Some(Cut { shape, drawing })
        };
        self.drawn.iter().enumerate().filter_map(cut).collect()
    }
}

impl Drawn {
    fn within(&self, frame: &GridBox) -> Option<Drawing> {
        match self {
            Self::Area(polygons) => {
                let mut inside = Vec::new();
                for (polygon, around) in polygons.iter().filter(|(_, around)| around.meets(frame)) {
                    if frame.holds(around) {
                        inside.push(polygon.clone());
                    } else {
                        inside.extend(clip::polygon(polygon, frame));
                    }
                }
                (!inside.is_empty()).then(|| MultiPolygon(inside).into())
            }
            Self::Paths(paths) => {
                let near = paths.iter().filter(|(_, around)| around.meets(frame));
                let parts = near.flat_map(|(path, _)| clip::path(path, frame)).collect();
                let parts: geo::MultiLineString<i32> = geo::MultiLineString(parts);
                (!parts.0.is_empty()).then(|| parts.into())
            }
            Self::Places(places) => {
                let inside = |s: &&GridPoint| GridBox::around([*s]).meets(frame);
                let points: Vec<Point<i32>> = places.iter().filter(inside).map(|s| Point(*s)).collect();
                (!points.is_empty()).then(|| MultiPoint(points).into())
            }
        }
    }
}
