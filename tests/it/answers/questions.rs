//! The questions below `/v1`, in each of their forms.
use super::*;

const PLACE: &str = "lon=37.8&lat=48";
const DAY: &str = "date=2025-01-04";
const TRIANGLE: &str = r#"{"type":"Polygon","coordinates":[[[37.7,47.9],[38.1,47.9],[38.1,48.1],[37.7,47.9]]]}"#;
const ROWS: &str =
    "name,lon,lat,date\nin the box,37.8,48,2025-01-04\nwest of it,37.3,48.2,2025-01-04\nabroad,30.5,60,2025-01-04\n";
const TEXT: &str = r#"
id = "own"
title = "A text of one's own"
title_uk = "Власний текст"
[[parameter]]
name = "width"
kind = "distance"
about = "width of the zone"
default = "5km"
[[term]]
id = "zone"
extent = "region(ua-14) and within_distance_of_line($width)"
holder = "open"
[[term]]
id = "kept"
extent = "region(ua-14) and held_by(UA)"
holder = "unchanged"
[[term]]
id = "given"
extent = "region(ua-14) and held_by(RU)"
holder = "RU"
"#;

#[test]
fn at() {
    check([
        get("at", &format!("/v1/at?{PLACE}&{DAY}")),
        get("at_csv", &format!("/v1/at?{PLACE}&{DAY}&f=csv")),
        get("at_uk", &format!("/v1/at?{PLACE}&{DAY}&lang=uk")),
        get("at_abroad", &format!("/v1/at?lon=30.5&lat=60&{DAY}")),
        get("at_by_name", &format!("/v1/at?place=Avdiivka&{DAY}")),
        get("at_in_metres", &format!("/v1/at?x=4207876.75&y=6106854.83&crs=EPSG:3857&{DAY}&f=csv")),
        get("at_long_after", &format!("/v1/at?{PLACE}&date=2025-02-01&f=csv")),
        get("at_boundary", &format!("/v1/at?lon=37.8&lat=47.7&{DAY}&f=csv")),
    ]);
}

#[test]
fn at_of_rows() {
    let path = "/v1/at?source=maps&columns=status,holder,distance_m,caveat";
    check([
        post("rows_csv", path, "text/csv", ROWS),
        post("rows_all_columns", "/v1/at?regimes=true", "text/csv", ROWS),
        post(
            "rows_ndjson",
            path,
            "application/x-ndjson",
            "{\"lon\":37.8,\"lat\":48,\"date\":\"2025-01-04\",\"n\":1}\n",
        ),
        post("rows_json", path, "application/json", "[{\"lon\":37.8,\"lat\":48,\"date\":\"2025-01-04\",\"n\":1}]"),
        post(
            "rows_geojson",
            path,
            "application/geo+json",
            r#"{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[37.8,48]},"properties":{"date":"2025-01-04"}}]}"#,
        ),
    ]);
}

#[test]
fn history() {
    let days = "from=2024-12-01&to=2025-01-31";
    check([
        get("history", &format!("/v1/history?{PLACE}&{days}")),
        get("history_csv", &format!("/v1/history?{PLACE}&{days}&f=csv")),
        get("history_uk", &format!("/v1/history?{PLACE}&{days}&lang=uk")),
    ]);
}

#[test]
fn overlap() {
    let kind = "application/geo+json";
    check([
        post("overlap", &format!("/v1/overlap?{DAY}&source=maps"), kind, TRIANGLE),
        post("overlap_csv", &format!("/v1/overlap?{DAY}&source=maps&f=csv"), kind, TRIANGLE),
        post("overlap_pieces", &format!("/v1/overlap?{DAY}&source=maps&pieces=true"), kind, TRIANGLE),
        post("overlap_series", "/v1/overlap?from=2025-01-01&to=2025-01-04&source=maps&f=csv", kind, TRIANGLE),
    ]);
}

#[test]
fn changes() {
    let path = "/v1/changes?from=2025-01-01&to=2025-01-05&source=maps&region=ua-14";
    check([
        get("changes", path),
        get("changes_csv", &format!("{path}&f=csv")),
        get("changes_in_metres", &format!("{path}&crs=EPSG:3857")),
        get("changes_winding", &format!("{path}&winding=d3")),
    ]);
}

#[test]
fn line() {
    let path = format!("/v1/line?{DAY}&source=maps");
    check([
        get("line", &path),
        get("line_near", &format!("{path}&lon=37.5&lat=48")),
        get("line_csv", &format!("{path}&place=Avdiivka&f=csv")),
    ]);
}

#[test]
fn map() {
    check([get("map_svg", &format!("/v1/map?{DAY}&source=maps&bbox=37,47,39,49&width=200&bare=true"))]);
}

#[test]
fn areas() {
    let path = "/v1/areas?region=ua-14";
    check([
        get("areas", &format!("{path}&{DAY}")),
        get("areas_csv", &format!("{path}&{DAY}&source=maps&f=csv")),
        get("areas_uk", &format!("{path}&{DAY}&source=maps&lang=uk")),
        get("areas_by_hromada", "/v1/areas?region=UA1416&by=hromada&source=viina&date=2025-12-02"),
        get("areas_by_raion_csv", "/v1/areas?region=ua-65&by=raion&source=ua-official-list&date=2025-05-07&f=csv"),
        get("areas_series", &format!("{path}&source=maps&from=2025-01-01&to=2025-01-08&step=week&f=csv")),
    ]);
}

#[test]
fn ledger() {
    let path = "/v1/ledger?claimant=RU&region=ua-14&source=maps";
    check([
        get("ledger", &format!("{path}&{DAY}")),
        get("ledger_csv", &format!("{path}&{DAY}&f=csv")),
        get("ledger_svg", &format!("{path}&{DAY}&f=svg")),
        get("ledger_by_raion", "/v1/ledger?claimant=RU&region=ua-23&by=raion&source=viina&date=2025-12-02&f=csv"),
        get("ledger_series", &format!("{path}&from=2025-01-01&to=2025-01-08&step=week&f=csv")),
    ]);
}

#[test]
fn announcements() {
    let path = "/v1/announcements?from=2025-10-01&to=2025-11-30&region=ua-23&date=2026-01-31";
    check([
        get("announcements", path),
        get("announcements_csv", &format!("{path}&f=csv")),
        get("announcements_uk", &format!("{path}&source=viina&lang=uk")),
    ]);
}

#[test]
fn agreement() {
    let path = format!("/v1/agreement?region=ua-14&{DAY}");
    check([get("agreement", &path), get("agreement_csv", &format!("{path}&f=csv"))]);
}

#[test]
fn drift() {
    let path = "/v1/drift?source=maps";
    check([get("drift", path), get("drift_csv", &format!("{path}&f=csv"))]);
}

#[test]
fn disputes() {
    let path = format!("/v1/disputes?region=ua-14&{DAY}");
    check([
        get("disputes", &path),
        get("disputes_csv", &format!("{path}&f=csv")),
        get("disputes_uk", &format!("{path}&lang=uk")),
    ]);
}

#[test]
fn regimes() {
    check([
        get("regimes", &format!("/v1/regimes?{PLACE}&{DAY}")),
        get("regimes_csv", &format!("/v1/regimes?{PLACE}&{DAY}&f=csv")),
        get("regimes_uk", &format!("/v1/regimes?{PLACE}&{DAY}&lang=uk")),
        get("regimes_list", "/v1/regimes"),
        get("regimes_list_csv", "/v1/regimes?f=csv"),
    ]);
}

#[test]
fn settlements() {
    let path = format!("/v1/settlements?q=pokrovsk&{DAY}&limit=2");
    check([
        get("settlements", &path),
        get("settlements_csv", &format!("{path}&f=csv")),
        get("settlements_geojson", &format!("{path}&f=geojson")),
        get("settlements_uk", &format!("{path}&lang=uk")),
        get("settlements_near", &format!("/v1/settlements?near=Donetsk&{DAY}&limit=2&source=maps")),
        get(
            "settlements_since",
            "/v1/settlements?since=2026-01-01&date=2026-09-01&region=ua-09&source=ua-official-list&limit=3",
        ),
        get("settlements_since_csv", "/v1/settlements?since=2026-01-01&date=2026-09-01&region=ua-09&f=csv"),
        get("settlements_held", &format!("/v1/settlements?region=ua-14&holder=RU&{DAY}&limit=2&source=maps&f=csv")),
    ]);
}

#[test]
fn proposals() {
    let path = format!("/v1/proposals/moscow-2025-12-02?{DAY}&source=maps&region=ua-14");
    let all = format!("/v1/proposals?compare=moscow-2025-12-02,twenty-points&{DAY}&source=maps&region=ua-14");
    let own = format!("/v1/proposals/evaluate?{DAY}&source=maps&region=ua-14");
    check([
        get("proposals_list", "/v1/proposals"),
        get("proposals_list_csv", "/v1/proposals?f=csv"),
        get("proposals_schema", "/v1/proposals/schema"),
        get("proposal", &path),
        get("proposal_csv", &format!("{path}&f=csv")),
        get("proposal_geojson", &format!("{path}&f=geojson")),
        get("proposal_uk", &format!("{path}&lang=uk")),
        get("proposals_compared", &all),
        get("proposals_compared_csv", &format!("{all}&f=csv")),
        post("proposal_own", &own, "application/toml", TEXT),
        post("proposal_own_set", &format!("{own}&set=width:15km&f=csv"), "application/toml", TEXT),
        get("problem_listed", "/v1/proposals?region=ua-14"),
        get("problem_list_drawn", "/v1/proposals?f=geojson"),
        post("problem_set_twice", &format!("{own}&set=width:1km,width:2km"), "application/toml", TEXT),
    ]);
}

#[test]
fn what_is_known() {
    check([
        get("sources", "/v1/sources"),
        get("sources_csv", "/v1/sources?f=csv"),
        get("sources_uk", "/v1/sources?lang=uk"),
        get("regions", "/v1/regions"),
        get("regions_csv", "/v1/regions?f=csv"),
        get("regions_geojson", "/v1/regions?f=geojson"),
    ]);
}
