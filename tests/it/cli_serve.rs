//! The real server: how it begins, answers and ends.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};

struct Server {
    child: Child,
    address: String,
}

fn serve(words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_contactline"));
    command.env_remove("CONTACTLINE_DATA").arg("serve").args(words).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

impl Server {
    fn begin(words: &[&str]) -> Self {
        let mut child = serve(&[words, &["--listen", "127.0.0.1:0"]].concat()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim_end().strip_prefix("listening on http://").unwrap().to_owned();
        Self { child, address }
    }

    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    fn signal(&self, name: &str) {
        let done = Command::new("kill").args([&format!("-{name}"), &self.child.id().to_string()]).status().unwrap();
        assert!(done.success());
    }

    /// What was told on standard error, and the exit code.
    fn end(mut self, signal: &str) -> (String, Option<i32>) {
        self.signal(signal);
        let mut told = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut told).unwrap();
        (told, self.child.wait().unwrap().code())
    }
}

/// A test that fails leaves no server behind.
impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

#[test]
fn it_tells_where_it_listens_answers_and_stops_when_told() {
    for signal in ["TERM", "INT"] {
        let server = Server::begin(&[]);
        assert!(server.get("/v1/at?lon=34.1&lat=44.95&date=2025-05-07").starts_with("HTTP/1.1 200 OK"));
        // A connection kept open without a request must not hold the server.
        let _idle = TcpStream::connect(&server.address).unwrap();
        let health = format!("http://{}/health", server.address);

        let asked =
            Command::new(env!("CARGO_BIN_EXE_contactline")).args(["health", "--url", &health]).output().unwrap();
        assert_eq!((asked.status.code(), asked.stderr.as_slice()), (Some(0), &b""[..]));
        assert_eq!(server.end(signal), (String::new(), Some(0)));
    }
}

/// A body that never comes holds neither its question nor the server.
#[test]
fn it_ends_though_a_request_does_not() {
    let server = Server::begin(&["--question-seconds", "1"]);
    let mut waiting = TcpStream::connect(&server.address).unwrap();
    let head = "content-type: application/geo+json\r\ncontent-length: 500";
    write!(waiting, "POST /v1/overlap HTTP/1.1\r\nhost: x\r\n{head}\r\n\r\n{{").unwrap();
    // The request is under way once the next one is answered.
    assert!(server.get("/health").starts_with("HTTP/1.1 200 OK"));
    let begun = std::time::Instant::now();
    assert_eq!(server.end("TERM"), (String::new(), Some(0)));
    assert!(begun.elapsed() < std::time::Duration::from_secs(9), "{:?}", begun.elapsed());
}

/// A directory that cannot be loaded leaves what is served as it is, and that is told.
#[test]
fn it_loads_again_at_a_hangup() {
    let data = tempfile::TempDir::new().unwrap();
    let manifest = data.path().join("manifest.toml");
    std::fs::write(&manifest, "format = 1\n").unwrap();
    let mut server = Server::begin(&["--data", data.path().to_str().unwrap()]);
    let before = server.get("/ready");
    assert!(before.starts_with("HTTP/1.1 200 OK"), "{before}");
    std::fs::write(&manifest, "format = 2\n").unwrap();
    server.signal("HUP");
    let mut told = String::new();
    BufReader::new(server.child.stderr.as_mut().unwrap()).read_line(&mut told).unwrap();
    assert!(told.starts_with("contactline: still serving the data loaded before: the data cannot be loaded"), "{told}");
    assert!(server.get("/ready").starts_with("HTTP/1.1 200 OK"));
    assert_eq!(server.end("TERM").1, Some(0));
}

/// Asks for a path until the answer has the words, for at most a minute: the machine may be at work on other things.
fn wait_for(server: &Server, path: &str, words: &str) -> String {
    // Data is loaded with low priority: on a machine at work that takes a while.
    for _ in 0..3000 {
        let answer = server.get(path);
        if answer.contains(words) {
            return answer;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    panic!("{path} never answered {words}: {}", server.get(path));
}

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

#[test]
fn a_port_that_is_taken_is_told() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let output = serve(&["--listen", &address]).output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(
        told,
        format!(
            "contactline: cannot listen on {address}: another program listens there; choose another with --port or --listen\n"
        )
    );
    assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(2), &b""[..]));
}

#[test]
fn a_right_to_a_source_that_is_not_there_is_refused() {
    let output = serve(&["--listen", "127.0.0.1:0", "--geometry-right", "x"]).output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.starts_with("contactline: --geometry-right: source 'x' not found. Available: "), "{told}");
    assert_eq!(output.status.code(), Some(2));
}

/// What a connection hears until it is closed; none where it is still open after fifteen seconds.
fn rest_of(mut stream: TcpStream) -> Option<String> {
    stream.set_read_timeout(Some(std::time::Duration::from_secs(15))).unwrap();
    let mut heard = Vec::new();
    match stream.read_to_end(&mut heard) {
        Err(e) if matches!(e.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut) => None,
        _ => Some(String::from_utf8_lossy(&heard).into_owned()),
    }
}

/// Half a head, no head, and nothing after an answer: each once held a connection for ever.
#[test]
fn connections_that_keep_it_waiting_are_closed() {
    let server = Server::begin(&["--header-seconds", "1", "--idle-seconds", "2"]);
    let connect = || TcpStream::connect(&server.address).unwrap();
    let silent = connect();
    let (mut half, mut trickling, mut idle) = (connect(), connect(), connect());
    half.write_all(b"GET /health HTTP/1.1\r\nHost: x\r\n").unwrap();
    let begun = std::time::Instant::now();
    let mut feeder = trickling.try_clone().unwrap();
    let feeding = std::thread::spawn(move || {
        trickling.write_all(b"GET /health HTTP/1.1\r\nHost: x\r\n").ok();
        while begun.elapsed().as_secs() < 10 && trickling.write_all(b"A: b\r\n").is_ok() {
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
        begun.elapsed()
    });
    idle.write_all(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
    assert_eq!(rest_of(silent).as_deref(), Some(""));
    assert_eq!(rest_of(half).as_deref(), Some(""));
    feeder.set_read_timeout(Some(std::time::Duration::from_secs(15))).unwrap();
    feeder.read_to_end(&mut Vec::new()).ok();
    assert!(feeding.join().unwrap().as_secs() < 10);
    assert!(rest_of(idle).unwrap().starts_with("HTTP/1.1 200 OK"));
    assert!(begun.elapsed().as_secs() < 10, "{:?}", begun.elapsed());
    let metrics = server.get("/metrics");
    for closed in ["slow-head", "idle"] {
        assert!(!metrics.contains(&format!("closed_total{{reason=\"{closed}\"}} 0")), "{metrics}");
    }
    assert_eq!(server.end("TERM"), (String::new(), Some(0)));
}

/// Connections that say nothing do not keep out those that do.
#[test]
fn one_connection_too_many_takes_the_place_of_the_one_quiet_for_longest() {
    let server = Server::begin(&["--max-connections", "4"]);
    let mut silent: Vec<TcpStream> = (0..4).map(|_| TcpStream::connect(&server.address).unwrap()).collect();
    std::thread::sleep(std::time::Duration::from_millis(200));
    assert!(server.get("/health").starts_with("HTTP/1.1 200 OK"));
    assert_eq!(rest_of(silent.remove(0)).as_deref(), Some(""));
    // At work, none gives way: who comes then is told to come again.
    drop(silent);
    let head = "content-type: application/geo+json\r\ncontent-length: 500";
    let at_work: Vec<TcpStream> = (0..4)
        .map(|_| {
            let mut stream = TcpStream::connect(&server.address).unwrap();
            write!(stream, "POST /v1/overlap HTTP/1.1\r\nhost: x\r\n{head}\r\n\r\n{{").unwrap();
            std::thread::sleep(std::time::Duration::from_millis(200));
            stream
        })
        .collect();
    let refused = rest_of(TcpStream::connect(&server.address).unwrap()).unwrap();
    assert!(refused.starts_with("HTTP/1.1 503 ") && refused.contains("retry-after: "), "{refused}");
    drop(at_work);
    // Until their ends are heard of, all places are taken.
    std::thread::sleep(std::time::Duration::from_millis(500));
    assert!(wait_for(&server, "/health", "HTTP/1.1 200 OK").contains("ok"));
    assert_eq!(server.end("TERM").1, Some(0));
}

/// A client that takes nothing of a large answer holds it in memory: it is dropped, and metrics tell.
#[test]
fn a_client_that_does_not_take_its_answer_is_dropped() {
    let server = Server::begin(&["--stall-seconds", "1"]);
    let mut stream = TcpStream::connect(&server.address).unwrap();
    // More than the buffers of both ends hold.
    for _ in 0..40 {
        write!(stream, "GET /v1/regions?f=geojson HTTP/1.1\r\nhost: x\r\n\r\n").unwrap();
    }
    wait_for(&server, "/metrics", "closed_total{reason=\"stalled\"} 1");
    assert!(wait_for(&server, "/metrics", "held_bytes{of=\"answers\"}").contains("200 OK"));
    assert_eq!(server.end("TERM").1, Some(0));
}

/// A head without end, or of more lines than anybody sends, is refused before it fills the memory.
#[test]
fn a_head_too_large_is_refused() {
    let server = Server::begin(&[]);
    for head in ["A: b\r\n".repeat(150), format!("A: {}\r\n", "b".repeat(40_000)), "A: b\r\n".repeat(10_000)] {
        let mut stream = TcpStream::connect(&server.address).unwrap();
        stream.write_all(format!("GET /health HTTP/1.1\r\nhost: x\r\n{head}\r\n").as_bytes()).ok();
        let answer = rest_of(stream).unwrap();
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 431 "), "{answer}");
    }
    let long = format!("/v1/at?lon=34.1&lat=44.95&place={}", "x".repeat(8000));
    assert!(server.get(&long).starts_with("HTTP/1.1 400 Bad Request"));
    assert_eq!(server.end("TERM"), (String::new(), Some(0)));
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

/// One connection of HTTP/2 that shuts its window and asks a hundred times for a large answer held gigabytes.
#[test]
fn a_window_that_stays_shut_does_not_hold_answers() {
    let frame = |kind: u8, flags: u8, stream: u32, payload: &[u8]| {
        let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
        [&length[1..], &[kind, flags], &stream.to_be_bytes(), payload].concat()
    };
    let path = b"/v1/regions?f=geojson";
    // HPACK: GET, http, an authority, and a path of its own length.
    let head = [&[0x82, 0x86, 0x41, 1, b'x', 0x44, u8::try_from(path.len()).unwrap()], &path[..]].concat();
    // SETTINGS_INITIAL_WINDOW_SIZE is 0.
    let mut bytes = [&b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"[..], &frame(4, 0, 0, &[0, 4, 0, 0, 0, 0])].concat();
    bytes.extend((0..100).flat_map(|k| frame(1, 5, 2 * k + 1, &head)));
    let server = Server::begin(&["--stall-seconds", "1"]);
    let mut stream = TcpStream::connect(&server.address).unwrap();
    stream.write_all(&bytes).unwrap();
    assert!(rest_of(stream).is_some(), "still open");
    wait_for(&server, "/metrics", "contactline_http_held_bytes{of=\"answers\"} 0");
    assert!(server.get("/metrics").contains("closed_total{reason=\"stalled\"} 1"));
    assert_eq!(server.end("TERM").1, Some(0));
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
