//! What two sources' areas differ by is what their disputes sum to.

use contactline_core::model::{Party, Status};
use contactline_core::query::{self, When};

use super::{atlas, day};

#[test]
fn areas_side_by_side_differ_by_what_is_disputed() {
    let russian = (Status::Held, Some(Party::RU));
    for date in ["2024-08-31", "2025-05-07"] {
        let disputes = query::disputes(atlas(), None, &["deepstate", "ua-official-list"], day(date), false).unwrap();
        let agreement =
            query::agreement(atlas(), None, &["deepstate", "ua-official-list"], When::At(day(date)), false).unwrap();
        for region in atlas().own_regions() {
            let (id, land_m2) = (&atlas().regions()[region].id, atlas().places().land_m2(region));
            let held = |source: &str| {
                let rows = query::areas(atlas(), Some(id), Some(source), When::At(day(date))).unwrap();
                rows.iter().filter(|r| (r.status, r.holder) == russian).map(|r| r.area_m2).sum::<f64>()
            };
            let one_sided = |k: usize| {
                let of_region = disputes.disputes.iter().filter(|d| d.region == id);
                of_region
                    .filter(|d| d.stated[k] == russian && d.stated[1 - k] != russian)
                    .map(|d| d.area_m2)
                    .sum::<f64>()
            };
            let (difference, disputed) = (held("deepstate") - held("ua-official-list"), one_sided(0) - one_sided(1));
            // Ground of which one source does not speak is no dispute: Tuzla, 2.7 km² of Crimea.
            let silent: f64 = agreement.iter().filter(|r| r.region == *id).map(|r| r.not_stated_m2).sum();
            let error = (difference - disputed).abs();
            assert!(error <= 1e-6 * land_m2 + silent, "{id} on {date}: {difference} {disputed}, silent {silent}");
            let row = disputes.regions.iter().find(|r| r.region == id).unwrap();
            let apart: f64 = agreement.iter().filter(|r| r.region == *id).map(|r| r.differs_m2).sum();
            assert!((row.disputed_m2 - apart).abs() <= 1e-9 * land_m2, "{id} on {date}");
        }
    }
    // The list ends there: what moved since is no dispute.
    let later = query::disputes(atlas(), None, &["deepstate", "ua-official-list"], day("2025-12-02"), false).unwrap();
    assert!(later.disputes.is_empty() && later.sources.iter().any(|c| c.stale), "{:?}", later.sources);
}
