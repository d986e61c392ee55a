//! The status of each settlement, since when, and which are wanted.
use super::*;

#[test]
fn each_settlement_has_its_status_and_since_when() {
    let atlas = Atlas::build(dataset());
    let found = settlements(&atlas, day("2025-01-12"), Wanted::default()).unwrap();
    assert_eq!((found.matched, found.rows.len()), (6, 6));
    let held = Status::Held;
    assert_eq!(stated(row(&found, "s-0"), "maps"), (held, Some(Party::UA), since("2025-01-10"), false), "given back");
    assert_eq!(stated(row(&found, "s-1"), "maps"), (held, Some(Party::RU), since("2025-01-01"), true), "all along");
    assert_eq!(stated(row(&found, "s-2"), "maps"), (held, Some(Party::RU), since("2025-01-03"), false), "on its edge");
    assert_eq!(stated(row(&found, "s-3"), "maps"), (held, Some(Party::UA), since("2025-01-01"), true), "never drawn");
    assert_eq!(stated(row(&found, "s-0"), "list"), (held, Some(Party::RU), since("2025-01-02"), false));
    assert_eq!(stated(row(&found, "s-1"), "list"), (held, Some(Party::UA), since("2024-01-01"), true));
    let before = settlements(&atlas, day("2024-12-31"), Wanted::default()).unwrap();
    assert_eq!(stated(row(&before, "s-1"), "maps"), (Status::Unknown, None, None, false), "before the first version");
}

#[test]
fn a_stretch_ends_where_a_version_ran_out() {
    let mut dataset = dataset();
    let mut version = dataset.versions[0].clone();
    version.stamp = "2025-03-20".parse().unwrap();
    dataset.versions.push(version);
    let atlas = Atlas::build(dataset);
    let at = |date| {
        let found = settlements(&atlas, day(date), Wanted::default()).unwrap();
        stated(row(&found, "s-1"), "maps")
    };
    let held = Status::Held;
    assert_eq!(at("2025-02-09"), (held, Some(Party::RU), since("2025-01-01"), true), "30 days old");
    assert_eq!(at("2025-02-10"), (Status::Unknown, None, since("2025-02-10"), false), "31 days old");
    assert_eq!(at("2025-03-21"), (held, Some(Party::RU), since("2025-03-20"), false), "nobody knows what was before");
}

/// The stretch of `history` that holds the moment, begun with those before it of the same status and holder.
fn start_in_history(history: &SourceHistory<'_>, moment: Moment) -> Option<Moment> {
    let holds = |s: &Stretch| s.interval.start.is_none_or(|t| t <= moment) && s.interval.end.is_none_or(|t| moment < t);
    let now = history.intervals.iter().position(holds)?;
    let same = |s: &&Stretch| (s.status, s.holder) == (history.intervals[now].status, history.intervals[now].holder);
    history.intervals[..=now].iter().rev().take_while(same).last()?.interval.start
}

#[test]
fn since_is_where_the_stretch_of_history_begins() {
    let atlas = atlas();
    for date in ["2025-01-01", "2025-01-02", "2025-01-03", "2025-01-05", "2025-01-09", "2025-01-10", "2025-02-08"] {
        for row in settlements(&atlas, day(date), Wanted::default()).unwrap().rows {
            let history = history(&atlas, row.locality.position, None, None, "2025-02-01".parse().unwrap()).unwrap();
            for (control, since) in &row.control {
                let of_source = history.sources.iter().find(|s| s.source.id == control.source.id).unwrap();
                let start = start_in_history(of_source, day(date));
                assert_eq!(since.map(|s| s.moment), start, "{date} {} {}", row.locality.id, control.source.id);
            }
        }
    }
}

#[test]
fn what_is_wanted_is_what_comes() {
    let atlas = atlas();
    let ids = |wanted: Wanted<'_>| -> Vec<String> {
        let found = settlements(&atlas, day("2025-01-04"), wanted).unwrap();
        found.rows.iter().map(|r| r.locality.id.clone()).collect()
    };
    let none = Wanted::default();
    assert_eq!(ids(none)[..3], ["s-0", "s-10", "s-1"], "the most populous first, then by id");
    assert_eq!(ids(Wanted { region: Some("ua-b"), ..none }), ["s-1", "s-12"]);
    assert_eq!(ids(Wanted { region: Some("south"), limit: Some(2), ..none }), ["s-0", "s-1"]);
    assert_eq!(ids(Wanted { region: Some("ua"), ..none }).len(), 10, "the country is all of them");
    let near = Some(place(36.1, 48.5));
    assert_eq!(ids(Wanted { near, limit: Some(2), ..none }), ["s-3", "s-10"]);
    assert_eq!(ids(Wanted { status: Some(Status::Unknown), ..none }), ["s-5"], "in the box that maps leaves out");
    let by_list = Wanted { holder: Some(Party::RU), source: Some("list"), ..none };
    assert_eq!(ids(by_list), ["s-0"]);
    assert!(ids(Wanted { status: Some(Status::Contested), ..none }).is_empty());
    let limited = settlements(&atlas, day("2025-01-04"), Wanted { limit: Some(1), ..none }).unwrap();
    assert_eq!((limited.matched, limited.rows.len()), (10, 1));
    let filtered = Wanted { holder: Some(Party::RU), limit: Some(1), ..none };
    let filtered = settlements(&atlas, day("2025-01-04"), filtered).unwrap();
    assert!(filtered.matched > 1 && filtered.rows.len() == 1);
    assert!(matches!(
        settlements(&atlas, day("2025-01-04"), Wanted { region: Some("x"), ..none }),
        Err(QueryError::UnknownRegion { .. })
    ));
    assert!(matches!(
        settlements(&atlas, day("2025-01-04"), Wanted { source: Some("x"), ..none }),
        Err(QueryError::UnknownSource { .. })
    ));
}

#[test]
fn the_nearest_settlement_is_the_nearest() {
    let atlas = atlas();
    for k in 0..400 {
        let p = place(35.5 + f64::from(k % 20) * 0.23, 46.6 + f64::from(k / 20) * 0.13);
        let (found, to) = atlas.gazetteer().nearest(p).unwrap();
        let all = atlas.gazetteer().list().iter();
        let least = all.map(|l| geodesic(p, l.position).distance_m).min_by(f64::total_cmp).unwrap();
        assert!((to.distance_m - least).abs() < 1e-6, "{p}: {} {}", found.id, to.distance_m);
    }
    let answer = at(&atlas, place(36.5, 47.6), day("2025-01-04"));
    let nearest = answer.nearest.unwrap();
    // A tenth of a degree of the meridian at 47.5 is 11.12 km.
    assert_eq!((nearest.locality.id.as_str(), nearest.bearing_deg.unwrap().round()), ("s-0", 180.0));
    assert!((nearest.distance_m - 11_118.0).abs() < 2.0, "{}", nearest.distance_m);
    assert!(at(&atlas, place(39.5, 47.5), day("2025-01-04")).nearest.is_none(), "no settlement listed there");
    assert_eq!(at(&atlas, place(36.5, 47.5), day("2025-01-04")).nearest.unwrap().bearing_deg, None);
}

/// Changes since a day are what differs from one day to the next among the days on which a source speaks.
#[test]
fn changes_since_a_day_are_those_between_the_days_on_which_a_source_speaks() {
    let mut dataset = dataset();
    let mut version = dataset.versions[2].clone();
    version.stamp = "2025-03-20".parse().unwrap();
    version.features[0].area = crate::small_world::square(36.0, 47.0, 37.0, 48.0);
    dataset.versions.push(version);
    let atlas = Atlas::build(dataset);
    let last = day("2025-03-25").date();
    for since in ["2024-12-01", "2025-01-02", "2025-01-03", "2025-01-10", "2025-02-15", "2025-03-25"] {
        let since: Date = since.parse().unwrap();
        let wanted = Wanted { since: Some(since), ..Wanted::default() };
        let found = settlements(&atlas, last.end(), wanted).unwrap();
        let mut told = Vec::new();
        for row in &found.rows {
            told.extend(row.changes.iter().map(|c| (row.locality.id.clone(), c.source.id.clone(), c.on, c.from, c.to)));
            assert!(!row.changes.is_empty());
            assert!(row.changes.iter().all(|c| c.after.is_none_or(|after| after < c.on.plus_days(-1))));
        }
        let mut expected = Vec::new();
        for locality in atlas.gazetteer().list() {
            for source in ["list", "maps"] {
                let mut before = None;
                for offset in -40..=(last.days() - day("2025-01-01").date().days()) {
                    let on = day("2025-01-01").date().plus_days(offset);
                    let answer = at(&atlas, locality.position, on.end());
                    let control = answer.control.iter().find(|c| c.source.id == source).unwrap();
                    let stated = (control.status, control.holder);
                    if control.status == Status::Unknown {
                        continue;
                    }
                    if let Some(from) = before.filter(|from| *from != stated && on >= since) {
                        expected.push((locality.id.clone(), source.to_owned(), on, from, stated));
                    }
                    before = Some(stated);
                }
            }
        }
        told.sort();
        expected.sort();
        assert_eq!(told, expected, "since {since}");
    }
}
