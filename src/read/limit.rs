//! Limits on tables that are read row by row, however long they are.

use std::io::{self, Read};

/// The longest row of a table.
const MAX_ROW_BYTES: usize = 1 << 20;

/// The longest table, unpacked.
const MAX_TABLE_BYTES: u64 = 8 << 30;

/// Where in a row of CSV the last byte was.
#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    FieldStart,
    Field,
    Quoted,
    /// A quote within quotes: their end, or the first of two.
    Quote,
}

/// A table whose rows and length have a limit: past it, reading fails. A reader that keeps a row in memory keeps no more.
pub(super) struct Limited<R> {
    table: R,
    at: At,
    row_bytes: usize,
    bytes: u64,
}

impl<R> Limited<R> {
    pub(super) const fn new(table: R) -> Self {
        Self { table, at: At::FieldStart, row_bytes: 0, bytes: 0 }
    }
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.table.read(buffer)?;
        let told = |message: String| Err(io::Error::new(io::ErrorKind::FileTooLarge, message));
        self.bytes += count as u64;
        if self.bytes > MAX_TABLE_BYTES {
            return told(format!(
                "longer than {} MB, which is the most that is read of a table",
                MAX_TABLE_BYTES >> 20
            ));
        }
        for byte in &buffer[..count] {
            self.row_bytes += 1;
            self.at = match (self.at, byte) {
                (At::Quoted, b'"') => At::Quote,
                (At::Quoted, _) | (At::Quote | At::FieldStart, b'"') => At::Quoted,
                (_, b'\n' | b'\r') => {
                    self.row_bytes = 0;
                    At::FieldStart
                }
                (_, b',') => At::FieldStart,
                _ => At::Field,
            };
            if self.row_bytes > MAX_ROW_BYTES {
                return told(format!("a row longer than {} KB, which is the most that is read", MAX_ROW_BYTES >> 10));
            }
        }
        Ok(count)
    }
}
