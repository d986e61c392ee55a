//! A world of six squares on whole degrees, two parties and three days: every answer can be worked out by head.
//!
//! ```text
//! 49 +----+----+----+----+
//!    | d  | e  | f  | no |      d..f, a..c: the six regions. no: country, but no region.
//! 48 +----+----+----+----+      South of a lies its sea, down to 46.5.
//!    | a  | b  | c  | no |
//! 47 +----+----+----+----+
//!    36   37   38   39   40
//! ```
//!
//! `maps` draws what RU holds: on 1 January a and b; on 3 January also the west half of c; on 10 January no longer a.
//! It covers the country but for a box in f, is stale after 7 days and says nothing after 30.
//! `list` names a settlement in the middle of each region: a is held by RU from 2 January on, all others by UA. It ends
//! on 5 January.
#![allow(dead_code, clippy::unwrap_used, missing_docs)]

use contactline::rows::{OptionWords, RowOptions};
use contactline_core::model::*;
use edge_timeline::{Area, BBox, Position};

pub const IDS: [&str; 6] = ["ua-a", "ua-b", "ua-c", "ua-d", "ua-e", "ua-f"];

pub fn square(west: f64, south: f64, east: f64, north: f64) -> Area {
    Area::from_bbox(BBox { west, south, east, north })
}

pub fn place(lon: f64, lat: f64) -> Position {
    Position::from_lon_lat(lon, lat).unwrap()
}

/// How rows are read on 4 January, under the names that HTTP has for their options.
pub fn row_options() -> RowOptions {
    let words = OptionWords {
        lon: "lon",
        lat: "lat",
        place_column: "",
        region_column: "",
        postcode_column: "",
        date_column: "date_column",
        date_format: "date_format=",
        date: "date",
        encoding: "encoding",
        skip_lines: "skip_lines",
        prefix: "prefix",
    };
    RowOptions::new("2025-01-04".parse().unwrap(), words)
}

pub fn day(text: &str) -> Moment {
    Moment::from_question(text).unwrap()
}

/// The south-west corner of a region.
pub fn corner(k: usize) -> (f64, f64) {
    (36.0 + (k % 3) as f64, if k < 3 { 47.0 } else { 48.0 })
}

fn region(k: usize) -> Region {
    let (west, south) = corner(k);
    Region {
        id: IDS[k].into(),
        name: format!("Region {}", IDS[k]),
        name_uk: format!("Область {}", IDS[k]),
        role: Role::Region,
        abroad: None,
        groups: vec!["all".into(), if k < 3 { "south" } else { "north" }.into()],
        land: square(west, south, west + 1.0, south + 1.0),
        extent: Some(square(west, if k == 0 { 46.5 } else { south }, west + 1.0, south + 1.0)),
    }
}

pub fn source(id: &str, drawing: Drawing) -> Source {
    Source {
        id: id.into(),
        title: format!("The {id}"),
        publisher: "Nobody".into(),
        url: None,
        method: if drawing == Drawing::Drawn { Method::Mapped } else { Method::Official },
        drawing,
        licence: "CC0-1.0".into(),
        licence_terms: None,
        attribution: format!("© {id}"),
        geometry_may_be_passed_on: true,
        coverage: Coverage { regions: vec!["ua".into()], ..Coverage::default() },
        lag_days: None,
        lag_note: None,
        precision_m: 1_000.0,
        precision_95_m: None,
        precision_note: None,
        stale_after_days: 7,
        unknown_after_days: 30,
        line_min_piece_m2: 0.0,
        line_reach: reach(),
        depends_on: vec![],
        absence: Some((Party::UA, Basis::Inferred)),
        absence_lag: None,
        layers: vec![],
        note: None,
        in_ukrainian: contactline_core::model::InUkrainian::default(),
    }
}

/// 3.2 km in 7 days, 5.3 in 30, 12.6 in 90, 21.5 in 180, 30.5 in a year.
fn reach() -> Reach {
    let rows = vec![(7, 3_200.0), (30, 5_300.0), (90, 12_600.0), (180, 21_500.0), (365, 30_500.0)];
    Reach::from_rows(rows).unwrap()
}

pub fn held(area: Area) -> ControlFeature {
    ControlFeature {
        status: Status::Held,
        holder: Some(Party::RU),
        basis: Basis::Mapped,
        publisher_word: "occupied".into(),
        area,
    }
}

fn maps() -> (Source, Vec<Version>) {
    let mut source = source("maps", Drawing::Drawn);
    let area = square(38.5, 48.0, 39.0, 49.0);
    source.coverage.except = vec![Exception { name: "hole".into(), name_uk: None, area, from: None }];
    let version = |stamp: &str, area: Area| Version {
        source: "maps".into(),
        stamp: stamp.parse().unwrap(),
        features: vec![held(area)],
    };
    let versions = vec![
        version("2025-01-01", square(36.0, 47.0, 38.0, 48.0)),
        version("2025-01-03", square(36.0, 47.0, 38.5, 48.0)),
        version("2025-01-10", square(37.0, 47.0, 38.5, 48.0)),
    ];
    (source, versions)
}

fn list() -> (Source, SettlementRegister) {
    let mut source = source("list", Drawing::Tessellated);
    source.coverage = Coverage {
        regions: IDS.iter().map(|id| (*id).to_owned()).collect(),
        except_regions: vec![],
        except: vec![],
        start: Some("2024-01-01".parse().unwrap()),
        end: Some("2025-01-05".parse().unwrap()),
        gaps: vec![],
    };
    source.precision_m = 5_000.0;
    source.stale_after_days = 0;
    source.unknown_after_days = 1_095;
    let period = |holder: Party, basis, start: Option<&str>, end: Option<&str>, word: &str| Period {
        status: Status::Held,
        holder: Some(holder),
        basis,
        start: start.map(|d| d.parse().unwrap()),
        start_earliest: None,
        known_from: None,
        end: end.map(|d| d.parse().unwrap()),
        publisher_word: word.into(),
    };
    let settlement = |k: usize| {
        let (west, south) = corner(k);
        Settlement {
            id: format!("s-{k}"),
            name: format!("Town {k}"),
            name_uk: format!("Місто {k}"),
            katottg: None,
            position: place(west + 0.5, south + 0.5),
            population: 1_000,
            region: IDS[k].into(),
            hostilities: (k == 1).then_some(Hostilities::Active),
            periods: if k == 0 {
                vec![
                    period(Party::UA, Basis::Inferred, None, Some("2025-01-01"), "not listed for this period"),
                    period(Party::RU, Basis::Official, Some("2025-01-02"), None, "part II: row a"),
                ]
            } else {
                vec![period(Party::UA, Basis::Inferred, None, None, "not listed")]
            },
        }
    };
    let settlements: Vec<Settlement> = (0..6).map(settlement).collect();
    (source, SettlementRegister { source: "list".into(), settlements, divides: vec![] })
}

fn claim(id: &str, claimant: Party, regions: &[&str], since: &str) -> Claim {
    Claim {
        id: id.into(),
        claimant,
        regions: regions.iter().map(|r| (*r).to_owned()).collect(),
        since: since.parse().unwrap(),
        until: None,
        act: format!("act-{id}"),
        extent: ExtentKind::Whole,
        near: None,
        rejected_by: vec![],
        recognised_by: vec![],
        certainty: Certainty::High,
        note: None,
        note_uk: None,
    }
}

fn regimes() -> Vec<Regime> {
    let vocabulary = vocabulary();
    let stage = |from: &str, until: Option<&str>, rule: &str| Stage {
        from: from.parse().unwrap(),
        until: until.map(|d| d.parse().unwrap()),
        extent: Extent::read(rule, &vocabulary).unwrap(),
        approximate: false,
        not_determined: vec![],
        wording: rule.into(),
        wording_uk: None,
        citation: "Gazette 2".into(),
        certainty: Certainty::High,
        extent_certainty: None,
        particulars: Particulars::default(),
        note: None,
        note_uk: None,
    };
    let regime = |id: &str, stages| Regime {
        id: id.into(),
        title: format!("Regulation {id}"),
        title_uk: None,
        authority: "EU".into(),
        kind: "sanctions".into(),
        stages,
        replaced_by: None,
        note: None,
        note_uk: None,
    };
    vec![
        regime("fixed", vec![stage("2024-06-01", None, "region(ua-a)")]),
        regime(
            "moving",
            vec![
                stage("2024-06-01", Some("2025-01-03"), "region(ua-b) and not held_by(UA)"),
                stage("2025-01-04", None, "group(south) and not held_by(UA)"),
            ],
        ),
    ]
}

pub fn vocabulary() -> Vocabulary {
    Vocabulary {
        regions: IDS.iter().map(|id| ((*id).to_owned(), format!("Region {id}"))).collect(),
        groups: vec!["all".into(), "north".into(), "south".into()],
        sources: vec!["list".into(), "maps".into()],
        ..Vocabulary::default()
    }
}

pub fn dataset() -> Dataset {
    let ((maps, versions), (list, record)) = (maps(), list());
    let mut regions: Vec<Region> = (0..6).map(region).collect();
    regions.push(Region {
        id: "ua".into(),
        name: "Ukraine".into(),
        name_uk: "Україна".into(),
        role: Role::Country,
        abroad: None,
        groups: vec![],
        land: square(36.0, 47.0, 40.0, 49.0),
        extent: None,
    });
    Dataset {
        regimes: regimes(),
        proposals: vec![],
        regions,
        // Everything but a strip along the country's border.
        contact_zone: Some(square(36.01, 47.01, 39.99, 48.99)),
        localities: vec![],
        divisions: vec![],
        postcodes: vec![],
        names: contactline_core::model::Names::default(),
        sources: vec![maps, list],
        versions,
        records: vec![record],
        acts: vec![Act {
            id: "act-ru".into(),
            kind: "law".into(),
            actor: "RU".into(),
            title: "Law on the south".into(),
            title_uk: None,
            date: "2024-06-01".parse().unwrap(),
            date_end: None,
            in_force: None,
            in_force_until: None,
            regions: vec!["ua-a".into(), "ua-b".into(), "ua-c".into()],
            extent: ExtentKind::Whole,
            extent_as_stated: "whole".into(),
            extent_as_stated_uk: None,
            citation: "Gazette 1".into(),
            certainty: Certainty::High,
            particulars: Particulars::default(),
            replaces: vec![],
            rejects: vec![],
            note: None,
            note_uk: None,
        }],
        claims: vec![
            claim("ua", Party::UA, &IDS, "1991-08-24"),
            claim("ru", Party::RU, &["ua-a", "ua-b", "ua-c"], "2024-06-01"),
        ],
        announcements: vec![Announcement {
            id: "ru-2025-01-04-town-5".into(),
            party: Party::RU,
            says: Announced::Taken,
            date: "2025-01-04".parse().unwrap(),
            place: "Town 5".into(),
            place_uk: "Місто 5".into(),
            position: Some(place(38.5, 48.5)),
            region: "ua-f".into(),
            scope: Scope::Settlement,
            date_kind: DateKind::Day,
            announced_by: "A ministry".into(),
            announced_by_uk: None,
            disputed_by: Some((Party::UA, None)),
            certainty: Certainty::High,
            source: None,
            note: None,
            note_uk: None,
        }],
    }
}
