//! `classify`: rows of a file.
use super::*;

#[test]
fn rows_of_a_file_are_classified_whole_or_not_at_all() {
    let data = data();
    let path = |name: &str| data.path().join(name).to_str().unwrap().to_owned();
    let (rows, out) = (path("rows.csv"), path("out.csv"));
    std::fs::write(&rows, "id;Longitude;Latitude;date\n1;37,8;48,0;2025-01-04\n2;38.1;48.0;2025-01-01\n").unwrap();
    assert_eq!(printed(data.path(), &["classify", "-q", &rows, "-o", &out, "--source", "maps"]), "");
    let text = std::fs::read_to_string(&out).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(
        lines[0],
        "id;Longitude;Latitude;date;region;verdict;verdict.rests_on_stale;maps.status;maps.holder;maps.version;\
         maps.age_days;maps.stale;maps.distance_m;maps.near_line;error"
    );
    assert!(lines[1].starts_with("1;37,8;48,0;2025-01-04;ua-14;"), "{text}");
    assert!(lines[1].contains(";held;RU;2025-01-03;"), "{text}");
    assert!(lines[2].contains(";held;UA;2025-01-01;"), "{text}");

    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(&std::fs::read(&rows).unwrap()).unwrap();
    std::fs::write(path("rows.csv.gz"), packer.finish().unwrap()).unwrap();
    let of_packed = printed(data.path(), &["classify", "-q", &path("rows.csv.gz"), "--source", "maps"]);
    assert_eq!(of_packed, text, "rows packed with gzip are the rows");

    std::fs::write(&rows, "p,q\n1,2\n").unwrap();
    let told = refused(data.path(), &["classify", &rows, "-o", &out]);
    assert_eq!(
        told,
        format!(
            "{rows}: there is no column 'lon' for the longitude; there are: p, q; name the right one with --lon NAME, or \
             pass over lines before the header with --skip-lines N"
        )
    );
    assert_eq!(std::fs::read_to_string(&out).unwrap(), text, "the file that stood there still stands");
    let left = std::fs::read_dir(data.path()).unwrap().filter_map(Result::ok);
    assert!(left.map(|f| f.file_name().into_string().unwrap()).all(|name| !name.ends_with(".part")));
}

#[test]
fn bad_rows_are_findings() {
    let data = data();
    let words = ["classify", "-", "--date", "2025-01-04"];
    let mut child = command(data.path(), &words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(b"{\"lon\":37.8,\"lat\":48.0}\n{\"lon\":37.8}\n[48.0,37.8]\n").unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(
        told,
        "contactline: standard input: longitude is read from 'lon', latitude from 'lat'\n\
         contactline: standard input: 2 of 3 rows are answered, as of 2025-01-04\n\
         contactline: standard input: the newest versions by 2025-01-04: maps 2025-01-03 (1 days old), ua-official-list \
         2025-05-07 (0 days old), viina 2026-01-26 (0 days old)\n\
         contactline: 1 of 3 rows have no answer, 1 more seem to have lon and lat exchanged: see 'error' in each\n"
    );
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.lines().nth(1).unwrap().ends_with("\"error\":\"there is no lat\"}"), "{text}");
}

/// A zip of this one file.
fn zipped(path: &Path, files: &[(&str, &[u8])]) {
    let mut archive = zip::ZipWriter::new(std::fs::File::create(path).unwrap());
    for (name, bytes) in files {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap();
}

/// Workbooks that are small as they come and would fill the memory or the disk.
#[test]
fn workbooks_that_unpack_to_more_than_is_read_are_refused() {
    let data = data();
    let path = data.path().join("table.xlsx");
    let file = path.to_str().unwrap();
    let large = vec![b' '; 129 << 20];
    zipped(&path, &[("[Content_Types].xml", b"<x/>"), ("xl/sharedStrings.xml", &large)]);
    assert_eq!(
        refused(data.path(), &["classify", file]),
        format!(
            "{file}: the workbook is too large: its texts and styles have more than 128 MB once unpacked, the most that is \
             read; save the sheet as CSV in UTF-8"
        )
    );
    let row = "<table:table-row table:number-rows-repeated=\"1048576\"><table:table-cell office:value-type=\"float\" \
               office:value=\"1\" table:number-columns-repeated=\"100\"/></table:table-row>";
    let head = "<table:table-row>".to_owned()
        + &["lon", "lat"]
            .map(|name| {
                format!("<table:table-cell office:value-type=\"string\"><text:p>{name}</text:p></table:table-cell>")
            })
            .concat()
        + "</table:table-row>";
    let document = format!(
        "<office:document-content><table:table table:name=\"S\">{head}{row}</table:table></office:document-content>"
    );
    zipped(&path, &[("content.xml", document.as_bytes())]);
    let told = refused(data.path(), &["classify", "-q", file, "-o", &format!("{file}.csv")]);
    assert_eq!(
        told,
        format!("{file}: the sheet has more than 50 million cells, the most that are read; save it as CSV")
    );
    zipped(&path, &[("a.txt", b"x")]);
    let told = refused(data.path(), &["classify", file]);
    assert_eq!(told, format!("{file}: the input is a zip archive without a workbook; unpack it first"));
    for (words, wanted) in [
        (
            ["classify", "places.csv", "-o", "x.xlsx"],
            "x.xlsx: workbooks are read, not written; name a file .csv or .parquet",
        ),
        (
            ["classify", "places.csv", "--sheet", "S"],
            "places.csv: --sheet NAME is for workbooks (xlsx, ods), and this is none",
        ),
    ] {
        std::fs::write(data.path().join("places.csv"), "lon,lat\n37,48\n").unwrap();
        let output = command(data.path(), &words).current_dir(data.path()).output().unwrap();
        assert_eq!(String::from_utf8(output.stderr).unwrap(), format!("contactline: {wanted}\n"));
    }
}

/// A table in every form has the same answers, and Parquet keeps the kinds of its columns.
#[test]
fn a_table_is_answered_alike_in_every_form() {
    let data = data();
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/cli/cases");
    let of = |name: &str| cases.join(name).to_str().unwrap().to_owned();
    let added = "maps.status,maps.holder,maps.version,maps.age_days,maps.stale,maps.distance_m,maps.near_line,error";
    let options = ["--source", "maps", "--columns", "status,holder,version,age_days,stale,distance_m,near_line"];
    let answers = |input: &str| {
        let text = printed(data.path(), &[&["classify", "-q", input], &options[..]].concat());
        let from = text.find("name").unwrap();
        let rows: Vec<Vec<String>> =
            text[from..].lines().map(|row| row.split(',').map(str::to_owned).collect()).collect();
        assert!(text.lines().any(|line| line.ends_with(added)), "{input}: {text}");
        rows
    };
    let plain = answers(&of("places.csv"));
    for name in ["places.xlsx", "places.ods", "places.parquet"] {
        assert_eq!(answers(&of(name)), plain, "{name}");
    }
    let out = data.path().join("out.parquet");
    let input = of("places.parquet");
    let words = [&["classify", "-q", &input, "-o", out.to_str().unwrap()], &options[..]].concat();
    assert_eq!(printed(data.path(), &words), "");
    use parquet::file::reader::{FileReader, SerializedFileReader};
    let written = SerializedFileReader::new(std::fs::File::open(&out).unwrap()).unwrap();
    let kinds = written.metadata().file_metadata().schema().get_fields().iter();
    let kinds: Vec<String> = kinds.map(|f| format!("{} {:?}", f.name(), f.get_physical_type())).collect();
    let wanted = "name BYTE_ARRAY, lon DOUBLE, lat DOUBLE, date INT32, maps.status BYTE_ARRAY, maps.holder BYTE_ARRAY, \
                  maps.version INT32, maps.age_days INT64, maps.stale BOOLEAN, maps.distance_m DOUBLE, maps.near_line BOOLEAN, \
                  error BYTE_ARRAY";
    assert_eq!(kinds.join(", "), wanted);
    let rows: Vec<_> = written.get_row_iter(None).unwrap().map(|row| row.unwrap().into_columns()).collect();
    assert_eq!(rows.len() + 1, plain.len());
    for (row, of_text) in rows.iter().zip(&plain[1..]) {
        let text = |field: &parquet::record::Field| match field {
            parquet::record::Field::Null => String::new(),
            parquet::record::Field::Str(text) => text.clone(),
            parquet::record::Field::Double(number) => number.to_string(),
            other => other.to_string(),
        };
        let cells: Vec<String> = row.iter().map(|(_, field)| text(field)).collect();
        let of_text: Vec<String> = of_text.iter().map(|cell| cell.trim_end_matches(".0").to_owned()).collect();
        assert_eq!(cells, of_text);
    }
}

/// Of two screenings the rows whose answers changed are told, each with the reason.
#[test]
fn two_screenings_are_compared() {
    let data = data();
    let path = |name: &str| data.path().join(name).to_str().unwrap().to_owned();
    let header = "client;place.id;region;verdict;maps.status;maps.holder;maps.version;maps.age_days;regime.x;error";
    let table = |rows: &[&str]| format!("{header}\n{}\n", rows.join("\n"));
    let old = [
        "same;gn-1;ua-14;single_source;held;UA;2025-01-01;1;no;",
        "older;gn-1;ua-14;single_source;held;UA;2025-01-01;1;no;",
        "line;gn-1;ua-14;single_source;held;UA;2025-01-01;1;no;",
        "silent;gn-1;ua-14;single_source;held;RU;2025-01-01;1;yes;",
        "speaks;gn-1;ua-14;unknown;unknown;;2025-01-01;99;not_determined;",
        "law;gn-1;ua-14;single_source;held;RU;2025-01-01;1;no;",
        "place;gn-1;ua-14;single_source;held;RU;2025-01-01;1;yes;",
        "lost;;;;;;;;;no settlement 'x' found",
        "gone;gn-1;ua-14;single_source;held;RU;2025-01-01;1;yes;",
    ];
    let new = [
        "same;gn-1;ua-14;single_source;held;UA;2025-01-01;1;no;",
        "older;gn-1;ua-14;single_source;held;UA;2025-01-03;3;no;",
        "line;gn-1;ua-14;single_source;held;RU;2025-01-03;1;yes;",
        "silent;gn-1;ua-14;unknown;unknown;;2025-01-01;99;not_determined;",
        "speaks;gn-1;ua-14;single_source;held;UA;2025-01-03;1;no;",
        "law;gn-1;ua-14;single_source;held;RU;2025-01-01;1;yes;",
        "place;gn-2;ua-65;single_source;held;UA;2025-01-01;1;no;",
        "lost;gn-1;ua-14;single_source;held;RU;2025-01-01;1;yes;",
        "come;gn-1;ua-14;single_source;held;RU;2025-01-01;1;yes;",
    ];
    std::fs::write(path("old.csv"), table(&old)).unwrap();
    std::fs::write(path("new.csv"), table(&new)).unwrap();
    let output = run(data.path(), &["compare", &path("old.csv"), &path("new.csv"), "--key", "client"]);
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(
        (output.status.code(), told.as_str()),
        (Some(1), "contactline: 6 of 9 rows changed; 1 added, 1 removed\n")
    );
    let text = String::from_utf8(output.stdout).unwrap();
    let line =
        |key: &str| text.lines().find(|line| line.starts_with(&format!("{key},"))).unwrap_or_default().to_owned();
    assert_eq!(
        (line("same"), line("older")),
        (String::new(), String::new()),
        "a newer version that says the same is no change"
    );
    for (key, reason) in [
        ("line", "the line of maps moved (versions 2025-01-01 and 2025-01-03)"),
        ("silent", "maps fell silent (version 2025-01-01, 99 days old)"),
        ("speaks", "maps has a newer version (versions 2025-01-01 and 2025-01-03)"),
        ("law", "\"the register of law changed, or the day that was asked about\""),
        ("place", "the address is resolved otherwise"),
        ("gone", "the row is in the earlier table alone"),
        ("come", "the row is in the later table alone"),
    ] {
        let line = line(key);
        assert!(line.replace('"', "").ends_with(&reason.replace('"', "")), "{key}: {line}");
    }
    assert!(line("line").contains("maps.holder: UA -> RU; regime.x: no -> yes"), "{text}");
    assert!(line("lost").contains("answered now; before: no settlement 'x' found"), "{text}");
    let same = run(data.path(), &["compare", &path("old.csv"), &path("old.csv"), "--key", "client"]);
    assert_eq!((same.status.code(), same.stdout.as_slice()), (Some(0), &b"client,change,reason\n"[..]));
    let told = refused(data.path(), &["compare", &path("old.csv"), &path("new.csv"), "--key", "id"]);
    assert!(told.contains("there is no column 'id' (--key NAME); there are: "), "{told}");
    let told = refused(data.path(), &["compare", &path("old.csv"), &path("new.csv"), "--key", "region"]);
    assert!(told.ends_with("'ua-14' names two rows by 'region'; name a column whose values differ"), "{told}");
}
