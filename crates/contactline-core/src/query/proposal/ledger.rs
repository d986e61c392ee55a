//! The books of a proposal: by region and in total, what each party would hold, gain, give and be refused.

use std::collections::BTreeMap;

use crate::atlas::Atlas;
use crate::model::{Moment, Party, Proposal, Status, Zone};

use super::super::disputes::Stated;
use super::super::ledger::claims;
use super::{Outcome, Piece, Transfer};

/// The account of one region, or of all together.
#[derive(Clone, Debug, PartialEq)]
pub struct RegionAccount<'a> {
    /// Region id, or `total`.
    pub region: &'a str,
    /// The land in square metres: what the rows of `moved` sum to.
    pub land_m2: f64,
    /// Land whose outcome the text does not settle.
    pub open_m2: f64,
    /// By party.
    pub parties: Vec<PartyAccount>,
    /// From what to what: the same before and after where nothing moves.
    pub moved: Vec<Moved>,
    /// Zones, with their land.
    pub zones: Vec<(Zone, f64)>,
}

/// What one party would have.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PartyAccount {
    /// The party.
    pub party: Party,
    /// Held today, in square metres.
    pub before_m2: f64,
    /// Held after.
    pub after_m2: f64,
    /// Claimed by it on that day.
    pub claimed_m2: f64,
    /// Claimed, and would be held by another party or contested.
    pub claimed_not_granted_m2: f64,
    /// Claimed, and the outcome is open or unknown.
    pub claimed_open_m2: f64,
    /// It would hold, and does not today.
    pub granted_not_held_m2: f64,
    /// It holds today, and would not after; open outcomes not counted.
    pub given_up_m2: f64,
    /// Settlements in it today: number and listed population.
    pub settlements_before: (u32, u64),
    /// Settlements in it after.
    pub settlements_after: (u32, u64),
}

/// Ground and settlements that would go from one state to another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moved {
    /// Today.
    pub from: Stated,
    /// After.
    pub to: Outcome,
    /// Square metres.
    pub area_m2: f64,
    /// Settlements.
    pub settlements: u32,
    /// Their listed population.
    pub population: u64,
}

/// The accounts: every region in order, then the total.
pub(super) fn accounts<'a>(
    atlas: &'a Atlas,
    proposal: &Proposal,
    regions: &[usize],
    pieces: &[Piece<'a>],
    settlements: &[Transfer<'a>],
    moment: Moment,
) -> Vec<RegionAccount<'a>> {
    let parties = parties(atlas, pieces);
    let account = |name: &'a str, is: &dyn Fn(&str) -> bool| {
        let pieces: Vec<&Piece<'a>> = pieces.iter().filter(|p| is(p.region)).collect();
        let places: Vec<&Transfer<'a>> = settlements.iter().filter(|m| is(m.region)).collect();
        RegionAccount {
            region: name,
            land_m2: sum(&pieces, |_| true),
            open_m2: sum(&pieces, |p| p.after == Outcome::Open),
            parties: parties.iter().map(|party| party_account(atlas, *party, &pieces, &places, moment)).collect(),
            moved: moved(&pieces, &places),
            zones: zones(proposal, &pieces),
        }
    };
    let ids = regions.iter().map(|k| atlas.regions()[*k].id.as_str());
    let mut accounts: Vec<RegionAccount<'a>> = ids.map(|id| account(id, &|region| region == id)).collect();
    accounts.push(account("total", &|_| true));
    accounts
}

/// Every party that holds, would hold, or claims.
fn parties(atlas: &Atlas, pieces: &[Piece<'_>]) -> Vec<Party> {
    let before = pieces.iter().filter_map(|p| p.before.1);
    let after = pieces.iter().filter_map(|p| match p.after {
        Outcome::Is((_, holder)) => holder,
        Outcome::Open => None,
    });
    let mut parties: Vec<Party> = before.chain(after).chain(atlas.claims().iter().map(|c| c.claimant)).collect();
    parties.sort_unstable();
    parties.dedup();
    parties
}

fn sum(pieces: &[&Piece<'_>], is: impl Fn(&Piece<'_>) -> bool) -> f64 {
    pieces.iter().filter(|p| is(p)).map(|p| p.area_m2).fold(0.0, |sum, m2| sum + m2)
}

fn party_account(
    atlas: &Atlas,
    party: Party,
    pieces: &[&Piece<'_>],
    places: &[&Transfer<'_>],
    moment: Moment,
) -> PartyAccount {
    let holds = |p: &Piece<'_>| p.before == (Status::Held, Some(party));
    let would = |p: &Piece<'_>| p.after.is_held_by(party);
    let open = |p: &Piece<'_>| matches!(p.after, Outcome::Open | Outcome::Is((Status::Unknown, _)));
    let claimed = |p: &Piece<'_>| claims(atlas, party, p.region, moment);
    let count = |is: &dyn Fn(&Transfer<'_>) -> bool| {
        places
            .iter()
            .filter(|m| is(m))
            .fold((0, 0), |(n, people), m| (n + 1, people + u64::from(m.locality.population)))
    };
    PartyAccount {
        party,
        before_m2: sum(pieces, holds),
        after_m2: sum(pieces, would),
        claimed_m2: sum(pieces, claimed),
        claimed_not_granted_m2: sum(pieces, |p| claimed(p) && !would(p) && !open(p)),
        claimed_open_m2: sum(pieces, |p| claimed(p) && open(p)),
        granted_not_held_m2: sum(pieces, |p| would(p) && !holds(p)),
        given_up_m2: sum(pieces, |p| holds(p) && !would(p) && p.after != Outcome::Open),
        settlements_before: count(&|m| m.before == (Status::Held, Some(party))),
        settlements_after: count(&|m| m.after.is_held_by(party)),
    }
}

fn moved(pieces: &[&Piece<'_>], places: &[&Transfer<'_>]) -> Vec<Moved> {
    let mut rows: BTreeMap<(Stated, Outcome), (f64, u32, u64)> = BTreeMap::new();
    for piece in pieces {
        rows.entry((piece.before, piece.after)).or_default().0 += piece.area_m2;
    }
    for place in places {
        let row = rows.entry((place.before, place.after)).or_default();
        row.1 += 1;
        row.2 += u64::from(place.locality.population);
    }
    let row = |((from, to), (area_m2, settlements, population))| Moved { from, to, area_m2, settlements, population };
    rows.into_iter().map(row).collect()
}

fn zones(proposal: &Proposal, pieces: &[&Piece<'_>]) -> Vec<(Zone, f64)> {
    let zone = |p: &Piece<'_>| p.term.and_then(|k| proposal.terms[k].zone).filter(|_| p.after != Outcome::Open);
    let of = |wanted: &Zone| (*wanted, sum(pieces, |p| zone(p) == Some(*wanted)));
    Zone::ALL.iter().map(of).filter(|(_, m2)| *m2 > 0.0).collect()
}
