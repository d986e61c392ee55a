//! Answers as tables: CSV (RFC 4180 with a header line), empty where JSON has `null`.
//!
//! The columns are the members that a row's schema describes, in their order and under their names: what JSON, the description
//! of the API and CSV say of a row is written once, as its type. A member that is an object gives a column for each of its own
//! members (`nearest` with `lon` gives `nearest_lon`); words in a list are parted by commas; a list of objects gives none.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;
use serde_json::Value;

/// What a table begins with for programs that take a file without it for one in a code page of old (Excel).
pub const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The rows as CSV text, columns named as in JSON.
///
/// # Errors
/// None that a row can cause.
pub(super) fn csv<R: Serialize + JsonSchema>(rows: impl IntoIterator<Item = R>) -> Result<String, csv::Error> {
    let columns = columns::<R>();
    let names: Vec<String> = columns.iter().map(|path| path.join("_")).collect();
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&names)?;
    for row in rows {
        let row = serde_json::to_value(row).map_err(std::io::Error::other)?;
        let cell = |path: &Vec<String>| path.iter().try_fold(&row, |value, member| value.get(member));
        writer.write_record(
            columns
                .iter()
                .zip(&names)
                .map(|(path, name)| cell(path).map_or_else(String::new, |value| text(name, value))),
        )?;
    }
    let bytes = writer.into_inner().map_err(|e| std::io::Error::other(e.to_string()))?;
    String::from_utf8(bytes).map_err(|e| std::io::Error::other(e).into())
}

/// The number with the digits that a value of that name deserves: no line of a source is known better than to some hundred
/// metres, so areas are whole square metres and distances decimetres; coordinates have seven decimals of a degree.
pub(super) fn rounded(name: &str, value: f64) -> f64 {
    let is = |unit: &str| name.rsplit_once('_').map_or(name, |(_, last)| last) == unit;
    let decimals = match () {
        () if is("m2") => 0,
        () if is("m") || is("deg") => 1,
        () if is("share") => 4,
        () if ["lon", "lat", "bbox"].into_iter().any(is) => 7,
        () => return value,
    };
    let per_one = 10_f64.powi(decimals);
    // What rounds to nothing is plain nought, without a sign.
    (value * per_one).round() / per_one + 0.0
}

/// The ways to the members that are columns.
fn columns<R: JsonSchema>() -> Vec<Vec<String>> {
    let settings = SchemaSettings::draft2020_12().with(|settings| settings.inline_subschemas = true);
    let schema = settings.for_serialize().into_generator().into_root_schema_for::<R>();
    let mut columns = Vec::new();
    add_columns(schema.as_value(), &[], &mut columns);
    columns
}

fn add_columns(schema: &Value, path: &[String], columns: &mut Vec<Vec<String>>) {
    let Some(members) = object(schema).and_then(|object| object.get("properties")).and_then(Value::as_object) else {
        let is_list_of_objects = schema.get("items").is_some_and(|items| object(items).is_some());
        if !is_list_of_objects && !path.is_empty() {
            columns.push(path.to_vec());
        }
        return;
    };
    for (name, member) in members {
        add_columns(member, &[path, std::slice::from_ref(name)].concat(), columns);
    }
}

/// The schema of the object that a value is, if it may be one: itself, or one of several.
fn object(schema: &Value) -> Option<&Value> {
    if schema.get("properties").is_some() {
        return Some(schema);
    }
    schema.get("anyOf").and_then(Value::as_array)?.iter().find_map(object)
}

fn text(name: &str, value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Number(number) if number.is_f64() => {
            number.as_f64().map_or_else(String::new, |number| rounded(name, number).to_string())
        }
        Value::Array(items) => items.iter().map(|item| text(name, item)).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(JsonSchema, Serialize)]
    struct Row {
        id: &'static str,
        #[serde(flatten)]
        size: Size,
        nearest: Option<Nearest>,
        words: Vec<&'static str>,
        parts: Vec<Size>,
        days: Option<i64>,
    }

    #[derive(Clone, Copy, JsonSchema, Serialize)]
    struct Size {
        area_m2: f64,
        share: f64,
    }

    #[derive(Clone, Copy, JsonSchema, Serialize)]
    struct Nearest {
        lon: f64,
        distance_m: f64,
    }

    #[test]
    fn columns_are_the_members_and_numbers_have_the_digits_they_deserve() {
        let size = Size { area_m2: -0.2, share: 2.0 / 3.0 };
        let nearest = Nearest { lon: 37.123_456_789, distance_m: 1_234.56 };
        let known =
            Row { id: "a, b", size, nearest: Some(nearest), words: vec!["x", "y"], parts: vec![size], days: Some(-3) };
        let unknown = Row { id: "c", size, nearest: None, words: vec![], parts: vec![], days: None };
        assert_eq!(
            csv([known, unknown]).unwrap(),
            "id,area_m2,share,nearest_lon,nearest_distance_m,words,days\n\
             \"a, b\",0,0.6667,37.1234568,1234.6,\"x,y\",-3\nc,0,0.6667,,,,\n"
        );
        assert_eq!(csv(Vec::<Size>::new()).unwrap(), "area_m2,share\n");
        assert_eq!((rounded("length_m", 5.0).to_string(), rounded("population", 2.5)), ("5".into(), 2.5));
    }
}
