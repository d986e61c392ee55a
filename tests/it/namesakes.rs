//! A small place whose name others bear is answered with that said: `Водне` was answered as the one listed, without a word of the
//! village of the same name that is not.
use contactline_core::atlas::Atlas;
use contactline_core::model::{Language, Moment};
use contactline_core::query::{Wanted, place, settlements};
use contactline_store::load;

fn atlas() -> Atlas {
    Atlas::build(load(None).unwrap().dataset)
}

#[test]
fn a_name_that_unlisted_places_bear_is_said_with_where_they_are() {
    let atlas = atlas();
    let notes = |name: &str, region: Option<&str>| {
        let meant = place(&atlas, name, region).unwrap();
        meant.notes.iter().map(|note| note.within(Language::English).to_owned()).collect::<Vec<_>>()
    };
    let said = notes("Левадки", None);
    assert!(
        said.iter().any(|note| note.contains("not listed") && note.contains("Dnipropetrovsk Oblast 1")),
        "{said:?}"
    );
    assert_eq!(notes("Levadky", None).len(), said.len(), "in whatever spelling");
    let there = notes("Левадки", Some("ua-43"));
    assert!(there.iter().all(|note| !note.contains("not listed")), "in its own region it is the only one: {there:?}");
    // Nobody means a hamlet by the name of a city.
    assert_eq!(notes("Donetsk", None), [""; 0]);
    let moment: Moment = "2025-05-01".parse().unwrap();
    let named = |name| settlements(&atlas, moment, Wanted { name: Some(name), ..Wanted::default() }).unwrap().namesakes;
    assert!(named("Левадки").is_some());
    assert_eq!((named("Donetsk"), named("Levadk")), (None, None), "a part of a name is no name");
}
