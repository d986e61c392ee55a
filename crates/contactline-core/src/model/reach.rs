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
        self.at_m(age_days.max(0) as f64)
    }

    /// How far a line that had moved so far already may have moved in so many days more, in metres.
    #[must_use]
    pub fn after_further_m(&self, moved_m: f64, age_days: i64) -> f64 {
        if age_days <= 0 { moved_m } else { self.at_m(self.age_at(moved_m) + age_days as f64).max(moved_m) }
    }

    /// The age in days at which a line may have moved so far.
    fn age_at(&self, distance_m: f64) -> f64 {
        let mut before = (0.0, 0.0);
        for (days, row_m) in &self.rows {
            let days = f64::from(*days);
            if distance_m <= *row_m {
                let part = if *row_m > before.1 { (distance_m - before.1) / (row_m - before.1) } else { 0.0 };
                return before.0 + part * (days - before.0);
            }
            before = (days, *row_m);
        }
        if before.1 > 0.0 { before.0 * distance_m / before.1 } else { 0.0 }
    }

    fn at_m(&self, age: f64) -> f64 {
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
    /// What `contactline drift --source deepstate` measures on the merged daily outlines of 2024-07-08 to 2025-12-31: within this
    /// distance of the old line lay 95 % of the ground that had changed hands after so many days.
    fn default() -> Self {
        Self { rows: vec![(1, 2_400.0), (7, 2_900.0), (30, 6_200.0), (90, 12_900.0), (180, 20_200.0), (365, 29_200.0)] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Reach {
        let rows = vec![(7, 3_200.0), (30, 5_300.0), (90, 12_600.0), (180, 21_500.0), (365, 30_500.0)];
        Reach::from_rows(rows).unwrap()
    }

    #[test]
    fn between_rows_it_grows_evenly_and_beyond_them_in_proportion() {
        let reach = rows();
        assert_eq!(reach.after_m(0), 0.0);
        assert_eq!(reach.after_m(-3), 0.0);
        assert_eq!((reach.after_m(7), reach.after_m(30), reach.after_m(365)), (3_200.0, 5_300.0, 30_500.0));
        assert!((reach.after_m(60) - 8_950.0).abs() < 1e-9, "half-way from 30 to 90 days");
        assert!((reach.after_m(730) - 61_000.0).abs() < 1e-9, "twice the last row's age");
        assert!((1..2_000).all(|age| reach.after_m(age) > reach.after_m(age - 1)));
    }

    #[test]
    fn a_line_that_had_moved_before_moves_on_from_there() {
        let reach = rows();
        assert_eq!(reach.after_further_m(5_300.0, 0), 5_300.0);
        assert_eq!(reach.after_further_m(5_300.0, -40), 5_300.0);
        assert!((reach.after_further_m(5_300.0, 60) - 12_600.0).abs() < 1e-9, "30 days before, and 60 more");
        assert!((reach.after_further_m(61_000.0, 365) - 91_500.0).abs() < 1e-9, "beyond the last row");
        assert!((0..2_000).all(|age| reach.after_further_m(9_700.0, age) >= reach.after_m(age)));
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
