//! Rows, cut anywhere, on a world of two regions.

mod encodings;
mod habits;

use proptest::prelude::*;

use super::*;
use contactline_core::model::{
    Basis, ControlFeature, Coverage, Dataset, Drawing, Method, Moment, Party, Reach, Region, Role, Source, Status,
    Version,
};
use edge_timeline::{Area, BBox};

/// Two regions of two degrees by one, `east` and `west` of 32° E; a source that has the east held by RU from 2024-01-01.
fn world() -> Arc<Atlas> {
    let area = |west, south, east, north| Area::from_bbox(BBox { west, south, east, north });
    let region = |id: &str, west: f64| Region {
        id: id.into(),
        name: id.into(),
        name_uk: id.into(),
        role: Role::Region,
        abroad: None,
        groups: vec!["all".into()],
        land: area(west, 46.0, west + 2.0, 47.0),
        extent: None,
    };
    let source = |id: &str| Source {
        id: id.into(),
        title: id.into(),
        publisher: id.into(),
        url: None,
        method: Method::Mapped,
        drawing: Drawing::Drawn,
        licence: "CC0-1.0".into(),
        licence_terms: None,
        attribution: id.into(),
        geometry_may_be_passed_on: true,
        coverage: Coverage { regions: vec!["ua-1".into(), "ua-2".into()], ..Coverage::default() },
        lag_days: None,
        lag_note: None,
        precision_m: 500.0,
        precision_95_m: None,
        precision_note: None,
        line_min_piece_m2: 0.0,
        stale_after_days: 3,
        unknown_after_days: 1_095,
        line_reach: Reach::default(),
        depends_on: vec![],
        absence: Some((Party::UA, Basis::Inferred)),
        absence_lag: None,
        layers: vec![],
        note: None,
        in_ukrainian: Default::default(),
    };
    let version = |id: &str, day: &str, west: f64| Version {
        source: id.into(),
        stamp: day.parse().unwrap(),
        features: vec![ControlFeature {
            status: Status::Held,
            holder: Some(Party::RU),
            basis: Basis::Mapped,
            publisher_word: "Occupied".into(),
            area: area(west, 46.0, 34.0, 47.0),
        }],
    };
    Arc::new(Atlas::build(Dataset {
        regions: vec![region("ua-1", 30.0), region("ua-2", 32.0)],
        sources: vec![source("one"), source("two")],
        versions: vec![
            version("one", "2024-01-01", 32.0),
            version("one", "2024-06-01", 31.0),
            version("two", "2024-01-01", 32.0),
        ],
        ..Dataset::default()
    }))
}

const WORDS: OptionWords = OptionWords {
    lon: "lon_column=NAME",
    lat: "lat_column=NAME",
    place_column: "place_column=NAME",
    region_column: "region_column=NAME",
    postcode_column: "postcode_column=NAME",
    date_column: "date_column=NAME",
    date_format: "date_format=",
    date: "date=DATE",
    encoding: "encoding=NAME",
    skip_lines: "skip_lines=N",
    prefix: "prefix=TEXT",
};

fn bare() -> RowOptions {
    RowOptions::new("2024-12-31".parse().unwrap(), WORDS)
}

fn options() -> RowOptions {
    RowOptions { moment: Some(Moment::from_question("2024-01-02").unwrap()), ..bare() }
}

/// What is expected of rows of a form.
const fn expected(format: RowFormat) -> Expected {
    match format {
        RowFormat::Csv => Expected::Table,
        RowFormat::NdJson | RowFormat::JsonSeq => Expected::Lines,
        RowFormat::JsonArray | RowFormat::JsonValues | RowFormat::FeatureCollection => Expected::Json,
    }
}

fn run_cut(
    format: RowFormat,
    options: RowOptions,
    input: &[u8],
    cuts: &[usize],
) -> (Vec<u8>, Result<Summary, RowError>) {
    let (out, summary, _) = run_expected(expected(format), options, input, cuts);
    (out, summary)
}

fn run_expected(
    expected: Expected,
    options: RowOptions,
    input: &[u8],
    cuts: &[usize],
) -> (Vec<u8>, Result<Summary, RowError>, Option<Opened>) {
    let mut out = Vec::new();
    let mut stream = RowStream::new(world(), expected, options).unwrap();
    let mut from = 0;
    for &to in cuts.iter().chain([&input.len()]) {
        if let Err(error) = stream.push(&input[from..to.max(from)], &mut out) {
            return (out, Err(error), None);
        }
        from = to.max(from);
    }
    let summary = stream.finish(&mut out);
    (out, summary, stream.opened().cloned())
}

fn run(format: RowFormat, input: &str) -> (String, Summary) {
    let date_column = (input.contains("date") || format == RowFormat::JsonArray).then(|| "date".into());
    let (out, summary) = run_cut(format, RowOptions { date_column, ..options() }, input.as_bytes(), &[]);
    (String::from_utf8(out).unwrap(), summary.unwrap())
}

/// The rows answered whatever they are, with no day given; what was noted.
fn read(options: RowOptions, input: &[u8]) -> (String, Summary, Opened) {
    let (out, summary, opened) = run_expected(Expected::Any, options, input, &[]);
    (String::from_utf8(out).unwrap(), summary.unwrap(), opened.unwrap())
}

fn told(options: RowOptions, input: &[u8]) -> String {
    run_expected(Expected::Any, options, input, &[]).1.unwrap_err().to_string()
}

fn refused(format: RowFormat, input: &[u8]) -> String {
    run_cut(format, options(), input, &[]).1.unwrap_err().to_string()
}

const CSV: &str = "\u{feff}id,\"Longitude\",lat,date\r\n\
    1,33.0,46.5,2024-01-02\r\n\
    \"a \"\"b\"\",\r\nc\",31.5,46.5,\r\n\
    \r\n\
    3,abc,46.5,2024-01-02\r\n\
    4,33.0\r\n\
    5,33.0,46.5,2024-01-02,more,\"x\"\r\n\
    6,46.5,33.0,2024-07-01T12:00:00Z\r\n\
    7,33.0,97,2024-01-02\r\n\
    8,33.0,46.5,2024-13-02\r\n\
    9,31.5,46.5,2024-07-01";

const NDJSON: &str = "{\"id\":1,\"lon\":33.0,\"lat\":46.5,\"date\":\"2024-01-02\"}\n\
    {\"lon\":\"31.5\",\"lat\":46.50,\"more\":{\"lon\":[1,{}]}}\r\n\
    \n\
    [33.0,46.5]\n\
    [33.0, 46.5, \"2024-07-01\"]\n\
    nonsense \"x\n\
    {\"lon\":33.0}\n\
    {\"lon\":1,\"lat\":1,\"control\":[]}\n\
    {\"type\":\"Feature\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[33,46.5,9]},\"properties\":null}\n\
    {}";

const ARRAY: &str =
    " [ {\"lon\":33.0,\"lat\":46.5,\"s\":\"\\\"]},\"} ,\n[31.5,46.5,\"2024-07-01\"],7, \"a,b\" ,{]\n ] \n";

const COLLECTION: &str = "{\"type\":\"FeatureCollection\",\"name\":\"features\",\"x\":{\"features\":[1]},\"features\" : [\n\
    {\"type\":\"Feature\",\"id\":7,\"properties\":{\"date\":\"2024-07-01\",\"a\":1},\"geometry\":{\"type\":\"Point\",\"coordinates\":[31.5,46.5]}},\n\
    {\"type\":\"Feature\",\"geometry\":{\"coordinates\":[31.5,46.5],\"type\":\"Point\"},\"properties\":{}},\n\
    {\"type\":\"Feature\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[31.5,46.5]}},\n\
    {\"type\":\"Feature\",\"geometry\":null,\"properties\":{\"a\":\"}\"}},\n\
    {\"type\":\"Feature\",\"geometry\":{\"type\":\"LineString\",\"coordinates\":[[31,46],[32,46]]},\"properties\":{}},\n\
    {\"lon\":1}\n\
    ],\"after\":[{\"b\":\"]}\"}]}\n";

const ALL: [(RowFormat, &str); 4] = [
    (RowFormat::Csv, CSV),
    (RowFormat::NdJson, NDJSON),
    (RowFormat::JsonArray, ARRAY),
    (RowFormat::FeatureCollection, COLLECTION),
];

#[test]
fn a_table_keeps_its_rows_and_gains_columns() {
    let (out, summary) = run(RowFormat::Csv, CSV);
    assert_eq!(summary, Summary { rows: 9, errors: 5, hints: 1, areas: 0 });
    insta::assert_snapshot!(out.replace('\r', "␍"));
}

#[test]
fn lines_of_json_gain_members() {
    let (out, summary) = run(RowFormat::NdJson, NDJSON);
    assert_eq!(summary, Summary { rows: 9, errors: 4, hints: 0, areas: 0 });
    assert!(out.lines().filter(|l| !l.is_empty()).all(|l| serde_json::from_str::<serde_json::Value>(l).is_ok()));
    insta::assert_snapshot!(out.replace('\r', "␍"));
}

#[test]
fn an_array_keeps_its_order() {
    let (out, summary) = run(RowFormat::JsonArray, ARRAY);
    assert_eq!(summary, Summary { rows: 5, errors: 3, hints: 0, areas: 0 });
    serde_json::from_str::<Vec<serde_json::Value>>(&out).unwrap();
    insta::assert_snapshot!(out);
}

#[test]
fn a_feature_collection_gains_properties() {
    let (out, summary) = run(RowFormat::FeatureCollection, COLLECTION);
    assert_eq!(summary, Summary { rows: 6, errors: 3, hints: 0, areas: 0 });
    serde_json::from_str::<serde_json::Value>(&out).unwrap();
    insta::assert_snapshot!(out);
}

#[test]
fn empty_collections_are_answered() {
    assert_eq!(run(RowFormat::JsonArray, "[]").0, "[]");
    assert_eq!(run(RowFormat::FeatureCollection, "{\"features\":[ ]}").0, "{\"features\":[ ]}");
    assert_eq!(run(RowFormat::NdJson, "").0, "");
}

#[test]
fn any_place_may_be_cut() {
    for (format, input) in ALL {
        let (whole, summary) = run_cut(format, options(), input.as_bytes(), &[]);
        for cut in 0..=input.len() {
            let (parts, of_parts) = run_cut(format, options(), input.as_bytes(), &[cut]);
            assert_eq!(String::from_utf8_lossy(&parts), String::from_utf8_lossy(&whole), "{format:?} cut at {cut}");
            assert_eq!(of_parts, summary);
        }
        let every: Vec<usize> = (0..input.len()).collect();
        assert_eq!(run_cut(format, options(), input.as_bytes(), &every), (whole, summary), "{format:?} byte by byte");
    }
}

#[test]
fn the_delimiter_is_seen_and_decimal_commas_read() {
    let (out, summary) = run(RowFormat::Csv, "lng;lat;note\n33,0;46,5;a,b\n");
    assert_eq!(summary, Summary { rows: 1, errors: 0, hints: 0, areas: 0 });
    assert!(out.starts_with("lng;lat;note;region;verdict;verdict.rests_on_stale;one.status;"), "{out}");
    assert!(out.contains("\n33,0;46,5;a,b;ua-2;agreed;false;held;RU;2024-01-01;"), "{out}");
    let (out, _) = run(RowFormat::Csv, "LON\tLAT\n33\t46.5\n");
    assert!(out.contains("33\t46.5\tua-2\tagreed"), "{out}");
}

#[test]
fn columns_may_be_named_and_sources_chosen() {
    let options = RowOptions {
        lon: Some("x".into()),
        lat: Some("y".into()),
        date_column: Some("day".into()),
        sources: Some(vec!["two".into()]),
        regimes: false,
        prefix: "cl_".into(),
        ..options()
    };
    let (out, _) = run_cut(RowFormat::Csv, options.clone(), b"region,day,y,x\nq,2024-07-01,46.5,33\n", &[]);
    let out = String::from_utf8(out).unwrap();
    assert!(out.starts_with("region,day,y,x,cl_region,cl_verdict,cl_verdict.rests_on_stale,cl_two.status,"), "{out}");
    assert!(out.contains("q,2024-07-01,46.5,33,ua-2,agreed,true,held,RU,2024-01-01,"), "{out}");
    let unknown = RowOptions { sources: Some(vec!["three".into()]), ..options };
    let error = RowStream::new(world(), Expected::Table, unknown).unwrap_err();
    assert_eq!(error.to_string(), "there is no source 'three'; there are: one, two");
}

#[test]
fn streams_that_cannot_be_read_say_why() {
    use RowFormat::{Csv, FeatureCollection, JsonArray};
    assert_eq!(refused(Csv, b""), "the input is empty; wanted a header with column names");
    assert_eq!(refused(Csv, b"\n \n"), "the input is empty; wanted a header with column names");
    assert_eq!(
        refused(Csv, b"p,q\n1,2\n"),
        "there is no column 'lon' for the longitude; there are: p, q; name the right one with lon_column=NAME, or pass \
         over lines before the header with skip_lines=N"
    );
    assert_eq!(
        refused(Csv, b"lon,lat,verdict\n"),
        "the input already has a column 'verdict'; give a prefix for the names of the columns that are added \
         (prefix=TEXT)"
    );
    assert_eq!(refused(JsonArray, b"lon,lat\n1,2\n"), "the input begins with 'lon,lat'; wanted JSON");
    assert_eq!(refused(JsonArray, b"[[1,2] [3,4]]"), "found '['; wanted a comma or ']' (after 1 rows, at byte 7)");
    assert_eq!(refused(JsonArray, b"[[1,2],"), "the input ended; wanted its closing bracket (after 1 rows, at byte 7)");
    assert_eq!(refused(JsonArray, b"[]x"), "found 'x'; wanted nothing after the end (after 0 rows, at byte 2)");
    assert!(
        refused(FeatureCollection, b"{\"type\":\"FeatureCollection\"}")
            .starts_with("an object without an array 'features'")
    );
    let long = format!("[\"{}\"]", "x".repeat(MAX_ROW_BYTES));
    assert_eq!(
        refused(JsonArray, long.as_bytes()),
        "row 1 is longer than 1048576 bytes: is a quote or bracket not closed"
    );
}

/// A quote that is never closed must not swallow the rows after it.
#[test]
fn an_open_quote_costs_one_row() {
    let mut input = String::from("lon,lat,note\n33,46.5,\"open\n");
    let rows = MAX_ROW_BYTES / 10;
    input.push_str(&"33,46.5,ok\n".repeat(rows));
    let cuts: Vec<usize> = (0..input.len()).step_by(100_003).collect();
    for cuts in [&[][..], &cuts] {
        let (out, summary) = run_cut(RowFormat::Csv, options(), input.as_bytes(), cuts);
        assert_eq!(summary, Ok(Summary { rows: rows as u64 + 1, errors: 1, hints: 0, areas: 0 }));
        let out = String::from_utf8(out).unwrap();
        let row = out.lines().nth(1).unwrap();
        assert_eq!(row, format!("\"33,46.5,\"\"open\",,{}a quote is not closed", ",".repeat(18)));
    }
}

#[test]
fn a_form_is_told_by_its_first_bytes() {
    let form = |input: &[u8]| read(options(), input).2.format;
    for (format, input) in ALL {
        assert_eq!(form(input.as_bytes()), format);
    }
    for (format, input) in [
        (RowFormat::NdJson, "[37.1, 48.2]\n"),
        (RowFormat::JsonArray, "[]"),
        (RowFormat::NdJson, "{\"lon\":33,\"lat\":46}\n{\"lon\":33,\"lat\":46}"),
        (RowFormat::JsonValues, "{\"lon\":33,\n\"lat\":46}\n{\"lon\":33,\n\"lat\":46}"),
        (RowFormat::JsonSeq, "\u{1e}{\"lon\":33,\"lat\":46}\n"),
        (RowFormat::NdJson, "{\"note\":\"a FeatureCollection\",\"lon\":33,\"lat\":46}\n{}"),
        (RowFormat::Csv, "lon,lat\n"),
    ] {
        assert_eq!(form(input.as_bytes()), format, "{input}");
    }
}

#[test]
fn metres_have_one_decimal() {
    let text = |metres| {
        let mut out = Vec::new();
        cells::write_tenths(cells::decimetres(metres), &mut out);
        String::from_utf8(out).unwrap()
    };
    assert_eq!(text(0.0), "0.0");
    assert_eq!(text(0.04), "0.0");
    assert_eq!(text(0.95), "1.0");
    assert_eq!(text(12.3), "12.3");
    assert_eq!(text(20_003_931.46), "20003931.5");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn many_threads_and_any_cuts_answer_the_same(
        rows in proptest::collection::vec((29.0..35.0_f64, 45.5..47.5_f64, 0..3_usize), 0..1500),
        cuts in proptest::collection::vec(0.0..1.0_f64, 0..6),
    ) {
        let mut input = String::from("lon,lat,date,note\n");
        for (lon, lat, kind) in rows {
            let rest = ["2024-03-01,\"a\nb\"", ",c", "2024-08-01,\"\"\"\""][kind];
            input.push_str(&format!("{lon},{lat},{rest}\n"));
        }
        let mut cuts: Vec<usize> = cuts.iter().map(|c| (c * input.len() as f64) as usize).collect();
        cuts.sort_unstable();
        let whole = run_cut(RowFormat::Csv, options(), input.as_bytes(), &[]);
        prop_assert_eq!(run_cut(RowFormat::Csv, options(), input.as_bytes(), &cuts), whole);
    }

    #[test]
    fn no_bytes_break_it(bytes in proptest::collection::vec(proptest::sample::select(b",;\"\n\r[]{}:a1.\\ \0\x80\xff".to_vec()), 0..80), cut in 0..80_usize) {
        for format in [RowFormat::Csv, RowFormat::NdJson, RowFormat::JsonSeq, RowFormat::JsonArray, RowFormat::FeatureCollection] {
            let head: &[u8] = match format {
                RowFormat::Csv => b"lon,lat\n",
                RowFormat::FeatureCollection => b"{\"features\":[",
                RowFormat::JsonArray => b"[",
                RowFormat::NdJson | RowFormat::JsonValues => b"",
                RowFormat::JsonSeq => b"\x1E",
            };
            let input = [head, &bytes].concat();
            let (whole, summary) = run_cut(format, bare(), &input, &[]);
            let (parts, of_parts) = run_cut(format, bare(), &input, &[cut.min(input.len())]);
            prop_assert_eq!(&of_parts, &summary);
            if summary.is_ok() {
                prop_assert_eq!(parts, whole);
            }
        }
    }
}
