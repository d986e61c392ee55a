//! Texts that are the same in every answer: their JSON is made once, and copied from then on. It must fit into any indentation: no
//! lists and no objects.

use std::borrow::Cow;
use std::ops::Deref;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Serialize, Serializer};
use serde_json::value::{RawValue, to_raw_value};

/// A text of an answer, with its JSON where that was made before.
#[derive(Clone, Copy, Debug)]
pub struct Kept<'a, T> {
    value: T,
    json: Option<&'a RawValue>,
}

impl<'a, T> Kept<'a, T> {
    pub(super) const fn new(value: T, json: Option<&'a RawValue>) -> Self {
        Self { value, json }
    }
}

impl<T> Deref for Kept<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: Serialize> Serialize for Kept<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.json {
            Some(json) => json.serialize(serializer),
            None => self.value.serialize(serializer),
        }
    }
}

impl<T: JsonSchema> JsonSchema for Kept<'_, T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        T::schema_id()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

/// The JSON of a text; none where it could not be written, and is tried again where it is asked for.
pub(super) type Json = Option<Box<RawValue>>;

/// The JSON of a text.
pub(super) fn json(value: &impl Serialize) -> Json {
    to_raw_value(value).ok()
}
