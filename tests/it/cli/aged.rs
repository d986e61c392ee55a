//! What the built-in data still says long after its last day.
use super::*;

const LAST: &str = "last known: not listed as occupied (inferred) on 2026-08-21, 5.8 km from a line that is 98 days old; it runs \
                    behind, and in such a time lines moved up to ";

/// What the program prints of a day months after the last ones of what ships.
fn long_after(words: &[&str]) -> String {
    let empty = TempDir::new().unwrap();
    printed(empty.path(), &[words, &["--date", "2026-11-27"]].concat())
}

/// Seven months after its last day it once said of a town 8 km from the line who holds it.
#[test]
fn near_its_line_what_ships_is_silent() {
    let pokrovsk = long_after(&["at", "37.177", "48.280"]);
    let viina = "last known: held by RU on 2026-04-24, 7.6 km from a line that is 217 days old; in such a time lines moved up to 22.0 km, \
                 according to viina";
    let verdict = format!("\nverdict: unknown; {LAST}18.5 km, according to ua-official-list; {viina}\n");
    assert!(pokrovsk.contains(&verdict), "{pokrovsk}");
    assert!(pokrovsk.contains("eu-2022-263        not determined  since 2022-10-07"), "{pokrovsk}");
    assert!(pokrovsk.contains("ua-1207-vii        not determined  since 2025-03-20"), "{pokrovsk}");
    let regimes = long_after(&["regimes", "37.177", "48.280"]);
    assert_eq!(regimes.matches(&format!("ua-official-list: not determined; {LAST}")).count(), 10, "{regimes}");
}

#[test]
fn far_from_its_line_what_ships_speaks_as_last_known() {
    let simferopol = long_after(&["at", "34.1", "44.95"]);
    let verdict = "\nverdict: as last known on 2026-04-24 and 2026-08-21, agreed, held by RU, according to ua-official-list \
                   (out of date), viina (out of date)\nviina draws on wikipedia, deepstate-raw, isw";
    assert!(simferopol.contains(verdict), "{simferopol}");
    let luhansk = long_after(&["regimes", "39.30", "48.57"]);
    assert!(luhansk.contains("eu-2022-263        yes, as last known  since 2022-10-07"), "{luhansk}");
}

#[test]
fn tables_and_texts_say_how_old_what_ships_is() {
    let areas = long_after(&["areas", "--region", "donbas"]);
    let aged = "ua-official-list: as last known on 2026-08-21, 98 days before: within 23.5 km of the line this may have changed";
    assert!(areas.contains(aged), "{areas}");
    let proposal = long_after(&["proposal", "moscow-2025-12-02", "--region", "donbas"]);
    assert!(
        proposal.contains("according to ua-official-list on 2026-11-27: OUT OF DATE, as last known on 2026-08-21"),
        "{proposal}"
    );
}

#[test]
fn history_ends_where_what_ships_falls_silent() {
    let empty = TempDir::new().unwrap();
    let history = printed(empty.path(), &["history", "37.177", "48.280", "--to", "2026-11-27"]);
    let silent = "unknown: not listed as occupied (inferred) near its line, and it runs behind";
    for (until, words) in [("to 2025-02-06", "not listed"), ("to 2026-11-27", silent)] {
        let said = |line: &str| line.contains(until) && line.contains(words);
        assert!(history.lines().any(said), "{until} {words}: {history}");
    }
}

/// On the very day of its second state the list said of Pokrovsk and Huliaipole that they were not occupied: it does not name them
/// yet, and VIINA had last had the one as Russian and the other as contested.
#[test]
fn on_its_own_day_too_the_list_runs_behind() {
    let empty = TempDir::new().unwrap();
    let ask = |lon: &str, lat: &str, date: &str| printed(empty.path(), &["at", lon, lat, "--date", date]);
    for (lon, lat, day, far) in [
        ("37.177", "48.280", "2026-08-21", "5.8"),
        ("36.256", "47.667", "2026-08-21", "4.4"),
        ("37.177", "48.280", "2025-05-07", "9.6"),
        ("37.848", "48.395", "2025-05-07", "1.9"),
        ("37.281", "47.985", "2025-05-07", "1.7"),
        ("32.615", "46.637", "2025-05-07", "1.2"),
    ] {
        let answer = ask(lon, lat, day);
        let said = format!(
            "ua-official-list  unknown; not listed as occupied (inferred) as of {day}, {far} km from its line; it runs up to 303 days behind"
        );
        assert!(answer.contains(&said), "{answer}");
        assert!(
            !answer
                .lines()
                .any(|line| line.starts_with("verdict: ") && line.contains("according to ua-official-list, ")),
            "{answer}"
        );
    }
    let enerhodar = ask("34.662", "47.490", "2026-08-21");
    assert!(
        enerhodar.contains("\nverdict: single source, held by RU, according to ua-official-list\n"),
        "it names the place: {enerhodar}"
    );
    let zaporizhzhia = ask("35.14", "47.84", "2026-08-21");
    assert!(
        zaporizhzhia.contains("ua-official-list  not listed as occupied (inferred)"),
        "far from the line: {zaporizhzhia}"
    );
}

/// Of the days between the two states of the list nothing tells that a town near the line was not taken.
#[test]
fn between_two_states_of_the_list_a_place_near_its_line_is_unknown() {
    let empty = TempDir::new().unwrap();
    let ask = |lon: &str, lat: &str| printed(empty.path(), &["at", lon, lat, "--date", "2025-12-02"]);
    let pokrovsk = ask("37.177", "48.280");
    let last = "ua-official-list  unknown; last known: not listed as occupied (inferred) on 2025-05-07, 9.6 km from a line that is 209 days old";
    assert!(pokrovsk.contains(last), "{pokrovsk}");
    assert!(pokrovsk.contains("\nverdict: single source, held by RU, according to viina\n"), "{pokrovsk}");
    let toretsk = ask("37.848", "48.395");
    let between = "RU from an unknown day between 2025-05-07 and 2026-08-21, as known since 2026-08-21";
    assert!(toretsk.contains(between), "{toretsk}");
    let simferopol = ask("34.1", "44.95");
    assert!(
        simferopol.contains("\nverdict: agreed, held by RU, according to ua-official-list, viina\n"),
        "{simferopol}"
    );
}

/// The page of the documentation is the register as the program lists it.
#[test]
fn the_page_of_regimes_is_what_the_program_lists() {
    let empty = TempDir::new().unwrap();
    let listed = printed(empty.path(), &["regimes", "--list"]);
    let page = include_str!("../../../docs/regimes.md");
    assert_eq!(listed, page, "docs/regimes.md is made by: contactline regimes --list");
}

/// Standard input answered, with what is told on standard error.
fn classified(data: &Path, words: &[&str], input: &[u8]) -> (String, String) {
    let words = [&["classify", "-"], words].concat();
    let mut child =
        command(data, &words).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    let output = child.wait_with_output().unwrap();
    (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
}

/// Dates in a column of another name were passed over, and every row was answered as of today without a word.
#[test]
fn no_row_is_about_today_without_a_word() {
    let data = data();
    let table = b"lon,lat,event_date\n37.8,48.0,2025-01-02\n37.8,48.0,2025-01-04\n";
    let (out, told) = classified(data.path(), &["--columns", "maps.version"], table);
    let read = "contactline: standard input: longitude is read from 'lon', latitude from 'lat', the day of each row from 'event_date'";
    assert_eq!(told.lines().next(), Some(read), "{told}");
    assert!(told.contains("standard input: 2 of 2 rows are answered, as of 2025-01-02 to 2025-01-04\n"), "{told}");
    let rows: Vec<&str> = out.lines().map(|line| line.rsplit_once(',').unwrap().0).collect();
    assert_eq!(rows[0], "lon,lat,event_date,maps.version");
    assert_eq!(rows[1..], ["37.8,48.0,2025-01-02,2025-01-01", "37.8,48.0,2025-01-04,2025-01-03"]);
    let unclear = b"lon,lat,first_seen_date,last_seen_date\n37.8,48.0,2025-01-02,2025-01-04\n";
    let (out, told) = classified(data.path(), &[], unclear);
    assert_eq!(out, "");
    assert!(told.contains("'first_seen_date', 'last_seen_date' may hold it; name the right one with --date-column NAME, or one day for all rows with --date DATE"), "{told}");
    let (_, told) = classified(data.path(), &[], b"lon,lat\n37.8,48.0\n");
    assert!(told.contains("every row is asked about as of today, 2") && told.contains("--date DATE"), "{told}");
    let (_, told) = classified(data.path(), &[], b"PK\x03\x04\x1B[2Jxl/workbook.xml");
    assert_eq!(
        told,
        "contactline: standard input: the input is an Excel workbook (xlsx); give the file itself to contactline classify, or \
         save it as CSV in UTF-8, with a header\n"
    );
}
