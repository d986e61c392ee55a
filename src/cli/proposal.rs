//! `contactline proposal`.

use std::fmt::Write;
use std::path::Path;

use clap::Args;

use crate::wire::language::{spoken, told};
use crate::wire::{self, Rights, sentence, time::Asked};
use contactline_core::atlas::Atlas;
use contactline_core::model::{Bindings, Language, ParameterKind, Proposal, notice};
use contactline_core::query::{self, Evaluation, Outcome, RegionAccount};
use contactline_store::read_proposal;

use super::failure::{Done, Failure, tell};
use super::form::{Form, FormArgs, WindingArgs, print_json, print_text};
use super::when::DateArgs;
use crate::questions::terms as terms_of;
use crate::read::input;
use crate::text::Table;
use crate::text::{heads, human};
use crate::text::{or_empty, word};

/// `proposal`: a text, a day, a source.
#[derive(Debug, Args)]
pub struct ProposalArgs {
    /// Proposal ID, or a file (.toml or .json); up to 8 are compared side by side (default: list the proposals)
    #[arg(value_name = "ID|FILE")]
    texts: Vec<String>,
    /// Region or group (default: every region and neighbour)
    #[arg(long, value_name = "ID")]
    region: Option<String>,
    /// Source ID (default: all sources)
    #[arg(long, value_name = "ID")]
    source: Option<String>,
    /// Value of a parameter that the text leaves open; may be repeated
    #[arg(long = "set", value_name = "NAME=VALUE", value_parser = pair)]
    set: Vec<(String, String)>,
    /// Write the pieces and the resulting line as GeoJSON
    #[arg(long, conflicts_with_all = ["json", "format"])]
    geojson: bool,
    #[command(flatten)]
    date: DateArgs,
    #[command(flatten)]
    winding: WindingArgs,
    #[command(flatten)]
    form: FormArgs,
}

fn pair(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or_else(|| format!("'{text}' is not NAME=VALUE"))?;
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}

impl ProposalArgs {
    /// Answers.
    pub fn run(&self, atlas: &Atlas) -> Result<Done, Failure> {
        if self.texts.is_empty() {
            return self.list(atlas);
        }
        for (k, (name, _)) in self.set.iter().enumerate() {
            if self.set[..k].iter().any(|(earlier, _)| earlier == name) {
                return Err(Failure::new(format!("'{name}' is set twice; set it once")));
            }
        }
        let own = self.own(atlas)?;
        let texts: Vec<&Proposal> = (self.texts.iter().zip(&own))
            .map(|(id, own)| own.as_ref().map_or_else(|| query::proposal_by_id(atlas, id).map_err(Failure::new), Ok))
            .collect::<Result<_, _>>()?;
        let moment = self.date.moment()?;
        let given: Bindings = self.set.iter().cloned().collect();
        let (region, source) = (self.region.as_deref(), self.source.as_deref());
        let compared = query::proposals(atlas, &texts, region, source, moment, &given).map_err(Failure::new)?;
        let all: Vec<wire::Evaluated<'_>> = compared.iter().map(|(text, all)| (*text, all.as_slice())).collect();
        let shape = wire::Proposal::new(&all, moment);
        if self.geojson {
            let sources = all.iter().flat_map(|(_, evaluations)| evaluations.iter()).map(|e| e.source);
            terms_of(sources).iter().for_each(|terms| tell(terms));
            return self.winding.print_geojson(&wire::ProposalMap::new(&all, moment, &Rights::All));
        }
        match self.form.form() {
            Form::Json => print_json(&shape),
            Form::Csv => self.form.print_csv(shape.to_csv()),
            Form::Text => {
                let mut text = String::new();
                for (proposal, evaluations) in &all {
                    text += &of_text(proposal);
                    evaluations.iter().for_each(|e| text += &of_evaluation(proposal, e));
                }
                if all.len() > 1 {
                    text += &side_by_side(&all);
                }
                let _ = write!(text, "{}\n\n", notice::NO_ENDORSEMENT.within(spoken()));
                print_text(&(text + &human::attribution(&shape.attribution)))
            }
        }
    }

    /// The texts that are files.
    fn own(&self, atlas: &Atlas) -> Result<Vec<Option<Proposal>>, Failure> {
        let read = |name: &String| {
            let extension = Path::new(name).extension().map(|e| e.to_string_lossy().to_ascii_lowercase());
            if !matches!(extension.as_deref(), Some("toml" | "json")) {
                return Ok(None);
            }
            let text = input::text(Path::new(name)).map_err(Failure::Told)?;
            let read = read_proposal(&text, name, &atlas.vocabulary());
            read.map(Some).map_err(|findings| {
                let said: Vec<String> = findings.iter().map(|f| format!("{name}: {}", f.message)).collect();
                Failure::new(said.join("\n"))
            })
        };
        self.texts.iter().map(read).collect()
    }

    fn list(&self, atlas: &Atlas) -> Result<Done, Failure> {
        let shape = wire::Proposals::new(atlas.proposals());
        if self.form.form() == Form::Json {
            return print_json(&shape);
        }
        let mut table = Table::of_words(3);
        for text in atlas.proposals() {
            table.push([
                text.id.clone(),
                or_empty(text.date),
                spoken().or_english(&text.title, text.title_uk.as_deref()).to_owned(),
            ]);
        }
        print_text(&format!("{}\n{}\n", table.to_text(""), notice::NO_ENDORSEMENT.within(spoken())))
    }
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
        Some((version, age)) => format!("{} {version}{}", language.of("version", "версія"), human::old(age.days)),
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
