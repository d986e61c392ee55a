//! `overlap`: how much of a shape lies in which region and status, says each source.

use std::collections::HashMap;

use crate::atlas::{Age, Atlas, Table, Timeline};
use crate::model::{Level, Moment, Party, Role, Said, Status};
use edge_timeline::prepared::PreparedArea;
use edge_timeline::{Shape, budget};

use super::areas::{add, timelines};
use super::error::QueryError;
use super::scene::RuleEvaluator;
use super::series::When;

/// The parts of a shape.
#[derive(Clone, Debug, PartialEq)]
pub struct Overlap {
    /// The shape's own size: square metres for an area, metres for paths.
    pub size: f64,
    /// Its parts: for each source and moment they sum to the whole.
    pub rows: Vec<OverlapRow>,
}

/// One part of a shape.
#[derive(Clone, Debug, PartialEq)]
pub struct OverlapRow {
    /// The moment asked about.
    pub moment: Moment,
    /// Source id.
    pub source: String,
    /// The version that answers.
    pub version: Option<Moment>,
    /// How old that version was at the moment; none where there is none.
    pub age: Option<Age>,
    /// Region id; none: on no region's land.
    pub region: Option<String>,
    /// Status.
    pub status: Status,
    /// Holder.
    pub holder: Option<Party>,
    /// Square metres or metres, as the shape.
    pub size: f64,
    /// Its part of the shape, 0 to 1.
    pub share: f64,
    /// What weakens all that this version states: the layers it lacks.
    pub caveat: Option<Said>,
    /// The part itself, when asked for.
    pub piece: Option<Shape>,
}

/// Parts smaller than this are rounding, in square metres or metres.
const MIN_SIZE: f64 = 1e-3;

/// The part of a shape in one region, or in none.
struct Target<'a> {
    region: Option<&'a str>,
    /// Region id by which coverage is decided; none: outside the country.
    within: Option<&'a str>,
    shape: Shape,
}

type Parts = Vec<(Status, Option<Party>, f64)>;

/// What one version makes of a target.
struct Answer {
    latest: Option<usize>,
    parts: Parts,
}

/// The parts of `shape` by source, region, status and holder.
///
/// # Errors
/// Unknown source; a bad series; pieces asked for a series.
///
/// # Example
/// ```
/// use contactline_core::{example, model::{Date, Party}, query::{self, Shape, When}};
/// use edge_timeline::{Area, BBox};
///
/// let (atlas, day) = (example::atlas(), "2025-01-01".parse::<Date>()?);
/// let shape = Shape::Area(Area::from_bbox(BBox { west: 37.5, south: 48.2, east: 38.75, north: 48.4 }));
/// let overlap = query::overlap(&atlas, &shape, Some("maps"), When::At(day.end()), false)?;
/// let held: f64 = overlap.rows.iter().filter(|row| row.holder == Some(Party::RU)).map(|row| row.share).sum();
/// // A fifth: from 38.5 to 38.75 of 37.5 to 38.75.
/// assert!((held - 0.2).abs() < 1e-9);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn overlap(
    atlas: &Atlas,
    shape: &Shape,
    source: Option<&str>,
    when: When,
    pieces: bool,
) -> Result<Overlap, QueryError> {
    overlap_by(atlas, shape, None, source, when, pieces)
}

/// As [`overlap`], parted further into the raions or hromadas of the regions, where `by` names a level: `region` of a row is then
/// the code of one, or the region of ground that belongs to none.
///
/// # Errors
/// As [`overlap`].
pub fn overlap_by(
    atlas: &Atlas,
    shape: &Shape,
    by: Option<Level>,
    source: Option<&str>,
    when: When,
    pieces: bool,
) -> Result<Overlap, QueryError> {
    let moments = when.moments()?;
    if pieces && moments.len() > 1 {
        return Err(QueryError::PiecesOfSeries { days: moments.len() });
    }
    let timelines = timelines(atlas, source)?;
    let size = shape.size_to_cut();
    let targets = targets(atlas, shape, by);
    let mut rows = Vec::new();
    for timeline in timelines {
        for target in &targets {
            let answers = answers(atlas, timeline, target, &moments);
            for (moment, answer) in moments.iter().zip(answers) {
                for (status, holder, part) in answer.parts {
                    let scene = RuleEvaluator::new(atlas, Some(timeline), *moment);
                    let piece = pieces.then(|| piece(&scene, timeline, target, (status, holder)));
                    rows.push(OverlapRow {
                        moment: *moment,
                        source: timeline.source.id.clone(),
                        version: answer.latest.map(|v| timeline.shown_stamp(v)),
                        age: answer.latest.map(|v| timeline.age(v, *moment)),
                        region: target.region.map(str::to_owned),
                        status,
                        holder,
                        size: part,
                        share: if size > 0.0 { part / size } else { 0.0 },
                        caveat: answer.latest.and_then(|v| timeline.lacks(v)).cloned(),
                        piece,
                    });
                }
            }
        }
    }
    rows.sort_by(|a, b| (a.moment, &a.source).cmp(&(b.moment, &b.source)));
    Ok(Overlap { size, rows })
}

/// The shape cut by the regions' land; then what lies elsewhere in the country, and outside it.
fn targets<'a>(atlas: &'a Atlas, shape: &Shape, by: Option<Level>) -> Vec<Target<'a>> {
    let mut targets = Vec::new();
    let mut rest = shape.clone();
    for (k, region) in atlas.regions().iter().enumerate() {
        let id = Some(region.id.as_str());
        let (inside, outside) = rest.split(&region.land, || atlas.places().land_cutter(k));
        let named = if region.role == Role::Country { None } else { id };
        rest = outside;
        let mut inside = inside;
        for ground in by
            .filter(|_| inside.size() > MIN_SIZE && named.is_some())
            .map(|level| atlas.drawn_divisions(k, level))
            .map_or(&[][..], |drawn| &drawn.parts)
        {
            let Some(division) = ground.division.map(|number| atlas.divisions().list()[number].code.as_str()) else {
                continue;
            };
            let (part, others) = inside.split(&ground.area, || ground.cutter());
            targets.push(Target { region: Some(division), within: id, shape: part });
            inside = others;
        }
        targets.push(Target { region: named, within: id, shape: inside });
    }
    targets.push(Target { region: None, within: None, shape: rest });
    targets.retain(|t| t.shape.size() > MIN_SIZE);
    targets
}

/// What the version as of each moment makes of the target.
fn answers(atlas: &Atlas, timeline: &Timeline, target: &Target<'_>, moments: &[Moment]) -> Vec<Answer> {
    let speaking = |moment: &Moment| (timeline.as_of(*moment), timeline.speaking(*moment));
    let versions: Vec<_> = moments.iter().map(speaking).collect();
    let covered = target.within.is_some_and(|id| timeline.covers(id, atlas.places()));
    let parts: Box<dyn Fn(usize) -> Parts> = match &target.shape {
        Shape::Area(area) => {
            let asked = versions.iter().filter_map(|(_, v)| *v).collect();
            let table = timeline.table_of(area, &PreparedArea::from_area(area), covered, &asked);
            Box::new(move |v| table_parts(timeline, &table, v))
        }
        Shape::Paths(_) => {
            let mut distinct: Vec<usize> = versions.iter().filter_map(|(_, v)| *v).collect();
            distinct.dedup();
            let cut = |v: &usize| (*v, path_parts(atlas, timeline, target, *v));
            let cut: HashMap<usize, Parts> = budget::map(&distinct, cut).into_iter().collect();
            Box::new(move |v| cut.get(&v).cloned().unwrap_or_default())
        }
    };
    let unknown = || vec![(Status::Unknown, None, target.shape.size())];
    let answer = |(moment, (latest, speaking)): (&Moment, (Option<usize>, Option<usize>))| {
        let parts = match speaking {
            None => unknown(),
            Some(version) if timeline.age(version, *moment).speaks_of_all() => parts(version),
            Some(_) => spoken_parts(atlas, timeline, target, *moment),
        };
        Answer { latest, parts }
    };
    moments.iter().zip(versions).map(answer).collect()
}

/// What a version makes of a target that does not speak of all of it.
fn spoken_parts(atlas: &Atlas, timeline: &Timeline, target: &Target<'_>, moment: Moment) -> Parts {
    let mut parts = Vec::new();
    let scene = RuleEvaluator::new(atlas, Some(timeline), moment);
    for share in scene.shares(timeline, &target.shape, target.within) {
        let size = share.shape.size();
        if size > MIN_SIZE {
            add(&mut parts, share.status, share.holder, size);
        }
    }
    parts
}

fn table_parts(timeline: &Timeline, table: &Table, version: usize) -> Parts {
    let mut parts = Vec::new();
    for (status, holder, m2) in table.classes.iter().filter(|(_, _, m2)| m2[version] > MIN_SIZE) {
        add(&mut parts, *status, *holder, m2[version]);
    }
    if let Some((party, _)) = timeline.source.absence.filter(|_| table.absent_m2[version] > MIN_SIZE) {
        add(&mut parts, Status::Held, Some(party), table.absent_m2[version]);
    }
    if table.unknown_m2[version] > MIN_SIZE {
        add(&mut parts, Status::Unknown, None, table.unknown_m2[version]);
    }
    parts
}

fn path_parts(atlas: &Atlas, timeline: &Timeline, target: &Target<'_>, version: usize) -> Parts {
    let mut parts = Vec::new();
    for share in timeline.sheet(version).shares(&target.shape, target.within, atlas.places()) {
        let size = share.shape.size();
        if size > MIN_SIZE {
            add(&mut parts, share.status, share.holder, size);
        }
    }
    parts
}

/// The piece of a target with one status and holder.
fn piece<'a>(
    scene: &RuleEvaluator<'a>,
    timeline: &'a Timeline,
    target: &Target<'_>,
    stated: (Status, Option<Party>),
) -> Shape {
    let shares = scene.shares(timeline, &target.shape, target.within).into_iter();
    let same = shares.filter(|share| (share.status, share.holder) == stated && share.shape.size() > 0.0);
    same.map(|share| share.shape).reduce(Shape::joined).unwrap_or_else(|| target.shape.clone())
}
