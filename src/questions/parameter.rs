//! What a question can be asked: parameters with their kinds, and [`request!`], which makes a struct of them.

use contactline_core::model::{Moment, Party, Status};
use contactline_core::query::When;

use crate::request::{Refusal, Words};

/// A parameter as every door shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Its name: after `?` as it is, on the command line as a flag.
    pub name: &'static str,
    /// What it means and what holds without it, in a line or two.
    pub about: &'static str,
    /// What values it has.
    pub kind: Kind,
    /// Whether it must be given.
    pub is_required: bool,
}

/// What values a parameter has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A day, a second or `latest`.
    Date,
    /// The id of a region or group.
    Region,
    /// The id of a source.
    Source,
    /// Ids of sources, comma-separated.
    Sources,
    /// A party, by its ISO 3166-1 alpha-2 code.
    Party,
    /// Whole numbers from 1.
    Count,
    /// Metres, from 0.
    Metres,
    /// Any text.
    Text,
    /// One of a few words.
    Word(&'static [&'static str]),
    /// `true` or `false`; a flag without a value on the command line.
    Flag,
}

/// A type that a parameter is read as.
pub trait Value: Sized {
    /// What values it has.
    const KIND: Kind;
    /// Whether it must be given.
    const IS_REQUIRED: bool = false;

    /// The value of the parameter of that name.
    ///
    /// # Errors
    /// It cannot be meant, or is missing.
    fn read(words: &Words, name: &str) -> Result<Self, Refusal>;
}

/// What a question can be asked, read from words.
pub trait Request: Sized {
    /// Adds its parameters.
    fn describe(all: &mut Vec<Parameter>);

    /// What the words ask.
    ///
    /// # Errors
    /// A value that cannot be meant, or one that is missing.
    fn read(words: &Words) -> Result<Self, Refusal>;
}

/// Makes the struct of what a question can be asked. Each field is a parameter of its name: its comment is what help and
/// documentation say of it, its type how it is read ([`Value`]). After `with` stand groups that several questions share.
macro_rules! request {
    (
        $(#[doc = $about:literal])+
        pub struct $name:ident {
            $($(#[doc = $field_about:literal])+ $field:ident: $kind:ty,)*
        }
        $(with { $($(#[doc = $group_about:literal])+ $group:ident: $group_kind:ty,)+ })?
    ) => {
        $(#[doc = $about])+
        #[derive(Clone, Debug)]
        pub struct $name {
            $($(#[doc = $field_about])+ pub $field: $kind,)*
            $($($(#[doc = $group_about])+ pub $group: $group_kind,)+)?
        }

        impl $crate::questions::Request for $name {
            fn describe(all: &mut Vec<$crate::questions::Parameter>) {
                $(all.push($crate::questions::Parameter {
                    name: stringify!($field),
                    about: concat!($($field_about),+).trim_ascii(),
                    kind: <$kind as $crate::questions::Value>::KIND,
                    is_required: <$kind as $crate::questions::Value>::IS_REQUIRED,
                });)*
                $($(<$group_kind as $crate::questions::Request>::describe(all);)+)?
            }

            fn read(words: &$crate::request::Words) -> Result<Self, $crate::request::Refusal> {
                Ok(Self {
                    $($field: <$kind as $crate::questions::Value>::read(words, stringify!($field))?,)*
                    $($($group: <$group_kind as $crate::questions::Request>::read(words)?,)+)?
                })
            }
        }
    };
}

/// The id of a region or group; whether there is one of it the question says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegionId(pub String);

/// The id of a source; whether there is one of it the question says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceId(pub String);

/// A length in metres, from 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Metres(pub f64);

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

/// `date`, or `from` and `to` with a `step`: the day or the days of a question.
#[derive(Clone, Copy, Debug)]
pub struct TimeSelection(pub When);

impl Request for TimeSelection {
    fn describe(all: &mut Vec<Parameter>) {
        let parameter = |name, about, kind| Parameter { name, about, kind, is_required: false };
        let steps = Kind::Word(&["day", "week", "month", "year"]);
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
