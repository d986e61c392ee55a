//! Who may know whom: reads every source file and holds the table of rooms.
//!
//! ```text
//! edge-timeline <- model <- { read, fetch, atlas } <- store <- { query, ingest } <- wire <- { ask, ogc, render } <- { rows, text } <- request <- questions <- evidence <- http <- cli
//! ```

use std::path::Path;

/// The longest a source file may be.
const LINES: usize = 400;

/// A room, the rooms it may name, and the crates and std modules it must not.
struct Room {
    name: &'static str,
    may: &'static [&'static str],
    must_not: &'static [&'static str],
}

const WEB: &[&str] = &["axum", "tokio", "tower_http", "clap"];

const ROOMS: &[Room] = &[
    Room {
        name: "edge-timeline",
        may: &[],
        must_not: &["serde", "serde_json", "geojson", "jiff", "std::fs", "std::path", "contactline_crs", "proj"],
    },
    Room { name: "contactline-crs", may: &[], must_not: &["serde", "serde_json", "geojson", "jiff", "std::fs"] },
    Room {
        name: "model",
        may: &[],
        must_not: &["contactline_crs", "geo", "serde", "serde_json", "geojson", "std::fs", "std::path"],
    },
    Room { name: "read", may: &["model"], must_not: &["contactline_store"] },
    Room { name: "fetch", may: &["model"], must_not: &["contactline_store", "std::fs", "std::path"] },
    Room { name: "contactline-store", may: &["atlas", "model"], must_not: &[] },
    Room {
        name: "atlas",
        may: &["model"],
        must_not: &["contactline_crs", "geo", "serde", "serde_json", "geojson", "std::fs", "std::path"],
    },
    Room {
        name: "query",
        may: &["atlas", "model"],
        must_not: &["contactline_crs", "geo", "serde", "serde_json", "geojson", "std::fs", "std::path"],
    },
    Room { name: "example", may: &["atlas", "model"], must_not: &["std::fs", "std::path"] },
    Room { name: "wire", may: &["query", "atlas", "model"], must_not: &["std::fs"] },
    Room { name: "ask", may: &["wire", "query", "atlas", "model"], must_not: &["std::fs"] },
    Room { name: "ogc", may: &["wire", "query", "atlas", "model"], must_not: &["std::fs"] },
    Room { name: "render", may: &["wire", "query", "atlas", "model"], must_not: &["std::fs"] },
    Room { name: "text", may: &["render", "wire", "query", "model"], must_not: &["std::fs", "std::io"] },
    Room { name: "rows", may: &["ask", "wire", "query", "atlas", "model"], must_not: &["std::fs"] },
    Room { name: "request", may: &["rows", "ogc", "ask", "wire", "query", "atlas", "model"], must_not: &["std::fs"] },
    Room {
        name: "questions",
        may: &["request", "render", "text", "ask", "wire", "query", "atlas", "model"],
        must_not: &["std::fs"],
    },
    Room { name: "evidence", may: &["questions", "request", "text", "wire", "model"], must_not: &["std::fs", "clap"] },
    Room {
        name: "http",
        may: &["evidence", "questions", "request", "rows", "ogc", "render", "ask", "wire", "query", "atlas", "model"],
        must_not: &["clap"],
    },
    Room { name: "ingest", may: &["store", "fetch", "read", "model"], must_not: &["indicatif"] },
    Room {
        name: "cli",
        may: &[
            "evidence",
            "http",
            "ingest",
            "questions",
            "request",
            "rows",
            "ogc",
            "render",
            "text",
            "ask",
            "wire",
            "query",
            "atlas",
            "store",
            "fetch",
            "read",
            "model",
        ],
        must_not: &[],
    },
    Room { name: "contactline-python", may: &["atlas", "model"], must_not: &["std::fs"] },
];

/// Crates that have one place.
const ONLY_IN: &[(&str, &str)] = &[
    ("proj", "contactline-crs"),
    ("i_overlay", "edge-timeline/overlay"),
    ("spade", "edge-timeline/tessellation"),
    ("pmtiles", "render"),
    ("rmcp", "http/mcp"),
    ("rusqlite", "ogc/file"),
    ("std::env", "cli"),
    ("clap", "cli"),
    ("pyo3", "contactline-python"),
    ("arrow_array", "contactline-python"),
    ("ureq", "fetch"),
];

/// What is wrong with a source file, by its path below `src`, or by its crate and its path below that crate's `src`.
fn violations(path: &str, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let lines = text.lines().count();
    if lines > LINES {
        found.push(format!("{path}: {lines} lines, wanted at most {LINES}"));
    }
    if !text.starts_with("//!") {
        found.push(format!("{path}: does not begin with what it knows (`//!`)"));
    }
    let tokens = tokens(&without_tests(&code(text)));
    let words: Vec<&str> = tokens.iter().map(String::as_str).collect();
    for (name, place) in ONLY_IN {
        if path != "main.rs" && !path.starts_with(place) && names(&words, name) {
            found.push(format!("{path}: names `{name}`, which only {place} may"));
        }
    }
    let (first, _) = path.split_once('/').unwrap_or((path.trim_end_matches(".rs"), ""));
    let Some(room) = ROOMS.iter().find(|r| r.name == first) else {
        if !["lib", "main"].contains(&first) {
            found.push(format!("{path}: '{first}' is no room"));
        }
        return found;
    };
    for other in rooms_named(path, &words) {
        if other != room.name && !room.may.contains(&other) {
            found.push(format!("{path}: `{}` must not know `{other}`", room.name));
        }
    }
    let below_http = !["http", "cli"].contains(&room.name);
    let web = if below_http { WEB } else { &[] };
    for name in room.must_not.iter().chain(web).filter(|name| names(&words, name)) {
        found.push(format!("{path}: `{}` must not name `{name}`", room.name));
    }
    if below_http && words.iter().any(|w| ["async", "await"].contains(w)) {
        found.push(format!("{path}: nothing below http is async"));
    }
    found
}

/// The text without comments, and with its literals emptied.
fn code(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let starts = |at: usize, with: &str| with.chars().enumerate().all(|(k, c)| chars.get(at + k) == Some(&c));
    let (mut out, mut i) = (String::new(), 0);
    while i < chars.len() {
        let hashes = (i + 1..).take_while(|&k| chars.get(k) == Some(&'#')).count();
        let wordy = i > 0 && (chars[i - 1].is_alphanumeric() || chars[i - 1] == '_');
        if starts(i, "//") {
            while i < chars.len() && chars[i] != '\n' {
                i += 1;
            }
        } else if starts(i, "/*") {
            let mut depth = 0;
            loop {
                depth += i32::from(starts(i, "/*")) - i32::from(starts(i, "*/"));
                i += if starts(i, "/*") || starts(i, "*/") { 2 } else { 1 };
                if depth == 0 || i >= chars.len() {
                    break;
                }
            }
        } else if chars[i] == 'r' && !wordy && chars.get(i + 1 + hashes) == Some(&'"') {
            let end = format!("\"{}", "#".repeat(hashes));
            i += 2 + hashes;
            while i < chars.len() && !starts(i, &end) {
                i += 1;
            }
            i += end.len();
            out.push_str("\"\"");
        } else if chars[i] == '"' {
            i += 1;
            while i < chars.len() && chars[i] != '"' {
                i += if chars[i] == '\\' { 2 } else { 1 };
            }
            i += 1;
            out.push_str("\"\"");
        } else if chars[i] == '\'' && (chars.get(i + 1) == Some(&'\\') || chars.get(i + 2) == Some(&'\'')) {
            i += 2;
            while i < chars.len() && chars[i] != '\'' {
                i += 1;
            }
            i += 1;
        } else {
            out.push(chars[i]);
            i += 1;
        }
    }
    out
}

/// The code before its test module: tests may name what they like.
fn without_tests(code: &str) -> String {
    let end = code.match_indices("#[cfg(test)]").map(|(at, _)| at).find(|at| {
        let rest = code[at + 12..].trim_start();
        rest.starts_with("mod ") || rest.starts_with("#[")
    });
    code[..end.unwrap_or(code.len())].into()
}

/// Words and marks; `::` is one mark.
fn tokens(code: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let mut open = false;
    for c in code.chars() {
        let word = c.is_alphanumeric() || c == '_';
        let joins = (word && open) || (c == ':' && tokens.last().is_some_and(|t| t == ":") && !open);
        match tokens.last_mut() {
            Some(last) if joins => last.push(c),
            _ if c.is_whitespace() => tokens.extend(open.then(String::new)),
            _ => tokens.push(c.into()),
        }
        open = word;
    }
    tokens.retain(|t| !t.is_empty());
    tokens
}

/// Whether a crate, or a module of std, is named: at the beginning of a path or in a `use`.
fn names(words: &[&str], name: &str) -> bool {
    let path: Vec<&str> = name.split("::").collect();
    (0..words.len()).any(|i| {
        let begins = i == 0 || !["::", ".", "fn", "mod", "let"].contains(&words[i - 1]);
        let follows = |end: usize| matches!(words.get(end), Some(&("::" | "as"))) || (i > 0 && words[i - 1] == "use");
        match path[..] {
            [krate] => begins && words[i] == krate && follows(i + 1),
            [krate, module] => begins && words[i] == krate && firsts(words, i + 1).contains(&module),
            _ => false,
        }
    })
}

/// The rooms named by paths from the crate's root (`crate::` or enough `super::`) or from the core's.
fn rooms_named<'a>(path: &str, words: &[&'a str]) -> Vec<&'a str> {
    let depth = path.trim_end_matches("/mod.rs").split('/').count();
    let mut found = Vec::new();
    for i in 0..words.len() {
        let mut end = i;
        let mut climbed = 0;
        while words.get(end) == Some(&"super") && (i == 0 || words[i - 1] != "::") {
            climbed += 1;
            end += if words.get(end + 1) == Some(&"::") && words.get(end + 2) == Some(&"super") { 2 } else { 1 };
        }
        if words[i] == "crate" || words[i] == "contactline_core" {
            found.extend(firsts(words, i + 1));
        } else if climbed == depth {
            found.extend(firsts(words, end));
        }
    }
    found.retain(|name| ROOMS.iter().any(|r| r.name == *name));
    found
}

/// The first words after a `::` at this place: one, or each of a group.
fn firsts<'a>(words: &[&'a str], at: usize) -> Vec<&'a str> {
    if words.get(at) != Some(&"::") {
        return Vec::new();
    }
    if words.get(at + 1) != Some(&"{") {
        return words.get(at + 1).copied().into_iter().collect();
    }
    let (mut depth, mut firsts) = (0, Vec::new());
    for k in at + 1..words.len() {
        depth += match words[k] {
            "{" => 1,
            "}" => -1,
            _ => 0,
        };
        if depth == 0 {
            break;
        }
        if depth == 1 && (words[k] == "{" || words[k] == ",") {
            firsts.extend(words.get(k + 1));
        }
    }
    firsts
}

fn sources(folder: &Path, found: &mut Vec<(String, String)>, root: &Path) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found, root);
        } else if path.extension().is_some_and(|e| e == "rs") {
            let below = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
            found.push((below, std::fs::read_to_string(&path).unwrap()));
        }
    }
}

#[test]
fn every_room_knows_only_those_below_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    sources(&root.join("src"), &mut files, &root.join("src"));
    for member in ["contactline-core", "contactline-output"] {
        let src = root.join("crates").join(member).join("src");
        sources(&src, &mut files, &src);
    }
    let members = [
        ("edge-timeline", "crates/edge-timeline"),
        ("contactline-crs", "crates/contactline-crs"),
        ("contactline-store", "crates/contactline-store"),
        ("contactline-python", "bindings/python"),
    ];
    for (member, folder) in members {
        let src = root.join(folder).join("src");
        let mut found = Vec::new();
        sources(&src, &mut found, &src);
        assert!(!found.is_empty(), "{member} has no sources");
        files.extend(found.into_iter().map(|(path, text)| (format!("{member}/{path}"), text)));
    }
    assert!(files.len() > 20, "only {} files found", files.len());
    let is_test = |path: &str| path.ends_with("/tests.rs") || path.contains("/tests/");
    let found: Vec<String> =
        files.iter().filter(|(path, _)| !is_test(path)).flat_map(|(path, text)| violations(path, text)).collect();
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn a_planted_violation_is_found() {
    for (path, line, wanted) in [
        ("model/time.rs", "use crate::{act::Act, atlas::{Atlas, ControlLayer}};", "`model` must not know `atlas`"),
        ("model/time.rs", "use super::super::query::at;", "`model` must not know `query`"),
        ("read/viina.rs", "fn f() { contactline_store :: save() }", "`read` must not name `contactline_store`"),
        ("query/at.rs", "fn f() -> crate::wire::At {}", "`query` must not know `wire`"),
        ("wire/at.rs", "use {std::fmt, crate::http::Page};", "`wire` must not know `http`"),
        ("http/at.rs", "use crate::read::isw;", "`http` must not know `read`"),
        ("edge-timeline/area.rs", "use proj::Proj;", "names `proj`"),
        ("edge-timeline/timeline.rs", "use i_overlay::core;", "names `i_overlay`"),
        ("atlas/mod.rs", "use contactline_crs::Crs;", "`atlas` must not name `contactline_crs`"),
        ("edge-timeline/area.rs", "use serde::Serialize;", "`edge-timeline` must not name `serde`"),
        ("query/at.rs", "#[derive(serde::Serialize)] struct At;", "`query` must not name `serde`"),
        ("atlas/mod.rs", "use std::{fmt, fs};", "`atlas` must not name `std::fs`"),
        ("wire/at.rs", "pub async fn at() {}", "nothing below http is async"),
        ("contactline-store/lib.rs", "use tokio::fs;", "`contactline-store` must not name `tokio`"),
        ("http/mod.rs", "let port = std::env::var(\"PORT\");", "names `std::env`"),
        ("http/mod.rs", "use clap::Parser;", "names `clap`"),
        ("fetch/client.rs", "use contactline_store::Store;", "`fetch` must not name `contactline_store`"),
        ("cli/sync.rs", "use ureq::Agent;", "names `ureq`"),
        ("wire/at.rs", "use arrow_array::Array;", "names `arrow_array`"),
        ("tools/mod.rs", "", "'tools' is no room"),
    ] {
        let found = violations(path, &format!("//! Text.\n{line}\n"));
        assert!(found.iter().any(|v| v.contains(wanted)), "{path} {line}: {found:?}");
    }
    assert_eq!(violations("model/time.rs", "use std::fmt;\n").len(), 1);
    assert_eq!(violations("model/time.rs", &format!("//! Text.\n{}", "\n".repeat(400))).len(), 1);
}

#[test]
fn what_is_allowed_is_not_found() {
    for (path, line) in [
        ("contactline-crs/lib.rs", "use proj::Proj;"),
        ("model/act.rs", "use edge_timeline::Position; // not crate::query"),
        ("edge-timeline/overlay/partition.rs", "use i_overlay::core::fill_rule::FillRule; use super::super::Area;"),
        (
            "edge-timeline/area.rs",
            "/// See [`x`](crate::wire::x).\nconst S: &str = \"use crate::wire;\"; const R: &str = r#\"std::env\"#;",
        ),
        ("edge-timeline/area.rs", "fn f<'a>(c: char) -> bool { c == '\"' } /* async /* nested */ proj::x */"),
        ("model/time.rs", "use edge_timeline::Area; fn geo() {} let geo = x.geo;"),
        ("atlas/mod.rs", "pub use regions::Regions;\n#[cfg(test)]\nmod tests { use crate::read::viina; }"),
        ("wire/at.rs", "use crate::{atlas::Atlas, query::at};"),
        ("http/at.rs", "use axum::Router; async fn at() { x.await }"),
        ("cli/serve.rs", "use clap::Args; use crate::{http, read}; let v = std::env::var(\"X\");"),
        ("main.rs", "fn main() { contactline::cli::run(std::env::args_os()); }"),
    ] {
        let found = violations(path, &format!("//! Text.\n{line}\n"));
        assert!(found.is_empty(), "{path} {line}: {found:?}");
    }
}
