//! `contactline regions`.

use clap::Args;

use crate::atlas::Atlas;
use crate::wire;

use super::failure::{Done, Failure};
use super::form::{Form, FormArgs, print, print_csv, print_json};
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
        match self.form.form() {
            Form::Json => print_json(&wire::Regions::new(atlas.regions(), atlas.groups())),
            Form::Csv => csv(atlas),
            Form::Text => print(&text(atlas)),
        }
    }
}

fn csv(atlas: &Atlas) -> Result<Done, Failure> {
    let header = ["id", "name", "name_uk", "role", "groups", "land_area_m2"];
    let regions = atlas.regions().iter().enumerate();
    print_csv(
        header,
        regions.map(|(k, r)| {
            let land_m2 = atlas.places().land_m2(k).to_string();
            [r.id.clone(), r.name.clone(), r.name_uk.clone(), r.role.to_string(), r.groups.join(" "), land_m2]
        }),
    )
}

fn text(atlas: &Atlas) -> String {
    let mut table = Table::new(&["id", "name", "", "role", "groups", "land km²"], 1);
    for (k, r) in atlas.regions().iter().enumerate() {
        let land = human::square_km(atlas.places().land_m2(k));
        table.push([r.id.clone(), r.name.clone(), r.name_uk.clone(), r.role.to_string(), r.groups.join(", "), land]);
    }
    table.to_text("") + "\n" + &human::attribution(&[wire::REGIONS_ATTRIBUTION])
}
