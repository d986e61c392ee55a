//! The Institute's feature server.
use super::*;

const SERVICES: [&str; 3] = [
    "VIEW_RussiaCoTinUkraine_V3",
    "AssessedRussianAdvanceInUkraine_V2_view",
    "VIEW_ClaimedRussianTerritoryinUkraine_V2",
];

/// 2025-02-03 and 2025-02-04, in milliseconds.
const EDITS: [i64; 2] = [1_738_594_800_000, 1_738_681_200_000];

fn page_path(service: &str, offset: usize) -> String {
    format!(
        "/services/{service}/FeatureServer/0/query?where=1%3D1&outFields=*&outSR=4326&f=geojson&resultOffset={offset}&resultRecordCount=2"
    )
}

fn feature(id: usize, west: f64, edited: Option<i64>) -> Value {
    let mut properties = json!({"OBJECTID": id});
    if let Some(edited) = edited {
        properties["EditDate"] = edited.into();
    }
    let coordinates = square(west, 47.0);
    json!({"type": "Feature", "id": id, "geometry": {"type": "Polygon", "coordinates": coordinates}, "properties": properties})
}

fn page(features: &[Value], more: bool) -> Reply {
    let mut page = json!({"type": "FeatureCollection", "features": features});
    if more {
        page["exceededTransferLimit"] = true.into();
    }
    let body = page.to_string();
    let tag = format!("\"{}\"", body.len() + body.bytes().map(usize::from).sum::<usize>());
    ok(body).with("etag", &tag)
}

fn layers() -> (Web, TempDir) {
    let web = Web::begin();
    let edited = Some(EDITS[0]);
    web.at(&page_path(SERVICES[0], 0), [page(&[feature(1, 34.0, edited), feature(2, 36.0, edited)], true)]);
    web.at(&page_path(SERVICES[0], 2), [page(&[feature(3, 38.0, edited)], false)]);
    web.at(&page_path(SERVICES[1], 0), [page(&[feature(1, 40.0, None)], false)]);
    web.at(&page_path(SERVICES[2], 0), [page(&[], false)]);
    let names = SERVICES.map(|s| format!("\"{s}/0\"")).join(", ");
    let data = data(&format!(
        "[source.isw]\nform = \"layers\"\nbase = \"{}/services\"\nlayers = [{names}]\nedited = \"EditDate\"\npage = 2\n",
        web.base
    ));
    (web, data)
}

/// Status, layer and number of polygons.
type Row = (Status, String, usize);

/// What each version states.
fn stated(data: &TempDir) -> Vec<(String, Vec<Row>)> {
    let of = |v: Version| {
        let features = v.features.iter().map(|f| (f.status, f.publisher_word.clone(), f.area.parts().count()));
        (v.stamp.to_string(), features.collect())
    };
    versions(data, "isw").into_iter().map(of).collect()
}

#[test]
fn layers_are_read_page_by_page_and_are_one_version() {
    let (web, data) = layers();
    sync(&data, &["isw"]).ended(0);
    let pages = [(SERVICES[0], 0), (SERVICES[0], 2), (SERVICES[1], 0), (SERVICES[2], 0)]
        .map(|(s, offset)| page_path(s, offset));
    assert_eq!(web.paths(), pages);
    let held = (Status::Held, SERVICES[0].to_owned(), 3);
    let contested = (Status::Contested, SERVICES[1].to_owned(), 1);
    assert_eq!(stated(&data), [("2025-02-03".into(), vec![held.clone(), contested.clone()])]);

    // Nothing changed: each page is asked for by its tag.
    let said = sync(&data, &["isw"]).ended(0);
    assert!(said.starts_with("0 imported, 0 replaced, 1 already there"), "{said}");
    let asked = web.asked();
    assert!(asked.len() == pages.len() && asked.iter().all(|a| a.if_none_match.is_some()), "{asked:?}");

    // The second page of one layer was edited a day later: a new version, of all layers.
    web.at(&page_path(SERVICES[0], 2), [page(&[feature(3, 42.0, Some(EDITS[1]))], false)]);
    sync(&data, &["isw"]).ended(0);
    assert_eq!(stated(&data)[1], ("2025-02-04".into(), vec![held, contested]));
    checks(data.path());
}

#[test]
fn layers_that_changed_their_form_are_refused_and_the_store_is_as_before() {
    let (first, edited) = (page_path(SERVICES[0], 0), Some(EDITS[0]));
    let renamed = feature(1, 34.0, None).to_string().replace("OBJECTID", "FID");
    let renamed: Value = serde_json::from_str(&renamed).unwrap();
    for (reply, wanted) in [
        (page(&[], false), "error empty: layer VIEW_RussiaCoTinUkraine_V3/0 has no features"),
        (
            page(&[renamed], false),
            "error bad_date: no feature has a whole number 'EditDate'; the properties are: FID, OBJECTID",
        ),
        (
            ok(r#"{"error":{"code":499,"message":"Token Required","details":[]}}"#),
            "error bad_answer: the server says error 499: Token Required",
        ),
        (ok("<html>"), "error bad_answer: not a page of features: expected value at line 1 column 1"),
        (ok(r#"{"type":"FeatureCollection"}"#), "error bad_answer: no 'features' in the page"),
        (page(&[], true), "error bad_answer: a page without features says that there are more"),
        (
            page(&[feature(3, 34.0, edited), feature(2, 36.0, edited)], true),
            "error bad_answer: feature 3 came on two pages",
        ),
    ] {
        let (web, data) = layers();
        web.at(&first, [reply]);
        let said = sync(&data, &["isw"]).ended(1);
        assert!(said.contains(wanted), "{wanted}: {said}");
        assert!(said.contains("0 imported, 0 replaced, 0 already there, 1 refused"), "{said}");
        assert!(stamps(&data, "isw").is_empty());
    }
    let (web, data) = layers();
    web.at(&first, [status(404)]);
    assert!(sync(&data, &["isw"]).could_not().contains("there is no such layer; [source.isw] names it"));
}
