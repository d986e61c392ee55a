//! What is costly to make of a source's versions, in a form that a file can keep: the edges of each class with their versions,
//! its line of contact, its specks, and the cells of a record. What is declared of the source is no part of it.

use crate::model::{Basis, Moment, Party, Settlement, Source, Status};
use edge_timeline::nearest::Lines;
use edge_timeline::{Columns, ColumnsError, EdgeTimeline, VersionSet};

use super::control_layer::ControlLayer;
use super::record::Cells;
use super::regions::Regions;
use super::timeline::Timeline;
use super::wording::Wording;

/// The versions of one source, drawn once.
#[derive(Clone, Debug, PartialEq)]
pub struct DrawnSource {
    /// The id of the source.
    pub source: String,
    /// The moments from which each version stands, in order.
    pub stamps: Vec<Moment>,
    /// One for each status and holder.
    pub classes: Vec<DrawnClass>,
    /// Of a record: its cells.
    pub cells: Option<DrawnCells>,
}

/// One status and holder.
#[derive(Clone, Debug, PartialEq)]
pub struct DrawnClass {
    /// What is stated.
    pub status: Status,
    /// By or for whom.
    pub holder: Option<Party>,
    /// The edges that bound it.
    pub layers: Columns,
    /// The words in which it is stated.
    pub wordings: Vec<DrawnWording>,
    /// The edges of its specks; none where every part makes a line.
    pub specks: Option<Columns>,
    /// The edges that are its line of contact.
    pub line: Columns,
}

/// What is stated in the same words, on the same basis.
#[derive(Clone, Debug, PartialEq)]
pub struct DrawnWording {
    /// On what it rests.
    pub basis: Basis,
    /// The publisher's word.
    pub publisher_word: String,
    /// The edges that bound it; none where it is the whole class.
    pub layers: Option<Columns>,
    /// The versions in which several features have it.
    pub in_parts: VersionSet,
}

/// The cells of a record's settlements: version `k` of the edges is the cell of settlement `k`.
#[derive(Clone, Debug, PartialEq)]
pub struct DrawnCells {
    /// On land.
    pub land: Columns,
    /// With the sea off the coast.
    pub with_sea: Columns,
}

impl Timeline {
    /// What was costly to make of it.
    #[must_use]
    pub fn to_drawn(&self) -> DrawnSource {
        let cells = self.cells.as_ref().map(Cells::drawn);
        let classes = self.classes.iter().map(ControlLayer::drawn_class).collect();
        DrawnSource { source: self.source.id.clone(), stamps: self.stamps.clone(), classes, cells }
    }

    /// The timeline of a source that was drawn before from the same versions, declarations and regions; `settlements` are those
    /// of its record.
    ///
    /// # Errors
    /// Columns that are no map, or cells for another number of settlements than there are.
    pub(super) fn from_drawn(
        source: Source,
        drawn: &DrawnSource,
        settlements: Option<Vec<Settlement>>,
        regions: &Regions,
    ) -> Result<Self, ColumnsError> {
        let classes = drawn.classes.iter().map(ControlLayer::from_drawn).collect::<Result<Vec<_>, _>>()?;
        let cells = drawn.cells.as_ref().zip(settlements);
        let cells = cells.map(|(cells, settlements)| Cells::from_drawn(settlements, cells)).transpose()?;
        Ok(Self::of(source, drawn.stamps.clone(), classes, cells, regions))
    }
}

impl ControlLayer {
    fn drawn_class(&self) -> DrawnClass {
        let wording = |wording: &Wording| DrawnWording {
            basis: wording.basis,
            publisher_word: wording.publisher_word.clone(),
            layers: wording.layers.as_ref().map(EdgeTimeline::columns),
            in_parts: wording.in_parts.clone(),
        };
        DrawnClass {
            status: self.status,
            holder: self.holder,
            layers: self.layers().columns(),
            wordings: self.wordings().iter().map(wording).collect(),
            specks: self.specks().map(EdgeTimeline::columns),
            line: self.line().columns(),
        }
    }

    fn from_drawn(class: &DrawnClass) -> Result<Self, ColumnsError> {
        let wording = |wording: &DrawnWording| {
            let layers = wording.layers.as_ref().map(EdgeTimeline::from_columns).transpose()?;
            Ok(Wording::new(wording.basis, wording.publisher_word.clone(), layers, wording.in_parts.clone()))
        };
        let wordings = class.wordings.iter().map(wording).collect::<Result<Vec<_>, ColumnsError>>()?;
        let layers = EdgeTimeline::from_columns(&class.layers)?;
        let specks = class.specks.as_ref().map(EdgeTimeline::from_columns).transpose()?;
        let line = Lines::from_columns(&class.line)?;
        let holder = class.holder;
        Ok(Self::from_wordings(class.status, holder, layers, wordings).with_drawn_specks(specks).with_lines(line))
    }
}

impl Cells {
    fn drawn(&self) -> DrawnCells {
        let [land, with_sea] = self.indexes().map(EdgeTimeline::columns);
        DrawnCells { land, with_sea }
    }

    fn from_drawn(settlements: Vec<Settlement>, cells: &DrawnCells) -> Result<Self, ColumnsError> {
        for columns in [&cells.land, &cells.with_sea] {
            let (found, wanted) = (columns.versions as usize, settlements.len());
            if found != wanted {
                return Err(ColumnsError::Length { column: "cells", found, wanted });
            }
        }
        let [land, with_sea] = [&cells.land, &cells.with_sea].map(EdgeTimeline::from_columns);
        Ok(Self::indexed(settlements, land?, with_sea?))
    }
}
