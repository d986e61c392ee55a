//! How the server begins, reloads and ends.
use super::*;

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
