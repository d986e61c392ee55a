//! Regimes on the small world.
use super::*;

#[test]
fn regimes_go_by_region_date_and_line() {
    let atlas = atlas();
    let ask = |lon, lat, date| {
        let answer = query::regimes(&atlas, place(lon, lat), day(date));
        answer.regimes.iter().map(|r| r.applies).collect::<Vec<_>>()
    };
    assert_eq!(ask(36.5, 47.5, "2024-05-31"), [Applies::No, Applies::No], "neither is in force");
    assert_eq!(ask(36.5, 47.5, "2025-01-04"), [Applies::Yes, Applies::Yes], "a is held by RU, say both");
    assert_eq!(ask(37.5, 47.5, "2025-01-04"), [Applies::No, Applies::Disputed], "the map says RU, the list UA");
    assert_eq!(ask(38.2, 47.5, "2025-01-03"), [Applies::No, Applies::No], "the stage of that day names b alone");
    assert_eq!(ask(37.5, 48.5, "2025-01-04"), [Applies::No, Applies::No], "north");
    assert_eq!(ask(37.5, 47.5, "2025-01-06"), [Applies::No, Applies::Yes], "the list is stale by then");
    let answer = query::regimes(&atlas, place(37.5, 47.5), day("2025-01-04"));
    let by: Vec<_> = answer.regimes[1].by_source.iter().map(|b| (b.source, b.truth.as_str())).collect();
    assert_eq!(by, [("list", "no"), ("maps", "yes")]);
    assert!(answer.regimes[0].by_source.is_empty(), "no line decides it");
}

/// An old list once let a regime be read as "no" 8 km from the line, as though somebody knew.
#[test]
fn a_regime_is_told_only_by_sources_that_may_speak() {
    let mut data = dataset();
    let mut listed = data.regimes[0].clone();
    listed.id = "listed".into();
    listed.stages[0].extent = rule("region(ua-a) or (group(south) and held_by(RU, source = list))");
    data.regimes.push(listed);
    let mut frozen = data.regimes[0].clone();
    frozen.id = "frozen".into();
    frozen.stages[0].extent = rule("group(south) and held_by(RU, on = 2025-01-04)");
    data.regimes.push(frozen);
    let atlas = Atlas::build(data);
    let ask = |lon, lat, date| query::regimes(&atlas, place(lon, lat), day(date)).regimes;
    let come_to =
        |lon, lat, date| ask(lon, lat, date).iter().map(|r| (r.applies, r.rests_on_stale)).collect::<Vec<_>>();
    let (yes, no, open) = ((Applies::Yes, false), (Applies::No, false), (Applies::NotDetermined, false));
    // Ten days after the list's end and eight after the map's limit, within a kilometre of both their lines.
    assert_eq!(come_to(37.01, 47.99, "2025-01-20"), [no, open, open, (Applies::Disputed, false)]);
    let beside = ask(37.01, 47.99, "2025-01-20");
    let reason = beside[1].reason().unwrap().to_string();
    assert!(reason.starts_with("list: last known: not listed as occupied (inferred) on 2025-01-05, "), "{reason}");
    assert!(reason.contains("; maps: last known: held by RU on 2025-01-10, "), "{reason}");
    let by = &beside[2].by_source;
    assert_eq!(
        by.iter().map(|b| (b.source, b.truth.as_str(), b.stale)).collect::<Vec<_>>(),
        [("list", "not_determined", true)]
    );
    assert_eq!(by[0].last_known.unwrap().holder, Some(Party::UA));
    assert_eq!(beside[3].by_source[1].age_days, Some(1), "the day by which the text goes, not the day asked");
    // Far from the lines what was last known stands, and says that it is that.
    assert_eq!(
        come_to(38.2, 47.5, "2025-01-20"),
        [no, (Applies::Disputed, true), (Applies::No, true), (Applies::Disputed, false)]
    );
    assert_eq!(come_to(36.5, 47.5, "2025-01-20")[2], yes, "the region decides");
    assert!(ask(36.5, 47.5, "2025-01-20")[2].by_source.is_empty());
    assert_eq!(
        query::screen(&atlas, place(37.01, 47.99), day("2025-01-20")).regimes[1].applies,
        Applies::NotDetermined
    );
}
