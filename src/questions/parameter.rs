//! What a question can be asked: parameters with their kinds, and [`request!`], which makes a struct of them.

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
    /// Degrees of longitude: the command line reads them from the place.
    Longitude,
    /// Degrees of latitude.
    Latitude,
    /// Easting or northing in the system of `crs`.
    Coordinate,
    /// A reference system of coordinates.
    Crs,
    /// A place as a text; on the command line the words that follow it, two numbers among them.
    Place {
        /// Whether the command line needs one.
        is_needed: bool,
    },
    /// A place to be near to; on the command line `--near`, as a text or two numbers with a comma.
    Near,
    /// The region that a named place lies in.
    PlaceRegion,
    /// A name; on the command line the words that follow.
    Name,
    /// West, south, east, north in degrees.
    Box,
    /// The id of a proposal, in the path of an address; the command line has it among [`Kind::Texts`].
    Proposal,
    /// Ids of proposals, comma-separated; on the command line the words that follow, files among them.
    Texts,
    /// Values of a proposal's parameters: `name:value`, comma-separated; on the command line `NAME=VALUE`, repeated.
    Bindings,
    /// Pixels.
    Pixels,
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

/// A question that takes no parameters.
impl Request for () {
    fn describe(_: &mut Vec<Parameter>) {}

    fn read(_: &Words) -> Result<Self, Refusal> {
        Ok(())
    }
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
