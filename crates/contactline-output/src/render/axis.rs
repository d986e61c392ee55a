//! Axes of charts: round numbers and days that do not run into each other.

use std::fmt::Write;

use contactline_core::model::told::grouped_in;
use contactline_core::model::{Language, Moment};

use crate::wire::time::Asked;

/// Lines of an axis beside the one at nothing, at most.
const MOST: f64 = 4.0;
/// Room that a day's label takes, in pixels.
const DAY_PX: f64 = 76.0;

/// Round numbers on an axis that spans two values and nothing between them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Ticks {
    step: f64,
    first: i32,
    last: i32,
}

impl Ticks {
    /// Those that enclose `low` (at most 0) and `high` (at least 0): 1, 2 or 5 times a power of ten apart.
    pub(super) fn over(low: f64, high: f64) -> Self {
        let span = (high - low).max(1e-6);
        let power = 10f64.powf((span / MOST).log10().floor());
        let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|times| times * power).find(|step| span / step <= MOST);
        let step = step.unwrap_or(10.0 * power);
        Self { step, first: (low / step).floor() as i32, last: ((high / step).ceil() as i32).max(1) }
    }

    /// The numbers, ascending; 0 is one of them.
    pub(super) fn values(self) -> impl Iterator<Item = f64> {
        (self.first..=self.last).map(move |k| f64::from(k) * self.step)
    }

    /// How far below the top of the axis a value stands, 0 to 1.
    pub(super) fn part_below(self, value: f64) -> f64 {
        let (low, high) = (f64::from(self.first) * self.step, f64::from(self.last) * self.step);
        (high - value) / (high - low)
    }

    /// A value as the axis is fine.
    pub(super) fn told(self, value: f64, language: Language) -> String {
        let decimals = (-self.step.log10().floor()).max(0.0) as usize;
        grouped_in(value, decimals, language)
    }
}

/// Writes marks for moments, which stand at `at`, below a plot, with the days of as many as there is room for.
pub(super) fn days(svg: &mut String, moments: &[Moment], at: impl Fn(Moment) -> f64, below: f64) {
    let mut free = f64::NEG_INFINITY;
    for (number, moment) in moments.iter().enumerate() {
        let x = at(*moment);
        let _ = writeln!(svg, "<path d=\"M{x:.2} {below}v4\" stroke=\"#333333\"/>");
        let is_last = number + 1 == moments.len();
        let last = moments.last().map_or(x, |last| at(*last));
        // The last day is always told: none before it runs into it.
        if is_last || (x >= free && x + DAY_PX <= last) {
            let _ = writeln!(
                svg,
                "<text x=\"{x:.2}\" y=\"{}\" font-size=\"11\" text-anchor=\"middle\">{}</text>",
                below + 17.0,
                Asked(*moment)
            );
            free = x + DAY_PX;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_encloses_its_values_by_round_numbers() {
        for (low, high, wanted) in [
            (0.0, 461.5, vec![0.0, 200.0, 400.0, 600.0]),
            (-12.0, 461.5, vec![-200.0, 0.0, 200.0, 400.0, 600.0]),
            (0.0, 0.0, vec![0.0, 0.0]),
            (-0.3, 0.9, vec![-0.5, 0.0, 0.5, 1.0]),
        ] {
            let ticks = Ticks::over(low, high);
            let values: Vec<f64> = ticks.values().collect();
            assert!(values.len() == wanted.len(), "{low} {high}: {values:?}");
            if high > 0.0 {
                assert!(values.iter().zip(&wanted).all(|(value, wanted)| (value - wanted).abs() < 1e-9), "{values:?}");
            }
            let is_within = |value| (0.0..=1.0).contains(&ticks.part_below(value));
            assert!(is_within(low) && is_within(high) && is_within(0.0));
        }
        assert_eq!(Ticks::over(-0.3, 0.9).told(0.5, Language::English), "0.5");
        assert_eq!(Ticks::over(0.0, 4615.0).told(4000.0, Language::English), "4,000");
    }
}
