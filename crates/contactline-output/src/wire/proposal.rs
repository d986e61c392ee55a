//! `proposal` as it leaves the house: the text with its terms, and what it would make of the ground.

mod map;
mod text;

use schemars::JsonSchema;
use serde::Serialize;

use contactline_core::model::{Moment, notice};
use contactline_core::query::{self, Outcome};

use super::at::Stated;
use super::language::{spoken, told};
use super::time::{Asked, Stamp};
use super::words::{Code, tenth};
use super::{attribution, table};

pub use map::{MapProperties, ProposalMap};
pub use text::{Parameter, ProposalText, Proposals, Term};

/// Proposals evaluated: each by each source.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct Proposal<'a> {
    /// The day or second asked about.
    pub date: Asked,
    /// The texts.
    pub proposals: Vec<ProposalText<'a>>,
    /// Each text by each source.
    pub evaluations: Vec<Evaluation<'a>>,
    /// What population figures are.
    pub population_caveat: &'static str,
    /// What the answer is not.
    pub notice: &'static str,
    /// Lines to be shown with the answer.
    pub attribution: Vec<&'a str>,
}

/// A text by one source.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct Evaluation<'a> {
    /// Proposal id.
    pub proposal: &'a str,
    /// Source id.
    pub source: &'a str,
    /// Stamp of the version that answers.
    pub version: Option<Stamp>,
    /// Its age in days.
    pub age_days: Option<i64>,
    /// Past the source's limit of age: it is taken as it was drawn, though its line may have moved since.
    pub stale: bool,
    /// How near to its line ground may be on the other side, in metres.
    pub uncertain_within_m: Option<f64>,
    /// The parameters with the values used; null: not given, and what depends on it is open.
    pub parameters: Vec<Given>,
    /// Why ground is open.
    pub open_reasons: Vec<String>,
    /// By region, and last in total.
    pub accounts: Vec<Account<'a>>,
    /// The pieces by region, term and what is stated today; they sum to the land.
    pub pieces: Vec<Piece<'a>>,
    /// Settlements whose holder would change, or is open.
    pub settlements: Vec<MovingSettlement<'a>>,
    /// Length of today's line of contact in metres.
    pub line_before_m: f64,
    /// Length of the line that would result, in metres.
    pub line_after_m: f64,
}

/// A parameter with its value.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct Given {
    /// Its name.
    pub name: String,
    /// The value used.
    pub value: Option<String>,
}

/// The account of a region; areas are land in square metres.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct Account<'a> {
    /// Region id, or `total`.
    pub region: &'a str,
    /// Its land.
    pub land_m2: f64,
    /// Land whose outcome is not settled.
    pub open_m2: f64,
    /// By party.
    pub parties: Vec<PartyAccount>,
    /// From what to what.
    pub moved: Vec<Moved>,
    /// Zones.
    pub zones: Vec<ZoneArea>,
}

/// What one party would have; areas are land in square metres.
#[derive(Clone, Copy, Debug, JsonSchema, Serialize)]
pub struct PartyAccount {
    /// The party.
    pub party: Code,
    /// Held today.
    pub before_m2: f64,
    /// Held after.
    pub after_m2: f64,
    /// Claimed on that day.
    pub claimed_m2: f64,
    /// Claimed, and would not be held by it.
    pub claimed_not_granted_m2: f64,
    /// Claimed, and the outcome is open.
    pub claimed_open_m2: f64,
    /// It would hold, and does not today.
    pub granted_not_held_m2: f64,
    /// It holds today, and would not after.
    pub given_up_m2: f64,
    /// Settlements in it today.
    pub settlements_before: u32,
    /// Settlements in it after.
    pub settlements_after: u32,
    /// Their listed population today.
    pub population_before: u64,
    /// Their listed population after.
    pub population_after: u64,
}

/// Ground and settlements from one state to another.
#[derive(Clone, Copy, Debug, JsonSchema, Serialize)]
pub struct Moved {
    /// Today.
    pub from: Stated,
    /// After.
    pub to: Stated,
    /// Square metres.
    pub area_m2: f64,
    /// Settlements.
    pub settlements: u32,
    /// Their listed population.
    pub population: u64,
}

/// A zone with its land.
#[derive(Clone, Copy, Debug, JsonSchema, Serialize)]
pub struct ZoneArea {
    /// What kind.
    pub zone: &'static str,
    /// Square metres.
    pub area_m2: f64,
}

/// A piece of land.
#[derive(Clone, Copy, Debug, JsonSchema, Serialize)]
pub struct Piece<'a> {
    /// Region id.
    pub region: &'a str,
    /// Term id; null: no term speaks of it.
    pub term: Option<&'a str>,
    /// Today.
    pub from: Stated,
    /// After.
    pub to: Stated,
    /// Standing, where the term gives one.
    pub standing: Option<&'static str>,
    /// Zone, where the term makes one.
    pub zone: Option<&'static str>,
    /// Drawn with bounds that nobody defined.
    pub approximate: bool,
    /// Square metres.
    pub area_m2: f64,
}

/// A settlement that would move.
#[derive(Clone, Copy, Debug, JsonSchema, Serialize)]
pub struct MovingSettlement<'a> {
    /// Id.
    pub id: &'a str,
    /// English name.
    pub name: &'a str,
    /// Ukrainian name.
    pub name_uk: &'a str,
    /// Region id.
    pub region: &'a str,
    /// Longitude in degrees.
    pub lon: f64,
    /// Latitude in degrees.
    pub lat: f64,
    /// Listed population; null: none is listed.
    pub population: Option<u32>,
    /// Term id.
    pub term: Option<&'a str>,
    /// Today.
    pub from: Stated,
    /// After.
    pub to: Stated,
}

/// A text with what each source makes of it.
pub type Evaluated<'a> = (&'a contactline_core::model::Proposal, &'a [query::Evaluation<'a>]);

impl From<Outcome> for Stated {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Is(stated) => stated.into(),
            Outcome::Open => Self { status: "open", holder: None },
        }
    }
}

impl<'a> Proposal<'a> {
    /// The evaluations of these texts.
    #[must_use]
    pub fn new(evaluated: &[Evaluated<'a>], moment: Moment) -> Self {
        let all = evaluated.iter().flat_map(|(proposal, list)| list.iter().map(move |e| (*proposal, e)));
        Self {
            date: Asked(moment),
            proposals: evaluated.iter().map(|(proposal, _)| ProposalText::from(*proposal)).collect(),
            evaluations: all.clone().map(|(proposal, e)| evaluation(proposal, e)).collect(),
            population_caveat: notice::POPULATION.within(spoken()),
            notice: notice::NO_ENDORSEMENT.within(spoken()),
            attribution: attribution::lines(all.map(|(_, e)| e.source)),
        }
    }

    /// Who would get what from whom, as CSV: one row for each text, source, region and move.
    ///
    /// # Errors
    /// None that a row can cause.
    pub fn to_csv(&self) -> Result<table::Csv, csv::Error> {
        #[derive(JsonSchema, Serialize)]
        struct Row<'a> {
            date: Asked,
            proposal: &'a str,
            source: &'a str,
            version: Option<Stamp>,
            region: &'a str,
            #[serde(flatten)]
            moved: &'a Moved,
        }
        let row = |e: &Evaluation<'a>, account: &Account<'a>, moved| Row {
            date: self.date,
            proposal: e.proposal,
            source: e.source,
            version: e.version,
            region: account.region,
            moved,
        };
        let accounts = self.evaluations.iter().flat_map(|e| e.accounts.iter().map(move |account| (e, account)));
        table::csv(accounts.flat_map(|(e, account)| account.moved.iter().map(move |moved| row(e, account, moved))))
    }
}

fn evaluation<'a>(proposal: &'a contactline_core::model::Proposal, e: &query::Evaluation<'a>) -> Evaluation<'a> {
    let moves = |m: &&query::Transfer<'a>| m.after != Outcome::Is(m.before);
    Evaluation {
        proposal: &proposal.id,
        source: &e.source.id,
        version: e.version.map(Stamp),
        age_days: e.age.map(|age| age.days),
        stale: e.age.is_some_and(|age| age.stale),
        uncertain_within_m: e.age.and_then(|age| age.within_m()).map(tenth),
        parameters: e
            .parameters
            .iter()
            .map(|(name, value)| Given { name: name.clone(), value: value.clone() })
            .collect(),
        open_reasons: e.reasons.iter().map(|reason| told(reason).to_owned()).collect(),
        accounts: e.accounts.iter().map(Account::from).collect(),
        pieces: e.pieces.iter().map(|piece| wired(proposal, piece)).collect(),
        settlements: e.settlements.iter().filter(moves).map(|m| moving(proposal, m)).collect(),
        line_before_m: e.line_before_m,
        line_after_m: e.line_after_m,
    }
}

fn wired<'a>(proposal: &'a contactline_core::model::Proposal, piece: &query::Piece<'a>) -> Piece<'a> {
    let term = piece.term.map(|k| &proposal.terms[k]);
    let settled = term.filter(|_| piece.after != Outcome::Open);
    Piece {
        region: piece.region,
        term: term.map(|t| t.id.as_str()),
        from: piece.before.into(),
        to: piece.after.into(),
        standing: settled.and_then(|t| t.standing).map(|s| s.as_str()),
        zone: settled.and_then(|t| t.zone).map(|z| z.as_str()),
        approximate: term.is_some_and(|t| t.extent.is_approximate()),
        area_m2: piece.area_m2,
    }
}

fn moving<'a>(proposal: &'a contactline_core::model::Proposal, m: &query::Transfer<'a>) -> MovingSettlement<'a> {
    let place = m.locality;
    MovingSettlement {
        id: &place.id,
        name: &place.name,
        name_uk: &place.name_uk,
        region: m.region,
        lon: place.position.lon(),
        lat: place.position.lat(),
        population: place.listed_population(),
        term: m.term.map(|k| proposal.terms[k].id.as_str()),
        from: m.before.into(),
        to: m.after.into(),
    }
}

impl<'a> From<&query::RegionAccount<'a>> for Account<'a> {
    fn from(account: &query::RegionAccount<'a>) -> Self {
        let moved = |m: &query::Moved| Moved {
            from: m.from.into(),
            to: m.to.into(),
            area_m2: m.area_m2,
            settlements: m.settlements,
            population: m.population,
        };
        Self {
            region: account.region,
            land_m2: account.land_m2,
            open_m2: account.open_m2,
            parties: account.parties.iter().map(PartyAccount::from).collect(),
            moved: account.moved.iter().map(moved).collect(),
            zones: account.zones.iter().map(|(zone, m2)| ZoneArea { zone: zone.as_str(), area_m2: *m2 }).collect(),
        }
    }
}

impl From<&query::PartyAccount> for PartyAccount {
    fn from(account: &query::PartyAccount) -> Self {
        Self {
            party: Code(account.party),
            before_m2: account.before_m2,
            after_m2: account.after_m2,
            claimed_m2: account.claimed_m2,
            claimed_not_granted_m2: account.claimed_not_granted_m2,
            claimed_open_m2: account.claimed_open_m2,
            granted_not_held_m2: account.granted_not_held_m2,
            given_up_m2: account.given_up_m2,
            settlements_before: account.settlements_before.0,
            settlements_after: account.settlements_after.0,
            population_before: account.settlements_before.1,
            population_after: account.settlements_after.1,
        }
    }
}
