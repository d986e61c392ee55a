//! Answers as tables: CSV (RFC 4180 with a header line), empty where JSON has `null`.
//!
//! The columns are the members that a row's schema describes, in their order and under their names: what JSON, the description
//! of the API and CSV say of a row is written once, as its type. A member that is an object gives a column for each of its own
//! members (`nearest` with `lon` gives `nearest_lon`); words in a list are parted by commas; a list of objects gives none.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;
use serde_json::Value;

use super::time::TIME;

/// What a table begins with for programs that take a file without it for one in a code page of old (Excel).
pub const BYTE_ORDER_MARK: &str = "\u{feff}";

/// A column of a table of rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name: that of the member, after those of the members it lies in.
    pub name: String,
    /// What its values are.
    pub kind: ColumnKind,
    path: Vec<String>,
}

/// What the values of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// Words, sentences, lists of words.
    Text,
    /// Days, or date-times in UTC.
    Time,
    /// `true` or `false`.
    Flag,
    /// Whole numbers.
    Whole,
    /// Numbers.
    Number,
}

/// Rows as CSV, and what their columns are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Csv {
    /// The rows below their header line.
    pub text: String,
    /// The columns.
    pub columns: Vec<Column>,
}

impl Column {
    /// Whether its values are numbers.
    #[must_use]
    pub const fn is_number(&self) -> bool {
        matches!(self.kind, ColumnKind::Whole | ColumnKind::Number)
    }

    /// Its value in a row.
    #[must_use]
    pub fn cell<'v>(&self, row: &'v Value) -> Option<&'v Value> {
        self.path.iter().try_fold(row, |value, member| value.get(member))
    }

    /// Its head for people: words, and the unit that its values are shown in.
    #[must_use]
    pub fn head(&self) -> String {
        let words = |name: &str| name.replace('_', " ");
        match self.unit() {
            Some((name, unit)) => [words(name).as_str(), unit.symbol].join(" ").trim_start().to_owned(),
            None => words(&self.name),
        }
    }

    /// Its value in a row for people: areas in square kilometres, lengths in kilometres, parts in per cent.
    fn shown(&self, row: &Value) -> String {
        let value = self.cell(row).unwrap_or(&Value::Null);
        match (self.unit(), value.as_f64()) {
            (Some((_, unit)), Some(number)) => format!("{:.*}", unit.decimals, number * unit.per_si),
            _ => text(&self.name, value),
        }
    }

    /// The unit that the name ends in, and what stands before it.
    fn unit(&self) -> Option<(&str, &'static Unit)> {
        let (before, last) = self.name.rsplit_once('_').unwrap_or(("", &self.name));
        UNITS.iter().find(|unit| unit.name == last).map(|unit| (before, unit))
    }
}

/// How values of a unit are shown to people.
struct Unit {
    name: &'static str,
    symbol: &'static str,
    per_si: f64,
    decimals: usize,
}

const UNITS: [Unit; 4] = [
    Unit { name: "m2", symbol: "km²", per_si: 1e-6, decimals: 1 },
    Unit { name: "m", symbol: "km", per_si: 1e-3, decimals: 1 },
    Unit { name: "share", symbol: "%", per_si: 100.0, decimals: 1 },
    Unit { name: "deg", symbol: "°", per_si: 1.0, decimals: 0 },
];

/// The columns of rows of a type, and the rows' cells for people.
///
/// # Errors
/// None that a row can cause.
pub fn for_people<R: Serialize + JsonSchema>(rows: &[R]) -> serde_json::Result<(Vec<Column>, Vec<Vec<String>>)> {
    let columns = columns::<R>();
    let cells = |row: &R| {
        let row = serde_json::to_value(row)?;
        Ok(columns.iter().map(|column| column.shown(&row)).collect())
    };
    let rows = rows.iter().map(cells).collect::<serde_json::Result<_>>()?;
    Ok((columns, rows))
}

/// The rows as CSV text, columns named as in JSON.
///
/// # Errors
/// None that a row can cause.
pub fn csv<R: Serialize + JsonSchema>(rows: impl IntoIterator<Item = R>) -> Result<Csv, csv::Error> {
    let columns = columns::<R>();
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(columns.iter().map(|column| column.name.as_str()))?;
    for row in rows {
        let row = serde_json::to_value(row).map_err(std::io::Error::other)?;
        let text_of = |column: &Column| column.cell(&row).map_or_else(String::new, |value| text(&column.name, value));
        writer.write_record(columns.iter().map(text_of))?;
    }
    let bytes = writer.into_inner().map_err(|e| std::io::Error::other(e.to_string()))?;
    let text = String::from_utf8(bytes).map_err(std::io::Error::other)?;
    Ok(Csv { text, columns })
}

/// The number with the digits that a value of that name deserves: no line of a source is known better than to some hundred
/// metres, so areas are whole square metres and distances decimetres; coordinates have seven decimals of a degree.
pub(crate) fn rounded(name: &str, value: f64) -> f64 {
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

/// The members that are columns.
fn columns<R: JsonSchema>() -> Vec<Column> {
    let settings = SchemaSettings::draft2020_12().with(|settings| settings.inline_subschemas = true);
    let schema = settings.for_serialize().into_generator().into_root_schema_for::<R>();
    let mut columns = Vec::new();
    add_columns(schema.as_value(), &[], &mut columns);
    columns
}

fn add_columns(schema: &Value, path: &[String], columns: &mut Vec<Column>) {
    let Some(members) = object(schema).and_then(|object| object.get("properties")).and_then(Value::as_object) else {
        let is_list_of_objects = schema.get("items").is_some_and(|items| object(items).is_some());
        if !is_list_of_objects && !path.is_empty() {
            columns.push(Column { name: path.join("_"), kind: kind(schema), path: path.to_vec() });
        }
        return;
    };
    for (name, member) in members {
        add_columns(member, &[path, std::slice::from_ref(name)].concat(), columns);
    }
}

/// What the features of a GeoJSON collection of this schema say of themselves. Features of several kinds have the members of all.
#[must_use]
pub fn feature_columns(collection: &Value) -> Vec<Column> {
    let member = |schema: &Value, name: &str| schema.get("properties").and_then(|all| all.get(name)).cloned();
    let feature = member(collection, "features").and_then(|features| features.get("items").cloned());
    let Some(properties) = feature.and_then(|feature| member(&feature, "properties")) else { return Vec::new() };
    let mut columns: Vec<Column> = Vec::new();
    let kinds = ["oneOf", "anyOf"].into_iter().filter_map(|word| properties.get(word)).filter_map(Value::as_array);
    for kind in kinds.flatten().chain([&properties]) {
        let mut own = Vec::new();
        add_columns(kind, &[], &mut own);
        own.retain(|column| columns.iter().all(|known| known.name != column.name));
        columns.append(&mut own);
    }
    columns
}

/// What values of a schema are.
fn kind(schema: &Value) -> ColumnKind {
    let kinds = [("integer", ColumnKind::Whole), ("number", ColumnKind::Number), ("boolean", ColumnKind::Flag)];
    let is = |kind: &str| match schema.get("type") {
        Some(Value::Array(kinds)) => kinds.iter().any(|own| own == kind),
        own => own.is_some_and(|own| own == kind),
    };
    if let Some((_, kind)) = kinds.into_iter().find(|(kind, _)| is(kind)) {
        return kind;
    }
    if schema.get("pattern").is_some_and(|pattern| pattern == TIME) {
        return ColumnKind::Time;
    }
    let either = schema.get("anyOf").and_then(Value::as_array).into_iter().flatten();
    either.map(kind).find(|kind| *kind != ColumnKind::Text).unwrap_or(ColumnKind::Text)
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
            csv([known, unknown]).unwrap().text,
            "id,area_m2,share,nearest_lon,nearest_distance_m,words,days\n\
             \"a, b\",0,0.6667,37.1234568,1234.6,\"x,y\",-3\nc,0,0.6667,,,,\n"
        );
        assert_eq!(csv(Vec::<Size>::new()).unwrap().text, "area_m2,share\n");
        assert_eq!((rounded("length_m", 5.0).to_string(), rounded("population", 2.5)), ("5".into(), 2.5));
    }
}
