//! What the ground of a row is called: a region, or a raion or hromada by its code.

use schemars::JsonSchema;
use serde::Serialize;

use super::language::spoken;
use contactline_core::atlas::Atlas;
use contactline_core::model::{Division, Language, Level};
use contactline_core::query::division_error;

/// The line of boundaries of which nobody said whose they are.
const BOUNDARIES: &str = "Boundaries of raions and hromadas: imported by the operator";

/// The names of a region or division.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, JsonSchema, Serialize)]
pub struct UnitName<'a> {
    /// English name; null for a group.
    pub name: Option<&'a str>,
    /// Ukrainian name.
    pub name_uk: Option<&'a str>,
    /// It is a raion or hromada made of the cells around its settlements: its ground is approximate.
    pub approximate: bool,
}

impl<'a> UnitName<'a> {
    /// Of what has this id or code.
    #[must_use]
    pub fn of(atlas: &'a Atlas, id: &str) -> Self {
        if let Some(region) = atlas.regions().iter().find(|region| region.id == id) {
            return Self { name: Some(&region.name), name_uk: Some(&region.name_uk), approximate: false };
        }
        let divisions = atlas.divisions();
        let division = divisions.find(id).map(|number| &divisions.list()[number]);
        division.map_or_else(Self::default, |division| Self {
            name: Some(&division.name),
            name_uk: Some(&division.name_uk),
            approximate: divisions.is_made_of_cells(division),
        })
    }

    /// A row's id as people read it: of a division with its name.
    #[must_use]
    pub fn told(&self, id: &str) -> String {
        let name = self.name.zip(self.name_uk).map(|(name, name_uk)| spoken().of(name, name_uk));
        match name.filter(|_| id.starts_with("UA")) {
            Some(name) => format!("{}{name}, {id}", if self.approximate { "≈ " } else { "" }),
            None => id.to_owned(),
        }
    }
}

/// What must be known of these rows: that the ground of divisions is approximate, by how much.
#[must_use]
pub fn notes<'i>(atlas: &Atlas, ids: impl IntoIterator<Item = &'i str>) -> Vec<String> {
    let divisions = atlas.divisions();
    let mut asked: Vec<(Level, usize)> = Vec::new();
    for division in ids.into_iter().filter_map(|id| divisions.find(id)).map(|number| &divisions.list()[number]) {
        if let Some(region) = atlas.places().position(&division.region)
            && divisions.is_made_of_cells(division)
            && !asked.contains(&(division.level, region))
        {
            asked.push((division.level, region));
        }
    }
    let note = |level: &Level| {
        let regions: Vec<usize> = asked.iter().filter(|(own, _)| own == level).map(|(_, region)| *region).collect();
        (!regions.is_empty()).then(|| note(atlas, *level, &regions))
    };
    Level::ALL.iter().filter_map(note).collect()
}

/// Lines to be shown with the divisions among these ids: whose their names are, and whose their boundaries, where some were
/// imported.
pub(super) fn attribution<'a, 'i>(atlas: &'a Atlas, ids: impl IntoIterator<Item = &'i str>) -> Vec<&'a str> {
    let divisions = atlas.divisions();
    let mut numbers: Vec<usize> = ids.into_iter().filter_map(|id| divisions.find(id)).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let of_names = (!numbers.is_empty()).then_some(super::attribution::DIVISIONS_ATTRIBUTION);
    let drawn = numbers.into_iter().map(|number| &divisions.list()[number]);
    of_names
        .into_iter()
        .chain(boundaries(atlas, drawn.filter(|division| !divisions.is_made_of_cells(division))))
        .collect()
}

/// Lines to be shown with divisions whose ground was drawn by imported boundaries: those of every boundary of their regions, as
/// the boundaries of hromadas make the ground of raions, and what none holds.
pub(super) fn boundaries<'a>(atlas: &'a Atlas, drawn: impl IntoIterator<Item = &'a Division>) -> Vec<&'a str> {
    let mut regions: Vec<&str> = drawn.into_iter().map(|division| division.region.as_str()).collect();
    regions.sort_unstable();
    regions.dedup();
    let mut lines: Vec<&str> = Vec::new();
    if regions.is_empty() {
        return lines;
    }
    for division in atlas.divisions().list().iter().filter(|division| division.area.is_some()) {
        let line = division.attribution.as_deref().unwrap_or(BOUNDARIES);
        if regions.contains(&division.region.as_str()) && !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines
}

fn note(atlas: &Atlas, level: Level, regions: &[usize]) -> String {
    let language = spoken();
    let what = match level {
        Level::Raion => language.of("Raions are", "Райони"),
        Level::Hromada => language.of("Hromadas are", "Громади"),
    };
    let made = match language {
        Language::English => format!("{what} approximate: each is made of the cells around its settlements"),
        Language::Ukrainian => format!("{what} приблизні: кожну складено з клітин навколо її населених пунктів"),
    };
    let made =
        if level == Level::Raion { made.replace("кожну", "кожен").replace("її", "його") } else { made };
    match division_error(atlas, level, regions) {
        Some(error) => {
            let (median, compared, of) = (super::sentence::per_cent(error.median), error.compared, error.of);
            match language {
                Language::English => format!(
                    "{made}; in these regions their areas differ from the stated ones by {median} % in the median ({compared} of {of} have one)"
                ),
                Language::Ukrainian => format!(
                    "{made}; у цих регіонах їхня площа відрізняється від зазначеної на {median} % у медіані (порівняно {compared} із {of})"
                ),
            }
        }
        None => format!(
            "{made}; {}",
            language.of("no stated areas to compare with", "зазначених площ для порівняння немає")
        ),
    }
}
