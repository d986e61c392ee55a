//! The real program, fetching from a server that speaks as the publishers do: only what is missing, politely, and nothing bad
//! reaches the store.
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::web;
use crate::web::{Reply, Web, least_gap, ok, status};
use contactline_core::model::{Status, Version};
use contactline_store::Store;
use serde_json::{Value, json};
use tempfile::TempDir;

const GAP_MS: u64 = 40;

/// What a run ended with: exit code, standard output, standard error.
struct Ran {
    code: Option<i32>,
    out: String,
    told: String,
}

/// A data directory whose settings ask this server.
fn data(sources: &str) -> TempDir {
    let directory = TempDir::new().unwrap();
    let manners =
        format!("[manners]\ngap_ms = {GAP_MS}\nback_off_ms = 10\nattempts = 3\nlongest_wait_s = 2\ntimeout_s = 10\n");
    std::fs::write(directory.path().join("sync.toml"), format!("{manners}{sources}")).unwrap();
    directory
}

fn command(data: &TempDir, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_contactline"));
    for name in ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"] {
        command.env_remove(name);
    }
    command.arg("sync").args(words).arg("--data").arg(data.path()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn sync(data: &TempDir, words: &[&str]) -> Ran {
    let output = command(data, words).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ran { code: output.status.code(), out: text(output.stdout), told: text(output.stderr) }
}

impl Ran {
    /// The run ended so, and said nothing on standard error.
    fn ended(self, code: i32) -> String {
        assert_eq!((self.code, self.told.as_str()), (Some(code), ""), "{}", self.out);
        self.out
    }

    /// The run could not be finished.
    fn could_not(self) -> String {
        assert_eq!(self.code, Some(2), "{}{}", self.out, self.told);
        assert_eq!(self.told.lines().count(), 1, "{}", self.told);
        self.told
    }
}

fn versions(data: &TempDir, source: &str) -> Vec<Version> {
    let store = Store::open(data.path()).unwrap();
    store.stamps(source).into_iter().map(|stamp| store.version(source, stamp).unwrap().unwrap()).collect()
}

fn stamps(data: &TempDir, source: &str) -> Vec<String> {
    Store::open(data.path()).unwrap().stamps(source).iter().map(ToString::to_string).collect()
}

fn checks(data: &Path) {
    let output = Command::new(env!("CARGO_BIN_EXE_contactline")).arg("check").arg(data).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stdout));
}

/// Clockwise and with heights, as the files have it.
fn square(west: f64, south: f64) -> Value {
    let (east, north) = (west + 1.0, south + 1.0);
    json!([[[west, south, 0], [west, north, 0], [east, north, 0], [east, south, 0], [west, south, 0]]])
}

// DeepStateMap's own form: a list of versions, and each of them.

const IDS: [i64; 3] = [1_735_423_000, 1_735_509_379, 1_735_595_800];

fn raw(name: &str, west: f64) -> String {
    json!({"type": "FeatureCollection", "features": [
        {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": square(west, 47.0)},
            "properties": {"name": name, "fill": "#a52714"}},
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [37.0, 48.0, 0]}, "properties": {"name": "unit"}},
    ]})
    .to_string()
}

const OCCUPIED: &str = "Окуповано /// Occupied\u{a0}/// geoJSON.status.occupied";

fn list(ids: &[i64]) -> Reply {
    let one =
        |id: &i64| json!({"id": id, "createdAt": "2024-12-28T21:56:40Z", "description": "…", "descriptionEn": "…"});
    ok(Value::Array(ids.iter().map(one).collect()).to_string()).with("etag", &format!("W/\"{}\"", ids.len()))
}

fn version_path(id: i64) -> String {
    format!("/api/history/{id}/geojson")
}

fn history(ids: &[i64]) -> (Web, TempDir) {
    let web = Web::begin();
    web.at("/api/history/public", [list(ids)]);
    for (k, id) in ids.iter().enumerate() {
        web.at(&version_path(*id), [ok(raw(OCCUPIED, 36.0 + k as f64)).with("etag", &format!("\"v{id}\""))]);
    }
    let base = &web.base;
    let data = data(&format!(
        "[source.deepstate-raw]\nform = \"history\"\nlist = \"{base}/api/history/public\"\n\
         version = \"{base}/api/history/{{id}}/geojson\"\nrecheck = 1\n"
    ));
    (web, data)
}

#[test]
fn a_history_is_fetched_once_and_then_only_what_is_missing() {
    let (web, data) = history(&IDS);
    let said = sync(&data, &["deepstate-raw"]).ended(0);
    assert!(said.contains("3 imported, 0 replaced, 0 already there, 0 refused"), "{said}");
    assert!(said.ends_with(
        "deepstate-raw: DeepStateMap (deepstatemap.live); licence: DeepState licence agreement (proprietary)\n"
    ));
    let asked = web.asked();
    let paths: Vec<&str> = asked.iter().map(|a| a.path.as_str()).collect();
    let wanted: Vec<String> = std::iter::once("/api/history/public".to_owned()).chain(IDS.map(version_path)).collect();
    assert_eq!(paths, wanted);
    assert!(asked.iter().all(|a| a.if_none_match.is_none()));
    assert!(asked.iter().all(|a| a.user_agent.as_deref() == Some(concat!("contactline/", env!("CARGO_PKG_VERSION")))));
    assert!(least_gap(&asked) >= Duration::from_millis(GAP_MS), "{:?}", least_gap(&asked));
    let stored = versions(&data, "deepstate-raw");
    assert_eq!(stored.iter().map(|v| v.stamp.seconds()).collect::<Vec<_>>(), IDS);
    assert!(stored.iter().all(|v| v.features.len() == 1 && v.features[0].status == Status::Held));

    // Again: the list and the newest version are asked for by their tags, and are the same.
    let said = sync(&data, &["deepstate-raw"]).ended(0);
    assert!(said.starts_with("0 imported, 0 replaced, 1 already there, 0 refused"), "{said}");
    let tags: Vec<_> = web.asked().into_iter().map(|a| (a.path, a.if_none_match.unwrap())).collect();
    let newest = (version_path(IDS[2]), format!("\"v{}\"", IDS[2]));
    assert_eq!(tags, [("/api/history/public".into(), "W/\"3\"".into()), newest]);

    // One more version: it alone is new.
    let four = [IDS[0], IDS[1], IDS[2], IDS[2] + 86_400];
    web.at("/api/history/public", [list(&four)]);
    web.at(&version_path(four[3]), [ok(raw(OCCUPIED, 36.0))]);
    let said = sync(&data, &["deepstate-raw"]).ended(0);
    assert!(said.contains("1 imported"), "{said}");
    assert_eq!(web.paths(), ["/api/history/public".to_owned(), version_path(four[3])]);
    assert_eq!(versions(&data, "deepstate-raw").len(), 4);
    checks(data.path());
}

#[test]
fn a_version_that_its_publisher_corrected_is_replaced() {
    let (web, data) = history(&IDS[..1]);
    sync(&data, &["deepstate-raw"]).ended(0);
    web.at(&version_path(IDS[0]), [ok(raw(OCCUPIED, 30.0)).with("etag", "\"corrected\"")]);
    let said = sync(&data, &["deepstate-raw"]).ended(0);
    assert!(said.contains("0 imported, 1 replaced"), "{said}");
}

#[test]
fn days_may_be_chosen_and_a_dry_run_changes_nothing() {
    let (web, data) = history(&IDS);
    let words = ["deepstate-raw", "--from", "2024-12-29", "--to", "2024-12-29"];
    let said = sync(&data, &[&words[..], &["--dry-run"]].concat()).ended(0);
    let url = format!("{}{}", web.base, version_path(IDS[1]));
    assert_eq!(said, format!("2024-12-29T21:56:19Z  {url}\n1 version would be downloaded\n"));
    assert_eq!(web.paths(), ["/api/history/public"]);
    let files: Vec<_> = std::fs::read_dir(data.path()).unwrap().map(|f| f.unwrap().file_name()).collect();
    assert_eq!(files, ["sync.toml"]);
    sync(&data, &words).ended(0);
    assert_eq!(stamps(&data, "deepstate-raw"), ["2024-12-29T21:56:19Z"]);
}

#[test]
fn a_server_that_is_busy_is_asked_again_when_it_says() {
    let (web, data) = history(&IDS[..2]);
    let good = |k: usize| ok(raw(OCCUPIED, 36.0 + k as f64));
    web.at(&version_path(IDS[0]), [status(429).with("retry-after", "1"), good(0)]);
    web.at(&version_path(IDS[1]), [status(500), good(1).cut_short(20), good(1)]);
    sync(&data, &["deepstate-raw"]).ended(0);
    let asked = web.asked();
    let paths: Vec<&str> = asked.iter().map(|a| a.path.as_str()).collect();
    let (first, second) = (version_path(IDS[0]), version_path(IDS[1]));
    assert_eq!(paths, ["/api/history/public", &first, &first, &second, &second, &second]);
    assert!(asked[2].at - asked[1].at >= Duration::from_secs(1));
    assert_eq!(versions(&data, "deepstate-raw").len(), 2);
    checks(data.path());
}

#[test]
fn a_server_that_says_no_or_asks_too_much_ends_the_run() {
    for (reply, told, requests) in [
        (status(401), "the server answers 401: {}", 1),
        (status(403), "the server answers 403: {}", 1),
        (status(429).with("retry-after", "3600"), "the server asks to wait 3600 s; longest_wait_s is 2", 1),
        (status(503), "the server answers 503; tried 3 times", 3),
        (status(404), "there is no list of versions at this address", 1),
        (ok("<html>"), "not JSON: expected value at line 1 column 1", 1),
        (ok(r#"{"items":[]}"#), "the list is an object with items; wanted an array", 1),
        (ok(r#"[{"uuid":"x"}]"#), "member 0 of the list has no whole number 'id': it is an object with uuid", 1),
        (ok("[]"), "the list has no versions", 1),
    ] {
        let (web, data) = history(&IDS[..1]);
        web.at("/api/history/public", [reply]);
        let line = sync(&data, &["deepstate-raw"]).could_not();
        assert_eq!(line, format!("contactline: {}/api/history/public: {told}\n", web.base));
        assert_eq!(web.asked().len(), requests, "{told}");
        assert!(stamps(&data, "deepstate-raw").is_empty());
    }
}

#[test]
fn a_run_that_had_to_end_keeps_what_it_had_and_goes_on_from_there() {
    let (web, data) = history(&IDS);
    web.at(&version_path(IDS[1]), [status(401)]);
    let told = sync(&data, &["deepstate-raw"]).could_not();
    assert!(told.contains("401"), "{told}");
    assert_eq!(versions(&data, "deepstate-raw").len(), 1);
    web.at(&version_path(IDS[1]), [ok(raw(OCCUPIED, 37.0))]);
    web.asked();
    sync(&data, &["deepstate-raw"]).ended(0);
    assert_eq!(web.paths(), ["/api/history/public".to_owned(), version_path(IDS[1]), version_path(IDS[2])]);
    checks(data.path());
}

#[test]
fn a_run_that_is_killed_leaves_whole_versions_and_the_next_goes_on() {
    let ids: Vec<i64> = (0..12).map(|k| IDS[0] + k * 86_400).collect();
    let (web, data) = history(&ids);
    let mut child = command(&data, &["deepstate-raw"]).spawn().unwrap();
    while web.count() < 6 {
        std::thread::sleep(Duration::from_millis(5));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let kept = stamps(&data, "deepstate-raw").len();
    assert!((3..12).contains(&kept), "{kept} kept");
    checks(data.path());
    web.asked();
    let said = sync(&data, &["deepstate-raw"]).ended(0);
    assert!(said.contains(&format!("{} imported", 12 - kept)), "{kept} kept, then: {said}");
    assert_eq!(web.paths().len(), 1 + 12 - kept);
    assert_eq!(versions(&data, "deepstate-raw").len(), 12);
}

#[test]
fn what_is_bad_is_refused_with_its_address_and_the_others_are_kept() {
    let good = raw(OCCUPIED, 36.0);
    for (reply, code) in [
        // Cut short by a server that did not say how long it is, and so not to be told from the whole by its length.
        (ok(&good[..good.len() / 2]), "not_json"),
        (ok("<html>down for a while</html>"), "not_a_map"),
        (ok(r#"{"type":"Topology"}"#), "not_a_map"),
        (ok(r#"{"error":{"code":500,"message":"try later"}}"#), "server_error"),
        (ok(raw("geoJSON.state.taken", 36.0).replace("#a52714", "#123456")), "empty"),
        (ok(good.replace("\"name\"", "\"title\"").replace("#a52714", "#123456")), "empty"),
        (status(404), "absent"),
        (status(500), "unreachable"),
    ] {
        let (web, data) = history(&IDS);
        let untagged = reply.clone();
        web.at(&version_path(IDS[1]), [reply.with("etag", "\"bad\"")]);
        let said = sync(&data, &["deepstate-raw"]).ended(1);
        assert!(said.contains("2 imported, 0 replaced, 0 already there, 1 refused"), "{code}: {said}");
        let line = said.lines().find(|line| line.starts_with(&format!("error {code}: "))).expect(&said);
        assert!(line.contains(&version_path(IDS[1])), "{line}");
        assert_eq!(versions(&data, "deepstate-raw").len(), 2);
        if !matches!(code, "absent" | "unreachable") {
            // Told once: asked by its tag, it is as it was. A server without tags sends it whole, and it is known all the same.
            web.asked();
            let said = sync(&data, &["deepstate-raw"]).ended(0);
            assert!(said.contains(" 0 refused; findings: none; refused before and as it was: 1\n"), "{code}: {said}");
            let by_tag = |asked: &web::Asked| asked.if_none_match.as_deref() == Some("\"bad\"");
            assert!(web.asked().iter().any(|asked| asked.path == version_path(IDS[1]) && by_tag(asked)));
            web.at(&version_path(IDS[1]), [untagged]);
            let said = sync(&data, &["deepstate-raw"]).ended(0);
            assert!(said.contains("refused before and as it was: 1\n"), "{code}: {said}");
        }
        web.at(&version_path(IDS[1]), [ok(raw(OCCUPIED, 37.0)).with("etag", "\"good\"")]);
        sync(&data, &["deepstate-raw"]).ended(0);
        assert_eq!(versions(&data, "deepstate-raw").len(), 3);
    }
}

/// A publisher's server, or whoever answers for it, could else send us to any address that this machine reaches.
#[test]
fn a_redirect_is_followed_to_the_same_host_or_one_that_is_named() {
    let (web, data) = history(&IDS[..1]);
    let elsewhere = Web::begin();
    elsewhere.at("/moved", [ok(raw(OCCUPIED, 36.0))]);
    let moved = format!("{}/moved", elsewhere.base);
    web.at(&version_path(IDS[0]), [status(302).with("location", &moved)]);
    let told = sync(&data, &["deepstate-raw"]).could_not();
    assert!(told.contains(&moved) && told.contains("name it in redirect_hosts"), "{told}");
    assert_eq!(elsewhere.count(), 0);
    // The same host is nobody else, however often it moves its things; but not without end.
    web.at("/here", [status(307).with("location", "there?x=1")]);
    web.at("/there?x=1", [ok(raw(OCCUPIED, 36.0)).with("etag", "\"v\"")]);
    web.at(&version_path(IDS[0]), [status(301).with("location", "/here")]);
    let said = sync(&data, &["deepstate-raw"]).ended(0);
    assert!(said.contains("1 imported"), "{said}");
    let path = data.path().join("sync.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    let named = elsewhere.base.strip_prefix("http://").unwrap();
    std::fs::write(&path, text.replace("[manners]", &format!("[manners]\nredirect_hosts = [\"{named}\"]"))).unwrap();
    elsewhere.at("/moved", [ok(raw(OCCUPIED, 37.0))]);
    web.at(&version_path(IDS[0]), [status(308).with("location", &moved)]);
    let said = sync(&data, &["deepstate-raw"]).ended(0);
    assert!(said.contains("1 replaced") && elsewhere.count() == 1, "{said}");
    web.at(&version_path(IDS[0]), [status(302).with("location", &version_path(IDS[0]))]);
    let told = sync(&data, &["deepstate-raw"]).could_not();
    assert!(told.contains("redirects more than 5 times"), "{told}");
}

#[test]
fn a_body_too_long_is_refused() {
    let (web, data) = history(&IDS[..2]);
    let path = data.path().join("sync.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replace("[manners]", "[manners]\nlongest_body_mb = 1")).unwrap();
    let long = raw(OCCUPIED, 36.0) + &" ".repeat(1_000_000);
    web.at(&version_path(IDS[0]), [ok(long)]);
    let said = sync(&data, &["deepstate-raw"]).ended(1);
    assert!(said.contains("error too_long: the body is longer than 1 MB") && said.contains("1 imported"), "{said}");
    assert_eq!(web.asked().len(), 3);
    // Packed it is short: what counts is the length once unpacked.
    let packed = |text: &str| {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        packer.write_all(text.as_bytes()).unwrap();
        ok(packer.finish().unwrap()).with("content-encoding", "gzip")
    };
    web.at(&version_path(IDS[0]), [packed(&(raw(OCCUPIED, 36.0) + &" ".repeat(1_000_000)))]);
    assert!(sync(&data, &["deepstate-raw"]).ended(1).contains("error too_long"));
    web.at(&version_path(IDS[0]), [packed(&raw(OCCUPIED, 36.0))]);
    assert!(sync(&data, &["deepstate-raw"]).ended(0).contains("1 imported"));
}

// A mirror of merged days.

fn day(east: f64) -> String {
    let ring = format!("[[36.0,47.5],[36.0,48.5],[{east},48.5],[{east},47.5],[36.0,47.5]]");
    format!(
        r#"{{"type":"FeatureCollection","features":[{{"type":"Feature","properties":{{}},"geometry":{{"type":"MultiPolygon","coordinates":[[{ring}]]}}}}]}}"#
    )
}

fn day_path(date: &str) -> String {
    format!("/data/deepstatemap_data_{date}.geojson")
}

fn days(more: &str) -> (Web, TempDir) {
    let web = Web::begin();
    for (k, date) in ["20250101", "20250102", "20250104"].iter().enumerate() {
        web.at(&day_path(date), [ok(day(37.0 + k as f64 / 10.0)).with("etag", &format!("\"{date}\""))]);
    }
    let base = &web.base;
    let more = more.replace("BASE", base);
    let data = data(&format!(
        "[source.deepstate]\nform = \"days\"\nday = \"{base}/data/deepstatemap_data_{{YYYY}}{{MM}}{{DD}}.geojson\"\n{more}\n"
    ));
    (web, data)
}

#[test]
fn a_mirror_with_a_listing_is_asked_for_the_days_it_has() {
    let (web, data) = days("listing = \"BASE/data/\"");
    let rows: String = ["20250101", "20250102", "20250104"]
        .map(|date| format!("<a href=\"deepstatemap_data_{date}.geojson\">deepstatemap_data_{date}.geojson</a>\n"))
        .concat();
    web.at("/data/", [ok(rows)]);
    let said = sync(&data, &["deepstate"]).ended(0);
    assert!(said.contains("3 imported") && said.contains("gap 1"), "{said}");
    assert_eq!(stamps(&data, "deepstate"), ["2025-01-01", "2025-01-02", "2025-01-04"]);
    web.asked();
    sync(&data, &["deepstate-daily"]).ended(0);
    assert_eq!(web.paths(), ["/data/"]);
    checks(data.path());
}

#[test]
fn a_mirror_without_a_listing_is_asked_for_each_missing_day_once() {
    let (web, data) = days("first = \"2025-01-01\"");
    let said = sync(&data, &["deepstate", "--to", "2025-01-05"]).ended(0);
    assert!(said.contains("3 imported") && said.contains("no version on 2 days"), "{said}");
    assert_eq!(web.paths(), ["20250101", "20250102", "20250103", "20250104", "20250105"].map(day_path));
    // What was not there long ago will not come.
    sync(&data, &["deepstate", "--to", "2025-01-05"]).ended(0);
    assert!(web.asked().is_empty());
    let (_web, data) = days("");
    assert!(sync(&data, &["deepstate"]).could_not().contains("no first day is known: give --from"));
}

// The Institute's feature server.

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
    assert!(web.asked().iter().all(|a| a.if_none_match.is_some()));

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

#[test]
fn settings_that_cannot_be_meant_are_told() {
    for (text, told) in [
        ("[manners]\ngap = 1\n", "unknown field `gap`"),
        ("[source.isw]\nform = \"tiles\"\n", "line 2: unknown variant `tiles`, expected one of"),
        (
            "[source.deepstate]\nform = \"days\"\nday = \"ftp://x/{YYYY}{MM}{DD}\"\n",
            "'ftp://x/{YYYY}{MM}{DD}' is no address",
        ),
        ("[source.deepstate]\nform = \"days\"\nday = \"https://x/{YYYY}.json\"\n", "does not name {MM}"),
        ("[sources]\n", "unknown field `sources`"),
    ] {
        let data = TempDir::new().unwrap();
        std::fs::write(data.path().join("sync.toml"), text).unwrap();
        let line = sync(&data, &["isw"]).could_not();
        assert!(line.contains(told) && line.contains("sync.toml"), "{line}");
    }
    let data = TempDir::new().unwrap();
    let line = sync(&data, &["deepstate"]).could_not();
    assert!(line.contains("no address is known for deepstate: set it as [source.deepstate] in "), "{line}");
    assert!(sync(&data, &["maps"]).could_not().contains("source 'maps' not found. Available: deepstate, "));
    // What ships is well-formed, and only told, not asked, by a dry run.
    let said = sync(&data, &["isw", "--dry-run"]).ended(0);
    assert!(said.lines().count() == 5 && said.lines().all(|line| line.contains("/FeatureServer/")), "{said}");
}
