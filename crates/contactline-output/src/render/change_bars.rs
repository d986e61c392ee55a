//! What came under and left a party's control, step by step, as a picture: one panel for the whole and for each region where
//! anything changed, bars up for what was gained and down for what was lost, in square kilometres. SVG 1.1 with a title and a
//! description. A step in which the source stated nothing new is hatched: an empty place there would say that nothing changed.

use std::fmt::Write;

use contactline_core::atlas::Atlas;
use contactline_core::model::{Language, Moment, Party, Source, Text, notice};
use contactline_core::query::{Change, ChangeStep};

use super::axis::{Ticks, days};
use super::map::{patterns, wrapped};
use super::palette::LIGHT;
use crate::wire::language::spoken;
use crate::wire::sentence;
use crate::wire::time::Asked;
use crate::wire::words::escaped;

const WIDTH: f64 = 860.0;
const LEFT: f64 = 84.0;
const PLOT_WIDTH: f64 = 736.0;
/// Below the title, two lines of what is shown, and the keys.
const TOP: f64 = 100.0;
const PLOT_HEIGHT: f64 = 120.0;
/// From one plot's end to the next one's beginning: its days, and a heading.
const GAP: f64 = 64.0;
const NOTE_PX: f64 = 10.0;
/// Of the room of a step, how much its bar takes.
const BAR: f64 = 0.72;
/// The narrowest step whose figure is written at its bar.
const MIN_TOLD: f64 = 44.0;

const GAINED: Text = Text::new("came under control", "перейшло під контроль");
const LOST: Text = Text::new("left control", "вийшло з-під контролю");
const NOTHING_NEW: Text = Text::new("no newer version", "немає новішої версії");
const WHOLE: Text = Text::new("all that the source draws", "усе, що подає джерело");

/// A panel: what it is called, and what changed in it by step.
struct Panel {
    name: String,
    changes: Vec<Change>,
}

/// The steps of one party as an SVG document; `attribution` stands below.
#[must_use]
pub fn svg(steps: &[ChangeStep<'_>], source: &Source, atlas: &Atlas, attribution: &[&str]) -> String {
    let language = spoken();
    let Some(party) = steps.first().map(|step| step.party) else { return String::new() };
    let steps: Vec<&ChangeStep<'_>> = steps.iter().filter(|step| step.party == party).collect();
    let panels = panels(&steps, atlas);
    let (title, about) = (title(party, language), about(&steps, source, language));
    let said_below = [notice::STATUS.within(language)].into_iter().chain(attribution.iter().copied());
    let notes: Vec<String> = said_below.flat_map(|line| wrapped(line, NOTE_PX, WIDTH)).collect();
    let total = TOP + (PLOT_HEIGHT + GAP) * panels.len() as f64 + 15.0 * notes.len() as f64 + 16.0;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {total}\" width=\"{WIDTH}\" height=\"{total}\" \
         role=\"img\" aria-labelledby=\"t d\" lang=\"{}\" font-family=\"system-ui, sans-serif\" font-size=\"13\">\n\
         <title id=\"t\">{title}</title>\n<desc id=\"d\">{}</desc>\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n<defs>\n",
        language.as_str(),
        escaped(&told(&panels, &about, language)),
    );
    patterns(&mut svg, &LIGHT, 1.0, "");
    let _ = writeln!(svg, "</defs>\n<text x=\"20\" y=\"28\" font-size=\"18\">{title}</text>");
    let _ = writeln!(svg, "<text x=\"20\" y=\"50\" fill=\"#555555\">{}</text>", escaped(&about));
    keys(&mut svg, party, language);
    for (number, panel) in panels.iter().enumerate() {
        plot(&mut svg, panel, &steps, party, TOP + (PLOT_HEIGHT + GAP) * number as f64);
    }
    let below = TOP + (PLOT_HEIGHT + GAP) * panels.len() as f64;
    for (number, line) in notes.iter().enumerate() {
        let y = below + 15.0 * (number as f64 + 1.0);
        let _ =
            writeln!(svg, "<text x=\"20\" y=\"{y}\" font-size=\"{NOTE_PX}\" fill=\"#555555\">{}</text>", escaped(line));
    }
    svg + "</svg>\n"
}

fn title(party: Party, language: Language) -> String {
    let name = party.name(language);
    match language {
        Language::English => format!("Ground that came under and left the control of {name}"),
        Language::Ukrainian => format!("Територія, що перейшла під контроль і вийшла з-під контролю ({name})"),
    }
}

/// From when to when, by which source and versions.
fn about(steps: &[&ChangeStep<'_>], source: &Source, language: Language) -> String {
    let (Some(first), Some(last)) = (steps.first(), steps.last()) else { return String::new() };
    let days = format!("{} – {}", Asked(first.asked[0]), Asked(last.asked[1]));
    let versions = format!("{} – {}", first.versions[0], last.versions[1]);
    format!(
        "{days}, {}; {} {versions}",
        sentence::according_to(source.title_in(language)),
        language.of("versions", "версії")
    )
}

/// The whole, where it was asked about, and each region in which anything changed.
fn panels(steps: &[&ChangeStep<'_>], atlas: &Atlas) -> Vec<Panel> {
    let Some(first) = steps.first() else { return Vec::new() };
    let whole = first.total.is_some().then(|| Panel {
        name: WHOLE.within(spoken()).into(),
        changes: steps.iter().map(|step| step.total.unwrap_or_default()).collect(),
    });
    let of_region = |(k, (id, _)): (usize, &(&str, Change))| {
        let unit = crate::wire::UnitName::of(atlas, id);
        let name = unit.name.zip(unit.name_uk).map_or(*id, |(name, name_uk)| spoken().of(name, name_uk));
        let approximate = if unit.approximate { "≈ " } else { "" };
        Panel { name: format!("{approximate}{name}"), changes: steps.iter().map(|step| step.regions[k].1).collect() }
    };
    let is_changed = |panel: &Panel| panel.changes.iter().any(|change| change.gained_m2 + change.lost_m2 > 0.0);
    let regions: Vec<Panel> = first.regions.iter().enumerate().map(of_region).collect();
    // Of a region that was asked for alone, that nothing changed is the answer.
    let is_alone = regions.len() == 1;
    whole.into_iter().chain(regions.into_iter().filter(|panel| is_alone || is_changed(panel))).collect()
}

fn summed(changes: &[Change]) -> Change {
    let sum = |of: fn(&Change) -> f64| changes.iter().map(of).sum();
    Change { gained_m2: sum(|change| change.gained_m2), lost_m2: sum(|change| change.lost_m2) }
}

/// `12.3 km² came under control, 4.5 km² left control`.
fn figures(change: Change, language: Language) -> String {
    let of = |area_m2: f64, what: Text| format!("{} km² {}", km2(area_m2, language), what.within(language));
    let [gained, lost] = [of(change.gained_m2, GAINED), of(change.lost_m2, LOST)];
    let told = format!("{gained}, {lost}");
    language.of(&told, &told.replace("km²", "км²")).to_owned()
}

fn km2(area_m2: f64, language: Language) -> String {
    contactline_core::model::told::grouped_in(area_m2 / 1e6, 1, language)
}

/// The picture in sentences.
fn told(panels: &[Panel], about: &str, language: Language) -> String {
    let panel = |panel: &Panel| format!("{}: {}.", panel.name, figures(summed(&panel.changes), language));
    std::iter::once(format!("{about}.")).chain(panels.iter().map(panel)).collect::<Vec<_>>().join(" ")
}

fn keys(svg: &mut String, party: Party, language: Language) {
    let mut x = 20.0;
    let of = LIGHT.of(party);
    for (text, fill, opacity) in [(GAINED, of, 1.0), (LOST, of, 0.4), (NOTHING_NEW, "url(#unknown)", 1.0)] {
        let name = text.within(language);
        let _ = writeln!(
            svg,
            "<rect x=\"{x}\" y=\"66\" width=\"14\" height=\"14\" fill=\"{fill}\" fill-opacity=\"{opacity}\" stroke=\"#333333\"/>\n\
             <text x=\"{}\" y=\"78\">{name}</text>",
            x + 20.0
        );
        x += 46.0 + 7.5 * name.chars().count() as f64;
    }
}

fn plot(svg: &mut String, panel: &Panel, steps: &[&ChangeStep<'_>], party: Party, top: f64) {
    let language = spoken();
    let heading = format!("{}: {}", panel.name, figures(summed(&panel.changes), language));
    let _ = writeln!(svg, "<text x=\"20\" y=\"{}\">{}</text>", top + 14.0, escaped(&heading));
    let top = top + 30.0;
    let most = |of: fn(&Change) -> f64| panel.changes.iter().map(of).fold(0.0, f64::max) / 1e6;
    let ticks = Ticks::over(-most(|change| change.lost_m2), most(|change| change.gained_m2));
    let y = |km2: f64| top + PLOT_HEIGHT * ticks.part_below(km2);
    for value in ticks.values() {
        let (at, is_zero) = (y(value), value == 0.0);
        let (colour, label) = (if is_zero { "#333333" } else { "#dddddd" }, ticks.told(value.abs(), language));
        let right = LEFT + PLOT_WIDTH;
        let _ = writeln!(
            svg,
            "<path d=\"M{LEFT} {at:.2}H{right}\" stroke=\"{colour}\"/>\n<text x=\"{:.1}\" y=\"{:.2}\" font-size=\"11\" \
             text-anchor=\"end\">{label}</text>",
            LEFT - 6.0,
            at + 4.0
        );
    }
    let _ = writeln!(
        svg,
        "<text x=\"20\" y=\"{:.1}\" font-size=\"11\" fill=\"#555555\">{}</text>",
        top + PLOT_HEIGHT + 17.0,
        language.of("km²", "км²")
    );
    let moments: Vec<Moment> =
        steps.iter().map(|step| step.asked[0]).chain(steps.last().map(|step| step.asked[1])).collect();
    let at = |moment: Moment| LEFT + PLOT_WIDTH * part_of_time(&moments, moment);
    for (step, change) in steps.iter().zip(&panel.changes) {
        let (begin, end) = (at(step.asked[0]), at(step.asked[1]));
        let wide = (end - begin) * BAR;
        let x = begin + (end - begin - wide) / 2.0;
        let when = format!("{} – {}", Asked(step.asked[0]), Asked(step.asked[1]));
        if !step.has_news() {
            let _ = writeln!(
                svg,
                "<rect x=\"{x:.2}\" y=\"{top}\" width=\"{wide:.2}\" height=\"{PLOT_HEIGHT}\" fill=\"url(#unknown)\">\
                 <title>{when}: {}</title></rect>",
                NOTHING_NEW.within(language)
            );
            continue;
        }
        let zero = y(0.0);
        for (top, bottom, opacity) in [(y(change.gained_m2 / 1e6), zero, 1.0), (zero, y(-change.lost_m2 / 1e6), 0.4)] {
            let _ = writeln!(
                svg,
                "<rect x=\"{x:.2}\" y=\"{top:.2}\" width=\"{wide:.2}\" height=\"{:.2}\" fill=\"{}\" \
                 fill-opacity=\"{opacity}\"><title>{when}: {}</title></rect>",
                bottom - top,
                LIGHT.of(party),
                figures(*change, language)
            );
        }
        let told =
            [(change.gained_m2, y(change.gained_m2 / 1e6) - 4.0), (change.lost_m2, y(-change.lost_m2 / 1e6) + 12.0)];
        for (area_m2, y) in told.into_iter().filter(|(area_m2, _)| end - begin >= MIN_TOLD && *area_m2 > 0.0) {
            let (x, label) = ((begin + end) / 2.0, ticks.told(area_m2 / 1e6, language));
            let _ =
                writeln!(svg, "<text x=\"{x:.2}\" y=\"{y:.2}\" font-size=\"11\" text-anchor=\"middle\">{label}</text>");
        }
    }
    days(svg, &moments, at, top + PLOT_HEIGHT);
}

/// Where a moment stands between the first and the last, 0 to 1.
fn part_of_time(moments: &[Moment], moment: Moment) -> f64 {
    let seconds = |moment: Option<&Moment>| moment.map_or(0.0, |moment| moment.seconds() as f64);
    let (first, last) = (seconds(moments.first()), seconds(moments.last()));
    (moment.seconds() as f64 - first) / (last - first).max(1.0)
}
