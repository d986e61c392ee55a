//! The Institute's layers, on hand-made files in the shape of its public archives.
use contactline::read::isw::{date_in_name, read};
use contactline::read::joined_parts;
use contactline_core::model::{Party, Reading, Status, Version};
use serde_json::{Value, json};

fn square(west: f64) -> Value {
    json!({"type": "Polygon", "coordinates": [[[west, 47.0], [west, 48.0], [west + 1.0, 48.0], [west + 1.0, 47.0], [west, 47.0]]]})
}

fn feature(properties: Value, geometry: Value) -> Value {
    json!({"type": "Feature", "properties": properties, "geometry": geometry})
}

fn file(name: &str, features: &[Value]) -> Reading<Version> {
    let text = json!({"type": "FeatureCollection", "features": features}).to_string();
    read(text.as_bytes(), name, None, "2026-01-01".parse().unwrap())
}

fn stated(version: &Version) -> Vec<(Status, Option<Party>, &str)> {
    version.features.iter().map(|f| (f.status, f.holder, f.publisher_word.as_str())).collect()
}

#[test]
fn a_layer_is_known_by_its_files_name_or_by_a_property() {
    let (ru, ua) = (Some(Party::RU), Some(Party::UA));
    for (name, layer, status, holder) in [
        ("20220320_RussianAssessedCoTinUkraine.geojson", None, Status::Held, ru),
        ("20220320_RussianAssessedAdvanceinUkraine.geojson", None, Status::Contested, None),
        ("20220320_RussianClaimedCoTinUkraine.geojson", None, Status::Claimed, ru),
        ("20220320_UkrainianClaimedCounterOffensives.geojson", None, Status::Claimed, ua),
        ("20230824.geojson", Some("VIEW_RussiaCoTinUkraine_V3"), Status::Held, ru),
        ("20230824.geojson", Some("MDS_AssessedRussianAdvanceInUkraine_view"), Status::Contested, None),
        ("20230824.geojson", Some("VIEW_ClaimedRussianTerritoryinUkraine_V2"), Status::Claimed, ru),
        ("20230824.geojson", Some("View_AssessedRussianInfiltrationAreasinUkraine_V4"), Status::Contested, None),
        ("20230501.geojson", Some("ロシア軍支配エリア"), Status::Held, ru),
        ("20230501.geojson", Some("ロシア軍侵攻エリア"), Status::Contested, None),
        ("20230501.geojson", Some("ウクライナ軍反撃エリア"), Status::Claimed, ua),
        ("2023-11-23.geojson", Some("ukraine_control_map"), Status::Held, ru),
    ] {
        let properties = layer.map_or(json!({"FID": 1}), |layer| json!({"layer": layer}));
        let reading = file(name, &[feature(properties, square(37.0))]);
        let version = reading.value.unwrap();
        assert_eq!((stated(&version)[0].0, stated(&version)[0].1), (status, holder), "{name} {layer:?}");
    }
}

#[test]
fn control_counts_before_advance_before_claim_and_null_is_noted() {
    let layer = |name: &str| json!({"layer": name});
    let reading = file(
        "20230824.geojson",
        &[
            feature(layer("ClaimedRussianTerritoryinUkraine"), square(37.0)),
            feature(layer("RussiaCoTinUkraine"), square(37.5)),
            feature(layer("RussiaCoTinUkraine"), Value::Null),
        ],
    );
    assert_eq!(reading.findings.iter().find(|f| f.code == "null_geometry").unwrap().place.feature, Some(2));
    let version = reading.value.unwrap();
    let m2: Vec<f64> = version.features.iter().map(|f| f.area.area_m2()).collect();
    assert_eq!(version.features[0].status, Status::Held);
    assert!((m2[1] - m2[0] / 2.0).abs() < 1.0, "half of the claimed square is held");
}

fn joined(earlier: Version, later: Version) -> Version {
    joined_parts(Some(earlier), vec![later], "").unwrap().0
}

#[test]
fn layers_of_one_day_are_joined_and_a_layer_read_again_replaces_itself() {
    let control =
        file("20220320_RussianAssessedCoTinUkraine.geojson", &[feature(json!({}), square(37.0))]).value.unwrap();
    let claimed =
        file("20220320_RussianClaimedCoTinUkraine.geojson", &[feature(json!({}), square(39.0))]).value.unwrap();
    let both = joined(control.clone(), claimed.clone());
    assert_eq!(stated(&both).iter().map(|s| s.0).collect::<Vec<_>>(), [Status::Held, Status::Claimed]);
    assert_eq!(joined(both.clone(), claimed), both);
    let moved =
        file("20220320_RussianAssessedCoTinUkraine.geojson", &[feature(json!({}), square(36.0))]).value.unwrap();
    let again = joined(both, moved);
    assert_eq!((again.features.len(), again.features[0].area.bbox().west), (2, 36.0));
}

#[test]
fn days_that_cannot_be_meant_and_layers_that_say_nothing() {
    assert_eq!(date_in_name("x/2023-11-23.geojson").unwrap().to_string(), "2023-11-23");
    assert!(date_in_name("UkraineControlMapAO02JUN2024.geojson").unwrap_err().contains("--date"));
    let impossible = file("2202-02-03.geojson", &[feature(json!({"layer_type": "ukraine_control_map"}), square(37.0))]);
    assert!(impossible.value.is_none() && impossible.findings.iter().any(|f| f.code == "bad_date"));
    let silent = file("20220415_UkrainianReportedPartisanWarfare.geojson", &[feature(json!({}), square(37.0))]);
    assert!(silent.value.is_none());
    assert_eq!(silent.findings.iter().map(|f| f.code).collect::<Vec<_>>(), ["left_out"]);
    let unknown = file("20220415_Weather.geojson", &[feature(json!({}), square(37.0))]);
    assert!(unknown.findings.iter().any(|f| f.code == "empty"));
}

#[test]
fn a_servers_answer_is_dated_by_its_features() {
    let control = |extra: Value| {
        let mut properties = json!({"layer": "VIEW_RussiaCoTinUkraine_V3"});
        properties.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        feature(properties, square(37.0))
    };
    let stamp = |features: &[Value]| file("answer.geojson", features).value.map(|v| v.stamp.to_string());
    // 1700000000 s is 2023-11-14; of edits the last counts.
    let edited =
        [control(json!({"EditDate": 1_699_000_000_000_i64})), control(json!({"EditDate": 1_700_000_000_000_i64}))];
    assert_eq!(stamp(&edited), Some("2023-11-14".into()));
    assert_eq!(stamp(&[control(json!({"Datetime": 1_700_000_000_000_i64, "EditDate": 1}))]), Some("2023-11-14".into()));
    // A timelapse holds many days: which one is meant has to be told, and only its features are read.
    let mut later = control(json!({"datetime": 1_700_086_400_000_i64}));
    later["geometry"] = square(39.0);
    let timelapse = [control(json!({"datetime": 1_700_000_000_000_i64})), later];
    let refused = file("answer.geojson", &timelapse);
    let finding = refused.findings.iter().find(|f| f.code == "several_days").unwrap();
    assert!(refused.value.is_none() && finding.message.contains("2 days, 2023-11-14 to 2023-11-15"), "{finding}");
    let text = json!({"type": "FeatureCollection", "features": timelapse}).to_string();
    let picked =
        read(text.as_bytes(), "answer.geojson", Some("2023-11-15".parse().unwrap()), "2026-01-01".parse().unwrap());
    let picked = picked.value.unwrap();
    assert_eq!((picked.stamp.to_string(), picked.features[0].area.bbox().west), ("2023-11-15".into(), 39.0));
}

#[test]
fn ground_a_layer_gives_up_goes_back_to_the_layers_read_with_it() {
    let layer = |name: &str, west: f64| file(name, &[feature(json!({}), square(west))]).value.unwrap();
    let (control, advance) =
        ("20220320_RussianAssessedCoTinUkraine.geojson", "20220320_RussianAssessedAdvanceinUkraine.geojson");
    let whole_m2 = layer(advance, 37.5).features[0].area.area_m2();
    let before = joined(layer(control, 37.0), layer(advance, 37.5));
    assert!(before.features[1].area.area_m2() < whole_m2 * 0.51, "half of the advance is held");
    // Both are read again, the control moved away: the advance is whole again, whatever the order of the files.
    for parts in [vec![layer(advance, 37.5), layer(control, 30.0)], vec![layer(control, 30.0), layer(advance, 37.5)]] {
        let (after, findings) = joined_parts(Some(before.clone()), parts, "x").unwrap();
        assert!((after.features[1].area.area_m2() - whole_m2).abs() < 1.0 && findings.is_empty());
    }
    // Control alone is read again: what it gave up is not in the advance as kept, and that is told with its place.
    let (after, findings) = joined_parts(Some(before), vec![layer(control, 30.0)], "x").unwrap();
    assert!(after.features[1].area.area_m2() < whole_m2 * 0.51);
    assert_eq!((findings[0].code, findings[0].place.coordinate.is_some()), ("given_up", true));
}
