//! What each source states, as properties: `{source}_status` and `{source}_holder`.

use std::borrow::Cow;
use std::sync::Arc;

use super::{Field, FieldKind, Value};
use crate::atlas::Atlas;
use crate::query::{Compared, Stated};

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
        true => "held, contested, claimed or unknown, according to the source that the name begins with",
        false => "who holds or claims it, according to the source that the name begins with: an ISO 3166-1 code",
    };
    let field = |name: &String| Field { name: Cow::Owned(name.clone()), kind: FieldKind::Text, about: about(name) };
    own.iter().cloned().chain(names(atlas).iter().map(field)).collect()
}

/// The names of what is said of every source's age at a place, in their order: age, then what was last known.
pub(super) fn age_names(atlas: &Atlas) -> Arc<[String]> {
    let of = |id: &str| {
        let id = id.replace('-', "_");
        [format!("{id}_age_days"), format!("{id}_last_known_status"), format!("{id}_last_known_holder")]
    };
    atlas.sources().flat_map(|source| of(&source.id)).collect()
}

/// Those fields.
pub(super) fn age_fields(atlas: &Atlas) -> Vec<Field> {
    let field = |name: &String| {
        let (kind, about) = if name.ends_with("_age_days") {
            (FieldKind::Whole, "days from the version of the source that the name begins with")
        } else if name.ends_with("_status") {
            (
                FieldKind::Text,
                "where that version is too old to speak of a place so near to its line: what was last known",
            )
        } else {
            (FieldKind::Text, "who held or claimed it then: an ISO 3166-1 code")
        };
        Field { name: Cow::Owned(name.clone()), kind, about }
    };
    age_names(atlas).iter().map(field).collect()
}

/// The names of which version of every source is compared, in their order: version, then its age.
pub(super) fn version_names(atlas: &Atlas) -> Arc<[String]> {
    let of = |id: &str| {
        let id = id.replace('-', "_");
        [format!("{id}_version"), format!("{id}_age_days")]
    };
    atlas.sources().flat_map(|source| of(&source.id)).collect()
}

/// Those fields.
pub(super) fn version_fields(atlas: &Atlas) -> Vec<Field> {
    let field = |name: &String| {
        let (kind, about) = match name.ends_with("_version") {
            true => (FieldKind::Stamp, "stamp of the version of the source that the name begins with"),
            false => (FieldKind::Whole, "days from the version of the source that the name begins with"),
        };
        Field { name: Cow::Owned(name.clone()), kind, about }
    };
    version_names(atlas).iter().map(field).collect()
}

/// The values of those names.
pub(super) fn versions<'a>(compared: &[Compared<'_>]) -> Vec<Value<'a>> {
    let pair =
        |c: &Compared<'_>| [c.version.map_or(Value::None, Value::Stamp), c.age_days.map_or(Value::None, Value::Whole)];
    compared.iter().flat_map(pair).collect()
}

/// What every source states, of the names of [`names`].
pub(super) fn values<'a>(stated: impl IntoIterator<Item = Stated>) -> Vec<Value<'a>> {
    let pair = |(status, holder): Stated| {
        [Value::text(status.as_str()), Value::text_if_any(holder.map(|party| party.to_string()))]
    };
    stated.into_iter().flat_map(pair).collect()
}
