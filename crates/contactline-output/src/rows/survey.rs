//! What the first rows show of the columns there are.

use serde_json::{Map, Value};

use super::names::Seen;

/// Rows looked at.
pub(super) const MAX_ROWS: usize = 100;
/// Values kept of a column: of every row looked at, as one of them may show the order of day and month in the others.
const MAX_VALUES: usize = MAX_ROWS;
/// Columns kept: rows whose names are all different must not take for ever.
const MAX_COLUMNS: usize = 1_000;

/// The columns of the first rows.
#[derive(Debug, Default)]
pub(super) struct Survey {
    pub(super) columns: Vec<Seen>,
    /// Some row is an array with a third item, its date.
    pub(super) has_dated_array: bool,
    /// Some row is a `GeoJSON` feature: its place is its geometry.
    pub(super) has_features: bool,
}

impl Survey {
    /// A table's columns.
    pub(super) fn of_header(names: &[String]) -> Self {
        let columns = names.iter().map(|name| Seen { name: name.clone(), values: Vec::new() }).collect();
        Self { columns, ..Self::default() }
    }

    /// Adds what a row says in a column.
    pub(super) fn add(&mut self, column: usize, text: &str) {
        let text = text.trim();
        if let Some(column) = self.columns.get_mut(column)
            && !text.is_empty()
            && column.values.len() < MAX_VALUES
        {
            column.values.push(text.to_owned());
        }
    }

    /// Adds a row of JSON; what is none says nothing.
    pub(super) fn add_json(&mut self, row: &[u8]) {
        let row = super::lines::trimmed(row);
        match serde_json::from_slice(row) {
            Ok(Value::Object(mut object)) if object.get("type").is_some_and(|kind| kind == "Feature") => {
                self.has_features = true;
                if let Some(Value::Object(properties)) = object.remove("properties") {
                    self.add_object(&properties);
                }
            }
            Ok(Value::Object(object)) => self.add_object(&object),
            Ok(Value::Array(items)) => self.has_dated_array |= items.get(2).is_some_and(|date| !date.is_null()),
            _ => {}
        }
    }

    fn add_object(&mut self, object: &Map<String, Value>) {
        for (name, value) in object {
            let known = self.columns.iter().position(|column| column.name == *name);
            if known.is_none() && self.columns.len() == MAX_COLUMNS {
                continue;
            }
            let place = known.unwrap_or_else(|| {
                self.columns.push(Seen { name: name.clone(), values: Vec::new() });
                self.columns.len() - 1
            });
            match value {
                Value::String(text) => self.add(place, text),
                Value::Number(number) => self.add(place, &number.to_string()),
                _ => {}
            }
        }
    }
}
