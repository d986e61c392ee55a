//! `changes` as it leaves the house: a GeoJSON feature collection with the figures as foreign members.

use schemars::JsonSchema;
use serde::Serialize;

use contactline_core::model::told::grouped_in;
use contactline_core::model::{Language, Party, notice};
use contactline_core::query::{self, ChangeStep};
use edge_timeline::Area;

use super::crs::CrsNote;
use super::feature::{Feature, FeatureType};
use super::language::{spoken, told};
use super::time::{Asked, Stamp};
use super::unit::{UnitName, notes};
use super::words::Code;
use super::{Rights, attribution, table, unit};
use contactline_core::atlas::Atlas;
use contactline_store::geojson::geometry_of_area;

/// Area that came under and left a party's control between two versions of a source.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Changes<'a> {
    /// `FeatureCollection`.
    #[serde(rename = "type")]
    pub kind: FeatureType,
    /// Source id.
    pub source: &'a str,
    /// The party whose held area is compared.
    pub party: Code,
    /// The first day or second asked about.
    pub from_date: Asked,
    /// The second.
    pub to_date: Asked,
    /// Stamp of the version as of the first.
    pub from: Stamp,
    /// Stamp of the version as of the second.
    pub to: Stamp,
    /// Days from that version to the first day asked about.
    pub from_age_days: i64,
    /// Days from that version to the second day asked about.
    pub to_age_days: i64,
    /// What the versions lack: a change may be of what was published, not of the ground.
    pub caveats: Vec<String>,
    /// Over everything the source draws; null when one region was requested.
    pub total: Option<Change>,
    /// By region.
    pub regions: Vec<RegionChange<'a>>,
    /// The areas that came under and left its control.
    pub features: Vec<Feature<ChangeProperties>>,
    /// The same of every other party whose ground the source tells apart, where no party was named: what leaves
    /// one party's control need not come under another's, and each is told in the same words.
    pub others: Vec<PartyChanges<'a>>,
    /// From each day of the series to the next, where a step was named: a row for each party and region, and one for the whole as
    /// region `total`; null where none was.
    pub steps: Option<Vec<ChangeRow<'a>>>,
    /// What must be known of them: how approximate the ground of raions and hromadas is.
    pub notes: Vec<String>,
    /// Why there are no features though there are changes.
    pub withheld: Option<String>,
    /// Whose position the answer is not, and for what it must not be used.
    pub notice: &'static str,
    /// Lines to be shown with the answer.
    pub attribution: Vec<&'a str>,
    /// The reference system requested, if any.
    #[serde(flatten)]
    pub crs: Option<CrsNote>,
}

/// Square metres that came under and left control.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Change {
    /// Held at the later version, not at the earlier.
    pub gained_m2: f64,
    /// Held at the earlier version, not at the later.
    pub lost_m2: f64,
    /// `gained_m2` less `lost_m2`.
    pub net_m2: f64,
}

/// The change in one region.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct RegionChange<'a> {
    /// Region id; of a raion or hromada its code.
    pub region: &'a str,
    /// What it is called.
    #[serde(flatten)]
    pub unit: UnitName<'a>,
    /// How much.
    #[serde(flatten)]
    pub change: Change,
}

/// Area that came under and left another party's control.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PartyChanges<'a> {
    /// The party.
    pub party: Code,
    /// Over everything the source draws; null when one region was requested.
    pub total: Option<Change>,
    /// By region.
    pub regions: Vec<RegionChange<'a>>,
    /// The areas that came under and left its control.
    pub features: Vec<Feature<ChangeProperties>>,
}

/// What is said of one changed area.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct ChangeProperties {
    /// `gained`: came under the party's control; `lost`: left it.
    pub kind: &'static str,
    /// By whom.
    pub party: Code,
    /// Square metres.
    pub area_m2: f64,
}

impl From<query::Change> for Change {
    fn from(change: query::Change) -> Self {
        let (gained_m2, lost_m2) = (change.gained_m2, change.lost_m2);
        Self { gained_m2, lost_m2, net_m2: gained_m2 - lost_m2 }
    }
}

impl<'a> Changes<'a> {
    /// The changes of a party, and those of others beside it, with the areas where `rights` let them pass.
    #[must_use]
    pub fn new(changes: &query::Changes<'a>, others: &[query::Changes<'a>], rights: &Rights, atlas: &'a Atlas) -> Self {
        let withheld = rights.withheld(changes.source);
        let of_party = |changes: &query::Changes<'a>| {
            let region = |&(region, change): &(&'a str, query::Change)| RegionChange {
                region,
                unit: UnitName::of(atlas, region),
                change: change.into(),
            };
            let mut features = Vec::new();
            if rights.permit(changes.source) {
                features.extend(parts("gained", changes.party, &changes.gained));
                features.extend(parts("lost", changes.party, &changes.lost));
            }
            PartyChanges {
                party: Code(changes.party),
                total: changes.total.map(Change::from),
                regions: changes.regions.iter().map(region).collect(),
                features,
            }
        };
        let PartyChanges { party, total, regions, features } = of_party(changes);
        let ids = changes.regions.iter().map(|(region, _)| *region);
        let mut notes = notes(atlas, ids.clone());
        notes.extend(not_compared(changes.not_compared_m2));
        let of_units = unit::attribution(atlas, ids);
        let attribution = attribution::lines([changes.source]).into_iter().chain(of_units).collect();
        Self {
            kind: FeatureType::FeatureCollection,
            source: &changes.source.id,
            party,
            from_date: Asked(changes.asked[0]),
            to_date: Asked(changes.asked[1]),
            from_age_days: changes.ages_days[0],
            to_age_days: changes.ages_days[1],
            from: Stamp(changes.from),
            to: Stamp(changes.to),
            caveats: (changes.caveats.iter().zip([changes.from, changes.to]))
                .filter_map(|(caveat, version)| Some(format!("{version}: {}", told((*caveat)?))))
                .collect(),
            total,
            regions,
            features,
            others: others.iter().map(of_party).collect(),
            steps: None,
            notes,
            withheld,
            notice: notice::STATUS.within(spoken()),
            attribution,
            crs: None,
        }
    }
}

/// What must be known where a version leaves ground out of its coverage that the other draws.
fn not_compared(area_m2: f64) -> Option<String> {
    // Less is nothing as figures are written here.
    const TOLD_M2: f64 = 50_000.0;
    let language = spoken();
    let km2 = grouped_in(area_m2 / 1e6, 1, language);
    (area_m2 >= TOLD_M2).then(|| match language {
        Language::English => {
            format!("Ground that one of the two versions leaves out of its coverage is not compared: {km2} km²")
        }
        Language::Ukrainian => {
            format!("Місцевість, яку одна з двох версій не охоплює, не порівнюється: {km2} км²")
        }
    })
}

/// What came under and left a party's control in a region, between two days.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ChangeRow<'a> {
    /// The party whose held area is compared.
    pub party: Code,
    /// The first day or second asked about.
    pub from_date: Asked,
    /// The second.
    pub to_date: Asked,
    /// Stamp of the version as of the first.
    pub from: Stamp,
    /// Stamp of the version as of the second; where it is that of the first and older than the day, nothing new was stated, and the
    /// figures tell nothing of the ground.
    pub to: Stamp,
    /// Days from that version to the first day asked about.
    pub from_age_days: i64,
    /// Days from that version to the second day asked about.
    pub to_age_days: i64,
    /// Region id; of a raion or hromada its code; `total` over everything the source draws.
    pub region: &'a str,
    /// What it is called.
    #[serde(flatten)]
    pub unit: UnitName<'a>,
    /// How much.
    #[serde(flatten)]
    pub change: Change,
}

impl<'a> ChangeRow<'a> {
    /// Whether the source stated something new by the second day; see [`ChangeStep::has_news`].
    #[must_use]
    pub fn has_news(&self) -> bool {
        self.from.0 != self.to.0 || self.to_age_days == 0
    }

    /// The rows of a step: its regions, and the whole last.
    fn of(step: &ChangeStep<'a>, atlas: &'a Atlas) -> impl Iterator<Item = Self> {
        let row = |(region, change): (&'a str, query::Change)| Self {
            party: Code(step.party),
            from_date: Asked(step.asked[0]),
            to_date: Asked(step.asked[1]),
            from: Stamp(step.versions[0]),
            to: Stamp(step.versions[1]),
            from_age_days: step.ages_days[0],
            to_age_days: step.ages_days[1],
            region,
            unit: UnitName::of(atlas, region),
            change: change.into(),
        };
        step.regions.iter().copied().chain(step.total.map(|total| ("total", total))).map(row)
    }
}

impl<'a> Changes<'a> {
    /// The same with its steps.
    #[must_use]
    pub fn in_steps(mut self, steps: &[ChangeStep<'a>], atlas: &'a Atlas) -> Self {
        for (caveat, version) in steps.iter().flat_map(|step| step.caveats.iter().zip(step.versions)) {
            let told = caveat.map(|caveat| format!("{version}: {}", told(caveat)));
            self.caveats.extend(told.filter(|told| !self.caveats.contains(told)));
        }
        self.steps = Some(steps.iter().flat_map(|step| ChangeRow::of(step, atlas)).collect());
        self
    }

    /// The figures as CSV: one row for each party and region, and one for the whole as region `total`; of each step where there are any.
    ///
    /// # Errors
    /// None that a row can cause.
    pub fn to_csv(&self) -> Result<table::Csv, csv::Error> {
        #[derive(JsonSchema, Serialize)]
        struct Row<'r> {
            source: &'r str,
            #[serde(flatten)]
            row: ChangeRow<'r>,
        }
        let row = |row| Row { source: self.source, row };
        if let Some(steps) = &self.steps {
            return table::csv(steps.iter().cloned().map(row));
        }
        let own = (self.party, &self.regions, self.total);
        let others = self.others.iter().map(|other| (other.party, &other.regions, other.total));
        let rows = std::iter::once(own).chain(others).flat_map(|(party, regions, total)| {
            let regions = regions.iter().map(|row| (row.region, row.unit, row.change));
            let total = total.map(|total| ("total", UnitName::default(), total));
            regions.chain(total).map(move |(region, unit, change)| (party, region, unit, change))
        });
        let whole = |(party, region, unit, change)| ChangeRow {
            party,
            from_date: self.from_date,
            to_date: self.to_date,
            from: self.from,
            to: self.to,
            from_age_days: self.from_age_days,
            to_age_days: self.to_age_days,
            region,
            unit,
            change,
        };
        table::csv(rows.map(whole).map(row))
    }
}

fn parts(kind: &'static str, party: Party, area: &Area) -> impl Iterator<Item = Feature<ChangeProperties>> {
    area.parts().enumerate().map(move |(number, part)| {
        let properties = ChangeProperties { kind, party: Code(party), area_m2: part.area_m2() };
        Feature::new(format!("{kind}-{number}"), properties, geometry_of_area(&part))
    })
}
