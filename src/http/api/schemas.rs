//! The shapes of answers as schemas, made from the types they are written with.

use schemars::generate::{SchemaGenerator, SchemaSettings};
use serde_json::{Map, Value, json};

use crate::ogc::{CollectionRow, ItemFeature, Link, Page};
use crate::questions::{Description, Form};

/// What an operation answers.
#[derive(Clone, Copy)]
pub(super) enum Answer {
    Landing,
    Conformance,
    Collections,
    Collection,
    Items,
    Item,
    Tilesets,
    Tileset,
    TileJson,
    TileMatrixSets,
    TileMatrixSet,
    Styles,
    /// Some object, described by its own standard.
    Object,
    Any,
}

pub(super) struct Schemas(SchemaGenerator);

impl Schemas {
    pub(super) fn new() -> Self {
        Self(SchemaSettings::openapi3().for_serialize().into_generator())
    }

    /// The schema of an answer that is JSON.
    pub(super) fn of(&mut self, answer: Answer) -> Value {
        let generator = &mut self.0;
        match answer {
            Answer::Tilesets => generator.subschema_for::<crate::render::Tilesets>().to_value(),
            Answer::Tileset => generator.subschema_for::<crate::render::Tileset<'_>>().to_value(),
            Answer::TileJson => generator.subschema_for::<crate::render::TileJson<'_>>().to_value(),
            Answer::TileMatrixSets => generator.subschema_for::<crate::render::TileMatrixSets>().to_value(),
            Answer::TileMatrixSet => generator.subschema_for::<crate::render::TileMatrixSet>().to_value(),
            Answer::Styles => generator.subschema_for::<crate::render::Styles>().to_value(),
            Answer::Object => json!({ "type": "object" }),
            Answer::Items => generator.subschema_for::<Page>().to_value(),
            Answer::Item => generator.subschema_for::<ItemFeature>().to_value(),
            Answer::Collection => generator.subschema_for::<CollectionRow>().to_value(),
            Answer::Collections => with_links(
                generator,
                "collections",
                |g| json!({ "type": "array", "items": g.subschema_for::<CollectionRow>() }),
            ),
            Answer::Conformance => {
                with_links(generator, "conformsTo", |_| json!({ "type": "array", "items": { "type": "string" } }))
            }
            Answer::Landing => with_links(generator, "title", |_| json!({ "type": "string" })),
            Answer::Any => json!({}),
        }
    }

    /// The schema of a described question's JSON or GeoJSON.
    pub(super) fn of_question(&mut self, question: &Description, form: Form) -> Value {
        question.schema(&mut self.0, form).to_value()
    }

    /// Everything named so far, and the problem.
    pub(super) fn into_components(mut self) -> Map<String, Value> {
        let mut all = self.0.take_definitions(true);
        let text = json!({ "type": "string" });
        let properties = json!({
            "type": text, "title": text, "status": { "type": "integer" }, "code": text, "detail": text, "parameter": text,
            "findings": { "type": "array", "items": { "type": "object" } },
        });
        let required = ["type", "title", "status", "code", "detail"];
        all.insert("Problem".into(), json!({ "type": "object", "required": required, "properties": properties }));
        all.values_mut().for_each(only_null);
        all
    }
}

/// Gives what is only null a type: in OpenAPI 3.0 `nullable` has no meaning without a type.
fn only_null(schema: &mut Value) {
    match schema {
        Value::Object(members) if members.get("enum") == Some(&json!([null])) => {
            members.insert("type".into(), "object".into());
        }
        Value::Object(members) => members.values_mut().for_each(only_null),
        Value::Array(items) => items.iter_mut().for_each(only_null),
        _ => {}
    }
}

fn with_links(generator: &mut SchemaGenerator, name: &str, schema: impl Fn(&mut SchemaGenerator) -> Value) -> Value {
    let links = json!({ "type": "array", "items": generator.subschema_for::<Link>() });
    let properties = json!({ "links": links, name: schema(generator) });
    json!({ "type": "object", "required": ["links", name], "properties": properties })
}
