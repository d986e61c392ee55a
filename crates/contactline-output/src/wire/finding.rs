//! A finding as it leaves the house.

use serde_json::{Value, json};

use contactline_core::model::Finding;

/// A finding as JSON: how grave, its code, in words, and where.
#[must_use]
pub fn finding_json(finding: &Finding) -> Value {
    let place = &finding.place;
    json!({
        "severity": finding.severity.as_str(),
        "code": finding.code,
        "message": finding.message,
        "place": {
            "file": place.file,
            "feature": place.feature,
            "polygon": place.polygon,
            "ring": place.ring,
            "vertex": place.vertex,
            "coordinate": place.coordinate,
        },
    })
}
