//! Regimes as JSON, with what was written before copied: names and texts of a stage, which are the same in every answer, and what of
//! one answer is the same from one regime to the next.

use std::ops::Range;

use serde_json::Result;

use contactline_core::model::{Regime as Registered, Stage};
use contactline_core::query::{RegimeBy, Why};

use super::super::kept::{Members, Object};
use super::{Regime, RegimeBySource, RegimeName, RegimeReasons, StageText};

/// The JSON of what is the same wherever a stage of a regime is answered.
#[derive(Debug)]
struct Made {
    name: Members,
    text: Members,
}

impl Made {
    /// None where it cannot be written, which is tried again where it is read.
    fn of(regime: &Registered, stage: Option<&Stage>) -> Option<Self> {
        let (name, text) = (RegimeName::from(regime), StageText::new(regime, stage));
        Some(Self { name: Members::of(&name).ok()?, text: Members::of(&text).ok()? })
    }
}

/// Where in the bytes of one answer what was written that may come again.
#[derive(Default)]
pub(in super::super) struct Written<'a> {
    reasons: Vec<(&'a [Why<'a>], Range<usize>)>,
    by_source: Vec<(&'a [RegimeBy<'a>], Range<usize>)>,
}

impl<'a> Written<'a> {
    /// Writes one regime after another, all into the same bytes: what `Serialize` does.
    pub(in super::super) fn each(mut self) -> impl FnMut(&Regime<'a>, &mut Vec<u8>) -> Result<()> {
        move |regime, out| self.write(*regime, out)
    }

    fn write(&mut self, regime: Regime<'a>, out: &mut Vec<u8>) -> Result<()> {
        let Regime(at) = regime;
        let made = at.staged.and_then(|staged| staged.beside.kept(|| Made::of(at.regime, at.stage))?.as_ref());
        let Some(made) = made else { return serde_json::to_writer(out, &regime) };
        let mut object = Object::begin(out);
        object.members(&made.name);
        object.member("applies", at.applies.as_str())?;
        object.member("rests_on_stale", &at.rests_on_stale)?;
        object.again(&mut self.reasons, at.open(), |object| object.members_of(&RegimeReasons::of(at)))?;
        object.members(&made.text);
        object.again(&mut self.by_source, &at.by_source, |object| {
            let by_source: Vec<RegimeBySource<'_>> = at.by_source.iter().map(RegimeBySource::from).collect();
            object.member("by_source", &by_source)
        })?;
        object.end();
        Ok(())
    }
}
