//! Rows located by the names of places: which place is meant, how that was found, how precisely, and what of an area is held.

use std::collections::BTreeMap;

use contactline_core::atlas::Atlas;
use contactline_core::model::{Language, Locality, Moment, Status};
use contactline_core::query::{self, AreaRow, KnownArea, Meant, PlaceError, Reading, When};
use edge_timeline::Position;

use super::classifier::Cell;

/// Candidates that a row names, at most.
const MAX_CANDIDATES: usize = 8;
/// A share below this is none, as it is written.
const LEAST_SHARE: f64 = 0.000_5;

/// What is told of how a row was located.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PlaceFact {
    /// The name of the place, in the language spoken.
    Name,
    /// Its id.
    Id,
    /// How the text was read.
    ResolvedBy,
    /// What was found: a settlement, an area.
    Precision,
    /// Of an area how much of it is held by whom.
    Range,
    /// Other places that the text may mean.
    Candidates,
    /// What must be known of how the text was read.
    Note,
}

/// Every fact with the name of its column.
pub(super) const PLACE_FACTS: [(PlaceFact, &str); 7] = [
    (PlaceFact::Name, "place.name"),
    (PlaceFact::Id, "place.id"),
    (PlaceFact::ResolvedBy, "place.resolved_by"),
    (PlaceFact::Precision, "place.precision"),
    (PlaceFact::Range, "place.range"),
    (PlaceFact::Candidates, "place.candidates"),
    (PlaceFact::Note, "place.note"),
];

/// What a row's place was found to be.
#[derive(Clone, Debug)]
pub(super) struct Located {
    pub(super) target: Target,
    name: String,
    id: String,
    resolved_by: &'static str,
    precision: &'static str,
    candidates: String,
    note: String,
}

/// What can be asked about.
#[derive(Clone, Debug)]
pub(super) enum Target {
    /// A place.
    Position(Position),
    /// A region, a group of regions, or a raion by its code.
    Area(String),
    /// Somewhere in an oblast that is none of the regions, whose largest city is here.
    Elsewhere(Position),
    /// Nothing, and why.
    Nowhere(String),
}

impl Located {
    /// The place that texts mean.
    pub(super) fn of(
        atlas: &Atlas,
        text: &str,
        region: Option<&str>,
        postcode: Option<&str>,
        language: Language,
    ) -> Self {
        match query::address(atlas, text, region, postcode) {
            Ok(meant) => Self::at(&meant, language),
            Err(error) => Self::not_at(atlas, &error, language),
        }
    }

    fn at(meant: &Meant<'_>, language: Language) -> Self {
        let precision = match (meant.reading, meant.locality) {
            (_, Some(locality)) if locality.part_of.is_some() => "city_district",
            (Reading::Id | Reading::Name | Reading::Postcode, _) => "settlement",
            _ if meant.square_m.is_some() => "square",
            _ => "coordinates",
        };
        let notes: Vec<&str> = meant.notes.iter().map(|note| note.within(language)).collect();
        Self {
            target: Target::Position(meant.position),
            name: meant.locality.map_or_else(String::new, |l| language.of(&l.name, &l.name_uk).to_owned()),
            id: meant.locality.map_or_else(String::new, |locality| locality.id.clone()),
            resolved_by: meant.reading.as_str(),
            precision,
            candidates: several(&meant.others.iter().map(|l| (*l).clone()).collect::<Vec<_>>(), language),
            note: notes.join("; "),
        }
    }

    fn not_at(atlas: &Atlas, error: &PlaceError, language: Language) -> Self {
        let nowhere = |why: String| Self {
            target: Target::Nowhere(why),
            name: String::new(),
            id: String::new(),
            resolved_by: "",
            precision: "",
            candidates: several(error.candidates(), language),
            note: String::new(),
        };
        let area = |id: &str, name: &str, precision, target| Self {
            target,
            name: name.to_owned(),
            id: id.to_owned(),
            resolved_by: "name",
            precision,
            ..nowhere(String::new())
        };
        match error {
            PlaceError::Area { known: KnownArea::Unit(id), area: of_area, .. } => {
                let region = atlas.regions().iter().find(|region| region.id == *id);
                let division = atlas.divisions().find(id).map(|number| &atlas.divisions().list()[number]);
                let (name, precision) = match (region, division) {
                    (Some(region), _) => (language.of(&region.name, &region.name_uk), "oblast"),
                    (None, Some(division)) => (language.of(&division.name, &division.name_uk), "raion"),
                    (None, None) => (of_area.as_str(), "group_of_regions"),
                };
                area(id, name, precision, Target::Area(id.clone()))
            }
            PlaceError::Area { known: KnownArea::Elsewhere(oblast), .. } | PlaceError::Elsewhere { oblast, .. } => {
                let Some(city) = atlas.gazetteer().largest_of(&oblast.id) else { return nowhere(error.to_string()) };
                let name = language.of(&oblast.name, &oblast.name_uk);
                let note = match language {
                    Language::English => "none of the regions here",
                    Language::Ukrainian => "жоден із наявних тут регіонів",
                };
                let place = area(&oblast.id, name, "oblast", Target::Elsewhere(city.locality.position));
                Self { note: note.to_owned(), ..place }
            }
            PlaceError::Ambiguous { value, candidates } => nowhere(format!(
                "{} settlements fit '{value}' (place.candidates): add the region, or give an id",
                candidates.len()
            )),
            PlaceError::Unknown { value, .. } if value.is_empty() => nowhere("there is no place".into()),
            PlaceError::Unknown { value, .. } => nowhere(format!("no settlement '{value}' found")),
            error => nowhere(error.to_string()),
        }
    }

    /// What a fact says; `range` is that of an area.
    pub(super) fn fact<'a>(&'a self, fact: PlaceFact, range: &'a str) -> &'a str {
        match fact {
            PlaceFact::Name => &self.name,
            PlaceFact::Id => &self.id,
            PlaceFact::ResolvedBy => self.resolved_by,
            PlaceFact::Precision => self.precision,
            PlaceFact::Range => range,
            PlaceFact::Candidates => &self.candidates,
            PlaceFact::Note => &self.note,
        }
    }

    /// Tells a cell what a fact says, where it says something.
    pub(super) fn say(&self, fact: PlaceFact, cell: &mut impl Cell) {
        let text = self.fact(fact, "");
        if !text.is_empty() {
            cell.text(text);
        }
    }
}

/// Settlements, a few of them, each with its id, region and people.
fn several(candidates: &[Locality], language: Language) -> String {
    let one = |l: &Locality| {
        let name = language.of(&l.name, &l.name_uk);
        let people = l.listed_population().map(|people| format!(", {people}")).unwrap_or_default();
        format!("{} {name} ({}{people})", l.id, l.region)
    };
    let more = candidates.len().saturating_sub(MAX_CANDIDATES);
    let more = (more > 0).then(|| format!("and {more} more"));
    candidates.iter().take(MAX_CANDIDATES).map(one).chain(more).collect::<Vec<_>>().join("; ")
}

/// How much of an area is held by whom as of a moment, says each source; `is_given` says which sources are asked.
///
/// # Errors
/// No source says anything of it, or all that do are older than is allowed.
pub(super) fn range(
    atlas: &Atlas,
    area: &str,
    moment: Moment,
    is_given: &dyn Fn(&str) -> bool,
    max_age_days: Option<u32>,
) -> Result<String, String> {
    let rows = query::areas(atlas, Some(area), None, When::At(moment)).map_err(|error| error.to_string())?;
    let mut by_source: BTreeMap<&str, Vec<&AreaRow>> = BTreeMap::new();
    rows.iter().for_each(|row| by_source.entry(&row.source).or_default().push(row));
    let speaks = |row: &&AreaRow| row.status != Status::Unknown && row.share >= LEAST_SHARE;
    let youngest = rows.iter().filter(speaks).filter_map(|row| Some(row.age?.days)).min();
    match (youngest, max_age_days) {
        (None, _) => return Err(format!("no source says who holds {area} on that day")),
        (Some(days), Some(most)) if days > i64::from(most) => {
            return Err(format!(
                "the newest version that speaks of {area} was {days} days old by then; at most {most} are allowed"
            ));
        }
        _ => {}
    }
    let told =
        by_source.iter().filter(|(source, _)| is_given(source)).filter_map(|(source, rows)| of_source(source, rows));
    Ok(told.collect::<Vec<_>>().join("; "))
}

/// What a source says of the parts of an area: `part held, 66.8 % by RU, 33.2 % by UA (list 2025-05-07, 571 days old)`.
fn of_source(source: &str, rows: &[&AreaRow]) -> Option<String> {
    let first = rows.first()?;
    let (version, age) = (first.version?, first.age?);
    let mut parts: Vec<&&AreaRow> = rows.iter().filter(|row| row.share >= LEAST_SHARE).collect();
    parts.sort_by(|a, b| b.share.total_cmp(&a.share));
    let part = |row: &&&AreaRow| {
        let percent = 100.0 * row.share;
        match (row.status, &row.holder) {
            (Status::Held, Some(holder)) => format!("{percent:.1} % by {}", holder.as_str()),
            (Status::Unknown, _) => format!("{percent:.1} % not known"),
            (status, _) => format!("{percent:.1} % {}", status.as_str()),
        }
    };
    let told = match parts.as_slice() {
        [one] if one.status == Status::Unknown => "not known".to_owned(),
        [one] if one.status == Status::Held => format!("all held, {}", part(one)),
        parts => format!("part held, {}", parts.iter().map(part).collect::<Vec<_>>().join(", ")),
    };
    Some(format!("{told} ({source} {version}, {} days old)", age.days.max(0)))
}
