//! `contactline disputes`.

use clap::Args;

use crate::wire::language::spoken;
use crate::wire::{self, Rights};
use contactline_core::atlas::Atlas;
use contactline_core::query::{self, Disputes};

use super::failure::{Done, Failure};
use super::form::{Form, FormArgs, WindingArgs, print_text};
use super::terms::tell_terms;
use super::when::DateArgs;
use crate::text::Table;
use crate::text::or_empty;
use crate::text::{heads, human};

/// `disputes`: a day, a region, sources.
#[derive(Debug, Args)]
pub struct DisputesArgs {
    /// Region or group (default: every region and neighbour)
    #[arg(long, value_name = "ID")]
    region: Option<String>,
    /// Comma-separated source IDs, at most 16 (default: all). Sources past their age limit count as silent
    #[arg(long, value_name = "IDS", value_delimiter = ',')]
    sources: Vec<String>,
    #[command(flatten)]
    date: DateArgs,
    #[command(flatten)]
    winding: WindingArgs,
    #[command(flatten)]
    form: FormArgs,
}

impl DisputesArgs {
    /// Answers.
    pub fn run(&self, atlas: &Atlas) -> Result<Done, Failure> {
        let sources: Vec<&str> = self.sources.iter().map(String::as_str).collect();
        let disputes = query::disputes(atlas, self.region.as_deref(), &sources, self.date.moment()?);
        let disputes = disputes.map_err(Failure::new)?;
        let shape = wire::Disputes::new(&disputes, &Rights::All);
        match self.form.form() {
            Form::Json => {
                tell_terms(disputes.sources.iter().map(|compared| compared.source));
                self.winding.print_geojson(&shape)
            }
            Form::Csv => self.form.print_csv(shape.to_csv()),
            Form::Text => print_text(&text(&disputes, &shape.attribution)),
        }
    }
}

fn text(disputes: &Disputes<'_>, attribution: &[&str]) -> String {
    let mut sources = Table::new(&[heads::SOURCE, heads::VERSION, heads::AGE_DAYS], 1);
    for compared in &disputes.sources {
        let age = compared
            .age_days
            .map(|age| format!("{age}{}", if compared.stale { spoken().of(" out of date", " застаріла") } else { "" }));
        sources.push([compared.source.id.clone(), or_empty(compared.version), or_empty(age)]);
    }
    let columns = [heads::REGION, heads::AGREED, heads::DISPUTED, heads::ONE_SOURCE, heads::UNKNOWN_KM2];
    let mut regions = Table::new(&columns, 4);
    for row in &disputes.regions {
        let [agreed, disputed, single, unknown] =
            [row.agreed_m2, row.disputed_m2, row.single_source_m2, row.unknown_m2].map(human::square_km);
        regions.push([row.region.to_owned(), agreed, disputed, single, unknown]);
    }
    let mut pieces = Table::new(&[heads::REGION, heads::SOURCES_AND_HOLDERS, heads::KM2], 1);
    for piece in &disputes.disputes {
        let by = disputes.sources.iter().zip(&piece.stated);
        let said = by.map(|(c, (status, holder))| format!("{}: {}", c.source.id, human::stated(*status, *holder)));
        let said = said.collect::<Vec<_>>().join("; ");
        pieces.push([piece.region.to_owned(), said, human::square_km(piece.area_m2)]);
    }
    let caveats = human::caveats(disputes.sources.iter().map(|c| (c.source.id.as_str(), c.version, c.caveat)));
    let foot = caveats + &human::attribution(attribution);
    let parts = [sources.to_text(""), regions.to_text(""), pieces.to_text(""), foot];
    parts.join("\n")
}
