//! Evidence: what was answered about a place on a day, written down so that it can be shown, signed, and asked again.
//!
//! The document is one JSON object. It is shown as a page ([`page()`]) that carries it, and compared with what is answered now
//! ([`verify`]). What it states is what the questions `at` and `regimes` answered: nothing is decided here.

mod compare;
mod page;
mod picture;
mod signature;

pub use compare::{Difference, Verified, embedded, stated_language, verify};
pub use page::page;
pub use signature::{SignError, SignatureState, sign};

use picture::picture;
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::questions::{Context, Form, QUESTIONS, Reply};
use crate::request::{Refusal, Words};
use crate::wire::language::spoken;
use crate::wire::{PROVENANCE, Provenance};
use contactline_core::model::{Date, Language, Moment, Source, Text};

/// What the document says of its own form.
const KIND: &str = "contactline-evidence";
/// Raised whenever its members come to mean something else.
const FORM: u64 = 1;
/// The questions that it states the answers of.
pub const ASKED: [&str; 2] = ["at", "regimes"];

/// A file that the data were loaded from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FileUsed {
    /// Its path in its folder.
    pub path: String,
    /// Its SHA-256, 64 hexadecimal digits.
    pub sha256: String,
    /// The source whose statement it is, where it is one's.
    pub source: Option<String>,
    /// The version of that source, where it holds one.
    pub version: Option<String>,
    /// Its licence.
    pub licence: String,
    /// Who is to be named with it.
    pub attribution: String,
}

/// What a document of evidence proves.
const PROVES: Text = Text::new(
    "This program, asked this question of the files listed here, answered this. Whoever has the same files and the same version of the \
     program can ask again (contactline verify). A signature, where there is one, shows that nothing was changed since it was signed.",
    "Ця програма на це запитання за переліченими тут файлами дала цю відповідь. Хто має ті самі файли й ту саму версію програми, може \
     запитати ще раз (contactline verify). Підпис, якщо він є, показує, що після підписання нічого не змінено.",
);
/// What it does not.
const DOES_NOT_PROVE: Text = Text::new(
    "It does not prove that a source was right, that nobody knew more on that day, or who asked. It is no legal advice: read the texts of \
     law before acting on them. The time of asking is that of the clock of the machine that asked.",
    "Це не доводить, що джерело мало рацію, що ніхто того дня не знав більше, або хто запитував. Це не юридична порада: перш ніж діяти, \
     читайте тексти актів. Час запиту — за годинником машини, на якій запитано.",
);

/// Those of the words that say of which place and day evidence is wanted, as `at` has them; none where no place is named.
#[must_use]
pub fn of_a_place(words: &Words) -> Option<Words> {
    let is_named = words.text("list").is_none() && ["lon", "x", "place"].iter().any(|name| words.text(name).is_some());
    is_named.then(|| words.only(&["lon", "lat", "x", "y", "crs", "place", "region", "date"]))
}

/// The document on a place: `words` are those of `at`. Of the files those are listed that the answers rest on; `row` is the row of a
/// table that the place and the day are of.
///
/// # Errors
/// As the question `at`.
pub fn document(
    context: Context<'_>,
    words: &Words,
    asked_at: Moment,
    files: &[FileUsed],
    row: Option<Value>,
) -> Result<Map<String, Value>, Refusal> {
    let meant = answer(context, "at", words)?;
    // The place as it was found and the day as it was read: so the question can be asked again.
    let (lon, lat, date) = (meant["lon"].clone(), meant["lat"].clone(), meant["date"].clone());
    let again = asked(&lon, &lat, &date, words.today());
    let mut answers = Map::new();
    for name in ASKED {
        answers.insert(name.to_owned(), answer(context, name, &again)?);
    }
    let rested_on = answers["at"]["control"].as_array().cloned().unwrap_or_default();
    let is_used = |file: &&FileUsed| match (&file.source, &file.version) {
        (Some(source), Some(version)) => {
            rested_on.iter().any(|control| control["source"] == json!(source) && control["version"] == json!(version))
        }
        _ => true,
    };
    let is_asked = |source: &&Source| rested_on.iter().any(|control| control["source"] == json!(source.id));
    let source = |source: &Source| {
        let [title, title_uk] = [Language::English, Language::Ukrainian].map(|language| source.title_in(language));
        json!({ "id": source.id, "title": title, "title_uk": title_uk })
    };
    let language = spoken();
    let document = json!({
        "type": KIND,
        "form": FORM,
        "asked_at": asked_at.to_second(),
        "question": { "lon": lon, "lat": lat, "date": date, "language": language.as_str(), "place": meant["place"] },
        PROVENANCE: Provenance::of(context.fingerprint),
        "map": picture(context, &answers["at"], words.today()),
        "sources": context.atlas.sources().filter(is_asked).map(source).collect::<Vec<_>>(),
        "files": files.iter().filter(is_used).collect::<Vec<_>>(),
        "answers": answers,
        "proves": PROVES.within(language),
        "does_not_prove": DOES_NOT_PROVE.within(language),
    });
    match document {
        Value::Object(mut document) => {
            document.extend(row.map(|row| ("row".to_owned(), row)));
            Ok(document)
        }
        _ => Err(Refusal::unwritten(std::fmt::Error)),
    }
}

/// The words of a place and a day.
fn asked(lon: &Value, lat: &Value, date: &Value, today: Date) -> Words {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let pairs = [("lon", lon), ("lat", lat), ("date", date)].map(|(name, value)| (name.to_owned(), text(value)));
    Words::new(pairs.to_vec(), today)
}

/// The answer to a question, without what the document says once.
fn answer(context: Context<'_>, name: &str, words: &Words) -> Result<Value, Refusal> {
    let question = QUESTIONS.iter().find(|question| question.name == name);
    let question = question.ok_or_else(|| Refusal::unwritten(std::fmt::Error))?;
    let Reply::Json(bytes) = question.ask(context, words, Form::Json)?.reply else {
        return Err(Refusal::unwritten(std::fmt::Error));
    };
    let mut value: Value = serde_json::from_slice(&bytes).map_err(Refusal::unwritten)?;
    if let Some(members) = value.as_object_mut() {
        members.shift_remove(PROVENANCE);
    }
    Ok(value)
}

/// The document in the one form that is signed: RFC 8785, members in order, no blanks.
///
/// # Errors
/// None that a document can cause.
pub fn canonical(document: &Map<String, Value>) -> Result<Vec<u8>, serde_json::Error> {
    serde_json_canonicalizer::to_vec(document)
}
