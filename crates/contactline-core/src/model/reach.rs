//! How far a source's line may have moved since a version, by the version's age.

/// Days after which no version says anything any more: three years. A source may declare fewer, never more.
pub const MAX_UNKNOWN_AFTER_DAYS: u32 = 1_095;

/// A distance for each age: nearer to its line than this, what an old version states may have been overtaken.
///
/// Between two rows, and from nothing at no age to the first one, the distance grows evenly. Beyond the last row it grows in
/// proportion to the age: lines have moved more slowly the longer the stretch, so that is no less than they move.
#[derive(Clone, Debug, PartialEq)]
pub struct Reach {
    /// Age in days and distance in metres, by age.
    rows: Vec<(u32, f64)>,
}

impl Reach {
    /// The reach with these rows: age in days, distance in metres.
    ///
    /// # Errors
    /// No row; ages that do not grow from 1 on; distances that are not above nothing, or that shrink.
    pub fn from_rows(rows: Vec<(u32, f64)>) -> Result<Self, String> {
        let (mut age_days, mut distance_m) = (0, 0.0);
        for row in &rows {
            if row.0 <= age_days {
                return Err(format!("age_days {} does not lie above {age_days}: the rows go by growing age", row.0));
            }
            if !row.1.is_finite() || row.1 <= 0.0 || row.1 < distance_m {
                return Err(format!("distance_m {} at {} days is not above 0, or below the row before", row.1, row.0));
            }
            (age_days, distance_m) = *row;
        }
        if rows.is_empty() { Err("there is no row; wanted one at least".into()) } else { Ok(Self { rows }) }
    }

    /// Age in days and distance in metres, by age.
    #[must_use]
    pub fn rows(&self) -> &[(u32, f64)] {
        &self.rows
    }

    /// How far the line may have moved in so many days, in metres.
    #[must_use]
    pub fn after_m(&self, age_days: i64) -> f64 {
        let age = age_days.max(0) as f64;
        let mut before = (0.0, 0.0);
        for (days, distance_m) in &self.rows {
            let days = f64::from(*days);
            if age <= days {
                return before.1 + (age - before.0) / (days - before.0) * (distance_m - before.1);
            }
            before = (days, *distance_m);
        }
        if before.0 > 0.0 { before.1 * age / before.0 } else { 0.0 }
    }
}

impl Default for Reach {
    /// What was measured of one mapper's line: within this distance of the old line lay 95 % of the ground that had changed
    /// hands after so many days (merged daily outlines of 2024-07 to 2025-12, contact zone).
    fn default() -> Self {
        Self { rows: vec![(7, 3_200.0), (30, 5_300.0), (90, 12_600.0), (180, 21_500.0), (365, 30_500.0)] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn between_rows_it_grows_evenly_and_beyond_them_in_proportion() {
        let reach = Reach::default();
        assert_eq!(reach.after_m(0), 0.0);
        assert_eq!(reach.after_m(-3), 0.0);
        assert_eq!((reach.after_m(7), reach.after_m(30), reach.after_m(365)), (3_200.0, 5_300.0, 30_500.0));
        assert!((reach.after_m(60) - 8_950.0).abs() < 1e-9, "half-way from 30 to 90 days");
        assert!((reach.after_m(730) - 61_000.0).abs() < 1e-9, "twice the last row's age");
        assert!((1..2_000).all(|age| reach.after_m(age) > reach.after_m(age - 1)));
    }

    #[test]
    fn rows_that_make_no_reach_are_told() {
        let told = |rows: &[(u32, f64)]| Reach::from_rows(rows.to_vec()).unwrap_err();
        assert!(told(&[]).contains("no row"));
        assert!(told(&[(0, 1.0)]).contains("age_days 0"));
        assert!(told(&[(7, 1.0), (7, 2.0)]).contains("age_days 7"));
        assert!(told(&[(7, 2.0), (30, 1.0)]).contains("distance_m 1 at 30 days"));
        assert!(told(&[(7, 0.0)]).contains("distance_m 0"));
        assert!(told(&[(7, f64::NAN)]).contains("distance_m NaN"));
    }
}
