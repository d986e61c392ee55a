//! Proposals for people: the list, what each would make of the ground, and several side by side.

use std::fmt::Write;

use crate::text::{Table, heads, human, or_empty, word};
use crate::wire::language::{spoken, told};
use crate::wire::{self, sentence, time::Asked};
use contactline_core::model::{Language, ParameterKind, Proposal, notice};
use contactline_core::query::{Evaluation, Outcome, RegionAccount};

/// The list, a line each.
pub fn list(all: &[Proposal]) -> String {
    let mut table = Table::of_words(3);
    for text in all {
        let title = spoken().or_english(&text.title, text.title_uk.as_deref()).to_owned();
        table.push([text.id.clone(), or_empty(text.date), title]);
    }
    format!("{}\n{}\n", table.to_text(""), notice::NO_ENDORSEMENT.within(spoken()))
}

/// What each would make of the ground, and where there are several, a table of all.
pub fn evaluated(all: &[wire::Evaluated<'_>], attribution: &[&str]) -> String {
    let mut text = String::new();
    for (proposal, evaluations) in all {
        text += &of_text(proposal);
        evaluations.iter().for_each(|e| text += &of_evaluation(proposal, e));
    }
    if all.len() > 1 {
        text += &side_by_side(all);
    }
    let _ = write!(text, "{}\n\n", notice::NO_ENDORSEMENT.within(spoken()));
    text + &human::attribution(attribution)
}

fn of_text(proposal: &Proposal) -> String {
    let language = spoken();
    let title = language.or_english(&proposal.title, proposal.title_uk.as_deref());
    let mut text = format!("{} ({})\n", title, proposal.id);
    let certainty =
        proposal.certainty.map(|c| format!("{} {}", language.of("certainty", "достовірність:"), word(c.as_str())));
    let origin = proposal.origin.as_ref().map(|o| language.or_english(o, proposal.origin_uk.as_deref()).to_owned());
    let said: Vec<String> = origin.into_iter().chain(certainty).collect();
    if !said.is_empty() {
        let _ = writeln!(text, "{}", said.join("; "));
    }
    for (k, open) in proposal.undefined.iter().enumerate() {
        let open = language.or_english(open, proposal.undefined_uk.get(k).map(String::as_str));
        let _ = writeln!(text, "{}: {open}", language.of("left undefined", "не визначено"));
    }
    text + "\n"
}

fn of_evaluation(proposal: &Proposal, e: &Evaluation<'_>) -> String {
    let language = spoken();
    let version = match e.version.zip(e.age) {
        None => language.of("no version", "версії немає").into(),
        Some((version, age)) if age.stale => {
            format!("{}, {}", language.of("OUT OF DATE", "ЗАСТАРІЛА"), sentence::of_age(version, age))
        }
        Some((version, age)) => {
            let behind =
                if age.runs_behind() { format!(", {}", sentence::of_age(version, age)) } else { String::new() };
            format!("{} {version}{}{behind}", language.of("version", "версія"), human::old(age.days))
        }
    };
    let mut text =
        format!("{}{} {}: {version}\n", sentence::according_to(&e.source.id), language.of(" on", ";"), Asked(e.moment));
    for (name, value) in &e.parameters {
        let parameter = proposal.parameters.iter().find(|p| p.name == *name);
        let about = parameter.map_or("", |p| language.or_english(&p.about, p.about_uk.as_deref()));
        // A distance without a unit was read as metres.
        let bare = |value: &str| value.parse::<f64>().is_ok();
        let is_distance = parameter.is_some_and(|p| p.kind == ParameterKind::Distance);
        text += &match (value, language) {
            (Some(value), _) if is_distance && bare(value) => {
                format!("  {name} = {value} {} ({about})\n", language.of("m", "м"))
            }
            (Some(value), _) => format!("  {name} = {value} ({about})\n"),
            (None, Language::English) => format!("  {name} is not set: {about}; use --set {name}=...\n"),
            (None, Language::Ukrainian) => format!("  {name} не задано: {about}; задайте --set {name}=...\n"),
        };
    }
    text += "\n";
    text += &terms(proposal, e);
    text += "\n";
    text += &accounts(&e.accounts);
    let [before, after] = [e.line_before_m, e.line_after_m].map(human::km);
    let _ = match language {
        Language::English => {
            writeln!(text, "\n  line of contact in this area: {before} km before, {after} km after")
        }
        Language::Ukrainian => {
            writeln!(text, "\n  лінія зіткнення в цих межах: {before} км до, {after} км після")
        }
    };
    for reason in &e.reasons {
        let _ = writeln!(text, "  {}: {}", language.of("open", "не визначено"), told(reason));
    }
    text + "\n"
}

/// Where each term applies, by region and holder today.
fn terms(proposal: &Proposal, e: &Evaluation<'_>) -> String {
    let columns = [heads::REGION, heads::TERM, heads::BEFORE, heads::AFTER, heads::NO_HEAD, heads::KM2, heads::PERCENT];
    let mut table = Table::new(&columns, 2);
    for piece in e.pieces.iter().filter(|p| p.area_m2 >= 1e3) {
        let term = piece.term.map(|k| &proposal.terms[k]);
        let settled = term.filter(|_| piece.after != Outcome::Open);
        let standing = settled.and_then(|t| t.standing).map(|s| word(s.as_str()));
        let zone = settled.and_then(|t| t.zone).map(|z| word(z.as_str()));
        let land_m2 = e.accounts.iter().find(|a| a.region == piece.region).map_or(f64::NAN, |a| a.land_m2);
        table.push([
            piece.region.to_owned(),
            term.map_or_else(|| spoken().of("not mentioned", "не згадано").into(), |t| t.id.clone()),
            human::stated(piece.before.0, piece.before.1),
            outcome(piece.after),
            standing.into_iter().chain(zone).collect::<Vec<_>>().join(", "),
            human::square_km(piece.area_m2),
            human::percent(piece.area_m2 / land_m2),
        ]);
    }
    table.to_text("  ")
}

fn outcome(outcome: Outcome) -> String {
    match outcome {
        Outcome::Is((status, holder)) => human::stated(status, holder),
        Outcome::Open => spoken().of("open", "не визначено").into(),
    }
}

/// What moves, by region and in total.
fn accounts(accounts: &[RegionAccount<'_>]) -> String {
    let columns = [heads::REGION, heads::CONTROL_WOULD_CHANGE, heads::KM2, heads::SETTLEMENTS];
    let mut table = Table::new(&columns, 2);
    for account in accounts {
        for moved in account.moved.iter().filter(|m| m.to != Outcome::Is(m.from)) {
            if moved.area_m2 < 1e3 && moved.settlements == 0 {
                continue;
            }
            let region = if account.region == "total" { spoken().of("total", "разом") } else { account.region };
            table.push([
                region.to_owned(),
                format!("{} -> {}", human::stated(moved.from.0, moved.from.1), outcome(moved.to)),
                human::square_km(moved.area_m2),
                human::count(u64::from(moved.settlements)),
            ]);
        }
    }
    table.to_text("  ")
}

/// What each party would hold by each text, in total.
fn side_by_side(all: &[wire::Evaluated<'_>]) -> String {
    let columns = [
        heads::TEXT,
        heads::SOURCE,
        heads::PARTY,
        heads::BEFORE_KM2,
        heads::AFTER_KM2,
        heads::CLAIMED_NOT_ASSIGNED,
        heads::ASSIGNED_NOT_HELD,
    ];
    let mut table = Table::new(&columns, 4);
    for (proposal, evaluations) in all {
        for e in *evaluations {
            let Some(total) = e.accounts.last() else { continue };
            for account in &total.parties {
                table.push([
                    proposal.id.clone(),
                    e.source.id.clone(),
                    account.party.to_string(),
                    human::square_km(account.before_m2),
                    human::square_km(account.after_m2),
                    human::square_km(account.claimed_not_granted_m2),
                    human::square_km(account.granted_not_held_m2),
                ]);
            }
        }
    }
    table.to_text("") + "\n"
}
