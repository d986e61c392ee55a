//! What is sent as GeoJSON is valid, after its coordinates were rounded too.
use contactline_core::model::Date;
use contactline_core::query;
use contactline_store::geojson::{Checking, geometry_of_area, read};
use edge_timeline::Area;

/// On these days slivers of a few millimetres lay between sources, and rounded crossed themselves.
#[test]
fn no_piece_on_which_sources_differ_crosses_itself_for_being_rounded() {
    let atlas = contactline_store::open(None).unwrap().atlas;
    let mut vertices_moved = 0;
    for day in ["2022-06-01", "2022-09-15", "2022-12-01", "2023-06-01", "2024-07-08"] {
        let moment = day.parse::<Date>().unwrap().end();
        let asked = query::disputes(&atlas, None, &[], moment, false).unwrap();
        assert!(!asked.disputes.is_empty());
        for (number, piece) in asked.disputes.iter().enumerate() {
            let text = geometry_of_area(&piece.area).to_string();
            let feature = read(&text, None).value.unwrap().features.remove(0);
            let sent = feature.into_area(None, Checking::Full);
            let sent = sent.unwrap_or_else(|defects| panic!("{day}, {} {number}: {defects:?}", piece.region));
            vertices_moved += moved(&piece.area, &sent);
            // A vertex moves by 8 mm at most, and its edges with it.
            let bound_m2 = 0.01 * length_m(&piece.area) + 1.0;
            let difference_m2 = (sent.area_m2() - piece.area_m2).abs();
            assert!(difference_m2 < bound_m2, "{day}, {} {number}: {difference_m2} m2", piece.region);
        }
    }
    assert!(vertices_moved > 100, "nothing was rounded: this tests nothing");
}

/// The length of its outline, about.
fn length_m(area: &Area) -> f64 {
    area.edges().map(|(a, b)| (b.x - a.x).hypot(b.y - a.y) * 111_320.0).sum()
}

fn moved(area: &Area, sent: &Area) -> usize {
    let of = |area: &Area| {
        area.edges().map(|(a, _)| (a.x.to_bits(), a.y.to_bits())).collect::<std::collections::BTreeSet<_>>()
    };
    of(area).difference(&of(sent)).count()
}
