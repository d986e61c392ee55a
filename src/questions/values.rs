//! The values that parameters have: how each is read, and what every door says of it.

use contactline_core::atlas::Atlas;
use contactline_core::model::{Bindings, Date, Level, Moment, Party, Status};
use contactline_core::query::{Step, When};
use contactline_crs::Crs;
use edge_timeline::BBox;

use super::parameter::{Kind, Parameter, Request, Value};
use crate::ask;
use crate::render::Palette;
use crate::request::{Code, Refusal, Sent, Words};

/// The id of a region or group; whether there is one of it the question says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegionId(pub String);

/// The id of a source; whether there is one of it the question says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceId(pub String);

/// The id of a proposal; whether there is one of it the question says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposalId(pub String);

/// A proposal that is meant: one of those loaded, or a text that was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TextMeant {
    /// That with an id.
    Loaded(String),
    /// A text of one's own.
    Sent(Sent),
}

/// A length in metres, from 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Metres(pub f64);

/// A length in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pixels(pub u32);

/// A name, or a part of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name(pub String);

/// The source named, else the one meant as of these moments for a region or group.
pub(super) fn source_or_meant<'a>(
    atlas: &'a Atlas,
    named: Option<&'a str>,
    moments: &[Moment],
    region: Option<&str>,
) -> Result<&'a str, Refusal> {
    let meant = || ask::default_source(atlas, moments, region).map_err(|e| Refusal::from(e).of("source"));
    named.map_or_else(|| Ok(meant()?.id.as_str()), Ok)
}

/// The region that a region, a group, or a raion or hromada by its code lies in.
pub(super) fn region_of<'a>(atlas: &'a Atlas, asked: Option<&'a str>) -> Option<&'a str> {
    let divisions = atlas.divisions();
    let division = asked.and_then(|asked| divisions.find(asked)).map(|number| &divisions.list()[number]);
    division.map(|division| division.region.as_str()).or(asked)
}

/// Ids as the queries take them.
pub(super) fn ids(sources: &[SourceId]) -> Vec<&str> {
    sources.iter().map(|source| source.0.as_str()).collect()
}

/// An id as the queries take it.
pub(super) trait IdOrNone {
    fn id(&self) -> Option<&str>;
}

impl IdOrNone for Option<RegionId> {
    fn id(&self) -> Option<&str> {
        self.as_ref().map(|region| region.0.as_str())
    }
}

impl IdOrNone for Option<SourceId> {
    fn id(&self) -> Option<&str> {
        self.as_ref().map(|source| source.0.as_str())
    }
}

impl Value for Option<RegionId> {
    const KIND: Kind = Kind::Region;

    fn read(words: &Words, name: &str) -> Result<Self, Refusal> {
        Ok(words.text(name).map(|id| RegionId(id.to_owned())))
    }
}

impl Value for Option<SourceId> {
    const KIND: Kind = Kind::Source;

    fn read(words: &Words, name: &str) -> Result<Self, Refusal> {
        Ok(words.text(name).map(|id| SourceId(id.to_owned())))
    }
}

impl Value for Vec<SourceId> {
    const KIND: Kind = Kind::Sources;

    fn read(words: &Words, name: &str) -> Result<Self, Refusal> {
        Ok(words.words(name).into_iter().map(|id| SourceId(id.to_owned())).collect())
    }
}

impl Value for ProposalId {
    const KIND: Kind = Kind::Proposal;
    const IS_REQUIRED: bool = true;

    fn read(words: &Words, name: &str) -> Result<Self, Refusal> {
        words.needed(name).map(|id| Self(id.to_owned()))
    }
}

impl Value for Vec<TextMeant> {
    const KIND: Kind = Kind::Texts;

    fn read(words: &Words, name: &str) -> Result<Self, Refusal> {
        let meant = |word: &str| match words.sent_as(word) {
            Some(sent) => TextMeant::Sent(sent.clone()),
            None => TextMeant::Loaded(word.to_owned()),
        };
        Ok(words.words(name).into_iter().map(meant).collect())
    }
}

impl Value for Bindings {
    const KIND: Kind = Kind::Bindings;

    fn read(words: &Words, name: &str) -> Result<Self, Refusal> {
        let wrong = |detail| Refusal::new(Code::BadValue, detail).of(name);
        let mut bindings = Self::new();
        for word in words.words(name) {
            let Some((parameter, value)) = word.split_once(':') else {
                let detail = format!("'{word}' is not a name and a value; use {name}=name:value,name:value");
                return Err(wrong(detail));
            };
            let parameter = parameter.trim();
            if bindings.insert(parameter.to_owned(), value.trim().to_owned()).is_some() {
                return Err(wrong(format!("'{parameter}' is set twice; set it once")));
            }
        }
        Ok(bindings)
    }
}

impl Value for Option<Level> {
    const KIND: Kind = Kind::Word(&["raion", "hromada"]);

    fn read(words: &Words, name: &str) -> Result<Self, Refusal> {
        words.parsed(name)
    }
}

impl Value for Option<Step> {
    const KIND: Kind = Kind::Word(&["day", "week", "month", "year"]);

    fn read(words: &Words, name: &str) -> Result<Self, Refusal> {
        words.parsed(name)
    }
}

impl Value for Option<Party> {
    const KIND: Kind = Kind::Party;

    fn read(words: &Words, name: &str) -> Result<Self, Refusal> {
        words.parsed(name)
    }
}

impl Value for Option<Moment> {
    const KIND: Kind = Kind::Date;

    fn read(words: &Words, name: &str) -> Result<Self, Refusal> {
        words.moment_of(name)
    }
}

impl Value for Moment {
    const KIND: Kind = Kind::Date;
    const IS_REQUIRED: bool = true;

    fn read(words: &Words, name: &str) -> Result<Self, Refusal> {
        words.moment_needed(name)
    }
}

impl Value for Option<Crs> {
    const KIND: Kind = Kind::Crs;

    fn read(words: &Words, _: &str) -> Result<Self, Refusal> {
        words.crs()
    }
}

impl Value for Option<BBox> {
    const KIND: Kind = Kind::Box;

    fn read(words: &Words, name: &str) -> Result<Self, Refusal> {
        let read = |text: &str| ask::question_box(text).map_err(|e| Refusal::from(e).of(name));
        words.text(name).map(read).transpose()
    }
}

impl Value for Option<Pixels> {
    const KIND: Kind = Kind::Pixels;

    fn read(words: &Words, name: &str) -> Result<Self, Refusal> {
        Ok(words.pixels(name)?.map(Pixels))
    }
}

impl Value for Option<Palette> {
    const KIND: Kind = Kind::Word(&["light", "dark"]);

    fn read(words: &Words, name: &str) -> Result<Self, Refusal> {
        words.parsed(name)
    }
}

impl Value for Option<usize> {
    const KIND: Kind = Kind::Count;

    fn read(words: &Words, name: &str) -> Result<Self, Refusal> {
        words.count(name)
    }
}

impl Value for Option<Metres> {
    const KIND: Kind = Kind::Metres;

    fn read(words: &Words, name: &str) -> Result<Self, Refusal> {
        words.metres(name).map(|metres| metres.map(Metres))
    }
}

impl Value for Option<String> {
    const KIND: Kind = Kind::Text;

    fn read(words: &Words, name: &str) -> Result<Self, Refusal> {
        Ok(words.text(name).map(str::to_owned))
    }
}

impl Value for Option<Name> {
    const KIND: Kind = Kind::Name;

    fn read(words: &Words, name: &str) -> Result<Self, Refusal> {
        Ok(words.text(name).map(|text| Name(text.to_owned())))
    }
}

impl Value for Option<Status> {
    const KIND: Kind = Kind::Word(&["held", "contested", "claimed", "unknown"]);

    fn read(words: &Words, name: &str) -> Result<Self, Refusal> {
        words.parsed(name)
    }
}

impl Value for bool {
    const KIND: Kind = Kind::Flag;

    fn read(words: &Words, name: &str) -> Result<Self, Refusal> {
        words.flag(name)
    }
}

/// The day of a question; left out, today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AsOf(pub Moment);

const DATE: &str = "Day (2025-12-02), second (2025-12-02T10:00:00Z) or latest (default: latest)";

impl Value for AsOf {
    const KIND: Kind = Kind::Date;

    fn read(words: &Words, name: &str) -> Result<Self, Refusal> {
        Ok(Self(words.moment_of(name)?.unwrap_or(words.today().end())))
    }
}

/// The day of the asking: no parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Today(pub Date);

impl Request for Today {
    fn describe(_: &mut Vec<Parameter>) {}

    fn read(words: &Words) -> Result<Self, Refusal> {
        Ok(Self(words.today()))
    }
}

impl Request for Sent {
    fn describe(_: &mut Vec<Parameter>) {}

    fn read(words: &Words) -> Result<Self, Refusal> {
        let sent = words.sent().filter(|sent| !sent.text.trim().is_empty());
        sent.cloned().ok_or_else(|| Refusal::new(Code::BadBody, "The request body is empty"))
    }
}

/// `date`, or `from` and `to` with a `step`: the day or the days of a question.
#[derive(Clone, Copy, Debug)]
pub struct TimeSelection(pub When);

impl Request for TimeSelection {
    fn describe(all: &mut Vec<Parameter>) {
        let parameter = |name, about, kind| Parameter { name, about, kind, is_required: false };
        let steps = <Option<Step> as Value>::KIND;
        all.extend([
            parameter("date", DATE, Kind::Date),
            parameter("from", "First day of a series; requires to", Kind::Date),
            parameter("to", "Last day of a series, itself included; requires from", Kind::Date),
            parameter("step", "Step of a series (default: day)", steps),
        ]);
    }

    fn read(words: &Words) -> Result<Self, Refusal> {
        words.when().map(Self)
    }
}
