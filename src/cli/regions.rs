//! `contactline regions`.

use clap::Args;

use crate::wire;
use contactline_core::atlas::Atlas;

use super::failure::{Done, Failure};
use super::form::{Form, FormArgs, print_json, print_text};
use super::human;
use super::table::Table;

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
    let mut table = Table::new(&["id", "name", "", "role", "groups", "land km²"], 1).sparing(&["groups", "role"]);
    for (k, r) in atlas.regions().iter().enumerate() {
        let land = human::square_km(atlas.places().land_m2(k));
        table.push([r.id.clone(), r.name.clone(), r.name_uk.clone(), r.role.to_string(), r.groups.join(", "), land]);
    }
    table.to_text("") + "\n" + &human::attribution(&[wire::REGIONS_ATTRIBUTION])
}
