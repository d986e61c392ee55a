//! Names and coordinates as a person types them, on the small world.
use super::*;

#[test]
fn names_are_found_the_exact_one_first() {
    let atlas = atlas();
    let ids = |name: &'static str| -> Vec<String> {
        let found = settlements(&atlas, day("2025-01-04"), Wanted { name: Some(name), ..Wanted::default() }).unwrap();
        found.rows.iter().map(|r| r.locality.id.clone()).collect()
    };
    assert_eq!(ids("town 5"), ["s-5"]);
    assert_eq!(ids("МІСТО 5"), ["s-5"]);
    assert_eq!(ids("town 0"), ["s-0", "s-10", "s-11"]);
    assert_eq!(ids("town").len(), 8);
    assert_eq!(ids("Sloviansk"), ["s-12", "s-13"], "apostrophes, y and i");
    assert_eq!(ids("стижкивка").len(), 4, "Russian letters");
    assert_eq!(ids("vyans"), ["s-12", "s-13"], "in the middle");
    assert_eq!(ids("s-12"), ["s-12"], "by id");
    assert!(ids("-'-").is_empty());
    let mut dataset = world();
    let old = |id: &str, name: &str, also: &str, region: &str| Locality {
        id: id.into(),
        name: name.into(),
        name_uk: name.into(),
        also: vec![(NameKind::Spelling, also.into())],
        position: place(36.2, 48.2),
        population: 100_000,
        region: region.into(),
        part_of: None,
    };
    dataset.localities = vec![old("g-1", "Newtown", "Town 5", "ua-d"), old("s-1", "Town 1", "Oldtown", "ua-b")];
    let atlas = Atlas::build(dataset);
    let ids =
        |name: &str| -> Vec<String> { atlas.gazetteer().find(name).iter().map(|n| n.locality.id.clone()).collect() };
    assert_eq!(ids("Town 5"), ["g-1", "s-5"], "the name of a small place does not hide another name of a large one");
    let asked = contactline_core::query::place(&atlas, "Town 5", None).unwrap_err();
    assert!(matches!(&asked, PlaceError::Ambiguous { candidates, .. } if candidates[0].id == "g-1"), "{asked}");
    assert_eq!(ids("oldtown"), ["s-1"], "the gazetteer's entry stands for the record's");
    assert!(ids("oldt").is_empty(), "another name is matched whole");
    assert_eq!(atlas.gazetteer().list().len(), 11);
    assert_eq!(contactline_core::query::place(&atlas, "Oldtown", None).unwrap().locality.unwrap().id, "s-1");
}

#[test]
fn a_name_means_one_place_or_says_which_there_are() {
    let atlas = atlas();
    let id = |text: &str, region: Option<&str>| {
        contactline_core::query::place(&atlas, text, region).map(|m| m.locality.unwrap().id.clone())
    };
    let alone = contactline_core::query::place(&atlas, "town 0", None).unwrap();
    assert_eq!((alone.locality.unwrap().id.as_str(), alone.reading), ("s-0", Reading::Name));
    let others: Vec<&str> = alone.others.iter().map(|l| l.id.as_str()).collect();
    assert_eq!(others, ["s-10", "s-11"], "far smaller, and named");
    assert_eq!(id("Town 0, ua-d", None).unwrap(), "s-10");
    assert_eq!(id("ua-d, Town 0", None).unwrap(), "s-10", "as in an address");
    assert_eq!(id("Town 0 ua-d", None).unwrap(), "s-10", "without a comma");
    assert_eq!(id("Town 0 (ua-d)", None).unwrap(), "s-10");
    assert!(matches!(id("village Town 0", None), Err(PlaceError::Ambiguous { .. })), "a village is none for its size");
    assert_eq!(id("Town 0 , Region ua-e", None).unwrap(), "s-11");
    assert_eq!(id("Town 0", Some("область ua-e")).unwrap(), "s-11");
    assert_eq!(id("s-11", None).unwrap(), "s-11");
    let error = id("Sloviansk", None).unwrap_err();
    let ids: Vec<&str> = error.candidates().iter().map(|l| l.id.as_str()).collect();
    assert_eq!(ids, ["s-12", "s-13"]);
    assert_eq!(
        error.to_string(),
        "2 settlements are called 'Sloviansk'. Use an ID or add the region, as in 'Slovyans'k, ua-b': s-12 Slovyans'k \
         in ua-b (37.7, 47.5); s-13 Slov’yansk in ua-e (37.8, 48.5)"
    );
    assert_eq!(id("Sloviansk", Some("ua-e")).unwrap(), "s-13");
    assert_eq!(id("Slovians", None).unwrap_err().candidates().len(), 2, "begins so: shown, not guessed");
    assert_eq!(id("Slovansk", None).unwrap_err().candidates().len(), 2, "almost so");
    assert_eq!(id("Atlantis", None).unwrap_err().to_string(), "no settlement 'Atlantis' found");
    assert!(matches!(id("Town 0, nowhere", None), Err(PlaceError::Region(QueryError::UnknownRegion { .. }))));
    assert!(matches!(id("Town 5", Some("nowhere")), Err(PlaceError::Region(_))));
    assert!(matches!(id("Town 5", Some("rrrr")), Err(PlaceError::Region(_))), "one r is left of it");
    assert!(matches!(id("", None), Err(PlaceError::Unknown { .. })));
    assert_eq!(
        id("ua-d", None).unwrap_err().to_string(),
        "'ua-d' is region ua-d, not a point; use a settlement or coordinates"
    );
}

#[test]
fn two_places_of_no_known_population_are_not_told_apart_by_it() {
    let mut dataset = world();
    dataset.records[0].settlements.iter_mut().for_each(|settlement| settlement.population = 0);
    let atlas = Atlas::build(dataset);
    let asked = contactline_core::query::place(&atlas, "Town 0", None);
    assert!(matches!(asked, Err(PlaceError::Ambiguous { .. })), "none is ten times nothing");
}

#[test]
fn two_numbers_are_taken_in_the_order_that_lies_in_the_country() {
    let atlas = atlas();
    let read = |text: &str| contactline_core::query::place(&atlas, text, None);
    let (lat_first, lon_first) = (read("48.5, 37.5").unwrap(), read("37.5 48.5").unwrap());
    assert_eq!((lat_first.position, lat_first.reading), (place(37.5, 48.5), Reading::LatLon));
    assert_eq!((lon_first.position, lon_first.reading), (place(37.5, 48.5), Reading::LonLat));
    assert_eq!(read("48°30' 37°30'").unwrap().reading, Reading::LatLon);
    assert_eq!(read("10, 120").unwrap().position, place(120.0, 10.0), "the only order that is possible");
    assert!(matches!(read("10, 20"), Err(PlaceError::Order { .. })));
    assert_eq!(read("200, 300").unwrap_err().to_string(), "longitude 200 is not within -180..=180");
    assert_eq!(read("geo:10,20").unwrap().position, place(20.0, 10.0), "said, so taken");
    assert_eq!(read("POINT(37.5 48.5)").unwrap().reading, Reading::Wkt);
    assert_eq!(
        read("POINT(48.5 37.5)").unwrap_err().to_string(),
        "'POINT(48.5 37.5)' is in no region, but with the two numbers swapped it is in Region ua-e: did you swap lon \
         and lat?"
    );
    let bracketed = read("(48.5, 37.5)").unwrap();
    assert_eq!((bracketed.position, bracketed.reading), (place(37.5, 48.5), Reading::LatLon));
    let link = read("https://deepstatemap.live/en#11/48.5/37.5").unwrap();
    assert_eq!(link.position, place(37.5, 48.5));
    assert!(
        link.notes[0].to_string().starts_with("the centre of the map in a link to DeepStateMap"),
        "{:?}",
        link.notes
    );
    assert_eq!(read("48.5%2C%2037.5").unwrap().position, place(37.5, 48.5), "with the escapes of an address");
    assert!(read("https://maps.app.goo.gl/x").unwrap_err().to_string().contains("nothing is fetched"));
}
