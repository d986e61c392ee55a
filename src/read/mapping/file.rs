//! The mapping file itself.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::str::FromStr;

use serde::{Deserialize, Deserializer};
use toml::Spanned;

use super::{Day, Mapping, Meaning, Other, Rule, day};
use contactline_core::model::{Basis, DateFormat, Party, Status, without_mark};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    source: Spanned<String>,
    declaration: Option<String>,
    #[serde(default)]
    date: WrittenDate,
    status: Spanned<WrittenStatus>,
    holder: Option<WrittenHolder>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct WrittenDate {
    property: Option<String>,
    file_name: Option<Spanned<String>>,
    format: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenStatus {
    property: Option<String>,
    #[serde(default)]
    values: BTreeMap<String, Spanned<WrittenValue>>,
    all: Option<Spanned<WrittenMeaning>>,
    #[serde(deserialize_with = "word", default = "mapped")]
    basis: Basis,
    #[serde(default)]
    other: Other,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenHolder {
    property: String,
    values: BTreeMap<String, Word<Party>>,
}

/// A status with its holder, or the word `drop`.
#[derive(Deserialize)]
#[serde(untagged, expecting = "wanted { status = \"held\", holder = \"RU\" } or \"drop\"")]
enum WrittenValue {
    Means(Loose),
    Word(String),
}

/// As [`WrittenMeaning`], its words not looked at yet, so that what is wrong with them can be told.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Loose {
    status: String,
    holder: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenMeaning {
    #[serde(deserialize_with = "word")]
    status: Status,
    holder: Option<Word<Party>>,
}

/// One of our words.
struct Word<T>(T);

impl<'de, T: FromStr<Err: Display>> Deserialize<'de> for Word<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        word(deserializer).map(Self)
    }
}

fn word<'de, D: Deserializer<'de>, T: FromStr<Err: Display>>(deserializer: D) -> Result<T, D::Error> {
    String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
}

const fn mapped() -> Basis {
    Basis::Mapped
}

/// The mapping in a text.
///
/// # Errors
/// The line, and what is wrong there.
pub(super) fn mapping(text: &str) -> Result<Mapping, String> {
    let line = |start: usize| text.get(..start).map_or(1, |before| 1 + before.matches('\n').count());
    let text = without_mark(text);
    let written: Written = toml::from_str(text).map_err(|e| match e.span() {
        Some(span) => format!("line {}: {}", line(span.start), e.message()),
        None => e.message().to_owned(),
    })?;
    let wrong = |start: usize, message: &str| format!("line {}: {message}", line(start));
    let id = written.source;
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if id.get_ref().is_empty() || !id.get_ref().chars().all(plain) {
        return Err(wrong(id.span().start, "the id of a source; wanted lower-case letters, digits and hyphens"));
    }
    let form = written.date.format.map(|form| {
        let start = form.span().start;
        form.get_ref().parse::<DateFormat>().map_err(|e| wrong(start, &e.to_string())).map(|form| (start, form))
    });
    let form = form.transpose()?;
    if let (Some((start, _)), None) = (&form, &written.date.property) {
        return Err(wrong(*start, "a format goes with a property"));
    }
    let day = match (written.date.property, written.date.file_name) {
        (Some(property), None) => Day::Property(property, form.map(|(_, form)| form)),
        (None, Some(name)) => {
            let start = name.span().start;
            Day::Name(day::Pattern::new(name.get_ref()).map_err(|message| wrong(start, &message))?)
        }
        (None, None) => Day::Told,
        (Some(_), Some(name)) => {
            return Err(wrong(name.span().start, "a property and a file_name; wanted one of them"));
        }
    };
    let start = written.status.span().start;
    let status = written.status.into_inner();
    let holder = written.holder;
    let by_property = holder.is_some();
    let checked = |start: usize, status: Status, holder: Option<Party>| match (status, holder) {
        (Status::Held | Status::Claimed, None) if !by_property => {
            Err(wrong(start, &format!("'{status}' by whom; wanted a holder such as RU or UA, or a table [holder]")))
        }
        (Status::Contested, Some(_)) => Err(wrong(start, "'contested' has no holder")),
        _ => Ok(Meaning { status, holder }),
    };
    let rule = match (status.property, status.all) {
        (Some(property), None) => {
            if status.values.is_empty() {
                return Err(wrong(start, "a property without values; wanted [status.values]"));
            }
            let value = |(name, value): (String, Spanned<WrittenValue>)| {
                let start = value.span().start;
                let told = |e: &dyn Display| wrong(start, &e.to_string());
                let meaning = match value.into_inner() {
                    WrittenValue::Word(drop) if drop == "drop" => None,
                    WrittenValue::Word(other) => {
                        let message = format!("'{other}'; wanted {{ status = \"held\", holder = \"RU\" }} or \"drop\"");
                        return Err(wrong(start, &message));
                    }
                    WrittenValue::Means(means) => {
                        let status = means.status.parse::<Status>().map_err(|e| told(&e))?;
                        let holder = means.holder.map(|h| h.parse::<Party>().map_err(|e| told(&e))).transpose()?;
                        Some(checked(start, status, holder)?)
                    }
                };
                Ok((name, meaning))
            };
            Rule::By(property, status.values.into_iter().map(value).collect::<Result<_, String>>()?)
        }
        (None, Some(all)) => {
            let start = all.span().start;
            let all = all.into_inner();
            Rule::All(checked(start, all.status, all.holder.map(|h| h.0))?)
        }
        _ => return Err(wrong(start, "wanted a property with values, or all")),
    };
    Ok(Mapping {
        source: id.into_inner(),
        declaration: written.declaration,
        day,
        rule,
        holder: holder.map(|h| (h.property, h.values.into_iter().map(|(name, Word(party))| (name, party)).collect())),
        basis: status.basis,
        other: status.other,
    })
}
