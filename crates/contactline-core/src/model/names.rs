//! Other names of settlements and regions, and places that the gazetteer does not list.

use std::collections::BTreeMap;

use super::act::Certainty;
use super::language::Said;
use super::locality::Locality;
use super::party::words;

words! {
    /// What a name of a place is beside its name of today.
    NameKind as "kind" {
        /// Another spelling, or a name of no known kind.
        Spelling = "spelling",
        /// Its name in Russian.
        Russian = "ru",
        /// Its name in Crimean Tatar.
        CrimeanTatar = "crh",
        /// An earlier name, in whatever language.
        Former = "former",
    }
}

/// Names beside those of the gazetteer: for finding a place, never for showing it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Names {
    /// Former names of settlements, and their names in other languages.
    pub settlements: Vec<OtherName>,
    /// What regions and groups of them are called.
    pub areas: Vec<AreaName>,
    /// What states other than the country itself are called: people add one to the name of a place.
    pub states: Vec<String>,
    /// English names that are not the romanisation of the Ukrainian one.
    pub exceptions: Vec<NameException>,
    /// Large places that are not listed and have the name of a listed one.
    pub unlisted: Vec<UnlistedPlace>,
    /// How many settlements bear a name that several bear.
    pub namesakes: Vec<Namesakes>,
    /// Oblasts of the country that are none of the regions.
    pub oblasts: Vec<OtherOblast>,
    /// Their cities.
    pub cities: Vec<OtherCity>,
}

/// An oblast of the country that is none of the regions: what lies in it lies outside of all that is told here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherOblast {
    /// The first letters of its code in the codifier KATOTTG, in lower case: `ua51`.
    pub id: String,
    /// English name.
    pub name: String,
    /// Ukrainian name.
    pub name_uk: String,
    /// What else it is called.
    pub names: Vec<String>,
}

/// A city of such an oblast.
#[derive(Clone, Debug, PartialEq)]
pub struct OtherCity {
    /// The city; its region is the country.
    pub locality: Locality,
    /// Id of its oblast.
    pub oblast: String,
}

/// A name of a settlement.
#[derive(Clone, Debug, PartialEq)]
pub struct OtherName {
    /// Id of the settlement.
    pub settlement: String,
    /// The name.
    pub name: String,
    /// What it is.
    pub kind: NameKind,
    /// The year in which it ended; `None` for a name in use, or where that is not known.
    pub until: Option<u16>,
    /// The act or work that gives it.
    pub source: String,
    /// How sure it is.
    pub certainty: Certainty,
}

impl OtherName {
    /// What it is to the place, in a few words without judgement: `until 2016: Artemivsk`.
    #[must_use]
    pub fn told(&self) -> Said {
        let name = &self.name;
        let (en, uk) = match (self.kind, self.until) {
            (_, Some(year)) => return Said::new(format!("until {year}: {name}"), format!("до {year}: {name}")),
            (NameKind::Former, None) => ("earlier", "раніше"),
            (NameKind::Russian, None) => ("in Russian", "російською"),
            (NameKind::CrimeanTatar, None) => ("in Crimean Tatar", "кримськотатарською"),
            (NameKind::Spelling, None) => ("also written", "також пишуть"),
        };
        Said::new(format!("{en}: {name}"), format!("{uk}: {name}"))
    }
}

/// An English name that is another than [`romanised`](super::romanised) makes of the Ukrainian one.
#[derive(Clone, Debug, PartialEq)]
pub struct NameException {
    /// The Ukrainian name.
    pub name_uk: String,
    /// The English name.
    pub name: String,
    /// Why.
    pub reason: String,
}

/// A name of a region or of a group of regions.
#[derive(Clone, Debug, PartialEq)]
pub struct AreaName {
    /// Id of the region or group.
    pub area: String,
    /// The name.
    pub name: String,
}

/// How many settlements bear one name, listed or not.
#[derive(Clone, Debug, PartialEq)]
pub struct Namesakes {
    /// The Ukrainian name.
    pub name_uk: String,
    /// By the id of their region; under any other word those of no region that is here.
    pub by_region: BTreeMap<String, u32>,
}

/// A place that is not listed.
#[derive(Clone, Debug, PartialEq)]
pub struct UnlistedPlace {
    /// Its names and their spellings.
    pub names: Vec<String>,
    /// Where it lies, in words.
    pub within: String,
    /// Its population.
    pub population: u32,
}
