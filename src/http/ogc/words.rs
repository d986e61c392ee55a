//! The words after `?` of the standard, read as what they mean.

use std::ops::RangeInclusive;

use crate::http::params::Params;
use crate::http::problem::{Code, Problem};
use crate::ogc::{self, Filter, Language, SelectError, Selection, Shaping};
use crate::wire::Rights;
use contactline_core::model::Interval;
use contactline_core::query::items::Collection;
use contactline_crs::Crs;
use edge_timeline::BBox;

/// Items on a page where nothing is said, and most that can be asked for.
const LIMIT: usize = 1_000;
pub(super) const MOST: usize = 10_000;

/// The parameters of items, but for the collection's own properties.
pub(super) const ITEMS: [&str; 15] = [
    "f",
    "limit",
    "offset",
    "bbox",
    "bbox-crs",
    "datetime",
    "crs",
    "filter",
    "filter-lang",
    "filter-crs",
    "sortby",
    "properties",
    "skipGeometry",
    "winding",
    "bom",
];

/// What is asked of a collection; a file without `limit` has everything.
pub(super) fn selection(
    params: &Params,
    collection: &Collection<'_>,
    whole: bool,
    rights: &Rights,
) -> Result<Selection, Problem> {
    let limit = match whole {
        true => number(params, "limit", 1..=usize::MAX)?.unwrap_or(MOST).min(MOST),
        false => number(params, "limit", 1..=usize::MAX)?.unwrap_or(LIMIT).min(MOST),
    };
    let (box_crs, filter_crs) = (crs(params, "bbox-crs")?, crs(params, "filter-crs")?);
    Ok(Selection {
        when: when(params, collection)?,
        boxes: params.text("bbox").map(|text| boxes(text, box_crs)).transpose()?,
        filters: filters(params, collection, filter_crs)?,
        order: order(params, collection)?,
        offset: number(params, "offset", 0..=usize::MAX)?.unwrap_or(0),
        limit,
        with_geometry: !params.flag("skipGeometry")?,
        rights: rights.clone(),
    })
}

/// The time asked: of a collection as of one moment, up to today where no end is given.
pub(super) fn when(params: &Params, collection: &Collection<'_>) -> Result<Interval, Problem> {
    let asked = params.text("datetime").map(|text| ogc::interval(text).map_err(|e| bad("datetime", e.to_string())));
    Ok(match asked.transpose()? {
        Some(Interval { start, end: None }) if collection.is_as_of => {
            Interval { start, ..Interval::of_moment(params.today().end()) }
        }
        Some(asked) => asked,
        None if collection.is_as_of => Interval::of_moment(params.today().end()),
        None => Interval::ALWAYS,
    })
}

/// The time of one item: as asked, or as its id says, or as [`when`].
pub(super) fn when_of_item(params: &Params, collection: &Collection<'_>, id: &str) -> Result<Interval, Problem> {
    let named = id.rsplit_once('@').filter(|_| collection.is_as_of && params.text("datetime").is_none());
    match named.and_then(|(_, moment)| ogc::interval(moment).ok()).filter(|named| named.end.is_some()) {
        Some(named) => Ok(named),
        None => when(params, collection),
    }
}

/// How the items are to be shown.
pub(super) fn shaping(params: &Params, collection: &Collection<'_>) -> Result<Shaping, Problem> {
    let chosen = params.text("properties").map(|text| {
        let names = text.split(',').map(|name| known(collection, name.trim(), "properties"));
        names.collect::<Result<Vec<String>, Problem>>()
    });
    Ok(Shaping {
        properties: chosen.transpose()?,
        with_geometry: !params.flag("skipGeometry")?,
        crs: crs(params, "crs")?,
        winding: params.winding()?,
    })
}

fn filters(params: &Params, collection: &Collection<'_>, crs: Crs) -> Result<Vec<Filter>, Problem> {
    let mut filters = Vec::new();
    let language = match params.one_of("filter-lang", &["cql2-text", "cql2-json"])? {
        "cql2-json" => Language::Json,
        _ => Language::Text,
    };
    if let Some(text) = params.text("filter") {
        let filter = Filter::read(text, language, collection, crs);
        filters.push(filter.map_err(|e| bad("filter", e.to_string()))?);
    }
    for field in collection.fields.iter() {
        if let Some(value) = params.text(&field.name) {
            let filter = Filter::equal(collection, &field.name, value);
            filters.push(filter.map_err(|e| bad(&field.name, e.to_string()))?);
        }
    }
    Ok(filters)
}

/// `-area_m2,+version`; a plus arrives as a space.
fn order(params: &Params, collection: &Collection<'_>) -> Result<Vec<(String, bool)>, Problem> {
    let Some(text) = params.text("sortby") else { return Ok(Vec::new()) };
    let one = |part: &str| {
        let part = part.trim();
        let name = part.trim_start_matches(['+', '-']);
        Ok((known(collection, name, "sortby")?, part.starts_with('-')))
    };
    text.split(',').map(one).collect()
}

fn known(collection: &Collection<'_>, name: &str, parameter: &str) -> Result<String, Problem> {
    let of_time = collection.time.is_some() && ["start", "end"].contains(&name);
    if of_time || collection.fields.iter().any(|field| field.name == name) {
        return Ok(name.to_owned());
    }
    Err(bad(parameter, SelectError::unknown(collection, name).to_string()))
}

fn number(params: &Params, name: &str, allowed: RangeInclusive<usize>) -> Result<Option<usize>, Problem> {
    let Some(text) = params.text(name) else { return Ok(None) };
    let number = text.parse::<usize>().ok().filter(|n| allowed.contains(n));
    let wrong = || bad(name, format!("'{text}' is not a whole number from {} on", allowed.start()));
    number.map(Some).ok_or_else(wrong)
}

pub(super) fn crs(params: &Params, name: &str) -> Result<Crs, Problem> {
    let read = |code: &str| Crs::from_code(code).map_err(|e| Problem::new(Code::UnknownCrs, e.to_string()).of(name));
    params.text(name).map_or(Ok(Crs::CRS84), read)
}

/// The boxes of `bbox`: two where it crosses the antimeridian. The box of a projected system is the one around it in degrees.
fn boxes(text: &str, crs: Crs) -> Result<Vec<BBox>, Problem> {
    let wrong = |why: &str| bad("bbox", format!("invalid bounding box '{text}': {why}"));
    let numbers: Vec<f64> =
        text.split(',').filter_map(|n| n.trim().parse().ok()).filter(|n: &f64| n.is_finite()).collect();
    if numbers.len() != text.split(',').count() {
        return Err(wrong("expected west,south,east,north, such as 36.5,47,38,48.5"));
    }
    let [a, b, c, d] = match numbers[..] {
        [a, b, c, d] | [a, b, _, c, d, _] => [a, b, c, d],
        _ => return Err(wrong("expected four numbers, or six with heights")),
    };
    let (west, south, east, north) = if crs.is_northing_first() { (b, a, d, c) } else { (a, b, c, d) };
    if south > north {
        return Err(wrong("its lower side lies above its upper"));
    }
    if crs.is_geographic() {
        let degrees = |value: f64, most: f64| (-most..=most).contains(&value);
        if ![west, east].iter().all(|x| degrees(*x, 180.0)) || ![south, north].iter().all(|y| degrees(*y, 90.0)) {
            return Err(wrong("longitudes are from -180 to 180, latitudes from -90 to 90"));
        }
        let part = |west, east| BBox { west, south, east, north };
        return Ok(if west > east { vec![part(west, 180.0), part(-180.0, east)] } else { vec![part(west, east)] });
    }
    if west > east {
        return Err(wrong("its left side lies right of its right"));
    }
    crs.to_bbox([west, south, east, north]).map(|bbox| vec![bbox]).map_err(|e| bad("bbox", e.to_string()))
}

fn bad(parameter: &str, detail: String) -> Problem {
    Problem::new(Code::BadValue, detail).of(parameter)
}
