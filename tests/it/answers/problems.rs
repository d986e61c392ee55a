//! Requests that are refused: each with its status, code, parameter and what is allowed.
use super::*;

#[test]
fn problems() {
    let place = "lon=37.8&lat=48";
    check([
        get("problem_missing_parameter", "/v1/at?lon=37.8"),
        get("problem_unknown_parameter", &format!("/v1/at?{place}&when=today")),
        get("problem_repeated_parameter", &format!("/v1/at?{place}&lat=49")),
        get("problem_bad_number", "/v1/at?lon=east&lat=48"),
        get("problem_bad_date", &format!("/v1/at?{place}&date=2025-02-30")),
        get("problem_date_to_come", &format!("/v1/at?{place}&date=2025-02-02")),
        get("problem_swapped_axes", "/v1/at?lon=48&lat=37.8"),
        get("problem_crs", "/v1/at?x=1&y=1&crs=EPSG:2154"),
        get("problem_name_unknown", "/v1/at?place=Atlantis"),
        get("problem_name_ambiguous", "/v1/at?place=Kivka%20Oleksandrivka"),
        get("problem_name_of_many", "/v1/at?place=Oleksandrivka"),
        get("problem_form", &format!("/v1/at?{place}&f=xml")),
        get("problem_region", "/v1/areas?region=atlantis"),
        get("problem_source", "/v1/areas?source=nobody"),
        get("problem_reversed", "/v1/areas?from=2025-01-05&to=2025-01-01"),
        get("problem_step", "/v1/areas?from=2025-01-01&to=2025-01-05&step=hour"),
        get("problem_claimant", "/v1/ledger?claimant=XX"),
        get("problem_no_version", "/v1/line?source=maps&date=2024-05-01"),
        get("problem_line_without_area", "/v1/line?source=nobody"),
        get("problem_one_source", "/v1/agreement?sources=maps"),
        get("problem_holder", "/v1/settlements?holder=nobody"),
        get("problem_proposal", "/v1/proposals/nothing"),
        get("problem_language", &format!("/v1/at?{place}&lang=fr")),
        get("problem_in_ukrainian", "/v1/at?lon=37.8&lang=uk"),
        get("problem_not_found", "/v2/at"),
        get("problem_collection", "/collections/nothing/items"),
        get("problem_item", "/collections/regions/items/nothing"),
        get("problem_filter", "/collections/regions/items?filter=owner%3D1"),
        get("problem_limit", "/collections/regions/items?limit=0"),
    ]);
}

#[test]
fn problems_of_what_is_posted() {
    let open = r#"{"type":"Polygon","coordinates":[[[37.7,47.9],[38.1,47.9],[38.1,48.1]]]}"#;
    let crossing = r#"{"type":"Polygon","coordinates":[[[37,47],[38,48],[38,47],[37,48],[37,47]]]}"#;
    check([
        post("problem_method", "/v1/areas", "text/csv", ""),
        post("problem_shape_kind", "/v1/overlap", "text/plain", open),
        post("problem_shape_json", "/v1/overlap", "application/json", "{"),
        post("problem_shape_unclosed", "/v1/overlap?date=2025-01-04", "application/json", open),
        post("problem_shape_crossing", "/v1/overlap?date=2025-01-04", "application/json", crossing),
        post(
            "problem_text",
            "/v1/proposals/evaluate",
            "application/toml",
            "id = \"own\"\n[[term]]\nextent = \"nowhere(\"\n",
        ),
        post("problem_rows_column", "/v1/at", "text/csv", "east,north\n37.8,48\n"),
        post("problem_rows_row", "/v1/at?date=2025-01-04", "text/csv", "lon,lat\n37.8,98\n37.8\n"),
    ]);
}
