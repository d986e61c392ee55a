//! DeepStateMap's present version at one address: what most public code asks for.
use super::*;

/// The answer of the map's interface: a moment without year or zone beside the id, the map within, points among its polygons.
fn answer(id: i64, west: f64) -> String {
    let map: Value = serde_json::from_str(&raw(OCCUPIED, west)).unwrap();
    json!({"id": id, "datetime": "12.09 o 21:04", "map": map}).to_string()
}

const PATH: &str = "/api/history/last";

fn last(reply: Reply) -> (Web, TempDir) {
    let web = Web::begin();
    web.at(PATH, [reply]);
    let data = data(&format!("[source.deepstate-raw]\nform = \"last\"\naddress = \"{}{PATH}\"\n", web.base));
    (web, data)
}

#[test]
fn each_run_collects_the_present_version() {
    let (web, data) = last(ok(answer(IDS[0], 36.0)).with("etag", "\"one\""));
    let said = sync(&data, &["deepstate-raw"]).ended(0);
    assert!(said.contains("1 imported, 0 replaced, 0 already there, 0 refused"), "{said}");
    assert!(said.contains("note left_out: 1 points and 0 polygons of other territories left out"), "{said}");
    let stored = versions(&data, "deepstate-raw");
    assert_eq!(stored.iter().map(|v| v.stamp.seconds()).collect::<Vec<_>>(), IDS[..1]);
    assert_eq!((stored[0].features.len(), stored[0].features[0].status), (1, Status::Held));
    // Asked by its tag it is the same; without one it is known all the same.
    let said = sync(&data, &["deepstate-raw"]).ended(0);
    assert!(said.contains("0 imported, 0 replaced, 1 already there"), "{said}");
    assert_eq!(web.asked().last().unwrap().if_none_match.as_deref(), Some("\"one\""));
    web.at(PATH, [ok(answer(IDS[0], 36.0))]);
    assert!(sync(&data, &["deepstate-raw"]).ended(0).contains("1 already there"));
    // Another moment is another version, and what was there stays; the same moment corrected replaces it.
    web.at(PATH, [ok(answer(IDS[1], 36.5)).with("etag", "\"two\"")]);
    assert!(sync(&data, &["deepstate-raw"]).ended(0).contains("1 imported"));
    web.at(PATH, [ok(answer(IDS[1], 37.0)).with("etag", "\"three\"")]);
    assert!(sync(&data, &["deepstate-raw"]).ended(0).contains("1 replaced"));
    assert_eq!(stamps(&data, "deepstate-raw").len(), 2);
    checks(data.path());
}

#[test]
fn what_is_no_version_is_refused_with_its_address_and_told_once() {
    let whole = answer(IDS[0], 36.0);
    let future = answer(4_102_444_800, 36.0);
    let without_id = |text: &str| text.replacen("\"id\":", "\"version\":", 1);
    for (body, code, told) in [
        (
            "<!DOCTYPE html><html><title>Just a moment...</title></html>".to_owned(),
            "not_a_map",
            "a web page (HTML, 'Just a",
        ),
        (whole[..whole.len() / 2].to_owned(), "not_json", "EOF"),
        (
            "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 627000\n".to_owned(),
            "not_a_map",
            "a pointer of Git LFS",
        ),
        (
            without_id(&whole),
            "bad_date",
            "the answer has no whole number 'id', which is its moment: it is an object with",
        ),
        (future, "bad_date", "2100-01-01 is not within"),
        (r#"{"error":{"code":500,"message":"try later"}}"#.to_owned(), "server_error", "try later"),
        (
            answer(IDS[0], 36.0)
                .replace("occupied", "unheard")
                .replace("Occupied", "Unheard")
                .replace("Окуповано", "x")
                .replace("#a52714", "#123456"),
            "empty",
            "no polygon is named occupied",
        ),
    ] {
        let (web, data) = last(ok(body).with("etag", "\"bad\""));
        let said = sync(&data, &["deepstate-raw"]).ended(1);
        let line = said.lines().find(|line| line.starts_with(&format!("error {code}: "))).expect(&said);
        assert!(line.contains(told) && line.contains(&format!("{}{PATH}", web.base)), "{line}");
        assert!(said.contains("0 imported, 0 replaced, 0 already there, 1 refused"), "{said}");
        assert!(stamps(&data, "deepstate-raw").is_empty());
        let said = sync(&data, &["deepstate-raw"]).ended(0);
        assert!(said.contains(" 0 refused; findings: none; refused before and as it was: 1\n"), "{code}: {said}");
        web.at(PATH, [ok(whole.clone()).with("etag", "\"good\"")]);
        assert!(sync(&data, &["deepstate-raw"]).ended(0).contains("1 imported"), "{code}");
        checks(data.path());
    }
}

#[test]
fn a_server_that_is_busy_or_says_no_is_told_as_such() {
    let good = || ok(answer(IDS[0], 36.0));
    let (web, data) = last(status(429).with("retry-after", "1"));
    web.at(PATH, [status(429).with("retry-after", "1"), status(503), good().cut_short(40), good()]);
    let path = data.path().join("sync.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replace("attempts = 3", "attempts = 4")).unwrap();
    sync(&data, &["deepstate-raw"]).ended(0);
    let asked = web.asked();
    assert_eq!(asked.len(), 4);
    assert!(asked[1].at - asked[0].at >= Duration::from_secs(1));
    for (reply, told) in [
        (status(401), "the server answers 401: {}"),
        (status(429).with("retry-after", "3600"), "the server asks to wait 3600 s; longest_wait_s is 2"),
        (status(503), "the server answers 503; tried 3 times"),
        (status(404), "there is nothing at this address"),
    ] {
        let (web, data) = last(reply);
        let line = sync(&data, &["deepstate-raw"]).could_not();
        assert_eq!(line, format!("contactline: {}{PATH}: {told}\n", web.base));
        assert!(stamps(&data, "deepstate-raw").is_empty());
    }
}

/// What ships has both forms; where the first is refused, the other is named.
#[test]
fn one_of_several_forms_is_chosen_by_its_word() {
    let (web, data) = history(&IDS);
    let path = data.path().join("sync.toml");
    let text = std::fs::read_to_string(&path).unwrap().replace("[source.deepstate-raw]", "[[source.deepstate-raw]]");
    let second = format!("[[source.deepstate-raw]]\nform = \"last\"\naddress = \"{}{PATH}\"\n", web.base);
    std::fs::write(&path, text + &second).unwrap();
    web.at(PATH, [ok(answer(IDS[2] + 600, 39.0))]);
    let said = sync(&data, &["deepstate-raw", "--form", "last", "--dry-run"]).ended(0);
    assert_eq!((said, web.count()), (format!("{}{PATH}\n", web.base), 0));
    assert!(sync(&data, &["deepstate-raw", "--form", "last"]).ended(0).contains("1 imported"));
    assert_eq!(web.paths(), [PATH]);
    assert!(sync(&data, &["deepstate-raw"]).ended(0).contains("3 imported"));
    let line = sync(&data, &["deepstate-raw", "--form", "tiles"]).could_not();
    assert!(line.contains("no form 'tiles' of deepstate-raw. Available: history, last"), "{line}");
    web.at("/api/history/public", [status(401)]);
    let line = sync(&data, &["deepstate-raw"]).could_not();
    assert!(line.ends_with("401: {}; it may be had in another form: --form last\n"), "{line}");
    // What comes with the program has both.
    let bare = TempDir::new().unwrap();
    let said = sync(&bare, &["deepstate-raw", "--form", "last", "--dry-run"]).ended(0);
    assert_eq!(said, "https://deepstatemap.live/api/history/last\n");
}

#[test]
fn a_version_that_is_not_of_the_days_asked_for_is_left_out() {
    let (_web, data) = last(ok(answer(IDS[0], 36.0)));
    let said = sync(&data, &["deepstate-raw", "--from", "2025-06-01"]).ended(0);
    assert!(said.contains("note other_day: the present version, of 2024-12-28T21:56:40Z"), "{said}");
    assert!(stamps(&data, "deepstate-raw").is_empty());
}
