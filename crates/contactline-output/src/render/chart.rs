//! The ledger as a picture: one panel for each region, source and claimant, its claimed land parted by who holds it, over
//! time. SVG 1.1 with a title and a description, so that it can be read aloud; shades differ in lightness, not in hue alone.

use std::fmt::Write;

use contactline_core::model::{Language, Party, Text, notice};
use contactline_core::query::LedgerRow;

use super::map::{patterns, wrapped};
use super::palette::LIGHT;
use crate::wire::language::spoken;
use crate::wire::sentence;
use crate::wire::time::Asked;
use crate::wire::words::escaped;

const WIDTH: f64 = 860.0;
const LEFT: f64 = 20.0;
const PLOT_WIDTH: f64 = 820.0;
/// Below the title and two rows of keys.
const TOP: f64 = 96.0;
/// Height of a panel's plot over time, and of a bar of one day.
const PLOT_HEIGHT: f64 = 110.0;
const BAR_HEIGHT: f64 = 22.0;
/// From one plot's end to the next one's beginning: a heading, and the days below the plot.
const GAP: f64 = 52.0;

/// A part of the claimed land: its name, its fill (none: the claimant's), and how much of it a row has.
type Part = (Text, &'static str, fn(&LedgerRow) -> f64);

/// From the bottom up. What the claimant holds has that party's colour on every map.
const PARTS: [Part; 4] = [
    (Text::new("controlled by this party", "під контролем цієї сторони"), "", |row| {
        row.claimed_held_m2
    }),
    (Text::new("control unclear", "контроль неясний"), "url(#contested)", |row| row.contested_m2),
    (Text::new("not covered", "не охоплено"), "url(#unknown)", |row| row.unknown_m2),
    (
        Text::new("not controlled by this party", "не під контролем цієї сторони"),
        LIGHT.elsewhere,
        |row| row.claimed_not_held_m2,
    ),
];

/// What the picture is of.
const TITLE: Text = Text::new(
    "Recognised and claimed territory by who controls it",
    "Визнана та заявлена територія за тим, хто її контролює",
);
const NOTE_PX: f64 = 10.0;

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
    let language = spoken();
    let said_below = aged.lines().chain([notice::STATUS.within(language)]).chain(attribution.iter().copied());
    let notes: Vec<String> = said_below.flat_map(|line| wrapped(line, NOTE_PX, WIDTH)).collect();
    let height = |panel: &Panel<'_>| if panel.len() > 1 { PLOT_HEIGHT } else { BAR_HEIGHT };
    let plots: f64 = panels.iter().map(|panel| height(panel) + GAP).sum();
    let total = TOP + plots + 15.0 * notes.len() as f64 + 16.0;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {total}\" width=\"{WIDTH}\" height=\"{total}\" \
         role=\"img\" aria-labelledby=\"t d\" lang=\"{}\" font-family=\"system-ui, sans-serif\" font-size=\"13\">\n\
         <title id=\"t\">{}</title>\n<desc id=\"d\">",
        language.as_str(),
        TITLE.within(language)
    );
    for panel in &panels {
        svg += &escaped(&said(panel, language));
        svg.push(' ');
    }
    svg += "</desc>\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n";
    let _ = writeln!(svg, "<text x=\"{LEFT}\" y=\"28\" font-size=\"18\">{}</text>", TITLE.within(language));
    svg += "<defs>\n";
    patterns(&mut svg, &LIGHT, 1.0, "");
    svg += "</defs>\n";
    let mut claimants: Vec<Party> = panels.iter().map(|panel| panel[0].claimant).collect();
    claimants.sort_unstable();
    claimants.dedup();
    let by_claimant = claimants.iter().map(|party| (controlled_by(*party, language), LIGHT.of(*party)));
    let keys: Vec<(String, &str)> =
        by_claimant.chain(PARTS[1..].iter().map(|(name, fill, _)| (name.within(language).into(), *fill))).collect();
    let (mut x, mut y) = (LEFT, 54.0);
    for (name, fill) in keys {
        let wide = 40.0 + 7.5 * name.chars().count() as f64;
        if x + wide > WIDTH {
            (x, y) = (LEFT, y + 20.0);
        }
        let up = y - 12.0;
        let _ =
            writeln!(svg, "<rect x=\"{x}\" y=\"{up}\" width=\"14\" height=\"14\" fill=\"{fill}\" stroke=\"#333333\"/>");
        let _ = writeln!(svg, "<text x=\"{}\" y=\"{y}\">{name}</text>", x + 20.0);
        x += wide;
    }
    let mut top = TOP;
    for panel in &panels {
        let head = panel[0];
        let share = panel.last().map_or_else(String::new, |row| held(row, language));
        let title = format!("{}: {share}", of_whom(head, language));
        let _ = writeln!(svg, "<text x=\"{LEFT}\" y=\"{}\">{}</text>", top + 16.0, escaped(&title));
        plot(&mut svg, panel, top + 24.0, height(panel));
        top += height(panel) + GAP;
    }
    for line in notes {
        top += 15.0;
        let _ = writeln!(
            svg,
            "<text x=\"{LEFT}\" y=\"{top}\" font-size=\"{NOTE_PX}\" fill=\"#555555\">{}</text>",
            escaped(&line)
        );
    }
    svg + "</svg>\n"
}

/// `Controlled by Russia`.
fn controlled_by(party: Party, language: Language) -> String {
    match language {
        Language::English => format!("controlled by {}", party.name(language)),
        Language::Ukrainian => format!("контролює {}", party.name(language)),
    }
}

/// Which region, whose and by which source; what Ukraine has are its recognised borders, not a claim among others.
fn of_whom(row: &LedgerRow, language: Language) -> String {
    let (region, source, party) = (&row.region, &row.source, row.claimant.name(language));
    match (row.claimant == Party::UA, language) {
        (true, Language::English) => format!("{region}, recognised borders of {party}, according to {source}"),
        (true, Language::Ukrainian) => format!("{region}, визнані кордони ({party}), за даними: {source}"),
        (false, Language::English) => format!("{region}, claimed by {party}, according to {source}"),
        (false, Language::Ukrainian) => format!("{region}, претензія: {party}, за даними: {source}"),
    }
}

/// The picture in a sentence.
fn said(panel: &Panel<'_>, language: Language) -> String {
    let (Some(first), Some(last)) = (panel.first(), panel.last()) else { return String::new() };
    let told = |row: &LedgerRow| format!("{} ({})", held(row, language), Asked(row.moment));
    let then = if panel.len() > 1 { format!(", {}", told(last)) } else { String::new() };
    format!("{}: {}{then}.", of_whom(first, language), told(first))
}

/// The part of the claimed land that the claimant holds, 0 to 1; none where the source says nothing of all of it.
#[must_use]
pub fn held_share(row: &LedgerRow) -> Option<f64> {
    let is_known = row.claimed_m2 > 0.0 && row.unknown_m2 < row.claimed_m2;
    is_known.then(|| row.claimed_held_m2 / row.claimed_m2)
}

fn held(row: &LedgerRow, language: Language) -> String {
    let percent = |share: f64| {
        let figure = format!("{:.1}", share * 100.0);
        match language {
            Language::English => format!("{figure} %"),
            Language::Ukrainian => format!("{} %", figure.replace('.', ",")),
        }
    };
    let Some(share) = held_share(row) else { return language.of("not covered", "не охоплено").into() };
    let unknown = row.unknown_m2 / row.claimed_m2;
    let left_out = if unknown < 0.0005 {
        String::new()
    } else {
        format!(", {} {}", percent(unknown), language.of("not covered", "не охоплено"))
    };
    format!("{} {}{left_out}", percent(share), language.of("controlled", "під контролем"))
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
                "<rect x=\"{x:.2}\" y=\"{top}\" width=\"{width:.2}\" height=\"{height}\" fill=\"{fill}\"><title>{}: \
                 {:.1} %</title></rect>",
                name.within(spoken()),
                (above[0] - below[0]) * 100.0
            );
        } else {
            let point = |k: usize, share: f64| format!("{:.2},{:.2}", at(panel, k), top + height * (1.0 - share));
            let up = above.iter().enumerate().map(|(k, share)| point(k, *share));
            let back = below.iter().enumerate().rev().map(|(k, share)| point(k, *share));
            let points = up.chain(back).collect::<Vec<_>>().join(" ");
            let _ = writeln!(
                svg,
                "<polygon points=\"{points}\" fill=\"{fill}\"><title>{}</title></polygon>",
                name.within(spoken())
            );
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
