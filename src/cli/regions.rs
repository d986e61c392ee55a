//! `contactline regions`.

use clap::Args;

use crate::wire;
use contactline_core::atlas::Atlas;

use super::closed::word;
use super::failure::{Done, Failure};
use super::form::{Form, FormArgs, print_json, print_text};
use crate::text::Table;
use crate::text::{heads, human};

/// `regions`.
#[derive(Debug, Args)]
pub struct RegionsArgs {
    #[command(flatten)]
    form: FormArgs,
}

impl RegionsArgs {
    /// Answers.
    pub fn run(&self, atlas: &Atlas) -> Result<Done, Failure> {
        let shape = wire::Regions::new(atlas);
        match self.form.form() {
            Form::Json => print_json(&shape),
            Form::Csv => self.form.print_csv(shape.to_csv()),
            Form::Text => print_text(&text(atlas)),
        }
    }
}

fn text(atlas: &Atlas) -> String {
    let columns = [heads::ID, heads::NAME, heads::NO_HEAD, heads::ROLE, heads::GROUPS, heads::LAND];
    let mut table = Table::new(&columns, 1).sparing(&[heads::GROUPS, heads::ROLE]);
    for (k, r) in atlas.regions().iter().enumerate() {
        let land = human::square_km(atlas.places().land_m2(k));
        let role = word(r.role.as_str()).into_owned();
        table.push([r.id.clone(), r.name.clone(), r.name_uk.clone(), role, r.groups.join(", "), land]);
    }
    table.to_text("") + "\n" + &human::attribution(&[wire::REGIONS_ATTRIBUTION])
}
