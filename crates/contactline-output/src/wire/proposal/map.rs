//! A proposal's pieces as a map.

use schemars::JsonSchema;
use serde::Serialize;

use contactline_core::model::{Moment, notice};
use contactline_store::geojson::{geometry_of_area, geometry_of_paths};

use super::super::feature::{Feature, FeatureType};
use super::super::language::spoken;
use super::super::time::Asked;
use super::super::{Rights, attribution};
use super::{Evaluated, Piece, wired};

/// The pieces as a GeoJSON feature collection.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct ProposalMap<'a> {
    /// `FeatureCollection`.
    #[serde(rename = "type")]
    pub kind: FeatureType,
    /// The day or second asked about.
    pub date: Asked,
    /// Pieces, and the line that would result.
    pub features: Vec<Feature<MapProperties<'a>>>,
    /// Why features have no geometry, for each source concerned.
    pub withheld: Vec<String>,
    /// What the answer is not.
    pub notice: &'static str,
    /// Lines to be shown with the answer.
    pub attribution: Vec<&'a str>,
}

/// What is said of a feature.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[serde(untagged)]
pub enum MapProperties<'a> {
    /// A piece of land.
    Piece {
        /// `piece`.
        kind: &'static str,
        /// Proposal id.
        proposal: &'a str,
        /// Source id.
        source: &'a str,
        /// The piece.
        #[serde(flatten)]
        piece: Piece<'a>,
    },
    /// The line that would result.
    Line {
        /// `line`.
        kind: &'static str,
        /// Proposal id.
        proposal: &'a str,
        /// Source id.
        source: &'a str,
        /// Metres.
        length_m: f64,
    },
}

impl<'a> ProposalMap<'a> {
    /// The pieces, with their geometry where `rights` let the source's pass.
    #[must_use]
    pub fn new(evaluated: &[Evaluated<'a>], moment: Moment, rights: &Rights) -> Self {
        let mut features = Vec::new();
        let mut withheld: Vec<String> = Vec::new();
        for (proposal, list) in evaluated {
            for e in *list {
                let passes = rights.permit(e.source);
                withheld.extend(rights.withheld(e.source).filter(|why| !withheld.contains(why)));
                let (id, source) = (proposal.id.as_str(), e.source.id.as_str());
                for (number, piece) in e.pieces.iter().enumerate() {
                    let properties =
                        MapProperties::Piece { kind: "piece", proposal: id, source, piece: wired(proposal, piece) };
                    let geometry = passes.then(|| geometry_of_area(&piece.area));
                    features.push(Feature::new(format!("{id}-{source}-{number}"), properties, geometry));
                }
                let properties = MapProperties::Line { kind: "line", proposal: id, source, length_m: e.line_after_m };
                let geometry = passes.then(|| geometry_of_paths(&e.line_after));
                features.push(Feature::new(format!("{id}-{source}-line"), properties, geometry));
            }
        }
        let sources = evaluated.iter().flat_map(|(_, list)| list.iter().map(|e| e.source));
        Self {
            kind: FeatureType::FeatureCollection,
            date: Asked(moment),
            features,
            withheld,
            notice: notice::NO_ENDORSEMENT.within(spoken()),
            attribution: attribution::lines(sources),
        }
    }
}
