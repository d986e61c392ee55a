//! Announcements set against what sources state.
use super::*;
use contactline_core::model::{Announced, Announcement, Certainty, DateKind, Scope};

fn said(party: Party, says: Announced, offset: i32, at: Option<(f64, f64)>) -> Announcement {
    Announcement {
        id: format!("{party}-{offset}-{at:?}"),
        party,
        says,
        date: small_day(offset).date(),
        date_kind: DateKind::Day,
        place: "Village".into(),
        place_uk: "Село".into(),
        position: at.map(|(lon, lat)| place(lon, lat)),
        region: "ua-a".into(),
        scope: Scope::Settlement,
        announced_by: "A ministry".into(),
        announced_by_uk: None,
        disputed_by: None,
        certainty: Certainty::High,
        source: None,
        note: None,
        note_uk: None,
    }
}

/// What a source states of a place.
type Stated = (Status, Option<Party>);

/// Whether that is what was announced.
fn is_so((status, holder): &Stated, said: &Announcement) -> bool {
    let theirs = *holder == Some(said.party);
    *status == Status::Held && if said.says == Announced::Left { !theirs } else { theirs }
}

/// What a source makes of an announcement, read from `at` on each day: the word, and the days from the announcement to the first
/// day on which it states the same.
fn by_day(atlas: &Atlas, said: &Announcement, source: &str, last: i32) -> (Confirmation, Option<i64>) {
    let first = said.date.days() - small_day(0).date().days();
    let position = said.position.unwrap();
    let on = |offset: i32| -> Stated {
        let answer = at(atlas, position, small_day(offset));
        (of(&answer, source).status, of(&answer, source).holder)
    };
    let days: Vec<Stated> = (first..=last).map(on).collect();
    if let Some(k) = days.iter().position(|stated| is_so(stated, said)) {
        if k == 0 && is_so(&on(first - 1), said) {
            return (Confirmation::Already, None);
        }
        return (Confirmation::Confirmed, Some(k as i64));
    }
    let speaks = |(status, _): &Stated| *status != Status::Unknown;
    let word = match days.iter().rposition(speaks) {
        None => Confirmation::Silent,
        Some(k) if k + 1 == days.len() => Confirmation::NotConfirmed,
        Some(_) => Confirmation::SilentSince,
    };
    (word, None)
}

#[test]
fn what_a_source_makes_of_an_announcement_is_what_it_states_on_each_day() {
    let mut dataset = dataset();
    let places = [(36.5, 47.5), (37.5, 47.5), (38.25, 47.5), (38.7, 47.5), (36.5, 48.5), (38.75, 48.5), (36.5, 46.7)];
    dataset.announcements.clear();
    for (party, says) in [(Party::RU, Announced::Taken), (Party::UA, Announced::Taken), (Party::RU, Announced::Left)] {
        for at in places {
            dataset.announcements.extend([1, 2, 4, 9, 20, 45].map(|offset| said(party, says, offset, Some(at))));
        }
    }
    // The list names each place that is announced.
    let record = &mut dataset.records[0];
    for settlement in &mut record.settlements {
        settlement.name_uk = "Село".into();
    }
    let atlas = Atlas::build(dataset);
    let mut seen = std::collections::BTreeSet::new();
    for last in [8, 30, 60] {
        let found = announcements(&atlas, small_day(last), AnnouncementsWanted::default()).unwrap();
        assert_eq!(found.rows.len(), atlas.announcements().iter().filter(|a| a.date <= small_day(last).date()).count());
        for row in &found.rows {
            for checked in &row.checked {
                let expected = by_day(&atlas, row.announcement, &checked.source.id, last);
                assert_eq!(
                    (checked.outcome, checked.days_at_most),
                    expected,
                    "{} {}",
                    row.announcement.id,
                    checked.source.id
                );
                seen.insert(checked.outcome);
            }
        }
        for tally in found.totals().iter().chain(&found.by_month()) {
            assert_eq!(tally.outcomes.iter().sum::<usize>(), tally.announced);
        }
        let of = |tallies: Vec<Tally<'_>>| tallies.iter().map(|tally| tally.announced).sum::<usize>();
        assert_eq!(of(found.totals()), of(found.by_month()));
    }
    assert_eq!(seen.len(), Confirmation::ALL.len() - 1, "every word but not_placed: {seen:?}");
}

#[test]
fn a_record_that_does_not_list_the_settlement_is_silent_of_it() {
    let mut dataset = dataset();
    dataset.announcements =
        vec![said(Party::RU, Announced::Taken, 1, Some((36.4, 47.5))), said(Party::RU, Announced::Taken, 1, None)];
    let atlas = Atlas::build(dataset);
    let found = announcements(&atlas, small_day(3), AnnouncementsWanted::default()).unwrap();
    let words: Vec<_> =
        found.rows.iter().map(|row| row.checked.iter().map(|c| c.outcome).collect::<Vec<_>>()).collect();
    assert_eq!(words[0], [Confirmation::NotPlaced; 2]);
    // The list has the place in the cell of Town 0, 8 km off; the map shows it from the day before.
    assert_eq!(words[1], [Confirmation::Silent, Confirmation::Already]);
}
