//! `agreement`: how far every two sources agree, by region, over time.

use std::collections::BTreeMap;

use crate::atlas::{Atlas, Timeline};
use crate::model::Moment;
use edge_timeline::budget;

use super::disputes::{
    ALL, Compared, MIN_PIECE_M2, Silent, Stated, compared_regions, compared_sources, is_other_holder, spoken_pieces,
    taken, whole, with_arrangement,
};
use super::error::QueryError;
use super::series::When;

/// How far two sources agree on the land of one region at one moment; agreed + apart + silent = the land.
#[derive(Clone, Debug)]
pub struct AgreementRow<'a> {
    /// The moment asked about.
    pub moment: Moment,
    /// Region id; `all`: the six regions together.
    pub region: String,
    /// The two sources, in the order of their ids, with the versions that answer and how old these are.
    pub sources: [Compared<'a>; 2],
    /// Both speak and state the same, in square metres.
    pub agreed_m2: f64,
    /// Both speak and state different things.
    pub differs_m2: f64,
    /// Of that: each names a holder, and they are not the same.
    pub other_holder_m2: f64,
    /// The rest of it: one holder, or none named, and another status.
    pub other_status_m2: f64,
    /// One or both are silent; or stale, where such sources are not taken in.
    pub not_stated_m2: f64,
    /// What `differs_m2` is made of: what the first states, what the second states, square metres.
    pub apart: Vec<(Stated, Stated, f64)>,
}

impl AgreementRow<'_> {
    /// Days between the days that the two speak of, by their ages; none where one has no version.
    #[must_use]
    pub fn days_apart(&self) -> Option<i64> {
        let [a, b] = self.sources.map(|compared| compared.age_days);
        Some((a? - b?).abs())
    }
}

/// Rows that are made in the time of an overlay.
const ROWS_PER_OVERLAY: usize = 500;

/// How much work [`agreement`] is, in overlays that take as long; none of a question it refuses.
#[must_use]
pub fn agreement_cost(atlas: &Atlas, region: Option<&str>, sources: &[&str], when: When) -> usize {
    let pairs =
        compared_sources(atlas, sources).map_or(0, |sources| sources.len() * sources.len().saturating_sub(1) / 2);
    let moments = when.moments().map_or(0, |moments| moments.len());
    let regions = compared_regions(atlas, region).map_or(0, |regions| regions.len());
    pairs * regions + (pairs * moments * regions) / ROWS_PER_OVERLAY
}

/// Rows for every two of `sources` (none: every one), `region` (none: every region and neighbour, and `all`) and `when`. A source
/// that is stale at a moment is silent then: what moved since its version is no disagreement. `with_stale` takes it in all the same.
///
/// # Errors
/// Unknown region or source; a bad series.
///
/// # Cost
/// In proportion to the rows, and to how often what two sources state of a face changes; the faces are made once and kept.
///
/// # Example
/// ```
/// use contactline_core::{example, model::Date, query::{self, Step, When}};
///
/// let (from, to) = ("2025-01-02".parse::<Date>()?, "2025-01-03".parse::<Date>()?);
/// let (atlas, when) = (example::atlas(), When::Series { from, to, step: Step::Day });
/// let rows = query::agreement(&atlas, Some("east"), &["maps", "others"], when, false)?;
/// let shares: Vec<f64> = rows.iter().map(|row| row.agreed_m2 / (row.agreed_m2 + row.differs_m2)).collect();
/// assert!((shares[0] - 0.5).abs() < 1e-9 && (shares[1] - 1.0).abs() < 1e-9);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn agreement<'a>(
    atlas: &'a Atlas,
    region: Option<&str>,
    sources: &[&str],
    when: When,
    with_stale: bool,
) -> Result<Vec<AgreementRow<'a>>, QueryError> {
    let regions = compared_regions(atlas, region)?;
    let mut timelines = compared_sources(atlas, sources)?;
    timelines.sort_by(|a, b| a.source.id.cmp(&b.source.id));
    let moments = when.moments()?;
    let pairs = (0..timelines.len()).flat_map(|a| (a + 1..timelines.len()).map(move |b| [a, b]));
    let pairs: Vec<[usize; 2]> = pairs.collect();
    let is_whole = whole(atlas, &regions);
    let mut rows = Vec::new();
    with_arrangement(atlas, &timelines, |arrangement| {
        for numbers in pairs {
            let pair = numbers.map(|k| timelines[k]);
            let steps: Vec<[Option<usize>; 2]> =
                moments.iter().map(|m| pair.map(|t| taken(t, *m, with_stale))).collect();
            let mut crossed = budget::map(&regions, |region| arrangement.crossed(numbers, &steps, *region));
            for (k, moment) in moments.iter().enumerate() {
                let silent = Silent::of(atlas, &pair, *moment, with_stale);
                if silent.iter().all(Option::is_none) {
                    continue;
                }
                let versions = [0, 1].map(|of| (numbers[of], steps[k][of]));
                for (region, crossed) in regions.iter().zip(&mut crossed) {
                    crossed[k] = BTreeMap::new();
                    for piece in spoken_pieces(arrangement, *region, &versions, &silent) {
                        *crossed[k].entry([piece.stated[0], piece.stated[1]]).or_default() += piece.area_m2;
                    }
                }
            }
            for (k, moment) in moments.iter().enumerate() {
                let by_region = regions.iter().zip(&crossed);
                let mut whole: BTreeMap<[Stated; 2], f64> = BTreeMap::new();
                for (region, crossed) in by_region {
                    let id = &atlas.regions()[*region].id;
                    rows.push(row(pair, *moment, id, &crossed[k]));
                    for (stated, m2) in
                        crossed[k].iter().filter(|(_, m2)| is_whole.contains(region) && **m2 >= MIN_PIECE_M2)
                    {
                        *whole.entry(*stated).or_default() += m2;
                    }
                }
                rows.extend((is_whole.len() > 1).then(|| row(pair, *moment, ALL, &whole)));
            }
        }
    });
    rows.sort_by_key(|a| a.moment);
    Ok(rows)
}

fn row<'a>(
    pair: [&'a Timeline; 2],
    moment: Moment,
    region: &str,
    crossed: &BTreeMap<[Stated; 2], f64>,
) -> AgreementRow<'a> {
    let mut row = AgreementRow {
        moment,
        region: region.to_owned(),
        sources: pair.map(|t| Compared::of(t, moment)),
        agreed_m2: 0.0,
        differs_m2: 0.0,
        other_holder_m2: 0.0,
        other_status_m2: 0.0,
        not_stated_m2: 0.0,
        apart: Vec::new(),
    };
    for ([first, second], m2) in crossed {
        // Rounding alone would come to a share of agreement where one source is silent.
        if *m2 < MIN_PIECE_M2 {
            continue;
        }
        if !first.0.is_of_control() || !second.0.is_of_control() {
            row.not_stated_m2 += m2;
        } else if first == second {
            row.agreed_m2 += m2;
        } else {
            row.differs_m2 += m2;
            match is_other_holder(&[*first, *second]) {
                true => row.other_holder_m2 += m2,
                false => row.other_status_m2 += m2,
            }
            row.apart.push((*first, *second, *m2));
        }
    }
    row
}
