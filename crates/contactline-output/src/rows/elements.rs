//! Splits JSON into the elements of one array, at the top or under `features`, or into values that follow each other, without
//! reading it whole.

use memchr::memchr2;

use contactline_core::model::{Completeness, EXCEEDED};

use super::{MAX_ROW_BYTES, Piece, RowError};

/// The member that names a reference system.
const CRS: &[u8] = b"crs";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Before the first bracket.
    Start,
    /// In the members before `features`.
    Before,
    /// Between elements: whether one may, must or must not come.
    Between(Expect),
    /// In an element.
    Element,
    /// In the members after `features`.
    After,
    /// After the last bracket.
    End,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Expect {
    ElementOrEnd,
    Element,
    CommaOrEnd,
}

/// What the elements are of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Of {
    Array,
    Collection,
    /// No array: each value is one.
    Values,
}

/// Where the splitting stands between two pushes. Places count from the first byte not yet passed on.
#[derive(Debug)]
pub(super) struct Elements {
    of: Of,
    state: State,
    start: usize,
    at: usize,
    depth: usize,
    string: bool,
    escape: bool,
    key: Key,
    row: u64,
    passed: u64,
    /// The begin of the last text among the members after `features`.
    text_after: Vec<u8>,
    /// The begin of the value after features by which a server says whether it stopped at its limit.
    limit: Option<String>,
    /// Whether a `crs` member was found before the rows were read.
    is_crs_known: bool,
}

/// The member at hand among those before `features`.
#[derive(Debug, Default)]
struct Key {
    from: usize,
    to: usize,
    read: bool,
    colon: bool,
}

impl Elements {
    /// Elements of one array.
    pub(super) fn of_array() -> Self {
        let key = Key { from: 0, to: 0, read: false, colon: false };
        Self {
            of: Of::Array,
            state: State::Start,
            start: 0,
            at: 0,
            depth: 0,
            string: false,
            escape: false,
            key,
            row: 0,
            passed: 0,
            text_after: Vec::new(),
            limit: None,
            is_crs_known: false,
        }
    }

    /// Elements of the array `features` of one object.
    pub(super) fn of_collection(is_crs_known: bool) -> Self {
        Self { of: Of::Collection, is_crs_known, ..Self::of_array() }
    }

    /// Values that follow each other; one, mostly, over several lines.
    pub(super) fn of_values() -> Self {
        Self { of: Of::Values, state: State::Between(Expect::ElementOrEnd), ..Self::of_array() }
    }

    /// Appends the elements that are complete and what stands between them; returns how many bytes they are.
    pub(super) fn split(&mut self, bytes: &[u8], last: bool, pieces: &mut Vec<Piece>) -> Result<usize, RowError> {
        while let Some(&byte) = bytes.get(self.at) {
            match self.state {
                State::Before => self.before(bytes)?,
                State::Element => self.element(bytes, pieces)?,
                State::After => self.after(bytes)?,
                _ if byte.is_ascii_whitespace() => self.at += 1,
                State::Start => self.open(byte)?,
                State::Between(expect) => self.between(byte, expect, pieces)?,
                State::End => return Err(self.wrong(&found(byte), "nothing after the end")),
            }
        }
        let may_end = self.of == Of::Values && self.state == State::Between(Expect::ElementOrEnd);
        if last && self.state != State::End && !may_end {
            let wanted = if self.state == State::Start { self.wanted() } else { "its closing bracket" };
            return Err(self.wrong("the input ended", wanted));
        }
        if !matches!(self.state, State::Before | State::Element) {
            self.pass_on(pieces);
        }
        let consumed = self.start;
        self.at -= consumed;
        self.start = 0;
        self.passed += consumed as u64;
        Ok(consumed)
    }

    const fn wanted(&self) -> &'static str {
        match self.of {
            Of::Array => "a JSON array",
            Of::Collection => "a GeoJSON FeatureCollection",
            Of::Values => "a JSON object",
        }
    }

    fn wrong(&self, found: &str, wanted: &'static str) -> RowError {
        RowError::Syntax { found: found.into(), wanted, row: self.row, byte: self.passed + self.at as u64 }
    }

    fn open(&mut self, byte: u8) -> Result<(), RowError> {
        match (self.of, byte) {
            (Of::Array, b'[') => self.state = State::Between(Expect::ElementOrEnd),
            (Of::Collection, b'{') => (self.state, self.depth) = (State::Before, 1),
            _ => return Err(self.wrong(&found(byte), self.wanted())),
        }
        self.at += 1;
        Ok(())
    }

    fn before(&mut self, bytes: &[u8]) -> Result<(), RowError> {
        while let Some(&byte) = bytes.get(self.at) {
            if self.at >= MAX_ROW_BYTES {
                return Err(self.wrong("no features in the first megabyte", self.wanted()));
            }
            let here = self.at;
            self.at += 1;
            if self.string {
                if self.closes(byte) && self.depth == 1 && !self.key.read {
                    (self.key.to, self.key.read) = (here, true);
                }
                continue;
            }
            match byte {
                b'"' => {
                    self.string = true;
                    if !self.key.read {
                        self.key.from = self.at;
                    }
                }
                b':' if self.depth == 1 => self.key.colon = true,
                b',' if self.depth == 1 => self.key = Key::default(),
                b'[' if self.depth == 1 && self.key.colon && &bytes[self.key.from..self.key.to] == b"features" => {
                    self.state = State::Between(Expect::ElementOrEnd);
                    return Ok(());
                }
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' => self.depth -= 1,
                _ => {}
            }
            if self.depth == 0 {
                return Err(self.wrong("an object without an array 'features'", self.wanted()));
            }
        }
        Ok(())
    }

    /// One byte of a string; true when it closes it.
    const fn closes(&mut self, byte: u8) -> bool {
        if self.escape {
            self.escape = false;
        } else if byte == b'\\' {
            self.escape = true;
        } else if byte == b'"' {
            self.string = false;
            return true;
        }
        false
    }

    fn between(&mut self, byte: u8, expect: Expect, pieces: &mut Vec<Piece>) -> Result<(), RowError> {
        self.state = match (byte, expect) {
            (b']', Expect::ElementOrEnd | Expect::CommaOrEnd) if self.of == Of::Collection => State::After,
            (b']', Expect::ElementOrEnd | Expect::CommaOrEnd) if self.of == Of::Array => State::End,
            (b',', Expect::CommaOrEnd) => State::Between(Expect::Element),
            (_, Expect::CommaOrEnd) => return Err(self.wrong(&found(byte), "a comma or ']'")),
            (b',' | b']' | b'}' | b':', _) => return Err(self.wrong(&found(byte), "an element")),
            _ => {
                self.pass_on(pieces);
                (self.state, self.depth) = (State::Element, 0);
                return Ok(());
            }
        };
        self.at += 1;
        self.depth = 1;
        Ok(())
    }

    fn element(&mut self, bytes: &[u8], pieces: &mut Vec<Piece>) -> Result<(), RowError> {
        let ended = self.end_of_element(bytes);
        if self.at - self.start > MAX_ROW_BYTES {
            return Err(RowError::TooLong { row: self.row + 1 });
        }
        if ended {
            self.row += 1;
            pieces.push(Piece { start: self.start, end: self.at, row: Some(self.row) });
            self.start = self.at;
            let next = if self.of == Of::Values { Expect::ElementOrEnd } else { Expect::CommaOrEnd };
            self.state = State::Between(next);
        }
        Ok(())
    }

    /// Goes on to the end of the element; false when more bytes are wanted.
    fn end_of_element(&mut self, bytes: &[u8]) -> bool {
        while let Some(&byte) = bytes.get(self.at) {
            if self.string {
                let plain = if self.escape {
                    0
                } else {
                    memchr2(b'"', b'\\', &bytes[self.at..]).unwrap_or(bytes.len() - self.at)
                };
                self.at += plain;
                let Some(&byte) = bytes.get(self.at) else { return false };
                self.at += 1;
                if self.closes(byte) && self.depth == 0 {
                    return true;
                }
                continue;
            }
            match byte {
                b',' | b'}' | b']' if self.depth == 0 => return true,
                _ if self.depth == 0 && byte.is_ascii_whitespace() => return true,
                b'"' => self.string = true,
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' => self.depth -= 1,
                _ => {
                    self.at += 1;
                    continue;
                }
            }
            self.at += 1;
            if self.depth == 0 && !self.string {
                return true;
            }
        }
        false
    }

    fn after(&mut self, bytes: &[u8]) -> Result<(), RowError> {
        while let Some(&byte) = bytes.get(self.at) {
            self.at += 1;
            if let Some(limit) = &mut self.limit {
                match byte {
                    b',' | b'}' if !self.string => {
                        let exceeded = self.limit.take().map(Into::into);
                        if (Completeness { exceeded, ..Completeness::default() }).is_cut_at_limit() {
                            return Err(RowError::CutAtLimit);
                        }
                    }
                    _ if byte.is_ascii_whitespace() || limit.len() > EXCEEDED.len() => {}
                    _ => limit.push(char::from(byte)),
                }
            }
            if self.string {
                if !self.closes(byte) && self.text_after.len() <= EXCEEDED.len() {
                    self.text_after.push(byte);
                }
                continue;
            }
            match byte {
                b'"' => {
                    self.string = true;
                    self.text_after.clear();
                }
                b':' if self.depth <= 2 && self.text_after == EXCEEDED.as_bytes() => self.limit = Some(String::new()),
                b':' if self.depth == 1 && self.text_after == CRS && !self.is_crs_known => {
                    return Err(RowError::LateCrs);
                }
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' => self.depth -= 1,
                _ => {}
            }
            if self.depth == 0 {
                self.state = State::End;
                break;
            }
        }
        Ok(())
    }

    /// Passes on what stands between elements as it is.
    fn pass_on(&mut self, pieces: &mut Vec<Piece>) {
        if self.start < self.at {
            pieces.push(Piece { start: self.start, end: self.at, row: None });
            self.start = self.at;
        }
    }
}

fn found(byte: u8) -> String {
    format!("found '{}'", char::from(byte).escape_default())
}
