//! `contactline health`: asks a running server whether it is well, for containers that have no curl.

use std::io::{Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::time::Duration;

use super::{Done, Failure};

/// A server that has not answered by then is not well.
const PATIENCE: Duration = Duration::from_secs(3);

/// Words after `contactline health`.
#[derive(Debug, clap::Args)]
pub struct HealthArgs {
    /// URL of the health endpoint
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:8080/health")]
    pub url: String,
}

impl HealthArgs {
    /// Done when the server answers 200.
    ///
    /// # Errors
    /// What is wrong with the address, or what came instead of 200.
    pub fn run(&self) -> Result<Done, Failure> {
        ask(&self.url).map_err(|reason| Failure::Told(format!("{}: {reason}", self.url)))?;
        Ok(Done::Clean)
    }
}

/// Asks over plain HTTP/1.1: no client library is needed to tell 200 from anything else.
fn ask(url: &str) -> Result<(), String> {
    let rest = url.strip_prefix("http://").ok_or("not an http:// address")?;
    let (host, path) = rest.find('/').map_or((rest, "/"), |at| rest.split_at(at));
    let address =
        if host.rsplit(']').next().is_some_and(|end| end.contains(':')) { host.into() } else { format!("{host}:80") };
    let told = |e: std::io::Error| e.to_string();
    let addresses = address.to_socket_addrs().map_err(told)?;
    let mut stream = Err("no such host".to_string());
    for address in addresses {
        stream = TcpStream::connect_timeout(&address, PATIENCE).map_err(told);
        if stream.is_ok() {
            break;
        }
    }
    let mut stream = stream?;
    stream.set_read_timeout(Some(PATIENCE)).map_err(told)?;
    stream.set_write_timeout(Some(PATIENCE)).map_err(told)?;
    let request =
        format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept: application/json\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).map_err(told)?;
    let mut head = Vec::new();
    stream.take(64).read_to_end(&mut head).map_err(told)?;
    let line = String::from_utf8_lossy(&head);
    let line = line.lines().next().unwrap_or_default();
    match line.split(' ').nth(1) {
        Some("200") if line.starts_with("HTTP/1.") => Ok(()),
        _ => Err(format!("answered '{line}', expected HTTP/1.1 200")),
    }
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;

    /// The address of a server that reads a request and answers this.
    fn server(answer: &'static str) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = [0; 1024];
            let length = stream.read(&mut request).unwrap();
            assert!(request[..length].starts_with(b"GET /health HTTP/1.1\r\nHost: 127.0.0.1:"));
            stream.write_all(answer.as_bytes()).unwrap();
        });
        format!("http://{address}/health")
    }

    #[test]
    fn a_server_that_answers_200_is_well() {
        assert_eq!(ask(&server("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}")), Ok(()));
    }

    #[test]
    fn anything_else_is_told() {
        let failed = ask(&server("HTTP/1.1 503 Service Unavailable\r\n\r\n"));
        assert_eq!(failed, Err("answered 'HTTP/1.1 503 Service Unavailable', expected HTTP/1.1 200".into()));
        assert_eq!(ask(&server("")), Err("answered '', expected HTTP/1.1 200".into()));
        assert_eq!(ask("https://localhost/health"), Err("not an http:// address".into()));
        let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        assert!(ask(&format!("http://{free}/health")).unwrap_err().contains("refused"));
    }
}
