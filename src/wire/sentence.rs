//! What sources say of a place and what it comes to, in sentences: the same words on every door.

use crate::atlas::Age;
use crate::model::told::{self, distance, rests_on, stated};
use crate::model::{Moment, Status};
use crate::query::{ControlAt, Verdict, VerdictKind};

/// What one source says: `held by UA (inferred), as last known on 2025-05-07`.
#[must_use]
pub fn statement(c: &ControlAt<'_>) -> String {
    let said = stated(c.status, c.holder);
    match (c.reason, c.last_known) {
        // Its distance and age tell why.
        (Some(_), Some(last)) if last.distance_m.is_some() => return format!("{said}; {last}"),
        (Some(reason), Some(last)) => return format!("{said}: {reason}; {last}"),
        (Some(reason), None) => return format!("{said}: {reason}"),
        _ => {}
    }
    let beyond =
        c.other_side.map(|(status, holder)| format!("; on the boundary, beyond it {}", stated(status, holder)));
    let as_last_known = c.version.filter(|_| c.stale).map(|version| format!(", as last known on {}", version.date()));
    let tail = [beyond, as_last_known].into_iter().flatten().collect::<String>();
    said + &rests_on(c.basis, c.publisher_word) + &tail
}

/// What the answers come to: what rests on stale sources says so first.
#[must_use]
pub fn verdict(verdict: &Verdict<'_>, control: &[ControlAt<'_>]) -> String {
    let mut parts = vec![verdict.kind.as_str().replace('_', " ")];
    parts.extend(verdict.stated.map(|(status, holder)| stated(status, holder)));
    if verdict.rests_on_stale {
        let versions = control.iter().filter(|c| verdict.sources.contains(&c.source.id.as_str()));
        parts.insert(0, format!("as last known on {}", days(versions.filter_map(|c| c.version))));
    }
    let mark = |id: &&str| if verdict.stale.contains(id) { format!("{id} (stale)") } else { (*id).to_owned() };
    let sources: Vec<String> = verdict.sources.iter().map(mark).collect();
    if !sources.is_empty() {
        parts.push(format!("{} {}", if sources.len() == 1 { "says" } else { "say" }, sources.join(", ")));
    }
    let mut text = parts.join(", ");
    for c in control.iter().filter(|_| verdict.kind == VerdictKind::Unknown) {
        text += &c.last_known.map(|last| format!("; {last}, says {}", c.source.id)).unwrap_or_default();
    }
    for c in control.iter().filter(|c| c.status == Status::Claimed) {
        let stale = if c.stale { " (stale)" } else { "" };
        text += &format!("; {}, says {}{stale}: a claim is not control", stated(c.status, c.holder), c.source.id);
    }
    text
}

/// How far the place is from the source's line, and how near to it the side is not sure.
#[must_use]
pub fn to_line(c: &ControlAt<'_>) -> String {
    let Some(distance_m) = c.distance_m else { return String::new() };
    let near = match c.uncertain_within_m {
        Some(within_m) if c.near_line => format!(", NEAR LINE (uncertain within {})", distance(within_m)),
        Some(within_m) if c.stale => format!(", uncertain within {}", distance(within_m)),
        _ => String::new(),
    };
    format!("{} from its line{near}", distance(distance_m))
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

/// `as last known on 2025-05-07, 569 days before: within 52.5 km of its line that may have changed`.
#[must_use]
pub fn of_age(version: Moment, age: Age) -> String {
    let (on, days) = (version.date(), told::days(age.days));
    match age.within_m() {
        Some(within_m) => {
            format!(
                "as last known on {on}, {days} before: within {} of its line that may have changed",
                distance(within_m)
            )
        }
        None => format!("the version of {on} is {days} old and says nothing any more"),
    }
}

/// The days of these moments, each once: `2025-03-01 and 2025-05-07`.
fn days(moments: impl Iterator<Item = Moment>) -> String {
    let mut days: Vec<_> = moments.map(Moment::date).collect();
    days.sort_unstable();
    days.dedup();
    days.iter().map(ToString::to_string).collect::<Vec<_>>().join(" and ")
}
