//! The members of a JSON object of which only the beginning may be there.

/// The members at the top of an object, as far as they go.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Object<'a> {
    /// Name and value as they are written; the last value may be cut.
    pub(super) members: Vec<(&'a [u8], &'a [u8])>,
    /// Where the object ends, when it does.
    pub(super) end: Option<usize>,
}

impl<'a> Object<'a> {
    /// The value of a member as it is written.
    pub(super) fn raw(&self, name: &str) -> Option<&'a [u8]> {
        self.members.iter().find(|(known, _)| *known == name.as_bytes()).map(|(_, value)| *value)
    }

    /// The value of a member that is a string without escapes.
    pub(super) fn text(&self, name: &str) -> Option<&'a str> {
        let inner = self.raw(name)?.strip_prefix(b"\"")?.strip_suffix(b"\"")?;
        std::str::from_utf8(inner).ok().filter(|text| !text.contains('\\'))
    }
}

/// Reads an object from its bracket on. What is no JSON ends it: whoever reads the rows says what is wrong.
pub(super) fn scan(text: &[u8]) -> Object<'_> {
    let mut object = Object::default();
    if text.first() != Some(&b'{') {
        return object;
    }
    let mut at = 1;
    loop {
        at = space(text, at);
        match text.get(at) {
            Some(b'}') => {
                object.end = Some(at + 1);
                return object;
            }
            Some(b',') => {
                at += 1;
                continue;
            }
            Some(b'"') => {}
            _ => return object,
        }
        let Some(name_end) = string(text, at) else { return object };
        let name = &text[at + 1..name_end - 1];
        at = space(text, name_end);
        if text.get(at) != Some(&b':') {
            return object;
        }
        let from = space(text, at + 1);
        let end = value(text, from);
        object.members.push((name, text[from..end.unwrap_or(text.len())].trim_ascii_end()));
        let Some(end) = end else { return object };
        at = end;
    }
}

fn space(text: &[u8], from: usize) -> usize {
    from + text[from.min(text.len())..].iter().take_while(|byte| byte.is_ascii_whitespace()).count()
}

/// Where the string that begins at `from` ends.
fn string(text: &[u8], from: usize) -> Option<usize> {
    let mut at = from + 1;
    loop {
        match text.get(at)? {
            b'\\' => at += 2,
            b'"' => return Some(at + 1),
            _ => at += 1,
        }
    }
}

/// Where the value that begins at `from` ends.
fn value(text: &[u8], from: usize) -> Option<usize> {
    let (mut at, mut depth) = (from, 0_usize);
    loop {
        match text.get(at)? {
            b'"' => at = string(text, at)? - 1,
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth == 0 => return Some(at),
            b'}' | b']' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            b',' if depth == 0 => return Some(at),
            _ => {}
        }
        at += 1;
    }
}
