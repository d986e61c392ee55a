//! `sources` as it leaves the house: everything declared about each.

use schemars::JsonSchema;
use serde::Serialize;

use contactline_core::model::{Moment, Source};

use super::time::{Day, Stamp};
use super::words::Code;
use super::{Rights, table};

/// The sources that have data.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Sources<'a> {
    /// Each with what is declared about it.
    pub sources: Vec<SourceRow<'a>>,
}

/// One source.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SourceRow<'a> {
    /// Source id.
    pub id: &'a str,
    /// Title.
    pub title: &'a str,
    /// Title in Ukrainian.
    pub title_uk: Option<&'a str>,
    /// Publisher.
    pub publisher: &'a str,
    /// Publisher in Ukrainian.
    pub publisher_uk: Option<&'a str>,
    /// The publisher's web page.
    pub url: Option<&'a str>,
    /// How it comes to its statements.
    pub method: &'static str,
    /// `drawn` or `tessellated`.
    pub geometry: &'static str,
    /// Licence, short.
    pub licence: &'a str,
    /// Its terms.
    pub licence_terms: Option<&'a str>,
    /// Its terms in Ukrainian.
    pub licence_terms_uk: Option<&'a str>,
    /// The line to be shown with its answers.
    pub attribution: &'a str,
    /// Whether its licence lets its geometry be passed on.
    pub geometry_may_be_passed_on: bool,
    /// Whether its geometry is withheld here.
    pub geometry_withheld: bool,
    /// Where and when it speaks.
    pub coverage: CoverageRow<'a>,
    /// Days between a situation and the version that shows it.
    pub lag_days: Option<u32>,
    /// What is known of the lag.
    pub lag_note: Option<&'a str>,
    /// The same in Ukrainian.
    pub lag_note_uk: Option<&'a str>,
    /// Typical error of its line in metres.
    pub precision_m: f64,
    /// Error of its line not passed in 95 % of cases.
    pub precision_95_m: Option<f64>,
    /// How the precision is known.
    pub precision_note: Option<&'a str>,
    /// The same in Ukrainian.
    pub precision_note_uk: Option<&'a str>,
    /// The least ground, in square metres, that a part of what it draws goes around to make a line of contact; 0: any.
    pub line_min_piece_m2: f64,
    /// Days after which a version is stale: it speaks only of places farther from its line than `line_reach`.
    pub stale_after_days: u32,
    /// Days after which a version is not used any more.
    pub unknown_after_days: u32,
    /// How far its line may have moved since a version, by the version's age: evenly between the rows, beyond the last in
    /// proportion to the age.
    pub line_reach: Vec<ReachRow>,
    /// Sources or works it draws on.
    pub depends_on: &'a [String],
    /// What it means to lie inside its coverage and outside all its polygons.
    pub absence: Option<Absence>,
    /// The layers a whole version has; empty: a version is one drawing. A version without one of them says so in a caveat.
    pub layers: Vec<Layer<'a>>,
    /// Anything else.
    pub note: Option<&'a str>,
    /// The same in Ukrainian.
    pub note_uk: Option<&'a str>,
    /// Stamp of its first version.
    pub first_version: Option<Stamp>,
    /// Stamp of its last version.
    pub last_version: Option<Stamp>,
    /// How many versions it has (for a record: days on which something changes).
    pub versions: usize,
}

/// How far a line may have moved in so many days.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct ReachRow {
    /// Days.
    pub age_days: u32,
    /// Metres.
    pub distance_m: f64,
}

impl From<&(u32, f64)> for ReachRow {
    fn from((age_days, distance_m): &(u32, f64)) -> Self {
        Self { age_days: *age_days, distance_m: *distance_m }
    }
}

/// Where and when a source speaks.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CoverageRow<'a> {
    /// Region ids.
    pub regions: &'a [String],
    /// Region ids left out of them.
    pub except_regions: &'a [String],
    /// Ground left out.
    pub except: Vec<Exception<'a>>,
    /// First day; null: its first version's.
    pub start: Option<Day>,
    /// Last day, itself included; null: its last version's.
    pub end: Option<Day>,
    /// Of a record: days between of which it has no data of its own; what it states of the day before is carried on.
    pub gaps: Vec<Gap>,
}

/// Days of which a source has no data of its own.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
#[schemars(rename = "CoverageGap")]
pub struct Gap {
    /// The first.
    pub first: Day,
    /// The last.
    pub last: Day,
}

/// Ground left out of a coverage.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Exception<'a> {
    /// Its name.
    pub name: &'a str,
    /// The same in Ukrainian; null: not given.
    pub name_uk: Option<&'a str>,
    /// West, south, east, north in degrees.
    pub bbox: [f64; 4],
    /// Its corners, longitude and latitude, counter-clockwise, the first again last.
    pub outline: Vec<[f64; 2]>,
    /// From which day's version on; null: always.
    pub from: Option<Day>,
}

/// A layer of a source's versions.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
#[schemars(rename = "SourceLayer")]
pub struct Layer<'a> {
    /// Its name.
    pub name: &'a str,
    /// What it states.
    pub status: &'static str,
    /// Of whom.
    pub holder: Option<Code>,
}

/// What a source's silence means.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct Absence {
    /// Who holds.
    pub holder: Code,
    /// On what that rests.
    pub basis: &'static str,
    /// For so many days before its version the source may not have named yet what had changed hands; null: its silence is as good
    /// as its word.
    pub lag_days: Option<u32>,
    /// So near to its line lay what it had not named yet, in metres: as near, what it does not name is unknown.
    pub within_m: Option<f64>,
}

impl<'a> Sources<'a> {
    /// The sources, each with the stamps of its versions in order.
    #[must_use]
    pub fn new(sources: impl IntoIterator<Item = (&'a Source, &'a [Moment])>, rights: &Rights) -> Self {
        Self { sources: sources.into_iter().map(|(s, versions)| SourceRow::new(s, versions, rights)).collect() }
    }
}

impl Sources<'_> {
    /// What is declared, as CSV: one row for each source.
    ///
    /// # Errors
    /// None that a row can cause.
    pub fn to_csv(&self) -> Result<table::Csv, csv::Error> {
        table::csv(&self.sources)
    }
}

impl<'a> SourceRow<'a> {
    fn new(source: &'a Source, versions: &[Moment], rights: &Rights) -> Self {
        Self {
            id: &source.id,
            title: &source.title,
            title_uk: source.in_ukrainian.title.as_deref(),
            publisher: &source.publisher,
            publisher_uk: source.in_ukrainian.publisher.as_deref(),
            url: source.url.as_deref(),
            method: source.method.as_str(),
            geometry: source.drawing.as_str(),
            licence: &source.licence,
            licence_terms: source.licence_terms.as_deref(),
            licence_terms_uk: source.in_ukrainian.licence_terms.as_deref(),
            attribution: &source.attribution,
            geometry_may_be_passed_on: source.geometry_may_be_passed_on,
            geometry_withheld: !rights.permit(source),
            coverage: CoverageRow::from(&source.coverage),
            lag_days: source.lag_days,
            lag_note: source.lag_note.as_deref(),
            lag_note_uk: source.in_ukrainian.lag_note.as_deref(),
            precision_m: source.precision_m,
            precision_95_m: source.precision_95_m,
            precision_note: source.precision_note.as_deref(),
            precision_note_uk: source.in_ukrainian.precision_note.as_deref(),
            line_min_piece_m2: source.line_min_piece_m2,
            stale_after_days: source.stale_after_days,
            unknown_after_days: source.unknown_after_days,
            line_reach: source.line_reach.rows().iter().map(ReachRow::from).collect(),
            depends_on: &source.depends_on,
            absence: source.absence.map(|(p, basis)| Absence {
                holder: Code(p),
                basis: basis.as_str(),
                lag_days: source.absence_lag.map(|lag| lag.days),
                within_m: source.absence_lag.map(|lag| lag.within_m),
            }),
            layers: source.layers.iter().map(Layer::from).collect(),
            note: source.note.as_deref(),
            note_uk: source.in_ukrainian.note.as_deref(),
            first_version: versions.first().copied().map(Stamp),
            last_version: versions.last().copied().map(Stamp),
            versions: versions.len(),
        }
    }
}

impl<'a> From<&'a contactline_core::model::Layer> for Layer<'a> {
    fn from(layer: &'a contactline_core::model::Layer) -> Self {
        Self { name: &layer.name, status: layer.status.as_str(), holder: layer.holder.map(Code) }
    }
}

impl<'a> From<&'a contactline_core::model::Coverage> for CoverageRow<'a> {
    fn from(coverage: &'a contactline_core::model::Coverage) -> Self {
        let except = coverage.except.iter().map(|e| {
            let bbox = e.area.bbox();
            let corners = e.area.as_multi_polygon().0.iter().flat_map(|polygon| &polygon.exterior().0);
            Exception {
                name: &e.name,
                name_uk: e.name_uk.as_deref(),
                bbox: [bbox.west, bbox.south, bbox.east, bbox.north],
                outline: corners.map(|c| [c.x, c.y]).collect(),
                from: e.from.map(Day),
            }
        });
        Self {
            regions: &coverage.regions,
            except_regions: &coverage.except_regions,
            except: except.collect(),
            start: coverage.start.map(Day),
            end: coverage.end.map(Day),
            gaps: coverage.gaps.iter().map(|gap| Gap { first: Day(gap.first), last: Day(gap.last) }).collect(),
        }
    }
}
