//! JSON that is the same in every answer is made once and copied from then on: pieces of objects, and objects put together of
//! pieces. What they come to is what `Serialize` writes; tests hold them to it.

use std::ops::Range;

use serde::Serialize;
use serde_json::Result;

/// The members of an object as JSON, without its braces.
#[derive(Clone, Debug)]
pub(super) struct Members(Box<[u8]>);

impl Members {
    /// Of anything that serialises as an object.
    pub(super) fn of(object: &impl Serialize) -> Result<Self> {
        let json = serde_json::to_vec(object)?;
        let inside = json.strip_prefix(b"{").and_then(|json| json.strip_suffix(b"}")).unwrap_or_default();
        Ok(Self(inside.into()))
    }
}

/// An object of JSON being written at the end of some bytes, member by member, each with the comma before it.
pub(super) struct Object<'o> {
    out: &'o mut Vec<u8>,
    begin: usize,
}

impl<'o> Object<'o> {
    pub(super) fn begin(out: &'o mut Vec<u8>) -> Self {
        out.push(b'{');
        let begin = out.len();
        Self { out, begin }
    }

    /// A member by its name, which needs no escaping.
    pub(super) fn member(&mut self, name: &str, value: &(impl Serialize + ?Sized)) -> Result<()> {
        self.name(name);
        serde_json::to_writer(&mut *self.out, value)
    }

    /// A member by its name: a list of what writes itself.
    pub(super) fn list<T>(
        &mut self,
        name: &str,
        items: &[T],
        mut write: impl FnMut(&T, &mut Vec<u8>) -> Result<()>,
    ) -> Result<()> {
        self.name(name);
        let mut before = b'[';
        for item in items {
            self.out.push(before);
            write(item, self.out)?;
            before = b',';
        }
        self.out.extend_from_slice(if items.is_empty() { b"[]" } else { b"]" });
        Ok(())
    }

    /// Members that were written before.
    pub(super) fn members(&mut self, members: &Members) {
        if !members.0.is_empty() {
            self.comma();
            self.out.extend_from_slice(&members.0);
        }
    }

    /// The members of anything that serialises as an object.
    pub(super) fn members_of(&mut self, object: &impl Serialize) -> Result<()> {
        let at = self.out.len();
        let is_first = at == self.begin;
        if is_first {
            // Its own brace takes the place of ours.
            self.out.pop();
        }
        serde_json::to_writer(&mut *self.out, object)?;
        self.out.pop();
        if !is_first {
            match &mut self.out[at..] {
                [_] => self.out.truncate(at),
                [brace, ..] => *brace = b',',
                [] => {}
            }
        }
        Ok(())
    }

    /// Members, not the first, that were written before in these bytes where `known` has them by what they are made of; else
    /// written now and known from then on.
    pub(super) fn again<K: PartialEq>(
        &mut self,
        known: &mut Vec<(K, Range<usize>)>,
        key: K,
        write: impl FnOnce(&mut Self) -> Result<()>,
    ) -> Result<()> {
        if let Some((_, place)) = known.iter().find(|(of, _)| *of == key) {
            self.out.extend_from_within(place.clone());
            return Ok(());
        }
        let begin = self.out.len();
        write(self)?;
        known.push((key, begin..self.out.len()));
        Ok(())
    }

    pub(super) fn end(self) {
        self.out.push(b'}');
    }

    fn name(&mut self, name: &str) {
        self.comma();
        self.out.push(b'"');
        self.out.extend_from_slice(name.as_bytes());
        self.out.extend_from_slice(b"\":");
    }

    fn comma(&mut self) {
        if self.out.len() > self.begin {
            self.out.push(b',');
        }
    }
}

/// What is written as another shape, which its `text` makes only then.
macro_rules! written_as {
    ($short:ident, $text:ident) => {
        impl serde::Serialize for $short<'_> {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.text().serialize(serializer)
            }
        }

        impl schemars::JsonSchema for $short<'_> {
            fn inline_schema() -> bool {
                $text::inline_schema()
            }

            fn schema_name() -> std::borrow::Cow<'static, str> {
                $text::schema_name()
            }

            fn schema_id() -> std::borrow::Cow<'static, str> {
                $text::schema_id()
            }

            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                $text::json_schema(generator)
            }
        }
    };
}
pub(super) use written_as;
