//! `classify`: rows of a file.
use super::*;

#[test]
fn rows_of_a_file_are_classified_whole_or_not_at_all() {
    let data = data();
    let path = |name: &str| data.path().join(name).to_str().unwrap().to_owned();
    let (rows, out) = (path("rows.csv"), path("out.csv"));
    std::fs::write(&rows, "id;Longitude;Latitude;date\n1;37,8;48,0;2025-01-04\n2;38.1;48.0;2025-01-01\n").unwrap();
    assert_eq!(printed(data.path(), &["classify", &rows, "-o", &out, "--source", "maps"]), "");
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
    let of_packed = printed(data.path(), &["classify", &path("rows.csv.gz"), "--source", "maps"]);
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
        "contactline: 1 of 3 rows have no answer, 1 more seem to have lon and lat exchanged: see 'error' in each\n"
    );
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.lines().nth(1).unwrap().ends_with("\"error\":\"there is no lat\"}"), "{text}");
}
