//! The map of a day as a picture, asked for through the router, on a world that fits in the head.
use crate::served;
use crate::served::Answer;
use contactline_core::model::{Language, notice};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// The small world; nobody may pass on what `list` draws.
fn ask(query: &str) -> Answer {
    let service = served::service(|dataset| dataset.sources[1].geometry_may_be_passed_on = false, &[]);
    served::send(service, served::get_with(&format!("/v1/map?{query}"), &[]))
}

/// An element's name and its attributes.
type Element = (String, Vec<(String, String)>);

/// The elements of the picture, and all its text; panics where it is no XML.
fn read(answer: &Answer) -> (Vec<Element>, String) {
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.header("content-type"), "image/svg+xml");
    let svg = answer.text();
    let mut reader = Reader::from_str(&svg);
    let (mut elements, mut text) = (Vec::new(), String::new());
    let element = |start: &BytesStart<'_>| {
        let words = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        let attributes = start.attributes().map(Result::unwrap);
        (words(start.name().as_ref()), attributes.map(|a| (words(a.key.as_ref()), words(&a.value))).collect())
    };
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) | Event::Empty(start) => elements.push(element(&start)),
            Event::Text(part) => text.push_str(&part.decode().unwrap()),
            Event::Eof => break,
            _ => {}
        }
    }
    (elements, text)
}

fn attribute<'a>(attributes: &'a [(String, String)], name: &str) -> Option<&'a str> {
    attributes.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
}

/// The box around the paths of that fill in pixels: west, north, east, south.
fn filled(answer: &Answer, fill: &str) -> Option<[f64; 4]> {
    let (elements, _) = read(answer);
    let transform = elements.iter().filter_map(|(_, a)| attribute(a, "transform")).next_back().unwrap();
    let numbers = transform.replace(|c: char| !(c.is_ascii_digit() || ".-".contains(c)), " ");
    let [scale, x0, y0] = numbers.split_whitespace().map(|n| n.parse().unwrap()).collect::<Vec<f64>>()[..] else {
        panic!("{transform}")
    };
    let mut around: Option<[f64; 4]> = None;
    for (_, attributes) in elements.iter().filter(|(_, a)| attribute(a, "fill") == Some(fill)) {
        let Some(path) = attribute(attributes, "d") else { continue };
        for part in path.split('M').filter(|part| !part.is_empty()) {
            let spaced = part.replace(['l', 'z'], " ").replace('-', " -");
            let steps: Vec<f64> = spaced.split_whitespace().map(|n| n.parse().unwrap()).collect();
            let (mut x, mut y) = (x0, y0);
            for step in steps.chunks(2) {
                (x, y) = (x + step[0], y + step[1]);
                let [west, north, east, south] = around.unwrap_or([f64::MAX, f64::MAX, f64::MIN, f64::MIN]);
                around = Some([west.min(x * scale), north.min(y * scale), east.max(x * scale), south.max(y * scale)]);
            }
        }
    }
    around
}

const RUSSIA: &str = "#d55e00";

#[test]
fn a_square_lies_where_it_must() {
    // 100 pixels a degree; on the 2nd, maps draws the square 36..38, 47..48 as held.
    let answer = ask("source=maps&date=2025-01-02&bbox=35,47,39,49&width=400&bare=true");
    let [west, north, east, south] = filled(&answer, RUSSIA).unwrap();
    let mercator = |lat: f64| lat.to_radians().tan().asinh().to_degrees();
    let (top, bottom) = ((mercator(49.0) - mercator(48.0)) * 100.0, (mercator(49.0) - mercator(47.0)) * 100.0);
    for (found, wanted) in [(west, 100.0), (east, 300.0), (north, top), (south, bottom)] {
        assert!((found - wanted).abs() < 0.5, "{west} {north} {east} {south}: {found} is not {wanted}");
    }
}

/// A source that leaves out Crimea and Donetsk had them in the colour of ground that Ukraine holds.
#[test]
fn what_the_source_does_not_cover_is_hatched() {
    let service = served::service(|dataset| dataset.sources[0].coverage.except_regions.push("ua-c".into()), &[]);
    let ask = |date: &str| {
        let query = format!("/v1/map?source=maps&date={date}&bbox=35,47,39,49&width=400&bare=true");
        served::send(service.clone(), served::get_with(&query, &[]))
    };
    let hatched = |date: &str| {
        let (elements, _) = read(&ask(date));
        elements.iter().filter(|(_, a)| attribute(a, "fill") == Some("url(#unknown)")).count()
    };
    assert_eq!(hatched("2025-01-02"), 1, "the region, and the box that is left out within the land");
    let [west, _, east, _] = filled(&ask("2025-01-02"), "url(#unknown)").unwrap();
    assert!((west - 300.0).abs() < 0.5 && (east - 400.0).abs() < 0.5, "the region begins at 38: {west} {east}");
    assert_eq!(hatched("2024-01-01"), 0, "before its first version it covers nothing, and the title says so");
}

#[test]
fn the_day_decides_and_a_day_before_everything_draws_nothing() {
    let held =
        |date: &str| filled(&ask(&format!("source=maps&date={date}&bbox=35,47,39,49&width=400&bare=true")), RUSSIA);
    assert_ne!(held("2025-01-02"), held("2025-01-04"));
    assert_eq!(held("2024-01-01"), None);
    let (_, text) = read(&ask("source=maps&date=2024-01-01"));
    assert!(text.contains("has no data for this date"), "{text}");
}

#[test]
fn it_says_who_says_it_and_whose_data_it_is() {
    let (elements, text) = read(&ask("source=maps&date=2025-01-02&claimant=RU"));
    for words in [
        "Control of territory on 2 January 2025, according to",
        "Version 2025-01-01",
        "Claimed by Russia: ",
        "outline of regions claimed by Russia",
        "internationally recognised border of Ukraine",
        "No colour: the source draws nothing here",
        "OpenStreetMap",
    ] {
        assert!(text.contains(words), "no '{words}' in {text}");
    }
    assert!(elements.iter().any(|(_, a)| attribute(a, "role") == Some("img")));
    assert_eq!(
        elements.iter().filter(|(_, a)| attribute(a, "stroke-dasharray").is_some()).count(),
        4,
        "three regions and a key"
    );
    let (elements, text) = read(&ask("source=maps&date=2025-01-02&bare=true&lang=uk"));
    assert!(
        text.contains("Контроль території станом на 2 січня 2025 року, за даними: ") && !text.contains("OpenStreetMap"),
        "{text}"
    );
    assert!(!elements.iter().any(|(_, a)| attribute(a, "stroke-dasharray").is_some()));
}

/// The note on what a map does not mean is one text, on pictures and on the page; and no holder is painted heavier than another.
#[test]
fn both_parties_weigh_the_same_and_the_note_is_one() {
    let page = [include_str!("../../web/src/words/en.ts"), include_str!("../../web/src/words/uk.ts")];
    for (language, words) in Language::ALL.into_iter().zip(page) {
        for note in [notice::STATUS, notice::NO_MOVEMENT] {
            assert!(words.contains(&format!("\"{}\"", note.within(language))), "{language}: {}", note.within(language));
        }
        let (_, text) = read(&ask(&format!("source=maps&date=2025-01-02&lang={language}")));
        let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(one_line.contains(notice::STATUS.within(language)), "{text}");
    }
    let svg = ask("source=maps&date=2025-01-02").text();
    let opacity_of = |colour: &str| {
        let from = svg.find(&format!("fill=\"{colour}\" fill-opacity=")).unwrap();
        svg[from..].split('"').nth(3).unwrap().to_owned()
    };
    assert_eq!(opacity_of(RUSSIA), opacity_of("#0072b2"));
    let opacities = |text: &str| text.matches("heldOpacity: 0.4,").count() + text.matches("held_opacity: 0.4,").count();
    assert_eq!(
        opacities(include_str!("../../web/src/map/palette.ts")),
        opacities(include_str!("../../crates/contactline-output/src/render/palette.rs"))
    );
}

#[test]
fn what_cannot_be_drawn_is_told() {
    for (query, code, parameter, words) in [
        ("source=list", "withheld", None, "is withheld"),
        ("source=nobody", "unknown-source", None, "maps"),
        ("source=maps&width=9", "bad-value", Some("width"), "64"),
        ("source=maps&height=5000", "bad-value", Some("height"), "4096"),
        ("source=maps&bbox=36,47,37", "bad-value", Some("bbox"), "west,south,east,north"),
        ("source=maps&bbox=39,47,35,49", "bad-value", Some("bbox"), "west must be west of east"),
        ("source=maps&bbox=36,47,NaN,49", "bad-value", Some("bbox"), "-180"),
        ("source=maps&bbox=36,80,37,89", "bad-value", Some("bbox"), "85°"),
        ("source=maps&bbox=36,47,36.1,57&width=860", "bad-value", Some("height"), "4096"),
        ("source=maps&theme=blue", "bad-value", Some("theme"), "light dark"),
        ("source=maps&lang=fr", "bad-value", Some("lang"), "en uk"),
        ("source=maps&f=gif", "bad-value", Some("f"), "svg png"),
        ("source=maps&width=1200&height=100&fit=true", "bad-value", Some("height"), "64"),
    ] {
        let answer = ask(query);
        let problem = answer.json();
        assert_eq!(problem["code"], code, "{query}: {problem}");
        if parameter.is_some() {
            assert_eq!(problem["parameter"].as_str(), parameter, "{query}: {problem}");
        }
        assert!(problem["detail"].as_str().unwrap().contains(words), "{query}: {problem}");
    }
}

#[test]
fn the_page_has_the_same_colours() {
    let page = include_str!("../../web/src/map/palette.ts");
    let ours = include_str!("../../crates/contactline-output/src/render/palette.rs");
    for (name, page_name) in [("LIGHT", "LIGHT: Palette = {"), ("DARK", "DARK: Palette = {")] {
        let block = |text: &str, begin: &str| {
            let from = text.find(begin).unwrap_or_else(|| panic!("no {begin}"));
            let text = &text[from..];
            text[..text.find("};").unwrap()].to_owned()
        };
        let ours = block(ours, &format!("const {name}: Palette = Palette {{"));
        let theirs = block(page, page_name);
        let mut count = 0;
        for line in ours.lines().filter(|line| line.contains(": \"#")) {
            let (field, colour) = line.trim().trim_end_matches(',').split_once(": ").unwrap();
            let camel = if field == "region_border" { "regionBorder" } else { field };
            assert!(theirs.contains(&format!("  {camel}: {colour},")), "{name}: {field} {colour}");
            count += 1;
        }
        assert!(count > 10, "{count} colours read");
    }
}

/// The picture in pixels: its size, and that land, ink and the holder's colour are in it.
#[test]
fn the_picture_is_had_in_pixels_too() {
    let pixels = |query: &str| {
        let answer = ask(query);
        assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, "image/png"), "{query}");
        let mut reader = png::Decoder::new(std::io::Cursor::new(answer.bytes.clone())).read_info().unwrap();
        let mut data = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut data).unwrap();
        (info.width, info.height, data)
    };
    let asked = "date=2025-01-05&source=maps&width=600&height=600&fit=true";
    let (width, height, data) = pixels(&format!("{asked}&f=png"));
    assert_eq!((width, height), (600, 600), "the whole picture fits");
    let colours: std::collections::BTreeSet<&[u8]> = data.chunks(3).collect();
    assert!(colours.len() > 20, "{} colours", colours.len());
    assert_eq!(pixels(&format!("{asked}&f=png&scale=2")).0, 1_200);
    assert!(pixels(&format!("{asked}&f=png&theme=dark")).2 != data);
    for (query, says) in
        [("width=4096&height=4096&scale=3&f=png", "at most 16000000 together"), ("scale=9&f=png", "allowed: 1 2 3")]
    {
        let refused = ask(query);
        assert_eq!(refused.status, 400, "{query}");
        assert!(refused.text().contains(says) && refused.text().contains("scale"), "{}", refused.text());
    }
}
