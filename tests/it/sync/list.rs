//! The official list as it stands at one address: codes alone, or the whole list with its days.
use super::*;
use contactline_core::model::{Date, Party, Settlement};
use contactline_store::{read_settlements, shipped};

const PATH: &str = "/occupied.txt";
const RECORD: &str = "control/ua-official-list/settlements.geojson";
/// Pokrovsk and Kramatorsk, which no state that comes with the program lists.
const POKROVSK: &str = "UA14160210010099403";

fn list(reply: Reply) -> (Web, TempDir) {
    let web = Web::begin();
    web.at(PATH, [reply]);
    let data = data(&format!("[source.ua-official-list]\nform = \"list\"\naddress = \"{}{PATH}\"\n", web.base));
    (web, data)
}

fn is_held(settlement: &Settlement) -> bool {
    settlement.periods.last().is_some_and(|p| p.end.is_none() && p.holder == Some(Party::RU))
}

/// The codes of what is listed in the mainland oblasts of the record that comes with the program.
fn listed() -> Vec<String> {
    let record = read_settlements(&shipped(RECORD).unwrap(), RECORD).unwrap();
    let code = |s: &Settlement| s.katottg.clone().filter(|c| !c.starts_with("UA01") && !c.starts_with("UA85"));
    let mut codes: Vec<String> = record.iter().filter(|s| is_held(s)).filter_map(code).collect();
    codes.sort();
    codes.dedup();
    codes
}

fn text(heading: &str, codes: &[String]) -> String {
    format!("{heading}{}\n", codes.join("\n"))
}

fn record(data: &TempDir) -> Vec<Settlement> {
    read_settlements(&std::fs::read_to_string(data.path().join(RECORD)).unwrap(), RECORD).unwrap()
}

fn sources(data: &TempDir) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_contactline"))
        .args(["sources", "--json", "--data"])
        .arg(data.path())
        .output()
        .unwrap();
    let all: Value = serde_json::from_slice(&output.stdout).unwrap();
    let of = |source: &&Value| source["id"] == "ua-official-list";
    all.as_array().or(all["sources"].as_array()).unwrap().iter().find(of).unwrap().clone()
}

#[test]
fn codes_that_say_what_is_known_of_their_day_are_there_already() {
    let (web, data) = list(ok(text("# date: 2026-08-21\n", &listed())).with("etag", "\"a\""));
    let said = sync(&data, &["ua-official-list"]).ended(0);
    assert!(said.contains("0 imported, 0 replaced, 1 already there, 0 refused; findings: none"), "{said}");
    assert!(!data.path().join(RECORD).exists());
    assert!(sync(&data, &["official-list"]).ended(0).contains("1 already there"));
    assert_eq!(web.asked().last().unwrap().if_none_match.as_deref(), Some("\"a\""));
    // The same day with another code is another state: codes alone cannot take back what was known.
    let more = [listed(), vec![POKROVSK.into()]].concat();
    web.at(PATH, [ok(text("# date: 2026-08-21\n", &more))]);
    let said = sync(&data, &["ua-official-list"]).ended(1);
    assert!(
        said.contains("error bad_date: of 2026-08-21 another state is known: these codes say otherwise of 1"),
        "{said}"
    );
    assert!(said.contains("(Pokrovsk)"), "{said}");
}

#[test]
fn a_later_state_goes_on_with_what_is_known_and_says_what_changed() {
    let orders = "Orders 1389 (2026-07-16) and 1500 (2026-09-01)";
    let heading = format!("# date: 2026-10-01\n# amendments: {orders}\n");
    let mut codes = listed();
    let off = codes.remove(7);
    codes.push(POKROVSK.into());
    let (web, data) = list(ok(text(&heading, &codes)).with("etag", "\"a\""));
    let said = sync(&data, &["ua-official-list"]).ended(0);
    assert!(said.contains("1 imported, 0 replaced, 0 already there, 0 refused"), "{said}");
    assert!(
        said.contains("note newly_listed: Pokrovsk (Покровськ, UA14160210010099403): listed as occupied now"),
        "{said}"
    );
    assert!(said.contains(&format!("{off}): listed as occupied no longer")), "{said}");
    assert!(said.contains(&format!("note amendments: state of 2026-10-01; amendments included: {orders}")), "{said}");
    assert!(said.ends_with("licence: ODbL-1.0 AND CC-BY-4.0\n"), "{said}");
    assert!(said.contains("states of 2025-05-07, 2026-08-21 and 2026-10-01"), "{said}");
    let all = record(&data);
    let pokrovsk = all.iter().find(|s| s.katottg.as_deref() == Some(POKROVSK)).unwrap();
    let day = |text: &str| text.parse::<Date>().unwrap();
    assert_eq!(pokrovsk.periods.last().unwrap().begun_between(), Some((day("2026-08-21"), day("2026-10-01"))));
    let told = sources(&data);
    let note = told["note"].as_str().unwrap();
    assert!(
        note.ends_with(&format!(
            " Imported here: the state of 2026-10-01, by its codes alone (amendments included: {orders})."
        )),
        "{note}"
    );
    checks(data.path());
    // The same again is the same, by its tag or by what it says; a later one goes on with it.
    assert!(sync(&data, &["ua-official-list"]).ended(0).contains("1 already there"));
    web.at(PATH, [ok(text(&heading, &codes))]);
    assert!(sync(&data, &["ua-official-list"]).ended(0).contains("1 already there"));
    web.at(PATH, [ok(text("# date: 2026-11-02\n", &codes))]);
    let said = sync(&data, &["ua-official-list"]).ended(0);
    assert!(said.contains("1 replaced") && said.contains("note no_amendments: state of 2026-11-02; which"), "{said}");
    let told = sources(&data);
    let note = told["note"].as_str().unwrap();
    let both = format!(
        "amendments included: {orders}); the state of 2026-11-02, by its codes alone (which amendments it includes is not said)."
    );
    assert!(note.ends_with(&both), "{note}");
    checks(data.path());
}

#[test]
fn the_day_is_the_texts_own_else_the_names_else_the_servers() {
    let later = [listed(), vec![POKROVSK.into()]].concat();
    let (_web, data) = list(ok(text("", &later)).with("last-modified", "Fri, 02 Oct 2026 07:28:00 GMT"));
    let said = sync(&data, &["ua-official-list"]).ended(0);
    assert!(said.contains("states of 2025-05-07, 2026-08-21 and 2026-10-02"), "{said}");
    let web = Web::begin();
    web.at("/codes_20261003.txt?raw=1", [ok(text("", &later)).with("last-modified", "Fri, 02 Oct 2026 07:28:00 GMT")]);
    let dated = data_of(&format!("{}/codes_20261003.txt?raw=1", web.base));
    assert!(sync(&dated, &["ua-official-list"]).ended(0).contains("and 2026-10-03"));
    let (_web, data) = list(ok(text("", &later)));
    let said = sync(&data, &["ua-official-list"]).ended(1);
    assert!(
        said.contains("error bad_date: no day of this state is known: neither a line '# date: 2026-08-21'"),
        "{said}"
    );
}

fn data_of(address: &str) -> TempDir {
    data(&format!("[source.ua-official-list]\nform = \"list\"\naddress = \"{address}\"\n"))
}

#[test]
fn what_is_no_list_or_not_the_whole_of_one_is_refused_and_told_once() {
    let whole = text("# date: 2026-10-01\n", &listed());
    let half = whole[..whole.len() / 2].to_owned();
    let no_kherson: Vec<String> = listed().into_iter().filter(|code| !code.starts_with("UA65")).collect();
    for (body, code) in [
        (half, "many_taken_off"),
        (text("# date: 2026-10-01\n", &no_kherson), "many_taken_off"),
        ("<html><title>404</title></html>".to_owned(), "bad_date"),
        ("# date: 2026-10-01\n\nname\nx\n".to_owned(), "missing_column"),
        ("# date: 2026-13-01\nUA14160210010099403\n".to_owned(), "bad_date"),
        ("# date: 2099-01-01\nUA14160210010099403\n".to_owned(), "bad_date"),
        ("# date: 2025-06-01\nUA14160210010099403\n".to_owned(), "bad_date"),
    ] {
        let (web, data) = list(ok(body).with("etag", "\"bad\""));
        let said = sync(&data, &["ua-official-list"]).ended(1);
        assert!(said.contains(&format!("error {code}: ")), "{code}: {said}");
        assert!(said.contains("0 imported, 0 replaced, 0 already there, 1 refused"), "{said}");
        assert!(!data.path().join(RECORD).exists());
        let said = sync(&data, &["ua-official-list"]).ended(0);
        assert!(said.contains("refused before and as it was: 1\n"), "{code}: {said}");
        web.at(PATH, [ok(whole.clone())]);
        assert!(sync(&data, &["ua-official-list"]).ended(0).contains("1 imported"), "{code}");
    }
    let (web, data) = list(status(404));
    assert_eq!(
        sync(&data, &["ua-official-list"]).could_not(),
        format!("contactline: {}{PATH}: there is nothing at this address\n", web.base)
    );
    // Nobody's address comes with the program.
    let bare = TempDir::new().unwrap();
    assert!(
        sync(&bare, &["ua-official-list"]).could_not().contains("no address is known for ua-official-list: set it as")
    );
}

/// The whole list, as CSV, stands for what was known before.
#[test]
fn a_list_with_its_days_is_taken_in_whole() {
    let rows = "# date: 2026-10-01\n# amendments: Order 1500\n\
        section,oblast,raion,katottg,level,name,period_no,date_from,date_to\n\
        occupied,Д,Р,UA14160210010099403,x,м. Покровськ,1,2025-12-01,\n";
    let (_web, data) = list(ok(rows));
    let said = sync(&data, &["ua-official-list"]).ended(0);
    assert!(said.contains("1 imported") && said.contains("note newly_listed: Pokrovsk"), "{said}");
    let told = sources(&data);
    let note = told["note"].as_str().unwrap();
    let wanted = " Imported here: the list of 2026-10-01 with its days, which stands for the states named before (amendments \
        included: Order 1500).";
    assert!(note.ends_with(wanted), "{note}");
    checks(data.path());
}
