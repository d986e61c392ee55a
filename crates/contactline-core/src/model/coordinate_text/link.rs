//! Links to places on the maps of others, read from their text alone: nothing is fetched.

use super::{Written, WrittenError, pair, sexagesimal};
use edge_timeline::Position;

/// Whose map a link opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Site {
    /// openstreetmap.org.
    OpenStreetMap,
    /// Google Maps.
    Google,
    /// deepstatemap.live.
    DeepState,
    /// Yandex Maps.
    Yandex,
    /// Bing Maps.
    Bing,
    /// Apple Maps.
    Apple,
}

/// What of a link gives the place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkPoint {
    /// A marked place.
    Marker,
    /// The middle of the map as it was shown: the place that was meant may be anywhere in sight.
    Centre,
}

impl Site {
    /// The name of the map.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OpenStreetMap => "OpenStreetMap",
            Self::Google => "Google Maps",
            Self::DeepState => "DeepStateMap",
            Self::Yandex => "Yandex Maps",
            Self::Bing => "Bing Maps",
            Self::Apple => "Apple Maps",
        }
    }

    /// The map of a host without `www.`.
    fn of_host(host: &str, path: &str) -> Option<Self> {
        let maps = host.strip_prefix("maps.");
        let is_maps = maps.is_some() || path.trim_start_matches('/').starts_with("maps");
        let domain = maps.unwrap_or(host);
        let is = |name: &str| domain == name || domain.strip_suffix(name).is_some_and(|rest| rest.ends_with('.'));
        let of = |name: &str| domain.strip_prefix(name).is_some_and(|rest| rest.starts_with('.'));
        Some(match () {
            () if is("openstreetmap.org") || is("osm.org") => Self::OpenStreetMap,
            () if is("deepstatemap.live") => Self::DeepState,
            () if of("google") && is_maps => Self::Google,
            () if of("yandex") && is_maps => Self::Yandex,
            () if is("bing.com") && is_maps => Self::Bing,
            () if is("apple.com") && maps.is_some() => Self::Apple,
            () => return None,
        })
    }
}

/// A link, parted.
struct Link<'t> {
    path: &'t str,
    fragment: &'t str,
    query: Vec<(String, String)>,
}

/// The place a link gives; `None` where the text is no link.
pub(super) fn read(text: &str) -> Option<Result<Written, WrittenError>> {
    let after_scheme = ["https://", "http://"].iter().find_map(|scheme| {
        text.get(..scheme.len()).filter(|s| s.eq_ignore_ascii_case(scheme)).map(|s| &text[s.len()..])
    });
    let rest = after_scheme.unwrap_or(text);
    let (address, fragment) = rest.split_once('#').unwrap_or((rest, ""));
    let (address, query) = address.split_once('?').unwrap_or((address, ""));
    let (host, path) = address.split_at(address.find('/').unwrap_or(address.len()));
    let host = host.to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    let refused = |reason| WrittenError::Link { value: host.to_owned(), reason };
    if is_short(host, path) {
        return Some(Err(refused("a short link tells its place only to who follows it, and nothing is fetched here")));
    }
    let Some(site) = Site::of_host(host, path) else {
        // Without `https://` any text with a dot in it might be called a link.
        return after_scheme.map(|_| {
            Err(refused("only links of OpenStreetMap, Google Maps, DeepStateMap, Yandex, Bing and Apple Maps are read"))
        });
    };
    let query = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let found = Link { path, fragment, query }.point(site);
    Some(match found {
        Ok(Some((lat, lon, point))) => {
            Position::from_lon_lat(lon, lat).map_err(WrittenError::from).map(|p| Written::Link(p, site, point))
        }
        Ok(None) => Err(refused("the link gives no coordinates")),
        Err(reason) => Err(refused(reason)),
    })
}

fn is_short(host: &str, path: &str) -> bool {
    matches!(host, "maps.app.goo.gl" | "goo.gl" | "g.co" | "g.page" | "maps.apple")
        || (host == "osm.org" && path.starts_with("/go/"))
        || (host.ends_with("openstreetmap.org") && path.starts_with("/go/"))
        || (host.starts_with("yandex.") && path.starts_with("/maps/-/"))
}

/// Latitude, longitude and what they are.
type Found = Option<(f64, f64, LinkPoint)>;

impl Link<'_> {
    fn point(&self, site: Site) -> Result<Found, &'static str> {
        let marker = |pair: Option<(f64, f64)>| pair.map(|(lat, lon)| (lat, lon, LinkPoint::Marker));
        let centre = |pair: Option<(f64, f64)>| pair.map(|(lat, lon)| (lat, lon, LinkPoint::Centre));
        Ok(match site {
            Site::OpenStreetMap => {
                let found = marker(self.two("mlat", "mlon"));
                let object = ["node", "way", "relation", "changeset", "note"];
                if found.is_none() && self.segments().next().is_some_and(|first| object.contains(&first.as_str())) {
                    return Err("the link names an object of the map by its number, and nothing is fetched here");
                }
                found.or_else(|| centre(self.hash("map="))).or_else(|| centre(self.two("lat", "lon")))
            }
            Site::DeepState => centre(self.hash("")),
            Site::Google => marker(self.google_pin())
                .or_else(|| marker(self.of(&["q", "query", "destination", "daddr"], lat_lon)))
                .or_else(|| marker(self.google_segment()))
                .or_else(|| centre(self.of(&["ll", "center", "viewpoint"], lat_lon)))
                .or_else(|| centre(self.segments().find_map(|s| s.strip_prefix('@').and_then(first_two)))),
            Site::Yandex => marker(self.of(&["whatshere[point]", "pt"], lon_lat))
                .or_else(|| marker(self.of(&["text"], lat_lon)))
                .or_else(|| centre(self.of(&["ll"], lon_lat))),
            Site::Bing => marker(
                self.of(&["sp"], |sp| lat_lon(&sp.strip_prefix("point.")?.replacen('_', ",", 1).replace('_', " "))),
            )
            .or_else(|| centre(self.of(&["cp"], |cp| lat_lon(&cp.replacen('~', ",", 1))))),
            Site::Apple => marker(self.of(&["coordinate", "ll", "q", "address"], lat_lon))
                .or_else(|| centre(self.of(&["center", "sll"], lat_lon))),
        })
    }

    fn value(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The first of these parameters that gives two numbers.
    fn of(&self, names: &[&str], read: impl Fn(&str) -> Option<(f64, f64)>) -> Option<(f64, f64)> {
        names.iter().find_map(|name| read(self.value(name)?))
    }

    fn two(&self, lat: &str, lon: &str) -> Option<(f64, f64)> {
        Some((number(self.value(lat)?)?, number(self.value(lon)?)?))
    }

    /// The words of the path, decoded.
    fn segments(&self) -> impl Iterator<Item = String> {
        self.path.split('/').filter(|segment| !segment.is_empty()).map(decoded)
    }

    /// `#6/49.4/32.2`, `#map=6/49.4/32.2`: zoom, latitude, longitude.
    fn hash(&self, prefix: &str) -> Option<(f64, f64)> {
        let fragment = decoded(self.fragment);
        let words = fragment.trim_start_matches('/').split('&').find_map(|word| word.strip_prefix(prefix))?;
        let mut numbers = words.split('/').map(number);
        let (Some(Some(_)), Some(Some(lat)), Some(Some(lon))) = (numbers.next(), numbers.next(), numbers.next()) else {
            return None;
        };
        Some((lat, lon))
    }

    /// `!3d48.28!4d37.18`: the place that is marked; the last one where there are several.
    fn google_pin(&self) -> Option<(f64, f64)> {
        let path = decoded(self.path);
        let (_, place) = path.rsplit_once("!3d")?;
        let (lat, rest) = place.split_once("!4d")?;
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.' && c != '-').unwrap_or(rest.len());
        Some((number(lat)?, number(&rest[..end])?))
    }

    /// `/maps/place/48.28,37.18`, `/maps/search/48°16'48"N+37°10'37"E`.
    fn google_segment(&self) -> Option<(f64, f64)> {
        let words: Vec<String> = self.segments().collect();
        let after = words.iter().position(|word| word == "place" || word == "search")?;
        lat_lon(words.get(after + 1)?)
    }
}

/// Two numbers of which the first is the latitude, or degrees with their hemispheres.
fn lat_lon(text: &str) -> Option<(f64, f64)> {
    let text = text.trim().strip_prefix("loc:").unwrap_or(text.trim());
    pair(text).or_else(|| match sexagesimal::read(text) {
        Ok(Some(Written::Hemispheres(p))) => Some((p.lat(), p.lon())),
        Ok(Some(Written::Pair(lat, lon))) => Some((lat, lon)),
        _ => first_two(text),
    })
}

/// Two numbers of which the first is the longitude.
fn lon_lat(text: &str) -> Option<(f64, f64)> {
    let (lon, lat) = first_two(text.split('~').next()?)?;
    Some((lat, lon))
}

/// The first two of numbers with commas between them.
fn first_two(text: &str) -> Option<(f64, f64)> {
    let mut numbers = text.split(',').map(number);
    match (numbers.next(), numbers.next()) {
        (Some(Some(a)), Some(Some(b))) => Some((a, b)),
        _ => None,
    }
}

fn number(text: &str) -> Option<f64> {
    text.trim().parse().ok().filter(|number: &f64| number.is_finite())
}

/// A part of an address with its escapes read.
fn decoded(part: &str) -> String {
    let pair = format!("v={}", part.replace('&', "%26"));
    form_urlencoded::parse(pair.as_bytes()).next().map_or_else(String::new, |(_, value)| value.into_owned())
}
