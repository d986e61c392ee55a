//! Help texts, their examples, the environment and pipes.
use super::*;

#[test]
fn help_is_printed_for_every_word() {
    let data = data();
    let help = printed(data.path(), &["--help"]);
    let words = help.lines().skip_while(|l| *l != "Commands:").skip(1).take_while(|l| !l.is_empty());
    let words: Vec<&str> =
        words.filter_map(|l| l.strip_prefix("  ")?.split(' ').next()).filter(|w| !["", "help"].contains(w)).collect();
    assert!(words.len() > 10, "{words:?}");
    for word in words {
        let help = printed(data.path(), &[word, "--help"]);
        assert!(help.contains("Usage: contactline ") && help.contains("Examples:\n  # "), "{word}: {help}");
    }
}

/// Every example that help gives works as it stands, with the data that comes with the program and files of the names in it.
/// Left out are what asks a server of others, or runs until it is ended.
#[test]
fn every_example_of_help_works() {
    let data = data();
    let here = TempDir::new().unwrap();
    std::fs::create_dir(here.path().join("store")).unwrap();
    for file in std::fs::read_dir(data.path()).unwrap().map(Result::unwrap) {
        let copied = Command::new("cp").arg("-r").arg(file.path()).arg(here.path().join("store")).status().unwrap();
        assert!(copied.success());
    }
    let square = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"kind":"held by RU"},
        "geometry":{"type":"Polygon","coordinates":[[[37,47],[37.5,47],[37.5,47.5],[37,47.5],[37,47]]]}}]}"#;
    let mapping = r#"
source = "maps"
[status]
all = { status = "held", holder = "RU" }
"#;
    for (name, text) in [
        ("shape.geojson", square),
        ("a.geojson", square),
        ("map.toml", mapping),
        ("places.csv", "name,lon,lat,date\nPokrovsk,37.177,48.280,2025-05-07\n"),
        ("addresses.csv", "client,address,date\nA,\"Mariupol, 5 Peace Street\",2025-05-07\n"),
        ("old.csv", "client,verdict\nA,agreed\n"),
        ("new.csv", "client,verdict\nA,agreed\n"),
        ("places.ndjson", "{\"lon\":37.177,\"lat\":48.280}\n"),
    ] {
        std::fs::write(here.path().join(name), text).unwrap();
    }
    let program = Path::new(env!("CARGO_BIN_EXE_contactline")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
    let help = printed(data.path(), &["--help"]);
    let words = help.lines().skip_while(|l| *l != "Commands:").skip(1).take_while(|l| !l.is_empty());
    let words = words.filter_map(|l| l.strip_prefix("  ")?.split(' ').next());
    let apart = ["", "help", "serve", "sync", "health"];
    let mut tried = 0;
    for word in words.filter(|word| !apart.contains(word)) {
        let help = printed(data.path(), &[word, "--help"]);
        let examples = help.lines().skip_while(|l| *l != "Examples:").skip(1).filter(|l| !l.starts_with("  # "));
        for example in examples {
            assert!(example.chars().count() <= 80, "a line of a terminal: {example}");
            let mut shell = Command::new("sh");
            shell.args(["-c", example]).env("PATH", &path).env_remove("CONTACTLINE_DATA").current_dir(here.path());
            let output = shell.output().unwrap();
            let told = String::from_utf8_lossy(&output.stderr);
            // What these say of what they did stands on standard error.
            let says = [" classify ", " compare "].iter().any(|word| example.contains(word));
            let told = if says { "" } else { told.as_ref() };
            assert_eq!((output.status.code(), told), (Some(0), ""), "{example}");
            tried += 1;
        }
    }
    assert!(tried > 20, "{tried}");
}

#[test]
fn a_reader_that_has_read_enough_is_no_failure() {
    let data = data();
    let words = ["areas", "--from", "2014-01-01", "--to", "2025-01-01", "--region", "ua-14", "--format", "csv"];
    let mut child = command(data.path(), &words).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::with_capacity(64, child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let mut told = String::new();
    child.stderr.take().unwrap().read_to_string(&mut told).unwrap();
    assert_eq!((child.wait().unwrap().code(), told.as_str()), (Some(0), ""));
    assert!(line.starts_with("date,region"));
}

#[test]
fn the_data_directory_may_stand_in_the_environment() {
    let data = data();
    let mut command = Command::new(env!("CARGO_BIN_EXE_contactline"));
    let output = command.env("CONTACTLINE_DATA", data.path()).arg("sources").output().unwrap();
    assert!(String::from_utf8(output.stdout).unwrap().starts_with("maps  "));
}
