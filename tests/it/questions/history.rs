//! `history` of one place.
use super::*;

#[test]
fn history_read_on_a_day_is_at_on_that_day() {
    let atlas = atlas();
    for (lon, lat) in [
        (36.5, 47.5),
        (37.5, 47.5),
        (38.25, 47.5),
        (38.5, 47.5),
        (38.7, 48.5),
        (39.5, 47.5),
        (36.5, 46.7),
        (37.02, 47.97),
    ] {
        // Long enough that the last versions grow too old to say anything.
        let history = history(&atlas, place(lon, lat), None, None, "2028-06-01".parse().unwrap()).unwrap();
        for offset in (0..100).chain((100..1_200).step_by(5)).chain(1_090..1_110) {
            let moment = small_day(offset);
            let answer = at(&atlas, place(lon, lat), moment);
            for source in &history.sources {
                let told = source.intervals.iter().find(|s| s.interval.holds(moment));
                let asked = of(&answer, &source.source.id);
                let told = told.map(|s| (s.status, s.holder, s.basis, s.location));
                assert_eq!(
                    told,
                    Some((asked.status, asked.holder, asked.basis, asked.location)),
                    "{lon} {lat} {moment}"
                );
            }
        }
    }
}

#[test]
fn history_tells_gaps_apart() {
    let atlas = atlas();
    let history = history(&atlas, place(36.5, 47.5), None, None, "2025-02-01".parse().unwrap()).unwrap();
    let maps = history.sources.iter().find(|s| s.source.id == "maps").unwrap();
    let spans: Vec<_> = maps.intervals.iter().map(|s| (s.interval.start.unwrap().to_string(), s.holder)).collect();
    assert_eq!(spans, [("2025-01-01".into(), Some(Party::RU)), ("2025-01-10".into(), Some(Party::UA))]);
    let gaps: Vec<_> = maps.gaps.iter().map(|g| (g.start.unwrap().to_string(), g.end.unwrap().to_string())).collect();
    assert_eq!(gaps, [("2025-01-02".into(), "2025-01-03".into()), ("2025-01-04".into(), "2025-01-10".into())]);
}
