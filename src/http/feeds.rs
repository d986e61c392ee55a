//! `GET /feeds/changes.atom` and `/feeds/versions.atom`: what changed, to subscribe to.

use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;

use super::body::{stating, written};
use super::lanes::{self, Work};
use super::ogc::Address;
use super::params::Params;
use super::problem::{Code, Problem};
use super::service::Service;
use crate::ask;
use crate::wire::feed::{ATOM, FeedLinks, FeedOf, atom};
use contactline_core::atlas::Timeline;
use contactline_core::model::Date;
use contactline_core::query::{ChangeStep, Step, When, change_steps};

/// The most entries of a feed: the latest ones.
const MAX_ENTRIES: usize = 24;

/// The steps of a feed by the calendar, the usual first.
pub(super) const STEPS: [&str; 2] = ["month", "week"];

/// `GET /feeds/changes.atom`: an entry for each week or month.
pub(super) async fn changes(State(service): State<Service>, uri: Uri, headers: HeaderMap) -> Result<Response, Problem> {
    feed(FeedOf::Steps, &["source", "region", "step"], service, uri, headers).await
}

/// `GET /feeds/versions.atom`: an entry for each version.
pub(super) async fn versions(
    State(service): State<Service>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    feed(FeedOf::Versions, &["source", "region"], service, uri, headers).await
}

async fn feed(
    of: FeedOf,
    names: &'static [&'static str],
    service: Service,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let params = Params::read(&uri, names, service.today())?;
    let address = Address::of(&service, &uri, &headers);
    let work =
        Work::of_overlays(if params.text("region").is_some_and(|id| id.starts_with("UA")) { MAX_ENTRIES } else { 2 });
    lanes::run(work, service, move |service| answer(of, service, &params, &address)).await
}

fn answer(of: FeedOf, service: &Service, params: &Params, address: &Address) -> Result<Response, Problem> {
    let served = service.served();
    let (atlas, region) = (&served.atlas, params.text("region"));
    let source = match params.text("source") {
        Some(id) => id,
        None => &ask::default_source(atlas, &[service.today().end()], region).map_err(Problem::from)?.id,
    };
    let timeline = atlas.timelines().iter().find(|timeline| timeline.source.id == source);
    let days = timeline.map_or_else(Vec::new, |timeline| match of {
        FeedOf::Versions => of_versions(timeline),
        FeedOf::Steps => ends(timeline, params.text("step").unwrap_or(STEPS[0])),
    });
    params.one_of("step", &STEPS)?;
    let steps = if days.len() < 2 {
        // What is wrong with a name is found where the question is asked.
        let first =
            timeline.and_then(|timeline| timeline.stamps().first()).map_or(service.today(), |stamp| stamp.date());
        let when = When::Series { from: first, to: first.plus_days(1), step: Step::Day };
        change_steps(atlas, source, None, (region, None), when)?;
        Vec::new()
    } else {
        let step = |pair: &[Date]| {
            let when = When::Series { from: pair[0], to: pair[1], step: Step::Year };
            change_steps(atlas, source, None, (region, None), when)
        };
        days.windows(2).map(step).collect::<Result<Vec<_>, _>>()?
    };
    let steps: Vec<Vec<ChangeStep<'_>>> =
        steps.into_iter().filter(|parties| parties.first().is_some_and(ChangeStep::has_news)).collect();
    let Some(timeline) = timeline else { return Err(Problem::new(Code::NotFound, "There is no such source")) };
    let of_step = |step: &ChangeStep<'_>| {
        let [from, to] = step.asked.map(|moment| moment.date().to_string());
        [
            ("source", Some(source.to_owned())),
            ("region", region.map(str::to_owned)),
            ("from", Some(from)),
            ("to", Some(to)),
        ]
    };
    let figures = |step: &ChangeStep<'_>| {
        let pairs = of_step(step);
        let pairs: Vec<(&str, Option<&str>)> = pairs.iter().map(|(name, value)| (*name, value.as_deref())).collect();
        address.bare("/v1/changes").with(&pairs)
    };
    let page = |step: &ChangeStep<'_>| {
        let day = step.asked[1].date().to_string();
        address.bare("/share").with(&[("date", Some(&day)), ("source", Some(source))])
    };
    let links = FeedLinks { own: address.with(&[]), page: &page, figures: &figures };
    let text = atom((atlas, &timeline.source), (of, region), &steps, &links).map_err(Problem::unwritten)?;
    Ok(stating(&served.fingerprint, written(Ok(text.into_bytes()), ATOM, params)?))
}

/// The days of the latest versions, and of the one before them.
fn of_versions(timeline: &Timeline) -> Vec<Date> {
    let mut days: Vec<Date> = timeline.stamps().iter().map(|stamp| stamp.date()).collect();
    days.dedup();
    days.split_off(days.len().saturating_sub(MAX_ENTRIES + 1))
}

/// The last days of the latest weeks (Sundays) or months of which the source knows the end, and of the one before them.
fn ends(timeline: &Timeline, step: &str) -> Vec<Date> {
    let stamps = timeline.stamps();
    let (Some(first), Some(last)) = (stamps.first(), stamps.len().checked_sub(1)) else { return Vec::new() };
    let last = timeline.shown_stamp(last).date();
    // 4 January 1970 was a Sunday.
    let of_week = |back: i32| Date::from_days(3 + 7 * ((last.days() - 3).div_euclid(7) - back));
    let [year, month, _] = last.plus_days(1).parts();
    let this_month = Date::from_ymd(year as i16, month as i8, 1);
    let of_month = |back: i32| this_month.map(|first| first.plus_months(-back).plus_days(-1));
    let end = |back| if step == "week" { Some(of_week(back)) } else { of_month(back) };
    let mut days: Vec<Date> = (0..=MAX_ENTRIES as i32).filter_map(end).filter(|day| *day >= first.date()).collect();
    days.reverse();
    days
}

#[cfg(test)]
mod tests {
    use super::*;
    use contactline_core::example;

    #[test]
    fn weeks_end_on_sundays_and_months_on_their_last_days() {
        let atlas = contactline_store::open(None).unwrap().atlas;
        let viina = atlas.timelines().iter().find(|timeline| timeline.source.id == "viina").unwrap();
        let told = |step: &str| ends(viina, step).iter().map(ToString::to_string).collect::<Vec<_>>();
        let (months, weeks) = (told("month"), told("week"));
        assert_eq!((months.len(), weeks.len()), (25, 25));
        assert_eq!(
            (months[0].as_str(), months[23].as_str(), months[24].as_str()),
            ("2024-03-31", "2026-02-28", "2026-03-31")
        );
        // The record knows until Friday, 24 April 2026.
        assert_eq!((weeks[23].as_str(), weeks[24].as_str()), ("2026-04-12", "2026-04-19"));
        let maps = example::atlas();
        let maps = maps.timelines().iter().find(|timeline| timeline.source.id == "maps").unwrap();
        assert!(ends(maps, "month").is_empty(), "a source of three days has no month");
        assert_eq!(of_versions(maps).len(), 2);
    }
}
