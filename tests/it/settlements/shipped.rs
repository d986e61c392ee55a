//! The gazetteer that ships: spelling, parts of cities, population.
use super::*;

/// Every English name is what the national table makes of the Ukrainian one, or stands among the exceptions with a reason;
/// no Ukrainian name has another apostrophe than ’, none an accent or a letter of Russian.
#[test]
fn english_names_are_those_of_the_national_table() {
    let dataset = contactline_store::load(None).unwrap().dataset;
    let exceptions = &dataset.names.exceptions;
    assert!(exceptions.iter().all(|e| !e.reason.is_empty() && romanised(&e.name_uk) != e.name), "an exception is one");
    let is_exception = |name: &str, uk: &str| exceptions.iter().any(|e| e.name == name && e.name_uk == uk);
    let of_record = dataset.records.iter().flat_map(|r| &r.settlements).map(|s| (&s.id, &s.name, &s.name_uk));
    let of_gazetteer = dataset.localities.iter().map(|l| (&l.id, &l.name, &l.name_uk));
    for (id, name, uk) in of_gazetteer.chain(of_record) {
        assert!(*name == romanised(uk) || is_exception(name, uk), "{id}: {uk} is {}, not {name}", romanised(uk));
        let is_ukrainian = |c: char| "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя’ -".contains(c) || c.is_ascii_digit();
        assert!(uk.to_lowercase().chars().all(is_ukrainian), "{id}: {uk}");
        assert!(name.is_ascii(), "{id}: {name}");
    }
    // An oblast is called by its noun, which stands among its Ukrainian names, as its adjective does in Ukrainian.
    for region in dataset.regions.iter().filter(|r| r.name.ends_with(" Oblast")) {
        let of_it = |area: &&contactline_core::model::AreaName| area.area == region.id;
        let nouns = dataset.names.areas.iter().filter(of_it).map(|area| romanised(&area.name) + " Oblast");
        assert!(nouns.into_iter().any(|name| name == region.name) || region.abroad.is_some(), "{}", region.name);
    }
}

/// Quarters of cities were settlements of their own: Donetsk oblast had three million people twice.
#[test]
fn a_part_of_a_city_is_found_and_is_no_settlement() {
    let dataset = contactline_store::load(None).unwrap().dataset;
    let gazetteer = shipped().gazetteer();
    let saltivka = contactline_core::query::place(shipped(), "Салтівка", None).unwrap();
    assert_eq!(saltivka.notes[0].to_string(), "Saltivka is a part of Kharkiv (gn-706483), not a settlement of its own");
    let districts: Vec<&Locality> = dataset.localities.iter().filter(|l| l.part_of.is_some()).collect();
    assert!(districts.len() > 90, "{}", districts.len());
    for district in districts {
        let city = gazetteer.city_of(district).unwrap();
        assert!(city.part_of.is_none() && city.region == district.region, "{}", district.id);
        assert!(geodesic(city.position, district.position).distance_m < 30_000.0, "{}", district.id);
        assert!(gazetteer.list().iter().all(|l| l.id != district.id), "{}", district.id);
        assert_ne!(gazetteer.nearest(district.position).unwrap().0.id, district.id);
        assert!(dataset.records.iter().flat_map(|r| &r.settlements).all(|s| s.id != district.id), "{}", district.id);
    }
    assert!(gazetteer.by_id("gn-9291559").is_none(), "a prank, named after Lenin and after Bandera at once");
}

/// GeoNames' populations are of mixed dates and leave the smallest places out: no oblast may have more people than the
/// State Statistics Service estimated for 2022-01-01, or fewer than half of them (Kherson's city has a figure of the war,
/// 66,000 for 279,000). For Crimea the last estimate is of 2014-01-01; Sevastopol's figure is of a later census by Russia.
#[test]
fn the_people_of_an_oblast_are_near_the_last_estimate() {
    let mut shares = Vec::new();
    for (region, estimate) in [
        ("ua-09", 2_102_921),
        ("ua-12", 3_096_485),
        ("ua-14", 4_059_372),
        ("ua-23", 1_638_462),
        ("ua-43", 1_967_259),
        ("ua-48", 1_091_821),
        ("ua-59", 1_035_772),
        ("ua-63", 2_598_961),
        ("ua-65", 1_001_598),
    ] {
        let people =
            shipped().gazetteer().list().iter().filter(|l| l.region == region).map(|l| u64::from(l.population));
        shares.push((region, people.sum::<u64>() * 100 / estimate));
    }
    assert!(shares.iter().all(|(_, share)| (50..=100).contains(share)), "percent of the estimate: {shares:?}");
}
