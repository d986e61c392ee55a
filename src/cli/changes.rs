//! `contactline changes`.

use clap::Args;

use crate::wire::language::spoken;
use crate::wire::{self, Rights, ask, sentence};
use contactline_core::atlas::Atlas;
use contactline_core::model::{Language, Moment, Party};
use contactline_core::query::{self, Change, Changes};

use super::failure::{Done, Failure};
use super::form::{Form, FormArgs, WindingArgs, print_text};
use super::place::CrsArgs;
use super::terms::tell_terms;
use super::when;
use crate::text::Table;
use crate::text::{heads, human};

/// `changes`: two days, a source and a party.
#[derive(Debug, Args)]
pub struct ChangesArgs {
    /// First date
    #[arg(long, value_name = "DATE")]
    from: String,
    /// Second date
    #[arg(long, value_name = "DATE", default_value = "latest")]
    to: String,
    /// Source ID (default: the source with outlines that covers most of the land, then the newest)
    #[arg(long, value_name = "ID")]
    source: Option<String>,
    /// Region (default: every region, and the whole map)
    #[arg(long, value_name = "ID")]
    region: Option<String>,
    /// Party whose area of control is compared (default: each that the source tells apart)
    #[arg(long, value_name = "PARTY")]
    party: Option<Party>,
    #[command(flatten)]
    crs: CrsArgs,
    #[command(flatten)]
    winding: WindingArgs,
    #[command(flatten)]
    form: FormArgs,
}

impl ChangesArgs {
    /// Answers.
    pub fn run(&self, atlas: &Atlas) -> Result<Done, Failure> {
        let (from, to) = (when::moment(&self.from)?, when::moment(&self.to)?);
        let source = source_or_meant(atlas, self.source.as_deref(), &[from, to], self.region.as_deref())?;
        let all = query::changes_of(atlas, source, self.party, self.region.as_deref(), from, to);
        let (changes, others) = all.map_err(Failure::new)?;
        let shape = wire::Changes { crs: self.crs.note()?, ..wire::Changes::new(&changes, &others, &Rights::All) };
        match self.form.form() {
            Form::Json => {
                tell_terms([changes.source]);
                self.winding.print_geojson(&self.crs.in_it(&shape)?)
            }
            Form::Csv => self.form.print_csv(shape.to_csv()),
            Form::Text => print_text(&text(&changes, &others, &shape.attribution)),
        }
    }
}

/// The source named, or the one meant as of these moments for a region or group.
pub fn source_or_meant<'a>(
    atlas: &'a Atlas,
    named: Option<&'a str>,
    moments: &[Moment],
    region: Option<&str>,
) -> Result<&'a str, Failure> {
    named.map_or_else(|| ask::default_source(atlas, moments, region).map(|s| s.id.as_str()).map_err(Failure::new), Ok)
}

/// The regions, and the whole last.
fn rows<'a>(changes: &'a Changes<'_>) -> impl Iterator<Item = (&'a str, Change)> {
    let regions = changes.regions.iter().map(|&(region, change)| (region, change));
    regions.chain(changes.total.map(|total| ("total", total)))
}

fn text(changes: &Changes<'_>, others: &[Changes<'_>], attribution: &[&str]) -> String {
    let tables = std::iter::once(changes).chain(others).map(of_party).collect::<Vec<_>>().join("\n");
    // The versions are the same for every party.
    let versions = [changes.from, changes.to].into_iter().zip(changes.caveats);
    let caveats = human::caveats(versions.map(|(version, caveat)| (changes.source.id.as_str(), Some(version), caveat)));
    tables + "\n" + &caveats + &human::attribution(attribution)
}

/// One party's table, under what it is of.
fn of_party(changes: &Changes<'_>) -> String {
    let Changes { source, party, from, to, ages_days: [from_days, to_days], .. } = changes;
    let language = spoken();
    let age = |days: &i64| match language {
        Language::English if *days > 0 => format!(" ({} old)", human::days(*days)),
        Language::Ukrainian if *days > 0 => format!(" (давність {})", human::days(*days)),
        _ => String::new(),
    };
    let (from_age, to_age, party) = (age(from_days), age(to_days), party.name(language));
    let according_to = sentence::according_to(&source.id);
    let head = match language {
        Language::English => format!(
            "Area controlled by {party}: change from version {from}{from_age} to version {to}{to_age}, {according_to}\n\n"
        ),
        Language::Ukrainian => format!(
            "{party}: зміни площі під контролем від версії {from}{from_age} до версії {to}{to_age}, {according_to}\n\n"
        ),
    };
    let mut table = Table::new(&[heads::REGION, heads::CAME_UNDER, heads::LEFT, heads::NET], 3);
    for (region, change) in rows(changes) {
        let region = if region == "total" { language.of("total", "разом") } else { region };
        table.push([
            region.to_owned(),
            human::square_km(change.gained_m2),
            human::square_km(change.lost_m2),
            human::square_km(change.gained_m2 - change.lost_m2),
        ]);
    }
    head + &table.to_text("")
}
