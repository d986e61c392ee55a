//! Sources: who says it, how, under which licence, about where and when, how precisely.

use edge_timeline::{Area, Position};

use super::language::Language;
use super::party::{Basis, Party, Status, words};
use super::reach::Reach;
use super::time::Date;

words! {
    /// How a source comes to its statements.
    Method as "method" {
        /// Assessed from evidence.
        Assessed = "assessed",
        /// Drawn on a map.
        Mapped = "mapped",
        /// An official act.
        Official = "official",
        /// Coded place by place.
        Coded = "coded",
        /// Announced by a party.
        Announced = "announced",
    }
}

words! {
    /// Where a source's polygons come from.
    Drawing as "geometry" {
        /// The publisher drew them: each version is a drawing of one day.
        Drawn = "drawn",
        /// This program made them around settlements that the source lists with dates (Thiessen tessellation).
        Tessellated = "tessellated",
    }
}

/// Where and when a source speaks at all. Outside it the answer is unknown.
#[derive(Clone, Debug, Default)]
pub struct Coverage {
    /// Region ids (`ua` is the whole country).
    pub regions: Vec<String>,
    /// Region ids left out of them.
    pub except_regions: Vec<String>,
    /// Ground left out.
    pub except: Vec<Exception>,
    /// First day covered; none: the first version's.
    pub start: Option<Date>,
    /// Last day covered; none: the last version's.
    pub end: Option<Date>,
    /// Of a record: days of which it has no data of its own, in order and apart from each other.
    pub gaps: Vec<CoverageGap>,
}

/// Days within a record's coverage of which it has no data of its own: what it states of the day before is carried on, and is
/// as old as that day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CoverageGap {
    /// The first of them.
    pub first: Date,
    /// The last of them.
    pub last: Date,
}

/// Ground that a coverage leaves out.
#[derive(Clone, Debug, PartialEq)]
pub struct Exception {
    /// What lies there.
    pub name: String,
    /// The same in Ukrainian; none where it is not given.
    pub name_uk: Option<String>,
    /// Where: a box, or an outline of a few corners.
    pub area: Area,
    /// From which day's version on; none: always.
    pub from: Option<Date>,
}

impl Exception {
    /// Whether a place lies in it; its edge counts.
    #[must_use]
    pub fn holds(&self, p: Position) -> bool {
        self.area.holds(p)
    }

    /// What lies there, in a language: in English where it is not given in that one.
    #[must_use]
    pub fn name_in(&self, language: Language) -> &str {
        language.or_english(&self.name, self.name_uk.as_deref())
    }
}

impl Coverage {
    /// The ground left out of a version of that day.
    pub fn exceptions_on(&self, day: Date) -> impl Iterator<Item = &Exception> {
        self.except.iter().filter(move |e| e.from.is_none_or(|from| from <= day))
    }

    /// The last day that a record knows of without a gap after that day; in a gap the day before it. None: the coverage has no end.
    #[must_use]
    pub fn known_until(&self, day: Date) -> Option<Date> {
        let gap = self.gaps.iter().find(|gap| day <= gap.last);
        gap.map_or(self.end, |gap| Some(gap.first.plus_days(-1)))
    }

    /// The gap in which a day lies.
    #[must_use]
    pub fn gap_on(&self, day: Date) -> Option<CoverageGap> {
        self.gaps.iter().find(|gap| gap.first <= day && day <= gap.last).copied()
    }
}

/// A layer of a source's versions: polygons that state one thing, published for themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layer {
    /// Its name.
    pub name: String,
    /// What it states.
    pub status: Status,
    /// Of whom; none: of anybody, or nobody.
    pub holder: Option<Party>,
}

/// What is declared about a source in words, in Ukrainian; the English stands where there is none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InUkrainian {
    /// Title.
    pub title: Option<String>,
    /// Publisher.
    pub publisher: Option<String>,
    /// The licence's terms in a sentence or two.
    pub licence_terms: Option<String>,
    /// What is known of the lag.
    pub lag_note: Option<String>,
    /// How the precision is known.
    pub precision_note: Option<String>,
    /// Anything else a reader should know.
    pub note: Option<String>,
}

/// How far a source runs behind with what it names: its silence then means nothing near its line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AbsenceLag {
    /// For so many days before its version it may not have named yet what had changed hands.
    pub days: u32,
    /// So near to its line lay what it had not named yet, in metres.
    pub within_m: f64,
}

/// Everything declared about a source.
#[derive(Clone, Debug)]
pub struct Source {
    /// Short id, as in URLs: `deepstate`.
    pub id: String,
    /// Title.
    pub title: String,
    /// Publisher.
    pub publisher: String,
    /// Where the publisher stands on the web.
    pub url: Option<String>,
    /// How it comes to its statements.
    pub method: Method,
    /// Drawn by the publisher, or tessellated here.
    pub drawing: Drawing,
    /// Licence, short.
    pub licence: String,
    /// The licence's terms in a sentence or two.
    pub licence_terms: Option<String>,
    /// The line that must be shown with its answers.
    pub attribution: String,
    /// Whether its geometry may be passed on; else only answers about points, areas and distances leave the house.
    pub geometry_may_be_passed_on: bool,
    /// Where and when it speaks.
    pub coverage: Coverage,
    /// Days between a situation and the version that shows it, as the publisher works.
    pub lag_days: Option<u32>,
    /// What is known of the lag.
    pub lag_note: Option<String>,
    /// Typical error of its line in metres.
    pub precision_m: f64,
    /// Error of its line in metres not passed in 95 % of cases.
    pub precision_95_m: Option<f64>,
    /// How the precision is known.
    pub precision_note: Option<String>,
    /// The least ground, in square metres, that a part of what it draws as held goes around to make a line of contact; 0: any.
    pub line_min_piece_m2: f64,
    /// Days after which a version is stale: from then on it speaks only of places farther from its line than `line_reach`.
    pub stale_after_days: u32,
    /// Days after which a version says nothing any more.
    pub unknown_after_days: u32,
    /// How far its line may have moved since a version, by the version's age.
    pub line_reach: Reach,
    /// Sources or works it draws on.
    pub depends_on: Vec<String>,
    /// What it means to lie inside its coverage and outside all its polygons.
    pub absence: Option<(Party, Basis)>,
    /// How far it runs behind with what it names; none: its silence is as good as its word.
    pub absence_lag: Option<AbsenceLag>,
    /// The layers a whole version has; none: a version is one drawing.
    pub layers: Vec<Layer>,
    /// Anything else a reader should know.
    pub note: Option<String>,
    /// The same in Ukrainian.
    pub in_ukrainian: InUkrainian,
}

impl Source {
    /// Its title in a language.
    #[must_use]
    pub fn title_in(&self, language: Language) -> &str {
        language.or_english(&self.title, self.in_ukrainian.title.as_deref())
    }

    /// Whether a version of that age is past the source's limit.
    #[must_use]
    pub fn is_stale(&self, age_days: i64) -> bool {
        age_days > i64::from(self.stale_after_days)
    }

    /// Whether a version of that age says nothing any more.
    #[must_use]
    pub fn has_expired(&self, age_days: i64) -> bool {
        age_days > i64::from(self.unknown_after_days)
    }

    /// How near to the line of a version of that age what the source does not name is unknown, in metres, because it runs behind;
    /// 0 where its silence is as good as its word. The age is negative for days before the version of which it knows more since.
    #[must_use]
    pub fn unlisted_reach_m(&self, age_days: i64) -> f64 {
        let lag = self.absence_lag.filter(|lag| age_days > -i64::from(lag.days));
        // Its line is as good as one that was up to date as many days earlier as lines take to move that far.
        lag.map_or(0.0, |lag| self.line_reach.after_further_m(lag.within_m, age_days))
    }

    /// Whether that is what its silence means.
    #[must_use]
    pub fn is_by_absence(&self, status: Status, holder: Option<Party>, basis: Option<Basis>) -> bool {
        status == Status::Held && self.absence.is_some_and(|(party, on)| (holder, basis) == (Some(party), Some(on)))
    }

    /// How near to the line of a version of that age it is not sure on which side a place lies, in metres: as near as the
    /// source is precise, and as far as the line may have moved since.
    #[must_use]
    pub fn uncertain_within_m(&self, age_days: i64) -> f64 {
        self.precision_m + self.line_reach.after_m(age_days)
    }
}
