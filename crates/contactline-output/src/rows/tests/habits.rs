//! Rows as people have them: columns of other names, dates of other forms, what spreadsheets and servers write.

use super::*;

fn row(out: &str, number: usize) -> &str {
    out.lines().nth(number).unwrap()
}

/// A year of events was answered as of today, because the column was called `event_date`.
#[test]
fn the_day_is_read_from_the_column_that_is_plainly_it() {
    for (header, row_of, name) in [
        ("id,latitude,longitude,event_date", "1,46.5,31.5,2024-07-01", "event_date"),
        ("latitude,longitude,bright_ti4,acq_date,acq_time", "46.5,31.5,330.1,2024-07-01,0012", "acq_date"),
        ("lon,lat,date_start", "31.5,46.5,2024-07-01 00:00:00.000", "date_start"),
        ("lon,lat,observedAt,created_at", "31.5,46.5,2024-07-01,2024-01-01", "observedAt"),
        ("lon,lat,timestamp,event_date,year", "31.5,46.5,1700000000,1 July 2024,2024", "event_date"),
        ("lon;lat;Event Date", "31,5;46,5;01.07.2024", "Event Date"),
        ("Довгота,Широта,Дата", "31.5,46.5,01.07.2024", "Дата"),
        ("lon,lat,day", "31.5,46.5,2024-07-01", "day"),
    ] {
        let (out, summary, opened) = read(bare(), format!("{header}\n{row_of}\n").as_bytes());
        assert_eq!(summary, Summary { rows: 1, errors: 0, hints: 0, areas: 0 }, "{out}");
        assert!(row(&out, 1).contains("2024-06-01"), "as of 2024-07-01: {out}");
        let note = format!("the day of each row from '{name}'");
        assert!(opened.notes[0].ends_with(&note), "{:?}", opened.notes);
    }
    let (_, _, opened) = read(bare(), b"lon,lat,date\n31.5,46.5,2024-07-01\n");
    assert_eq!(
        opened.notes,
        ["longitude is read from 'lon', latitude from 'lat', the day of each row from 'date'"],
        "which columns are read is always said"
    );
    for json in [
        "{\"lon\":31.5,\"lat\":46.5,\"event_date\":\"2024-07-01\"}\n{\"lon\":31.5,\"lat\":46.5,\"event_date\":null}\n",
        "[{\"lon\":31.5,\"lat\":46.5,\"event_date\":\"2024-07-01\"},{\"lon\":31.5,\"lat\":46.5}]",
        "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":{\"event_date\":\"2024-07-01\"},\
         \"geometry\":{\"type\":\"Point\",\"coordinates\":[31.5,46.5]}},{\"type\":\"Feature\",\"properties\":{},\
         \"geometry\":{\"type\":\"Point\",\"coordinates\":[31.5,46.5]}}]}",
    ] {
        let (out, summary, _) = read(bare(), json.as_bytes());
        assert_eq!(summary, Summary { rows: 2, errors: 1, hints: 0, areas: 0 }, "{out}");
        assert!(out.contains("\"version\":\"2024-06-01\"") && out.contains("there is no date"), "{out}");
    }
}

#[test]
fn a_day_that_cannot_be_told_is_asked_for() {
    for (header, row_of, columns) in [
        ("lon,lat,date_start,date_end", "31.5,46.5,2024-07-01,2024-07-02", "'date_start', 'date_end'"),
        ("lon,lat,created_at", "31.5,46.5,2024-07-01", "'created_at'"),
        ("lon,lat,date_of_birth", "31.5,46.5,1970-01-01", "'date_of_birth'"),
        ("lon,lat,col5", "31.5,46.5,2024-07-01", "'col5'"),
        ("lon,lat,timestamp,datetime", "31.5,46.5,2024-07-01,2024-07-01", "'timestamp', 'datetime'"),
    ] {
        let text = format!("{header}\n{row_of}\n");
        let wanted = format!(
            "which day each row is about cannot be told: {columns} may hold it; name the right one with \
             date_column=NAME, or one day for all rows with date=DATE"
        );
        assert_eq!(told(bare(), text.as_bytes()), wanted);
        let (out, _, _) = read(options(), text.as_bytes());
        assert!(row(&out, 1).contains("2024-01-01"), "one day for all: {out}");
        let named = header.rsplit(',').next().map(str::to_owned);
        assert!(told_of_none(RowOptions { date_column: named, ..bare() }, &text));
    }
    assert!(
        told(bare(), b"[{\"lon\":31.5,\"lat\":46.5,\"updated\":\"2024-07-01\"}]").contains("'updated' may hold it")
    );
}

fn told_of_none(options: RowOptions, text: &str) -> bool {
    run_expected(Expected::Any, options, text.as_bytes(), &[]).1.is_ok()
}

/// An empty date in a table of dates was answered as of today.
#[test]
fn a_row_without_its_date_is_an_error() {
    let table = b"id,lon,lat,date\n1,31.5,46.5,2024-07-01\n2,31.5,46.5,\n";
    let (out, summary, _) = read(bare(), table);
    assert_eq!(summary.errors, 1);
    assert!(row(&out, 2).ends_with("there is no date; give the day of rows without one with date=DATE"), "{out}");
    let named = RowOptions { date_column: Some("date".into()), ..options() };
    let (out, summary, _) = read(named, table);
    assert_eq!(summary.errors, 0, "{out}");
    assert!(row(&out, 1).contains(",2024-06-01,") && row(&out, 2).contains(",2024-01-01,"), "{out}");
    let (_, summary, _) = read(bare(), b"[31.5,46.5,\"2024-07-01\"]\n[31.5,46.5]\n[31.5,46.5,null]\n");
    assert_eq!(summary, Summary { rows: 3, errors: 2, hints: 0, areas: 0 });
}

#[test]
fn a_table_without_dates_says_which_day_it_is_asked_about() {
    let note = "no column is a date: every row is asked about as of today, 2024-12-31; name a column with \
                date_column=NAME, or another day with date=DATE";
    let (out, _, opened) = read(bare(), b"lon,lat,year\n31.5,46.5,2020\n");
    assert_eq!(opened.notes, ["longitude is read from 'lon', latitude from 'lat'", note]);
    assert!(row(&out, 1).contains("2024-06-01"), "{out}");
    let mut lines = "{\"lon\":31.5,\"lat\":46.5}\n".repeat(HEAD / 20);
    lines.push_str("{\"lon\":31.5,\"lat\":46.5,\"observed_at\":\"2024-03-01\"}\n{\"lon\":31.5,\"lat\":46.5,\"date\":\"2024-03-01\"}\n");
    let (out, summary, opened) = read(bare(), lines.as_bytes());
    assert_eq!((opened.notes.len(), summary.errors), (2, 1));
    assert!(out.contains("'observed_at' may be the date of the row, and the first rows have none"), "never today");
}

/// A day given for all rows was that of rows without a date alone, and nothing said so.
#[test]
fn a_day_given_for_all_rows_is_that_of_rows_with_a_date_too() {
    let note = "every row is asked about as of 2024-01-02 (date=DATE): what 'Дата' says is not used";
    let (out, summary, opened) = read(options(), "lon,lat,Дата\n31.5,46.5,2024-07-01\n31.5,46.5,nonsense\n".as_bytes());
    assert_eq!((summary.errors, opened.notes.last().unwrap().as_str()), (0, note), "{out}");
    assert!((1..=2).all(|k| row(&out, k).contains(",2024-01-01,")), "{out}");
    let lines = b"{\"lon\":31.5,\"lat\":46.5,\"date\":\"2024-07-01\"}\n[31.5,46.5,\"2024-07-01\"]\n";
    let (out, _, opened) = read(options(), lines);
    assert!(opened.notes.last().unwrap().ends_with("what 'date' says is not used"), "{:?}", opened.notes);
    assert_eq!(out.matches("\"version\":\"2024-01-01\"").count(), 4, "two rows, two sources: {out}");
}

/// One date of a column shows the order of day and month in the others; where none does, none is read.
#[test]
fn the_order_of_day_and_month_is_that_which_a_column_shows() {
    let table =
        |dates: [&str; 3]| format!("lon,lat,date\n{}", dates.map(|date| format!("31.5,46.5,{date}\n")).concat());
    for (dates, order, shows) in [
        (["05/06/2024", "25/06/2024", "01/02/2024"], "DD/MM/YYYY", "25/06/2024"),
        (["05-06-2024", "06-25-2024", "01-02-2024"], "MM-DD-YYYY", "06-25-2024"),
    ] {
        let (out, summary, opened) = read(bare(), table(dates).as_bytes());
        assert_eq!(summary.errors, 0, "{out}");
        let note = format!("dates in 'date' are read as {order}, as '{shows}' shows (else date_format=...)");
        assert!(opened.notes.contains(&note), "{:?}", opened.notes);
        let is_june = order.starts_with('D');
        assert_eq!(row(&out, 1).contains(",2024-06-01,"), is_june, "5 June or 6 May: {out}");
    }
    let (out, summary, _) = read(bare(), table(["05/06/2024", "25/06/2024", "06/25/2024"]).as_bytes());
    assert_eq!(summary.errors, 1, "two orders in one column tell nothing of the third: {out}");
    let (_, summary, _) = read(bare(), table(["05/06/2024", "01/02/2024", "2024-06-25"]).as_bytes());
    assert_eq!(summary.errors, 2);
}

#[test]
fn versions_too_old_answer_nothing_where_an_age_is_allowed() {
    let aged = |days| RowOptions { max_age_days: Some(days), ..bare() };
    let table = b"lon,lat,date\n33.0,46.5,2024-01-05\n5,5,2024-01-05\n";
    let (out, summary, _) = read(aged(3), table);
    assert_eq!(summary.errors, 1, "{out}");
    assert!(row(&out, 1).contains("at most 3 are allowed"), "{out}");
    assert!(!row(&out, 2).contains("allowed"), "where nobody says anything nothing is too old: {out}");
    assert_eq!(read(aged(4), table).1.errors, 0, "four days old");
}

/// Of two columns named `date` the first was taken without a word.
#[test]
fn two_columns_of_one_name_are_not_told_apart() {
    for (table, name) in [
        ("lon,lat,date,date\n31.5,46.5,2024-03-01,2024-05-01\n", "3 and 4 are all named 'date'"),
        ("lon,lat,lat,date\n31.5,46.5,47.5,2024-03-01\n", "2 and 3 are all named 'lat'"),
    ] {
        let error = told(bare(), table.as_bytes());
        assert!(error.contains(name), "{error}");
    }
    let (out, ..) = read(bare(), b"lon,lat,date,note,note\n31.5,46.5,2024-03-01,a,b\n");
    assert!(row(&out, 1).starts_with("31.5,46.5,2024-03-01,a,b,"), "columns that are not read may share a name: {out}");
}

/// A carriage return within a row of a table with other line ends was passed on: some programs read two rows there.
#[test]
fn a_bare_carriage_return_within_a_row_is_an_error_of_that_row() {
    let table =
        b"lon,lat,date,note\n31.5,46.5,2024-03-01,a\rb\n31.5,46.5,2024-03-01,\"c\rd\"\n31.5,46.5,2024-03-01,e\n";
    let (out, summary, _) = read(bare(), table);
    assert_eq!((summary.rows, summary.errors), (3, 1));
    assert!(out.contains("\n\"31.5,46.5,2024-03-01,a\rb\",,,,"), "as one field: {out:?}");
    assert!(out.contains("a carriage return stands within the row"), "{out}");
    assert!(out.contains("\"c\rd\",") && out.contains(",e,"), "{out}");
}

#[test]
fn dates_are_read_in_the_forms_people_write() {
    let table = "id,lon,lat,date\n1,31.5,46.5,2024-07-01T00:00:00\n2,31.5,46.5,2024-07-01 14:30:00.000\n\
                 3,31.5,46.5,20240701\n4,31.5,46.5,01.07.2024\n5,31.5,46.5,1 July 2024\n6,31.5,46.5,01-Jul-2024\n\
                 7,31.5,46.5,1719792000000\n8,31.5,46.5,07/01/2024\n";
    let (out, summary, _) = read(bare(), table.as_bytes());
    assert_eq!(summary, Summary { rows: 8, errors: 2, hints: 0, areas: 0 }, "{out}");
    assert!((1..=6).all(|k| row(&out, k).contains(",2024-06-01,")), "{out}");
    assert!(row(&out, 7).contains("must be told; name the form, such as date_format=epoch-ms"), "{out}");
    assert!(row(&out, 8).contains("must be told; name the form, such as date_format=MM/DD/YYYY"), "{out}");
    for (format, read_row) in [("epoch-ms", 7), ("MM/DD/YYYY", 8)] {
        let (out, summary, _) = read(RowOptions { date_format: format.parse().unwrap(), ..bare() }, table.as_bytes());
        assert_eq!(summary.errors, 7, "{out}");
        assert!(row(&out, read_row).contains(",2024-06-01,"), "{out}");
    }
}

#[test]
fn carriage_returns_end_lines_too() {
    let (out, summary, _) = read(bare(), b"client,lon,lat,date\rA,33,46.5,2024-01-02\r\"B\rb\",31.5,46.5,2024-07-01\r");
    assert_eq!(summary, Summary { rows: 2, errors: 0, hints: 0, areas: 0 }, "{out}");
    assert!(out.contains("error\rA,33,46.5,2024-01-02,ua-2") && out.contains("\r\"B\rb\",31.5") && out.ends_with('\r'));
    let (out, summary, _) = read(options(), b"{\"lon\":33,\"lat\":46.5}\r{\"lon\":33,\"lat\":46.5}\r");
    assert_eq!((summary.rows, out.matches('\r').count()), (2, 2), "{out}");
}

#[test]
fn what_spreadsheets_write_is_read_and_said() {
    let read = |input: &[u8]| read(options(), input);
    let (out, _, opened) = read(b"sep=;\r\nclient;lon;lat\r\nA,a;33,4;46,7\r\n");
    assert!(out.starts_with("sep=;\r\nclient;lon;lat;region") && out.contains("\r\nA,a;33,4;46,7;ua-2;"), "{out}");
    let read_from = "longitude is read from 'lon', latitude from 'lat'";
    assert_eq!(opened.notes, ["the line 'sep=;' tells the delimiter and is passed on", read_from]);
    let (out, _, opened) = read(b"Sites of our client\n\nclient,lon,lat\nA,33.4,46.7\n");
    assert!(out.starts_with("Sites of our client\n\nclient,lon,lat,region"), "{out}");
    assert_eq!(opened.notes, ["the header is read from line 3; what stands before it is passed on", read_from]);
    let (out, _, opened) = read(b"client,lon,lat\nA,\"33,4\",\"46,7\"\n");
    assert_eq!(opened.notes, [read_from, "a comma in a coordinate is read as its decimal point"]);
    assert!(out.contains("\nA,\"33,4\",\"46,7\",ua-2,"), "{out}");
    let distance = RowOptions { columns: Some(vec!["one.distance_m".into()]), ..options() };
    let added = |table: &str| {
        let (out, ..) = super::read(distance.clone(), table.as_bytes());
        row(&out, 1).to_owned()
    };
    let plain = added("lon;lat\n33.4;46.7\n").split(';').nth(2).unwrap().to_owned();
    let comma = plain.replace('.', ",");
    assert_eq!(added("lon;lat\n33,4;46,7\n"), format!("33,4;46,7;{comma};"), "decimal commas in and out");
    assert_eq!(added("lon,lat\n\"33,4\",\"46,7\"\n"), format!("\"33,4\",\"46,7\",\"{comma}\","));
    let skipping = RowOptions { skip_lines: Some(2), ..options() };
    let (out, _, _) = super::read(skipping, b"lon,lat\n5,5\nlon,lat\n33.4,46.7\n");
    assert!(out.starts_with("lon,lat\n5,5\nlon,lat,region"), "{out}");
    let (out, _, _) = read(b"id|lon|lat\n1|33.4|46.7\n");
    assert!(out.contains("\n1|33.4|46.7|ua-2|"), "{out}");
}

#[test]
fn plane_coordinates_are_told_from_degrees() {
    let (out, _, opened) = read(options(), b"x,y\n33.4,46.7\n");
    assert!(out.contains("\n33.4,46.7,ua-2,"), "{out}");
    assert_eq!(opened.notes, ["longitude is read from 'x', latitude from 'y'"]);
    assert_eq!(
        told(options(), b"X,Y\n4187000.5,5911000\n"),
        "columns 'X' and 'Y' hold no degrees (the first row has 4187000.5); give longitude and latitude on WGS 84 and \
         name them with lon_column=NAME and lat_column=NAME"
    );
}

#[test]
fn the_form_is_that_of_the_content() {
    let one = "{\"type\": \"Feature\",\n \"properties\": {\"date\": \"2024-07-01\"},\n \"geometry\": {\"type\": \"Point\", \
               \"coordinates\": [31.5, 46.5]}}";
    let (out, summary, opened) = read(bare(), one.as_bytes());
    assert_eq!((summary.rows, opened.format), (1, RowFormat::JsonValues), "{out}");
    let value: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(value["properties"]["control"][0]["version"], "2024-06-01");
    let line = one.replace('\n', "");
    let sequence = format!("\u{1e}{one}\n\u{1e}{line}\n\u{1e}nonsense\n");
    let (out, summary, opened) = read(bare(), sequence.as_bytes());
    assert_eq!((summary.rows, summary.errors, opened.format), (3, 1, RowFormat::JsonSeq));
    let records: Vec<&str> = out.split('\u{1e}').collect();
    assert_eq!((records.len(), records[0]), (4, ""), "a separator stands before each");
    assert!(records[1..].iter().all(|r| r.ends_with('\n') && serde_json::from_str::<serde_json::Value>(r).is_ok()));
    assert!(records[3].contains("\"record\":3"), "{}", records[3]);
}

/// A blank of a web page beside a number made it none.
#[test]
fn numbers_may_have_blanks_and_a_sign_for_degrees() {
    let (out, summary, _) = read(options(), "lon,lat\n\u{a0}33.0,46.5\u{202f}\n33.0°,46.5 °\n".as_bytes());
    assert_eq!((summary.rows, out.matches(",ua-2").count()), (2, 2), "{out}");
}

#[test]
fn what_is_no_rows_is_named_for_what_it_is() {
    for (input, found) in [
        (
            b"PK\x03\x04....[Content_Types].xml".as_slice(),
            "an Excel workbook (xlsx); give the file itself to contactline classify, or save it as CSV",
        ),
        (b"PK\x03\x04....points.shp", "a zip archive; unpack it first"),
        (b"\x1F\x8B\x08", "compressed with gzip; unpack it first"),
        (b"PAR1\x15\x04", "a Parquet file"),
        (b"<!DOCTYPE html><html></html>", "an HTML page"),
        (b"\n<html>", "an HTML page"),
        (b"<?xml version=\"1.0\"?><kml xmlns=\"x\">", "KML"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "a Git LFS pointer"),
        (b"{\"error\":{\"code\":400,\"message\":\"Invalid URL\"}}", "an error that a server answered: 'Invalid URL'"),
        (
            b"{\"displayFieldName\":\"\",\"geometryType\":\"esriGeometryPoint\",\"features\":[{\"attributes\":{}}]}",
            "Esri JSON; ask the server for GeoJSON (f=geojson)",
        ),
        (b"{\"features\":[{\"attributes\":{\"a\":1},\"geometry\":{\"x\":1,\"y\":2}}]}", "Esri JSON"),
        (b"{\"type\":\"Topology\",\"objects\":{}}", "TopoJSON"),
        (b"lon,lat\n\x00\x01\x02\x00\n", "no text: it has zero bytes"),
    ] {
        let told = told(options(), input);
        assert!(told.starts_with(&format!("the input is {found}")), "{told}");
        assert!(told.chars().all(|c| !c.is_control()), "{told:?}");
    }
    let garbage = told(options(), b"\x01\x02\x1B[31m,b\n1,2\n");
    assert!(garbage.chars().all(|c| !c.is_control()), "what is told never moves a cursor: {garbage:?}");
}

#[test]
fn columns_may_be_chosen() {
    let choose = |words: &str| RowOptions { columns: Some(words.split(',').map(str::to_owned).collect()), ..options() };
    let (out, _, _) = read(choose("verdict,as_of,two.age_days,status"), b"lon,lat\n33.0,46.5\nx,46.5\n");
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines[0], "lon,lat,verdict,as_of,two.age_days,one.status,two.status,error");
    assert_eq!(lines[1], "33.0,46.5,agreed,2024-01-02,1,held,held,");
    assert_eq!(lines[2], "x,46.5,,,,,,lon 'x' is not a number");
    let (out, _, _) = read(choose("region,two.near_line,verdict.rests_on_stale"), b"{\"lon\":33.0,\"lat\":46.5}\n");
    assert_eq!(
        out,
        "{\"lon\":33.0,\"lat\":46.5,\"region\":\"ua-2\",\"control\":[{\"source\":\"two\",\"near_line\":false}],\
         \"verdict.rests_on_stale\":false}\n"
    );
    let unknown = RowStream::new(world(), Expected::Any, choose("region,holders")).unwrap_err().to_string();
    assert!(unknown.starts_with("there is no column 'holders' to add; there are: region, verdict,"), "{unknown}");
}

/// A crs member was passed over, and points on SK-42 were placed a hundred metres off.
#[test]
fn a_reference_system_is_heeded_or_refused() {
    let collection = |before: &str, after: &str, x: f64, y: f64| {
        format!(
            "{{\"type\":\"FeatureCollection\",{before}\"features\":[{{\"type\":\"Feature\",\"properties\":{{}},\"geometry\":\
             {{\"type\":\"Point\",\"coordinates\":[{x},{y}]}}}}]{after}}}"
        )
    };
    let member = |code: &str| format!("\"crs\":{{\"type\":\"name\",\"properties\":{{\"name\":\"{code}\"}}}}");
    let (mercator, degrees) = (member("urn:ogc:def:crs:EPSG::3857"), member("urn:ogc:def:crs:OGC:1.3:CRS84"));
    let (x, y) = (3_673_543.0, 5_860_000.0);
    for text in [
        collection(&format!("{mercator},"), "", x, y),
        collection("", &format!(",{mercator}"), x, y),
        collection("", "", x, y).replace("\"properties\"", &format!("{mercator},\"properties\"")),
    ] {
        let (out, summary, _) = read(options(), text.as_bytes());
        assert_eq!((summary.errors, out.contains("\"region\":\"ua-2\"")), (0, true), "{out}");
    }
    let (_, _, opened) = read(options(), collection(&format!("{mercator},"), "", x, y).as_bytes());
    assert!(opened.notes[0].starts_with("coordinates are transformed from EPSG:3857 ("), "{:?}", opened.notes);
    let (out, _, opened) = read(options(), collection(&format!("{degrees},"), "", 33.0, 46.5).as_bytes());
    assert!(out.contains("\"region\":\"ua-2\"") && opened.notes.is_empty(), "{out}");
    let unknown = told(
        options(),
        collection("\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"EPSG:1\"}},", "", x, y).as_bytes(),
    );
    assert!(unknown.ends_with("; give longitude and latitude on WGS 84, without a crs member"), "{unknown}");
    let one = collection("", "", 33.0, 46.5);
    let feature = &one[one.find('[').unwrap() + 1..one.len() - 2];
    let many = vec![feature; HEAD / 50].join(",");
    let late = format!("{{\"type\":\"FeatureCollection\",\"features\":[{many}],{mercator}}}");
    assert!(told(options(), late.as_bytes()).starts_with("a crs member stands after the features"));
}
