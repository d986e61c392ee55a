//! Rows of JSON: the value is passed on as it stands, the answer follows as members of its own.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use edge_timeline::Position;

use super::answer::{Answer, Answers, Worker};
use super::cells;
use super::json_point::{crs_of, of_geometry};
use super::json_shape::{Part, Shape};
use super::lines::trimmed;
use super::names;
use super::{Kept, Renderer, RowFormat};

/// The members of an object that matter.
#[derive(Default)]
struct Members<'a> {
    empty: bool,
    lon: Option<(usize, &'a RawValue)>,
    lat: Option<(usize, &'a RawValue)>,
    date: Option<(usize, &'a RawValue)>,
    kind: Option<&'a RawValue>,
    geometry: Option<&'a RawValue>,
    crs: Option<&'a RawValue>,
    properties: Option<&'a RawValue>,
    /// A member that would be added and is already there.
    taken: Option<String>,
    /// A member that may be a date, in rows of which the first had none.
    may_be_date: Option<String>,
}

impl Members<'_> {
    /// # Errors
    /// When a member that would be added is already there: nothing of the row may be lost or stand twice.
    fn refuse_taken(&self, shape: &Shape) -> Result<(), String> {
        if let (None, Some(name)) = (self.date, &self.may_be_date) {
            let (name, options) = (names::shown(name), shape.date_options());
            return Err(format!("'{name}' may be the date of the row, and the first rows have none; {options}"));
        }
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
pub(super) fn answer(
    renderer: &Renderer,
    shape: &Shape,
    row: &[u8],
    number: u64,
    worker: &mut Worker,
    out: &mut Vec<u8>,
) -> Kept {
    let body = trimmed(row);
    let text = std::str::from_utf8(body).map_err(|_| renderer.answers.not_utf8());
    let question = text.and_then(|text| question(renderer.format, shape, text));
    let kept = match question {
        Ok(question) => write_answered(&renderer.answers, shape, question, worker, out),
        Err(error) => {
            write_refused(renderer.format, body, number, &error, out);
            Kept::Refused
        }
    };
    match (renderer.format, row) {
        (RowFormat::NdJson, [.., b'\r', b'\n']) => out.extend_from_slice(b"\r\n"),
        (RowFormat::NdJson, [.., b'\r']) => out.push(b'\r'),
        (RowFormat::JsonSeq, [.., 0x1E]) => out.extend_from_slice(b"\n\x1E"),
        (RowFormat::NdJson | RowFormat::JsonSeq, _) => out.push(b'\n'),
        _ => {}
    }
    kept
}

fn write_answered(
    answers: &Answers,
    shape: &Shape,
    question: Question<'_>,
    worker: &mut Worker,
    out: &mut Vec<u8>,
) -> Kept {
    out.extend_from_slice(question.before.as_bytes());
    if !question.empty {
        out.push(b',');
    }
    let date = question.date.as_deref();
    let answer = question.position.and_then(|position| answers.answer(position, date, worker));
    match &answer {
        Ok(answer) => write_members(answers, shape, answer, out),
        Err(error) => write_error(shape, error, out),
    }
    out.extend_from_slice(question.after.as_bytes());
    Kept::of(&answer)
}

/// Reads a row.
///
/// # Errors
/// When its form is none of those known.
fn question<'a>(format: RowFormat, shape: &Shape, text: &'a str) -> Result<Question<'a>, String> {
    let wanted_feature = format == RowFormat::FeatureCollection;
    match text.as_bytes().first() {
        Some(b'{') => {
            let members = members(text, shape)?;
            if members.kind.is_some_and(|kind| kind.get() == "\"Feature\"") {
                of_feature(text, &members, shape)
            } else if wanted_feature {
                Err("not a GeoJSON feature".into())
            } else {
                of_object(text, &members, shape)
            }
        }
        Some(b'[') if !wanted_feature => of_array(text),
        _ if wanted_feature => Err("not a GeoJSON feature".into()),
        _ => Err("not an object with lon and lat, an array [lon, lat] or a GeoJSON point feature".into()),
    }
}

fn of_object<'a>(text: &'a str, members: &Members<'a>, shape: &Shape) -> Result<Question<'a>, String> {
    members.refuse_taken(shape)?;
    let (before, after) = text.split_at(text.len() - 1);
    let number = |member: Option<(usize, &'a RawValue)>, what| {
        cells::number(member.map(|(_, raw)| scalar(raw)).as_deref(), what)
    };
    let position = cells::position(number(members.lon, "lon"), number(members.lat, "lat"));
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
    let number = |raw, what| cells::number(Some(&scalar(raw)), what);
    let position = cells::position(number(lon, "lon"), number(lat, "lat"));
    let date = items.get(2).map(|raw| scalar(raw));
    Ok(Question { before: before.into(), after: "}".into(), empty: false, position, date })
}

fn of_feature<'a>(text: &'a str, feature: &Members<'a>, shape: &Shape) -> Result<Question<'a>, String> {
    let position = match feature.geometry {
        Some(geometry) => match feature.crs {
            Some(member) => of_geometry(geometry, crs_of(member.get().as_bytes())?),
            None => of_geometry(geometry, shape.crs),
        },
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
    let members = members(properties, shape)?;
    members.refuse_taken(shape)?;
    let date = members.date.map(|(_, raw)| scalar(raw));
    Ok(Question { before: text[..to - 1].into(), after: text[to - 1..].into(), empty: members.empty, position, date })
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

fn write_members(answers: &Answers, shape: &Shape, answer: &Answer<'_>, out: &mut Vec<u8>) {
    let value = |column, out: &mut Vec<u8>| {
        let before = out.len();
        answers.write(answer, column, b'.', &write_string, out);
        if out.len() == before {
            out.extend_from_slice(b"null");
        }
    };
    let mut separator = Separator::default();
    for (name, part) in shape.parts() {
        if matches!(part, Part::Error) && answer.hint.is_none() {
            continue;
        }
        separator.write(out);
        out.extend_from_slice(name);
        match part {
            Part::Column(column) => value(*column, out),
            Part::Error => drop(answer.hint.as_ref().map(|hint| write_string(hint, out))),
            Part::Control(sources) => {
                out.push(b'[');
                let mut separator = Separator::default();
                for source in sources {
                    separator.write(out);
                    out.extend_from_slice(&source.begin);
                    for (name, column) in &source.facts {
                        out.extend_from_slice(name);
                        value(*column, out);
                    }
                    out.push(b'}');
                }
                out.push(b']');
            }
            Part::Regimes(regimes) => {
                out.push(b'{');
                let mut separator = Separator::default();
                for (name, column) in regimes {
                    separator.write(out);
                    out.extend_from_slice(name);
                    value(*column, out);
                }
                out.push(b'}');
            }
        }
    }
}

/// A comma before every thing but the first.
#[derive(Default)]
struct Separator {
    is_due: bool,
}

impl Separator {
    fn write(&mut self, out: &mut Vec<u8>) {
        if std::mem::replace(&mut self.is_due, true) {
            out.push(b',');
        }
    }
}

fn write_error(shape: &Shape, error: &str, out: &mut Vec<u8>) {
    let mut separator = Separator::default();
    for (name, part) in shape.parts() {
        let value: &[u8] = match part {
            Part::Column(_) => b"null",
            Part::Control(_) => b"[]",
            Part::Regimes(_) => continue,
            Part::Error => b"",
        };
        separator.write(out);
        out.extend_from_slice(name);
        out.extend_from_slice(value);
        if matches!(part, Part::Error) {
            write_string(error, out);
        }
    }
}

/// Appends what stands for a row that could not be read: why, where, and the row itself as a string.
fn write_refused(format: RowFormat, body: &[u8], number: u64, error: &str, out: &mut Vec<u8>) {
    let feature = format == RowFormat::FeatureCollection;
    if feature {
        out.extend_from_slice(b"{\"type\":\"Feature\",\"geometry\":null,\"properties\":");
    }
    out.extend_from_slice(b"{\"error\":");
    write_string(error, out);
    let (name, number) = match format {
        RowFormat::NdJson => ("line", number),
        // What stands before the first separator is counted, and is none.
        RowFormat::JsonSeq => ("record", number.saturating_sub(1)),
        _ => ("index", number.saturating_sub(1)),
    };
    out.extend_from_slice(format!(",\"{name}\":{number},\"input\":").as_bytes());
    write_string(&String::from_utf8_lossy(body), out);
    out.extend_from_slice(if feature { b"}}" } else { b"}" });
}

pub(super) fn write_string(text: &str, out: &mut Vec<u8>) {
    // Text always has a JSON form, and a `Vec` takes everything written.
    drop(serde_json::to_writer(out, text));
}

fn members<'a>(text: &'a str, shape: &Shape) -> Result<Members<'a>, String> {
    let mut json = serde_json::Deserializer::from_str(text);
    let read = Seed(shape).deserialize(&mut json).and_then(|members| json.end().map(|()| members));
    read.map_err(|e| format!("not JSON: {e}"))
}

struct Seed<'s>(&'s Shape);

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
        let Self(shape) = self;
        let mut members = Members { empty: true, ..Members::default() };
        while let Some(Name(name)) = map.next_key()? {
            members.empty = false;
            let looked_for = [
                (&mut members.lon, &shape.names.lon),
                (&mut members.lat, &shape.names.lat),
                (&mut members.date, &shape.names.date),
            ];
            let ranked =
                looked_for.into_iter().find_map(|(member, names)| names.rank(&name).map(|rank| (member, rank)));
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
                "crs" => members.crs = Some(map.next_value()?),
                name => {
                    if shape.adds(name) {
                        members.taken = Some(name.to_owned());
                    }
                    if shape.names.may_be_date(name) {
                        members.may_be_date = Some(name.to_owned());
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
