//! `disputes` as it leaves the house: a GeoJSON feature collection with the figures as foreign members.

use schemars::JsonSchema;
use serde::Serialize;

use contactline_core::model::notice;
use contactline_core::query;
use contactline_store::geojson::geometry_of_area;

use super::at::Stated;
use super::feature::{Feature, FeatureType};
use super::language::{spoken, told};
use super::time::{Asked, Stamp};
use super::{Rights, attribution, table};

/// Where sources differ on a date, and what each states.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct Disputes<'a> {
    /// `FeatureCollection`.
    #[serde(rename = "type")]
    pub kind: FeatureType,
    /// The day or second asked about.
    pub date: Asked,
    /// The sources compared.
    pub sources: Vec<Compared<'a>>,
    /// By region: its land by whether sources agree.
    pub regions: Vec<RegionAgreement<'a>>,
    /// The six regions together; null where they are not all compared.
    pub all: Option<RegionAgreement<'a>>,
    /// The pieces on which sources differ.
    pub features: Vec<Feature<DisputeProperties<'a>>>,
    /// Why features have no geometry, for each source concerned.
    pub withheld: Vec<String>,
    /// Whose position the answer is not, and for what it must not be used.
    pub notice: &'static str,
    /// Lines to be shown with the answer.
    pub attribution: Vec<&'a str>,
}

/// A source that takes part.
#[derive(Clone, Copy, Debug, JsonSchema, Serialize)]
pub struct Compared<'a> {
    /// Source id.
    pub source: &'a str,
    /// Stamp of the version that answers.
    pub version: Option<Stamp>,
    /// Its age in days.
    pub age_days: Option<i64>,
    /// Older than what the source calls current: it is silent here, unless `with_stale` takes it in.
    pub stale: bool,
    /// What weakens all that this version states: the layers of its source that it lacks.
    pub caveat: Option<&'a str>,
    /// Sources or works it draws on.
    pub depends_on: &'a [String],
}

/// Area of a region's land by whether sources agree, in square metres; the four sum to it.
#[derive(Clone, Copy, Debug, JsonSchema, Serialize)]
pub struct RegionAgreement<'a> {
    /// Region id.
    pub region: &'a str,
    /// Two sources or more speak and state the same.
    pub agreed_m2: f64,
    /// They state different things.
    pub disputed_m2: f64,
    /// Of `disputed_m2`: holders are named that are not the same.
    pub other_holder_m2: f64,
    /// The rest of `disputed_m2`: one holder, or none named, and another status.
    pub other_status_m2: f64,
    /// One speaks.
    pub single_source_m2: f64,
    /// None speaks.
    pub unknown_m2: f64,
}

/// What is said of a piece.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct DisputeProperties<'a> {
    /// Region id.
    pub region: &'a str,
    /// Square metres.
    pub area_m2: f64,
    /// `holder`: holders are named that are not the same; `status`: one holder, or none named, and another status.
    pub differs_in: &'static str,
    /// What each source states.
    pub stated: Vec<StatedBy<'a>>,
}

/// What one source states.
#[derive(Clone, Copy, Debug, JsonSchema, Serialize)]
pub struct StatedBy<'a> {
    /// Source id.
    pub source: &'a str,
    /// Status and holder.
    #[serde(flatten)]
    pub stated: Stated,
    /// Stamp of its version; null where none is used.
    pub version: Option<Stamp>,
    /// That version's age in days.
    pub age_days: Option<i64>,
    /// Older than what the source calls current: it is silent, unless `with_stale` takes it in.
    pub stale: bool,
}

impl<'a> Disputes<'a> {
    /// The disputes; a piece has its geometry where `rights` let that of every source that speaks of it pass.
    #[must_use]
    pub fn new(disputes: &query::Disputes<'a>, rights: &Rights) -> Self {
        let pieces = disputes.disputes.iter().enumerate();
        Self {
            kind: FeatureType::FeatureCollection,
            date: Asked(disputes.moment),
            sources: disputes.sources.iter().map(Compared::from).collect(),
            regions: disputes.regions.iter().map(RegionAgreement::from).collect(),
            all: disputes.all.as_ref().map(RegionAgreement::from),
            features: pieces.map(|(number, piece)| feature(number, piece, disputes, rights)).collect(),
            withheld: disputes.sources.iter().filter_map(|c| rights.withheld(c.source)).collect(),
            notice: notice::STATUS.within(spoken()),
            attribution: attribution::lines(disputes.sources.iter().map(|c| c.source)),
        }
    }

    /// The pieces as CSV: one row for each and each source.
    ///
    /// # Errors
    /// None that a row can cause.
    pub fn to_csv(&self) -> Result<table::Csv, csv::Error> {
        #[derive(JsonSchema, Serialize)]
        struct Row<'a> {
            date: Asked,
            id: &'a str,
            region: &'a str,
            area_m2: f64,
            differs_in: &'static str,
            #[serde(flatten)]
            by: StatedBy<'a>,
            caveat: Option<&'a str>,
        }
        let rows = self.features.iter().flat_map(|feature| {
            let DisputeProperties { region, area_m2, differs_in, stated } = &feature.properties;
            // Every piece has what each source states, in the order of the sources.
            stated.iter().zip(&self.sources).map(|(by, source)| Row {
                date: self.date,
                id: &feature.id,
                region,
                area_m2: *area_m2,
                differs_in,
                by: *by,
                caveat: source.caveat,
            })
        });
        table::csv(rows)
    }
}

fn feature<'a>(
    number: usize,
    piece: &query::Dispute<'a>,
    disputes: &query::Disputes<'a>,
    rights: &Rights,
) -> Feature<DisputeProperties<'a>> {
    let by = disputes.sources.iter().zip(&piece.stated);
    let speaks =
        |(_, stated): &(&query::Compared<'a>, &query::Stated)| stated.0 != contactline_core::model::Status::Unknown;
    let passes = by.clone().filter(speaks).all(|(compared, _)| rights.permit(compared.source));
    let properties = DisputeProperties {
        region: piece.region,
        area_m2: piece.area_m2,
        differs_in: if piece.is_other_holder { "holder" } else { "status" },
        stated: by.map(stated_by).collect(),
    };
    Feature::new(format!("{}-{number}", piece.region), properties, passes.then(|| geometry_of_area(&piece.area)))
}

fn stated_by<'a>((compared, stated): (&query::Compared<'a>, &query::Stated)) -> StatedBy<'a> {
    StatedBy {
        source: &compared.source.id,
        stated: Stated::from(*stated),
        version: compared.version.map(Stamp),
        age_days: compared.age_days,
        stale: compared.stale,
    }
}

impl<'a> From<&query::Compared<'a>> for Compared<'a> {
    fn from(compared: &query::Compared<'a>) -> Self {
        Self {
            source: &compared.source.id,
            version: compared.version.map(Stamp),
            age_days: compared.age_days,
            stale: compared.stale,
            caveat: compared.caveat.map(told),
            depends_on: &compared.source.depends_on,
        }
    }
}

impl<'a> From<&query::RegionAgreement<'a>> for RegionAgreement<'a> {
    fn from(row: &query::RegionAgreement<'a>) -> Self {
        Self {
            region: row.region,
            agreed_m2: row.agreed_m2,
            disputed_m2: row.disputed_m2,
            other_holder_m2: row.other_holder_m2,
            other_status_m2: row.other_status_m2,
            single_source_m2: row.single_source_m2,
            unknown_m2: row.unknown_m2,
        }
    }
}
