//! One sum over all days, and overlays of shapes that all but coincide.
use super::*;

/// How many versions the one sum cannot answer for. Every so many-th version is what an overlay of that day says, by the
/// one sum where it answers, and by what is answered where it does not.
fn open_versions(name: &str, target: &Area, step: usize, worst: &mut Worst) -> usize {
    let class = timeline().held().unwrap();
    let cutter = PreparedArea::from_area(target);
    let asked: VersionSet = (0..timeline().stamps().len()).step_by(step).collect();
    let answered = class.areas_m2(target, &cutter, &asked);
    let series = area_series(class.layers(), &cutter);
    let allowed = (1e-12 * target.area_m2()).max(1e-3);
    for version in asked.iter() {
        let alone = overlay::intersection(&class.area(version), target).area_m2();
        worst.note(answered[version], alone, allowed, || format!("{name}, version {version}"));
        if !series.open.contains(version) {
            worst.note(series.areas_m2[version], alone, allowed, || format!("{name}, version {version}, one sum"));
        }
    }
    series.open.iter().count()
}

#[test]
fn areas_of_all_days_at_once_are_those_of_overlays() {
    let mut worst = Worst::new();
    for region in atlas().regions() {
        let open = open_versions(&region.id, &region.land, 20, &mut worst);
        println!("{}: {open} versions open", region.id);
        assert_eq!(open, 0, "{}: outlines and borders do not all but coincide", region.id);
    }
    worst.check();
}

/// The worst targets: a day's own outline, whose edges most other days share, and outlines that all but coincide with it.
#[test]
fn areas_are_right_where_borders_all_but_coincide() {
    let class = timeline().held().unwrap();
    let versions = timeline().stamps().len();
    let whole = class.layers().areas_m2();
    let mut worst = Worst::new();
    for version in [7, versions / 2, versions - 1] {
        let own = class.area(version);
        let answered = class.areas_m2(&own, &PreparedArea::from_area(&own), &VersionSet::full(versions));
        worst.note(answered[version], whole[version], 0.01, || format!("version {version} in itself"));
        let open = open_versions(&format!("version {version}"), &own, 40, &mut worst);
        println!("version {version} as the target: {open} of {versions} versions open");
        assert!(open < versions / 2, "{open} open: the one sum no longer answers for most days");
    }
    for (name, by) in [("an ulp", None), ("1e-9 degree", Some(1e-9)), ("1e-6 degree", Some(1e-6))] {
        let target = moved(&class.area(versions / 2), by);
        let open = open_versions(&format!("moved by {name}"), &target, 40, &mut worst);
        println!("version {} moved by {name} as the target: {open} of {versions} versions open", versions / 2);
    }
    worst.check();
}

/// The area with every vertex moved east and north: by so much, or to the next number.
fn moved(area: &Area, by: Option<f64>) -> Area {
    let move_by = |v: f64| by.map_or_else(|| v.next_up(), |by| v + by);
    let ring = |ring: &geo::LineString<f64>| -> Vec<geo::Coord<f64>> {
        ring.0.iter().map(|c| geo::Coord { x: move_by(c.x), y: move_by(c.y) }).collect()
    };
    let polygons = area.as_multi_polygon().0.iter();
    let rings: Rings =
        polygons.map(|p| std::iter::once(p.exterior()).chain(p.interiors()).map(ring).collect()).collect();
    Area::from_rings(rings).unwrap()
}

#[test]
fn a_users_polygon_from_another_day_is_parted_without_rest() {
    let held = timeline().held().unwrap();
    let mut worst = Worst::new();
    for (drawn, asked) in [(0, 300), (300, 0), (535, 535), (200, 201)] {
        let shape = Shape::Area(held.area(drawn));
        let at = timeline().stamps()[asked];
        let answer = query::overlap(atlas(), &shape, Some(SOURCE), When::At(at), true).unwrap();
        let sum: f64 = answer.rows.iter().map(|r| r.size).sum();
        let pieces: f64 = answer.rows.iter().map(|r| r.piece.as_ref().unwrap().size()).sum();
        let russian = answer.rows.iter().filter(|r| r.holder == Some(Party::RU)).map(|r| r.size).sum();
        let alone = overlay::intersection(&held.area(drawn), &held.area(asked)).area_m2();
        let name = |of| format!("{of} of version {drawn} on {at}");
        worst.note(sum, answer.size, 1.0, || name("parts"));
        worst.note(pieces, answer.size, 1.0, || name("pieces"));
        worst.note(russian, alone, 1.0, || name("what is held"));
    }
    worst.check();
}
