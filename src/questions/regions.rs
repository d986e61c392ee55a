//! `regions`: the regions, their groups and their land.

use schemars::Schema;
use schemars::generate::SchemaGenerator;

use super::description::{Context, Question};
use super::form::{Form, JsonStyle};
use super::values::{IdOrNone, RegionId};
use crate::request::Refusal;
use crate::text::{Table, heads, human, or_empty, word};
use crate::wire::language::spoken;
use crate::wire::{self, titles};
use contactline_core::atlas::Atlas;
use contactline_core::model::{Level, Text};
use contactline_core::query;

/// The question.
pub struct Regions;

request! {
    /// What `regions` can be asked.
    pub struct RegionsRequest {
        /// List the raions or hromadas of the regions in place of them: raion or hromada
        by: Option<Level>,
        /// A region or group; with by also a raion by its KATOTTG code (default: all, with by the six regions)
        region: Option<RegionId>,
    }
}

/// The regions, and the divisions asked for.
pub struct RegionsAnswer<'a> {
    atlas: &'a Atlas,
    /// Numbers of the regions.
    regions: Vec<usize>,
    divisions: Option<Vec<query::ListedDivision<'a>>>,
}

impl Question for Regions {
    const NAME: &'static str = "regions";
    const ABOUT: Text = titles::REGIONS;
    const EXAMPLES: &'static str = examples! {
        "regions and their groups": "contactline regions",
        "the hromadas of a region, with area and population": "contactline regions --by hromada --region ua-14",
    };
    const EXAMPLE: &'static str = "";
    const FORMS: &'static [Form] = &[Form::Json, Form::Geojson, Form::Csv, Form::Text];

    type Request = RegionsRequest;
    type Answer<'a> = RegionsAnswer<'a>;
    type Shape<'s> = wire::Regions<'s>;

    fn ask<'a>(context: Context<'a>, request: RegionsRequest) -> Result<RegionsAnswer<'a>, Refusal> {
        let atlas = context.atlas;
        let list = |level| query::divisions(atlas, request.region.id(), level);
        let regions = match request.region.id().filter(|_| request.by.is_none()) {
            Some(region) => query::regions_of(atlas, region)?,
            None => (0..atlas.regions().len()).collect(),
        };
        Ok(RegionsAnswer { atlas, regions, divisions: request.by.map(list).transpose()? })
    }

    fn shape<'s>(_: Context<'s>, answer: &'s RegionsAnswer<'_>) -> wire::Regions<'s> {
        let shape = wire::Regions::new(answer.atlas, &answer.regions);
        match &answer.divisions {
            Some(divisions) => shape.with_divisions(answer.atlas, divisions),
            None => shape,
        }
    }

    fn csv(shape: &wire::Regions<'_>) -> Result<wire::Csv, csv::Error> {
        shape.to_csv()
    }

    fn geojson(answer: &RegionsAnswer<'_>, shape: &wire::Regions<'_>, style: JsonStyle) -> Result<Vec<u8>, Refusal> {
        match &answer.divisions {
            Some(divisions) => style.write(&wire::DivisionsGeo::new(shape, divisions)),
            None => style.write(&wire::RegionsGeo::new(answer.atlas, &answer.regions)),
        }
    }

    fn geojson_schema(generator: &mut SchemaGenerator) -> Schema {
        generator.subschema_for::<wire::RegionsGeo<'static>>()
    }

    fn text(answer: &RegionsAnswer<'_>, shape: &wire::Regions<'_>) -> String {
        match &shape.divisions {
            Some(divisions) => divided(divisions, shape),
            None => text(answer),
        }
    }
}

fn divided(divisions: &[wire::DivisionRow<'_>], shape: &wire::Regions<'_>) -> String {
    let columns = [
        heads::ID,
        heads::NAME,
        heads::NO_HEAD,
        heads::REGION,
        heads::SETTLEMENTS,
        heads::LAND,
        heads::STATED_KM2,
        heads::POPULATION,
        heads::DATE,
    ];
    let mut table = Table::new(&columns, 5).sparing(&[heads::DATE, heads::REGION]);
    for row in divisions {
        table.push([
            row.code.to_owned(),
            spoken().of(row.name, row.name_uk).to_owned(),
            spoken().of(row.name_uk, row.name).to_owned(),
            row.region.to_owned(),
            or_empty(row.settlements),
            row.land_area_m2.map_or_else(String::new, human::square_km),
            row.stated_area_m2.map_or_else(String::new, human::square_km),
            row.population.map_or_else(String::new, |people| human::count(people.into())),
            or_empty(row.population_on),
        ]);
    }
    format!("{}\n{}{}", table.to_text(""), human::notes(&shape.notes), human::attribution(&shape.attribution))
}

fn text(answer: &RegionsAnswer<'_>) -> String {
    let atlas = answer.atlas;
    let columns = [heads::ID, heads::NAME, heads::NO_HEAD, heads::ROLE, heads::GROUPS, heads::LAND];
    let mut table = Table::new(&columns, 1).sparing(&[heads::GROUPS, heads::ROLE]);
    for k in &answer.regions {
        let r = &atlas.regions()[*k];
        let land = human::square_km(atlas.places().land_m2(*k));
        let role = word(r.role.as_str()).into_owned();
        table.push([r.id.clone(), r.name.clone(), r.name_uk.clone(), role, r.groups.join(", "), land]);
    }
    table.to_text("") + "\n" + &human::attribution(&[wire::REGIONS_ATTRIBUTION])
}
