//! `contactline agreement`.

use clap::Args;

use crate::wire::language::spoken;
use crate::wire::{self, time::Asked};
use contactline_core::atlas::Atlas;
use contactline_core::query::{self, AgreementRow};

use super::failure::{Done, Failure, tell};
use super::form::{Form, FormArgs, print_json, print_text};
use super::table::Table;
use super::when::WhenArgs;
use super::{heads, human};

/// `agreement`: regions, sources and days.
#[derive(Debug, Args)]
pub struct AgreementArgs {
    /// Region or group (default: every region and neighbour)
    #[arg(long, value_name = "ID")]
    region: Option<String>,
    /// Comma-separated source IDs, at most 16 (default: all). Sources past their age limit count as silent
    #[arg(long, value_name = "IDS", value_delimiter = ',')]
    sources: Vec<String>,
    #[command(flatten)]
    when: WhenArgs,
    #[command(flatten)]
    form: FormArgs,
}

impl AgreementArgs {
    /// Answers.
    pub fn run(&self, atlas: &Atlas) -> Result<Done, Failure> {
        let sources: Vec<&str> = self.sources.iter().map(String::as_str).collect();
        let rows = query::agreement(atlas, self.region.as_deref(), &sources, self.when.when()?);
        let rows = rows.map_err(Failure::new)?;
        let shape = wire::Agreement::new(&rows, atlas.sources());
        let printed = match self.form.form() {
            Form::Json => print_json(&shape)?,
            Form::Csv => self.form.print_csv(shape.to_csv())?,
            Form::Text if rows.is_empty() => Done::Clean,
            Form::Text => print_text(&text(&rows, &shape.attribution))?,
        };
        if !rows.is_empty() {
            return Ok(printed);
        }
        let known = atlas.sources().map(|s| s.id.as_str()).collect::<Vec<_>>().join(", ");
        tell(&format!("agreement requires at least two sources. Available: {known}"));
        Ok(Done::Findings)
    }
}

fn text(rows: &[AgreementRow<'_>], attribution: &[&str]) -> String {
    let columns = [
        heads::DATE,
        heads::REGION,
        heads::SOURCES,
        heads::VERSIONS,
        heads::AGE_DAYS,
        heads::AGREED,
        heads::DIFFER,
        heads::NO_DATA,
        heads::AGREED_PERCENT,
    ];
    let mut table = Table::new(&columns, 4)
        .once(&[heads::DATE, heads::SOURCES, heads::VERSIONS, heads::AGE_DAYS])
        .sparing(&[heads::NO_DATA]);
    let none = spoken().of("none", "немає");
    for row in rows {
        let spoken_m2 = row.agreed_m2 + row.differs_m2;
        let percent = if spoken_m2 > 0.0 { human::percent(row.agreed_m2 / spoken_m2) } else { String::new() };
        table.push([
            Asked(row.moment).to_string(),
            row.region.clone(),
            row.sources.map(|c| c.source.id.clone()).join(", "),
            row.sources.map(|c| c.version.map_or_else(|| none.to_owned(), |v| v.to_string())).join(", "),
            row.sources.map(days_old).join(", "),
            human::square_km(row.agreed_m2),
            human::square_km(row.differs_m2),
            human::square_km(row.not_stated_m2),
            percent,
        ]);
    }
    let compared = rows.iter().flat_map(|row| &row.sources);
    let caveats = human::caveats(compared.map(|c| (c.source.id.as_str(), c.version, c.caveat)));
    table.to_text("") + "\n" + &caveats + &human::attribution(attribution)
}

fn days_old(compared: query::Compared<'_>) -> String {
    let age = compared.age_days.map_or_else(|| "-".to_owned(), |days| days.to_string());
    if compared.stale { age + spoken().of(" out of date", " застаріла") } else { age }
}
