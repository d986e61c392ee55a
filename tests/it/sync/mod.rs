//! The real program, fetching from a server that speaks as the publishers do: only what is missing, politely, and nothing bad
//! reaches the store.

mod history;
mod last;
mod layers;
mod list;
mod mirror;
mod trouble;
mod years;

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::web;
use crate::web::{Reply, Web, least_gap, ok, status};
use contactline::http::now;
use contactline_core::model::{Status, Version};
use contactline_store::Store;
use serde_json::{Value, json};
use tempfile::TempDir;

const GAP_MS: u64 = 40;

/// What a run ended with: exit code, standard output, standard error.
struct Ran {
    code: Option<i32>,
    out: String,
    told: String,
}

/// A data directory whose settings ask this server.
fn data(sources: &str) -> TempDir {
    let directory = TempDir::new().unwrap();
    let manners =
        format!("[manners]\ngap_ms = {GAP_MS}\nback_off_ms = 10\nattempts = 3\nlongest_wait_s = 2\ntimeout_s = 10\n");
    std::fs::write(directory.path().join("sync.toml"), format!("{manners}{sources}")).unwrap();
    directory
}

fn command(data: &TempDir, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_contactline"));
    for name in ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"] {
        command.env_remove(name);
    }
    command.arg("sync").args(words).arg("--data").arg(data.path()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn sync(data: &TempDir, words: &[&str]) -> Ran {
    let output = command(data, words).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ran { code: output.status.code(), out: text(output.stdout), told: text(output.stderr) }
}

impl Ran {
    /// The run ended so, and said nothing on standard error.
    fn ended(self, code: i32) -> String {
        assert_eq!((self.code, self.told.as_str()), (Some(code), ""), "{}", self.out);
        self.out
    }

    /// The run could not be finished.
    fn could_not(self) -> String {
        assert_eq!(self.code, Some(2), "{}{}", self.out, self.told);
        assert_eq!(self.told.lines().count(), 1, "{}", self.told);
        self.told
    }
}

fn versions(data: &TempDir, source: &str) -> Vec<Version> {
    let store = Store::open(data.path(), now).unwrap();
    store.stamps(source).into_iter().map(|stamp| store.version(source, stamp).unwrap().unwrap()).collect()
}

fn stamps(data: &TempDir, source: &str) -> Vec<String> {
    Store::open(data.path(), now).unwrap().stamps(source).iter().map(ToString::to_string).collect()
}

fn checks(data: &Path) {
    let output = Command::new(env!("CARGO_BIN_EXE_contactline")).arg("check").arg(data).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stdout));
}

/// Clockwise and with heights, as the files have it.
fn square(west: f64, south: f64) -> Value {
    let (east, north) = (west + 1.0, south + 1.0);
    json!([[[west, south, 0], [west, north, 0], [east, north, 0], [east, south, 0], [west, south, 0]]])
}

const IDS: [i64; 3] = [1_735_423_000, 1_735_509_379, 1_735_595_800];

fn raw(name: &str, west: f64) -> String {
    json!({"type": "FeatureCollection", "features": [
        {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": square(west, 47.0)},
            "properties": {"name": name, "fill": "#a52714"}},
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [37.0, 48.0, 0]}, "properties": {"name": "unit"}},
    ]})
    .to_string()
}

const OCCUPIED: &str = "Окуповано /// Occupied\u{a0}/// geoJSON.status.occupied";

fn list(ids: &[i64]) -> Reply {
    let one =
        |id: &i64| json!({"id": id, "createdAt": "2024-12-28T21:56:40Z", "description": "…", "descriptionEn": "…"});
    ok(Value::Array(ids.iter().map(one).collect()).to_string()).with("etag", &format!("W/\"{}\"", ids.len()))
}

fn version_path(id: i64) -> String {
    format!("/api/history/{id}/geojson")
}

fn history(ids: &[i64]) -> (Web, TempDir) {
    let web = Web::begin();
    web.at("/api/history/public", [list(ids)]);
    for (k, id) in ids.iter().enumerate() {
        web.at(&version_path(*id), [ok(raw(OCCUPIED, 36.0 + k as f64)).with("etag", &format!("\"v{id}\""))]);
    }
    let base = &web.base;
    let data = data(&format!(
        "[source.deepstate-raw]\nform = \"history\"\nlist = \"{base}/api/history/public\"\n\
         version = \"{base}/api/history/{{id}}/geojson\"\nrecheck = 1\n"
    ));
    (web, data)
}
