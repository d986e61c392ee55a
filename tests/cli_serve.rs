//! The real server: how it begins, answers and ends.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]
#![cfg(unix)]

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

/// Asks for a path until the answer has the words, for at most ten seconds.
fn wait_for(server: &Server, path: &str, words: &str) -> String {
    for _ in 0..100 {
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
    wait_for(&server, "/ready", "\"failed\":null");
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
            "contactline: cannot listen on {address}: another program listens there; choose another port with --listen\n"
        )
    );
    assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(2), &b""[..]));
}

#[test]
fn a_right_to_a_source_that_is_not_there_is_refused() {
    let output = serve(&["--listen", "127.0.0.1:0", "--geometry-right", "x"]).output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.starts_with("contactline: --geometry-right: there is no source 'x'; there are: "), "{told}");
    assert_eq!(output.status.code(), Some(2));
}
