//! Questions that cannot be answered.
use super::*;

#[test]
fn questions_name_what_is_wrong() {
    let atlas = atlas();
    let error = areas(&atlas, Some("ua-x"), None, When::At(day("2025-01-04"))).unwrap_err();
    assert!(error.to_string().contains("'ua-x'") && error.to_string().contains("ua-a"));
    let error = line(&atlas, "maps", day("2024-01-01"), None).unwrap_err();
    assert!(matches!(error, QueryError::NoVersion { .. }), "{error}");
    let when = When::Series { from: "2025-01-02".parse().unwrap(), to: "2025-01-01".parse().unwrap(), step: Step::Day };
    assert!(matches!(areas(&atlas, None, None, when).unwrap_err(), QueryError::Reversed { .. }));
    let same = "The end date 2025-01-01 is before the start date 2025-01-02";
    let (from, to) = (day("2025-01-02"), day("2025-01-01"));
    assert_eq!(areas(&atlas, None, None, when).unwrap_err().to_string(), same);
    assert_eq!(changes(&atlas, "maps", Party::RU, None, from, to).unwrap_err().to_string(), same);
    let today = "2025-02-01".parse().unwrap();
    assert_eq!(history(&atlas, place(36.5, 47.5), Some(from), Some(to), today).unwrap_err().to_string(), same);
    assert!(history(&atlas, place(36.5, 47.5), Some(from), Some(from), today).is_ok());
}
