//! `settlements` as it leaves the house: as JSON, as GeoJSON points, as a table with one row per settlement and source.

use schemars::JsonSchema;
use serde::Serialize;

use contactline_core::atlas::{Atlas, Match, Since};
use contactline_core::model::{Level, Locality, notice};
use contactline_core::query;
use contactline_store::geojson::geometry_of_position;
use edge_timeline::Position;
use edge_timeline::measure::GeodesicTo;

use super::at::LastKnown;
use super::crs::CrsNote;
use super::division::{DivisionAt, DivisionColumns};
use super::feature::{Feature, FeatureType};
use super::language::{spoken, told};
use super::settlement_changes::{SettlementChange, changes_csv};
use super::time::{Asked, Day, Stamp};
use super::words::{Code, tenth};
use super::{Meant, attribution, table};

/// What must be shown with the settlements.
pub const PLACES_ATTRIBUTION: &str = "Settlements: GeoNames (geonames.org), CC BY 4.0, modified";

/// Settlements, each with its status on a date, by source.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct Settlements<'a> {
    /// The day or second asked about.
    pub date: Asked,
    /// Which place was meant, where they are requested by distance to a named one.
    pub place: Option<Meant<'a>>,
    /// Whether any settlement has the name given (those stand first); false: the names here begin with it or hold it;
    /// null: no name was given.
    pub has_name: Option<bool>,
    /// What must be known of the name asked for.
    pub notes: Vec<String>,
    /// How many fit the question.
    pub number_matched: usize,
    /// How many are here.
    pub number_returned: usize,
    /// The settlements.
    pub settlements: Vec<SettlementRow<'a>>,
    /// What must be known of the populations.
    pub population_caveat: &'static str,
    /// For what the distances to lines must not be used.
    pub warning: &'static str,
    /// Whose position the answer is not, and for what it must not be used.
    pub notice: &'static str,
    /// Lines to be shown with the answer.
    pub attribution: Vec<&'a str>,
    /// The reference system of the question's place, if one was named.
    #[serde(flatten)]
    pub crs: Option<CrsNote>,
    /// Whether changes since a day are listed.
    #[serde(skip)]
    pub lists_changes: bool,
}

/// The same as points.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct SettlementsGeo<'a> {
    /// `FeatureCollection`.
    #[serde(rename = "type")]
    pub kind: FeatureType,
    /// The day or second asked about.
    pub date: Asked,
    /// Which place was meant, where they are requested by distance to a named one.
    pub place: Option<Meant<'a>>,
    /// Whether any settlement has the name given (those stand first); false: the names here begin with it or hold it;
    /// null: no name was given.
    pub has_name: Option<bool>,
    /// What must be known of the name asked for.
    pub notes: Vec<String>,
    /// How many fit the question.
    #[serde(rename = "numberMatched")]
    pub number_matched: usize,
    /// How many are here.
    #[serde(rename = "numberReturned")]
    pub number_returned: usize,
    /// One feature per settlement.
    pub features: Vec<Feature<SettlementRow<'a>>>,
    /// What must be known of the populations.
    pub population_caveat: &'static str,
    /// For what the distances to lines must not be used.
    pub warning: &'static str,
    /// Whose position the answer is not, and for what it must not be used.
    pub notice: &'static str,
    /// Lines to be shown with the answer.
    pub attribution: Vec<&'a str>,
    /// The reference system requested, if any.
    #[serde(flatten)]
    pub crs: Option<CrsNote>,
}

/// A settlement by its names and place.
#[derive(Clone, Copy, Debug, PartialEq, JsonSchema, Serialize)]
pub struct Settlement<'a> {
    /// Id.
    pub id: &'a str,
    /// English name.
    pub name: &'a str,
    /// Ukrainian name.
    pub name_uk: &'a str,
    /// Longitude in degrees.
    pub lon: f64,
    /// Latitude in degrees.
    pub lat: f64,
    /// Listed population, of no certain date; null: none is listed.
    pub population: Option<u32>,
    /// Region id.
    pub region: &'a str,
    /// The id of the city that it is a part of; null for a settlement of its own.
    pub part_of: Option<&'a str>,
}

/// By which name a settlement was found.
#[derive(Clone, Copy, Debug, PartialEq, JsonSchema, Serialize)]
pub struct FoundBy<'a> {
    /// `id`; `main`, its English or Ukrainian name; `former`, `ru`, `crh` or `spelling` (another spelling, or a name of no known
    /// kind); `part`, of one of its names.
    pub kind: &'static str,
    /// The name, where it is not the main one.
    pub name: Option<&'a str>,
    /// The year in which that name ended; null: in use, or not known.
    pub until: Option<u16>,
    /// The act or work that gives that name, such as GeoNames.
    pub source: Option<&'a str>,
}

impl<'a> From<query::FoundBy<'a>> for FoundBy<'a> {
    fn from(found: query::FoundBy<'a>) -> Self {
        let kind = match (found.name, found.how) {
            (Some(other), _) => other.kind.as_str(),
            (None, Match::Id) => "id",
            (None, how) if how.is_whole() => "main",
            (None, _) => "part",
        };
        Self {
            kind,
            name: found.name.map(|other| other.name.as_str()),
            until: found.name.and_then(|other| other.until),
            source: found.name.map(|other| other.source.as_str()),
        }
    }
}

/// One settlement with its statuses.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct SettlementRow<'a> {
    /// Which.
    #[serde(flatten)]
    pub settlement: Settlement<'a>,
    /// The raion it lies in.
    pub raion: Option<DivisionAt<'a>>,
    /// The hromada it lies in.
    pub hromada: Option<DivisionAt<'a>>,
    /// By which of its names it was found; null where no name was given.
    pub found_by: Option<FoundBy<'a>>,
    /// Metres from the place asked about, to a decimetre; null where none was.
    pub distance_m: Option<f64>,
    /// Direction from it: degrees clockwise from north, to a tenth.
    pub bearing_deg: Option<f64>,
    /// What the sources' answers come to.
    pub verdict: &'static str,
    /// One answer per source.
    pub control: Vec<SettlementControl<'a>>,
    /// Changes of status or holder since the day asked for, in time order; null where none was.
    pub changes: Option<Vec<SettlementChange>>,
    /// Former names, where changes since a day were asked for.
    pub former_names: Option<Vec<String>>,
    #[serde(skip)]
    position: Position,
}

/// What one source states of a settlement's point.
#[derive(Clone, Copy, Debug, JsonSchema, Serialize)]
pub struct SettlementControl<'a> {
    /// Source id.
    pub source: &'a str,
    /// Status.
    pub status: &'static str,
    /// Holder.
    pub holder: Option<Code>,
    /// On what it rests.
    pub basis: Option<&'static str>,
    /// The first version of the unbroken stretch in which the source states this status and holder.
    pub since: Option<Stamp>,
    /// That version is the source's first: the status may be older.
    pub since_or_earlier: bool,
    /// Of a record that knows only a range of days in which it began: the last day on which it states what was before, `since`
    /// being the day by which it had begun.
    pub since_after: Option<Day>,
    /// Stamp of the version that answers.
    pub version: Option<Stamp>,
    /// Its age in days.
    pub age_days: Option<i64>,
    /// Past the source's limit of age: it speaks only of places farther from its line than the line may have moved since.
    pub stale: bool,
    /// Metres from the settlement's point to the source's line, to a decimetre.
    pub line_distance_m: Option<f64>,
    /// How near to its line a place may be on the other side, in metres.
    pub uncertain_within_m: Option<f64>,
    /// Nearer to the line than that.
    pub near_line: bool,
    /// What was last known, where the version is too old to speak of a place so near to its line.
    pub last_known: Option<LastKnown>,
    /// `interior`, `boundary` or `exterior`.
    pub location: &'static str,
    /// Why unknown.
    pub reason: Option<&'static str>,
    /// For a record: the first day of the period that answers.
    pub valid_from: Option<Day>,
    /// The first day on which that period may have begun, where only a range is known and `valid_from` is its last day.
    pub valid_from_earliest: Option<Day>,
    /// The day by which the publisher had said so; null: not recorded.
    pub known_from: Option<Day>,
}

/// One row of the table.
#[derive(JsonSchema, Serialize)]
struct TableRow<'a> {
    date: Asked,
    #[serde(flatten)]
    settlement: Settlement<'a>,
    #[serde(flatten)]
    divisions: DivisionColumns<'a>,
    distance_m: Option<f64>,
    bearing_deg: Option<f64>,
    verdict: &'static str,
    #[serde(flatten)]
    control: SettlementControl<'a>,
}

impl<'a> From<&'a Locality> for Settlement<'a> {
    fn from(locality: &'a Locality) -> Self {
        Self {
            id: &locality.id,
            name: &locality.name,
            name_uk: &locality.name_uk,
            lon: locality.position.lon(),
            lat: locality.position.lat(),
            population: locality.listed_population(),
            region: &locality.region,
            part_of: locality.part_of.as_deref(),
        }
    }
}

impl<'a> SettlementRow<'a> {
    fn new(row: &query::SettlementRow<'a>, atlas: &'a Atlas) -> Self {
        let division = |level| DivisionAt::of(atlas, row.locality.position, level);
        Self {
            settlement: row.locality.into(),
            raion: division(Level::Raion),
            hromada: division(Level::Hromada),
            found_by: row.found_by.map(FoundBy::from),
            distance_m: row.from_near.map(|to: GeodesicTo| tenth(to.distance_m)),
            bearing_deg: row.from_near.map(|to| tenth(to.bearing_deg) % 360.0),
            verdict: row.verdict.kind.as_str(),
            control: row.control.iter().map(|(control, since)| control_of(control, *since)).collect(),
            changes: None,
            former_names: None,
            position: row.locality.position,
        }
    }

    /// The raion and the hromada as columns.
    pub(super) fn divisions(&self) -> DivisionColumns<'a> {
        DivisionColumns::new(self.raion, self.hromada)
    }
}

fn control_of<'a>(control: &query::ControlAt<'a>, since: Option<Since>) -> SettlementControl<'a> {
    SettlementControl {
        source: &control.source.id,
        status: control.status.as_str(),
        holder: control.holder.map(Code),
        basis: control.basis.map(|b| b.as_str()),
        since: since.map(|since| Stamp(since.moment)),
        since_or_earlier: since.is_some_and(|since| since.or_earlier),
        since_after: since.and_then(|since| since.after).map(Day),
        version: control.version.map(Stamp),
        age_days: control.age_days,
        stale: control.stale,
        line_distance_m: control.distance_m.map(tenth),
        uncertain_within_m: control.uncertain_within_m.map(tenth),
        near_line: control.near_line,
        last_known: control.last_known.map(LastKnown::from),
        location: control.location.as_str(),
        reason: control.reason.map(|reason| reason.within(spoken())),
        valid_from: control.period.and_then(|p| p.start).map(Day),
        valid_from_earliest: control.period.and_then(|p| p.start_earliest).map(Day),
        known_from: control.period.and_then(|p| p.known_from).map(Day),
    }
}

impl<'a> Settlements<'a> {
    /// The settlements, with the attribution of the sources that answer.
    #[must_use]
    pub fn new(found: &query::Settlements<'a>, atlas: &'a Atlas) -> Self {
        let settlements: Vec<SettlementRow<'a>> = found.rows.iter().map(|row| SettlementRow::new(row, atlas)).collect();
        let ids = settlements.first().into_iter().flat_map(|row| &row.control).map(|c| c.source);
        let attribution = attribution::lines_of_ids(ids.collect::<Vec<_>>().into_iter(), atlas.sources());
        let divisions = settlements.iter().flat_map(|row| [row.raion, row.hromada]).flatten();
        let of_boundaries = DivisionAt::attribution(atlas, divisions);
        Self {
            date: Asked(found.moment),
            place: None,
            has_name: found.has_name,
            notes: found.namesakes.iter().map(|said| told(said).to_owned()).collect(),
            number_matched: found.matched,
            number_returned: settlements.len(),
            settlements,
            population_caveat: notice::POPULATION.within(spoken()),
            warning: notice::NO_MOVEMENT.within(spoken()),
            notice: notice::STATUS.within(spoken()),
            attribution: [PLACES_ATTRIBUTION].into_iter().chain(attribution).chain(of_boundaries).collect(),
            crs: None,
            lists_changes: false,
        }
    }

    /// The settlements as points.
    #[must_use]
    pub fn into_geo(self) -> SettlementsGeo<'a> {
        let feature = |row: SettlementRow<'a>| {
            let geometry = geometry_of_position(row.position);
            Feature::new(row.settlement.id, row, geometry)
        };
        SettlementsGeo {
            kind: FeatureType::FeatureCollection,
            date: self.date,
            place: self.place,
            has_name: self.has_name,
            notes: self.notes,
            number_matched: self.number_matched,
            number_returned: self.number_returned,
            features: self.settlements.into_iter().map(feature).collect(),
            population_caveat: self.population_caveat,
            warning: self.warning,
            notice: self.notice,
            attribution: self.attribution,
            crs: self.crs,
        }
    }

    /// One row per settlement and source; where changes since a day were asked for, one per change.
    ///
    /// # Errors
    /// None that a row can cause.
    pub fn to_csv(&self) -> Result<table::Csv, csv::Error> {
        if let Some(changes) = self.changes() {
            return changes_csv(changes);
        }
        let rows = self.settlements.iter().flat_map(|row| {
            row.control.iter().map(|control| TableRow {
                date: self.date,
                settlement: row.settlement,
                divisions: row.divisions(),
                distance_m: row.distance_m,
                bearing_deg: row.bearing_deg,
                verdict: row.verdict,
                control: *control,
            })
        });
        table::csv(rows)
    }
}
