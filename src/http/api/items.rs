//! The operations on items: as a page of them, and as a file in each form that there is.

use serde_json::{Map, Value, json};

use super::schemas::{Answer, Schemas};
use super::{LANG, of_get, text_or_bytes};
use crate::http::ogc::Form;

/// The parameters of a file.
const FILE: &[&str] = &[
    "collection",
    "limit",
    "offset",
    "bbox",
    "bbox-crs",
    "datetime",
    "filter",
    "filter-lang",
    "filter-crs",
    "sortby",
    "properties",
    "skipGeometry",
    "winding",
    "bom",
];
/// Those that a page has beside them.
const PAGE: &[&str] = &["items_f", "items_crs"];

/// Adds the operations.
pub(super) fn add(paths: &mut Map<String, Value>, schemas: &mut Schemas) {
    let mut add = |path: String, id: &str, about: &str, parameters: &[&str], forms: &[Form]| {
        let content = forms.iter().map(|form| {
            let kind = form.bare_kind();
            let schema = match form {
                Form::GeoJson => schemas.of(Answer::Items),
                _ => text_or_bytes(kind),
            };
            (kind.to_owned(), json!({ "schema": schema }))
        });
        let parameters: Vec<String> = parameters.iter().chain([&LANG]).map(|name| (*name).to_owned()).collect();
        let operation = of_get(id, "features", about, &parameters, &content.collect());
        paths.insert(path, json!({ "get": operation }));
    };
    let items = "/collections/{collection}/items";
    add(items.to_owned(), "items", "Items of a collection", &[FILE, PAGE].concat(), &Form::ITEMS);
    for form in Form::FILES {
        let about = format!("All items {}", form.title());
        add(format!("{items}.{}", form.ending()), &id(form), &about, FILE, &[form]);
    }
}

/// The name of the operation: `itemsCsv`, `itemsFlatGeobuf`.
fn id(form: Form) -> String {
    let name = form.title().trim_start_matches("as ");
    let is_acronym = name.chars().all(char::is_uppercase);
    let rest = name.get(1..).unwrap_or_default();
    let rest = if is_acronym { rest.to_lowercase() } else { rest.replace("JSON", "Json") };
    format!("items{}{rest}", name.get(..1).unwrap_or_default())
}
