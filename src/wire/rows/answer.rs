//! The answer to one row, before it is written in any form.

use std::io::Write;
use std::sync::Arc;

use crate::atlas::Atlas;
use crate::geometry::Position;
use crate::model::{Date, Moment};
use crate::query::{self, Classified, ControlAt};

use super::super::ask;
use super::{RowError, RowOptions};

/// Answers rows; shared by threads.
#[derive(Debug)]
pub(super) struct Answers {
    atlas: Arc<Atlas>,
    moment: Moment,
    today: Date,
    /// Whether to give what each legal regime comes to.
    regimes: bool,
    /// The sources given, by their number in the atlas.
    sources: Vec<usize>,
    /// For each of them its id and its versions with their texts, in time order.
    versions: Vec<(String, Vec<(Moment, String)>)>,
}

/// What one thread keeps between rows.
#[derive(Debug, Default)]
pub(super) struct Worker {
    date: Option<(Vec<u8>, Result<Moment, String>)>,
    /// The fields of the row at hand.
    pub(super) fields: Vec<(usize, usize)>,
}

/// The answer to one row.
#[derive(Debug)]
pub(super) struct Answer<'a> {
    /// What is answered.
    pub(super) classified: Classified<'a>,
    /// What is odd about the question.
    pub(super) hint: Option<String>,
}

impl Answer<'_> {
    /// Id of the region the place is in.
    pub(super) fn region(&self) -> Option<&str> {
        self.classified.region.map(|r| r.region.id.as_str())
    }
}

impl Answers {
    pub(super) fn new(atlas: Arc<Atlas>, options: &RowOptions) -> Result<Self, RowError> {
        let known = || atlas.sources().map(|s| s.id.as_str());
        if let Some(value) = options.sources.iter().flatten().find(|id| !known().any(|k| k == *id)) {
            let known = known().collect::<Vec<_>>().join(", ");
            return Err(RowError::UnknownSource { value: value.clone(), known });
        }
        let wanted = |id: &String| options.sources.as_ref().is_none_or(|sources| sources.contains(id));
        let given = || atlas.sources().enumerate().filter(|(_, source)| wanted(&source.id));
        let sources: Vec<usize> = given().map(|(number, _)| number).collect();
        let text = |m: &Moment| (*m, m.to_string());
        let texts = |id: &str| atlas.versions(id).iter().map(text).collect();
        let versions = given().map(|(_, source)| (source.id.clone(), texts(&source.id))).collect();
        Ok(Self { moment: options.moment, today: options.today, sources, regimes: options.regimes, versions, atlas })
    }

    /// The ids of the sources given, in order.
    pub(super) fn source_ids(&self) -> impl Iterator<Item = &str> {
        self.versions.iter().map(|(id, _)| id.as_str())
    }

    /// The ids of the regimes given, in order.
    pub(super) fn regime_ids(&self) -> impl Iterator<Item = &str> {
        self.atlas.regimes().iter().filter(|_| self.regimes).map(|regime| regime.id.as_str())
    }

    /// The answer at `position`, on the day `date` tells.
    ///
    /// # Errors
    /// What is wrong with the row.
    pub(super) fn answer(
        &self,
        position: Position,
        date: Option<&[u8]>,
        worker: &mut Worker,
    ) -> Result<Answer<'_>, String> {
        let moment = match date.map(<[u8]>::trim_ascii) {
            None | Some(b"") => self.moment,
            Some(text) => self.moment_of(text, worker)?,
        };
        let ask = if self.regimes { query::screen } else { query::classify };
        let classified = ask(&self.atlas, position, moment);
        let hint = if classified.region.is_none() { self.hint(position) } else { None };
        Ok(Answer { classified, hint })
    }

    fn moment_of(&self, text: &[u8], worker: &mut Worker) -> Result<Moment, String> {
        if let Some((last, moment)) = &worker.date
            && last == text
        {
            return moment.clone();
        }
        let moment = self.read_moment(text);
        worker.date = Some((text.to_vec(), moment.clone()));
        moment
    }

    fn read_moment(&self, text: &[u8]) -> Result<Moment, String> {
        let text = std::str::from_utf8(text).map_err(|_| "the date is not UTF-8 text".to_owned())?;
        ask::question_moment(text, self.today).map_err(|e| e.to_string())
    }

    /// Asks whether the two numbers were exchanged: when the place is nowhere near and would be in a region.
    fn hint(&self, position: Position) -> Option<String> {
        ask::question_place(&self.atlas, position).err().map(|error| error.to_string())
    }

    /// What each source given states, in order.
    pub(super) fn stated<'c>(&self, answer: &'c Answer<'_>) -> impl Iterator<Item = &'c ControlAt<'c>> {
        self.sources.iter().map(|&number| &answer.classified.control[number])
    }

    /// Appends the text of a version of the `number`th source given.
    pub(super) fn write_version(&self, number: usize, version: Moment, out: &mut Vec<u8>) {
        let known = &self.versions[number].1;
        match known.binary_search_by_key(&version, |v| v.0) {
            Ok(place) => out.extend_from_slice(known[place].1.as_bytes()),
            // A `Vec` takes everything written.
            Err(_) => drop(write!(out, "{version}")),
        }
    }
}

/// The position two texts tell.
///
/// # Errors
/// What is wrong with them.
pub(super) fn position(lon: Result<f64, String>, lat: Result<f64, String>) -> Result<Position, String> {
    Position::from_lon_lat(lon?, lat?).map_err(|e| e.to_string())
}

/// The number a text tells; `what` it is to be. With `comma`, a decimal comma is one too.
///
/// # Errors
/// When it tells none.
pub(super) fn number(text: Option<&[u8]>, what: &str, comma: bool) -> Result<f64, String> {
    let text = text.map(<[u8]>::trim_ascii).unwrap_or_default();
    if text.is_empty() {
        return Err(format!("there is no {what}"));
    }
    let read = |text: &str| text.parse::<f64>().ok();
    let number = std::str::from_utf8(text)
        .ok()
        .and_then(|text| read(text).or_else(|| if comma { read(&text.replacen(',', ".", 1)) } else { None }));
    number.ok_or_else(|| format!("{what} '{}' is not a number", String::from_utf8_lossy(text).escape_debug()))
}

/// Appends metres to a tenth.
pub(super) fn write_metres(metres: f64, out: &mut Vec<u8>) {
    // Distances on the Earth are below 2e7 m: tenths fit exactly.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "rounded, never negative, below 2^53")]
    let tenths = (metres * 10.0).round() as u64;
    let mut digits = [0_u8; 24];
    let mut place = digits.len();
    let mut rest = tenths;
    for count in 0_u8.. {
        if count == 1 {
            place -= 1;
            digits[place] = b'.';
        }
        if count >= 2 && rest == 0 {
            break;
        }
        place -= 1;
        digits[place] = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
    out.extend_from_slice(&digits[place..]);
}

/// The names a column may have, best first, when none was given.
pub(super) const LON: &[&str] = &["lon", "longitude", "lng", "long"];
/// See [`LON`].
pub(super) const LAT: &[&str] = &["lat", "latitude"];
/// See [`LON`].
pub(super) const DATE: &[&str] = &["date"];

/// How well `name` is one of the names looked for: 0 is best, none is not at all.
pub(super) fn rank(name: &str, given: Option<&str>, usual: &[&str]) -> Option<usize> {
    let names: &[&str] = if let Some(given) = &given { std::slice::from_ref(given) } else { usual };
    let exact = names.iter().position(|n| *n == name);
    exact.or_else(|| names.iter().position(|n| n.eq_ignore_ascii_case(name)).map(|place| names.len() + place))
}
