//! `at`: who holds a place on a day and who claims it, says who.

use std::fmt::Write;

use super::description::{Context, Pace, Question};
use super::form::JsonStyle;
use super::place::{PlaceSelection, Placed};
use super::regimes;
use super::values::AsOf;
use crate::request::Refusal;
use crate::text::{Table, human, place, word};
use crate::wire::language::{spoken, told};
use crate::wire::{self, sentence, titles};
use contactline_core::model::{Act, DateKind, ExtentKind, Language, Party, Source, Text, notice};
use contactline_core::query::{self, AnnouncementAt, ClaimAt, ControlAt};

/// The question.
pub struct At;

request! {
    /// What `at` can be asked.
    pub struct AtRequest {
        /// Day (2025-12-02), second (2025-12-02T10:00:00Z) or latest (default: latest)
        date: AsOf,
    } with {
        /// The place.
        place: PlaceSelection,
    }
}

impl Question for At {
    const NAME: &'static str = "at";
    const ABOUT: Text = titles::AT;
    const EXAMPLES: &'static str = examples! {
        "a place by longitude and latitude": "contactline at 37.177 48.280 --date 2025-05-07",
        "a settlement by its name, as JSON": "contactline at Pokrovsk --region ua-14 --json",
    };
    const EXAMPLE: &'static str = "lon=37.177&lat=48.280&date=2025-12-02";
    const PACE: Pace = Pace::Instant;

    type Request = AtRequest;
    type Answer<'a> = Placed<'a, query::At<'a>>;
    type Shape<'s> = wire::At<'s>;

    fn ask<'a>(context: Context<'a>, request: AtRequest) -> Result<Self::Answer<'a>, Refusal> {
        Placed::ask(context.atlas, &request.place, |position| Ok(query::at(context.atlas, position, request.date.0)))
    }

    fn shape<'s>(context: Context<'s>, at: &'s Self::Answer<'_>) -> wire::At<'s> {
        let shape = wire::At::from(&at.answer).with_divisions(context.atlas, at.answer.position);
        wire::At { place: at.meant(), crs: at.crs.clone(), ..shape }
    }

    fn csv(shape: &wire::At<'_>) -> Result<wire::Csv, csv::Error> {
        shape.to_csv()
    }

    fn json(_: &Self::Answer<'_>, shape: &wire::At<'_>, style: JsonStyle) -> Result<Vec<u8>, Refusal> {
        if style.is_compact() { shape.to_json().map_err(Refusal::unwritten) } else { style.write(shape) }
    }

    fn text(at: &Self::Answer<'_>, shape: &wire::At<'_>) -> String {
        at.told() + &text(&at.answer, shape)
    }
}

fn text(at: &query::At<'_>, shape: &wire::At<'_>) -> String {
    let language = spoken();
    let mut text = format!("{}\n", human::place_on(at.position, at.moment));
    text += &place::region(at.region.as_ref());
    text += &divisions(shape);
    if let Some((n, bearing)) = at.nearest.and_then(|n| Some((n, n.bearing_deg?))) {
        let (distance, [name, other]) = (human::distance(n.distance_m), human::names(n.locality));
        let _ = match language {
            Language::English => {
                writeln!(text, "nearest settlement: {name} ({other}), {distance} away, bearing {bearing:.0}°")
            }
            Language::Ukrainian => {
                writeln!(text, "найближчий населений пункт: {name} ({other}), {distance}, азимут {bearing:.0}°")
            }
        };
    }
    let mut control = Table::of_words(5);
    for c in &at.control {
        control.push([c.source.id.clone(), sentence::statement(c), version(c), sentence::to_line(c), remarks(c)]);
    }
    let _ = write!(
        text,
        "\n{}\n{}\n{}: {}\n",
        language.of("control", "контроль"),
        control.to_text("  "),
        language.of("verdict", "підсумок"),
        sentence::verdict(&at.verdict, &at.control)
    );
    text += &dependence(at);
    let _ = writeln!(text, "{}", notice::NO_MOVEMENT.within(spoken()));
    if !at.claims.is_empty() {
        text += language.of("\nsovereignty and claims\n", "\nналежність і претензії\n");
        let mut claims = Table::of_words(3);
        at.claims.iter().for_each(|c| claims.push(claim(*c)));
        text += &claims.to_text("  ");
    }
    if !at.announcements.is_empty() {
        text += language.of(
            "\nannounced by the parties (not evidence of control)\n",
            "\nзаяви сторін (не є підтвердженням контролю)\n",
        );
        let mut announcements = Table::of_words(3);
        at.announcements.iter().for_each(|a| announcements.push(announcement(a)));
        text += &announcements.to_text("  ");
    }
    if at.regimes.iter().any(|r| r.stage.is_some()) {
        text += language.of(
            "\nlegal regimes (for reference; not legal advice)\n",
            "\nправові режими (довідково; не є юридичною консультацією)\n",
        );
        text += &regimes::in_force(&at.regimes, "  ");
    }
    text + "\n" + &human::attribution(&shape.attribution)
}

/// The raion and the hromada, and how far the nearest border of either is: those made of cells are approximate.
fn divisions(shape: &wire::At<'_>) -> String {
    let own: Vec<_> = [shape.hromada, shape.raion].into_iter().flatten().collect();
    let Some(nearest) = own.iter().map(|division| division.border_distance_m).min_by(f64::total_cmp) else {
        return String::new();
    };
    let language = spoken();
    let names: Vec<&str> = own.iter().map(|division| language.of(division.name, division.name_uk)).collect();
    let about = if own.iter().any(|division| division.approximate) {
        language.of(" (approximate, by the nearest settlements)", " (приблизно, за найближчими населеними пунктами)")
    } else {
        ""
    };
    let border = language.of("to the border", "до межі");
    format!("{}{about}, {} {border}\n", names.join(", "), human::distance(nearest))
}

/// Of the sources behind the verdict those that draw on others, a line each: that two agree means less then.
fn dependence(at: &query::At<'_>) -> String {
    let speaks = |id: &str| at.verdict.sources.contains(&id) || at.verdict.stale.contains(&id);
    let dependent = at.control.iter().map(|c| c.source).filter(|s| speaks(&s.id) && !s.depends_on.is_empty());
    let line = |s: &Source| match spoken() {
        Language::English => format!("{} draws on {}: it is not independent of them\n", s.id, s.depends_on.join(", ")),
        Language::Ukrainian => {
            format!("{} спирається на {}: від них воно не незалежне\n", s.id, s.depends_on.join(", "))
        }
    };
    dependent.map(line).collect()
}

fn version(c: &ControlAt<'_>) -> String {
    let Some(version) = c.version else { return String::new() };
    let age = c.age_days.map(human::old).unwrap_or_default();
    format!(
        "{} {version}{age}{}",
        spoken().of("version", "версія"),
        if c.stale { spoken().of(", OUT OF DATE", ", ЗАСТАРІЛА") } else { "" }
    )
}

fn remarks(c: &ControlAt<'_>) -> String {
    let settlement = c.settlement.map(|listed| {
        let name = spoken().of(&listed.name, &listed.name_uk);
        format!("{}: {name}", spoken().of("nearest settlement listed", "найближчий населений пункт у переліку"))
    });
    let hostilities = c.hostilities.map(sentence::hostilities);
    let caveat = c.caveats.told().map(|caveat| format!("({})", told(&caveat)));
    settlement.into_iter().chain(hostilities).chain(caveat).collect::<Vec<_>>().join("  ")
}

fn claim(c: ClaimAt<'_>) -> [String; 3] {
    let claim = c.claim;
    let mut act = c
        .act()
        .map_or_else(|| claim.act.clone(), |act| spoken().or_english(&act.title, act.title_uk.as_deref()).to_owned());
    if claim.extent != ExtentKind::Whole {
        let _ = write!(act, ", {} {}", spoken().of("extent", "межі:"), word(claim.extent.as_str()));
    }
    let of = spoken().of("of", "від");
    let parties = c.recognitions().map(|(by, act)| format!("{} ({} {of} {})", by.party, word(&by.how), act.date));
    let parties: Vec<String> = parties.collect();
    if !parties.is_empty() {
        let by = spoken().of("recognised or supported by", "визнають або підтримують:");
        let _ = write!(act, "; {by} {}", parties.join(", "));
    }
    let rejecting = |act: &Act| {
        let title = spoken().or_english(&act.title, act.title_uk.as_deref());
        format!("{}, {title} ({})", act.actor, act.date)
    };
    let acts: Vec<String> = c.rejected_by().map(rejecting).collect();
    if !acts.is_empty() {
        let _ = write!(act, "; {}: {}", spoken().of("not recognised by", "не визнають"), acts.join("; "));
    }
    let language = spoken();
    let what = if claim.claimant == Party::UA {
        language.of("internationally recognised borders", "міжнародно визнані кордони")
    } else {
        language.of("claim", "претензія")
    };
    [claim.claimant.to_string(), format!("{what} {} {}", language.of("since", "з"), claim.since), act]
}

fn announcement(a: &AnnouncementAt<'_>) -> [String; 3] {
    let it = a.announcement;
    let language = spoken();
    let says = word(it.says.as_str());
    let by = language.or_english(&it.announced_by, it.announced_by_uk.as_deref());
    let mut text = match language {
        Language::English => format!("{} ({}), announced as {says}: {by}", it.place, it.place_uk),
        Language::Ukrainian => format!("{} ({}), за заявою {says}: {by}", it.place_uk, it.place),
    };
    if let Some((party, date)) = &it.disputed_by {
        let _ = write!(text, "; {} {party}", language.of("disputed by", "заперечує"));
        if let Some(date) = date {
            let _ = write!(text, "{} {date}", language.of(" on", ","));
        }
    }
    if let Some(distance_m) = a.distance_m {
        let _ = match language {
            Language::English => write!(text, "; {} away", human::distance(distance_m)),
            Language::Ukrainian => write!(text, "; на відстані {}", human::distance(distance_m)),
        };
    }
    let date = match it.date_kind {
        DateKind::Day => it.date.to_string(),
        DateKind::Week => format!("{} {}", language.of("in the week to", "за тиждень до"), it.date),
        DateKind::By => format!("{} {}", language.of("by", "не пізніше"), it.date),
    };
    [date, it.party.to_string(), text]
}
