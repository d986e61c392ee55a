//! Names that files give one another.

use std::collections::BTreeSet;

use super::manifest::finding;
use contactline_core::model::{Dataset, Finding};

/// Names that stand for nothing, or for two things.
pub(super) fn references(dataset: &Dataset) -> Vec<Finding> {
    let mut problems = Vec::new();
    let mut ids = |what: &str, ids: Vec<String>| {
        let mut set = BTreeSet::new();
        for id in ids {
            if set.contains(&id) {
                problems.push(finding("duplicate", "the data", format!("{what} '{id}' stands twice")));
            }
            set.insert(id);
        }
        set
    };
    let regions = ids("region", dataset.regions.iter().map(|r| r.id.clone()).collect());
    let sources = ids("source", dataset.sources.iter().map(|s| s.id.clone()).collect());
    let acts = ids("act", dataset.acts.iter().map(|a| a.id.clone()).collect());
    let settlements = ids("settlement", dataset.localities.iter().map(|l| l.id.clone()).collect());
    ids("claim", dataset.claims.iter().map(|c| c.id.clone()).collect());
    ids("announcement", dataset.announcements.iter().map(|a| a.id.clone()).collect());
    let regimes = ids("regime", dataset.regimes.iter().map(|r| r.id.clone()).collect());
    ids("proposal", dataset.proposals.iter().map(|p| p.id.clone()).collect());
    ids("version", dataset.versions.iter().map(|v| format!("{} of {}", v.stamp, v.source)).collect());
    let mut refer = |what: &str, known: &BTreeSet<String>, by: &str, id: &str| {
        if !known.contains(id) {
            problems.push(finding(
                "unknown_reference",
                "the data",
                format!("{by} names {what} '{id}', which is not there"),
            ));
        }
    };
    for act in &dataset.acts {
        act.regions.iter().for_each(|id| refer("region", &regions, &act.id, id));
        act.replaces.iter().chain(&act.rejects).for_each(|id| refer("act", &acts, &act.id, id));
    }
    for claim in &dataset.claims {
        claim.regions.iter().for_each(|id| refer("region", &regions, &claim.id, id));
        let recognising = claim.recognised_by.iter().map(|by| &by.act);
        claim
            .rejected_by
            .iter()
            .chain(recognising)
            .chain([&claim.act])
            .for_each(|id| refer("act", &acts, &claim.id, id));
    }
    for regime in &dataset.regimes {
        regime.replaced_by.iter().for_each(|id| refer("regime", &regimes, &regime.id, id));
    }
    dataset.announcements.iter().for_each(|a| refer("region", &regions, &a.id, &a.region));
    dataset.sources.iter().for_each(|s| s.coverage.regions.iter().for_each(|id| refer("region", &regions, &s.id, id)));
    let groups = dataset.regions.iter().flat_map(|r| r.groups.iter().cloned());
    let areas: BTreeSet<String> = regions.iter().cloned().chain(groups).collect();
    dataset.names.areas.iter().for_each(|n| refer("region or group", &areas, &n.name, &n.area));
    let cities: BTreeSet<String> =
        dataset.localities.iter().filter(|l| l.part_of.is_none()).map(|l| l.id.clone()).collect();
    let districts = dataset.localities.iter().filter_map(|l| Some((l, l.part_of.as_deref()?)));
    districts.for_each(|(l, city)| refer("city", &cities, &l.id, city));
    // A settlement by its code alone stands in a record, for which an operator's own may stand.
    let of_gazetteer = dataset.names.settlements.iter().filter(|n| !n.settlement.starts_with("katottg-"));
    of_gazetteer.for_each(|n| refer("settlement", &settlements, &n.name, &n.settlement));
    dataset.localities.iter().for_each(|l| refer("region", &regions, &l.id, &l.region));
    for record in &dataset.records {
        refer("source", &sources, "a record", &record.source);
        record.settlements.iter().for_each(|s| refer("region", &regions, &s.id, &s.region));
    }
    dataset.versions.iter().for_each(|v| refer("source", &sources, &format!("version {}", v.stamp), &v.source));
    problems
}
