//! The ledger as a chart on the terminal.

use crate::render::chart::{held_share, panels};
use crate::wire::language::spoken;
use crate::wire::time::Asked;
use contactline_core::model::Language;
use contactline_core::query::LedgerRow;

use super::human;
use super::table::Table;

/// Characters of a bar of one day.
const BAR: usize = 50;
/// Most characters of a line over time.
const LINE: usize = 60;
/// The eight heights of a character.
const HEIGHTS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// One line for each region, source and claimant: of one day a bar of its claimed land, of many the part held over time.
pub fn chart(rows: &[LedgerRow]) -> String {
    let language = spoken();
    let panels = panels(rows);
    let over_time = panels.iter().any(|panel| panel.len() > 1);
    let mut table = Table::of_words(5);
    for panel in panels {
        let (Some(first), Some(last)) = (panel.first(), panel.last()) else { continue };
        let shares: Vec<Option<f64>> = panel.iter().map(|row| held_share(row)).collect();
        let head = [first.region.clone(), first.source.clone(), first.claimant.to_string()];
        let [region, source, claimant] = head;
        let percent = |row: &LedgerRow| {
            let unknown_share = row.unknown_m2 / row.claimed_m2;
            let told =
                || format!(" ({} % {})", human::percent(unknown_share), language.of("not covered", "не охоплено"));
            let unknown = if unknown_share < 0.000_5 { String::new() } else { told() };
            held_share(row).map_or_else(
                || language.of("not known", "невідомо").into(),
                |share| human::percent(share) + " %" + &unknown,
            )
        };
        let (picture, told) = if over_time {
            let (begin, end) = (percent(first), percent(last));
            (line(&shares), told_over_time([&begin, &end], [first, last]))
        } else {
            (bar(first), told_of_day(&percent(first), &human::square_km(first.claimed_m2)))
        };
        table.push([region, source, claimant, picture, told]);
    }
    let legend = if over_time {
        language.of(
            "the part of the claimed land that the claimant holds, each line from its own least to its greatest; ? not known\n\n",
            "частка заявленої території під контролем сторони; кожна лінія — від свого найменшого до найбільшого; ? невідомо\n\n",
        )
    } else {
        language.of(
            "█ held by the claimant  ▓ contested  · held by others  ? not known\n\n",
            "█ контролює сторона  ▓ контроль неясний  · контролюють інші  ? невідомо\n\n",
        )
    };
    legend.to_owned() + &table.to_text("")
}

/// `74.2 % on 2025-01-03, 75.5 % on 2025-11-01`.
fn told_over_time([begin, end]: [&str; 2], [first, last]: [&LedgerRow; 2]) -> String {
    let [first, last] = [first, last].map(|row| Asked(row.moment));
    match spoken() {
        Language::English => format!("{begin} on {first}, {end} on {last}"),
        Language::Ukrainian => format!("{begin}, {first}; {end}, {last}"),
    }
}

/// `75.5 % of 26,517 km²`.
fn told_of_day(share: &str, claimed: &str) -> String {
    match spoken() {
        Language::English => format!("{share} of {claimed} km²"),
        Language::Ukrainian => format!("{share} із {claimed} км²"),
    }
}

fn bar(row: &LedgerRow) -> String {
    let parts =
        [('█', row.claimed_held_m2), ('▓', row.contested_m2), ('·', row.claimed_not_held_m2), ('?', row.unknown_m2)];
    let (mut text, mut sum, mut drawn) = (String::new(), 0.0, 0);
    for (sign, m2) in parts {
        sum += m2;
        let until = (sum / row.claimed_m2 * BAR as f64).round() as usize;
        text.extend(std::iter::repeat_n(sign, until.saturating_sub(drawn)));
        drawn = drawn.max(until);
    }
    text
}

/// The shares as heights of characters, `?` where none is known; of more than fit, every so many.
fn line(shares: &[Option<f64>]) -> String {
    let known = shares.iter().flatten();
    let (low, high) = known.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), s| (low.min(*s), high.max(*s)));
    let step = shares.len().div_ceil(LINE).max(1);
    let height = |share: &Option<f64>| {
        let Some(share) = share else { return '?' };
        let part = if high > low { (share - low) / (high - low) } else { 0.5 };
        HEIGHTS[((part * 8.0) as usize).min(7)]
    };
    let last = shares.last().filter(|_| !(shares.len() - 1).is_multiple_of(step));
    shares.iter().step_by(step).chain(last).map(height).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_goes_from_its_least_to_its_greatest() {
        assert_eq!(line(&[0.2, 0.32, 0.6].map(Some)), "▁▃█");
        assert_eq!(line(&[Some(0.5), None, Some(0.5)]), "▅?▅");
        let many: Vec<Option<f64>> = (0..500).map(|k| Some(f64::from(k))).collect();
        assert!(line(&many).chars().count() <= LINE + 1 && line(&many).ends_with('█'));
    }
}
