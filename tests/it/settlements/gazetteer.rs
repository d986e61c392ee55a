//! The gazetteer that ships: the names it finds.
use super::*;

#[test]
fn the_name_of_a_small_place_does_not_hide_a_large_one() {
    assert_eq!(meant("Konstantinovka"), "which of 6: Kostiantynivka ua-14", "a Crimean village has it as its own name");
    assert!(meant("Vasilyevka").ends_with(": Vasylivka ua-23"), "{}", meant("Vasilyevka"));
    assert_eq!(meant("Nikolayev"), "Mykolaiv ua-48", "a town of 14,210 lists the name as well");
    assert!(meant("Krasnyi Lyman").starts_with("which of") || meant("Krasnyi Lyman") == "Lyman ua-14");
    assert!(meant("Aleksandrovka").starts_with("which of"), "Donetsk was once called so");
    assert_eq!(meant("Sloviansk"), "Sloviansk ua-14", "Nikopol, as large, was once called so, but by no source named");
    assert!(meant("Pervomaisk").starts_with("which of"), "by a source named the other was called so until 2024");
    assert!(
        meant("Hladkivka").starts_with("which of"),
        "a quarter of Donetsk is not the village, however many live there"
    );
}

#[test]
fn what_stands_beside_a_name_is_understood() {
    for (expected, texts) in [
        (
            "Donetsk ua-14",
            &[
                "Donetsk, Ukraine",
                "Donetsk Ukraine",
                "Donetsk (Ukraine)",
                "Donetsk, DNR",
                "Donetsk DPR",
                "Донецк, ДНР",
                "Донецк, Донецкая область",
                "Донецк (Донецкая обл.)",
                "город Донецк",
                "г. Донецк",
                "г.Донецк",
                "м. Донецьк",
                "м.Донецьк",
                "місто Донецьк",
                "Донецьк, Донецька область, Україна",
                "Україна, Донецька область, м. Донецьк",
                "City of Donetsk",
                "the city of Donetsk",
                "Donetsk city",
                "Donetsk, Donbas",
                "Donetsk Oblast, Donetsk",
                "Donetsk, Donetsk Region",
                "донецк украина",
                "Donetsk, Donetsk",
                "Donetsk, UA",
            ][..],
        ),
        (
            "Sevastopol ua-40",
            &["Sevastopol, Crimea", "Севастополь, Крым", "Crimea, Sevastopol", "г. Севастополь", "Sevastopol Crimea"],
        ),
        (
            "Simferopol ua-43",
            &["Симферополь, Республика Крым", "Simferopol, AR Crimea", "Сімферополь, АР Крим", "м. Сімферополь, Крим"],
        ),
        (
            "Nova Kakhovka ua-65",
            &[
                "Новая Каховка, Херсонская область",
                "Нова Каховка, Херсонська обл.",
                "Nova Kakhovka, Kherson",
                "Новая Каховка Херсонская область",
            ],
        ),
        ("Luhansk ua-09", &["Луганск, ЛНР", "Lugansk, LNR", "Luhansk, LPR", "Луганськ, Луганська Народна Республіка"]),
        ("Bakhmut ua-14", &["Bakhmut (Artemivsk)", "Артёмовск, Донецкая область", "Артемівськ (Бахмут)"]),
        (
            "Niu-York ua-14",
            &[
                "смт Нью-Йорк",
                "селище Нью-Йорк, Донецька область",
                "New York, Donetsk Oblast",
                "пгт Новгородское",
                "посёлок городского типа Новгородское",
            ],
        ),
        ("Lyman ua-14", &["Лиман, Донецька область", "м. Лиман, Донецкая обл."]),
    ] {
        for text in texts {
            assert_eq!(meant(text), expected, "{text}");
        }
    }
    let crimea = contactline_core::query::place(shipped(), "Sevastopol, Crimea", None).unwrap();
    assert!(
        crimea.notes.iter().any(|note| {
            note.within(Language::English).ends_with("Sevastopol lies in Sevastopol (ua-40), a unit of its own")
                && note.within(Language::Ukrainian).ends_with("Севастополь — це Севастополь (ua-40), окрема одиниця")
        }),
        "{:?}",
        crimea.notes
    );
    assert_eq!(meant("Donetsk Oblast"), "region ua-14");
    assert_eq!(meant("Crimea"), "the group of regions crimea-and-sevastopol");
    assert_eq!(meant("Donetsk, Russia"), "no region: Russia");
    assert!(meant("Donetsk, Rostov Oblast").starts_with("Region or group 'Rostov Oblast' not found"));
    assert!(meant("Pokrovske, Bakhmut raion").starts_with("which of"), "raions are not listed");
    assert!(meant("с. Лиман").starts_with("which of"), "a village is not the town");
}

/// Asked for by name they were refused, and a spreadsheet with Kyiv in it could not be answered.
#[test]
fn cities_of_other_oblasts_are_found_and_lie_outside() {
    for (text, city) in [
        ("Kyiv", "Kyiv"),
        ("Киев", "Kyiv"),
        ("м. Київ", "Kyiv"),
        ("Kyiv, Ukraine", "Kyiv"),
        ("м. Київ, вул. Хрещатик, 22", "Kyiv"),
        ("Київ, Хрещатик 22", "Kyiv"),
        ("Одеса", "Odesa"),
        ("Odessa", "Odesa"),
        ("г. Одесса", "Odesa"),
        ("Одеса, Одеська область", "Odesa"),
        ("Lviv", "Lviv"),
        ("Чернигов", "Chernihiv"),
        ("Кировоград", "Kropyvnytskyi"),
        ("Новоград-Волынский", "Zviahel"),
        ("Rivne", "Rivne"),
    ] {
        assert_eq!(meant(text), format!("{city} ua"), "{text}");
        let place = contactline_core::query::place(shipped(), text, None).unwrap();
        assert!(shipped().places().whereabouts(place.position).region.is_none(), "{text}");
        assert!(place.notes.iter().any(|note| note.within(Language::English).contains("in none of the regions here")));
    }
    let why = |text: &str| contactline_core::query::place(shipped(), text, None).unwrap_err().to_string();
    assert_eq!(
        why("Львівська область"),
        "'Львівська область' is Lviv Oblast, none of the regions here, not a point; use a settlement or coordinates"
    );
    assert!(why("с. Іванівка, Одеська обл.").contains("is in Odesa Oblast, which is none of the regions here"));
    assert!(why("Миколаївка, Odesa Oblast").contains("is in Odesa Oblast"), "never that of another oblast");
}

/// An address is its settlement; what says where in it is passed over, and said.
#[test]
fn addresses_are_their_settlements() {
    for (text, region, postcode, place) in [
        ("м. Маріуполь, вул. Артема, 5", None, None, "Mariupol ua-14"),
        ("84300, Донецька обл., м. Краматорськ, вул. Миру, буд. 5, кв. 3", None, None, "Kramatorsk ua-14"),
        ("м.Токмак вул.Центральна 5", None, None, "Tokmak ua-23"),
        ("вул. Миру 5 м. Маріуполь", None, None, "Mariupol ua-14"),
        ("г. Донецк, ул. Артёма, д. 12, кв. 4", Some("ДНР"), None, "Donetsk ua-14"),
        ("Berdiansk, 10 Peace Ave", None, None, "Berdiansk ua-23"),
        ("просп. Ушакова 16, Херсон", Some("Херсонська обл."), None, "Kherson ua-65"),
        ("", None, Some("84300"), "84300 by its postcode"),
        ("невідоме місце", None, Some("84300"), "84300 by its postcode"),
    ] {
        let found = contactline_core::query::address(shipped(), text, region, postcode).unwrap();
        let told =
            found.locality.map_or_else(|| "84300 by its postcode".into(), |l| format!("{} {}", l.name, l.region));
        assert_eq!(told, place, "{text}");
    }
    let why = |text: &str, postcode| contactline_core::query::address(shipped(), text, None, postcode).unwrap_err();
    assert_eq!(
        why("Маріуполь", Some("73000")).to_string(),
        "'Маріуполь' is in ua-14, and postcode 73000 is of ua-65: which of them is meant cannot be told"
    );
    assert!(why("вул. Миру, 5", None).candidates().is_empty(), "a street is no place");
    let raion = why("Харківська область, Куп'янський район", None).to_string();
    assert!(raion.contains("is Kupianskyi Raion in ua-63"), "{raion}");
}

#[test]
fn what_is_not_listed_is_not_answered() {
    for text in [
        "Москва",
        "Moscow",
        "Ростов-на-Дону",
        "Белгород",
        "Krym",
        "Donets",
        "Kramatorks",
        "Mariupo",
        "Zapo",
        "Atlantis",
        "Novaya",
        "Lisbon",
        "London",
        "Київ, Київська область",
        "Velyka",
        "Yar",
        // A village was asked for; a city of that name is another place.
        "с. Кадіївка",
        "с. Донецьк",
        "село Херсон, Херсонська область",
        "Kaiyivka",
        "Каіївка",
    ] {
        let found = contactline_core::query::place(shipped(), text, None);
        let of_village = found.as_ref().is_ok_and(|m| m.locality.is_some_and(|l| l.name == "Donets"));
        assert!(found.is_err() || of_village, "{text}: {}", meant(text));
    }
    assert_eq!(meant("Воронеж"), "not listed: Voronezh in Voronezh Oblast, Russia (1047549 people)");
    assert_eq!(meant("Voronizh, Sumy Oblast"), "Voronizh ua-59");
}

#[test]
fn former_names_are_known_and_told() {
    for (text, expected) in [
        ("Красноперекопск", "Yany Kapu ua-43"),
        ("Artemivsk", "Bakhmut ua-14"),
        ("Артемовск", "Bakhmut ua-14"),
        ("Дзержинск", "Toretsk ua-14"),
        ("Krasnoarmeysk", "Pokrovsk ua-14"),
        ("Красноармійськ", "Pokrovsk ua-14"),
        ("Димитров", "Myrnohrad ua-14"),
        ("Торез", "Chystiakove ua-14"),
        ("Жданов", "Mariupol ua-14"),
        ("Сталино", "Donetsk ua-14"),
        ("Юзовка", "Donetsk ua-14"),
        ("Ворошиловград", "Luhansk ua-09"),
        ("Коммунарск", "Alchevsk ua-09"),
        ("Стаханов", "Kadiivka ua-09"),
        ("Красный Луч", "Khrustalnyi ua-09"),
        ("Свердловск", "Dovzhansk ua-09"),
        ("Молодогвардейск", "Otamanivka ua-09"),
        ("Severodonetsk", "Siverskodonetsk ua-09"),
        ("Сєвєродонецьк", "Siverskodonetsk ua-09"),
        ("Днепропетровск", "Dnipro ua-12"),
        ("Екатеринослав", "Dnipro ua-12"),
        ("Днепродзержинск", "Kamianske ua-12"),
        ("Новомосковск", "Samar ua-12"),
        ("Цюрупинск", "Oleshky ua-65"),
        ("Красноград", "Berestyn ua-63"),
        ("Первомайский", "which of 2: Zlatopil ua-63"),
        ("Карасубазар", "Bilohirsk ua-43"),
    ] {
        assert_eq!(meant(text), expected, "{text}");
    }
    let bakhmut = contactline_core::query::place(shipped(), "Artemivsk", None).unwrap();
    assert_eq!(
        bakhmut.notes[0].to_string(),
        "Bakhmut (until 2016: Artemivsk); Verkhovna Rada of Ukraine, resolution 984-VIII of 2016-02-04"
    );
}

/// What was found by a name before the names were those of the codifier still is: nobody's list of places went blind. The
/// file has those of the earlier names that stand nowhere in the gazetteer now.
#[test]
fn every_name_that_found_a_place_still_finds_it_or_is_asked_about() {
    let before = include_str!("names_before.csv").lines().skip(1).filter_map(|line| line.split_once(','));
    let before = before.map(|(id, name)| (id, name.trim_matches('"')));
    // Of those that do stand there a part, for the time it takes.
    let all = shipped().gazetteer().list().iter();
    let names = |l: &'static Locality| [&l.name, &l.name_uk].into_iter().chain(l.also.iter().map(|(_, name)| name));
    let now = all.flat_map(|l| names(l).map(move |name| (l.id.as_str(), name.as_str()))).step_by(23);
    let is_found = |(id, name): &(&str, &str)| match contactline_core::query::place(shipped(), name, None) {
        Ok(meant) => meant.locality.into_iter().chain(meant.others).any(|l| l.id == *id),
        Err(error) => error.candidates().iter().any(|l| l.id == *id) || matches!(error, PlaceError::Area { .. }),
    };
    let lost: Vec<(&str, &str)> = before.chain(now).filter(|named| !is_found(named)).collect();
    assert!(lost.is_empty(), "{lost:?}");
}

#[test]
fn renames_are_right_in_both_languages_and_the_earlier_name_is_told_as_such() {
    for (asked, name, name_uk, note) in [
        ("Artemivsk, Donetsk Oblast", "Bakhmut", "Бахмут", "Bakhmut (until 2016: Artemivsk); "),
        ("Бойове", "Sviato-Pokrovske", "Свято-Покровське", "Sviato-Pokrovske (earlier: Бойове); "),
        ("Chornukhyne", "Chornushyne", "Чорнушине", "Chornushyne (earlier: Чорнухине); "),
        ("Bilmak", "Kamianka", "Кам’янка", "Kamianka (until 2021: Bilmak); "),
        ("Николаев", "Mykolaiv", "Миколаїв", "Mykolaiv (in Russian: Николаев); "),
        ("gn-696371", "Der-Emes", "Дер-Емес", ""),
        ("gn-709930", "Dnipro", "Дніпро", ""),
        ("gn-689151", "Mykilske", "Микільське", ""),
        ("gn-701845", "Marinka", "Мар’їнка", ""),
    ] {
        let meant = contactline_core::query::place(shipped(), asked, None).unwrap();
        let found = meant.locality.unwrap();
        assert_eq!((found.name.as_str(), found.name_uk.as_str()), (name, name_uk), "{asked}");
        assert!(
            note.is_empty() || meant.notes.iter().any(|n| n.to_string().starts_with(note)),
            "{asked}: {:?}",
            meant.notes
        );
    }
}
