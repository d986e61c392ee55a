//! `items` as they leave the house: collections and items in the words of OGC API - Features, and as files.

mod collection;
mod feature;
mod file;
mod filter;
pub mod page;
mod select;
mod when;

pub use collection::{CollectionRow, Extent, Link, Schema};
pub use feature::{ItemFeature, Page, PageError, Shaping};
pub use file::{FileError, FileForm, file};
pub use filter::{Filter, FilterError, Language};
pub use select::{MAX_VERTICES, SelectError, Selected, Selection, select, withhold};
pub use when::{DatetimeError, interval};

use serde_json::Value as Json;

use contactline_core::query::items::Value;

use crate::wire::time::{Day, Stamp};

/// The value of a property as JSON; what is not known is null.
#[must_use]
pub fn json(value: &Value<'_>) -> Json {
    match value {
        Value::None | Value::Measured => Json::Null,
        Value::Text(text) => Json::from(text.as_ref()),
        Value::Number(number) => Json::from(*number),
        Value::Whole(number) => Json::from(*number),
        Value::Day(day) => Json::from(Day(*day).to_string()),
        Value::Stamp(moment) => Json::from(Stamp(*moment).to_string()),
        Value::Words(words) => Json::from(words.clone()),
    }
}

/// The value of a property as one text; none where it is not known. Several words are parted by commas.
#[must_use]
pub fn text(value: &Value<'_>) -> Option<String> {
    match value {
        Value::None | Value::Measured => None,
        Value::Text(text) => Some(text.to_string()),
        Value::Number(number) => Some(number.to_string()),
        Value::Whole(number) => Some(number.to_string()),
        Value::Day(day) => Some(Day(*day).to_string()),
        Value::Stamp(moment) => Some(Stamp(*moment).to_string()),
        Value::Words(words) => Some(words.join(",")),
    }
}
