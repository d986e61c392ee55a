//! The members added to a row of JSON, laid out once for all rows, and the names looked for in it.

use contactline_crs::Crs;

use super::columns::{Column, Known};
use super::json::write_string;
use super::names::Seen;
use super::{OptionWords, RowOptions, names, usual_names};

/// What is looked for in rows, and what is added to them.
#[derive(Debug)]
pub(super) struct Shape {
    pub(super) names: Names,
    /// The reference system of all geometries; none: longitude and latitude on WGS 84.
    pub(super) crs: Option<Crs>,
    /// What is added, each with its name and colon.
    parts: Vec<(Vec<u8>, Part)>,
    /// The names of what is added.
    added: Vec<String>,
    words: OptionWords,
}

/// A member that is added.
#[derive(Debug)]
pub(super) enum Part {
    Column(Column),
    /// An object for each source.
    Control(Vec<OfSource>),
    /// An object of the regimes.
    Regimes(Vec<(Vec<u8>, Column)>),
    Error,
}

/// The object of one source.
#[derive(Debug)]
pub(super) struct OfSource {
    source: usize,
    /// Its bracket and its id.
    pub(super) begin: Vec<u8>,
    /// Each fact with the comma before it, its name and colon.
    pub(super) facts: Vec<(Vec<u8>, Column)>,
}

/// The names of the members that are read.
#[derive(Debug, Default)]
pub(super) struct Names {
    pub(super) lon: Spellings,
    pub(super) lat: Spellings,
    pub(super) date: Spellings,
    /// Where the first rows have no date and none was given: their members. Others may turn out to be dates.
    without_date: Option<Vec<String>>,
}

/// Spellings of one name, the best first.
#[derive(Debug, Default)]
pub(super) struct Spellings(Vec<String>);

impl Spellings {
    /// How well a name is one of them: 0 is best, none is not at all.
    pub(super) fn rank(&self, name: &str) -> Option<usize> {
        let exact = self.0.iter().position(|known| known == name);
        exact.or_else(|| self.0.iter().position(|n| n.eq_ignore_ascii_case(name)).map(|place| self.0.len() + place))
    }

    /// The one given; else the one told by the first rows, then the usual ones.
    fn of(given: Option<&String>, told: Option<&str>, usual: &[&str]) -> Self {
        match given {
            Some(given) => Self(vec![given.clone()]),
            None => Self(told.into_iter().chain(usual.iter().copied()).map(str::to_owned).collect()),
        }
    }
}

impl Names {
    /// The names by which rows are read whose first ones show these members.
    pub(super) fn of(seen: &[Seen], place: Option<(usize, usize)>, date: Option<usize>, options: &RowOptions) -> Self {
        let name = |column: usize| seen[column].name.as_str();
        Self {
            lon: Spellings::of(options.lon.as_ref(), place.map(|(lon, _)| name(lon)), &usual_names::LON[..4]),
            lat: Spellings::of(options.lat.as_ref(), place.map(|(_, lat)| name(lat)), &usual_names::LAT[..2]),
            date: match date {
                Some(date) => Spellings(vec![name(date).to_owned()]),
                None => Spellings::of(options.date_column.as_ref(), None, &["date"]),
            },
            without_date: None,
        }
    }

    /// Has members looked at that the first rows do not have: they may be dates.
    pub(super) fn watch(&mut self, seen: &[Seen]) {
        self.without_date = Some(seen.iter().map(|column| column.name.clone()).collect());
    }

    /// Whether a member is one that the first rows do not have, and looks like a date.
    pub(super) fn may_be_date(&self, name: &str) -> bool {
        let is_new = |known: &Vec<String>| !known.iter().any(|known| known == name);
        self.without_date.as_ref().is_some_and(is_new) && names::is_like_date(name)
    }
}

impl Shape {
    /// The members for these columns.
    pub(super) fn new(
        columns: &[Column],
        known: &Known<'_>,
        names: Names,
        crs: Option<Crs>,
        options: &RowOptions,
    ) -> Self {
        let member = |name: &str| {
            let mut out = Vec::new();
            write_string(name, &mut out);
            out.push(b':');
            out
        };
        let mut parts: Vec<(String, Part)> = Vec::new();
        for &column in columns {
            match column {
                Column::Source(source, fact) => {
                    if !parts.iter().any(|(_, part)| matches!(part, Part::Control(_))) {
                        parts.push(("control".into(), Part::Control(Vec::new())));
                    }
                    let Some(sources) = parts.iter_mut().find_map(|(_, part)| part.control()) else { continue };
                    if !sources.iter().any(|of| of.source == source) {
                        let mut begin = b"{\"source\":".to_vec();
                        write_string(&known.sources[source], &mut begin);
                        sources.push(OfSource { source, begin, facts: Vec::new() });
                    }
                    if let Some(of) = sources.iter_mut().find(|of| of.source == source) {
                        of.facts.push(([b",".to_vec(), member(fact.name())].concat(), column));
                    }
                }
                Column::Regime(regime) => {
                    if !parts.iter().any(|(_, part)| matches!(part, Part::Regimes(_))) {
                        parts.push(("regimes".into(), Part::Regimes(Vec::new())));
                    }
                    let Some(regimes) = parts.iter_mut().find_map(|(_, part)| part.regimes()) else { continue };
                    regimes.push((member(&known.regimes[regime]), column));
                }
                Column::Error => parts.push((known.name(column), Part::Error)),
                column => parts.push((known.name(column), Part::Column(column))),
            }
        }
        let named = |(name, part): (String, Part)| (format!("{}{name}", options.prefix), part);
        let parts: Vec<(String, Part)> = parts.into_iter().map(named).collect();
        Self {
            names,
            crs,
            added: parts.iter().map(|(name, _)| name.clone()).collect(),
            parts: parts.into_iter().map(|(name, part)| (member(&name), part)).collect(),
            words: options.words,
        }
    }

    /// What is added, each with its name and colon.
    pub(super) fn parts(&self) -> &[(Vec<u8>, Part)] {
        &self.parts
    }

    /// Whether a member of this name is added.
    pub(super) fn adds(&self, name: &str) -> bool {
        self.added.iter().any(|added| added == name)
    }

    /// How to name the date.
    pub(super) fn date_options(&self) -> String {
        format!("name it with {}, or one day for all rows with {}", self.words.date_column, self.words.date)
    }
}

impl Part {
    const fn control(&mut self) -> Option<&mut Vec<OfSource>> {
        if let Self::Control(sources) = self { Some(sources) } else { None }
    }

    const fn regimes(&mut self) -> Option<&mut Vec<(Vec<u8>, Column)>> {
        if let Self::Regimes(regimes) = self { Some(regimes) } else { None }
    }
}
