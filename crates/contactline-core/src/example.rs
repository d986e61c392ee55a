//! A small map on which every answer can be worked out by head: the examples of [`query`](crate::query) ask it.
//!
//! ```text
//! 49 +-----------+-----------+
//!    |           |     :     |      town lies in the middle of east.
//!    |   west    |   east    |
//!    |           |     :     |
//! 48 +-----------+-----------+
//!    37          38   38.5   39
//! ```
//!
//! | source | states |
//! | --- | --- |
//! | `maps` | on 1 January 2025 Russia holds the east of `east` from 38.5 on, on 3 January all of it |
//! | `others` | from 1 January 2025 on Russia holds all of `east` |
//!
//! Both leave the rest to Ukraine, are out of date after 7 days and say nothing after 30. Ukraine claims both regions, Russia
//! `east` from 1 June 2024 on; on 1 January 2025 Russia announced that it took a village at 38.25, 48.5. The regime `rule`
//! applies in `east` where Ukraine does not hold it; the proposal `back` gives `east` to Ukraine. None of it is real.

use edge_timeline::{Area, BBox, Position};

use crate::atlas::Atlas;
use crate::model::{
    After, Announced, Announcement, Basis, Certainty, Claim, ControlFeature, Coverage, Dataset, Date, DateKind,
    Drawing, Extent, ExtentKind, InUkrainian, Locality, Method, Particulars, Party, Proposal, Reach, Regime, Region,
    Role, Scope, Source, Stage, Status, Term, Version, Whose,
};

/// 1 June 2024.
const CLAIMED: Date = Date::from_days(19_875);
/// 1 January 2025.
const FIRST: Date = Date::from_days(20_089);

/// The map, indexed.
#[must_use]
pub fn atlas() -> Atlas {
    Atlas::build(dataset())
}

/// The map.
#[must_use]
pub fn dataset() -> Dataset {
    Dataset {
        regions: vec![
            region("west", Role::Region, band(37.0, 38.0)),
            region("east", Role::Region, band(38.0, 39.0)),
            region("ua", Role::Country, band(37.0, 39.0)),
        ],
        localities: town().into_iter().collect(),
        sources: vec![source("maps"), source("others")],
        versions: vec![
            version("maps", FIRST, band(38.5, 39.0)),
            version("maps", FIRST.plus_days(2), band(38.0, 39.0)),
            version("others", FIRST, band(38.0, 39.0)),
        ],
        claims: vec![
            claim(Party::UA, &["west", "east"], FIRST.plus_months(-400)),
            claim(Party::RU, &["east"], CLAIMED),
        ],
        announcements: village().into_iter().collect(),
        regimes: vec![rule()],
        proposals: vec![back()],
        ..Dataset::default()
    }
}

fn band(west: f64, east: f64) -> Area {
    Area::from_bbox(BBox { west, south: 48.0, east, north: 49.0 })
}

fn region(id: &str, role: Role, land: Area) -> Region {
    let groups = if role == Role::Region { vec!["all".into()] } else { Vec::new() };
    Region { id: id.into(), name: id.into(), name_uk: id.into(), role, groups, abroad: None, land, extent: None }
}

fn town() -> Option<Locality> {
    let position = Position::from_lon_lat(38.5, 48.5).ok()?;
    let (id, name) = ("town".to_owned(), "Town".to_owned());
    let (also, region) = (Vec::new(), "east".to_owned());
    Some(Locality { id, name_uk: name.clone(), name, also, position, population: 1_000, region, part_of: None })
}

fn village() -> Option<Announcement> {
    Some(Announcement {
        id: "village".into(),
        party: Party::RU,
        says: Announced::Taken,
        date: FIRST,
        date_kind: DateKind::Day,
        place: "Village".into(),
        place_uk: "Село".into(),
        position: Some(Position::from_lon_lat(38.25, 48.5).ok()?),
        region: "east".into(),
        scope: Scope::Settlement,
        announced_by: "A ministry".into(),
        announced_by_uk: None,
        disputed_by: None,
        certainty: Certainty::High,
        source: None,
        note: None,
        note_uk: None,
    })
}

fn source(id: &str) -> Source {
    Source {
        id: id.into(),
        title: format!("The {id}"),
        publisher: "Nobody".into(),
        url: None,
        method: Method::Mapped,
        drawing: Drawing::Drawn,
        licence: "CC0-1.0".into(),
        licence_terms: None,
        attribution: format!("The {id}, by nobody"),
        geometry_may_be_passed_on: true,
        coverage: Coverage { regions: vec!["ua".into()], ..Coverage::default() },
        lag_days: None,
        lag_note: None,
        precision_m: 1_000.0,
        precision_95_m: None,
        precision_note: None,
        line_min_piece_m2: 0.0,
        stale_after_days: 7,
        unknown_after_days: 30,
        line_reach: Reach::default(),
        depends_on: Vec::new(),
        absence: Some((Party::UA, Basis::Inferred)),
        absence_lag: None,
        layers: Vec::new(),
        note: None,
        in_ukrainian: InUkrainian::default(),
    }
}

fn version(source: &str, day: Date, area: Area) -> Version {
    let (status, holder, basis) = (Status::Held, Some(Party::RU), Basis::Mapped);
    let feature = ControlFeature { status, holder, basis, publisher_word: "occupied".into(), area };
    Version { source: source.into(), stamp: day.start(), features: vec![feature] }
}

fn claim(claimant: Party, regions: &[&str], since: Date) -> Claim {
    Claim {
        id: claimant.as_str().to_lowercase(),
        claimant,
        regions: regions.iter().map(|id| (*id).to_owned()).collect(),
        since,
        until: None,
        act: String::new(),
        extent: ExtentKind::Whole,
        near: None,
        rejected_by: Vec::new(),
        recognised_by: Vec::new(),
        certainty: Certainty::High,
        note: None,
        note_uk: None,
    }
}

fn rule() -> Regime {
    let east = Extent::Region(vec!["east".into()]);
    let held = Extent::HeldBy(Party::UA, Whose::default());
    let stage = Stage {
        from: CLAIMED,
        until: None,
        extent: Extent::And(vec![east, Extent::Not(Box::new(held))]),
        approximate: false,
        not_determined: Vec::new(),
        wording: "the east, where Ukraine does not hold it".into(),
        wording_uk: None,
        citation: "Gazette 1".into(),
        certainty: Certainty::High,
        extent_certainty: None,
        particulars: Particulars::default(),
        note: None,
        note_uk: None,
    };
    Regime {
        id: "rule".into(),
        title: "A rule".into(),
        title_uk: None,
        authority: "XX".into(),
        kind: "example".into(),
        stages: vec![stage],
        replaced_by: None,
        note: None,
        note_uk: None,
    }
}

fn back() -> Proposal {
    let term = Term {
        id: "all".into(),
        extent: Extent::Region(vec!["east".into()]),
        when: None,
        holder: After::Party(Party::UA),
        standing: None,
        zone: None,
        wording: None,
        wording_uk: None,
        source: None,
        certainty: None,
        undefined: Vec::new(),
        undefined_uk: Vec::new(),
    };
    Proposal {
        id: "back".into(),
        title: "The east goes back".into(),
        title_uk: None,
        date: None,
        origin: None,
        origin_uk: None,
        citation: None,
        certainty: None,
        baseline: false,
        parameters: Vec::new(),
        terms: vec![term],
        provisions: Vec::new(),
        undefined: Vec::new(),
        undefined_uk: Vec::new(),
        particulars: Particulars::default(),
        note: None,
        note_uk: None,
    }
}
