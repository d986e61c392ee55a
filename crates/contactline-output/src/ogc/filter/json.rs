//! CQL2 JSON: objects of an operation and its arguments, of a property, a date or a geometry, and plain values.

mod geometry;

use serde_json::{Map, Value};

use super::expression::Expression;
use super::{FilterError, bounds};
use geometry::geometry;

/// What a text says.
pub(super) fn read(text: &str) -> Result<Expression, FilterError> {
    // Reads to a depth of 128, and no further.
    let value = serde_json::from_str(text).map_err(|e| FilterError(format!("the filter is not JSON: {e}")))?;
    expression(value, 0)
}

fn expression(value: Value, depth: usize) -> Result<Expression, FilterError> {
    match value {
        Value::Null => Err(wrong("null is no value to compare with; wanted the operation isNull")),
        Value::Bool(is) => Ok(Expression::Bool(is)),
        Value::Number(number) => number.as_f64().map(Expression::Number).ok_or_else(|| wrong("a number is too large")),
        Value::String(text) => Ok(Expression::Text(text)),
        Value::Array(items) => list(items, depth).map(Expression::List),
        Value::Object(members) => object(members, depth),
    }
}

fn list(items: Vec<Value>, depth: usize) -> Result<Vec<Expression>, FilterError> {
    bounds::check_depth(depth)?;
    items.into_iter().map(|item| expression(item, depth + 1)).collect()
}

fn object(mut members: Map<String, Value>, depth: usize) -> Result<Expression, FilterError> {
    bounds::check_depth(depth)?;
    let mut take = |name| members.remove(name);
    match (take("op"), take("args")) {
        (Some(Value::String(op)), Some(Value::Array(args))) => {
            return Ok(Expression::operation(&op, list(args, depth)?));
        }
        (None, None) => {}
        _ => return Err(wrong("an operation wants a text as 'op' and a list as 'args'")),
    }
    if let Some(date) = take("date") {
        return expression(date, depth + 1)?.into_text().map(Expression::Date);
    }
    if let Some(timestamp) = take("timestamp") {
        return expression(timestamp, depth + 1)?.into_text().map(Expression::Timestamp);
    }
    match (take("property"), take("interval")) {
        (Some(Value::String(name)), _) => return Ok(Expression::Property(name)),
        (Some(_), _) => return Err(wrong("'property' wants a name")),
        (_, Some(Value::Array(ends))) => return Ok(Expression::operation("interval", list(ends, depth)?)),
        _ => {}
    }
    if members.contains_key("type") {
        return geometry(&members).map(Expression::Geometry);
    }
    match members.remove("bbox") {
        Some(Value::Array(numbers)) => Expression::bbox(&list(numbers, depth)?),
        _ => Err(wrong(
            "an object of it is none of those there are: op with args, property, date, timestamp, interval, bbox, type with \
             coordinates",
        )),
    }
}

fn wrong(why: &str) -> FilterError {
    FilterError(format!("the filter is not CQL2: {why}"))
}
