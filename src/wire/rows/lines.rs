//! Splits bytes into lines, or into the rows of a table whose quoted fields may hold line ends.

use memchr::{memchr, memchr2};

use super::{LONGEST_ROW, Piece, RowError};

/// Where the splitting stands between two pushes. Places count from the first byte not yet passed on.
#[derive(Debug, Default)]
pub(super) struct Lines {
    quotes: bool,
    /// The delimiter, once the header has told it; a quote after it opens a field.
    pub(super) delimiter: Option<u8>,
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
    pub(super) fn of_csv() -> Self {
        Self { quotes: true, ..Self::default() }
    }

    /// Lines.
    pub(super) fn of_ndjson() -> Self {
        Self::default()
    }

    /// The end of the header, once it is complete.
    pub(super) fn header(&mut self, bytes: &[u8], last: bool) -> Result<Option<usize>, RowError> {
        let end = match self.next(bytes, last) {
            Next::Row => self.at,
            Next::More if last && bytes.is_empty() => return Err(RowError::Empty("a header with column names")),
            Next::More if last => bytes.len(),
            Next::More => return Ok(None),
            Next::TooLong => return Err(RowError::TooLong { row: 0 }),
        };
        (self.start, self.at, self.quoted) = (end, end, false);
        Ok(Some(end))
    }

    /// Appends the rows that are complete; returns how many bytes they are.
    pub(super) fn split(&mut self, bytes: &[u8], last: bool, pieces: &mut Vec<Piece>) -> Result<usize, RowError> {
        loop {
            match self.next(bytes, last) {
                Next::Row => self.take(bytes, self.at, pieces),
                // A quote was never closed: what it swallowed are rows of one line each.
                Next::TooLong => {
                    let before = self.start;
                    self.take_lines(bytes, self.start + LONGEST_ROW, pieces);
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
        let window = &bytes[..bytes.len().min(self.start + LONGEST_ROW + 1)];
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
            let found = if self.quotes { memchr2(b'\n', b'"', rest) } else { memchr(b'\n', rest) };
            let Some(found) = found else { break };
            let place = self.at + found;
            self.at = place + 1;
            if window[place] == b'\n' {
                return if self.at - self.start > LONGEST_ROW { Next::TooLong } else { Next::Row };
            }
            self.quoted = place == self.start || self.delimits(window[place - 1]);
        }
        self.at = window.len();
        self.more(window)
    }

    const fn more(&self, window: &[u8]) -> Next {
        if window.len() - self.start > LONGEST_ROW { Next::TooLong } else { Next::More }
    }

    fn delimits(&self, byte: u8) -> bool {
        self.delimiter.map_or(matches!(byte, b',' | b';' | b'\t'), |delimiter| byte == delimiter)
    }

    /// Passes on the row up to `end`; a blank line as it is.
    fn take(&mut self, bytes: &[u8], end: usize, pieces: &mut Vec<Piece>) {
        self.row += 1;
        let blank = bytes[self.start..end].trim_ascii().is_empty();
        let row = if blank { None } else { Some(self.row) };
        pieces.push(Piece { start: self.start, end, row });
        (self.start, self.at, self.quoted) = (end, end, false);
    }

    /// Passes on every whole line before `end`, whatever quotes say.
    fn take_lines(&mut self, bytes: &[u8], end: usize, pieces: &mut Vec<Piece>) {
        while let Some(found) = memchr(b'\n', &bytes[self.start..end]) {
            self.take(bytes, self.start + found + 1, pieces);
        }
    }
}
