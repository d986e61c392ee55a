//! DeepStateMap's own form: a list of versions, and each of them.
use super::*;

#[test]
fn a_history_is_fetched_once_and_then_only_what_is_missing() {
    let (web, data) = history(&IDS);
    let said = sync(&data, &["deepstate-raw"]).ended(0);
    assert!(said.contains("3 imported, 0 replaced, 0 already there, 0 refused"), "{said}");
    assert!(said.ends_with(
        "deepstate-raw: DeepStateMap (deepstatemap.live); licence: DeepState licence agreement (proprietary)\n"
    ));
    let asked = web.asked();
    let paths: Vec<&str> = asked.iter().map(|a| a.path.as_str()).collect();
    let wanted: Vec<String> = std::iter::once("/api/history/public".to_owned()).chain(IDS.map(version_path)).collect();
    assert_eq!(paths, wanted);
    assert!(asked.iter().all(|a| a.if_none_match.is_none()));
    assert!(asked.iter().all(|a| a.user_agent.as_deref() == Some(concat!("contactline/", env!("CARGO_PKG_VERSION")))));
    assert!(least_gap(&asked) >= Duration::from_millis(GAP_MS), "{:?}", least_gap(&asked));
    let stored = versions(&data, "deepstate-raw");
    assert_eq!(stored.iter().map(|v| v.stamp.seconds()).collect::<Vec<_>>(), IDS);
    assert!(stored.iter().all(|v| v.features.len() == 1 && v.features[0].status == Status::Held));

    // Again: the list and the newest version are asked for by their tags, and are the same.
    let said = sync(&data, &["deepstate-raw"]).ended(0);
    assert!(said.starts_with("0 imported, 0 replaced, 1 already there, 0 refused"), "{said}");
    let tags: Vec<_> = web.asked().into_iter().map(|a| (a.path, a.if_none_match.unwrap())).collect();
    let newest = (version_path(IDS[2]), format!("\"v{}\"", IDS[2]));
    assert_eq!(tags, [("/api/history/public".into(), "W/\"3\"".into()), newest]);

    // One more version: it alone is new.
    let four = [IDS[0], IDS[1], IDS[2], IDS[2] + 86_400];
    web.at("/api/history/public", [list(&four)]);
    web.at(&version_path(four[3]), [ok(raw(OCCUPIED, 36.0))]);
    let said = sync(&data, &["deepstate-raw"]).ended(0);
    assert!(said.contains("1 imported"), "{said}");
    assert_eq!(web.paths(), ["/api/history/public".to_owned(), version_path(four[3])]);
    assert_eq!(versions(&data, "deepstate-raw").len(), 4);
    checks(data.path());
}

#[test]
fn a_version_that_its_publisher_corrected_is_replaced() {
    let (web, data) = history(&IDS[..1]);
    sync(&data, &["deepstate-raw"]).ended(0);
    web.at(&version_path(IDS[0]), [ok(raw(OCCUPIED, 30.0)).with("etag", "\"corrected\"")]);
    let said = sync(&data, &["deepstate-raw"]).ended(0);
    assert!(said.contains("0 imported, 1 replaced"), "{said}");
}

#[test]
fn days_may_be_chosen_and_a_dry_run_changes_nothing() {
    let (web, data) = history(&IDS);
    let words = ["deepstate-raw", "--from", "2024-12-29", "--to", "2024-12-29"];
    let said = sync(&data, &[&words[..], &["--dry-run"]].concat()).ended(0);
    let url = format!("{}{}", web.base, version_path(IDS[1]));
    assert_eq!(said, format!("2024-12-29T21:56:19Z  {url}\n1 version would be downloaded\n"));
    assert_eq!(web.paths(), ["/api/history/public"]);
    let files: Vec<_> = std::fs::read_dir(data.path()).unwrap().map(|f| f.unwrap().file_name()).collect();
    assert_eq!(files, ["sync.toml"]);
    sync(&data, &words).ended(0);
    assert_eq!(stamps(&data, "deepstate-raw"), ["2024-12-29T21:56:19Z"]);
}

#[test]
fn a_run_that_had_to_end_keeps_what_it_had_and_goes_on_from_there() {
    let (web, data) = history(&IDS);
    web.at(&version_path(IDS[1]), [status(401)]);
    let told = sync(&data, &["deepstate-raw"]).could_not();
    assert!(told.contains("401"), "{told}");
    assert_eq!(versions(&data, "deepstate-raw").len(), 1);
    web.at(&version_path(IDS[1]), [ok(raw(OCCUPIED, 37.0))]);
    web.asked();
    sync(&data, &["deepstate-raw"]).ended(0);
    assert_eq!(web.paths(), ["/api/history/public".to_owned(), version_path(IDS[1]), version_path(IDS[2])]);
    checks(data.path());
}

#[test]
fn a_run_that_is_killed_leaves_whole_versions_and_the_next_goes_on() {
    let ids: Vec<i64> = (0..12).map(|k| IDS[0] + k * 86_400).collect();
    let (web, data) = history(&ids);
    let mut child = command(&data, &["deepstate-raw"]).spawn().unwrap();
    while web.count() < 6 {
        std::thread::sleep(Duration::from_millis(5));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let kept = stamps(&data, "deepstate-raw").len();
    assert!((3..12).contains(&kept), "{kept} kept");
    checks(data.path());
    web.asked();
    let said = sync(&data, &["deepstate-raw"]).ended(0);
    assert!(said.contains(&format!("{} imported", 12 - kept)), "{kept} kept, then: {said}");
    assert_eq!(web.paths().len(), 1 + 12 - kept);
    assert_eq!(versions(&data, "deepstate-raw").len(), 12);
}
