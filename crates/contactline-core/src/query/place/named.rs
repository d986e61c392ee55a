//! Which settlement a name means, alone or with its region, its state or the kind of settlement beside it.

use super::alike::{suggested, unknown};
use super::narrowed::is_within;
use super::words::{Address, Kind, Qualifier, halves, qualifier, without_kind};
use super::{KnownArea, Meant, PlaceError, Reading, meant};
use crate::atlas::{AreaMeant, Atlas, GEONAMES, Match, Named};
use crate::model::{Language, Locality, Said};
use crate::query::areas::units;

/// By how much the largest of several places of one name must surpass the next in people to be the one that is meant.
const DOMINANT: u32 = 10;

/// The least population of a place that is listed; that of one of which none is known.
const MIN_POPULATION: u32 = 500;

/// The most people of a village: what has more is a city, and not what somebody means who writes `с.`
const MAX_VILLAGE: u32 = 20_000;

/// The most parts of a text: kind, name, another name, raion, region, country, and some to spare.
const MAX_PARTS: usize = 8;

/// One way to read a text: a name, and what the rest says of it.
#[derive(Debug)]
pub(super) struct Wanted<'a, 't> {
    name: &'t str,
    /// Other names of the same place.
    aliases: Vec<&'t str>,
    pub(super) areas: Vec<(&'t str, AreaMeant<'a>)>,
    pub(super) raions: Vec<&'t str>,
    kind: Option<Kind>,
    pub(super) postcode: Option<&'t str>,
    /// What says where in the settlement: it is passed over, and said.
    streets: Vec<&'t str>,
}

/// The settlement that `text` means; `region` and `postcode` narrow it as those in the text would.
pub(super) fn named<'a>(
    atlas: &'a Atlas,
    text: &str,
    region: Option<&str>,
    postcode: Option<&str>,
) -> Result<Meant<'a>, PlaceError> {
    let asked = region.map(|region| area_of(atlas, region).map(|area| (region, area))).transpose()?;
    let mut first_error = None;
    let address = address(atlas, text);
    let readings = readings(atlas, text, &address.places);
    for reading in readings {
        let result = reading.and_then(|mut wanted| {
            wanted.areas.extend(asked);
            wanted.postcode = address.postcode.or(postcode);
            wanted.streets.clone_from(&address.streets);
            wanted.settlement(atlas, text)
        });
        match result {
            Ok(meant) => return Ok(meant),
            Err(error) => {
                // An answer that has places to choose from tells more than one that has none.
                let tells_more =
                    |e: &PlaceError| !e.candidates().is_empty() && !matches!(e, PlaceError::Unknown { .. });
                if first_error.as_ref().is_none_or(|first| !tells_more(first) && tells_more(&error)) {
                    first_error = Some(error);
                }
            }
        }
    }
    Err(first_error.unwrap_or_else(|| PlaceError::Unknown { value: text.trim().to_owned(), near: vec![] }))
}

/// The settlements that a text may mean, for a list to choose from: those of that very name where there are any, else those
/// whose names begin so or hold it. Nothing is ruled out but by a region in the text.
pub(crate) fn listed<'a>(atlas: &'a Atlas, text: &str) -> Vec<Named<'a>> {
    let found = atlas.gazetteer().find(text);
    if found.iter().any(|named| named.how.is_whole()) {
        return found;
    }
    let matches = |wanted: Wanted<'a, '_>| {
        let mut found = wanted.matches(atlas).0;
        found.retain(|named| atlas.gazetteer().elsewhere(&named.locality.id).is_none());
        Some(found).filter(|found| !found.is_empty())
    };
    let address = address(atlas, text);
    readings(atlas, text, &address.places).into_iter().filter_map(Result::ok).find_map(matches).unwrap_or(found)
}

/// The parts of a text, of which those that are the name of a settlement are no street.
fn address<'t>(atlas: &Atlas, text: &'t str) -> Address<'t> {
    Address::of(text, |part| [part, without_kind(part).0].iter().any(|name| !atlas.gazetteer().named(name).is_empty()))
}

/// The area of a text, or why it is none.
fn area_of<'a>(atlas: &'a Atlas, text: &str) -> Result<AreaMeant<'a>, PlaceError> {
    let area = atlas.area_names().find(text).or_else(|| atlas.area_names().find(without_kind(text).0));
    area.ok_or_else(|| units(atlas, Some(text)).err().map_or_else(|| unknown(atlas, text), PlaceError::Region))
}

/// The ways to read a text by its parts, the likeliest first.
fn readings<'a, 't>(atlas: &'a Atlas, text: &str, parts: &[&'t str]) -> Vec<Result<Wanted<'a, 't>, PlaceError>> {
    if parts.len() > MAX_PARTS {
        return vec![Err(unknown(atlas, text))];
    }
    if let [part] = parts {
        let alone = Wanted::of(atlas, part, &[]);
        let is_name = alone.as_ref().is_ok_and(|wanted| !wanted.matches(atlas).0.is_empty());
        let areas = halves(part).into_iter().filter(|[_, area]| atlas.area_names().find(area).is_some());
        let parted = areas.map(|[name, area]| Wanted::of(atlas, name, &[area]));
        let with_names = parted.filter(|wanted| wanted.as_ref().is_ok_and(|w| !w.matches(atlas).0.is_empty()));
        let more: Vec<_> =
            if is_name || atlas.area_names().find(part).is_some() { vec![] } else { with_names.collect() };
        return more.into_iter().chain([alone]).collect();
    }
    // In an address the name stands first or last; what can only be an area is no name.
    let is_area_alone = |part: &&str| {
        let names = atlas.area_names();
        names.is_explicit(part)
            || (names.find(part).is_some() && atlas.gazetteer().named(without_kind(part).0).is_empty())
    };
    let names: Vec<usize> = (0..parts.len()).filter(|k| !is_area_alone(&parts[*k])).collect();
    let others =
        |k: usize| parts.iter().enumerate().filter(|(n, _)| *n != k).map(|(_, part)| *part).collect::<Vec<_>>();
    names.into_iter().map(|k| Wanted::of(atlas, parts[k], &others(k))).collect()
}

impl<'a, 't> Wanted<'a, 't> {
    /// A name and nothing else.
    fn alone(name: &'t str) -> Self {
        let (aliases, areas, raions, streets) = (vec![], vec![], vec![], vec![]);
        Self { name, aliases, areas, raions, kind: None, postcode: None, streets }
    }

    fn of(atlas: &'a Atlas, name: &'t str, others: &[&'t str]) -> Result<Self, PlaceError> {
        let mut wanted = Self::alone(name);
        for part in others {
            match qualifier(atlas, part) {
                Some(Qualifier::Area(area)) => wanted.areas.push((part, area)),
                Some(Qualifier::Raion) => wanted.raions.push(part),
                Some(Qualifier::Kind(kind)) => wanted.kind = Some(kind),
                Some(Qualifier::Name) => wanted.aliases.push(part),
                None => return Err(area_of(atlas, part).err().unwrap_or_else(|| unknown(atlas, name))),
            }
        }
        Ok(wanted)
    }

    /// The settlements of that very name that all the rest fits, the most populous first, and of what kind the name says
    /// that they are.
    fn matches(&self, atlas: &'a Atlas) -> (Vec<Named<'a>>, Option<Kind>) {
        let gazetteer = atlas.gazetteer();
        let mut kind = self.kind;
        let (name, of_name) = without_kind(self.name);
        // `Хутір-Михайлівський` is a name; `с. Кадіївка` is none, though without its blank it is spelled as `Скадовка` is.
        let mut found = gazetteer.named(self.name);
        if of_name.is_some() && found.iter().all(|named| named.how != Match::Exact) {
            let without = gazetteer.named(name);
            if !without.is_empty() {
                (found, kind) = (without, kind.or(of_name));
            }
        }
        for alias in &self.aliases {
            let named = [alias, without_kind(alias).0].map(|alias| gazetteer.named(alias));
            let has = |one: &Named<'a>| named.iter().flatten().any(|other| other.locality.id == one.locality.id);
            found.retain(has);
        }
        for (_, area) in &self.areas {
            match area {
                AreaMeant::Regions { members, .. } => {
                    found.retain(|named| members.contains(&named.locality.region));
                }
                AreaMeant::Elsewhere(oblast) => {
                    let oblast_of = |locality: &Locality| gazetteer.elsewhere(&locality.id).map(|city| &city.oblast);
                    found.retain(|named| oblast_of(named.locality) == Some(&oblast.id));
                }
                AreaMeant::Country | AreaMeant::OtherState => {}
            }
        }
        // Of other oblasts the cities alone are listed.
        if matches!(kind, Some(Kind::Village | Kind::Settlement)) {
            found.retain(|named| gazetteer.elsewhere(&named.locality.id).is_none());
        }
        (found, kind)
    }

    /// The settlement that is meant, or why that cannot be told. `text` is all that was typed.
    fn settlement(&self, atlas: &'a Atlas, text: &str) -> Result<Meant<'a>, PlaceError> {
        let value = text.trim().to_owned();
        let (found, kind) = self.matches(atlas);
        let other_state = self.areas.iter().find(|(_, area)| *area == AreaMeant::OtherState);
        if self.areas.is_empty()
            && (found.is_empty() || atlas.area_names().is_explicit(self.name))
            && let Some(area) = atlas.area_names().find(self.name)
        {
            return Err(PlaceError::Area { value, area: in_words(area), known: known(area) });
        }
        let found = self.by_raion(atlas, found);
        let found = self.by_postcode(atlas, found);
        let Some(leader) = leader(&found) else { return Err(self.not_found(atlas, value)) };
        self.refuse_contradiction(atlas, &value, leader.locality)?;
        let candidates = || found.iter().map(|named| named.locality.clone()).collect::<Vec<Locality>>();
        if let Some((state, _)) = other_state {
            return Err(PlaceError::OtherState { value, state: (*state).to_owned(), candidates: candidates() });
        }
        let weight = |named: &Named<'_>| weight(named.locality);
        let is_narrowed = self.areas.iter().any(|(_, area)| matches!(area, AreaMeant::Regions { .. }));
        let unlisted = atlas.gazetteer().unlisted(without_kind(self.name).0).filter(|_| !is_narrowed);
        if let Some(place) = unlisted.filter(|place| surpasses(place.population, weight(&leader))) {
            let unlisted = format!("{} in {} ({} people)", place.names[0], place.within, place.population);
            return Err(PlaceError::NotListed { value, unlisted, candidates: candidates() });
        }
        let is_close = |rival: &Named<'_>| match rival.by {
            // What GeoNames' contributors call a smaller place does not cast doubt on a larger one's own name.
            Some(by) if by.source == GEONAMES && leader.by.is_none() => 2 * weight(rival) > 3 * weight(&leader),
            // Nor does size tell places apart that none but they call so: `Aleksandrovka` is no word for Donetsk.
            _ if leader.by.is_some_and(|by| by.source == GEONAMES) => true,
            _ => !surpasses(weight(&leader), weight(rival)),
        };
        let rivals: Vec<Named<'a>> = found.iter().filter(|n| n.locality.id != leader.locality.id).copied().collect();
        if kind == Some(Kind::Village) && found.iter().all(|named| named.locality.population > MAX_VILLAGE) {
            // A village was asked for, and of that name only cities are listed: the village is another place.
            return Err(PlaceError::Unknown { value, near: candidates() });
        }
        let is_told_by_size = !matches!(kind, Some(Kind::Village | Kind::Settlement)) && self.raions.is_empty();
        if rivals.iter().any(is_close) || !(rivals.is_empty() || is_told_by_size) {
            return Err(PlaceError::Ambiguous { value, candidates: candidates() });
        }
        let others = rivals.iter().map(|named| named.locality).collect();
        let notes = self.notes(atlas, leader);
        Ok(Meant { notes, ..meant(leader.locality, Reading::Name, others) })
    }

    fn not_found(&self, atlas: &Atlas, value: String) -> PlaceError {
        let oblast = self
            .areas
            .iter()
            .find_map(|(_, area)| if let AreaMeant::Elsewhere(oblast) = area { Some(*oblast) } else { None });
        if let Some(oblast) = oblast {
            return PlaceError::Elsewhere { value, oblast: Box::new(oblast.clone()) };
        }
        if let Some(raion) = self.raion(atlas, self.name) {
            let area = format!("{} in {}", raion.name, raion.region);
            return PlaceError::Area { value, area, known: KnownArea::Unit(raion.code.clone()) };
        }
        let anywhere = Wanted::alone(self.name);
        let near = match anywhere.matches(atlas).0 {
            elsewhere if elsewhere.is_empty() => suggested(atlas, without_kind(self.name).0),
            elsewhere => elsewhere.into_iter().map(|named| named.locality.clone()).collect(),
        };
        PlaceError::Unknown { value, near }
    }

    /// What must be known of how the text was read.
    fn notes(&self, atlas: &Atlas, found: Named<'_>) -> Vec<Said> {
        let locality = found.locality;
        let (en, uk) = (Language::English, Language::Ukrainian);
        let (own, own_uk) = (&locality.name, &locality.name_uk);
        let region = atlas.regions().iter().find(|r| r.id == locality.region);
        let (name, name_uk) = region.map_or(("", ""), |r| (r.name.as_str(), r.name_uk.as_str()));
        let mut notes = Vec::new();
        let members: Option<Vec<&str>> = self.areas.iter().find_map(|(_, area)| match area {
            AreaMeant::Regions { members, .. } => Some(members.iter().map(String::as_str).collect()),
            _ => None,
        });
        notes.extend(namesakes(atlas, without_kind(self.name).0, found, members.as_deref()));
        if let Some(by) = found.by {
            let (told, source) = (by.told(), &by.source);
            notes.push(Said::new(
                format!("{own} ({}); {source}", told.within(en)),
                format!("{own_uk} ({}); {source}", told.within(uk)),
            ));
        }
        if let Some(city) = atlas.gazetteer().city_of(locality) {
            notes.push(Said::new(
                format!("{own} is a part of {} ({}), not a settlement of its own", city.name, city.id),
                format!("{own_uk} — частина міста {} ({}), а не окремий населений пункт", city.name_uk, city.id),
            ));
        }
        for (asked, area) in &self.areas {
            let AreaMeant::Regions { id, members } = area else { continue };
            let region = &locality.region;
            if members.len() > 1 {
                let (and, and_uk) = (members.join(" and "), members.join(" і "));
                notes.push(Said::new(
                    format!("'{asked}' was read as {and}; {own} lies in {name} ({region}), a unit of its own"),
                    format!("«{asked}» прочитано як {and_uk}; {own_uk} — це {name_uk} ({region}), окрема одиниця"),
                ));
            } else if !asked.eq_ignore_ascii_case(id) {
                notes.push(Said::new(
                    format!("'{asked}' was read as {name} ({region})"),
                    format!("«{asked}» прочитано як {name_uk} ({region})"),
                ));
            }
        }
        let is_of = |raion: &str| self.raion(atlas, raion).is_some_and(|raion| is_within(atlas, locality, raion));
        notes.extend(self.raions.iter().filter(|raion| !is_of(raion)).map(|raion| {
            Said::new(
                format!("'{raion}' was not checked: places are listed by region only"),
                format!("«{raion}» не перевірено: місця внесено лише за регіонами"),
            )
        }));
        if let Some(city) = atlas.gazetteer().elsewhere(&locality.id) {
            let oblast = atlas.area_names().find(&city.oblast);
            let (name, name_uk) = match oblast {
                Some(AreaMeant::Elsewhere(oblast)) => (oblast.name.as_str(), oblast.name_uk.as_str()),
                _ => (city.oblast.as_str(), city.oblast.as_str()),
            };
            let within = |oblast: &str, own: &str| if oblast == own { String::new() } else { format!(" ({oblast})") };
            let (within, within_uk) = (within(name, own), within(name_uk, own_uk));
            notes.push(Said::new(
                format!("{own} lies in none of the regions here{within}"),
                format!("{own_uk} не належить до жодного з наявних тут регіонів{within_uk}"),
            ));
        }
        if !self.streets.is_empty() {
            let streets = self.streets.join(", ");
            notes.push(Said::new(
                format!("'{streets}' was not looked up: the point is that of the settlement"),
                format!("«{streets}» не шукали: це точка населеного пункту"),
            ));
        }
        // A region may be named in the text and beside it.
        let mut once = Vec::with_capacity(notes.len());
        notes.into_iter().for_each(|note| {
            if !once.contains(&note) {
                once.push(note)
            }
        });
        once
    }
}

/// Which area that is.
fn known(area: AreaMeant<'_>) -> KnownArea {
    match area {
        AreaMeant::Regions { id, .. } => KnownArea::Unit(id.to_owned()),
        AreaMeant::Elsewhere(oblast) => KnownArea::Elsewhere(Box::new((*oblast).clone())),
        AreaMeant::Country | AreaMeant::OtherState => KnownArea::State,
    }
}

/// That other settlements bear the name and are not listed, where the one found is not so much larger than they that it is
/// meant; of these regions, where some were named.
pub(crate) fn namesakes(atlas: &Atlas, name: &str, found: Named<'_>, regions: Option<&[&str]>) -> Option<Said> {
    let is_asked = |id: &str| regions.is_none_or(|regions| regions.contains(&id));
    if surpasses(weight(found.locality), MIN_POPULATION) {
        return None;
    }
    let by_region: Vec<(&String, u32)> =
        atlas.gazetteer().namesakes(name)?.iter().filter(|(id, _)| is_asked(id)).map(|(id, n)| (id, *n)).collect();
    let all: u32 = by_region.iter().map(|(_, count)| count).sum();
    let region = |id: &str, language: Language| match atlas.regions().iter().find(|region| region.id == *id) {
        Some(region) => language.of(&region.name, &region.name_uk).to_owned(),
        None => language.of("elsewhere in Ukraine", "деінде в Україні").to_owned(),
    };
    let list = |language: Language| {
        let counted = by_region.iter().map(|(id, count)| format!("{} {count}", region(id, language)));
        counted.collect::<Vec<_>>().join(", ")
    };
    (all > 0).then(|| {
        Said::new(
            format!(
                "settlements of the name '{name}' that are not listed, by the codifier of Ukraine: {all} ({}); one of them \
                 may be meant",
                list(Language::English)
            ),
            format!(
                "населених пунктів із назвою «{name}», яких тут не внесено, за кодифікатором: {all} ({}); можливо, \
                 мається на увазі один із них",
                list(Language::Ukrainian)
            ),
        )
    })
}

/// The place that is meant if any is: the most populous of those that have the name as their own, else of all.
fn leader<'a>(found: &[Named<'a>]) -> Option<Named<'a>> {
    let has_own = found.iter().any(|named| named.by.is_none());
    let leading = found.iter().filter(|named| !has_own || named.by.is_none());
    // Of equals the first: it has the most people.
    leading.rev().max_by_key(|named| weight(named.locality)).copied()
}

/// How much a place counts beside others of its name: its people; a part of a city counts as the least of those listed.
fn weight(locality: &Locality) -> u32 {
    if locality.part_of.is_some() { MIN_POPULATION } else { locality.population.max(MIN_POPULATION) }
}

fn surpasses(more: u32, less: u32) -> bool {
    more >= less.saturating_mul(DOMINANT)
}

fn in_words(area: AreaMeant<'_>) -> String {
    match area {
        AreaMeant::Regions { id, members } if members.len() > 1 => format!("the group of regions {id}"),
        AreaMeant::Regions { id, .. } => format!("region {id}"),
        AreaMeant::Country | AreaMeant::OtherState => "a state".into(),
        AreaMeant::Elsewhere(oblast) => format!("{}, none of the regions here", oblast.name),
    }
}
