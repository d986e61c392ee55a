//! What a map says in words: its title, what its colours mean, whose data it is.

use std::fmt::Write;

use super::Style;
use super::draw::RECOGNISED_PX;
use crate::wire::attribution;
use crate::wire::time::{Asked, Stamp};
use crate::wire::words::escaped;
use contactline_core::atlas::Age;
use contactline_core::model::told::{day_in, days_in};
use contactline_core::model::{Language, Moment, Text, notice};
use contactline_core::query::Map;

/// Stands before the names of the patterns as the legend uses them.
pub(super) const KEY: &str = "key-";
const SIGN_WIDTH: f64 = 0.58;
const ROW_PX: f64 = 22.0;
const KEY_PX: f64 = 12.5;
const NOTE_PX: f64 = 10.5;
const LEFT: f64 = 14.0;

/// What a colour or a line means.
const HELD_BY_RUSSIA: Text =
    Text::new("controlled by Russia, according to the source", "контролює Росія (за даними джерела)");
const HELD_BY_UKRAINE: Text =
    Text::new("controlled by Ukraine, as the source draws it", "контролює Україна (так позначено в джерелі)");
const CONTESTED: Text = Text::new("control unclear (grey zone)", "контроль неясний (сіра зона)");
const UNKNOWN: Text = Text::new("not known, or not covered by the source", "невідомо або не охоплено джерелом");
const LINE: Text = Text::new("line of contact", "лінія зіткнення");
const RECOGNISED: Text =
    Text::new("internationally recognised border of Ukraine", "міжнародно визнаний кордон України");
const CLAIMED: Text = Text::new("outline of regions claimed by", "межі регіонів, на які претендує");
const UNCOLOURED: Text = Text::new(
    "No colour: the source draws nothing here. A claim is not control.",
    "Без кольору: джерело тут нічого не позначає. Претензія не є контролем.",
);

/// `Control of territory on 2 December 2025, according to DeepStateMap`; of a stale version, as last known on its day.
pub(super) fn title(map: &Map<'_>, language: Language) -> String {
    let source = map.source.title_in(language);
    let date = map.moment.date();
    let asked = if map.moment == date.end() { day_in(date, language) } else { Asked(map.moment).to_string() };
    if let Some((version, _)) = stale(map) {
        let on = day_in(version.date(), language);
        return match language {
            Language::English => {
                format!("Control of territory as last known on {on} (requested: {asked}), according to {source}")
            }
            Language::Ukrainian => format!(
                "Контроль території за останніми відомостями, станом на {on} (запит на {asked}), за даними: {source}"
            ),
        };
    }
    match language {
        Language::English => format!("Control of territory on {asked}, according to {source}"),
        Language::Ukrainian => format!("Контроль території станом на {asked}, за даними: {source}"),
    }
}

/// Which version is drawn, or that none is; and the claims outlined.
pub(super) fn description(map: &Map<'_>, language: Language) -> String {
    let version = match (map.version.map(Stamp), language) {
        (Some(version), Language::English) => format!("Version {version}{}.", aged(map, language)),
        (Some(version), Language::Ukrainian) => format!("Версія {version}{}.", aged(map, language)),
        (None, Language::English) => "The source has no data for this date.".into(),
        (None, Language::Ukrainian) => "На цей день джерело не має даних.".into(),
    };
    let caveat = map.caveat.map(|caveat| format!(" {}.", caveat.within(language))).unwrap_or_default();
    let claimed = claimed(map, language).map(|said| format!(" {said}.")).unwrap_or_default();
    format!("{version}{}{caveat}{claimed}", left_out(map, language))
}

/// What the source says nothing of: without colour on the map, as is what others hold.
fn left_out(map: &Map<'_>, language: Language) -> String {
    if map.left_out.is_empty() {
        return String::new();
    }
    let names: Vec<&str> = map.left_out.iter().map(|[en, uk]| language.of(en, uk)).collect();
    format!(" {}: {}.", language.of("Not covered", "Не охоплено"), names.join(", "))
}

/// The version drawn and its age, where it is past the source's limit.
fn stale(map: &Map<'_>) -> Option<(Moment, Age)> {
    map.version.zip(map.age.filter(|age| age.stale))
}

fn aged(map: &Map<'_>, language: Language) -> String {
    if let Some(age) = map.age.filter(Age::runs_behind) {
        let within_km = (age.unlisted_reach_m / 1e3).ceil();
        return match language {
            Language::English => {
                format!("; the source runs behind: within {within_km} km of its line what has no colour is not known")
            }
            Language::Ukrainian => {
                format!("; джерело відстає: ближче ніж за {within_km} км до лінії те, що без кольору, невідоме")
            }
        };
    }
    let Some((_, age)) = stale(map) else { return String::new() };
    let within_km = (age.uncertain_within_m / 1e3).ceil();
    let old = days_in(age.days, language);
    match language {
        Language::English => format!(", {old} old: within {within_km} km of its line this may have changed"),
        Language::Ukrainian => {
            format!(", давність {old}: ближче ніж за {within_km} км до лінії контроль міг змінитися")
        }
    }
}

fn claimed(map: &Map<'_>, language: Language) -> Option<String> {
    let (party, regions) = map.claimed.as_ref().filter(|(_, regions)| !regions.is_empty())?;
    let named = map.named.iter().filter(|region| regions.contains(&region.id.as_str()));
    let names: Vec<&str> = named.map(|region| language.of(&region.name, &region.name_uk)).collect();
    let (party, names) = (party.name(language), names.join(", "));
    Some(match language {
        Language::English => format!("Claimed by {party}: {names}"),
        Language::Ukrainian => format!("{party} претендує на: {names}"),
    })
}

/// The strip below a map of that size, and its height in pixels.
pub(super) fn legend(map: &Map<'_>, style: Style, width_px: u32, top_px: u32) -> (String, u32) {
    let (p, language) = (&style.palette, style.language);
    let width = f64::from(width_px);
    let mut strip = String::new();
    let mut y = f64::from(top_px) + 26.0;
    let mut line = |y: f64, size: f64, weight: &str, text: &str| {
        let look = format!("font-size=\"{size}\" font-weight=\"{weight}\" fill=\"{}\"", p.text);
        let _ = writeln!(strip, "<text x=\"{LEFT}\" y=\"{y:.0}\" {look}>{}</text>", escaped(text));
    };
    for part in wrapped(&title(map, language), 16.0, width) {
        line(y, 16.0, "600", &part);
        y += 20.0;
    }
    for part in wrapped(&description(map, language), KEY_PX, width) {
        line(y, KEY_PX, "400", &part);
        y += 17.0;
    }
    y += 8.0;
    let fill = |colour: &str| format!("fill=\"{colour}\" fill-opacity=\"{}\"", p.held_opacity);
    let line_of =
        |colour: &str, wide: f64, more: &str| Sign::Line(format!("stroke=\"{colour}\" stroke-width=\"{wide}\"{more}"));
    let mut keys: Vec<(Sign, String)> = vec![
        (Sign::Patch(fill(p.russia)), HELD_BY_RUSSIA.within(language).into()),
        (Sign::Patch(fill(p.ukraine)), HELD_BY_UKRAINE.within(language).into()),
        (Sign::Patch(format!("fill=\"url(#{KEY}contested)\"")), CONTESTED.within(language).into()),
        (Sign::Patch(format!("fill=\"url(#{KEY}unknown)\"")), UNKNOWN.within(language).into()),
        (line_of(p.line, 1.5, ""), LINE.within(language).into()),
        (line_of(p.recognised, RECOGNISED_PX, ""), RECOGNISED.within(language).into()),
    ];
    if let Some((party, _)) = map.claimed.as_ref().filter(|(_, regions)| !regions.is_empty()) {
        let name = format!("{} {}", CLAIMED.within(language), party.name(language));
        keys.push((line_of(p.claim, 1.5, " stroke-dasharray=\"7 5\""), name));
    }
    let mut x = LEFT;
    for (look, name) in &keys {
        let wide = 30.0 + name.chars().count() as f64 * KEY_PX * SIGN_WIDTH + 16.0;
        if x + wide > width && x > LEFT {
            (x, y) = (LEFT, y + ROW_PX);
        }
        key(&mut strip, [x, y], look, p.region_border);
        let _ = writeln!(
            strip,
            "<text x=\"{:.0}\" y=\"{y:.0}\" font-size=\"{KEY_PX}\" fill=\"{}\">{}</text>",
            x + 30.0,
            p.text,
            escaped(name)
        );
        x += wide;
    }
    y += 20.0;
    let mut notes = vec![UNCOLOURED.within(language), notice::STATUS.within(language)];
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

/// The sign of a key.
enum Sign {
    /// A patch with this fill.
    Patch(String),
    /// A piece of line with this stroke.
    Line(String),
}

fn key(strip: &mut String, [x, y]: [f64; 2], sign: &Sign, border: &str) {
    let _ = match sign {
        Sign::Line(look) => writeln!(strip, "<path d=\"M{x:.0} {:.0}h22\" {look} fill=\"none\"/>", y - 4.0),
        Sign::Patch(look) => writeln!(
            strip,
            "<rect x=\"{x:.0}\" y=\"{:.0}\" width=\"22\" height=\"13\" {look} stroke=\"{border}\" stroke-width=\"0.7\"/>",
            y - 11.0
        ),
    };
}

/// The text in lines that fit the width.
pub(in crate::render) fn wrapped(text: &str, size_px: f64, width_px: f64) -> Vec<String> {
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
