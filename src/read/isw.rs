//! The control maps of the Institute for the Study of War: layers of polygons, one a file or several in one; what a layer
//! means is in its name, which stands in the file's name or in a property.

use std::collections::BTreeMap;

use geojson::Feature;
use serde_json::Value;

use super::collection::Collected;
use super::mapping::{day_of, one_day};
use super::parts::{area, at, plausible, polygons, rings, whole};
use super::stack::{Stated, stack};
use super::{Format, Told};
use contactline_core::model::{Basis, Date, Finding, Moment, Party, Place, Reading, Severity, Status, Version};
use edge_timeline::Area;

/// The id of the source.
pub const SOURCE: &str = "isw";

/// Properties in which a layer's name may stand.
pub(super) const LAYER: [&str; 3] = ["layer", "layer_type", "Layer"];

/// What a layer states, in the order in which one counts where two overlap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Meaning {
    Control,
    Advance,
    ClaimedByRussia,
    CounterOffensive,
}

/// The version in a file: assessed control is held, advances and infiltration are contested, what a side says it took is
/// claimed. The day is `date`, else the file name's, else that of a property.
#[must_use]
pub fn read(bytes: &[u8], file: &str, date: Option<Date>, today: Date) -> Reading<Version> {
    Format::Isw.read(bytes, file, date.map(Date::start), today)
}

/// Where no property tells the layer, it is the one that was told, and not what the file's name says.
pub(super) fn of(collected: Collected, file: &str, told: &Told<'_>, today: Date) -> Reading<Version> {
    let mut findings = collected.findings;
    let mut features: Vec<(usize, Feature)> = collected.features.into_iter().enumerate().collect();
    let date = day_of_file(&mut features, file, told.stamp.map(Moment::date));
    let date = date.and_then(|date| plausible(date, today).map_err(|message| ("bad_date", message)));
    let date = date.map_err(|(code, message)| findings.push(at(Severity::Error, code, whole(file), message))).ok();
    let named = told.layer.map_or_else(|| layer_in_name(file), Into::into);
    let stated = stated(features, &named, file, &mut findings);
    // A polygon that cannot be mended would read as silence: the file is refused whole.
    if findings.iter().any(|f| f.severity == Severity::Error) {
        return Reading { value: None, findings };
    }
    if stated.is_empty() {
        // A file of partisans or fortifications says nothing of control: it is left out, and that has been told.
        if findings.iter().any(|f| f.code == "left_out") && is_silent(&named) {
            return Reading { value: None, findings };
        }
        let message = "no polygon of a known layer; --layer names it, such as RussianAssessedCoTinUkraine".into();
        findings.push(at(Severity::Error, "empty", whole(file), message));
        return Reading { value: None, findings };
    }
    let features = stack(stated.into_iter().map(|(_, stated)| stated).collect(), file, &mut findings);
    Reading { value: date.map(|date| Version { source: SOURCE.into(), stamp: date.start(), features }), findings }
}

/// The day a file's name begins with: `20220320_...`, `20230501`, `2023-11-23`.
///
/// # Errors
/// Another beginning, or no day of the calendar.
pub fn date_in_name(file: &str) -> Result<Date, String> {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let digits: String = name.chars().filter(|c| *c != '-').take_while(char::is_ascii_digit).collect();
    let part = |range: std::ops::Range<usize>| digits.get(range).and_then(|d| d.parse::<i16>().ok());
    let day = (part(0..4).zip(part(4..6)).zip(part(6..8))).filter(|_| digits.len() == 8);
    let day = day.and_then(|((y, m), d)| Date::from_ymd(y, i8::try_from(m).ok()?, i8::try_from(d).ok()?));
    day.ok_or_else(|| format!("the file name '{name}' does not begin with a day; --date gives it"))
}

/// The day of the file: told, else in its name, else in the features' own day (`date`, or `datetime` in milliseconds), else
/// when they were last edited. A file of several days has to be told which is meant; then only its features are left.
fn day_of_file(
    features: &mut Vec<(usize, Feature)>,
    file: &str,
    told: Option<Date>,
) -> Result<Date, (&'static str, String)> {
    let in_name = date_in_name(file);
    if let (None, Ok(date)) = (told, &in_name) {
        return Ok(*date);
    }
    let of = |feature: &Feature, keys: &[&str]| keys.iter().find_map(|key| feature.property(key).and_then(day_of));
    let own = |feature: &Feature| of(feature, &["date", "datetime", "Datetime", "DateTime"]);
    if features.iter().any(|(_, f)| own(f).is_some()) {
        return one_day(features, own, "datetime", told.map(Date::start)).map(Moment::date);
    }
    let edited = || features.iter().filter_map(|(_, f)| of(f, &["EditDate", "editdate", "last_edited_date"])).max();
    told.or_else(|| edited().map(Moment::date))
        .ok_or_else(|| ("bad_date", in_name.err().unwrap_or_default() + "; nor does a property EditDate or datetime"))
}

/// What each layer states, in the order of meanings.
fn stated(
    features: Vec<(usize, Feature)>,
    in_name: &str,
    file: &str,
    findings: &mut Vec<Finding>,
) -> Vec<(Meaning, Stated)> {
    let mut by_layer: BTreeMap<(Meaning, String), Vec<Area>> = BTreeMap::new();
    let mut left_out: BTreeMap<String, usize> = BTreeMap::new();
    for (index, feature) in features {
        let place = Place { feature: Some(index), ..whole(file) };
        let in_property = LAYER.iter().find_map(|key| feature.property(key).and_then(Value::as_str));
        let layer = in_property.unwrap_or(in_name).to_owned();
        let Some(meaning) = meaning(&layer) else {
            *left_out.entry(layer).or_default() += 1;
            continue;
        };
        let Some(geometry) = feature.geometry else {
            findings.push(at(Severity::Note, "null_geometry", place, "the geometry is null: left out".into()));
            continue;
        };
        match rings(&polygons(geometry.value), &place) {
            Ok(rings) if rings.is_empty() => *left_out.entry(layer).or_default() += 1,
            Ok(rings) => by_layer.entry((meaning, layer)).or_default().extend(area(rings, &place, findings)),
            Err(finding) => findings.push(*finding),
        }
    }
    for (layer, count) in left_out {
        let message = format!("{count} features of layer '{layer}' left out");
        findings.push(at(Severity::Note, "left_out", whole(file), message));
    }
    let one = |((meaning, layer), areas): ((Meaning, String), Vec<Area>)| {
        (meaning, meaning.state(layer, edge_timeline::overlay::union(&areas)))
    };
    by_layer.into_iter().map(one).collect()
}

/// What follows the day in a file's name.
pub(super) fn layer_in_name(file: &str) -> String {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    stem.trim_start_matches(|c: char| c.is_ascii_digit() || c == '-' || c == '_').to_owned()
}

/// What a layer of that name states; none for fortifications, partisans and the like.
fn meaning(layer: &str) -> Option<Meaning> {
    let name = layer.to_lowercase();
    let has = |word: &str| name.contains(word);
    if has("counteroffensive") || has("ウクライナ軍反撃") {
        Some(Meaning::CounterOffensive)
    } else if is_silent(layer) {
        None
    } else if has("claimed") {
        has("russia").then_some(Meaning::ClaimedByRussia)
    } else if has("advance") || has("infiltration") || has("ロシア軍侵攻") {
        Some(Meaning::Advance)
    } else if has("cotin") || has("control") || has("ロシア軍支配") {
        Some(Meaning::Control)
    } else {
        None
    }
}

/// Whether a layer of that name is one of this publisher's, whatever it says.
pub(super) fn is_known(layer: &str) -> bool {
    let name = layer.to_lowercase();
    let theirs = ["russia", "ukrain", "ロシア", "ウクライナ"].iter().any(|word| name.contains(word));
    is_silent(layer) || theirs && meaning(layer).is_some()
}

/// Whether a layer is known to say nothing of control in Ukraine.
fn is_silent(layer: &str) -> bool {
    let name = layer.to_lowercase();
    ["partisan", "fortification", "kursk"].iter().any(|word| name.contains(word))
}

impl Meaning {
    fn state(self, word: String, area: Area) -> Stated {
        let (status, holder, basis) = match self {
            Self::Control => (Status::Held, Some(Party::RU), Basis::Assessed),
            Self::Advance => (Status::Contested, None, Basis::Assessed),
            Self::ClaimedByRussia => (Status::Claimed, Some(Party::RU), Basis::Announced),
            Self::CounterOffensive => (Status::Claimed, Some(Party::UA), Basis::Announced),
        };
        Stated { status, holder, basis, word, area }
    }
}
