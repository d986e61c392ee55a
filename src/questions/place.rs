//! The place of a question: two numbers, or a text that names one.

use super::parameter::{Kind, Parameter, Request};
use crate::request::{Place, Refusal, Words};
use crate::text;
use crate::wire::{self, CrsNote};
use contactline_core::atlas::Atlas;
use edge_timeline::Position;

/// The parameters that a place is read from, of which one has its text.
const NUMBERS: [&str; 5] = ["lon", "lat", "x", "y", "crs"];

const PLACE: &str = "Longitude and latitude in degrees (with crs: easting and northing); or a settlement's id or name, alone or \
                     with its region (Pokrovsk, Donetsk Oblast); or coordinates as people write them: 48°16'48\"N 37°10'37\"E, \
                     37UDP1342747925, geo:48.28,37.177, POINT(37.177 48.28), a Plus Code, or a link to a map";
const NEAR: &str = "A place as two numbers, a name or an id; the nearest to it is sought";
const PLACE_REGION: &str = "Region of the settlement, if several have the same name";

fn numbers(all: &mut Vec<Parameter>) {
    let parameter = |name, about, kind| Parameter { name, about, kind, is_required: false };
    all.extend([
        parameter("lon", "Longitude in degrees on WGS 84", Kind::Longitude),
        parameter("lat", "Latitude in degrees on WGS 84", Kind::Latitude),
        parameter("x", "Easting in the system of crs, in place of lon", Kind::Coordinate),
        parameter("y", "Northing in the system of crs, in place of lat", Kind::Coordinate),
        parameter("crs", CRS, Kind::Crs),
    ]);
}

pub(super) const CRS: &str = "Reference system of the coordinates, such as EPSG:32637; easting or longitude first";

/// What every selection of a place has: its words.
#[derive(Clone, Debug)]
struct Selection(Words);

impl Selection {
    fn read(words: &Words, names: &[&str]) -> Result<Self, Refusal> {
        let selection = Self(words.only(&[&NUMBERS, names].concat()));
        selection.0.crs()?;
        Ok(selection)
    }

    fn is_named(&self, names: &[&str]) -> bool {
        ["lon", "lat", "x", "y"].iter().chain(names).any(|name| self.0.text(name).is_some())
    }
}

/// The place that a question is about.
#[derive(Clone, Debug)]
pub struct PlaceSelection(Selection);

impl PlaceSelection {
    const NAMES: [&str; 2] = ["place", "region"];

    /// The place.
    ///
    /// # Errors
    /// None is given, or what is given is none or several.
    pub fn find<'a>(&self, atlas: &'a Atlas) -> Result<Place<'a>, Refusal> {
        self.0.0.place(atlas)
    }

    /// What an answer says of the reference system.
    ///
    /// # Errors
    /// One that is not known.
    pub fn crs(&self) -> Result<Option<CrsNote>, Refusal> {
        self.0.0.crs_note()
    }
}

/// The place that a question may be about.
#[derive(Clone, Debug)]
pub struct PlaceIfAny(PlaceSelection);

impl PlaceIfAny {
    /// The place that is named, if one is.
    #[must_use]
    pub fn named(&self) -> Option<&PlaceSelection> {
        (self.0.0.is_named(&PlaceSelection::NAMES)).then_some(&self.0)
    }
}

fn place(all: &mut Vec<Parameter>, is_needed: bool) {
    numbers(all);
    all.push(Parameter { name: "place", about: PLACE, kind: Kind::Place { is_needed }, is_required: false });
    all.push(Parameter { name: "region", about: PLACE_REGION, kind: Kind::PlaceRegion, is_required: false });
}

impl Request for PlaceSelection {
    fn describe(all: &mut Vec<Parameter>) {
        place(all, true);
    }

    fn read(words: &Words) -> Result<Self, Refusal> {
        Selection::read(words, &Self::NAMES).map(Self)
    }
}

impl Request for PlaceIfAny {
    fn describe(all: &mut Vec<Parameter>) {
        place(all, false);
    }

    fn read(words: &Words) -> Result<Self, Refusal> {
        PlaceSelection::read(words).map(Self)
    }
}

/// A place to be near to, under the name `NAME` has for it.
#[derive(Clone, Debug)]
pub struct NearSelection<const IS_NEAR: bool>(Selection);

/// Named `near`.
pub type Near = NearSelection<true>;
/// Named `place`.
pub type NearPlace = NearSelection<false>;

impl<const IS_NEAR: bool> NearSelection<IS_NEAR> {
    const NAME: &str = if IS_NEAR { "near" } else { "place" };

    /// The place, if one is given.
    ///
    /// # Errors
    /// What is given is no place, or several.
    pub fn find<'a>(&self, atlas: &'a Atlas) -> Result<Option<Place<'a>>, Refusal> {
        self.0.0.place_if_any(Self::NAME, None, atlas)
    }

    /// What an answer says of the reference system.
    ///
    /// # Errors
    /// One that is not known.
    pub fn crs(&self) -> Result<Option<CrsNote>, Refusal> {
        self.0.0.crs_note()
    }
}

impl<const IS_NEAR: bool> Request for NearSelection<IS_NEAR> {
    fn describe(all: &mut Vec<Parameter>) {
        all.push(Parameter { name: Self::NAME, about: NEAR, kind: Kind::Near, is_required: false });
        numbers(all);
    }

    fn read(words: &Words) -> Result<Self, Refusal> {
        Selection::read(words, &[Self::NAME]).map(Self)
    }
}

/// An answer about a place, with what is said of the place itself.
#[derive(Clone, Debug)]
pub struct Placed<'a, T> {
    /// The answer.
    pub answer: T,
    /// The place, where one was given.
    pub place: Option<Place<'a>>,
    /// The reference system, where one was named.
    pub crs: Option<CrsNote>,
}

impl<'a, T> Placed<'a, T> {
    /// The answer of `ask` about a place.
    ///
    /// # Errors
    /// There is no such place, or the question's own.
    pub fn ask(
        atlas: &'a Atlas,
        selection: &PlaceSelection,
        ask: impl FnOnce(Position) -> Result<T, Refusal>,
    ) -> Result<Self, Refusal> {
        let place = selection.find(atlas)?;
        Ok(Self { answer: ask(place.position)?, crs: selection.crs()?, place: Some(place) })
    }

    /// What the answer says of the place that a text names.
    #[must_use]
    pub fn meant(&self) -> Option<wire::Meant<'a>> {
        self.place.as_ref().and_then(Place::wired)
    }

    /// What people are told of the place that a text names.
    pub(super) fn told(&self) -> String {
        let meant = self.place.as_ref().and_then(|place| place.meant.as_ref());
        meant.map_or_else(String::new, |(text, meant)| text::place::told(text, meant))
    }
}
