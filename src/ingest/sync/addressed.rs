//! Sources with an address for each version: which are missing, and fetching those.

use std::collections::BTreeSet;

use super::{Asked, Days, Fetched, Sync};
use crate::fetch::{Answer, Client, Plan, State, Tag, days, history};
use crate::ingest::IngestError;
use contactline_core::model::{Date, Moment};

/// Days after which a day without a version will have none.
const SETTLED_DAYS: i32 = 14;

/// A version to ask for.
pub(super) struct Wanted {
    /// From when it stands.
    pub(super) stamp: Moment,
    /// Where it is.
    pub(super) url: String,
    /// Whether the publisher says that it is there.
    is_listed: bool,
    /// Whether the next run asks for it again.
    is_newest: bool,
}

/// The versions to ask for, in order: those that are not kept, and the newest of those that are. The list is asked for.
///
/// # Errors
/// The list cannot be had or read, or no first day is known.
pub(super) fn wanted(
    client: &mut Client,
    plan: &Plan,
    state: &mut State,
    kept: &BTreeSet<Moment>,
    wanted: Days,
) -> Result<Vec<Wanted>, IngestError> {
    let (mut all, recheck): (Vec<Wanted>, usize) = match plan {
        Plan::History { list, version, recheck } => {
            let one = |id: &i64| Wanted {
                stamp: Moment::from_seconds(*id),
                url: history::url(version, *id),
                is_listed: true,
                is_newest: false,
            };
            (listed(client, list, state)?.iter().map(one).collect(), *recheck)
        }
        Plan::Days { day, listing, first, recheck } => {
            let one = |date: Date| Wanted {
                stamp: date.start(),
                url: days::url(day, date),
                is_listed: listing.is_some(),
                is_newest: false,
            };
            let dates: Vec<Date> = match listing {
                Some(listing) => in_listing(client, listing, day)?.into_iter().collect(),
                None => every_day(*first, state, kept, wanted)?,
            };
            (dates.into_iter().map(one).collect(), *recheck)
        }
        Plan::Layers { .. } | Plan::Last { .. } | Plan::List { .. } | Plan::Years { .. } => (Vec::new(), 0),
    };
    all.retain(|one| wanted.hold(one.stamp.date()));
    all.iter_mut().rev().take(recheck).for_each(|one| one.is_newest = true);
    all.retain(|one| one.is_newest || !kept.contains(&one.stamp));
    Ok(all)
}

/// The ids listed now. A list that did not change is the one remembered.
fn listed(client: &mut Client, url: &str, state: &mut State) -> Result<BTreeSet<i64>, IngestError> {
    let known = if state.listed.is_empty() { Tag::default() } else { state.tag(url) };
    match client.get(url, &known)? {
        Answer::Same => {}
        Answer::Absent => {
            return Err(IngestError::Answer(format!("{url}: there is no list of versions at this address")));
        }
        Answer::Body { bytes, tag } => {
            let listed = history::listed(&bytes).map_err(|reason| IngestError::Answer(format!("{url}: {reason}")))?;
            if listed.is_empty() {
                return Err(IngestError::Answer(format!("{url}: the list has no versions")));
            }
            state.listed = listed;
            state.tags.insert(url.into(), tag);
        }
    }
    Ok(state.listed.clone())
}

/// The days whose files a page names.
fn in_listing(client: &mut Client, url: &str, template: &str) -> Result<BTreeSet<Date>, IngestError> {
    let Answer::Body { bytes, .. } = client.get(url, &Tag::default())? else {
        return Err(IngestError::Answer(format!("{url}: there is no listing at this address")));
    };
    let days = days::listed(&String::from_utf8_lossy(&bytes), template);
    if days.is_empty() {
        return Err(IngestError::Answer(format!("{url}: the listing names no file of the form {template}")));
    }
    Ok(days)
}

/// Every day that may have a version.
fn every_day(
    first: Option<Date>,
    state: &State,
    kept: &BTreeSet<Moment>,
    wanted: Days,
) -> Result<Vec<Date>, IngestError> {
    let first = wanted.from.or(first).or_else(|| kept.first().map(|stamp| stamp.date()));
    let first = first.ok_or_else(|| {
        IngestError::Named("no first day is known: give --from, or 'first' or 'listing' in sync.toml".into())
    })?;
    let last = wanted.to.unwrap_or(Date::from_days(i32::MAX)).min(wanted.today);
    let days = (first.days()..=last.days()).map(Date::from_days);
    Ok(days.filter(|day| !state.absent.contains(&day.to_string())).collect())
}

impl Sync {
    /// Fetches and keeps what is missing.
    ///
    /// # Errors
    /// Why the run had to end; what was kept before stays.
    pub(super) fn addressed(&mut self, plan: &Plan) -> Result<(), IngestError> {
        let kept: BTreeSet<Moment> = self.session.store.stamps(self.source()).into_iter().collect();
        let wanted = wanted(&mut self.client, plan, &mut self.state, &kept, self.days)?;
        let list = if let Plan::History { list, .. } = plan { Some(list) } else { None };
        let again = |url: &String| list == Some(url) || wanted.iter().any(|one| one.is_newest && one.url == *url);
        self.state.tags.retain(|url, _| again(url));
        self.remember()?;
        self.session.progress.begin(wanted.len(), "versions");
        for one in &wanted {
            self.one(one, kept.contains(&one.stamp))?;
            self.session.progress.advance(1);
        }
        Ok(())
    }

    fn one(&mut self, one: &Wanted, is_kept: bool) -> Result<(), IngestError> {
        let known = if is_kept { self.state.tag(&one.url) } else { Tag::default() };
        let asked = match self.ask(&one.url, &one.url, known) {
            Ok(asked) => asked,
            Err(error) => return self.failed(&one.url, error),
        };
        match asked {
            Asked::RefusedBefore => self.refused_before += 1,
            Asked::Same => self.session.tally.unchanged += 1,
            Asked::Absent if one.is_listed => {
                self.refuse(&one.url, "absent", "listed, but there is nothing at this address".into())?;
            }
            Asked::Absent => {
                self.absent += 1;
                let day = one.stamp.date();
                if !is_kept && day.plus_days(SETTLED_DAYS) < self.session.today {
                    self.state.absent.insert(day.to_string());
                    self.remember()?;
                }
            }
            Asked::New(fetched) => self.body(one, fetched)?,
        }
        Ok(())
    }

    /// Keeps a body, or remembers that it had to be refused.
    fn body(&mut self, one: &Wanted, fetched: Fetched) -> Result<(), IngestError> {
        if !self.keep(&fetched.bytes, &one.url, Some(one.stamp))? {
            self.remember_refused(&one.url, fetched);
            return self.remember();
        }
        let was_refused = self.state.refused.remove(&one.url).is_some();
        if one.is_newest {
            self.state.tags.insert(one.url.clone(), fetched.tag);
        }
        if was_refused || one.is_newest { self.remember() } else { Ok(()) }
    }
}
