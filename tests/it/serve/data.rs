//! The data directory while the server runs.
use super::*;

#[test]
fn it_follows_its_directory_and_outlives_a_broken_file() {
    let (files, data) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let day = |date: &str| {
        let ring = "[[36.0,47.5],[36.0,48.5],[37.0,48.5],[37.0,47.5],[36.0,47.5]]";
        let text = format!(
            r#"{{"type":"FeatureCollection","features":[{{"type":"Feature","properties":{{}},"geometry":{{"type":"MultiPolygon","coordinates":[[{ring}]]}}}}]}}"#
        );
        let file = files.path().join(format!("deepstatemap_data_{date}.geojson"));
        std::fs::write(&file, text).unwrap();
        let words = ["import", "deepstate-daily", "--data", data.path().to_str().unwrap(), file.to_str().unwrap()];
        assert!(Command::new(env!("CARGO_BIN_EXE_contactline")).args(words).output().unwrap().status.success());
    };
    let server = Server::begin(&["--data", data.path().to_str().unwrap()]);
    assert!(!server.get("/ready").contains("deepstate"));
    day("20250101");
    wait_for(&server, "/ready", "deepstate");
    // The second version's file is spoiled before the server looks: the first stays.
    let manifest = data.path().join("manifest.toml");
    let text = std::fs::read_to_string(&manifest).unwrap();
    std::fs::write(&manifest, text.replace("sha256 = \"", "sha256 = \"0")).unwrap();
    let ready = wait_for(&server, "/ready", "\"reason\"");
    assert!(ready.contains("deepstate") && ready.contains("\"since\""), "{ready}");
    assert!(server.get("/v1/at?lon=36.5&lat=48&date=2025-01-01").contains("\"holder\":\"RU\""));
    std::fs::write(&manifest, text).unwrap();
    wait_for(&server, "/ready", "\"degraded\":null");
    let (_, code) = server.end("TERM");
    assert_eq!(code, Some(0));
}

/// A volume that is not mounted looks like an empty directory: that is no reason to serve nothing.
#[test]
fn a_store_that_is_gone_leaves_its_data_serving_and_is_told() {
    let (files, place) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let data = place.path().join("store");
    let ring = "[[36.0,47.5],[36.0,48.5],[37.0,48.5],[37.0,47.5],[36.0,47.5]]";
    let file = files.path().join("deepstatemap_data_20250101.geojson");
    let text = format!(
        r#"{{"type":"FeatureCollection","features":[{{"type":"Feature","properties":{{}},"geometry":{{"type":"MultiPolygon","coordinates":[[{ring}]]}}}}]}}"#
    );
    std::fs::write(&file, text).unwrap();
    let words = ["import", "deepstate-daily", "--data", data.to_str().unwrap(), file.to_str().unwrap()];
    assert!(Command::new(env!("CARGO_BIN_EXE_contactline")).args(words).output().unwrap().status.success());
    let server = Server::begin(&["--data", data.to_str().unwrap()]);
    let held = |server: &Server| {
        let at = server.get("/v1/at?lon=36.5&lat=48&date=2025-01-01");
        assert!(at.contains("\"source\":\"deepstate\"") || at.contains("deepstate"), "{at}");
        assert!(at.contains("\"holder\":\"RU\""), "{at}");
    };
    held(&server);
    let (away, manifest) = (place.path().join("away"), data.join("manifest.toml"));
    // All of it, then the manifest alone, then a file that it names: each put back again.
    let version = std::fs::read_dir(data.join("control/deepstate")).unwrap().next().unwrap().unwrap().path();
    for (part, told) in
        [(&data, "no store any more"), (&manifest, "manifest.toml is gone"), (&version, "control/deepstate/")]
    {
        std::fs::rename(part, &away).unwrap();
        if part == &data {
            std::fs::create_dir(&data).unwrap();
        }
        if part == &version {
            server.signal("HUP");
        }
        let ready = wait_for(&server, "/ready", "\"status\":\"degraded\"");
        assert!(ready.starts_with("HTTP/1.1 200 OK") && ready.contains(told) && ready.contains("\"since\""), "{ready}");
        assert!(!ready.contains(place.path().to_str().unwrap()), "no paths over HTTP: {ready}");
        assert!(server.get("/ready?strict=true").starts_with("HTTP/1.1 503 "));
        assert!(server.get("/metrics").contains("contactline_reload_failed 1"));
        held(&server);
        if part == &data {
            std::fs::remove_dir(&data).unwrap();
        }
        std::fs::rename(&away, part).unwrap();
        // It is tried again without being told to.
        wait_for(&server, "/ready", "\"status\":\"ready\"");
        held(&server);
    }
    let (told, code) = server.end("TERM");
    assert_eq!((told.matches("still serving the data loaded before: ").count(), code), (3, Some(0)), "{told}");
}

#[test]
fn a_directory_that_lost_its_manifest_is_an_error_and_an_empty_one_is_noted() {
    let data = tempfile::tempdir().unwrap();
    let server = Server::begin(&["--data", data.path().to_str().unwrap()]);
    let (told, code) = server.end("TERM");
    assert!(told.contains(" holds no data yet: serving what comes with the program\n") && code == Some(0), "{told}");
    std::fs::create_dir(data.path().join("control")).unwrap();
    let output = serve(&["--listen", "127.0.0.1:0", "--data", data.path().to_str().unwrap()]).output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("manifest.toml is missing, though control/ is there"), "{told}");
    assert_eq!(output.status.code(), Some(2));
}

/// A list of settlements says nothing of water. In the liman of the Dnipro and three kilometres out in the Azov Sea the nearest
/// settlement's holder was answered.
#[test]
fn the_official_list_says_nothing_at_sea_at_any_door() {
    let server = Server::begin(&[]);
    let files = tempfile::tempdir().unwrap();
    for (lon, lat, region) in [(32.132_418, 46.547_816, "ua-65"), (37.412_581, 46.932_544, "ua-14")] {
        let run = |words: &[&str]| {
            let output = Command::new(env!("CARGO_BIN_EXE_contactline"))
                .env_remove("CONTACTLINE_DATA")
                .args(words)
                .output()
                .unwrap();
            String::from_utf8(output.stdout).unwrap()
        };
        let [east, north] = [lon, lat].map(|degrees: f64| degrees.to_string());
        let silent = |what: &str, answer: &str, says: &str| {
            assert!(answer.contains(says) && answer.contains(region), "{what}: {answer}");
            assert!(!answer.contains("\"status\":\"held\"") && !answer.contains("held by"), "{what}: {answer}");
        };
        let place = format!("lon={lon}&lat={lat}");
        silent("at", &server.get(&format!("/v1/at?{place}&date=2025-05-07")), "at sea: the source covers land");
        silent("history", &server.get(&format!("/v1/history?{place}")), "\"status\":\"unknown\"");
        let regimes = server.get(&format!("/v1/regimes?{place}&date=2025-05-07"));
        silent("regimes", &regimes, "\"id\":\"eu-2022-263\"");
        assert!(
            regimes.contains("\"applies\":\"not_determined\"") && !regimes.contains("\"applies\":\"yes\""),
            "{regimes}"
        );
        silent("at, text", &run(&["at", &east, &north, "--date", "2025-05-07"]), "at sea: the source covers land");
        silent("history, text", &run(&["history", &east, &north]), "unknown");

        let rows = files.path().join("rows.csv");
        std::fs::write(&rows, format!("lon,lat,date\n{lon},{lat},2025-05-07\n")).unwrap();
        let classified = run(&["classify", rows.to_str().unwrap()]);
        silent("classify", &classified, &format!("{lon},{lat},2025-05-07,{region},unknown,false,unknown,,"));

        let square = files.path().join("square.geojson");
        let (w, s, e, n) = (lon - 4e-4, lat - 3e-4, lon + 4e-4, lat + 3e-4);
        let ring = format!("[[{w},{s}],[{e},{s}],[{e},{n}],[{w},{n}],[{w},{s}]]");
        std::fs::write(&square, format!("{{\"type\":\"Polygon\",\"coordinates\":[{ring}]}}")).unwrap();
        let overlap = run(&["overlap", square.to_str().unwrap(), "--date", "2025-05-07", "--format", "csv"]);
        assert!(overlap.lines().skip(1).all(|row| row.contains("unknown") && !row.contains("held")), "{overlap}");
        assert!(overlap.lines().count() > 1, "{overlap}");
    }
    assert_eq!(server.end("TERM").1, Some(0));
}

/// A server answers of what had been loaded by then as it answered then, and refuses what is not kept.
#[test]
fn what_was_known_is_answered_as_it_was() {
    let (files, data) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let directory = data.path().to_str().unwrap();
    let program = |words: &[&str]| {
        let output =
            Command::new(env!("CARGO_BIN_EXE_contactline")).args(["--data", directory]).args(words).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    let import = |east: f64| {
        let file = files.path().join("deepstatemap_data_20250101.geojson");
        let ring = format!("[[36.0,47.5],[36.0,48.5],[{east},48.5],[{east},47.5],[36.0,47.5]]");
        let geometry = format!(r#"{{"type":"MultiPolygon","coordinates":[[{ring}]]}}"#);
        let feature = format!(r#"{{"type":"Feature","properties":{{}},"geometry":{geometry}}}"#);
        std::fs::write(&file, format!(r#"{{"type":"FeatureCollection","features":[{feature}]}}"#)).unwrap();
        std::thread::sleep(std::time::Duration::from_millis(1_100));
        program(&["import", "deepstate-daily", file.to_str().unwrap()]);
        let manifest = contactline_store::Folder::Directory(data.path().into()).manifest().unwrap();
        manifest.changed_at().last().unwrap().to_second()
    };
    let paths = [
        "/v1/at?lon=37.5&lat=48&date=2025-01-02",
        "/v1/areas?date=2025-01-02&source=deepstate",
        "/v1/sources?f=csv",
        "/v1/map?date=2025-01-02&source=viina",
    ];
    let body = |answer: &str| answer.split_once("\r\n\r\n").unwrap().1.to_owned();
    let fingerprint = |answer: &str| {
        let line = answer.lines().find(|line| line.starts_with("contactline-fingerprint: ")).unwrap();
        line.to_owned()
    };
    let first = import(37.0);
    let server = Server::begin(&["--data", directory]);
    let then = paths.map(|path| server.get(path));
    let second = import(37.8);
    wait_for(&server, "/ready", &contactline_store::fingerprint_of(Some(data.path())).unwrap());
    let now = paths.map(|path| server.get(path));
    for (path, (then, now)) in paths.iter().zip(then.iter().zip(&now)) {
        assert!(then.starts_with("HTTP/1.1 200 OK"), "{then}");
        for (known_on, wanted) in [(&first, then), (&second, now), (&first, then)] {
            let answer = server.get(&format!("{path}&known_on={known_on}"));
            assert_eq!((body(&answer), fingerprint(&answer)), (body(wanted), fingerprint(wanted)), "{path} {known_on}");
            assert!(answer.contains(&format!("\r\ncontactline-known-on: {known_on}\r\n")), "{answer}");
        }
    }
    // Evidence of both, as a page and as a document, that the program verifies.
    for (form, known_on) in [("report", &first), ("evidence", &first), ("report", &second), ("evidence", &second)] {
        let answer = server.get(&format!("{}&f={form}&known_on={known_on}", paths[0]));
        assert!(answer.contains("\r\ncache-control: no-store\r\n"), "{answer}");
        assert!(answer.contains(if form == "report" { "text/html" } else { "vnd.contactline.evidence+json" }));
        let file = files.path().join(form);
        std::fs::write(&file, body(&answer)).unwrap();
        let words = ["--data", directory, "verify", file.to_str().unwrap(), "--known-on", known_on];
        let output = Command::new(env!("CARGO_BIN_EXE_contactline")).args(words).output().unwrap();
        let told = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        assert!(output.status.success() && told.contains("the same is answered now\ndata: the same"), "{told}");
        assert_eq!(told.contains("page: it shows what its document states"), form == "report", "{told}");
        assert!(body(&answer).contains("control/deepstate/2025-01-01.geojson"));
    }
    assert!(server.get("/v1/regimes?f=report").starts_with("HTTP/1.1 400 "));
    assert!(server.get(&format!("{}&f=report&expect=0badcafe", paths[0])).starts_with("HTTP/1.1 412 "));
    assert!(server.get("/v1/areas?date=2025-01-02&f=report").starts_with("HTTP/1.1 400 "));
    // Rows in bulk, of then and of now.
    let rows = |known_on: &str| {
        let mut stream = TcpStream::connect(&server.address).unwrap();
        let sent = "lon,lat,date\n37.5,48,2025-01-02\n";
        write!(
            stream,
            "POST /v1/at?columns=deepstate.holder{known_on} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: text/csv\r\nContent-Length: {}\r\n\r\n{sent}",
            sent.len()
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    };
    assert!(rows("").contains("37.5,48,2025-01-02,RU"), "{}", rows(""));
    let answer = rows(&format!("&known_on={first}"));
    assert!(answer.contains("37.5,48,2025-01-02,UA") && answer.contains(&fingerprint(&then[0])), "{answer}");
    // Refused before any work, or with the place of the gap.
    assert!(server.get("/v1/sources?known_on=2999-01-01").starts_with("HTTP/1.1 400 "));
    program(&["prune", "--keep", "0"]);
    let refused = |server: &Server| server.get(&format!("{}&known_on={first}", paths[1]));
    for _ in 0..600 {
        if refused(&server).starts_with("HTTP/1.1 404 ") {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    let answer = refused(&server);
    assert!(answer.contains("\"code\":\"not-kept\"") && answer.contains("version 2025-01-01 of deepstate"), "{answer}");
    assert!(!answer.contains(directory), "no paths over HTTP: {answer}");
    assert_eq!(body(&server.get(&format!("{}&known_on={second}", paths[1]))), body(&now[1]));
    assert_eq!(server.end("TERM").1, Some(0));
}
