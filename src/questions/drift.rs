//! `drift`: how far the line of a source moved, by the days between two of its versions.

use schemars::JsonSchema;
use serde::Serialize;

use super::description::Context;
use super::table::TableQuestion;
use super::values::{IdOrNone, SourceId, source_or_meant};
use crate::request::Refusal;
use crate::wire::Rows;
use contactline_core::model::{Moment, Text};
use contactline_core::query;

/// The question.
pub struct Drift;

request! {
    /// What `drift` can be asked.
    pub struct DriftRequest {
        /// Source ID (default: the source with outlines that covers most of the land, then the newest)
        source: Option<SourceId>,
        /// First day of the history compared (default: the source's first version)
        from: Option<Moment>,
        /// Last day (default: its last version)
        to: Option<Moment>,
    }
}

/// How far the line moved in a stretch of time.
#[derive(Serialize, JsonSchema)]
pub struct DriftRow {
    /// Source id.
    source: String,
    /// Days between the two versions compared.
    days: u32,
    /// Pairs of days compared, spread evenly over the history; 0: it is too short.
    pairs: u32,
    /// Ground within the contact zone that changed hands in these pairs, in square kilometres.
    changed_km2: f64,
    /// Distance to the old line within which half of that ground lay, weighted by area, in metres.
    median_m: Option<f64>,
    /// The same of 90 % of it.
    percent_90_m: Option<f64>,
    /// The same of 95 % of it.
    percent_95_m: Option<f64>,
}

impl TableQuestion for Drift {
    const NAME: &'static str = "drift";
    const ABOUT: Text = Text::new(
        "How far a source's line moved in 1 to 720 days: distance to the old line of ground that changed hands",
        "Як далеко зсувалася лінія джерела за 1–720 днів: відстань до старої лінії від місць, де змінився контроль",
    );
    const EXAMPLES: &'static str = examples! {
        "of a source's whole history": "contactline drift --source viina",
        "of the days after one": "contactline drift --source viina --from 2023-01-01",
    };
    const EXAMPLE: &'static str = "source=viina&from=2025-01-01&to=2025-06-30";
    type Request = DriftRequest;
    type Row = DriftRow;

    fn rows(context: Context<'_>, request: DriftRequest) -> Result<Rows<'_, DriftRow>, Refusal> {
        let source = source(context, &request)?;
        let found = query::drift(context.atlas, source, request.from, request.to)?;
        Ok(Rows::new(found.iter().map(row).collect(), [source], context.atlas.sources()))
    }

    fn overlays(context: Context<'_>, request: &DriftRequest) -> usize {
        let pairs = |source| query::drift_pairs(context.atlas, source, request.from, request.to);
        source(context, request).map_or(0, pairs)
    }
}

fn source<'a>(context: Context<'a>, request: &'a DriftRequest) -> Result<&'a str, Refusal> {
    let moments: Vec<Moment> = request.from.into_iter().chain(request.to).collect();
    source_or_meant(context.atlas, request.source.id(), &moments, None)
}

fn tenth(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

fn row(row: &query::DriftRow) -> DriftRow {
    let within = |k: usize| row.within_m.map(|within_m| tenth(within_m[k]));
    DriftRow {
        source: row.source.clone(),
        days: row.days,
        pairs: row.pairs,
        changed_km2: tenth(row.changed_m2 / 1e6),
        median_m: within(0),
        percent_90_m: within(1),
        percent_95_m: within(2),
    }
}
