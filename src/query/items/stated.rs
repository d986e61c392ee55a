//! What each source states, as properties: `{source}_status` and `{source}_holder`.

use std::borrow::Cow;
use std::sync::Arc;

use super::{Field, FieldKind, Value};
use crate::atlas::Atlas;
use crate::query::Stated;

/// The names for every source, in their order: status, then holder.
pub(super) fn names(atlas: &Atlas) -> Arc<[String]> {
    let of = |id: &str| {
        let id = id.replace('-', "_");
        [format!("{id}_status"), format!("{id}_holder")]
    };
    atlas.sources().flat_map(|source| of(&source.id)).collect()
}

/// The collection's own fields, then those.
pub(super) fn fields(own: &[Field], atlas: &Atlas) -> Vec<Field> {
    let about = |name: &str| match name.ends_with("_status") {
        true => "held, contested, claimed or unknown, says the source that the name begins with",
        false => "who holds or claims it, says the source that the name begins with: an ISO 3166-1 code",
    };
    let field = |name: &String| Field { name: Cow::Owned(name.clone()), kind: FieldKind::Text, about: about(name) };
    own.iter().cloned().chain(names(atlas).iter().map(field)).collect()
}

/// The values of those names.
pub(super) fn values<'a>(stated: impl IntoIterator<Item = Stated>) -> Vec<Value<'a>> {
    let pair = |(status, holder): Stated| {
        [Value::text(status.as_str()), Value::text_if_any(holder.map(|party| party.to_string()))]
    };
    stated.into_iter().flat_map(pair).collect()
}
