//! `history` of one place.
use super::*;
use contactline_core::model::{ControlFeature, Exception, Layer, Version};

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

/// Statements are made by runs of versions: where wordings, layers, specks and ground left out come and go, each run says of each
/// of its versions what that version says by itself.
#[test]
fn a_run_of_versions_says_what_each_of_them_says() {
    let mut dataset = small_world::dataset();
    let maps = dataset.sources.iter_mut().find(|s| s.id == "maps").unwrap();
    let except = |west: f64, from: Option<&str>| Exception {
        name: "left out".into(),
        name_uk: None,
        area: small_world::square(west, 48.0, west + 0.5, 49.0),
        from: from.map(|day| day.parse().unwrap()),
    };
    maps.coverage.except = vec![except(36.5, None), except(37.0, Some("2025-01-05")), except(38.0, Some("2025-01-09"))];
    maps.line_min_piece_m2 = 1e9;
    let layer = |name: &str, status, holder| Layer { name: name.into(), status, holder };
    maps.layers = vec![layer("held", Status::Held, Some(Party::RU)), layer("contested", Status::Contested, None)];
    let feature = |status, word: &str, area| {
        let holder = (status == Status::Held).then_some(Party::RU);
        ControlFeature { status, holder, publisher_word: word.into(), ..small_world::held(area) }
    };
    let square = |k: usize, size: f64| {
        let (west, south) = small_world::corner(k);
        small_world::square(west, south, west + size, south + size)
    };
    dataset.versions = (1..=12)
        .map(|day: usize| {
            let word = if day.is_multiple_of(3) { "taken" } else { "occupied" };
            let mut features =
                vec![feature(Status::Held, word, square(0, 1.0)), feature(Status::Held, "held", square(1, 0.5))];
            if day % 4 < 2 {
                features.push(feature(
                    Status::Contested,
                    "grey",
                    square(2, if day.is_multiple_of(2) { 0.5 } else { 1.0 }),
                ));
            }
            if day % 5 > 1 {
                features.push(feature(Status::Held, "speck", square(5, 0.25)));
            }
            let stamp = format!("2025-01-{:02}", day + usize::from(day > 6)).parse().unwrap();
            Version { source: "maps".into(), stamp, features }
        })
        .collect();
    let atlas = Atlas::build(dataset);
    let (mut runs_seen, mut lacking_seen) = (0, 0);
    for (column, row) in (0..=20).flat_map(|column| (0..=12).map(move |row| (column, row))) {
        let p = place(35.5 + 0.25 * f64::from(column), 46.25 + 0.25 * f64::from(row));
        let whereabouts = atlas.places().whereabouts(p);
        for timeline in atlas.timelines() {
            let last = timeline.stamps().len() - 1;
            let runs = timeline.statement_runs(p, &whereabouts, atlas.places());
            assert_eq!(runs[0].0, 0);
            assert!(runs.windows(2).all(|w| w[0].0 < w[1].0) && runs.iter().all(|run| run.0 <= last));
            runs_seen += runs.len();
            for version in 0..=last {
                let (_, of_run) = runs.iter().rev().find(|(first, _)| *first <= version).unwrap();
                let mut alone = timeline.statement(version, p, &whereabouts, atlas.places());
                let lacks = timeline.lacking(of_run, version, version).next().map(|(_, lacks)| lacks);
                lacking_seen += usize::from(lacks.is_some());
                assert_eq!(alone.caveats.version, lacks, "{p} in version {version} of {}", timeline.source.id);
                alone.caveats.version = None;
                assert_eq!(alone, *of_run, "{p} in version {version} of {}", timeline.source.id);
            }
        }
    }
    assert!(runs_seen > 800 && lacking_seen > 400, "{runs_seen} runs, {lacking_seen} lacking");
}
