//! Everything indexed, frozen: what the questions are asked of. Knows no files, formats or clocks.

mod age;
mod area_names;
mod arranged;
mod arrangement;
mod beside;
mod caveat;
mod control_layer;
mod covered;
mod divisions;
mod drawn;
mod gazetteer;
mod grounds;
mod meant;
mod name;
mod name_index;
mod postcodes;
mod prepared_version;
mod record;
mod regions;
mod silence;
mod silent;
mod spoken;
mod staged;
mod statement;
mod statement_runs;
mod stretch;
mod table;
mod timeline;
mod wording;

pub use age::Age;
pub use area_names::{AreaMeant, AreaNames};
pub use arrangement::{Arrangement, Drawn, Lasting, Shift, Stated};
pub use beside::Beside;
pub use caveat::Caveats;
pub use control_layer::ControlLayer;
pub use divisions::{DivisionGround, Divisions, DrawnDivisions};
pub use drawn::{DrawnCells, DrawnClass, DrawnSource, DrawnWording};
pub use gazetteer::{Gazetteer, Match, Named};
pub use grounds::Grounds;
pub use name::NameKey;
pub use name_index::GEONAMES;
pub use postcodes::Postcodes;
pub use prepared_version::{PreparedVersion, Share};
pub use record::{Cells, cells, period_on};
pub use regions::{Regions, Whereabouts};
pub use spoken::{LastKnown, Spoken};
pub use staged::{ByGround, Staged};
pub use statement::Statement;
pub use stretch::Since;
pub use table::Table;
pub use timeline::{Restated, Timeline};
pub use wording::Group;

use std::convert::Infallible;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use crate::model::{
    Act, Announcement, Claim, Dataset, Date, Level, Moment, Proposal, Regime, Region, Role, SettlementRegister, Source,
    Stage, Version, Vocabulary,
};
use arranged::Arrangements;
use edge_timeline::{ColumnsError, budget};

/// A source as its record or its versions draw it; none where it has neither.
fn drawn_anew(
    source: Source,
    versions: Vec<Version>,
    record: Option<SettlementRegister>,
    regions: &Regions,
) -> Option<Timeline> {
    match record {
        Some(record) => Some(Timeline::from_record(source, record, regions)),
        None if versions.is_empty() => None,
        None => Some(Timeline::from_versions(source, versions, regions)),
    }
}

/// Everything loaded and indexed. Built once, never changed; shared by reference.
#[derive(Debug)]
pub struct Atlas {
    regions: Regions,
    gazetteer: Gazetteer,
    area_names: AreaNames,
    timelines: Vec<Timeline>,
    acts: Vec<Act>,
    claims: Vec<Claim>,
    /// Of each claim.
    grounds: Vec<Grounds>,
    announcements: Vec<Announcement>,
    regimes: Vec<Regime>,
    /// By regime and stage, made when first asked for.
    staged: OnceLock<Vec<Vec<Staged>>>,
    proposals: Vec<Proposal>,
    arrangements: Arrangements,
    divisions: Divisions,
    postcodes: Postcodes,
}

impl Atlas {
    /// The atlas of everything loaded. A source without versions or record is left out.
    ///
    /// # Cost
    /// In proportion to the distinct edges of each source, plus one look at every polygon of every version.
    #[must_use]
    pub fn build(dataset: Dataset) -> Self {
        let Ok(atlas) = Self::index(dataset, |source, versions, record, regions| {
            drawn_anew(source, versions, record, regions).map(Ok::<_, Infallible>)
        });
        atlas
    }

    /// As [`Atlas::build`], where these sources were drawn before: by [`Timeline::to_drawn`], from the same versions, records,
    /// declarations and regions. The dataset need not have their versions.
    ///
    /// # Errors
    /// Columns that are no map.
    pub fn build_drawn(dataset: Dataset, drawn: &[DrawnSource]) -> Result<Self, ColumnsError> {
        Self::index(dataset, |source, versions, record, regions| {
            match drawn.iter().find(|drawn| drawn.source == source.id) {
                None => drawn_anew(source, versions, record, regions).map(Ok),
                Some(drawn) => {
                    Some(Timeline::from_drawn(source, drawn, record.map(|record| record.settlements), regions))
                }
            }
        })
    }

    /// The atlas of a dataset whose timelines are made of each source, its versions and its record.
    fn index<E: Send>(
        mut dataset: Dataset,
        timeline: impl Fn(Source, Vec<Version>, Option<SettlementRegister>, &Regions) -> Option<Result<Timeline, E>> + Sync,
    ) -> Result<Self, E> {
        let area_names = AreaNames::build(&dataset);
        let (list, zone) = (std::mem::take(&mut dataset.regions), dataset.contact_zone.take());
        let (regions, gazetteer) = rayon::join(|| Regions::build(list, zone), || Gazetteer::build(&mut dataset));
        let (mut versions, mut records) = (dataset.versions, dataset.records);
        let mut loaded = Vec::new();
        for source in dataset.sources {
            let (own, rest) = versions.into_iter().partition(|v| v.source == source.id);
            versions = rest;
            let record = records.iter().position(|r| r.source == source.id).map(|k| records.swap_remove(k));
            loaded.push((source, own, record));
        }
        let timelines =
            loaded.into_par_iter().filter_map(|(source, own, record)| timeline(source, own, record, &regions));
        let mut timelines: Vec<Timeline> = timelines.collect::<Result<_, E>>()?;
        timelines.sort_by(|a, b| a.source.id.cmp(&b.source.id));
        let mut announcements = dataset.announcements;
        announcements.sort_by(|a, b| (a.date, &a.id).cmp(&(b.date, &b.id)));
        let Dataset { acts, claims, regimes, proposals, divisions, postcodes, .. } = dataset;
        let divisions = Divisions::build(divisions, regions.list().len());
        let grounds = grounds::grounds(&claims, &acts, regions.list());
        let arrangements = Arrangements::default();
        Ok(Self {
            regions,
            gazetteer,
            area_names,
            timelines,
            acts,
            claims,
            grounds,
            announcements,
            regimes,
            staged: OnceLock::new(),
            proposals,
            arrangements,
            divisions,
            postcodes: Postcodes::new(postcodes),
        })
    }

    /// Makes what the first questions would wait for: names made comparable, and how much of each region in question every
    /// version holds.
    pub fn prepare(&self) {
        self.gazetteer.prepare();
        let tables: Vec<_> = self.timelines.iter().flat_map(|t| self.own_regions().map(move |k| (t, k))).collect();
        let next = AtomicUsize::new(0);
        let make = || {
            while let Some((timeline, region)) = tables.get(next.fetch_add(1, Ordering::Relaxed)) {
                let _ = timeline.table(*region, &self.regions);
            }
        };
        // Threads of its own: they have the priority of this one.
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        std::thread::scope(|scope| {
            (1..processors).for_each(|_| drop(scope.spawn(|| budget::alone(make))));
            budget::alone(make);
        });
    }

    /// The regions, indexed.
    #[must_use]
    pub const fn places(&self) -> &Regions {
        &self.regions
    }

    /// The localities: cities, towns and villages.
    #[must_use]
    pub const fn gazetteer(&self) -> &Gazetteer {
        &self.gazetteer
    }

    /// What regions, groups of them and states are called.
    #[must_use]
    pub const fn area_names(&self) -> &AreaNames {
        &self.area_names
    }

    /// The regions: the six, their neighbours, the country.
    #[must_use]
    pub fn regions(&self) -> &[Region] {
        self.regions.list()
    }

    /// Groups of regions, each with its members.
    #[must_use]
    pub fn groups(&self) -> Vec<(&str, Vec<&str>)> {
        let mut groups: Vec<(&str, Vec<&str>)> = Vec::new();
        for region in self.regions.list() {
            for group in &region.groups {
                match groups.iter_mut().find(|(id, _)| id == group) {
                    Some((_, members)) => members.push(&region.id),
                    None => groups.push((group, vec![&region.id])),
                }
            }
        }
        groups.sort_unstable();
        groups
    }

    /// The regions in question, without neighbours and country: numbers into [`Atlas::regions`].
    pub fn own_regions(&self) -> impl Iterator<Item = usize> + '_ {
        let list = self.regions.list();
        (0..list.len()).filter(|k| list[*k].role == Role::Region)
    }

    /// The regions in question and their neighbours: all land that is parted by region.
    pub fn parts_of_country(&self) -> impl Iterator<Item = usize> + '_ {
        let list = self.regions.list();
        (0..list.len()).filter(|k| list[*k].role != Role::Country)
    }

    /// Every source over time, in the order of their ids.
    #[must_use]
    pub fn timelines(&self) -> &[Timeline] {
        &self.timelines
    }

    /// The sources that have data, as declared.
    pub fn sources(&self) -> impl Iterator<Item = &Source> + Clone {
        self.timelines.iter().map(|t| &t.source)
    }

    /// The stamps of a source's versions, in order (of a record: the days on which something changes).
    #[must_use]
    pub fn versions(&self, source: &str) -> &[Moment] {
        self.timelines.iter().find(|t| t.source.id == source).map_or(&[], |t| t.stamps())
    }

    /// The register of acts.
    #[must_use]
    pub fn acts(&self) -> &[Act] {
        &self.acts
    }

    /// The claims.
    #[must_use]
    pub fn claims(&self) -> &[Claim] {
        &self.claims
    }

    /// The claims, each with its acts.
    pub fn claims_with_acts(&self) -> impl Iterator<Item = (&Claim, &Grounds)> {
        self.claims.iter().zip(&self.grounds)
    }

    /// The announcements, by date.
    #[must_use]
    pub fn announcements(&self) -> &[Announcement] {
        &self.announcements
    }

    /// The legal regimes.
    #[must_use]
    pub fn regimes(&self) -> &[Regime] {
        &self.regimes
    }

    /// The postcodes.
    #[must_use]
    pub const fn postcodes(&self) -> &Postcodes {
        &self.postcodes
    }

    /// The raions and hromadas.
    #[must_use]
    pub const fn divisions(&self) -> &Divisions {
        &self.divisions
    }

    /// The divisions of a level of a region, with their ground.
    ///
    /// # Cost
    /// When first asked for: one look at every cell of the region.
    #[must_use]
    pub fn drawn_divisions(&self, region: usize, level: Level) -> &DrawnDivisions {
        self.divisions.drawn(region, level, &self.regions, &self.timelines)
    }

    /// The regimes, each with its stage in force on a day; none: not in force.
    pub fn regimes_on(&self, day: Date) -> impl Iterator<Item = (&Regime, Option<(&Stage, &Staged)>)> {
        let staged = self.staged.get_or_init(|| {
            let of = |regime: &Regime| {
                regime.stages.iter().map(|stage| Staged::new(stage, &self.regions, &self.timelines)).collect()
            };
            self.regimes.iter().map(of).collect()
        });
        self.regimes.iter().zip(staged).map(move |(regime, staged)| {
            let mut stages = regime.stages.iter().zip(staged);
            (regime, stages.find(|(stage, _)| stage.holds_on(day)))
        })
    }

    /// The proposals.
    #[must_use]
    pub fn proposals(&self) -> &[Proposal] {
        &self.proposals
    }

    /// What a rule may name.
    #[must_use]
    pub fn vocabulary(&self) -> Vocabulary {
        Vocabulary {
            regions: self
                .parts_of_country()
                .map(|k| &self.regions()[k])
                .map(|r| (r.id.clone(), r.name.clone()))
                .collect(),
            groups: self.groups().into_iter().map(|(id, _)| id.to_owned()).collect(),
            sources: self.sources().map(|s| s.id.clone()).collect(),
            ..Vocabulary::default()
        }
    }
}
