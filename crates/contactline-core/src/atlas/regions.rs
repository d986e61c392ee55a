//! Where a place is: on whose land, in whose sea.

use std::cell::OnceCell;
use std::sync::OnceLock;

use crate::model::{Coverage, Party, Region, Role};
use edge_timeline::nearest::{Lines, Rule};
use edge_timeline::prepared::PreparedArea;
use edge_timeline::{Area, BBox, EdgeTimeline, Located, Location, Position, VersionSet, budget};

/// How far from a region's land a place at sea is a quay, a bridge or a spit that the outline of the land leaves out, in metres.
/// The farthest that is known, the bridge of Chonhar, lies 520 m off.
const MAX_SHORE_M: f64 = 600.0;

/// The regions with their land and extents indexed.
#[derive(Debug)]
pub struct Regions {
    list: Vec<Region>,
    /// Layer `k` is the land of region `k`; layer `n + k` its extent, where it has one.
    index: EdgeTimeline,
    /// The borders and coasts of the land, made when first asked for.
    coasts: OnceLock<Lines>,
    /// By region, measured when first asked for.
    land_m2: Vec<OnceLock<f64>>,
    boxes: Vec<BBox>,
    cutters: Vec<OnceLock<PreparedArea>>,
    /// The land off coast and state border; none: all of it.
    zone: Option<Area>,
    /// The same prepared, when first asked for.
    zone_cutter: OnceLock<PreparedArea>,
}

/// Where a place lies among the regions.
#[derive(Clone, Debug)]
pub struct Whereabouts {
    located: Located,
    regions: usize,
    /// The region it lies in, and whether on its land: one of the six, or a neighbour.
    pub region: Option<(usize, bool)>,
    /// Whether it lies on the strip along coast and state border, once that was asked.
    is_rim: OnceCell<bool>,
}

impl Regions {
    pub(super) fn build(mut list: Vec<Region>, zone: Option<Area>) -> Self {
        list.sort_by(|a, b| (a.role, &a.id).cmp(&(b.role, &b.id)));
        let n = list.len();
        let layer = |k: usize| VersionSet::run(k..k + 1);
        let lands = list.iter().enumerate().map(|(k, r)| (&r.land, layer(k)));
        let extents = list.iter().enumerate().filter_map(|(k, r)| Some((r.extent.as_ref()?, layer(n + k))));
        let pieces: Vec<_> = lands.chain(extents).collect();
        let index = EdgeTimeline::build(2 * n, pieces.iter().map(|(area, set)| (*area, set)));
        let boxes = list.iter().map(|r| r.land.bbox()).collect();
        let land_m2 = list.iter().map(|_| OnceLock::new()).collect();
        let cutters = list.iter().map(|_| OnceLock::new()).collect();
        Self { list, index, coasts: OnceLock::new(), land_m2, boxes, cutters, zone, zone_cutter: OnceLock::new() }
    }

    /// The regions: the six, their neighbours, the country.
    #[must_use]
    pub fn list(&self) -> &[Region] {
        &self.list
    }

    /// The number of a region by its id.
    #[must_use]
    pub fn position(&self, id: &str) -> Option<usize> {
        self.list.iter().position(|r| r.id == id)
    }

    /// The land of a region in square metres.
    #[must_use]
    pub fn land_m2(&self, region: usize) -> f64 {
        *budget::kept_in(&self.land_m2[region], || self.list[region].land.area_m2())
    }

    /// The box around the land of a region.
    #[must_use]
    pub fn bbox(&self, region: usize) -> BBox {
        self.boxes[region]
    }

    /// The land of a region, prepared for cutting.
    #[must_use]
    pub fn land_cutter(&self, region: usize) -> &PreparedArea {
        budget::kept_in(&self.cutters[region], || PreparedArea::from_area(&self.list[region].land))
    }

    /// The land off coast and state border, prepared for cutting; none: all of it.
    #[must_use]
    pub fn contact_zone(&self) -> Option<&PreparedArea> {
        let zone = self.zone.as_ref()?;
        Some(budget::kept_in(&self.zone_cutter, || PreparedArea::from_area(zone)))
    }

    /// Whether a coverage names a region, or the country that holds it.
    #[must_use]
    pub fn covers(&self, coverage: &Coverage, region: &str) -> bool {
        (coverage.regions.iter().any(|id| id == region) || self.covers_country(coverage))
            && !coverage.except_regions.iter().any(|id| id == region)
    }

    /// Whether a coverage names the country.
    #[must_use]
    pub fn covers_country(&self, coverage: &Coverage) -> bool {
        let is_country = |id: &String| self.position(id).is_some_and(|k| self.list[k].role == Role::Country);
        coverage.regions.iter().any(is_country)
    }

    /// Where a place lies.
    #[must_use]
    pub fn whereabouts(&self, p: Position) -> Whereabouts {
        let located = self.index.locate(p);
        let n = self.list.len();
        // Land before sea, and of either the first region.
        let within = located.interior.iter().chain(located.boundary.iter());
        let first = within.filter(|layer| self.list[layer % n].role != Role::Country).min();
        let region = first.map(|layer| (layer % n, layer < n));
        Whereabouts { located, regions: n, region, is_rim: OnceCell::new() }
    }

    /// Whether a place lies in a region, on the strip along coast and state border that is in no contact zone: there a drawn
    /// outline and the land beneath it need not end at the same place.
    pub(super) fn is_rim(&self, p: Position, place: &Whereabouts) -> bool {
        let outside = |zone: &PreparedArea| zone.locate(p) == Location::Exterior;
        place.region.is_some() && *place.is_rim.get_or_init(|| self.contact_zone().is_some_and(outside))
    }

    /// Whether a place is in the sea that belongs to a region, and no quay, bridge or spit beside its land.
    #[must_use]
    pub fn is_offshore(&self, p: Position, place: &Whereabouts) -> bool {
        let Some((region, false)) = place.region else { return false };
        !self.coast_distance_m(region, p).is_some_and(|distance_m| distance_m <= MAX_SHORE_M)
    }

    /// Whose territory a place outside the country is on: what lies beyond the border of the region nearest to it.
    ///
    /// # Cost
    /// A search of each region's border.
    #[must_use]
    pub fn abroad_at(&self, p: Position) -> Option<Party> {
        let parts = (0..self.list.len()).filter(|k| self.list[*k].role != Role::Country);
        let distances = parts.filter_map(|k| Some((k, self.coast_distance_m(k, p)?)));
        let (nearest, _) = distances.min_by(|a, b| a.1.total_cmp(&b.1))?;
        self.list[nearest].abroad
    }

    /// Distance from a place to the edge of a region's land, in metres.
    #[must_use]
    pub fn coast_distance_m(&self, region: usize, p: Position) -> Option<f64> {
        let coasts = self.coasts.get_or_init(|| Lines::build(&self.index, Rule::default()));
        coasts.nearest(region, p).map(|(_, distance_m)| distance_m)
    }
}

impl Whereabouts {
    /// Whether the place is on a region's land (its edge counts).
    #[must_use]
    pub fn on_land_of(&self, region: usize) -> bool {
        self.located.in_version(region) != Location::Exterior
    }

    /// Whether the place is in no region's land or sea, nor in the country.
    #[must_use]
    pub fn is_outside_everything(&self) -> bool {
        self.region.is_none() && (0..self.regions).all(|k| !self.on_land_of(k))
    }
}
