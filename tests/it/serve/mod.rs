//! The real server: how it begins, answers and ends.

mod connections;
mod data;
mod life;

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
