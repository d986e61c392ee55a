//! The source that answers where none is named.
use super::*;

#[test]
fn the_source_meant_is_the_newest_of_those_that_speak_of_as_much() {
    let mut dataset = dataset();
    let mut later = dataset.sources[0].clone();
    later.id = "later".into();
    let mut versions: Vec<_> = dataset.versions.iter().take(2).cloned().collect();
    for (version, stamp) in versions.iter_mut().zip(["2024-12-20", "2025-01-20"]) {
        (version.source, version.stamp) = ("later".into(), stamp.parse().unwrap());
    }
    dataset.sources.push(later);
    dataset.versions.extend(versions);
    let atlas = Atlas::build(dataset);
    let meant = |days: &[&str]| {
        let moments: Vec<Moment> = days.iter().map(|d| day(d)).collect();
        atlas.timeline_meant(&moments, &[], |_| true).unwrap().source.id.clone()
    };
    assert_eq!(meant(&["2025-01-04"]), "maps", "though another one's last version is newer");
    assert_eq!(meant(&["2025-01-21"]), "later");
    assert_eq!(meant(&["2024-12-25"]), "later", "the only one that speaks of that day");
    assert_eq!(meant(&["2024-12-25", "2025-01-11"]), "later", "the only one that speaks of both");
    assert_eq!(atlas.timeline_meant(&[day("2025-01-21")], &[], |s| s.id == "maps").unwrap().source.id, "maps");
}

#[test]
fn the_source_meant_speaks_of_most_of_what_is_asked() {
    // A map as new as can be that leaves out two of six regions, and one six days older of all of them.
    let mut dataset = dataset();
    let mut part = dataset.sources[0].clone();
    part.id = "part".into();
    part.coverage.except_regions = vec!["ua-e".into(), "ua-f".into()];
    dataset.sources.push(part);
    let version = contactline_core::model::Version {
        source: "part".into(),
        stamp: "2025-01-16".parse().unwrap(),
        ..dataset.versions[1].clone()
    };
    dataset.versions.push(version);
    let atlas = Atlas::build(dataset);
    let meant = |regions: &[&str]| {
        let regions: Vec<usize> = regions.iter().filter_map(|id| atlas.places().position(id)).collect();
        atlas.timeline_meant(&[day("2025-01-16")], &regions, |_| true).unwrap().source.id.clone()
    };
    assert_eq!(meant(&[]), "maps");
    assert_eq!(meant(&["ua-a", "ua-b"]), "part", "both speak of all of them: the newer");
    assert_eq!(meant(&["ua-a", "ua-e"]), "maps");
    let rows = areas(&atlas, Some("all"), Some("part"), When::At(day("2025-01-16"))).unwrap();
    let unknown = rows.iter().find(|row| row.status == Status::Unknown).unwrap();
    assert!(rows.iter().all(|row| near(row.unknown_share, unknown.share)) && unknown.share > 0.3, "{rows:?}");
}
