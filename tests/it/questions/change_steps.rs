//! `changes` in steps: what adds up, what is nothing new, and who is told of.
use super::divisions::ATLAS;
use super::*;
use contactline_core::model::Level;
use contactline_core::query::{Change, ChangeStep, Step, When, change_steps, changes, changes_by};

fn days(from: &str, to: &str, step: Step) -> When {
    When::Series { from: from.parse().unwrap(), to: to.parse().unwrap(), step }
}

fn is_same(a: Change, b: Change) -> bool {
    (a.gained_m2 - b.gained_m2).abs() < 1.0 && (a.lost_m2 - b.lost_m2).abs() < 1.0
}

/// Each step is what `changes` answers for its two days, of whole regions and of raions; net of all steps is net of the whole.
#[test]
fn a_step_is_the_change_between_its_days() {
    let when = days("2022-03-01", "2022-12-01", Step::Month);
    let net = |change: Change| change.gained_m2 - change.lost_m2;
    for source in ["ua-official-list", "viina"] {
        let steps = change_steps(&ATLAS, source, None, (None, None), when).unwrap();
        for step in &steps {
            let whole = changes(&ATLAS, source, step.party, None, step.asked[0], step.asked[1]).unwrap();
            assert!(is_same(step.total.unwrap(), whole.total.unwrap()));
            assert_eq!((step.versions, step.ages_days), ([whole.from, whole.to], whole.ages_days));
            let pairs = step.regions.iter().zip(&whole.regions);
            assert!(pairs.clone().all(|(own, other)| own.0 == other.0 && is_same(own.1, other.1)) && pairs.len() > 6);
        }
        let of_russia: Vec<_> = steps.iter().filter(|step| step.party == Party::RU).collect();
        assert_eq!((of_russia.len(), steps.len()), (9, 18), "each step of both parties");
        let (first, last) = (of_russia[0].asked[0], of_russia[8].asked[1]);
        let whole = changes(&ATLAS, source, Party::RU, None, first, last).unwrap().total.unwrap();
        let sum: f64 = of_russia.iter().map(|step| net(step.total.unwrap())).sum();
        assert!((sum - net(whole)).abs() < 10.0, "{source}: {sum} {}", net(whole));
        let by = (Some("ua-65"), Some(Level::Raion));
        for step in change_steps(&ATLAS, source, Some(Party::RU), by, when).unwrap() {
            let whole = changes_by(&ATLAS, source, Party::RU, by, step.asked[0], step.asked[1]).unwrap();
            assert!(
                step.regions.iter().zip(&whole.regions).all(|(own, other)| own.0 == other.0 && is_same(own.1, other.1))
            );
        }
    }
}

#[test]
fn a_step_without_a_newer_version_says_so() {
    let steps =
        change_steps(&ATLAS, "viina", Some(Party::RU), (None, None), days("2026-04-20", "2026-05-10", Step::Week));
    let news: Vec<bool> = steps.unwrap().iter().map(ChangeStep::has_news).collect();
    // Its last version is of 2026-04-24.
    assert_eq!(news, [true, false, false]);
    // Within its days a record that has no change says just that.
    let of_list =
        change_steps(&ATLAS, "ua-official-list", None, (None, None), days("2023-05-01", "2024-05-01", Step::Month))
            .unwrap();
    let is_unchanged = |step: &ChangeStep<'_>| step.versions[0] == step.versions[1];
    assert!(of_list.iter().any(is_unchanged) && of_list.iter().all(ChangeStep::has_news));
    let reversed = change_steps(&ATLAS, "viina", None, (None, None), days("2025-05-10", "2025-05-01", Step::Day));
    assert!(reversed.is_err());
}
