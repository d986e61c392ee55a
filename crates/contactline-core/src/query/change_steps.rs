//! `changes` in steps: what a party gained and lost from each day of a series to the next.

use crate::atlas::Atlas;
use crate::model::{Level, Moment, Party, Said};
use edge_timeline::budget;

use super::areas::timeline;
use super::changes::{Change, Changes, changes_by, figures, parties_told};
use super::error::QueryError;
use super::series::When;

/// What a party gained and lost from one day of a series to the next: figures, without outlines.
#[derive(Clone, Debug)]
pub struct ChangeStep<'a> {
    /// The party.
    pub party: Party,
    /// The moments asked about.
    pub asked: [Moment; 2],
    /// The versions as of them. See [`has_news`](Self::has_news) where both are one.
    pub versions: [Moment; 2],
    /// How old the versions were then, in days.
    pub ages_days: [i64; 2],
    /// What each version lacks.
    pub caveats: [Option<&'a Said>; 2],
    /// Over everything the source draws; none when one region was asked for.
    pub total: Option<Change>,
    /// By region or part of one.
    pub regions: Vec<(&'a str, Change)>,
}

impl ChangeStep<'_> {
    /// Whether its source speaks of the second moment by more than it had said by the first: by a newer version, or as a record that
    /// covers that day and has no change. Else nothing is known of the ground between them.
    #[must_use]
    pub fn has_news(&self) -> bool {
        self.versions[0] != self.versions[1] || self.ages_days[1] == 0
    }
}

impl<'a> From<Changes<'a>> for ChangeStep<'a> {
    fn from(changes: Changes<'a>) -> Self {
        let Changes { party, asked, from, to, ages_days, caveats, total, regions, .. } = changes;
        Self { party, asked, versions: [from, to], ages_days, caveats, total, regions }
    }
}

/// What was gained and lost from each day of a series to the next, in their order, for each of them of the party named; where none is
/// named of the Russian one and after it of each other party whose ground the source tells apart.
///
/// # Errors
/// As [`changes`](super::changes()) for any of them; a series that ends before it begins, or of too many days.
///
/// # Example
/// ```
/// use contactline_core::{example, model::{Date, Party}, query::{self, Step, When}};
///
/// let (from, to) = ("2025-01-01".parse::<Date>()?, "2025-01-03".parse::<Date>()?);
/// let when = When::Series { from, to, step: Step::Day };
/// let atlas = example::atlas();
/// let steps = query::change_steps(&atlas, "maps", Some(Party::RU), (None, None), when)?;
/// // What is gained from day to day is what is gained from the first to the last, less what was lost again.
/// let net = |change: query::Change| change.gained_m2 - change.lost_m2;
/// let whole = query::changes(&atlas, "maps", Party::RU, None, from.end(), to.end())?;
/// let sum: f64 = steps.iter().filter_map(|step| step.total).map(net).sum();
/// assert!(steps.len() == 2 && (sum - net(whole.total.unwrap())).abs() < 1.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn change_steps<'a>(
    atlas: &'a Atlas,
    source: &str,
    party: Option<Party>,
    (region, by): (Option<&str>, Option<Level>),
    when: When,
) -> Result<Vec<ChangeStep<'a>>, QueryError> {
    let moments = when.moments()?;
    let parties = parties_told(timeline(atlas, source)?, party);
    let pairs: Vec<([Moment; 2], Party)> =
        (moments.windows(2)).flat_map(|pair| parties.iter().map(|party| ([pair[0], pair[1]], *party))).collect();
    let step =
        |&([from, to], party): &([Moment; 2], Party)| match figures(atlas, source, party, (region, by), [from, to])? {
            Some(step) => Ok(step),
            // Parts of regions are cut out of what changed.
            None => changes_by(atlas, source, party, (region, by), from, to).map(ChangeStep::from),
        };
    budget::map(&pairs, step).into_iter().collect()
}
