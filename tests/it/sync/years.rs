//! VIINA: a zipped table for each year and the cells of its places, in Git LFS at their publisher's.
use super::*;

const HEADER: &str = "geonameid,date,status_wiki,status_boost,status_dsm,status_isw,status,vcontrol_version\n";
const CELLS: &str = "/viina/raw/Data/gn_UA_tess.geojson";

fn year_path(year: i16) -> String {
    format!("/viina/raw/Data/control_latest_{year}.zip")
}

/// Cells of places 1 to 3, a degree each, from 36 E eastward; ids as decimals, wound clockwise.
fn cells(places: i32) -> String {
    let cell = |k: i32| {
        json!({"type": "Feature", "properties": {"geonameid": f64::from(k + 1), "ADM1_NAME": "x"},
            "geometry": {"type": "MultiPolygon", "coordinates": [square(36.0 + f64::from(k), 47.0)]}})
    };
    json!({"type": "FeatureCollection", "features": (0..places).map(cell).collect::<Vec<_>>()}).to_string()
}

/// The table of some days of a year: of each the statuses of places 1 to 3, of which `status_wiki` is always `UA`.
fn table(days: &[(&str, [&str; 3])]) -> String {
    let mut text = HEADER.to_owned();
    for (day, statuses) in days {
        for (k, status) in statuses.iter().enumerate() {
            text += &format!("{}.0,{day},UA,UA,UA,,{status},20260913044905332209\n", k + 1);
        }
    }
    text
}

fn zipped(name: &str, text: &str) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(text.as_bytes()).unwrap();
    zip.finish().unwrap().into_inner()
}

fn year(text: &str, tag: &str) -> Reply {
    ok(zipped("control_latest.csv", text)).with("etag", tag)
}

const OF_2022: [(&str, [&str; 3]); 3] = [
    ("20220224", ["RU", "UA", "UA"]),
    ("20220225", ["RU", "CONTESTED", "UA"]),
    ("20220226", ["RU", "CONTESTED", "UA"]),
];
const OF_2023: [(&str, [&str; 3]); 2] = [("20230101", ["RU", "RU", "UA"]), ("20230102", ["UA", "RU", "UA"])];

/// A server with two years, and a data directory that asks it for those alone.
fn years() -> (Web, TempDir) {
    let web = Web::begin();
    web.at(CELLS, [ok(cells(3)).with("etag", "\"cells\"")]);
    web.at(&year_path(2022), [year(&table(&OF_2022), "\"2022\"")]);
    web.at(&year_path(2023), [year(&table(&OF_2023), "\"2023\"")]);
    let data = data(&settings(&web));
    (web, data)
}

fn settings(web: &Web) -> String {
    let base = format!("{}/viina/raw/Data", web.base);
    format!(
        "[source.viina]\nform = \"years\"\nyear = \"{base}/control_latest_{{YYYY}}.zip\"\ncells = \"{base}/gn_UA_tess.geojson\"\n\
         first = 2022\n"
    )
}

const TO: [&str; 3] = ["viina", "--to", "2023-12-31"];

#[test]
fn years_are_fetched_once_and_then_only_what_changed() {
    let (web, data) = years();
    let said = sync(&data, &TO).ended(0);
    assert!(said.contains("5 imported, 0 replaced, 0 already there, 0 refused"), "{said}");
    assert!(said.contains("viina: VIINA 2.0, Zhukov and Ayers 2023, ODbL 1.0, contents DbCL 1.0"), "{said}");
    assert_eq!(web.paths(), [CELLS.to_owned(), year_path(2022), year_path(2023)]);
    let days = ["2022-02-24", "2022-02-25", "2022-02-26", "2023-01-01", "2023-01-02"];
    assert_eq!(stamps(&data, "viina"), days);
    let of_day: Vec<Status> = versions(&data, "viina")[1].features.iter().map(|f| f.status).collect();
    assert_eq!(of_day, [Status::Held, Status::Held, Status::Contested]);
    checks(data.path());
    // Again: each by its tag, and nothing is read.
    let said = sync(&data, &TO).ended(0);
    assert!(said.starts_with("0 imported, 0 replaced, 2 already there, 0 refused; findings: none"), "{said}");
    let tags: Vec<_> = web.asked().into_iter().map(|a| a.if_none_match.unwrap()).collect();
    assert_eq!(tags, ["\"cells\"", "\"2022\"", "\"2023\""]);
    // A release writes a year anew: a day that changed before and does not now is as this release has it.
    let anew = [OF_2022[0], ("20220225", ["RU", "UA", "UA"]), ("20220226", ["RU", "UA", "RU"])];
    web.at(&year_path(2022), [year(&table(&anew), "\"2022b\"")]);
    let said = sync(&data, &TO).ended(0);
    assert!(said.contains("0 imported, 2 replaced, 2 already there, 0 refused"), "{said}");
    assert_eq!(web.paths(), [CELLS.to_owned(), year_path(2022), CELLS.to_owned(), year_path(2023)]);
    assert_eq!(stamps(&data, "viina"), days);
    let kept = versions(&data, "viina");
    assert_eq!(kept[1].features, kept[0].features, "no longer a day of change");
    checks(data.path());
    let said = sync(&data, &["viina", "--from", "2023-06-01", "--to", "2023-12-31", "--dry-run"]).ended(0);
    assert_eq!(said, format!("{0}{CELLS}\n{0}{1}\n", web.base, year_path(2023)));
}

#[test]
fn other_cells_or_another_column_are_read_of_every_year() {
    let (web, data) = years();
    sync(&data, &TO).ended(0);
    web.at(CELLS, [ok(cells(2)).with("etag", "\"other\"")]);
    let said = sync(&data, &TO).ended(0);
    assert!(said.contains("5 replaced") && said.contains("unknown_place"), "{said}");
    web.at(CELLS, [ok(cells(3)).with("etag", "\"cells\"")]);
    sync(&data, &TO).ended(0);
    let path = data.path().join("sync.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text + "column = \"status_wiki\"\n").unwrap();
    let said = sync(&data, &TO).ended(0);
    assert!(said.contains("5 replaced"), "{said}");
    let held = |v: &Version| v.features.iter().all(|f| f.publisher_word == "UA");
    assert!(versions(&data, "viina").iter().all(held));
}

#[test]
fn a_large_file_is_where_the_server_sends_us_and_its_pointer_is_no_table() {
    let (web, data) = years();
    // As GitHub does it: what is in Git LFS is at another host, which is to be named.
    let media = Web::begin();
    media.at("/media/control_latest_2022.zip", [year(&table(&OF_2022), "\"2022\"")]);
    let moved = format!("{}/media/control_latest_2022.zip", media.base);
    web.at(&year_path(2022), [status(302).with("location", &moved)]);
    let told = sync(&data, &TO).could_not();
    assert!(told.contains(&moved) && told.contains("name it in redirect_hosts"), "{told}");
    assert_eq!(media.count(), 0);
    let path = data.path().join("sync.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    let named = media.base.strip_prefix("http://").unwrap();
    std::fs::write(&path, text.replace("[manners]", &format!("[manners]\nredirect_hosts = [\"{named}\"]"))).unwrap();
    assert!(sync(&data, &TO).ended(0).contains("5 imported"));
    assert!(sync(&data, &TO).ended(0).contains("2 already there"));
    assert_eq!(media.asked().last().unwrap().if_none_match.as_deref(), Some("\"2022\""));

    let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:f183f05a\nsize 14156375\n";
    let (web, data) = years();
    web.at(&year_path(2022), [ok(pointer).with("etag", "\"pointer\"")]);
    let said = sync(&data, &TO).ended(1);
    assert!(said.contains("error not_a_map: this is a pointer of Git LFS, not the file itself"), "{said}");
    assert!(said.contains("its address begins with https://media.githubusercontent.com/media/"), "{said}");
    assert!(said.contains("2 imported") && said.contains("1 refused"), "{said}");
    let said = sync(&data, &TO).ended(0);
    assert!(said.contains("1 already there, 0 refused") && said.contains("refused before and as it was: 1"), "{said}");
    web.at(CELLS, [ok(pointer)]);
    let said = sync(&data, &TO).ended(1);
    assert!(said.contains("pointer of Git LFS") && said.contains(CELLS), "{said}");
}

#[test]
fn what_is_no_table_is_refused_and_the_other_years_are_kept() {
    let whole = zipped("control_latest.csv", &table(&OF_2022));
    for (reply, code) in [
        (ok(&whole[..whole.len() - 30]), "bad_zip"),
        (ok("<html><title>Rate limit</title></html>"), "not_a_map"),
        (ok(zipped("readme.txt", "nothing")), "bad_zip"),
        (year("geonameid,day,status\n1,20220224,RU\n", "\"x\""), "missing_column"),
        (year(&table(&[("22020224", ["RU", "UA", "UA"])]), "\"x\""), "bad_date"),
        (status(404), "absent"),
        (status(500), "unreachable"),
    ] {
        let (web, data) = years();
        web.at(&year_path(2022), [reply]);
        let said = sync(&data, &TO).ended(1);
        assert!(said.contains(&format!("error {code}: ")) && said.contains("2 imported"), "{code}: {said}");
        assert!(said.contains("1 refused"), "{code}: {said}");
        assert_eq!(stamps(&data, "viina"), ["2023-01-01", "2023-01-02"], "{code}");
        web.at(&year_path(2022), [year(&table(&OF_2022), "\"good\"")]);
        assert!(sync(&data, &TO).ended(0).contains("3 imported"), "{code}");
        checks(data.path());
    }
    // The year that has begun may have no file yet.
    let (_web, data) = years();
    let said = sync(&data, &["viina", "--from", "2023-01-01"]).ended(1);
    let absent = said.matches("error absent: ").count();
    let this_year = contactline::http::today().parts()[0];
    assert_eq!(absent as i32, this_year - 2024, "{said}");
}

/// A table that says the same for weeks speaks of each of their days: what it says is not out of date.
#[test]
fn a_table_that_says_the_same_for_weeks_is_not_out_of_date() {
    let (web, data) = years();
    let days: Vec<String> = (1..=28).map(|day| format!("202302{day:02}")).collect();
    let same: Vec<(&str, [&str; 3])> = days.iter().map(|day| (day.as_str(), ["RU", "UA", "UA"])).collect();
    web.at(&year_path(2023), [year(&table(&same), "\"same\"")]);
    sync(&data, &["viina", "--from", "2023-01-01", "--to", "2023-12-31"]).ended(0);
    assert_eq!(stamps(&data, "viina"), ["2023-02-01", "2023-02-08", "2023-02-15", "2023-02-22", "2023-02-28"]);
    let output = Command::new(env!("CARGO_BIN_EXE_contactline"))
        .args(["at", "36.5", "47.5", "--date", "2023-02-21", "--json", "--data"])
        .arg(data.path())
        .output()
        .unwrap();
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    let said = answer["control"].as_array().unwrap().iter().find(|said| said["source"] == "viina").unwrap();
    assert_eq!(
        (&said["holder"], &said["stale"], &said["age_days"]),
        (&json!("RU"), &json!(false), &json!(6)),
        "{said}"
    );
}

/// What is imported from a publisher's files stands for what comes with the program, up to its own last day.
#[test]
fn what_was_fetched_is_answered() {
    let (_web, data) = years();
    sync(&data, &TO).ended(0);
    let at = |lon: &str, date: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_contactline"))
            .args(["at", lon, "47.5", "--date", date, "--json", "--data"])
            .arg(data.path())
            .output()
            .unwrap();
        let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
        answer["control"].as_array().unwrap().iter().find(|said| said["source"] == "viina").unwrap().clone()
    };
    assert_eq!(at("36.5", "2022-02-25")["holder"], "RU");
    assert_eq!(at("37.5", "2022-02-25")["status"], "contested");
    assert_eq!(at("36.5", "2023-01-02")["holder"], "UA");
}
