//! `proposal`: what a peace text would make of the ground, next to who holds it on a day, says one source.

mod ledger;
mod line;
mod settlements;

use std::collections::BTreeMap;

use crate::atlas::{Age, Atlas, Timeline};
use crate::model::{
    After, Bindings, Extent, Moment, Party, Proposal, Said, Source, Standing, Status, Term, Zone, sentences,
};
use edge_timeline::{Area, Position, budget, measure};

use super::areas::timelines;
use super::disputes::{Stated, compared_regions};
use super::error::QueryError;
use super::scene::{RuleEvaluator, Truth};
use super::why::Why;

pub use ledger::{Moved, PartyAccount, RegionAccount};
pub use settlements::Transfer;

/// Pieces smaller than this come of rounding, in square metres: they are added to none.
const MIN_PIECE_M2: f64 = 1e-3;

/// A proposal evaluated by one source as of one moment.
#[derive(Clone, Debug)]
pub struct Evaluation<'a> {
    /// The source.
    pub source: &'a Source,
    /// The moment asked about.
    pub moment: Moment,
    /// The version that answers; none: the source does not speak.
    pub version: Option<Moment>,
    /// How old that version is: it is taken as it was drawn, though its line may have moved since.
    pub age: Option<Age>,
    /// The parameters with the values used; none: not given, and what depends on it is open.
    pub parameters: Vec<(String, Option<String>)>,
    /// The pieces: together they are the land of the regions.
    pub pieces: Vec<Piece<'a>>,
    /// By region, and last in total.
    pub accounts: Vec<RegionAccount<'a>>,
    /// Settlements with a region of their own, each with what would become of it.
    pub settlements: Vec<Transfer<'a>>,
    /// Length of the line of contact today, in metres: the edge of what the party that does not hold by absence holds.
    pub line_before_m: f64,
    /// Length of the line that would result, in metres.
    pub line_after_m: f64,
    /// That line.
    pub line_after: Vec<Vec<Position>>,
    /// Why ground is open, each reason once.
    pub reasons: Vec<Said>,
}

/// What a term makes of a piece of land.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece<'a> {
    /// Region id.
    pub region: &'a str,
    /// Number of the term in the proposal; none: no term speaks of it.
    pub term: Option<usize>,
    /// What the source states today.
    pub before: Stated,
    /// What it would be.
    pub after: Outcome,
    /// Where.
    pub area: Area,
    /// Its size in square metres.
    pub area_m2: f64,
}

/// What ground would be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Of this status, by this party: settled by a term, or untouched by all.
    Is(Stated),
    /// Not settled.
    Open,
}

impl Outcome {
    /// Whether a party would hold the ground.
    #[must_use]
    pub fn is_held_by(self, party: Party) -> bool {
        self == Self::Is((Status::Held, Some(party)))
    }
}

/// A term as it goes into one evaluation.
struct Active<'t> {
    term: &'t Term,
    extent: Extent,
    /// None: whether the term holds is open.
    after: After,
    why_open: Option<Said>,
}

impl Active<'_> {
    /// What it makes of its ground.
    const fn makes(&self) -> (After, Option<Standing>, Option<Zone>) {
        (self.after, self.term.standing, self.term.zone)
    }
}

/// `proposal` by `source` (none: every one) as of `moment`, on the land of `region` (none: every region and neighbour), with
/// values for its parameters.
///
/// # Errors
/// Unknown region or source; a parameter that is none of the proposal's, or a value it cannot have.
///
/// # Cost
/// Overlays of every term with every region it touches, in parallel.
///
/// # Example
/// ```
/// use contactline_core::{example, model::{Bindings, Date}, query};
///
/// let (atlas, day) = (example::atlas(), "2025-01-01".parse::<Date>()?);
/// let back = query::proposal_by_id(&atlas, "back")?;
/// let evaluated = query::proposal(&atlas, back, None, Some("maps"), day.end(), &Bindings::new())?;
/// let total = evaluated[0].accounts.last().ok_or("no total")?;
/// // Half of the east is Russia's on that day, and would be Ukraine's: a quarter of all.
/// let moved: f64 = total.moved.iter().filter(|m| m.to != query::Outcome::Is(m.from)).map(|m| m.area_m2).sum();
/// assert!((moved / total.land_m2 - 0.25).abs() < 1e-9 && evaluated[0].line_after_m == 0.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn proposal<'a>(
    atlas: &'a Atlas,
    proposal: &Proposal,
    region: Option<&str>,
    source: Option<&str>,
    moment: Moment,
    given: &Bindings,
) -> Result<Vec<Evaluation<'a>>, QueryError> {
    let bindings = bindings(atlas, proposal, given)?;
    let active = active(proposal, &bindings)?;
    let regions = compared_regions(atlas, region)?;
    let timelines = timelines(atlas, source)?;
    let evaluate =
        |timeline: &&'a Timeline| evaluation(atlas, timeline, proposal, &active, &bindings, &regions, moment);
    Ok(budget::map(&timelines, evaluate))
}

/// How many overlays [`proposals`] makes at the most; none of a question it refuses.
#[must_use]
pub fn proposals_cost(atlas: &Atlas, texts: &[&Proposal], region: Option<&str>, source: Option<&str>) -> usize {
    let regions = compared_regions(atlas, region).map_or(0, |regions| regions.len());
    let timelines = timelines(atlas, source).map_or(0, |timelines| timelines.len());
    let extents: usize = texts.iter().flat_map(|text| &text.terms).map(|term| term.extent.walk().count()).sum();
    2 * regions * timelines * extents
}

/// Most texts that are set side by side.
pub const MAX_TEXTS: usize = 8;

/// Several texts side by side, each once, as [`proposal`] evaluates one. They share the values given: each of several takes
/// those that it has a parameter for.
///
/// # Errors
/// As [`proposal`]; more than [`MAX_TEXTS`] texts.
///
/// # Example
/// ```
/// use contactline_core::{example, model::{Bindings, Date}, query};
///
/// let (atlas, day) = (example::atlas(), "2025-01-01".parse::<Date>()?);
/// let back = query::proposal_by_id(&atlas, "back")?;
/// // A text that is named twice is set beside the others once.
/// let compared = query::proposals(&atlas, &[back, back], None, None, day.end(), &Bindings::new())?;
/// assert_eq!((compared.len(), compared[0].1.len()), (1, 2));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn proposals<'a, 't>(
    atlas: &'a Atlas,
    texts: &[&'t Proposal],
    region: Option<&str>,
    source: Option<&str>,
    moment: Moment,
    given: &Bindings,
) -> Result<Vec<(&'t Proposal, Vec<Evaluation<'a>>)>, QueryError> {
    let mut each: Vec<&'t Proposal> = Vec::new();
    for text in texts {
        if !each.iter().any(|other| std::ptr::eq(*other, *text)) {
            each.push(text);
        }
    }
    if each.len() > MAX_TEXTS {
        return Err(QueryError::TooMany { what: "texts", count: each.len(), limit: MAX_TEXTS });
    }
    let is_one = each.len() == 1;
    let evaluate = |text: &'t Proposal| {
        let own = |(name, _): &(&String, &String)| is_one || text.parameters.iter().any(|p| p.name == **name);
        let given = given.iter().filter(own).map(|(name, value)| (name.clone(), value.clone())).collect();
        Ok((text, proposal(atlas, text, region, source, moment, &given)?))
    };
    each.into_iter().map(evaluate).collect()
}

/// The proposal with that id.
///
/// # Errors
/// There is none: names those loaded.
///
/// # Example
/// ```
/// use contactline_core::{example, query};
///
/// let atlas = example::atlas();
/// assert_eq!(query::proposal_by_id(&atlas, "back")?.title, "The east goes back");
/// let refused = query::proposal_by_id(&atlas, "forth").map(|text| &text.id).unwrap_err();
/// assert_eq!(refused.to_string(), "Proposal 'forth' not found. Available: back");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn proposal_by_id<'a>(atlas: &'a Atlas, id: &str) -> Result<&'a Proposal, QueryError> {
    atlas.proposals().iter().find(|p| p.id == id).ok_or_else(|| {
        let known: Vec<&str> = atlas.proposals().iter().map(|p| p.id.as_str()).collect();
        QueryError::UnknownProposal { value: id.to_owned(), known: known.join(", ") }
    })
}

/// The values of the parameters: those given, else the defaults.
fn bindings(atlas: &Atlas, proposal: &Proposal, given: &Bindings) -> Result<Bindings, QueryError> {
    let sources: Vec<String> = atlas.sources().map(|s| s.id.clone()).collect();
    let mut bindings = Bindings::new();
    for (name, value) in given {
        let Some(parameter) = proposal.parameters.iter().find(|p| p.name == *name) else {
            let known: Vec<&str> = proposal.parameters.iter().map(|p| p.name.as_str()).collect();
            let known = if known.is_empty() { "none".into() } else { known.join(", ") };
            return Err(QueryError::UnknownParameter { value: name.clone(), proposal: proposal.id.clone(), known });
        };
        parameter.check(value, &sources).map_err(QueryError::BadParameter)?;
    }
    for parameter in &proposal.parameters {
        let value = given.get(&parameter.name).or(parameter.default.as_ref());
        bindings.extend(value.map(|value| (parameter.name.clone(), value.clone())));
    }
    Ok(bindings)
}

/// The terms that hold with these values, or of which it is open whether they do.
fn active<'t>(proposal: &'t Proposal, bindings: &Bindings) -> Result<Vec<Active<'t>>, QueryError> {
    let mut active = Vec::new();
    for term in &proposal.terms {
        let mut after = term.holder;
        let mut why_open = (after == After::Open).then(|| sentences::left_open_by(&term.id));
        if let Some((name, wanted)) = &term.when {
            match bindings.get(name) {
                Some(value) if value == wanted => {}
                Some(_) => continue,
                None => {
                    after = After::Open;
                    why_open = Some(sentences::not_set(name));
                }
            }
        }
        let extent = term.extent.bound(bindings).map_err(QueryError::BadParameter)?;
        active.push(Active { term, extent, after, why_open });
    }
    Ok(active)
}

fn evaluation<'a>(
    atlas: &'a Atlas,
    timeline: &'a Timeline,
    proposal: &Proposal,
    active: &[Active<'_>],
    bindings: &Bindings,
    regions: &[usize],
    moment: Moment,
) -> Evaluation<'a> {
    let scene = RuleEvaluator::as_drawn(atlas, Some(timeline), moment);
    let number = |term: &Term| proposal.terms.iter().position(|t| t.id == term.id);
    let (mut pieces, mut reasons) = (Vec::new(), Vec::new());
    for region in regions {
        pieces.extend(region_pieces(atlas, &scene, *region, active, number, &mut reasons));
    }
    let version = timeline.as_of(moment);
    let absent = timeline.source.absence.map(|(party, _)| party);
    let party = timeline.held().and_then(|held| held.holder).filter(|holder| Some(*holder) != absent);
    let line = |is: &dyn Fn(&Piece<'_>) -> Outcome| line::of(atlas, &pieces, &timeline.source, party, is);
    let line_before = line(&|piece| Outcome::Is(piece.before));
    let line_after = line(&|piece| piece.after);
    let length_m =
        |paths: &[Vec<Position>]| paths.iter().map(|path| measure::path_length_m(path)).fold(0.0, |sum, m| sum + m);
    let settlements = settlements::moving(atlas, &scene, timeline, active, number, regions, moment);
    let names = proposal.parameters.iter().map(|p| (p.name.clone(), bindings.get(&p.name).cloned()));
    Evaluation {
        source: &timeline.source,
        moment,
        version: version.map(|v| timeline.shown_stamp(v)),
        age: version.map(|v| timeline.age(v, moment)),
        parameters: names.collect(),
        accounts: ledger::accounts(atlas, proposal, regions, &pieces, &settlements, moment),
        pieces,
        settlements,
        line_before_m: length_m(&line_before),
        line_after_m: length_m(&line_after),
        line_after,
        reasons,
    }
}

/// The pieces of one region: each by its first term, and by what the source states of it.
fn region_pieces<'a>(
    atlas: &'a Atlas,
    scene: &RuleEvaluator<'a>,
    region: usize,
    active: &[Active<'_>],
    number: impl Fn(&Term) -> Option<usize>,
    reasons: &mut Vec<Said>,
) -> Vec<Piece<'a>> {
    let here = &atlas.regions()[region];
    let extents: Vec<&Extent> = active.iter().map(|a| &a.extent).collect();
    let mut pieces: BTreeMap<(Option<usize>, Stated, Outcome), Vec<Area>> = BTreeMap::new();
    for cell in scene.cells(&extents, region) {
        let before = scene.stated_of(&cell);
        let (term, after, why) = outcome(active, before, |extent| scene.decide(extent, region, &cell));
        let term = term.and_then(&number);
        note(reasons, why);
        pieces.entry((term, before, after)).or_default().push(cell.area);
    }
    let piece = |((term, before, after), areas): ((Option<usize>, Stated, Outcome), Vec<Area>)| {
        let area = Area::side_by_side(areas);
        let area_m2 = area.area_m2();
        (area_m2 > MIN_PIECE_M2).then_some(Piece { region: &here.id, term, before, after, area, area_m2 })
    };
    pieces.into_iter().filter_map(piece).collect()
}

/// What becomes of ground of which `before` is stated, by the first term that names it: that term, the outcome, and why
/// it is open. Where it cannot be said whether a term names it, it is open unless all that may name it come to the same.
fn outcome<'t, 'e>(
    active: &'e [Active<'t>],
    before: Stated,
    holds: impl Fn(&'e Extent) -> Truth<'e>,
) -> (Option<&'t Term>, Outcome, Option<Said>) {
    let (mut possible, mut undecided, mut named) = (Vec::new(), None, None);
    for candidate in active {
        let reason = match holds(&candidate.extent) {
            Truth::No => continue,
            Truth::Yes => {
                possible.push(candidate.makes());
                named = Some(candidate);
                break;
            }
            Truth::Open(reason) => reason,
            Truth::Boundary => Why::Always(sentences::ON_THE_LINE),
        };
        possible.push(candidate.makes());
        undecided.get_or_insert((candidate.term, reason));
    }
    if named.is_none() {
        possible.push((After::Unchanged, None, None));
    }
    let (Some((term, reason)), false) = (undecided, possible.windows(2).all(|pair| pair[0] == pair[1])) else {
        let after = match possible[0].0 {
            After::Party(party) => Outcome::Is((Status::Held, Some(party))),
            After::Unchanged => Outcome::Is(before),
            After::Open => Outcome::Open,
        };
        return (named.map(|a| a.term), after, named.and_then(|a| a.why_open.clone()));
    };
    (Some(term), Outcome::Open, Some(reason.told()))
}

fn note(reasons: &mut Vec<Said>, new: impl IntoIterator<Item = Said>) {
    for reason in new {
        if !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
}
