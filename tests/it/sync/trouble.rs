//! Servers that are busy, refuse, redirect or send what is bad.
use super::*;

#[test]
fn a_server_that_is_busy_is_asked_again_when_it_says() {
    let (web, data) = history(&IDS[..2]);
    let good = |k: usize| ok(raw(OCCUPIED, 36.0 + k as f64));
    web.at(&version_path(IDS[0]), [status(429).with("retry-after", "1"), good(0)]);
    web.at(&version_path(IDS[1]), [status(500), good(1).cut_short(20), good(1)]);
    sync(&data, &["deepstate-raw"]).ended(0);
    let asked = web.asked();
    let paths: Vec<&str> = asked.iter().map(|a| a.path.as_str()).collect();
    let (first, second) = (version_path(IDS[0]), version_path(IDS[1]));
    assert_eq!(paths, ["/api/history/public", &first, &first, &second, &second, &second]);
    assert!(asked[2].at - asked[1].at >= Duration::from_secs(1));
    assert_eq!(versions(&data, "deepstate-raw").len(), 2);
    checks(data.path());
}

#[test]
fn a_server_that_says_no_or_asks_too_much_ends_the_run() {
    for (reply, told, requests) in [
        (status(401), "the server answers 401: {}", 1),
        (status(403), "the server answers 403: {}", 1),
        (status(429).with("retry-after", "3600"), "the server asks to wait 3600 s; longest_wait_s is 2", 1),
        (status(503), "the server answers 503; tried 3 times", 3),
        (status(404), "there is no list of versions at this address", 1),
        (ok("<html>"), "not JSON: expected value at line 1 column 1", 1),
        (ok(r#"{"items":[]}"#), "the list is an object with items; wanted an array", 1),
        (ok(r#"[{"uuid":"x"}]"#), "member 0 of the list has no whole number 'id': it is an object with uuid", 1),
        (ok("[]"), "the list has no versions", 1),
    ] {
        let (web, data) = history(&IDS[..1]);
        web.at("/api/history/public", [reply]);
        let line = sync(&data, &["deepstate-raw"]).could_not();
        assert_eq!(line, format!("contactline: {}/api/history/public: {told}\n", web.base));
        assert_eq!(web.asked().len(), requests, "{told}");
        assert!(stamps(&data, "deepstate-raw").is_empty());
    }
}

#[test]
fn what_is_bad_is_refused_with_its_address_and_the_others_are_kept() {
    let good = raw(OCCUPIED, 36.0);
    for (reply, code) in [
        // Cut short by a server that did not say how long it is, and so not to be told from the whole by its length.
        (ok(&good[..good.len() / 2]), "not_json"),
        (ok("<html>down for a while</html>"), "not_a_map"),
        (ok(r#"{"type":"Topology"}"#), "not_a_map"),
        (ok(r#"{"error":{"code":500,"message":"try later"}}"#), "server_error"),
        (ok(raw("geoJSON.state.taken", 36.0).replace("#a52714", "#123456")), "empty"),
        (ok(good.replace("\"name\"", "\"title\"").replace("#a52714", "#123456")), "empty"),
        (status(404), "absent"),
        (status(500), "unreachable"),
    ] {
        let (web, data) = history(&IDS);
        let untagged = reply.clone();
        web.at(&version_path(IDS[1]), [reply.with("etag", "\"bad\"")]);
        let said = sync(&data, &["deepstate-raw"]).ended(1);
        assert!(said.contains("2 imported, 0 replaced, 0 already there, 1 refused"), "{code}: {said}");
        let line = said.lines().find(|line| line.starts_with(&format!("error {code}: "))).expect(&said);
        assert!(line.contains(&version_path(IDS[1])), "{line}");
        assert_eq!(versions(&data, "deepstate-raw").len(), 2);
        if !matches!(code, "absent" | "unreachable") {
            // Told once: asked by its tag, it is as it was. A server without tags sends it whole, and it is known all the same.
            web.asked();
            let said = sync(&data, &["deepstate-raw"]).ended(0);
            assert!(said.contains(" 0 refused; findings: none; refused before and as it was: 1\n"), "{code}: {said}");
            let by_tag = |asked: &web::Asked| asked.if_none_match.as_deref() == Some("\"bad\"");
            assert!(web.asked().iter().any(|asked| asked.path == version_path(IDS[1]) && by_tag(asked)));
            web.at(&version_path(IDS[1]), [untagged]);
            let said = sync(&data, &["deepstate-raw"]).ended(0);
            assert!(said.contains("refused before and as it was: 1\n"), "{code}: {said}");
        }
        web.at(&version_path(IDS[1]), [ok(raw(OCCUPIED, 37.0)).with("etag", "\"good\"")]);
        sync(&data, &["deepstate-raw"]).ended(0);
        assert_eq!(versions(&data, "deepstate-raw").len(), 3);
    }
}

/// A publisher's server, or whoever answers for it, could else send us to any address that this machine reaches.
#[test]
fn a_redirect_is_followed_to_the_same_host_or_one_that_is_named() {
    let (web, data) = history(&IDS[..1]);
    let elsewhere = Web::begin();
    elsewhere.at("/moved", [ok(raw(OCCUPIED, 36.0))]);
    let moved = format!("{}/moved", elsewhere.base);
    web.at(&version_path(IDS[0]), [status(302).with("location", &moved)]);
    let told = sync(&data, &["deepstate-raw"]).could_not();
    assert!(told.contains(&moved) && told.contains("name it in redirect_hosts"), "{told}");
    assert_eq!(elsewhere.count(), 0);
    // The same host is nobody else, however often it moves its things; but not without end.
    web.at("/here", [status(307).with("location", "there?x=1")]);
    web.at("/there?x=1", [ok(raw(OCCUPIED, 36.0)).with("etag", "\"v\"")]);
    web.at(&version_path(IDS[0]), [status(301).with("location", "/here")]);
    let said = sync(&data, &["deepstate-raw"]).ended(0);
    assert!(said.contains("1 imported"), "{said}");
    let path = data.path().join("sync.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    let named = elsewhere.base.strip_prefix("http://").unwrap();
    std::fs::write(&path, text.replace("[manners]", &format!("[manners]\nredirect_hosts = [\"{named}\"]"))).unwrap();
    elsewhere.at("/moved", [ok(raw(OCCUPIED, 37.0))]);
    web.at(&version_path(IDS[0]), [status(308).with("location", &moved)]);
    let said = sync(&data, &["deepstate-raw"]).ended(0);
    assert!(said.contains("1 replaced") && elsewhere.count() == 1, "{said}");
    web.at(&version_path(IDS[0]), [status(302).with("location", &version_path(IDS[0]))]);
    let told = sync(&data, &["deepstate-raw"]).could_not();
    assert!(told.contains("redirects more than 5 times"), "{told}");
}

#[test]
fn a_body_too_long_is_refused() {
    let (web, data) = history(&IDS[..2]);
    let path = data.path().join("sync.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replace("[manners]", "[manners]\nlongest_body_mb = 1")).unwrap();
    let long = raw(OCCUPIED, 36.0) + &" ".repeat(1_000_000);
    web.at(&version_path(IDS[0]), [ok(long)]);
    let said = sync(&data, &["deepstate-raw"]).ended(1);
    assert!(said.contains("error too_long: the body is longer than 1 MB") && said.contains("1 imported"), "{said}");
    assert_eq!(web.asked().len(), 3);
    // Packed it is short: what counts is the length once unpacked.
    let packed = |text: &str| {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        packer.write_all(text.as_bytes()).unwrap();
        ok(packer.finish().unwrap()).with("content-encoding", "gzip")
    };
    web.at(&version_path(IDS[0]), [packed(&(raw(OCCUPIED, 36.0) + &" ".repeat(1_000_000)))]);
    assert!(sync(&data, &["deepstate-raw"]).ended(1).contains("error too_long"));
    web.at(&version_path(IDS[0]), [packed(&raw(OCCUPIED, 36.0))]);
    assert!(sync(&data, &["deepstate-raw"]).ended(0).contains("1 imported"));
}

#[test]
fn settings_that_cannot_be_meant_are_told() {
    for (text, told) in [
        ("[manners]\ngap = 1\n", "unknown field `gap`"),
        ("[source.isw]\nform = \"tiles\"\n", "line 2: unknown variant `tiles`, expected one of"),
        (
            "[source.deepstate]\nform = \"days\"\nday = \"ftp://x/{YYYY}{MM}{DD}\"\n",
            "'ftp://x/{YYYY}{MM}{DD}' is no address",
        ),
        ("[source.deepstate]\nform = \"days\"\nday = \"https://x/{YYYY}.json\"\n", "does not name {MM}"),
        ("[sources]\n", "unknown field `sources`"),
        ("[[source.isw]]\nform = \"tiles\"\n", "unknown variant `tiles`, expected one of"),
        (
            "[[source.isw]]\nform = \"last\"\naddress = \"https://x/\"\n[[source.isw]]\nform = \"last\"\naddress = \"https://y/\"\n",
            "source isw: form last stands twice",
        ),
        (
            "[source.isw]\nform = \"last\"\naddress = \"https://x/\"\n",
            "source isw: form last in sync.toml is not one of its own; wanted history",
        ),
        (
            "[source.viina]\nform = \"years\"\nyear = \"https://x/2022\"\ncells = \"https://x/\"\nfirst = 2022\n",
            "does not name {YYYY}",
        ),
    ] {
        let data = TempDir::new().unwrap();
        std::fs::write(data.path().join("sync.toml"), text).unwrap();
        let line = sync(&data, &["isw"]).could_not();
        assert!(line.contains(told) && line.contains("sync.toml"), "{line}");
    }
    let data = TempDir::new().unwrap();
    let line = sync(&data, &["deepstate"]).could_not();
    assert!(line.contains("no address is known for deepstate: set it as [source.deepstate] in "), "{line}");
    assert!(sync(&data, &["maps"]).could_not().contains("source 'maps' not found. Available: deepstate, "));
    // What ships is well-formed, and only told, not asked, by a dry run.
    let said = sync(&data, &["isw", "--dry-run"]).ended(0);
    assert!(said.lines().count() == 5 && said.lines().all(|line| line.contains("/FeatureServer/")), "{said}");
}
