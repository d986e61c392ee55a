//! `--report` and `verify`: what is written down can be asked again, and what was changed is found.
use super::*;
use serde_json::{Value, json};

/// The first key of RFC 8032, section 7.1, in PEM; its public key.
const KEY: &str = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n-----END PRIVATE KEY-----\n";
const PUBLIC: &str = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

/// A report of a place by its ending, as text.
fn report(data: &Path, folder: &Path, name: &str, more: &[&str]) -> String {
    let file = folder.join(name);
    let place = ["37.5", "48.0", "--date", "2025-01-04", "--report", file.to_str().unwrap()];
    let output = command(data, &["at"]).args(place).args(more).output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success() && told.is_empty(), "{told}");
    std::fs::read_to_string(&file).unwrap()
}

/// What `verify` prints of a text, and its exit code.
fn verified(data: &Path, folder: &Path, text: &str) -> (String, Option<i32>) {
    let file = folder.join("verified");
    std::fs::write(&file, text).unwrap();
    let output = run(data, &["verify", file.to_str().unwrap()]);
    (String::from_utf8([output.stdout, output.stderr].concat()).unwrap(), output.status.code())
}

/// In the one form that is signed: 5000 and 5000.0 are one number there.
fn canonical(value: &Value) -> String {
    let member = json!({ "value": value });
    String::from_utf8(contactline::evidence::canonical(member.as_object().unwrap()).unwrap()).unwrap()
}

#[test]
fn what_is_written_is_asked_again_with_the_same_answer() {
    let (data, folder) = (data(), TempDir::new().unwrap());
    for (name, more) in
        [("a.html", &[][..]), ("b.json", &[]), ("c.html", &["--lang", "uk"]), ("d.json", &["--lang", "uk"])]
    {
        let text = report(data.path(), folder.path(), name, more);
        let (told, code) = verified(data.path(), folder.path(), &text);
        assert_eq!(code, Some(0), "{name}: {told}");
        assert!(told.contains("the same is answered now\ndata: the same"), "{told}");
        assert_eq!(told.contains("page: it shows what its document states"), name.ends_with("html"), "{told}");
    }
    let document: Value = serde_json::from_str(&report(data.path(), folder.path(), "e.json", &[])).unwrap();
    let at =
        serde_json::from_str::<Value>(&printed(data.path(), &["at", "37.5", "48.0", "--date", "2025-01-04", "--json"]))
            .unwrap();
    for member in ["control", "verdict", "claims", "regimes", "attribution"] {
        assert_eq!(canonical(&document["answers"]["at"][member]), canonical(&at[member]), "{member}");
    }
    assert_eq!(document["provenance"], at["provenance"]);
    // Each file is what its digest says, and of a drawn source the version alone that was answered from.
    let mine: Vec<&Value> =
        document["files"].as_array().unwrap().iter().filter(|file| file["source"] == json!("maps")).collect();
    assert_eq!(mine.len(), 1);
    let bytes = std::fs::read(data.path().join(mine[0]["path"].as_str().unwrap())).unwrap();
    assert_eq!(mine[0]["sha256"], json!(contactline_store::sha256_hex(&bytes)));
}

#[test]
fn what_was_changed_after_it_was_signed_is_found() {
    let (data, folder) = (data(), TempDir::new().unwrap());
    let key = folder.path().join("key.pem");
    std::fs::write(&key, KEY).unwrap();
    let page = report(data.path(), folder.path(), "signed.html", &["--sign", key.to_str().unwrap()]);
    let (told, code) = verified(data.path(), folder.path(), &page);
    assert!(code == Some(0) && told.starts_with(&format!("signature: valid, by Ed25519 key {PUBLIC}\n")), "{told}");
    let shown = page.replacen("<p class=\"verdict\">", "<p class=\"verdict\">Not ", 2);
    let (told, code) = verified(data.path(), folder.path(), &shown);
    assert!(
        code == Some(1) && told.contains("signature: valid") && told.contains("page: NOT that of its document"),
        "{told}"
    );
    let stated = page.replacen("\"asked_at\":\"2", "\"asked_at\":\"1", 1);
    let (told, code) = verified(data.path(), folder.path(), &stated);
    assert!(code == Some(1) && told.starts_with("signature: NOT VALID"), "{told}");
    std::fs::write(&key, "no key").unwrap();
    let words = ["at", "37.5", "48.0", "--report", "x.json", "--sign", key.to_str().unwrap()];
    let output = run(data.path(), &words);
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code() == Some(2) && told.contains("is no Ed25519 private key in PEM"), "{told}");
}

#[test]
fn other_data_are_told_with_what_they_answer() {
    let (data, folder) = (data(), TempDir::new().unwrap());
    let text = report(data.path(), folder.path(), "a.json", &[]);
    let (told, code) = verified(&folder.path().join("none.sealed"), folder.path(), &text);
    assert!(code == Some(2), "{told}");
    let empty = TempDir::new().unwrap();
    let (told, code) = verified(empty.path(), folder.path(), &text);
    assert_eq!(code, Some(1));
    assert!(told.contains("at.control[maps]: stated {") && told.contains("now null"), "{told}");
    assert!(told.contains("data: fingerprint ") && told.contains("\n  other or missing: control/maps/"), "{told}");
    for (text, wanted) in [
        ("hello", "this is no document of evidence"),
        ("{\"type\":\"contactline-evidence\",\"form\":2}", "of form 2; this program reads form 1"),
        ("{\"type\":\"contactline-evidence\",\"form\":1}", "has no question with lon, lat and date"),
        ("{\"type\":\"contactline-evidence\",", "the document of evidence is damaged: EOF"),
    ] {
        let (told, code) = verified(data.path(), folder.path(), text);
        assert!(code == Some(2) && told.contains(wanted), "{told}");
    }
    assert_eq!(refused(data.path(), &["regimes", "--report", "x.html"]), "--report: evidence is of a place; name one");
    assert!(refused(data.path(), &["at", "37.5", "48", "--report", "x.pdf"]).ends_with("neither .html nor .json"));
}

/// The rows of a table that are named get a page each, of the very place and day that they were asked about.
#[test]
fn single_rows_of_a_table_have_evidence() {
    let (data, folder) = (data(), TempDir::new().unwrap());
    let table = folder.path().join("clients.csv");
    let rows = "client;address;lon;lat;day\n17;м. Покровськ, вул. Центральна 1;37,5;48,0;04.01.2025\n\
                18;Kyiv;37,9;48,1;03.01.2025\n19/a;nowhere;x;48,1;03.01.2025\n17;again;37,6;48,0;03.01.2025\n";
    std::fs::write(&table, rows).unwrap();
    let pages = folder.path().join("pages");
    let classify = |more: &[&str]| {
        let words = ["classify", table.to_str().unwrap(), "--date-format", "DD.MM.YYYY", "--quiet"];
        let output = run(data.path(), &[&words, more].concat());
        (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap(), output.status.code())
    };
    let plain = classify(&["--regimes"]).0;
    let named = ["--reports", pages.to_str().unwrap(), "--report-key", "client=17", "--report-key", "client=19/a"];
    let (answered, told, code) = classify(&[&["--regimes"], &named[..], &["--report-key", "client=20"]].concat());
    // The table is answered as without them.
    assert_eq!(answered, plain);
    assert_eq!(code, Some(1));
    assert!(told.contains("row 3 (client=19/a): no page: "), "{told}");
    assert!(told.contains("no row has '20' in 'client'") && told.contains("2 pages in "), "{told}");
    let mut names: Vec<String> =
        std::fs::read_dir(&pages).unwrap().map(|f| f.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names, ["17-row-4.html", "17.html"]);
    let page = std::fs::read_to_string(pages.join("17.html")).unwrap();
    assert!(page.contains("<h2>Row of a table</h2>") && page.contains("<th>client<td>17"), "{page}");
    assert!(page.contains("<th>lon<td>37,5") && page.contains("<p class=\"verdict\">37.5, 48"), "{page}");
    let (told, code) = verified(data.path(), folder.path(), &page);
    assert!(code == Some(0) && told.contains("page: it shows what its document states"), "{told}");
    // Of a row located by its address the page says how.
    let (_, told, _) = classify(&[&["--place", "address"], &named[..4]].concat());
    assert!(told.contains("row 4 (client=17): no page: no settlement") && told.contains("1 page in "), "{told}");
    let page = std::fs::read_to_string(pages.join("17.html")).unwrap();
    assert!(page.contains("<th>place.id<td>gn-704422") && page.contains("<th>address<td>м. Покровськ"), "{page}");
    let answer = plain.lines().nth(1).unwrap();
    assert!(answer.starts_with("17;м. Покровськ"), "{answer}");

    let refused = |more: &[&str]| {
        let (_, told, code) = classify(more);
        assert_eq!(code, Some(2), "{told}");
        told
    };
    assert!(
        refused(&["--reports", "x", "--report-key", "customer=17"])
            .contains("there is no column 'customer' for the rows to report")
    );
    assert!(refused(&["--reports", "x", "--report-key", "17"]).contains("'17' is not COLUMN=VALUE"));
    let lines = folder.path().join("rows.ndjson");
    std::fs::write(&lines, "{\"client\":\"17\",\"lon\":37.5,\"lat\":48.0}\n").unwrap();
    let output =
        run(data.path(), &[&["classify", lines.to_str().unwrap(), "--date", "2025-01-04"], &named[..4]].concat());
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code() == Some(2) && told.contains("of the rows of tables, and these are JSON"), "{told}");
    let many: String = (0..101).map(|_| "17;a;37,5;48,0;04.01.2025\n").collect();
    std::fs::write(&table, format!("client;address;lon;lat;day\n{many}")).unwrap();
    assert!(refused(&named[..4]).contains("more than 100 rows are named; wanted 100 at most"));
}
