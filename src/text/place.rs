//! Places as people are told of them: which was meant, and in which region it lies.

use crate::wire::language::spoken;
use contactline_core::model::Language;
use contactline_core::query::{Meant, Reading, RegionAt};

use super::human;

/// Which settlement a text names, or how its coordinates were read.
pub fn told(text: &str, meant: &Meant<'_>) -> String {
    let language = spoken();
    let mut told = match meant.locality {
        Some(l) => {
            let [name, other] = human::names(l);
            format!("{name} ({other}), {}, {}\n", l.region, l.id)
        }
        None => {
            let read_as = language.of("read as", "прочитано як");
            format!("{}, {read_as} {}\n", language.of("'…'", "«…»").replace('…', text), reading(meant.reading))
        }
    };
    if let Some(side_m) = meant.square_m {
        told += &match language {
            Language::English => format!("centre of a square of {side_m} m\n"),
            Language::Ukrainian => format!("центр квадрата зі стороною {side_m} м\n"),
        };
    }
    meant.notes.iter().for_each(|note| {
        told += note.within(language);
        told += "\n";
    });
    for other in &meant.others {
        let [name, _] = human::names(other);
        told += &match language {
            Language::English => format!("other place with this name: {name} in {}, {}\n", other.region, other.id),
            Language::Ukrainian => format!("інше місце з такою назвою: {name}, {}, {}\n", other.region, other.id),
        };
    }
    told
}

fn reading(reading: Reading) -> &'static str {
    let (en, uk) = match reading {
        Reading::Id => ("an id", "id"),
        Reading::Name => ("a name", "назву"),
        Reading::LonLat => ("longitude, latitude", "довготу, широту"),
        Reading::LatLon => ("latitude, longitude", "широту, довготу"),
        Reading::Hemispheres => ("degrees", "градуси"),
        Reading::Geo => ("a geo: address", "адресу geo:"),
        Reading::Mgrs => ("a grid reference", "координати сітки MGRS"),
        Reading::Wkt => ("well-known text: longitude, latitude", "WKT: довгота, широта"),
        Reading::Postcode => ("a postcode", "поштовий індекс"),
        Reading::PlusCode => ("a Plus Code", "Plus Code"),
        Reading::Link(_) => ("a link to a map", "посилання на карту"),
    };
    spoken().of(en, uk)
}

/// The line that names the region of a place.
pub fn region(region: Option<&RegionAt<'_>>) -> String {
    let language = spoken();
    match region {
        Some(r) => {
            let where_ = if r.on_land {
                language.of("on land", "на суходолі")
            } else {
                language.of("at sea", "на морі")
            };
            format!("{}, {where_}\n", human::region(r.region))
        }
        None => language.of("outside the regions covered\n", "поза регіонами, які охоплює сервіс\n").into(),
    }
}
