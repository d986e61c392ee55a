//! Every sample file is known by its content and imports.
use super::*;

/// Every sample is known by its content and imports; what is refused is refused by its day.
#[test]
fn every_sample_is_known_and_imports() {
    let data = tempfile::tempdir().unwrap();
    for (folder, format, imported, refused) in [
        ("deepstate-daily", "deepstate-daily", 536, 0),
        ("deepstate-raw", "deepstate-raw", 40, 0),
        ("isw", "isw", 1, 1),
        ("isw/combined-2023", "isw", 4, 0),
        ("isw/layers-2022", "isw", 7, 0),
        ("nzz", "nzz", 10, 0),
        ("official-list", "official-list", 1, 0),
    ] {
        let import = Command::new(env!("CARGO_BIN_EXE_contactline"))
            .args(["import", "--data"])
            .arg(data.path())
            .arg(real_files().join(folder))
            .output()
            .unwrap();
        let out = String::from_utf8(import.stdout).unwrap();
        assert!(out.starts_with(&format!("read as {format}: ")) && import.stderr.is_empty(), "{folder}: {out}");
        let tally = format!("\n{imported} imported, 0 replaced, 0 already there, {refused} refused; ");
        assert!(out.contains(&tally), "{folder}: {}", out.lines().last().unwrap());
        assert!(refused == 0 || out.contains("error bad_date: 2202-02-03"), "{out}");
    }
    let check = Command::new(env!("CARGO_BIN_EXE_contactline")).arg("check").arg(data.path()).output().unwrap();
    assert_eq!(check.status.code(), Some(0), "{}", String::from_utf8_lossy(&check.stdout));
}

/// The whole list, read anew, says of every settlement what the record that comes with the program says.
#[test]
fn the_official_list_read_anew_is_the_record_that_comes_with_the_program() {
    use contactline::read::official_list::{places, read};
    use contactline_store::{read_settlements, shipped};

    let path = "control/ua-official-list/settlements.geojson";
    let text = shipped(path).unwrap();
    let mut known = read_settlements(&text, path).unwrap();
    // As the record stood before the state of 2026-08-21.
    let later = "2026-08-21".parse().ok();
    for periods in known.iter_mut().map(|settlement| &mut settlement.periods) {
        if periods.last().is_some_and(|last| last.known_from == later) {
            periods.pop();
            let is_only = periods.len() == 1;
            let last = periods.last_mut().unwrap();
            last.end = None;
            if is_only {
                last.publisher_word = "not listed".into();
            }
        }
    }
    let file = real_files().join("official-list/ua_perelik_order376_asof_20250507.csv");
    let places = places(text.as_bytes(), path).value.unwrap();
    let reading = read(&std::fs::read(file).unwrap(), "list.csv", places, "2025-05-07".parse().unwrap());
    let settlements = reading.value.unwrap();
    let mut other_hostilities = 0;
    let mut updated = Vec::new();
    for (new, old) in settlements.iter().zip(&known) {
        // What the update of 2025-07-04 says of earlier days stands in the record with the day since when it is known.
        if old.periods.iter().any(|period| period.known_from.is_some()) {
            updated.push(old.name.as_str());
            assert_eq!((&new.id, new.periods.last().unwrap().holder), (&old.id, Some(Party::UA)), "{}", new.name);
        } else {
            assert_eq!((&new.id, &new.periods), (&old.id, &old.periods), "{}", new.name);
        }
        other_hostilities += usize::from(new.hostilities != old.hostilities);
    }
    assert_eq!(updated, ["Niu-York", "Kalynove"]);
    // Lyman's hromada: its settlements' rows are closed, the hromada's own is open since 2023-09-08 in another section.
    assert_eq!((settlements.len(), other_hostilities), (2_961, 13));
    let codes = |code| reading.findings.iter().filter(|f| f.code == code).count();
    assert_eq!((codes("bad_code"), codes("bad_date"), codes("part_of_place")), (1, 1, 1));
}
