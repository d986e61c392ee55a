//! DeepStateMap's own form: a collection of polygons and points whose only word is `name`, in four ways of writing it since
//! April 2022; the moment stands in the file's name, as seconds since 1970.

use geojson::{Feature, Geometry};

use super::collection::Collected;
use super::parts::{area, at, plausible, polygons, rings, whole};
use super::stack::{Stated, stack};
use super::{Format, Told};
use contactline_core::model::{Basis, Date, Finding, Moment, Party, Place, Reading, Severity, Status, Version};

/// The id of the source.
pub const SOURCE: &str = "deepstate-raw";

/// The colour of other countries' territories, and of jokes.
const ELSEWHERE: &str = "#ff5252";

/// What a feature's name means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Meaning {
    /// Held by Russia: since 2022, or before.
    Occupied,
    /// No holder.
    Contested,
    /// Taken back, or held by Ukraine inside Russia.
    TakenBack,
    /// Drawn under a name that is not known.
    Unnamed,
    /// Other countries' territories, and jokes.
    Elsewhere,
}

/// The version in a file: held by Russia, contested, taken back by Ukraine, in this order where they overlap. Points are
/// dropped, and so is what lies elsewhere. `stamp` is the version's where the file's name is not to be asked.
#[must_use]
pub fn read(bytes: &[u8], file: &str, stamp: Option<Moment>, today: Date) -> Reading<Version> {
    Format::DeepstateRaw.read(bytes, file, stamp, today)
}

/// Of the answer of the map's own interface, `id` is the moment, in seconds since 1970; its `datetime` has no year.
pub(super) fn of(collected: Collected, file: &str, told: &Told<'_>, today: Date) -> Reading<Version> {
    let Collected { features, id, mut findings } = collected;
    let stamp = told.stamp.or(id.map(Moment::from_seconds)).map_or_else(|| stamp_in_name(file), Ok);
    let stamp = stamp.and_then(|stamp| plausible(stamp.date(), today).map(|_| stamp));
    let stamp = stamp.map_err(|message| findings.push(at(Severity::Error, "bad_date", whole(file), message))).ok();
    let stated = stated(features, file, &mut findings);
    // A polygon that cannot be mended would read as held by nobody or the other side: the file is refused whole.
    if findings.iter().any(|f| f.severity == Severity::Error) {
        return Reading { value: None, findings };
    }
    if stated.iter().all(|(meaning, _)| *meaning != Meaning::Occupied) {
        let message = "no polygon is named occupied; is this the raw form of the map".into();
        findings.push(at(Severity::Error, "empty", whole(file), message));
        return Reading { value: None, findings };
    }
    let features = stack(stated.into_iter().map(|(_, stated)| stated).collect(), file, &mut findings);
    Reading { value: stamp.map(|stamp| Version { source: SOURCE.into(), stamp, features }), findings }
}

/// The moment in a file's name: its one run of nine or ten digits, seconds since 1970.
///
/// # Errors
/// No such run, or several.
pub fn stamp_in_name(file: &str) -> Result<Moment, String> {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let mut runs = name.split(|c: char| !c.is_ascii_digit()).filter(|run| matches!(run.len(), 9 | 10));
    match (runs.next().and_then(|run| run.parse().ok()), runs.next()) {
        (Some(seconds), None) => Ok(Moment::from_seconds(seconds)),
        _ => Err(format!("the file name '{name}' has not one time of ten digits; --date gives the moment")),
    }
}

/// Every polygon with its meaning, in the order of meanings.
fn stated(features: Vec<Feature>, file: &str, findings: &mut Vec<Finding>) -> Vec<(Meaning, Stated)> {
    let mut all = Vec::new();
    let (mut points, mut elsewhere) = (0, 0);
    for (index, feature) in features.into_iter().enumerate() {
        let place = Place { feature: Some(index), ..whole(file) };
        let text = |key: &str| feature.property(key).and_then(|v| v.as_str()).unwrap_or_default().to_owned();
        let (name, fill) = (tidy(&text("name")), text("fill"));
        let Some(Geometry { value, .. }) = feature.geometry else {
            let message = format!("the geometry of '{name}' is null: left out");
            findings.push(at(Severity::Warning, "null_geometry", place, message));
            continue;
        };
        let polygons = polygons(value);
        if polygons.is_empty() {
            points += 1;
            continue;
        }
        let (meaning, by_colour) = meaning(&name, &fill);
        let meaning = meaning.unwrap_or_else(|| {
            let message = format!("'{name}', painted '{fill}', has no known meaning: taken as unknown");
            findings.push(at(Severity::Warning, "unknown_name", place.clone(), message));
            Meaning::Unnamed
        });
        if meaning == Meaning::Elsewhere {
            elsewhere += 1;
            continue;
        }
        if by_colour && meaning != Meaning::Unnamed {
            let message = format!("'{name}' is taken by its colour, {fill}, to be {}", meaning.as_str());
            findings.push(at(Severity::Note, "unknown_name", place.clone(), message));
        }
        match rings(&polygons, &place) {
            Ok(rings) => all.extend(area(rings, &place, findings).map(|area| (meaning, meaning.state(name, area)))),
            Err(finding) => findings.push(*finding),
        }
    }
    if points + elsewhere > 0 {
        let message = format!("{points} points and {elsewhere} polygons of other territories left out");
        findings.push(at(Severity::Note, "left_out", whole(file), message));
    }
    all.sort_by_key(|(meaning, _)| *meaning);
    all
}

/// A name on one line: hard spaces and line ends become spaces.
fn tidy(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a feature means: by the key of its name, else its English or Ukrainian word, else its colour (then true).
fn meaning(name: &str, fill: &str) -> (Option<Meaning>, bool) {
    let parts: Vec<&str> = name.split("///").map(str::trim).collect();
    if let Some(key) = parts.iter().rev().find_map(|part| part.strip_prefix("geoJSON.")) {
        let known = by_key(key);
        return if known.is_some() { (known, false) } else { (by_colour(fill), true) };
    }
    if fill.eq_ignore_ascii_case(ELSEWHERE) {
        return (Some(Meaning::Elsewhere), false);
    }
    match parts.iter().rev().find_map(|part| by_word(&part.to_lowercase())) {
        Some(known) => (Some(known), false),
        None => (by_colour(fill), true),
    }
}

fn by_key(key: &str) -> Option<Meaning> {
    let word = key.split([' ', '{']).next().unwrap_or(key);
    match word {
        "status.occupied" | "territories.crimea" | "territories.tuzla" | "territories.ordlo" => Some(Meaning::Occupied),
        "status.unknown" => Some(Meaning::Contested),
        "status.dismissed" | "status.dismissed_at" | "zmiinyi_island" => Some(Meaning::TakenBack),
        _ if word.starts_with("territories.") => Some(Meaning::Elsewhere),
        _ => None,
    }
}

fn by_word(part: &str) -> Option<Meaning> {
    // Other countries first: some are called occupied too.
    const WORDS: [(&str, Meaning); 27] = [
        ("transnistria", Meaning::Elsewhere),
        ("придністров", Meaning::Elsewhere),
        ("abkhazia", Meaning::Elsewhere),
        ("tskhinvali", Meaning::Elsewhere),
        ("karelia", Meaning::Elsewhere),
        ("ichkeria", Meaning::Elsewhere),
        ("prussia", Meaning::Elsewhere),
        ("kuril", Meaning::Elsewhere),
        ("salla", Meaning::Elsewhere),
        ("petsamo", Meaning::Elsewhere),
        ("pechor", Meaning::Elsewhere),
        ("estonia", Meaning::Elsewhere),
        ("latvia", Meaning::Elsewhere),
        ("japan", Meaning::Elsewhere),
        ("unknown status", Meaning::Contested),
        ("contested", Meaning::Contested),
        ("під питанням", Meaning::Contested),
        ("статус невідомий", Meaning::Contested),
        ("liberated", Meaning::TakenBack),
        ("taken back", Meaning::TakenBack),
        ("звільнен", Meaning::TakenBack),
        ("occupied", Meaning::Occupied),
        ("окупован", Meaning::Occupied),
        ("cadr and calr", Meaning::Occupied),
        ("ордло", Meaning::Occupied),
        ("крим", Meaning::Occupied),
        ("зайняті ворогом", Meaning::Occupied),
    ];
    WORDS.iter().find(|(word, _)| part.contains(word)).map(|(_, meaning)| *meaning)
}

fn by_colour(fill: &str) -> Option<Meaning> {
    match fill.to_ascii_lowercase().as_str() {
        "#a52714" | "#880e4f" | "#000000" => Some(Meaning::Occupied),
        "#bcaaa4" | "#bdbdbd" => Some(Meaning::Contested),
        "#0f9d58" | "#0288d1" | "#01579b" => Some(Meaning::TakenBack),
        ELSEWHERE => Some(Meaning::Elsewhere),
        _ => None,
    }
}

impl Meaning {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Occupied => "occupied",
            Self::Contested => "contested",
            Self::TakenBack => "taken back",
            Self::Unnamed => "unknown",
            Self::Elsewhere => "elsewhere",
        }
    }

    fn state(self, word: String, area: edge_timeline::Area) -> Stated {
        let (status, holder) = match self {
            Self::Occupied => (Status::Held, Some(Party::RU)),
            Self::TakenBack => (Status::Held, Some(Party::UA)),
            Self::Contested => (Status::Contested, None),
            Self::Unnamed | Self::Elsewhere => (Status::Unknown, None),
        };
        Stated { status, holder, basis: Basis::Mapped, word, area }
    }
}
