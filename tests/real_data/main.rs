//! The whole way, on real days: import by the real binary, load, index, ask; held to what GEOS and GeographicLib say
//! (`tests/oracle/control.py`). `CONTACTLINE_REAL_DATA` names the folder that holds `deepstate-daily/`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, missing_docs)]

mod areas;
mod calibration;
mod disputes;
mod imports;
mod lines;
mod places;
mod points;
mod proposals;
mod series;
mod tiles;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use contactline_core::atlas::{Atlas, Timeline};
use contactline_core::model::{Moment, Party, Status};
use contactline_core::query::{self, Shape, Wanted, When};
use edge_timeline::measure::geodesic;
use edge_timeline::prepared::PreparedArea;
use edge_timeline::series::area_series;
use edge_timeline::validity::Rings;
use edge_timeline::{Area, Location, Position, VersionSet, overlay};

const SOURCE: &str = "deepstate";

struct Real {
    // Kept so that the directory lives as long as the tests.
    _directory: tempfile::TempDir,
    atlas: Atlas,
}

static REAL: LazyLock<Real> = LazyLock::new(|| {
    let folder = PathBuf::from(std::env::var_os("CONTACTLINE_REAL_DATA").expect(
        "CONTACTLINE_REAL_DATA names no folder: these tests need the real files, run them with `make test` where it is set",
    ));
    let directory = tempfile::tempdir().unwrap();
    let import = Command::new(env!("CARGO_BIN_EXE_contactline"))
        .args(["import", "deepstate-daily", "--data"])
        .args([directory.path(), &folder.join("deepstate-daily")])
        .output()
        .unwrap();
    assert!(import.status.success(), "{}", String::from_utf8_lossy(&import.stdout));
    assert!(import.stderr.is_empty(), "{}", String::from_utf8_lossy(&import.stderr));
    let loaded = contactline_store::load(Some(directory.path())).unwrap();
    Real { atlas: Atlas::build(loaded.dataset), _directory: directory }
});

fn atlas() -> &'static Atlas {
    &REAL.atlas
}

fn timeline() -> &'static Timeline {
    atlas().timelines().iter().find(|t| t.source.id == SOURCE).unwrap()
}

fn day(text: &str) -> Moment {
    Moment::from_question(text).unwrap()
}

fn place(lon: &str, lat: &str) -> Position {
    Position::from_lon_lat(lon.parse().unwrap(), lat.parse().unwrap()).unwrap()
}

/// The rows of a golden table, each cell by its place in the header.
fn golden<const N: usize>(name: &str, header: [&str; N]) -> Vec<[String; N]> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracle/control").join(name);
    let mut reader = csv::Reader::from_path(path).unwrap();
    assert_eq!(reader.headers().unwrap(), &header[..]);
    let rows = reader.records().map(|r| std::array::from_fn(|k| r.as_ref().unwrap()[k].to_owned()));
    rows.collect()
}

fn held_by_russia(rows: &[query::AreaRow]) -> f64 {
    rows.iter().filter(|r| r.status == Status::Held && r.holder == Some(Party::RU)).map(|r| r.area_m2).sum()
}

/// The answer farthest from the truth, as a part of what is allowed: printed, so that a tolerance is seen to be neither
/// loose nor lucky.
struct Worst {
    off: f64,
    what: String,
}

impl Worst {
    const fn new() -> Self {
        Self { off: -1.0, what: String::new() }
    }

    fn note(&mut self, here: f64, there: f64, allowed: f64, what: impl Fn() -> String) {
        let off = (here - there).abs() / allowed;
        if off.is_nan() || off > self.off {
            *self = Self { off, what: format!("{}: {here} here, {there} there", what()) };
        }
    }

    fn check(&self) {
        println!("{:.1e} of what is allowed, at worst: {}", self.off, self.what);
        assert!((0.0..=1.0).contains(&self.off), "{}", self.what);
    }
}

/// The atlas of a folder's files, imported by the real binary, not without a warning, and checked.
fn imported(format: &str, folders: &[&str]) -> Atlas {
    let data = PathBuf::from(std::env::var_os("CONTACTLINE_REAL_DATA").unwrap());
    let directory = tempfile::tempdir().unwrap();
    let import = Command::new(env!("CARGO_BIN_EXE_contactline"))
        .args(["import", format, "--data"])
        .arg(directory.path())
        .args(folders.iter().map(|folder| data.join(folder)))
        .output()
        .unwrap();
    assert_eq!(import.status.code(), Some(1), "{}", String::from_utf8_lossy(&import.stdout));
    let check = Command::new(env!("CARGO_BIN_EXE_contactline")).arg("check").arg(directory.path()).output().unwrap();
    assert!(check.status.success(), "{}", String::from_utf8_lossy(&check.stdout));
    Atlas::build(contactline_store::load(Some(directory.path())).unwrap().dataset)
}

/// The folder of the real files.
fn real_files() -> PathBuf {
    PathBuf::from(std::env::var_os("CONTACTLINE_REAL_DATA").unwrap())
}
