//! Foreign files to our model, with everything found on the way. Knows the model and parsers, not our own files.

pub mod archive;
mod collection;
pub mod deepstate_daily;
pub mod deepstate_raw;
mod detect;
mod esri;
pub mod input;
pub mod isw;
mod join;
mod limit;
mod mapping;
pub mod nzz;
pub mod official_list;
mod outline;
mod parts;
mod stack;
pub mod viina;

use contactline_core::model::{Date, Finding, Moment, Reading, Severity, UnknownWord, Version};
use contactline_crs::Crs;

pub use detect::{Detected, detect};
pub use join::joined_parts;
pub use mapping::Mapping;

use parts::{at, whole};

/// What can be imported: a closed list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Input {
    /// A map of one moment.
    Map(Format),
    /// VIINA's table of places and days.
    Viina,
    /// Ukraine's official list of occupied territories.
    OfficialList,
    /// Boundaries of raions and hromadas.
    Boundaries,
}

impl Input {
    /// Every word.
    pub const WORDS: &str = "deepstate-daily deepstate-raw isw nzz viina official-list boundaries";

    /// Its word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Map(format) => format.as_str(),
            Self::Viina => "viina",
            Self::OfficialList => "official-list",
            Self::Boundaries => "boundaries",
        }
    }

    /// The id of the source whose files these are; boundaries are no source's.
    #[must_use]
    pub const fn source(self) -> Option<&'static str> {
        match self {
            Self::Map(format) => Some(format.source()),
            Self::Viina => Some(viina::SOURCE),
            Self::OfficialList => Some(official_list::SOURCE),
            Self::Boundaries => None,
        }
    }
}

impl std::str::FromStr for Input {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        match text {
            "viina" => Ok(Self::Viina),
            "official-list" => Ok(Self::OfficialList),
            "boundaries" => Ok(Self::Boundaries),
            _ => text.parse().map(Self::Map).map_err(|e: UnknownWord| UnknownWord { allowed: Self::WORDS, ..e }),
        }
    }
}

/// The formats of which a file is a map of one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// DeepStateMap's merged daily outline.
    DeepstateDaily,
    /// DeepStateMap's own form.
    DeepstateRaw,
    /// The layers of the Institute for the Study of War.
    Isw,
    /// The daily map of the Neue Zürcher Zeitung.
    Nzz,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 4] = [Self::DeepstateDaily, Self::DeepstateRaw, Self::Isw, Self::Nzz];

    /// Its word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::DeepstateDaily => "deepstate-daily",
            Self::DeepstateRaw => "deepstate-raw",
            Self::Isw => "isw",
            Self::Nzz => "nzz",
        }
    }

    /// The id of the source whose files these are.
    #[must_use]
    pub const fn source(self) -> &'static str {
        match self {
            Self::DeepstateDaily => deepstate_daily::SOURCE,
            Self::DeepstateRaw => deepstate_raw::SOURCE,
            Self::Isw => isw::SOURCE,
            Self::Nzz => nzz::SOURCE,
        }
    }

    /// The version in a file. `stamp` is the version's where the file is not to be asked.
    #[must_use]
    pub fn read(self, bytes: &[u8], file: &str, stamp: Option<Moment>, today: Date) -> Reading<Version> {
        self.read_told(bytes, file, &Told { stamp, ..Told::default() }, today)
    }

    /// As [`Format::read`], with all that somebody told of the file.
    #[must_use]
    pub fn read_told(self, bytes: &[u8], file: &str, told: &Told<'_>, today: Date) -> Reading<Version> {
        let collected = match collection::collected(bytes, file, told.crs) {
            Ok(collected) => collected,
            Err(finding) => return Reading { value: None, findings: vec![*finding] },
        };
        match self {
            Self::DeepstateDaily => deepstate_daily::of(collected, file, told, today),
            Self::DeepstateRaw => deepstate_raw::of(collected, file, told, today),
            Self::Isw => isw::of(collected, file, told, today),
            Self::Nzz => nzz::of(collected, file, told, today),
        }
    }

    /// Whether the files of one day are parts of one version.
    #[must_use]
    pub const fn comes_in_parts(self) -> bool {
        matches!(self, Self::Isw)
    }

    /// The stamp that a file's name tells, by which files are put in order.
    #[must_use]
    pub fn stamp_in_name(self, file: &str) -> Option<Moment> {
        match self {
            Self::DeepstateDaily => deepstate_daily::date_in_name(file).ok().map(Date::start),
            Self::DeepstateRaw => deepstate_raw::stamp_in_name(file).ok(),
            Self::Isw | Self::Nzz => isw::date_in_name(file).ok().map(Date::start),
        }
    }
}

impl std::str::FromStr for Format {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        Self::ALL.into_iter().find(|f| f.as_str() == text).ok_or(UnknownWord {
            what: "format",
            value: text.into(),
            allowed: "deepstate-daily deepstate-raw isw nzz",
        })
    }
}

/// What somebody told of a file that it does not say itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct Told<'a> {
    /// From when its version stands.
    pub stamp: Option<Moment>,
    /// The layer of a map that comes in layers.
    pub layer: Option<&'a str>,
    /// The reference system of its coordinates; counts against a `crs` member in the file.
    pub crs: Option<Crs>,
}

/// What a row of versions in order of their stamps shows: days left out, and days on which nothing moved.
#[must_use]
pub fn compare(previous: &Version, version: &Version, file: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    let (last, this) = (previous.stamp.date(), version.stamp.date());
    let missing = this.days() - last.days() - 1;
    if missing > 0 {
        let days = if missing == 1 { "day" } else { "days" };
        let message = format!("no version for {missing} {days} between {last} and {this}");
        findings.push(at(Severity::Note, "gap", whole(file), message));
    }
    if previous.features == version.features {
        let message = format!("the same outline as on {last}");
        findings.push(at(Severity::Note, "same_as_previous_day", whole(file), message));
    }
    findings
}
