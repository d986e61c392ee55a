//! What sources state of a place and what the answer is, in sentences: the same words on every door.

use crate::atlas::Age;
use crate::model::told::{self, distance, stated, stated_on};
use crate::model::{Basis, Drawing, Moment, Period, Status};
use crate::query::{ControlAt, Verdict, VerdictKind};

/// What one source says: `held by UA (inferred), as last known on 2025-05-07`.
#[must_use]
pub fn statement(c: &ControlAt<'_>) -> String {
    let said = stated_on(c.status, c.holder, (c.basis, c.publisher_word), is_record(c));
    let known = c.period.map(times).unwrap_or_default();
    match (c.reason, c.last_known) {
        // Its distance and age tell why.
        (Some(_), Some(last)) if last.distance_m.is_some() => return format!("{said}; {last}"),
        (Some(reason), Some(last)) => return format!("{said}: {reason}{known}; {last}"),
        (Some(reason), None) => return format!("{said}: {reason}{known}"),
        _ => {}
    }
    let beyond =
        c.other_side.map(|(status, holder)| format!("; on the boundary, beyond it {}", stated(status, holder)));
    let as_last_known = c.version.filter(|_| c.stale).map(|version| format!(", as last known on {}", version.date()));
    let tail = [beyond, Some(known), as_last_known].into_iter().flatten().collect::<String>();
    said + &tail
}

/// Whether it is a record by settlement, not a map.
fn is_record(c: &ControlAt<'_>) -> bool {
    c.source.drawing == Drawing::Tessellated
}

/// From when a period of a record holds and since when that is known, where the record says the latter.
fn times(period: &Period) -> String {
    let Some(known_from) = period.known_from else { return String::new() };
    let from = match (period.start_earliest, period.start) {
        (Some(earliest), Some(start)) => format!("{} from a day between {earliest} and {start}", period.holder),
        (_, Some(start)) => format!("from {start}"),
        (_, None) => "since ever".into(),
    };
    format!(", {from}, as known since {known_from}")
}

/// What the answers come to: what rests on stale sources says so first.
#[must_use]
pub fn verdict(verdict: &Verdict<'_>, control: &[ControlAt<'_>]) -> String {
    let behind = || control.iter().filter(|c| verdict.sources.contains(&c.source.id.as_str()));
    let mut parts = Vec::new();
    if verdict.rests_on_stale {
        parts.push(format!("as last known on {}", days(behind().filter_map(|c| c.version))));
    }
    parts.push(verdict.kind.as_str().replace('_', " "));
    // Where every answer behind it is a conclusion, the verdict is no more than that.
    let conclusion = || behind().all(|c| c.basis == Some(Basis::Inferred) && c.publisher_word.is_none());
    parts.extend(verdict.stated.map(|(status, holder)| match behind().next() {
        Some(_) if conclusion() => stated_on(status, holder, (Some(Basis::Inferred), None), behind().all(is_record)),
        _ => stated(status, holder),
    }));
    let mark = |id: &&str| if verdict.stale.contains(id) { format!("{id} (out of date)") } else { (*id).to_owned() };
    let sources: Vec<String> = verdict.sources.iter().map(mark).collect();
    if !sources.is_empty() {
        parts.push(format!("according to {}", sources.join(", ")));
    }
    let mut text = parts.join(", ");
    for c in control.iter().filter(|_| verdict.kind == VerdictKind::Unknown) {
        text += &c.last_known.map(|last| format!("; {last}, according to {}", c.source.id)).unwrap_or_default();
    }
    for c in control.iter().filter(|c| c.status == Status::Claimed) {
        let stale = if c.stale { " (out of date)" } else { "" };
        text +=
            &format!("; {}, according to {}{stale}: a claim is not control", stated(c.status, c.holder), c.source.id);
    }
    text
}

/// How far the place is from the source's line, and how near to it the side is not sure.
#[must_use]
pub fn to_line(c: &ControlAt<'_>) -> String {
    let Some(distance_m) = c.distance_m else { return String::new() };
    let near = match c.uncertain_within_m {
        Some(within_m) if c.near_line => format!(", NEAR THE LINE (uncertain within {})", distance(within_m)),
        Some(within_m) if c.stale => format!(", uncertain within {}", distance(within_m)),
        _ => String::new(),
    };
    format!("{} from the line{near}", distance(distance_m))
}

/// Of each source whose version is past its limit of age, how old it is and what that makes uncertain, a line each; of several
/// moments the oldest.
#[must_use]
pub fn aged<'a>(versions: impl IntoIterator<Item = (&'a str, Option<Moment>, Option<Age>)>) -> String {
    let mut oldest: Vec<(&str, Moment, Age)> = Vec::new();
    for (source, version, age) in versions {
        let (Some(version), Some(age)) = (version, age.filter(|age| age.stale)) else { continue };
        match oldest.iter_mut().find(|(id, stamp, _)| (*id, *stamp) == (source, version)) {
            Some(known) if known.2.days < age.days => known.2 = age,
            Some(_) => {}
            None => oldest.push((source, version, age)),
        }
    }
    oldest.into_iter().map(|(source, version, age)| format!("{source}: {}\n", of_age(version, age))).collect()
}

/// `as last known on 2025-05-07, 569 days before: within 52.5 km of the line this may have changed`.
#[must_use]
pub fn of_age(version: Moment, age: Age) -> String {
    let (on, days) = (version.date(), told::days(age.days));
    match age.within_m() {
        Some(within_m) => {
            format!(
                "as last known on {on}, {days} before: within {} of the line this may have changed",
                distance(within_m)
            )
        }
        None => format!("the version of {on} is {days} old and is no longer used"),
    }
}

/// The days of these moments, each once: `2025-03-01 and 2025-05-07`.
fn days(moments: impl Iterator<Item = Moment>) -> String {
    let mut days: Vec<_> = moments.map(Moment::date).collect();
    days.sort_unstable();
    days.dedup();
    days.iter().map(ToString::to_string).collect::<Vec<_>>().join(" and ")
}
