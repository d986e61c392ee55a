//! What a map says in words: its title, what its colours mean, whose data it is.

use std::fmt::Write;

use super::{Style, Tongue};
use crate::atlas::Age;
use crate::model::Moment;
use crate::model::told::days;
use crate::query::Map;
use crate::wire::attribution;
use crate::wire::time::{Asked, Stamp};
use crate::wire::words::escaped;

/// Stands before the names of the patterns as the legend uses them.
pub(super) const KEY: &str = "key-";
const SIGN_WIDTH: f64 = 0.58;
const ROW_PX: f64 = 22.0;
const KEY_PX: f64 = 12.5;
const NOTE_PX: f64 = 10.5;
const LEFT: f64 = 14.0;

/// The words of a language.
struct Words {
    held_by: [&'static str; 2],
    contested: &'static str,
    unknown: &'static str,
    line: &'static str,
    uncoloured: &'static str,
}

const ENGLISH: Words = Words {
    held_by: ["held by Russia", "drawn as held by Ukraine"],
    contested: "contested",
    unknown: "not known",
    line: "line of contact",
    uncoloured: "Without colour: the source draws nothing there. A claim is no control.",
};

const UKRAINIAN: Words = Words {
    held_by: ["утримує Росія", "позначено як утримуване Україною"],
    contested: "спірна територія",
    unknown: "невідомо",
    line: "лінія зіткнення",
    uncoloured: "Без кольору: джерело там нічого не позначає. Претензія не є контролем.",
};

const fn words(tongue: Tongue) -> &'static Words {
    match tongue {
        Tongue::English => &ENGLISH,
        Tongue::Ukrainian => &UKRAINIAN,
    }
}

/// `Who holds what on 2025-12-02, says DeepStateMap`; of a stale version, as last known on its day.
pub(super) fn title(map: &Map<'_>, tongue: Tongue) -> String {
    let (day, source) = (Asked(map.moment), &map.source.title);
    if let Some((version, _)) = stale(map) {
        let on = version.date();
        return match tongue {
            Tongue::English => format!("Who held what as last known on {on}, asked for {day}, says {source}"),
            Tongue::Ukrainian => {
                format!("Хто що утримував за останніми відомостями на {on}, запит на {day}, за даними {source}")
            }
        };
    }
    match tongue {
        Tongue::English => format!("Who holds what on {day}, says {source}"),
        Tongue::Ukrainian => format!("Хто що утримує на {day}, за даними {source}"),
    }
}

/// Which version is drawn, or that none is; and the claims outlined.
pub(super) fn description(map: &Map<'_>, tongue: Tongue) -> String {
    let version = match (map.version.map(Stamp), tongue) {
        (Some(version), Tongue::English) => format!("Version {version}{}.", aged(map, tongue)),
        (Some(version), Tongue::Ukrainian) => format!("Версія {version}{}.", aged(map, tongue)),
        (None, Tongue::English) => "The source says nothing of this day.".into(),
        (None, Tongue::Ukrainian) => "Про цей день джерело нічого не каже.".into(),
    };
    let caveat = map.caveat.map(|caveat| format!(" {caveat}.")).unwrap_or_default();
    let claimed = claimed(map, tongue).map(|said| format!(" {said}.")).unwrap_or_default();
    format!("{version}{}{caveat}{claimed}", left_out(map, tongue))
}

/// What the source says nothing of: without colour on the map, as is what others hold.
fn left_out(map: &Map<'_>, tongue: Tongue) -> String {
    if map.left_out.is_empty() {
        return String::new();
    }
    let (word, name) = match tongue {
        Tongue::English => ("Not covered", 0),
        Tongue::Ukrainian => ("Не охоплено", 1),
    };
    let names: Vec<&str> = map.left_out.iter().map(|names| names[name]).collect();
    format!(" {word}: {}.", names.join(", "))
}

/// The version drawn and its age, where it is past the source's limit.
fn stale(map: &Map<'_>) -> Option<(Moment, Age)> {
    map.version.zip(map.age.filter(|age| age.stale))
}

fn aged(map: &Map<'_>, tongue: Tongue) -> String {
    let Some((_, age)) = stale(map) else { return String::new() };
    let within_km = (age.uncertain_within_m / 1e3).ceil();
    match tongue {
        Tongue::English => {
            format!(", {} old: within {within_km} km of its line this may have changed", days(age.days))
        }
        Tongue::Ukrainian => {
            format!(", давність у днях: {}; ближче ніж {within_km} км до лінії це могло змінитися", age.days)
        }
    }
}

fn claimed(map: &Map<'_>, tongue: Tongue) -> Option<String> {
    let (party, regions) = map.claimed.as_ref().filter(|(_, regions)| !regions.is_empty())?;
    let names = map.named.iter().filter(|region| regions.contains(&region.id.as_str()));
    Some(match tongue {
        Tongue::English => {
            let names: Vec<&str> = names.map(|region| region.name.as_str()).collect();
            format!("Claimed by {party}: {}", names.join(", "))
        }
        Tongue::Ukrainian => {
            let names: Vec<&str> = names.map(|region| region.name_uk.as_str()).collect();
            format!("Претендує {party}: {}", names.join(", "))
        }
    })
}

/// The strip below a map of that size, and its height in pixels.
pub(super) fn legend(map: &Map<'_>, style: Style, width_px: u32, top_px: u32) -> (String, u32) {
    let (p, words) = (&style.palette, words(style.tongue));
    let width = f64::from(width_px);
    let mut strip = String::new();
    let mut y = f64::from(top_px) + 26.0;
    let mut line = |y: f64, size: f64, weight: &str, text: &str| {
        let look = format!("font-size=\"{size}\" font-weight=\"{weight}\" fill=\"{}\"", p.text);
        let _ = writeln!(strip, "<text x=\"{LEFT}\" y=\"{y:.0}\" {look}>{}</text>", escaped(text));
    };
    for part in wrapped(&title(map, style.tongue), 16.0, width) {
        line(y, 16.0, "600", &part);
        y += 20.0;
    }
    for part in wrapped(&description(map, style.tongue), KEY_PX, width) {
        line(y, KEY_PX, "400", &part);
        y += 17.0;
    }
    y += 8.0;
    let fill = |colour: &str, opacity: f64| format!("fill=\"{colour}\" fill-opacity=\"{opacity}\"");
    let (russia, ukraine) = (fill(p.russia, p.russia_opacity), fill(p.ukraine, p.ukraine_opacity));
    let keys: [(String, &str); 5] = [
        (russia, words.held_by[0]),
        (ukraine, words.held_by[1]),
        (format!("fill=\"url(#{KEY}contested)\""), words.contested),
        (format!("fill=\"url(#{KEY}unknown)\""), words.unknown),
        (String::new(), words.line),
    ];
    let mut x = LEFT;
    for (look, name) in &keys {
        let wide = 30.0 + name.chars().count() as f64 * KEY_PX * SIGN_WIDTH + 16.0;
        if x + wide > width && x > LEFT {
            (x, y) = (LEFT, y + ROW_PX);
        }
        key(&mut strip, [x, y], look, style);
        let _ = writeln!(
            strip,
            "<text x=\"{:.0}\" y=\"{y:.0}\" font-size=\"{KEY_PX}\" fill=\"{}\">{name}</text>",
            x + 30.0,
            p.text
        );
        x += wide;
    }
    y += 20.0;
    let mut notes = vec![words.uncoloured];
    notes.extend(attribution::lines([map.source]));
    for part in notes.into_iter().flat_map(|note| wrapped(note, NOTE_PX, width)) {
        let look = format!("font-size=\"{NOTE_PX}\" fill=\"{}\" opacity=\"0.8\"", p.text);
        let _ = writeln!(strip, "<text x=\"{LEFT}\" y=\"{y:.0}\" {look}>{}</text>", escaped(&part));
        y += 15.0;
    }
    let height = (y - f64::from(top_px)).ceil() as u32;
    let ground = format!("<rect y=\"{top_px}\" width=\"{width_px}\" height=\"{height}\" fill=\"{}\"/>\n", p.region);
    (ground + &strip, height)
}

/// The sign of a key: a patch, or a piece of line where it has no fill.
fn key(strip: &mut String, [x, y]: [f64; 2], look: &str, style: Style) {
    let p = &style.palette;
    let _ = if look.is_empty() {
        let middle = y - 4.0;
        let line = format!("M{x:.0} {middle:.0}h22");
        writeln!(strip, "<path d=\"{line}\" stroke=\"{}\" stroke-width=\"2\" fill=\"none\"/>", p.line)
    } else {
        let top = y - 11.0;
        writeln!(
            strip,
            "<rect x=\"{x:.0}\" y=\"{top:.0}\" width=\"22\" height=\"13\" {look} stroke=\"{}\" stroke-width=\"0.7\"/>",
            p.region_border
        )
    };
}

/// The text in lines that fit the width.
fn wrapped(text: &str, size_px: f64, width_px: f64) -> Vec<String> {
    let most = ((width_px - 2.0 * LEFT) / (size_px * SIGN_WIDTH)).max(8.0) as usize;
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if line.chars().count() + 1 + word.chars().count() <= most => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}
