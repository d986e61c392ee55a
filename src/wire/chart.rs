//! The ledger as a picture: one panel for each region, source and claimant, its claimed land parted by who holds it, over
//! time. SVG 1.1 with a title and a description, so that it can be read aloud; shades differ in lightness, not in hue alone.

use std::fmt::Write;

use contactline_core::model::Party;
use contactline_core::query::LedgerRow;

use super::map::patterns;
use super::palette::LIGHT;
use super::sentence;
use super::time::Asked;
use super::words::escaped;

const WIDTH: f64 = 860.0;
const LEFT: f64 = 20.0;
const PLOT_WIDTH: f64 = 820.0;
const TOP: f64 = 74.0;
/// Height of a panel's plot over time, and of a bar of one day.
const PLOT_HEIGHT: f64 = 110.0;
const BAR_HEIGHT: f64 = 22.0;
/// From one plot's end to the next one's beginning: a heading, and the days below the plot.
const GAP: f64 = 52.0;

/// A part of the claimed land: its name, its fill (none: the claimant's), and how much of it a row has.
type Part = (&'static str, &'static str, fn(&LedgerRow) -> f64);

/// From the bottom up. What the claimant holds has that party's colour on every map.
const PARTS: [Part; 4] = [
    ("held by the claimant", "", |row| row.claimed_held_m2),
    ("contested", "url(#contested)", |row| row.contested_m2),
    ("not known", "url(#unknown)", |row| row.unknown_m2),
    ("held by others", LIGHT.elsewhere, |row| row.claimed_not_held_m2),
];

/// Rows of one region, source and claimant, in the order of their days.
pub type Panel<'a> = Vec<&'a LedgerRow>;

/// The rows by region, source and claimant; those that claim nothing on any day are left out.
#[must_use]
pub fn panels(rows: &[LedgerRow]) -> Vec<Panel<'_>> {
    let mut panels: Vec<Panel<'_>> = Vec::new();
    let key = |row: &LedgerRow| (row.region.clone(), row.source.clone(), row.claimant);
    for row in rows {
        match panels.iter_mut().find(|panel| key(panel[0]) == key(row)) {
            Some(panel) => panel.push(row),
            None => panels.push(vec![row]),
        }
    }
    panels.retain(|panel| panel.iter().any(|row| row.claimed_m2 > 0.0));
    panels
}

/// The ledger's rows as an SVG document; `attribution` stands below.
#[must_use]
pub fn svg(rows: &[LedgerRow], attribution: &[&str]) -> String {
    let panels = panels(rows);
    let shown = panels.iter().flatten().map(|row| (row.source.as_str(), row.version, row.age));
    let aged = sentence::aged(shown);
    let notes: Vec<&str> = aged.lines().chain(attribution.iter().copied()).collect();
    let height = |panel: &Panel<'_>| if panel.len() > 1 { PLOT_HEIGHT } else { BAR_HEIGHT };
    let plots: f64 = panels.iter().map(|panel| height(panel) + GAP).sum();
    let total = TOP + plots + 18.0 * notes.len() as f64 + 16.0;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {total}\" width=\"{WIDTH}\" height=\"{total}\" \
         role=\"img\" aria-labelledby=\"t d\" font-family=\"system-ui, sans-serif\" font-size=\"13\">\n\
         <title id=\"t\">Claimed territory by who controls it</title>\n<desc id=\"d\">"
    );
    for panel in &panels {
        svg += &escaped(&said(panel));
        svg.push(' ');
    }
    svg += "</desc>\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n";
    let _ = writeln!(svg, "<text x=\"{LEFT}\" y=\"28\" font-size=\"18\">Claimed territory by who controls it</text>");
    svg += "<defs>\n";
    patterns(&mut svg, &LIGHT, 1.0, "");
    svg += "</defs>\n";
    let mut claimants: Vec<Party> = panels.iter().map(|panel| panel[0].claimant).collect();
    claimants.sort_unstable();
    claimants.dedup();
    let by_claimant = claimants.iter().map(|party| (format!("held by {party}"), LIGHT.of(*party)));
    let keys: Vec<(String, &str)> =
        by_claimant.chain(PARTS[1..].iter().map(|(name, fill, _)| ((*name).into(), *fill))).collect();
    let mut x = LEFT;
    for (name, fill) in keys {
        let _ =
            writeln!(svg, "<rect x=\"{x}\" y=\"42\" width=\"14\" height=\"14\" fill=\"{fill}\" stroke=\"#333333\"/>");
        let _ = writeln!(svg, "<text x=\"{}\" y=\"54\">{name}</text>", x + 20.0);
        x += 40.0 + 8.0 * name.len() as f64;
    }
    let mut top = TOP;
    for panel in &panels {
        let head = panel[0];
        let share = panel.last().map_or_else(String::new, |row| held(row));
        let title = format!("{}, claimed by {}, according to {}: {share}", head.region, head.claimant, head.source);
        let _ = writeln!(svg, "<text x=\"{LEFT}\" y=\"{}\">{}</text>", top + 16.0, escaped(&title));
        plot(&mut svg, panel, top + 24.0, height(panel));
        top += height(panel) + GAP;
    }
    for line in notes {
        top += 18.0;
        let _ =
            writeln!(svg, "<text x=\"{LEFT}\" y=\"{top}\" font-size=\"10\" fill=\"#555555\">{}</text>", escaped(line));
    }
    svg + "</svg>\n"
}

/// The picture in a sentence.
fn said(panel: &Panel<'_>) -> String {
    let (Some(first), Some(last)) = (panel.first(), panel.last()) else { return String::new() };
    let told = |row: &LedgerRow| format!("{} on {}", held(row), Asked(row.moment));
    let then = if panel.len() > 1 { format!(", {}", told(last)) } else { String::new() };
    format!("{}, claimed by {}, says {}: {}{then}.", first.region, first.claimant, first.source, told(first))
}

/// The part of the claimed land that the claimant holds, 0 to 1; none where the source says nothing of all of it.
#[must_use]
pub fn held_share(row: &LedgerRow) -> Option<f64> {
    let is_known = row.claimed_m2 > 0.0 && row.unknown_m2 < row.claimed_m2;
    is_known.then(|| row.claimed_held_m2 / row.claimed_m2)
}

fn held(row: &LedgerRow) -> String {
    let unknown = row.unknown_m2 / row.claimed_m2 * 100.0;
    let unknown = if unknown < 0.05 { String::new() } else { format!(", {unknown:.1} % not covered") };
    held_share(row).map_or_else(|| "not known".into(), |share| format!("{:.1} % held{unknown}", share * 100.0))
}

/// A part's share of the land claimed, 0 to 1.
fn part_of(row: &LedgerRow, part: usize) -> f64 {
    if row.claimed_m2 > 0.0 { PARTS[part].2(row) / row.claimed_m2 } else { 0.0 }
}

fn plot(svg: &mut String, panel: &Panel<'_>, top: f64, height: f64) {
    let mut below = vec![0.0; panel.len()];
    let own = panel.first().map_or("", |row| LIGHT.of(row.claimant));
    for (part, (name, fill, _)) in PARTS.iter().enumerate() {
        let fill = if fill.is_empty() { own } else { *fill };
        let above: Vec<f64> = below.iter().zip(panel).map(|(sum, row)| sum + part_of(row, part)).collect();
        if panel.len() == 1 {
            let (x, width) = (LEFT + below[0] * PLOT_WIDTH, (above[0] - below[0]) * PLOT_WIDTH);
            let _ = writeln!(
                svg,
                "<rect x=\"{x:.2}\" y=\"{top}\" width=\"{width:.2}\" height=\"{height}\" fill=\"{fill}\"><title>{name}: \
                 {:.1} %</title></rect>",
                (above[0] - below[0]) * 100.0
            );
        } else {
            let point = |k: usize, share: f64| format!("{:.2},{:.2}", at(panel, k), top + height * (1.0 - share));
            let up = above.iter().enumerate().map(|(k, share)| point(k, *share));
            let back = below.iter().enumerate().rev().map(|(k, share)| point(k, *share));
            let points = up.chain(back).collect::<Vec<_>>().join(" ");
            let _ = writeln!(svg, "<polygon points=\"{points}\" fill=\"{fill}\"><title>{name}</title></polygon>");
        }
        below = above;
    }
    let _ = writeln!(
        svg,
        "<rect x=\"{LEFT}\" y=\"{top}\" width=\"{PLOT_WIDTH}\" height=\"{height}\" fill=\"none\" stroke=\"#333333\"/>"
    );
    let (Some(first), Some(last)) = (panel.first(), panel.last()) else { return };
    let y = top + height + 15.0;
    let _ = writeln!(svg, "<text x=\"{LEFT}\" y=\"{y}\" font-size=\"11\">{}</text>", Asked(first.moment));
    if panel.len() > 1 {
        let right = LEFT + PLOT_WIDTH;
        let day = Asked(last.moment);
        let _ = writeln!(svg, "<text x=\"{right}\" y=\"{y}\" font-size=\"11\" text-anchor=\"end\">{day}</text>");
    }
}

/// Where a day stands: by time, not by number.
fn at(panel: &Panel<'_>, k: usize) -> f64 {
    let seconds = |row: &&LedgerRow| row.moment.seconds() as f64;
    let (first, last) = (panel.first().map_or(0.0, seconds), panel.last().map_or(1.0, seconds));
    LEFT + PLOT_WIDTH * (seconds(&panel[k]) - first) / (last - first).max(1.0)
}
