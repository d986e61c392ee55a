//! What sources state of a place and what the answer is, in sentences: the same words on every door.

use std::fmt::Display;

use super::language::{spoken, told};
use contactline_core::atlas::Age;
use contactline_core::model::told::{days_in, distance_in, number_in, stated_in, stated_on};
use contactline_core::model::{Basis, Date, Drawing, Hostilities, Language, Moment, Party, Period, Source, Status};
use contactline_core::query::{Begun, ControlAt, Stretch, Verdict, VerdictKind};

/// What one source states: `held by UA (mapped: liberated), as last known on 2025-05-07`.
#[must_use]
pub fn statement(c: &ControlAt<'_>) -> String {
    let language = spoken();
    let said = stated_on(c.status, c.holder, (c.basis, c.publisher_word), is_record(c), language);
    let known = c.period.map(times).unwrap_or_default();
    let why = c.told_reason();
    match (why.as_ref(), c.last_known.map(|last| last.told())) {
        // Its distance and age tell why.
        (Some(_), Some(last)) if c.last_known.is_some_and(|last| last.distance_m.is_some()) => {
            return format!("{said}; {}", told(&last));
        }
        (Some(reason), Some(last)) => return format!("{said}: {}{known}; {}", told(reason), told(&last)),
        (Some(reason), None) => return format!("{said}: {}{known}", told(reason)),
        _ => {}
    }
    let beyond = c.other_side.map(|(status, holder)| {
        let on = language.of("on the boundary, beyond it", "на межі, по інший бік");
        format!("; {on} {}", stated_in(status, holder, language))
    });
    let as_last_known = c.version.filter(|_| c.stale).map(|version| format!(", {}", as_last_known(version.date())));
    said + &[beyond, Some(known), as_last_known].into_iter().flatten().collect::<String>()
}

/// Its status and holder in few words: `held by RU`; of what is concluded also from what: `held by UA (inferred: not listed)`.
#[must_use]
pub fn stated(c: &ControlAt<'_>) -> String {
    match c.basis {
        Some(Basis::Inferred) => stated_on(c.status, c.holder, (c.basis, c.publisher_word), is_record(c), spoken()),
        _ => stated_in(c.status, c.holder, spoken()),
    }
}

/// `as last known on 2025-05-07`.
#[must_use]
pub fn as_last_known(on: impl Display) -> String {
    format!("{} {on}", spoken().of("as last known on", "за останніми відомостями на"))
}

/// Whether it is a record by settlement, not a map.
fn is_record(c: &ControlAt<'_>) -> bool {
    c.source.drawing == Drawing::Tessellated
}

/// From when a period of a record holds and since when that is known, where the record says the latter.
fn times(period: &Period) -> String {
    let language = spoken();
    let Some(known_from) = period.known_from else { return String::new() };
    let from = match (period.begun_between(), period.start) {
        (Some((after, by)), _) => begun(period.holder, after, by),
        (None, Some(start)) => format!("{} {start}", language.of("from", "з")),
        (None, None) => language.of("since ever", "без початку").into(),
    };
    format!(", {from}, {} {known_from}", language.of("as known since", "відомо з"))
}

/// `RU from an unknown day between 2025-05-07 and 2026-08-21`: on the first it was not so yet, on the last it was.
fn begun(holder: Option<Party>, after: Date, by: Date) -> String {
    let holder = holder.map_or_else(String::new, |holder| format!("{holder} "));
    match spoken() {
        Language::English => format!("{holder}from an unknown day {}", between(after, by)),
        Language::Ukrainian => format!("{holder}з невідомого дня {}", between(after, by)),
    }
}

/// `between 2025-05-07 and 2026-08-21`.
#[must_use]
pub fn between(after: Date, by: Date) -> String {
    match spoken() {
        Language::English => format!("between {after} and {by}"),
        Language::Ukrainian => format!("між {after} і {by}"),
    }
}

/// `6 days later`, `at most 6 days later`, `the same day`.
#[must_use]
pub fn days_later(number: i64, is_limit: bool) -> String {
    let days = days_in(number, spoken());
    match (spoken(), number, is_limit) {
        (Language::English, 0, _) => "the same day".into(),
        (Language::Ukrainian, 0, _) => "того самого дня".into(),
        (Language::English, _, false) => format!("{days} later"),
        (Language::English, _, true) => format!("at most {days} later"),
        (Language::Ukrainian, _, false) => format!("через {days}"),
        (Language::Ukrainian, _, true) => format!("щонайбільше через {days}"),
    }
}

/// A part of a whole in per cent, to one decimal: `11.2`, `11,2`.
#[must_use]
pub fn per_cent(share: f64) -> String {
    number_in(format!("{:.1}", share * 100.0), spoken())
}

/// Fighting that the official list names at a place: the list's term, quoted as the list's.
#[must_use]
pub fn hostilities(listed: Hostilities) -> String {
    let language = spoken();
    let (term, term_uk) = match listed {
        Hostilities::Active => ("active hostilities", "територія активних бойових дій"),
        Hostilities::Possible => ("possible hostilities", "територія можливих бойових дій"),
    };
    match language {
        Language::English => {
            let [term, term_uk] = [language.quoted(term), Language::Ukrainian.quoted(term_uk)];
            format!("listed as {term} ({term_uk}, the list’s term)")
        }
        Language::Ukrainian => format!("у переліку: {} (термін переліку)", language.quoted(term_uk)),
    }
}

/// What a source states over a stretch of time; of what its age forbade it to say, what was last known, with what that
/// rested on.
#[must_use]
pub fn stretch(stretch: &Stretch, source: &Source) -> String {
    let (language, is_record) = (spoken(), source.drawing == Drawing::Tessellated);
    let said = stated_on(stretch.status, stretch.holder, (stretch.basis, None), is_record, language);
    let last = stretch.last_known.map(|(status, holder, basis)| {
        if source.absence_lag.is_some() && source.is_by_absence(status, holder, basis) {
            let last = stated_on(status, holder, (basis, None), is_record, language);
            let behind = language.of("near its line, and it runs behind", "біля його лінії, а джерело відстає");
            return format!(": {last} {behind}");
        }
        let basis = basis.filter(|basis| *basis == Basis::Inferred);
        let last = stated_on(status, holder, (basis, None), is_record, language);
        format!(": {}: {last}", language.of("out of date; last known", "дані застаріли; останні відомості"))
    });
    let begun = stretch.begun.map(|Begun { holder, after, by }| format!(", {}", begun(holder, after, by)));
    said + &last.into_iter().chain(begun).collect::<String>()
}

/// The word of a verdict.
const fn kind_of(kind: VerdictKind, language: Language) -> &'static str {
    match kind {
        VerdictKind::Agreed => language.of("agreed", "дані збігаються"),
        VerdictKind::Disputed => language.of("disputed", "дані розходяться"),
        VerdictKind::SingleSource => language.of("single source", "єдине джерело"),
        VerdictKind::Unknown => language.of("unknown", "невідомо"),
    }
}

/// What the answers come to: what rests on old versions says so first.
#[must_use]
pub fn verdict(verdict: &Verdict<'_>, control: &[ControlAt<'_>]) -> String {
    let language = spoken();
    let behind = || control.iter().filter(|c| verdict.sources.contains(&c.source.id.as_str()));
    let mut parts = Vec::new();
    if verdict.rests_on_stale {
        parts.push(as_last_known(days(behind().filter_map(|c| c.version))));
    }
    parts.push(kind_of(verdict.kind, language).to_owned());
    // Where every answer behind it is a conclusion, the verdict is no more than that.
    let concluded =
        |c: &ControlAt<'_>| c.basis == Some(Basis::Inferred) && (is_record(c) || c.publisher_word.is_none());
    let conclusion = || behind().all(concluded);
    parts.extend(verdict.stated.map(|(status, holder)| match behind().next() {
        Some(_) if conclusion() => {
            stated_on(status, holder, (Some(Basis::Inferred), None), behind().all(is_record), language)
        }
        _ => stated_in(status, holder, language),
    }));
    let old = language.of("out of date", "застаріла версія");
    let mark = |id: &&str| if verdict.stale.contains(id) { format!("{id} ({old})") } else { (*id).to_owned() };
    let sources: Vec<String> = verdict.sources.iter().map(mark).collect();
    if !sources.is_empty() {
        parts.push(according_to(&sources.join(", ")));
    }
    let mut text = parts.join(", ");
    for c in control.iter().filter(|_| verdict.kind == VerdictKind::Unknown) {
        let last = c.last_known.map(|last| format!("; {}, {}", told(&last.told()), according_to(&c.source.id)));
        text += &last.unwrap_or_default();
    }
    for c in control.iter().filter(|c| c.status == Status::Claimed) {
        let stale = if c.stale { format!(" ({old})") } else { String::new() };
        let note = language.of("a claim is not control", "заява не є контролем");
        text +=
            &format!("; {}, {}{stale}: {note}", stated_in(c.status, c.holder, language), according_to(&c.source.id));
    }
    text
}

/// `according to maps`.
#[must_use]
pub fn according_to(sources: &str) -> String {
    format!("{} {sources}", spoken().of("according to", "за даними"))
}

/// How far the place is from the source's line, and how near to it the side is not sure.
#[must_use]
pub fn to_line(c: &ControlAt<'_>) -> String {
    let Some(distance_m) = c.distance_m else { return String::new() };
    let language = spoken();
    let within =
        |within_m| format!("{} {}", language.of("uncertain within", "похибка до"), distance_in(within_m, language));
    let near = match c.uncertain_within_m {
        Some(within_m) if c.near_line => {
            format!(", {} ({})", language.of("NEAR THE LINE", "БІЛЯ ЛІНІЇ"), within(within_m))
        }
        Some(within_m) if c.stale => format!(", {}", within(within_m)),
        _ => String::new(),
    };
    format!("{} {}{near}", distance_in(distance_m, language), language.of("from the line", "до лінії"))
}

/// Of each source whose version is past its limit of age, or that runs behind, what that makes uncertain, a line each; of several
/// moments the oldest.
#[must_use]
pub fn aged<'a>(versions: impl IntoIterator<Item = (&'a str, Option<Moment>, Option<Age>)>) -> String {
    let mut oldest: Vec<(&str, Moment, Age)> = Vec::new();
    for (source, version, age) in versions {
        let (Some(version), Some(age)) = (version, age.filter(|age| age.stale || age.runs_behind())) else { continue };
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
    let language = spoken();
    let (on, days) = (version.date(), days_in(age.days, language));
    if age.runs_behind() {
        let within = distance_in(age.unlisted_reach_m, language);
        return match language {
            Language::English => {
                format!("runs behind: as of {on}, what it does not name within {within} of its line is unknown")
            }
            Language::Ukrainian => {
                format!(
                    "відстає: станом на {on} те, чого воно не називає ближче ніж за {within} до своєї лінії, невідоме"
                )
            }
        };
    }
    match (age.within_m().map(|within_m| distance_in(within_m, language)), language) {
        (Some(within), Language::English) => {
            format!("{}, {days} before: within {within} of the line this may have changed", as_last_known(on))
        }
        (Some(within), Language::Ukrainian) => {
            format!("{}, за {days} до того: ближче ніж за {within} до лінії контроль міг змінитися", as_last_known(on))
        }
        (None, Language::English) => format!("the version of {on} is {days} old and is no longer used"),
        (None, Language::Ukrainian) => format!("версії від {on} {days}, її більше не використано"),
    }
}

/// The days of these moments, each once: `2025-03-01 and 2025-05-07`.
fn days(moments: impl Iterator<Item = Moment>) -> String {
    let mut days: Vec<_> = moments.map(Moment::date).collect();
    days.sort_unstable();
    days.dedup();
    days.iter().map(ToString::to_string).collect::<Vec<_>>().join(spoken().of(" and ", " і "))
}
