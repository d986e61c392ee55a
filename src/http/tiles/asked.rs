//! Which collections a tile is asked for, and as of when.

use crate::ogc;
use crate::render::Tiled;
use crate::wire::Rights;
use contactline_core::atlas::{Atlas, Timeline};
use contactline_core::model::{Date, Interval, Moment};
use contactline_core::query::items::{Collection, collection, collections};

use super::layers::stretch;
use crate::http::params::Params;
use crate::http::problem::{Code, Problem};
use crate::http::service::Snapshot;

/// Most versions of a source in the tiles of a stretch of time.
const MAX_VERSIONS: usize = 100;

/// What to draw.
pub(super) struct Asked<'a> {
    pub collections: Vec<Collection<'a>>,
    /// The collection in the address; none: tiles of several.
    id: Option<&'a str>,
    /// As asked; none: what sources say today, and everything else.
    when: Option<Interval>,
    today: Date,
    /// The parameters to be given on.
    query: Vec<(&'static str, String)>,
}

impl<'a> Asked<'a> {
    /// What the address and its parameters ask for: one collection, those named, or all that may be drawn.
    pub fn read(served: &'a Snapshot, rights: &Rights, id: Option<&'a str>, params: &Params) -> Result<Self, Problem> {
        let atlas = &*served.atlas;
        let named = params.text("collections");
        if let (None, Some(named)) = (id, named) {
            return Self::of(served, rights, named.split(','), params);
        }
        let is_withheld = |c: &Collection<'_>| c.source.is_some_and(|s| !rights.permit(s));
        let asked = match (id, named) {
            (Some(_), Some(_)) => {
                let detail = "'collections' goes with /tiles, not with the tiles of one collection";
                return Err(Problem::new(Code::BadValue, detail).of("collections"));
            }
            (Some(id), None) => vec![find(atlas, id).ok_or_else(|| unknown(atlas, id, Code::NotFound))?],
            // What must be computed first is drawn where it is named.
            (None, _) => {
                let all = collections(atlas).into_iter();
                all.filter(|c| c.geometry.is_some() && !c.is_as_of && !is_withheld(c)).collect()
            }
        };
        Self::permitted(atlas, asked, id, rights, params)
    }

    /// The collections with these ids, in one tile.
    pub fn of<'i>(
        served: &'a Snapshot,
        rights: &Rights,
        ids: impl IntoIterator<Item = &'i str>,
        params: &Params,
    ) -> Result<Self, Problem> {
        let atlas = &*served.atlas;
        let mut asked: Vec<Collection<'_>> = Vec::new();
        for id in ids {
            if asked.iter().any(|c| c.id == id) {
                continue;
            }
            asked.push(find(atlas, id).ok_or_else(|| unknown(atlas, id, Code::BadValue).of("collections"))?);
        }
        let names: Vec<&str> = asked.iter().map(|c| c.id.as_str()).collect();
        let names = names.join(",");
        let mut asked = Self::permitted(atlas, asked, None, rights, params)?;
        asked.query.insert(0, ("collections", names));
        Ok(asked)
    }

    fn permitted(
        atlas: &Atlas,
        asked: Vec<Collection<'a>>,
        id: Option<&'a str>,
        rights: &Rights,
        params: &Params,
    ) -> Result<Self, Problem> {
        if let Some(why) = asked.iter().filter_map(|c| c.source).find_map(|s| rights.withheld(s)) {
            return Err(Problem::new(Code::Withheld, why));
        }
        let when = when(params)?;
        for timeline in when.iter().flat_map(|when| versions_within(atlas, &asked, *when)) {
            let Within { source, versions } = timeline;
            if versions > MAX_VERSIONS {
                let detail = format!(
                    "{source} has {versions} versions in that stretch; tiles hold at most {MAX_VERSIONS}. Ask for a shorter one, \
                     or make an archive: contactline export --format pmtiles"
                );
                return Err(Problem::new(Code::BadValue, detail).of("datetime"));
            }
        }
        let mut query = Vec::new();
        query.extend(params.text("datetime").map(|text| ("datetime", text.to_owned())));
        Ok(Self { collections: asked, id, when, today: params.today(), query })
    }

    /// Which of a collection's items are drawn.
    pub fn when(&self, collection: &Collection<'_>) -> Interval {
        stretch(collection, self.when, self.today)
    }

    /// The tiles asked for, at the addresses that name the data they are made of.
    pub fn tiled<'b>(&'b self, root: &'b str, fingerprint: &str) -> Tiled<'b, 'a> {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(&self.query).append_pair("v", fingerprint);
        Tiled { collections: &self.collections, root, id: self.id, query: query.finish() }
    }

    /// The source whose control is drawn where none is named, of those that may be: none may be, none is.
    pub fn source_shown(served: &'a Snapshot, rights: &Rights, moment: Moment) -> Option<&'a str> {
        let meant = served.atlas.timeline_meant(&[moment], &[], |source| rights.permit(source));
        meant.map(|t| t.source.id.as_str())
    }
}

/// The instant or stretch that is asked for: of a stretch each version is drawn, and says from when to when it stands.
pub(super) fn when(params: &Params) -> Result<Option<Interval>, Problem> {
    match params.text("datetime") {
        Some(text) if text.contains('/') => {
            let interval =
                ogc::interval(text).map_err(|e| Problem::new(Code::BadValue, e.to_string()).of("datetime"))?;
            Ok(Some(interval))
        }
        _ => Ok(params.moment_of("datetime")?.map(Interval::of_moment)),
    }
}

/// How many versions of a source fall into a stretch.
struct Within<'a> {
    source: &'a str,
    versions: usize,
}

fn versions_within<'a>(atlas: &'a Atlas, asked: &[Collection<'_>], when: Interval) -> Vec<Within<'a>> {
    let is_asked = |source: &str| asked.iter().any(|c| c.source.is_some_and(|s| s.id == source));
    let of = atlas.timelines().iter().filter(|timeline| is_asked(&timeline.source.id));
    let within = |timeline: &'a Timeline| {
        let versions = timeline.stamps().iter().filter(|stamp| when.holds(**stamp)).count();
        Within { source: &timeline.source.id, versions }
    };
    of.map(within).collect()
}

fn find<'a>(atlas: &'a Atlas, id: &str) -> Option<Collection<'a>> {
    collection(atlas, id).filter(|c| c.geometry.is_some())
}

fn unknown(atlas: &Atlas, id: &str, code: Code) -> Problem {
    let all = collections(atlas);
    let known: Vec<&str> = all.iter().filter(|c| c.geometry.is_some()).map(|c| c.id.as_str()).collect();
    Problem::new(code, format!("there is no collection '{id}' that can be drawn; there are: {}", known.join(", ")))
}
