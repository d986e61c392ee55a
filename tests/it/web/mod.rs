//! A publisher's server in a thread: answers as told, and remembers what it was asked.
#![allow(dead_code, clippy::unwrap_used, missing_docs)]

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// What is answered once at an address.
#[derive(Clone)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
    /// Bytes of the body that the connection breaks off before.
    pub lost: usize,
}

/// What was asked.
#[derive(Clone, Debug)]
pub struct Asked {
    pub path: String,
    pub if_none_match: Option<String>,
    pub user_agent: Option<String>,
    pub at: Instant,
}

#[derive(Clone, Default)]
struct Told {
    /// Replies by path; the last one is repeated.
    replies: BTreeMap<String, Vec<Reply>>,
    asked: Vec<Asked>,
}

/// The server. A reply with an `etag` answers 304 to who has it.
pub struct Web {
    pub base: String,
    told: Arc<Mutex<Told>>,
}

pub fn ok(body: impl Into<Vec<u8>>) -> Reply {
    Reply { status: 200, headers: vec![("content-type", "application/json".into())], body: body.into(), lost: 0 }
}

pub fn status(status: u16) -> Reply {
    Reply { status, headers: vec![], body: b"{}".to_vec(), lost: 0 }
}

impl Reply {
    pub fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    pub fn cut_short(mut self, lost: usize) -> Self {
        self.lost = lost;
        self
    }
}

impl Web {
    pub fn begin() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let told = Arc::<Mutex<Told>>::default();
        let shared = told.clone();
        std::thread::spawn(move || listener.incoming().for_each(|stream| answer(stream.unwrap(), &shared)));
        Self { base, told }
    }

    /// From now on these are answered at a path (with its query), in turn.
    pub fn at(&self, path: &str, replies: impl Into<Vec<Reply>>) {
        self.told.lock().unwrap().replies.insert(path.into(), replies.into());
    }

    /// What was asked since the last time this was.
    pub fn asked(&self) -> Vec<Asked> {
        std::mem::take(&mut self.told.lock().unwrap().asked)
    }

    /// How often anything was asked since then.
    pub fn count(&self) -> usize {
        self.told.lock().unwrap().asked.len()
    }

    /// The paths asked for, in order.
    pub fn paths(&self) -> Vec<String> {
        self.asked().into_iter().map(|asked| asked.path).collect()
    }
}

/// The shortest time between two requests.
pub fn least_gap(asked: &[Asked]) -> Duration {
    asked.windows(2).map(|two| two[1].at - two[0].at).min().unwrap()
}

fn answer(mut stream: TcpStream, told: &Mutex<Told>) {
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
    let Some(Ok(first)) = lines.next() else { return };
    let path = first.split(' ').nth(1).unwrap().to_owned();
    let headers: BTreeMap<String, String> = lines
        .map_while(Result::ok)
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_once(": ").map(|(name, value)| (name.to_lowercase(), value.to_owned())))
        .collect();
    let header = |name: &str| headers.get(name).cloned();
    let asked = Asked {
        path: path.clone(),
        if_none_match: header("if-none-match"),
        user_agent: header("user-agent"),
        at: Instant::now(),
    };
    let reply = {
        let mut told = told.lock().unwrap();
        told.asked.push(asked.clone());
        match told.replies.get_mut(&path) {
            None => status(404),
            Some(replies) if replies.len() > 1 => replies.remove(0),
            Some(replies) => replies[0].clone(),
        }
    };
    let tag = reply.headers.iter().find(|(name, _)| *name == "etag").map(|(_, value)| value.clone());
    let is_known = reply.status == 200 && tag.is_some() && tag == asked.if_none_match;
    let (status, body) = if is_known { (304, &[][..]) } else { (reply.status, &reply.body[..]) };
    let mut head = format!("HTTP/1.1 {status} Said\r\nconnection: close\r\n");
    if !is_known {
        head += &format!("content-length: {}\r\n", body.len());
    }
    for (name, value) in &reply.headers {
        head += &format!("{name}: {value}\r\n");
    }
    head += "\r\n";
    // A client that has gone is no matter.
    drop(stream.write_all(head.as_bytes()));
    drop(stream.write_all(&body[..body.len() - reply.lost.min(body.len())]));
}
