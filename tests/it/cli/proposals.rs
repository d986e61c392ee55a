//! Proposals and regimes given as files of one's own.
use super::*;

#[test]
fn a_value_set_is_repeated_with_its_unit() {
    let data = data();
    let file = data.path().join("mine.toml");
    let text = r#"
id = "mine"
title = "Fifteen kilometres"
[[parameter]]
name = "width"
kind = "distance"
about = "width of the zone"
[[term]]
id = "zone"
extent = "region(ua-14) and within_distance_of_line($width)"
holder = "open"
"#;
    std::fs::write(&file, text).unwrap();
    let day = ["--region", "ua-14", "--source", "maps", "--date", "2025-01-04"];
    let words = [&["proposal", file.to_str().unwrap(), "--set", "width=15000"], &day[..]].concat();
    let text = printed(data.path(), &words);
    assert!(text.contains("  width = 15000 m (width of the zone)"), "{text}");
    let words = [&["proposal", file.to_str().unwrap(), "--set", "width=15km"], &day[..]].concat();
    assert!(printed(data.path(), &words).contains("  width = 15km (width of the zone)"));
}

/// The example of the documentation is a regime as it stands, and two texts come in the same way, without a line of code.
#[test]
fn a_regime_and_two_texts_are_added_as_the_documentation_says() {
    let documentation = include_str!("../../../data/README.md");
    let block = |begins: &str| {
        let start = documentation.find(&format!("```toml\n{begins}")).unwrap() + "```toml\n".len();
        documentation[start..].split("```").next().unwrap().to_owned()
    };
    let directory = TempDir::new().unwrap();
    let write = |path: &str, text: &str| {
        let path = directory.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    let file = block("[[file]]\npath = \"proposals/ID.toml\"");
    let regimes = file.replace("proposals/ID.toml", "regimes-more.toml").replace("\"proposal\"", "\"regimes\"");
    let files = ["one", "two", "example"].map(|id| file.replace("ID", id)).concat();
    let manifest = format!("format = 1\n\n{files}\n{regimes}");
    write("manifest.toml", &manifest);
    // Of another shape: listed communities that are drawn, a zone at sea, and a stage that was repealed.
    let stage = |days: &str, extent: &str| {
        format!(
            "[[regime.stage]]\n{days}\nextent = \"{extent}\"\nwording = \"w\"\ncitation = \"c\"\ncertainty = \"high\"\n"
        )
    };
    let ring = "[[34.7, 46.0], [35.0, 46.0], [35.0, 46.3], [34.7, 46.3], [34.7, 46.0]]";
    let drawing = format!(
        "[[drawing]]\nname = \"listed\"\napproximate = true\nnote = \"n\"\ngeometry = {{ type = \"Polygon\", coordinates = [{ring}] }}\n"
    );
    let odd = "[[regime]]\nid = \"xx-list\"\ntitle = \"List\"\nauthority = \"XX\"\nkind = \"insurance\"\n";
    let stages = stage("from = \"2022-06-01\"\nuntil = \"2022-12-31\"", "drawn(listed)")
        + &stage("from = \"2023-02-01\"", "region(ua-14) and sea");
    write("regimes-more.toml", &[&block("[[regime]]"), "\n", odd, &stages, &drawing].concat());
    for id in ["one", "two"] {
        let term = "[[term]]\nid = \"all\"\nextent = \"region(ua-14) and held_by(UA)\"\nholder = \"open\"\n";
        write(&format!("proposals/{id}.toml"), &format!("id = \"{id}\"\ntitle = \"Text {id}\"\n{term}"));
    }
    write("proposals/example.toml", &block("id = \"xland-2026-10-01\""));
    let checked = command(directory.path(), &["check", "--seal", directory.path().to_str().unwrap()]).output().unwrap();
    let told = String::from_utf8(checked.stdout).unwrap();
    assert!(told.contains("0 problems") && told.contains("proposal 'one' lacks title_uk"), "{told}");
    // The text that the page shows lacks nothing.
    assert!(!told.contains("xland-2026-10-01"), "{told}");
    let text =
        printed(directory.path(), &["proposal", "xland-2026-10-01", "--region", "ua-65", "--date", "2025-05-07"]);
    assert!(text.contains("line_date = asked") && text.contains("de facto"), "{text}");
    let at = printed(directory.path(), &["regimes", "39.30", "48.57", "--date", "2026-10-15"]);
    assert!(at.contains("xx-12-2026         yes, as last known  since 2026-10-15"), "{at}");
    let applies = |lon: &str, lat: &str, date: &str| {
        let text = printed(directory.path(), &["regimes", lon, lat, "--date", date, "--json"]);
        let answer: serde_json::Value = serde_json::from_str(&text).unwrap();
        let list = answer["regimes"].as_array().unwrap().iter().find(|regime| regime["id"] == "xx-list").unwrap();
        (list["applies"].clone(), list["in_force"].clone(), list["approximate"].clone())
    };
    assert_eq!(applies("34.81", "46.17", "2022-12-31"), ("yes".into(), true.into(), true.into()));
    assert_eq!(applies("35.37", "46.85", "2022-12-31"), ("no".into(), true.into(), true.into()));
    assert_eq!(applies("34.81", "46.17", "2023-01-01"), ("no".into(), false.into(), false.into()));
    assert_eq!(applies("37.45", "46.93", "2023-02-01"), ("yes".into(), true.into(), false.into()));
    let listed = printed(directory.path(), &["regimes", "--list", "--date", "2026-10-14"]);
    assert!(!listed.contains("xx-12-2026"), "{listed}");
    let texts = printed(directory.path(), &["proposal"]);
    assert!(texts.contains("Text one") && texts.contains("Text two"), "{texts}");
}
