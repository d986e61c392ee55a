//! The answer to a row that names its place, or has the postcode of one.

use std::sync::Arc;

use contactline_core::model::{Moment, PostcodePlace, PostcodePrecision, Status};
use edge_timeline::Position;

use super::answer::{Answer, Answers, Worker};
use super::places::{self, Located, Target};

/// Places of which a thread keeps what they mean.
const MAX_PLACES: usize = 10_000;

/// The answer to a row that means an area.
pub(super) struct OfArea {
    pub(super) moment: Moment,
    pub(super) range: Arc<str>,
}

/// What a row's place comes to.
pub(super) enum Placed<'a> {
    At(Answer<'a>),
    Area(OfArea),
}

impl Answers {
    /// What texts mean: a place, its region and its postcode.
    pub(super) fn located(&self, texts: [String; 3], worker: &mut Worker) -> Arc<Located> {
        if let Some(located) = worker.places.get(&texts) {
            return Arc::clone(located);
        }
        let [text, region, postcode] = &texts;
        let said = |text: &'_ str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let (region, postcode) = (said(region), said(postcode));
        let located = Located::of(&self.atlas, text, region.as_deref(), postcode.as_deref(), self.language);
        let located = Arc::new(located);
        if worker.places.len() >= MAX_PLACES {
            worker.places.clear();
        }
        worker.places.insert(texts, Arc::clone(&located));
        located
    }

    /// The region that an area is, or lies in; none for a group of regions.
    pub(super) fn region_of(&self, located: &Located) -> Option<String> {
        let Target::Area(area) = &located.target else { return None };
        let region = self.atlas.regions().iter().find(|region| region.id == *area);
        let division = || self.atlas.divisions().find(area).map(|number| &self.atlas.divisions().list()[number]);
        region.map(|region| region.id.clone()).or_else(|| division().map(|division| division.region.clone()))
    }

    /// The answer for what a text was found to mean, on the day `date` tells.
    ///
    /// # Errors
    /// What is wrong with the row.
    pub(super) fn placed(
        &self,
        located: &Arc<Located>,
        date: Option<&[u8]>,
        worker: &mut Worker,
    ) -> Result<Placed<'_>, String> {
        let moment = self.moment(date, worker)?;
        let mut placed = match &located.target {
            Target::Nowhere(why) => return Err(why.clone()),
            Target::Position(position) => self.answer_at(*position, moment)?,
            Target::Elsewhere(position) => {
                let answer = self.answer_at(*position, moment)?;
                if answer.classified.control.iter().any(|stated| stated.status != Status::Unknown) {
                    return Err("an oblast of which a source speaks: name the settlement, or give coordinates".into());
                }
                answer
            }
            Target::Area(area) => {
                let key = (area.clone(), moment);
                let range = match worker.ranges.get(&key) {
                    Some(range) => range.clone(),
                    None => {
                        let is_given = |source: &str| self.source_ids.iter().any(|id| id == source);
                        let range = places::range(&self.atlas, area, moment, &is_given, self.max_age_days);
                        let range = range.map(Arc::from);
                        worker.ranges.insert(key, range.clone());
                        range
                    }
                }?;
                worker.note(moment);
                return Ok(Placed::Area(OfArea { moment, range }));
            }
        };
        worker.note(moment);
        placed.located = Some(Arc::clone(located));
        Ok(Placed::At(placed))
    }

    /// The position of a postcode; else how well it tells where it is, and why that is not enough.
    pub(super) fn at_postcode(&self, code: &[u8]) -> Result<Position, (PostcodePrecision, String)> {
        let code = String::from_utf8_lossy(code.trim_ascii());
        let (precision, places) = self.atlas.postcodes().find(&code);
        match (precision, places.as_slice()) {
            (PostcodePrecision::Located, [PostcodePlace { position: Some(position), .. }]) => Ok(*position),
            (PostcodePrecision::Unknown, _) if code.is_empty() => Err((precision, "no postcode".into())),
            (PostcodePrecision::Unknown, _) => Err((precision, format!("postcode {code} is not listed"))),
            (_, places) => {
                let mut regions: Vec<&str> = places.iter().map(|place| place.region.as_str()).collect();
                regions.dedup();
                let regions = regions.join(", ");
                Err((precision, format!("postcode {code} locates no settlement: an area in {regions}")))
            }
        }
    }
}
