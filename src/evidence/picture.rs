//! The map of a document of evidence: the day around the place, according to a source that may be shown, the place marked.

use serde_json::Value;

use crate::questions::{Context, Form, QUESTIONS, Reply};
use crate::request::Words;
use crate::wire::Rights;
use contactline_core::model::Date;

const WIDTH_PX: f64 = 720.0;
const HEIGHT_PX: f64 = 440.0;
/// From the place to the west and east side of the map, in degrees of longitude.
const HALF_WIDTH_DEG: f64 = 0.6;

/// The map as SVG, according to the first source of an answer of `at` whose outlines may be passed on and which says something here, else of any
/// that may be; none where there is none.
pub(super) fn picture(context: Context<'_>, at: &Value, today: Date) -> Option<String> {
    let (lon, lat) = (at["lon"].as_f64()?, at["lat"].as_f64()?);
    let controls = at["control"].as_array()?;
    let speaks = |control: &&Value| control["status"] != "unknown";
    let in_order = controls.iter().filter(speaks).chain(controls.iter().filter(|control| !speaks(control)));
    // What is written may be handed on.
    let context = Context { rights: &Rights::default(), ..context };
    in_order
        .filter_map(|control| drawn(context, control["source"].as_str()?, [lon, lat], at["date"].as_str()?, today))
        .next()
}

fn drawn(context: Context<'_>, source: &str, [lon, lat]: [f64; 2], date: &str, today: Date) -> Option<String> {
    // Pictures are in Mercator's projection: the place is in the middle of what is as high there above as below it.
    let (middle, half) = (lat.to_radians().sin().atanh(), (HALF_WIDTH_DEG * HEIGHT_PX / WIDTH_PX).to_radians());
    let [south, north] = [middle - half, middle + half].map(|y| y.tanh().asin().to_degrees());
    let (west, east) = (lon - HALF_WIDTH_DEG, lon + HALF_WIDTH_DEG);
    let pairs = [
        ("date", date.to_owned()),
        ("source", source.to_owned()),
        ("bbox", format!("{west},{south},{east},{north}")),
        ("width", WIDTH_PX.to_string()),
        ("height", HEIGHT_PX.to_string()),
    ];
    let words = Words::new(pairs.map(|(name, value)| (name.to_owned(), value)).to_vec(), today);
    let question = QUESTIONS.iter().find(|question| question.name == "map")?;
    let Reply::Svg(svg) = question.ask(context, &words, Form::Svg).ok()?.reply else { return None };
    let (x, y) = (WIDTH_PX / 2.0, HEIGHT_PX / 2.0);
    let mark = format!(
        "<g fill=\"none\"><circle cx=\"{x}\" cy=\"{y}\" r=\"9\" stroke=\"#ffffff\" stroke-width=\"5\"/>\
         <circle cx=\"{x}\" cy=\"{y}\" r=\"9\" stroke=\"#1d2126\" stroke-width=\"2\"/></g>"
    );
    let (body, _) = svg.rsplit_once("</svg>")?;
    Some(format!("{body}{mark}</svg>\n"))
}
