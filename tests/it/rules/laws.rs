//! Laws on random rules, and rules that are refused.
use super::*;

/// Random rules, as text.
fn rules() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(vec![
        "everywhere",
        "region(ua-a)",
        "region(ua-b, ua-c)",
        "group(north)",
        "held_by(RU)",
        "held_by(UA)",
        "held_by(UA, on = 2025-01-01)",
        "held_by(RU, source = list)",
        "contested()",
        "within_distance_of_line(20km)",
        "within_distance_of_line(30km, side = UA)",
    ]);
    leaf.prop_map(str::to_owned).prop_recursive(3, 8, 2, |inner| {
        prop_oneof![
            inner.clone().prop_map(|a| format!("not ({a})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a}) and ({b})")),
            (inner.clone(), inner).prop_map(|(a, b)| format!("({a}) or ({b})")),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn what_is_written_is_read_back(text in rules()) {
        let read = rule(&text);
        prop_assert_eq!(rule(&read.to_string()), read);
    }

    #[test]
    fn a_place_is_in_the_piece_that_its_answer_names(
        text in rules(),
        (lon, lat) in (36.02..38.98_f64, 47.02..48.98_f64),
        source in 0_usize..2,
        // On the last two both are stale: by then their lines may have moved 3 and 5 km.
        date in prop::sample::select(vec!["2025-01-04", "2025-01-18", "2025-02-08"]),
    ) {
        let atlas = atlas();
        let extent = rule(&text);
        let scene = RuleEvaluator::new(&atlas, Some(&atlas.timelines()[source]), day(date));
        let p = place(lon, lat);
        let whereabouts = atlas.places().whereabouts(p);
        let (region, _) = whereabouts.region.unwrap();
        let cut = scene.cut(&extent, region);
        let within = |area| EdgeTimeline::from_area(area).locate_in(0, p) != Location::Exterior;
        let truth = scene.holds(&extent, p, &whereabouts);
        // The edge of a buffer is true to a thousandth of its distance: 60 m here.
        let edge = |m: f64| atlas.timelines().iter().any(|timeline| {
            ["2025-01-01", date].iter().any(|d| {
                let version = timeline.as_of(day(d)).unwrap();
                let reach_m = timeline.age(version, day(d)).reach_m;
                let beside = |d: f64| [m - reach_m, m, m + reach_m].iter().any(|edge| (d - edge).abs() < 60.0);
                timeline.line_distance_m(version, p).is_some_and(beside)
            })
        });
        if !edge(20_000.0) && !edge(30_000.0) && !edge(0.0) {
            prop_assert_eq!(within(&cut.yes), truth == Truth::Yes, "{} at {}: {:?}", text, p, truth);
            prop_assert_eq!(within(&cut.open), matches!(truth, Truth::Open(_)), "{} at {}: {:?}", text, p, truth);
        }
    }

    #[test]
    fn a_rule_and_its_opposite_part_the_land(
        text in rules(),
        source in 0_usize..2,
        date in prop::sample::select(vec!["2025-01-04", "2025-01-18"]),
    ) {
        let atlas = atlas();
        let scene = RuleEvaluator::new(&atlas, Some(&atlas.timelines()[source]), day(date));
        let (a, not_a) = (rule(&text), rule(&format!("not ({text})")));
        for region in atlas.own_regions() {
            let land_m2 = atlas.places().land_m2(region);
            let (yes, no) = (scene.cut(&a, region), scene.cut(&not_a, region));
            let sum = yes.yes.area_m2() + no.yes.area_m2() + yes.open.area_m2();
            prop_assert!((sum - land_m2).abs() <= 1e-9 * land_m2, "{}: {} of {}", text, sum, land_m2);
            prop_assert!(overlay::intersection(&yes.yes, &no.yes).area_m2() <= 1e-9 * land_m2);
            let both = scene.cut(&rule(&format!("({text}) and not ({text})")), region);
            prop_assert!(both.yes.area_m2() <= 1e-9 * land_m2);
        }
    }
}

#[test]
fn a_wrong_rule_is_told_with_its_place() {
    let told = |text: &str| Extent::read(text, &vocabulary()).unwrap_err().to_string();
    assert_eq!(
        told("region(ua-a) and hold_by(UA)"),
        "'hold_by' is no word of the rule language; allowed: region group held_by contested within_distance_of_line drawn \
         sea everywhere not (, at character 18 of \"region(ua-a) and hold_by(UA)\""
    );
    assert!(told("region(ua-z)").starts_with("'ua-z' is not a region; allowed: ua-a (Region ua-a), "));
    assert!(told("held_by(Russia)").starts_with("'Russia' is not a party; allowed: an ISO 3166-1"));
    assert!(told("held_by(RU, source = x)").contains("'x' is not a source; allowed: list maps"));
    assert!(told("held_by(RU, on = 2025-02-30)").contains("'2025-02-30' is not a valid date"));
    assert!(told("within_distance_of_line(far)").contains("'far' is not a distance; use metres or kilometres"));
    assert!(told("within_distance_of_line($width)").contains("'width' is not a parameter; allowed: none"));
    assert!(told("drawn(corridor)").contains("allowed: none; add a [[drawing]]"));
    assert!(told("held_by(RU) held_by(UA)").contains("expected the end of the rule, 'and' or 'or', but found "));
    assert!(told("(held_by(RU)").contains("expected ')', but found the end"));
    assert!(told("").starts_with("expected a rule (") && told("").contains("but found the end"));
    assert!(told(&"(".repeat(100_000)).contains("nested deeper than 64"));
}
