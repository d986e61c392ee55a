//! `agreement` as it leaves the house.

use schemars::JsonSchema;
use serde::Serialize;

use contactline_core::query;

use super::Rows;
use super::at::Stated;
use super::language::told;
use super::time::{Asked, Stamp};
use super::words::share;

/// How far every two sources agree, by region, over time.
pub type Agreement<'a> = Rows<'a, AgreementRow<'a>>;

/// How far two sources agree on the land of a region; agreed + apart + silent = the land, in square metres.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct AgreementRow<'a> {
    /// The day or second asked about.
    pub date: Asked,
    /// Region id; `all`: the six regions together.
    pub region: &'a str,
    /// The one source.
    pub source_a: &'a str,
    /// The other source.
    pub source_b: &'a str,
    /// Stamp of the one's version.
    pub version_a: Option<Stamp>,
    /// Stamp of the other's version.
    pub version_b: Option<Stamp>,
    /// The age of the one's version in days.
    pub age_days_a: Option<i64>,
    /// The age of the other's version in days.
    pub age_days_b: Option<i64>,
    /// Days between the days that the two speak of, by their ages; null where one has no version.
    pub days_apart: Option<i64>,
    /// The one's version is older than what the source calls current: it is silent, unless `with_stale` takes it in.
    pub stale_a: bool,
    /// The other's version is.
    pub stale_b: bool,
    /// What the one's version lacks of its source's layers.
    pub caveat_a: Option<&'a str>,
    /// What the other's lacks.
    pub caveat_b: Option<&'a str>,
    /// Both speak and state the same.
    pub agreed_m2: f64,
    /// Both speak and state different things.
    pub differs_m2: f64,
    /// Of `differs_m2`: each names a holder, and they are not the same.
    pub other_holder_m2: f64,
    /// The rest of `differs_m2`: one holder, or none named, and another status.
    pub other_status_m2: f64,
    /// One or both are silent; or stale, unless `with_stale` takes it in.
    pub not_stated_m2: f64,
    /// `agreed_m2` of where both speak, 0 to 1; null where they never do.
    pub agreed_share: Option<f64>,
    /// What `differs_m2` is made of.
    pub apart: Vec<Apart>,
}

/// Land of which two sources state different things.
#[derive(Clone, Copy, Debug, JsonSchema, Serialize)]
pub struct Apart {
    /// What the one states.
    pub a: Stated,
    /// What the other states.
    pub b: Stated,
    /// Square metres.
    pub area_m2: f64,
}

impl<'a> From<&'a query::AgreementRow<'a>> for AgreementRow<'a> {
    fn from(row: &'a query::AgreementRow<'a>) -> Self {
        let [a, b] = &row.sources;
        let apart =
            |&(a, b, area_m2): &(query::Stated, query::Stated, f64)| Apart { a: a.into(), b: b.into(), area_m2 };
        Self {
            date: Asked(row.moment),
            region: &row.region,
            source_a: &a.source.id,
            source_b: &b.source.id,
            version_a: a.version.map(Stamp),
            version_b: b.version.map(Stamp),
            age_days_a: a.age_days,
            age_days_b: b.age_days,
            days_apart: row.days_apart(),
            stale_a: a.stale,
            stale_b: b.stale,
            caveat_a: a.caveat.map(told),
            caveat_b: b.caveat.map(told),
            agreed_m2: row.agreed_m2,
            differs_m2: row.differs_m2,
            other_holder_m2: row.other_holder_m2,
            other_status_m2: row.other_status_m2,
            not_stated_m2: row.not_stated_m2,
            agreed_share: share(row.agreed_m2, row.agreed_m2 + row.differs_m2),
            apart: row.apart.iter().map(apart).collect(),
        }
    }
}
