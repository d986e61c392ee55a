//! The lines that must be shown with an answer.

use contactline_core::model::Source;

/// What must be shown with every answer that rests on the outlines of the regions.
pub const REGIONS_ATTRIBUTION: &str = "Outlines of the regions © OpenStreetMap contributors, ODbL 1.0";

/// What must be shown with names, areas and populations of raions and hromadas.
pub const DIVISIONS_ATTRIBUTION: &str = "Raions and hromadas: codifier KATOTTG (official act); areas and populations of 2022-01-01: \
                                         KSE-Loc-Data-Hub, MIT, State Statistics Service of Ukraine";

/// The lines of these sources and of the regions' outlines, each once, in order.
pub(crate) fn lines<'a>(sources: impl IntoIterator<Item = &'a Source>) -> Vec<&'a str> {
    let mut lines: Vec<&str> = Vec::new();
    for line in sources.into_iter().map(|s| s.attribution.as_str()).chain([REGIONS_ATTRIBUTION]) {
        if !line.is_empty() && !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines
}

/// The lines of those sources whose ids these are.
#[must_use]
pub fn lines_of_ids<'a, 'b>(
    ids: impl Iterator<Item = &'b str> + Clone,
    sources: impl IntoIterator<Item = &'a Source> + Clone,
) -> Vec<&'a str> {
    lines(sources.into_iter().filter(|s| ids.clone().any(|id| id == s.id)))
}
