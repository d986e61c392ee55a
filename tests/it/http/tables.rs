//! Tables as JSON and CSV.
use super::*;

#[test]
fn tables_come_as_json_and_as_csv() {
    let path = "/v1/areas?region=ua-c&source=maps&date=2025-01-04";
    let rows = get(path).json()["rows"].clone();
    assert_eq!([&rows[0]["share"], &rows[1]["share"]], [&json!(0.5), &json!(0.5)]);
    let csv = get(&format!("{path}&f=csv"));
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(csv.header("content-disposition"), "attachment; filename=\"areas.csv\"");
    assert_eq!(
        csv.text().lines().next(),
        Some(
            "date,region,name,name_uk,approximate,source,version,status,holder,area_m2,share,age_days,stale,\
             uncertain_within_m,unknown_share,caveat"
        )
    );
    assert_eq!(with(path, Method::GET, &[("accept", "text/csv")], Body::empty()).text(), csv.text());
    let ledger = get("/v1/ledger?claimant=ru&region=all&source=maps&from=2025-01-01&to=2025-01-11&step=week").json();
    assert_eq!(ledger["rows"].as_array().unwrap().len(), 3);
}

/// A spreadsheet opens what has an address; history, changes, regimes and others had none that it could read.
#[test]
fn every_question_that_is_a_table_comes_as_csv() {
    let place = "lon=37.5&lat=47.5";
    let line_head = "date,source,version,age_days,stale,uncertain_within_m,length_m,nearest_lon,nearest_lat,nearest_distance_m,nearest_bearing_deg";
    let ways = [
        (
            "at",
            format!("/v1/at?{place}&date=2025-01-04"),
            "lon,lat,date,region,verdict,verdict_rests_on_stale,source,status,holder,basis,",
        ),
        ("history", format!("/v1/history?{place}"), "lon,lat,region,source,start,end,status,holder,basis,location"),
        (
            "changes",
            "/v1/changes?from=2025-01-01&to=2025-01-04&source=maps".into(),
            "source,party,from_date,to_date,from,to,from_age_days,to_age_days,region,name,name_uk,approximate,gained_m2,",
        ),
        ("line", format!("/v1/line?{place}&date=2025-01-04&source=maps"), line_head),
        (
            "regimes",
            format!("/v1/regimes?{place}&date=2025-01-04"),
            "lon,lat,date,region,regime,title,authority,kind,applies,",
        ),
        ("regimes", "/v1/regimes".into(), "regime,title,title_uk,authority,kind,from,until,number,"),
        ("sources", "/v1/sources".into(), "id,title,title_uk,publisher,publisher_uk,url,method,geometry,licence,"),
        ("regions", "/v1/regions".into(), "id,name,name_uk,role,groups,land_area_m2,bbox"),
        (
            "disputes",
            "/v1/disputes?date=2025-01-04".into(),
            "date,id,region,area_m2,differs_in,source,status,holder,version,age_days,stale,caveat",
        ),
        ("settlements", "/v1/settlements?date=2025-01-04".into(), "date,id,name,name_uk,lon,lat,population,region,"),
    ];
    for (name, path, header) in ways {
        let answer = with(&path, Method::GET, &[("accept", "text/csv")], Body::empty());
        assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, "text/csv; charset=utf-8"), "{path}");
        assert_eq!(answer.header("content-disposition"), format!("attachment; filename=\"{name}.csv\""));
        let text = answer.text();
        assert!(text.starts_with(header), "{path}: {text}");
        let rows: Vec<csv::StringRecord> =
            csv::Reader::from_reader(text.as_bytes()).records().map(Result::unwrap).collect();
        assert!(!rows.is_empty() || path == "/v1/regimes", "{path}");
        let between = if path.contains('?') { '&' } else { '?' };
        assert_eq!(get(&format!("{path}{between}f=csv")).text(), text);
        // Excel takes UTF-8 for a code page of old unless it is told.
        assert_eq!(get(&format!("{path}{between}f=csv&bom=true")).text(), format!("\u{feff}{text}"));
    }
    let square = polygon(&[[37.2, 47.2], [37.4, 47.2], [37.4, 47.4], [37.2, 47.4], [37.2, 47.2]]);
    let overlap = post("/v1/overlap?source=maps&date=2025-01-04&f=csv", "application/geo+json", square);
    let text = overlap.text();
    assert_eq!(
        text.lines().next(),
        Some(
            "date,source,version,region,name,name_uk,approximate,status,holder,area_m2,share,age_days,stale,uncertain_within_m"
        )
    );
    assert!(text.lines().nth(1).unwrap().contains(",1,"), "{text}");
    let m2 = text.lines().nth(1).unwrap().split(',').nth(9).unwrap();
    assert!(m2.parse::<u64>().is_ok(), "whole square metres: {m2}");
}
