//! A history: a list of versions, each with an address of its own.

use std::collections::BTreeSet;

use serde_json::Value;

/// The ids in a list of versions, seconds since 1970.
///
/// # Errors
/// Not a JSON array, or a member without an `id` that is a whole number: what was found instead.
pub fn listed(bytes: &[u8]) -> Result<BTreeSet<i64>, String> {
    let list: Value = serde_json::from_slice(bytes).map_err(|e| format!("not JSON: {e}"))?;
    let Value::Array(members) = list else {
        return Err(format!("the list is {}; wanted an array", kind(&list)));
    };
    let id = |(index, member): (usize, &Value)| {
        let id = member.get("id").and_then(Value::as_i64);
        id.ok_or_else(|| format!("member {index} of the list has no whole number 'id': it is {}", kind(member)))
    };
    members.iter().enumerate().map(id).collect()
}

/// The address of a version.
#[must_use]
pub fn url(template: &str, id: i64) -> String {
    template.replace("{id}", &id.to_string())
}

/// What is wrong with an answer that is to be a version with its `id`, seconds since 1970, where it is an object without one.
#[must_use]
pub fn lacks_id(bytes: &[u8]) -> Option<String> {
    let answer: Value = serde_json::from_slice(bytes).ok()?;
    let lacks = answer.is_object() && answer.get("id").and_then(Value::as_i64).is_none();
    lacks.then(|| format!("the answer has no whole number 'id', which is its moment: it is {}", kind(&answer)))
}

/// What a value is, with the names of its members.
fn kind(value: &Value) -> String {
    const SHOWN: usize = 8;
    match value {
        Value::Null => "null".into(),
        Value::Bool(_) => "a truth value".into(),
        Value::Number(_) => "a number".into(),
        Value::String(_) => "a text".into(),
        Value::Array(_) => "an array".into(),
        Value::Object(members) => {
            let mut names: Vec<&str> = members.keys().map(String::as_str).collect();
            names.sort_unstable();
            names.truncate(SHOWN);
            format!("an object with {}", names.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_read_and_a_changed_list_is_told() {
        let list = br#"[{"id":1735509379,"createdAt":"x","description":"y"},{"id":1735423000}]"#;
        assert_eq!(listed(list).unwrap().into_iter().collect::<Vec<_>>(), [1_735_423_000, 1_735_509_379]);
        for (text, wanted) in [
            (r#"{"data":[]}"#, "the list is an object with data; wanted an array"),
            (
                r#"[{"id":1},{"ident":2,"at":3}]"#,
                "member 1 of the list has no whole number 'id': it is an object with at, ident",
            ),
            (r#"[{"id":"1"}]"#, "member 0 of the list has no whole number 'id': it is an object with id"),
            ("<html>", "not JSON: expected value at line 1 column 1"),
        ] {
            assert_eq!(listed(text.as_bytes()).unwrap_err(), wanted);
        }
    }
}
