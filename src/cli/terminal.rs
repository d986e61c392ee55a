//! The terminal that text is printed to: how wide it is.

use std::io::{IsTerminal, stdout};

/// Columns of a terminal that does not tell how many it has.
const USUAL_WIDTH: usize = 80;

/// How many characters fit on a line of standard output: `COLUMNS`, else what the terminal says; none where it is no terminal,
/// so that a file or another program gets everything.
pub fn width() -> Option<usize> {
    if !stdout().is_terminal() {
        return None;
    }
    let told = std::env::var("COLUMNS").ok().and_then(|text| text.parse().ok()).filter(|columns| *columns > 0);
    let asked = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0)).filter(|columns| *columns > 0);
    Some(told.or_else(asked).unwrap_or(USUAL_WIDTH))
}
