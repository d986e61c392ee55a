//! The columns (or members) that are added to a row: which there are, and which were chosen.

use super::RowError;
use super::places::{PLACE_FACTS, PlaceFact};

/// A column that is added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    /// Id of the region.
    Region,
    /// How well the row's postcode tells where it is.
    PostcodePrecision,
    /// How the row's place was found.
    Place(PlaceFact),
    /// The moment that was asked about.
    AsOf,
    /// What the sources come to.
    Verdict,
    /// Whether that rests on stale sources alone.
    RestsOnStale,
    /// What a source says: its place among those given, and the fact.
    Source(usize, Fact),
    /// What a regime comes to: its place among all.
    Regime(usize),
    /// Whether that rests on stale sources alone.
    RegimeOnStale(usize),
    /// What is wrong with the row, or odd about it.
    Error,
}

/// What a source says of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fact {
    Status,
    Holder,
    Version,
    AgeDays,
    Stale,
    DistanceM,
    NearLine,
    UncertainWithinM,
    LastKnownStatus,
    LastKnownHolder,
    Basis,
    Reason,
    Caveat,
}

/// Every fact with its name; those of the default first, as they are given.
const FACTS: [(Fact, &str); 13] = [
    (Fact::Status, "status"),
    (Fact::Holder, "holder"),
    (Fact::Version, "version"),
    (Fact::AgeDays, "age_days"),
    (Fact::Stale, "stale"),
    (Fact::DistanceM, "distance_m"),
    (Fact::NearLine, "near_line"),
    (Fact::UncertainWithinM, "uncertain_within_m"),
    (Fact::LastKnownStatus, "last_known_status"),
    (Fact::LastKnownHolder, "last_known_holder"),
    (Fact::Basis, "basis"),
    (Fact::Reason, "reason"),
    (Fact::Caveat, "caveat"),
];
/// How many of them the default has.
const USUAL_FACTS: usize = 7;

impl Fact {
    /// Its name.
    pub(super) fn name(self) -> &'static str {
        FACTS.iter().find(|(fact, _)| *fact == self).map_or("", |(_, name)| name)
    }
}

/// The sources and regimes there are columns for.
pub(super) struct Known<'a> {
    pub(super) sources: &'a [String],
    pub(super) regimes: &'a [String],
}

impl Known<'_> {
    /// The name of a column.
    pub(super) fn name(&self, column: Column) -> String {
        match column {
            Column::Region => "region".into(),
            Column::PostcodePrecision => "postcode_precision".into(),
            Column::Place(fact) => PLACE_FACTS.iter().find(|(own, _)| *own == fact).map_or("", |(_, name)| name).into(),
            Column::AsOf => "as_of".into(),
            Column::Verdict => "verdict".into(),
            Column::RestsOnStale => "verdict.rests_on_stale".into(),
            Column::Source(source, fact) => format!("{}.{}", self.sources[source], fact.name()),
            Column::Regime(regime) => format!("regime.{}", self.regimes[regime]),
            Column::RegimeOnStale(regime) => format!("regime.{}.rests_on_stale", self.regimes[regime]),
            Column::Error => "error".into(),
        }
    }

    /// What screening needs: region, verdict, what each source says and how old it is, the regimes where asked for.
    pub(super) fn usual(&self, regimes: bool) -> Vec<Column> {
        let mut columns = vec![Column::Region, Column::Verdict, Column::RestsOnStale];
        for source in 0..self.sources.len() {
            columns.extend(FACTS[..USUAL_FACTS].iter().map(|(fact, _)| Column::Source(source, *fact)));
        }
        columns.extend((0..if regimes { self.regimes.len() } else { 0 }).map(Column::Regime));
        columns.push(Column::Error);
        columns
    }

    /// The columns that words name, in their order: `status` is that of every source, `regimes` every regime. The error is
    /// always given, last where it is not named.
    ///
    /// # Errors
    /// A word that names none.
    pub(super) fn chosen(&self, words: &[String], regimes: bool) -> Result<Vec<Column>, RowError> {
        let mut columns = Vec::new();
        for word in words {
            let unknown = || RowError::UnknownColumn { value: word.clone(), known: self.words() };
            columns.extend(self.named(word.trim()).ok_or_else(unknown)?);
        }
        if regimes {
            columns.extend((0..self.regimes.len()).map(Column::Regime));
        }
        columns.push(Column::Error);
        let mut once = Vec::new();
        for column in columns {
            if !once.contains(&column) {
                once.push(column);
            }
        }
        Ok(once)
    }

    fn named(&self, word: &str) -> Option<Vec<Column>> {
        let sources = 0..self.sources.len();
        let regimes = 0..self.regimes.len();
        if word == "regimes" {
            return Some(regimes.map(Column::Regime).collect());
        }
        if word == "regimes.rests_on_stale" {
            return Some(regimes.map(Column::RegimeOnStale).collect());
        }
        if let Some((fact, _)) = FACTS.iter().find(|(_, name)| *name == word) {
            return Some(sources.map(|source| Column::Source(source, *fact)).collect());
        }
        let plain = [Column::Region, Column::AsOf, Column::Verdict, Column::RestsOnStale, Column::Error];
        let of_sources = sources.flat_map(|s| FACTS.iter().map(move |(fact, _)| Column::Source(s, *fact)));
        let mut all = plain
            .into_iter()
            .chain(of_sources)
            .chain(regimes.clone().map(Column::Regime))
            .chain(regimes.map(Column::RegimeOnStale));
        all.find(|column| self.name(*column) == word).map(|column| vec![column])
    }

    fn words(&self) -> String {
        let facts: Vec<&str> = FACTS.iter().map(|(_, name)| *name).collect();
        format!(
            "region, verdict, verdict.rests_on_stale, as_of, regimes, regimes.rests_on_stale, error; of every source {}; of one source such as \
             {}.status",
            facts.join(", "),
            self.sources.first().map_or("ID", String::as_str)
        )
    }
}
