//! The shapes of answers as schemas, made from the types they are written with.

use schemars::generate::{SchemaGenerator, SchemaSettings};
use serde_json::{Map, Value, json};

use crate::wire;
use crate::wire::items::{CollectionRow, ItemFeature, Link, Page};

/// What an operation answers.
#[derive(Clone, Copy)]
pub(super) enum Answer {
    At,
    History,
    Overlap,
    Areas,
    Ledger,
    Changes,
    Line,
    Sources,
    Regions,
    Landing,
    Conformance,
    Collections,
    Collection,
    Items,
    Item,
    Any,
}

pub(super) struct Schemas(SchemaGenerator);

impl Schemas {
    pub(super) fn new() -> Self {
        Self(SchemaSettings::openapi3().for_serialize().into_generator())
    }

    pub(super) fn of(&mut self, answer: Answer) -> Value {
        let generator = &mut self.0;
        match answer {
            Answer::At => generator.subschema_for::<wire::At<'_>>().to_value(),
            Answer::History => generator.subschema_for::<wire::History<'_>>().to_value(),
            Answer::Overlap => generator.subschema_for::<wire::Overlap<'_>>().to_value(),
            Answer::Areas => generator.subschema_for::<wire::Areas<'_>>().to_value(),
            Answer::Ledger => generator.subschema_for::<wire::Ledger<'_>>().to_value(),
            Answer::Changes => generator.subschema_for::<wire::Changes<'_>>().to_value(),
            Answer::Line => generator.subschema_for::<wire::Line<'_>>().to_value(),
            Answer::Sources => generator.subschema_for::<wire::Sources<'_>>().to_value(),
            Answer::Regions => {
                let rows = generator.subschema_for::<wire::Regions<'_>>().to_value();
                json!({ "anyOf": [rows, generator.subschema_for::<wire::RegionsGeo<'_>>()] })
            }
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
        all
    }
}

fn with_links(generator: &mut SchemaGenerator, name: &str, schema: impl Fn(&mut SchemaGenerator) -> Value) -> Value {
    let links = json!({ "type": "array", "items": generator.subschema_for::<Link>() });
    let properties = json!({ "links": links, name: schema(generator) });
    json!({ "type": "object", "required": ["links", name], "properties": properties })
}
