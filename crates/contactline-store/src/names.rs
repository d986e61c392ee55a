//! `names.toml`: other names of settlements and regions.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::manifest::{finding, with_line};
use super::source::word;
use contactline_core::model::{
    AreaName, Certainty, Finding, Locality, NameException, NameKind, Names, Namesakes, OtherCity, OtherName,
    OtherOblast, UnlistedPlace,
};
use edge_timeline::Position;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    states: Vec<String>,
    #[serde(default, rename = "area")]
    areas: Vec<AreaEntry>,
    #[serde(default, rename = "settlement")]
    settlements: Vec<SettlementEntry>,
    #[serde(default, rename = "unlisted")]
    unlisted: Vec<UnlistedEntry>,
    #[serde(default, rename = "exception")]
    exceptions: Vec<ExceptionEntry>,
    #[serde(default)]
    namesakes: BTreeMap<String, BTreeMap<String, u32>>,
    #[serde(default, rename = "oblast")]
    oblasts: Vec<OblastEntry>,
    #[serde(default, rename = "city")]
    cities: Vec<CityEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OblastEntry {
    id: String,
    name: String,
    name_uk: String,
    names: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CityEntry {
    id: String,
    name: String,
    name_uk: String,
    oblast: String,
    position: [f64; 2],
    population: u32,
    #[serde(default)]
    former: Vec<String>,
    #[serde(default)]
    also: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AreaEntry {
    id: String,
    names: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SettlementEntry {
    id: String,
    names: Vec<String>,
    #[serde(deserialize_with = "word")]
    kind: NameKind,
    until: Option<u16>,
    source: String,
    #[serde(deserialize_with = "word")]
    certainty: Certainty,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UnlistedEntry {
    names: Vec<String>,
    within: String,
    population: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExceptionEntry {
    name_uk: String,
    name: String,
    reason: String,
}

/// The names in a text; `file` is its name for findings.
pub(super) fn names(text: &str, file: &str) -> Result<Names, Vec<Finding>> {
    let wrong = |message: String| vec![finding("bad_names", file, message)];
    let File { states, areas, settlements, unlisted, exceptions, namesakes, oblasts, cities } =
        toml::from_str(text).map_err(|error| wrong(with_line(text, &error)))?;
    if let Some(entry) = unlisted.iter().find(|entry| entry.names.is_empty()) {
        return Err(wrong(format!("the unlisted place within '{}' has no name", entry.within)));
    }
    if let Some(city) = cities.iter().find(|city| oblasts.iter().all(|oblast| oblast.id != city.oblast)) {
        return Err(wrong(format!("the oblast '{}' of the city '{}' is not in the file", city.oblast, city.id)));
    }
    let oblast = |OblastEntry { id, name, name_uk, names }| OtherOblast { id, name, name_uk, names };
    let oblasts = oblasts.into_iter().map(oblast).collect();
    let cities = cities.into_iter().map(city).collect::<Result<_, String>>().map_err(wrong)?;
    let areas = areas
        .into_iter()
        .flat_map(|AreaEntry { id, names }| names.into_iter().map(move |name| AreaName { area: id.clone(), name }));
    let settlements =
        settlements.into_iter().flat_map(|SettlementEntry { id, names, kind, until, source, certainty }| {
            let name =
                move |name| OtherName { settlement: id.clone(), name, kind, until, source: source.clone(), certainty };
            names.into_iter().map(name)
        });
    let unlisted = unlisted.into_iter().map(|UnlistedEntry { names, within, population }| UnlistedPlace {
        names,
        within,
        population,
    });
    let exception = |ExceptionEntry { name_uk, name, reason }| NameException { name_uk, name, reason };
    Ok(Names {
        settlements: settlements.collect(),
        areas: areas.collect(),
        states,
        unlisted: unlisted.collect(),
        exceptions: exceptions.into_iter().map(exception).collect(),
        namesakes: namesakes.into_iter().map(|(name_uk, by_region)| Namesakes { name_uk, by_region }).collect(),
        oblasts,
        cities,
    })
}

/// A city that lies in none of the regions: its region is the country.
fn city(entry: CityEntry) -> Result<OtherCity, String> {
    let CityEntry { id, name, name_uk, oblast, position: [lon, lat], population, former, also } = entry;
    let position = Position::from_lon_lat(lon, lat).map_err(|error| format!("the city '{id}': {error}"))?;
    let named = |kind| move |name| (kind, name);
    let also = former.into_iter().map(named(NameKind::Former)).chain(also.into_iter().map(named(NameKind::Spelling)));
    let (also, region) = (also.collect(), "ua".to_owned());
    let locality = Locality { id, name, name_uk, also, position, population, region, part_of: None };
    Ok(OtherCity { locality, oblast })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_not_as_it_should_be_is_told_with_its_line() {
        let told = |text: &str| names(text, "names.toml").unwrap_err()[0].message.clone();
        assert!(told("[[area]]\nid = 'ua-14'\n").starts_with("line 1: missing field `names`"), "no names");
        assert!(
            told("[[settlement]]\nid = 'a'\nnames = []\nkind = 'ru'\nsource = ''\ncertainty = 'quite'\n")
                .contains("quite")
        );
        assert_eq!(
            told("[[unlisted]]\nnames = []\nwithin = 'Rivne Oblast'\npopulation = 1\n"),
            "the unlisted place within 'Rivne Oblast' has no name"
        );
    }

    #[test]
    fn a_city_elsewhere_has_its_oblast_and_its_place() {
        let city = |oblast: &str, lat: f64| {
            format!(
                "[[oblast]]\nid = 'ua51'\nname = 'Odesa Oblast'\nname_uk = 'Одеська область'\nnames = []\n[[city]]\nid = 'gn-1'\n\
                 name = 'Odesa'\nname_uk = 'Одеса'\noblast = '{oblast}'\nposition = [30.7, {lat}]\npopulation = 1\nformer = ['Old']\n"
            )
        };
        let read = names(&city("ua51", 46.5), "elsewhere.toml").unwrap();
        assert_eq!((read.oblasts.len(), read.cities[0].locality.also.len()), (1, 1));
        let told = |text: &str| names(text, "elsewhere.toml").unwrap_err()[0].message.clone();
        assert_eq!(told(&city("ua52", 46.5)), "the oblast 'ua52' of the city 'gn-1' is not in the file");
        assert!(told(&city("ua51", 96.5)).starts_with("the city 'gn-1': "));
    }

    #[test]
    fn each_name_stands_alone() {
        let text = "states = ['Russia']\n[[area]]\nid = 'ua-14'\nnames = ['DNR', 'ДНР']\n[[settlement]]\nid = 's-1'\n\
                    names = ['Old', 'Older']\nkind = 'former'\nuntil = 2016\nsource = 'an act'\ncertainty = 'high'\n";
        let names = names(text, "names.toml").unwrap();
        assert_eq!(names.areas[1], AreaName { area: "ua-14".into(), name: "ДНР".into() });
        assert_eq!((names.settlements.len(), names.settlements[1].until), (2, Some(2016)));
    }
}
