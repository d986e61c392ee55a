//! Splits bytes into lines, or into the rows of a table whose quoted fields may hold line ends.

use memchr::{memchr, memchr2, memchr3};

use super::{MAX_ROW_BYTES, Piece, RowError};

/// What stands before each text of a JSON text sequence ([RFC 7464](https://www.rfc-editor.org/rfc/rfc7464)).
const RECORD_SEPARATOR: u8 = 0x1E;

/// What ends a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum LineEnd {
    /// A line feed, also after a carriage return.
    #[default]
    Feed,
    /// A carriage return, as Macs once wrote; also a line feed.
    Return,
    /// A record separator: it stands before a record, and so ends the one before.
    Separator,
}

impl LineEnd {
    /// The one that the first lines have: a carriage return without a line feed is met before any other.
    pub(super) fn of_text(text: &[u8]) -> Self {
        let found = memchr2(b'\n', b'\r', text);
        match found.map(|place| (text[place], text.get(place + 1))) {
            Some((b'\r', after)) if after != Some(&b'\n') => Self::Return,
            _ => Self::Feed,
        }
    }

    fn find(self, text: &[u8]) -> Option<usize> {
        match self {
            Self::Feed => memchr(b'\n', text),
            Self::Return => memchr2(b'\n', b'\r', text),
            Self::Separator => memchr(RECORD_SEPARATOR, text),
        }
    }

    fn find_or_quote(self, text: &[u8]) -> Option<usize> {
        match self {
            Self::Feed => memchr2(b'\n', b'"', text),
            Self::Return => memchr3(b'\n', b'\r', b'"', text),
            Self::Separator => memchr2(RECORD_SEPARATOR, b'"', text),
        }
    }
}

/// A row without the space and the separators around it.
pub(super) fn trimmed(row: &[u8]) -> &[u8] {
    let is_around = |byte: &u8| byte.is_ascii_whitespace() || *byte == RECORD_SEPARATOR;
    let from = row.iter().position(|byte| !is_around(byte)).unwrap_or(row.len());
    let to = row.iter().rposition(|byte| !is_around(byte)).map_or(from, |last| last + 1);
    &row[from..to]
}

/// Where the splitting stands between two pushes. Places count from the first byte not yet passed on.
#[derive(Debug, Default)]
pub(super) struct Lines {
    quotes: bool,
    line_end: LineEnd,
    /// The delimiter, where it is known; a quote after it opens a field.
    delimiter: Option<u8>,
    start: usize,
    at: usize,
    quoted: bool,
    row: u64,
}

enum Next {
    Row,
    More,
    TooLong,
}

impl Lines {
    /// Rows of a table.
    pub(super) fn of_csv(line_end: LineEnd, delimiter: Option<u8>) -> Self {
        Self { quotes: true, line_end, delimiter, ..Self::default() }
    }

    /// Lines, or records.
    pub(super) fn of_json(line_end: LineEnd) -> Self {
        Self { line_end, ..Self::default() }
    }

    /// Appends the rows that are complete; returns how many bytes they are.
    pub(super) fn split(&mut self, bytes: &[u8], last: bool, pieces: &mut Vec<Piece>) -> Result<usize, RowError> {
        loop {
            match self.next(bytes, last) {
                Next::Row => self.take(bytes, self.at, pieces),
                // A quote was never closed: what it swallowed are rows of one line each.
                Next::TooLong => {
                    let before = self.start;
                    self.take_lines(bytes, self.start + MAX_ROW_BYTES, pieces);
                    if self.start == before {
                        return Err(RowError::TooLong { row: self.row + 1 });
                    }
                }
                Next::More => break,
            }
        }
        if last {
            if self.quoted {
                self.take_lines(bytes, bytes.len(), pieces);
            }
            if self.start < bytes.len() {
                self.take(bytes, bytes.len(), pieces);
            }
        }
        let consumed = self.start;
        self.at -= consumed;
        self.start = 0;
        Ok(consumed)
    }

    /// Looks for the end of the row that begins at `start`.
    fn next(&mut self, bytes: &[u8], last: bool) -> Next {
        let window = &bytes[..bytes.len().min(self.start + MAX_ROW_BYTES + 1)];
        let last = last && window.len() == bytes.len();
        loop {
            let rest = &window[self.at..];
            if self.quoted {
                let Some(found) = memchr(b'"', rest) else { break };
                match window.get(self.at + found + 1) {
                    Some(b'"') => self.at += found + 2,
                    None if !last => {
                        self.at += found;
                        return self.more(window);
                    }
                    _ => {
                        self.at += found + 1;
                        self.quoted = false;
                    }
                }
                continue;
            }
            let found = if self.quotes { self.line_end.find_or_quote(rest) } else { self.line_end.find(rest) };
            let Some(found) = found else { break };
            let place = self.at + found;
            self.at = place + 1;
            if window[place] != b'"' {
                return if self.at - self.start > MAX_ROW_BYTES { Next::TooLong } else { Next::Row };
            }
            self.quoted = place == self.start || self.delimits(window[place - 1]);
        }
        self.at = window.len();
        self.more(window)
    }

    const fn more(&self, window: &[u8]) -> Next {
        if window.len() - self.start > MAX_ROW_BYTES { Next::TooLong } else { Next::More }
    }

    fn delimits(&self, byte: u8) -> bool {
        self.delimiter.map_or(matches!(byte, b',' | b';' | b'\t' | b'|'), |delimiter| byte == delimiter)
    }

    /// Passes on the row up to `end`; a blank line as it is.
    fn take(&mut self, bytes: &[u8], end: usize, pieces: &mut Vec<Piece>) {
        self.row += 1;
        let blank = trimmed(&bytes[self.start..end]).is_empty();
        let row = if blank { None } else { Some(self.row) };
        pieces.push(Piece { start: self.start, end, row });
        (self.start, self.at, self.quoted) = (end, end, false);
    }

    /// Passes on every whole line before `end`, whatever quotes say.
    fn take_lines(&mut self, bytes: &[u8], end: usize, pieces: &mut Vec<Piece>) {
        while let Some(found) = self.line_end.find(&bytes[self.start..end]) {
            self.take(bytes, self.start + found + 1, pieces);
        }
    }
}
