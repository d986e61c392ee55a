//! `regions`: the regions, their groups and their land.

use schemars::Schema;
use schemars::generate::SchemaGenerator;

use super::description::{Context, Question};
use super::form::{Form, JsonStyle};
use crate::request::Refusal;
use crate::text::{Table, heads, human, word};
use crate::wire::{self, titles};
use contactline_core::atlas::Atlas;
use contactline_core::model::Text;

/// The question.
pub struct Regions;

impl Question for Regions {
    const NAME: &'static str = "regions";
    const ABOUT: Text = titles::REGIONS;
    const EXAMPLES: &'static str = examples! {
        "regions and their groups": "contactline regions",
    };
    const EXAMPLE: &'static str = "";
    const FORMS: &'static [Form] = &[Form::Json, Form::Geojson, Form::Csv, Form::Text];

    type Request = ();
    type Answer<'a> = &'a Atlas;
    type Shape<'s> = wire::Regions<'s>;

    fn ask<'a>(context: Context<'a>, (): ()) -> Result<&'a Atlas, Refusal> {
        Ok(context.atlas)
    }

    fn shape<'s>(_: Context<'s>, atlas: &'s &Atlas) -> wire::Regions<'s> {
        wire::Regions::new(atlas)
    }

    fn csv(shape: &wire::Regions<'_>) -> Result<wire::Csv, csv::Error> {
        shape.to_csv()
    }

    fn geojson(atlas: &&Atlas, _: &wire::Regions<'_>, style: JsonStyle) -> Result<Vec<u8>, Refusal> {
        style.write(&wire::RegionsGeo::new(atlas))
    }

    fn geojson_schema(generator: &mut SchemaGenerator) -> Schema {
        generator.subschema_for::<wire::RegionsGeo<'static>>()
    }

    fn text(atlas: &&Atlas, _: &wire::Regions<'_>) -> String {
        text(atlas)
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
