//! Files of rows: read in pieces, written beside their place and moved there when complete.

use std::fs::{self, File};
use std::io::{self, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};

use indicatif::{ProgressBar, ProgressStyle};

use super::failure::Failure;
use crate::read::input;

/// Bytes read at a time: enough rows to keep several threads busy.
const PIECE: usize = 1 << 20;

/// Where rows come from.
pub struct Input {
    from: Box<dyn Read>,
    name: String,
    buffer: Vec<u8>,
    read: usize,
    bar: ProgressBar,
}

/// Where rows go.
pub struct Output {
    to: Box<dyn Write + Send>,
    name: String,
    /// The file being written and the place it moves to when complete.
    part: Option<(PathBuf, PathBuf)>,
}

impl Input {
    /// Opens a file, or standard input for `-`. Progress is shown where standard error is a terminal.
    pub fn open(path: &Path) -> Result<Self, Failure> {
        let name = path.display().to_string();
        let (from, size): (Box<dyn Read>, _) = if name == "-" {
            (Box::new(io::stdin().lock()), None)
        } else {
            let file = File::open(path).map_err(|e| Failure::of_io(&name, &e))?;
            let size = file.metadata().ok().filter(fs::Metadata::is_file).map(|m| m.len());
            (Box::new(file), size)
        };
        let (from, is_packed) = input::unpacked(from).map_err(|e| Failure::of_io(&name, &e))?;
        // How long it is once unpacked is not known.
        let size = size.filter(|_| !is_packed);
        let bar = if io::stderr().is_terminal() { bar(size) } else { ProgressBar::hidden() };
        Ok(Self { from, name, buffer: vec![0; PIECE], read: 0, bar })
    }

    /// The next bytes; none at the end.
    pub fn next(&mut self) -> Result<Option<&[u8]>, Failure> {
        self.fill()?;
        self.bar.inc(self.read as u64);
        Ok((self.read > 0).then(|| &self.buffer[..self.read]))
    }

    /// Takes the progress away.
    pub fn done(&self) {
        self.bar.finish_and_clear();
    }

    fn fill(&mut self) -> Result<(), Failure> {
        self.read = loop {
            match self.from.read(&mut self.buffer) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => break read.map_err(|e| Failure::of_io(&self.name, &e))?,
            }
        };
        Ok(())
    }
}

fn bar(size: Option<u64>) -> ProgressBar {
    let (bar, template) = match size {
        Some(size) => (ProgressBar::new(size), "{wide_bar} {bytes} of {total_bytes}, {eta} left"),
        None => (ProgressBar::no_length(), "{spinner} {bytes}"),
    };
    bar.with_style(ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()))
}

impl Output {
    /// Begins a file beside `path`, or writes to standard output for `-`.
    pub fn create(path: &Path) -> Result<Self, Failure> {
        let name = path.display().to_string();
        if name == "-" {
            return Ok(Self { to: Box::new(io::stdout()), name: "standard output".into(), part: None });
        }
        let failed = |e: &io::Error| Failure::of_io(&name, e);
        // A link keeps pointing where it points; a pipe or device is written, not replaced.
        let place = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        if fs::metadata(&place).is_ok_and(|m| !m.is_file()) {
            let file = File::options().write(true).open(&place).map_err(|e| failed(&e))?;
            return Ok(Self { to: Box::new(file), name, part: None });
        }
        let file_name = place.file_name().ok_or_else(|| Failure::new(format!("{name}: not the name of a file")))?;
        let part_name = format!(".{}.{}.part", file_name.to_string_lossy(), std::process::id());
        let part = place.with_file_name(part_name);
        let file = File::create(&part).map_err(|e| failed(&e))?;
        Ok(Self { to: Box::new(file), name, part: Some((part, place)) })
    }

    /// Writes all of it.
    pub fn put(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        self.to.write_all(bytes).map_err(|e| Failure::of_io(&self.name, &e))
    }

    /// Moves the file to its place.
    pub fn complete(mut self) -> Result<(), Failure> {
        self.to.flush().map_err(|e| Failure::of_io(&self.name, &e))?;
        if let Some((part, place)) = &self.part {
            fs::rename(part, place).map_err(|e| Failure::of_io(&self.name, &e))?;
            self.part = None;
        }
        Ok(())
    }
}

/// For what writes on its own; its errors have the name of the file.
impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.to.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

impl Drop for Output {
    /// Takes an incomplete file away.
    fn drop(&mut self) {
        if let Some((part, _)) = &self.part {
            // The failure that led here is the one to tell of.
            drop(fs::remove_file(part));
        }
    }
}
