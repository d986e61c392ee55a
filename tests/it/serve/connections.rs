//! Connections that are slow, too many or too large.
use super::*;

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
