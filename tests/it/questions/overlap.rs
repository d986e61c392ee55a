//! `overlap` of a shape with what sources say.
use super::*;

#[test]
fn overlap_parts_sum_to_the_shape() {
    let atlas = atlas();
    // Half of b, half of c, and a strip abroad.
    let shape = Shape::Area(square(37.5, 47.0, 38.5, 47.5));
    let answer = overlap(&atlas, &shape, Some("maps"), When::At(day("2025-01-01")), true).unwrap();
    let rows: Vec<_> =
        answer.rows.iter().map(|r| (r.region.as_deref(), r.holder, (r.share * 1e6).round() / 1e6)).collect();
    assert_eq!(rows, [(Some("ua-b"), Some(Party::RU), 0.5), (Some("ua-c"), Some(Party::UA), 0.5)]);
    assert!(near(answer.rows.iter().map(|r| r.size).sum(), answer.size));
    let pieces: f64 = answer.rows.iter().map(|r| r.piece.as_ref().unwrap().size()).sum();
    assert!(near(pieces, answer.size));
    let abroad =
        overlap(&atlas, &Shape::Area(square(39.0, 47.0, 41.0, 48.0)), Some("maps"), When::At(day("2025-01-01")), false)
            .unwrap();
    let rows: Vec<_> =
        abroad.rows.iter().map(|r| (r.region.as_deref(), r.status, (r.share * 1e6).round() / 1e6)).collect();
    assert_eq!(rows, [(None, Status::Held, 0.5), (None, Status::Unknown, 0.5)]);
}

#[test]
fn overlap_measures_paths_too() {
    let atlas = atlas();
    let path = Shape::Paths(vec![vec![place(36.5, 47.5), place(39.5, 47.5)]]);
    let when = When::Series { from: "2025-01-01".parse().unwrap(), to: "2025-01-03".parse().unwrap(), step: Step::Day };
    let answer = overlap(&atlas, &path, Some("maps"), when, false).unwrap();
    for (date, held) in [("2025-01-01", 1.5), ("2025-01-02", 1.5), ("2025-01-03", 2.0)] {
        let of_day = |r: &&OverlapRow| r.moment == day(date);
        let share: f64 =
            answer.rows.iter().filter(of_day).filter(|r| r.holder == Some(Party::RU)).map(|r| r.share).sum();
        assert!(near(share, held / 3.0), "{date}: {share}");
        assert!(near(answer.rows.iter().filter(of_day).map(|r| r.share).sum(), 1.0));
    }
}
