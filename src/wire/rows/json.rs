//! Rows of JSON: the value is passed on as it stands, the answer follows as members of its own.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::geometry::Position;

use super::answer::{self, Answer, Worker};
use super::{Kept, Renderer, RowFormat, RowOptions};

/// Members that are added, each after the prefix.
const ADDED: [&str; 5] = ["region", "verdict", "control", "regimes", "error"];

/// The members of an object that matter.
#[derive(Default)]
struct Members<'a> {
    empty: bool,
    lon: Option<(usize, &'a RawValue)>,
    lat: Option<(usize, &'a RawValue)>,
    date: Option<(usize, &'a RawValue)>,
    kind: Option<&'a RawValue>,
    geometry: Option<&'a RawValue>,
    properties: Option<&'a RawValue>,
    /// A member that would be added and is already there.
    taken: Option<String>,
}

impl Members<'_> {
    /// # Errors
    /// When a member that would be added is already there: nothing of the row may be lost or stand twice.
    fn refuse_taken(&self) -> Result<(), String> {
        self.taken.as_ref().map_or(Ok(()), |name| {
            Err(format!(
                "there is already a member '{name}'; give a prefix for the names of the members that are added"
            ))
        })
    }
}

/// A row that was understood: where its answer goes, and the place and date it asks about.
struct Question<'a> {
    before: Cow<'a, str>,
    after: Cow<'a, str>,
    empty: bool,
    position: Result<Position, String>,
    date: Option<Cow<'a, [u8]>>,
}

/// Appends the row with its answer, or its error.
pub(super) fn answer(renderer: &Renderer, row: &[u8], number: u64, worker: &mut Worker, out: &mut Vec<u8>) -> Kept {
    let body = row.trim_ascii();
    let question = std::str::from_utf8(body).map_err(|e| e.to_string()).and_then(|text| question(renderer, text));
    let kept = match question {
        Ok(question) => write_answered(renderer, question, worker, out),
        Err(error) => {
            write_refused(renderer, body, number, &error, out);
            Kept::Refused
        }
    };
    if renderer.format == RowFormat::NdJson {
        out.extend_from_slice(if row.ends_with(b"\r\n") { b"\r\n" } else { b"\n" });
    }
    kept
}

fn write_answered(renderer: &Renderer, question: Question<'_>, worker: &mut Worker, out: &mut Vec<u8>) -> Kept {
    out.extend_from_slice(question.before.as_bytes());
    if !question.empty {
        out.push(b',');
    }
    let date = question.date.as_deref();
    let answer = question.position.and_then(|position| renderer.answers.answer(position, date, worker));
    match &answer {
        Ok(answer) => write_members(renderer, answer, out),
        Err(error) => write_error(&renderer.options.prefix, error, out),
    }
    out.extend_from_slice(question.after.as_bytes());
    Kept::of(&answer)
}

/// Reads a row.
///
/// # Errors
/// When its form is none of those known.
fn question<'a>(renderer: &Renderer, text: &'a str) -> Result<Question<'a>, String> {
    let options = &renderer.options;
    let wanted_feature = renderer.format == RowFormat::FeatureCollection;
    match text.as_bytes().first() {
        Some(b'{') => {
            let members = members(text, options)?;
            if members.kind.is_some_and(|kind| kind.get() == "\"Feature\"") {
                of_feature(text, &members, options)
            } else if wanted_feature {
                Err("not a GeoJSON feature".into())
            } else {
                of_object(text, &members)
            }
        }
        Some(b'[') if !wanted_feature => of_array(text),
        _ if wanted_feature => Err("not a GeoJSON feature".into()),
        _ => Err("not an object with lon and lat, an array [lon, lat] or a GeoJSON point feature".into()),
    }
}

fn of_object<'a>(text: &'a str, members: &Members<'a>) -> Result<Question<'a>, String> {
    members.refuse_taken()?;
    let (before, after) = text.split_at(text.len() - 1);
    let number = |member: Option<(usize, &'a RawValue)>, what| {
        answer::number(member.map(|(_, raw)| scalar(raw)).as_deref(), what, false)
    };
    let position = answer::position(number(members.lon, "lon"), number(members.lat, "lat"));
    let date = members.date.map(|(_, raw)| scalar(raw));
    Ok(Question { before: before.into(), after: after.into(), empty: members.empty, position, date })
}

fn of_array(text: &str) -> Result<Question<'_>, String> {
    let items: Vec<&RawValue> = serde_json::from_str(text).map_err(|e| e.to_string())?;
    let ([lon, lat] | [lon, lat, _]) = items.as_slice() else {
        return Err(format!("an array of {}; wanted [lon, lat] or [lon, lat, date]", items.len()));
    };
    let mut before = format!("{{\"lon\":{},\"lat\":{}", lon.get(), lat.get());
    if let Some(date) = items.get(2) {
        before.push_str(",\"date\":");
        before.push_str(date.get());
    }
    let number = |raw, what| answer::number(Some(&scalar(raw)), what, false);
    let position = answer::position(number(lon, "lon"), number(lat, "lat"));
    let date = items.get(2).map(|raw| scalar(raw));
    Ok(Question { before: before.into(), after: "}".into(), empty: false, position, date })
}

fn of_feature<'a>(text: &'a str, feature: &Members<'a>, options: &RowOptions) -> Result<Question<'a>, String> {
    let position = match feature.geometry {
        Some(geometry) => of_geometry(geometry),
        None => Err("the feature has no geometry; wanted a Point".into()),
    };
    let Some(properties) = feature.properties else {
        let before = format!("{},\"properties\":{{", &text[..text.len() - 1]);
        return Ok(Question { before: before.into(), after: "}}".into(), empty: true, position, date: None });
    };
    let properties = properties.get();
    let from = properties.as_ptr().addr() - text.as_ptr().addr();
    let to = from + properties.len();
    if properties == "null" {
        let before = format!("{}{{", &text[..from]);
        let after = format!("}}{}", &text[to..]);
        return Ok(Question { before: before.into(), after: after.into(), empty: true, position, date: None });
    }
    if !properties.starts_with('{') {
        return Err("the feature's properties are no object".into());
    }
    let members = members(properties, options)?;
    members.refuse_taken()?;
    let date = members.date.map(|(_, raw)| scalar(raw));
    Ok(Question { before: text[..to - 1].into(), after: text[to - 1..].into(), empty: members.empty, position, date })
}

fn of_geometry(geometry: &RawValue) -> Result<Position, String> {
    #[derive(Deserialize)]
    struct Geometry<'a> {
        #[serde(rename = "type", borrow)]
        kind: Cow<'a, str>,
        #[serde(borrow)]
        coordinates: Option<&'a RawValue>,
    }
    if geometry.get() == "null" {
        return Err("the feature's geometry is null; wanted a Point".into());
    }
    let read: Geometry<'_> = serde_json::from_str(geometry.get()).map_err(|e| format!("geometry: {e}"))?;
    if read.kind != "Point" {
        return Err(format!("the feature's geometry is a {}; wanted a Point", read.kind));
    }
    let coordinates = read.coordinates.map_or("[]", RawValue::get);
    let numbers: Vec<&RawValue> = serde_json::from_str(coordinates).map_err(|e| format!("coordinates: {e}"))?;
    let [lon, lat, ..] = numbers.as_slice() else { return Err("the point has no coordinates".into()) };
    let number = |raw: &RawValue, what| answer::number(Some(raw.get().as_bytes()), what, false);
    answer::position(number(lon, "lon"), number(lat, "lat"))
}

/// What a number or string says; nothing for null. Anything else as it is written.
fn scalar(raw: &RawValue) -> Cow<'_, [u8]> {
    match raw.get().as_bytes() {
        b"null" => b"".into(),
        [b'"', ..] => match serde_json::from_str::<Cow<'_, str>>(raw.get()) {
            Ok(text) => text.into_owned().into_bytes().into(),
            Err(_) => raw.get().as_bytes().into(),
        },
        text => text.into(),
    }
}

fn write_members(renderer: &Renderer, answer: &Answer<'_>, out: &mut Vec<u8>) {
    let name = |name: &str, out: &mut Vec<u8>| write_name(&renderer.options.prefix, name, out);
    name("region", out);
    write_word(answer.region(), out);
    out.push(b',');
    name("verdict", out);
    write_word(Some(answer.classified.verdict.kind.as_str()), out);
    out.push(b',');
    name("control", out);
    out.push(b'[');
    for (number, (id, stated)) in renderer.answers.source_ids().zip(renderer.answers.stated(answer)).enumerate() {
        out.extend_from_slice(if number == 0 { b"{\"source\":\"" } else { b",{\"source\":\"" });
        out.extend_from_slice(id.as_bytes());
        out.extend_from_slice(b"\",\"status\":\"");
        out.extend_from_slice(stated.status.as_str().as_bytes());
        out.extend_from_slice(b"\",\"holder\":");
        write_word(stated.holder.as_ref().map(|holder| holder.as_str()), out);
        out.extend_from_slice(b",\"version\":");
        if let Some(version) = stated.version {
            out.push(b'"');
            renderer.answers.write_version(number, version, out);
            out.push(b'"');
        } else {
            out.extend_from_slice(b"null");
        }
        out.extend_from_slice(b",\"distance_m\":");
        match stated.distance_m {
            Some(metres) => answer::write_metres(metres, out),
            None => out.extend_from_slice(b"null"),
        }
        out.push(b'}');
    }
    out.push(b']');
    if !answer.classified.regimes.is_empty() {
        out.push(b',');
        name("regimes", out);
        let regimes = renderer.answers.regime_ids().zip(&answer.classified.regimes);
        for (number, (id, screened)) in regimes.enumerate() {
            out.extend_from_slice(if number == 0 { b"{\"" } else { b",\"" });
            out.extend_from_slice(id.as_bytes());
            out.extend_from_slice(b"\":");
            write_word(Some(screened.applies.as_str()), out);
        }
        out.push(b'}');
    }
    if let Some(hint) = &answer.hint {
        out.push(b',');
        name("error", out);
        write_string(hint, out);
    }
}

fn write_error(prefix: &str, error: &str, out: &mut Vec<u8>) {
    for (name, value) in [("region", "null,"), ("verdict", "null,"), ("control", "[],"), ("error", "")] {
        write_name(prefix, name, out);
        out.extend_from_slice(value.as_bytes());
    }
    write_string(error, out);
}

/// Appends what stands for a row that could not be read: why, where, and the row itself as a string.
fn write_refused(renderer: &Renderer, body: &[u8], number: u64, error: &str, out: &mut Vec<u8>) {
    let feature = renderer.format == RowFormat::FeatureCollection;
    if feature {
        out.extend_from_slice(b"{\"type\":\"Feature\",\"geometry\":null,\"properties\":");
    }
    out.extend_from_slice(b"{\"error\":");
    write_string(error, out);
    let (name, number) = if renderer.format == RowFormat::NdJson { ("line", number) } else { ("index", number - 1) };
    out.extend_from_slice(format!(",\"{name}\":{number},\"input\":").as_bytes());
    write_string(&String::from_utf8_lossy(body), out);
    out.extend_from_slice(if feature { b"}}" } else { b"}" });
}

fn write_name(prefix: &str, name: &str, out: &mut Vec<u8>) {
    if prefix.is_empty() {
        out.push(b'"');
        out.extend_from_slice(name.as_bytes());
        out.push(b'"');
    } else {
        write_string(&format!("{prefix}{name}"), out);
    }
    out.push(b':');
}

/// Appends a word that needs no escapes, or null.
fn write_word(word: Option<&str>, out: &mut Vec<u8>) {
    let Some(word) = word else { return out.extend_from_slice(b"null") };
    out.push(b'"');
    out.extend_from_slice(word.as_bytes());
    out.push(b'"');
}

fn write_string(text: &str, out: &mut Vec<u8>) {
    // Text always has a JSON form, and a `Vec` takes everything written.
    drop(serde_json::to_writer(out, text));
}

fn members<'a>(text: &'a str, options: &RowOptions) -> Result<Members<'a>, String> {
    let mut json = serde_json::Deserializer::from_str(text);
    let read = Seed(options).deserialize(&mut json).and_then(|members| json.end().map(|()| members));
    read.map_err(|e| format!("not JSON: {e}"))
}

struct Seed<'o>(&'o RowOptions);

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Members<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Members<'de>, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Members<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<'de>, A::Error> {
        let Self(options) = self;
        let mut members = Members { empty: true, ..Members::default() };
        while let Some(Name(name)) = map.next_key()? {
            members.empty = false;
            let looked_for = [
                (&mut members.lon, &options.lon, answer::LON),
                (&mut members.lat, &options.lat, answer::LAT),
                (&mut members.date, &options.date, answer::DATE),
            ];
            let ranked = looked_for.into_iter().find_map(|(member, given, usual)| {
                answer::rank(&name, given.as_deref(), usual).map(|rank| (member, rank))
            });
            if let Some((member, rank)) = ranked {
                let value = map.next_value()?;
                if member.is_none_or(|(best, _)| rank <= best) {
                    *member = Some((rank, value));
                }
                continue;
            }
            match name.as_ref() {
                "type" => members.kind = Some(map.next_value()?),
                "geometry" => members.geometry = Some(map.next_value()?),
                "properties" => members.properties = Some(map.next_value()?),
                name => {
                    let added = name.strip_prefix(options.prefix.as_str());
                    if added.is_some_and(|added| ADDED.contains(&added)) {
                        members.taken = Some(name.to_owned());
                    }
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(members)
    }
}

/// A member's name, borrowed where it has no escapes.
#[derive(Deserialize)]
struct Name<'a>(#[serde(borrow)] Cow<'a, str>);
